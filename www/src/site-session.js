/** Runs the searches for sites and for a better layout, and takes a plan away when another question is asked. */
import { Superseded, failureOf } from './engine/failure.js';
import { save } from './save.js';
import { layoutKey, layoutQuestion, searchKey, siteQuestion } from './siting.js';
/** @import { EngineClient } from './engine/client.js' */
/** @import { SearchStep } from './engine/types.js' */
/** @import { Session } from './session.js' */
/** @import { State, Store } from './state.js' */

/** A plan is worth more that holds for slower walkers too. */
const WALKING_FACTORS = [0.8, 1, 1.2];

/** How far a search is; null where nobody can say: what is left when its circles are drawn. @param {{ share: number }} step */
const shareOf = ({ share }) => (share < 1 ? share : null);

/** What a search begins again with; null: it is at its first pass, or past all of them. @param {{ phase: string, pass: number, spacingMetres: number }} step */
const passOf = ({ phase, pass, spacingMetres }) => (phase === 'circles' && pass > 1 ? { number: pass, spacing: spacingMetres } : null);

export class SiteSession {
  /** @param {Store} store @param {Session} session */
  constructor(store, session) {
    this.store = store;
    this.session = session;
    this.slots = session.slots;
    /** The plan that was adopted last, and the question that it answers. @type {{ key: string, plan: NonNullable<State['plan']> } | null} */
    this.kept = null;
    /** A certificate is being made. */
    this.isCertifying = false;
    /** What the slot of searches was last asked for. */
    this.searched = /** @type {'sites' | 'layout'} */ ('sites');
  }

  /** @param {State} s @param {EngineClient} client */
  sync(s, client) {
    const search = this.searched === 'layout' ? layoutKey(s) : searchKey(s);
    const { asked } = this.slots;
    if (asked.suggest !== undefined && asked.suggest !== search) {
      this.slots.drop('suggest', client);
      if (s.searchStopped || s.searchRefused) this.store.set({ searchStopped: false, searchRefused: null });
      if (s.layoutPlan) this.store.set({ layoutPlan: null });
      if (s.plan) this.store.set({ plan: null, selection: s.selection?.kind === 'site' ? null : s.selection });
    }
    // The adopted step was undone, and the engine still holds the search.
    if (this.kept && !s.plan && !s.job && this.kept.key === searchKey(s)) {
      this.slots.asked.suggest = this.kept.key;
      this.searched = 'sites';
      this.store.set({ plan: this.kept.plan });
    }
  }

  /** Keeps the plan that is being adopted, till another search takes its place in the engine. */
  keep() {
    const { plan } = this.store.state;
    const key = this.slots.asked.suggest;
    this.kept = plan?.done && key !== undefined ? { key, plan } : null;
  }

  /** Searches the sites the state asks for. */
  async suggest() {
    const { client } = this.session;
    const s = this.store.state;
    if (!client || !s.study) return;
    const key = searchKey(s);
    const question = siteQuestion(s);
    this.slots.asked.suggest = key;
    this.searched = 'sites';
    this.kept = null;
    this.store.set({ plan: null, layoutPlan: null, searchStopped: false, searchRefused: null });
    let phase = 'circles';
    const cancel = () => this.#stop(client, phase === 'circles');
    /** @param {SearchStep & { facts?: import('./engine/types.js').SitingFacts | null, edits?: import('./engine/types.js').Edit[] }} step */
    const show = (step) => {
      phase = step.phase;
      if (!step.done) this.session.job(phase, shareOf(step), cancel, passOf(step));
      if ((!step.plan && !step.infeasible) || this.slots.asked.suggest !== key) return;
      const plan = step.plan ?? { sites: [], value: NaN, newlyServed: NaN, bound: null, gap: null, optimal: false };
      const { candidates, spacingMetres: spacing, done, infeasible, facts = null, edits = [] } = step;
      this.store.set({ plan: { plan, candidates, spacing, done, infeasible, facts, hub: null, edits, recounts: null, certified: null } });
    };
    /** @param {import('./engine/types.js').HubStep & { facts?: import('./engine/types.js').HubPlan | null, edits?: import('./engine/types.js').Edit[] }} step */
    const showHubs = ({ facts: hub, edits = [], ...step }) => {
      const { done } = step;
      phase = step.phase;
      if (!done) this.session.job(phase, shareOf(step), cancel, passOf(step));
      if (!hub || this.slots.asked.suggest !== key) return;
      const { sites, value, bound, gap, optimal, candidates, spacingMetres: spacing } = hub;
      const plan = { sites: sites.map((one) => one.site), value, newlyServed: NaN, bound, gap, optimal };
      this.store.set({ plan: { plan, candidates, spacing, done, infeasible: null, facts: null, hub, edits, recounts: null, certified: null } });
    };
    this.session.job(phase, 0, cancel);
    try {
      if ('services' in question) showHubs(await client.ask('findHubs', question, { slot: 'suggest', onProgress: showHubs }));
      else show(await client.ask('findSites', question, { slot: 'suggest', onProgress: show }));
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) {
        const failure = failureOf(thrown);
        if (this.slots.asked.suggest === key) this.store.set({ searchRefused: failure });
        this.session.notice(failure, 'question');
      }
    }
    this.store.set({ job: null });
  }

  /** Searches a better layout of the facilities that are there. */
  async optimise() {
    const { client } = this.session;
    const s = this.store.state;
    if (!client || !s.study) return;
    const key = layoutKey(s);
    this.slots.asked.suggest = key;
    this.searched = 'layout';
    this.kept = null;
    this.store.set({ plan: null, layoutPlan: null, searchStopped: false, searchRefused: null, selection: s.selection?.kind === 'site' ? null : s.selection });
    let phase = 'checkup';
    // Before actions are tried there is nothing to keep.
    const cancel = () => this.#stop(client, phase === 'checkup' || phase === 'places');
    /** @param {import('./engine/types.js').LayoutStep & { facts?: import('./engine/types.js').LayoutPlan | null, edits?: import('./engine/types.js').Edit[] }} step */
    const show = ({ facts: plan = null, edits = [], ...step }) => {
      phase = step.phase;
      if (!step.done) this.session.job(`layout:${phase}`, step.share, cancel);
      if (this.slots.asked.suggest === key) this.store.set({ layoutPlan: { step, plan, edits } });
    };
    this.session.job(`layout:${phase}`, 0, cancel);
    try {
      show(await client.ask('optimiseLayout', layoutQuestion(s), { slot: 'suggest', onProgress: show }));
    } catch (thrown) {
      if (this.slots.asked.suggest === key) this.store.set({ layoutPlan: null });
      if (!(thrown instanceof Superseded)) this.session.notice(failureOf(thrown), 'question');
    }
    this.store.set({ job: null });
  }

  /** Ends the search at the user's wish: gives it up, or goes on to explain the best so far. @param {EngineClient} client @param {boolean} nothingYet */
  #stop(client, nothingYet) {
    this.store.set({ searchStopped: true });
    if (nothingYet) client.drop('suggest');
    else void client.ask('stopSites', {});
  }

  /** Counts the plan again with walking a fifth slower and faster. */
  async recount() {
    const { client } = this.session;
    const key = this.slots.asked.suggest;
    if (!client) return;
    this.slots.busy(1);
    try {
      const recounts = [];
      for (const factor of WALKING_FACTORS) recounts.push({ factor, ...(await client.ask('recount', { factor })) });
      const { plan } = this.store.state;
      if (plan && this.slots.asked.suggest === key) this.store.set({ plan: { ...plan, recounts } });
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.session.notice(failureOf(thrown), 'question');
    } finally {
      this.slots.busy(-1);
    }
  }

  /** Hands the plan's problem and proof over as two files and keeps the bound they prove; says so where there is no such proof. */
  async certificate() {
    // It takes some seconds to make, and one is enough.
    if (this.isCertifying) return;
    const key = this.slots.asked.suggest;
    this.isCertifying = true;
    this.slots.busy(1);
    try {
      const proof = await this.session.client?.ask('certificate', {});
      if (!proof) return this.session.notice({ code: 'siting.noCertificate' }, 'question');
      save('siting-problem.json', proof.problem);
      save('siting-certificate.json', proof.certificate);
      const { plan } = this.store.state;
      if (plan && this.slots.asked.suggest === key) this.store.set({ plan: { ...plan, certified: proof.bound } });
    } catch (thrown) {
      if (!(thrown instanceof Superseded)) this.session.notice(failureOf(thrown), 'question');
    } finally {
      this.isCertifying = false;
      this.slots.busy(-1);
    }
  }
}
