/** A better layout of what is there: actions with what each gains and costs, and the whole before and after. */
import { html, nothing } from 'lit-html';
import { count, fixed, limit, minutes, peopleCell, peopleText, percent, signed } from '../format.js';
import { LAYOUT_COSTS, LAYOUT_KINDS, LIST_BOUNDS } from '../siting.js';
import { numberField, tick } from './fields.js';
import { facilityName, junctionName, otherFacilityName } from './place-names.js';
import { serviceName } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { LayoutAction, LayoutPlan } from '../engine/types.js' */

/** What the search for a layout may do. @param {State} s @param {Texts} t @param {Actions} act */
export function layoutConditions(s, t, act) {
  const w = t.sitePlans.layout;
  const { layout } = s.siting;
  const set = (/** @type {Partial<typeof layout>} */ part) => act.site({ layout: { ...layout, ...part } });
  return html`<details class="conditions layout-conditions">
    <summary>${w.title}</summary>
    <div class="conditions-body">
      <p class="soft">${w.intro}</p>
      <fieldset>
        <legend class="label">${w.may}</legend>
        ${LAYOUT_KINDS.map((kind) => tick(w.kinds[kind], layout.may.includes(kind), (on) => set({ may: LAYOUT_KINDS.filter((one) => (one === kind ? on : layout.may.includes(one))) })))}
      </fieldset>
      ${numberField(t, { label: w.most, unit: w.mostUnit, name: 'layout-actions', value: layout.actions, range: LIST_BOUNDS.actions, set: (value) => value !== null && set({ actions: Math.round(value) }) })}
      <fieldset>
        <legend class="label">${w.costs}</legend>
        ${LAYOUT_COSTS.map((kind) => {
          const { [kind]: cost, ...others } = layout.costs;
          return numberField(t, { label: w.costOf[kind], unit: t.sites.money, empty: w.unknown, name: `layout-${kind}`, value: cost ?? null, range: LIST_BOUNDS.cost, set: (value) => set({ costs: value === null ? others : { ...others, [kind]: value } }) });
        })}
      </fieldset>
    </div>
  </details>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function layoutAnswer(s, t, act) {
  if (!s.layoutPlan) return nothing;
  const w = t.sitePlans.layout;
  const { step, plan } = s.layoutPlan;
  if (!plan) return html`<p class="soft" role="status">${w.soFar(count(t, step.trials), step.actions)}</p>`;
  const chosen = s.selection?.kind === 'facility' ? s.selection.code : null;
  return html`${plan.actions.length > 0
      ? html`<h3 class="label spaced">${w.found(serviceName(s, t), plan.actions.length)}</h3>
          <ol class="plan layout-plan">
            ${plan.actions.map((action, i) => line(s, t, act, action, i + 1, action.facility.code === chosen || action.into?.code === chosen))}
          </ol>`
      : html`<p role="status">${w.none}</p>`}
    ${before(t, plan)}
    <p class="soft">${w.ended[plan.ended]} ${w.soFar(count(t, plan.trials), plan.actions.length)}</p>
    <p class="proof">${t.sites.proofNone}</p>
    ${plan.actions.length > 0 ? html`<button type="button" class="button primary adopt" @click=${act.adoptLayout}>${w.adopt}</button>` : nothing}`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {LayoutAction} action @param {number} rank @param {boolean} on */
function line(s, t, act, action, rank, on) {
  const w = t.sitePlans.layout;
  const { kind, facility, into, to } = action;
  const name = facilityName(s, t, act, facility);
  const goal = into ? otherFacilityName(s, t, act, facility.at, into) : to ? (to.name ?? junctionName(s, t, act, facility.at, to.at)) : '';
  const what = w.name[kind](name, goal);
  return html`<li>
    <button type="button" class="line" aria-current=${on ? 'true' : nothing} title=${facility.code} @click=${() => act.goToFacility(facility.code)}>
      <b class="rank">${rank}</b>
      <span class="cut">${what}</span>
      <span class="amount" title=${w.gain}>${signed(t, action.gain) || '0'} ${w.gainUnit}</span>
    </button>
    <p class="soft layout-line">${said(t, action).map((text) => html`<span>${text}</span> `)}</p>
  </li>`;
}

/** What an action changes, in short clauses; what is not known is said so. @param {Texts} t @param {LayoutAction} a @returns {string[]} */
export function said(t, a) {
  const w = t.sitePlans.layout;
  const share = (/** @type {number | null} */ n) => (n === null ? t.noData : percent(t, n));
  const stays = a.kind !== 'close';
  return [
    w.because[a.because],
    a.newlyInReach >= 0.5 || a.noLongerInReach >= 0.5 ? w.reach(peopleText(t, a.newlyInReach), peopleText(t, a.noLongerInReach)) : '',
    a.met === null ? w.met(t.noData) : Math.abs(a.met) >= 0.5 ? w.met(`${signed(t, a.met)} ${t.people}`) : '',
    a.nearer >= 0.5 || a.farther >= 0.5 ? w.way(peopleText(t, a.nearer), peopleText(t, a.farther)) : '',
    stays && a.capacityBefore !== null && a.capacityAfter !== null && a.capacityBefore !== a.capacityAfter ? w.capacity(limit(t, a.capacityBefore), limit(t, a.capacityAfter)) : '',
    stays ? w.saturation(share(a.saturationBefore), share(a.saturationAfter)) : w.saturation(share(a.saturationBefore), w.kinds.close),
    w.cost(a.cost === null ? w.unknown : `${t.sites.costs(count(t, a.cost * t.sites.perTenThousand))}${a.costAssumed ? t.sites.assumedAside : ''}`),
  ].filter(Boolean);
}

/** The layout as the checkup finds it, before and after all actions. @param {Texts} t @param {LayoutPlan} plan */
function before(t, plan) {
  const w = t.sitePlans.layout;
  const known = (/** @type {number | null} */ n, /** @type {(n: number) => string} */ text) => (n === null ? t.noData : text(n));
  /** @type {[keyof typeof w.rows, (one: LayoutPlan['before']) => string][]} */
  const rows = [
    ['inReach', (one) => peopleCell(t, one.inReach)],
    ['met', (one) => peopleCell(t, one.met)],
    ['saturation', (one) => known(one.saturation, (n) => percent(t, n))],
    ['minutes', (one) => known(one.minutes, (n) => minutes(t, n))],
    ['facilities', (one) => count(t, one.facilities)],
    ['capacity', (one) => known(one.capacity, (n) => fixed(t, n, Number.isInteger(n) ? 0 : 1))],
  ];
  return html`<table class="phase-table layout-table">
    <caption class="label">${w.table}</caption>
    <thead>
      <tr><th scope="col">${w.heads.what}</th><th scope="col" class="amount">${w.heads.before}</th><th scope="col" class="amount">${w.heads.after}</th></tr>
    </thead>
    <tbody>
      ${rows.map(([name, text]) => html`<tr><th scope="row">${w.rows[name]}</th><td class="amount">${text(plan.before)}</td><td class="amount">${text(plan.after)}</td></tr>`)}
    </tbody>
  </table>`;
}
