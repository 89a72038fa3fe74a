/** Areas where nothing may be built: those that are closed, and the one being drawn. */
import { worldX, worldY } from './mercator.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { LngLat } from '../engine/types.js' */

const HATCH_STEP = 8;

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
