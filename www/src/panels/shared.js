/** Small pieces that several panels use. */
import { html, nothing } from 'lit-html';
import { count, limit, percent, signed } from '../format.js';
import { icon } from '../icons.js';
import { errorText } from '../text/index.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */

/** A text that the engine wrote in both languages. @param {Texts} t @param {{ zh: string, en: string } | undefined} text */
export const told = (t, text) => (text ? text[t.code] : '');

/** The chosen service and its domain's position. @param {State} s */
export function serviceOf(s) {
  const description = s.study?.description;
  const service = description?.services.find((one) => one.code === s.question.service);
  const domain = description ? description.domains.findIndex((one) => one.code === service?.domain) : -1;
  return { service, domain };
}

/** @param {State} s @param {Texts} t */
export const serviceName = (s, t) => told(t, serviceOf(s).service?.name) || s.question.service;

/**
 * People of a unit who do not reach the service in time.
 * @param {NonNullable<State['served']>} served @param {number} unit
 */
export const unservedOf = (served, unit) => served.unitUnserved[unit];

/** What stands where an answer would: that it is on its way, or that there is none and why. @param {State} s @param {Texts} t */
export function noAnswer(s, t) {
  if (!s.study) return nothing;
  if (!s.refused) return html`<p class="soft">${t.computing}</p>`;
  const [what, todo] = errorText(t, s.refused.code);
  return html`<div class="no-answer"><b class="amount hatched">${t.noData}</b><p>${what}</p><p class="soft">${todo}</p></div>`;
}

/**
 * Why a place is not reached, with its figures.
 * @param {Texts} t @param {import('../engine/types.js').Nearest} nearest
 */
export function reasonText(t, { reason, part, nearestRoadMetres }) {
  if (reason === 'island' && part) return t.reasonWith.island(limit(t, part.kilometres < 10 ? Math.round(part.kilometres * 10) / 10 : Math.round(part.kilometres)), percent(t, part.share));
  if (reason === 'noRoadWithinCap' && Number.isFinite(nearestRoadMetres)) return t.reasonWith.noRoadWithinCap(count(t, nearestRoadMetres));
  return reason ? t.reason[reason] : '';
}

/** A number that is not there: on its way, or no data. @param {State} s @param {Texts} t */
export const noNumber = (s, t) => (s.refused ? t.noData : '…');

/**
 * A difference, shown for a moment beside its number.
 * @param {Texts} t @param {number | null} change @param {string} unit @param {boolean} moreIsBetter
 */
export function change(t, change, unit, moreIsBetter) {
  const text = change === null ? '' : signed(t, change);
  if (!text) return nothing;
  return html`<span class="change ${change !== null && change > 0 === moreIsBetter ? 'better' : 'worse'}">${text} ${unit}</span>`;
}

/**
 * A row of choices of which one holds.
 * @param {{ label: string, value: string | number, options: { value: string | number, text: unknown, title?: string, off?: boolean }[], pick: (value: any) => void }} p
 *   an option that is `off` cannot be picked now; its title says why
 */
export function segments({ label, value, options, pick }) {
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const at = options.findIndex((o) => o.value === value);
    const next = (at + step + options.length) % options.length;
    if (options[next].off) return;
    pick(options[next].value);
    const group = /** @type {HTMLElement} */ (event.currentTarget);
    /** @type {HTMLElement | undefined} */ (group.querySelectorAll('button')[next])?.focus();
  };
  return html`<div class="segments" role="radiogroup" aria-label=${label} @keydown=${move}>
    ${options.map(
      (o) => html`<button
        type="button"
        role="radio"
        aria-checked=${o.value === value}
        aria-disabled=${o.off ? 'true' : nothing}
        tabindex=${o.value === value ? 0 : -1}
        title=${o.title ?? nothing}
        @click=${() => !o.off && pick(o.value)}
      >
        ${o.text}
      </button>`,
    )}
  </div>`;
}

/** @param {State} s @param {Texts} t @param {string} code */
export const serviceNameOf = (s, t, code) => told(t, s.study?.description.services.find((one) => one.code === code)?.name) || code;

/** The unit that the selection is or lies in, -1 for none. @param {State} s @param {(at: [number, number]) => number} unitAt */
export function selectedUnit(s, unitAt) {
  const { selection, study } = s;
  if (!study || !selection) return -1;
  if (selection.kind === 'unit') return study.units.findIndex((unit) => unit.code === selection.code);
  if (selection.kind === 'place') return unitAt(selection.at);
  if (selection.kind === 'site') return s.plan?.plan.sites[selection.rank - 1]?.unit ?? -1;
  const facility = s.facilities.find((f) => f.code === selection.code);
  return facility ? unitAt(facility.at) : -1;
}

/** Rows of a standard that nothing in the study can answer to. @param {State} s @param {Texts} t @param {import('../engine/types.js').StandardTable} table */
export function unknownServices(s, t, table) {
  const known = new Set(s.study?.description.services.map((one) => one.code));
  const codes = table.rows.flatMap((row) => (known.has(row.code) ? [] : [row.code]));
  if (codes.length === 0) return nothing;
  return html`<p class="warn unknown-services" role="status">${icon('warn')}<span>${t.whatIf.unknownServices(count(t, codes.length), codes.join(t.code === 'zh' ? '、' : ', '))}</span></p>`;
}
