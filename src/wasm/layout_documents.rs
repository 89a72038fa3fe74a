//! The documents of a search for a better layout: how far it is, and the actions it ends with.

use super::convert::degrees;
use super::siting_documents::NamedPlace;
use crate::facts::{FacilityId, StudyArea};
use crate::siting::layout::{LayoutPlan as Plan, Measures, PlannedAction};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// How far a search for a better layout is.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct LayoutState {
    /// What it does.
    #[tsify(type = "\"checkup\" | \"places\" | \"trying\" | \"checking\" | \"done\"")]
    pub phase: &'static str,
    /// Share of the phase.
    pub share: f64,
    /// Nothing left to do.
    pub done: bool,
    /// How many actions were tried so far.
    pub trials: u32,
    /// How many were taken.
    pub actions: usize,
    /// What the score gains by those, in people by weight.
    pub gain: f64,
}

/// A facility that an action is about.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct LayoutFacility {
    /// Its code.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is today.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
}

/// The place that a facility is moved to.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct LayoutPlace {
    /// Its code.
    pub code: String,
    /// Its name, if it has one.
    #[tsify(type = "string | null")]
    pub name: Option<String>,
    /// Where it is.
    #[tsify(type = "LngLat")]
    pub at: [f64; 2],
    /// What kind of site it is.
    #[tsify(type = "SiteKind | null")]
    pub kind: Option<&'static str>,
    /// Position in `units()`.
    pub unit: u32,
}

/// What one action does, given those before it. Null: unknown.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct LayoutAction {
    /// What is done.
    #[tsify(type = "LayoutActionKind")]
    pub kind: &'static str,
    /// Why it was tried.
    #[tsify(type = "\"idle\" | \"redundant\" | \"overloaded\" | \"unserved\"")]
    pub because: &'static str,
    /// The facility it is about.
    pub facility: LayoutFacility,
    /// Merge: the facility that takes over its capacity.
    #[tsify(type = "LayoutFacility | null")]
    pub into: Option<LayoutFacility>,
    /// Move: where to.
    #[tsify(type = "LayoutPlace | null")]
    pub to: Option<LayoutPlace>,
    /// What the score gains, in people by weight.
    pub gain: f64,
    /// People with enough in reach who had not.
    pub newly_in_reach: f64,
    /// People who have enough in reach no more.
    pub no_longer_in_reach: f64,
    /// People whose nearest facility is nearer; out of reach counts as farthest.
    pub nearer: f64,
    /// People whose nearest facility is farther.
    pub farther: f64,
    /// Change of the people whose norm is met.
    #[tsify(type = "number | null")]
    pub met: Option<f64>,
    /// Capacity before, of the facility that takes over, else of the one it is about.
    #[tsify(type = "number | null")]
    pub capacity_before: Option<f64>,
    /// The same after; null also if it is closed.
    #[tsify(type = "number | null")]
    pub capacity_after: Option<f64>,
    /// Saturation before, of the same facility.
    #[tsify(type = "number | null")]
    pub saturation_before: Option<f64>,
    /// The same after; null also if it is closed.
    #[tsify(type = "number | null")]
    pub saturation_after: Option<f64>,
    /// In 10,000 yuan.
    #[tsify(type = "number | null")]
    pub cost: Option<f64>,
    /// The cost is that of the place's kind.
    pub cost_assumed: bool,
}

/// A layout in all. Null: unknown.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct LayoutTotals {
    /// People of the target group.
    pub people: f64,
    /// … with enough in reach.
    pub in_reach: f64,
    /// People of the base.
    pub base: f64,
    /// … whose norm is met, each at most fully.
    #[tsify(type = "number | null")]
    pub met: Option<f64>,
    /// Mean saturation that people meet.
    #[tsify(type = "number | null")]
    pub saturation: Option<f64>,
    /// Mean minutes to the nearest of those with one in reach.
    #[tsify(type = "number | null")]
    pub minutes: Option<f64>,
    /// Open facilities.
    pub facilities: usize,
    /// Their capacity.
    #[tsify(type = "number | null")]
    pub capacity: Option<f64>,
}

/// What to do with the facilities of a service.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct LayoutPlan {
    /// The actions, in order; each is told given those before it.
    pub actions: Vec<LayoutAction>,
    /// The layout of today.
    pub before: LayoutTotals,
    /// The layout after all actions, by a checkup of its own that takes over nothing.
    pub after: LayoutTotals,
    /// What the score gains in all, in people by weight.
    pub gain: f64,
    /// Nothing is proven of the best layout.
    #[tsify(type = "null")]
    pub bound: Option<f64>,
    /// In 10,000 yuan.
    #[tsify(type = "number | null")]
    pub cost: Option<f64>,
    /// How many actions were tried.
    pub trials: u32,
    /// Why there are not more actions.
    #[tsify(
        type = "\"nothingToTry\" | \"noneImproves\" | \"budget\" | \"actions\" | \"trials\" | \"stopped\""
    )]
    pub ended: &'static str,
}

impl LayoutPlan {
    pub(super) fn of(area: &StudyArea, plan: &Plan) -> Self {
        let weights = &plan.question.weights;
        Self {
            actions: plan.actions.iter().map(|action| told(area, action)).collect(),
            before: totals(&plan.before),
            after: totals(&plan.after),
            gain: plan.after.gain_over(&plan.before, weights),
            bound: None,
            cost: plan.cost,
            trials: plan.trials,
            ended: plan.ended.as_str(),
        }
    }
}

fn known(value: f64) -> Option<f64> {
    Some(value).filter(|v| !v.is_nan())
}

fn totals(of: &Measures) -> LayoutTotals {
    LayoutTotals {
        people: of.people,
        in_reach: of.in_reach,
        base: of.base,
        met: known(of.met),
        saturation: known(of.saturation),
        minutes: known(of.minutes),
        facilities: of.facilities,
        capacity: known(of.capacity),
    }
}

fn told(area: &StudyArea, of: &PlannedAction) -> LayoutAction {
    LayoutAction {
        kind: of.action.kind().as_str(),
        because: of.because.as_str(),
        facility: facility(area, of.action.facility()),
        into: of.action.into().map(|id| facility(area, id)),
        to: of.place.as_ref().map(|place| {
            let NamedPlace { code, name, at, kind } = NamedPlace::of(area, place);
            LayoutPlace { code, name, at, kind, unit: place.unit.0 }
        }),
        gain: of.gain,
        newly_in_reach: of.newly_in_reach,
        no_longer_in_reach: of.no_longer_in_reach,
        nearer: of.nearer,
        farther: of.farther,
        met: known(of.met),
        capacity_before: known(of.capacity[0]),
        capacity_after: known(of.capacity[1]),
        saturation_before: known(of.saturation[0]),
        saturation_after: known(of.saturation[1]),
        cost: of.cost,
        cost_assumed: of.cost_assumed,
    }
}

fn facility(area: &StudyArea, id: FacilityId) -> LayoutFacility {
    let found = area.facilities().get(id);
    LayoutFacility {
        code: found.map(|f| f.code.as_str().to_owned()).unwrap_or_default(),
        name: found.and_then(|f| f.name.clone()),
        at: found.map_or([f64::NAN; 2], |f| degrees(f.at)),
    }
}
