/** The gain curve: what one more site adds, one after the other, or what more money does. */
import { html, nothing, svg } from 'lit-html';
import { count, fixed } from '../format.js';
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

/**
 * What the objective's values are drawn as, up being better everywhere, and in which unit.
 * @param {State} s @param {Texts} t @param {SitingFacts} facts
 * @returns {{ of: (value: number) => number, unit: string, digits: number }}
 */
function measureOf(s, t, { objective, nothing: without }) {
  switch (objective) {
    case 'minTotalTravel':
      return { of: (value) => counted(s, without - value) / 3600, unit: t.sites.curveHours, digits: 0 };
    case 'minFarthestTravel':
      return { of: (value) => (without - value) / 60, unit: t.minutesUnit, digits: 1 };
    case 'minInequality':
      return { of: (value) => without - value, unit: t.sitePlans.curveVariation, digits: 3 };
    case 'maxMin':
      return { of: (value) => (value - without) * 1000, unit: t.sitePlans.curveLowest, digits: 1 };
    default:
      return { of: (value) => counted(s, value - without), unit: countedUnit(s, t), digits: 0 };
  }
}

/** @param {State} s @param {Texts} t @param {SitingFacts} facts @param {number | null} budget in 10,000 yuan: what limits the plan, so that costs are drawn instead of sites */
export function gainCurve(s, t, facts, budget) {
  const { curve, objective } = facts;
  // Where nobody has any access today, nothing can be compared with that.
  if (!curve || curve.length < 2 || !Number.isFinite(facts.nothing)) return nothing;
  const measure = measureOf(s, t, facts);
  const gainOf = measure.of;
  // Each point a plan by itself, not one more site beside those before.
  const isTried = curve[0].code === null;
  const points = [{ x: 0, y: 0 }, ...curve.map((step) => ({ x: budget === null ? step.sites : step.cost, y: gainOf(step.value) }))];
  const chosen = facts.sites.length;
  const here = budget === null ? chosen : facts.sites.reduce((sum, { site }) => sum + site.cost, 0);
  const isCover = objective === 'maxCoverage';
  // Fewest sites are no value of the curve.
  const plan = objective === 'minSites' ? null : gainOf(facts.value);
  const bound = isCover && facts.bound !== null ? gainOf(facts.bound) : null;
  const most = Math.max(...points.map((p) => p.y), plan ?? 0, bound ?? 0);
  if (most <= 0) return nothing;
  const step = niceStep(most / 3);
  const top = Math.ceil(most / step) * step;
  const widest = Math.max(...points.map((p) => p.x), here, budget ?? 0);
  if (widest <= 0) return nothing;
  const x = (/** @type {number} */ n) => LEFT + (n / widest) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ v) => TOP + (1 - v / top) * (HEIGHT - TOP - BOTTOM);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const every = budget === null ? Math.ceil(widest / 8) : niceStep(widest / 4);
  const marks = Array.from({ length: Math.floor(widest / every) + 1 }, (_, i) => i * every);
  const { unit } = measure;
  // As many digits as the ticks take to differ.
  const digits = Math.max(measure.digits, Math.ceil(-Math.log10(step)));
  const figure = (/** @type {number} */ v) => (digits > 0 ? fixed(t, v, digits) : count(t, v));
  const text = (/** @type {number} */ gain) => `${figure(gain)} ${unit}`;
  const money = (/** @type {number} */ cost) => t.sites.costs(count(t, cost * t.sites.perTenThousand));
  // With a budget the plan may choose otherwise than one after the other; what counts is where it ends.
  const next = curve.find((step) => (budget === null ? step.sites > chosen : step.cost > budget));
  const value = plan === null ? null : text(plan);
  const nextValue = next ? text(gainOf(next.value)) : '';
  const added = (/** @type {number} */ i) => (i > 0 && points[i] ? text(points[i].y - points[i - 1].y) : null);
  const said =
    budget !== null
      ? t.sites.curveSaysMoney({ spent: money(here), value, isTried, next: next ? { cost: money(next.cost), value: nextValue } : null })
      : isTried
        ? t.sites.curveTried({ sites: chosen, value: value ?? '', next: next ? { sites: next.sites, value: nextValue } : null })
        : t.sites.curveSays({ sites: chosen, last: added(Math.min(chosen, curve.length)) ?? '', next: added(chosen + 1) });
  const at = (/** @type {{ x: number, y: number }} */ p) => (budget === null ? t.sites.curvePoint(p.x, text(p.y)) : `${money(p.x)}: ${text(p.y)}`);
  return html`<figure class="curve">
    <figcaption class="label">${budget !== null ? t.sites.curveMoney : isTried ? t.sites.curveOfPlans : t.sites.curve} <span class="soft">${unit}</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
      ${ticks.map((v) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(v)} y2=${y(v)} /><text x=${LEFT - 6} y=${y(v) + 4} text-anchor="end">${figure(v)}</text>`)}
      ${marks.map((mark) => svg`<text x=${x(mark)} y=${HEIGHT - 8} text-anchor="middle">${budget === null ? mark : count(t, mark * t.sites.perTenThousand)}</text>`)}
      ${budget !== null ? svg`<line class="bound" x1=${x(budget)} x2=${x(budget)} y1=${TOP} y2=${HEIGHT - BOTTOM}><title>${t.sites.budget} ${money(budget)}</title></line>` : nothing}
      <polyline class="steps" points=${points.map((p) => `${x(p.x)},${y(p.y)}`).join(' ')} />
      ${points.slice(1).map((p) => svg`<circle class="dot" cx=${x(p.x)} cy=${y(p.y)} r="2.5"><title>${at(p)}</title></circle>`)}
      ${bound !== null && here <= widest ? svg`<line class="bound" x1=${x(here) - 7} x2=${x(here) + 7} y1=${y(bound)} y2=${y(bound)}><title>${t.sites.curveBound(text(bound))}</title></line>` : nothing}
      ${plan !== null && chosen > 0 && here <= widest ? svg`<circle class="here" cx=${x(here)} cy=${y(plan)} r="5"><title>${t.sites.curveHere(text(plan))}</title></circle>` : nothing}
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
