//! The documents of a plan over several years.

use crate::facts::StudyArea;
use crate::siting::{PhasedPlan, PlannedPhase, SitingPlan};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// A site that is built in a phase.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct PhaseSite {
    /// Its code.
    pub code: String,
    /// People newly served by it at the end of its phase, given those before it.
    pub gain: f64,
}

/// What is built in a phase, and what is true at its end.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct PhaseFacts {
    /// Facilities that are planned up to this year are there.
    pub year: u16,
    /// What a person served counts.
    pub weight: f64,
    /// Its new sites, in the order in which they add most.
    pub sites: Vec<PhaseSite>,
    /// What these cost, in 10,000 yuan.
    pub cost: f64,
    /// People served by facilities alone.
    pub without: f64,
    /// People served.
    pub served: f64,
    /// No plan serves more at its end: proven.
    pub bound: f64,
}

/// A plan over several years.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct PhasedFacts {
    /// Phase by phase.
    pub phases: Vec<PhaseFacts>,
    /// The sum over the phases of weight × people served.
    pub value: f64,
    /// The sum of weight × bound: no plan is worth more.
    pub bound: f64,
    /// (bound − value) / value.
    pub gap: f64,
}

impl PhasedFacts {
    pub(super) fn of(area: &StudyArea, plan: &SitingPlan, of: &PhasedPlan) -> Self {
        let candidate = |j: &u32| &plan.candidates[*j as usize];
        let site = |(j, &gain): (&u32, &f64)| PhaseSite { code: candidate(j).code(area), gain };
        let phase = |p: &PlannedPhase| PhaseFacts {
            year: p.phase.year,
            weight: p.phase.weight,
            sites: p.sites.iter().zip(&p.gains).map(site).collect(),
            cost: p.sites.iter().fold(0.0, |sum, j| sum + candidate(j).cost),
            without: p.without,
            served: p.served,
            bound: p.bound,
        };
        Self {
            phases: of.phases.iter().map(phase).collect(),
            value: of.value,
            bound: of.bound,
            gap: of.gap,
        }
    }
}
