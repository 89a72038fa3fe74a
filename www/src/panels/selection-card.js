/** The card of what is selected: a place, a facility, a unit or a suggested site. */
import { html, nothing } from 'lit-html';
import { indicator, modeAt, serviceFacts } from '../checkup.js';
import { columnValue } from '../columns.js';
import { limit, minutesText, people, peopleText, percent } from '../format.js';
import { icon } from '../icons.js';
import { siteCard } from './site-card.js';
import { facilityForms, formsButton, isMoved, plannedLine, unitForms } from './what-if.js';
import { noNumber, reasonText, selectedUnit, serviceName, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** @param {State} s @param {Texts} t @param {Actions} act */
export function selectionCard(s, t, act) {
  const body = s.study && s.selection ? cardOf(s, t, act) : null;
  return html`<section class="card ${body ? '' : 'empty'}" aria-live="polite">
    ${body
      ? html`<button type="button" class="quiet square out" title="${t.card.clear} (Esc)" aria-label=${t.card.clear} @click=${() => act.select(null)}>${icon('close')}</button>${body}${borderLine(s, t)}`
      : html`<p class="soft">${t.card.empty}</p>`}
  </section>`;
}

/** That a circle ends where the data does. @param {State} s @param {Texts} t */
function borderLine(s, t) {
  const cut = s.circle?.bands.find((band) => band.nearBorder);
  return cut ? html`<p class="warn">${icon('warn')}${t.card.nearBorder(cut.minutes)}</p>` : nothing;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function cardOf(s, t, act) {
  const { selection, study } = s;
  if (!selection || !study) return null;
  if (selection.kind === 'facility') return facilityCard(s, t, act, selection.code);
  const index = selectedUnit(s, act.unitAt);
  if (selection.kind === 'unit') return index < 0 ? null : unitCard(s, t, act, index);
  const unit = index < 0 ? '' : study.units[index].name;
  if (selection.kind === 'place') return placeCard(s, t, act, unit, modeAt(s, act.unitAt, selection.at));
  return siteCard(s, t, act, selection.rank);
}

/** How the people of the circle travel: their zone may have decided it. @param {State} s @param {Texts} t */
const circleMode = (s, t) => (s.circle ? `${t.mode[s.circle.mode]} · ` : '');

/** @param {State} s @param {Texts} t @param {Actions} act @param {string} unit @param {import('../engine/types.js').TravelMode} mode */
function placeCard(s, t, act, unit, mode) {
  const { nearest } = s;
  const facility = nearest?.facility ? s.facilities.find((f) => f.code === nearest.facility) : undefined;
  return html`<h2>${t.card.place} <span class="soft">${unit}</span></h2>
    <p>${t.card.nearest(t.mode[mode], serviceName(s, t))}</p>
    <p class="big">
      ${!nearest
        ? html`<b>${noNumber(s, t)}</b>`
        : Number.isNaN(nearest.seconds)
          ? html`<b>${t.unreachable}</b> <span class="soft">${reasonText(t, nearest)}</span>`
          : html`<b title="${nearest.seconds} s">${minutesText(t, nearest.seconds / 60)}</b>`}
      ${facility ? html`<button type="button" class="link cut" @click=${() => act.goToFacility(facility.code)}>${facility.name ?? t.nameless}</button>` : nothing}
    </p>
    <p class="soft">${circleMode(s, t)}${t.card.from}</p>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {string} code */
function facilityCard(s, t, act, code) {
  const facility = s.facilities.find((f) => f.code === code);
  if (!facility) return null;
  const open = facility.state === 'open';
  return html`<h2 class=${facility.state === 'closed' ? 'struck' : ''}>${facility.name ?? t.nameless}</h2>
    <p class="soft">
      ${serviceName(s, t)} · ${t.card.code} ${facility.code}${facility.added ? ` · ${t.card.added}` : ''}${isMoved(s, code) ? ` · ${t.whatIf.moved}` : ''}${facility.state === 'closed' ? ` · ${t.card.closed}` : ''}
    </p>
    ${plannedLine(s, t, act, facility)}
    ${knownOf(s, t, facility)}
    ${facility.joined === 'ok' ? html`<p class="soft">${circleMode(s, t)}${t.card.to}</p>` : html`<p class="warn">${icon('warn')}${t.reason[facility.joined]}</p>`}
    ${open ? useOf(s, t, code) : nothing}
    <div class="row">
      <button type="button" class="button" @click=${() => act.fly(facility.at)}>${icon('target')}${t.card.fly}</button>
      ${open ? html`<button type="button" class="button" @click=${() => act.close(code)}>${icon('trash')}${t.card.remove}</button>` : nothing}
      ${facility.state === 'closed' ? nothing : formsButton(s, t, act)}
    </div>
    ${facility.state === 'closed' ? nothing : facilityForms(s, t, act, facility)}`;
}

/** What its table says of a facility, as far as it says anything. @param {State} s @param {Texts} t @param {import('../engine/types.js').Facility} facility */
function knownOf(s, t, facility) {
  const words = t.desk.card;
  const at = facility.services.indexOf(s.question.service);
  const capacity = facility.capacity[at] ?? null;
  const unit = told(t, s.standard?.now.rows.find((row) => row.code === s.question.service)?.unit);
  const known = [
    capacity === null ? '' : words.capacity(limit(t, capacity), unit),
    facility.quality === null ? '' : words.quality(percent(t, facility.quality)),
    facility.year === null || facility.state === 'planned' ? '' : words.year(facility.year),
    facility.hours ?? '',
    facility.owner ?? '',
    facility.asOf === null ? '' : words.asOf(facility.asOf),
  ].filter(Boolean);
  return known.length === 0 ? nothing : html`<p>${known.join(' · ')}</p>`;
}

/** How well a facility is used. @param {State} s @param {Texts} t @param {string} code */
function useOf(s, t, code) {
  const columns = s.use?.service === s.question.service ? s.use.columns : null;
  const i = columns?.code.indexOf(code) ?? -1;
  if (!columns || i < 0) return nothing;
  const unit = told(t, serviceFacts(s)?.terms?.unit);
  const amount = (/** @type {number} */ n) => (Number.isNaN(n) ? t.noData : `${limit(t, n)} ${unit}`);
  const { capacity, load, saturation, peopleInReach } = columns;
  return html`<dl class="unit-facts">
    ${fact(t.checkup.card.capacity, amount(capacity[i]), `${t.checkup.card.capacity}: ${amount(capacity[i])}`)}
    ${fact(t.checkup.card.load, amount(load[i]), String(load[i]))}
    ${fact(t.checkup.names.saturation, percent(t, saturation[i]), t.checkup.how.saturation)}
    ${fact(t.checkup.card.peopleInReach, peopleText(t, peopleInReach[i]), people(t, peopleInReach[i]).exact)}
  </dl>`;
}

/** @param {string} name @param {string} value @param {string} title */
const fact = (name, value, title) => html`<div title=${title}><dt>${name}</dt><dd>${value}</dd></div>`;

/** @param {State} s @param {Texts} t @param {Actions} act @param {number} index */
function unitCard(s, t, act, index) {
  const unit = s.study?.units[index];
  if (!unit) return null;
  const share = (/** @type {'reachable' | 'sufficient' | 'saturation'} */ name) => {
    const value = indicator(s.checkup, s.question.service, index, name);
    return fact(t.checkup.names[name], percent(t, value), `${Number.isNaN(value) ? t.noData : value} = ${t.checkup.how[name]}`);
  };
  const out = columnValue(s, index, 'unserved');
  return html`<h2>
      ${unit.name} <span class="soft">${unit.nameLocal && unit.nameLocal !== unit.name ? unit.nameLocal : ''} ${unit.estimated ? t.estimatedLong : ''}</span>
    </h2>
    <dl class="unit-facts three">
      ${fact(t.data.people, peopleText(t, unit.people), people(t, unit.people).exact)}
      ${unit.zone && unit.zoneBy ? fact(t.desk.card.zone, t.desk.zones[unit.zone], t.desk.card.zoneBy[unit.zoneBy]) : nothing}
      ${s.checkup ? [fact(t.checkup.names.unreached, peopleText(t, out), people(t, out).exact), fact(t.columns.minutes, minutesText(t, columnValue(s, index, 'minutes')), t.columnsHow.minutes), share('reachable'), share('sufficient'), share('saturation')] : nothing}
    </dl>
    <div class="row">${formsButton(s, t, act)}</div>
    ${unitForms(s, t, act, index)}`;
}
