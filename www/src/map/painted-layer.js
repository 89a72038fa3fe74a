/** A canvas that Leaflet moves and scales with the map, and that is painted anew when the map comes to rest. */
import L from 'leaflet';

/**
 * What a painter needs to know: the world's width in pixels and where the canvas lies in it.
 * @typedef {{ ctx: CanvasRenderingContext2D, zoom: number, scale: number, left: number, top: number, width: number, height: number }} Sheet
 * @typedef {(sheet: Sheet) => void} Painter
 */

const MAX_RATIO = 2;

/** Leaflet's renderers already know how to stay in place while the map pans and zooms; this one only paints otherwise. */
const PaintedLayerClass = /** @type {any} */ (L.Renderer).extend({
  options: { padding: 0.3 },

  /** @this {any} @param {Painter} painter @param {object} options */
  initialize(painter, options) {
    /** @type {any} */ (L.Renderer.prototype).initialize.call(this, options);
    this.painter = painter;
  },

  /** @this {any} */
  _initContainer() {
    this._container = document.createElement('canvas');
    this._container.setAttribute('aria-hidden', 'true');
  },

  /** @this {any} */
  _destroyContainer() {
    this._container.remove();
    this._container = undefined;
  },

  _updatePaths() {},

  /** @this {any} */
  _update() {
    if (this._map._animatingZoom && this._bounds) return;
    /** @type {any} */ (L.Renderer.prototype)._update.call(this);
    this.paint();
  },

  /** @this {any} */
  paint() {
    if (!this._map || !this._bounds || this._map._animatingZoom) return;
    const size = this._bounds.getSize();
    const ratio = Math.min(MAX_RATIO, window.devicePixelRatio || 1);
    const canvas = /** @type {HTMLCanvasElement} */ (this._container);
    const [w, h] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(canvas, this._bounds.min);
    const ctx = canvas.getContext('2d');
    if (!ctx) return;
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    ctx.clearRect(0, 0, size.x, size.y);
    const zoom = this._map.getZoom();
    const corner = this._map.getPixelOrigin().add(this._bounds.min);
    this.painter({ ctx, zoom, scale: 256 * 2 ** zoom, left: corner.x, top: corner.y, width: size.x, height: size.y });
  },
});

/**
 * @param {Painter} painter
 * @param {{ pane: string }} options
 * @returns {L.Layer & { paint(): void }}
 */
export const paintedLayer = (painter, options) => new PaintedLayerClass(painter, options);
