/** The three indicators of a unit as a triangle, against the whole. */
import { html, nothing, svg } from 'lit-html';
import { indicator, wholeUnit } from '../checkup.js';
import { percent } from '../format.js';
import { selectedUnit } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** The ends of the axes: 保障度 is capped, 饱和度 is not and goes on beyond the edge. */
const AXES = /** @type {const} */ ([
  { name: 'reachable', end: 1, angle: -90 },
  { name: 'sufficient', end: 1, angle: 30 },
  { name: 'saturation', end: 1.5, angle: 150 },
]);
const FIT = [0.6, 0.9];
const R = 86;
const [CX, CY] = [176, 96];

/** @param {number} angle @param {number} share @returns {[number, number]} */
const at = (angle, share) => [CX + R * share * Math.cos((angle * Math.PI) / 180), CY + R * share * Math.sin((angle * Math.PI) / 180)];

/** @param {[number, number][]} points */
const path = (points) => points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');

/** @param {State} s @param {Texts} t @param {Actions} act */
export function radar(s, t, act) {
  const whole = wholeUnit(s);
  const found = selectedUnit(s, act.unitAt);
  const unit = found === whole ? -1 : found;
  const w = t.checkup.radar;
  const values = (/** @type {number} */ of) => AXES.map((axis) => indicator(s.checkup, s.question.service, of, axis.name));
  const all = values(whole);
  const own = unit >= 0 ? values(unit) : null;
  const name = unit >= 0 ? (s.study?.units[unit].name ?? '') : '';
  const spoken = AXES.map((axis, i) => `${t.checkup.names[axis.name]} ${own ? `${name} ${percent(t, own[i])}, ` : ''}${w.whole} ${percent(t, all[i])}`).join('; ');
  return html`<h2 class="label">${w.title}</h2>
    <svg class="radar" viewBox="0 0 352 156" role="img" aria-label=${spoken}>
      ${[0.25, 0.5, 0.75, 1].map((share) => svg`<polygon class="web" points=${path(AXES.map((axis) => at(axis.angle, share)))} />`)}
      ${AXES.map((axis) => svg`<line class="web" x1=${CX} y1=${CY} x2=${at(axis.angle, 1)[0]} y2=${at(axis.angle, 1)[1]} />`)}
      ${fitMark()} ${shape(all, 'whole')} ${own ? shape(own, 'own') : nothing} ${AXES.map((axis, i) => label(axis, all[i], own?.[i], t))}
    </svg>
    <p class="keys soft">
      <span><i class="key whole"></i>${w.whole}</span>
      ${own ? html`<span><i class="key own"></i>${name}</span>` : html`<span>${w.none}</span>`}
      <span><i class="key fit"></i>${w.fit}</span>
    </p>`;
}

/** Where 饱和度 is as it should be. */
function fitMark() {
  const { angle, end } = AXES[2];
  const [from, to] = FIT.map((value) => at(angle, value / end));
  return svg`<line class="fit" x1=${from[0]} y1=${from[1]} x2=${to[0]} y2=${to[1]} />`;
}

/** A corner that nobody knows is left out, and with it its two sides. @param {number[]} values @param {string} kind */
function shape(values, kind) {
  const points = values.map((value, i) => (Number.isNaN(value) ? null : at(AXES[i].angle, Math.min(1, value / AXES[i].end))));
  const known = /** @type {[number, number][]} */ (points.filter((point) => point !== null));
  const dots = known.map(([x, y]) => svg`<circle class=${kind} cx=${x} cy=${y} r="3.5" />`);
  if (known.length === 3) return svg`<polygon class=${kind} points=${path(known)} />${dots}`;
  return svg`<polyline class=${kind} points=${path(known)} />${dots}`;
}

/** @param {typeof AXES[number]} axis @param {number} all @param {number | undefined} own @param {Texts} t */
function label(axis, all, own, t) {
  const [x, y] = at(axis.angle, 1);
  const anchor = axis.angle === -90 ? 'start' : axis.angle === 30 ? 'start' : 'end';
  const dx = anchor === 'start' ? 10 : -10;
  const shown = own ?? all;
  return svg`<text class="axis" x=${x + dx} y=${y + (axis.angle === -90 ? 6 : -20)} text-anchor=${anchor}>${t.checkup.names[axis.name]}</text>
    <text class="axis-value" x=${x + dx} y=${y + (axis.angle === -90 ? 21 : -5)} text-anchor=${anchor}>${percent(t, shown)}</text>
    <text class="axis-end" x=${x + dx} y=${y + (axis.angle === -90 ? 34 : 9)} text-anchor=${anchor}>0–${axis.end * 100}%</text>`;
}
