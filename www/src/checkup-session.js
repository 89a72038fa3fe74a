/** Keeps the checkup in the state in step with the question, the scenario and the tab that is read. */
import { checkupOptions, commonest, heatShown, isPlain } from './checkup.js';
import { Superseded, failureOf } from './engine/failure.js';
import { profiles } from './speeds.js';
/** @import { EngineClient } from './engine/client.js' */
/** @import { CheckupAnswer } from './engine/types.js' */
/** @import { State, Store } from './state.js' */

const CHANGE_SHOWN_MS = 6000;
/** What is answered sooner needs no line in the status bar. */
const SHOWN_AFTER_MS = 300;

let serials = 0;

/** @typedef {(slot: string, key: string, ask: () => Promise<any>, take: (answer: any) => void) => void} Want */

export class CheckupSession {
  /** @param {Store} store @param {Want} want asks once per key */
  constructor(store, want) {
    this.store = store;
    this.want = want;
    /** What the checkup that is shown was asked of. */
    this.kind = '';
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.changeTimer = undefined;
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts what is told apart by study and scenario */
  sync(s, client, facts) {
    const scope = s.study?.serial;
    const options = { ...checkupOptions(s), ...profiles(s) };
    // With other speeds it is the same question: what they change is shown beside the numbers.
    const kind = JSON.stringify([scope, checkupOptions(s)]);
    if (this.kind !== kind && s.checkup) {
      // The numbers of another question would pass for the answer to this one.
      this.store.set({ checkup: null, checkupBefore: null, gaps: null, use: null, equity: null, index: null });
    }
    this.want('checkup', `${kind}|${facts}`, () => this.#run(client, scope, options), (answer) => this.#take(answer, kind));
    if (!s.checkup || this.kind !== kind) return;
    this.#details(s, client, s.checkup.serial);
    this.#lean(s);
  }

  /** @param {State} s @param {EngineClient} client @param {number} serial */
  #details(s, client, serial) {
    const { service } = s.question;
    const ask = (/** @type {string} */ slot, /** @type {string} */ call, /** @type {object} */ args, /** @type {(answer: any) => void} */ take) =>
      this.want(slot, `${serial}|${JSON.stringify(args)}`, () => client.ask(call, { serial, ...args }, { slot }), take);
    // Where the question has no tab of its own the overview stands beside it.
    const overview = s.tab === 'overview' || (s.tab === 'question' && s.layout === 'desktop');
    if (overview || s.tab === 'gaps') ask('gaps', 'gaps', {}, (gaps) => this.store.set({ gaps }));
    if (s.heat === 'points' || s.selection?.kind === 'facility') {
      ask('use', 'use', { service }, (columns) => this.store.set({ use: columns && { service, columns } }));
    }
    if (s.tab === 'equity') {
      const level = Math.min(s.level, (s.study?.description.levels.length ?? 1) - 1);
      ask('equity', 'equity', { service, level }, (equity) => this.store.set({ equity }));
      ask('index', 'index', s.indexRules, (index) => this.store.set({ index }));
    }
    if (heatShown(s) === 'unserved' && !isPlain(s) && s.raster) {
      const { raster } = s;
      ask('heat', 'checkupHeat', { service, ...raster }, (values) =>
        this.store.set({ heatValues: values && { kind: 'unserved', minutes: 0, values, ...raster } }),
      );
    }
  }

  /** Where only one mode and time can be asked for, those of most people stand in. @param {State} s */
  #lean(s) {
    const usual = commonest(s);
    if (!usual) return;
    const mode = s.byZone ? usual.mode : s.question.mode;
    const minutes = s.byStandard ? usual.minutes : s.question.minutes;
    if (mode !== s.question.mode || minutes !== s.question.minutes) this.store.set({ question: { ...s.question, mode, minutes } });
  }

  /**
   * A refusal is an answer too: the panels say it where the numbers would stand.
   * @param {EngineClient} client @param {number | undefined} scope @param {object} options
   */
  async #run(client, scope, options) {
    const serial = ++serials;
    const begun = Date.now();
    let mine = false;
    const cancel = () => {
      client.drop('checkup');
      this.store.set({ checkupStopped: true });
    };
    const show = (/** @type {number} */ share) => {
      const { job } = this.store.state;
      if (Date.now() - begun < SHOWN_AFTER_MS || (job && job.label !== 'checkup')) return;
      mine = true;
      this.store.set({ job: { label: 'checkup', share, cancel } });
    };
    if (this.store.state.checkupStopped) this.store.set({ checkupStopped: false });
    try {
      const answer = await client.ask('checkup', { serial, scope, options }, { slot: 'checkup', onProgress: show });
      this.store.set({ checkupTook: Date.now() - begun });
      return answer;
    } catch (thrown) {
      if (thrown instanceof Superseded) throw thrown;
      return { refused: failureOf(thrown) };
    } finally {
      if (mine && this.store.state.job?.label === 'checkup') this.store.set({ job: null });
    }
  }

  /** @param {CheckupAnswer | { refused: import('./state.js').Refusal }} answer @param {string} kind */
  #take(answer, kind) {
    clearTimeout(this.changeTimer);
    if ('refused' in answer) {
      this.store.set({ checkup: null, checkupBefore: null, checkupRefused: answer.refused, gaps: null });
      return;
    }
    const before = this.kind === kind ? this.store.state.checkup : null;
    this.kind = kind;
    this.store.set({ checkup: answer, checkupBefore: before, checkupRefused: null });
    if (before) this.changeTimer = setTimeout(() => this.store.set({ checkupBefore: null }), CHANGE_SHOWN_MS);
  }

  end() {
    clearTimeout(this.changeTimer);
  }
}
