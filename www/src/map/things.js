/** What stands on the map: the rings of a circle, facilities, the chosen place and the names of the units. */
import { DOMAIN_COLOURS, DOMAIN_INKS } from '../colours.js';
import { DOMAIN_GLYPHS } from '../icons.js';
import { worldX, worldY } from './mercator.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { Facilities, LngLat, Units } from '../engine/types.js' */

const GLYPH_FROM_ZOOM = 14;
/** The inner the thicker; pixels. */
const RING_WIDTHS = [2.8, 1.9, 1.1];
const SMALLEST_RING = 14;
/** A circle smaller than this would vanish under its own labels; pixels. */
export const LABELLED_RING = 60;
const CHIP_HEIGHT = 18;
const FONT = '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",system-ui,sans-serif';

/** @type {Path2D[]} */
const glyphs = [];
/** @param {number} domain */
const glyph = (domain) => (glyphs[domain] ??= new Path2D(DOMAIN_GLYPHS[domain]));

/** @param {Sheet} s @param {LngLat} at @returns {[number, number]} */
const onSheet = (s, at) => [worldX(at[0]) * s.scale - s.left, worldY(at[1]) * s.scale - s.top];

/** Radius of a facility's dot. @param {number} zoom */
export const dotRadius = (zoom) => (zoom >= GLYPH_FROM_ZOOM ? 9 : zoom >= 12.5 ? 5.5 : zoom >= 11.5 ? 4 : 3);

/**
 * @param {Sheet} s
 * @param {{ minutes: number, polygons: number[][][][] }[]} bands ascending
 * @param {Record<string, string>} ink
 * @param {(minutes: number) => string} label
 */
export function paintRings(s, bands, ink, label) {
  const { ctx } = s;
  /** @type {{ text: string, x: number, y: number }[]} */
  const chips = [];
  const room = span(bands.flatMap((band) => band.polygons.flat(2)).map((point) => onSheet(s, [point[0], point[1]]))) >= LABELLED_RING;
  bands.forEach((band, rank) => {
    ctx.beginPath();
    /** @type {[number, number]} the northernmost point carries the label */
    let peak = [0, Infinity];
    for (const polygon of band.polygons) {
      for (const ring of polygon) {
        const points = ring.map((point) => onSheet(s, [point[0], point[1]]));
        // A gap between two roads says nothing from afar and only unsettles the picture.
        if (span(points) < SMALLEST_RING) continue;
        points.forEach(([x, y], i) => {
          if (i === 0) ctx.moveTo(x, y);
          else ctx.lineTo(x, y);
          if (y < peak[1]) peak = [x, y];
        });
        ctx.closePath();
      }
    }
    const width = RING_WIDTHS[Math.min(rank, RING_WIDTHS.length - 1)];
    ctx.fillStyle = ink.ringFill;
    ctx.fill('evenodd');
    ctx.lineJoin = 'round';
    ctx.strokeStyle = ink.halo;
    ctx.lineWidth = width + 2;
    ctx.stroke();
    ctx.strokeStyle = ink.ink;
    ctx.lineWidth = width;
    ctx.stroke();
    // Above its ring, so that it hides no part of the area.
    if (room && peak[1] < Infinity) chips.push({ text: label(band.minutes), x: peak[0], y: peak[1] - CHIP_HEIGHT / 2 - 3 });
  });
  // The outer ones first; one that would cover another is left out.
  /** @type {typeof chips} */
  const shown = [];
  for (const one of chips.reverse()) {
    if (shown.some((other) => Math.abs(other.x - one.x) < 48 && Math.abs(other.y - one.y) < 20)) continue;
    shown.push(one);
    chip(ctx, one.text, one.x, one.y, ink);
  }
}

/** The longer side of what some points cover. @param {[number, number][]} points */
function span(points) {
  let [w, n, e, so] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of points) {
    if (x < w) w = x;
    if (x > e) e = x;
    if (y < n) n = y;
    if (y > so) so = y;
  }
  return Math.max(e - w, so - n);
}

/** @param {CanvasRenderingContext2D} ctx @param {string} text @param {number} x @param {number} y @param {Record<string, string>} ink */
function chip(ctx, text, x, y, ink) {
  ctx.font = `600 12px ${FONT}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  const w = ctx.measureText(text).width + 10;
  ctx.fillStyle = ink.ink;
  ctx.beginPath();
  roundRect(ctx, x - w / 2, y - CHIP_HEIGHT / 2, w, CHIP_HEIGHT, CHIP_HEIGHT / 2);
  ctx.fill();
  ctx.fillStyle = ink.onInk;
  ctx.fillText(text, x, y + 0.5);
}

/** Written out: older Safari has no `roundRect`. @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} w @param {number} h @param {number} r */
function roundRect(ctx, x, y, w, h, r) {
  ctx.moveTo(x + r, y);
  ctx.arcTo(x + w, y, x + w, y + h, r);
  ctx.arcTo(x + w, y + h, x, y + h, r);
  ctx.arcTo(x, y + h, x, y, r);
  ctx.arcTo(x, y, x + w, y, r);
  ctx.closePath();
}

/**
 * Open ones filled in the domain's colour, planned ones hollow, removed ones hollow and crossed, added ones with a second ring.
 * @param {Sheet} s @param {Facilities} facilities @param {number} domain @param {string | null} selected @param {Record<string, string>} ink
 */
export function paintFacilities(s, facilities, domain, selected, ink) {
  const { ctx } = s;
  const r = dotRadius(s.zoom);
  for (const facility of facilities) {
    const [x, y] = onSheet(s, facility.at);
    if (x < -20 || y < -20 || x > s.width + 20 || y > s.height + 20) continue;
    const open = facility.state === 'open';
    if (facility.added || facility.code === selected) disc(ctx, x, y, r + (facility.code === selected ? 5 : 3), ink.onInk, ink.ink, facility.code === selected ? 2.5 : 1.2);
    disc(ctx, x, y, r, open ? DOMAIN_COLOURS[domain] : ink.onInk, open ? '#111' : ink.muted, 1.2);
    if (facility.state === 'closed') {
      ctx.beginPath();
      ctx.moveTo(x - r * 0.55, y - r * 0.55);
      ctx.lineTo(x + r * 0.55, y + r * 0.55);
      ctx.moveTo(x + r * 0.55, y - r * 0.55);
      ctx.lineTo(x - r * 0.55, y + r * 0.55);
      ctx.strokeStyle = ink.muted;
      ctx.lineWidth = 1.5;
      ctx.stroke();
    } else if (open && s.zoom >= GLYPH_FROM_ZOOM) {
      ctx.save();
      ctx.translate(x - 5.6, y - 5.6);
      ctx.scale(0.7, 0.7);
      ctx.fillStyle = DOMAIN_INKS[domain];
      ctx.fill(glyph(domain));
      ctx.restore();
    }
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r @param {string} fill @param {string} stroke @param {number} width */
function disc(ctx, x, y, r, fill, stroke, width) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.stroke();
}

/** The place somebody lives at. @param {Sheet} s @param {LngLat} at @param {Record<string, string>} ink */
export function paintPlace(s, at, ink) {
  const [x, y] = onSheet(s, at);
  disc(s.ctx, x, y, 8, ink.ink, ink.onInk, 2);
  disc(s.ctx, x, y, 3, ink.onInk, ink.onInk, 0.5);
}

/** @typedef {{ unit: number, x: number, y: number, w: number, h: number }} Label in world pixels of the sheet's zoom */

/**
 * Names where they fit, bigger places first, the selected one always.
 * @param {Sheet} s @param {Units} units @param {number} selected @param {Record<string, string>} ink @param {number} levels
 * @returns {Label[]}
 */
export function paintLabels(s, units, selected, ink, levels) {
  const { ctx } = s;
  /** @type {Label[]} */
  const placed = [];
  const level = labelLevel(s, units, levels);
  const order = units.map((_, i) => i).filter((i) => i === selected || units[i].level === level);
  order.sort((a, b) => Number(b === selected) - Number(a === selected) || (units[b].people ?? 0) - (units[a].people ?? 0) || a - b);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const unit of order) {
    const [x, y] = onSheet(s, units[unit].at);
    const size = level > 0 ? 14 : s.zoom >= 13 ? 13 : 12;
    ctx.font = `${unit === selected ? 700 : 500} ${size}px ${FONT}`;
    const w = ctx.measureText(units[unit].name).width + 8;
    const box = { unit, x: x - w / 2, y: y - size / 2 - 3, w, h: size + 6 };
    if (box.x + w < 0 || box.y > s.height || box.x > s.width || box.y + box.h < 0) continue;
    if (placed.some((p) => box.x < p.x + p.w && p.x < box.x + w && box.y < p.y + p.h && p.y < box.y + box.h)) continue;
    ctx.strokeStyle = ink.labelHalo;
    ctx.lineWidth = 3;
    ctx.strokeText(units[unit].name, x, y);
    ctx.fillStyle = ink.label;
    ctx.fillText(units[unit].name, x, y);
    placed.push(box);
  }
  return placed.map((box) => ({ ...box, x: box.x + s.left, y: box.y + s.top }));
}

/** The smallest level whose units are, in the middle, wide enough on the screen for a name. @param {Sheet} s @param {Units} units @param {number} levels */
function labelLevel(s, units, levels) {
  for (let level = 0; level < levels - 1; level++) {
    const widths = units.flatMap((u) => (u.level === level && u.bounds ? [((u.bounds[2] - u.bounds[0]) / 360) * s.scale] : []));
    if (widths.length === 0) continue;
    widths.sort((a, b) => a - b);
    if (widths[Math.floor(widths.length / 2)] >= 38) return level;
  }
  return Math.max(0, levels - 2);
}
