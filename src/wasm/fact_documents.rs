//! The small documents that say what a study holds and what came of a table.

use crate::facts::Text;
use crate::import::table::Issue;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// Types that documents and arguments of tables share.
#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = r#"
/** What the rows of a table are. */
export type TableKind = "units" | "people" | "facilities" | "candidates" | "attributes" | "loads" | "factors";
/** What coordinates refer to. */
export type Datum = "wgs84" | "gcj02" | "bd09";
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
/** One thing in a table that was not as it should be; row 0: the whole file. */
export interface TableProblem {
    code: string; file: string; row: number; field: string; found: string; expected: Text;
    /** the row came in, without that cell */
    kept: boolean;
}
"#;

/// A unit.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct UnitFacts {
    /// Its stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its name in the local language.
    #[tsify(type = "string | null")]
    pub name_local: Option<String>,
    /// Position in the study's levels.
    pub level: u8,
    /// The unit it belongs to.
    #[tsify(type = "number | null")]
    pub parent: Option<u32>,
    /// Residents; null: no data.
    #[tsify(type = "number | null")]
    pub people: Option<f64>,
    /// Whether that figure is estimated.
    pub estimated: bool,
    /// A place inside it.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// West, south, east, north; null: it has no outline.
    #[tsify(type = "[number, number, number, number] | null")]
    pub bounds: Option<[f64; 4]>,
    /// Its zone; null: nothing tells it.
    #[tsify(type = "Zone | null")]
    pub zone: Option<&'static str>,
    /// What the zone was told from: set by hand, the 城乡分类 code, people per square kilometre.
    #[tsify(type = "\"hand\" | \"class\" | \"density\" | null")]
    pub zone_by: Option<&'static str>,
    /// It is newly built up: some norms are others there.
    pub new_area: bool,
    /// The score that it was officially given; null: none is known.
    #[tsify(type = "number | null")]
    pub official_score: Option<f64>,
}

/// A facility.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct FacilityFacts {
    /// Its stable code.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// Codes of its services.
    pub services: Vec<String>,
    /// Its capacity for each of them in the standard's unit; null: not known.
    #[tsify(type = "(number | null)[]")]
    pub capacity: Vec<Option<f64>>,
    /// Whether it is open.
    #[tsify(type = "\"open\" | \"closed\" | \"planned\"")]
    pub state: &'static str,
    /// Planned: open from this year on, where one is set.
    #[tsify(type = "number | null")]
    pub year: Option<u16>,
    /// Opened by the scenario.
    pub added: bool,
    /// How it is joined to the roads, on foot.
    #[tsify(type = "\"ok\" | \"outsideExtract\" | \"noRoadWithinCap\" | \"island\"")]
    pub joined: &'static str,
    /// Who runs it, where known.
    #[tsify(type = "string | null")]
    pub owner: Option<String>,
    /// The day it was last looked at, as the source writes it.
    #[tsify(type = "string | null")]
    pub as_of: Option<String>,
    /// How good it is, from 0 to 1, where somebody says so.
    #[tsify(type = "number | null")]
    pub quality: Option<f64>,
    /// When it is open, as the source writes it.
    #[tsify(type = "string | null")]
    pub hours: Option<String>,
    /// Its address, or the code of it.
    #[tsify(type = "string | null")]
    pub address: Option<String>,
    /// The file or register it comes from.
    #[tsify(type = "string | null")]
    pub origin: Option<String>,
}

/// A group of people.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct GroupFacts {
    /// Its code.
    pub code: String,
    /// Its name; of a group of the planner's own, its code.
    #[tsify(type = "Text")]
    pub name: Text,
    /// How many there are where they were counted; null: nobody counted them.
    #[tsify(type = "number | null")]
    pub people: Option<f64>,
    /// Share of the residents who live where the group was counted.
    pub counted_share: f64,
    /// The share of all residents that is assumed where nobody counted; null: none.
    #[tsify(type = "number | null")]
    pub assumed_share: Option<f64>,
    /// How far to trust that share.
    #[tsify(type = "Trust | null")]
    pub trust: Option<&'static str>,
}

/// A site where something could be built, taken over or shared.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct CandidateFacts {
    /// Its stable code.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// 盘活存量, 共建共享, 家门口补缺 or 规划新建.
    #[tsify(type = "\"reuse\" | \"share\" | \"doorstep\" | \"new\"")]
    pub kind: &'static str,
    /// Codes of what could be given there; none: anything.
    pub services: Vec<String>,
    /// Room for each of them in the standard's unit; null: not known.
    #[tsify(type = "(number | null)[]")]
    pub capacity: Vec<Option<f64>>,
    /// In 10,000 yuan, where known.
    #[tsify(type = "number | null")]
    pub cost: Option<f64>,
    /// Whether it can be had.
    #[tsify(type = "\"available\" | \"reserved\" | \"excluded\"")]
    pub state: &'static str,
    /// Who has it, where known.
    #[tsify(type = "string | null")]
    pub owner: Option<String>,
    /// Where the row comes from, where known.
    #[tsify(type = "string | null")]
    pub source: Option<String>,
    /// The day of that, as the source writes it.
    #[tsify(type = "string | null")]
    pub as_of: Option<String>,
}

/// Which datum a table's places are likely in.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub(super) struct DatumProposal {
    /// The one with the smallest median distance to roads.
    #[tsify(type = "Datum")]
    pub datum: &'static str,
    /// Median metres to the nearest road if they are WGS-84, GCJ-02 and BD-09; null: most of the
    /// places have no road near.
    #[tsify(type = "[number | null, number | null, number | null]")]
    pub median_metres: [Option<f64>; 3],
    /// How many places were asked, spread over the file.
    pub sampled: usize,
}

/// What came of a table: placed + unplaced = rows.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub(super) struct TableReport {
    /// The file's name.
    pub name: String,
    /// What its rows are, as told or as taken for.
    #[tsify(type = "TableKind")]
    pub kind: &'static str,
    /// The encoding its text was read in; GeoJSON is UTF-8.
    pub encoding: &'static str,
    /// Rows of data; 合计 and empty rows are none.
    pub rows: usize,
    /// Rows that came in.
    pub placed: usize,
    /// Rows that did not.
    pub unplaced: usize,
    /// Of them, rows that stand twice.
    pub duplicates: u32,
    /// People of the rows that came in, where the table counts people.
    pub people_placed: f64,
    /// People of those that did not.
    pub people_unplaced: f64,
    /// What its coordinates were read as.
    #[tsify(type = "Datum")]
    pub datum: &'static str,
    /// What the roads say about that; null: the table has no coordinates.
    #[tsify(type = "DatumProposal | null")]
    pub proposal: Option<DatumProposal>,
    /// The first thousand things that were wrong, in the order of the file.
    #[tsify(type = "TableProblem[]")]
    pub problems: Vec<Issue>,
    /// How many there are in all.
    pub problem_count: u32,
}
