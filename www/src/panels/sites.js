/** Where to build: how many sites, the plan with its gains, and what is proven about it. */
import { html, nothing } from 'lit-html';
import { count, gapText, people, peopleText } from '../format.js';
import { icon } from '../icons.js';
import { noAnswer, serviceName, serviceOf } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** @param {State} s @param {Texts} t @param {Actions} act */
export function sites(s, t, act) {
  if (!s.study) return nothing;
  const { service } = serviceOf(s);
  if (!service || service.facilities === null) return html`<p class="soft">${t.sites.noData}</p>`;
  if (s.refused) return noAnswer(s, t);
  const searching = s.job?.label === 'circles' || s.job?.label === 'solving';
  return html`<p class="headline">${t.sites.intro(serviceName(s, t), t.mode[s.question.mode], s.question.minutes)}</p>
    <div class="row spread">
      <span class="label" id="sites-wanted">${t.sites.count}</span>
      <span class="stepper" role="group" aria-labelledby="sites-wanted">
        <button type="button" class="button square" aria-label=${t.sites.fewer} ?disabled=${s.sitesWanted <= 1} @click=${() => act.moreSites(-1)}>${icon('minus')}</button>
        <output aria-live="polite">${s.sitesWanted}</output>
        <button type="button" class="button square" aria-label=${t.sites.more} ?disabled=${s.sitesWanted >= 20} @click=${() => act.moreSites(1)}>${icon('plus')}</button>
      </span>
      <button type="button" class="button primary run" @click=${searching ? act.cancel : act.suggest}>
        ${searching ? t.cancel : s.plan?.done ? t.sites.again : t.sites.run}
      </button>
    </div>
    <div class="search-share" aria-hidden="true"><i style="width:${searching ? (s.job?.share ?? 0) * 100 : 0}%"></i></div>
    ${s.adopted && s.adopted.steps === s.scenario.done.length
      ? html`<p class="proof" role="status">${t.sites.adopted(peopleText(t, s.adopted.people))} <button type="button" class="link" @click=${act.undo}>${t.undo}</button></p>`
      : nothing}
    ${s.plan ? planOf(s, t, act) : nothing}`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function planOf(s, t, act) {
  if (!s.plan || !s.study) return nothing;
  const { plan, candidates, spacing, done } = s.plan;
  const units = s.study.units;
  if (plan.sites.length === 0) return html`<p>${t.sites.none}</p>`;
  const chosen = s.selection?.kind === 'site' ? s.selection.rank : 0;
  return html`<ol class="plan">
      ${plan.sites.map(
        (site, i) => html`<li>
          <button type="button" class="line" aria-current=${chosen === i + 1 ? 'true' : nothing} @click=${() => act.goToSite(i + 1)}>
            <b class="rank">${i + 1}</b>
            <span class="cut">${units[site.unit]?.name ?? site.code}</span>
            <span class="amount" title="${t.sites.gain} ${people(t, site.gain).exact}">+${peopleText(t, site.gain)}</span>
          </button>
        </li>`,
      )}
    </ol>
    <p class="total">${t.sites.total(plan.sites.length, peopleText(t, plan.newlyServed))}</p>
    <p class="proof" title=${t.sites.proofHow(people(t, plan.bound).exact)}>
      ${plan.optimal
        ? t.sites.proofOptimal(plan.sites.length)
        : Number.isNaN(plan.gap)
          ? t.sites.proofNone
          : t.sites.proofGap(plan.sites.length, gapText(t, plan.gap))}
    </p>
    <button type="button" class="button primary" ?disabled=${!done} @click=${act.adopt}>${t.sites.adopt}</button>
    <p class="soft">${t.sites.candidates(count(t, candidates), count(t, spacing))}</p>`;
}
