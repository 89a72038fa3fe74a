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
 * A checkup that is being worked out.
 */
export class CheckupRun {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The checkup; services that were not reached have no data. The run is used up by it.
     */
    finish(): Checkup;
    /**
     * Works for about so many milliseconds (default 50).
     */
    step(milliseconds?: number | null): CheckupState;
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
 * A facility that an action is about.
 */
export interface LayoutFacility {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its name, if it has one.
     */
    name: string | null;
    /**
     * Where it is today.
     */
    at: LngLat;
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
     * Its capacity for each of them in the standard's unit; null: not known.
     */
    capacity: (number | null)[];
    /**
     * Whether it is open.
     */
    state: "open" | "closed" | "planned";
    /**
     * Planned: open from this year on, where one is set.
     */
    year: number | null;
    /**
     * Opened by the scenario.
     */
    added: boolean;
    /**
     * How it is joined to the roads, on foot.
     */
    joined: "ok" | "outsideExtract" | "noRoadWithinCap" | "island";
    /**
     * Who runs it, where known.
     */
    owner: string | null;
    /**
     * The day it was last looked at, as the source writes it.
     */
    asOf: string | null;
    /**
     * How good it is, from 0 to 1, where somebody says so.
     */
    quality: number | null;
    /**
     * When it is open, as the source writes it.
     */
    hours: string | null;
    /**
     * Its address, or the code of it.
     */
    address: string | null;
    /**
     * The file or register it comes from.
     */
    origin: string | null;
}

/**
 * A group of people.
 */
export interface GroupFacts {
    /**
     * Its code.
     */
    code: string;
    /**
     * Its name; of a group of the planner's own, its code.
     */
    name: Text;
    /**
     * How many there are where they were counted; null: nobody counted them.
     */
    people: number | null;
    /**
     * Share of the residents who live where the group was counted.
     */
    countedShare: number;
    /**
     * The share of all residents that is assumed where nobody counted; null: none.
     */
    assumedShare: number | null;
    /**
     * How far to trust that share.
     */
    trust: Trust | null;
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
 * A layout in all. Null: unknown.
 */
export interface LayoutTotals {
    /**
     * People of the target group.
     */
    people: number;
    /**
     * … with enough in reach.
     */
    inReach: number;
    /**
     * People of the base.
     */
    base: number;
    /**
     * … whose norm is met, each at most fully.
     */
    met: number | null;
    /**
     * Mean saturation that people meet.
     */
    saturation: number | null;
    /**
     * Mean minutes to the nearest of those with one in reach.
     */
    minutes: number | null;
    /**
     * Open facilities.
     */
    facilities: number;
    /**
     * Their capacity.
     */
    capacity: number | null;
}

/**
 * A measure of inequality.
 */
export interface MeasureFacts {
    /**
     * Its name.
     */
    name: "gini" | "theilT" | "theilL" | "atkinson05" | "atkinson1" | "atkinson2" | "cv" | "palma";
    /**
     * Its value; null: undefined on these values.
     */
    value: number | null;
    /**
     * Why it is undefined.
     */
    undefined: null | "nobodyThere" | "nothingSpread" | "holdsZero" | "worstOffHaveNothing";
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
 * A plan of sites that give several services.
 */
export interface HubPlan {
    /**
     * Sites in the order in which they add most.
     */
    sites: HubSite[];
    /**
     * By service, in the order of the question.
     */
    services: HubService[];
    /**
     * People newly served, each service by its weight, less what the cost is worth.
     */
    value: number;
    /**
     * No plan of these candidates is better: proven. Null: ended before anything was.
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
     * In 10,000 yuan.
     */
    cost: number;
    /**
     * Some site's cost is that of its kind.
     */
    costAssumed: boolean;
    /**
     * The work done, in the solver's repeatable units.
     */
    work: number;
    /**
     * Number of candidates.
     */
    candidates: number;
    /**
     * Metres that junctions are from other candidates.
     */
    spacingMetres: number;
    /**
     * Reasons that ruled places out; those that did not are left out.
     */
    ruledOut: RuledCount[];
    /**
     * Places that the question's constraints ruled out; of more than 1,000 an even sample.
     */
    listed: RuledOut[];
}

/**
 * A plan over several years.
 */
export interface PhasedFacts {
    /**
     * Phase by phase.
     */
    phases: PhaseFacts[];
    /**
     * The sum over the phases of weight × people served.
     */
    value: number;
    /**
     * The sum of weight × bound: no plan is worth more.
     */
    bound: number;
    /**
     * (bound − value) / value.
     */
    gap: number;
}

/**
 * A plan with all that explains it.
 */
export interface SitingPlanFacts {
    /**
     * What it is best at.
     */
    objective: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel" | "minInequality" | "maxMin";
    /**
     * What the objective says: people newly served (with capacities: served in all, those of the
     * facilities that stay too), sites or cost, person-seconds, seconds; the coefficient of variation
     * of access (infinite without any), the least access (capacity in people per person).
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
     * Null: all at once. Else what is built when; all beside it is about the end of the last phase.
     */
    phases: PhasedFacts | null;
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
 * A row of the standard as the checkup used it; three values each for urban, suburban, rural.
 */
export interface CheckupTerms {
    /**
     * Code of the target group.
     */
    group: string;
    /**
     * What capacity is counted in.
     */
    unit: Text;
    /**
     * Capacity units per 1,000 of the base; null: nothing is said.
     */
    norm: number | null;
    /**
     * The same in units flagged as new areas; null: as elsewhere.
     */
    normNew: number | null;
    /**
     * Demand on facilities per 1,000 of the base.
     */
    rate: number | null;
    /**
     * The base is all residents, not the group.
     */
    baseTotal: boolean;
    /**
     * The longest times.
     */
    minutes: [number, number, number];
    /**
     * How people travel.
     */
    modes: [TravelMode, TravelMode, TravelMode];
    /**
     * How many facilities are to be in reach.
     */
    k: [number, number, number];
    /**
     * It must be there: only then can it be a shortage.
     */
    rigid: boolean;
    /**
     * Where the numbers come from.
     */
    source: Text;
}

/**
 * A search for a better layout that goes on as long as it is stepped.
 */
export class LayoutSearch {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The actions with all that explains them; `undefined` before the search is done.
     */
    plan(): LayoutPlan | undefined;
    /**
     * The actions as edits of the study; `undefined` before the search is done.
     */
    scenario(): Scenario | undefined;
    /**
     * Works for about so many milliseconds (default 50).
     */
    step(milliseconds?: number | null): LayoutState;
    /**
     * Ends the trials at the actions so far; further steps check them up.
     */
    stop(): void;
}

/**
 * A search for sites of several services that goes on as long as it is stepped.
 */
export class HubSearch {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The problem and the proof as two JSON texts, from which `examples/check_certificate.py`
     * recomputes value and bound, and that bound, in the unit of the plan's value, which
     * may be weaker than the plan's; `undefined` where there is no such proof (with `worth`, and for
     * costs that are no whole numbers).
     */
    certificate(): { problem: string; certificate: string; bound: number } | undefined;
    /**
     * The plan; `undefined` before the search is done.
     */
    plan(): HubPlan | undefined;
    /**
     * The plan as edits of the study; `undefined` before the search is done.
     */
    scenario(): Scenario | undefined;
    /**
     * Works for about so many milliseconds (default 50).
     */
    step(milliseconds?: number | null): HubState;
    /**
     * Ends the solving at the best plan so far.
     */
    stop(): void;
}

/**
 * A search for sites that goes on as long as it is stepped.
 */
export class SiteSearch {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * With capacities or districts: who goes where in the plan; `undefined` before the search of
     * `findSites` is done, and without capacities.
     */
    assignment(): SiteAssignment | undefined;
    /**
     * The problem and the proof so far as two JSON texts, from which
     * `examples/check_certificate.py` recomputes value and bound, and that bound, in the unit of the
     * objective, which may be weaker than the solver's; `undefined` where there is no
     * such proof (minInequality, maxMin, minFarthestTravel with sites and a budget, costs that are
     * no whole numbers).
     */
    certificate(): { problem: string; certificate: string; bound: number } | undefined;
    /**
     * The plan with all that explains it; `undefined` before the search of `findSites` is done.
     */
    plan(): SitingPlanFacts | undefined;
    /**
     * The same plan counted again with walking so many times as fast: people served today and
     * with it; `undefined` before there is a plan, and with capacities.
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
 * A service that is missing in one of the smallest units.
 */
export interface ShortageFacts {
    /**
     * Code of the service.
     */
    service: string;
    /**
     * Position of the unit in `units()`.
     */
    unit: number;
    /**
     * What is wrong.
     */
    lack: "outOfReach" | "tooLittle" | "overloaded" | "idle";
    /**
     * People concerned.
     */
    people: number;
    /**
     * Mean minutes to the nearest facility of those concerned who reach one; NaN: nobody does.
     */
    minutes: number;
    /**
     * The indicator that shows it …
     */
    value: number;
    /**
     * … and the limit that it breaks.
     */
    limit: number;
    /**
     * What would help; null: no rule fits.
     */
    remedy: "reuse" | "share" | "doorstep" | "new" | null;
    /**
     * What speaks for it.
     */
    because: "idleBuilding" | "roomNextDoor" | "newArea" | "always" | null;
}

/**
 * A site that is built in a phase.
 */
export interface PhaseSite {
    /**
     * Its code.
     */
    code: string;
    /**
     * People newly served by it at the end of its phase, given those before it.
     */
    gain: number;
}

/**
 * A site where something could be built, taken over or shared.
 */
export interface CandidateFacts {
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
     * 盘活存量, 共建共享, 家门口补缺 or 规划新建.
     */
    kind: "reuse" | "share" | "doorstep" | "new";
    /**
     * Codes of what could be given there; none: anything.
     */
    services: string[];
    /**
     * Room for each of them in the standard's unit; null: not known.
     */
    capacity: (number | null)[];
    /**
     * In 10,000 yuan, where known.
     */
    cost: number | null;
    /**
     * Whether it can be had.
     */
    state: "available" | "reserved" | "excluded";
    /**
     * Who has it, where known.
     */
    owner: string | null;
    /**
     * Where the row comes from, where known.
     */
    source: string | null;
    /**
     * The day of that, as the source writes it.
     */
    asOf: string | null;
}

/**
 * A siting problem being solved, in slices.
 */
export class SitingSolver {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The problem and the proof so far as two JSON texts, from which
     * `examples/check_certificate.py` recomputes value and bound, and that bound, in the unit of the
     * objective, which may be weaker than the solver's; `undefined` where there is no
     * such proof (minInequality, maxMin, minFarthestTravel with sites and a budget, costs that are
     * no whole numbers).
     */
    certificate(): { problem: string; certificate: string; bound: number } | undefined;
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
     * The sites where something could be built, taken over or shared.
     */
    candidates(): CandidateFacts[];
    /**
     * Checks up every service of the standard in every unit.
     */
    checkup(options?: CheckupOptions): Checkup;
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
     * Starts a search for sites that give several services at once (嵌入式综合体).
     */
    findHubs(question: HubQuestion): HubSearch;
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
     * The groups of people that the study counts or the product knows, after the residents
     * themselves (`total`). They may overlap: never add them up.
     */
    groups(): GroupFacts[];
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
     * Starts a search for facilities of a service to close, merge, move or expand.
     */
    optimiseLayout(question: LayoutQuestion): LayoutSearch;
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
     * The same as CSV, without a byte order mark; `readStandard` reads it as the same table.
     */
    standardCsv(): string;
    /**
     * The standard that is asked for, with the scenario's changes.
     */
    standard(): StandardTable;
    /**
     * The same in slices, so that a worker can show progress or be told to stop.
     */
    startCheckup(options?: CheckupOptions): CheckupRun;
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
    /**
     * Another study with the good rows of a CSV (UTF-8 or GB18030) or GeoJSON taken in, and a
     * report on all of them; this one stays as it is.
     */
    withTable(bytes: Uint8Array | number[], options: TableOptions): { study: Study; report: TableReport };
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
     * People newly served by it and by none before it; 0 for the travel objectives. With capacities
     * people whom it serves, 0 until the plan is explained.
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
    /**
     * Its zone; null: nothing tells it.
     */
    zone: Zone | null;
    /**
     * What the zone was told from: set by hand, the 城乡分类 code, people per square kilometre.
     */
    zoneBy: "hand" | "class" | "density" | null;
    /**
     * It is newly built up: some norms are others there.
     */
    newArea: boolean;
    /**
     * The score that it was officially given; null: none is known.
     */
    officialScore: number | null;
}

/**
 * All services of a study in all its units.
 */
export class Checkup {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * The same question to another study, one with a scenario's edits: only what they touch is
     * worked out again.
     */
    again(study: Study): Checkup;
    /**
     * What became of every service since an earlier checkup, and the differences of the
     * indicators; checkups that were measured differently are refused with "checkup.definition".
     */
    changeSince(earlier: Checkup): { services: ChangeFacts[]; indicators: Float64Array };
    /**
     * How it was measured, and of what.
     */
    describe(): CheckupFacts;
    /**
     * How evenly a service's capacity is spread over people, also within and between the units of
     * a level (that below the whole, if none is given); null: no data.
     */
    equity(query: { service: string; level?: number }): EquityFacts | null;
    /**
     * People without enough in reach, per square kilometre, as a picture in Web-Mercator rows.
     */
    heatUnserved(query: { service: string; bounds: [number, number, number, number]; width: number; height: number }): Float32Array;
    /**
     * The composite index of every unit; weights of 可及, 均衡 and 优质 (0.4, 0.4, 0.2 by default,
     * without the last where nobody judged any facility).
     */
    index(rules?: { weights?: [number, number, number]; geometric?: boolean }): IndexFacts;
    /**
     * The table of indicators.
     */
    indicators(): IndicatorTable;
    /**
     * One service at every demand point and facility; null: no data.
     */
    service(code: string): CheckupOfService | null;
    /**
     * What is missing, those services first that concern most people; of rigid services only.
     */
    shortages(rules?: ShortageRules): ShortageFacts[];
    /**
     * The same in slices.
     */
    startAgain(study: Study): CheckupRun;
}

/**
 * How a checkup was measured, and of what.
 */
export interface CheckupFacts {
    /**
     * The standard's name and version.
     */
    standard: string;
    /**
     * Its version.
     */
    version: string;
    /**
     * How capacity is handed out.
     */
    method: "2sfca" | "e2sfca" | "gaussian" | "3sfca";
    /**
     * Whether assumptions were taken where nobody counted.
     */
    assume: boolean;
    /**
     * Everybody travels like this; null: by zone.
     */
    mode: TravelMode | null;
    /**
     * Everything within so many minutes; null: as the standard says.
     */
    minutes: number | null;
    /**
     * The services of the catalogue, in order.
     */
    services: CheckupService[];
    /**
     * People by zone: urban, suburban, rural.
     */
    zonePeople: [number, number, number];
    /**
     * Of them, in units whose zone nothing tells; they count as urban.
     */
    unzonedPeople: number;
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
 * How evenly a service's capacity is spread over people.
 */
export interface EquityFacts {
    /**
     * The measures.
     */
    measures: MeasureFacts[];
    /**
     * The Lorenz curve: shares of people and of capacity, worst-off first.
     */
    lorenz: [number, number][];
    /**
     * People of whom it is known …
     */
    people: number;
    /**
     * … and of whom it is not.
     */
    unknown: number;
    /**
     * Within and between zones: urban, suburban, rural.
     */
    zones: DecompositionFacts;
    /**
     * Within and between the units of the level that was asked for, …
     */
    units: DecompositionFacts;
    /**
     * … which are these positions in `units()`; the last mean is of all others.
     */
    ofLevel: number[];
}

/**
 * How far a checkup is.
 */
export interface CheckupState {
    /**
     * Share of the circles that are drawn.
     */
    share: number;
    /**
     * Nothing left to do: `finish()` gives the checkup.
     */
    done: boolean;
}

/**
 * How far a search for a better layout is.
 */
export interface LayoutState {
    /**
     * What it does.
     */
    phase: "checkup" | "places" | "trying" | "checking" | "done";
    /**
     * Share of the phase.
     */
    share: number;
    /**
     * Nothing left to do.
     */
    done: boolean;
    /**
     * How many actions were tried so far.
     */
    trials: number;
    /**
     * How many were taken.
     */
    actions: number;
    /**
     * What the score gains by those, in people by weight.
     */
    gain: number;
}

/**
 * How far a search for sites of several services is.
 */
export interface HubState {
    /**
     * What it does.
     */
    phase: "circles" | "solving" | "done";
    /**
     * Share of the circles' work that is done; it never falls.
     */
    share: number;
    /**
     * How many times the circles were begun: again with fewer candidates where there are too many.
     */
    pass: number;
    /**
     * Nothing left to do.
     */
    done: boolean;
    /**
     * Number of candidates so far.
     */
    candidates: number;
    /**
     * Metres that junctions are from other candidates.
     */
    spacingMetres: number;
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
     * Share of the circles' work that is done, and of a plan in phases of its problems; it never
     * falls.
     */
    share: number;
    /**
     * How many times the circles were begun: again with fewer candidates where there are too many.
     */
    pass: number;
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
 * Inequality within groups and between them.
 */
export interface DecompositionFacts {
    /**
     * Theil T within groups and between them; null: undefined.
     */
    theilT: [number, number] | null;
    /**
     * Theil L likewise.
     */
    theilL: [number, number] | null;
    /**
     * The mean of each group; NaN: nobody in it.
     */
    means: number[];
}

/**
 * One more site, always the one that adds most; or, for least farthest travel, equal access,
 * backup and capacities, the best plan found of more sites or more money.
 */
export interface CurveStep {
    /**
     * Code of the site that is added; null: each step is a plan by itself.
     */
    code: string | null;
    /**
     * How many sites there are now.
     */
    sites: number;
    /**
     * What it adds: people, person-seconds saved, or what the objective is better by.
     */
    gain: number;
    /**
     * What all sites so far cost, in 10,000 yuan, where there is a budget; of a plan by itself always.
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
 * People of a unit who are newly served, or with capacities whom a site serves.
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
     * What the objective says: people newly served (with capacities: served in all), sites or cost,
     * person-seconds, seconds.
     */
    value: number;
    /**
     * maxCoverage: people newly served by all of them, the same as `value`; NaN otherwise, and with
     * capacities.
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
 * The composite index of a unit.
 */
export interface IndexFacts {
    /**
     * What it must be called wherever it is shown.
     */
    label: Text;
    /**
     * 可及, 均衡 and 优质 of each unit, and all together; NaN: no data.
     */
    units: { reach: number; evenness: number; quality: number; value: number }[];
}

/**
 * The fields in which tables differ, by service in the order of their first table, then by column.
 */
export function standardDifferences(tables: StandardTable[]): StandardDifference[];

/**
 * The names under which columns are known, as CSV to edit and hand to `Study.withTable`.
 */
export function tableAliases(): string;

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
 * The parts of a unit's index.
 */
export interface IndexOfUnit {
    /**
     * 可及.
     */
    reach: number;
    /**
     * 均衡.
     */
    evenness: number;
    /**
     * 优质.
     */
    quality: number;
    /**
     * All together.
     */
    value: number;
}

/**
 * The place that a facility is moved to.
 */
export interface LayoutPlace {
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
     * What kind of site it is.
     */
    kind: SiteKind | null;
    /**
     * Position in `units()`.
     */
    unit: number;
}

/**
 * The rules that `Checkup.shortages` takes if none are given, to be edited.
 */
export function shortageRules(): ShortageRules;

/**
 * The standard of a CSV (UTF-8 or GB18030) or JSON file; unknown columns are refused by name.
 */
export function readStandard(bytes: Uint8Array | number[]): StandardTable;

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
 * What a checkup asked of a service.
 */
export interface CheckupService {
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
     * What is asked of it; null: the standard has no row for it.
     */
    terms: CheckupTerms | null;
    /**
     * Open facilities; null: no data.
     */
    facilities: number | null;
    /**
     * Of them, with a capacity that was assumed.
     */
    capacityAssumed: number;
    /**
     * Of them, with a capacity that nobody knows.
     */
    capacityUnknown: number;
    /**
     * How far to trust the number of people who need it, if it was assumed.
     */
    groupAssumed: string | null;
}

/**
 * What a file is taken for by its columns; `"standard"` for a table of the standard.
 */
export function tableKind(bytes: Uint8Array | number[], options: { name: string; aliases?: string }): TableKind | "standard";

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
     * People, by weight, within their time of it and of none before it. Null with capacities: it
     * also takes people over from others that then have room for more, and nobody can say who is new.
     */
    newlyServed: number | null;
    /**
     * The same by group, in the order of `groups`; people, not weights. With capacities those of
     * `served`; of a demand point that it serves in part the same part of each group.
     */
    byGroup: number[];
    /**
     * The same by smallest unit, most people first; with capacities those of `served`.
     */
    byUnit: UnitGain[];
    /**
     * People who get nearer: for coverage those newly served, for travel all who do; null with capacities.
     */
    gaining: number | null;
    /**
     * Mean minutes of those who gain and reached one within an hour before; null: nobody did.
     */
    minutesBefore: number | null;
    /**
     * Mean minutes of the same people with it.
     */
    minutesAfter: number | null;
    /**
     * Of those who gain, people who reached none within an hour; null with capacities.
     */
    reachedNone: number | null;
    /**
     * Everybody within their time of it.
     */
    inReach: number;
    /**
     * With capacities: people it serves, by the plan's assignment; null without. With what the
     * facilities that stay serve these come to `totals.served`.
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
 * What became of a service between two checkups.
 */
export interface ChangeFacts {
    /**
     * Code of the service.
     */
    service: string;
    /**
     * People who have it in reach and had not.
     */
    gained: number;
    /**
     * People who had it in reach and have not.
     */
    lost: number;
}

/**
 * What came of a table: placed + unplaced = rows.
 */
export interface TableReport {
    /**
     * The file's name.
     */
    name: string;
    /**
     * What its rows are, as told or as taken for.
     */
    kind: TableKind;
    /**
     * The encoding its text was read in; GeoJSON is UTF-8.
     */
    encoding: string;
    /**
     * Rows of data; 合计 and empty rows are none.
     */
    rows: number;
    /**
     * Rows that came in.
     */
    placed: number;
    /**
     * Rows that did not.
     */
    unplaced: number;
    /**
     * Of them, rows that stand twice.
     */
    duplicates: number;
    /**
     * People of the rows that came in, where the table counts people.
     */
    peoplePlaced: number;
    /**
     * People of those that did not.
     */
    peopleUnplaced: number;
    /**
     * What its coordinates were read as.
     */
    datum: Datum;
    /**
     * What the roads say about that; null: the table has no coordinates.
     */
    proposal: DatumProposal | null;
    /**
     * The first thousand things that were wrong, in the order of the file.
     */
    problems: TableProblem[];
    /**
     * How many there are in all.
     */
    problemCount: number;
}

/**
 * What is built in a phase, and what is true at its end.
 */
export interface PhaseFacts {
    /**
     * Facilities that are planned up to this year are there.
     */
    year: number;
    /**
     * What a person served counts.
     */
    weight: number;
    /**
     * Its new sites, in the order in which they add most.
     */
    sites: PhaseSite[];
    /**
     * What these cost, in 10,000 yuan.
     */
    cost: number;
    /**
     * People served by facilities alone.
     */
    without: number;
    /**
     * People served.
     */
    served: number;
    /**
     * No plan serves more at its end: proven.
     */
    bound: number;
}

/**
 * What one action does, given those before it. Null: unknown.
 */
export interface LayoutAction {
    /**
     * What is done.
     */
    kind: LayoutActionKind;
    /**
     * Why it was tried.
     */
    because: "idle" | "redundant" | "overloaded" | "unserved";
    /**
     * The facility it is about.
     */
    facility: LayoutFacility;
    /**
     * Merge: the facility that takes over its capacity.
     */
    into: LayoutFacility | null;
    /**
     * Move: where to.
     */
    to: LayoutPlace | null;
    /**
     * What the score gains, in people by weight.
     */
    gain: number;
    /**
     * People with enough in reach who had not.
     */
    newlyInReach: number;
    /**
     * People who have enough in reach no more.
     */
    noLongerInReach: number;
    /**
     * People whose nearest facility is nearer; out of reach counts as farthest.
     */
    nearer: number;
    /**
     * People whose nearest facility is farther.
     */
    farther: number;
    /**
     * Change of the people whose norm is met.
     */
    met: number | null;
    /**
     * Capacity before, of the facility that takes over, else of the one it is about.
     */
    capacityBefore: number | null;
    /**
     * The same after; null also if it is closed.
     */
    capacityAfter: number | null;
    /**
     * Saturation before, of the same facility.
     */
    saturationBefore: number | null;
    /**
     * The same after; null also if it is closed.
     */
    saturationAfter: number | null;
    /**
     * In 10,000 yuan.
     */
    cost: number | null;
    /**
     * The cost is that of the place's kind.
     */
    costAssumed: boolean;
}

/**
 * What one site adds, given those before it.
 */
export interface HubSite {
    /**
     * The site; its `gain` is the sum over the services, each by its weight.
     */
    site: SuggestedSite;
    /**
     * People newly served by service, in the order of the question.
     */
    newlyServed: number[];
    /**
     * The gain less what the cost is worth; null: no worth was given.
     */
    net: number | null;
    /**
     * The gain by smallest unit, most people first.
     */
    byUnit: UnitGain[];
    /**
     * By service, mean minutes of those newly served who reached one within an hour before: to the
     * nearest before and with the site; null: nobody did.
     */
    minutes: ([number, number] | null)[];
}

/**
 * What to do with the facilities of a service.
 */
export interface LayoutPlan {
    /**
     * The actions, in order; each is told given those before it.
     */
    actions: LayoutAction[];
    /**
     * The layout of today.
     */
    before: LayoutTotals;
    /**
     * The layout after all actions, by a checkup of its own that takes over nothing.
     */
    after: LayoutTotals;
    /**
     * What the score gains in all, in people by weight.
     */
    gain: number;
    /**
     * Nothing is proven of the best layout.
     */
    bound: null;
    /**
     * In 10,000 yuan.
     */
    cost: number | null;
    /**
     * How many actions were tried.
     */
    trials: number;
    /**
     * Why there are not more actions.
     */
    ended: "nothingToTry" | "noneImproves" | "budget" | "actions" | "trials" | "stopped";
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
     * Places that the question's constraints ruled out; of more than 1,000 an even sample.
     */
    listed: RuledOut[];
}

/**
 * Which datum a table's places are likely in.
 */
export interface DatumProposal {
    /**
     * The one with the smallest median distance to roads.
     */
    datum: Datum;
    /**
     * Median metres to the nearest road if they are WGS-84, GCJ-02 and BD-09; null: most of the
     * places have no road near.
     */
    medianMetres: [number | null, number | null, number | null];
    /**
     * How many places were asked, spread over the file.
     */
    sampled: number;
}

/**
 * Who goes where in a plan with capacities, as the solver assigns them: part i is `people[i]` of
 * demand point `point[i]` at site or facility `server[i]`. Others may serve as many. People by weight.
 */
export interface SiteAssignment {
    /** the plan's sites, in its order, then the facilities that stay */
    servers: { code: string; site: boolean }[];
    /** per server: people whom it serves; together all who are served */
    load: Float64Array;
    /** per server: people whom it has room for; NaN: its capacity is not known, it has room for everybody */
    room: Float64Array;
    /** per part: position in demandPoints(), ascending; who is in no part is not served. With districts a point is in one part at most, whole */
    point: Uint32Array;
    /** per part: position in `servers` */
    server: Uint32Array;
    /** per part: more than 0, at a point together no more than count there */
    people: Float64Array;
}

/**
 * Who is in reach of a service, whether there is enough of it, and how full it is.
 */
export function evaluateService(q: ServiceNumbers): ServiceEvaluation;

/**
 * Who is served with one service.
 */
export interface HubService {
    /**
     * Its code.
     */
    service: string;
    /**
     * What a person newly served by it counts.
     */
    weight: number;
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
     * Longest minutes by zone: urban, suburban, rural.
     */
    minutes: [number, number, number];
    /**
     * Modes by zone.
     */
    modes: [TravelMode, TravelMode, TravelMode];
}

/**
 * Who is served; people by weight.
 */
export interface PlanTotals {
    /**
     * All who count.
     */
    people: number;
    /**
     * Served today: within their time of a facility, of so many with backup; with capacities those
     * whom the facilities can serve together.
     */
    servedToday: number;
    /**
     * With the plan.
     */
    served: number;
    /**
     * Who count and whom nothing serves with the plan either: `people` less `served`.
     */
    unserved: number;
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

/** A cell of the standard and what it is to say, as a CSV would hold it. */
export interface StandardCell { service: string; field: string; value: string }

/** A field in which tables differ: what each says, null where it lacks the service; field null: one lacks the service altogether. */
export interface StandardDifference { service: string; field: string | null; values: (string | null)[] }

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
    objective: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel" | "minInequality" | "maxMin";
    candidates: number; weight: Float64Array; rowStart: Uint32Array; candidate: Uint32Array;
    seconds?: Float64Array; coverage?: number; sites?: number; cost?: Float64Array; budget?: number;
    capacity?: Float64Array; fixed?: Uint32Array; unservedSeconds?: number;
    /** with capacity: every demand point is served by one site as a whole or not at all; the bound is that in parts */
    whole?: boolean;
    /** maxCoverage: open candidates that each row needs; default 1, 0: served already */
    need?: Uint32Array;
    /** minInequality, maxMin: what each entry of `candidate` counts; default 1. Access of d = sum over open j in row d of capacity[j] (default 1) * decay / sum over all rows with j of weight * decay */
    decay?: Float64Array;
    targetGap?: number; workLimit?: number; timeLimitMs?: number;
}

/** A word in both languages. */
export interface Text { zh: string; en: string }

/** Edits, applied in order. */
export interface Scenario { edits: Edit[] }

/** From when on something is missing, and what helps: the first rule that fits. Absent: the defaults of shortageRules(). */
export interface ShortageRules {
    reachable: number; sufficient: number; overloaded: number; idle: number; room: number;
    remedies: { lack: "outOfReach" | "tooLittle" | "overloaded" | "idle" | null; when: "idleBuilding" | "roomNextDoor" | "newArea" | "always"; remedy: "reuse" | "share" | "doorstep" | "new" }[];
}

/** How a checkup measures; what is left out is as the study's standard says. */
export interface CheckupOptions {
    /** everybody travels like this; absent: by the zone */
    mode?: TravelMode | null;
    /** everything is asked for within so many minutes; absent: as the standard says */
    minutes?: number | null;
    /** speeds and fixed times, edited */
    walk?: Mode; cycle?: Mode; drive?: Mode;
    /** how capacity is handed out, "e2sfca" by default */
    method?: "2sfca" | "e2sfca" | "gaussian" | "3sfca";
    /** how people choose: default alpha 1, beta 2 */
    huff?: { alpha: number; beta: number };
    /** take assumed shares and minimum scales where nobody counted (true by default); answers say where */
    assume?: boolean;
}

/** How a table is taken in. */
export interface TableOptions {
    /** the file's name, for the list of problems */
    name: string;
    /** told from its columns if absent */
    kind?: TableKind;
    /** "propose", the default: the one whose places lie nearest to roads */
    datum?: Datum | "propose";
    /** facilities that the study has of the services in the file: they stay (the default), or go */
    keep?: "beside" | "otherServices";
    /** an edited table of column names, in the form that tableAliases() gives */
    aliases?: string;
}

/** How far to trust a number: stated by the customer, read at its source, restated by others, general knowledge, assumed, set by the planner. */
export type Trust = "S" | "V" | "V2" | "K" | "A" | "own";

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
| { open: { code?: string; name?: string; at: LngLat; services: string[]; /** planned: open from that year on */ year?: number } }
| { close: string }
| { move: { code: string; at: LngLat } }

/** One change of the roads. */
export type RoadEdit =

/** One service at every demand point and facility. */
export interface CheckupOfService {
    /** per demand point: NaN = none in reach */
    nearestMinutes: Float64Array;
    /** per demand point: facilities in reach */
    counts: Uint32Array;
    /** per demand point: capacity per person; 0 = nothing in reach, NaN = unknown */
    access: Float64Array;
    /** per demand point: the saturation that its people meet */
    saturationMet: Float64Array;
    /** per demand point: 0 urban, 1 suburban, 2 rural */
    zone: Uint8Array;
    /** open facilities: codes, and columns beside them; unit is a position in units(), -1 = none; NaN = unknown */
    facilities: { code: string[]; unit: Int32Array; capacity: Float64Array; load: Float64Array; saturation: Float64Array; peopleInReach: Float64Array };
}

/** One thing in a table that was not as it should be; row 0: the whole file. */
export interface TableProblem {
    code: string; file: string; row: number; field: string; found: string; expected: Text;
    /** the row came in, without that cell */
    kept: boolean;
}

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

/** The standard: each service once. */
export interface StandardTable { name: string; version: string; rows: StandardRow[] }

/** The table of indicators: value of service s, unit u and indicator i is values[(s * units + u) * names.length + i]; NaN = no data. */
export interface IndicatorTable {
    /** "people", "base", "reachable", "reachableSoft", "minutes", "sufficient", "sufficientRaw", "known", "simpleRatio", "saturation" */
    names: string[];
    /** codes of the services, in order */
    services: string[];
    units: number;
    values: Float64Array;
}

/** WGS-84 degrees, longitude first. */
export type LngLat = [number, number];

/** What a place's nearest road is called in edits. */
export interface RoadAt { way: number | string; between: [number, number]; class: RoadClass | "ferry"; metres: number }

/** What coordinates refer to. */
export type Datum = "wgs84" | "gcj02" | "bd09";

/** What is asked of one service. */
export interface StandardRow {
    code: string; name: Text;
    /** code of its domain of 七优享 */
    domain: string;
    /** code of the target group; "total" for everybody */
    group: string;
    /** what capacity is counted in */
    unit: Text;
    /** capacity units per 1,000 of the base; normNew: in new areas, where it is another */
    norm: number; normNew?: number | null;
    /** of whom these thousand are: the target group, or all residents */
    base: "group" | "total";
    /** demand on facilities per 1,000 of the base; the norm if absent */
    rate?: number | null;
    minutes: ByZone<number>; mode: ByZone<TravelMode>;
    /** how many facilities are to be within that time */
    k: ByZone<number>;
    /** a rigid row makes a 缺项 where it is not met */
    rigid: boolean;
    minScale: ByZone<number>; minScaleUnit: Text;
    tags: { norm: Trust; minutes: Trust; scale: Trust };
    source: Text;
}

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

/** What the rows of a table are. */
export type TableKind = "units" | "people" | "facilities" | "candidates" | "attributes" | "loads" | "factors";

/** Where to build next. Without `mode` and `minutes` the study's standard tells them by zone. */
export interface SiteQuestion {
    service: string;
    /** default maxCoverage */
    objective?: "maxCoverage" | "minSites" | "minTotalTravel" | "minFarthestTravel" | "minInequality" | "maxMin";
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
    /** maxCoverage: sites in phases, the earliest first; what is built stays, what is left over the next phase has.
    `sites`, `budget` and `plannedUntil` are then left out; weight: what a person served at its end counts, default 1 */
    phases?: { year: number; sites?: number; budget?: number; weight?: number }[];
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
    /** people whom a site serves of which no capacity is known: maxCoverage, and minInequality and maxMin (default there: the mean of the known ones) */
    capacity?: number;
    /** with capacity, maxCoverage: everybody at a demand point goes to the same site (school districts) */
    districts?: boolean;
    /** with capacity, maxCoverage: units of this level (0 the smallest) are districts whose people use the sites and facilities of their own district only */
    districtLevel?: number;
    /** maxCoverage: people are served who have so many facilities and sites within their minutes */
    backup?: number;
    targetGap?: number; workLimit?: number;
}

/** Where to put sites that give several services at once (嵌入式综合体): most people newly served, summed over the services. */
export interface HubQuestion extends Omit<SiteQuestion, "service" | "objective" | "coverage" | "upToMinutes" | "closable" | "capacity" | "phases"> {
    /** what every site gives; weight: what a person newly served by it counts, default 1 */
    services: { service: string; weight?: number }[];
    /** people, by weight, who have to be newly served for 10,000 yuan to be well spent: then a site is worth its gains less that of its cost, and a number or a budget may be left out */
    worth?: number;
}

/** Which facilities of a service to close, merge, move or expand (布局优化分析). What is left out is as the study's standard says. */
export interface LayoutQuestion {
    service: string;
    /** how every action is measured */
    checkup?: CheckupOptions;
    /** kinds of actions; default all */
    may?: LayoutActionKind[];
    /** at most so many actions, default 10 */
    actions?: number;
    /** in 10,000 yuan; actions of unknown cost are then left out */
    budget?: number;
    /** what a person with enough in reach, a person whose norm is met, and a facility that is not kept open count; default 1 each */
    weights?: { inReach?: number; met?: number; facility?: number };
    /** in 10,000 yuan: to close, to merge, and one more unit of capacity; absent: unknown */
    actionCosts?: { close?: number; merge?: number; expand?: number };
    /** saturation below which a facility is idle (0.3), above which it is overloaded (1), and to which it is expanded (0.9) */
    idle?: number; overloaded?: number; fit?: number;
    /** facilities are merged over so many metres at most, default 2,000 */
    mergeMetres?: number;
    /** codes of facilities that stay as they are */
    keep?: string[];
    /** places to move to: known ones of these kinds (default all), and junctions near homes (default: where no place is known) */
    kinds?: SiteKind[]; junctions?: boolean;
    /** what a place of a kind costs where nobody says so */
    costs?: Partial<Record<SiteKind, number>>;
    /** nothing inside these rings */
    exclusions?: LngLat[][];
    keepAway?: { at: LngLat; metres: number }[];
    metresFromFacilities?: number; metresApart?: number;
    /** ends after so many trials, default 2,000 */
    trials?: number;
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

/** capacity of one of its services, in the standard's unit */
| { resize: { code: string; service: string; capacity: number } }
/** of a unit of any level; all residents, and every group with them, if no group is named */
| { people: { unit: string; group?: string; people: number } }
/** of a unit of any level: all smallest units in it */
| { zone: { unit: string; zone: Zone } }
/** another standard; null: the study's own again */
| { standard: StandardTable | null }
/** single cells of the standard, as `standardDifferences` names them */
| { standardCells: StandardCell[] }
/** it is a later year: what is planned up to then is open */
| { year: number }
| RoadEdit;
/** An OSM way by its id, or a drawn road by its code; all of it, or between two of its OSM nodes. */
export interface Stretch { way: number | string; between?: [number, number] }

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

/** 城镇化, 近郊 or 远郊: it sets the mode that its residents travel by. */
export type Zone = "urban" | "suburban" | "rural";

export interface ByZone<T> { urban: T; suburban: T; rural: T }

export type LayoutActionKind = "close" | "merge" | "move" | "expand";

export type SiteKind = "reuse" | "share" | "doorstep" | "new";

export type TravelMode = "walk" | "cycle" | "drive";

import type * as GeoJSON from "geojson";
