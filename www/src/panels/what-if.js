/** What would be if: the forms on the card of a facility and of a unit. */
import { html, nothing } from 'lit-html';
import { indicator, serviceFacts } from '../checkup.js';
import { peopleText } from '../format.js';
import { icon } from '../icons.js';
import { editsOf, openingYear } from '../scenario.js';
import { ZONES } from '../standard.js';
import { choiceField, numberField } from './fields.js';
import { segments, serviceNameOf, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { Facility } from '../engine/types.js' */

const MOST = 10_000_000;

/** @param {State} s @param {Texts} t @param {Actions} act */
export const formsButton = (s, t, act) =>
  html`<button type="button" class="button what-if-button" aria-expanded=${s.editing} @click=${() => act.editing(!s.editing)}>${s.editing ? t.whatIf.done : t.whatIf.open}</button>`;

/** The card shows its forms: those of a facility or of a unit. @param {State} s */
export const isEditing = (s) => s.editing && (s.selection?.kind === 'facility' || s.selection?.kind === 'unit');

/** The scenario has put it elsewhere. @param {State} s @param {string} code */
export const isMoved = (s, code) => editsOf(s.scenario).some((edit) => 'move' in edit && edit.move.code === code);

/** @param {State} s @param {Texts} t @param {Actions} act @param {Facility} facility */
export function facilityForms(s, t, act, facility) {
  if (!s.editing) return nothing;
  const unitOf = (/** @type {string} */ code) => told(t, s.standard?.now.rows.find((row) => row.code === code)?.unit);
  return html`<div class="what-if">
    ${facility.services.map((service, i) =>
      numberField(t, {
        label: facility.services.length > 1 ? `${t.whatIf.capacity} · ${serviceNameOf(s, t, service)}` : t.whatIf.capacity,
        unit: unitOf(service),
        value: facility.capacity[i] ?? null,
        range: [0, MOST],
        name: `capacity-${service}`,
        set: (capacity) => capacity !== null && act.resize(facility.code, service, capacity),
      }),
    )}
    <div class="row">
      <button type="button" class="button" aria-pressed=${s.placing?.what === 'move'} @click=${() => act.placing(s.placing ? null : { what: 'move', code: facility.code })}>
        ${icon('target')}${s.placing?.what === 'move' ? t.cancel : t.whatIf.moveButton}
      </button>
    </div>
  </div>`;
}

/** What is planned, and a way to the year when it is there. @param {State} s @param {Texts} t @param {Actions} act @param {Facility} facility */
export function plannedLine(s, t, act, { code, state, year }) {
  const opening = openingYear(s.scenario, code);
  if (state === 'open' && opening !== null) return html`<p>${t.whatIf.built(opening)}</p>`;
  if (state !== 'planned') return nothing;
  return html`<p>
    ${t.whatIf.planned(year === null ? '' : String(year))}
    ${year === null ? nothing : html`<button type="button" class="link" title=${t.whatIf.plannedHow} @click=${() => act.setYear(year)}>${t.whatIf.plannedAsk(year)}</button>`}
  </p>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {number} index */
export function unitForms(s, t, act, index) {
  const { study, standard } = s;
  const unit = study?.units[index];
  const own = study?.ownUnits[index];
  if (!s.editing || !unit || !own) return nothing;
  const groups = standard?.groups ?? [];
  const group = groups.some((one) => one.code === s.peopleGroup) ? s.peopleGroup : 'total';
  const now = peopleOf(s, index, group);
  return html`<div class="what-if">
    ${choiceField({ label: t.whatIf.group, value: group, name: 'group', options: groups.map((one) => ({ value: one.code, text: told(t, one.name) })), pick: act.peopleGroup })}
    ${numberField(t, {
      label: t.whatIf.number,
      unit: t.people,
      value: now === null ? null : Math.round(now),
      range: [0, MOST],
      name: 'people',
      set: (people) => people !== null && act.setPeople(unit.code, group, people),
    })}
    <p class="soft">${group === 'total' ? `${t.whatIf.peopleHow}${t.code === 'zh' ? '；' : '; '}${t.whatIf.was(peopleText(t, own.people))}` : ''}</p>
    ${segments({
      label: t.whatIf.zoneTitle,
      value: unit.zone ?? '',
      options: ZONES.map((zone) => ({ value: zone, text: t.desk.zones[zone] })),
      pick: (zone) => act.setZone(unit.code, zone),
    })}
    ${own.zone !== unit.zone && own.zone ? html`<p class="soft">${t.whatIf.was(t.desk.zones[own.zone])}</p>` : nothing}
  </div>`;
}

/** How many of a group live in a unit, as far as the page has been told. @param {State} s @param {number} unit @param {string} group */
function peopleOf(s, unit, group) {
  if (group === 'total') return s.study?.units[unit].people ?? null;
  if (serviceFacts(s)?.terms?.group !== group) return null;
  const people = indicator(s.checkup, s.question.service, unit, 'people');
  return Number.isNaN(people) ? null : people;
}
