//! A layout plan: the actions in order with what each gains and costs, and the checkup after all.

use super::action::{Action, Because};
use super::question::LayoutQuestion;
use super::standing::{Measures, Standing};
use crate::checkup::Checkup;
use crate::facts::{Edit, FacilityId, Scenario};
use crate::siting::Candidate;

/// What one action does, given those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedAction {
    /// What is done.
    pub action: Action,
    /// Why it was tried.
    pub because: Because,
    /// The place that a facility is moved to.
    pub place: Option<Candidate>,
    /// The edits that make it.
    pub edits: Vec<Edit>,
    /// What the score gains.
    pub gain: f64,
    /// People with enough in reach who had not, …
    pub newly_in_reach: f64,
    /// … and who have no more.
    pub no_longer_in_reach: f64,
    /// People whose nearest facility is nearer; out of reach counts as farthest.
    pub nearer: f64,
    /// People whose nearest facility is farther.
    pub farther: f64,
    /// Change of the people whose norm is met; NaN = unknown.
    pub met: f64,
    /// The facility that is changed: the one that takes over, else the one it is about.
    pub facility: FacilityId,
    /// Its capacity before and after; NaN = unknown, or closed.
    pub capacity: [f64; 2],
    /// Its 饱和度 before and after; NaN = unknown, or closed.
    pub saturation: [f64; 2],
    /// In 10,000 yuan; `None`: nobody knows.
    pub cost: Option<f64>,
    /// The cost is that of the place's kind.
    pub cost_assumed: bool,
    /// The layout after it.
    pub after: Measures,
}

/// Why there are not more actions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The checkup shows nothing that one of the actions could help.
    NothingToTry,
    /// No action that was tried improves the layout any more.
    NoneImproves,
    /// Those that were left cost more than the budget leaves, or nobody knows what they cost.
    Budget,
    /// There are as many as were asked for.
    Actions,
    /// As many were tried as may be.
    Trials,
    /// Somebody ended it.
    Stopped,
}

impl Ended {
    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["nothingToTry", "noneImproves", "budget", "actions", "trials", "stopped"][self as usize]
    }
}

/// A plan; nothing is proven of how far it is from the best.
#[derive(Clone, Debug)]
pub struct LayoutPlan {
    /// The question it answers.
    pub question: LayoutQuestion,
    /// The actions, in order.
    pub actions: Vec<PlannedAction>,
    /// The layout of today.
    pub before: Measures,
    /// The layout after all actions, by a checkup that takes nothing over from any before it.
    pub after: Measures,
    /// That checkup, of the service alone.
    pub checkup: Checkup,
    /// In 10,000 yuan; `None`: of some action nobody knows.
    pub cost: Option<f64>,
    /// How many actions were tried.
    pub trials: u32,
    /// Why there are not more.
    pub ended: Ended,
}

impl LayoutPlan {
    /// The actions as edits of the study they were found for.
    pub fn to_scenario(&self) -> Scenario {
        Scenario { edits: self.actions.iter().flat_map(|a| a.edits.clone()).collect() }
    }
}

/// What an action did, told from the checkups before and after it.
pub(super) fn told(
    action: Action,
    because: Because,
    place: Option<Candidate>,
    (edits, cost): (Vec<Edit>, Option<f64>),
    [before, after]: [&Standing; 2],
) -> PlannedAction {
    let facility = action.into().unwrap_or(action.facility());
    let of_facility = |standing: &Standing| {
        let service = standing.service()?;
        let (at, provider) = standing.find(facility)?;
        Some((provider.capacity, *service.answer.saturation.get(at)?))
    };
    let [was, is] = [before, after].map(|s| of_facility(s).unwrap_or((f64::NAN, f64::NAN)));
    let mut told = PlannedAction {
        action,
        because,
        cost_assumed: place.is_some_and(|p| p.cost_assumed),
        place,
        edits,
        gain: after.gain_over(before),
        newly_in_reach: 0.0,
        no_longer_in_reach: 0.0,
        nearer: 0.0,
        farther: 0.0,
        met: after.measures.met - before.measures.met,
        facility,
        capacity: [was.0, is.0],
        saturation: [was.1, is.1],
        cost,
        after: after.measures,
    };
    let (Some(was), Some(is)) = (before.service(), after.service()) else { return told };
    for (i, &people) in was.people.people.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        let asked_for = was.terms.k[before.checkup.zone(i).index()];
        let enough = [was, is].map(|s| s.answer.counts[i] >= asked_for);
        match enough {
            [false, true] => told.newly_in_reach += people,
            [true, false] => told.no_longer_in_reach += people,
            _ => {}
        }
        let [from, to] = [was, is].map(|s| {
            let time = s.answer.nearest[i];
            if time.is_nan() { f64::INFINITY } else { time }
        });
        if to < from {
            told.nearer += people;
        } else if to > from {
            told.farther += people;
        }
    }
    told
}
