/** The tiles of the overview: one number each, with its unit, what it means, and on a tap how it is made. */
import { html, nothing } from 'lit-html';
import { assumptions, gapsFound, indicator, saturationClass, serviceFacts, wholeUnit } from '../checkup.js';
import { count, people, percent } from '../format.js';
import { assumedWords, groupText, standardWords } from './checkup-words.js';
import { change } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/**
 * @typedef {object} Tile
 * @property {string} key
 * @property {string} name
 * @property {string} number
 * @property {string} unit
 * @property {string} means
 * @property {string} exact
 * @property {string} how
 * @property {boolean} assumed
 * @property {boolean} known
 * @property {unknown} diff
 * @property {[string, string][]} [beside] further numbers of the same kind
 */

/** Below this share the people of whom nobody knows are worth a word. */
const ALL_KNOWN = 0.9995;

/** @param {State} s @param {Texts} t @returns {Tile[]} */
function tilesOf(s, t) {
  const whole = wholeUnit(s);
  const { service } = s.question;
  const value = (/** @type {string} */ name) => indicator(s.checkup, service, whole, name);
  const rests = assumptions(s);
  const who = groupText(s, t);
  const w = t.checkup;
  /** @param {'reachable' | 'sufficient' | 'saturation'} name @param {string} means @param {boolean} assumed */
  const share = (name, means, assumed) => ({
    key: name,
    name: w.names[name],
    number: percent(t, value(name)).replace('%', ''),
    unit: Number.isNaN(value(name)) ? '' : '%',
    means: Number.isNaN(value(name)) ? '' : means,
    exact: exactText(t, value(name)),
    how: w.how[name],
    assumed,
    known: !Number.isNaN(value(name)),
    diff: pointChange(s, t, name, whole),
  });
  const byCapacity = rests.group !== null || rests.capacity > 0;
  const kind = saturationClass(value('saturation'));
  const known = value('known');
  const sufficient = share('sufficient', known < ALL_KNOWN ? w.sufficientKnown(percent(t, known)) : w.sufficientMeans, byCapacity);
  const out = people(t, value('unreached'));
  const before = s.checkupBefore && indicator(s.checkupBefore, service, whole, 'unreached');
  return [
    share('reachable', w.reachableMeans(who), rests.group !== null),
    {
      ...sufficient,
      beside: [
        [w.capped, percent(t, value('sufficient'))],
        [w.raw, percent(t, value('sufficientRaw'))],
        [w.ratio, percent(t, value('simpleRatio'))],
        [w.known, percent(t, value('known'))],
      ],
    },
    share('saturation', w.saturationMeans[kind] ?? '', byCapacity),
    {
      key: 'unreached',
      name: w.names.unreached,
      number: out.number,
      unit: out.unit,
      means: w.unreachedMeans(who),
      exact: out.exact,
      how: w.how.unreached,
      assumed: rests.group !== null,
      known: out.known,
      diff: change(t, before === null || Number.isNaN(before) ? null : value('unreached') - before, t.people, false),
    },
    gapsTile(s, t),
  ];
}

/** @param {State} s @param {Texts} t @returns {Tile} */
function gapsTile(s, t) {
  const w = t.checkup;
  const rigid = serviceFacts(s)?.terms?.rigid ?? false;
  const found = gapsFound({ ...s, gapFilter: { service: s.question.service, lack: '', remedy: '', within: '' } }).length;
  const all = count(t, s.gaps?.length ?? 0);
  return {
    key: 'gaps',
    name: w.names.gaps,
    number: !s.gaps ? '…' : rigid ? count(t, found) : w.flexible,
    unit: s.gaps && rigid ? w.gapsUnit : '',
    means: !s.gaps ? '' : rigid ? w.gapsMeans(all) : w.flexibleMeans,
    exact: rigid ? String(found) : w.flexibleMeans,
    how: w.how.gaps,
    assumed: false,
    known: true,
    diff: nothing,
  };
}

/** @param {Texts} t @param {number} value */
const exactText = (t, value) => (Number.isNaN(value) ? t.noData : String(value));

/** How many points of a hundred a share moved. @param {State} s @param {Texts} t @param {string} name @param {number} whole */
function pointChange(s, t, name, whole) {
  if (!s.checkupBefore) return nothing;
  const moved = (indicator(s.checkup, s.question.service, whole, name) - indicator(s.checkupBefore, s.question.service, whole, name)) * 100;
  const size = new Intl.NumberFormat(t.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(Math.abs(moved));
  if (Number.isNaN(moved) || Math.abs(moved) < 0.005) return nothing;
  const better = name === 'saturation' ? '' : moved > 0 ? 'better' : 'worse';
  return html`<span class="change ${better}">${moved > 0 ? '+' : '−'}${size}%</span>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function tiles(s, t, act) {
  const all = tilesOf(s, t);
  const open = all.find((tile) => tile.key === s.explained);
  return html`<div class="tiles five">${all.map((tile) => tileOf(tile, tile === open, t, act))}</div>
    ${open ? explanation(s, t, open) : nothing}`;
}

/** @param {Tile} tile @param {boolean} open @param {Texts} t @param {Actions} act */
function tileOf({ key, name, number, unit, means, exact, how, assumed, known, diff }, open, t, act) {
  return html`<button type="button" class="tile" data-key=${key} title="${exact} = ${how}" aria-expanded=${open} aria-controls="explained" @click=${() => act.explain(key)}>
    <span class="tile-name">${name}${assumed ? html` <em class="assumed">${t.checkup.assumed}</em>` : nothing}</span>
    <span class="tile-number ${known ? '' : 'unknown'}"><b>${number}</b> <span class="unit">${unit}</span></span>
    <span class="tile-foot">
      <span class="tile-means ${diff === nothing ? '' : 'behind'}">${means}</span>
      <span class="tile-change" aria-live="polite">${diff}</span>
    </span>
  </button>`;
}

/** @param {State} s @param {Texts} t @param {Tile} tile */
function explanation(s, t, tile) {
  const lines = [tile.how, t.checkup.exact(tile.exact), ...assumedWords(s, t, tile.key === 'sufficient' || tile.key === 'saturation').map((line) => `${t.checkup.assumed}: ${line}`), ...standardWords(s, t)];
  return html`<div class="explained" id="explained">
    ${tile.beside ? html`<dl class="beside">${tile.beside.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>` : nothing}
    ${lines.map((line) => html`<p>${line}</p>`)}
  </div>`;
}
