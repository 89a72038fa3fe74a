/** The ranking: every unit of a level with its numbers; sorts by its heads, filters, copies as text. */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { count, minutes, people, peopleCell, percent } from '../format.js';
import { icon } from '../icons.js';
import { noAnswer, segments, selectedUnit, told, unservedOf } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const COLUMNS = /** @type {const} */ (['name', 'people', 'share', 'unserved', 'minutes']);

/** @typedef {{ index: number, code: string, name: string, estimated: boolean, people: number | null, share: number, unserved: number, minutes: number }} Row */

/** @param {State} s @returns {Row[]} */
function rowsOf(s) {
  const { study, served } = s;
  if (!study || !served) return [];
  const wanted = s.filter.trim().toLowerCase();
  const rows = study.units.flatMap((unit, index) =>
    unit.level === s.level && (!wanted || `${unit.name} ${unit.nameLocal ?? ''}`.toLowerCase().includes(wanted))
      ? [{
          index,
          code: unit.code,
          name: unit.name,
          estimated: unit.estimated,
          people: unit.people,
          share: served.unitShare[index],
          unserved: unservedOf(served, index),
          minutes: served.unitMinutes[index],
        }]
      : [],
  );
  const { by, down } = s.sort;
  const words = new Intl.Collator(s.lang === 'zh' ? 'zh-Hans-CN' : 'en', { numeric: true });
  return rows.sort((a, b) => {
    if (by === 'name') return (down ? -1 : 1) * words.compare(a.name, b.name) || a.index - b.index;
    const x = a[by] ?? NaN;
    const y = b[by] ?? NaN;
    // What is not known stands below, whichever way it is sorted.
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a.index - b.index;
    return (down ? y - x : x - y) || a.index - b.index;
  });
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function ranking(s, t, act) {
  const { study } = s;
  if (!study || !s.served) return noAnswer(s, t);
  const levels = study.description.levels.slice(0, -1);
  const rows = rowsOf(s);
  const chosen = selectedUnit(s, act.unitAt);
  const text = () =>
    [COLUMNS.map((c) => t.columns[c]).join('\t'), ...rows.map((r) => [r.name, r.people ?? t.noData, r.share, r.unserved, r.minutes].map((v) => (typeof v === 'number' && Number.isNaN(v) ? t.noData : v)).join('\t'))].join('\n');
  return html`<div class="table-tools">
      ${levels.length > 1
        ? segments({ label: t.levelTitle, value: s.level, options: levels.map((level, i) => ({ value: i, text: told(t, level.name) })), pick: act.level })
        : nothing}
      <input class="filter" type="search" placeholder=${t.filter} aria-label=${t.filter} .value=${s.filter} @input=${(/** @type {any} */ e) => act.filter(e.target.value)} />
    </div>
    <table class="ranking">
      <thead>
        <tr>
          ${COLUMNS.map((column) => {
            const on = s.sort.by === column;
            return html`<th scope="col" class=${column === 'name' ? 'name' : 'number'} aria-sort=${on ? (s.sort.down ? 'descending' : 'ascending') : nothing}>
              <button type="button" title=${t.columnsHow[column]} @click=${() => act.sortBy(column)}>
                ${t.columns[column]}<span class="arrow" aria-hidden="true">${on ? (s.sort.down ? '▾' : '▴') : ''}</span>
              </button>
            </th>`;
          })}
        </tr>
      </thead>
      <tbody>
        ${repeat(rows, (row) => row.code, (row) => rowOf(row, row.index === chosen, t, act))}
      </tbody>
    </table>
    ${rows.length === 0 ? html`<p class="soft">${t.noRows}</p>` : nothing}
    <div class="row table-foot">
      <span class="soft">${t.rows(count(t, rows.length))}</span>
      <button type="button" class="button" data-done-text=${t.copied} @click=${(/** @type {any} */ e) => act.copy(text(), e.currentTarget)}>${icon('copy')}<span>${t.copy}</span></button>
    </div>`;
}

/** @param {Row} row @param {boolean} chosen @param {Texts} t @param {Actions} act */
function rowOf(row, chosen, t, act) {
  const cell = (/** @type {string} */ text, /** @type {string} */ title, /** @type {boolean} */ known) =>
    html`<td class="number ${known ? '' : 'unknown'}" title=${title}>${text}</td>`;
  return html`<tr class=${chosen ? 'chosen' : ''} data-code=${row.code} @click=${() => act.goToUnit(row.index)}>
    <th scope="row" class="name">
      <div><button type="button" aria-current=${chosen ? 'true' : nothing}>${row.name}</button>${row.estimated ? html`<abbr title=${t.estimatedLong}>${t.estimated}</abbr>` : nothing}</div>
    </th>
    ${cell(peopleCell(t, row.people), `${people(t, row.people).exact}${row.estimated ? ` · ${t.estimatedLong}` : ''}`, row.people !== null)}
    <td class="number ${Number.isNaN(row.share) ? 'unknown' : ''}" title="${t.columnsHow.share}: ${Number.isNaN(row.share) ? t.noData : row.share}">
      ${percent(t, row.share)}
    </td>
    ${cell(peopleCell(t, row.unserved), people(t, row.unserved).exact, !Number.isNaN(row.unserved))}
    ${cell(minutes(t, row.minutes), `${t.columnsHow.minutes}: ${Number.isNaN(row.minutes) ? t.unreachable : row.minutes}`, !Number.isNaN(row.minutes))}
  </tr>`;
}
