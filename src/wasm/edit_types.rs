//! The types of edits, scenarios and the standard as JavaScript writes them.

use wasm_bindgen::prelude::wasm_bindgen;

/// Documents that go in as well as out.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** 城镇化, 近郊 or 远郊: it sets the mode that its residents travel by. */
export type Zone = "urban" | "suburban" | "rural";
export interface ByZone<T> { urban: T; suburban: T; rural: T }
/** Edits, applied in order. */
export interface Scenario { edits: Edit[] }
/** One change of the facts. */
export type Edit =
    | { open: { code?: string; name?: string; at: LngLat; services: string[]; /** planned: open from that year on */ year?: number } }
    | { close: string }
    | { move: { code: string; at: LngLat } }
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
/** One change of the roads. */
export type RoadEdit =
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
/** How far to trust a number: stated by the customer, read at its source, restated by others, general knowledge, assumed, set by the planner. */
export type Trust = "S" | "V" | "V2" | "K" | "A" | "own";
/** The standard: each service once. */
export interface StandardTable { name: string; version: string; rows: StandardRow[] }
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
/** A cell of the standard and what it is to say, as a CSV would hold it. */
export interface StandardCell { service: string; field: string; value: string }
/** A field in which tables differ: what each says, null where it lacks the service; field null: one lacks the service altogether. */
export interface StandardDifference { service: string; field: string | null; values: (string | null)[] }
"#;
