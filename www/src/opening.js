/** Opens studies: the demo beside the page, files of the user, the made-up prefecture. What was open stays until then. */
import { forgotten } from './checkup.js';
import { EngineError, Superseded, failureOf } from './engine/failure.js';
import { received } from './engine/received.js';
import { editsOf, emptyScenario } from './scenario.js';
/** @import { Session } from './session.js' */
/** @import { Store, OpenStudy } from './state.js' */

/** Files that hold a study; all others are taken for tables of one. */
const STUDIES = /\.(pbf|osm|xml|scb)$/i;

let serials = 0;

export class Opening {
  /** @param {Store} store @param {Session} session */
  constructor(store, session) {
    this.store = store;
    this.session = session;
    /** @type {() => void} */
    this.abandon = () => {};
    this.turns = 0;
  }

  /** Gives up what is being opened; tells whether nothing else was begun since. */
  #turn() {
    this.abandon();
    this.abandon = () => {};
    const turn = ++this.turns;
    return () => turn === this.turns;
  }

  /** Fetches and opens a file beside the page. @param {string} address */
  async address(address) {
    const name = address.split('/').pop() ?? address;
    const stop = new AbortController();
    const cancel = () => stop.abort();
    const current = this.#turn();
    this.abandon = cancel;
    const { session } = this;
    session.job('fetching', 0, cancel);
    try {
      const response = await fetch(address, { signal: stop.signal });
      if (!response.ok) throw Object.assign(new Error(address), { code: 'page.fetch', found: String(response.status) });
      const bytes = await received(response, (share) => session.job('fetching', share, cancel));
      await this.#bytes(name, bytes, current);
    } catch (thrown) {
      if (current()) this.store.set({ job: null });
      if (stop.signal.aborted) return;
      session.notice(thrown instanceof EngineError ? thrown : { code: 'page.fetch', place: address, found: failureOf(thrown).found }, 'file', name);
    }
  }

  /** Takes files of the user: a study is opened, tables are tried on the open one. @param {File[]} files */
  async files(files) {
    const file = files.find((one) => STUDIES.test(one.name));
    if (file) await this.#file(file);
    else if (files.length > 0) await this.session.tables.files(files);
  }

  /** @param {File} file */
  async #file(file) {
    const current = this.#turn();
    this.session.job('reading', null, null);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      if (current()) await this.#bytes(file.name, bytes, current);
    } catch (thrown) {
      if (!current()) return;
      this.store.set({ job: null });
      this.session.notice({ code: 'page.file', found: String(thrown) }, 'file', file.name);
    }
  }

  /** Makes up a prefecture of so many villages. @param {number} villages */
  async made(villages) {
    await this.#ready(`synthetic-${villages}`, villages, 'make', (client, tell) => client.make({ villages }, tell), this.#turn());
  }

  /**
   * Reads a map file, or opens a study in its binary form.
   * @param {string} name @param {Uint8Array} bytes @param {() => boolean} current nothing else was begun since
   */
  async #bytes(name, bytes, current) {
    const binary = name.toLowerCase().endsWith('.scb');
    await this.#ready(name, null, 'step', (client, tell) => (binary ? Promise.resolve(bytes) : client.read(bytes, tell)), current);
  }

  /**
   * @param {string} file @param {number | null} made villages of a made-up study @param {'step' | 'make'} label
   * @param {(client: import('./engine/client.js').EngineClient, tell: (p: { share: number, step: string }) => void) => Promise<Uint8Array>} ready
   * @param {() => boolean} current
   */
  async #ready(file, made, label, ready, current) {
    const { session } = this;
    const { client } = session;
    if (!client) return;
    const stop = () => client.stopReading();
    this.abandon = stop;
    try {
      const bytes = await ready(client, ({ share, step }) => session.job(`${label}:${step}`, share, stop));
      session.job('opening', null, null);
      const picture = await client.open(bytes, current);
      this.#opened({ serial: ++serials, file, made, ...picture, ownUnits: picture.units });
    } catch (thrown) {
      if (current() && !(thrown instanceof Superseded)) session.notice(failureOf(thrown), 'file', file);
    }
    if (!current()) return;
    this.abandon = () => {};
    this.store.set({ job: null });
  }

  /** @param {OpenStudy} study */
  #opened(study) {
    const s = this.store.state;
    const first = s.study === null;
    const scenario = first ? s.scenario : emptyScenario;
    const opened = editsOf(scenario).flatMap((edit) => ('open' in edit ? edit.open.services : []));
    const withData = study.description.services.filter((service) => service.facilities !== null || opened.includes(service.code));
    const wanted = [s.question.service, 'PHA'].find((code) => withData.some((service) => service.code === code));
    this.session.slots.renew(study.serial);
    this.store.set({
      study,
      question: { ...s.question, service: wanted ?? withData[0]?.code ?? s.question.service },
      scenario,
      domain: null,
      level: first ? s.level : 0,
      filter: '',
      selection: first ? s.selection : null,
      view: first ? s.view : null,
      ...forgotten,
      served: null,
      unserved: null,
      refused: null,
      servedBefore: null,
      facilities: [],
      heatValues: null,
      circle: null,
      nearest: null,
      plan: null,
      adopted: null,
      adding: false,
      placing: null,
      fencing: null,
      siting: first ? s.siting : { ...s.siting, exclusions: [] },
      notices: [],
      table: null,
      standard: null,
      cellRefused: null,
    });
    this.session.tell('ready', { file: study.file, people: study.description.people });
  }

  /** The open study holds more now: all is asked anew, and what the user chose stays. @param {import('./engine/types.js').Picture} picture */
  renewed(picture) {
    const { study } = this.store.state;
    if (!study) return;
    const serial = ++serials;
    this.session.slots.renew(serial);
    this.store.set({ study: { ...study, ...picture, ownUnits: picture.units, serial }, ...forgotten, plan: null, adopted: null, servedBefore: null, standard: null });
  }
}
