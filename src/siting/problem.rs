//! A siting problem with what is decided about its candidates: what every solver starts from.

use std::sync::Arc;

use super::instance::{Instance, Objective, in_range, input};
use super::limits::Limits;
use super::presolve::Fate;
use crate::{Error, ErrorCode, Result};

/// A change to a problem that is being solved; what it does not name stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Candidates that must not be opened.
    pub ban: Vec<u32>,
    /// Candidates that must be opened; they count among the sites.
    pub force: Vec<u32>,
    /// Candidates that are free again.
    pub release: Vec<u32>,
    /// A new number of sites.
    pub sites: Option<u32>,
    /// A new budget.
    pub budget: Option<f64>,
}

/// An instance, and what changes have made of its limits and candidates.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    pub(crate) instance: Arc<Instance>,
    /// The number and the budget as they were asked for.
    pub(crate) asked: (Option<u32>, Option<f64>),
    /// The number of sites and the budget that bind.
    pub(crate) sites: Option<u32>,
    pub(crate) budget: Option<f64>,
    /// `Open` for fixed and forced candidates, `Shut` for banned ones.
    pub(crate) fate: Vec<Fate>,
    pub(crate) forced: Vec<u32>,
    /// What may still be opened besides the forced ones.
    pub(crate) limits: Limits,
}

impl Problem {
    /// Checks an instance.
    pub(crate) fn new(instance: Instance) -> Result<Self> {
        instance.check()?;
        let mut fate = vec![Fate::Free; instance.candidates as usize];
        for &j in &instance.fixed {
            fate[j as usize] = Fate::Open;
        }
        let asked = (instance.sites, instance.budget);
        let mut problem = Self {
            asked,
            sites: None,
            budget: None,
            limits: Limits::default(),
            instance: Arc::new(instance),
            fate,
            forced: Vec::new(),
        };
        problem.limit();
        Ok(problem)
    }

    /// Sets the limits that bind, forced sites among them. Covers, and the probes of least farthest
    /// travel that are such, minimise what others limit: there both stay as they were asked for.
    fn limit(&mut self) {
        let (sites, budget) = self.asked;
        let limits = Limits::of(&self.instance, sites, budget);
        let had_cost = !limits.cost.is_empty();
        self.limits = match self.instance.objective {
            Objective::MinSites | Objective::MinFarthestTravel => limits,
            _ => limits.tightened(self.free().chain(self.forced.iter().copied())),
        };
        let is_fewer = self.limits.sites < sites.map_or(usize::MAX, |s| s as usize);
        let is_tighter = had_cost && is_fewer && self.limits.sites < self.fate.len();
        self.sites = if is_tighter { Some(self.limits.sites as u32) } else { sites };
        self.budget = budget.filter(|_| !had_cost || !self.limits.cost.is_empty());
    }

    /// The problem after a change.
    ///
    /// # Errors
    /// `siting.input` for what is no candidate or cannot be, `siting.infeasible` where
    /// more is forced than may be opened.
    pub(crate) fn changed(&self, change: &Change) -> Result<Self> {
        let mut next = self.clone();
        let lists = [("release", &change.release), ("ban", &change.ban), ("force", &change.force)];
        for (name, ids) in lists {
            in_range(name, ids, self.instance.candidates)?;
            for (at, &j) in ids.iter().enumerate() {
                let place = format!("{name}[{at}]");
                if self.instance.fixed.contains(&j) {
                    return Err(input(&place, format!("candidate {j} is fixed")));
                }
                if name == "force" && change.ban.contains(&j) {
                    return Err(input(&place, format!("candidate {j} is banned too")));
                }
                next.forced.retain(|&k| k != j);
                next.fate[j as usize] = match name {
                    "release" => Fate::Free,
                    "ban" => Fate::Shut,
                    _ => Fate::Open,
                };
                if name == "force" {
                    next.forced.push(j);
                }
            }
        }
        let (sites, budget) = (change.sites.or(self.asked.0), change.budget.or(self.asked.1));
        next.asked = (sites, budget);
        next.instance.check_limits(sites, budget)?;
        next.limit();
        next.limits = next.limits.after(&next.forced).ok_or_else(|| next.too_much_forced())?;
        Ok(next)
    }

    /// By how much the forced sites break which limit.
    fn too_much_forced(&self) -> Error {
        let forced = self.forced.len();
        if let Some(sites) = self.asked.0.filter(|sites| forced > *sites as usize) {
            let found = format!("{forced} sites are forced and {sites} may be opened");
            return infeasible("sites", found);
        }
        let cost = |&j: &u32| self.instance.cost.as_ref().map_or(0.0, |c| c[j as usize]);
        let spent: f64 = self.forced.iter().map(cost).sum();
        let budget = self.asked.1.unwrap_or_default();
        infeasible(
            "budget",
            format!("{forced} forced sites cost {} of {}", legible(spent), legible(budget)),
        )
    }

    /// Whether every plan after a change is one before it, worth the same.
    pub(crate) fn only_takes_plans_away(&self, change: &Change) -> bool {
        let was_free = |j: &u32| self.fate[*j as usize] == Fate::Free;
        let is_less = |new: Option<f64>, old: Option<f64>| {
            new.is_none_or(|new| old.is_none_or(|old| new <= old))
        };
        change.release.iter().all(was_free)
            && change.ban.iter().chain(&change.force).all(was_free)
            && is_less(change.sites.map(f64::from), self.asked.0.map(f64::from))
            && is_less(change.budget, self.asked.1)
    }

    /// The candidates that may be opened or not.
    pub(crate) fn free(&self) -> impl Iterator<Item = u32> {
        let free = |&j: &u32| self.fate[j as usize] == Fate::Free;
        (0..self.instance.candidates).filter(free)
    }

    /// Whether nothing keeps from opening every free candidate.
    pub(crate) fn may_open_all(&self) -> bool {
        self.sites.is_some()
            && self.budget.is_none()
            && self.instance.objective != Objective::MinSites
            // Another site can make access less equal.
            && self.instance.objective != Objective::MinInequality
            && self.limits.sites >= self.free().count()
    }
}

/// An amount for people to read, without the last digits of sums.
pub(crate) fn legible(amount: f64) -> f64 {
    (amount * 1e6).round() / 1e6
}

/// A `siting.infeasible` error at the constraint that cannot be kept.
pub(crate) fn infeasible(place: &str, found: impl Into<String>) -> Error {
    Error::new(ErrorCode::SitingInfeasible, found).at(place)
}
