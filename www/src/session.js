/**
 * Keeps the answers in the state in step with the questions in it: whenever the state changes, what is no longer
 * answered is asked of the engine.
 */
import { CheckupSession } from './checkup-session.js';
import { EngineClient } from './engine/client.js';
import { EngineError, failureOf } from './engine/failure.js';
import { engineModule } from './engine/module.js';
import { Opening } from './opening.js';
import { editsOf, fitting } from './scenario.js';
import { SelectionSession } from './selection-session.js';
import { ServedSession } from './served-session.js';
import { SiteSession } from './site-session.js';
import { Slots } from './slots.js';
import { speedsKey } from './speeds.js';
import { keptUp } from './standard.js';
import { TableDesk } from './table-desk.js';
/** @import { Store, State } from './state.js' */

/** What the data do not hold: the panels say it in place of an answer, and nothing went wrong. */
const NO_DATA = ['study.noData', 'network.mode'];

export class Session {
  /**
   * @param {Store} store
   * @param {(name: string, detail: object) => void} tell events for the host
   */
  constructor(store, tell) {
    this.store = store;
    this.tell = tell;
    /** @type {EngineClient | null} */
    this.client = null;
    this.falls = /** @type {number[]} */ ([]);
    this.noticeId = 1;
    this.slots = new Slots(store, (slot, thrown) => this.#refused(slot, thrown));
    this.opening = new Opening(store, this);
    this.tables = new TableDesk(store, this);
    this.checkups = new CheckupSession(store, (slot, key, ask, take) => void this.slots.want(slot, key, ask, take));
    this.served = new ServedSession(store, this.slots);
    this.selection = new SelectionSession(store, this.slots);
    this.sites = new SiteSession(store, this);
    store.subscribe((state) => this.sync(state));
  }

  /** @param {import('./engine/module.js').WasmSource | undefined} wasm */
  async start(wasm) {
    this.job('loading', null, null);
    try {
      this.client = new EngineClient(await engineModule(wasm), (error, slot) => this.#restarted(error, slot));
    } catch (thrown) {
      this.notice(thrown instanceof WebAssembly.CompileError ? { code: 'page.browser', found: thrown.message } : failureOf(thrown));
    }
    this.store.set({ job: null });
  }

  /** Asks what the state leaves open. @param {State} s */
  sync(s) {
    const { study, client } = s.study && this.client?.line ? { study: s.study, client: this.client } : {};
    if (!study || !client) return;
    const edits = editsOf(s.scenario);
    const facts = `${study.serial}|${JSON.stringify(edits)}${speedsKey(s)}`;
    const { service } = s.question;

    void this.slots.want('apply', facts, () => client.ask('apply', { edits }, { slot: 'apply' }), (changed) => {
      const now = this.store.state.study;
      if (now?.serial === study.serial) this.store.set({ study: { ...now, ...changed } });
    });
    void this.slots.want('facilities', `${facts}|${service}`, () => client.ask('facilities', { service }, { slot: 'facilities' }), (facilities) =>
      this.store.set({ facilities }),
    );
    this.checkups.sync(s, client, facts);
    this.served.sync(s, client, facts, study.serial);
    this.selection.sync(s, client, facts, `${study.serial}${speedsKey(s)}`);
    // The editor shows it, and the card of a facility the units that it is counted in.
    if ((s.tab === 'data' && s.desk === 'standard') || s.tab === 'sites' || s.selection?.kind === 'facility' || s.selection?.kind === 'unit') {
      void this.slots.want('standards', facts, () => client.ask('standards', null, { slot: 'standards' }), (standard) => {
        const { question, standard: before } = this.store.state;
        this.store.set({ standard, question: before ? keptUp(question, before.now, standard.now) : question });
      });
    }
    this.sites.sync(s, client);
  }

  /** @param {string} slot @param {unknown} thrown */
  #refused(slot, thrown) {
    const failure = failureOf(thrown);
    const s = this.store.state;
    // What refuses it refuses `served` too, which tells.
    if (slot === 'unserved') {
      this.store.set({ unserved: null });
      return;
    }
    if (slot === 'apply') {
      if (s.study) void this.#leaveOut(s.study.serial, s.scenario);
      return;
    }
    if (!NO_DATA.includes(failure.code)) this.notice(failure, 'question');
    if (slot === 'served') this.store.set({ served: null, servedBefore: null, refused: failure });
    else if (slot === 'nearest') this.store.set({ nearest: null });
    else if (slot === 'heat') this.store.set({ heatValues: null });
    else if (slot === 'circle') this.store.set({ circle: null });
  }

  /** Leaves the edits out that do not fit the open study. @param {number} serial @param {State['scenario']} scenario */
  async #leaveOut(serial, scenario) {
    const fits = await fitting(scenario, (edits) => this.client?.ask('apply', { edits }, { slot: 'apply' }));
    if (!fits) return;
    const now = this.store.state;
    if (now.study?.serial !== serial || now.scenario !== scenario) return;
    // The engine may hold any of the tries.
    delete this.slots.asked.apply;
    this.store.set({ scenario: { ...scenario, done: fits.done, undone: [] } });
    this.notice({ code: 'scenario.leftOut', found: fits.out.join(', ') }, 'question');
  }

  /** Works out the checkup that was given up. */
  checkUpAgain() {
    delete this.slots.asked.checkup;
    this.store.set({ checkupStopped: false });
  }

  /** @param {import('./state.js').Refusal} what @param {import('./state.js').Notice['about']} [about] @param {string} [file] */
  notice({ code, place, found }, about = 'page', file) {
    const notice = { id: this.noticeId++, about, code, place, found, file };
    this.store.set({ notices: [...this.store.state.notices.filter((n) => n.code !== code).slice(-2), notice] });
    this.tell('error', { code, place, found, file });
  }

  /** @param {EngineError} error @param {string | undefined} slot */
  #restarted(error, slot) {
    const now = Date.now();
    this.falls = [...this.falls.filter((at) => now - at < 10_000), now];
    const { study } = this.store.state;
    const up = this.client?.line && this.falls.length < 4;
    this.notice(up ? { code: 'engine.stopped', found: error.message } : { code: 'engine.gone', found: error.message });
    if (!up || !study) {
      this.client?.end();
      this.store.set({ job: null });
      return;
    }
    // The question that felled it is not asked again by itself.
    const felled = slot ? this.slots.asked[slot] : undefined;
    this.slots.renew(study.serial);
    this.sites.kept = null;
    if (slot && felled !== undefined) this.slots.asked[slot] = felled;
    this.store.set({ job: null });
  }

  /** Says what runs. @param {string} label @param {number | null} share @param {(() => void) | null} cancel @param {NonNullable<State['job']>['pass']} pass */
  job(label, share, cancel, pass = null) {
    this.store.set({ job: { label, share, cancel, pass } });
  }

  end() {
    this.opening.abandon();
    this.served.end();
    this.checkups.end();
    this.client?.end();
    this.client = null;
  }
}
