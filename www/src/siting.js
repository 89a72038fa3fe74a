/** What is asked of a search for sites, beside the page's own question, and how the engine is asked it. */
import { editsOf } from './scenario.js';
/** @import { State } from './state.js' */
/** @import { Edit, LngLat } from './engine/types.js' */

export const OBJECTIVES = /** @type {const} */ (['maxCoverage', 'minSites', 'minTotalTravel', 'minFarthestTravel']);
export const SITE_KINDS = /** @type {const} */ (['reuse', 'share', 'doorstep', 'new']);
export const MOST_SITES = 20;

/**
 * @typedef {typeof OBJECTIVES[number]} Objective
 * @typedef {typeof SITE_KINDS[number]} SiteKind
 * @typedef {object} SitingAsk
 * @property {Objective} objective
 * @property {boolean} byStandard by the standard's group, mode and minutes of each zone; else as the page's question asks
 * @property {'sites' | 'budget'} limit
 * @property {number} sites
 * @property {number} budget in 10,000 yuan
 * @property {number} coverage in percent
 * @property {SiteKind[]} kinds
 * @property {boolean} junctions
 * @property {number} metresFromFacilities
 * @property {number} metresApart
 * @property {LngLat[][]} exclusions
 */

/** @type {SitingAsk} */
export const firstAsk = {
  objective: 'maxCoverage',
  byStandard: false,
  limit: 'sites',
  sites: 3,
  budget: 1000,
  coverage: 90,
  kinds: [...SITE_KINDS],
  junctions: true,
  metresFromFacilities: 0,
  metresApart: 0,
  exclusions: [],
};

const BOUNDS = /** @type {const} */ ({ sites: [1, MOST_SITES], budget: [1, 1_000_000], coverage: [1, 100], metresFromFacilities: [0, 50_000], metresApart: [0, 50_000] });

/** What differs from the first ask, as a link carries it; empty if nothing does. @param {SitingAsk} ask */
export function askText(ask) {
  const changed = Object.entries(ask).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(/** @type {any} */ (firstAsk)[key]));
  return changed.length > 0 ? JSON.stringify(Object.fromEntries(changed)) : '';
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
  if (given.junctions === false) ask.junctions = false;
  if (Array.isArray(given.kinds)) ask.kinds = SITE_KINDS.filter((kind) => given.kinds.includes(kind));
  for (const name of /** @type {(keyof typeof BOUNDS)[]} */ (Object.keys(BOUNDS))) {
    const [least, most] = BOUNDS[name];
    const value = given[name];
    if (Number.isFinite(value) && value >= least && value <= most) ask[name] = name === 'sites' ? Math.round(value) : value;
  }
  const isPlace = (/** @type {any} */ at) => Array.isArray(at) && at.length === 2 && Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90;
  const isRing = (/** @type {any} */ ring) => Array.isArray(ring) && ring.length >= 3 && ring.every(isPlace);
  if (Array.isArray(given.exclusions)) ask.exclusions = given.exclusions.filter(isRing);
  return ask;
}

/** Whether a limit of sites or money is asked for; fewest sites need none. @param {SitingAsk} ask */
export const hasLimit = (ask) => ask.objective !== 'minSites';

/** Whether the standard says how people travel and how long: the search is asked so, or the page itself. @param {State} s */
export const asksStandard = (s) => s.siting.byStandard || (s.byZone && s.byStandard);

/** The question as the engine takes it. @param {State} s */
export function siteQuestion(s) {
  const { question, siting } = s;
  const { service, mode, minutes } = question;
  const { objective, limit, kinds, junctions, metresFromFacilities, metresApart, exclusions } = siting;
  return {
    service,
    objective,
    ...(asksStandard(s) ? {} : { mode, minutes }),
    ...(objective === 'minSites' ? { coverage: siting.coverage / 100 } : limit === 'budget' ? { budget: siting.budget } : { sites: siting.sites }),
    kinds,
    junctions,
    metresFromFacilities,
    metresApart,
    exclusions,
  };
}

/** What a plan stands for: another value makes it void. @param {State} s */
export const searchKey = (s) => `${s.study?.serial}|${JSON.stringify(editsOf(s.scenario))}|${JSON.stringify(siteQuestion(s))}`;

/**
 * The plan's edits under the page's own codes.
 * @param {Edit[]} edits @param {string[]} codes one for each that opens @param {string} name of what has none
 * @returns {Edit[]}
 */
export function adopted(edits, codes, name) {
  /** @type {Edit[]} */
  const ours = [];
  let next = 0;
  for (const edit of edits) {
    if ('close' in edit) ours.push(edit);
    else if ('open' in edit) {
      const code = codes[next++];
      ours.push({ open: { code, name: edit.open.name ?? `${name} ${code.slice(4)}`, at: edit.open.at, services: edit.open.services } });
    }
  }
  return ours;
}
