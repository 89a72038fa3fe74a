/* tslint:disable */
/* eslint-disable */

/**
 * A candidate that could stand in for a site.
 */
export interface StandIn {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its name, if it has one.
     */
    name: string | null;
    /**
     * Where it is.
     */
    at: LngLat;
    /**
     * Null: a facility that may be closed.
     */
    kind: SiteKind | null;
    /**
     * In 10,000 yuan.
     */
    cost: number;
    /**
     * What the plan loses by the exchange: people, or person-seconds.
     */
    loss: number;
}

/**
 * A constraint that no plan keeps, or none that was found.
 */
export interface Unkept {
    /**
     * Which one.
     */
    constraint: "coverage" | "sites" | "budget";
    /**
     * What was asked: people, sites, or 10,000 yuan.
     */
    asked: number;
    /**
     * The most people who can be served; the fewest sites or the least cost of a plan found.
     */
    possible: number;
    /**
     * No plan keeps it: proven.
     */
    proven: boolean;
}

/**
 * A domain of services, or a level of units.
 */
export interface Named {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its name.
     */
    name: Text;
}

/**
 * A facility.
 */
export interface FacilityFacts {
    /**
     * Its stable code.
     */
    code: string;
    /**
     * Its name, if it has one.
     */
    name: string | null;
    /**
     * Where it is.
     */
    at: LngLat;
    /**
     * Codes of its services.
     */
    services: string[];
    /**
     * Whether it is open.
     */
    state: "open" | "closed" | "planned";
    /**
     * Opened by the scenario.
     */
    added: boolean;
    /**
     * How it is joined to the roads, on foot.
     */
    joined: "ok" | "outsideExtract" | "noRoadWithinCap" | "island";
}

/**
 * A group that counts.
 */
export interface GroupCounted {
    /**
     * Its code.
     */
    code: string;
    /**
     * What one person counts.
     */
    weight: number;
    /**
     * Nobody counted it: an assumed share of the residents (假定).
     */
    assumed: boolean;
}

/**
 * A network of one mode in numbers.
 */
export interface ModeFacts {
    /**
     * Junctions that the mode's roads touch.
     */
    nodes: number;
    /**
     * Open directions of road pieces.
     */
    arcs: number;
    /**
     * Each road counted once.
     */
    kilometres: number;
    /**
     * Strongly connected components.
     */
    components: number;
    /**
     * Share of the kilometres that the largest has.
     */
    largestComponentShare: number;
}

/**
 * A place that is no candidate.
 */
export interface RuledOut {
    /**
     * Its code.
     */
    code: string;
    /**
     * Where it is.
     */
    at: LngLat;
    /**
     * Why.
     */
    reason: "notAvailable" | "otherService" | "otherKind" | "excluded" | "keptAway" | "nearFacility" | "nearCandidate" | "noRoad" | "nobody";
    /**
     * How far it is from what is too near.
     */
    metres: number | null;
    /**
     * Which of `exclusions` or `keepAway` it is.
     */
    number: number | null;
}

/**
 * A plan with all that explains it.
 */
export interface SitingPlanFacts {
    /**
     * What it is best at.
     */
    objective: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel";
    /**
     * What the objective says: people newly served, sites or cost, person-seconds, seconds.
     */
    value: number;
    /**
     * The same without any site.
     */
    nothing: number;
    /**
     * No plan of these candidates is better: proven. Null: no useful bound is known.
     */
    bound: number | null;
    /**
     * |bound − value| / value.
     */
    gap: number | null;
    /**
     * Proven best.
     */
    optimal: boolean;
    /**
     * The work done, in the solver's repeatable units.
     */
    work: number;
    /**
     * Sites in the order in which they add most.
     */
    sites: ExplainedSite[];
    /**
     * Codes of facilities that are closed.
     */
    closes: string[];
    /**
     * Who is served.
     */
    totals: PlanTotals;
    /**
     * Who counts.
     */
    groups: GroupCounted[];
    /**
     * People in units whose zone cannot be told: they count as urban.
     */
    withoutZone: number;
    /**
     * Demand points of which a group is not known: nobody is counted there.
     */
    withoutData: number;
    /**
     * Travel objectives: people whom nothing can reach in the longest time, left out of the value.
     */
    outOfReach: number;
    /**
     * In 10,000 yuan.
     */
    cost: number;
    /**
     * Some site's cost is that of its kind.
     */
    costAssumed: boolean;
    /**
     * What was tried.
     */
    tried: Tried;
    /**
     * The gain curve; null: there is none for this objective.
     */
    curve: CurveStep[] | null;
    /**
     * A constraint that it does not keep.
     */
    infeasible: Unkept | null;
}

/**
 * A road network, ready to be asked.
 */
export class RoadNetwork {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * What a mode makes of the roads, as the columns that `fromArcs` takes, with the place of
     * every node. A junction where what follows depends on how one came (banned turns, roads open
     * to destinations only, barriers) is several nodes at one place. Times are those on the roads:
     * what the mode adds to every trip (parking) is not in them.
     */
    arcs(query: { mode: Mode }): { nodeCount: number; tail: Uint32Array; head: Uint32Array; seconds: Float64Array; lng: Float64Array; lat: Float64Array };
    /**
     * What the network holds, per mode, and what was left out of it.
     */
    describe(): NetworkFacts;
    /**
     * Another network with edits made; this one stays as it is and answers as before.
     */
    edit(edits: RoadEdit[]): RoadNetwork;
    /**
     * A directed graph as it is; node ids keep their numbers.
     */
    static fromArcs(arcs: { nodeCount: number; tail: Uint32Array; head: Uint32Array; seconds: Float64Array }): RoadNetwork;
    /**
     * Opens what `toBytes` gave.
     */
    static fromBytes(bytes: Uint8Array | number[]): RoadNetwork;
    /**
     * Reads `.osm.pbf` or `.osm` bytes.
     */
    static fromOsm(bytes: Uint8Array | number[], options?: { onProgress?: (share: number, step: string) => void }): RoadNetwork;
    /**
     * The land within reach, one feature per entry of `minutes`, ascending and nested.
     *
     * `nearExtractBorder`: the circle touches the border of the map file, so part of it may be missing.
     * `marginMetres`, `resolutionMetres`: how it was drawn, coarser than asked for if it is huge.
     * `reason`: why there is nothing, null where there is something.
     */
    isochrone(query: { at: LngLat; mode: Mode; minutes: number[]; direction?: Direction; marginMetres?: number }): GeoJSON.FeatureCollection<GeoJSON.MultiPolygon, { minutes: number; nearExtractBorder: boolean; marginMetres: number; resolutionMetres: number; reason: null | "outsideExtract" | "noRoadWithinCap" | "beyondCutoff" }>;
    /**
     * How a place is joined to the roads of a mode, or why it is not.
     */
    locate(query: { at: LngLat; mode: Mode }): Located;
    /**
     * The sum of `values` over the nodes within a cut-off of every node of a network from arcs:
     * "to" counts what can reach the node, "from" what can be reached from it.
     */
    nodeSums(query: { values: Float64Array; cutoffSeconds: number; direction?: Direction }): Float64Array;
    /**
     * Seconds between every node of a network from arcs and the nearest of several nodes.
     */
    nodeTimes(query: { sources: Uint32Array; cutoffSeconds?: number; direction?: Direction }): Float64Array;
    /**
     * Makes the hierarchy of a mode ready for matrices: `travelTimes` with a cut-off then takes it
     * for large circles, with the same answers. In an edited network what was ready before is
     * re-weighted where roads have changed. `toBytes` keeps what is dear to find; null for roads too dense for one.
     */
    prepare(query: { mode: Mode }): HierarchyFacts | null;
    /**
     * The roads reached, cut where time runs out and split where two waves meet.
     */
    reachedRoads(query: { at: LngLat; mode: Mode; minutes: number; direction?: Direction }): GeoJSON.FeatureCollection<GeoJSON.LineString, { secondsStart: number; secondsEnd: number }>;
    /**
     * Why each NaN of `travelTimes` is one, and how the places stand to the roads.
     */
    reasons(query: { from: LngLat[]; to: LngLat[]; mode: Mode; cutoffMinutes?: number }): Reasons;
    /**
     * How edits call the road of a mode that is nearest to a place, between the two junctions or
     * way ends around it; null where there is none.
     */
    roadAt(query: { at: LngLat; mode: Mode }): RoadAt | null;
    /**
     * The ready network in its versioned, checksummed form.
     */
    toBytes(): Uint8Array;
    /**
     * Seconds from every place to every other, row-major; NaN = not reached.
     */
    travelTimes(query: { from: LngLat[]; to: LngLat[]; mode: Mode; cutoffMinutes?: number }): Float64Array;
}

/**
 * A search for sites that goes on as long as it is stepped.
 */
export class SiteSearch {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The problem and the proof so far as two JSON texts, from which
     * `examples/check_certificate.py` recomputes value and bound; `undefined` where there is no
     * such proof (minSites, minFarthestTravel, capacities, costs that are no whole numbers).
     */
    certificate(): { problem: string; certificate: string } | undefined;
    /**
     * The plan with all that explains it; `undefined` before the search of `findSites` is done.
     */
    plan(): SitingPlanFacts | undefined;
    /**
     * The same plan counted again with walking so many times as fast: people served today and
     * with it; `undefined` before there is a plan.
     */
    recount(walking: number): { servedToday: number; served: number } | undefined;
    /**
     * The plan as edits of the study; `undefined` before the search of `findSites` is done.
     */
    scenario(): Scenario | undefined;
    /**
     * Works for about so many milliseconds (default 50) and gives the best so far.
     */
    step(milliseconds?: number | null): SiteSearchState;
    /**
     * Ends the solving at the best plan so far; further steps explain it.
     */
    stop(): void;
}

/**
 * A service of the catalogue.
 */
export interface ServiceFacts {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its name.
     */
    name: Text;
    /**
     * Code of its domain.
     */
    domain: string;
    /**
     * Open facilities; null: no data.
     */
    facilities: number | null;
}

/**
 * A siting problem being solved, in slices.
 */
export class SitingSolver {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The problem and the proof so far as two JSON texts, from which
     * `examples/check_certificate.py` recomputes value and bound; `undefined` where there is no
     * such proof (minSites, minFarthestTravel, capacities, costs that are no whole numbers).
     */
    certificate(): { problem: string; certificate: string } | undefined;
    /**
     * Changes the problem and keeps what is still true of the work done.
     */
    edit(change: { ban?: Uint32Array; force?: Uint32Array; release?: Uint32Array; sites?: number; budget?: number }): void;
    /**
     * Checks the problem and takes it in.
     */
    constructor(instance: SitingInstance);
    /**
     * Works for about so many milliseconds (default 50) and gives the best so far.
     *
     * Throws `siting.infeasible` if all is done and no plan keeps the constraints.
     */
    step(milliseconds?: number | null): SitingResult & { done: boolean };
}

/**
 * A study area: roads, units, people and facilities, and what is asked of them.
 */
export class Study {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Another study with a scenario's edits made; this one stays as it is.
     */
    apply(scenario: Scenario): Study;
    /**
     * The demand points as columns; `unit` is a position in `units()`.
     */
    demandPoints(): { lng: Float64Array; lat: Float64Array; people: Float64Array; unit: Uint32Array };
    /**
     * What the study holds, and what was left out of it.
     */
    describe(): StudyFacts;
    /**
     * The facilities of one service, or all.
     */
    facilities(query?: { service?: string }): FacilityFacts[];
    /**
     * Starts a search for the sites that answer a question best; its plan is explained.
     */
    findSites(question: SiteQuestion): SiteSearch;
    /**
     * Opens what `toBytes` gave.
     */
    static fromBytes(bytes: Uint8Array | number[]): Study;
    /**
     * Reads `.osm.pbf` or `.osm` bytes; `serviceTags` is an edited table of which tags mean which
     * service, in the form of the one that `serviceTags()` gives.
     */
    static fromOsm(bytes: Uint8Array | number[], options?: { onProgress?: (share: number, step: string) => void; serviceTags?: string }): Study;
    /**
     * Minutes to the nearest facility as a picture in Web-Mercator rows: NaN = no road near,
     * infinite = a road is there and no facility within an hour.
     */
    heatMinutes(query: { service: string; mode: Mode; bounds: [number, number, number, number]; width: number; height: number }): Float32Array;
    /**
     * People who are not served, per square kilometre, as a picture like that of `heatMinutes`.
     */
    heatUnserved(query: { service: string; mode: Mode; minutes: number; bounds: [number, number, number, number]; width: number; height: number }): Float32Array;
    /**
     * The nearest facility for somebody at a place, or why none is reached within an hour.
     */
    nearest(query: { at: LngLat; service: string; mode: Mode }): Nearest;
    /**
     * The roads of this study, shared with it.
     */
    network(): RoadNetwork;
    /**
     * The base map: road r is points `start[r] .. start[r + 1]`; class 0 main, 1 connecting,
     * 2 street, 3 path, 4 ferry.
     */
    roads(): { positions: Float64Array; start: Uint32Array; class: Uint8Array };
    /**
     * Who is within `minutes` of the nearest open facility of a service.
     */
    served(query: { service: string; mode: Mode; minutes: number }): Served;
    /**
     * Starts a search for the sites that newly serve most people, at junctions near homes.
     */
    suggestSites(query: { service: string; mode: Mode; minutes: number; sites: number }): SiteSearch;
    /**
     * A made-up prefecture, the same for the same options: a full one by default, a smaller one of
     * so many villages, all else in proportion.
     */
    static synthetic(options?: { seed?: number; villages?: number; demandPoints?: number; people?: number; onProgress?: (share: number, step: string) => void }): Study;
    /**
     * The study in its versioned, checksummed form.
     */
    toBytes(): Uint8Array;
    /**
     * Outlines of the units: ring r is points `ringStart[r] .. ringStart[r + 1]` of unit `ringUnit[r]`.
     */
    unitOutlines(): { positions: Float64Array; ringStart: Uint32Array; ringUnit: Uint32Array };
    /**
     * The units of all levels, in a fixed order.
     */
    units(): UnitFacts[];
    /**
     * Why the unserved are not served, and whom a facility beyond the border may serve.
     */
    unserved(query: { service: string; mode: Mode; minutes: number }): Unserved;
}

/**
 * A study in numbers.
 */
export interface StudyFacts {
    /**
     * West, south, east, north of the roads.
     */
    bounds: [number, number, number, number];
    /**
     * Whom to credit wherever the data are shown.
     */
    credit: string;
    /**
     * Made up: stamped 合成示例 wherever it is shown.
     */
    synthetic: boolean;
    /**
     * All residents.
     */
    people: number;
    /**
     * Of them, in units whose figure is estimated.
     */
    peopleEstimated: number;
    /**
     * Units of all levels.
     */
    units: number;
    /**
     * Demand points.
     */
    demandPoints: number;
    /**
     * Facilities, open or closed.
     */
    facilities: number;
    /**
     * The catalogue.
     */
    services: ServiceFacts[];
    /**
     * Levels of units from the smallest up.
     */
    levels: Named[];
    /**
     * Domains in order.
     */
    domains: Named[];
    /**
     * What was left out, estimated, merged or not placed.
     */
    notes: { code: string; count: number; text: Text; listed: string[] }[];
}

/**
 * A suggested site.
 */
export interface SuggestedSite {
    /**
     * Stable code of the junction, the known place or the facility.
     */
    code: string;
    /**
     * Its name, if it has one.
     */
    name: string | null;
    /**
     * Where it is.
     */
    at: LngLat;
    /**
     * Position of its unit in `units()`.
     */
    unit: number;
    /**
     * Null: a facility that may be closed and stays.
     */
    kind: SiteKind | null;
    /**
     * In 10,000 yuan.
     */
    cost: number;
    /**
     * Nobody said what it costs: the cost of its kind.
     */
    costAssumed: boolean;
    /**
     * People newly served by it and by none before it; 0 for the travel objectives.
     */
    gain: number;
}

/**
 * A unit.
 */
export interface UnitFacts {
    /**
     * Its stable code.
     */
    code: string;
    /**
     * Its name.
     */
    name: string;
    /**
     * Its name in the local language.
     */
    nameLocal: string | null;
    /**
     * Position in the study's levels.
     */
    level: number;
    /**
     * The unit it belongs to.
     */
    parent: number | null;
    /**
     * Residents; null: no data.
     */
    people: number | null;
    /**
     * Whether that figure is estimated.
     */
    estimated: boolean;
    /**
     * A place inside it.
     */
    at: LngLat;
    /**
     * West, south, east, north; null: it has no outline.
     */
    bounds: [number, number, number, number] | null;
}

/**
 * How a place is joined to the roads.
 */
export interface Located {
    /**
     * NaN: not joined.
     */
    offRoadMetres: number;
    /**
     * Share of the kilometres that its component has.
     */
    componentShare: number;
    /**
     * Why it is not joined, or that it lies on an island.
     */
    reason: null | "outsideExtract" | "noRoadWithinCap" | "island";
    /**
     * To the nearest road of the mode, however far; NaN: there is none.
     */
    nearestRoadMetres: number;
    /**
     * To the nearest road of any mode, however far.
     */
    nearestAnyRoadMetres: number;
    /**
     * The island it lies on; null: on none.
     */
    island: RoadPart | null;
}

/**
 * How far a site search is.
 */
export interface SiteSearchState {
    /**
     * What it does.
     */
    phase: "circles" | "solving" | "explaining" | "done";
    /**
     * Share of the places that were looked at as candidates.
     */
    share: number;
    /**
     * Nothing left to do.
     */
    done: boolean;
    /**
     * Number of candidates.
     */
    candidates: number;
    /**
     * Metres that junctions are from other candidates.
     */
    spacingMetres: number;
    /**
     * Null while circles are drawn.
     */
    plan: SitePlan | null;
    /**
     * A constraint that is not kept, when solving has ended.
     */
    infeasible: Unkept | null;
}

/**
 * How many places are no candidates for a reason.
 */
export interface RuledCount {
    /**
     * The reason.
     */
    reason: RuledOut["reason"];
    /**
     * How many.
     */
    count: number;
}

/**
 * How unevenly values are spread over people.
 */
export function inequality(values: Float64Array, weights: Float64Array): InequalityMeasures;

/**
 * One more site, always the one that adds most.
 */
export interface CurveStep {
    /**
     * Code of the site that is added.
     */
    code: string;
    /**
     * What it adds: people, or person-seconds saved.
     */
    gain: number;
    /**
     * What all sites so far cost, where there is a budget.
     */
    cost: number;
    /**
     * The objective's value so far.
     */
    value: number;
}

/**
 * One service as bare numbers: people at demand points, the units they belong to, and what each
 * point can travel to, `facility[rowStart[i] .. rowStart[i+1]]` with `seconds`.
 */
export interface ServiceNumbers {
    /** target group; and who competes for and is owed the capacity, where that is another count */
    people: Float64Array; base?: Float64Array; unit: Uint32Array; units: number;
    rowStart: Uint32Array; facility: Uint32Array; seconds: Float64Array;
    capacity: Float64Array;
    thresholdSeconds: number;
    method: "2sfca" | "e2sfca" | "gaussian" | "3sfca";
    /** e2sfca and 3sfca: each band's upper end (closed) and weight */
    bands?: { upToSeconds: number; weight: number }[];
    /** required capacity per person; demand on a facility per person */
    norm: number; rate: number;
    /** default alpha 1, beta 2 (minutes, floored at 0.5) */
    huff?: { alpha: number; beta: number };
}

/**
 * People newly served in a unit.
 */
export interface UnitGain {
    /**
     * Position in `units()`.
     */
    unit: number;
    /**
     * People, by weight.
     */
    people: number;
}

/**
 * Roads of a mode that lead to one another.
 */
export interface RoadPart {
    /**
     * Its place among the parts by kilometres, 1 = the largest.
     */
    rank: number;
    /**
     * Kilometres of road in it.
     */
    kilometres: number;
    /**
     * Share of all kilometres of the mode.
     */
    share: number;
}

/**
 * Runs a `SitingSolver` to its end.
 */
export function solveSiting(instance: SitingInstance): SitingResult;

/**
 * The best sites so far and how far from the best they can be.
 */
export interface SitePlan {
    /**
     * Coverage: in the order in which they add most.
     */
    sites: SuggestedSite[];
    /**
     * What the objective says: people newly served, sites or cost, person-seconds, seconds.
     */
    value: number;
    /**
     * maxCoverage: people newly served by all of them, the same as `value`; NaN otherwise.
     */
    newlyServed: number;
    /**
     * No plan of these candidates is better: proven. Null: no useful bound is known.
     */
    bound: number | null;
    /**
     * |bound − value| / value.
     */
    gap: number | null;
    /**
     * Proven best.
     */
    optimal: boolean;
}

/**
 * The nearest facility for somebody at a place.
 */
export interface Nearest {
    /**
     * Its code; null: none is reached.
     */
    facility: string | null;
    /**
     * NaN: none is reached.
     */
    seconds: number;
    /**
     * Why none is reached.
     */
    reason: null | "outsideExtract" | "noRoadWithinCap" | "island" | "beyondCutoff";
    /**
     * The roads that the place is joined to, where that matters: none is reached.
     */
    part: RoadPart | null;
    /**
     * To the nearest road of the mode; NaN: there is none, or one is reached.
     */
    nearestRoadMetres: number;
}

/**
 * The table of which OSM tags mean which service, as CSV to edit and hand to `Study.fromOsm`.
 */
export function serviceTags(): string;

/**
 * The three modes.
 */
export interface ModesFacts {
    /**
     * On foot.
     */
    walk: ModeFacts;
    /**
     * By bicycle.
     */
    cycle: ModeFacts;
    /**
     * By car.
     */
    drive: ModeFacts;
}

/**
 * The version of this build.
 */
export function version(): string;

/**
 * What a network holds and what was left out.
 */
export interface NetworkFacts {
    /**
     * West, south, east, north of the roads, ferries left out.
     */
    bounds: [number, number, number, number];
    /**
     * By mode.
     */
    modes: ModesFacts;
    /**
     * Turn restrictions read and kept.
     */
    turnRestrictions: number;
    /**
     * Of them, honoured by driving times; the others stand in `skipped`, each with its reason.
     */
    turnRestrictionsApplied: number;
    /**
     * What was left out or could not be applied and why, with counts.
     */
    skipped: { reason: string; count: number }[];
}

/**
 * What a site of a plan is good for, given those before it.
 */
export interface ExplainedSite {
    /**
     * The site.
     */
    site: SuggestedSite;
    /**
     * People, by weight, within their time of it and of none before it.
     */
    newlyServed: number;
    /**
     * The same by group, in the order of `groups`; people, not weights.
     */
    byGroup: number[];
    /**
     * The same by smallest unit, most people first.
     */
    byUnit: UnitGain[];
    /**
     * People who get nearer: for coverage those newly served, for travel all who do.
     */
    gaining: number;
    /**
     * Mean minutes of those who gain and reached one within an hour before; null: nobody did.
     */
    minutesBefore: number | null;
    /**
     * Mean minutes of the same people with it.
     */
    minutesAfter: number | null;
    /**
     * Of those who gain, people who reached none within an hour.
     */
    reachedNone: number;
    /**
     * Everybody within their time of it.
     */
    inReach: number;
    /**
     * With capacities: people it serves.
     */
    served: number | null;
    /**
     * What the plan loses without it and without any other in its place; null: not known.
     */
    lostWithout: number | null;
    /**
     * Every plan without it loses at least this: proven; infinite: there is none; null: not looked at.
     */
    lostAtLeast: number | null;
    /**
     * Candidates that could stand in for it, the least loss first; null: not known.
     */
    standIns: StandIn[] | null;
}

/**
 * What was tried.
 */
export interface Tried {
    /**
     * Number of candidates.
     */
    candidates: number;
    /**
     * Metres that junctions are from other candidates.
     */
    spacingMetres: number;
    /**
     * Travel objectives: longer times count as this one.
     */
    upToMinutes: number | null;
    /**
     * Longest minutes by zone: urban, suburban, rural.
     */
    minutes: [number, number, number];
    /**
     * Modes by zone.
     */
    modes: [TravelMode, TravelMode, TravelMode];
    /**
     * Reasons that ruled places out; those that did not are left out.
     */
    ruledOut: RuledCount[];
    /**
     * Places that the question's constraints ruled out, up to 1,000.
     */
    listed: RuledOut[];
}

/**
 * Who is in reach of a service, whether there is enough of it, and how full it is.
 */
export function evaluateService(q: ServiceNumbers): ServiceEvaluation;

/**
 * Who is served; people by weight.
 */
export interface PlanTotals {
    /**
     * All who count.
     */
    people: number;
    /**
     * Within their time of a facility today.
     */
    servedToday: number;
    /**
     * With the plan.
     */
    served: number;
    /**
     * Mean minutes to the nearest, of those who reach one within an hour: today.
     */
    minutesToday: number | null;
    /**
     * With the plan.
     */
    minutes: number | null;
}

/** "to": residents travel to the given place; "from": away from it. */
export type Direction = "to" | "from";

/** A mode, or one with its speeds and fixed times edited. */
export type Mode = TravelMode | {
    base: TravelMode;
    /** walking only; speeds that are not set are that person's */
    person?: "adult" | "elderly" | "child" | "wheelchair";
    /** whether slopes that the map states change the speed on foot and by bicycle; default true */
    climb?: boolean;
    speedKmh?: number; pushKmh?: number; classKmh?: Record<string, ClassSpeed>;
    limitShareFast?: number; limitShare?: number; fixedSeconds?: number;
    offRoadKmh?: number; offRoadCapMetres?: number; ferries?: boolean;
};

/** A plan with its proof. */
export interface SitingResult {
    sites: Uint32Array; objective: number; bound: number | null; gap: number | null;
    optimal: boolean; work: number; served?: Float64Array;
}

/** A siting problem as bare numbers: row d lists the candidates that can serve demand point d. */
export interface SitingInstance {
    objective: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel";
    candidates: number; weight: Float64Array; rowStart: Uint32Array; candidate: Uint32Array;
    seconds?: Float64Array; coverage?: number; sites?: number; cost?: Float64Array; budget?: number;
    capacity?: Float64Array; fixed?: Uint32Array; unservedSeconds?: number;
    targetGap?: number; workLimit?: number; timeLimitMs?: number;
}

/** A word in both languages. */
export interface Text { zh: string; en: string }

/** An OSM way by its id, or a drawn road by its code; all of it, or between two of its OSM nodes. */
export interface Stretch { way: number | string; between?: [number, number] }

/** Edits, applied in order. */
export interface Scenario { edits: Edit[] }

/** How places stand to the roads of a mode, one entry each. */
export interface Standings {
    /** the part of the roads they are joined to, 1 = the one with most kilometres; 0: not joined */
    part: Uint32Array;
    /** of that part; NaN: not joined */
    partKilometres: Float64Array; partShare: Float64Array;
    /** to the nearest road of the mode, and of any mode, however far */
    nearestRoadMetres: Float64Array; nearestAnyRoadMetres: Float64Array;
}

/** One change of the facts. */
export type Edit =
| { open: { code?: string; name?: string; at: LngLat; services: string[] } }
| { close: string }
| RoadEdit;

/** One change of the roads. */
export type RoadEdit =

/** Population-weighted inequality; null: undefined on these values. */
export interface InequalityMeasures {
    gini: number | null; theilT: number | null; theilL: number | null;
    atkinson05: number | null; atkinson1: number | null; atkinson2: number | null;
    cv: number | null; palma: number | null;
    /** pairs: cumulative share of people, cumulative share of value, from 0, 0 to 1, 1 */
    lorenz: Float64Array;
}

/** The answer to them. */
export interface ServiceEvaluation {
    /** per demand point; nearest NaN: no facility in reach, access is then 0 */
    nearestSeconds: Float64Array; access: Float64Array;
    /** per facility; nobody in reach: 0 and 0; capacity 0: saturation NaN */
    load: Float64Array; saturation: Float64Array;
    /** per unit; NaN: no data */
    reachable: Float64Array; sufficient: Float64Array; sufficientRaw: Float64Array; saturationOfUnit: Float64Array;
}

/** The shortcuts of a mode's roads: nodes, links between them, and how many ranks a way up passes at most. */
export interface HierarchyFacts { nodes: number; links: number; height: number }

/** WGS-84 degrees, longitude first. */
export type LngLat = [number, number];

/** What a place's nearest road is called in edits. */
export interface RoadAt { way: number | string; between: [number, number]; class: RoadClass | "ferry"; metres: number }

/** What the counts of `served` leave open. */
export interface Unserved {
    words: ["reached", "outsideExtract", "noRoadWithinCap", "island", "beyondCutoff"];
    /** per demand point: why no facility is reached within an hour */
    reason: Uint8Array;
    /** people by word; reached: 0 */
    people: Float64Array;
    /** people out of reach who reach the extract's border in time: a facility beyond it may serve them */
    nearBorder: number;
    /** the same per unit */
    unitNearBorder: Float64Array;
}

/** Where to build next. Without `mode` and `minutes` the study's standard tells them by zone. */
export interface SiteQuestion {
    service: string;
    /** default maxCoverage */
    objective?: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel";
    /** at most so many sites; facilities in `closable` that stay count */
    sites?: number;
    /** in 10,000 yuan */
    budget?: number;
    /** minSites: the share of all people who are to be served, default 0.9 */
    coverage?: number;
    /** everybody travels so, within `minutes` */
    mode?: Mode; minutes?: number;
    /** default: the standard's target group, or with `mode` everybody; weights 1 */
    people?: { group: string; weight?: number }[];
    /** travel objectives: longer times count as this one; default 60, minTotalTravel twice the longest if that is less */
    upToMinutes?: number;
    /** facilities planned up to this year are there */
    plannedUntil?: number;
    /** facilities that may be closed, and what keeping them costs (default 0) */
    closable?: { code: string; cost?: number }[];
    /** known places of these kinds; default all */
    kinds?: SiteKind[];
    /** junctions near homes, as new buildings; default true */
    junctions?: boolean;
    /** what a site of a kind costs where nobody says so */
    costs?: Partial<Record<SiteKind, number>>;
    /** nothing inside these rings */
    exclusions?: LngLat[][];
    keepAway?: { at: LngLat; metres: number }[];
    metresFromFacilities?: number; metresApart?: number;
    /** maxCoverage: people whom a site serves of which no capacity is known */
    capacity?: number;
    targetGap?: number; workLimit?: number;
}

/** Who is within a standard's time of a service; the columns stand beside units() and demandPoints(). */
export interface Served {
    total: number; served: number; unserved: number;
    /** of the unserved: not reached within an hour */
    unreachable: number;
    unitPeople: Float64Array; unitServed: Float64Array; unitUnserved: Float64Array;
    /** NaN: the unit has no residents */
    unitShare: Float64Array;
    /** people-weighted mean over those who reach one; NaN: nobody does */
    unitMinutes: Float64Array;
    /** NaN: not reached within an hour */
    seconds: Float64Array;
    /** people up to T/3, 2T/3, T, 2T, above, not reached */
    classes: Float64Array;
}

/** Why places are not reached: entry i is `words[reason[i]]`. */
export interface Reasons {
    words: ["reached", "outsideExtract", "noRoadWithinCap", "island", "beyondCutoff"];
    /** row-major [from × to], as travelTimes */
    reason: Uint8Array;
    from: Standings; to: Standings;
}

/** km/h inside settlements and in open country */
export interface ClassSpeed { builtUp: number; open: number }

/** to everybody, or to some modes; between two nodes it is a bridge that is cut */
| { closeRoad: Stretch & { modes?: TravelMode[] } }
/** a speed (of cars, if no modes are given), or a factor on the present one */
| { slowRoad: Stretch & { modes?: TravelMode[] } & ({ kmh: number } | { factor: number }) }
/** along places and OSM nodes; joined at the nodes, and at its ends to the nearest road within 30 m */
| { drawRoad: {
    code?: string; along: (LngLat | number)[]; class?: RoadClass; modes?: TravelMode[];
    oneWay?: boolean; limitKmh?: number;
} };
export type RoadClass =
| "motorway" | "trunk" | "primary" | "secondary" | "tertiary" | "unclassified" | "residential"
| "living_street" | "service" | "track" | "pedestrian" | "cycleway" | "footway" | "path" | "steps";

export type SiteKind = "reuse" | "share" | "doorstep" | "new";

export type TravelMode = "walk" | "cycle" | "drive";

import type * as GeoJSON from "geojson";
