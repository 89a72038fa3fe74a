/** The standard as it is asked for: a row per service, its numbers to be edited, each with where it comes from. */
import { html, nothing } from 'lit-html';
import { count, limit } from '../format.js';
import { domainGlyph, icon } from '../icons.js';
import { LONGEST_MINUTES, ZONES } from '../standard.js';
import { errorText } from '../text/index.js';
import { told, unknownServices } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { StandardRow } from '../engine/types.js' */

const MODES = /** @type {const} */ (['walk', 'cycle', 'drive']);
/** Columns that say how far to trust the others: they change with them. */
const isTag = (/** @type {string} */ field) => field.endsWith('_tag');

/**
 * What a row needs to be drawn.
 * @typedef {{ s: State, t: Texts, act: Actions, row: StandardRow, own: Map<string, string>, group: string }} Shown
 */

/** @param {State} s @param {Texts} t @param {Actions} act */
export function standard(s, t, act) {
  const { standard, study } = s;
  if (!standard || !study) return html`<p class="soft">${t.computing}</p>`;
  const { own, now, differences, groups } = standard;
  /** @type {Map<string, Map<string, string>>} by service, what the changed cells said */
  const changed = new Map();
  for (const { service, field, values } of differences) {
    if (field === null || isTag(field)) continue;
    const cells = changed.get(service) ?? new Map();
    changed.set(service, cells.set(field, values[0] ?? ''));
  }
  const cells = [...changed.values()].reduce((sum, of) => sum + of.size, 0);
  const { domains } = study.description;
  const groupName = (/** @type {string} */ code) => told(t, groups.find((group) => group.code === code)?.name) || code;
  return html`<p>
      <b>${now.name}</b> <span class="soft">${t.desk.standard.version(now.version)} · ${t.desk.standard.rows(count(t, now.rows.length))}</span>
    </p>
    <p class="soft">${cells > 0 ? t.desk.standard.changed(count(t, cells), own.name) : differences.length > 0 ? t.desk.standard.other(own.name) : t.desk.standard.unchanged}</p>
    ${unknownServices(s, t, now)}
    <div class="standard-tools">
      <button type="button" class="button" ?disabled=${differences.length === 0 && own.name === now.name && own.version === now.version} @click=${act.resetStandard}>${icon('undo')}${t.desk.standard.reset}</button>
      <button type="button" class="button" @click=${act.pickFile}>${t.desk.standard.load}</button>
      <button type="button" class="button" @click=${act.saveCsv}>CSV</button>
      <button type="button" class="button" @click=${act.saveJson}>JSON</button>
    </div>
    ${domains.map((domain, i) => {
      const rows = now.rows.filter((row) => row.domain === domain.code);
      if (rows.length === 0) return nothing;
      return html`<h2 class="label standard-domain"><span class="chip d${i}">${domainGlyph(i)}</span>${told(t, domain.name)}</h2>
        ${rows.map((row) => rowOf({ s, t, act, row, own: changed.get(row.code) ?? new Map(), group: groupName(row.group) }))}`;
    })}
    <p class="soft">${t.desk.standard.note}</p>`;
}

/** @param {Shown} p */
function rowOf(p) {
  const { t, row, own, act } = p;
  const words = t.desk.standard;
  const people = row.base === 'total' ? t.desk.standard.residents : p.group;
  return html`<details class="standard-row ${own.size > 0 ? 'changed' : ''}" data-code=${row.code}>
    <summary>
      <span class="cut">${told(t, row.name)}</span>
      ${own.size > 0 ? html`<span class="mark-changed">${words.mark}</span>` : nothing}
      <span class="amount" title=${words.minutesOf}>${ZONES.map((zone) => limit(t, row.minutes[zone])).join(' · ')} ${t.minutesUnit}</span>
    </summary>
    <div class="standard-body">
      <p class="soft">${row.code} · ${p.group}</p>
      <table class="by-zone">
        <thead>
          <tr>
            <td></td>
            ${ZONES.map((zone) => html`<th scope="col">${t.desk.zones[zone]}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${zoneRow(p, words.fields.minutes, t.minutesUnit, (zone) => number(p, `minutes_${zone}`, `${words.fields.minutes} ${t.desk.zones[zone]}`, row.minutes[zone]))}
          ${zoneRow(p, words.fields.mode, '', (zone) => pick(p, `mode_${zone}`, `${words.fields.mode} ${t.desk.zones[zone]}`, row.mode[zone], MODES.map((mode) => ({ value: mode, text: t.mode[mode] }))))}
          ${zoneRow(p, words.fields.k, t.unitPlaces(2), (zone) => number(p, `k_${zone}`, `${words.fields.k} ${t.desk.zones[zone]}`, row.k[zone]))}
          ${zoneRow(p, words.fields.minScale, told(t, row.minScaleUnit), (zone) => number(p, `min_scale_${zone}`, `${words.fields.minScale} ${t.desk.zones[zone]}`, row.minScale[zone]))}
          <tr>
            <th scope="row">${words.ask}</th>
            ${ZONES.map(
              (zone) => html`<td>
                <button type="button" class="link" ?disabled=${row.minutes[zone] > LONGEST_MINUTES} title=${words.askHow(t.mode[row.mode[zone]], limit(t, row.minutes[zone]))} @click=${() => act.ask({ service: row.code, mode: row.mode[zone], minutes: row.minutes[zone] })}>
                  ${words.askButton}
                </button>
              </td>`,
            )}
          </tr>
        </tbody>
      </table>
      <div class="by-norm">
        ${labelled(words.fields.norm, words.per(told(t, row.unit), people), number(p, 'norm', words.fields.norm, row.norm))}
        ${labelled(words.fields.normNew, words.per(told(t, row.unit), people), number(p, 'norm_new', words.fields.normNew, row.normNew ?? null))}
        ${labelled(words.fields.rate, words.per(told(t, row.unit), people), number(p, 'rate', words.fields.rate, row.rate ?? null))}
        ${labelled(words.fields.base, '', pick(p, 'base', words.fields.base, row.base, [{ value: 'group', text: p.group }, { value: 'total', text: words.residents }]))}
        ${labelled(words.fields.rigid, '', pick(p, 'rigid', words.fields.rigid, row.rigid ? 'yes' : 'no', [{ value: 'yes', text: words.rigid }, { value: 'no', text: words.flexible }]))}
      </div>
      <p class="soft">${words.source(told(t, row.source))}</p>
      <p class="soft">${words.trust(words.trusts[row.tags.minutes], words.trusts[row.tags.norm], words.trusts[row.tags.scale])}</p>
      ${own.size > 0 ? html`<button type="button" class="button" @click=${() => act.resetRow(row.code)}>${icon('undo')}${words.resetRow}</button>` : nothing}
    </div>
  </details>`;
}

/** @param {Shown} p @param {string} name @param {string} unit @param {(zone: 'urban' | 'suburban' | 'rural') => unknown} cell */
const zoneRow = (p, name, unit, cell) =>
  html`<tr>
    <th scope="row">${name}${unit ? html` <span class="soft">${unit}</span>` : nothing}</th>
    ${ZONES.map((zone) => html`<td>${cell(zone)}</td>`)}
  </tr>`;

/** @param {string} name @param {string} unit @param {unknown} field */
const labelled = (name, unit, field) => html`<div class="labelled"><span>${name}</span>${field}<span class="soft">${unit}</span></div>`;

/** What a changed cell said, in its title; what is wrong with what was typed, under it. @param {Shown} p @param {string} field */
function state({ s, t, row, own }, field) {
  const was = own.get(field);
  const wrong = s.cellRefused?.service === row.code && s.cellRefused.field === field ? s.cellRefused : null;
  const title = wrong ? errorText(t, wrong.code)[0] : was === undefined ? nothing : t.desk.standard.was(was || t.desk.standard.blank);
  return { changed: was !== undefined, wrong, title };
}

/** @param {Shown} p @param {string} field @param {string} label @param {number | null} value */
function number(p, field, label, value) {
  const { t, act, row } = p;
  const { changed, wrong, title } = state(p, field);
  const text = value === null ? '' : String(value);
  const leave = (/** @type {KeyboardEvent} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    if (event.key === 'Enter') input.blur();
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    input.value = text;
  };
  return html`<input
      class="cell ${changed ? 'changed' : ''}"
      type="text"
      inputmode="decimal"
      autocomplete="off"
      size="5"
      data-field=${field}
      aria-label="${told(t, row.name)} ${label}"
      aria-invalid=${wrong ? 'true' : nothing}
      title=${title}
      placeholder=${value === null ? '—' : nothing}
      .value=${text}
      @keydown=${leave}
      @change=${(/** @type {Event} */ event) => act.setCell(row.code, field, /** @type {HTMLInputElement} */ (event.target).value)}
    />${wrong ? html`<span class="wrong" role="alert">${t.desk.standard.refused(wrong.found ?? '')}</span>` : nothing}`;
}

/** @param {Shown} p @param {string} field @param {string} label @param {string} value @param {{ value: string, text: string }[]} options */
function pick(p, field, label, value, options) {
  const { t, act, row } = p;
  const { changed, title } = state(p, field);
  return html`<select
    class="cell ${changed ? 'changed' : ''}"
    data-field=${field}
    aria-label="${told(t, row.name)} ${label}"
    title=${title}
    @change=${(/** @type {Event} */ event) => act.setCell(row.code, field, /** @type {HTMLSelectElement} */ (event.target).value)}
  >
    ${options.map((one) => html`<option value=${one.value} .selected=${one.value === value}>${one.text}</option>`)}
  </select>`;
}
