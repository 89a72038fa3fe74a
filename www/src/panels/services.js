/** The list of services of a domain, each with three thin bars: 可及度, 保障度 and 饱和度 of the whole. */
import { html, nothing } from 'lit-html';
import { indicator, saturationClass, wholeUnit } from '../checkup.js';
import { SATURATION_COLOURS } from '../colours.js';
import { count, percent } from '../format.js';
import { told } from './shared.js';
/** @import { State } from '../state.js' */
/** @import { Texts } from '../text/index.js' */
/** @import { Actions } from '../actions.js' */

const BARS = /** @type {const} */ (['reachable', 'sufficient', 'saturation']);

/** @param {State} s @param {Texts} t @param {Actions} act @param {string} domain */
export function services(s, t, act, domain) {
  const list = (s.study?.description.services ?? []).filter((service) => service.domain === domain);
  const open = list.filter((service) => service.facilities !== null);
  const reachable = open.some((service) => service.code === s.question.service) ? s.question.service : open[0]?.code;
  const move = (/** @type {KeyboardEvent} */ event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (!step || open.length === 0) return;
    event.preventDefault();
    const next = open[(open.findIndex((service) => service.code === reachable) + step + open.length) % open.length];
    act.ask({ service: next.code });
    const group = /** @type {HTMLElement} */ (event.currentTarget);
    /** @type {HTMLElement | null} */ (group.querySelector(`[data-code="${next.code}"]`))?.focus();
  };
  return html`<p class="bar-keys" title=${t.checkup.barsHow} aria-hidden="true">${BARS.map((name) => html`<span><i class="key-line ${name}"></i>${t.checkup.names[name]}</span>`)}</p>
    <div class="services" id="services" role="radiogroup" aria-label=${t.serviceTitle} @keydown=${move}>
      ${list.map((service) => {
        const known = service.facilities !== null;
        return html`<button
          type="button"
          role="radio"
          class="service"
          data-code=${service.code}
          aria-checked=${service.code === s.question.service}
          aria-disabled=${known ? nothing : 'true'}
          tabindex=${service.code === reachable ? 0 : -1}
          title=${known ? barsText(s, t, service.code) : t.noDataWhy}
          @click=${() => known && act.ask({ service: service.code })}
        >
          <span class="cut">${told(t, service.name)}</span>
          <span class="amount ${known ? '' : 'hatched'}">${known ? t.places(count(t, service.facilities ?? 0)) : t.noData}</span>
          ${known ? bars(s, service.code) : nothing}
        </button>`;
      })}
    </div>`;
}

/** @param {State} s @param {Texts} t @param {string} code */
function barsText(s, t, code) {
  const whole = wholeUnit(s);
  return s.checkup ? BARS.map((name) => `${t.checkup.names[name]} ${percent(t, indicator(s.checkup, code, whole, name))}`).join(' · ') : t.computing;
}

/** @param {State} s @param {string} code */
function bars(s, code) {
  const whole = wholeUnit(s);
  return html`<span class="bars" aria-hidden="true">
    ${BARS.map((name) => {
      const value = indicator(s.checkup, code, whole, name);
      const colour = name === 'saturation' ? SATURATION_COLOURS[saturationClass(value)] : undefined;
      const unknown = s.checkup !== null && Number.isNaN(value);
      return html`<i class="${name} ${unknown ? 'unknown' : ''}"><u style="width:${Number.isNaN(value) ? 0 : Math.min(1, value) * 100}%;${colour ? `--of:${colour}` : ''}"></u></i>`;
    })}
  </span>`;
}
