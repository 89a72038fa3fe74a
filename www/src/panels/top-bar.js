/** The bar on top: whose study it is, the scenario with undo and redo, language, large mode, help. */
import { html, nothing } from 'lit-html';
import { count } from '../format.js';
import { FULL_VILLAGES, SMALL_VILLAGES } from '../hash.js';
import { icon } from '../icons.js';
import { stepText } from './edit-words.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** The name of the whole that the study is about. @param {State} s */
export const studyName = (s) => s.study?.units.find((unit) => unit.parent === null)?.name ?? s.study?.file ?? '';

/** @param {State} s @param {Texts} t @param {Actions} act */
export function topBar(s, t, act) {
  const steps = s.scenario.done.length;
  const edits = s.scenario.done.flat().length;
  return html`<header class="bar">
    <h1 class="brand"><span class="mark" aria-hidden="true"></span>${t.title}</h1>
    <div class="bar-study">
      <button type="button" class="quiet" aria-haspopup="menu" aria-expanded=${s.menu === 'study'} @click=${() => act.menu('study')}>
        <span class="cut">${studyName(s) || t.study.title}</span>${icon('down')}
      </button>
      ${s.menu === 'study' ? studyMenu(s, t, act) : nothing}
    </div>
    ${s.study?.description.synthetic ? html`<span class="stamp" title=${t.desk.made.stampLong}>${t.desk.made.stamp}</span>` : nothing}
    <span class="spring"></span>
    <div class="bar-scenario">
      <button type="button" class="quiet" aria-haspopup="dialog" aria-expanded=${s.menu === 'scenario'} @click=${() => act.menu('scenario')}>
        <span class="cut">${s.layout === 'phone' ? t.scenario.countShort(edits) : t.scenario.count(edits)}</span>${icon('down')}
      </button>
      ${s.menu === 'scenario' ? scenarioMenu(s, t, act) : nothing}
    </div>
    <button type="button" class="quiet square wide-only" ?disabled=${steps === 0} title="${t.undo} (Ctrl+Z)" aria-label=${t.undo} @click=${act.undo}>${icon('undo')}</button>
    <button type="button" class="quiet square wide-only" ?disabled=${s.scenario.undone.length === 0} title="${t.redo} (Ctrl+Shift+Z)" aria-label=${t.redo} @click=${act.redo}>
      ${icon('redo')}
    </button>
    <button type="button" class="quiet" title=${t.otherLong} lang=${t.code === 'zh' ? 'en' : 'zh'} @click=${act.language}>${t.other}</button>
    <button type="button" class="quiet" title=${t.elderLong} aria-pressed=${s.elder} @click=${act.elder}>${t.elder}</button>
    <button type="button" class="quiet square" title=${t.help} aria-label=${t.help} aria-expanded=${s.menu === 'help'} @click=${() => act.menu('help')}>?</button>
  </header>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function studyMenu(s, t, act) {
  return html`<div class="menu" role="menu" aria-label=${t.study.title}>
    ${s.study ? html`<p class="menu-note">${s.study.file}</p>` : nothing}
    <button type="button" role="menuitem" @click=${act.pickFile}>${icon('file')}${t.data.open}</button>
    ${act.demo ? html`<button type="button" role="menuitem" @click=${act.demo}>${icon('target')}${t.study.demo}</button>` : nothing}
    <button type="button" role="menuitem" @click=${() => act.made(false)}>${icon('target')}${t.desk.made.small(count(t, SMALL_VILLAGES))}</button>
    <button type="button" role="menuitem" @click=${() => act.made(true)}>${icon('target')}${t.desk.made.full(count(t, FULL_VILLAGES))}</button>
  </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function scenarioMenu(s, t, act) {
  const { done, undone } = s.scenario;
  return html`<div class="menu right" role="dialog" aria-label=${t.scenario.title}>
    ${done.length === 0 && undone.length === 0 ? html`<p class="menu-note">${t.scenario.empty}</p>` : nothing}
    <ol class="edits">
      ${done.map((step) => html`<li>${stepText(s, t, step)}</li>`)}
      ${[...undone].reverse().map((step) => html`<li class="undone">${stepText(s, t, step)}</li>`)}
    </ol>
    <div class="row">
      <button type="button" class="button" ?disabled=${done.length === 0} @click=${act.undo}>${icon('undo')}${t.undo}</button>
      <button type="button" class="button" ?disabled=${undone.length === 0} @click=${act.redo}>${icon('redo')}${t.redo}</button>
    </div>
  </div>`;
}
