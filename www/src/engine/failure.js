/** @import { Failure } from './types.js' */

/**
 * An error as a message can carry it. A trap or an overflow ends the instance: `fatal`.
 * @param {unknown} thrown
 * @returns {Failure}
 */
export function failureOf(thrown) {
  const error = /** @type {{ code?: unknown, place?: unknown, found?: unknown, message?: unknown }} */ (thrown ?? {});
  const coded = typeof error.code === 'string';
  return {
    code: coded ? String(error.code) : 'engine.stopped',
    place: error.place === undefined || error.place === null ? undefined : String(error.place),
    found: error.found === undefined || error.found === null ? undefined : String(error.found),
    message: String(error.message ?? thrown),
    fatal: !coded,
  };
}

/** An engine failure on the page's side: `code`, `place` and `found` are what the notice is written from. */
export class EngineError extends Error {
  /** @param {Failure} failure */
  constructor(failure) {
    super(failure.message);
    this.name = 'EngineError';
    this.code = failure.code;
    this.place = failure.place;
    this.found = failure.found;
    this.fatal = failure.fatal === true;
  }
}

/** Thrown into calls that a newer call of the same slot, or a cancel, made pointless. */
export class Superseded extends Error {
  constructor() {
    super('superseded');
    this.name = 'Superseded';
  }
}
