//! The small documents that cross the border, typed once; the `.d.ts` is made from them.

use crate::facts::{Level, Note, Text};
use crate::network::{Part, Skipped};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// Types of arguments that are read by hand.
#[wasm_bindgen(typescript_custom_section)]
const ARGUMENTS: &str = r#"
import type * as GeoJSON from "geojson";
export type TravelMode = "walk" | "cycle" | "drive";
/** km/h inside settlements and in open country */
export interface ClassSpeed { builtUp: number; open: number }
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
/** WGS-84 degrees, longitude first. */
export type LngLat = [number, number];
/** "to": residents travel to the given place; "from": away from it. */
export type Direction = "to" | "from";
/** What a place's nearest road is called in edits. */
export interface RoadAt { way: number | string; between: [number, number]; class: RoadClass | "ferry"; metres: number }
/** A word in both languages. */
export interface Text { zh: string; en: string }
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
/** How places stand to the roads of a mode, one entry each. */
export interface Standings {
    /** the part of the roads they are joined to, 1 = the one with most kilometres; 0: not joined */
    part: Uint32Array;
    /** of that part; NaN: not joined */
    partKilometres: Float64Array; partShare: Float64Array;
    /** to the nearest road of the mode, and of any mode, however far */
    nearestRoadMetres: Float64Array; nearestAnyRoadMetres: Float64Array;
}
/** The shortcuts of a mode's roads: nodes, links between them, and how many ranks a way up passes at most. */
export interface HierarchyFacts { nodes: number; links: number; height: number }
/** Why places are not reached: entry i is `words[reason[i]]`. */
export interface Reasons {
    words: ["reached", "outsideExtract", "noRoadWithinCap", "island", "beyondCutoff"];
    /** row-major [from × to], as travelTimes */
    reason: Uint8Array;
    from: Standings; to: Standings;
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
/** A plan with its proof. */
export interface SitingResult {
    sites: Uint32Array; objective: number; bound: number | null; gap: number | null;
    optimal: boolean; work: number; served?: Float64Array;
}
"#;

/// A network of one mode in numbers.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct ModeFacts {
    /// Junctions that the mode's roads touch.
    pub nodes: u32,
    /// Open directions of road pieces.
    pub arcs: u32,
    /// Each road counted once.
    pub kilometres: f64,
    /// Strongly connected components.
    pub components: u32,
    /// Share of the kilometres that the largest has.
    pub largest_component_share: f64,
}

/// The three modes.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct ModesFacts {
    /// On foot.
    pub walk: ModeFacts,
    /// By bicycle.
    pub cycle: ModeFacts,
    /// By car.
    pub drive: ModeFacts,
}

/// What a network holds and what was left out.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct NetworkFacts {
    /// West, south, east, north of the roads, ferries left out.
    #[tsify(type = "[number, number, number, number]")]
    pub bounds: [f64; 4],
    /// By mode.
    pub modes: ModesFacts,
    /// Turn restrictions read and kept.
    pub turn_restrictions: u32,
    /// Of them, honoured by driving times; the others stand in `skipped`, each with its reason.
    pub turn_restrictions_applied: u32,
    /// What was left out or could not be applied and why, with counts.
    #[tsify(type = "{ reason: string; count: number }[]")]
    pub skipped: Vec<Skipped>,
}

/// How a place is joined to the roads.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct Located {
    /// NaN: not joined.
    pub off_road_metres: f64,
    /// Share of the kilometres that its component has.
    pub component_share: f64,
    /// Why it is not joined, or that it lies on an island.
    #[tsify(type = "null | \"outsideExtract\" | \"noRoadWithinCap\" | \"island\"")]
    pub reason: Option<&'static str>,
    /// To the nearest road of the mode, however far; NaN: there is none.
    pub nearest_road_metres: f64,
    /// To the nearest road of any mode, however far.
    pub nearest_any_road_metres: f64,
    /// The island it lies on; null: on none.
    #[tsify(type = "RoadPart | null")]
    pub island: Option<RoadPart>,
}

/// Roads of a mode that lead to one another.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct RoadPart {
    /// Its place among the parts by kilometres, 1 = the largest.
    pub rank: u32,
    /// Kilometres of road in it.
    pub kilometres: f64,
    /// Share of all kilometres of the mode.
    pub share: f64,
}

impl From<Part> for RoadPart {
    fn from(part: Part) -> Self {
        Self { rank: part.rank as u32, kilometres: part.kilometres, share: part.share }
    }
}

/// A service of the catalogue.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct ServiceFacts {
    /// Its code.
    pub code: String,
    /// Its name.
    #[tsify(type = "Text")]
    pub name: Text,
    /// Code of its domain.
    pub domain: String,
    /// Open facilities; null: no data.
    #[tsify(type = "number | null")]
    pub facilities: Option<usize>,
}

/// A domain of services, or a level of units.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Named {
    /// Its code.
    pub code: String,
    /// Its name.
    #[tsify(type = "Text")]
    pub name: Text,
}

impl From<&Level> for Named {
    fn from(level: &Level) -> Self {
        Self { code: level.code.clone(), name: level.name.clone() }
    }
}

/// A study in numbers.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct StudyFacts {
    /// West, south, east, north of the roads.
    #[tsify(type = "[number, number, number, number]")]
    pub bounds: [f64; 4],
    /// Whom to credit wherever the data are shown.
    pub credit: String,
    /// Made up: stamped 合成示例 wherever it is shown.
    pub synthetic: bool,
    /// All residents.
    pub people: f64,
    /// Of them, in units whose figure is estimated.
    pub people_estimated: f64,
    /// Units of all levels.
    pub units: usize,
    /// Demand points.
    pub demand_points: usize,
    /// Facilities, open or closed.
    pub facilities: usize,
    /// The catalogue.
    pub services: Vec<ServiceFacts>,
    /// Levels of units from the smallest up.
    pub levels: Vec<Named>,
    /// Domains in order.
    pub domains: Vec<Named>,
    /// What was left out, estimated, merged or not placed.
    #[tsify(type = "{ code: string; count: number; text: Text; listed: string[] }[]")]
    pub notes: Vec<Note>,
}

/// The nearest facility for somebody at a place.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "they are JavaScript's names")]
pub struct Nearest {
    /// Its code; null: none is reached.
    #[tsify(type = "string | null")]
    pub facility: Option<String>,
    /// NaN: none is reached.
    pub seconds: f64,
    /// Why none is reached.
    #[tsify(
        type = "null | \"outsideExtract\" | \"noRoadWithinCap\" | \"island\" | \"beyondCutoff\""
    )]
    pub reason: Option<&'static str>,
    /// The roads that the place is joined to, where that matters: none is reached.
    #[tsify(type = "RoadPart | null")]
    pub part: Option<RoadPart>,
    /// To the nearest road of the mode; NaN: there is none, or one is reached.
    pub nearest_road_metres: f64,
}
