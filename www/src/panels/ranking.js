/** The ranking: every unit of a level with its indicators; sorts by its heads, filters, colours the map, copies as text. */
import { html, nothing } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import { COLUMNS, columnValue } from '../columns.js';
import { count, minutes, people, peopleCell, percent } from '../format.js';
import { icon } from '../icons.js';
import { noNumbers } from './checkup-words.js';
import { segments, selectedUnit, told } from './shared.js';
/** @import { Column } from '../columns.js' */
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** So many rows are shown before "more". */
const SHOWN = 300;

/** @typedef {{ index: number, code: string, name: string, estimated: boolean, values: Record<Column, number> }} Row */

/** @param {State} s @returns {Row[]} */
function rowsOf(s) {
  const { study, sort } = s;
  if (!study) return [];
  const wanted = s.filter.trim().toLowerCase();
  const rows = study.units.flatMap((unit, index) => {
    if (unit.level !== s.level || (wanted && !`${unit.name} ${unit.nameLocal ?? ''}`.toLowerCase().includes(wanted))) return [];
    const values = /** @type {Record<Column, number>} */ (Object.fromEntries(COLUMNS.map((column) => [column, columnValue(s, index, column)])));
    return [{ index, code: unit.code, name: unit.name, estimated: unit.estimated, values }];
  });
  const { by, down } = sort;
  const words = new Intl.Collator(s.lang === 'zh' ? 'zh-Hans-CN' : 'en', { numeric: true });
  return rows.sort((a, b) => {
    if (by === 'name') return (down ? -1 : 1) * words.compare(a.name, b.name) || a.index - b.index;
    const [x, y] = [a.values[by], b.values[by]];
    // What is not known stands below, whichever way it is sorted.
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a.index - b.index;
    return (down ? y - x : x - y) || a.index - b.index;
  });
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function ranking(s, t, act) {
  const none = noNumbers(s, t, act);
  if (none || !s.study) return none;
  const rows = rowsOf(s);
  const shown = rows.slice(0, SHOWN + s.rowsShown);
  const chosen = selectedUnit(s, act.unitAt);
  return html`<div class="table-tools">
      ${levels(s, t, act)}
      <input class="filter" type="search" placeholder=${t.filter} aria-label=${t.filter} .value=${s.filter} @input=${(/** @type {any} */ e) => act.filter(e.target.value)} />
      <label class="tick"><input type="checkbox" .checked=${s.shade} @change=${(/** @type {any} */ e) => act.shade(e.target.checked)} />${t.checkup.shade}</label>
    </div>
    <table class="ranking">
      <thead>
        <tr>
          ${COLUMNS.map((column) => headOf(s, t, act, column))}
        </tr>
      </thead>
      <tbody>
        ${repeat(shown, (row) => row.code, (row) => rowOf(row, row.index === chosen, t, act))}
      </tbody>
    </table>
    ${rows.length === 0 ? html`<p class="soft">${t.noRows}</p>` : nothing}
    ${rows.length > shown.length ? html`<button type="button" class="button" @click=${act.moreRows}>${t.checkup.moreRows(count(t, rows.length - shown.length))}</button>` : nothing}
    <div class="row table-foot">
      <span class="soft">${t.rows(count(t, rows.length))}</span>
      <button type="button" class="button" data-done-text=${t.copied} @click=${(/** @type {any} */ e) => act.copy(textOf(rows, t), e.currentTarget)}>${icon('copy')}<span>${t.copy}</span></button>
    </div>`;
}

/** Which level of units: all of them where there are several. @param {State} s @param {Texts} t @param {Actions} act */
export function levels(s, t, act) {
  const all = s.study?.description.levels ?? [];
  if (all.length < 2) return nothing;
  return segments({ label: t.levelTitle, value: s.level, options: all.map((level, i) => ({ value: i, text: told(t, level.name) })), pick: act.level });
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {Column} column */
function headOf(s, t, act, column) {
  const on = s.sort.by === column;
  return html`<th scope="col" class=${column === 'name' ? 'name' : 'number'} aria-sort=${on ? (s.sort.down ? 'descending' : 'ascending') : nothing}>
    <button type="button" title=${t.columnsHow[column]} @click=${() => act.sortBy(column)}>
      ${column === 'minutes' ? t.minutesShort : t.columns[column]}<span class="arrow" aria-hidden="true">${on ? (s.sort.down ? '▾' : '▴') : ''}</span>
    </button>
  </th>`;
}

/** @param {Row[]} rows @param {Texts} t */
function textOf(rows, t) {
  const known = (/** @type {number} */ n) => (Number.isNaN(n) ? t.noData : String(n));
  return [COLUMNS.map((c) => t.columns[c]).join('\t'), ...rows.map((r) => COLUMNS.map((c) => (c === 'name' ? r.name : known(r.values[c]))).join('\t'))].join('\n');
}

/** @param {Row} row @param {boolean} chosen @param {Texts} t @param {Actions} act */
function rowOf({ index, code, name, estimated, values }, chosen, t, act) {
  const cell = (/** @type {Column} */ column, /** @type {string} */ text, /** @type {string} */ exact) =>
    html`<td class="number ${Number.isNaN(values[column]) ? 'unknown' : ''}" title="${t.columnsHow[column]}: ${exact}">${text}</td>`;
  const head = (/** @type {'people' | 'unserved'} */ column) => cell(column, peopleCell(t, values[column]), people(t, values[column]).exact);
  const share = (/** @type {Column} */ column) => cell(column, percent(t, values[column]), Number.isNaN(values[column]) ? t.noData : String(values[column]));
  // Nobody has one in reach: that is not the same as nobody knows.
  const near = Number.isNaN(values.minutes) ? (Number.isNaN(values.share) ? t.noData : t.unreachable) : minutes(t, values.minutes);
  return html`<tr class=${chosen ? 'chosen' : ''} data-code=${code} @click=${() => act.goToUnit(index)}>
    <th scope="row" class="name">
      <div><button type="button" aria-current=${chosen ? 'true' : nothing}>${name}</button>${estimated ? html`<abbr title=${t.estimatedLong}>${t.estimated}</abbr>` : nothing}</div>
    </th>
    ${head('people')} ${share('share')} ${head('unserved')} ${share('sufficient')} ${share('saturation')}
    ${cell('minutes', near, Number.isNaN(values.minutes) ? near : String(values.minutes))}
  </tr>`;
}
