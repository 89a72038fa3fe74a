/** The legend: what the colours stand for, with the people in each class. */
import { html, nothing } from 'lit-html';
import { MINUTE_COLOURS, UNSERVED_BREAKS, UNSERVED_COLOURS, minuteBreaks } from '../colours.js';
import { limit, people, peopleCell, peopleText } from '../format.js';
import { noNumber, serviceName } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */

/** @param {Texts} t @param {number} threshold minutes */
export function classLabels(t, threshold) {
  const breaks = minuteBreaks(threshold);
  return [...breaks.map((end) => t.map.upTo(limit(t, end))), t.map.above(limit(t, breaks[3])), t.unreachable];
}

/** @param {State} s @param {Texts} t */
export function legend(s, t) {
  if (s.heat === 'off' || !s.study) return nothing;
  const minutes = s.heat === 'minutes';
  const title = minutes ? t.map.legendMinutes(t.mode[s.question.mode], serviceName(s, t)) : t.map.legendUnserved;
  return html`<details class="legend" aria-label=${t.map.legend} ?open=${s.layout !== 'phone'}>
    <summary>${title}</summary>
    ${minutes ? minuteRows(s, t) : densityRows(s, t)}
    <p class="soft">${minutes ? t.map.clearMinutes : t.map.clear}</p>
  </details>`;
}

/** @param {State} s @param {Texts} t */
function minuteRows(s, t) {
  return html`<table>
    <thead>
      <tr>
        <th scope="col"><span class="hidden">${t.minutesUnit}</span></th>
        <th scope="col">${t.map.legendPeople}</th>
      </tr>
    </thead>
    <tbody>
      ${classLabels(t, s.question.minutes).map((label, i) => {
        const n = s.served?.classes[i];
        return html`<tr class=${i === 3 ? 'break' : ''}>
          <th scope="row"><i class="swatch ${i === 5 ? 'hatched' : ''}" style="background-color:${MINUTE_COLOURS[i]}"></i>${label}</th>
          <td title=${people(t, n).exact}>${n === undefined ? noNumber(s, t) : peopleCell(t, n)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
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
        <th scope="row">${t.tiles.unserved} ${s.served ? peopleText(t, s.served.unserved) : noNumber(s, t)}</th>
      </tr>
    </tfoot>
  </table>`;
}
