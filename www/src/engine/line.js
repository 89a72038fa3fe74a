/** A worker and the calls that wait for its answers. */
import { EngineError, Superseded } from './failure.js';
/** @import { Reply } from './types.js' */

/** @typedef {{ resolve: (value: any) => void, reject: (reason: Error) => void, slot?: string, onProgress?: (p: any) => void }} Waiting */

/**
 * What a line needs of a worker: one of the page's, or whatever a host makes of its own threads.
 * @typedef {object} WorkerLike
 * @property {(message: any, options?: { transfer: Transferable[] }) => void} postMessage
 * @property {() => void} terminate
 * @property {((event: MessageEvent) => any) | null} onmessage
 * @property {((event: ErrorEvent) => any) | null} onerror
 */

export class Line {
  /** @param {WorkerLike} worker @param {(error: EngineError, slot: string | undefined) => void} [onFall] */
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
