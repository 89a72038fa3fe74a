/** The scenario: a list of edits, with what was undone and can be redone. Immutable; every step gives a new one. */
/** @import { Edit } from './engine/types.js' */

/**
 * One step is what the user did at once (adopting three sites is one step of three edits).
 * @typedef {{ done: Edit[][], undone: Edit[][], minted: number }} Scenario
 */

/** @type {Scenario} */
export const emptyScenario = { done: [], undone: [], minted: 0 };

/** @param {Scenario} s @returns {Edit[]} */
export const editsOf = (s) => s.done.flat();

/** What an edit is called where there is no room for a sentence. @param {Edit} edit */
export const codeOf = (edit) => ('open' in edit ? edit.open.code : 'close' in edit ? edit.close : Object.keys(edit)[0]);

/** @param {Scenario} s @param {Edit[]} step @returns {Scenario} */
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

/** @param {Edit} edit */
function textOf(edit) {
  if ('close' in edit) return edit.close;
  if ('open' in edit) return [edit.open.code, ...edit.open.at, edit.open.services, edit.open.name ?? ''];
  return edit;
}

/**
 * The scenario that a link carries; a text that carries none gives the empty one.
 * @param {string} text @returns {Scenario}
 */
export function fromText(text) {
  try {
    /** @type {Edit[][]} */
    const done = JSON.parse(text).map((/** @type {any[]} */ step) => step.map(editFrom));
    const minted = done.flat().map((edit) => ('open' in edit ? Number(/^new-(\d+)$/.exec(edit.open.code)?.[1] ?? 0) : 0));
    return { done: done.filter((step) => step.length > 0), undone: [], minted: Math.max(0, ...minted) };
  } catch {
    return emptyScenario;
  }
}

/** @param {unknown} edit @returns {Edit} */
function editFrom(edit) {
  if (typeof edit === 'string') return { close: edit };
  // The engine says whether it can be made.
  if (edit && typeof edit === 'object' && !Array.isArray(edit) && Object.keys(edit).length === 1) return /** @type {Edit} */ (edit);
  if (!Array.isArray(edit)) throw new TypeError('no edit');
  const [code, lng, lat, services, name] = edit;
  const words = [code, name, ...services];
  if (![lng, lat].every(Number.isFinite) || !words.every((word) => typeof word === 'string')) throw new TypeError('no edit');
  return { open: { code, at: [lng, lat], services, ...(name ? { name } : {}) } };
}
