/** Keeps who is served in the state where all travel alike within the same time, and what the map paints of it. */
import { heatShown, isPlain } from './checkup.js';
import { profile } from './speeds.js';
/** @import { EngineClient } from './engine/client.js' */
/** @import { Slots } from './slots.js' */
/** @import { State, Store } from './state.js' */

const CHANGE_SHOWN_MS = 6000;

export class ServedSession {
  /** @param {Store} store @param {Slots} slots */
  constructor(store, slots) {
    this.store = store;
    this.slots = slots;
    /** What is shown was the answer to it. */
    this.answeredQuestion = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.changeTimer = undefined;
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts what is told apart by study and scenario @param {number} serial */
  sync(s, client, facts, serial) {
    const { service, mode, minutes } = s.question;
    const question = `${service}|${mode}|${minutes}`;
    if (isPlain(s)) this.#ask(s, client, facts, question, serial);
    else this.#drop(s, client);
    this.#heat(s, client, facts);
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts @param {string} question @param {number} serial */
  #ask(s, client, facts, question, serial) {
    const { service, minutes } = s.question;
    const mode = profile(s, s.question.mode);
    void this.slots.want('served', `${facts}|${question}`, () => client.ask('served', { service, mode, minutes }, { slot: 'served' }), (served) =>
      this.#answered(served, `${serial}|${question}`),
    );
    void this.slots.want('unserved', `${facts}|${question}`, () => client.ask('unserved', { service, mode, minutes }, { slot: 'unserved' }), (unserved) => this.store.set({ unserved }));
  }

  /** @param {State} s @param {EngineClient} client */
  #drop(s, client) {
    for (const slot of ['served', 'unserved']) this.slots.drop(slot, client);
    if (s.served || s.unserved || s.refused) this.store.set({ served: null, unserved: null, refused: null, servedBefore: null });
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts */
  #heat(s, client, facts) {
    const { raster } = s;
    const shown = heatShown(s);
    // The checkup asks for its own.
    if (shown === 'points' || !raster || (shown === 'unserved' && !isPlain(s))) return;
    const { service, mode, minutes } = s.question;
    // The area in reach is what lies within the time.
    const heat = shown === 'reach' ? 'minutes' : shown;
    const call = heat === 'minutes' ? 'heatMinutes' : 'heatUnserved';
    // The minutes themselves do not depend on the threshold, only their classes do.
    const key = `${facts}|${service}|${mode}|${heat === 'unserved' ? minutes : ''}|${heat}|${raster.bounds}|${raster.width}x${raster.height}`;
    void this.slots.want('heat', key, () => client.ask(call, { service, mode: profile(s, mode), minutes, ...raster }, { slot: 'heat' }), (values) =>
      this.store.set({ heatValues: { kind: heat, minutes, values, ...raster } }),
    );
  }

  /** @param {NonNullable<State['served']>} served @param {string} question */
  #answered(served, question) {
    const before = this.answeredQuestion === question ? this.store.state.served : null;
    this.answeredQuestion = question;
    clearTimeout(this.changeTimer);
    this.store.set({ served, refused: null, servedBefore: before });
    if (before) this.changeTimer = setTimeout(() => this.store.set({ servedBefore: null }), CHANGE_SHOWN_MS);
  }

  end() {
    clearTimeout(this.changeTimer);
  }
}
