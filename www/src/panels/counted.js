/**
 * Who is counted in a search for sites. The engine adds people up by weight: of one group that is people times its
 * weight, which is taken out again; of several it is a sum that is no number of people and is never called one.
 */
import { count, people, peopleText } from '../format.js';
import { inForce } from '../site-plans.js';
import { told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */

/** @param {State} s @returns {{ code: string, weight: number }[]} */
const groupsOf = ({ plan, siting }) => plan?.facts?.groups ?? siting.people.map(({ group, weight }) => ({ code: group, weight }));

/** @param {State} s @returns {boolean} sums are no number of people */
export const isWeighted = (s) => groupsOf(s).length > 1;

/** People, or the weighted sum where it is none. @param {State} s @param {number} n as the engine adds up */
export const counted = (s, n) => (groupsOf(s).length === 1 ? n / groupsOf(s)[0].weight : n);

/** @param {State} s @param {Texts} t @param {number} n as the engine adds up */
export const countedText = (s, t, n) => (isWeighted(s) ? t.siteConditions.weightedPeople(count(t, n)) : peopleText(t, counted(s, n)));

/** The same to the last person. @param {State} s @param {Texts} t @param {number} n as the engine adds up */
export const countedExact = (s, t, n) => (isWeighted(s) ? t.siteConditions.weightedPeople(count(t, n)) : people(t, counted(s, n)).exact);

/** Time that people spend on the way, in hours. @param {State} s @param {Texts} t @param {number} seconds as the engine adds up */
export const hoursText = (s, t, seconds) => t.sites.hours(count(t, counted(s, seconds) / 3600));

/** What stands over a column of them. @param {State} s @param {Texts} t */
export const countedUnit = (s, t) => (isWeighted(s) ? t.siteConditions.weightedUnit : t.people);

/** @param {State} s @param {Texts} t @param {string} code */
export const groupName = (s, t, code) => told(t, s.standard?.groups.find((one) => one.code === code)?.name) || (t.checkup.groups[code] ?? code);

/** So many of each group, where the engine tells. @param {State} s @param {Texts} t @param {number[]} byGroup */
export const groupsText = (s, t, byGroup) => groupsOf(s).map(({ code }, i) => t.siteConditions.ofGroup(groupName(s, t, code), peopleText(t, byGroup[i]))).join(t.siteConditions.listSeparator);

/**
 * People of each group newly within their time of the plan; null where that is not who is newly served: of several
 * services, with capacities, and where facilities are closed.
 * @param {State} s
 */
export function newByGroup(s) {
  const facts = s.plan?.facts;
  if (!facts || inForce(s).capacity > 0 || facts.closes.length > 0) return null;
  return facts.groups.map((_, i) => facts.sites.reduce((sum, site) => sum + site.byGroup[i], 0));
}

/** Who is newly served by the plan: people of each group where sums are of weights. @param {State} s @param {Texts} t @param {number} n as the engine adds up */
export function newlyText(s, t, n) {
  const groups = isWeighted(s) ? newByGroup(s) : null;
  return groups ? groupsText(s, t, groups) : countedText(s, t, n);
}
