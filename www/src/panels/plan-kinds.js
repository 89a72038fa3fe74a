/** What kind of plan is asked for: with backup, in phases, of several services at each site. */
import { html, nothing } from 'lit-html';
import { inForce, offered } from '../site-plans.js';
import { BOUNDS } from '../siting.js';
import { numberField } from './fields.js';
import { mark } from './site-conditions.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** @param {State} s @param {Texts} t @param {Actions} act */
export function planKinds(s, t, act) {
  if (s.siting.objective !== 'maxCoverage') return nothing;
  const w = t.sitePlans;
  const may = offered(s);
  const { backup } = inForce(s);
  return html`<details class="conditions plan-kinds">
    <summary>${w.title}${mark(t, Number(backup > 0))}</summary>
    <div class="conditions-body">
      ${may.backup
        ? numberField({ label: w.backup, unit: w.backupUnit, empty: w.backupNone, name: 'backup', value: backup || null, range: [1, BOUNDS.backup[1]], set: (value) => act.site({ backup: value === null || value < 2 ? 0 : Math.round(value) }) })
        : nothing}
      <p class="soft">${w.together}</p>
    </div>
  </details>`;
}
