/** A step of the scenario in words. */
import { count, limit } from '../format.js';
import { serviceNameOf, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Change } from '../scenario.js' */
/** @import { Speeds } from '../speeds.js' */

/** @param {State} s @param {Texts} t @param {Change[]} step */
export function stepText(s, t, step) {
  const w = t.whatIf;
  const opened = step.filter((edit) => 'open' in edit).map((edit) => edit.open);
  if (opened.length > 0) return openedText(s, t, opened, step.flatMap((edit) => ('year' in edit ? [w.year(edit.year)] : [])));
  const [first] = step;
  if ('close' in first) return t.scenario.close(facilityName(s, t, first.close));
  if ('move' in first) return w.move(facilityName(s, t, first.move.code));
  if ('resize' in first) return w.resize(facilityName(s, t, first.resize.code), limit(t, first.resize.capacity));
  if ('people' in first) return w.people(unitName(s, first.people.unit), groupName(s, t, first.people.group ?? 'total'), count(t, first.people.people));
  if ('zone' in first) return w.zone(unitName(s, first.zone.unit), t.desk.zones[first.zone.zone]);
  if ('year' in first) return w.year(first.year);
  if ('speeds' in first) return w.speeds(speedText(t, first.speeds));
  if ('standard' in first) return first.standard ? `${t.desk.edit.standard} · ${first.standard.name}` : t.desk.edit.standardBack;
  if ('standardCells' in first) {
    const [cell] = first.standardCells;
    const service = serviceNameOf(s, t, cell?.service ?? '');
    return first.standardCells.length === 1 ? t.desk.edit.standardCell(service, cell.value) : t.desk.edit.standardCells(service, first.standardCells.length);
  }
  return t.desk.edit.other;
}

/**
 * What a step opens, when, and which year it looks at.
 * @param {State} s @param {Texts} t @param {Extract<Change, { open: any }>['open'][]} opened @param {string[]} looks
 */
function openedText(s, t, opened, looks) {
  const [first] = opened;
  const services = first.services.map((code) => serviceNameOf(s, t, code)).join(t.siteConditions.listSeparator);
  const what = opened.length > 1 ? t.scenario.several(opened.length, services) : t.scenario.open(first.name ?? first.code);
  const years = [...new Set(opened.flatMap(({ year }) => year ?? []))].sort((a, b) => a - b);
  const each = years.map((year) => t.scenario.inYear(year, opened.filter((one) => one.year === year).length));
  return [`${what}${each.length > 0 ? t.scenario.years(each.join(t.siteConditions.listSeparator)) : ''}`, ...looks].join(t.code === 'zh' ? '；' : '; ');
}

/** @param {State} s @param {Texts} t @param {string} code */
function facilityName(s, t, code) {
  const opened = s.scenario.done.flat().find((edit) => 'open' in edit && edit.open.code === code);
  const there = s.facilities.find((f) => f.code === code);
  const unnamed = there && t.sitePlans.unnamed(serviceNameOf(s, t, there.services[0]), '');
  return there?.name ?? (opened && 'open' in opened ? opened.open.name : null) ?? unnamed ?? code;
}

/** @param {State} s @param {string} code */
const unitName = (s, code) => s.study?.units.find((unit) => unit.code === code)?.name ?? code;

/** @param {State} s @param {Texts} t @param {string} code */
const groupName = (s, t, code) => told(t, s.standard?.groups.find((group) => group.code === code)?.name) || (t.checkup.groups[code] ?? code);

/** @param {Texts} t @param {Speeds} speeds */
function speedText(t, { walk = {}, cycle = {}, drive = {} }) {
  const w = t.whatIf;
  const kmh = (/** @type {number} */ n) => `${limit(t, n)} ${w.kmh}`;
  return [
    walk.person ? w.persons[walk.person] : '',
    walk.speedKmh === undefined ? '' : `${t.mode.walk} ${kmh(walk.speedKmh)}`,
    cycle.speedKmh === undefined ? '' : `${t.mode.cycle} ${kmh(cycle.speedKmh)}`,
    drive.limitShare === undefined ? '' : `${w.limitShare} ${limit(t, drive.limitShare * 100)}%`,
    drive.fixedSeconds === undefined ? '' : `${w.parking} ${limit(t, drive.fixedSeconds)} ${w.seconds}`,
  ]
    .filter(Boolean)
    .join(t.code === 'zh' ? '，' : ', ');
}
