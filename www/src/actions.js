/** What the user can do: each action changes the state; the session and the map follow. */
import { checkupActions } from './checkup-actions.js';
import { deskActions } from './desk-actions.js';
import { editsOf, mint, redo, undo, withStep, yearOfScenario } from './scenario.js';
import { siteActions } from './site-actions.js';
import { adopted } from './siting.js';
import { texts } from './text/index.js';
import { newlyText } from './panels/counted.js';
import { serviceName } from './panels/shared.js';
import { whatIfActions } from './what-if-actions.js';
/** @import { Session } from './session.js' */
/** @import { MapView } from './map/map-view.js' */
/** @import { Heat, Question, Selection, State, Store, Tab } from './state.js' */
/** @import { LngLat } from './engine/types.js' */

/** @typedef {ReturnType<typeof createActions>} Actions */

/**
 * @param {Store} store @param {Session} session @param {() => MapView | null} map
 * @param {{ pickFile: () => void, demo: string | null }} page
 */
export function createActions(store, session, map, page) {
  const now = () => store.state;

  /** @param {Selection | null} selection @param {boolean} [raise] */
  const select = (selection, raise = true) => {
    const s = now();
    store.set({ selection, sheet: raise && selection && s.layout === 'phone' && s.sheet === 'peek' ? 'half' : s.sheet });
  };

  /** Selects a unit and goes there. @param {number} index */
  const goToUnit = (index) => {
    const unit = now().study?.units[index];
    if (!unit) return;
    select({ kind: 'unit', code: unit.code });
    if (unit.bounds) map()?.flyTo(unit.bounds);
    else map()?.fly(unit.at, 13);
  };

  /** What a question before went wrong with says nothing about the next one. */
  const stillTold = () => now().notices.filter((notice) => notice.about !== 'question');

  /** @param {State['scenario']} scenario @param {Partial<State>} [beside] */
  const change = (scenario, beside) => store.set({ scenario, notices: stillTold(), ...beside });

  const whatIf = whatIfActions(store, change);
  const asking = siteActions(store, stillTold);

  return {
    ...deskActions(store, session, change),
    ...whatIf,
    ...asking,
    /** @param {Partial<Question>} part @param {Partial<Pick<State, 'byZone' | 'byStandard'>>} [beside] */
    ask(part, beside) {
      const s = now();
      const selection = part.service && part.service !== s.question.service && s.selection?.kind === 'facility' ? null : s.selection;
      store.set({ question: { ...s.question, ...part }, ...beside, selection, servedBefore: null, domain: null, adding: false, placing: null, notices: stillTold() });
    },
    /** @param {string} domain */
    browse: (domain) => store.set({ domain }),
    /** @param {Heat} heat */
    colour: (heat) => store.set({ heat, shade: false }),
    ...checkupActions(store, session, (index) => goToUnit(index)),
    /** @param {Tab} tab */
    turn(tab) {
      const s = now();
      store.set({ tab, shade: true, sheet: s.layout === 'phone' && s.sheet === 'peek' ? 'half' : s.sheet });
    },
    select,
    goToUnit,
    /** @param {string} code */
    goToFacility(code) {
      const facility = now().facilities.find((f) => f.code === code);
      if (!facility) return;
      select({ kind: 'facility', code });
      map()?.fly(facility.at);
    },
    /** @param {number} rank */
    goToSite(rank) {
      const site = now().plan?.plan.sites[rank - 1];
      if (!site) return;
      select({ kind: 'site', rank });
      // A sheet that covers the map covers the card too.
      if (now().layout === 'phone' && now().sheet === 'full') store.set({ sheet: 'half' });
      map()?.fly(site.at, 13.5);
    },
    /** @param {LngLat} at */
    fly: (at) => map()?.fly(at),
    /** @param {State['sort']['by']} by */
    sortBy(by) {
      const { sort } = now();
      // What is worst comes first.
      store.set({ sort: { by, down: sort.by === by ? !sort.down : by === 'people' || by === 'unserved' || by === 'minutes' || by === 'saturation' }, rowsShown: 0 });
    },
    /** @param {number} level */
    level: (level) => store.set({ level, rowsShown: 0 }),
    /** @param {string} filter */
    filter: (filter) => store.set({ filter, rowsShown: 0 }),
    certificate: () => session.sites.certificate(),
    recount: () => session.sites.recount(),
    suggest() {
      store.set({ notices: stillTold() });
      void session.sites.suggest();
    },
    optimise() {
      store.set({ notices: stillTold() });
      void session.sites.optimise();
    },
    adoptLayout() {
      const { layoutPlan, scenario: before } = now();
      if (!layoutPlan?.plan || layoutPlan.edits.length === 0) return;
      const scenario = withStep(before, layoutPlan.edits);
      change(scenario, { layoutPlan: null, adopted: { people: null, year: null, steps: scenario.done.length } });
    },
    adopt() {
      const s = now();
      if (!s.plan || !(s.plan.facts || s.plan.hub) || s.plan.edits.length === 0) return;
      const [codes, minted] = mint(s.scenario, s.plan.edits.filter((edit) => 'open' in edit).length);
      const t = texts[s.lang];
      const name = s.plan.hub ? t.sitePlans.hub : t.addName(serviceName(s, t));
      const before = yearOfScenario(s.scenario);
      const scenario = withStep(minted, adopted(s.plan.edits, codes, name, before));
      const year = yearOfScenario(scenario);
      session.sites.keep();
      const totals = s.plan.facts?.totals;
      const newly = totals ? totals.served - totals.servedToday : null;
      change(scenario, { selection: null, plan: null, adopted: { people: newly === null ? null : { zh: newlyText(s, texts.zh, newly), en: newlyText(s, texts.en, newly) }, year: year === before ? null : year, steps: scenario.done.length } });
    },
    /** @param {boolean} adding */
    adding: (adding) => store.set({ adding, fencing: null, placing: null, sheet: adding && now().layout === 'phone' ? 'peek' : now().sheet, menu: null }),
    /** @param {LngLat} place */
    open(place) {
      const s = now();
      // A tenth of a metre is finer than any click, and the address stays short.
      const at = /** @type {LngLat} */ (place.map((degrees) => Number(degrees.toFixed(6))));
      const [[code], minted] = mint(s.scenario, 1);
      const name = `${texts[s.lang].addName(serviceName(s, texts[s.lang]))} ${code.slice(4)}`;
      const scenario = withStep(minted, [{ open: { code, name, at, services: [s.question.service] } }]);
      change(scenario, { adding: false, selection: { kind: 'facility', code } });
    },
    /** @param {string} code */
    close(code) {
      const { scenario } = now();
      // A second press comes before the facilities say that this one is closed.
      if (editsOf(scenario).some((edit) => 'close' in edit && edit.close === code)) return;
      change(withStep(scenario, [{ close: code }]));
    },
    /** What is being placed was put there. @param {LngLat} at @param {Selection | null} thing */
    place(at, thing) {
      const { placing } = now();
      if (placing?.what === 'move') whatIf.move(placing.code, at);
      else if (placing?.what === 'keepAway') asking.keepAway(at);
      else if (placing?.what === 'closable' && thing?.kind === 'facility') asking.toggleClosable(thing.code);
    },
    undo: () => change(undo(now().scenario)),
    redo: () => change(redo(now().scenario)),
    /** @param {State['menu']} menu */
    menu: (menu) => store.set({ menu: now().menu === menu ? null : menu }),
    language: () => store.set({ lang: now().lang === 'zh' ? 'en' : 'zh' }),
    elder: () => store.set({ elder: !now().elder }),
    /** @param {State['sheet']} sheet */
    sheet: (sheet) => store.set({ sheet }),
    /** @param {number} id */
    dismiss: (id) => store.set({ notices: now().notices.filter((n) => n.id !== id) }),
    cancel: () => now().job?.cancel?.(),
    /** @param {string} text @param {HTMLElement} button */
    async copy(text, button) {
      try {
        await navigator.clipboard.writeText(text);
        button.dataset.done = 'yes';
        setTimeout(() => delete button.dataset.done, 1500);
      } catch {
        session.notice({ code: 'page.copy' });
      }
    },
    /** @param {number} step */
    zoom: (step) => map()?.zoom(step),
    fit: () => map()?.fit(),
    pickFile() {
      store.set({ menu: null });
      page.pickFile();
    },
    demo: page.demo === null ? null : () => {
      store.set({ menu: null });
      void session.opening.address(/** @type {string} */ (page.demo));
    },
    /** One step back: out of a menu, out of adding, out of a selection. */
    leave() {
      const s = now();
      if (s.menu) store.set({ menu: null });
      else if (s.fencing) asking.fence(false);
      else if (s.placing) store.set({ placing: null });
      else if (s.adding) store.set({ adding: false });
      else if (s.table) void session.tables.discard();
      else if (s.selection) store.set({ selection: null });
    },
    /** @param {LngLat} at the unit that holds it, -1 for none */
    unitAt: (at) => map()?.unitAt(at) ?? -1,
  };
}
