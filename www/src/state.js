/** The one state of the page and the store that holds it. */
import { noCheckup } from './checkup.js';
import { emptyScenario } from './scenario.js';
import { firstAsk } from './siting.js';
/** @import { Facilities, Groups, HubPlan, LayoutPlan, LayoutStep, LngLat, Nearest, NetworkDescription, Description, Outlines, Plan, Roads, SearchStep, Served, SitingFacts, StandardDifference, StandardTable, TableKind, TableReport, TravelMode, Units, Unserved } from './engine/types.js' */

/**
 * @typedef {{ kind: 'unit', code: string } | { kind: 'facility', code: string } | { kind: 'place', at: LngLat } | { kind: 'site', rank: number }} Selection
 * @typedef {'minutes' | 'unserved' | 'points' | 'reach'} Heat what the map shows: two heat maps, facilities, the area in reach
 * @typedef {'question' | 'overview' | 'gaps' | 'ranking' | 'equity' | 'sites' | 'data'} Tab
 * @typedef {{ service: string, mode: TravelMode, minutes: number }} Question where the zone or the standard decides, mode and minutes are those of most people
 * @typedef {{ code: string, place?: string, found?: string }} Refusal
 * @typedef {{ id: number, about: 'file' | 'question' | 'page', file?: string } & Refusal} Notice
 * @typedef {{ label: string, share: number | null, cancel: (() => void) | null, pass?: { number: number, spacing: number } | null }} Job what runs; pass: it began again with candidates so many metres apart
 * @typedef {{ center: LngLat, zoom: number }} MapView
 * @typedef {{ bounds: [number, number, number, number], width: number, height: number }} Raster
 *
 * @typedef {object} OpenStudy
 * @property {number} serial a new one for every study opened
 * @property {string} file
 * @property {number | null} made so many villages were made up; null: nothing was
 * @property {Description} description of the study with the scenario applied
 * @property {NetworkDescription} network
 * @property {Units} units with the scenario's edits
 * @property {Units} ownUnits without them
 * @property {Outlines} outlines
 * @property {Roads} roads
 * @property {string} version
 *
 * A table of the user as it would be taken over.
 * @typedef {object} TriedTable
 * @property {string} name
 * @property {TableKind | 'standard' | null} kind null: to be told from its columns
 * @property {'propose' | 'wgs84' | 'gcj02' | 'bd09'} datum
 * @property {'beside' | 'otherServices'} keep what becomes of facilities of the same services
 * @property {TableReport | null} report
 * @property {{ table: StandardTable, differences: StandardDifference[] } | null} standard
 * @property {Refusal | null} failure
 *
 * @typedef {object} OwnState
 * @property {'zh' | 'en'} lang
 * @property {boolean} elder bigger text and targets
 * @property {'desktop' | 'tablet' | 'phone'} layout
 * @property {'peek' | 'half' | 'full'} sheet
 * @property {Tab} tab
 * @property {string | null} domain the domain whose services are listed; null = that of the service
 * @property {Question} question
 * @property {Heat} heat
 * @property {Selection | null} selection
 * @property {boolean} adding the next click opens a facility
 * @property {{ what: 'move', code: string } | { what: 'keepAway' } | { what: 'closable' } | null} placing what the next click on the map is for
 * @property {boolean} editing the card shows its forms
 * @property {string} peopleGroup whose number the form of a unit changes
 * @property {number} level the units' level in the ranking
 * @property {{ by: import('./columns.js').Column, down: boolean }} sort
 * @property {string} filter
 * @property {import('./siting.js').SitingAsk} siting what is asked of a search for sites
 * @property {LngLat[] | null} fencing corners of the area being drawn in which nothing may be built; null = none is drawn
 * @property {boolean} fenceShort it was to be closed with too few corners
 * @property {'scenario' | 'study' | 'help' | null} menu
 * @property {MapView | null} view
 * @property {Raster | null} raster the part of the map that the heat surface should cover
 * @property {OpenStudy | null} study
 * @property {import('./scenario.js').Scenario} scenario
 * @property {Facilities} facilities of the chosen service
 * @property {Served | null} served
 * @property {Unserved | null} unserved why the rest is not served, and whom a facility beyond the border may serve
 * @property {Refusal | null} refused why the question has no answer
 * @property {Served | null} servedBefore the answer before the last edit, for a moment
 * @property {{ kind: 'minutes' | 'unserved', minutes: number, values: Float32Array } & Raster | null} heatValues
 * @property {{ direction: 'to' | 'from', at: LngLat, mode: TravelMode, bands: { minutes: number, nearBorder: boolean, polygons: number[][][][] }[] } | null} circle
 * @property {Nearest | null} nearest
 * @property {{ plan: Plan, candidates: number, spacing: number, done: boolean, infeasible: SearchStep['infeasible'], facts: SitingFacts | null, hub: HubPlan | null, edits: import('./engine/types.js').Edit[], recounts: { factor: number, served: number, servedToday: number }[] | null, certified: number | null } | null} plan what it is, and the bound that its downloaded certificate proves
 * @property {Refusal | null} searchRefused why the search that is asked for found nowhere to build
 * @property {boolean} searchStopped the search was given up or ended early, as the user asked
 * @property {{ step: LayoutStep, plan: LayoutPlan | null, edits: import('./engine/types.js').Edit[] } | null} layoutPlan a better layout of what is there, or how far the search for it is
 * @property {{ people: Record<'zh' | 'en', string> | null, year: number | null, steps: number } | null} adopted whom the plan newly serves that was adopted as the scenario's step of that number; null: they are told by service; the year that is looked at since, if it is another
 * @property {'facts' | 'standard'} desk which half of the data tab is shown
 * @property {TriedTable | null} table
 * @property {{ own: StandardTable, now: StandardTable, differences: StandardDifference[], groups: Groups } | null} standard the study's own and the scenario's
 * @property {{ service: string, field: string } & Refusal | null} cellRefused what was written into a cell of the standard and cannot stand there
 * @property {Job | null} job
 * @property {boolean} busy a short question has been waiting for a while
 * @property {Notice[]} notices
 * @property {boolean} dropping a file hovers over the page
 *
 * @typedef {OwnState & import('./checkup.js').CheckupState} State
 */

/** @returns {State} */
export function initialState() {
  return {
    lang: 'zh',
    elder: false,
    layout: 'desktop',
    sheet: 'half',
    tab: 'overview',
    domain: null,
    question: { service: 'PHA', mode: 'walk', minutes: 15 },
    heat: 'minutes',
    selection: null,
    adding: false,
    placing: null,
    editing: false,
    peopleGroup: 'total',
    level: 0,
    sort: { by: 'unserved', down: true },
    filter: '',
    siting: firstAsk,
    fencing: null,
    fenceShort: false,
    menu: null,
    view: null,
    raster: null,
    study: null,
    scenario: emptyScenario,
    facilities: [],
    served: null,
    unserved: null,
    refused: null,
    servedBefore: null,
    heatValues: null,
    circle: null,
    nearest: null,
    plan: null,
    searchRefused: null,
    searchStopped: false,
    layoutPlan: null,
    adopted: null,
    desk: 'facts',
    table: null,
    standard: null,
    cellRefused: null,
    job: null,
    busy: false,
    notices: [],
    dropping: false,
    ...noCheckup,
  };
}

/** Holds the state and tells its listeners once per turn that it changed. */
export class Store {
  /** @param {State} state */
  constructor(state) {
    this.state = state;
    /** @type {Set<(state: State) => void>} */
    this.listeners = new Set();
    this.due = false;
  }

  /** @param {Partial<State>} patch */
  set(patch) {
    this.state = { ...this.state, ...patch };
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => {
      this.due = false;
      for (const listener of this.listeners) listener(this.state);
    });
  }

  /** @param {(state: State) => void} listener */
  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
