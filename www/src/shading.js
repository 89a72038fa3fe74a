/** Which colour a value of an indicator has on the map of the units, and what the classes are called. */
import { saturationClass, SATURATION_BREAKS } from './checkup.js';
import { MINUTE_COLOURS, REACHABLE_BREAKS, REACHABLE_COLOURS, SATURATION_COLOURS, SUFFICIENT_BREAKS, SUFFICIENT_COLOURS, UNSERVED_BREAKS, UNSERVED_COLOURS, minuteBreaks } from './colours.js';
/** @import { Column } from './columns.js' */

/** @typedef {{ column: Column, colours: string[], breaks: number[], classOf: (value: number) => number }} Scale classOf: -1 = no data */

/** @param {number[]} breaks lower ends of all classes but the first */
const byBreaks = (breaks) => (/** @type {number} */ value) => (Number.isNaN(value) ? -1 : breaks.filter((end) => value >= end).length);

/** The scale of a column; those that are no indicator show 可及度. @param {Column} column @param {number} threshold minutes @returns {Scale} */
export function scaleOf(column, threshold) {
  if (column === 'sufficient') return { column, colours: SUFFICIENT_COLOURS, breaks: SUFFICIENT_BREAKS, classOf: byBreaks(SUFFICIENT_BREAKS) };
  if (column === 'saturation') return { column, colours: SATURATION_COLOURS, breaks: SATURATION_BREAKS, classOf: saturationClass };
  if (column === 'unserved') return { column, colours: UNSERVED_COLOURS, breaks: UNSERVED_BREAKS, classOf: byBreaks(UNSERVED_BREAKS) };
  if (column === 'minutes') {
    const breaks = minuteBreaks(threshold);
    const classOf = (/** @type {number} */ value) => (Number.isNaN(value) ? -1 : breaks.filter((end) => value > end).length);
    return { column, colours: MINUTE_COLOURS.slice(0, 5), breaks, classOf };
  }
  return { column: 'share', colours: REACHABLE_COLOURS, breaks: REACHABLE_BREAKS, classOf: byBreaks(REACHABLE_BREAKS) };
}
