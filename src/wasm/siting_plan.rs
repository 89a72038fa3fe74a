//! The document of a finished plan: its sites, who gains, what could stand in, what was tried.

use super::convert::degrees;
use super::siting_documents::{SuggestedSite, Unkept};
use crate::facts::{FacilityId, SiteKind, StudyArea};
use crate::siting::candidates::{Forbidden, Ruled};
use crate::siting::gain_curve::{CurvePoint, Swap};
use crate::siting::people_asked::{GroupAsked, PeopleAsked};
use crate::siting::plan_facts::Totals;
use crate::siting::{PhasedPlan, PlannedPhase, PlannedSite, Reason, SitingPlan};
use crate::units::{Millis, TravelMode};
use serde::Serialize;
use tsify::Tsify;
use wasm_bindgen::prelude::wasm_bindgen;

/// People newly served in a unit.
#[derive(Serialize, Tsify)]
pub struct UnitGain {
    /// Position in `units()`.
    pub unit: u32,
    /// People, by weight.
    pub people: f64,
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
    /// People, by weight, within their time of it and of none before it.
    pub newly_served: f64,
    /// The same by group, in the order of `groups`; people, not weights.
    pub by_group: Vec<f64>,
    /// The same by smallest unit, most people first.
    pub by_unit: Vec<UnitGain>,
    /// People who get nearer: for coverage those newly served, for travel all who do.
    pub gaining: f64,
    /// Mean minutes of those who gain and reached one within an hour before; null: nobody did.
    #[tsify(type = "number | null")]
    pub minutes_before: Option<f64>,
    /// Mean minutes of the same people with it.
    #[tsify(type = "number | null")]
    pub minutes_after: Option<f64>,
    /// Of those who gain, people who reached none within an hour.
    pub reached_none: f64,
    /// Everybody within their time of it.
    pub in_reach: f64,
    /// With capacities: people it serves.
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
    /// Within their time of a facility today.
    pub served_today: f64,
    /// With the plan.
    pub served: f64,
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
        Self { people, served_today, served, minutes_today, minutes }
    }
}

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
    /// Places that the question's constraints ruled out, up to 1,000.
    pub listed: Vec<RuledOut>,
}

/// One more site, always the one that adds most.
#[derive(Serialize, Tsify)]
#[tsify(missing_as_null)]
pub struct CurveStep {
    /// Code of the site that is added.
    pub code: String,
    /// What it adds: people, or person-seconds saved.
    pub gain: f64,
    /// What all sites so far cost, where there is a budget.
    pub cost: f64,
    /// The objective's value so far.
    pub value: f64,
}

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
    /// What the objective says: people newly served, sites or cost, person-seconds, seconds; the
    /// coefficient of variation of access (infinite without any), the least access (capacity in
    /// people per person).
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
            .map(|(site, &gain)| explained(area, plan, site, gain))
            .collect();
        let minutes = |of: Millis| of.seconds() / 60.0;
        let question = &plan.question;
        let code = |id: &FacilityId| Some(area.facilities().get(*id)?.code.as_str().to_owned());
        let step = |point: &CurvePoint| CurveStep {
            code: plan.candidates[point.candidate as usize].code(area),
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
            phases: plan.phases.as_ref().map(|of| phased(area, plan, of)),
            closes: plan.closes.iter().filter_map(code).collect(),
            totals: plan.totals.into(),
            groups: people.groups.iter().map(group).collect(),
            without_zone: people.without_zone,
            without_data: people.without_data,
            out_of_reach: plan.out_of_reach,
            cost: plan.cost,
            tried: Tried {
                candidates: plan.candidates.len(),
                spacing_metres: plan.spacing,
                up_to_minutes: question.aim.is_travel().then(|| minutes(question.up_to)),
                minutes: question.reach.limits.map(minutes),
                modes: question.reach.modes.map(TravelMode::as_str),
                ruled_out: counts(&plan.ruled),
                listed: plan.ruled.listed.iter().map(|f| ruled_out(area, f)).collect(),
            },
            curve: plan.curve.as_ref().map(|points| points.iter().map(step).collect()),
            infeasible: plan.infeasible.map(Into::into),
        }
    }
}

fn phased(area: &StudyArea, plan: &SitingPlan, of: &PhasedPlan) -> PhasedFacts {
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
    PhasedFacts {
        phases: of.phases.iter().map(phase).collect(),
        value: of.value,
        bound: of.bound,
        gap: of.gap,
    }
}

fn counts(ruled: &Ruled) -> Vec<RuledCount> {
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

fn explained(area: &StudyArea, plan: &SitingPlan, of: &PlannedSite, gain: f64) -> ExplainedSite {
    let stand_in = |swap: &Swap| {
        let candidate = &plan.candidates[swap.candidate as usize];
        StandIn {
            code: candidate.code(area),
            name: candidate.name(area).map(str::to_owned),
            at: degrees(candidate.at),
            kind: candidate.kind.map(SiteKind::as_str),
            cost: candidate.cost,
            loss: swap.loss,
        }
    };
    ExplainedSite {
        site: SuggestedSite::of(area, &of.candidate, gain),
        newly_served: of.newly_served,
        by_group: of.by_group.clone(),
        by_unit: of
            .by_unit
            .iter()
            .map(|&(unit, people)| UnitGain { unit: unit.0, people })
            .collect(),
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
