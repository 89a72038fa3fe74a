/** The actions of a layout on the map: a ring round each facility with the action's number, an arrow to where it goes. */
import { worldX, worldY } from './mercator.js';
/** @import { Sheet } from './painted-layer.js' */
/** @import { LayoutAction, LngLat } from '../engine/types.js' */

const RING = 13;
const CHIP = 8;
const HEAD = 8;
const FONT = '600 11px system-ui, sans-serif';

/** @param {Sheet} s @param {LayoutAction[]} actions @param {string | null} selected @param {Record<string, string>} ink */
export function paintLayout(s, actions, selected, ink) {
  const { ctx } = s;
  const place = (/** @type {LngLat} */ at) => /** @type {[number, number]} */ ([worldX(at[0]) * s.scale - s.left, worldY(at[1]) * s.scale - s.top]);
  for (const { facility, into, to } of actions) {
    const goal = to ?? into;
    if (goal) arrow(ctx, place(facility.at), place(goal.at), ink);
  }
  actions.forEach(({ facility }, i) => {
    const [x, y] = place(facility.at);
    const on = facility.code === selected;
    circle(ctx, x, y, RING);
    ctx.strokeStyle = ink.halo;
    ctx.lineWidth = on ? 7 : 5;
    ctx.stroke();
    ctx.strokeStyle = ink.ink;
    ctx.lineWidth = on ? 4 : 2;
    ctx.stroke();
    circle(ctx, x + RING, y - RING, CHIP);
    ctx.fillStyle = ink.ink;
    ctx.fill();
    ctx.fillStyle = ink.onInk;
    ctx.font = FONT;
    ctx.textAlign = 'center';
    ctx.textBaseline = 'middle';
    ctx.fillText(String(i + 1), x + RING, y - RING + 0.5);
  });
}

/** @param {CanvasRenderingContext2D} ctx @param {number} x @param {number} y @param {number} r */
function circle(ctx, x, y, r) {
  ctx.beginPath();
  ctx.arc(x, y, r, 0, 2 * Math.PI);
}

/** @param {CanvasRenderingContext2D} ctx @param {[number, number]} from @param {[number, number]} to @param {Record<string, string>} ink */
function arrow(ctx, [x0, y0], [x1, y1], ink) {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  for (const [colour, width] of /** @type {[string, number][]} */ ([[ink.halo, 5], [ink.ink, 2]])) {
    ctx.beginPath();
    ctx.moveTo(x0, y0);
    ctx.lineTo(x1, y1);
    for (const turn of [-0.5, 0.5]) {
      ctx.moveTo(x1, y1);
      ctx.lineTo(x1 - HEAD * Math.cos(angle + turn), y1 - HEAD * Math.sin(angle + turn));
    }
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}
