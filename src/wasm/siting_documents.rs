//! The documents of a site search: what it suggests so far, and how far it is.

use super::convert::degrees;
use crate::facts::{SiteKind, StudyArea};
use crate::siting::{Candidate, Infeasible};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// A suggested site.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct SuggestedSite {
    /// Stable code of the junction, the known place or the facility.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// Position of its unit in `units()`.
    pub unit: u32,
    /// Null: a facility that may be closed and stays.
    #[tsify(type = "SiteKind | null")]
    pub kind: Option<&'static str>,
    /// In 10,000 yuan.
    pub cost: f64,
    /// Nobody said what it costs: the cost of its kind.
    pub cost_assumed: bool,
    /// People newly served by it and by none before it; 0 for the travel objectives. With capacities
    /// people whom it serves, 0 until the plan is explained.
    pub gain: f64,
}

impl SuggestedSite {
    pub(super) fn of(area: &StudyArea, candidate: &Candidate, gain: f64) -> Self {
        let NamedPlace { code, name, at, kind } = NamedPlace::of(area, candidate);
        Self {
            code,
            name,
            at,
            unit: candidate.unit.0,
            kind,
            cost: candidate.cost,
            cost_assumed: candidate.cost_assumed,
            gain,
        }
    }
}

/// What every document of a candidate says of it.
pub(super) struct NamedPlace {
    pub(super) code: String,
    pub(super) name: Option<String>,
    pub(super) at: [f64; 2],
    pub(super) kind: Option<&'static str>,
}

impl NamedPlace {
    pub(super) fn of(area: &StudyArea, candidate: &Candidate) -> Self {
        Self {
            code: candidate.code(area),
            name: candidate.name(area).map(str::to_owned),
            at: degrees(candidate.at),
            kind: candidate.kind.map(SiteKind::as_str),
        }
    }
}

/// The best sites so far and how far from the best they can be.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct SitePlan {
    /// Coverage: in the order in which they add most.
    pub sites: Vec<SuggestedSite>,
    /// What the objective says: people newly served (with capacities: served in all), sites or cost,
    /// person-seconds, seconds.
    pub value: f64,
    /// maxCoverage: people newly served by all of them, the same as `value`; NaN otherwise, and with
    /// capacities.
    pub newly_served: f64,
    /// No plan of these candidates is better: proven. Null: no useful bound is known.
    #[tsify(type = "number | null")]
    pub bound: Option<f64>,
    /// |bound − value| / value.
    #[tsify(type = "number | null")]
    pub gap: Option<f64>,
    /// Proven best.
    pub optimal: bool,
}

/// How far a site search is.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct SiteSearchState {
    /// What it does.
    #[tsify(type = "\"circles\" | \"solving\" | \"explaining\" | \"done\"")]
    pub phase: &'static str,
    /// Share of the circles' work that is done, and of a plan in phases of its problems; it never
    /// falls.
    pub share: f64,
    /// How many times the circles were begun: again with fewer candidates where there are too many.
    pub pass: u32,
    /// Nothing left to do.
    pub done: bool,
    /// Number of candidates.
    pub candidates: usize,
    /// Metres that junctions are from other candidates.
    pub spacing_metres: f64,
    /// Null while circles are drawn.
    #[tsify(type = "SitePlan | null")]
    pub plan: Option<SitePlan>,
    /// A constraint that is not kept, when solving has ended.
    #[tsify(type = "Unkept | null")]
    pub infeasible: Option<Unkept>,
}

/// A constraint that no plan keeps, or none that was found.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct Unkept {
    /// Which one.
    #[tsify(type = "\"coverage\" | \"sites\" | \"budget\"")]
    pub constraint: &'static str,
    /// What was asked: people, sites, or 10,000 yuan.
    pub asked: f64,
    /// The most people who can be served; the fewest sites or the least cost of a plan found.
    pub possible: f64,
    /// No plan keeps it: proven.
    pub proven: bool,
}

impl From<Infeasible> for Unkept {
    fn from(of: Infeasible) -> Self {
        let Infeasible { constraint, asked, possible, proven } = of;
        Self { constraint, asked, possible, proven }
    }
}
