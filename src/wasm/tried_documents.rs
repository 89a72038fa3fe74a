//! The document of what a search for sites tried, and which places it could not.

use super::convert::degrees;
use crate::facts::StudyArea;
use crate::siting::candidates::{Forbidden, Ruled};
use crate::siting::{Reason, SitingPlan};
use crate::units::{Millis, TravelMode};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// How many places are no candidates for a reason.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct RuledCount {
    /// The reason.
    #[tsify(type = "RuledOut[\"reason\"]")]
    pub reason: &'static str,
    /// How many.
    pub count: usize,
}

/// A place that is no candidate.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct RuledOut {
    /// Its code.
    pub code: String,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// Why.
    #[tsify(
        type = "\"notAvailable\" | \"otherService\" | \"otherKind\" | \"excluded\" | \"keptAway\" | \"nearFacility\" | \"nearCandidate\" | \"noRoad\" | \"nobody\""
    )]
    pub reason: &'static str,
    /// How far it is from what is too near.
    #[tsify(type = "number | null")]
    pub metres: Option<f64>,
    /// Which of `exclusions` or `keepAway` it is.
    #[tsify(type = "number | null")]
    pub number: Option<usize>,
}

/// What was tried.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct Tried {
    /// Number of candidates.
    pub candidates: usize,
    /// Metres that junctions are from other candidates.
    pub spacing_metres: f64,
    /// Travel objectives: longer times count as this one.
    #[tsify(type = "number | null")]
    pub up_to_minutes: Option<f64>,
    /// Longest minutes by zone: urban, suburban, rural.
    #[tsify(type = "[number, number, number]")]
    pub minutes: [f64; 3],
    /// Modes by zone.
    #[tsify(type = "[TravelMode, TravelMode, TravelMode]")]
    pub modes: [&'static str; 3],
    /// Reasons that ruled places out; those that did not are left out.
    pub ruled_out: Vec<RuledCount>,
    /// Places that the question's constraints ruled out; of more than 1,000 an even sample.
    pub listed: Vec<RuledOut>,
}

impl Tried {
    pub(super) fn of(area: &StudyArea, plan: &SitingPlan) -> Self {
        let question = &plan.question;
        let minutes = |of: Millis| of.seconds() / 60.0;
        Self {
            candidates: plan.candidates.len(),
            spacing_metres: plan.spacing,
            up_to_minutes: question.aim.is_travel().then(|| minutes(question.up_to)),
            minutes: question.reach.limits.map(minutes),
            modes: question.reach.modes.map(TravelMode::as_str),
            ruled_out: counts(&plan.ruled),
            listed: listed(area, &plan.ruled),
        }
    }
}

/// The places that are listed.
pub(super) fn listed(area: &StudyArea, ruled: &Ruled) -> Vec<RuledOut> {
    ruled.listed.iter().map(|f| ruled_out(area, f)).collect()
}

/// How many there are by reason.
pub(super) fn counts(ruled: &Ruled) -> Vec<RuledCount> {
    let named = Reason::NAMES.into_iter().zip(ruled.counts);
    let named = named.filter(|(_, count)| *count > 0);
    named.map(|(reason, count)| RuledCount { reason, count }).collect()
}

fn ruled_out(area: &StudyArea, of: &Forbidden) -> RuledOut {
    RuledOut {
        code: of.origin.code(area),
        at: degrees(of.at),
        reason: of.reason.as_str(),
        metres: of.reason.metres(),
        number: of.reason.number(),
    }
}
