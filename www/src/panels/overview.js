/** The overview: one sentence, four numbers, the worst places and the list of facilities. */
import { html, nothing } from 'lit-html';
import { MINUTE_COLOURS } from '../colours.js';
import { count, peopleText, people, percent } from '../format.js';
import { icon } from '../icons.js';
import { classLabels } from './legend.js';
import { change, noAnswer, serviceName, serviceOf, unservedOf } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const WORST = 5;
const LISTED = 60;

/** The units of the smallest level, the most people out of reach first. @param {State} s */
function worstUnits(s) {
  const { served, study } = s;
  if (!served || !study) return [];
  return study.units
    .map((unit, i) => ({ unit, i, people: unservedOf(served, i) }))
    .filter(({ unit, people }) => unit.level === 0 && people >= 0.5)
    .sort((a, b) => b.people - a.people || a.i - b.i)
    .slice(0, WORST);
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function overview(s, t, act) {
  if (!s.served || !s.study) return noAnswer(s, t);
  const worst = worstUnits(s);
  return html`${sentence(s, t, worst)} ${tiles(s, t)} ${borderLine(s, t)} ${timeBar(s, t)}
    ${worst.length === 0
      ? nothing
      : html`<h2 class="label">${t.worstTitle}</h2>
          <ol class="worst">
            ${worst.map(
              ({ unit, i, people: out }) => html`<li>
                <button type="button" class="line" @click=${() => act.goToUnit(i)}>
                  <span class="cut">${unit.name}${unit.estimated ? html` <abbr class="soft" title=${t.estimatedLong}>${t.estimated}</abbr>` : nothing}</span>
                  <span class="amount" title=${people(t, out).exact}>${peopleText(t, out)}</span>
                </button>
              </li>`,
            )}
          </ol>
          <button type="button" class="link" @click=${() => act.turn('ranking')}>${t.allUnits}</button>`}
    ${facilityList(s, t, act)}`;
}

/** @param {State} s @param {Texts} t @param {ReturnType<typeof worstUnits>} worst */
function sentence(s, t, worst) {
  const { served, study, question } = s;
  if (!served || !study) return nothing;
  const base = { mode: t.mode[question.mode], minutes: question.minutes, service: serviceName(s, t) };
  const first = worst[0];
  const text = first
    ? t.headline({
        ...base,
        people: peopleText(t, served.unserved),
        worst: first.unit.name,
        worstPeople: peopleText(t, first.people),
      })
    : t.headlineAll(base);
  return html`<p class="headline">${text} <span class="soft">${s.layout === 'desktop' ? t.headlineNext : t.headlineNextTouch}</span></p>`;
}

/** @param {State} s @param {Texts} t */
function tiles(s, t) {
  const { served, servedBefore: before, study, question } = s;
  if (!served || !study) return nothing;
  const whole = study.units.findIndex((unit) => unit.parent === null);
  const facilities = serviceOf(s).service?.facilities ?? null;
  const inReach = people(t, served.served);
  const out = people(t, served.unserved);
  return html`<div class="tiles">
    ${tile(t.tiles.served, inReach.number, inReach.unit, t.tiles.servedMeans(question.minutes), `${inReach.exact} = ${t.tiles.servedHow}`, 'served',
      change(t, before && served.served - before.served, t.people, true))}
    ${tile(t.tiles.unserved, out.number, out.unit, t.tiles.unservedMeans(peopleText(t, served.unreachable)), `${out.exact} = ${t.tiles.unservedHow}; ${t.tiles.unservedFar}${whyNot(s, t)}`, 'unserved',
      change(t, before && served.unserved - before.unserved, t.people, false))}
    ${tile(t.tiles.share, percent(t, served.unitShare[whole]).replace('%', ''), Number.isNaN(served.unitShare[whole]) ? '' : '%', t.tiles.shareMeans,
      `${served.unitShare[whole]} = ${t.tiles.shareHow}`, 'share', nothing)}
    ${tile(t.tiles.facilities, facilities === null ? t.noData : count(t, facilities), facilities === null ? '' : t.unitPlaces(facilities), t.tiles.facilitiesMeans,
      `${facilities ?? t.noData} = ${t.tiles.facilitiesHow}`, 'facilities', nothing)}
  </div>`;
}

/** How many are not reached for which reason. @param {State} s @param {Texts} t */
function whyNot(s, t) {
  if (!s.unserved) return '';
  const { words, people: byReason } = s.unserved;
  const told = words.flatMap((word, i) => (word !== 'reached' && byReason[i] >= 0.5 ? [`${t.reason[word]} ${peopleText(t, byReason[i])}`] : []));
  return told.length > 0 ? ` (${told.join('; ')})` : '';
}

/** Those whom a facility beyond the data's border may serve. @param {State} s @param {Texts} t */
function borderLine(s, t) {
  if (!s.unserved || s.unserved.nearBorder < 0.5) return nothing;
  return html`<p class="warn">${icon('warn')}${t.nearBorder(peopleText(t, s.unserved.nearBorder), s.question.minutes)}</p>`;
}

/** @param {string} name @param {string} number @param {string} unit @param {string} means @param {string} how @param {string} key @param {unknown} diff */
function tile(name, number, unit, means, how, key, diff) {
  return html`<div class="tile" data-key=${key} title=${how}>
    <div class="tile-name">${name}</div>
    <div class="tile-number"><b>${number}</b> <span class="unit">${unit}</span></div>
    <div class="tile-foot">
      <div class="tile-means ${diff === nothing ? '' : 'behind'}">${means}</div>
      <div class="tile-change" aria-live="polite">${diff}</div>
    </div>
  </div>`;
}

/** People by class of time, as one bar. @param {State} s @param {Texts} t */
function timeBar(s, t) {
  const { served } = s;
  if (!served || served.total <= 0) return nothing;
  const labels = classLabels(t, s.question.minutes);
  const spoken = labels.map((label, i) => `${label} ${t.minutesUnit}: ${peopleText(t, served.classes[i])}`).join('; ');
  return html`<div class="time-bar" role="img" aria-label=${spoken}>
    ${labels.map((label, i) =>
      served.classes[i] > 0
        ? html`<i
            class=${i === 5 ? 'hatched' : ''}
            style="flex-grow:${served.classes[i]};background-color:${MINUTE_COLOURS[i]}"
            title="${label} ${i === 5 ? '' : t.minutesUnit}: ${people(t, served.classes[i]).exact}"
          ></i>`
        : nothing,
    )}
  </div>`;
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function facilityList(s, t, act) {
  const wanted = s.filter.trim().toLowerCase();
  const found = s.facilities.filter((f) => !wanted || (f.name ?? '').toLowerCase().includes(wanted));
  const chosen = s.selection?.kind === 'facility' ? s.selection.code : null;
  return html`<details class="facility-list">
    <summary>${t.listTitle(serviceName(s, t), count(t, s.facilities.length))}</summary>
    <input class="filter" type="search" placeholder=${t.filter} aria-label=${t.filter} .value=${s.filter} @input=${(/** @type {any} */ e) => act.filter(e.target.value)} />
    <ul>
      ${found.slice(0, LISTED).map(
        (f) => html`<li>
          <button type="button" class="line" aria-current=${f.code === chosen ? 'true' : nothing} @click=${() => act.goToFacility(f.code)}>
            <span class="cut ${f.state === 'open' ? '' : 'struck'}">${f.name ?? t.nameless}</span>
            ${f.state === 'closed' ? html`<span class="amount">${t.card.closed}</span>` : f.added ? html`<span class="amount">${t.card.added}</span>` : icon('target')}
          </button>
        </li>`,
      )}
    </ul>
    ${found.length > LISTED ? html`<p class="soft">${t.listMore(count(t, found.length - LISTED))}</p>` : nothing}
  </details>`;
}
