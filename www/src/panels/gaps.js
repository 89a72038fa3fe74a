/** What is missing: a list by the people concerned, filtered, with its reasons and remedies; tied to the map, copied as text. */
import { html, nothing } from 'lit-html';
import { gapsFound, serviceFacts } from '../checkup.js';
import { count, minutes, people, peopleText, percent } from '../format.js';
import { icon } from '../icons.js';
import { noNumbers } from './checkup-words.js';
import { selectedUnit, serviceNameOf, told } from './shared.js';
/** @import { GapFilter } from '../checkup.js' */
/** @import { Shortage } from '../engine/types.js' */
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** So many rows are shown before "more". */
const SHOWN = 100;
/** The indicator that shows a lack, and on which side of the limit it lies. @type {Record<string, ['reachable' | 'sufficient' | 'saturation', string]>} */
const SHOWN_BY = { outOfReach: ['reachable', '<'], tooLittle: ['sufficient', '<'], overloaded: ['saturation', '>'], idle: ['saturation', '<'] };

/** @param {State} s @param {Texts} t @param {Actions} act */
export function gaps(s, t, act) {
  const w = t.checkup.gaps;
  const none = s.checkup ? null : noNumbers(s, t, act);
  if (none || !s.study) return none;
  if (!s.gaps) return html`<p class="soft">${t.computing}</p>`;
  if (s.gaps.length === 0) return html`<p>${w.none}</p>`;
  const found = gapsFound(s);
  const shown = found.slice(0, SHOWN + s.gapsShown);
  const chosen = selectedUnit(s, act.unitAt);
  return html`<p class="headline">${w.title(count(t, found.length), count(t, s.gaps.length))}</p>
    ${filters(s, t, act)}
    ${found.length === 0 ? html`<p class="soft">${w.noneFound}</p>` : nothing}
    <ol class="gaps">
      ${shown.map((gap) => html`<li>${rowOf(s, t, act, gap, gap.unit === chosen)}</li>`)}
    </ol>
    ${found.length > shown.length ? html`<button type="button" class="button" @click=${act.moreGaps}>${w.more(count(t, found.length - shown.length))}</button>` : nothing}
    <div class="row table-foot">
      <span class="soft">${t.rows(count(t, found.length))}</span>
      <button type="button" class="button" data-done-text=${t.copied} @click=${(/** @type {any} */ e) => act.copy(textOf(s, t, found), e.currentTarget)}>${icon('copy')}<span>${t.copy}</span></button>
    </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act @param {Shortage} gap @param {boolean} chosen */
function rowOf(s, t, act, gap, chosen) {
  const w = t.checkup.gaps;
  return html`<button type="button" class="gap" data-service=${gap.service} data-lack=${gap.lack} aria-current=${chosen ? 'true' : nothing} @click=${() => act.goToGap(gap)}>
    <span class="gap-head">
      <span class="cut"><b>${s.study?.units[gap.unit]?.name ?? ''}</b> · ${serviceNameOf(s, t, gap.service)}</span>
      <span class="amount" title=${people(t, gap.people).exact}>${peopleText(t, gap.people)}</span>
    </span>
    <span class="gap-why"><span class="lack ${gap.lack}">${w.lacks[gap.lack]}</span> ${reasonOf(t, gap)} · ${nearestOf(t, gap)}</span>
    <span class="gap-why">→ ${remedyOf(t, gap)}</span>
  </button>`;
}

/** @param {Texts} t @param {Shortage} gap */
function reasonOf(t, gap) {
  const [name, sign] = SHOWN_BY[gap.lack];
  return t.checkup.gaps.reason(t.checkup.names[name], percent(t, gap.value), sign, percent(t, gap.limit).replace(/\.0%$/, '%'));
}

/** @param {Texts} t @param {Shortage} gap */
const nearestOf = (t, gap) => (Number.isNaN(gap.minutes) ? t.checkup.gaps.nobody : t.checkup.gaps.nearest(minutes(t, gap.minutes)));

/** @param {Texts} t @param {Shortage} gap */
function remedyOf(t, gap) {
  const w = t.checkup.gaps;
  if (!gap.remedy || !gap.because) return w.noRemedy;
  return t.code === 'zh' ? `${w.remedies[gap.remedy]}（${w.because[gap.because]}）` : `${w.remedies[gap.remedy]} (${w.because[gap.because]})`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function filters(s, t, act) {
  const w = t.checkup.gaps;
  const gaps = s.gaps ?? [];
  const services = (s.checkup?.services ?? []).filter((code) => serviceFacts(s, code)?.terms?.rigid && gaps.some((gap) => gap.service === code));
  const present = (/** @type {'lack' | 'remedy'} */ key, /** @type {Record<string, string>} */ words) => Object.keys(words).filter((word) => gaps.some((gap) => gap[key] === word));
  /** @param {keyof GapFilter} key @param {string} label @param {[string, string][]} options */
  const select = (key, label, options) => html`<label class="field">
    <span>${label}</span>
    <select data-filter=${key} @change=${(/** @type {any} */ e) => act.filterGaps({ [key]: e.target.value })}>
      <option value="" ?selected=${s.gapFilter[key] === ''}>${w.all}</option>
      ${options.map(([value, text]) => html`<option value=${value} ?selected=${s.gapFilter[key] === value}>${text}</option>`)}
    </select>
  </label>`;
  return html`<div class="filters">
    ${select('service', w.service, services.map((code) => [code, serviceNameOf(s, t, code)]))}
    ${select('lack', w.lack, present('lack', w.lacks).map((lack) => [lack, w.lacks[lack]]))}
    ${select('remedy', w.remedy, present('remedy', w.remedies).map((remedy) => [remedy, w.remedies[remedy]]))}
    ${select('within', w.within, upperUnits(s, t))}
  </div>`;
}

/** The units above the smallest, largest level first. @param {State} s @param {Texts} t @returns {[string, string][]} */
function upperUnits(s, t) {
  const { units, description } = s.study ?? { units: [], description: null };
  const upper = units.filter((unit) => unit.level > 0 && unit.parent !== null).sort((a, b) => b.level - a.level);
  return upper.map((unit) => [unit.code, `${told(t, description?.levels[unit.level]?.name)} · ${unit.name}`]);
}

/** The rows as a table of text, exact. @param {State} s @param {Texts} t @param {Shortage[]} found */
function textOf(s, t, found) {
  const w = t.checkup.gaps;
  const known = (/** @type {number} */ n) => (Number.isNaN(n) ? t.noData : String(n));
  const rows = found.map((gap) => {
    const unit = s.study?.units[gap.unit];
    const remedy = gap.remedy ? w.remedies[gap.remedy] : w.noRemedy;
    return [unit?.name, unit?.code, serviceNameOf(s, t, gap.service), w.lacks[gap.lack], known(gap.people), known(gap.minutes), known(gap.value), known(gap.limit), remedy, gap.because ? w.because[gap.because] : ''].join('\t');
  });
  return [w.columns.join('\t'), ...rows].join('\n');
}
