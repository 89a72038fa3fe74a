/** A table of the user before it is taken over: what it was taken for, what came of it, what is wrong with it. */
import { html, nothing } from 'lit-html';
import { count, limit, peopleText } from '../format.js';
import { icon } from '../icons.js';
import { errorText } from '../text/index.js';
import { told, unknownServices } from './shared.js';
/** @import { State, TriedTable } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { TableReport } from '../engine/types.js' */

const KINDS = /** @type {const} */ (['units', 'people', 'facilities', 'candidates', 'attributes', 'loads', 'factors', 'standard']);
const DATUMS = /** @type {const} */ (['wgs84', 'gcj02', 'bd09']);
const KEEPS = /** @type {const} */ (['beside', 'otherServices']);
const SHOWN = 200;

/** @param {State} s @param {Texts} t @param {Actions} act */
export function triedTable(s, t, act) {
  const { table } = s;
  if (!table) return nothing;
  const ready = table.report ?? table.standard;
  return html`<section class="tried" aria-label=${t.desk.table.title}>
    <h2>${t.desk.table.title} <span class="soft">${table.name}</span></h2>
    ${how(t, act, table)}
    <div class="tried-found" aria-live="polite">
      ${table.failure ? refused(t, table.failure) : ready ? nothing : html`<p class="soft">${t.computing}</p>`}
      ${table.report ? [counts(t, table.report), problems(t, act, table.report)] : nothing}
      ${table.standard
        ? html`${unknownServices(s, t, table.standard.table)}<p>${t.desk.table.standardFound(table.standard.table.name, table.standard.table.version, count(t, table.standard.table.rows.length), count(t, table.standard.differences.length))}</p>`
        : nothing}
    </div>
    <div class="row">
      <button type="button" class="button primary" ?disabled=${!ready} @click=${table.standard ? act.takeStandard : act.takeTable}>${t.desk.table.take}</button>
      <button type="button" class="button" @click=${act.discardTable}>${t.desk.table.discard}</button>
      <span class="soft">${ready ? t.desk.table.untouched : ''}</span>
    </div>
  </section>`;
}

/**
 * A labelled choice.
 * @template {string} V
 * @param {string} label @param {V} value @param {{ value: V, text: string }[]} options @param {(value: V) => void} pick
 */
const choice = (label, value, options, pick) =>
  html`<label class="choice"
    ><span>${label}</span
    ><select @change=${(/** @type {Event} */ event) => pick(/** @type {V} */ (/** @type {HTMLSelectElement} */ (event.target).value))}>
      ${options.map((one) => html`<option value=${one.value} .selected=${one.value === value}>${one.text}</option>`)}
    </select></label
  >`;

/** How it is read, to be changed. @param {Texts} t @param {Actions} act @param {TriedTable} table */
function how(t, act, table) {
  const { desk } = t;
  const kinds = KINDS.map((kind) => ({ value: /** @type {string} */ (kind), text: desk.kinds[kind] }));
  const datums = DATUMS.map((datum) => ({ value: /** @type {TriedTable['datum']} */ (datum), text: desk.datums[datum] }));
  const proposed = table.report ? desk.table.proposed(desk.datums[table.report.proposal?.datum ?? table.report.datum]) : desk.table.propose;
  return html`<div class="choices">
    ${choice(desk.table.kind, table.kind ?? '', table.kind ? kinds : [{ value: '', text: desk.table.unknownKind }, ...kinds], (kind) => act.retryTable({ kind: /** @type {TriedTable['kind']} */ (kind || null) }))}
    ${table.report?.proposal ? choice(desk.table.datum, table.datum, [{ value: 'propose', text: proposed }, ...datums], (datum) => act.retryTable({ datum })) : nothing}
    ${table.kind === 'facilities'
      ? choice(desk.table.keep, table.keep, KEEPS.map((keep) => ({ value: keep, text: desk.keeps[keep] })), (keep) => act.retryTable({ keep }))
      : nothing}
  </div>`;
}

/** @param {Texts} t @param {import('../state.js').Refusal} failure */
function refused(t, { code, place, found }) {
  const [what, todo] = errorText(t, code);
  return html`<div class="no-answer" role="alert">
    <b>${what}</b>
    ${place ? html`<p>${t.notices.where(place)}</p>` : nothing} ${found ? html`<p>${t.notices.found(found)}</p>` : nothing}
    <p>${todo} ${t.notices.kept} <span class="soft">${code}</span></p>
  </div>`;
}

/** @param {Texts} t @param {TableReport} report */
function counts(t, report) {
  const { table } = t.desk;
  const fact = (/** @type {string} */ name, /** @type {unknown} */ value) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
  const people = report.peoplePlaced + report.peopleUnplaced > 0;
  return html`<table class="facts tried-counts">
    <tbody>
      ${fact(table.rows, table.rowsValue(count(t, report.rows), report.encoding))} ${fact(table.placed, count(t, report.placed))}
      ${fact(table.unplaced, report.duplicates > 0 ? table.unplacedValue(count(t, report.unplaced), count(t, report.duplicates)) : count(t, report.unplaced))}
      ${people ? [fact(table.peoplePlaced, peopleText(t, report.peoplePlaced)), fact(table.peopleUnplaced, peopleText(t, report.peopleUnplaced))] : nothing}
      ${report.proposal
        ? fact(
            table.medians(count(t, report.proposal.sampled)),
            DATUMS.map((datum, i) => {
              const metres = report.proposal?.medianMetres[i] ?? null;
              return html`<div>${t.desk.datums[datum]} ${metres === null ? t.desk.table.farFromRoads : t.desk.table.metres(limit(t, Math.round(metres)))}</div>`;
            }),
          )
        : nothing}
    </tbody>
  </table>`;
}

/** @param {Texts} t @param {Actions} act @param {TableReport} report */
function problems(t, act, report) {
  const { table } = t.desk;
  if (report.problemCount === 0) return html`<p>${table.noProblems}</p>`;
  const head = [table.row, table.field, table.found, table.expected, table.result];
  const cells = report.problems.map((one) => [
    one.row > 0 ? String(one.row) : table.wholeFile,
    one.field,
    one.found,
    told(t, one.expected),
    one.kept ? table.cellLeftOut : table.rowLeftOut,
  ]);
  const text = () => [[report.name], head, ...cells].map((line) => line.join('\t')).join('\n');
  return html`<h3 class="label">${table.problems(count(t, report.problemCount))}</h3>
    <div class="problems" tabindex="0" role="region" aria-label=${table.problems(count(t, report.problemCount))}>
      <table>
        <thead>
          <tr>
            ${head.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${cells.slice(0, SHOWN).map((line) => html`<tr>${line.map((cell) => html`<td>${cell}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
    <div class="row spread">
      <span class="soft">${report.problemCount > SHOWN ? table.shown(count(t, Math.min(SHOWN, cells.length))) : ''}</span>
      <button type="button" class="button copy" data-done-text=${t.copied} @click=${(/** @type {Event} */ event) => act.copy(text(), /** @type {HTMLElement} */ (event.currentTarget))}>
        ${icon('copy')}<span>${t.copy}</span>
      </button>
    </div>`;
}
