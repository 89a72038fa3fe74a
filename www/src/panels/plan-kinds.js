/** What kind of plan is asked for: with backup, in phases, of several services at each site. */
import { html, nothing } from 'lit-html';
import { MOST_FURTHER, MOST_PHASES, inForce, offered } from '../site-plans.js';
import { BOUNDS, LIST_BOUNDS } from '../siting.js';
import { numberField, tick } from './fields.js';
import { told } from './shared.js';
import { mark, remove } from './site-conditions.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** @param {State} s @param {Texts} t @param {Actions} act */
export function planKinds(s, t, act) {
  if (s.siting.objective !== 'maxCoverage') return nothing;
  const w = t.sitePlans;
  const may = offered(s);
  const { backup, phases, also } = inForce(s);
  return html`<details class="conditions plan-kinds">
    <summary>${w.title}${mark(t, Number(backup > 0) + phases.length + also.length)}</summary>
    <div class="conditions-body">
      ${may.backup
        ? numberField(t, { label: w.backup, unit: w.backupUnit, empty: w.backupNone, name: 'backup', value: backup || null, range: [1, BOUNDS.backup[1]], set: (value) => act.site({ backup: value === null || value < 2 ? 0 : Math.round(value) }) })
        : nothing}
      ${may.phases ? phaseRows(phases, t, act) : nothing}
      ${may.also ? furtherServices(s, also, t, act) : nothing}
      <p class="soft">${w.together}</p>
    </div>
  </details>`;
}

/** @param {State['siting']['phases']} phases @param {Texts} t @param {Actions} act */
function phaseRows(phases, t, act) {
  const w = t.sitePlans;
  const [first, last] = LIST_BOUNDS.year;
  return html`<fieldset class="phase-rows">
    <legend class="label">${w.phases}</legend>
    <ul class="fences">
      ${phases.map(
        ({ year, sites }, i) => html`<li>
          ${numberField(t, {
            label: w.phase(i + 1),
            spoken: w.phaseYear(i + 1),
            name: `phase-year-${i + 1}`,
            unit: t.whatIf.yearUnit,
            value: year,
            // Years ascend.
            range: [i === 0 ? first : phases[i - 1].year + 1, i === phases.length - 1 ? last : phases[i + 1].year - 1],
            set: (value) => value !== null && act.setPhase(i, { year: Math.round(value) }),
          })}
          ${numberField(t, { label: '', spoken: w.phaseSites(i + 1), name: `phase-sites-${i + 1}`, unit: w.sitesUnit, value: sites, range: LIST_BOUNDS.sites, set: (value) => value !== null && act.setPhase(i, { sites: Math.round(value) }) })}
          ${remove(w.removePhase(i + 1), () => act.removePhase(i))}
        </li>`,
      )}
    </ul>
    ${phases.length < MOST_PHASES ? html`<button type="button" class="button add-phase" @click=${act.addPhase}>${w.addPhase}</button>` : nothing}
  </fieldset>`;
}

/** @param {State} s @param {string[]} also @param {Texts} t @param {Actions} act */
function furtherServices(s, also, t, act) {
  const w = t.sitePlans;
  const others = s.study?.description.services.filter((one) => one.facilities !== null && one.code !== s.question.service) ?? [];
  return html`<details class="fold further-services" ?open=${also.length > 0}>
    <summary>${w.also}</summary>
    <p class="soft">${w.alsoMost(MOST_FURTHER)}</p>
    ${others.map((one) => {
      const on = also.includes(one.code);
      return tick(told(t, one.name), on, (wanted) => act.site({ also: wanted ? [...also, one.code].slice(0, MOST_FURTHER) : also.filter((code) => code !== one.code) }), !on && also.length >= MOST_FURTHER);
    })}
  </details>`;
}
