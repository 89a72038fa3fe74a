/** Numbers as they are read: rounded once, with their unit, their exact value beside them; NaN is a word. */
/** @import { Texts } from './text/index.js' */

/** @typedef {{ number: string, unit: string, exact: string, known: boolean }} Figure */

/** @type {Map<string, Intl.NumberFormat>} */
const formats = new Map();

/** @param {string} locale @param {number} [digits] */
function plain(locale, digits = 0) {
  const key = locale + digits;
  let format = formats.get(key);
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits })));
  return format;
}

/** @param {Texts} t @param {number} n */
export const count = (t, n) => plain(t.locale).format(Math.round(n));

/** So many digits. @param {Texts} t @param {number} n @param {number} digits */
export const fixed = (t, n, digits) => plain(t.locale, digits).format(n);

/**
 * A number of people as a tile shows it; 万 from 100,000 up in Chinese.
 * @param {Texts} t @param {number | null | undefined} n
 * @returns {Figure}
 */
export function people(t, n) {
  if (n === null || n === undefined || Number.isNaN(n)) return { number: t.noData, unit: '', exact: t.noData, known: false };
  const exact = `${count(t, n)} ${t.people}`;
  if (t.code === 'zh' && Math.round(n) >= 100_000) {
    const tens = n / 10_000;
    return { number: plain(t.locale, tens < 100 ? 2 : 1).format(tens), unit: t.tenThousandPeople, exact, known: true };
  }
  return { number: count(t, n), unit: t.people, exact, known: true };
}

/** The same inside a sentence. @param {Texts} t @param {number | null | undefined} n */
export function peopleText(t, n) {
  const figure = people(t, n);
  return figure.unit ? `${figure.number} ${figure.unit}` : figure.number;
}

/** People in a narrow column: no unit, the head has it. @param {Texts} t @param {number | null | undefined} n */
export const peopleCell = (t, n) => (n === null || n === undefined || Number.isNaN(n) ? t.noData : count(t, n));

/** @param {Texts} t @param {number} share 0..1; NaN where there is nobody */
export const percent = (t, share) => (Number.isNaN(share) ? t.noData : `${plain(t.locale, 1).format(share * 100)}%`);

/** @param {Texts} t @param {number} minutes NaN or infinite = not reached */
export const minutes = (t, minutes) => (Number.isFinite(minutes) ? plain(t.locale, 1).format(minutes) : t.unreachable);

/** @param {Texts} t @param {number} minutes */
export const minutesText = (t, minutes) => (Number.isFinite(minutes) ? `${plain(t.locale, 1).format(minutes)} ${t.minutesUnit}` : t.unreachable);

/** The same where plans differ by seconds. @param {Texts} t @param {number} minutes */
export const finerMinutesText = (t, minutes) => (Number.isFinite(minutes) ? `${fixed(t, minutes, 2)} ${t.minutesUnit}` : t.unreachable);

/** A class limit: 5 stays 5, a third of 5 becomes 1.7. @param {Texts} t @param {number} n */
export const limit = (t, n) => plain(t.locale, Number.isInteger(n) ? 0 : 1).format(n);

/** A change with its sign. @param {Texts} t @param {number} n */
export function signed(t, n) {
  const rounded = Math.round(n);
  return rounded === 0 ? '' : `${rounded > 0 ? '+' : '−'}${count(t, Math.abs(rounded))}`;
}

/** A gap so small that a digit more is honest. @param {Texts} t @param {number} gap 0..1 */
export function gapText(t, gap) {
  const hundred = gap * 100;
  // Rounded up: the sentence says "not more than".
  const digits = hundred < 1 ? 2 : 1;
  const scale = 10 ** digits;
  return `${plain(t.locale, digits).format(Math.ceil(hundred * scale) / scale)}%`;
}

/** How long something took. @param {Texts} t @param {number} milliseconds */
export const seconds = (t, milliseconds) => plain(t.locale, milliseconds < 950 ? 2 : 1).format(milliseconds / 1000);
