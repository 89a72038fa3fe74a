/** What a link remembers of the state, as the part of the address after `#`. */
import { emptyScenario, fromText, toText } from './scenario.js';
import { askFrom, askText, outOfRange } from './siting.js';
/** @import { Selection, State } from './state.js' */

const MODES = ['walk', 'cycle', 'drive'];
const HEATS = ['minutes', 'unserved', 'points', 'reach'];
const TABS = ['question', 'overview', 'gaps', 'ranking', 'equity', 'sites', 'data'];
/** In place of a mode and of minutes: as the standard has it for each zone and service. */
const BY_ZONE = 'zone';
const BY_STANDARD = 'std';
export const MINUTES = [5, 10, 15, 30];
/** Villages of the made-up prefecture: as many as a phone opens at ease, and all. */
export const SMALL_VILLAGES = 120;
export const FULL_VILLAGES = 1301;

/** @param {Selection | null} s */
function selectionText(s) {
  if (!s || s.kind === 'site') return null;
  return s.kind === 'place' ? `p:${s.at[0].toFixed(5)},${s.at[1].toFixed(5)}` : `${s.kind[0]}:${s.code}`;
}

/** @param {string} text @returns {Selection | null} */
function selectionFrom(text) {
  const rest = text.slice(2);
  if (text.startsWith('u:')) return { kind: 'unit', code: rest };
  if (text.startsWith('f:')) return { kind: 'facility', code: rest };
  const at = rest.split(',').map(Number);
  return text.startsWith('p:') && at.length === 2 && at.every(Number.isFinite) ? { kind: 'place', at: [at[0], at[1]] } : null;
}

/** @param {State} s */
export function toHash(s) {
  const q = new URLSearchParams();
  q.set('s', s.question.service);
  q.set('m', s.byZone ? BY_ZONE : s.question.mode);
  q.set('t', s.byStandard ? BY_STANDARD : String(s.question.minutes));
  q.set('v', s.heat);
  q.set('tab', s.tab);
  if (s.desk !== 'facts') q.set('desk', s.desk);
  if (s.study?.made) q.set('made', String(s.study.made));
  if (s.level > 0) q.set('level', String(s.level));
  q.set('lang', s.lang);
  if (s.elder) q.set('elder', '1');
  const ask = askText(s.siting);
  if (ask) q.set('site', ask);
  const selection = selectionText(s.selection);
  if (selection) q.set('sel', selection);
  if (s.scenario.done.length > 0) q.set('e', toText(s.scenario));
  if (s.view) q.set('map', `${s.view.center[0].toFixed(4)},${s.view.center[1].toFixed(4)},${+s.view.zoom.toFixed(2)}`);
  return '#' + q.toString().replaceAll('%2C', ',').replaceAll('%3A', ':');
}

/** How many villages of a made-up study the link is about; null: it is about the file beside the page. @param {string} hash */
export function madeFrom(hash) {
  const villages = Number(new URLSearchParams(hash.replace(/^#/, '')).get('made'));
  return Number.isInteger(villages) && villages > 0 && villages <= FULL_VILLAGES ? villages : null;
}

/** What makes a step that Back undoes: another question or another scenario. @param {State} s */
export const stepOf = (s) => [s.question.service, s.byZone || s.question.mode, s.byStandard || s.question.minutes, toText(s.scenario)].join('|');

/** What of a link was out of range, in its own words; empty if nothing was. @param {string} hash */
export const unfitIn = (hash) => outOfRange(new URLSearchParams(hash.replace(/^#/, '')).get('site') ?? '').join(', ');

/**
 * The parts of a hash that make sense; the rest is left alone.
 * @param {string} hash @param {State} now
 * @returns {Partial<State>}
 */
export function fromHash(hash, now) {
  const q = new URLSearchParams(hash.replace(/^#/, ''));
  /** @type {Partial<State>} */
  const patch = {};
  const question = { ...now.question };
  const service = q.get('s');
  if (service && /^[\w-]{1,16}$/.test(service)) question.service = service;
  const mode = q.get('m');
  if (mode === BY_ZONE) patch.byZone = true;
  else if (mode && MODES.includes(mode)) {
    question.mode = /** @type {any} */ (mode);
    patch.byZone = false;
  }
  const minutes = Number(q.get('t'));
  if (q.get('t') === BY_STANDARD) patch.byStandard = true;
  else if (minutes > 0 && minutes <= 60) {
    question.minutes = minutes;
    patch.byStandard = false;
  }
  patch.question = question;
  const heat = q.get('v');
  if (heat && HEATS.includes(heat)) patch.heat = /** @type {any} */ (heat);
  const tab = q.get('tab');
  if (tab && TABS.includes(tab)) patch.tab = /** @type {any} */ (tab);
  patch.desk = q.get('desk') === 'standard' ? 'standard' : 'facts';
  const level = Number(q.get('level'));
  if (Number.isInteger(level) && level >= 0 && level < 8) patch.level = level;
  const lang = q.get('lang');
  if (lang === 'zh' || lang === 'en') patch.lang = lang;
  if (q.has('elder')) patch.elder = q.get('elder') === '1';
  patch.siting = askFrom(q.get('site') ?? '');
  patch.selection = selectionFrom(q.get('sel') ?? '');
  const text = q.get('e') ?? '';
  // What was undone can still be redone where the scenario is the same.
  if (text !== toText(now.scenario)) patch.scenario = text ? fromText(text) : { ...emptyScenario, minted: now.scenario.minted };
  const map = (q.get('map') ?? '').split(',').map(Number);
  if (map.length === 3 && map.every(Number.isFinite) && Math.abs(map[0]) <= 180 && Math.abs(map[1]) <= 85)
    patch.view = { center: [map[0], map[1]], zoom: Math.min(19, Math.max(2, map[2])) };
  return patch;
}
