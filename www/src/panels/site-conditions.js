/** What a search for sites has to keep to: candidates, distances, areas, and further conditions. */
import { html, nothing } from 'lit-html';
import { icon } from '../icons.js';
import { closableNow, inForce, offered } from '../site-plans.js';
import { BOUNDS, LIST_BOUNDS, SITE_KINDS, travelOf } from '../siting.js';
import { speedsOf } from '../speeds.js';
import { choiceField, numberField, tick } from './fields.js';
import { segments, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** @typedef {{ s: State, t: Texts, act: Actions }} Shown */

/** The search goes by the standard's mode of each zone. @param {State} s */
const byStandard = (s) => Object.values(travelOf(s)).includes(null);

/** How people travel in the search, in a few words. @param {State} s @param {Texts} t */
export function travelText(s, t) {
  const { mode, minutes } = travelOf(s);
  if (mode === null) return minutes === null ? t.siteConditions.byStandard : t.siteConditions.byZone(minutes);
  return minutes === null ? t.siteConditions.byMode(t.mode[mode]) : `${t.mode[mode]} ${minutes} ${t.minutesUnit}`;
}

/** Candidates, distances and areas. @param {State} s @param {Texts} t @param {Actions} act */
export function conditions(s, t, act) {
  const { siting } = s;
  const metres = (/** @type {'metresFromFacilities' | 'metresApart'} */ name, /** @type {string} */ label) =>
    numberField(t, { label, unit: t.sites.metres, value: siting[name], range: BOUNDS[name], name, set: (value) => value !== null && act.site({ [name]: value }) });
  const active = siting.exclusions.length + Number(siting.metresFromFacilities > 0) + Number(siting.metresApart > 0);
  return html`<details class="conditions">
    <summary>${t.sites.conditions}${mark(t, active)}</summary>
    <div class="conditions-body">
      ${segments({
        label: t.sites.travel,
        value: siting.byStandard || (s.byZone && s.byStandard) ? 'standard' : 'question',
        options: [{ value: 'question', text: t.sites.asAsked, off: s.byZone && s.byStandard, title: s.byZone && s.byStandard ? t.sites.sameAsStandard : undefined }, { value: 'standard', text: t.sites.asStandard, title: t.sites.asStandardHow }],
        pick: (which) => act.site({ byStandard: which === 'standard' }),
      })}
      <fieldset>
        <legend class="label">${t.sites.places}</legend>
        ${SITE_KINDS.map((kind) => tick(t.sites.kinds[kind], siting.kinds.includes(kind), (on) => act.kind(kind, on)))}
        <div class="under">${tick(t.sites.junctions, siting.junctions, (junctions) => act.site({ junctions }), !siting.kinds.includes('new'))}</div>
      </fieldset>
      ${metres('metresFromFacilities', t.sites.fromFacilities)} ${metres('metresApart', t.sites.apart)}
      <div class="row">
        <button type="button" class="button" aria-pressed=${s.fencing !== null} @click=${() => act.fence(s.fencing === null)}>${s.fencing === null ? t.sites.fence : t.cancel}</button>
      </div>
      <ul class="fences">
        ${siting.exclusions.map((ring, i) => html`<li><span>${t.sites.fenced(i + 1, ring.length)}</span> ${remove(t.sites.unfence(i + 1), () => act.unfence(i))}</li>`)}
      </ul>
    </div>
  </details>`;
}

/** Minutes, costs, capacity, years, facilities that may close, places to keep away from, who counts. @param {State} s @param {Texts} t @param {Actions} act */
export function moreConditions(s, t, act) {
  const { siting } = s;
  const w = t.siteConditions;
  const p = { s, t, act };
  const travels = siting.objective === 'minTotalTravel' || siting.objective === 'minFarthestTravel';
  const optional = (/** @type {'minutes' | 'capacity' | 'plannedUntil' | 'upToMinutes'} */ name, /** @type {string} */ label, /** @type {string} */ unit, /** @type {string} */ empty, least = 1) =>
    numberField(t, { label, unit, empty, name, value: siting[name] || null, range: [least, BOUNDS[name][1]], set: (value) => act.site({ [name]: value === null ? 0 : value }) });
  const holds = inForce(s);
  const may = offered(s);
  const active =
    [siting.minutes, holds.plannedUntil, holds.capacity, Number(holds.districts), holds.districtLevel + 1, travels ? siting.upToMinutes : 0].filter((n) => n > 0).length +
    Object.keys(siting.costs).length + holds.closable.length + siting.keepAway.length + siting.people.length;
  return html`<details class="conditions more-conditions">
    <summary>${w.title}${mark(t, active)}</summary>
    <div class="conditions-body">
      ${byStandard(s) && Object.keys(speedsOf(s)).length > 0 ? html`<p class="warn">${icon('warn')}<span>${w.ownSpeeds}</span></p>` : nothing}
      ${optional('minutes', w.minutes, t.minutesUnit, w.asAsked)}
      ${may.capacity ? optional('capacity', w.capacity, t.people, siting.objective === 'maxCoverage' ? w.noLimit : w.meanCapacity) : nothing}
      ${may.districts ? [tick(w.districts, siting.districts, (districts) => act.site({ districts })), ownDistrict(p)] : nothing}
      ${travels ? optional('upToMinutes', w.upTo, t.minutesUnit, w.unset) : nothing}
      ${may.plannedUntil ? optional('plannedUntil', w.plannedUntil, t.whatIf.yearUnit, w.notPlanned, 1950) : nothing}
      <fieldset>
        <legend class="label">${w.costs}</legend>
        ${SITE_KINDS.map((kind) =>
          numberField(t, { label: t.sites.kinds[kind], unit: t.sites.money, empty: w.unset, name: `cost-${kind}`, value: siting.costs[kind] ?? null, range: LIST_BOUNDS.cost, set: (cost) => act.site({ costs: costsWith(siting.costs, kind, cost) }) }),
        )}
      </fieldset>
      ${may.closable ? closable(p) : nothing} ${keepAway(p)} ${whoCounts(p)}
    </div>
  </details>`;
}

/** Of which level the districts are whose people use their own sites only. @param {Shown} p */
function ownDistrict({ s, t, act }) {
  const w = t.siteConditions;
  const { districtLevel } = inForce(s);
  const levels = s.study?.description.levels ?? [];
  const options = levels.slice(0, -1).map((level, i) => ({ value: String(i), text: told(t, level.name) }));
  return choiceField({ label: w.ownDistrict, name: 'district-level', value: String(districtLevel), options: [{ value: '-1', text: w.anyDistrict }, ...options], pick: (value) => act.site({ districtLevel: Number(value) }) });
}

/** @param {State['siting']['costs']} costs @param {import('../siting.js').SiteKind} kind @param {number | null} cost */
function costsWith(costs, kind, cost) {
  const { [kind]: _, ...others } = costs;
  return cost === null ? others : { ...others, [kind]: cost };
}

/** @param {Texts} t @param {number} active */
export const mark = (t, active) => (active > 0 ? html` <span class="mark-changed">${t.sites.active(active)}</span>` : nothing);

/** @param {string} label @param {() => void} press */
export const remove = (label, press) => html`<button type="button" class="quiet square" aria-label=${label} title=${label} @click=${press}>${icon('trash')}</button>`;

/** Adds one of several; it shows none itself. @param {string} label @param {{ value: string, text: string }[]} options @param {(value: string) => void} add @param {string} name */
const adder = (label, options, add, name) =>
  html`<select
    class="select"
    name=${name}
    aria-label=${label}
    @change=${(/** @type {any} */ e) => {
      if (e.target.value) add(e.target.value);
      e.target.value = '';
    }}
  >
    <option value="">${label}</option>
    ${options.map((one) => html`<option value=${one.value}>${one.text}</option>`)}
  </select>`;

/** @param {Shown} p */
function closable({ s, t, act }) {
  const w = t.siteConditions;
  const chosen = closableNow(s);
  const open = s.facilities.filter((f) => f.state === 'open');
  const nameOf = (/** @type {string} */ code) => open.find((f) => f.code === code)?.name ?? code;
  const picking = s.placing?.what === 'closable';
  const free = open.filter((f) => !chosen.some((one) => one.code === f.code)).map((f) => ({ value: f.code, text: f.name ?? f.code }));
  const setCost = (/** @type {string} */ code, /** @type {number | null} */ cost) => cost !== null && act.site({ closable: s.siting.closable.map((one) => (one.code === code ? { code, cost } : one)) });
  return html`<fieldset class="closable">
    <legend class="label">${w.closable}</legend>
    <div class="row wrap">
      <button type="button" class="button" aria-pressed=${picking} @click=${() => act.placing(picking ? null : { what: 'closable' })}>${picking ? w.pickEnd : w.pickOnMap}</button>
      ${adder(w.pickFromList, free, act.toggleClosable, 'closable')}
    </div>
    <ul class="fences">
      ${chosen.map(
        ({ code, cost }) => html`<li>
          ${numberField(t, { label: nameOf(code), unit: t.sites.money, value: cost, range: LIST_BOUNDS.cost, spoken: w.keepCost(nameOf(code)), set: (value) => setCost(code, value) })}
          ${remove(w.drop(nameOf(code)), () => act.toggleClosable(code))}
        </li>`,
      )}
    </ul>
    ${chosen.length > 0 ? html`<p class="soft">${w.closableHow}</p>` : nothing}
  </fieldset>`;
}

/** @param {Shown} p */
function keepAway({ s, t, act }) {
  const w = t.siteConditions;
  const all = s.siting.keepAway;
  const placing = s.placing?.what === 'keepAway';
  return html`<fieldset class="keep-away">
    <legend class="label">${w.keepAway}</legend>
    <button type="button" class="button" aria-pressed=${placing} @click=${() => act.placing(placing ? null : { what: 'keepAway' })}>${placing ? t.cancel : w.keepAwayAdd}</button>
    <ul class="fences">
      ${all.map(
        ({ at, metres }, i) => html`<li>
          ${numberField(t, {
            label: html`<button type="button" class="link" @click=${() => act.fly(at)}>${w.keepAwayNamed(i + 1)}</button>`,
            spoken: w.keepAwayMetres(i + 1),
            unit: t.sites.metres,
            value: metres,
            range: LIST_BOUNDS.metres,
            set: (value) => value !== null && act.site({ keepAway: all.map((one, k) => (k === i ? { at, metres: value } : one)) }),
          })}
          ${remove(w.drop(w.keepAwayNamed(i + 1)), () => act.site({ keepAway: all.filter((_, k) => k !== i) }))}
        </li>`,
      )}
    </ul>
  </fieldset>`;
}

/** @param {Shown} p */
function whoCounts({ s, t, act }) {
  const w = t.siteConditions;
  const groups = s.standard?.groups ?? [];
  const all = s.siting.people;
  const nameOf = (/** @type {string} */ code) => told(t, groups.find((group) => group.code === code)?.name) || code;
  const free = groups.filter((group) => !all.some((one) => one.group === group.code)).map((group) => ({ value: group.code, text: told(t, group.name) }));
  return html`<fieldset class="who-counts">
    <legend class="label">${w.people}</legend>
    ${adder(w.addGroup, free, (group) => act.site({ people: [...all, { group, weight: 1 }] }), 'who')}
    <ul class="fences">
      ${all.map(
        ({ group, weight }) => html`<li>
          ${numberField(t, { label: nameOf(group), unit: w.times, value: weight, range: LIST_BOUNDS.weight, spoken: w.weight(nameOf(group)), set: (value) => value !== null && act.site({ people: all.map((one) => (one.group === group ? { group, weight: value } : one)) }) })}
          ${remove(w.drop(nameOf(group)), () => act.site({ people: all.filter((one) => one.group !== group) }))}
        </li>`,
      )}
    </ul>
    ${all.length === 0 ? html`<p class="soft">${w.peopleDefault}</p>` : nothing}
  </fieldset>`;
}
