/** The map: shows the state and says what was clicked. */
import L from 'leaflet';
import { gapsFound, heatShown, isShaded } from '../checkup.js';
import { columnValue } from '../columns.js';
import { scaleOf } from '../shading.js';
import { yearOf } from '../site-plans.js';
import { texts } from '../text/index.js';
import { BaseMap } from './base-map.js';
import { paintClosable, paintFences, paintKeptAway, paintRuledOut } from './fences.js';
import { HeatSurface, rasterOf } from './heat-surface.js';
import { paintLayout } from './layout-marks.js';
import { worldX, worldY } from './mercator.js';
import { paintedLayer } from './painted-layer.js';
import { paintGaps, paintShades } from './unit-shades.js';
import { paintUse } from './use-marks.js';
import { LABELLED_RING, dotRadius, paintFacilities, paintLabels, paintPlace, paintRings } from './things.js';
/** @import { Selection, State } from '../state.js' */
/** @import { LngLat } from '../engine/types.js' */
/** @import { Label } from './things.js' */

/** A second click within this time makes it a double click, which zooms and draws nothing. */
const DOUBLE_CLICK_MS = 240;
const INKS = ['land', 'road0', 'road1', 'road2', 'ferry', 'outline', 'ink', 'on-ink', 'muted', 'halo', 'label', 'label-halo', 'ring-fill'];

/**
 * @typedef {object} Heard
 * @property {(selection: Selection) => void} select
 * @property {(at: LngLat) => void} open a facility was put here
 * @property {(at: LngLat, thing: Selection | null) => void} place what is being placed was put here, on a thing or beside all
 * @property {(at: LngLat) => void} corner a corner of an area in which nothing may be built
 * @property {() => void} closeFence that area is all
 * @property {(view: Pick<State, 'view' | 'raster'>) => void} moved
 */

export class MapView {
  /** @param {HTMLElement} box @param {Heard} heard @param {boolean} still no motion */
  constructor(box, heard, still) {
    this.box = box;
    this.heard = heard;
    /** @type {State | null} */
    this.state = null;
    this.base = new BaseMap();
    /** @type {Label[]} */
    this.labels = [];
    /** @type {Record<string, string>} */
    this.ink = {};
    this.fitted = false;
    /** A click asked for the circle that comes next. */
    this.circleAsked = false;
    this.map = L.map(box, {
      zoomControl: false,
      attributionControl: false,
      zoomAnimation: !still,
      fadeAnimation: false,
      markerZoomAnimation: !still,
      inertia: !still,
      zoomSnap: 0.25,
      zoomDelta: 1,
      wheelPxPerZoomLevel: 90,
      minZoom: 3,
      maxZoom: 19,
      center: [30, 120],
      zoom: 6,
    });
    this.still = still;
    for (const [name, z] of /** @type {const} */ ([['ground', 200], ['shades', 240], ['heat', 250], ['roads', 300], ['things', 450], ['years', 590], ['pins', 600]])) {
      const pane = this.map.createPane(name);
      pane.style.zIndex = String(z);
      if (name !== 'pins') pane.style.pointerEvents = 'none';
    }
    this.ground = paintedLayer((sheet) => this.base.paintGround(sheet, this.ink), { pane: 'ground' });
    this.shades = paintedLayer((sheet) => this.#paintShades(sheet), { pane: 'shades' });
    this.roads = paintedLayer((sheet) => this.base.paintRoads(sheet, this.ink, this.#selectedUnit()), { pane: 'roads' });
    this.things = paintedLayer((sheet) => this.#paintThings(sheet), { pane: 'things' });
    this.heat = new HeatSurface(this.map, 'heat');
    this.pins = L.layerGroup().addTo(this.map);
    this.readInks();
    for (const layer of [this.ground, this.shades, this.roads, this.things]) layer.addTo(this.map);
    this.#listen();
  }

  #listen() {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let timer;
    this.map.on('click', (event) => {
      clearTimeout(timer);
      if (this.state?.fencing) {
        // A corner stands where it was put at once; the second click of a double click is none.
        if (event.originalEvent.detail <= 1) this.heard.corner([event.latlng.wrap().lng, event.latlng.lat]);
        return;
      }
      if (event.originalEvent.detail > 1) return;
      timer = setTimeout(() => this.#clicked(event.latlng, event.containerPoint, event.originalEvent), DOUBLE_CLICK_MS);
    });
    this.map.on('dblclick', () => {
      clearTimeout(timer);
      if (this.state?.fencing) this.heard.closeFence();
    });
    this.map.on('moveend', () => this.#moved());
    this.map.on('resize', () => this.#moved());
    this.map.on('mousemove', (event) => {
      this.box.classList.toggle('over-thing', !this.state?.adding && this.#thingAt(event.containerPoint, 9) !== null);
    });
    // Leaflet takes the focus on a click too; only who steers by keys needs to see where Enter would act.
    this.box.addEventListener('pointerdown', () => this.box.classList.remove('keyed'));
    this.box.addEventListener('keyup', () => this.box.classList.add('keyed'));
    this.box.addEventListener('keydown', (event) => {
      this.box.classList.add('keyed');
      if (event.target !== this.box) return;
      if (this.state?.fencing) {
        const centre = this.map.getCenter();
        if (event.key === ' ') this.heard.corner([centre.wrap().lng, centre.lat]);
        else if (event.key === 'Enter') this.heard.closeFence();
        if (event.key === ' ' || event.key === 'Enter') event.preventDefault();
        return;
      }
      if (event.key !== 'Enter') return;
      const at = this.map.getCenter();
      this.#clicked(at, this.map.latLngToContainerPoint(at), null);
    });
  }

  #moved() {
    if (!this.fitted) return;
    const centre = this.map.getCenter();
    this.heard.moved({ view: { center: [centre.lng, centre.lat], zoom: this.map.getZoom() }, raster: rasterOf(this.map) });
  }

  /** @param {L.LatLng} at @param {L.Point} point @param {MouseEvent | null} event */
  #clicked(at, point, event) {
    const s = this.state;
    if (!s?.study) return;
    const place = /** @type {LngLat} */ ([at.wrap().lng, at.lat]);
    if (s.adding) {
      this.heard.open(place);
      return;
    }
    const finger = event !== null && /** @type {PointerEvent} */ (event).pointerType === 'touch';
    const thing = this.#thingAt(point, finger ? 22 : 9);
    if (s.placing) {
      this.heard.place(place, thing);
      return;
    }
    // The key asks for the middle of the map; a name that happens to stand there is not meant.
    const chosen = thing && !(event === null && thing.kind === 'unit') ? thing : /** @type {Selection} */ ({ kind: 'place', at: place });
    this.circleAsked = chosen.kind !== 'unit';
    this.heard.select(chosen);
  }

  /** The facility or name under a point, the nearest first. @param {L.Point} point @param {number} reach @returns {Selection | null} */
  #thingAt(point, reach) {
    const s = this.state;
    if (!s?.study) return null;
    const limit = Math.max(reach, dotRadius(this.map.getZoom()) + 2);
    let best = limit;
    /** @type {Selection | null} */
    let found = null;
    for (const facility of s.facilities) {
      const p = this.map.latLngToContainerPoint([facility.at[1], facility.at[0]]);
      const d = Math.hypot(p.x - point.x, p.y - point.y);
      if (d < best) {
        best = d;
        found = { kind: 'facility', code: facility.code };
      }
    }
    if (found) return found;
    const at = this.map.containerPointToLayerPoint(point).add(this.map.getPixelOrigin());
    const label = this.labels.find((l) => at.x >= l.x && at.x <= l.x + l.w && at.y >= l.y && at.y <= l.y + l.h);
    return label ? { kind: 'unit', code: s.study.units[label.unit].code } : null;
  }

  #selectedUnit() {
    const s = this.state;
    const { selection } = s ?? {};
    if (!s?.study || selection?.kind !== 'unit') return -1;
    return s.study.units.findIndex((unit) => unit.code === selection.code);
  }

  /** @param {import('./painted-layer.js').Sheet} sheet */
  #paintThings(sheet) {
    const s = this.state;
    if (!s?.study) return;
    const { description, units } = s.study;
    const t = texts[s.lang];
    paintFences(sheet, s.tab === 'sites' ? s.siting.exclusions : [], s.fencing, this.ink);
    if (s.tab === 'sites') {
      paintKeptAway(sheet, s.siting.keepAway, this.ink);
      paintRuledOut(sheet, (s.plan?.facts?.tried ?? s.plan?.hub)?.listed ?? [], this.ink);
    }
    if (s.circle) paintRings(sheet, s.circle.bands, this.ink, t.map.ring);
    const service = description.services.find((one) => one.code === s.question.service);
    const domain = Math.max(0, description.domains.findIndex((one) => one.code === service?.domain));
    const chosen = s.selection?.kind === 'facility' ? s.selection.code : null;
    const use = s.heat === 'points' && s.use?.service === s.question.service ? s.use.columns : null;
    if (s.tab === 'gaps') paintGaps(sheet, units, concerned(s), this.#selectedUnit(), this.ink);
    if (s.tab === 'sites') paintClosable(sheet, s.facilities, s.siting.closable, this.ink);
    if (use) paintUse(sheet, s.facilities, use, domain, chosen, this.ink);
    else paintFacilities(sheet, s.facilities, domain, chosen, this.ink);
    if (s.tab === 'sites') paintLayout(sheet, s.layoutPlan?.plan?.actions ?? [], chosen, this.ink);
    this.labels = paintLabels(sheet, units, this.#selectedUnit(), this.ink, description.levels.length);
    if (s.selection?.kind === 'place') paintPlace(sheet, s.selection.at, this.ink);
  }

  /** @param {import('./painted-layer.js').Sheet} sheet */
  #paintShades(sheet) {
    const s = this.state;
    if (!s?.study || s.tab !== 'ranking' || !isShaded(s)) return;
    const scale = scaleOf(s.sort.by, s.question.minutes);
    const colourOf = (/** @type {number} */ unit) => scale.colours[scale.classOf(columnValue(s, unit, scale.column))] ?? null;
    paintShades(sheet, this.base, s.study.units, s.level, colourOf, this.ink);
  }

  /** Reads the colours of the theme in force. */
  readInks() {
    const style = getComputedStyle(this.box);
    for (const name of INKS) this.ink[name.replace(/-(\w)/g, (_, c) => c.toUpperCase())] = style.getPropertyValue(`--map-${name}`).trim();
  }

  /** Shows a state; paints only what differs from the one before. @param {State} s */
  update(s) {
    const was = this.state;
    this.state = s;
    const fresh = s.study !== null && s.study.serial !== was?.study?.serial;
    if (fresh && s.study) {
      this.base.show(s.study.roads, s.study.outlines);
      this.fitted = true;
      if (s.view) this.map.setView([s.view.center[1], s.view.center[0]], s.view.zoom, { animate: false });
      else this.fit(false);
      this.ground.paint();
      this.#moved();
    }
    if (!s.study) return;
    if (fresh || s.selection !== was?.selection) this.roads.paint();
    const moved = (/** @type {keyof State} */ key) => s[key] !== was?.[key];
    const gaps = moved('tab') || moved('gaps') || moved('gapFilter');
    if (fresh || gaps || moved('use') || moved('heat') || moved('facilities') || moved('circle') || moved('selection') || moved('lang') || moved('question') || moved('siting') || moved('fencing')) this.things.paint();
    const shades = moved('tab') || moved('shade') || moved('checkup');
    if (fresh || shades || moved('sort') || moved('level') || moved('question')) this.shades.paint();
    if (shades || moved('heatValues') || moved('heat') || moved('question') || moved('byZone') || moved('byStandard') || moved('selection')) this.#showHeat(s);
    if (moved('plan') || moved('layoutPlan')) this.things.paint();
    if (moved('plan') || moved('selection') || moved('lang')) this.#showPins(s);
    if (moved('circle') && s.circle) this.#approach(s.circle);
    if (moved('adding') || moved('fencing') || moved('placing')) {
      this.box.classList.toggle('adding', s.adding || s.fencing !== null || s.placing !== null);
      // The double click that closes an area does not zoom.
      if (s.fencing) this.map.doubleClickZoom.disable();
      else setTimeout(() => this.map.doubleClickZoom.enable());
    }
    this.box.setAttribute('aria-label', texts[s.lang].map.label);
  }

  /** @param {State} s */
  #showHeat(s) {
    const shown = heatShown(s);
    const heat = s.heatValues;
    // Old values stay while new ones are on their way, unless they answer another kind of question.
    const fits = heat?.kind === (shown === 'reach' ? 'minutes' : shown);
    // A facility's own circle is all that is asked for then; the units' colours would mix with those of the heat.
    const hidden = isShaded(s) || (shown === 'reach' && s.selection?.kind === 'facility');
    this.heat.show(fits && !hidden ? heat : null, s.question.minutes, shown === 'reach');
  }

  /** @param {State} s */
  #showPins(s) {
    this.pins.clearLayers();
    const t = texts[s.lang];
    s.plan?.plan.sites.forEach((site, i) => {
      const rank = i + 1;
      const on = s.selection?.kind === 'site' && s.selection.rank === rank;
      const year = yearOf(s.plan, site.code);
      const icon = L.divIcon({ className: on ? 'pin on' : 'pin', html: `<i><b>${rank}</b></i>`, iconSize: [28, 28], iconAnchor: [14, 34] });
      const name = year === null ? t.sites.site(rank) : `${t.sites.site(rank)} · ${t.sitePlans.ofYear(year)}`;
      const pin = L.marker([site.at[1], site.at[0]], { icon, pane: 'pins', title: name, alt: name });
      pin.on('click', () => this.heard.select({ kind: 'site', rank }));
      this.pins.addLayer(pin);
      if (year === null) return;
      // Below all pins, so that it covers none of them; the pin itself says it to who cannot see.
      const label = L.divIcon({ className: 'pin-year', html: `<em aria-hidden="true">${year}</em>`, iconSize: [0, 0] });
      this.pins.addLayer(L.marker([site.at[1], site.at[0]], { icon: label, pane: 'years', interactive: false, keyboard: false }));
    });
  }

  /** @param {LngLat} at @param {number} [zoom] at least this */
  fly(at, zoom = 14.5) {
    const near = Math.max(zoom, this.map.getZoom());
    // The middle of what the sheet of a phone leaves free.
    const { paddingTopLeft, paddingBottomRight } = this.#paddings();
    const down = this.state?.layout === 'phone' ? (paddingBottomRight.y - paddingTopLeft.y) / 2 : 0;
    this.map.setView(this.map.unproject(this.map.project([at[1], at[0]], near).add([0, down]), near), near, { animate: !this.still });
  }

  /** @param {import('../state.js').MapView} view */
  show({ center, zoom }) {
    if (this.fitted) this.map.setView([center[1], center[0]], zoom, { animate: false });
  }

  /** @param {[number, number, number, number]} bounds @param {boolean} animate */
  flyTo([w, s, e, n], animate = true) {
    this.map.fitBounds([[s, w], [n, e]], { animate: animate && !this.still, ...this.#paddings(), maxZoom: 15 });
  }

  /** @param {boolean} [animate] */
  fit(animate = true) {
    const study = this.state?.study;
    if (!study) return;
    const [w, s, e, n] = study.description.bounds;
    this.map.fitBounds([[s, w], [n, e]], { animate: animate && !this.still, ...this.#paddings() });
  }

  /** Goes near a circle that was asked for and is too small to be read from here. @param {NonNullable<State['circle']>} circle */
  #approach(circle) {
    const asked = this.circleAsked;
    this.circleAsked = false;
    const points = circle.bands.flatMap((band) => band.polygons.flat(2));
    if (!asked || points.length === 0) return;
    const bounds = L.latLngBounds(points.map(([lng, lat]) => [lat, lng]));
    const size = this.map.latLngToContainerPoint(bounds.getSouthEast()).subtract(this.map.latLngToContainerPoint(bounds.getNorthWest()));
    if (Math.max(size.x, size.y) >= LABELLED_RING) return;
    const wide = bounds.pad(0.5);
    this.flyTo([wide.getWest(), wide.getSouth(), wide.getEast(), wide.getNorth()]);
  }

  /** What the sheet covers on a phone. */
  #paddings() {
    const phone = this.state?.layout === 'phone';
    const covered = phone ? 120 + (this.state?.sheet === 'peek' ? 0 : this.box.clientHeight * 0.45) : 16;
    return { paddingTopLeft: L.point(16, phone ? 110 : 24), paddingBottomRight: L.point(16, covered) };
  }

  /** @param {number} step */
  zoom(step) {
    this.map.setZoom(this.map.getZoom() + step);
  }

  /** @param {LngLat} at */
  unitAt(at) {
    return this.base.unitAt(worldX(at[0]), worldY(at[1]));
  }

  resized() {
    this.map.invalidateSize({ animate: false, pan: false });
  }

  /** After the theme changed. */
  repaint() {
    this.readInks();
    for (const layer of [this.ground, this.shades, this.roads, this.things]) layer.paint();
  }

  remove() {
    this.map.remove();
  }
}

/** The most people whom one shortage of the list concerns, by unit. @param {State} s */
function concerned(s) {
  /** @type {Map<number, number>} */
  const people = new Map();
  for (const gap of gapsFound(s)) people.set(gap.unit, Math.max(gap.people, people.get(gap.unit) ?? 0));
  return people;
}
