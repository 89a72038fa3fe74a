/** How places without a name are called: where they lie, seen from another. */
import { count } from '../format.js';
import { between, heading } from '../map/mercator.js';
import { serviceName } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */
/** @import { LngLat } from '../engine/types.js' */

/** @param {State} s @param {Actions} act @param {LngLat} at the unit in which it lies */
const unitName = (s, act, at) => s.study?.units[act.unitAt(at)]?.name ?? '';

/** How far and which way. @param {Texts} t @param {LngLat} from @param {LngLat} to @returns {[string, string]} */
const way = (t, from, to) => [count(t, between(from, to)), t.sites.directions[heading(from, to)]];

/** A junction. @param {State} s @param {Texts} t @param {Actions} act @param {LngLat} from @param {LngLat} to */
export const junctionName = (s, t, act, from, to) => t.sites.elsewhere(...way(t, from, to), unitName(s, act, to));

/** A facility of the service that is asked for. @param {State} s @param {Texts} t @param {Actions} act @param {{ name: string | null, at: LngLat }} facility */
export const facilityName = (s, t, act, { name, at }) => name ?? t.sitePlans.unnamed(serviceName(s, t), unitName(s, act, at));

/** The same beside another one. @param {State} s @param {Texts} t @param {Actions} act @param {LngLat} from @param {{ name: string | null, at: LngLat }} facility */
export const otherFacilityName = (s, t, act, from, { name, at }) => name ?? t.sitePlans.unnamedThere(...way(t, from, at), serviceName(s, t), unitName(s, act, at));
