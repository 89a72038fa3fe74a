/** A plan's bound in plain words, and the certificate: what it proves, and where that is less than the solver did. */
import { html, nothing } from 'lit-html';
import { count, minutesText } from '../format.js';
import { inForce, isOfAccess } from '../site-plans.js';
import { countedExact, hoursText } from './counted.js';
import { hubAmount } from './hub-plan.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** What the plan was asked to do best. @param {State} s */
const objectiveOf = ({ plan, siting }) => plan?.facts?.objective ?? siting.objective;

/** A bound with its unit. @param {State} s @param {Texts} t @param {number} bound */
function boundFigure(s, t, bound) {
  if (s.plan?.hub) return hubAmount(s, t, bound);
  const objective = objectiveOf(s);
  if (objective === 'maxCoverage') return countedExact(s, t, bound);
  if (objective === 'minSites') return t.places(count(t, Math.ceil(bound)));
  return objective === 'minFarthestTravel' ? minutesText(t, bound / 60) : hoursText(s, t, bound);
}

/** Whether more is better, so that the bound is an upper one. @param {State} s */
const isUpper = (s) => Boolean(s.plan?.hub) || objectiveOf(s) === 'maxCoverage';

/** @param {State} s @param {Texts} t @param {number} bound */
export const boundText = (s, t, bound) => (isUpper(s) ? t.sites.proofHow : t.sites.proofHowLeast)(boundFigure(s, t, bound));

/** Downloads the certificate; there is none of access, and none of all phases. @param {State} s @param {Texts} t @param {Actions} act */
export function certificateButton(s, t, act) {
  const { done, hub, facts } = s.plan ?? {};
  const isThere = done && (hub || (facts && !isOfAccess(facts.objective) && !facts.phases));
  if (!isThere) return nothing;
  return html`<button type="button" class="button certificate" title=${meaning(s, t)} @click=${act.certificate}>${t.sites.certificate}</button>`;
}

/** What the certificate proves. @param {State} s @param {Texts} t */
function meaning(s, t) {
  const w = t.sites.certificateProves;
  const objective = objectiveOf(s);
  const { capacity, backup } = inForce(s);
  if (s.plan?.hub) return w.hub;
  if (objective === 'minSites' || objective === 'minTotalTravel' || objective === 'minFarthestTravel') return w[objective];
  return capacity > 0 ? w.capacity : backup > 0 ? w.backup(backup) : w.maxCoverage;
}

/** The bound that a downloaded certificate proves, where it reads otherwise than the plan's. @param {State} s @param {Texts} t */
export function certifiedLine(s, t) {
  const { plan, certified } = s.plan ?? {};
  if (!plan || plan.bound === null || typeof certified !== 'number') return nothing;
  // With capacities both count all who are served, and the page those newly served.
  const today = objectiveOf(s) === 'maxCoverage' && inForce(s).capacity > 0 ? (s.plan?.facts?.totals.servedToday ?? 0) : 0;
  const [own, proven] = [plan.bound, certified].map((bound) => boundFigure(s, t, bound - today));
  if (own === proven) return nothing;
  return html`<p class="proof certified" role="status">${(isUpper(s) ? t.sites.certifiedMost : t.sites.certifiedLeast)(proven, own)}</p>`;
}
