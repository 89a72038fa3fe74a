/** The legend: what the colours stand for, with the people or the facilities in each class. */
import { html, nothing } from 'lit-html';
import { SATURATION_BREAKS, gapsFound, heatShown, indicator, isPlain, isShaded, saturationClass, serviceFacts, wholeUnit } from '../checkup.js';
import { MINUTE_COLOURS, REACH_COLOUR, SATURATION_COLOURS, UNSERVED_BREAKS, UNSERVED_COLOURS, minuteBreaks } from '../colours.js';
import { columnValue } from '../columns.js';
import { count, limit, people, peopleCell, peopleText, percent } from '../format.js';
import { LARGEST_DISC } from '../map/unit-shades.js';
import { scaleOf } from '../shading.js';
import { termsText } from './checkup-words.js';
import { noNumber, serviceName, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */

/** @param {Texts} t @param {number} threshold minutes */
export function classLabels(t, threshold) {
  const breaks = minuteBreaks(threshold);
  return [...breaks.map((end) => t.map.upTo(limit(t, end))), t.map.above(limit(t, breaks[3])), t.unreachable];
}

/** @typedef {{ title: unknown, body: unknown, notes: string[] }} Legend */

/** @param {State} s @param {Texts} t */
export function legend(s, t) {
  if (!s.study) return nothing;
  const { title, body, notes } = legendOf(s, t);
  return html`<details class="legend" aria-label=${t.map.legend} ?open=${s.layout !== 'phone'}>
    <summary>${title}</summary>
    ${body} ${notes.map((note) => html`<p class="soft">${note}</p>`)}
  </details>`;
}

/** @param {State} s @param {Texts} t @returns {Legend} */
function legendOf(s, t) {
  const w = t.checkup.legend;
  const { mode, minutes } = s.question;
  if (isShaded(s)) return s.tab === 'gaps' ? gapKey(s, t) : shades(s, t);
  const shown = heatShown(s);
  if (shown === 'minutes') return { title: t.map.legendMinutes(t.mode[mode], serviceName(s, t)), body: minuteRows(s, t), notes: [t.map.clearMinutes] };
  if (shown === 'points') {
    const unit = told(t, serviceFacts(s)?.terms?.unit);
    return { title: w.points(serviceName(s, t)), body: pointRows(s, t), notes: [...(unit ? [w.pointsNote(unit)] : []), w.closed] };
  }
  if (shown === 'reach') {
    const notes = s.selection?.kind === 'facility' ? [w.reachFacility] : isPlain(s) ? [] : [w.reachStandIn(t.mode[mode], minutes)];
    return { title: w.reach(t.mode[mode], minutes, serviceName(s, t)), body: reachRows(s, t), notes };
  }
  if (isPlain(s)) return { title: t.map.legendUnserved, body: densityRows(s, t), notes: [t.map.clear] };
  return { title: w.zoneUnserved(termsText(s, t)), body: densityRows(s, t), notes: [t.map.clear, w.zoneNote] };
}

/** @param {unknown} label @param {string} colour @param {unknown} value @param {{ title?: string, apart?: boolean, hatched?: boolean }} [how] */
const row = (label, colour, value, { title, apart, hatched } = {}) => html`<tr class=${apart ? 'break' : ''}>
  <th scope="row"><i class="swatch ${hatched ? 'hatched' : ''}" style="background-color:${colour}"></i>${label}</th>
  <td title=${title ?? nothing}>${value}</td>
</tr>`;

/** @param {Texts} t @param {string} unit @param {unknown} rows @param {unknown} [foot] */
const table = (t, unit, rows, foot = nothing) => html`<table>
  <thead>
    <tr>
      <th scope="col"><span class="hidden">${t.map.legend}</span></th>
      <th scope="col">${unit}</th>
    </tr>
  </thead>
  <tbody>
    ${rows}
  </tbody>
  ${foot}
</table>`;

/** @param {State} s @param {Texts} t */
function minuteRows(s, t) {
  const rows = classLabels(t, s.question.minutes).map((label, i) => {
    const n = s.served?.classes[i];
    return row(label, MINUTE_COLOURS[i], n === undefined ? noNumber(s, t) : peopleCell(t, n), { title: people(t, n).exact, apart: i === 3, hatched: i === 5 });
  });
  return table(t, t.map.legendPeople, rows);
}

/** People out of reach: of all residents where all travel alike, of the target group by the checkup. @param {State} s @param {Texts} t */
function outOfReach(s, t) {
  const out = isPlain(s) ? s.served?.unserved : s.checkup ? columnValue(s, wholeUnit(s), 'unserved') : undefined;
  return out === undefined ? noNumber(s, t) : peopleText(t, out);
}

/** @param {State} s @param {Texts} t */
function densityRows(s, t) {
  const labels = [...UNSERVED_BREAKS.map((end) => `< ${peopleCell(t, end)}`), `≥ ${peopleCell(t, UNSERVED_BREAKS[UNSERVED_BREAKS.length - 1])}`];
  return html`<table>
    <tbody>
      ${labels.map((label, i) => html`<tr><th scope="row"><i class="swatch" style="background-color:${UNSERVED_COLOURS[i]}"></i>${label}</th></tr>`)}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">${t.tiles.unserved} ${outOfReach(s, t)}</th>
      </tr>
    </tfoot>
  </table>`;
}

/** @param {State} s @param {Texts} t */
function reachRows(s, t) {
  const plain = isPlain(s);
  const share = plain ? s.served?.unitShare[wholeUnit(s)] : s.checkup ? indicator(s.checkup, s.question.service, wholeUnit(s), 'reachable') : undefined;
  const n = plain ? s.served?.served : s.checkup ? columnValue(s, wholeUnit(s), 'people') - columnValue(s, wholeUnit(s), 'unserved') : undefined;
  const value = n === undefined || share === undefined ? noNumber(s, t) : `${peopleText(t, n)} · ${percent(t, share)}`;
  return table(t, t.checkup.legend.people, row(t.checkup.legend.reachIn, REACH_COLOUR, value, { title: people(t, n).exact }));
}

/** @param {Texts} t */
function saturationLabels(t) {
  const [idle, low, fit, tight] = SATURATION_BREAKS.map((end) => `${limit(t, end * 100)}%`);
  const ranges = [`< ${idle}`, `${idle}–${low}`, `${low}–${fit}`, `${fit}–${tight}`, `> ${tight}`];
  return ranges.map((range, i) => `${t.checkup.saturationClasses[i]} ${range}`);
}

/** @param {State} s @param {Texts} t */
function pointRows(s, t) {
  const use = s.use?.service === s.question.service ? s.use.columns : null;
  const counts = [0, 0, 0, 0, 0, 0];
  use?.saturation.forEach((value) => counts[(saturationClass(value) + 6) % 6]++);
  const cell = (/** @type {number} */ i) => (use ? count(t, counts[i]) : noNumber(s, t));
  return table(t, t.checkup.legend.pointsCount, [
    ...saturationLabels(t).map((label, i) => row(label, SATURATION_COLOURS[i], cell(i))),
    row(t.noData, 'transparent', cell(5), { hatched: true }),
  ]);
}

/** @param {State} s @param {Texts} t @returns {Legend} */
function shades(s, t) {
  const w = t.checkup;
  const scale = scaleOf(s.sort.by, s.question.minutes);
  const column = /** @type {keyof typeof w.shadeWhat} */ (scale.column);
  const units = s.study?.units ?? [];
  // One class more for no data.
  const counts = Array.from({ length: scale.colours.length + 1 }, () => 0);
  units.forEach((unit, i) => {
    if (unit.level === s.level) counts[(scale.classOf(columnValue(s, i, scale.column)) + counts.length) % counts.length]++;
  });
  const labels = column === 'minutes' ? classLabels(t, s.question.minutes).slice(0, 5) : column === 'saturation' ? saturationLabels(t) : breakLabels(t, scale.breaks, column === 'unserved');
  const level = told(t, s.study?.description.levels[s.level]?.name);
  const rows = [
    ...labels.map((label, i) => row(label, scale.colours[i], count(t, counts[i]))),
    row(t.noData, 'transparent', count(t, counts[scale.colours.length]), { hatched: true }),
  ];

  return { title: w.legend.unitsAt(level, `${serviceName(s, t)} · ${w.shadeWhat[column]}`), body: table(t, w.shadeUnits, rows), notes: [] };
}

/** @param {Texts} t @param {number[]} breaks @param {boolean} heads of people, not shares */
function breakLabels(t, breaks, heads) {
  const text = (/** @type {number} */ n) => (heads ? peopleCell(t, n) : `${limit(t, n * 100)}%`);
  const between = breaks.slice(1).map((end, i) => `${text(breaks[i])}–${text(end)}`);
  return [t.checkup.legend.below(text(breaks[0])), ...between, t.checkup.legend.from(text(breaks[breaks.length - 1]))];
}

/** @param {State} s @param {Texts} t @returns {Legend} */
function gapKey(s, t) {
  const found = gapsFound(s);
  const w = t.checkup.gaps;
  const most = found.length > 0 ? Math.max(...found.map((gap) => gap.people)) : NaN;
  const keys = [1, 0.25].map((share) => html`<p class="gap-key"><i class="disc" style="--r:${Math.round(LARGEST_DISC * Math.sqrt(share))}px"></i>${peopleText(t, most * share)}</p>`);
  return { title: w.map, body: found.length > 0 ? keys : nothing, notes: [w.units(count(t, new Set(found.map((gap) => gap.unit)).size)), w.mapNote] };
}
