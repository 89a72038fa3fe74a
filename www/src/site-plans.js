/** Which conditions of a search for sites go together: what of the ask holds, and what is offered beside it. */
/** @import { State } from './state.js' */

export const MOST_PHASES = 4;
/** Services beside the one that is asked for. */
export const MOST_FURTHER = 6;
export const FIRST_PHASE_SITES = 2;
/** Years from one phase to the next, as long as nobody says otherwise. */
export const PHASE_YEARS = 3;

/** @param {import('./siting.js').Objective} objective what it is best at is how evenly access is spread */
export const isOfAccess = (objective) => objective === 'minInequality' || objective === 'maxMin';

/** Facilities that may be closed, of the service that is asked for. @param {State} s */
export const closableNow = ({ siting, facilities, question }) =>
  siting.closable.filter(({ code }) => facilities.some((f) => f.code === code && f.state === 'open' && f.services.includes(question.service)));

/** Junctions are new buildings: where these are not wanted there are none. @param {State['siting']} siting */
export const withJunctions = ({ kinds, junctions }) => junctions && kinds.includes('new');

/**
 * What of the ask holds. A link may ask for what does not go together: then phases come first, services at one site
 * second, a capacity third.
 * @param {State} s
 */
export function inForce(s) {
  const { siting, study, question } = s;
  const covers = siting.objective === 'maxCoverage';
  const levels = study?.description.levels.length ?? 0;
  const phases = covers ? siting.phases : [];
  const known = study?.description.services.filter((one) => one.facilities !== null && one.code !== question.service).map((one) => one.code) ?? [];
  const also = covers && phases.length === 0 ? siting.also.filter((code) => known.includes(code)) : [];
  const alone = phases.length === 0 && also.length === 0;
  const capacity = alone && (covers || isOfAccess(siting.objective)) ? siting.capacity : 0;
  return {
    phases,
    also,
    capacity,
    districts: covers && capacity > 0 && siting.districts,
    districtLevel: covers && capacity > 0 && siting.districtLevel < levels ? siting.districtLevel : -1,
    backup: covers && alone && capacity === 0 && siting.backup > 1 ? siting.backup : 0,
    closable: alone ? closableNow(s) : [],
    plannedUntil: phases.length > 0 ? 0 : siting.plannedUntil,
  };
}

/**
 * What a plan of most people covered adds, and what is proven of it, on one base. With capacities the engine tells all
 * whom the plan and today's facilities serve; who of them is served today is known of a finished search alone: null
 * till then.
 * @param {State} s
 */
export function added(s) {
  const { plan, facts } = s.plan ?? {};
  if (!plan) return null;
  const { capacity } = inForce(s);
  if (capacity === 0) return { value: plan.newlyServed, bound: plan.bound, gap: plan.gap, optimal: plan.optimal };
  if (!facts) return null;
  const { served, servedToday } = facts.totals;
  const value = served - servedToday;
  // Sums of fractions differ in their last digits.
  const bound = plan.bound === null ? null : Math.max(value, plan.bound - servedToday);
  const gap = bound === null || value <= 0 ? null : (bound - value) / value;
  return { value, bound, gap, optimal: plan.optimal || (bound !== null && bound - value < 1) };
}

/** People whom a site of the plan adds, by weight; null: not known yet. @param {State} s @param {number} i */
export function gainAt(s, i) {
  const { plan, facts } = s.plan ?? {};
  if (!plan) return null;
  const { capacity } = inForce(s);
  // With capacities a site serves people who had another within their time, but no room there.
  if (facts) return capacity > 0 && facts.objective === 'maxCoverage' ? plan.sites[i].gain : facts.sites[i].newlyServed;
  // While it runs, only coverage without capacities knows.
  return capacity === 0 && (s.siting.objective === 'maxCoverage' || s.siting.objective === 'minSites') ? plan.sites[i].gain : null;
}

/** The year in which a site of the plan is built; null: all are built at once. @param {State['plan']} found @param {string} code */
export const yearOf = (found, code) => found?.facts?.phases?.phases.find((phase) => phase.sites.some((one) => one.code === code))?.year ?? null;

/** What may be asked for beside what holds. @param {State} s */
export function offered(s) {
  const { phases, also, capacity, backup, closable } = inForce(s);
  const covers = s.siting.objective === 'maxCoverage';
  const alone = phases.length === 0 && also.length === 0;
  const bare = alone && capacity === 0 && backup === 0 && closable.length === 0;
  return {
    phases: covers && (phases.length > 0 || bare),
    also: covers && (also.length > 0 || bare),
    capacity: (covers && alone && backup === 0) || isOfAccess(s.siting.objective),
    districts: covers && capacity > 0,
    backup: covers && alone && capacity === 0,
    closable: alone,
    plannedUntil: phases.length === 0,
  };
}
