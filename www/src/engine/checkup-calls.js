/**
 * The worker's checkup: one is held for the present question and scenario, worked out in slices between other calls.
 *
 * After an edit of the scenario the one before is taken up again, so that only what the edit touches is worked out anew.
 */
/** @import { Checkup, CheckupAnswer, CheckupRun, Study } from './types.js' */

const SLICE_MS = 40;
/** Where a unit's zone is not known: nobody lives in it, or it is made of others. */
const NO_ZONE = 255;

export class CheckupCalls {
  /** @param {() => Study} study the open study with the scenario's edits */
  constructor(study) {
    this.study = study;
    /** @type {{ id: number, serial: number, kind: string, run: CheckupRun } | null} */
    this.running = null;
    /** @type {{ serial: number, kind: string, checkup: Checkup } | null} */
    this.held = null;
  }

  /** What the page may ask. @type {Record<string, (args: any, id: number) => any>} */
  calls = {
    /** `scope` names the study: a checkup of another one is nothing to go on from. */
    checkup: ({ serial, scope, options }, id) => {
      this.running?.run.free();
      this.running = null;
      const kind = JSON.stringify([scope, options]);
      const run = this.held?.kind === kind ? this.held.checkup.startAgain(this.study()) : this.study().startCheckup(options);
      this.running = { id, serial, kind, run };
    },
    gaps: ({ serial }) => this.#of(serial)?.shortages() ?? null,
    equity: ({ serial, service, level }) => this.#of(serial)?.equity({ service, level }) ?? null,
    index: ({ serial, weights, geometric }) => this.#of(serial)?.index({ ...(weights ? { weights } : {}), geometric }) ?? null,
    use: ({ serial, service }) => this.#of(serial)?.service(service)?.facilities ?? null,
    checkupHeat: ({ serial, ...query }) => this.#of(serial)?.heatUnserved(query) ?? null,
  };

  /** The held checkup, if it is the one that is meant. @param {number} serial */
  #of(serial) {
    return this.held?.serial === serial ? this.held.checkup : null;
  }

  /** One slice of the running checkup. @returns {{ progress: number } | { result: CheckupAnswer }} */
  slice() {
    if (!this.running) throw new Error('no checkup runs');
    const { serial, kind, run } = this.running;
    try {
      const { share, done } = run.step(SLICE_MS);
      if (!done) return { progress: share };
      const checkup = run.finish();
      this.held?.checkup.free();
      this.held = { serial, kind, checkup };
      this.#end();
      return { result: answerOf(serial, checkup, this.study()) };
    } catch (thrown) {
      this.#end();
      throw thrown;
    }
  }

  #end() {
    this.running?.run.free();
    this.running = null;
  }

  /** Another study is open. */
  clear() {
    this.#end();
    this.held?.checkup.free();
    this.held = null;
  }

  /** Gives the running checkup up, if it is that of a call. @param {number} id */
  drop(id) {
    if (this.running?.id === id) this.#end();
  }
}

/** @param {number} serial @param {Checkup} checkup @param {Study} study @returns {CheckupAnswer} */
function answerOf(serial, checkup, study) {
  const facts = checkup.describe();
  const { names, services, units, values } = checkup.indicators();
  const [people, reachable] = [names.indexOf('people'), names.indexOf('reachable')];
  const unreached = new Float64Array(services.length * units);
  for (let i = 0; i < unreached.length; i++) unreached[i] = values[i * names.length + people] * (1 - values[i * names.length + reachable]);
  return { serial, facts, names, services, units, values, unreached, zones: zonesOf(checkup, facts, study, units) };
}

/**
 * The zone of each of the smallest units, which is that of its demand points.
 * @param {Checkup} checkup @param {CheckupAnswer['facts']} facts @param {Study} study @param {number} units
 */
function zonesOf(checkup, facts, study, units) {
  const zones = new Uint8Array(units).fill(NO_ZONE);
  const known = facts.services.find((service) => service.facilities !== null);
  const points = known && checkup.service(known.code);
  if (points) study.demandPoints().unit.forEach((unit, i) => (zones[unit] = points.zone[i]));
  return zones;
}
