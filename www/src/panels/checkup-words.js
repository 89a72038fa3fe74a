/** How a checkup is put into words: who is meant, how they travel, where a number comes from, why there is none. */
import { html, nothing } from 'lit-html';
import { assumptions, isPlain, serviceFacts } from '../checkup.js';
import { count, limit, peopleText } from '../format.js';
import { errorText } from '../text/index.js';
import { noAnswer, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** The people that a service is for. @param {State} s @param {Texts} t */
export function groupText(s, t) {
  const group = serviceFacts(s)?.terms?.group ?? 'total';
  return t.checkup.groups[group] ?? (/^\d/.test(group) ? t.checkup.ages(group) : group);
}

/** How one travels and for how long, in a few words. @param {State} s @param {Texts} t */
export function termsText(s, t) {
  const { mode, minutes } = s.question;
  const terms = serviceFacts(s)?.terms;
  if (isPlain(s) || !s.checkup || !terms) return `${t.mode[mode]} ${minutes} ${t.minutesUnit}`;
  const { zonePeople } = s.checkup.facts;
  const each = terms.modes.flatMap((one, zone) => (zonePeople[zone] > 0 ? [t.checkup.zoneTerms(t.checkup.zones[zone], t.mode[one], limit(t, terms.minutes[zone]))] : []));
  return each.join(t.code === 'zh' ? '、' : ', ');
}

/** What a number of the checkup rests on beside counts. @param {State} s @param {Texts} t @param {boolean} capacity whether capacities enter into it @returns {string[]} */
export function assumedWords(s, t, capacity) {
  const { group, capacity: assumed, unknown, facilities } = assumptions(s);
  const words = [];
  if (group) words.push(t.checkup.assumedGroup);
  if (capacity && assumed > 0) words.push(t.checkup.assumedCapacity(count(t, assumed), count(t, facilities)));
  if (capacity && unknown > 0) words.push(t.checkup.unknownCapacity(count(t, unknown)));
  return words;
}

/** The standard's row of the service: norm, k and source. @param {State} s @param {Texts} t @returns {string[]} */
export function standardWords(s, t) {
  const facts = s.checkup?.facts;
  const terms = serviceFacts(s)?.terms;
  if (!facts || !terms) return [];
  const base = terms.baseTotal ? t.checkup.groups.total : groupText(s, t);
  const words = [terms.norm === null ? t.checkup.normNone : t.checkup.norm(limit(t, terms.norm), told(t, terms.unit), base)];
  if (Math.max(...terms.k) > 1) words.push(t.checkup.how.reachableK(terms.k.map((k) => count(t, k)).join(' / ')));
  words.push(t.checkup.source(told(t, terms.source)), t.checkup.basis(facts.standard, facts.version));
  if (s.byZone && facts.unzonedPeople >= 0.5) words.push(t.checkup.unzoned(peopleText(t, facts.unzonedPeople)));
  return words;
}

/**
 * Why there are no numbers: on their way, given up, refused, or no data on this service; null: there are some.
 * @param {State} s @param {Texts} t @param {Actions} act
 */
export function noNumbers(s, t, act) {
  if (!s.study) return nothing;
  if (s.refused) return noAnswer(s, t);
  if (s.checkupStopped && !s.checkup) {
    return html`<div class="no-answer"><p>${t.checkup.stopped}</p><button type="button" class="button" @click=${act.checkUpAgain}>${t.checkup.again}</button></div>`;
  }
  if (s.checkupRefused) return because(t, s.checkupRefused.code);
  if (!s.checkup) return html`<p class="soft">${t.computing}</p>`;
  const facts = serviceFacts(s);
  if (facts && facts.facilities === null) return because(t, 'study.noData');
  if (!facts?.terms) return html`<div class="no-answer"><b class="amount hatched">${t.noData}</b><p>${t.checkup.noService}</p></div>`;
  return null;
}

/** @param {Texts} t @param {string} code */
function because(t, code) {
  const [what, todo] = errorText(t, code);
  return html`<div class="no-answer"><b class="amount hatched">${t.noData}</b><p>${what}</p><p class="soft">${todo}</p></div>`;
}
