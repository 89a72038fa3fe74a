/** A plan of sites that give several services: what each site adds to each service, and what is proven. */
import { html, nothing } from 'lit-html';
import { count, gapText, minutesText, peopleCell } from '../format.js';
import { counted, countedExact, countedUnit, isWeighted } from './counted.js';
import { serviceNameOf } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { HubPlan } from '../engine/types.js' */

const UNITS_NAMED = 3;

/** What one site adds, summed over the services. @param {State} s @param {Texts} t @param {number} n */
export const hubAmount = (s, t, n) => (isWeighted(s) ? t.siteConditions.weightedPeople(count(t, n)) : t.sitePlans.hubSite(count(t, counted(s, n))));

/** @param {State} s @param {Texts} t @param {HubPlan} hub */
export function hubTotals(s, t, hub) {
  const w = t.sitePlans;
  return html`<table class="phase-table hub-table">
    <caption class="label">${w.hubByService} <span class="soft">${countedUnit(s, t)}</span></caption>
    <thead>
      <tr><th scope="col">${w.hubHeads.service}</th><th scope="col" class="amount">${w.hubHeads.before}</th><th scope="col" class="amount">${w.hubHeads.gain}</th></tr>
    </thead>
    <tbody>
      ${hub.services.map(
        (one) => html`<tr>
          <th scope="row">${serviceNameOf(s, t, one.service)}</th>
          <td class="amount" title=${countedExact(s, t, one.servedToday)}>${peopleCell(t, counted(s, one.servedToday))}</td>
          <td class="amount" title=${countedExact(s, t, one.served - one.servedToday)}>+${peopleCell(t, counted(s, one.served - one.servedToday))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Whom one site brings which service, how much nearer it is to them, and where they live. @param {State} s @param {Texts} t @param {HubPlan} hub @param {number} i */
export function hubGains(s, t, hub, i) {
  const units = s.study?.units ?? [];
  const { byUnit, newlyServed, minutes } = hub.sites[i];
  return html`<p class="big"><b>+${hubAmount(s, t, hub.sites[i].site.gain)}</b></p>
    <dl class="why">
      ${hub.services.map((one, k) => html`<div><dt>${serviceNameOf(s, t, one.service)}</dt><dd>+${peopleCell(t, counted(s, newlyServed[k]))} ${countedUnit(s, t)}${nearer(t, minutes[k])}</dd></div>`)}
      ${byUnit.length > 0
        ? html`<div><dt>${t.sites.whoGains}</dt><dd>${byUnit.slice(0, UNITS_NAMED).map((one) => html`<span>${units[one.unit]?.name ?? ''} ${hubAmount(s, t, one.people)}</span> `)}${byUnit.length > UNITS_NAMED ? t.sites.andMore(byUnit.length - UNITS_NAMED) : ''}</dd></div>`
        : nothing}
    </dl>`;
}

/** How long they took and take; nothing where all of them reached none within an hour. @param {Texts} t @param {[number, number] | null} minutes */
const nearer = (t, minutes) => (minutes ? html`<br />${t.sites.nearer} ${minutesText(t, minutes[0])} → <b>${minutesText(t, minutes[1])}</b>` : nothing);

/** The same in the list of sites. @param {State} s @param {Texts} t @param {HubPlan} hub @param {number} i */
export const hubLine = (s, t, hub, i) =>
  html`<p class="soft hub-line">${hub.services.map((one, k) => html`<span>${serviceNameOf(s, t, one.service)} +${peopleCell(t, counted(s, hub.sites[i].newlyServed[k]))} ${countedUnit(s, t)}</span> `)}</p>`;

/** @param {State} s @param {Texts} t @param {HubPlan} hub */
export function hubProof(s, t, hub) {
  const w = t.sitePlans;
  if (hub.bound === null || hub.gap === null) return html`<p class="proof">${t.sites.proofNone}</p>`;
  const k = hub.sites.length;
  return html`<p class="proof" title=${w.hubBound(hubAmount(s, t, hub.bound))}>${hub.optimal ? w.hubProofBest(k) : w.hubProofGap(k, gapText(t, hub.gap))}</p>`;
}

/** @param {State} s @param {Texts} t @param {HubPlan} hub */
export const hubTotal = (s, t, hub) => (hub.sites.length > 0 ? html`<p class="total">${t.sitePlans.hubTotal(hub.sites.length, hubAmount(s, t, hub.value))}</p>` : nothing);
