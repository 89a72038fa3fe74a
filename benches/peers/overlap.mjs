// How much two drawn shapes agree: both filled on one grid of points.

const SIDE = 400;

/** The rings of a Polygon or MultiPolygon. @param {any} geometry @returns {[number, number][][]} */
const rings = (geometry) =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();

/**
 * Of two shapes: what they share and what they hold together, and the first's area over the second's.
 * @param {any} a GeoJSON @param {any} b GeoJSON
 */
export function overlap(a, b) {
  const [west, south, east, north] = [...rings(a), ...rings(b)].flat().reduce(
    ([w, s, e, n], [x, y]) => [Math.min(w, x), Math.min(s, y), Math.max(e, x), Math.max(n, y)],
    [Infinity, Infinity, -Infinity, -Infinity],
  );
  const fill = (geometry) => {
    const inside = new Uint8Array(SIDE * SIDE);
    for (let row = 0; row < SIDE; row++) {
      const y = south + ((row + 0.5) / SIDE) * (north - south);
      const cuts = [];
      for (const ring of rings(geometry)) {
        for (let i = 1; i < ring.length; i++) {
          const [[ax, ay], [bx, by]] = [ring[i - 1], ring[i]];
          if (ay > y !== by > y) cuts.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
        }
      }
      cuts.sort((p, q) => p - q);
      const column = (x) => Math.ceil(((x - west) / (east - west)) * SIDE - 0.5);
      for (let i = 0; i + 1 < cuts.length; i += 2) {
        inside.fill(1, row * SIDE + column(cuts[i]), row * SIDE + column(cuts[i + 1]));
      }
    }
    return inside;
  };
  const [first, second] = [fill(a), fill(b)];
  let [both, either, ours, theirs] = [0, 0, 0, 0];
  for (let i = 0; i < first.length; i++) {
    both += first[i] & second[i];
    either += first[i] | second[i];
    ours += first[i];
    theirs += second[i];
  }
  return { shared: both / either, areaRatio: ours / theirs };
}
