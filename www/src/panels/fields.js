/** Fields of forms: a number with its unit, which may be left empty; a choice; a tick. */
import { html, nothing } from 'lit-html';
import { count } from '../format.js';
/** @import { Texts } from '../text/index.js' */

/**
 * A number is taken when the field is left; one that does not fit stays there, with what would fit beside it.
 * @param {Texts} t
 * @param {{ label: unknown, unit?: unknown, value: number | null, range: readonly [number, number], set: (value: number | null) => void, name?: string, empty?: string, spoken?: string }} p
 *   `empty` stands in an empty field, which may then be one; `spoken` names it where the label alone does not
 */
export function numberField(t, { label, unit = '', value, range: [least, most], set, name, empty, spoken }) {
  const text = value === null ? '' : String(value);
  const read = (/** @type {Event} */ event) => {
    const input = /** @type {HTMLInputElement} */ (event.target);
    const given = Number(input.value);
    const isEmpty = input.value === '' && empty !== undefined && !input.validity.badInput;
    const fits = input.value !== '' && Number.isFinite(given) && given >= least && given <= most;
    // The browser itself tells whether what stands there fits, so the note goes when something else is put there.
    input.toggleAttribute('data-left', !isEmpty && !fits);
    if (isEmpty) set(null);
    else if (fits) set(given);
  };
  const said = (/** @type {number} */ n) => (n >= 10_000 ? count(t, n) : String(n));
  return html`<label class="number-field"
    ><span>${label}</span>
    <input type="number" inputmode="decimal" step="any" name=${name ?? nothing} min=${least} max=${most} ?required=${empty === undefined} placeholder=${empty ?? nothing} aria-label=${spoken ?? nothing} .value=${text} @change=${read} />
    <span class="soft">${unit}</span>
    <span class="unfit" role="alert">${t.unfit(said(least), said(most), text === '' ? null : text)}</span></label
  >`;
}

/**
 * A labelled choice of one.
 * @param {{ label: unknown, value: string, options: { value: string, text: string }[], pick: (value: string) => void, name?: string }} p
 */
export const choiceField = ({ label, value, options, pick, name }) =>
  html`<label class="number-field"
    ><span>${label}</span>
    <select class="select" name=${name ?? nothing} @change=${(/** @type {any} */ e) => pick(e.target.value)}>
      ${options.map((one) => html`<option value=${one.value} .selected=${one.value === value}>${one.text}</option>`)}
    </select></label
  >`;

/** @param {string} text @param {boolean} on @param {(on: boolean) => void} set @param {boolean} [off] it cannot be set now */
export const tick = (text, on, set, off = false) =>
  html`<label class="check"><input type="checkbox" .checked=${on} ?disabled=${off} @change=${(/** @type {any} */ e) => set(e.target.checked)} /><span>${text}</span></label>`;
