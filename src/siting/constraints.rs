//! What a siting question demands of a plan, put into the problem's numbers; and what of it is not
//! kept, with how much is missing.

use super::candidates::{Candidate, Origin};
use super::instance::Instance;
use super::kept::Kept;
use super::people_asked::PeopleAsked;
use super::plan::SitingResult;
use super::plan_facts::Infeasible;
use super::question::{Aim, SiteQuestion};
use super::restrictions::Reason;
use super::solver::SitingSolver;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::StudyArea;

/// Parts of all people, of a number of sites or of a budget that do not matter.
const CRUMB: f64 = 1e-9;

/// A question with all that its demands are measured on.
#[derive(Debug)]
pub(super) struct Constraints<'a> {
    pub(super) question: &'a SiteQuestion,
    pub(super) area: &'a StudyArea,
    pub(super) people: &'a PeopleAsked,
    pub(super) kept: &'a Kept,
    pub(super) candidates: &'a [Candidate],
}

impl Constraints<'_> {
    /// Fewest sites: sets the share of the people in reach of candidates who are still to be
    /// covered; says so where more are due than can be.
    pub(super) fn cover(&self, instance: &mut Instance) -> Option<Infeasible> {
        let Aim::MinSites { share } = self.question.aim else { return None };
        let rows = instance.weight.iter().enumerate();
        let within: f64 = rows.filter(|(d, _)| !instance.row(*d).is_empty()).map(|r| r.1).sum();
        let total = self.people.total();
        let served = total - instance.weight.iter().sum::<f64>();
        let due = share * total;
        if due > served + within + CRUMB * total {
            let possible = served + within;
            return Some(Infeasible { constraint: "coverage", asked: due, possible, proven: true });
        }
        let missing = (due - served).max(0.0);
        instance.coverage = Some(if within > 0.0 { (missing / within).min(1.0) } else { 0.0 });
        None
    }

    /// With room for so many: sets how many people each site and each kept facility can serve, and
    /// tells how many those of today do. Nothing says how little a facility of unknown capacity
    /// does: it has room for everybody.
    ///
    /// # Errors
    /// Those of [`SitingSolver::new`].
    pub(super) fn make_room(&self, instance: &mut Instance) -> Result<Option<f64>> {
        let Some(room) = self.question.room else { return Ok(None) };
        let services = self.area.catalogue().services();
        let service = services.get(self.question.service.index());
        let row = service.and_then(|s| self.area.standard().row(&s.code));
        let per_person = row.map(|r| r.norm_per_person(false)).filter(|norm| *norm > 0.0);
        let people = |capacity: Option<f64>| Some(capacity? / per_person?);
        let everybody = self.people.total();
        let sites = self.candidates.iter().map(|c| {
            let unknown = match c.origin {
                Origin::Facility(_) => everybody,
                Origin::Place(_) | Origin::Junction(_) => room.people,
            };
            people(c.capacity).unwrap_or(unknown)
        });
        let kept = self.kept.stay.iter().map(|(id, _)| {
            let facility = self.area.facilities().get(*id);
            let capacity = facility.and_then(|f| f.capacity(self.question.service));
            people(capacity).unwrap_or(everybody)
        });
        instance.capacity = Some(sites.chain(kept).collect());
        let is_there = |j: &u32| {
            let candidate = self.candidates.get(*j as usize);
            candidate.is_none_or(|c| matches!(c.origin, Origin::Facility(_)))
        };
        let today = Instance {
            fixed: (0..instance.candidates).filter(is_there).collect(),
            sites: Some(0),
            budget: None,
            cost: None,
            ..instance.clone()
        };
        Ok(Some(SitingSolver::new(today)?.result().objective))
    }

    /// A constraint that the best plan found does not keep.
    pub(super) fn unkept(&self, result: &SitingResult) -> Option<Infeasible> {
        if let Aim::MinSites { .. } = self.question.aim {
            let (constraint, asked) = match (self.question.budget, self.question.sites) {
                (Some(budget), _) => ("budget", budget),
                (None, Some(sites)) => ("sites", f64::from(sites)),
                (None, None) => return None,
            };
            let most = asked * (1.0 + CRUMB);
            let proven = result.bound.is_some_and(|bound| bound > most);
            let possible = result.objective;
            let unkept = Infeasible { constraint, asked, possible, proven };
            return (possible > most).then_some(unkept);
        }
        let cheapest = self.candidates.iter().map(|c| c.cost).fold(f64::INFINITY, f64::min);
        let asked = self.question.budget.filter(|b| cheapest > *b)?;
        Some(Infeasible { constraint: "budget", asked, possible: cheapest, proven: true })
    }
}

/// That no place can be a site, with how many are ruled out for which reason.
pub(super) fn no_candidates(counts: &[usize; 9]) -> Error {
    let named = Reason::NAMES.iter().zip(counts).filter(|(_, count)| **count > 0);
    let named: Vec<String> = named.map(|(name, count)| format!("{count} {name}")).collect();
    let found = if named.is_empty() {
        "no place near homes".to_owned()
    } else {
        format!("every place is ruled out: {}", named.join(", "))
    };
    Error::new(ErrorCode::SitingNoCandidates, found)
}
