/** What a plan rests on: who was counted, what it costs and closes, who was left out, which places were ruled out. */
import { html, nothing } from 'lit-html';
import { count, limit } from '../format.js';
import { countedText, groupName } from './counted.js';
import { ruledByReason } from './notice-words.js';
/** @import { Refusal, State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { SitingFacts } from '../engine/types.js' */

const LISTED = 30;

/** @param {State} s @param {Texts} t @param {SitingFacts} facts */
export function planNotes(s, t, facts) {
  const w = t.siteConditions;
  const nameOf = (/** @type {string} */ code) => s.facilities.find((f) => f.code === code)?.name ?? code;
  const groups = facts.groups.map((one) => `${groupName(s, t, one.code)}${one.weight === 1 ? '' : ` × ${limit(t, one.weight)}`}${one.assumed ? ` (${t.checkup.assumed})` : ''}`);
  const notes = [
    facts.closes.length > 0 ? w.closes(facts.closes.map(nameOf).join(w.listSeparator)) : '',
    costNote(t, facts),
    groups.length > 0 ? w.counted(groups.join(w.listSeparator)) : '',
    facts.groups.length > 1 ? w.weighted : facts.groups.some((one) => one.weight !== 1) ? w.weightOne : '',
    facts.withoutZone >= 0.5 ? w.withoutZone(countedText(s, t, facts.withoutZone)) : '',
    facts.withoutData > 0 ? w.withoutData(count(t, facts.withoutData)) : '',
    facts.outOfReach >= 0.5 ? w.outOfReach(countedText(s, t, facts.outOfReach)) : '',
  ].filter(Boolean);
  return html`<p class="plan-notes">${notes.map((note) => html`<span>${note}</span> `)}</p>`;
}

/** What a plan costs. @param {Texts} t @param {Pick<SitingFacts, 'cost' | 'costAssumed'>} plan */
export const costNote = (t, { cost, costAssumed }) => (cost > 0 ? t.siteConditions.cost(t.sites.costs(count(t, cost * t.sites.perTenThousand)), costAssumed) : '');

/** Places for another service or of a kind not chosen were never asked for: the engine counts them and lists none. */
const NOT_ASKED = ['otherService', 'otherKind'];

/** How many places the question ruled out; of many the engine lists an even sample. @param {Pick<SitingFacts['tried'], 'ruledOut'>} tried */
export const ruledByQuestion = ({ ruledOut: counts }) => counts.reduce((sum, one) => sum + (NOT_ASKED.includes(one.reason) ? 0 : one.count), 0);

/** @param {Texts} t @param {Actions} act @param {Pick<SitingFacts['tried'], 'ruledOut' | 'listed'>} tried */
export function ruledOut(t, act, tried) {
  const all = tried.ruledOut.reduce((sum, one) => sum + one.count, 0);
  if (all === 0) return nothing;
  const marked = tried.listed.length;
  const markable = ruledByQuestion(tried);
  const shown = tried.listed.filter((_, i) => i % Math.ceil(marked / LISTED) === 0);
  return html`<details class="conditions ruled-out">
    <summary>${t.sites.ruledOut(count(t, all))}</summary>
    <ul class="ruled">
      ${tried.ruledOut.map((one) => html`<li>${t.sites.reasons[one.reason]} <span class="amount">${count(t, one.count)}</span></li>`)}
    </ul>
    ${marked > 0 ? html`<p class="soft marked">${marked < markable ? t.siteConditions.markedOf(count(t, marked), count(t, markable)) : t.siteConditions.marked}</p>` : nothing}
    <ul class="ruled">
      ${shown.map(
        (one) => html`<li><button type="button" class="link" @click=${() => act.fly(one.at)}>${one.code}</button> ${t.sites.reasons[one.reason]}${one.metres === null ? '' : ` (${count(t, one.metres)} ${t.sites.metres})`}</li>`,
      )}
    </ul>
    ${all > shown.length && shown.length > 0 ? html`<p class="soft">${t.siteConditions.moreRuled(count(t, all - shown.length))}</p>` : nothing}
  </details>`;
}

/** What ruled every place out, where none is left. @param {Texts} t @param {Refusal} refusal */
export function allRuledOut(t, refusal) {
  const reasons = ruledByReason(t, refusal);
  if (reasons.length === 0) return nothing;
  return html`<details class="conditions ruled-out" open>
    <summary>${t.sites.ruledOut(count(t, reasons.reduce((sum, one) => sum + one.count, 0)))}</summary>
    <ul class="ruled">
      ${reasons.map((one) => html`<li>${t.sites.reasons[one.reason]} <span class="amount">${count(t, one.count)}</span></li>`)}
    </ul>
  </details>`;
}
