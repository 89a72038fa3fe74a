/** The slots of questions to the engine: each holds the key of what it was last asked, so that nothing is asked twice. */
import { Superseded } from './engine/failure.js';
/** @import { EngineClient } from './engine/client.js' */
/** @import { Store } from './state.js' */

const BUSY_AFTER_MS = 250;

export class Slots {
  /** @param {Store} store @param {(slot: string, thrown: unknown) => void} refused told what the engine refuses */
  constructor(store, refused) {
    this.store = store;
    this.refused = refused;
    /** @type {Record<string, string>} what each slot was last asked */
    this.asked = {};
    this.running = 0;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.busyTimer = undefined;
  }

  /**
   * Asks once per key; a newer key of the slot makes the older answer void.
   * @param {string} slot @param {string} key @param {() => Promise<any>} ask @param {(answer: any) => void} take
   */
  async want(slot, key, ask, take) {
    if (this.asked[slot] === key) return;
    this.asked[slot] = key;
    this.busy(1);
    try {
      const answer = await ask();
      if (this.asked[slot] === key) take(answer);
    } catch (thrown) {
      if (!(thrown instanceof Superseded) && this.asked[slot] === key) this.refused(slot, thrown);
    } finally {
      this.busy(-1);
    }
  }

  /** Forgets what a slot was asked; an answer on its way is void. @param {string} slot @param {EngineClient} client */
  drop(slot, client) {
    delete this.asked[slot];
    client.drop(slot);
  }

  /** All is asked anew, of a study that the engine holds without edits. @param {number} serial */
  renew(serial) {
    this.asked = { apply: `${serial}|[]` };
  }

  /** Counts what runs; what is answered at once is not shown as busy. @param {number} change */
  busy(change) {
    this.running += change;
    if (this.running > 0 && change > 0) {
      this.busyTimer ??= setTimeout(() => this.store.set({ busy: this.running > 0 }), BUSY_AFTER_MS);
    } else if (this.running === 0) {
      clearTimeout(this.busyTimer);
      this.busyTimer = undefined;
      if (this.store.state.busy) this.store.set({ busy: false });
    }
  }
}
