/** How fast one travels and which year it is: what holds for every question, as part of the scenario. */
import { html, nothing } from 'lit-html';
import { editsOf } from '../scenario.js';
import { PERSONS, SPEED_FIELDS, speedsOf } from '../speeds.js';
import { choiceField, numberField } from './fields.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const YEARS = /** @type {const} */ ([1950, 2100]);

/** The year that is looked at; null: today. @param {State} s */
export function yearOf(s) {
  const edit = editsOf(s.scenario).find((one) => 'year' in one);
  return edit && 'year' in edit ? edit.year : null;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function assumptions(s, t, act) {
  if (!s.study) return nothing;
  const w = t.whatIf;
  const { walk = {}, cycle = {}, drive = {} } = speedsOf(s);
  const year = yearOf(s);
  const changed = [walk, cycle, drive].reduce((sum, speed) => sum + Object.keys(speed).length, 0) + Number(year !== null);
  const field = (/** @type {string} */ name, /** @type {string} */ label, /** @type {string} */ unit, /** @type {number | undefined} */ value, /** @type {readonly [number, number]} */ range, /** @type {(value: number | undefined) => void} */ set) =>
    numberField(t, { name, label, unit, value: value ?? null, range, empty: w.unset, set: (given) => set(given ?? undefined) });
  return html`<details class="fold assumptions">
    <summary>${w.assumptions}${changed > 0 ? html` <span class="mark-changed">${w.active(changed)}</span>` : nothing}</summary>
    <div class="conditions-body">
      ${choiceField({
        name: 'person',
        label: w.person,
        value: walk.person ?? '',
        options: [{ value: '', text: w.unset }, ...PERSONS.map((person) => ({ value: person, text: w.persons[person] }))],
        pick: (person) => act.setSpeed('walk', { person: PERSONS.find((one) => one === person) }),
      })}
      ${field('walk', w.walkSpeed, w.kmh, walk.speedKmh, SPEED_FIELDS.walk.speedKmh, (speedKmh) => act.setSpeed('walk', { speedKmh }))}
      ${field('cycle', w.cycleSpeed, w.kmh, cycle.speedKmh, SPEED_FIELDS.cycle.speedKmh, (speedKmh) => act.setSpeed('cycle', { speedKmh }))}
      ${field('drive', w.limitShare, '%', drive.limitShare === undefined ? undefined : Math.round(drive.limitShare * 1000) / 10, [5, 150], (share) => act.setSpeed('drive', { limitShare: share === undefined ? undefined : share / 100 }))}
      ${field('parking', w.parking, w.seconds, drive.fixedSeconds, SPEED_FIELDS.drive.fixedSeconds, (fixedSeconds) => act.setSpeed('drive', { fixedSeconds }))}
      ${numberField(t, { name: 'year', label: w.yearTitle, unit: w.yearUnit, value: year, range: YEARS, empty: w.today, set: (given) => act.setYear(given === null ? null : Math.round(given)) })}
      <div class="row spread">
        <button type="button" class="button" ?disabled=${Object.keys(speedsOf(s)).length === 0} @click=${act.resetSpeeds}>${w.reset}</button>
      </div>
      <p class="soft">${w.assumptionsHow}</p>
    </div>
  </details>`;
}
