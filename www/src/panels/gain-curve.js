/** The gain curve: what one more site adds, one after the other, or what more money does. */
import { html, nothing, svg } from 'lit-html';
import { count } from '../format.js';
import { counted, countedUnit } from './counted.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { SitingFacts } from '../engine/types.js' */

const WIDTH = 344;
const HEIGHT = 132;
const LEFT = 52;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 26;

/** @param {State} s @param {Texts} t @param {SitingFacts} facts @param {number | null} budget in 10,000 yuan: what limits the plan, so that costs are drawn instead of sites */
export function gainCurve(s, t, facts, budget) {
  const { curve, objective } = facts;
  if (!curve || curve.length < 2) return nothing;
  const isTravel = objective === 'minTotalTravel';
  // For travel what is saved is drawn, so that up is better everywhere.
  const gainOf = (/** @type {number} */ value) => (isTravel ? (facts.nothing - value) / 3600 : counted(s, value));
  const points = [{ x: 0, y: 0 }, ...curve.map((step, i) => ({ x: budget === null ? i + 1 : step.cost, y: gainOf(step.value) }))];
  const chosen = facts.sites.length;
  const here = budget === null ? chosen : facts.sites.reduce((sum, { site }) => sum + site.cost, 0);
  const isCover = objective === 'maxCoverage';
  const plan = isTravel || isCover ? gainOf(facts.value) : null;
  const bound = isCover && facts.bound !== null ? gainOf(facts.bound) : null;
  const most = Math.max(...points.map((p) => p.y), plan ?? 0, bound ?? 0);
  if (most <= 0) return nothing;
  const step = niceStep(most / 3);
  const top = Math.ceil(most / step) * step;
  const widest = Math.max(points[points.length - 1].x, here, budget ?? 0);
  if (widest <= 0) return nothing;
  const x = (/** @type {number} */ n) => LEFT + (n / widest) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ v) => TOP + (1 - v / top) * (HEIGHT - TOP - BOTTOM);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const every = budget === null ? Math.ceil(widest / 8) : niceStep(widest / 4);
  const marks = Array.from({ length: Math.floor(widest / every) + 1 }, (_, i) => i * every);
  const unit = isTravel ? t.sites.curveHours : countedUnit(s, t);
  const amount = (/** @type {number} */ gain) => `${count(t, isTravel ? gain / 3600 : counted(s, gain))} ${unit}`;
  const money = (/** @type {number} */ cost) => t.sites.costs(count(t, cost * t.sites.perTenThousand));
  // With a budget the plan may choose otherwise than one after the other; what counts is where it ends.
  const next = budget === null ? curve[chosen] : curve.find((step) => step.cost > budget);
  const last = curve[Math.min(chosen, curve.length) - 1];
  const said =
    budget === null
      ? t.sites.curveSays({ sites: chosen, last: amount(last?.gain ?? 0), next: next ? amount(next.gain) : null })
      : t.sites.curveSaysMoney({ spent: money(here), value: plan === null ? null : `${count(t, plan)} ${unit}`, next: next ? { cost: money(next.cost), value: `${count(t, gainOf(next.value))} ${unit}` } : null });
  const at = (/** @type {{ x: number, y: number }} */ p) => (budget === null ? t.sites.curvePoint(p.x, `${count(t, p.y)} ${unit}`) : `${money(p.x)}: ${count(t, p.y)} ${unit}`);
  return html`<figure class="curve">
    <figcaption class="label">${budget === null ? t.sites.curve : t.sites.curveMoney} <span class="soft">${unit}</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
      ${ticks.map((v) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(v)} y2=${y(v)} /><text x=${LEFT - 6} y=${y(v) + 4} text-anchor="end">${count(t, v)}</text>`)}
      ${marks.map((mark) => svg`<text x=${x(mark)} y=${HEIGHT - 8} text-anchor="middle">${budget === null ? mark : count(t, mark * t.sites.perTenThousand)}</text>`)}
      ${budget !== null ? svg`<line class="bound" x1=${x(budget)} x2=${x(budget)} y1=${TOP} y2=${HEIGHT - BOTTOM}><title>${t.sites.budget} ${money(budget)}</title></line>` : nothing}
      <polyline class="steps" points=${points.map((p) => `${x(p.x)},${y(p.y)}`).join(' ')} />
      ${points.slice(1).map((p) => svg`<circle class="dot" cx=${x(p.x)} cy=${y(p.y)} r="2.5"><title>${at(p)}</title></circle>`)}
      ${bound !== null && here <= widest ? svg`<line class="bound" x1=${x(here) - 7} x2=${x(here) + 7} y1=${y(bound)} y2=${y(bound)}><title>${t.sites.curveBound(`${count(t, bound)} ${unit}`)}</title></line>` : nothing}
      ${plan !== null && chosen > 0 && here <= widest ? svg`<circle class="here" cx=${x(here)} cy=${y(plan)} r="5"><title>${t.sites.curveHere(`${count(t, plan)} ${unit}`)}</title></circle>` : nothing}
    </svg>
    <p class="soft">${said}</p>
  </figure>`;
}

/** 1, 2 or 5 times a power of ten, at least this. @param {number} least */
function niceStep(least) {
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((f) => f * power >= least) ?? 10;
  return factor * power;
}
