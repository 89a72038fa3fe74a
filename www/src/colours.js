/** Colours and what they stand for: the only thing the page works out itself. */

/** Within the threshold (thirds of T), beyond it (to 2T, above), not reached. */
export const MINUTE_COLOURS = ['#08519c', '#3182bd', '#9ecae1', '#fdae6b', '#e6550d', '#6b7280'];
/** Unserved people per square kilometre: one hue, light to dark, at these breaks. */
export const UNSERVED_BREAKS = [100, 500, 1000, 2500, 5000];
export const UNSERVED_COLOURS = ['#fde0dd', '#fcc5c0', '#fa9fb5', '#dd5fa4', '#ae017e', '#7a0177'];
/** 饱和度 by class: idle, low, fit, tight, overloaded. */
export const SATURATION_COLOURS = ['#2166ac', '#92c5de', '#f7f7f7', '#f4a582', '#b2182b'];
/** 保障度, scarce to fit, at these breaks. */
export const SUFFICIENT_BREAKS = [0.2, 0.4, 0.6, 0.8];
export const SUFFICIENT_COLOURS = ['#2166ac', '#4393c3', '#92c5de', '#d1e5f0', '#f7f7f7'];
/** 可及度: the hue of those out of reach, the darker the more of them. */
export const REACHABLE_BREAKS = [0.5, 0.7, 0.85, 0.95];
export const REACHABLE_COLOURS = ['#7a0177', '#ae017e', '#dd5fa4', '#fcc5c0', '#fde0dd'];
/** The area within the time. */
export const REACH_COLOUR = '#3182bd';
/** What nobody knows. */
export const NO_DATA_COLOUR = '#9ca3af';
/** Okabe–Ito, in the order of the seven domains. */
export const DOMAIN_COLOURS = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7'];
/** What stays readable on each of them. */
export const DOMAIN_INKS = ['#111', '#111', '#fff', '#111', '#fff', '#fff', '#111'];

/** Upper ends of the first four classes of time, in minutes. @param {number} threshold */
export const minuteBreaks = (threshold) => [threshold / 3, (2 * threshold) / 3, threshold, 2 * threshold];

/** @param {string} hex @param {number} alpha 0..255 */
function rgba(hex, alpha) {
  const n = parseInt(hex.slice(1), 16);
  // ImageData is little-endian on every machine that runs browsers: A B G R.
  return ((alpha << 24) | ((n & 255) << 16) | (n & 0xff00) | (n >> 16)) >>> 0;
}

/**
 * Paints a raster of minutes or of unserved people per km² into pixels; NaN stays clear, not reached is hatched.
 * @param {{ kind: 'minutes' | 'unserved' | 'reach', minutes: number, values: Float32Array, width: number, height: number }} heat
 */
export function heatImage(heat) {
  const image = new ImageData(heat.width, heat.height);
  const pixels = new Uint32Array(image.data.buffer);
  if (heat.kind === 'minutes') paintMinutes(pixels, heat);
  else if (heat.kind === 'reach') paintReach(pixels, heat);
  else paintUnserved(pixels, heat);
  return image;
}

/** One colour for all that lies within the time. @param {Uint32Array} pixels @param {{ minutes: number, values: Float32Array }} heat */
function paintReach(pixels, { values, minutes }) {
  const within = rgba(REACH_COLOUR, 120);
  for (let i = 0; i < pixels.length; i++) if (values[i] <= minutes) pixels[i] = within;
}

/** @param {Uint32Array} pixels @param {{ minutes: number, values: Float32Array, width: number }} heat */
function paintMinutes(pixels, { values, minutes, width }) {
  const [a, b, c, d] = minuteBreaks(minutes);
  const lut = MINUTE_COLOURS.map((hex) => rgba(hex, 168));
  const faint = rgba(MINUTE_COLOURS[5], 70);
  for (let i = 0; i < pixels.length; i++) {
    const v = values[i];
    if (v <= c) pixels[i] = v <= a ? lut[0] : v <= b ? lut[1] : lut[2];
    else if (v === Infinity) pixels[i] = ((i % width) + Math.floor(i / width)) % 5 < 2 ? lut[5] : faint;
    else if (v > c) pixels[i] = v <= d ? lut[3] : lut[4];
  }
}

/** @param {Uint32Array} pixels @param {{ values: Float32Array }} heat */
function paintUnserved(pixels, { values }) {
  const lut = UNSERVED_COLOURS.map((hex) => rgba(hex, 190));
  for (let i = 0; i < pixels.length; i++) {
    const v = values[i];
    if (!(v >= 1)) continue;
    let k = 0;
    while (k < UNSERVED_BREAKS.length && v >= UNSERVED_BREAKS[k]) k++;
    pixels[i] = lut[k];
  }
}
