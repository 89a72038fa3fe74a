/** What the user can ask of a search for sites: numbers, areas, distances, facilities that may close, who counts. */
import { FIRST_PHASE_SITES, PHASE_YEARS } from './site-plans.js';
import { MOST_SITES, SITE_KINDS } from './siting.js';
/** @import { Store, State } from './state.js' */
/** @import { LngLat } from './engine/types.js' */

const FIRST_METRES = 300;
export const LEAST_CORNERS = 3;

/** A tenth of a metre is finer than any click, and the address stays short. @param {LngLat} place */
const rounded = (place) => /** @type {LngLat} */ (place.map((degrees) => Number(degrees.toFixed(6))));

/** @param {Store} store @param {() => State['notices']} stillTold notices that another question leaves standing */
export function siteActions(store, stillTold) {
  const now = () => store.state;
  /** @param {Partial<State['siting']>} part */
  const site = (part) => store.set({ siting: { ...now().siting, ...part }, notices: stillTold() });

  return {
    site,
    /** @param {number} by */
    moreSites: (by) => site({ sites: Math.max(1, Math.min(MOST_SITES, now().siting.sites + by)) }),
    /** Junctions are new buildings: they go and come with these. @param {import('./siting.js').SiteKind} kind @param {boolean} on */
    kind(kind, on) {
      const { kinds, junctions } = now().siting;
      site({ kinds: SITE_KINDS.filter((one) => (one === kind ? on : kinds.includes(one))), junctions: kind === 'new' ? on : junctions });
    },
    /** One phase more, after the others. */
    addPhase() {
      const { phases } = now().siting;
      const last = phases.at(-1)?.year;
      site({ phases: [...phases, { year: last === undefined ? new Date().getFullYear() + 1 : last + PHASE_YEARS, sites: FIRST_PHASE_SITES }] });
    },
    /** @param {number} index @param {Partial<State['siting']['phases'][number]>} part */
    setPhase: (index, part) => site({ phases: now().siting.phases.map((one, i) => (i === index ? { ...one, ...part } : one)) }),
    /** @param {number} index */
    removePhase: (index) => site({ phases: now().siting.phases.filter((_, i) => i !== index) }),
    /** Begins an area in which nothing may be built, or gives it up. @param {boolean} begin */
    fence: (begin) => store.set({ fencing: begin ? [] : null, fenceShort: false, adding: false, placing: null, menu: null, sheet: now().layout === 'phone' ? (begin ? 'peek' : 'half') : now().sheet }),
    /** @param {LngLat} place */
    corner(place) {
      const { fencing } = now();
      if (fencing) store.set({ fencing: [...fencing, rounded(place)], fenceShort: false });
    },
    /** Closes the area, if it is one; else says what is missing. */
    closeFence() {
      const { fencing, siting, layout, sheet } = now();
      if (!fencing) return;
      if (fencing.length < LEAST_CORNERS) {
        store.set({ fenceShort: true });
        return;
      }
      store.set({ fencing: null, fenceShort: false, sheet: layout === 'phone' ? 'half' : sheet, siting: { ...siting, exclusions: [...siting.exclusions, fencing] } });
    },
    /** @param {number} index */
    unfence: (index) => site({ exclusions: now().siting.exclusions.filter((_, i) => i !== index) }),
    /** Nothing is to be built near this place. @param {LngLat} place */
    keepAway(place) {
      store.set({ placing: null, sheet: now().layout === 'phone' ? 'half' : now().sheet });
      site({ keepAway: [...now().siting.keepAway, { at: rounded(place), metres: FIRST_METRES }] });
    },
    /** @param {string} code a facility that the plan may close, or no longer */
    toggleClosable(code) {
      const { closable } = now().siting;
      const others = closable.filter((one) => one.code !== code);
      site({ closable: others.length < closable.length ? others : [...closable, { code, cost: 0 }] });
    },
  };
}
