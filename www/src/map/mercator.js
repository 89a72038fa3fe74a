/** Web-Mercator on the unit square, north-west corner at 0, 0: what Leaflet's pixels are a multiple of. */

const MAX_LATITUDE = 85.0511287798;

/** @param {number} lng */
export const worldX = (lng) => (lng + 180) / 360;

/** @param {number} lat */
export function worldY(lat) {
  const clamped = Math.max(-MAX_LATITUDE, Math.min(MAX_LATITUDE, lat));
  return 0.5 - Math.log(Math.tan(Math.PI / 4 + (clamped * Math.PI) / 360)) / (2 * Math.PI);
}

const METRES_A_DEGREE = 111_195;

/** East and north, in metres; good enough for what is near. @param {[number, number]} from longitude first @param {[number, number]} to */
function steps(from, to) {
  return [(to[0] - from[0]) * METRES_A_DEGREE * Math.cos((from[1] * Math.PI) / 180), (to[1] - from[1]) * METRES_A_DEGREE];
}

/** Metres between two near places. @param {[number, number]} from @param {[number, number]} to */
export const between = (from, to) => Math.hypot(...steps(from, to));

/** Which eighth of the compass, north first and clockwise. @param {[number, number]} from @param {[number, number]} to */
export function heading(from, to) {
  const [east, north] = steps(from, to);
  return (Math.round(Math.atan2(east, north) / (Math.PI / 4)) + 8) % 8;
}

/**
 * Many lines, projected once. Coordinates are single floats relative to an origin, precise to centimetres over a province.
 * @typedef {object} Lines
 * @property {number} originX
 * @property {number} originY
 * @property {Float32Array} xy
 * @property {Uint32Array} start line i is points start[i] .. start[i + 1]
 * @property {Float32Array} boxes west, north, east, south of each line
 */

/**
 * @param {Float64Array} positions lng, lat pairs
 * @param {Uint32Array} start
 * @returns {Lines}
 */
export function projectLines(positions, start) {
  const originX = positions.length ? worldX(positions[0]) : 0;
  const originY = positions.length ? worldY(positions[1]) : 0;
  const xy = new Float32Array(positions.length);
  for (let i = 0; i < positions.length; i += 2) {
    xy[i] = worldX(positions[i]) - originX;
    xy[i + 1] = worldY(positions[i + 1]) - originY;
  }
  const lines = Math.max(0, start.length - 1);
  const boxes = new Float32Array(lines * 4);
  for (let line = 0; line < lines; line++) {
    let [w, n, e, s] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let p = start[line]; p < start[line + 1]; p++) {
      const x = xy[2 * p];
      const y = xy[2 * p + 1];
      if (x < w) w = x;
      if (x > e) e = x;
      if (y < n) n = y;
      if (y > s) s = y;
    }
    boxes.set([w, n, e, s], line * 4);
  }
  return { originX, originY, xy, start, boxes };
}
