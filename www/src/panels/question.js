/** The left panel: which service, how one travels, how long it may take. */
import { html, nothing } from 'lit-html';
import { MINUTES } from '../hash.js';
import { domainGlyph, icon } from '../icons.js';
import { assumptions } from './assumptions.js';
import { services } from './services.js';
import { segments, serviceName, serviceOf, told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

/** In place of a mode or of minutes. */
const ZONE = 'zone';
const STANDARD = 'standard';
const MODES = /** @type {const} */ (['walk', 'cycle', 'drive']);

/** @param {State} s @param {Texts} t @param {Actions} act */
export function questionPanel(s, t, act) {
  return html`<section class="question ${s.selection ? 'has-card' : ''}" id="question" aria-label=${t.question}>
    ${s.study ? [domains(s, t, act), services(s, t, act, domainShown(s))] : nothing}
    <div class="ask">
      <h2 class="label">${t.modeTitle}</h2>
      ${segments({
        label: t.modeTitle,
        value: s.byZone ? ZONE : s.question.mode,
        options: [
          { value: ZONE, text: t.checkup.zone, title: t.checkup.zoneHow },
          ...MODES.map((mode) => ({ value: mode, text: html`${icon(mode)}<span>${t.mode[mode]}</span>` })),
        ],
        pick: (mode) => act.ask(mode === ZONE ? {} : { mode }, { byZone: mode === ZONE }),
      })}
      <h2 class="label">${t.minutesTitle} <span class="soft">${t.minutesUnit}</span></h2>
      ${segments({
        label: `${t.minutesTitle} (${t.minutesUnit})`,
        value: s.byStandard ? STANDARD : s.question.minutes,
        options: [
          { value: STANDARD, text: t.checkup.standard, title: t.checkup.standardHow },
          ...minutesOffered(s.question.minutes).map((minutes) => ({ value: minutes, text: String(minutes), title: `${minutes} ${t.minutesUnit}` })),
        ],
        pick: (minutes) => act.ask(minutes === STANDARD ? {} : { minutes }, { byStandard: minutes === STANDARD }),
      })}
      <button type="button" class="button add" aria-pressed=${s.adding} ?disabled=${!s.study} @click=${() => act.adding(!s.adding)}>
        ${icon(s.adding ? 'close' : 'plus')}<span class="cut">${s.adding ? t.addStop : t.add(serviceName(s, t))}</span>
      </button>
      ${assumptions(s, t, act)}
    </div>
  </section>`;
}

/** The usual minutes, and those that are asked for. @param {number} asked */
const minutesOffered = (asked) => [...new Set([...MINUTES, asked])].sort((a, b) => a - b);

/** @param {State} s */
function domainShown(s) {
  const { service } = serviceOf(s);
  return s.domain ?? service?.domain ?? s.study?.description.domains[0]?.code ?? '';
}

/** @param {State} s @param {Texts} t @param {Actions} act */
function domains(s, t, act) {
  const all = s.study?.description.domains ?? [];
  const shown = domainShown(s);
  const at = all.findIndex((domain) => domain.code === shown);
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!step || all.length === 0) return;
    event.preventDefault();
    const next = (at + step + all.length) % all.length;
    act.browse(all[next].code);
    /** @type {HTMLElement | undefined} */ (/** @type {HTMLElement} */ (event.currentTarget).querySelectorAll('button')[next])?.focus();
  };
  return html`<div class="domains" role="tablist" aria-label=${t.domainTitle} @keydown=${move}>
      ${all.map(
        (domain, i) => html`<button
          type="button"
          role="tab"
          class="domain d${i}"
          id="domain-${domain.code}"
          aria-selected=${i === at}
          aria-controls="services"
          tabindex=${i === at ? 0 : -1}
          title=${told(t, domain.name)}
          @click=${() => act.browse(domain.code)}
        >
          <span class="chip">${domainGlyph(i)}</span><span class="short">${t.domainShort[i] ?? ''}</span><span class="hidden">${told(t, domain.name)}</span>
        </button>`,
      )}
    </div>
    <h2 class="label domain-name">${told(t, all[at]?.name)}</h2>`;
}
