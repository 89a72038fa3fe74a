//! What a checkup hands to JavaScript as documents.

use crate::checkup::Shortage;
use crate::facts::Text;
use serde::Serialize;
use tsify::Tsify;

/// How a checkup was measured, and of what.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct CheckupFacts {
    /// The standard's name and version.
    pub standard: String,
    /// Its version.
    pub version: String,
    /// How capacity is handed out.
    #[tsify(type = "\"2sfca\" | \"e2sfca\" | \"gaussian\" | \"3sfca\"")]
    pub method: &'static str,
    /// Whether assumptions were taken where nobody counted.
    pub assume: bool,
    /// Everybody travels like this; null: by zone.
    #[tsify(type = "TravelMode | null")]
    pub mode: Option<&'static str>,
    /// Everything within so many minutes; null: as the standard says.
    #[tsify(type = "number | null")]
    pub minutes: Option<f64>,
    /// The services of the catalogue, in order.
    pub services: Vec<CheckupService>,
    /// People by zone: urban, suburban, rural.
    #[tsify(type = "[number, number, number]")]
    pub zone_people: [f64; 3],
    /// Of them, in units whose zone nothing tells; they count as urban.
    pub unzoned_people: f64,
}

/// What a checkup asked of a service.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct CheckupService {
    /// Its code.
    pub code: String,
    /// Its name.
    #[tsify(type = "Text")]
    pub name: Text,
    /// Code of its domain.
    pub domain: String,
    /// What is asked of it; null: the standard has no row for it.
    #[tsify(type = "CheckupTerms | null")]
    pub terms: Option<CheckupTerms>,
    /// Open facilities; null: no data.
    #[tsify(type = "number | null")]
    pub facilities: Option<usize>,
    /// Of them, with a capacity that was assumed.
    pub capacity_assumed: usize,
    /// Of them, with a capacity that nobody knows.
    pub capacity_unknown: usize,
    /// How far to trust the number of people who need it, if it was assumed.
    #[tsify(type = "string | null")]
    pub group_assumed: Option<&'static str>,
}

/// A row of the standard as the checkup used it; three values each for urban, suburban, rural.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct CheckupTerms {
    /// Code of the target group.
    pub group: String,
    /// What capacity is counted in.
    #[tsify(type = "Text")]
    pub unit: Text,
    /// Capacity units per 1,000 of the base; null: nothing is said.
    #[tsify(type = "number | null")]
    pub norm: Option<f64>,
    /// The same in units flagged as new areas; null: as elsewhere.
    #[tsify(type = "number | null")]
    pub norm_new: Option<f64>,
    /// Demand on facilities per 1,000 of the base.
    #[tsify(type = "number | null")]
    pub rate: Option<f64>,
    /// The base is all residents, not the group.
    pub base_total: bool,
    /// The longest times.
    #[tsify(type = "[number, number, number]")]
    pub minutes: [f64; 3],
    /// How people travel.
    #[tsify(type = "[TravelMode, TravelMode, TravelMode]")]
    pub modes: [&'static str; 3],
    /// How many facilities are to be in reach.
    #[tsify(type = "[number, number, number]")]
    pub k: [u32; 3],
    /// It must be there: only then can it be a shortage.
    pub rigid: bool,
    /// Where the numbers come from.
    #[tsify(type = "Text")]
    pub source: Text,
}

/// How far a checkup is.
#[derive(Serialize, Tsify)]
pub struct CheckupState {
    /// Share of the circles that are drawn.
    pub share: f64,
    /// Nothing left to do: `finish()` gives the checkup.
    pub done: bool,
}

/// A service that is missing in one of the smallest units.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct ShortageFacts {
    /// Code of the service.
    pub service: String,
    /// Position of the unit in `units()`.
    pub unit: u32,
    /// What is wrong.
    #[tsify(type = "\"outOfReach\" | \"tooLittle\" | \"overloaded\" | \"idle\"")]
    pub lack: crate::checkup::Lack,
    /// People concerned.
    pub people: f64,
    /// Mean minutes to the nearest facility of those concerned who reach one; NaN: nobody does.
    pub minutes: f64,
    /// The indicator that shows it …
    pub value: f64,
    /// … and the limit that it breaks.
    pub limit: f64,
    /// What would help; null: no rule fits.
    #[tsify(type = "\"reuse\" | \"share\" | \"doorstep\" | \"new\" | null")]
    pub remedy: Option<&'static str>,
    /// What speaks for it.
    #[tsify(type = "\"idleBuilding\" | \"roomNextDoor\" | \"newArea\" | \"always\" | null")]
    pub because: Option<crate::checkup::Circumstance>,
}

impl ShortageFacts {
    pub(super) fn of(shortage: &Shortage, service: &str) -> Self {
        Self {
            service: service.to_owned(),
            unit: shortage.unit.0,
            lack: shortage.lack,
            people: shortage.people,
            minutes: shortage.minutes,
            value: shortage.value,
            limit: shortage.limit,
            remedy: shortage.remedy.map(crate::facts::SiteKind::as_str),
            because: shortage.because,
        }
    }
}

/// A measure of inequality.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub(super) struct MeasureFacts {
    /// Its name.
    #[tsify(
        type = "\"gini\" | \"theilT\" | \"theilL\" | \"atkinson05\" | \"atkinson1\" | \"atkinson2\" | \"cv\" | \"palma\""
    )]
    pub name: &'static str,
    /// Its value; null: undefined on these values.
    #[tsify(type = "number | null")]
    pub value: Option<f64>,
    /// Why it is undefined.
    #[tsify(
        type = "null | \"nobodyThere\" | \"nothingSpread\" | \"holdsZero\" | \"worstOffHaveNothing\""
    )]
    pub undefined: Option<&'static str>,
}

/// Inequality within groups and between them.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub(super) struct DecompositionFacts {
    /// Theil T within groups and between them; null: undefined.
    #[tsify(type = "[number, number] | null")]
    pub theil_t: Option<[f64; 2]>,
    /// Theil L likewise.
    #[tsify(type = "[number, number] | null")]
    pub theil_l: Option<[f64; 2]>,
    /// The mean of each group; NaN: nobody in it.
    pub means: Vec<f64>,
}

/// How evenly a service's capacity is spread over people.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub(super) struct EquityFacts {
    /// The measures.
    pub measures: Vec<MeasureFacts>,
    /// The Lorenz curve: shares of people and of capacity, worst-off first.
    #[tsify(type = "[number, number][]")]
    pub lorenz: Vec<(f64, f64)>,
    /// People of whom it is known …
    pub people: f64,
    /// … and of whom it is not.
    pub unknown: f64,
    /// Within and between zones: urban, suburban, rural.
    pub zones: DecompositionFacts,
    /// Within and between the units of the level that was asked for, …
    pub units: DecompositionFacts,
    /// … which are these positions in `units()`; the last mean is of all others.
    pub of_level: Vec<u32>,
}

/// The composite index of a unit.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct IndexFacts {
    /// What it must be called wherever it is shown.
    #[tsify(type = "Text")]
    pub label: Text,
    /// 可及, 均衡 and 优质 of each unit, and all together; NaN: no data.
    #[tsify(type = "{ reach: number; evenness: number; quality: number; value: number }[]")]
    pub units: Vec<IndexOfUnit>,
}

/// The parts of a unit's index.
#[derive(Serialize, Tsify)]
pub struct IndexOfUnit {
    /// 可及.
    pub reach: f64,
    /// 均衡.
    pub evenness: f64,
    /// 优质.
    pub quality: f64,
    /// All together.
    pub value: f64,
}

/// What became of a service between two checkups.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub(super) struct ChangeFacts {
    /// Code of the service.
    pub service: String,
    /// People who have it in reach and had not.
    pub gained: f64,
    /// People who had it in reach and have not.
    pub lost: f64,
}
