/**
 * Batches spread over several workers, each with an instance of its own opened from the same bytes.
 *
 * A batch is cut into parts of neighbouring places, each answered for itself, and the parts are joined by their positions:
 * answers are the same with one worker or many, whichever ends first; so is the error if a batch is refused.
 */
import { EngineError } from './failure.js';
import { Line } from './line.js';
/** @import { WorkerLike } from './line.js' */

/** @typedef {[number, number]} LngLat longitude first */
/** @typedef {ReturnType<import('../../../pkg/service_circle.js').RoadNetwork['isochrone']>} Bands */

/** Parts for each worker. Every part of a matrix joins the whole other list to the roads, so it has few; … */
const MATRIX_PARTS = 2;
/** … of circles some take far longer than others: the more parts, the better the last of the work is shared. */
const CIRCLE_PARTS = 8;
/** Each worker holds the whole network: more of them than this cost more memory than they save time. */
const MOST_WORKERS = 4;

/** As many times as one table of the engine may hold. */
const MOST_CELLS = 50_000_000;

/** How many workers pay on this machine: one for each core, up to four. */
export const workersThatPay = () => Math.max(1, Math.min(MOST_WORKERS, globalThis.navigator?.hardwareConcurrency ?? 1));

/** @returns {WorkerLike} */
const ownWorker = () => new Worker(new URL('./pool-worker.js', import.meta.url), { type: 'module' });

export class EnginePool {
  /** @type {Line[]} */
  #lines;

  /** Use `EnginePool.open`. @param {Line[]} lines */
  constructor(lines) {
    this.#lines = lines;
  }

  /**
   * Starts the workers and opens the bytes in each.
   * @param {object} what
   * @param {WebAssembly.Module} what.module the compiled engine, as `engineModule()` gives it
   * @param {Uint8Array} what.bytes what `toBytes` of a study or a network gave; they stay the caller's
   * @param {'study' | 'network'} [what.form] whose bytes they are; a study's by default
   * @param {number} [what.workers] as many as pay, if not said
   * @param {() => WorkerLike} [what.spawn] makes a worker that runs pool-worker.js, for hosts with threads of their own
   */
  static async open({ module, bytes, form = 'study', workers = workersThatPay(), spawn = ownWorker }) {
    const lines = Array.from({ length: workers }, () => new Line(spawn()));
    const pool = new EnginePool(lines);
    try {
      await Promise.all(lines.map((line) => line.ask('open', { module, bytes, form })));
    } catch (error) {
      pool.end();
      throw error;
    }
    return pool;
  }

  get workers() {
    return this.#lines.length;
  }

  /**
   * `RoadNetwork.travelTimes`, shared out: row-major [from × to] seconds, NaN = not reached.
   * @param {{ from: LngLat[], to: LngLat[], mode: any, cutoffMinutes?: number }} q
   * @returns {Promise<Float64Array>}
   */
  async travelTimes(q) {
    const { from, to } = q;
    // There is one search for each place of the shorter list: that is the one to cut.
    const byRows = from.length <= to.length;
    const searched = byRows ? from : to;
    if (from.length * to.length > MOST_CELLS) {
      const message = `${from.length} × ${to.length} places, at most ${MOST_CELLS} times`;
      throw new EngineError({ code: 'argument.range', message, place: 'to', fatal: false });
    }
    const seconds = new Float64Array(from.length * to.length);
    await this.#share(byRows ? 'from' : 'to', searched.length, MATRIX_PARTS, async (line, begin, end) => {
      const part = searched.slice(begin, end);
      const found = await line.ask('travelTimes', byRows ? { ...q, from: part } : { ...q, to: part });
      if (byRows) {
        seconds.set(found, begin * to.length);
      } else {
        for (let row = 0; row < from.length; row++) {
          seconds.set(found.subarray(row * part.length, (row + 1) * part.length), row * to.length + begin);
        }
      }
    });
    return seconds;
  }

  /**
   * `RoadNetwork.isochrone` of many places, in their order.
   * @param {{ places: LngLat[], mode: any, minutes: number[], direction?: 'to' | 'from' }} q
   * @returns {Promise<Bands[]>}
   */
  async isochrones(q) {
    /** @type {Bands[]} */
    const drawn = new Array(q.places.length);
    await this.#share('places', q.places.length, CIRCLE_PARTS, async (line, begin, end) => {
      const found = await line.ask('isochrones', { ...q, places: q.places.slice(begin, end) });
      for (let i = begin; i < end; i++) drawn[i] = found[i - begin];
    });
    return drawn;
  }

  /** Ends the workers; what still waits ends as `Superseded`. */
  end() {
    for (const line of this.#lines) line.end();
    this.#lines = [];
  }

  /**
   * Each worker takes the next part as soon as it is free.
   * @param {string} list the name of what is cut, for the place of an error
   * @param {number} count @param {number} partsEach
   * @param {(line: Line, begin: number, end: number) => Promise<void>} work
   */
  async #share(list, count, partsEach, work) {
    if (this.#lines.length === 0) throw new EngineError({ code: 'engine.stopped', message: 'the pool has ended', fatal: true });
    const length = Math.ceil(count / (this.#lines.length * partsEach));
    let next = 0;
    /** @type {{ begin: number, error: any }[]} */
    const refused = [];
    const run = async (/** @type {Line} */ line) => {
      // Parts are taken in order: once one is refused, those before it are all under way.
      while (next < count && refused.length === 0) {
        const begin = next;
        const end = Math.min(count, begin + length);
        next = end;
        try {
          await work(line, begin, end);
        } catch (error) {
          refused.push({ begin, error });
        }
      }
    };
    await Promise.all(this.#lines.map(run));
    if (refused.length === 0) return;
    const { begin, error } = refused.reduce((first, other) => (other.begin < first.begin ? other : first));
    // An instance that trapped is gone, and its worker with it.
    if (error.fatal) this.end();
    const within = /^(\w+)\[(\d+)\]$/.exec(error.place ?? '');
    if (within?.[1] === list) error.place = `${list}[${Number(within[2]) + begin}]`;
    throw error;
  }
}
