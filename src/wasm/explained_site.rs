//! The document of a plan's site: who gains by it, and what could stand in for it.

use super::siting_documents::{NamedPlace, SuggestedSite};
use crate::facts::{StudyArea, UnitId};
use crate::siting::gain_curve::Swap;
use crate::siting::{PlannedSite, SitingPlan};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// People of a unit who are newly served, or with capacities whom a site serves.
#[derive(Serialize, Tsify)]
pub struct UnitGain {
    /// Position in `units()`.
    pub unit: u32,
    /// People, by weight.
    pub people: f64,
}

impl UnitGain {
    pub(super) fn list(of: &[(UnitId, f64)]) -> Vec<Self> {
        of.iter().map(|&(unit, people)| Self { unit: unit.0, people }).collect()
    }
}

/// A candidate that could stand in for a site.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct StandIn {
    /// Its code.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// Null: a facility that may be closed.
    #[tsify(type = "SiteKind | null")]
    pub kind: Option<&'static str>,
    /// In 10,000 yuan.
    pub cost: f64,
    /// What the plan loses by the exchange: people, or person-seconds.
    pub loss: f64,
}

/// What a site of a plan is good for, given those before it.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedSite {
    /// The site.
    pub site: SuggestedSite,
    /// People, by weight, within their time of it and of none before it. Null with capacities: it
    /// also takes people over from others that then have room for more, and nobody can say who is new.
    #[tsify(type = "number | null")]
    pub newly_served: Option<f64>,
    /// The same by group, in the order of `groups`; people, not weights. With capacities those of
    /// `served`; of a demand point that it serves in part the same part of each group.
    pub by_group: Vec<f64>,
    /// The same by smallest unit, most people first; with capacities those of `served`.
    pub by_unit: Vec<UnitGain>,
    /// People who get nearer: for coverage those newly served, for travel all who do; null with capacities.
    #[tsify(type = "number | null")]
    pub gaining: Option<f64>,
    /// Mean minutes of those who gain and reached one within an hour before; null: nobody did.
    #[tsify(type = "number | null")]
    pub minutes_before: Option<f64>,
    /// Mean minutes of the same people with it.
    #[tsify(type = "number | null")]
    pub minutes_after: Option<f64>,
    /// Of those who gain, people who reached none within an hour; null with capacities.
    #[tsify(type = "number | null")]
    pub reached_none: Option<f64>,
    /// Everybody within their time of it.
    pub in_reach: f64,
    /// With capacities: people it serves, by the plan's assignment; null without. With what the
    /// facilities that stay serve these come to `totals.served`.
    #[tsify(type = "number | null")]
    pub served: Option<f64>,
    /// What the plan loses without it and without any other in its place; null: not known.
    #[tsify(type = "number | null")]
    pub lost_without: Option<f64>,
    /// Every plan without it loses at least this: proven; infinite: there is none; null: not looked at.
    #[tsify(type = "number | null")]
    pub lost_at_least: Option<f64>,
    /// Candidates that could stand in for it, the least loss first; null: not known.
    #[tsify(type = "StandIn[] | null")]
    pub stand_ins: Option<Vec<StandIn>>,
}

impl ExplainedSite {
    pub(super) fn of(area: &StudyArea, plan: &SitingPlan, of: &PlannedSite, gain: f64) -> Self {
        let stand_in = |swap: &Swap| {
            let candidate = &plan.candidates[swap.candidate as usize];
            let NamedPlace { code, name, at, kind } = NamedPlace::of(area, candidate);
            StandIn { code, name, at, kind, cost: candidate.cost, loss: swap.loss }
        };
        Self {
            site: SuggestedSite::of(area, &of.candidate, gain),
            newly_served: of.newly_served,
            by_group: of.by_group.clone(),
            by_unit: UnitGain::list(&of.by_unit),
            gaining: of.gaining,
            minutes_before: of.minutes_before,
            minutes_after: of.minutes_after,
            reached_none: of.reached_none,
            in_reach: of.in_reach,
            served: of.served,
            lost_without: of.hold.as_ref().map(|h| h.alone),
            lost_at_least: of.lost_at_least,
            stand_ins: of.hold.as_ref().map(|h| h.swaps.iter().map(stand_in).collect()),
        }
    }
}
