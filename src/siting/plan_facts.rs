//! A plan as planners read it: sites in order, who gains and how much, what could stand in for each.

use super::assignment::Assignment;
use super::candidates::{Candidate, Origin, Ruled};
use super::gain_curve::{CurvePoint, Hold};
use super::phases::PhasedPlan;
use super::plan::SitingResult;
use super::question::SiteQuestion;
use crate::error::Result;
use crate::facts::scenario::Opening;
use crate::facts::{Code, Edit, FacilityId, Resizing, Scenario, StudyArea, UnitId};

/// What one site of a plan is good for, given those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedSite {
    /// Its number among the candidates.
    pub number: u32,
    /// The candidate.
    pub candidate: Candidate,
    /// People, by weight, who are within their time of it and of none before it. `None` with room
    /// for so many: it also takes people over from others that then have room for more, and nobody
    /// can say who is new.
    pub newly_served: Option<f64>,
    /// The same by group, in the order of the question's groups; people, not weights. With room for
    /// so many those of [`PlannedSite::served`]; of a demand point that it serves in part the same
    /// part of each group.
    pub by_group: Vec<f64>,
    /// The same by smallest unit, most people first; with room for so many those of
    /// [`PlannedSite::served`].
    pub by_unit: Vec<(UnitId, f64)>,
    /// People who get nearer: for coverage those newly served, for travel all who do. `None` with
    /// room for so many.
    pub gaining: Option<f64>,
    /// Mean minutes of those who gain and reached one within an hour before.
    pub minutes_before: Option<f64>,
    /// Mean minutes of the same people with it.
    pub minutes_after: Option<f64>,
    /// Of those who gain, people who reached none within an hour; `None` with room for so many.
    pub reached_none: Option<f64>,
    /// Everybody within their time of it.
    pub in_reach: f64,
    /// With room for so many: people it serves, by the plan's assignment. With what the kept
    /// facilities serve these come to all who are served.
    pub served: Option<f64>,
    /// What it carries and what could stand in for it; `None` where that is not known.
    pub hold: Option<Hold>,
    /// Every plan without it is worse by at least this, in the objective's own measure: proven, and
    /// 0 where nothing is; infinite where none without it keeps the constraints, `None` where that
    /// was not looked at.
    pub lost_at_least: Option<f64>,
}

/// Who is served today and with the plan. People by weight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Totals {
    /// All who count.
    pub people: f64,
    /// Served today: within their time of a facility, of so many with backup; with room for so many
    /// those whom the facilities can serve together.
    pub served_today: f64,
    /// With the plan.
    pub served: f64,
    /// Mean minutes to the nearest facility, of those who reach one within an hour: today.
    pub minutes_today: Option<f64>,
    /// With the plan.
    pub minutes: Option<f64>,
}

impl Totals {
    /// People who count and whom nothing serves with the plan either.
    pub fn unserved(&self) -> f64 {
        // Sums in another order may differ by a crumb.
        (self.people - self.served).max(0.0)
    }
}

/// Why no plan keeps the question's constraints, or none was found that does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Infeasible {
    /// `coverage` (people), `sites` (number) or `budget` (10,000 yuan).
    pub constraint: &'static str,
    /// What was asked.
    pub asked: f64,
    /// What is possible: the most people who can be served, the fewest sites found, the least cost.
    pub possible: f64,
    /// No plan keeps it: proven. Else none was found.
    pub proven: bool,
}

/// A plan with all that explains it.
#[derive(Clone, Debug)]
pub struct SitingPlan {
    /// The question it answers.
    pub question: SiteQuestion,
    /// Sites in the order in which they add most.
    pub sites: Vec<PlannedSite>,
    /// What is built when; all else is about the end of the last phase.
    pub phases: Option<PhasedPlan>,
    /// Facilities that are closed.
    pub closes: Vec<FacilityId>,
    /// Who is served.
    pub totals: Totals,
    /// With room for so many: who goes where.
    pub assignment: Option<Assignment>,
    /// The solver's answer; its sites are candidates by number.
    pub result: SitingResult,
    /// The candidates, by number.
    pub candidates: Vec<Candidate>,
    /// Metres that junctions are from other candidates.
    pub spacing: f64,
    /// Places that are no candidates, and why.
    pub ruled: Ruled,
    /// One site after the other, always the one that adds most, up to twice as many as the plan has;
    /// for aims that do not simply add up the best plan found of every number, or budget.
    pub curve: Option<Vec<CurvePoint>>,
    /// The objective's value without any site.
    pub nothing: f64,
    /// Travel: people whom neither a candidate nor a kept facility reaches in the longest time.
    pub out_of_reach: f64,
    /// What the sites cost, in 10,000 yuan.
    pub cost: f64,
    /// Constraints that it does not keep.
    pub infeasible: Option<Infeasible>,
}

impl SitingPlan {
    /// The plan as edits of the study it was made for: what is planned is open if it was counted,
    /// sites are opened, those of a phase in its year, facilities that do not stay are closed.
    ///
    /// # Errors
    /// None for a study that the plan was made for.
    pub fn to_scenario(&self, area: &StudyArea) -> Result<Scenario> {
        let mut edits: Vec<Edit> = self.question.year.map(Edit::Year).into_iter().collect();
        let services = area.catalogue().services();
        let service = services.get(self.question.service.index());
        let service = service.map(|s| s.code.clone()).unwrap_or_default();
        // Sites of unknown capacity were given room for so many people.
        let norm = area.standard().row(&service).map(|row| row.norm_per_person(false));
        let assumed = self.question.room.and_then(|room| Some(room.people * norm?));
        let phases = self.phases.as_ref().map_or(&[][..], |phased| &phased.phases);
        let year =
            |number: &u32| phases.iter().find(|p| p.sites.contains(number)).map(|p| p.phase.year);
        let mut minted = 0;
        for (site, number) in self.sites.iter().zip(&self.result.sites) {
            let candidate = &site.candidate;
            if matches!(candidate.origin, Origin::Facility(_)) {
                continue;
            }
            let code = loop {
                minted += 1;
                let code = Code::minted("new", minted);
                if area.facilities().find(code.as_str()).is_none() {
                    break code;
                }
            };
            edits.push(Edit::Open(Opening {
                code: Some(code.clone()),
                name: candidate.name(area).map(str::to_owned),
                at: [candidate.at.lng(), candidate.at.lat()],
                services: vec![service.clone()],
                year: year(number),
            }));
            if let Some(capacity) = candidate.capacity.or(assumed) {
                edits.push(Edit::Resize(Resizing { code, service: service.clone(), capacity }));
            }
        }
        for id in &self.closes {
            if let Some(facility) = area.facilities().get(*id) {
                edits.push(Edit::Close(facility.code.clone()));
            }
        }
        Ok(Scenario { edits })
    }
}
