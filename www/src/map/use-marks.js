/** Facilities by how well they are used: the colour says the class of 饱和度, the size the capacity. */
import { saturationClass } from '../checkup.js';
import { SATURATION_COLOURS } from '../colours.js';
import { DOMAIN_GLYPHS } from '../icons.js';
import { worldX, worldY } from './mercator.js';
import { hatch } from './unit-shades.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { Facilities, Use } from '../engine/types.js' */

const SMALLEST = 4;
const LARGEST = 12;
/** A glyph needs so much room; pixels. */
const GLYPH_ROOM = 7.5;
/** Light on the two ends of the scale. */
const INKS = ['#fff', '#111', '#111', '#111', '#fff'];

/** Radius of each facility of the columns, by code. @param {Use} use @param {number} zoom @returns {Map<string, number>} */
function radii(use, zoom) {
  const most = Math.max(0, ...use.capacity.filter((n) => !Number.isNaN(n)));
  const scale = zoom >= 13 ? 1.25 : zoom >= 11.5 ? 0.85 : 0.55;
  return new Map(use.code.map((code, i) => [code, scale * (most > 0 && use.capacity[i] > 0 ? Math.max(SMALLEST, LARGEST * Math.sqrt(use.capacity[i] / most)) : SMALLEST)]));
}

/**
 * @param {Sheet} s @param {Facilities} facilities @param {Use} use @param {number} domain @param {string | null} selected @param {Record<string, string>} ink
 */
export function paintUse(s, facilities, use, domain, selected, ink) {
  const { ctx } = s;
  const size = radii(use, s.zoom);
  const at = new Map(use.code.map((code, i) => [code, i]));
  const unknown = hatch(ctx);
  const glyph = new Path2D(DOMAIN_GLYPHS[domain]);
  const order = [...facilities].sort((a, b) => Number(a.code === selected) - Number(b.code === selected) || (size.get(b.code) ?? 0) - (size.get(a.code) ?? 0));
  for (const facility of order) {
    const [x, y] = [worldX(facility.at[0]) * s.scale - s.left, worldY(facility.at[1]) * s.scale - s.top];
    if (x < -20 || y < -20 || x > s.width + 20 || y > s.height + 20) continue;
    const i = at.get(facility.code);
    const r = size.get(facility.code) ?? SMALLEST;
    const kind = i === undefined ? -1 : saturationClass(use.saturation[i]);
    if (facility.code === selected) ring(ctx, x, y, r + 5, ink.ink, 2.5);
    if (facility.added) ring(ctx, x, y, r + 3, ink.ink, 1.2);
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = '#fff';
    ctx.fill();
    ctx.fillStyle = i === undefined ? ink.onInk : kind < 0 ? unknown : SATURATION_COLOURS[kind];
    ctx.fill();
    ctx.strokeStyle = i === undefined ? ink.muted : '#111';
    ctx.lineWidth = 1.1;
    ctx.stroke();
    if (facility.state === 'closed') cross(ctx, x, y, r * 0.55, ink.muted);
    else if (i !== undefined && r >= GLYPH_ROOM) {
      ctx.save();
      ctx.translate(x - r * 0.6, y - r * 0.6);
      ctx.scale((r * 1.2) / 16, (r * 1.2) / 16);
      ctx.fillStyle = INKS[kind] ?? '#111';
      ctx.fill(glyph);
      ctx.restore();
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r @param {string} colour @param {number} width */
function ring(ctx, x, y, r, colour, width) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** A facility that is closed. @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r @param {string} colour */
function cross(ctx, x, y, r, colour) {
  ctx.beginPath();
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}
