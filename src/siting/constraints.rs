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
    /// tells how many those of today do.
    ///
    /// # Errors
    /// Those of [`SitingSolver::new`].
    pub(super) fn make_room(&self, instance: &mut Instance) -> Result<Option<f64>> {
        if !self.has_room() {
            return Ok(None);
        }
        let everybody = self.people.total();
        instance.capacity = Some(self.rooms().map(|room| room.unwrap_or(everybody)).collect());
        instance.whole = self.question.districts;
        let today = Instance {
            fixed: self.is_there(instance),
            sites: Some(0),
            budget: None,
            cost: None,
            ..instance.clone()
        };
        Ok(Some(SitingSolver::new(today)?.result().objective))
    }

    /// Whether sites serve so many people at most.
    pub(super) fn has_room(&self) -> bool {
        self.question.room.is_some() && self.question.aim == Aim::MaxCoverage
    }

    /// The people whom each candidate and each kept facility has room for. Nothing says how little a
    /// facility of unknown capacity does: `None`, it has room for everybody.
    pub(super) fn rooms(&self) -> impl Iterator<Item = Option<f64>> {
        let of_site = self.question.room.map(|room| room.people);
        self.capacities().map(move |(known, is_facility)| {
            let unknown = if is_facility { None } else { of_site };
            known.or(unknown)
        })
    }

    /// Candidates and kept facilities that are there today.
    fn is_there(&self, instance: &Instance) -> Vec<u32> {
        let is_there = |j: &u32| {
            let candidate = self.candidates.get(*j as usize);
            candidate.is_none_or(|c| matches!(c.origin, Origin::Facility(_)))
        };
        (0..instance.candidates).filter(is_there).collect()
    }

    /// The people whom each candidate and each kept facility can serve, where its capacity is known,
    /// and whether it is a facility.
    fn capacities(&self) -> impl Iterator<Item = (Option<f64>, bool)> {
        let services = self.area.catalogue().services();
        let service = services.get(self.question.service.index());
        let row = service.and_then(|s| self.area.standard().row(&s.code));
        let per_person = row.map(|r| r.norm_per_person(false)).filter(|norm| *norm > 0.0);
        let people = move |capacity: Option<f64>| Some(capacity? / per_person?);
        let sites = self
            .candidates
            .iter()
            .map(move |c| (people(c.capacity), matches!(c.origin, Origin::Facility(_))));
        let kept = self.kept.stay.iter().map(move |(id, _)| {
            let facility = self.area.facilities().get(*id);
            (people(facility.and_then(|f| f.capacity(self.question.service))), true)
        });
        sites.chain(kept)
    }

    /// Equal access: sets what each site and each kept facility hands out, in people.
    pub(super) fn hand_out(&self, instance: &mut Instance) {
        if !self.question.aim.is_of_access() {
            return;
        }
        let known: Vec<f64> = self.capacities().filter_map(|c| c.0).collect();
        let mean = known.iter().fold(0.0, |sum, c| sum + c) / known.len() as f64;
        let usual = if known.is_empty() { 1.0 } else { mean };
        let unknown = self.question.room.map_or(usual, |room| room.people);
        instance.capacity = Some(self.capacities().map(|c| c.0.unwrap_or(unknown)).collect());
    }

    /// With backup: sets how many sites people need in reach and takes out those who have as many
    /// kept facilities; gives the people who have enough today, and with the kept ones alone.
    pub(super) fn back_up(&self, instance: &mut Instance) -> Option<(f64, f64)> {
        let need = self.question.backup?;
        let is_there = self.is_there(instance);
        let has_enough = |instance: &Instance, d: usize, among: &[u32]| {
            let row = instance.row(d).iter();
            row.filter(|j| among.binary_search(j).is_ok()).count() >= need as usize
        };
        let (mut today, mut by_kept) = (0.0, 0.0);
        for d in 0..instance.weight.len() {
            let weight = instance.weight[d];
            if has_enough(instance, d, &is_there) {
                today += weight;
            }
            if has_enough(instance, d, &instance.fixed) {
                by_kept += weight;
                instance.weight[d] = 0.0;
            }
        }
        instance.need = Some(vec![need; instance.weight.len()]);
        Some((today, by_kept))
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

/// How many kept facilities each demand point has in reach, from the row of its place.
pub(super) fn kept_in_reach(instance: &Instance, places: &[Option<u32>]) -> Vec<u32> {
    let in_row = |d: u32| {
        let row = instance.row(d as usize).iter();
        row.filter(|j| instance.fixed.binary_search(j).is_ok()).count() as u32
    };
    places.iter().map(|place| place.map_or(0, in_row)).collect()
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
