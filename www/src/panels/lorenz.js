/** The Lorenz curve: which share of the capacity the worst-off share of the people has. */
import { html, svg } from 'lit-html';
/** @import { Equity } from '../engine/types.js' */
/** @import { Texts } from '../text/index.js' */

const SIZE = 200;
const [LEFT, TOP] = [56, 10];

/** @param {Equity} equity @param {string} gini @param {Texts} t */
export function lorenz(equity, gini, t) {
  const w = t.checkup.equity;
  const at = (/** @type {[number, number]} */ [people, capacity]) => `${(LEFT + people * SIZE).toFixed(1)},${(TOP + (1 - capacity) * SIZE).toFixed(1)}`;
  const points = equity.lorenz.map(at);
  const ticks = [0, 0.5, 1];
  return html`<h2 class="label">${w.lorenz}</h2>
    <svg class="lorenz" viewBox="0 0 352 246" role="img" aria-label="${w.lorenz}; ${w.names.gini} ${gini}">
      ${ticks.map(
        (tick) => svg`<text x=${LEFT - 6} y=${TOP + (1 - tick) * SIZE + 4} text-anchor="end">${tick * 100}%</text>
          <text x=${LEFT + tick * SIZE} y=${TOP + SIZE + 16} text-anchor="middle">${tick * 100}%</text>
          <line class="web" x1=${LEFT} x2=${LEFT + SIZE} y1=${TOP + tick * SIZE} y2=${TOP + tick * SIZE} />
          <line class="web" y1=${TOP} y2=${TOP + SIZE} x1=${LEFT + tick * SIZE} x2=${LEFT + tick * SIZE} />`,
      )}
      <line class="even" x1=${LEFT} y1=${TOP + SIZE} x2=${LEFT + SIZE} y2=${TOP} />
      <polygon class="between" points="${points.join(' ')} ${LEFT + SIZE},${TOP}" />
      <polyline class="curve" points=${points.join(' ')} />
      <text x=${LEFT + SIZE / 2} y=${TOP + SIZE + 32} text-anchor="middle">${w.lorenzX}</text>
      <text x=${-(TOP + SIZE / 2)} y="13" text-anchor="middle" transform="rotate(-90)">${w.lorenzY}</text>
      <text class="note" x=${LEFT + SIZE + 12} y=${TOP + 14}>${w.even}</text>
      <text class="note" x=${LEFT + SIZE + 12} y=${TOP + SIZE / 2}>${w.names.gini}</text>
      <text class="big" x=${LEFT + SIZE + 12} y=${TOP + SIZE / 2 + 26}>${gini}</text>
    </svg>`;
}
