/** What the page knows of a checkup: its part of the state, and where a number stands in its table. */
/** @import { CheckupAnswer, CheckupIndex, CheckupService, Equity, LngLat, Shortage, Shortages, TravelMode, Use } from './engine/types.js' */
/** @import { Refusal, State } from './state.js' */

/**
 * @typedef {'reachable' | 'sufficient' | 'saturation'} Headline the three indicators
 * @typedef {{ service: string, lack: string, remedy: string, within: string }} GapFilter empty = all; `within` is a unit's code
 *
 * @typedef {object} CheckupState
 * @property {boolean} byZone everybody travels as their zone's standard says, not all alike
 * @property {boolean} byStandard each service within the time of the standard, not all within the same
 * @property {CheckupAnswer | null} checkup
 * @property {CheckupAnswer | null} checkupBefore that before the last edit, for a moment
 * @property {Refusal | null} checkupRefused why there is none
 * @property {number | null} checkupTook milliseconds that it took
 * @property {boolean} checkupStopped the user gave it up
 * @property {Shortages | null} gaps what is missing, of the checkup that is shown
 * @property {GapFilter} gapFilter
 * @property {number} gapsShown
 * @property {{ service: string, columns: Use } | null} use the chosen service's facilities
 * @property {Equity | null} equity of the chosen service; null = none yet, or no data
 * @property {CheckupIndex | null} index
 * @property {{ weights: [number, number, number] | null, geometric: boolean }} indexRules null = the engine's own
 * @property {number} rowsShown
 * @property {boolean} shade the map shows what the ranking or the list of shortages does
 * @property {string | null} explained the tile whose formula is shown
 */

/** @type {CheckupState} */
export const noCheckup = {
  byZone: true,
  byStandard: true,
  checkup: null,
  checkupBefore: null,
  checkupRefused: null,
  checkupTook: null,
  checkupStopped: false,
  gaps: null,
  gapFilter: { service: '', lack: '', remedy: '', within: '' },
  gapsShown: 0,
  use: null,
  equity: null,
  index: null,
  indexRules: { weights: null, geometric: false },
  rowsShown: 0,
  shade: true,
  explained: null,
};

/** What goes with the study that is closed. @type {Partial<CheckupState>} */
export const forgotten = {
  checkup: null,
  checkupBefore: null,
  checkupRefused: null,
  checkupTook: null,
  checkupStopped: false,
  gaps: null,
  gapFilter: noCheckup.gapFilter,
  use: null,
  equity: null,
  index: null,
};

/** Facilities are shown by these classes of 饱和度: idle, low, fit, tight, overloaded. */
export const SATURATION_BREAKS = [0.3, 0.6, 0.9, 1];

/** The class of a saturation, -1 for no data. @param {number} value */
export function saturationClass(value) {
  if (Number.isNaN(value)) return -1;
  const [idle, low, fit, tight] = SATURATION_BREAKS;
  return value < idle ? 0 : value < low ? 1 : value <= fit ? 2 : value <= tight ? 3 : 4;
}

/** All travel alike within the same time: then there are counts of residents and a map of minutes too. @param {State} s */
export const isPlain = (s) => !s.byZone && !s.byStandard;

/** What a checkup is asked with beside speeds; one answer serves all services. @param {State} s */
export const checkupOptions = (s) => ({ mode: s.byZone ? null : s.question.mode, minutes: s.byStandard ? null : s.question.minutes });

/**
 * An indicator of a service in a unit; NaN = no data.
 * @param {CheckupAnswer | null} checkup @param {string} service @param {number} unit @param {string} name one of the table's names, or "unreached"
 */
export function indicator(checkup, service, unit, name) {
  if (!checkup || unit < 0) return NaN;
  const row = checkup.services.indexOf(service) * checkup.units + unit;
  if (row < 0) return NaN;
  if (name === 'unreached') return checkup.unreached[row];
  return checkup.values[row * checkup.names.length + checkup.names.indexOf(name)];
}

/** The unit that is the whole. @param {State} s */
export const wholeUnit = (s) => s.study?.units.findIndex((unit) => unit.parent === null) ?? -1;

/** What the checkup says of a service as such. @param {State} s @param {string} [code] @returns {CheckupService | undefined} */
export const serviceFacts = (s, code = s.question.service) => s.checkup?.facts.services.find((service) => service.code === code);

/** Whether a number of the service rests on assumptions. @param {State} s */
export function assumptions(s) {
  const facts = serviceFacts(s);
  return { group: facts?.groupAssumed ?? null, capacity: facts?.capacityAssumed ?? 0, unknown: facts?.capacityUnknown ?? 0, facilities: facts?.facilities ?? 0 };
}

/** How most people come to the service by the standard, which stands in where there can be one mode only. @param {State} s */
export function commonest(s) {
  const terms = serviceFacts(s)?.terms;
  if (!s.checkup || !terms) return null;
  const { zonePeople } = s.checkup.facts;
  const zone = zonePeople.indexOf(Math.max(...zonePeople));
  return { mode: terms.modes[zone], minutes: terms.minutes[zone] };
}

/** How somebody who lives in a unit travels. @param {State} s @param {number} unit -1 = not known @returns {TravelMode} */
export function modeIn(s, unit) {
  if (!s.byZone) return s.question.mode;
  const zone = s.checkup?.zones[unit] ?? 255;
  return serviceFacts(s)?.terms?.modes[zone] ?? s.question.mode;
}

/** The mode of the circle round the selection. @param {State} s @param {(at: LngLat) => number} unitAt @param {LngLat} at */
export const modeAt = (s, unitAt, at) => (s.byZone ? modeIn(s, unitAt(at)) : s.question.mode);

/**
 * The shortages that pass the filter, in the engine's order.
 * @param {State} s @returns {Shortage[]}
 */
export function gapsFound(s) {
  const { study, gaps, gapFilter: f } = s;
  if (!study || !gaps) return [];
  const within = f.within ? study.units.findIndex((unit) => unit.code === f.within) : -1;
  const isWithin = (/** @type {number} */ unit) => {
    for (let at = /** @type {number | null} */ (unit); at !== null; at = study.units[at].parent) if (at === within) return true;
    return within < 0;
  };
  return gaps.filter(
    (gap) => (!f.service || gap.service === f.service) && (!f.lack || gap.lack === f.lack) && (!f.remedy || gap.remedy === f.remedy) && isWithin(gap.unit),
  );
}

/** What the map is coloured by: minutes are of one mode only. @param {State} s @returns {State['heat']} */
export const heatShown = (s) => (s.heat === 'minutes' && !isPlain(s) ? 'unserved' : s.heat);

/** The map shows what the tab lists, units of a ranking or where something is missing, in place of its own heat. @param {State} s */
export const isShaded = (s) => (s.tab === 'ranking' || s.tab === 'gaps') && s.shade && s.checkup !== null && s.refused === null;
