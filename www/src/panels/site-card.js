/** Why here: who gains from a suggested site, how much nearer they are, and what could stand in for it. */
import { html, nothing } from 'lit-html';
import { count, minutesText } from '../format.js';
import { countedExact, countedText, groupsText, isWeighted } from './counted.js';
import { hubGains } from './hub-plan.js';
import { gainAt, inForce, yearOf } from '../site-plans.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const UNITS_NAMED = 3;
const STAND_INS = 3;

/** @param {State} s @param {Texts} t @param {Actions} act @param {number} rank */
export function siteCard(s, t, act, rank) {
  const site = s.plan?.plan.sites[rank - 1];
  if (!site || !s.study) return null;
  const { units } = s.study;
  const unit = units[site.unit]?.name ?? '';
  const facts = s.plan?.facts?.sites[rank - 1];
  const hub = s.plan?.hub;
  // Who reaches a site of limited capacity is not served by that alone.
  const { capacity } = inForce(s);
  const gain = gainAt(s, rank - 1);
  const kind = site.kind ? t.sites.kinds[site.kind] : t.sites.stays;
  const year = yearOf(s.plan, site.code);
  return html`<h2>${t.sites.site(rank)} <span class="soft">${site.name ?? unit}</span></h2>
    ${hub ? hubGains(s, t, hub, rank - 1) : html`<p class="big"><b title=${gain === null ? '' : countedExact(s, t, gain)}>${gain === null ? '…' : `+${countedText(s, t, gain)}`}</b></p>`}
    ${facts && capacity === 0 && isWeighted(s) ? html`<p>${groupsText(s, t, facts.byGroup)}</p>` : nothing}
    <p class="soft">${year === null ? '' : `${t.sitePlans.ofYear(year)} · `}${kind} · ${t.sites.costs(count(t, site.cost * t.sites.perTenThousand))}${site.costAssumed ? ` · ${t.sites.assumed}` : ''}${site.name ? ` · ${unit}` : ''}</p>
    ${facts ? why(s, t, act, capacity > 0 ? { ...facts, byUnit: [] } : facts) : nothing}
    <p class="soft">${t.card.to}</p>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {NonNullable<NonNullable<State['plan']>['facts']>['sites'][number]} facts */
function why(s, t, act, facts) {
  const units = s.study?.units ?? [];
  const objective = s.plan?.facts?.objective;
  const worth = (/** @type {number} */ loss) => (objective === 'minTotalTravel' ? t.sites.hours(count(t, loss / 3600)) : countedText(s, t, loss));
  const { byUnit, minutesBefore, minutesAfter, reachedNone, lostWithout, lostAtLeast, standIns } = facts;
  const provable = objective === 'maxCoverage' || objective === 'minTotalTravel';
  return html`<dl class="why">
    ${byUnit.length > 0
      ? html`<div><dt>${t.sites.whoGains}</dt><dd>${byUnit.slice(0, UNITS_NAMED).map((u) => html`<span>${units[u.unit]?.name ?? ''} ${countedText(s, t, u.people)}</span> `)}${byUnit.length > UNITS_NAMED ? t.sites.andMore(byUnit.length - UNITS_NAMED) : ''}</dd></div>`
      : nothing}
    ${minutesBefore !== null && minutesAfter !== null
      ? html`<div><dt>${t.sites.nearer}</dt><dd>${minutesText(t, minutesBefore)} → <b>${minutesText(t, minutesAfter)}</b></dd></div>`
      : nothing}
    ${reachedNone >= 0.5 ? html`<div><dt>${t.sites.reachedNone}</dt><dd>${countedText(s, t, reachedNone)}</dd></div>` : nothing}
    <div><dt>${t.sites.inReach}</dt><dd>${countedText(s, t, facts.inReach)}</dd></div>
    ${lostWithout !== null ? html`<div><dt>${t.sites.lostWithout}</dt><dd>${worth(lostWithout)}</dd></div>` : nothing}
    ${lostAtLeast !== null && (lostAtLeast === Infinity || lostAtLeast >= 0.5) && provable
      ? html`<div><dt>${t.sites.essential}</dt><dd>${lostAtLeast === Infinity ? t.sites.essentialAll : t.sites.essentialBy(worth(lostAtLeast))}</dd></div>`
      : nothing}
    ${standIns && standIns.length > 0
      ? html`<div>
          <dt>${t.sites.standIns}</dt>
          <dd>
            ${standIns.slice(0, STAND_INS).map(
              (one) => html`<button type="button" class="link" title=${one.code} @click=${() => act.fly(one.at)}>${one.name ?? t.sites.elsewhere}${one.name && one.kind ? ` · ${t.sites.kinds[one.kind]}` : ''}</button>
                <span>${t.sites.loss(worth(Math.max(0, one.loss)))}</span><br />`,
            )}
          </dd>
        </div>`
      : nothing}
  </dl>`;
}
