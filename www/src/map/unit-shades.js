/** Units in the colours of an indicator, and discs where something is missing. */
import { NO_DATA_COLOUR, UNSERVED_COLOURS } from '../colours.js';
import { worldX, worldY } from './mercator.js';
import { trace } from './base-map.js';
/** @import { BaseMap } from './base-map.js' */
/** @import { Sheet } from './painted-layer.js' */
/** @import { Units } from '../engine/types.js' */

/**
 * What stands for no data: lines over grey.
 * @param {CanvasRenderingContext2D} ctx
 */
export function hatch(ctx) {
  const tile = document.createElement('canvas');
  tile.width = tile.height = 8;
  const pen = tile.getContext('2d');
  if (!pen) return NO_DATA_COLOUR;
  pen.globalAlpha = 0.35;
  pen.fillStyle = NO_DATA_COLOUR;
  pen.fillRect(0, 0, 8, 8);
  pen.globalAlpha = 1;
  pen.strokeStyle = NO_DATA_COLOUR;
  pen.lineWidth = 1.5;
  for (const x of [-8, 0, 8]) {
    pen.moveTo(x, 8);
    pen.lineTo(x + 8, 0);
  }
  pen.stroke();
  return ctx.createPattern(tile, 'repeat') ?? NO_DATA_COLOUR;
}

/**
 * The units of a level, each in a colour; null = no data. A unit without an outline is shown by those of its parts, or as a disc.
 * @param {Sheet} sheet @param {BaseMap} base @param {Units} units @param {number} level @param {(unit: number) => string | null} colourOf
 * @param {Record<string, string>} ink
 */
export function paintShades(sheet, base, units, level, colourOf, ink) {
  const { ctx } = sheet;
  const { rings, ringUnit } = base;
  const unknown = hatch(ctx);
  const levels = new Set([...ringUnit].map((unit) => units[unit].level));
  // The largest outlines that are not larger than the level's.
  const drawn = [...levels].filter((one) => one <= level).sort((a, b) => b - a)[0];
  /** @type {Set<number>} */
  const shown = new Set();
  ctx.globalAlpha = 0.72;
  for (let ring = 0; rings && ring < ringUnit.length; ) {
    const unit = ringUnit[ring];
    const meant = units[unit].level === drawn ? above(units, unit, level) : -1;
    ctx.beginPath();
    for (; ring < ringUnit.length && ringUnit[ring] === unit; ring++) if (meant >= 0) trace(sheet, rings, ring, true);
    if (meant < 0) continue;
    shown.add(meant);
    ctx.fillStyle = colourOf(meant) ?? unknown;
    ctx.fill('evenodd');
  }
  ctx.globalAlpha = 1;
  units.forEach((unit, i) => {
    if (unit.level !== level || shown.has(i)) return;
    disc(sheet, unit.at, 7, colourOf(i) ?? unknown, ink.ink, 1);
  });
}

/** The unit of a level that a unit is or lies in, -1 for none. @param {Units} units @param {number} unit @param {number} level */
function above(units, unit, level) {
  for (let at = /** @type {number | null} */ (unit); at !== null; at = units[at].parent) if (units[at].level === level) return at;
  return -1;
}

const SMALLEST = 4;
/** Radius of the disc that stands for most people; pixels. */
export const LARGEST_DISC = 18;

/**
 * Discs whose areas stand for people.
 * @param {Sheet} sheet @param {Units} units @param {Map<number, number>} people by unit @param {number} selected @param {Record<string, string>} ink
 */
export function paintGaps(sheet, units, people, selected, ink) {
  const most = Math.max(1, ...people.values());
  // The small ones on top.
  const order = [...people].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  for (const [unit, n] of order) {
    const r = Math.max(SMALLEST, LARGEST_DISC * Math.sqrt(n / most));
    sheet.ctx.globalAlpha = unit === selected ? 0.9 : 0.55;
    disc(sheet, units[unit].at, r, UNSERVED_COLOURS[5], ink.onInk, 1.2);
    sheet.ctx.globalAlpha = 1;
    if (unit === selected) disc(sheet, units[unit].at, r + 2, null, ink.ink, 2.5);
  }
}

/** @param {Sheet} s @param {[number, number]} at @param {number} r @param {string | CanvasPattern | null} fill @param {string} stroke @param {number} width */
function disc(s, at, r, fill, stroke, width) {
  const { ctx } = s;
  const [x, y] = [worldX(at[0]) * s.scale - s.left, worldY(at[1]) * s.scale - s.top];
  if (x < -r || y < -r || x > s.width + r || y > s.height + r) return;
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.stroke();
}
