/** The overview: one sentence, five numbers, the triangle of the indicators, the worst places and the list of facilities. */
import { html, nothing } from 'lit-html';
import { columnValue } from '../columns.js';
import { wholeUnit } from '../checkup.js';
import { MINUTE_COLOURS } from '../colours.js';
import { count, peopleText, people, percent } from '../format.js';
import { icon } from '../icons.js';
import { noNumbers, termsText } from './checkup-words.js';
import { classLabels } from './legend.js';
import { radar } from './radar.js';
import { serviceName } from './shared.js';
import { tiles } from './tiles.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const WORST = 5;
const LISTED = 60;

/** The units of the smallest level, the most people out of reach first. @param {State} s */
function worstUnits(s) {
  return (s.study?.units ?? [])
    .map((unit, i) => ({ unit, i, people: columnValue(s, i, 'unserved') }))
    .filter(({ unit, people }) => unit.level === 0 && people >= 0.5)
    .sort((a, b) => b.people - a.people || a.i - b.i)
    .slice(0, WORST);
}

/** @param {State} s @param {Texts} t @param {Actions} act */
export function overview(s, t, act) {
  const none = noNumbers(s, t, act);
  if (none) return none;
  const worst = worstUnits(s);
  return html`${sentence(s, t, worst)} ${tiles(s, t, act)} ${radar(s, t, act)} ${residents(s, t)} ${borderLine(s, t)}
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
  const base = { how: termsText(s, t), service: serviceName(s, t) };
  const first = worst[0];
  const text = first
    ? t.checkup.headline({ ...base, people: peopleText(t, columnValue(s, wholeUnit(s), 'unserved')), worst: first.unit.name, worstPeople: peopleText(t, first.people) })
    : t.checkup.headlineAll(base);
  return html`<p class="headline">${text} <span class="soft">${s.layout === 'desktop' ? t.headlineNext : t.headlineNextTouch}</span></p>`;
}

/** Of all residents, where all travel alike within the same time. @param {State} s @param {Texts} t */
function residents(s, t) {
  const { served } = s;
  if (!served) return nothing;
  const share = served.unitShare[wholeUnit(s)];
  return html`<p class="residents" data-key="served" title="${people(t, served.served).exact} = ${t.tiles.servedHow}${whyNot(s, t)}">
      ${t.checkup.residents(peopleText(t, served.served), peopleText(t, served.unserved), percent(t, share))}
    </p>
    ${timeBar(s, t)}`;
}

/** How many are not reached for which reason. @param {State} s @param {Texts} t */
function whyNot(s, t) {
  if (!s.unserved) return '';
  const { words, people: byReason } = s.unserved;
  const told = words.flatMap((word, i) => (word !== 'reached' && byReason[i] >= 0.5 ? [`${t.reason[word]} ${peopleText(t, byReason[i])}`] : []));
  return told.length > 0 ? `; ${t.tiles.unservedFar} (${told.join('; ')})` : '';
}

/** Those whom a facility beyond the data's border may serve. @param {State} s @param {Texts} t */
function borderLine(s, t) {
  if (!s.unserved || s.unserved.nearBorder < 0.5) return nothing;
  return html`<p class="warn">${icon('warn')}${t.nearBorder(peopleText(t, s.unserved.nearBorder), s.question.minutes)}</p>`;
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
            <span class="cut ${f.state === 'closed' ? 'struck' : ''}">${f.name ?? t.nameless}</span>
            ${f.state === 'planned' ? html`<span class="amount">${t.whatIf.planned(f.year === null ? '' : String(f.year))}</span>` : f.state === 'closed' ? html`<span class="amount">${t.card.closed}</span>` : f.added ? html`<span class="amount">${t.card.added}</span>` : icon('target')}
          </button>
        </li>`,
      )}
    </ul>
    ${found.length > LISTED ? html`<p class="soft">${t.listMore(count(t, found.length - LISTED))}</p>` : nothing}
  </details>`;
}
