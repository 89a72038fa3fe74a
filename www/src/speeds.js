/** Speeds other than the engine's own: a part of the scenario, and what becomes of a mode with them. */
/** @import { TravelMode } from './engine/types.js' */
/** @import { State } from './state.js' */

export const PERSONS = /** @type {const} */ (['adult', 'elderly', 'child', 'wheelchair']);

/** What can be set of each mode, and between which values. */
export const SPEED_FIELDS = /** @type {const} */ ({
  walk: { speedKmh: [0.5, 20] },
  cycle: { speedKmh: [2, 60] },
  drive: { limitShare: [0.05, 1.5], fixedSeconds: [0, 3600] },
});

/**
 * @typedef {{ person?: typeof PERSONS[number], speedKmh?: number, limitShare?: number, fixedSeconds?: number }} Speed
 * @typedef {Partial<Record<TravelMode, Speed>>} Speeds what is left out is as the engine has it
 */

/**
 * What makes sense of speeds that came from outside; null: they are none.
 * @param {any} given @returns {Speeds | null}
 */
export function speedsFrom(given) {
  if (given === null || typeof given !== 'object') return null;
  /** @type {Record<string, Record<string, unknown>>} */
  const speeds = {};
  for (const [mode, fields] of Object.entries(SPEED_FIELDS)) {
    const of = given[mode] ?? {};
    const kept = Object.entries(fields).filter(([name, [least, most]]) => Number.isFinite(of[name]) && of[name] >= least && of[name] <= most);
    /** @type {Record<string, unknown>} */
    const speed = Object.fromEntries(kept.map(([name]) => [name, of[name]]));
    if (mode === 'walk' && PERSONS.includes(of.person)) speed.person = of.person;
    if (Object.keys(speed).length > 0) speeds[mode] = speed;
  }
  return speeds;
}

/** The speeds of the scenario. @param {Pick<State, 'scenario'>} s @returns {Speeds} */
export function speedsOf({ scenario }) {
  const last = scenario.done.flat().filter((edit) => 'speeds' in edit).at(-1);
  return last && 'speeds' in last ? last.speeds : {};
}

/** A mode as the engine is asked with it. @param {Pick<State, 'scenario'>} s @param {TravelMode} mode */
export function profile(s, mode) {
  const speed = speedsOf(s)[mode];
  return speed ? { base: mode, ...speed } : mode;
}

/** All modes whose speeds are others, as a checkup is asked with them. @param {Pick<State, 'scenario'>} s */
export const profiles = (s) => Object.fromEntries(Object.keys(speedsOf(s)).map((mode) => [mode, profile(s, /** @type {TravelMode} */ (mode))]));

/** What tells answers with one set of speeds from those with another. @param {Pick<State, 'scenario'>} s */
export function speedsKey(s) {
  const speeds = speedsOf(s);
  return Object.keys(speeds).length > 0 ? `|${JSON.stringify(speeds)}` : '';
}
