/** The frame that holds the panels and the map, for desktop, tablet and phone. */
import { html, nothing } from 'lit-html';
import { SMALL_VILLAGES } from '../hash.js';
import { indicator, wholeUnit } from '../checkup.js';
import { icon } from '../icons.js';
import { LEAST_CORNERS } from '../site-actions.js';
import { count, peopleText, percent, seconds } from '../format.js';
import { data } from './data.js';
import { equity } from './equity.js';
import { gaps } from './gaps.js';
import { legend } from './legend.js';
import { mapSwitch } from './map-switch.js';
import { overview } from './overview.js';
import { questionPanel } from './question.js';
import { ranking } from './ranking.js';
import { selectionCard } from './selection-card.js';
import { termsText } from './checkup-words.js';
import { noticeWords } from './notice-words.js';
import { noNumber, serviceName } from './shared.js';
import { SEARCHING, sites } from './sites.js';
import { topBar } from './top-bar.js';
import { isEditing } from './what-if.js';
/** @import { State, Tab } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const PANELS = { overview, gaps, ranking, equity, sites, data };
const TABS = /** @type {const} */ (['overview', 'gaps', 'ranking', 'equity', 'sites', 'data']);
const SHEETS = /** @type {const} */ (['peek', 'half', 'full']);

/** The tab that is shown: the question has one only where the panels share their place. @param {State} s @returns {Tab} */
export const shownTab = (s) => (s.layout === 'desktop' && s.tab === 'question' ? 'overview' : s.tab);

/** @param {State} s @param {Texts} t @param {Actions} act @param {boolean} ownBar */
export function frame(s, t, act, ownBar) {
  const tab = shownTab(s);
  return html`<div class="frame ${s.elder ? 'elder' : ''} ${isEditing(s) ? 'editing' : ''} ${s.selection?.kind === 'site' ? 'of-site' : ''} ${s.fencing || s.placing || s.adding ? 'pointing' : ''}" data-layout=${s.layout} data-sheet=${s.sheet} data-tab=${tab} lang=${t.locale}>
    ${ownBar ? topBar(s, t, act) : nothing} ${questionPanel(s, t, act)}
    <main class="map-area">
      <div class="map" tabindex="0" role="application"></div>
      ${s.study ? mapTools(s, t, act) : nothing} ${s.study || s.job ? nothing : emptyState(t, act)}
      <p class="credit">${s.study?.description.credit ?? ''}</p>
      ${s.study?.description.synthetic ? html`<p class="stamp" title=${t.desk.made.stampLong}>${t.desk.made.stamp}</p>` : nothing}
    </main>
    <aside class="answers" aria-label=${t.answer}>
      ${sheetHead(s, t, act)} ${tabs(s, t, act, tab)} ${selectionCard(s, t, act)}
      <section class="answer ${s.selection ? 'has-card' : ''}" id="answer" role="tabpanel" aria-labelledby="tab-${tab}" tabindex="0">
        ${tab === 'question' ? nothing : PANELS[tab](s, t, act)}
      </section>
    </aside>
    ${statusBar(s, t, act)} ${notices(s, t, act)} ${s.menu ? html`<div class="backdrop" @click=${act.leave}></div>` : nothing}
    ${s.menu === 'help' ? help(t, act) : nothing} ${s.dropping ? html`<div class="drop"><p>${t.drop}</p></div>` : nothing}
  </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function mapTools(s, t, act) {
  const button = (/** @type {'plus' | 'minus' | 'fit'} */ name, /** @type {string} */ label, /** @type {() => void} */ press) =>
    html`<button type="button" class="square" title=${label} aria-label=${label} @click=${press}>${icon(name)}</button>`;
  return html`${mapSwitch(s, t, act)} ${legend(s, t)}
    <div class="zooms" role="group" aria-label="${t.map.zoomIn} / ${t.map.zoomOut}">
      ${button('plus', t.map.zoomIn, () => act.zoom(1))} ${button('minus', t.map.zoomOut, () => act.zoom(-1))} ${button('fit', t.map.fit, act.fit)}
    </div>
    ${s.adding
      ? html`<div class="adding-hint" role="status">
          <span>${t.map.adding(serviceName(s, t))}</span>
          <button type="button" class="button" @click=${() => act.adding(false)}>${t.cancel}</button>
        </div>`
      : nothing}
    ${placingHint(s, t, act)}
    ${s.fencing
      ? html`<div class="adding-hint" role="status">
          <span
            >${s.layout === 'phone' ? t.map.fencingTouch(s.fencing.length) : t.map.fencing(s.fencing.length)}${s.fenceShort ? html` <b class="short">${t.map.fenceShort(LEAST_CORNERS, LEAST_CORNERS - s.fencing.length)}</b>` : nothing}</span
          >
          <button type="button" class="button primary" ?disabled=${s.fencing.length < LEAST_CORNERS} @click=${act.closeFence}>${t.map.fenceClose}</button>
          <button type="button" class="button" @click=${() => act.fence(false)}>${t.cancel}</button>
        </div>`
      : nothing}`;
}

/** What the next click on the map is for. @param {State} s @param {Texts} t @param {Actions} act */
function placingHint(s, t, act) {
  const { placing } = s;
  if (!placing) return nothing;
  const w = t.siteConditions;
  const hint =
    placing.what === 'keepAway' ? w.keepAwayHint : placing.what === 'closable' ? w.pickHint : t.whatIf.moveHint(s.facilities.find((f) => f.code === placing.code)?.name ?? t.nameless);
  return html`<div class="adding-hint" role="status">
    <span>${hint}</span>
    <button type="button" class="button" @click=${() => act.placing(null)}>${placing.what === 'closable' ? w.pickEnd : t.cancel}</button>
  </div>`;
}

/** @param {Texts} t @param {Actions} act */
function emptyState(t, act) {
  return html`<div class="empty-state">
    <h2>${t.empty.title}</h2>
    <p>${t.empty.text}</p>
    <p><button type="button" class="button primary" @click=${act.pickFile}>${icon('file')}${t.empty.button}</button></p>
    ${act.demo ? html`<p><button type="button" class="link" @click=${act.demo}>${t.study.demo}</button></p>` : nothing}
    <p><button type="button" class="link" @click=${() => act.made(false)}>${t.desk.made.small(count(t, SMALL_VILLAGES))}</button></p>
  </div>`;
}

/** On a phone: the sheet's head says the answer in a line and changes the sheet's height. @param {State} s @param {Texts} t @param {Actions} act */
function sheetHead(s, t, act) {
  if (s.layout !== 'phone') return nothing;
  const at = SHEETS.indexOf(s.sheet);
  const share = s.checkup ? percent(t, indicator(s.checkup, s.question.service, wholeUnit(s), 'reachable')) : noNumber(s, t);
  return html`<div class="sheet-head">
    <span class="cut"
      ><b>${share}</b> ${s.study ? serviceName(s, t) : ''} · ${termsText(s, t)}</span
    >
    <button type="button" class="quiet square" aria-label=${t.sheet.lower} ?disabled=${at === 0} @click=${() => act.sheet(SHEETS[at - 1])}>${icon('down')}</button>
    <button type="button" class="quiet square" aria-label=${t.sheet.taller} ?disabled=${at === 2} @click=${() => act.sheet(SHEETS[at + 1])}>${icon('up')}</button>
  </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {Tab} tab */
function tabs(s, t, act, tab) {
  const all = /** @type {Tab[]} */ (s.layout === 'desktop' ? TABS : ['question', ...TABS]);
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    const next = (all.indexOf(tab) + step + all.length) % all.length;
    act.turn(all[next]);
    /** @type {HTMLElement | undefined} */ (/** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')[next])?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${t.answer} @keydown=${move}>
    ${all.map(
      (one) => html`<button type="button" role="tab" id="tab-${one}" aria-selected=${one === tab} aria-controls=${one === 'question' ? 'question' : 'answer'} tabindex=${one === tab ? 0 : -1} @click=${() => act.turn(one)}>
        ${t.tabs[one]}
      </button>`,
    )}
  </div>`;
}

/** @param {State} s @param {Texts} t */
function jobText(s, t) {
  const label = s.job?.label ?? '';
  if (label.startsWith('step:')) return `${t.status.reading} · ${t.status.steps[label.slice(5)] ?? label.slice(5)}`;
  if (label.startsWith('make:')) return `${t.desk.made.making} · ${t.status.steps[label.slice(5)] ?? label.slice(5)}`;
  if (label.startsWith('layout:')) return `${t.sitePlans.layout.run} · ${/** @type {Record<string, string>} */ (t.sitePlans.layout.steps)[label.slice(7)]}`;
  if (SEARCHING.includes(label)) return [t.sites.run, t.sites.steps[/** @type {'circles' | 'solving' | 'explaining'} */ (label)], ...passWords(s, t)].join(' · ');
  return /** @type {Record<string, any>} */ (t.status)[label] ?? label;
}

/** That a search began again with fewer candidates. @param {State} s @param {Texts} t */
function passWords({ job }, t) {
  return job?.pass ? [t.sites.pass(job.pass.number, count(t, job.pass.spacing))] : [];
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function statusBar(s, t, act) {
  const { job, study } = s;
  const d = study?.description;
  return html`<footer class="status ${job ? 'working' : ''}">
    <div class="doing" role="status" aria-busy=${job !== null || s.busy}>
      ${job
        ? html`<span class="cut">${jobText(s, t)}</span>
            <progress aria-label=${jobText(s, t)} max="1" value=${job.share ?? nothing} class=${job.share === null ? 'unknown' : ''}></progress>
            <span class="percent">${job.share === null ? '' : `${Math.round(job.share * 100)}%`}</span>
            ${job.cancel ? html`<button type="button" class="link" @click=${act.cancel}>${t.cancel}</button>` : nothing}`
        : html`<span>${s.busy ? t.computing : t.status.ready}</span>${s.checkupTook === null ? nothing : html`<span class="took">${t.whatIf.took(seconds(t, s.checkupTook))}</span>`}`}
    </div>
    <span class="coverage cut"
      >${d && study
        ? t.status.coverage({
            people: peopleText(t, d.people),
            estimated: peopleText(t, d.peopleEstimated),
            facilities: count(t, d.facilities),
            km: count(t, study.network.modes.walk.kilometres),
          })
        : ''}</span
    >
    <span class="source">${d?.credit ?? ''}</span>
  </footer>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function notices(s, t, act) {
  return html`<div class="notices" aria-live="assertive">
    ${s.notices.map((notice) => {
      const { what, where, found, todo } = noticeWords(s, t, notice);
      return html`<div class="notice" role="alert">
        ${icon('warn')}
        <div>
          <b>${what}</b>
          ${where ? html`<p>${t.notices.where(where)}</p>` : nothing} ${found ? html`<p>${t.notices.found(found)}</p>` : nothing}
          <p>${todo} ${s.study && notice.file ? t.notices.kept : ''} <span class="soft">${notice.code}</span></p>
        </div>
        <button type="button" class="quiet square" aria-label=${t.close} @click=${() => act.dismiss(notice.id)}>${icon('close')}</button>
      </div>`;
    })}
  </div>`;
}

/** @param {Texts} t @param {Actions} act */
function help(t, act) {
  return html`<div class="help" role="dialog" aria-modal="true" aria-label=${t.help}>
    <h2>${t.help}</h2>
    <dl>
      ${t.helpText.map(([key, what]) => html`<dt>${key}</dt><dd>${what}</dd>`)}
    </dl>
    <p class="soft">${t.helpNote}</p>
    <button type="button" class="button primary" @click=${act.leave}>${t.close}</button>
  </div>`;
}
