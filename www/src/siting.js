/** What is asked of a search for sites, beside the page's own question, and how the engine is asked it. */
import { editsOf } from './scenario.js';
import { MOST_FURTHER, MOST_PHASES, inForce, withJunctions } from './site-plans.js';
import { profile, profiles } from './speeds.js';
import { ZONES } from './standard.js';
/** @import { State } from './state.js' */
/** @import { Edit, LngLat } from './engine/types.js' */

export const OBJECTIVES = /** @type {const} */ (['maxCoverage', 'minSites', 'minTotalTravel', 'minFarthestTravel', 'minInequality', 'maxMin']);
export const SITE_KINDS = /** @type {const} */ (['reuse', 'share', 'doorstep', 'new']);
export const LAYOUT_KINDS = /** @type {const} */ (['close', 'merge', 'move', 'expand']);
export const LAYOUT_COSTS = /** @type {const} */ (['close', 'merge', 'expand']);
export const MOST_SITES = 20;

/**
 * @typedef {typeof OBJECTIVES[number]} Objective
 * @typedef {typeof SITE_KINDS[number]} SiteKind
 * @typedef {typeof LAYOUT_KINDS[number]} LayoutKind
 * @typedef {{ may: LayoutKind[], actions: number, costs: Partial<Record<'close' | 'merge' | 'expand', number>> }} LayoutAsk kinds of actions, at most so many, what they cost in 10,000 yuan
 * @typedef {object} SitingAsk
 * @property {Objective} objective
 * @property {boolean} byStandard by the standard's group, mode and minutes of each zone; else as the page's question asks
 * @property {'sites' | 'budget'} limit
 * @property {number} sites
 * @property {number} budget in 10,000 yuan; 0 = what so many sites of the dearest kind cost
 * @property {number} coverage in percent
 * @property {SiteKind[]} kinds
 * @property {boolean} junctions
 * @property {number} metresFromFacilities
 * @property {number} metresApart
 * @property {LngLat[][]} exclusions
 * @property {number} minutes in place of those that are asked for; 0 = these
 * @property {Partial<Record<SiteKind, number>>} costs in 10,000 yuan, of sites of which nobody says it
 * @property {{ code: string, cost: number }[]} closable facilities that the plan may close, and what keeping them costs
 * @property {number} capacity people whom a site serves; 0 = as many as come
 * @property {number} plannedUntil what is planned up to this year counts; 0 = nothing
 * @property {{ at: LngLat, metres: number }[]} keepAway
 * @property {{ group: string, weight: number }[]} people who counts; none = as the engine has it
 * @property {number} backup facilities and sites that everybody needs in reach to count as served; below 2: one will do
 * @property {boolean} districts everybody at a place goes to the same site
 * @property {number} districtLevel units of this level are districts whose people use their own sites only; -1: there are none
 * @property {{ year: number, sites: number }[]} phases the earliest first; none = all at once
 * @property {LayoutAsk} layout what is asked of a better layout of what is there
 * @property {string[]} also further services that every site gives
 * @property {number} upToMinutes longer trips count as this one; 0 = as the engine has it
 */

/** @type {SitingAsk} */
export const firstAsk = {
  objective: 'maxCoverage',
  byStandard: false,
  limit: 'sites',
  sites: 3,
  budget: 0,
  coverage: 90,
  kinds: [...SITE_KINDS],
  junctions: true,
  metresFromFacilities: 0,
  metresApart: 0,
  exclusions: [],
  minutes: 0,
  costs: {},
  closable: [],
  capacity: 0,
  plannedUntil: 0,
  keepAway: [],
  people: [],
  upToMinutes: 0,
  backup: 0,
  districts: false,
  districtLevel: -1,
  phases: [],
  also: [],
  layout: { may: [...LAYOUT_KINDS], actions: 10, costs: {} },
};

const MOST_METRES = 50_000;
const MOST_COST = 1_000_000;
export const BOUNDS = /** @type {const} */ ({
  sites: [1, MOST_SITES],
  budget: [0, MOST_COST],
  coverage: [1, 100],
  metresFromFacilities: [0, MOST_METRES],
  metresApart: [0, MOST_METRES],
  minutes: [0, 60],
  capacity: [0, 10_000_000],
  plannedUntil: [0, 2100],
  upToMinutes: [0, 600],
  backup: [0, 5],
});
const WHOLE = ['sites', 'backup'];
/** Of what stands in lists. */
export const LIST_BOUNDS = /** @type {const} */ ({ cost: [0, MOST_COST], metres: [1, MOST_METRES], weight: [0.01, 100], year: [1950, 2100], sites: [1, MOST_SITES], actions: [1, 50] });

/** What a site costs where nobody says it, as the engine assumes, in 10,000 yuan. @type {Record<SiteKind, number>} */
const ASSUMED_COST = { reuse: 100, share: 35, doorstep: 75, new: 1700 };

/** The budget in force: as long as nobody gives one, it pays as many sites as are asked for by number. @param {SitingAsk} ask */
export function budgetOf({ budget, sites, kinds, costs }) {
  if (budget > 0) return budget;
  const dearest = Math.max(1, ...kinds.map((kind) => costs[kind] ?? ASSUMED_COST[kind]));
  return Math.min(MOST_COST, dearest * sites);
}

/** What differs from the first ask, as a link carries it; empty if nothing does. @param {SitingAsk} ask */
export function askText(ask) {
  const changed = Object.entries(ask).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (firstAsk)[key]));
  return changed.length > 0 ? JSON.stringify(Object.fromEntries(changed)) : '';
}

/** @param {keyof typeof BOUNDS} name @param {number} value */
function nearest(name, value) {
  const fits = Math.min(BOUNDS[name][1], Math.max(BOUNDS[name][0], value));
  return WHOLE.includes(name) ? Math.round(fits) : fits;
}

/** Numbers of a link that are out of range, each as it is called there, with what stands in its place. @param {string} text @returns {string[]} */
export function outOfRange(text) {
  try {
    const given = JSON.parse(text || '{}');
    return Object.entries(BOUNDS).flatMap(([name, [least, most]]) => {
      const value = given?.[name];
      return Number.isFinite(value) && (value < least || value > most) ? [`${name}: ${value} → ${nearest(/** @type {keyof typeof BOUNDS} */ (name), value)}`] : [];
    });
  } catch {
    return [];
  }
}

/** The ask that a link carries; what makes no sense is left as it is at first. @param {string} text @returns {SitingAsk} */
export function askFrom(text) {
  /** @type {any} */
  let given = null;
  try {
    given = JSON.parse(text || '{}');
  } catch {
    // A text that is none carries nothing.
  }
  if (given === null || typeof given !== 'object') return firstAsk;
  const ask = { ...firstAsk };
  if (OBJECTIVES.includes(given.objective)) ask.objective = given.objective;
  if (given.limit === 'budget') ask.limit = 'budget';
  if (given.byStandard === true) ask.byStandard = true;
  if (given.districts === true) ask.districts = true;
  if (Number.isInteger(given.districtLevel) && given.districtLevel >= 0) ask.districtLevel = given.districtLevel;
  if (Array.isArray(given.kinds)) ask.kinds = SITE_KINDS.filter((kind) => given.kinds.includes(kind));
  if (given.junctions === false || !ask.kinds.includes('new')) ask.junctions = false;
  for (const name of /** @type {(keyof typeof BOUNDS)[]} */ (Object.keys(BOUNDS))) {
    const value = given[name];
    if (Number.isFinite(value)) ask[name] = nearest(name, value);
  }
  const isPlace = (/** @type {any} */ at) => Array.isArray(at) && at.length === 2 && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90;
  const isRing = (/** @type {any} */ ring) => Array.isArray(ring) && ring.length >= 3 && ring.every(isPlace);
  if (Array.isArray(given.exclusions)) ask.exclusions = given.exclusions.filter(isRing);
  const fits = (/** @type {any} */ value, /** @type {keyof typeof LIST_BOUNDS} */ name) => Number.isFinite(value) && value >= LIST_BOUNDS[name][0] && value <= LIST_BOUNDS[name][1];
  const list = (/** @type {any} */ of) => (Array.isArray(of) ? of.filter((one) => one !== null && typeof one === 'object') : []);
  ask.closable = list(given.closable).flatMap(({ code, cost }) => (typeof code === 'string' && fits(cost, 'cost') ? [{ code, cost }] : []));
  ask.keepAway = list(given.keepAway).flatMap(({ at, metres }) => (isPlace(at) && fits(metres, 'metres') ? [{ at, metres }] : []));
  ask.people = list(given.people).flatMap(({ group, weight }) => (typeof group === 'string' && fits(weight, 'weight') ? [{ group, weight }] : []));
  const { may, actions, costs } = given.layout ?? {};
  ask.layout = {
    may: Array.isArray(may) ? LAYOUT_KINDS.filter((kind) => may.includes(kind)) : firstAsk.layout.may,
    actions: fits(actions, 'actions') ? Math.round(actions) : firstAsk.layout.actions,
    costs: Object.fromEntries(LAYOUT_COSTS.flatMap((kind) => (fits(costs?.[kind], 'cost') ? [[kind, costs[kind]]] : []))),
  };
  ask.also = Array.isArray(given.also) ? given.also.filter((/** @type {any} */ code) => typeof code === 'string').slice(0, MOST_FURTHER) : [];
  const phases = list(given.phases).flatMap(({ year, sites }) => (fits(year, 'year') && fits(sites, 'sites') ? [{ year: Math.round(year), sites: Math.round(sites) }] : []));
  ask.phases = phases.filter((one, i) => i === 0 || one.year > phases[i - 1].year).slice(0, MOST_PHASES);
  ask.costs = Object.fromEntries(SITE_KINDS.flatMap((kind) => (fits(given.costs?.[kind], 'cost') ? [[kind, given.costs[kind]]] : [])));
  return ask;
}

/** Whether a limit of sites or money is asked for; fewest sites need none. @param {SitingAsk} ask */
export const hasLimit = (ask) => ask.objective !== 'minSites';

/** How the search lets people travel, and how long; null: as the standard says for each zone. @param {State} s */
export function travelOf({ siting, question, byZone, byStandard }) {
  const mode = siting.byStandard || byZone ? null : question.mode;
  const minutes = siting.byStandard || byStandard ? null : question.minutes;
  return { mode, minutes: siting.minutes > 0 ? siting.minutes : minutes };
}

/**
 * The question as the engine takes it, `services` in it where every site is to give several. Where the standard tells only the mode or only the minutes, `cells` is what of the
 * standard is to be another for this search.
 * @param {State} s
 */
export function siteQuestion(s) {
  const { question, siting } = s;
  const { service } = question;
  const { objective, limit, kinds, metresFromFacilities, metresApart, exclusions, keepAway, costs, people } = siting;
  const { phases, also, capacity, districts, districtLevel, backup, closable, plannedUntil } = inForce(s);
  const services = [service, ...also];
  const { mode, minutes } = travelOf(s);
  const own = mode !== null && minutes !== null ? { mode: profile(s, mode), minutes } : {};
  const cell = (/** @type {string} */ field, /** @type {string | number} */ value) => services.flatMap((one) => ZONES.map((zone) => ({ service: one, field: `${field}_${zone}`, value: String(value) })));
  const cells = 'mode' in own ? [] : [...(mode === null ? [] : cell('mode', mode)), ...(minutes === null ? [] : cell('minutes', minutes))];
  const travels = objective === 'minTotalTravel' || objective === 'minFarthestTravel';
  const amount = objective === 'minSites' ? { coverage: siting.coverage / 100 } : limit === 'budget' ? { budget: budgetOf(siting) } : { sites: siting.sites };
  return {
    ...(also.length > 0 ? { services: services.map((one) => ({ service: one })) } : { service, objective }),
    ...own,
    ...(phases.length > 0 ? { phases } : amount),
    kinds,
    junctions: withJunctions(siting),
    metresFromFacilities,
    metresApart,
    exclusions,
    ...(keepAway.length > 0 ? { keepAway } : {}),
    ...(Object.keys(costs).length > 0 ? { costs } : {}),
    ...(closable.length > 0 ? { closable } : {}),
    ...(people.length > 0 ? { people } : {}),
    ...(plannedUntil > 0 ? { plannedUntil } : {}),
    ...(capacity > 0 ? { capacity } : {}),
    ...(districts ? { districts } : {}),
    ...(districtLevel >= 0 ? { districtLevel } : {}),
    ...(backup > 0 ? { backup } : {}),
    ...(siting.upToMinutes > 0 && travels ? { upToMinutes: siting.upToMinutes } : {}),
    ...(cells.length > 0 ? { cells } : {}),
  };
}

/** How the layout of what is there is to be made better, as the engine takes it. @param {State} s */
export function layoutQuestion(s) {
  const { kinds, metresFromFacilities, metresApart, exclusions, keepAway, costs, layout } = s.siting;
  return {
    service: s.question.service,
    checkup: { ...travelOf(s), ...profiles(s) },
    may: layout.may,
    actions: layout.actions,
    actionCosts: layout.costs,
    kinds,
    junctions: withJunctions(s.siting),
    metresFromFacilities,
    metresApart,
    exclusions,
    keepAway,
    costs,
  };
}

/** What a layout stands for. @param {State} s */
export const layoutKey = (s) => `${s.study?.serial}|${JSON.stringify(editsOf(s.scenario))}|${JSON.stringify(layoutQuestion(s))}`;

/** What a plan stands for: another value makes it void. @param {State} s */
export const searchKey = (s) => `${s.study?.serial}|${JSON.stringify(editsOf(s.scenario))}|${JSON.stringify(siteQuestion(s))}`;

/**
 * The plan's edits under the page's own codes.
 * @param {Edit[]} edits @param {string[]} codes one for each that opens @param {string} name of what has none
 * @param {number | null} now the year that is looked at: what was counted is there in it, so that an earlier one would take some of it away
 * @returns {Edit[]}
 */
export function adopted(edits, codes, name, now) {
  /** @type {Map<string, string>} */
  const ours = new Map();
  for (const edit of edits) if ('open' in edit) ours.set(edit.open.code, codes[ours.size]);
  return edits.flatMap((edit) => {
    if ('open' in edit) {
      const code = /** @type {string} */ (ours.get(edit.open.code));
      const { at, services, year } = edit.open;
      return { open: { code, name: edit.open.name ?? `${name} ${code.slice(4)}`, at, services, ...(typeof year === 'number' ? { year } : {}) } };
    }
    if ('year' in edit && now !== null && now >= edit.year) return [];
    return 'resize' in edit ? { resize: { ...edit.resize, code: ours.get(edit.resize.code) ?? edit.resize.code } } : edit;
  });
}
