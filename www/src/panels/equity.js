/** How evenly a service is spread: the Lorenz curve, the measures, where the differences lie, and the composite index. */
import { html, nothing } from 'lit-html';
import { wholeUnit } from '../checkup.js';
import { count, fixed, peopleText } from '../format.js';
import { icon } from '../icons.js';
import { noNumbers } from './checkup-words.js';
import { lorenz } from './lorenz.js';
import { levels } from './ranking.js';
import { selectedUnit, serviceName, told } from './shared.js';
/** @import { CheckupIndex, Equity } from '../engine/types.js' */
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const SHOWN = 60;
const PARTS = /** @type {const} */ (['reach', 'evenness', 'quality', 'value']);

/** @param {Texts} t @param {number | null} value */
function figure(t, value) {
  if (value === null || Number.isNaN(value)) return t.noData;
  return new Intl.NumberFormat(t.locale, { minimumFractionDigits: 3, maximumFractionDigits: 3 }).format(value);
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function equity(s, t, act) {
  const none = noNumbers(s, t, act);
  return html`${none ?? (s.equity ? spread(s, t, act, s.equity) : html`<p class="soft">${t.computing}</p>`)}
    ${s.checkup && s.index ? composite(s, t, act, s.index) : nothing}`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {Equity} equity */
function spread(s, t, act, equity) {
  const w = t.checkup.equity;
  const [gini] = equity.measures;
  const word = gini.undefined ? w.undefined[gini.undefined] : figure(t, gini.value);
  return html`<p class="headline">${gini.undefined ? w.leadUndefined(serviceName(s, t), word) : w.lead(serviceName(s, t), word)}
      <span class="soft">${w.people(peopleText(t, equity.people), equity.unknown >= 0.5 ? peopleText(t, equity.unknown) : '')}</span></p>
    ${equity.lorenz.length > 1 ? lorenz(equity, gini.undefined ? w.notApplicable : word, t) : nothing}
    <h2 class="label">${w.measures}</h2>
    <table class="facts measures">
      <tbody>
        ${equity.measures.map(
          (one) => html`<tr data-measure=${one.name} title=${w.hows[one.name]}>
            <th scope="row">${w.names[one.name]}</th>
            <td title=${one.value ?? nothing}>${one.undefined ? html`<span class="amount hatched">${w.undefined[one.undefined]}</span>` : figure(t, one.value)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
    <h2 class="label">${w.parts}</h2>
    ${levels(s, t, act)} ${parts(s, t, equity)}`;
}

/** @param {State} s @param {Texts} t @param {Equity} equity */
function parts(s, t, equity) {
  const w = t.checkup.equity;
  const level = told(t, s.study?.description.levels[s.level]?.name);
  const rows = /** @type {[string, Equity['zones']][]} */ ([[w.zones, equity.zones], [w.units(level), equity.units]]);
  return html`<table class="facts parts">
    <thead><tr><td></td><th scope="col">${w.within}</th><th scope="col">${w.between}</th></tr></thead>
    <tbody>
      ${rows.map(([name, { theilT, theilL }]) => [partRow(`${name} · T`, theilT, t), partRow(`${name} · L`, theilL, t)])}
    </tbody>
  </table>`;
}

/** @param {string} name @param {[number, number] | null} split @param {Texts} t */
const partRow = (name, split, t) => html`<tr><th scope="row">${name}</th>
  ${split ? split.map((part) => html`<td title=${part}>${figure(t, part)}</td>`) : html`<td colspan="2"><span class="amount hatched">${t.checkup.equity.noParts}</span></td>`}</tr>`;

/** @param {State} s @param {Texts} t @param {Actions} act @param {CheckupIndex} index */
function composite(s, t, act, index) {
  const w = t.checkup.equity;
  const chosen = selectedUnit(s, act.unitAt);
  const rows = (s.study?.units ?? []).map((unit, i) => ({ unit, i, ...index.units[i] })).filter((row) => row.unit.level === s.level);
  const rank = (/** @type {number} */ value) => (Number.isNaN(value) ? -1 : value);
  rows.sort((a, b) => rank(b.value) - rank(a.value) || rank(b.reach) - rank(a.reach) || a.i - b.i);
  const shown = rows.slice(0, SHOWN + s.rowsShown);
  const whole = wholeUnit(s);
  // Official scores stand beside ours, where a table of units brought them.
  const official = rows.some(({ unit }) => unit.officialScore !== null);
  const score = (/** @type {number | null | undefined} */ value) => (value === null || value === undefined ? Number.NaN : value);
  const officialCell = (/** @type {number | null | undefined} */ value) =>
    official ? html`<td class="number ${Number.isNaN(score(value)) ? 'unknown' : ''}" title=${value ?? t.noData}>${Number.isNaN(score(value)) ? t.noData : fixed(t, score(value), 1)}</td>` : nothing;
  const cells = (/** @type {CheckupIndex['units'][number]} */ row) =>
    PARTS.map((part) => html`<td class="number ${Number.isNaN(row[part]) ? 'unknown' : ''}" title=${Number.isNaN(row[part]) ? t.noData : row[part]}>${figure(t, row[part])}</td>`);
  const known = (/** @type {number} */ value) => (Number.isNaN(value) ? t.noData : value);
  const head = [t.columns.name, ...PARTS.map((part) => w.indexParts[part]), ...(official ? [w.official] : [])];
  const line = (/** @type {typeof rows[number]} */ row) => [row.unit.name, ...PARTS.map((part) => known(row[part])), ...(official ? [known(score(row.unit.officialScore))] : [])];
  const text = () => [head, ...rows.map(line)].map((cells) => cells.join('\t')).join('\n');
  return html`<h2 class="label index-label" title=${w.indexHow}>${told(t, index.label)}</h2>
    <p class="soft">${w.indexHow}</p>
    ${weights(s, t, act, index)}
    <table class="ranking index">
      <thead>
        <tr><th scope="col" class="name">${t.columns.name}</th>${PARTS.map((part) => html`<th scope="col" class="number">${w.indexParts[part]}</th>`)}${official ? html`<th scope="col" class="number" title=${w.officialHow}>${w.official}</th>` : nothing}</tr>
      </thead>
      <tbody>
        ${whole >= 0 && s.study && s.study.units[whole].level !== s.level
          ? html`<tr class="whole"><th scope="row" class="name">${s.study.units[whole].name}</th>${cells(index.units[whole])}${officialCell(s.study.units[whole].officialScore)}</tr>`
          : nothing}
        ${shown.map(
          (row) => html`<tr class=${row.i === chosen ? 'chosen' : ''} @click=${() => act.goToUnit(row.i)}>
            <th scope="row" class="name"><div><button type="button" aria-current=${row.i === chosen ? 'true' : nothing}>${row.unit.name}</button></div></th>
            ${cells(row)}${officialCell(row.unit.officialScore)}
          </tr>`,
        )}
      </tbody>
    </table>
    ${rows.length > shown.length ? html`<button type="button" class="button" @click=${act.moreRows}>${t.checkup.moreRows(count(t, rows.length - shown.length))}</button>` : nothing}
    <div class="row table-foot">
      <span class="soft">${t.rows(count(t, rows.length))}</span>
      <button type="button" class="button" data-done-text=${t.copied} @click=${(/** @type {any} */ e) => act.copy(text(), e.currentTarget)}>${icon('copy')}<span>${t.copy}</span></button>
    </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {CheckupIndex} index */
function weights(s, t, act, index) {
  const w = t.checkup.equity;
  const { weights: own, geometric } = s.indexRules;
  const judged = index.units.some((unit) => !Number.isNaN(unit.quality));
  const shown = own ?? [0.4, 0.4, judged ? 0.2 : 0];
  const set = (/** @type {number} */ i, /** @type {string} */ text) => {
    const next = /** @type {[number, number, number]} */ ([...shown]);
    next[i] = Math.max(0, Number(text) || 0);
    // All nothing weighs nothing: the old ones stay.
    if (next.some((weight) => weight > 0)) act.weigh({ weights: next });
  };
  return html`<div class="weights" role="group" aria-label=${w.weights}>
      ${PARTS.slice(0, 3).map(
        (part, i) => html`<label class="field"><span>${w.indexParts[part]}</span>
          <input type="number" min="0" max="10" step="0.1" .value=${String(shown[i])} @change=${(/** @type {any} */ e) => set(i, e.target.value)} /></label>`,
      )}
      <button type="button" class="button" ?disabled=${own === null && !geometric} @click=${() => act.weigh({ weights: null, geometric: false })}>${w.weightsReset}</button>
    </div>
    <label class="tick"><input type="checkbox" .checked=${geometric} @change=${(/** @type {any} */ e) => act.weigh({ geometric: e.target.checked })} />${w.geometric}</label>
    <p class="soft">${w.own}</p>`;
}
