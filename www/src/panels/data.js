/** What the study was made of: counts, what was skipped or estimated, where it comes from. */
import { html, nothing } from 'lit-html';
import { count, people, peopleText } from '../format.js';
import { SMALL_VILLAGES } from '../hash.js';
import { icon } from '../icons.js';
import { segments, told } from './shared.js';
import { standard } from './standard.js';
import { triedTable } from './tables.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const LISTED = 200;
const HALVES = /** @type {const} */ (['facts', 'standard']);
const MODES = /** @type {const} */ (['walk', 'cycle', 'drive']);

/** One note with what it is about, as far as it is listed. @param {Texts} t @param {{ text: { zh: string, en: string }, count: number, listed: string[] }} note */
function noteOf(t, note) {
  const head = html`<span>${told(t, note.text)}</span><b>${count(t, note.count)}</b>`;
  if (note.listed.length === 0) return html`<p class="note">${head}</p>`;
  return html`<details class="note">
    <summary>${head}</summary>
    <p class="soft">${note.listed.slice(0, LISTED).join(t.code === 'zh' ? '、' : ', ')}${note.listed.length > LISTED ? ' …' : ''}</p>
  </details>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function data(s, t, act) {
  const { study } = s;
  const open = html`<button type="button" class="button" @click=${act.pickFile}>${icon('file')}${t.data.open}</button>
    <p class="soft">${t.data.openHow}</p>
    <p class="demos">
      ${act.demo ? html`<button type="button" class="link" @click=${act.demo}>${t.study.demo}</button>` : nothing}
      <button type="button" class="link" @click=${() => act.made(false)}>${t.desk.made.small(count(t, SMALL_VILLAGES))}</button>
    </p>`;
  if (!study) return open;
  const halves = segments({
    label: t.desk.halvesTitle,
    value: s.desk,
    options: HALVES.map((half) => ({ value: half, text: t.desk.halves[half] })),
    pick: act.desk,
  });
  if (s.desk === 'standard') return html`${halves} ${standard(s, t, act)}`;
  const d = study.description;
  const fact = (/** @type {string} */ name, /** @type {unknown} */ value, title = '') => html`<tr title=${title || nothing}><th scope="row">${name}</th><td>${value}</td></tr>`;
  const without = d.services.filter((service) => service.facilities === null);
  return html`${halves} ${triedTable(s, t, act)} ${open}
    <h2 class="label">${t.data.read}</h2>
    <table class="facts">
      <tbody>
        ${fact(t.data.file, study.file)}
        ${fact(t.data.people, peopleText(t, d.people), people(t, d.people).exact)}
        ${fact(t.data.peopleEstimated, peopleText(t, d.peopleEstimated), people(t, d.peopleEstimated).exact)}
        ${fact(t.data.units, count(t, d.units))} ${fact(t.data.demandPoints, count(t, d.demandPoints))} ${fact(t.data.facilities, t.places(count(t, d.facilities)))}
        ${MODES.map((mode) => fact(`${t.data.roads} · ${t.mode[mode]}`, t.data.kilometres(count(t, study.network.modes[mode].kilometres))))}
        ${fact(t.data.turns, t.data.turnsApplied(count(t, study.network.turnRestrictionsApplied), count(t, study.network.turnRestrictions)))}
        ${d.synthetic ? fact(t.desk.made.stamp, t.desk.made.stampLong) : nothing} ${fact(t.data.credit, d.credit)} ${fact(t.data.version, study.version)}
      </tbody>
    </table>
    <h2 class="label">${t.data.notes}</h2>
    ${d.notes.length === 0 ? html`<p>${t.data.none}</p>` : d.notes.map((note) => noteOf(t, note))}
    ${study.network.skipped.length === 0
      ? nothing
      : html`<h2 class="label">${t.data.skipped}</h2>
          <table class="facts">
            <tbody>
              ${study.network.skipped.map((one) => fact(t.skips[one.reason] ?? one.reason, count(t, one.count)))}
            </tbody>
          </table>`}
    ${without.length === 0
      ? nothing
      : html`<h2 class="label">${t.data.services}</h2>
          <p class="soft">${without.map((service) => told(t, service.name)).join(t.code === 'zh' ? '、' : ', ')}</p>`}`;
}
