/** The gain curve: what one more site adds, one after the other. */
import { html, nothing, svg } from 'lit-html';
import { count } from '../format.js';
/** @import { Texts } from '../text/index.js' */
/** @import { SitingFacts } from '../engine/types.js' */

const WIDTH = 344;
const HEIGHT = 132;
const LEFT = 52;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 26;

/** @param {Texts} t @param {SitingFacts} facts */
export function gainCurve(t, facts) {
  const { curve, objective } = facts;
  if (!curve || curve.length < 2) return nothing;
  const isTravel = objective === 'minTotalTravel';
  // For travel what is saved is drawn, so that up is better everywhere.
  const gainOf = (/** @type {number} */ value) => (isTravel ? (facts.nothing - value) / 3600 : value);
  const points = [{ x: 0, y: 0 }, ...curve.map((step, i) => ({ x: i + 1, y: gainOf(step.value) }))];
  const chosen = facts.sites.length;
  const isCover = objective === 'maxCoverage';
  const plan = isTravel || isCover ? gainOf(facts.value) : null;
  const bound = isCover && facts.bound !== null ? facts.bound : null;
  const most = Math.max(...points.map((p) => p.y), plan ?? 0, bound ?? 0);
  if (most <= 0) return nothing;
  const step = niceStep(most / 3);
  const top = Math.ceil(most / step) * step;
  const x = (/** @type {number} */ n) => LEFT + (n / (points.length - 1)) * (WIDTH - LEFT - RIGHT);
  const y = (/** @type {number} */ v) => TOP + (1 - v / top) * (HEIGHT - TOP - BOTTOM);
  const ticks = Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step);
  const every = Math.ceil((points.length - 1) / 8);
  const unit = isTravel ? t.sites.curveHours : t.people;
  const last = curve[Math.min(chosen, curve.length) - 1];
  const next = curve[chosen];
  const said = t.sites.curveSays({
    sites: chosen,
    last: last ? count(t, isTravel ? last.gain / 3600 : last.gain) : '0',
    next: next ? count(t, isTravel ? next.gain / 3600 : next.gain) : null,
    unit,
  });
  return html`<figure class="curve">
    <figcaption class="label">${t.sites.curve} <span class="soft">${unit}</span></figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${said}>
      ${ticks.map((v) => svg`<line class="grid" x1=${LEFT} x2=${WIDTH - RIGHT} y1=${y(v)} y2=${y(v)} /><text x=${LEFT - 6} y=${y(v) + 4} text-anchor="end">${count(t, v)}</text>`)}
      ${points.map((p) => (p.x % every === 0 ? svg`<text x=${x(p.x)} y=${HEIGHT - 8} text-anchor="middle">${p.x}</text>` : nothing))}
      <polyline class="steps" points=${points.map((p) => `${x(p.x)},${y(p.y)}`).join(' ')} />
      ${points.slice(1).map((p) => svg`<circle class="dot" cx=${x(p.x)} cy=${y(p.y)} r="2.5"><title>${t.sites.curvePoint(p.x, `${count(t, p.y)} ${unit}`)}</title></circle>`)}
      ${bound !== null && chosen < points.length ? svg`<line class="bound" x1=${x(chosen) - 7} x2=${x(chosen) + 7} y1=${y(bound)} y2=${y(bound)}><title>${t.sites.curveBound(`${count(t, bound)} ${unit}`)}</title></line>` : nothing}
      ${plan !== null && chosen > 0 && chosen < points.length ? svg`<circle class="here" cx=${x(chosen)} cy=${y(plan)} r="5"><title>${t.sites.curveHere(`${count(t, plan)} ${unit}`)}</title></circle>` : nothing}
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
