/**
 * `<service-circle>`: the whole page in a shadow root, for our own index.html and for any host.
 *
 * Attributes: `src` a file beside the page to open first (.osm.pbf, .osm or the binary .scb); `lang`; `ui-style="elder"`;
 * `bar="none"` where the host draws its own title; `hash="off"` where the host needs the address for itself.
 * Property: `wasm`, the engine's module, bytes or address, set before the element is attached.
 * Events: `ready` {file, people}; `error` {code, place, found, file}.
 */
import { render } from 'lit-html';
import leafletStyles from 'leaflet/dist/leaflet.css?inline';
import { createActions } from './actions.js';
import { fromHash, madeFrom, stepOf, toHash, unfitIn } from './hash.js';
import { MapView } from './map/map-view.js';
import { frame, shownTab } from './panels/frame.js';
import { Session } from './session.js';
import { Store, initialState } from './state.js';
import styles from './styles/index.css?inline';
import { languageOf, texts } from './text/index.js';
/** @import { State } from './state.js' */

const PHONE = 640;
const DESKTOP = 1024;

export class ServiceCircle extends HTMLElement {
  static observedAttributes = ['lang', 'ui-style'];

  /** @type {import('./engine/module.js').WasmSource | undefined} */
  wasm = undefined;
  /** @type {Store | null} */
  #store = null;
  /** @type {Session | null} */
  #session = null;
  /** @type {MapView | null} */
  #map = null;
  /** @type {(() => void)[]} what to undo when the element is taken away */
  #undo = [];
  /** @type {State | null} */
  #shown = null;
  /** The step that the address stands for. */
  #step = '';

  connectedCallback() {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const store = new Store(initialState());
    this.#store = store;
    store.set({ lang: languageOf(this.getAttribute('lang')), elder: this.getAttribute('ui-style') === 'elder' });
    if (this.#usesHash()) store.set(fromHash(location.hash, store.state));
    const session = new Session(store, (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail })));
    this.#session = session;
    const unfit = this.#usesHash() ? unfitIn(location.hash) : '';
    const src = this.getAttribute('src');
    const actions = createActions(store, session, () => this.#map, { pickFile: () => this.#pickFile(), demo: src });
    addStyles(root, `${leafletStyles}\n${styles}`);
    const box = document.createElement('div');
    box.className = 'root';
    root.append(box);
    this.#layout(this.clientWidth, this.clientHeight);

    const draw = (/** @type {State} */ s) => {
      render(frame(s, texts[s.lang], actions, this.getAttribute('bar') !== 'none'), box);
      this.#map?.update(s);
      this.#afterDraw(s, box);
    };
    draw(store.state);
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const mapBox = /** @type {HTMLElement} */ (box.querySelector('.map'));
    this.#map = new MapView(mapBox, { select: (selection) => actions.select(selection), open: actions.open, place: actions.place, corner: actions.corner, closeFence: actions.closeFence, moved: (view) => store.set(view) }, still);
    session.selection.unitAt = actions.unitAt;
    this.#undo.push(store.subscribe(draw));
    this.#listen(actions);
    void session.start(this.wasm).then(async () => {
      if (!session.client) return;
      const made = this.#usesHash() ? madeFrom(location.hash) : null;
      if (made !== null) await session.opening.made(made);
      else if (src) await session.opening.address(src);
      // What is opened takes the notices of before away.
      this.#tellUnfit(unfit);
    });
  }

  disconnectedCallback() {
    for (const step of this.#undo) step();
    this.#undo = [];
    this.#session?.end();
    this.#map?.remove();
    this.#map = null;
    this.shadowRoot?.replaceChildren();
  }

  /** @param {string} name @param {string | null} _was @param {string | null} value */
  attributeChangedCallback(name, _was, value) {
    if (name === 'lang') this.#store?.set({ lang: languageOf(value) });
    else this.#store?.set({ elder: value === 'elder' });
  }

  #usesHash() {
    return this.getAttribute('hash') !== 'off';
  }

  /** @param {State} s @param {HTMLElement} box */
  #afterDraw(s, box) {
    const was = this.#shown;
    this.#shown = s;
    if (this.#usesHash() && s.study) this.#address(s, was);
    if (!was) return;
    if (s.selection !== was.selection) box.querySelector('.ranking .chosen')?.scrollIntoView({ block: 'nearest' });
    if (shownTab(s) !== shownTab(was)) box.querySelector('.answer')?.scrollTo(0, 0);
    if (s.layout !== was.layout || s.elder !== was.elder) this.#map?.resized();
    if (shownTab(s) === 'sites' && s.plan && (!was.plan || (s.plan.done && !was.plan.done))) toAnswer(box);
    if (shownTab(s) === 'sites' && s.layoutPlan?.plan && !was.layoutPlan?.plan) toAnswer(box);
    // What was pressed is gone: who goes on by keys goes on from the way back.
    if (s.adopted && s.adopted !== was.adopted) /** @type {HTMLElement | null} */ (box.querySelector('.adopted .link'))?.focus();
    if (s.menu === 'help' && was.menu !== 'help') /** @type {HTMLElement | null} */ (box.querySelector('.help button'))?.focus();
  }

  /** Keeps the address; only another question or scenario is worth a step back. @param {State} s @param {State | null} was */
  #address(s, was) {
    const fresh = s.study?.serial !== was?.study?.serial;
    // A scenario that was mended stands in place of the one that did not fit.
    const mended = s.notices.some((notice) => notice.code === 'scenario.leftOut' && !was?.notices.includes(notice));
    const step = stepOf(s);
    const hash = toHash(s);
    if (step !== this.#step && !fresh && !mended) history.pushState({}, '', hash);
    else if (hash !== location.hash) history.replaceState(history.state ?? {}, '', hash);
    this.#step = step;
  }

  /** Says what of the address was out of range, and what stands in its place. @param {string} found */
  #tellUnfit(found) {
    if (found) this.#session?.notice({ code: 'page.link', found }, 'question');
  }

  /** Takes over what the address says. @param {boolean} ours it is a step of this page, not a link */
  #return(ours) {
    const store = this.#store;
    if (!store || location.hash === '') return;
    const { lang, elder, ...patch } = fromHash(location.hash, store.state);
    // Who goes a step back goes on reading in the language and size chosen since.
    store.set(ours ? patch : { ...patch, lang: lang ?? store.state.lang, elder: elder ?? store.state.elder });
    store.set({ servedBefore: null, adding: false, fencing: null, placing: null, domain: null, notices: store.state.notices.filter((notice) => notice.about !== 'question') });
    this.#tellUnfit(unfitIn(location.hash));
    this.#step = stepOf(store.state);
    if (patch.view) this.#map?.show(patch.view);
  }

  /** @param {import('./actions.js').Actions} actions */
  #listen(actions) {
    const on = (/** @type {EventTarget} */ target, /** @type {string} */ name, /** @type {(event: any) => void} */ hear) => {
      target.addEventListener(name, hear);
      this.#undo.push(() => target.removeEventListener(name, hear));
    };
    const watch = new ResizeObserver(([entry]) => {
      this.#layout(entry.contentRect.width, entry.contentRect.height);
      this.#map?.resized();
    });
    watch.observe(this);
    this.#undo.push(() => watch.disconnect());
    on(matchMedia('(prefers-color-scheme: dark)'), 'change', () => this.#map?.repaint());
    if (this.#usesHash()) on(window, 'popstate', (event) => this.#return(event.state !== null));
    on(document, 'keydown', (event) => this.#key(event, actions));
    on(this, 'dragover', (event) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (!this.#store?.state.dropping) this.#store?.set({ dropping: true });
    });
    on(this, 'dragleave', (event) => {
      if (!event.relatedTarget) this.#store?.set({ dropping: false });
    });
    on(this, 'drop', (event) => {
      event.preventDefault();
      this.#store?.set({ dropping: false });
      void this.#session?.opening.files([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** @param {KeyboardEvent} event @param {import('./actions.js').Actions} actions */
  #key(event, actions) {
    const inside = event.composedPath().includes(this);
    if (!inside && document.activeElement !== document.body && document.activeElement !== null) return;
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLInputElement || target instanceof HTMLSelectElement;
    if (event.key === 'Escape') actions.leave();
    else if ((event.ctrlKey || event.metaKey) && !typing && event.key.toLowerCase() === 'z') {
      event.preventDefault();
      if (event.shiftKey) actions.redo();
      else actions.undo();
    } else if (event.ctrlKey && !typing && event.key.toLowerCase() === 'y') {
      event.preventDefault();
      actions.redo();
    }
  }

  /** @param {number} width @param {number} height */
  #layout(width, height) {
    if (width === 0) return;
    const layout = width < PHONE ? 'phone' : width < DESKTOP ? 'tablet' : 'desktop';
    this.style.setProperty('--host-height', `${height}px`);
    if (this.#store && layout !== this.#store.state.layout) this.#store.set({ layout });
  }

  #pickFile() {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = '.pbf,.osm,.scb,.csv,.geojson,.json';
    input.multiple = true;
    input.onchange = () => {
      void this.#session?.opening.files([...(input.files ?? [])]);
    };
    input.click();
  }
}

/** Brings what a search found into view, unless it is. @param {HTMLElement} box */
function toAnswer(box) {
  const panel = box.querySelector('.answer');
  const found = panel?.querySelector('.found-here');
  if (!panel || !found) return;
  const [room, top] = [panel.getBoundingClientRect(), found.getBoundingClientRect()];
  const end = (panel.querySelector('.adopt') ?? found).getBoundingClientRect();
  if (top.top < room.top || end.bottom > room.bottom) panel.scrollTop += top.top - room.top;
}

/** A sheet of its own where the browser can, which a strict style policy allows too. @param {ShadowRoot} root @param {string} text */
function addStyles(root, text) {
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    root.adoptedStyleSheets = [sheet];
  } else {
    const style = document.createElement('style');
    style.textContent = text;
    /** @type {ShadowRoot} */ (root).append(style);
  }
}
