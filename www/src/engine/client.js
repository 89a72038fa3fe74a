/**
 * The page's side of the engine: one worker with the open study, one more while a file is read.
 *
 * The bytes of the open study stay here, so that a worker that fell can be started again from them.
 */
import { EngineError, Superseded } from './failure.js';
/** @import { Picture, Reply } from './types.js' */

/** @typedef {{ resolve: (value: any) => void, reject: (reason: Error) => void, slot?: string, onProgress?: (p: any) => void }} Waiting */

/** One worker and the calls that wait for its answers. */
class Line {
  /** @param {Worker} worker @param {(error: EngineError, slot: string | undefined) => void} [onFall] */
  constructor(worker, onFall) {
    this.worker = worker;
    this.onFall = onFall;
    this.nextId = 1;
    /** @type {Map<number, Waiting>} */
    this.waiting = new Map();
    worker.onmessage = (event) => this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault?.();
      this.#fall(new EngineError({ code: 'engine.stopped', message: event.message || 'worker', fatal: true }), undefined);
    };
  }

  /**
   * @param {string} call
   * @param {any} args
   * @param {{ slot?: string, onProgress?: (p: any) => void, transfer?: Transferable[] }} [how]
   */
  ask(call, args, how = {}) {
    const id = this.nextId++;
    if (how.slot) this.drop(how.slot);
    const answer = new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject, slot: how.slot, onProgress: how.onProgress });
    });
    this.worker.postMessage({ id, call, slot: how.slot, args }, { transfer: how.transfer ?? [] });
    return answer;
  }

  /** Gives up what waits under a slot. @param {string} slot */
  drop(slot) {
    for (const [id, call] of this.waiting) {
      if (call.slot !== slot) continue;
      this.waiting.delete(id);
      this.worker.postMessage({ id: 0, call: 'cancel', args: { id } });
      call.reject(new Superseded());
    }
  }

  end() {
    this.worker.onmessage = null;
    this.worker.onerror = null;
    this.worker.terminate();
    for (const call of this.waiting.values()) call.reject(new Superseded());
    this.waiting.clear();
  }

  /** @param {Reply} reply */
  #hear(reply) {
    const call = this.waiting.get(reply.id);
    if (reply.error?.fatal) {
      this.#fall(new EngineError(reply.error), call?.slot);
      return;
    }
    if (!call) return;
    if (reply.progress !== undefined) {
      call.onProgress?.(reply.progress);
      return;
    }
    this.waiting.delete(reply.id);
    if (reply.error) call.reject(new EngineError(reply.error));
    else call.resolve(reply.result);
  }

  /** @param {EngineError} error @param {string | undefined} slot */
  #fall(error, slot) {
    for (const call of this.waiting.values()) call.reject(this.onFall ? new Superseded() : error);
    this.waiting.clear();
    this.worker.terminate();
    this.onFall?.(error, slot);
  }
}

export class EngineClient {
  /**
   * @param {WebAssembly.Module} module
   * @param {(error: EngineError, slot: string | undefined) => void} onRestart told after a fallen worker is up again
   */
  constructor(module, onRestart) {
    this.module = module;
    this.onRestart = onRestart;
    /** @type {Line | null} */
    this.line = null;
    /** @type {Line | null} */
    this.reader = null;
    /** @type {Uint8Array | null} */
    this.bytes = null;
  }

  /**
   * Reads a map file in a worker of its own.
   * @param {Uint8Array} bytes handed over
   * @param {(p: { share: number, step: string }) => void} onProgress
   * @returns {Promise<Uint8Array>} the study in its binary form
   */
  async read(bytes, onProgress) {
    this.stopReading();
    const line = new Line(new Worker(new URL('./import-worker.js', import.meta.url), { type: 'module' }));
    this.reader = line;
    try {
      return await line.ask('read', { module: this.module, bytes }, { onProgress, transfer: [bytes.buffer] });
    } finally {
      line.end();
      if (this.reader === line) this.reader = null;
    }
  }

  stopReading() {
    this.reader?.end();
    this.reader = null;
  }

  /**
   * Opens a study in a fresh worker; what was open stays open until this has worked, and its memory goes with its worker.
   * @param {Uint8Array} bytes
   * @param {() => boolean} [current] whether it is still wanted when it is ready
   * @returns {Promise<Picture>}
   */
  async open(bytes, current = () => true) {
    const line = new Line(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
    try {
      await line.ask('start', { module: this.module });
      const picture = await line.ask('open', { bytes });
      if (!current()) throw new Superseded();
      this.line?.end();
      this.line = line;
      this.bytes = bytes;
      line.onFall = (error, slot) => this.#restart(error, slot);
      return picture;
    } catch (error) {
      line.end();
      throw error;
    }
  }

  /**
   * Asks the open study; a newer call of the same slot makes the older one end as `Superseded`.
   * @param {string} call
   * @param {any} args
   * @param {{ slot?: string, onProgress?: (p: any) => void }} [how]
   * @returns {Promise<any>}
   */
  ask(call, args, how) {
    return this.line ? this.line.ask(call, args, how) : Promise.reject(new Superseded());
  }

  /** @param {string} slot */
  drop(slot) {
    this.line?.drop(slot);
  }

  end() {
    this.stopReading();
    this.line?.end();
    this.line = null;
  }

  /** @param {EngineError} error @param {string | undefined} slot the call that felled it */
  async #restart(error, slot) {
    this.line = null;
    if (this.bytes) {
      try {
        await this.open(this.bytes);
      } catch {
        this.bytes = null;
      }
    }
    this.onRestart(error, slot);
  }
}
