/** The base map, drawn from the study's own roads and unit outlines. */
import { projectLines } from './mercator.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { Lines } from './mercator.js' */
/** @import { Outlines, Roads } from '../engine/types.js' */

/** From which zoom on a class is drawn, and its width there and at zoom 17. */
const CLASSES = [
  { from: 0, thin: 1.5, wide: 11 },
  { from: 9, thin: 0.9, wide: 8 },
  { from: 11, thin: 0.45, wide: 6 },
  { from: 14, thin: 0.5, wide: 1.6 },
  { from: 10, thin: 1, wide: 1.5 },
];
const FERRY = 4;
const PATH = 3;

export class BaseMap {
  constructor() {
    /** @type {Lines | null} */
    this.roads = null;
    /** @type {Uint32Array[]} the lines of each class */
    this.byClass = [];
    /** @type {Lines | null} */
    this.rings = null;
    /** @type {Uint32Array} */
    this.ringUnit = new Uint32Array(0);
  }

  /** @param {Roads} roads @param {Outlines} outlines */
  show(roads, outlines) {
    this.roads = projectLines(roads.positions, roads.start);
    /** @type {number[][]} */
    const byClass = CLASSES.map(() => []);
    roads.class.forEach((kind, line) => byClass[Math.min(kind, FERRY)].push(line));
    this.byClass = byClass.map((lines) => Uint32Array.from(lines));
    this.rings = projectLines(outlines.positions, outlines.ringStart);
    this.ringUnit = outlines.ringUnit;
  }

  /** The ground the units stand on. @param {Sheet} sheet @param {Record<string, string>} ink */
  paintGround(sheet, ink) {
    if (!this.rings) return;
    const { ctx } = sheet;
    ctx.fillStyle = ink.land;
    // Neighbours share their edge; a stroke of the same colour closes the hairline between them.
    ctx.strokeStyle = ink.land;
    ctx.lineWidth = 1;
    // Unit by unit: levels lie over each other, and a hole is one only in its own unit.
    for (let ring = 0; ring < this.ringUnit.length; ) {
      const unit = this.ringUnit[ring];
      ctx.beginPath();
      for (; ring < this.ringUnit.length && this.ringUnit[ring] === unit; ring++) trace(sheet, this.rings, ring, true);
      ctx.fill('evenodd');
      ctx.stroke();
    }
  }

  /** @param {Sheet} sheet @param {Record<string, string>} ink @param {number} selectedUnit -1 for none */
  paintRoads(sheet, ink, selectedUnit) {
    const { ctx, zoom } = sheet;
    ctx.lineJoin = 'round';
    const colours = [ink.road0, ink.road1, ink.road2, ink.road2, ink.ferry];
    for (const kind of [FERRY, PATH, 2, 1, 0]) {
      const style = CLASSES[kind];
      if (zoom < style.from || !this.roads) continue;
      const grown = Math.max(0, Math.min(1, (zoom - 10) / 7)) ** 1.6;
      ctx.beginPath();
      for (const line of this.byClass[kind]) trace(sheet, this.roads, line, false);
      ctx.lineWidth = style.thin + (style.wide - style.thin) * grown;
      ctx.strokeStyle = colours[kind];
      ctx.lineCap = kind === PATH || kind === FERRY ? 'butt' : 'round';
      ctx.setLineDash(kind === FERRY ? [6, 5] : kind === PATH ? [3, 2.5] : []);
      ctx.stroke();
    }
    ctx.setLineDash([]);
    this.#paintOutlines(sheet, ink, selectedUnit);
  }

  /** @param {Sheet} sheet @param {Record<string, string>} ink @param {number} selectedUnit */
  #paintOutlines(sheet, ink, selectedUnit) {
    const { ctx } = sheet;
    if (!this.rings) return;
    ctx.beginPath();
    for (let ring = 0; ring < this.ringUnit.length; ring++) trace(sheet, this.rings, ring, true);
    ctx.strokeStyle = ink.outline;
    ctx.lineWidth = 0.8;
    ctx.stroke();
    if (selectedUnit < 0) return;
    ctx.beginPath();
    for (let ring = 0; ring < this.ringUnit.length; ring++) if (this.ringUnit[ring] === selectedUnit) trace(sheet, this.rings, ring, true);
    ctx.strokeStyle = ink.halo;
    ctx.lineWidth = 5;
    ctx.stroke();
    ctx.strokeStyle = ink.ink;
    ctx.lineWidth = 2.2;
    ctx.stroke();
  }

  /** The unit of the smallest level whose outline holds a place, -1 for none. @param {number} x @param {number} y world coordinates */
  unitAt(x, y) {
    if (!this.rings) return -1;
    const { xy, start, boxes, originX, originY } = this.rings;
    const px = x - originX;
    const py = y - originY;
    /** @type {Map<number, boolean>} */
    const inside = new Map();
    for (let ring = 0; ring < this.ringUnit.length; ring++) {
      if (px < boxes[4 * ring] || px > boxes[4 * ring + 2] || py < boxes[4 * ring + 1] || py > boxes[4 * ring + 3]) continue;
      let odd = false;
      for (let p = start[ring], q = start[ring + 1] - 1; p < start[ring + 1]; q = p++) {
        const [x1, y1, x2, y2] = [xy[2 * p], xy[2 * p + 1], xy[2 * q], xy[2 * q + 1]];
        if (y1 > py !== y2 > py && px < ((x2 - x1) * (py - y1)) / (y2 - y1) + x1) odd = !odd;
      }
      if (odd) inside.set(this.ringUnit[ring], !inside.get(this.ringUnit[ring]));
    }
    let found = -1;
    for (const [unit, odd] of inside) if (odd && (found < 0 || unit < found)) found = unit;
    return found;
  }
}

/**
 * Adds one line to the path if any of it can be seen, leaving out points closer than a pixel.
 * @param {Sheet} sheet @param {Lines} lines @param {number} line @param {boolean} closed
 */
export function trace({ ctx, scale, left, top, width, height }, lines, line, closed) {
  const { boxes, xy, start } = lines;
  const dx = lines.originX * scale - left;
  const dy = lines.originY * scale - top;
  const b = 4 * line;
  const w = boxes[b] * scale + dx;
  const n = boxes[b + 1] * scale + dy;
  const e = boxes[b + 2] * scale + dx;
  const s = boxes[b + 3] * scale + dy;
  if (e < -20 || s < -20 || w > width + 20 || n > height + 20) return;
  const first = start[line];
  const last = start[line + 1] - 1;
  if (last <= first) return;
  let x = xy[2 * first] * scale + dx;
  let y = xy[2 * first + 1] * scale + dy;
  ctx.moveTo(x, y);
  for (let p = first + 1; p <= last; p++) {
    const nx = xy[2 * p] * scale + dx;
    const ny = xy[2 * p + 1] * scale + dy;
    if (p < last && Math.abs(nx - x) + Math.abs(ny - y) < 1) continue;
    ctx.lineTo(nx, ny);
    x = nx;
    y = ny;
  }
  if (closed) ctx.closePath();
}
