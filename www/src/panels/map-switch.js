/** The three-way switch of the map, and what the heat map is to show. */
import { html, nothing } from 'lit-html';
import { isPlain, isShaded } from '../checkup.js';
import { segments } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const VIEWS = /** @type {const} */ (['heat', 'points', 'reach']);
const HEATS = /** @type {const} */ (['minutes', 'unserved']);

/** @param {State} s @param {Texts} t @param {Actions} act */
export function mapSwitch(s, t, act) {
  const isHeat = s.heat === 'minutes' || s.heat === 'unserved';
  const value = isShaded(s) ? '' : isHeat ? 'heat' : s.heat;
  const pick = (/** @type {typeof VIEWS[number]} */ view) => act.colour(view === 'heat' ? (isPlain(s) ? 'minutes' : 'unserved') : view);
  return html`<div class="map-switch">
    ${segments({ label: t.checkup.viewTitle, value, options: VIEWS.map((view) => ({ value: view, text: t.checkup.views[view] })), pick })}
    ${isHeat && isPlain(s) && !isShaded(s)
      ? segments({ label: t.checkup.heatWhat, value: s.heat, options: HEATS.map((heat) => ({ value: heat, text: t.checkup.heats[heat] })), pick: act.colour })
      : nothing}
  </div>`;
}
