/** The scenario: a list of edits, with what was undone and can be redone. Immutable; every step gives a new one. */
import { Superseded, failureOf } from './engine/failure.js';
import { speedsFrom } from './speeds.js';
/** @import { Edit } from './engine/types.js' */
/** @import { Speeds } from './speeds.js' */

/**
 * An edit of the facts, or a change of how the questions are asked: the speeds that hold from now on, the year that is
 * looked at (null: today).
 * @typedef {Edit | { speeds: Speeds } | { year: number | null }} Change
 *
 * One step is what the user did at once (adopting three sites is one step of three edits).
 * @typedef {{ done: Change[][], undone: Change[][], minted: number }} Scenario
 */

/** @type {Scenario} */
export const emptyScenario = { done: [], undone: [], minted: 0 };

/**
 * What the engine is to make of it. Only the last year counts: it comes where the first did, before what was done in it.
 * @param {Pick<Scenario, 'done'>} s @returns {Edit[]}
 */
export function editsOf(s) {
  const all = s.done.flat();
  const years = all.flatMap((edit) => ('year' in edit ? [edit] : []));
  const year = years.at(-1)?.year ?? null;
  /** @param {Change} edit @returns {Edit[]} */
  const made = (edit) => {
    if ('speeds' in edit) return [];
    if (!('year' in edit)) return [edit];
    return edit === years[0] && year !== null ? [{ year }] : [];
  };
  return all.flatMap(made);
}

/** The year that is looked at; null: today. @param {Pick<Scenario, 'done'>} s */
export function yearOfScenario(s) {
  const edit = editsOf(s).find((one) => 'year' in one);
  return edit && 'year' in edit ? edit.year : null;
}

/** The year for which the scenario opens a facility; null: it does not, or at once. @param {Pick<Scenario, 'done'>} s @param {string} code */
export function openingYear(s, code) {
  const edit = s.done.flat().find((one) => 'open' in one && one.open.code === code);
  return edit && 'open' in edit ? (edit.open.year ?? null) : null;
}

/** What an edit is called where there is no room for a sentence. @param {Change} edit */
export const codeOf = (edit) => ('open' in edit ? edit.open.code : 'close' in edit ? edit.close : Object.keys(edit)[0]);

/** @param {Scenario} s @param {Change[]} step @returns {Scenario} */
export const withStep = (s, step) => ({ ...s, done: [...s.done, step], undone: [] });

/** @param {Scenario} s @returns {Scenario} */
export function undo(s) {
  const last = s.done.at(-1);
  return last ? { ...s, done: s.done.slice(0, -1), undone: [...s.undone, last] } : s;
}

/** @param {Scenario} s @returns {Scenario} */
export function redo(s) {
  const next = s.undone.at(-1);
  return next ? { ...s, done: [...s.done, next], undone: s.undone.slice(0, -1) } : s;
}

/**
 * Tries the edits one by one: which fit, and which are left out and why; null where something newer was asked meanwhile.
 * @param {Scenario} s @param {(edits: Edit[]) => Promise<unknown> | undefined} apply fails where an edit does not fit
 * @returns {Promise<{ done: Change[][], out: string[] } | null>}
 */
export async function fitting(s, apply) {
  /** @type {Change[][]} */
  const done = [];
  /** @type {string[]} */
  const out = [];
  for (const step of s.done) {
    /** @type {Change[]} */
    const fits = [];
    for (const edit of step) {
      try {
        await apply(editsOf({ done: [...done, [...fits, edit]] }));
        fits.push(edit);
      } catch (thrown) {
        if (thrown instanceof Superseded) return null;
        out.push(`${codeOf(edit)} (${failureOf(thrown).code})`);
      }
    }
    if (fits.length > 0) done.push(fits);
  }
  return { done, out };
}

/**
 * Codes for facilities that the user opens; never given twice, so that an undo does not rename what stays.
 * @param {Scenario} s @param {number} count
 * @returns {[string[], Scenario]}
 */
export function mint(s, count) {
  const codes = Array.from({ length: count }, (_, i) => `new-${s.minted + i + 1}`);
  return [codes, { ...s, minted: s.minted + count }];
}

/**
 * The steps as a link carries them: an edit that closes is the facility's code, one that opens is a list, any other is itself.
 * @param {Scenario} s
 */
export const toText = (s) => JSON.stringify(s.done.map((step) => step.map(textOf)));

/** @param {Change} edit */
function textOf(edit) {
  if ('close' in edit) return edit.close;
  if ('open' in edit) return [edit.open.code, ...edit.open.at, edit.open.services, edit.open.name ?? '', ...(edit.open.year === undefined ? [] : [edit.open.year])];
  return edit;
}

/**
 * The scenario that a link carries; a text that carries none gives the empty one.
 * @param {string} text @returns {Scenario}
 */
export function fromText(text) {
  try {
    /** @type {Change[][]} */
    const done = JSON.parse(text).map((/** @type {any[]} */ step) => step.map(editFrom));
    const minted = done.flat().map((edit) => ('open' in edit ? Number(/^new-(\d+)$/.exec(edit.open.code)?.[1] ?? 0) : 0));
    return { done: done.filter((step) => step.length > 0), undone: [], minted: Math.max(0, ...minted) };
  } catch {
    return emptyScenario;
  }
}

/** @param {any} edit @returns {Change} */
function editFrom(edit) {
  if (typeof edit === 'string') return { close: edit };
  const speeds = speedsFrom(edit?.speeds);
  if (speeds) return { speeds };
  // The engine says whether it can be made.
  if (edit && typeof edit === 'object' && !Array.isArray(edit) && Object.keys(edit).length === 1) return /** @type {Edit} */ (edit);
  if (!Array.isArray(edit)) throw new TypeError('no edit');
  const [code, lng, lat, services, name, year] = edit;
  const words = [code, name, ...services];
  if (![lng, lat, year ?? 0].every(Number.isFinite) || !words.every((word) => typeof word === 'string')) throw new TypeError('no edit');
  return { open: { code, at: [lng, lat], services, ...(name ? { name } : {}), ...(year === undefined ? {} : { year }) } };
}
