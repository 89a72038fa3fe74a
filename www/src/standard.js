/** The standard in the scenario: which edits are of it, and how a question keeps up with it. */
/** @import { Edit, StandardTable, TravelMode } from './engine/types.js' */
/** @import { Question } from './state.js' */

export const ZONES = /** @type {const} */ (['urban', 'suburban', 'rural']);

/** No question is asked beyond these minutes. */
export const LONGEST_MINUTES = 60;

/** @param {Edit} edit */
export const isOfStandard = (edit) => 'standard' in edit || 'standardCells' in edit;

/** @param {StandardTable} table @param {string} service @param {TravelMode} mode the minutes of the first zone that travels so */
function minutesOf(table, service, mode) {
  const row = table.rows.find((one) => one.code === service);
  const zone = ZONES.find((one) => row?.mode[one] === mode);
  return row && zone ? row.minutes[zone] : null;
}

/**
 * A question that asked what the standard asked before asks what it asks now.
 * @param {Question} question @param {StandardTable} before @param {StandardTable} now @returns {Question}
 */
export function keptUp(question, before, now) {
  const { service, mode, minutes } = question;
  const next = minutesOf(now, service, mode);
  if (minutes !== minutesOf(before, service, mode) || next === null || next === minutes || next > LONGEST_MINUTES) return question;
  return { ...question, minutes: next };
}
