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
