//! The document of a finished plan: its sites, who is served, what it costs, how far from the best it is.

use super::explained_site::ExplainedSite;
use super::phase_documents::PhasedFacts;
use super::siting_documents::Unkept;
use super::tried_documents::Tried;
use crate::facts::{FacilityId, StudyArea};
use crate::siting::SitingPlan;
use crate::siting::gain_curve::CurvePoint;
use crate::siting::people_asked::{GroupAsked, PeopleAsked};
use crate::siting::plan_facts::Totals;
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// A group that counts.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct GroupCounted {
    /// Its code.
    pub code: String,
    /// What one person counts.
    pub weight: f64,
    /// Nobody counted it: an assumed share of the residents (假定).
    pub assumed: bool,
}

/// Who is served; people by weight.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct PlanTotals {
    /// All who count.
    pub people: f64,
    /// Served today: within their time of a facility, of so many with backup; with capacities those
    /// whom the facilities can serve together.
    pub served_today: f64,
    /// With the plan.
    pub served: f64,
    /// Who count and whom nothing serves with the plan either: `people` less `served`.
    pub unserved: f64,
    /// Mean minutes to the nearest, of those who reach one within an hour: today.
    #[tsify(type = "number | null")]
    pub minutes_today: Option<f64>,
    /// With the plan.
    #[tsify(type = "number | null")]
    pub minutes: Option<f64>,
}

impl From<Totals> for PlanTotals {
    fn from(of: Totals) -> Self {
        let Totals { people, served_today, served, minutes_today, minutes } = of;
        Self { people, served_today, served, unserved: of.unserved(), minutes_today, minutes }
    }
}

/// One more site, always the one that adds most; or, for least farthest travel, equal access,
/// backup and capacities, the best plan found of more sites or more money.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct CurveStep {
    /// Code of the site that is added; null: each step is a plan by itself.
    #[tsify(type = "string | null")]
    pub code: Option<String>,
    /// How many sites there are now.
    pub sites: u32,
    /// What it adds: people, person-seconds saved, or what the objective is better by.
    pub gain: f64,
    /// What all sites so far cost, in 10,000 yuan, where there is a budget; of a plan by itself always.
    pub cost: f64,
    /// The objective's value so far.
    pub value: f64,
}

/// A plan with all that explains it.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
#[serde(rename_all = "camelCase")]
pub struct SitingPlanFacts {
    /// What it is best at.
    #[tsify(
        type = "\"maxCoverage\" | \"minSites\" | \"minTotalTravel\" | \"minFarthestTravel\" | \"minInequality\" | \"maxMin\""
    )]
    pub objective: &'static str,
    /// What the objective says: people newly served (with capacities: served in all, those of the
    /// facilities that stay too), sites or cost, person-seconds, seconds; the coefficient of variation
    /// of access (infinite without any), the least access (capacity in people per person).
    pub value: f64,
    /// The same without any site.
    pub nothing: f64,
    /// No plan of these candidates is better: proven. Null: no useful bound is known.
    #[tsify(type = "number | null")]
    pub bound: Option<f64>,
    /// |bound − value| / value.
    #[tsify(type = "number | null")]
    pub gap: Option<f64>,
    /// Proven best.
    pub optimal: bool,
    /// The work done, in the solver's repeatable units.
    pub work: f64,
    /// Sites in the order in which they add most.
    pub sites: Vec<ExplainedSite>,
    /// Null: all at once. Else what is built when; all beside it is about the end of the last phase.
    #[tsify(type = "PhasedFacts | null")]
    pub phases: Option<PhasedFacts>,
    /// Codes of facilities that are closed.
    pub closes: Vec<String>,
    /// Who is served.
    pub totals: PlanTotals,
    /// Who counts.
    pub groups: Vec<GroupCounted>,
    /// People in units whose zone cannot be told: they count as urban.
    pub without_zone: f64,
    /// Demand points of which a group is not known: nobody is counted there.
    pub without_data: usize,
    /// Travel objectives: people whom nothing can reach in the longest time, left out of the value.
    pub out_of_reach: f64,
    /// In 10,000 yuan.
    pub cost: f64,
    /// Some site's cost is that of its kind.
    pub cost_assumed: bool,
    /// What was tried.
    pub tried: Tried,
    /// The gain curve; null: there is none for this objective.
    #[tsify(type = "CurveStep[] | null")]
    pub curve: Option<Vec<CurveStep>>,
    /// A constraint that it does not keep.
    #[tsify(type = "Unkept | null")]
    pub infeasible: Option<Unkept>,
}

impl SitingPlanFacts {
    pub(super) fn of(area: &StudyArea, people: &PeopleAsked, plan: &SitingPlan) -> Self {
        let sites: Vec<_> = plan
            .sites
            .iter()
            .zip(&plan.result.gains)
            .map(|(site, &gain)| ExplainedSite::of(area, plan, site, gain))
            .collect();
        let question = &plan.question;
        let code = |id: &FacilityId| Some(area.facilities().get(*id)?.code.as_str().to_owned());
        let step = |point: &CurvePoint| CurveStep {
            code: point.candidate.map(|j| plan.candidates[j as usize].code(area)),
            sites: point.sites,
            gain: point.gain,
            cost: point.cost,
            value: point.value,
        };
        let group = |g: &GroupAsked| GroupCounted {
            code: g.code.clone(),
            weight: g.weight,
            assumed: g.assumed.is_some(),
        };
        Self {
            objective: question.aim.as_str(),
            // No sites sum up to -0.
            value: plan.result.objective + 0.0,
            nothing: plan.nothing,
            bound: plan.result.bound,
            gap: plan.result.gap,
            optimal: plan.result.optimal,
            work: plan.result.work as f64,
            cost_assumed: sites.iter().any(|s| s.site.cost_assumed),
            sites,
            phases: plan.phases.as_ref().map(|of| PhasedFacts::of(area, plan, of)),
            closes: plan.closes.iter().filter_map(code).collect(),
            totals: plan.totals.into(),
            groups: people.groups.iter().map(group).collect(),
            without_zone: people.without_zone,
            without_data: people.without_data,
            out_of_reach: plan.out_of_reach,
            cost: plan.cost,
            tried: Tried::of(area, plan),
            curve: plan.curve.as_ref().map(|points| points.iter().map(step).collect()),
            infeasible: plan.infeasible.map(Into::into),
        }
    }
}
