/** The heat surface: the engine's raster, coloured by a table and laid on the map. */
import L from 'leaflet';
import { heatImage } from '../colours.js';
/** @import { State } from '../state.js' */

/** Screen pixels to one value of the raster, and the most values on a side. */
const COARSE = 2;
const MOST = 700;
const MARGIN = 0.15;

/** The part of the world to ask for: what is seen, and a margin to pan into. @param {L.Map} map @returns {State['raster']} */
export function rasterOf(map) {
  const size = map.getSize();
  if (size.x < 2 || size.y < 2) return null;
  const seen = map.getPixelBounds();
  const margin = size.multiplyBy(MARGIN);
  const sw = map.unproject(L.point(seen.min?.x ?? 0, seen.max?.y ?? 0).add([-margin.x, margin.y]));
  const ne = map.unproject(L.point(seen.max?.x ?? 0, seen.min?.y ?? 0).add([margin.x, -margin.y]));
  const grow = 1 + 2 * MARGIN;
  const coarse = Math.max(COARSE, (size.x * grow) / MOST, (size.y * grow) / MOST);
  return {
    bounds: [sw.lng, Math.max(-85, sw.lat), ne.lng, Math.min(85, ne.lat)],
    width: Math.max(2, Math.round((size.x * grow) / coarse)),
    height: Math.max(2, Math.round((size.y * grow) / coarse)),
  };
}

export class HeatSurface {
  /** @param {L.Map} map @param {string} pane */
  constructor(map, pane) {
    this.map = map;
    this.canvas = document.createElement('canvas');
    // An overlay of any element: Leaflet stretches it between its bounds, also while zooming.
    this.layer = L.svgOverlay(/** @type {any} */ (this.canvas), [[0, 0], [1, 1]], { pane, interactive: false, className: 'heat' });
  }

  /** @param {State['heatValues']} heat @param {number} threshold minutes @param {boolean} reach only what lies within it, in one colour */
  show(heat, threshold, reach) {
    if (!heat) {
      this.layer.remove();
      return;
    }
    this.canvas.width = heat.width;
    this.canvas.height = heat.height;
    this.canvas.getContext('2d')?.putImageData(heatImage({ ...heat, kind: reach ? 'reach' : heat.kind, minutes: threshold }), 0, 0);
    const [w, s, e, n] = heat.bounds;
    this.layer.setBounds(L.latLngBounds([s, w], [n, e]));
    if (!this.map.hasLayer(this.layer)) this.layer.addTo(this.map);
  }
}
