/**
 * The page's side of the engine: one worker with the open study, one more while a file is read.
 *
 * The bytes of the open study stay here, so that a worker that fell can be started again from them.
 */
import { Superseded } from './failure.js';
import { Line } from './line.js';
/** @import { EngineError } from './failure.js' */
/** @import { Picture, Table } from './types.js' */

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
    /** @type {Table[]} what was taken into the open study since, in order */
    this.tables = [];
  }

  /**
   * Reads a map file in a worker of its own.
   * @param {Uint8Array} bytes handed over
   * @param {(p: { share: number, step: string }) => void} onProgress
   * @returns {Promise<Uint8Array>} the study in its binary form
   */
  read(bytes, onProgress) {
    return this.#study('read', { bytes }, onProgress, [bytes.buffer]);
  }

  /**
   * Makes up a prefecture in a worker of its own.
   * @param {{ villages: number }} size
   * @param {(p: { share: number, step: string }) => void} onProgress
   * @returns {Promise<Uint8Array>} the study in its binary form
   */
  make(size, onProgress) {
    return this.#study('make', { size }, onProgress, []);
  }

  /** @param {string} call @param {object} args @param {(p: { share: number, step: string }) => void} onProgress @param {Transferable[]} transfer */
  async #study(call, args, onProgress, transfer) {
    this.stopReading();
    const line = new Line(new Worker(new URL('./import-worker.js', import.meta.url), { type: 'module' }));
    this.reader = line;
    try {
      return await line.ask(call, { module: this.module, ...args }, { onProgress, transfer });
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
   * @param {Table[]} [tables] to be taken in
   * @returns {Promise<Picture>}
   */
  async open(bytes, current = () => true, tables = []) {
    const line = new Line(new Worker(new URL('./worker.js', import.meta.url), { type: 'module' }));
    try {
      await line.ask('start', { module: this.module });
      const picture = await line.ask('open', { bytes, tables });
      if (!current()) throw new Superseded();
      this.line?.end();
      this.line = line;
      this.bytes = bytes;
      this.tables = tables;
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

  /** Takes a table into the open study. @param {Table} table @returns {Promise<Picture>} */
  async take(table) {
    const picture = await this.ask('takeTable', table);
    this.tables = [...this.tables, table];
    return picture;
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
        await this.open(this.bytes, undefined, this.tables);
      } catch {
        this.bytes = null;
      }
    }
    this.onRestart(error, slot);
  }
}
