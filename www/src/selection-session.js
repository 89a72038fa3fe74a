/** Keeps the circle round the selection and what is nearest to it in the state. */
import { modeAt } from './checkup.js';
import { profile } from './speeds.js';
/** @import { EngineClient } from './engine/client.js' */
/** @import { LngLat } from './engine/types.js' */
/** @import { Slots } from './slots.js' */
/** @import { State, Store } from './state.js' */

const RING_MINUTES = [5, 10, 15];

export class SelectionSession {
  /** @param {Store} store @param {Slots} slots */
  constructor(store, slots) {
    this.store = store;
    this.slots = slots;
    /** @type {(at: LngLat) => number} the unit that holds a place, -1 for none */
    this.unitAt = () => -1;
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts what is told apart by study and scenario @param {string} roads by study and speeds */
  sync(s, client, facts, roads) {
    const { service } = s.question;
    const centre = centreOf(s);
    if (!centre) {
      this.slots.drop('circle', client);
      if (s.circle) this.store.set({ circle: null });
    } else {
      const { at, direction } = centre;
      const mode = modeAt(s, this.unitAt, at);
      void this.slots.want('circle', `${roads}|${at}|${direction}|${mode}`, () => client.ask('isochrone', { at, mode: profile(s, mode), minutes: RING_MINUTES, direction }, { slot: 'circle' }), (found) =>
        this.store.set({ circle: { at, direction, mode, bands: bandsOf(found) } }),
      );
    }
    if (s.selection?.kind === 'place') {
      const at = s.selection.at;
      const mode = modeAt(s, this.unitAt, at);
      void this.slots.want('nearest', `${facts}|${at}|${service}|${mode}`, () => client.ask('nearest', { at, service, mode: profile(s, mode) }, { slot: 'nearest' }), (nearest) => this.store.set({ nearest }));
    } else if (this.slots.asked.nearest) {
      this.slots.drop('nearest', client);
      if (s.nearest) this.store.set({ nearest: null });
    }
  }
}

/** Where the circle of the selection has its centre. @param {State} s @returns {{ at: LngLat, direction: 'to' | 'from' } | null} */
function centreOf(s) {
  const { selection } = s;
  if (selection?.kind === 'place') return { at: selection.at, direction: 'from' };
  if (selection?.kind === 'facility') {
    const facility = s.facilities.find((f) => f.code === selection.code);
    return facility ? { at: facility.at, direction: 'to' } : null;
  }
  if (selection?.kind === 'site') {
    const site = s.plan?.plan.sites[selection.rank - 1];
    return site ? { at: site.at, direction: 'to' } : null;
  }
  return null;
}

/** @param {any} collection */
function bandsOf(collection) {
  return collection.features.map((/** @type {any} */ feature) => ({
    minutes: feature.properties.minutes,
    nearBorder: feature.properties.nearExtractBorder,
    polygons: feature.geometry.coordinates,
  }));
}
