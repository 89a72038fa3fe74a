/** Where to build: what is asked, the plan with its gains, and what is proven about it. */
import { html, nothing } from 'lit-html';
import { count, finerMinutesText, fixed, gapText, minutesText, percent } from '../format.js';
import { icon } from '../icons.js';
import { added, gainAt, inForce, isOfAccess, withJunctions, yearOf } from '../site-plans.js';
import { BOUNDS, MOST_SITES, OBJECTIVES, budgetOf, hasLimit, travelOf } from '../siting.js';
import { boundText, certificateButton, certifiedLine } from './certificate.js';
import { countedExact, countedText, hoursText, isWeighted, newByGroup, newlyText } from './counted.js';
import { numberField } from './fields.js';
import { gainCurve } from './gain-curve.js';
import { phaseProof, phaseTable } from './phase-table.js';
import { hubAmount, hubLine, hubProof, hubTotal, hubTotals } from './hub-plan.js';
import { layoutAnswer, layoutConditions } from './layout-plan.js';
import { planKinds } from './plan-kinds.js';
import { allRuledOut, costNote, planNotes, ruledOut } from './plan-notes.js';
import { noAnswer, segments, serviceName, serviceOf } from './shared.js';
import { conditions, moreConditions, travelText } from './site-conditions.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** Of a longer list so many rows are shown before the rest is asked for. */
const FIRST = 12;
const FOLD_FROM = 15;

/** Jobs of the search for sites. */
export const SEARCHING = ['circles', 'solving', 'explaining'];

/** @param {State} s @param {Texts} t @param {Actions} act */
export function sites(s, t, act) {
  if (!s.study) return nothing;
  const { service } = serviceOf(s);
  if (!service || service.facilities === null) return html`<p class="soft">${t.sites.noData}</p>`;
  if (s.refused) return noAnswer(s, t);
  const label = s.job?.label ?? '';
  const optimising = label.startsWith('layout:');
  const searching = SEARCHING.includes(label);
  const { siting } = s;
  const { phases } = inForce(s);
  const headline = optimising || s.layoutPlan ? t.sitePlans.layout.headline(serviceName(s, t)) : t.sites.intros[siting.objective](serviceName(s, t), travelText(s, t));
  return html`<p class="headline">${headline}</p>
    <label class="label spaced" for="objective">${t.sites.objective}</label>
    <select id="objective" class="select" @change=${(/** @type {any} */ e) => act.site({ objective: e.target.value })}>
      ${OBJECTIVES.map((one) => html`<option value=${one} ?selected=${one === siting.objective}>${t.sites.objectives[one]}</option>`)}
    </select>
    ${hasLimit(siting) && phases.length === 0
      ? segments({ label: t.sites.limit, value: siting.limit, options: [{ value: 'sites', text: t.sites.bySites }, { value: 'budget', text: t.sites.byBudget }], pick: (limit) => act.site({ limit }) })
      : nothing}
    <div class="row spread">
      ${amount(s, t, act)}
      <button type="button" class="button primary run" @click=${once(searching ? act.cancel : act.suggest)}>
        ${searching ? t.cancel : s.plan?.done ? t.sites.again : t.sites.run}
      </button>
    </div>
    <button type="button" class="button optimise" @click=${once(optimising ? act.cancel : act.optimise)} ?disabled=${siting.layout.may.length === 0}>${optimising ? t.cancel : t.sitePlans.layout.run}</button>
    <div class="search-share ${(searching || optimising) && s.job?.share === null ? 'unknown' : ''}" aria-hidden="true"><i style="width:${searching || optimising ? (s.job?.share ?? 0) * 100 : 0}%"></i></div>
    ${conditions(s, t, act)} ${moreConditions(s, t, act)} ${planKinds(s, t, act)} ${layoutConditions(s, t, act)}
    ${s.adopted && s.adopted.steps === s.scenario.done.length
      ? html`<p class="proof adopted" role="status">${s.adopted.people === null ? t.sitePlans.adoptedPlain : t.sites.adopted(s.adopted.people[s.lang])} ${s.adopted.year === null ? nothing : t.sitePlans.adoptedYear(s.adopted.year)} <button type="button" class="link" @click=${act.undo}>${t.undo}</button></p>`
      : nothing}
    ${s.searchStopped && !searching && !optimising ? html`<p class="soft stopped" role="status">${s.plan || s.layoutPlan ? t.sites.stoppedEarly : t.sites.stopped}</p>` : nothing}
    <div class="found-here"></div>
    ${s.plan ? planOf(s, t, act) : nothing} ${s.searchRefused ? allRuledOut(t, s.searchRefused) : nothing} ${layoutAnswer(s, t, act)}`;
}

/** The second click of a double click would cancel what the first began. @param {() => void} act */
const once = (act) => (/** @type {MouseEvent} */ event) => {
  if (event.detail <= 1) act();
};

/** How many, how much, or how large a share. @param {State} s @param {Texts} t @param {Actions} act */
function amount(s, t, act) {
  const { siting } = s;
  const { phases } = inForce(s);
  if (phases.length > 0) return html`<span class="label">${t.sitePlans.inPhases(phases.length, phases.reduce((sum, one) => sum + one.sites, 0))}</span>`;
  if (!hasLimit(siting)) return numberField(t, { label: t.sites.coverage, unit: '%', value: siting.coverage, range: BOUNDS.coverage, set: (coverage) => coverage !== null && act.site({ coverage }) });
  if (siting.limit === 'budget') return numberField(t, { label: t.sites.budget, unit: t.sites.money, value: budgetOf(siting), range: [1, BOUNDS.budget[1]], set: (budget) => budget !== null && act.site({ budget }) });
  return html`<span class="label" id="sites-wanted">${t.sites.count}</span>
    <span class="stepper" role="group" aria-labelledby="sites-wanted">
      <button type="button" class="button square" aria-label=${t.sites.fewer} ?disabled=${siting.sites <= 1} @click=${() => act.moreSites(-1)}>${icon('minus')}</button>
      <output aria-live="polite">${siting.sites}</output>
      <button type="button" class="button square" aria-label=${t.sites.more} ?disabled=${siting.sites >= MOST_SITES} @click=${() => act.moreSites(1)}>${icon('plus')}</button>
    </span>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function planOf(s, t, act) {
  if (!s.plan || !s.study) return nothing;
  const { plan, candidates, spacing, done, facts, infeasible, hub } = s.plan;
  const units = s.study.units;
  const missing = infeasible ? html`<p class="warn" role="status">${icon('warn')}<span>${unkept(s, t, infeasible)}</span></p>` : nothing;
  if (plan.sites.length === 0) {
    const said = infeasible ? missing : html`<p role="status">${nothingToBuild(s, t)}</p>`;
    return html`${said} ${facts ? [unserved(s, t, facts), planNotes(s, t, facts), ruledOut(t, act, facts.tried)] : nothing}`;
  }
  const chosen = s.selection?.kind === 'site' ? s.selection.rank : 0;
  const { capacity } = inForce(s);
  // With capacities a site is told by whom it serves: who of them is new nobody can say.
  const servedBy = (/** @type {number} */ i) => facts?.sites[i]?.served ?? null;
  const amountOf = (/** @type {number} */ i) => servedBy(i) ?? gainAt(s, i);
  const gainText = (/** @type {number} */ i) => {
    const gain = amountOf(i);
    return hub ? `+${hubAmount(s, t, plan.sites[i].gain)}` : gain === null ? '…' : `${servedBy(i) === null ? '+' : ''}${countedText(s, t, gain)}`;
  };
  const years = plan.sites.map((site) => yearOf(s.plan, site.code));
  const rows = plan.sites.map(
    (site, i) => html`<li>
      <button type="button" class="line" aria-current=${chosen === i + 1 ? 'true' : nothing} @click=${() => act.goToSite(i + 1)}>
        <b class="rank">${i + 1}</b>
        <span class="cut">${site.name ?? units[site.unit]?.name ?? site.code}</span>
        ${years[i] !== null ? html`<span class="soft">${t.sitePlans.ofYear(years[i])}</span>` : nothing}
        ${site.name ? html`<span class="soft">${t.sites.costs(count(t, site.cost * t.sites.perTenThousand))}</span>` : nothing}
        <span class="amount" title="${servedBy(i) === null ? t.sites.gain : t.sites.serves} ${hub ? hubAmount(s, t, site.gain) : countedExact(s, t, amountOf(i) ?? NaN)}">${gainText(i)}</span>
      </button>
      ${hub ? hubLine(s, t, hub, i) : nothing}
    </li>`,
  );
  // The answer comes first: the sites may be many.
  return html`${missing}
    ${hub ? [hubTotal(s, t, hub), hubTotals(s, t, hub), hubProof(s, t, hub)] : proofOf(s, t)}
    <button type="button" class="button primary adopt" ?disabled=${!done || !(facts || hub)} @click=${act.adopt}>${t.sites.adopt}</button>
    ${certificateButton(s, t, act)}
    ${certifiedLine(s, t)}
    ${facts?.phases ? html`<p class="soft">${t.sitePlans.noCertificatePhases}</p>` : facts && isOfAccess(facts.objective) ? html`<p class="soft">${t.sitePlans.noCertificateAccess}</p>` : nothing}
    ${done && capacity > 0 ? html`<p class="soft">${t.sites.certificateOfAll}</p>` : nothing}
    ${plan.sites.length > FOLD_FROM
      ? html`<ol class="plan">${rows.slice(0, FIRST)}</ol>
          <details class="plan-rest" ?open=${chosen > FIRST}>
            <summary>${t.sites.allSites(count(t, plan.sites.length))}</summary>
            <ol class="plan" start=${FIRST + 1}>${rows.slice(FIRST)}</ol>
          </details>`
      : html`<ol class="plan">${rows}</ol>`}
    ${facts ? gainCurve(s, t, facts, s.siting.limit === 'budget' && hasLimit(s.siting) ? s.siting.budget : null) : nothing}
    ${done && facts ? robust(s, t, act) : nothing}
    <p class="soft">${t.sites.tried(count(t, candidates), count(t, spacing), withJunctions(s.siting))}</p>
    ${facts ? [planNotes(s, t, facts), ruledOut(t, act, facts.tried)] : nothing}
    ${hub ? [html`<p class="plan-notes">${costNote(t, hub)}</p>`, ruledOut(t, act, hub)] : nothing}`;
}

/** What the plan comes to, and what is proven of it. @param {State} s @param {Texts} t */
function proofOf(s, t) {
  const { plan, facts } = s.plan ?? {};
  if (!plan) return nothing;
  const phased = inForce(s).phases.length > 0;
  const [total, proof] = [totalText(s, t), proofText(s, t)];
  const bound = (facts?.objective ?? s.siting.objective) === 'maxCoverage' ? (added(s)?.bound ?? null) : plan.bound;
  // Sums of weights stand behind the people of each group.
  const sum = isWeighted(s) && facts && newByGroup(s) ? t.siteConditions.weightedTotal(count(t, facts.totals.served - facts.totals.servedToday)) : '';
  return html`${soFar(s, t)} ${total ? html`<p class="total">${total}${sum ? html` <span class="soft">${sum}</span>` : nothing}</p>` : nothing}
    ${facts ? unserved(s, t, facts) : nothing}
    ${facts?.phases ? phaseTable(s, t, facts.phases, facts.sites) : nothing}
    ${proof ? html`<p class="proof" title=${bound === null || phased ? nothing : boundText(s, t, bound)}>${proof}</p>` : nothing}`;
}

/** How far a plan with capacities is while it is solved: with all whom it and today's facilities serve, as who is served today is told at the end. @param {State} s @param {Texts} t */
function soFar(s, t) {
  const { plan, done } = s.plan ?? {};
  if (!plan || done || s.siting.objective !== 'maxCoverage' || added(s)) return nothing;
  return html`<p class="soft so-far">${t.sites.soFar(countedText(s, t, plan.value), plan.bound === null ? null : countedText(s, t, plan.bound))}</p>`;
}

/** Who is left without the service, where the plan is to serve as many as it can. @param {State} s @param {Texts} t @param {import('../engine/types.js').SitingFacts} facts */
function unserved(s, t, { objective, totals }) {
  if (objective !== 'maxCoverage' && objective !== 'minSites') return nothing;
  const { backup, capacity } = inForce(s);
  const left = countedText(s, t, totals.unserved);
  const w = t.sites.unserved;
  const limited = capacity > 0 ? w.room(left) : w.reach(left);
  const told = backup > 0 ? w.backup(left, backup) : limited;
  return html`<p class="soft unserved">${totals.unserved < 0.5 ? w.nobody : told}</p>`;
}

/** The farthest time; the longest that is told apart stands for all beyond. @param {Texts} t @param {import('../engine/types.js').SitingFacts} facts @param {number} seconds */
function farthestText(t, { tried }, seconds) {
  const told = minutesText(t, seconds / 60);
  return tried.upToMinutes !== null && seconds >= tried.upToMinutes * 60 ? t.sites.orMore(told) : told;
}

/** Why a plan builds nothing. @param {State} s @param {Texts} t */
function nothingToBuild({ plan: found, siting }, t) {
  const facts = found?.facts;
  // Why is known of a finished search that only the places could limit.
  if (!found?.done || !facts || (siting.objective !== 'minSites' && (siting.limit === 'budget' || !found.plan.optimal))) return t.sites.noneWithin;
  if (facts.objective === 'minSites') return `${t.sites.already}${t.code === 'zh' ? '' : ' '}${t.sites.reached(percent(t, facts.totals.served / facts.totals.people), percent(t, siting.coverage / 100))}`;
  if (facts.objective === 'minFarthestTravel') return `${t.sites.noNearer(farthestText(t, facts, facts.value))}${t.code === 'zh' ? '' : ' '}${t.sites.proofNearest}`;
  return siting.objective === 'minTotalTravel' ? t.sites.noneNearer : t.sites.none;
}

/** The same plan with walking slower and faster. @param {State} s @param {Texts} t @param {Actions} act */
function robust(s, t, act) {
  const { mode } = travelOf(s);
  // With capacities the engine does not count again: to reach a site is not to be served by it.
  if ((mode !== null && mode !== 'walk') || inForce(s).capacity > 0) return nothing;
  const { recounts } = s.plan ?? {};
  return html`<button type="button" class="button robust" @click=${act.recount}>${t.sites.robust}</button>
    ${recounts
      ? html`<ul class="ruled" role="status">
          ${recounts.map(({ factor, served, servedToday }) => html`<li><span>${t.sites.walking(Math.round((factor - 1) * 100))}</span> <b class="amount">+${countedText(s, t, served - servedToday)}</b> <span class="soft walked">${t.sites.walked(countedText(s, t, servedToday), countedText(s, t, served))}</span></li>`)}
        </ul>
        <p class="soft">${t.sites.walkedHow}</p>`
      : nothing}`;
}

/** @param {State} s @param {Texts} t @param {NonNullable<NonNullable<State['plan']>['infeasible']>} missing */
function unkept(s, t, { constraint, asked, possible, proven }) {
  const figure = (/** @type {number} */ n) => (constraint === 'coverage' ? countedText(s, t, n) : constraint === 'sites' ? t.places(count(t, n)) : `${count(t, n)} ${t.sites.money}`);
  return t.sites.unkept[constraint](figure(asked), figure(possible), figure(Math.abs(asked - possible)), proven);
}

/** @param {State} s @param {Texts} t */
function totalText(s, t) {
  const { plan: found } = s;
  if (!found) return '';
  const { plan, facts } = found;
  const objective = facts?.objective ?? s.siting.objective;
  const k = plan.sites.length;
  const { backup } = inForce(s);
  if (!facts || objective === 'maxCoverage') {
    const value = added(s)?.value ?? NaN;
    if (Number.isNaN(value)) return '';
    const newly = newlyText(s, t, value);
    if (backup > 0) return t.sitePlans.totalBackup(k, newly, backup);
    return inForce(s).capacity > 0 ? t.sites.totalRoom(k, newly) : t.sites.total(k, newly);
  }
  const { totals } = facts;
  const newly = newlyText(s, t, totals.served - totals.servedToday);
  if (objective === 'minInequality') return t.sitePlans.totalInequality(k, variation(t, facts.nothing), variation(t, facts.value), newly);
  if (objective === 'maxMin' && facts.value <= facts.nothing) return t.sitePlans.totalNotRaised(k, lowest(t, facts.nothing), newly);
  if (objective === 'maxMin') return t.sitePlans.totalLowest(k, lowest(t, facts.nothing), lowest(t, facts.value), newly);
  if (objective === 'minTotalTravel' && totals.minutesToday !== null && totals.minutes !== null)
    return t.sites.totalTravel(k, finerMinutesText(t, totals.minutesToday), finerMinutesText(t, totals.minutes), hoursText(s, t, facts.nothing - facts.value), newly);
  if (objective === 'minFarthestTravel') return t.sites.totalFarthest(k, farthestText(t, facts, facts.nothing), farthestText(t, facts, facts.value), newly);
  if (inForce(s).capacity > 0) return t.sites.totalRoom(k, newly);
  return facts.objective === 'minSites' ? `${t.sites.total(k, newly)}${t.code === 'zh' ? '' : ' '}${t.sites.reached(percent(t, totals.served / totals.people), percent(t, s.siting.coverage / 100))}` : t.sites.total(k, newly);
}

/** A coefficient of variation; infinite where nobody has any access. @param {Texts} t @param {number} n */
const variation = (t, n) => (Number.isFinite(n) ? fixed(t, n, 3) : t.sitePlans.nobodyHasAny);

/** The least access; where it is none, somebody reaches no facility. @param {Texts} t @param {number} n capacity in people per person */
const lowest = (t, n) => (n > 0 ? t.sitePlans.perThousand(fixed(t, n * 1000, 1)) : t.sitePlans.someReachNone);

/** What is proven, in plain words. @param {State} s @param {Texts} t */
function proofText(s, t) {
  const { plan: found, siting } = s;
  if (!found) return '';
  const { plan, facts } = found;
  // While it runs the bound is that of the last phase alone.
  if (inForce(s).phases.length > 0) return facts?.phases ? phaseProof(t, facts.phases.gap) : '';
  const objective = facts?.objective ?? siting.objective;
  if (plan.gap === null || plan.bound === null) return t.sites.proofNone;
  const k = plan.sites.length;
  if (objective === 'minSites') return plan.optimal ? t.sites.proofFewest : t.sites.proofAtLeast(t.places(count(t, Math.ceil(plan.bound))));
  if (objective === 'maxCoverage') {
    const words = isWeighted(s) ? t.siteConditions.weightedProof : t.sites;
    const limited = siting.limit === 'budget' ? words.withinBudget : null;
    const proven = added(s);
    if (proven === null || proven.bound === null) return '';
    if (proven.optimal) return limited ? limited.optimal : words.proofOptimal(k);
    // Several times as many is better said as a number.
    if (proven.gap === null || proven.gap > 1) return t.sites.proofMost(countedExact(s, t, proven.bound));
    return limited ? limited.gap(gapText(t, proven.gap)) : words.proofGap(k, gapText(t, proven.gap));
  }
  if (plan.optimal) return objective === 'minTotalTravel' ? t.sites.proofTravelBest : t.sites.proofNearest;
  return objective === 'minTotalTravel' ? t.sites.proofTravel(hoursText(s, t, plan.value), gapText(t, plan.gap)) : t.sites.proofFarthest(gapText(t, plan.gap));
}
