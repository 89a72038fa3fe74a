/** The columns of the ranking, and what each of them is in the checkup. */
import { indicator } from './checkup.js';
/** @import { State } from './state.js' */

/** @typedef {'name' | 'people' | 'share' | 'unserved' | 'sufficient' | 'saturation' | 'minutes'} Column */

/** @type {Record<Exclude<Column, 'name'>, string>} */
const INDICATORS = { people: 'people', share: 'reachable', unserved: 'unreached', sufficient: 'sufficient', saturation: 'saturation', minutes: 'minutes' };

export const COLUMNS = /** @type {const} */ (['name', 'people', 'share', 'unserved', 'sufficient', 'saturation', 'minutes']);

/** The chosen service's value in a unit; NaN = no data. @param {State} s @param {number} unit @param {Column} column */
export const columnValue = (s, unit, column) => (column === 'name' ? NaN : indicator(s.checkup, s.question.service, unit, INDICATORS[column]));
