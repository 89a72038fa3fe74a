/** What is built when, and whom it serves at the end of each phase. */
import { html } from 'lit-html';
import { gapText, peopleCell } from '../format.js';
import { counted, countedExact, countedUnit } from './counted.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { SitingFacts } from '../engine/types.js' */

/** @param {State} s @param {Texts} t @param {NonNullable<SitingFacts['phases']>} phased @param {SitingFacts['sites']} sites */
export function phaseTable(s, t, { phases }, sites) {
  const w = t.sitePlans;
  const rank = new Map(sites.map((one, i) => [one.site.code, i + 1]));
  return html`<table class="phase-table">
    <caption class="label">${w.phaseTable} <span class="soft">${countedUnit(s, t)}</span></caption>
    <thead>
      <tr><th scope="col">${w.phaseHeads.year}</th><th scope="col">${w.phaseHeads.sites}</th><th scope="col" class="amount">${w.phaseHeads.served}</th><th scope="col" class="amount">${w.phaseHeads.bound}</th></tr>
    </thead>
    <tbody>
      ${phases.map(
        (phase) => html`<tr>
          <th scope="row">${phase.year}</th>
          <td>${phase.sites.length > 0 ? phase.sites.map((one) => html`<b class="rank">${rank.get(one.code)}</b> `) : w.phaseNone}</td>
          <td class="amount" title=${countedExact(s, t, phase.served)}>${peopleCell(t, counted(s, phase.served))}</td>
          <td class="amount" title=${countedExact(s, t, phase.bound)}>${peopleCell(t, counted(s, phase.bound))}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

/** What is proven of all phases together. @param {Texts} t @param {number} gap */
export const phaseProof = (t, gap) => (gap === 0 ? t.sitePlans.phaseProofBest : t.sitePlans.phaseProofGap(gapText(t, gap)));
