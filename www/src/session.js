/**
 * Keeps the answers in the state in step with the questions in it: whenever the state changes, what is no longer
 * answered is asked of the engine.
 */
import { heatShown, isPlain, modeAt } from './checkup.js';
import { CheckupSession } from './checkup-session.js';
import { EngineClient } from './engine/client.js';
import { EngineError, Superseded, failureOf } from './engine/failure.js';
import { engineModule } from './engine/module.js';
import { Opening } from './opening.js';
import { save } from './save.js';
import { codeOf, editsOf } from './scenario.js';
import { layoutKey, layoutQuestion, searchKey, siteQuestion } from './siting.js';
import { profile, speedsKey } from './speeds.js';
import { keptUp } from './standard.js';
import { TableDesk } from './table-desk.js';
/** @import { Store, State } from './state.js' */
/** @import { LngLat, SearchStep } from './engine/types.js' */

export const RING_MINUTES = [5, 10, 15];
/** A plan is worth more that holds for slower walkers too. */
const WALKING_FACTORS = [0.8, 1, 1.2];
const CHANGE_SHOWN_MS = 6000;
const BUSY_AFTER_MS = 250;
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
    /** @type {Record<string, string>} what each slot was last asked */
    this.asked = {};
    /** What the slot of searches was last asked for. */
    this.searched = /** @type {'sites' | 'layout'} */ ('sites');
    this.running = 0;
    this.falls = /** @type {number[]} */ ([]);
    this.noticeId = 1;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.changeTimer = undefined;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.busyTimer = undefined;
    this.opening = new Opening(store, this);
    this.tables = new TableDesk(store, this);
    /** @type {(at: LngLat) => number} the unit that holds a place, -1 for none */
    this.unitAt = () => -1;
    this.checkups = new CheckupSession(store, (slot, key, ask, take) => void this.#want(slot, key, ask, take));
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
    const { service, mode, minutes } = s.question;

    this.#want('apply', facts, () => client.ask('apply', { edits }, { slot: 'apply' }), (changed) => {
      const now = this.store.state.study;
      if (now?.serial === study.serial) this.store.set({ study: { ...now, ...changed } });
    });
    this.#want('facilities', `${facts}|${service}`, () => client.ask('facilities', { service }, { slot: 'facilities' }), (facilities) =>
      this.store.set({ facilities }),
    );
    this.checkups.sync(s, client, facts);
    const question = `${service}|${mode}|${minutes}`;
    if (isPlain(s)) this.#syncServed(s, client, facts, question, study.serial);
    else this.#dropServed(s, client);
    this.#syncHeat(s, client, facts);
    this.#syncSelection(s, client, facts, `${study.serial}${speedsKey(s)}`);
    // The editor shows it, and the card of a facility the units that it is counted in.
    if ((s.tab === 'data' && s.desk === 'standard') || s.tab === 'sites' || s.selection?.kind === 'facility' || s.selection?.kind === 'unit') {
      this.#want('standards', facts, () => client.ask('standards', null, { slot: 'standards' }), (standard) => {
        const { question, standard: before } = this.store.state;
        this.store.set({ standard, question: before ? keptUp(question, before.now, standard.now) : question });
      });
    }

    const search = this.searched === 'layout' ? layoutKey(s) : searchKey(s);
    if (this.asked.suggest !== undefined && this.asked.suggest !== search) {
      delete this.asked.suggest;
      client.drop('suggest');
      if (s.layoutPlan) this.store.set({ layoutPlan: null });
      if (s.plan) this.store.set({ plan: null, selection: s.selection?.kind === 'site' ? null : s.selection });
    }
  }

  /**
   * Who is served where all travel alike within the same time.
   * @param {State} s @param {EngineClient} client @param {string} facts @param {string} question @param {number} serial
   */
  #syncServed(s, client, facts, question, serial) {
    const { service, minutes } = s.question;
    const mode = profile(s, s.question.mode);
    this.#want('served', `${facts}|${question}`, () => client.ask('served', { service, mode, minutes }, { slot: 'served' }), (served) =>
      this.#answered(served, `${serial}|${question}`),
    );
    this.#want('unserved', `${facts}|${question}`, () => client.ask('unserved', { service, mode, minutes }, { slot: 'unserved' }), (unserved) => this.store.set({ unserved }));
  }

  /** @param {State} s @param {EngineClient} client */
  #dropServed(s, client) {
    for (const slot of ['served', 'unserved']) {
      delete this.asked[slot];
      client.drop(slot);
    }
    if (s.served || s.unserved || s.refused) this.store.set({ served: null, unserved: null, refused: null, servedBefore: null });
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts */
  #syncHeat(s, client, facts) {
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
    this.#want('heat', key, () => client.ask(call, { service, mode: profile(s, mode), minutes, ...raster }, { slot: 'heat' }), (values) =>
      this.store.set({ heatValues: { kind: heat, minutes, values, ...raster } }),
    );
  }

  /** @param {State} s @param {EngineClient} client @param {string} facts @param {string} serial */
  #syncSelection(s, client, facts, serial) {
    const { service } = s.question;
    const centre = centreOf(s);
    if (!centre) {
      delete this.asked.circle;
      client.drop('circle');
      if (s.circle) this.store.set({ circle: null });
    } else {
      const { at, direction } = centre;
      const mode = modeAt(s, this.unitAt, at);
      this.#want('circle', `${serial}|${at}|${direction}|${mode}`, () => client.ask('isochrone', { at, mode: profile(s, mode), minutes: RING_MINUTES, direction }, { slot: 'circle' }), (found) =>
        this.store.set({ circle: { at, direction, mode, bands: bandsOf(found) } }),
      );
    }
    if (s.selection?.kind === 'place') {
      const at = s.selection.at;
      const mode = modeAt(s, this.unitAt, at);
      this.#want('nearest', `${facts}|${at}|${service}|${mode}`, () => client.ask('nearest', { at, service, mode: profile(s, mode) }, { slot: 'nearest' }), (nearest) => this.store.set({ nearest }));
    } else if (this.asked.nearest) {
      delete this.asked.nearest;
      client.drop('nearest');
      if (s.nearest) this.store.set({ nearest: null });
    }
  }

  /** @param {NonNullable<State['served']>} served @param {string} question */
  #answered(served, question) {
    const before = this.answeredQuestion === question ? this.store.state.served : null;
    this.answeredQuestion = question;
    clearTimeout(this.changeTimer);
    this.store.set({ served, refused: null, servedBefore: before });
    if (before) this.changeTimer = setTimeout(() => this.store.set({ servedBefore: null }), CHANGE_SHOWN_MS);
  }

  /**
   * Asks once per key; a newer key of the slot makes the older answer void.
   * @param {string} slot @param {string} key @param {() => Promise<any>} ask @param {(answer: any) => void} take
   */
  async #want(slot, key, ask, take) {
    if (this.asked[slot] === key) return;
    this.asked[slot] = key;
    this.#busy(1);
    try {
      const answer = await ask();
      if (this.asked[slot] === key) take(answer);
    } catch (thrown) {
      if (!(thrown instanceof Superseded) && this.asked[slot] === key) this.#refused(slot, thrown);
    } finally {
      this.#busy(-1);
    }
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
    /** @type {State['scenario']['done']} */
    const done = [];
    /** @type {string[]} */
    const out = [];
    for (const step of scenario.done) {
      /** @type {typeof step} */
      const fits = [];
      for (const edit of step) {
        try {
          await this.client?.ask('apply', { edits: editsOf({ done: [...done, [...fits, edit]] }) }, { slot: 'apply' });
          fits.push(edit);
        } catch (thrown) {
          if (thrown instanceof Superseded) return;
          out.push(`${codeOf(edit)} (${failureOf(thrown).code})`);
        }
      }
      if (fits.length > 0) done.push(fits);
    }
    const now = this.store.state;
    if (now.study?.serial !== serial || now.scenario !== scenario) return;
    // The engine may hold any of the tries.
    delete this.asked.apply;
    this.store.set({ scenario: { ...scenario, done, undone: [] } });
    this.notice({ code: 'scenario.leftOut', found: out.join(', ') }, 'question');
  }

  /** Searches the sites the state asks for. */
  async suggest() {
    const { client } = this;
    const s = this.store.state;
    if (!client || !s.study) return;
    const key = searchKey(s);
    const question = siteQuestion(s);
    this.asked.suggest = key;
    this.searched = 'sites';
    this.store.set({ plan: null, layoutPlan: null });
    let phase = 'circles';
    // While circles are drawn there is nothing to keep; then the best so far is.
    const cancel = () => (phase === 'circles' ? client.drop('suggest') : void client.ask('stopSites', {}));
    /** @param {SearchStep & { facts?: import('./engine/types.js').SitingFacts | null, edits?: import('./engine/types.js').Edit[] }} step */
    const show = (step) => {
      phase = step.phase;
      if (!step.done) this.job(phase, step.share, cancel);
      if ((!step.plan && !step.infeasible) || this.asked.suggest !== key) return;
      const plan = step.plan ?? { sites: [], value: NaN, newlyServed: NaN, bound: null, gap: null, optimal: false };
      const { candidates, spacingMetres: spacing, done, infeasible, facts = null, edits = [] } = step;
      this.store.set({ plan: { plan, candidates, spacing, done, infeasible, facts, hub: null, edits, recounts: null } });
    };
    /** @param {{ phase: string, share: number, done: boolean, facts?: import('./engine/types.js').HubPlan | null, edits?: import('./engine/types.js').Edit[] }} step */
    const showHubs = ({ phase: now, share, done, facts: hub, edits = [] }) => {
      phase = now;
      if (!done) this.job(phase, share, cancel);
      if (!hub || this.asked.suggest !== key) return;
      const { sites, value, bound, gap, optimal, candidates, spacingMetres: spacing } = hub;
      const plan = { sites: sites.map((one) => one.site), value, newlyServed: NaN, bound, gap, optimal };
      this.store.set({ plan: { plan, candidates, spacing, done, infeasible: null, facts: null, hub, edits, recounts: null } });
    };
    this.job(phase, 0, cancel);
    try {
      if ('services' in question) showHubs(await client.ask('findHubs', question, { slot: 'suggest', onProgress: showHubs }));
      else show(await client.ask('findSites', question, { slot: 'suggest', onProgress: show }));
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.notice(failureOf(thrown), 'question');
    }
    this.store.set({ job: null });
  }

  /** Searches a better layout of the facilities that are there. */
  async optimise() {
    const { client } = this;
    const s = this.store.state;
    if (!client || !s.study) return;
    const key = layoutKey(s);
    this.asked.suggest = key;
    this.searched = 'layout';
    this.store.set({ plan: null, layoutPlan: null, selection: s.selection?.kind === 'site' ? null : s.selection });
    let phase = 'checkup';
    // Before actions are tried there is nothing to keep; then those so far are.
    const cancel = () => (phase === 'checkup' || phase === 'places' ? client.drop('suggest') : void client.ask('stopSites', {}));
    /** @param {import('./engine/types.js').LayoutStep & { facts?: import('./engine/types.js').LayoutPlan | null, edits?: import('./engine/types.js').Edit[] }} step */
    const show = ({ facts: plan = null, edits = [], ...step }) => {
      phase = step.phase;
      if (!step.done) this.job(`layout:${phase}`, step.share, cancel);
      if (this.asked.suggest === key) this.store.set({ layoutPlan: { step, plan, edits } });
    };
    this.job(`layout:${phase}`, 0, cancel);
    try {
      show(await client.ask('optimiseLayout', layoutQuestion(s), { slot: 'suggest', onProgress: show }));
    } catch (thrown) {
      if (this.asked.suggest === key) this.store.set({ layoutPlan: null });
      if (!(thrown instanceof Superseded)) this.notice(failureOf(thrown), 'question');
    }
    this.store.set({ job: null });
  }

  /** Counts the plan again with walking a fifth slower and faster. */
  async recount() {
    const { client } = this;
    const key = this.asked.suggest;
    if (!client) return;
    this.#busy(1);
    try {
      const recounts = [];
      for (const factor of WALKING_FACTORS) recounts.push({ factor, ...(await client.ask('recount', { factor })) });
      const { plan } = this.store.state;
      if (plan && this.asked.suggest === key) this.store.set({ plan: { ...plan, recounts } });
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.notice(failureOf(thrown), 'question');
    } finally {
      this.#busy(-1);
    }
  }

  /** Hands the plan's problem and proof over as two files; says so where there is no such proof. */
  async certificate() {
    try {
      const proof = await this.client?.ask('certificate', {});
      if (!proof) return this.notice({ code: 'siting.noCertificate' }, 'question');
      save('siting-problem.json', proof.problem);
      save('siting-certificate.json', proof.certificate);
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.notice(failureOf(thrown), 'question');
    }
  }

  /** Works out the checkup that was given up. */
  checkUpAgain() {
    delete this.asked.checkup;
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
    const felled = slot ? this.asked[slot] : undefined;
    this.asked = { apply: `${study.serial}|[]` };
    if (slot && felled !== undefined) this.asked[slot] = felled;
    this.store.set({ job: null });
  }

  /** @param {number} change */
  #busy(change) {
    this.running += change;
    if (this.running > 0 && change > 0) {
      this.busyTimer ??= setTimeout(() => this.store.set({ busy: this.running > 0 }), BUSY_AFTER_MS);
    } else if (this.running === 0) {
      clearTimeout(this.busyTimer);
      this.busyTimer = undefined;
      if (this.store.state.busy) this.store.set({ busy: false });
    }
  }

  /** Says what runs. @param {string} label @param {number | null} share @param {(() => void) | null} cancel */
  job(label, share, cancel) {
    this.store.set({ job: { label, share, cancel } });
  }

  end() {
    this.opening.abandon();
    clearTimeout(this.changeTimer);
    this.checkups.end();
    this.client?.end();
    this.client = null;
  }
}

/** Where the circle of the selection has its centre. @param {State} s @returns {{ at: LngLat, direction: 'to' | 'from' } | null} */
function centreOf(s) {
  const { selection } = s;
  if (selection?.kind === 'place') return { at: selection.at, direction: 'from' };
  if (selection?.kind === 'facility') {
    const facility = s.facilities.find((f) => f.code === selection.code);
    return facility ? { at: facility.at, direction: 'to' } : null;
  }
  if (selection?.kind === 'site') {
    const site = s.plan?.plan.sites[selection.rank - 1];
    return site ? { at: site.at, direction: 'to' } : null;
  }
  return null;
}

/** @param {any} collection */
function bandsOf(collection) {
  return collection.features.map((/** @type {any} */ feature) => ({
    minutes: feature.properties.minutes,
    nearBorder: feature.properties.nearExtractBorder,
    polygons: feature.geometry.coordinates,
  }));
}
