/** What limits where is built: areas drawn, places to keep away from, places ruled out, facilities that may be closed. */
import { worldX, worldY } from './mercator.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { Facilities, LngLat } from '../engine/types.js' */

const HATCH_STEP = 8;
const CROSS = 3;
const MARK = 13;
const METRES_ROUND_THE_EARTH = 40_075_017;

/** @param {Sheet} s @param {LngLat[][]} rings @param {LngLat[] | null} drawn corners so far @param {Record<string, string>} ink */
export function paintFences(s, rings, drawn, ink) {
  for (const ring of rings) area(s, ring, ink);
  if (drawn && drawn.length > 0) {
    const points = drawn.map((at) => onSheet(s, at));
    if (drawn.length > 2) area(s, drawn, ink);
    outline(s.ctx, points, false, ink);
    for (const [x, y] of points) {
      s.ctx.beginPath();
      s.ctx.arc(x, y, 5, 0, 2 * Math.PI);
      s.ctx.fillStyle = ink.onInk;
      s.ctx.fill();
      s.ctx.strokeStyle = ink.ink;
      s.ctx.lineWidth = 2;
      s.ctx.stroke();
    }
  }
}

/** @param {Sheet} s @param {LngLat} at @returns {[number, number]} */
const onSheet = (s, at) => [worldX(at[0]) * s.scale - s.left, worldY(at[1]) * s.scale - s.top];

/** @param {Sheet} s @param {LngLat[]} ring @param {Record<string, string>} ink */
function area(s, ring, ink) {
  const { ctx } = s;
  const points = ring.map((at) => onSheet(s, at));
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [west, east] = [Math.max(0, Math.min(...xs)), Math.min(s.width, Math.max(...xs))];
  const [north, south] = [Math.max(0, Math.min(...ys)), Math.min(s.height, Math.max(...ys))];
  if (east <= west || south <= north) return;
  ctx.save();
  trace(ctx, points, true);
  ctx.clip();
  ctx.beginPath();
  const high = south - north;
  for (let x = west - high; x < east; x += HATCH_STEP) {
    ctx.moveTo(x, south);
    ctx.lineTo(x + high, north);
  }
  ctx.strokeStyle = ink.muted;
  ctx.lineWidth = 1.2;
  ctx.stroke();
  ctx.restore();
  outline(ctx, points, true, ink);
}

/** @param {CanvasRenderingContext2D} ctx @param {[number, number][]} points @param {boolean} closed @param {Record<string, string>} ink */
function outline(ctx, points, closed, ink) {
  trace(ctx, points, closed);
  ctx.strokeStyle = ink.halo;
  ctx.lineWidth = 4;
  ctx.stroke();
  ctx.strokeStyle = ink.ink;
  ctx.lineWidth = 1.8;
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {[number, number][]} points @param {boolean} closed */
function trace(ctx, points, closed) {
  ctx.beginPath();
  points.forEach(([x, y], i) => {
    if (i === 0) ctx.moveTo(x, y);
    else ctx.lineTo(x, y);
  });
  if (closed) ctx.closePath();
}

/** @param {Sheet} s @param {{ at: LngLat, metres: number }[]} places @param {Record<string, string>} ink */
export function paintKeptAway(s, places, ink) {
  for (const { at, metres } of places) {
    const [x, y] = onSheet(s, at);
    const radius = ((metres / METRES_ROUND_THE_EARTH) * s.scale) / Math.cos((at[1] * Math.PI) / 180);
    const round = Array.from({ length: 48 }, (_, i) => /** @type {[number, number]} */ ([x + radius * Math.cos((i / 24) * Math.PI), y + radius * Math.sin((i / 24) * Math.PI)]));
    outline(s.ctx, round, true, ink);
    cross(s.ctx, x, y, ink.ink);
  }
}

/** @param {Sheet} s @param {{ at: LngLat }[]} places @param {Record<string, string>} ink */
export function paintRuledOut(s, places, ink) {
  for (const { at } of places) {
    const [x, y] = onSheet(s, at);
    if (x > 0 && y > 0 && x < s.width && y < s.height) cross(s.ctx, x, y, ink.muted);
  }
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {string} colour */
function cross(ctx, x, y, colour) {
  ctx.beginPath();
  ctx.moveTo(x - CROSS, y - CROSS);
  ctx.lineTo(x + CROSS, y + CROSS);
  ctx.moveTo(x + CROSS, y - CROSS);
  ctx.lineTo(x - CROSS, y + CROSS);
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.5;
  ctx.stroke();
}

/** A dashed ring round each. @param {Sheet} s @param {Facilities} facilities @param {{ code: string }[]} closable @param {Record<string, string>} ink */
export function paintClosable(s, facilities, closable, ink) {
  const { ctx } = s;
  for (const { at, code } of facilities) {
    if (!closable.some((one) => one.code === code)) continue;
    const [x, y] = onSheet(s, at);
    ctx.beginPath();
    ctx.arc(x, y, MARK, 0, 2 * Math.PI);
    ctx.setLineDash([4, 3]);
    ctx.strokeStyle = ink.ink;
    ctx.lineWidth = 2;
    ctx.stroke();
    ctx.setLineDash([]);
  }
}
