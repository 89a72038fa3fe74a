/** Why here: who gains from a suggested site, how much nearer they are, and what could stand in for it. */
import { html, nothing } from 'lit-html';
import { count, fixed, limit, minutesText, peopleText } from '../format.js';
import { countedExact, countedText, groupsText, hoursText, isWeighted } from './counted.js';
import { hubGains } from './hub-plan.js';
import { ruledByQuestion } from './plan-notes.js';
import { between } from '../map/mercator.js';
import { junctionName } from './place-names.js';
import { gainAt, inForce, withJunctions, yearOf } from '../site-plans.js';
import { SITE_KINDS, budgetOf, hasLimit } from '../siting.js';
import { serviceNameOf } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { HubPlan, LngLat, SitingFacts } from '../engine/types.js' */

const UNITS_NAMED = 3;
/** Of the people whom a site with a capacity serves: its district. */
const DISTRICT_UNITS = 12;
const STAND_INS = 3;
/** Another plan that loses less than this share is as good as equal. */
const NEAR_EQUAL = 0.05;
/** A share that is no crumb of another sum: a stand-in that gains more than this is better than the site, as a search that is not proven best may leave. */
const BETTER = 1e-6;
/** What is farther is not near. */
const NEAR_METRES = 1000;

/** @param {State} s @param {Texts} t @param {Actions} act @param {number} rank */
export function siteCard(s, t, act, rank) {
  const site = s.plan?.plan.sites[rank - 1];
  if (!site || !s.study) return null;
  const { units } = s.study;
  const unit = units[site.unit]?.name ?? '';
  const facts = s.plan?.facts?.sites[rank - 1];
  const hub = s.plan?.hub;
  // With capacities it is known whom a site serves, not who of them is new.
  const served = facts?.served ?? null;
  const gain = served ?? gainAt(s, rank - 1);
  const kind = site.kind ? t.sites.kinds[site.kind] : t.sites.stays;
  const year = yearOf(s.plan, site.code);
  return html`<h2>${t.sites.site(rank)} <span class="soft">${site.name ?? unit}</span></h2>
    ${hub ? hubGains(s, t, hub, rank - 1) : html`<p class="big"><b title=${gain === null ? '' : countedExact(s, t, gain)}>${gain === null ? '…' : `${served === null ? '+' : ''}${countedText(s, t, gain)}`}</b></p>`}
    ${facts && isWeighted(s) ? html`<p>${groupsText(s, t, facts.byGroup)}</p>` : nothing}
    <p class="soft">${year === null ? '' : `${t.sitePlans.ofYear(year)} · `}${kind} · ${t.sites.costs(count(t, site.cost * t.sites.perTenThousand))}${site.costAssumed ? ` · ${t.sites.assumed}` : ''}${site.name ? ` · ${unit}` : ''}</p>
    ${facts ? why(s, t, act, facts) : nothing}
    ${s.plan?.facts ? html`<p class="soft limits">${limitsOf(s, t, s.plan.facts, site.at)}</p>` : nothing}
    ${hub ? html`<p class="soft limits">${hubLimits(s, t, hub, site.at)}</p>` : nothing}
    <p class="soft">${t.card.to}</p>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {NonNullable<NonNullable<State['plan']>['facts']>['sites'][number]} facts */
function why(s, t, act, facts) {
  const units = s.study?.units ?? [];
  const objective = s.plan?.facts?.objective;
  const worth = (/** @type {number} */ loss) => worthText(s, t, objective, loss);
  const { byUnit, served, minutesBefore, minutesAfter, reachedNone, lostWithout, lostAtLeast, standIns } = facts;
  const provable = objective === 'maxCoverage' || objective === 'minTotalTravel' || (objective === 'minSites' && lostAtLeast === Infinity);
  const whole = Math.abs((s.plan?.facts?.value ?? 0) - (s.plan?.facts?.nothing ?? 0));
  const spared = lostAtLeast !== null && lostAtLeast <= NEAR_EQUAL * whole;
  const named = served === null ? UNITS_NAMED : DISTRICT_UNITS;
  return html`<dl class="why">
    ${byUnit.length > 0
      ? html`<div><dt>${served === null ? t.sites.whoGains : t.sites.whomServes}</dt><dd>${byUnit.slice(0, named).map((u) => html`<span>${units[u.unit]?.name ?? ''} ${countedText(s, t, u.people)}</span> `)}${byUnit.length > named ? t.sites.andMore(byUnit.length - named) : ''}</dd></div>`
      : nothing}
    ${minutesBefore !== null && minutesAfter !== null
      ? html`<div><dt>${t.sites.nearer}</dt><dd>${minutesText(t, minutesBefore)} → <b>${minutesText(t, minutesAfter)}</b></dd></div>`
      : nothing}
    ${reachedNone !== null && reachedNone >= 0.5 ? html`<div><dt>${t.sites.reachedNone}</dt><dd>${countedText(s, t, reachedNone)}</dd></div>` : nothing}
    <div><dt>${t.sites.inReach}</dt><dd>${countedText(s, t, facts.inReach)}</dd></div>
    ${lostWithout !== null ? html`<div><dt>${t.sites.lostWithout}</dt><dd>${worth(lostWithout)}</dd></div>` : nothing}
    ${lostAtLeast !== null && (lostAtLeast === Infinity || lostAtLeast >= 0.5) && provable
      ? html`<div><dt>${spared ? t.sites.without : t.sites.essential}</dt><dd>${lostAtLeast === Infinity ? t.sites.essentialAll : t.sites.essentialBy(worth(lostAtLeast))}</dd></div>`
      : nothing}
    ${standIns && standIns.length > 0
      ? html`<div>
          <dt>${t.sites.standIns}</dt>
          <dd>
            ${standIns.slice(0, STAND_INS).map(
              (one) => html`<button type="button" class="link" title=${one.code} @click=${() => act.fly(one.at)}>${one.name ?? junctionName(s, t, act, facts.site.at, one.at)}${one.name && one.kind ? ` · ${t.sites.kinds[one.kind]}` : ''}</button>
                <span>${one.loss < -BETTER * whole ? t.sites.gainMore(worth(-one.loss)) : t.sites.loss(worth(Math.max(0, one.loss)))}</span><br />`,
            )}
          </dd>
        </div>`
      : nothing}
  </dl>`;
}

/** What a plan loses, in what its objective counts. @param {State} s @param {Texts} t @param {SitingFacts['objective'] | undefined} objective @param {number} loss */
function worthText(s, t, objective, loss) {
  switch (objective) {
    case 'minTotalTravel':
      return hoursText(s, t, loss);
    case 'minFarthestTravel':
      return t.sites.minutesFarther(minutesText(t, loss / 60));
    case 'minInequality':
      return loss === Infinity ? t.sitePlans.nobodyHasAny : t.sitePlans.moreVariation(fixed(t, loss, 3));
    case 'maxMin':
      return t.sitePlans.perThousand(fixed(t, loss * 1000, 1));
    default:
      return countedText(s, t, loss);
  }
}

/** Modes and minutes of a service. @param {Texts} t @param {Pick<SitingFacts['tried'], 'modes' | 'minutes'>} of */
function termsOf(t, { modes, minutes }) {
  const same = modes.every((mode, i) => mode === modes[0] && minutes[i] === minutes[0]);
  if (same) return t.sites.modeMinutes(t.mode[modes[0]], limit(t, minutes[0]));
  return modes.map((mode, i) => t.sites.zoneMinutes(t.checkup.zones[i], t.mode[mode], limit(t, minutes[i]))).join(t.siteConditions.listSeparator);
}

/** What the times are of, what limited the plan, and what was ruled out near the site. @param {State} s @param {Texts} t @param {SitingFacts} facts @param {LngLat} at */
const limitsOf = (s, t, { tried }, at) => limitWords(s, t, termsOf(t, tried), tried, at);

/** The same of several services, each with its own times where they differ. @param {State} s @param {Texts} t @param {HubPlan} hub @param {LngLat} at */
function hubLimits(s, t, hub, at) {
  const terms = hub.services.map((one) => termsOf(t, one));
  const same = terms.every((one) => one === terms[0]);
  const all = hub.services.map((one, i) => t.sites.termsOfService(serviceNameOf(s, t, one.service), terms[i]));
  return limitWords(s, t, same ? terms[0] : all.join(t.code === 'zh' ? '；' : '; '), hub, at);
}

/** @param {State} s @param {Texts} t @param {string} terms @param {Pick<SitingFacts['tried'], 'ruledOut' | 'listed'>} tried @param {LngLat} at */
function limitWords(s, t, terms, tried, at) {
  const w = t.sites;
  const { siting } = s;
  const { capacity, phases } = inForce(s);
  const amount = !hasLimit(siting) || phases.length > 0 ? '' : siting.limit === 'budget' ? w.rules.budget(w.costs(count(t, budgetOf(siting) * w.perTenThousand))) : w.rules.sites(count(t, siting.sites));
  const rules = [
    amount,
    siting.kinds.length < SITE_KINDS.length ? w.rules.only(siting.kinds.map((kind) => w.kinds[kind]).join(t.siteConditions.listSeparator)) : '',
    siting.kinds.includes('new') && !withJunctions(siting) ? w.rules.noJunctions : '',
    siting.metresFromFacilities > 0 ? w.rules.fromFacilities(count(t, siting.metresFromFacilities)) : '',
    siting.metresApart > 0 ? w.rules.apart(count(t, siting.metresApart)) : '',
    siting.exclusions.length > 0 ? w.rules.exclusions(count(t, siting.exclusions.length)) : '',
    siting.keepAway.length > 0 ? w.rules.keepAway(count(t, siting.keepAway.length)) : '',
    capacity > 0 ? w.rules.capacity(peopleText(t, capacity)) : '',
  ].filter(Boolean);
  const [nearest] = tried.listed.map((one) => ({ reason: one.reason, metres: between(at, one.at) })).sort((a, b) => a.metres - b.metres);
  // Of a sample nobody knows which one is the nearest.
  const isAll = tried.listed.length >= ruledByQuestion(tried);
  const near = isAll && nearest && nearest.metres <= NEAR_METRES ? w.ruledNear(count(t, nearest.metres), w.reasons[nearest.reason]) : '';
  return [w.minutesOf(terms), rules.length > 0 ? w.limitedBy(rules.join(t.code === 'zh' ? '，' : ', ')) : '', near].filter(Boolean).join(t.code === 'zh' ? '' : ' ');
}
