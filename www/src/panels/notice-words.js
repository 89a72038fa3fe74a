/** What a notice says: what went wrong, where, what was found, and what to do. */
import { count } from '../format.js';
import { errorText } from '../text/index.js';
import { groupName } from './counted.js';
/** @import { Notice, Refusal, State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */

/** @typedef {keyof Texts['sites']['reasons']} Reason */

/**
 * Which reasons ruled every place out, the most frequent first; empty where the engine names none.
 * @param {Texts} t @param {Refusal} refusal @returns {{ reason: Reason, count: number }[]}
 */
export function ruledByReason(t, { code, found }) {
  if (code !== 'siting.noCandidates') return [];
  const named = [...(found ?? '').matchAll(/(\d+) (\w+)/g)].map(([, n, reason]) => ({ reason: /** @type {Reason} */ (reason), count: Number(n) }));
  return named.filter((one) => one.reason in t.sites.reasons).sort((a, b) => b.count - a.count);
}

/** @param {State} s @param {Texts} t @param {Notice} notice @returns {{ what: string, where: string, found: string, todo: string }} */
export function noticeWords(s, t, notice) {
  const { code, place, file, found = '' } = notice;
  const ruled = ruledByReason(t, notice);
  if (ruled.length > 0) {
    const all = count(t, ruled.reduce((sum, one) => sum + one.count, 0));
    const each = ruled.map((one) => t.sites.allRuled.reason(t.sites.reasons[one.reason], count(t, one.count)));
    const what = ruled.length === 1 ? t.sites.allRuled.one(all, t.sites.reasons[ruled[0].reason]) : t.sites.allRuled.several(all, each.join(t.siteConditions.listSeparator));
    return { what, where: '', found: '', todo: t.sites.allRuled.todo[ruled[0].reason] };
  }
  if (code === 'siting.noCandidates') {
    const none = s.siting.kinds.length === 0 ? t.sites.noKind : /^nobody/.test(found) ? t.sites.noTraveller : errorText(t, code);
    return { what: none[0], where: '', found: '', todo: none[1] };
  }
  const group = code === 'study.noData' && place === 'people' ? /^nobody counted (.+)$/.exec(found)?.[1] : undefined;
  if (group !== undefined) return { what: t.sites.noGroup(groupName(s, t, group)), where: '', found: '', todo: t.sites.noGroupTodo };
  const [what, todo] = errorText(t, code);
  return { what, where: [file, place].filter(Boolean).join(' · '), found, todo };
}
