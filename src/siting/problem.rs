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
        Ok(Self {
            sites: instance.sites,
            budget: instance.budget,
            limits: Limits::of(&instance, instance.sites, instance.budget),
            instance: Arc::new(instance),
            fate,
            forced: Vec::new(),
        })
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
        next.sites = change.sites.or(self.sites);
        next.budget = change.budget.or(self.budget);
        next.instance.check_limits(next.sites, next.budget)?;
        let limits = Limits::of(&self.instance, next.sites, next.budget);
        next.limits = limits.after(&next.forced).ok_or_else(|| {
            let place = if next.forced.len() > limits.sites { "sites" } else { "budget" };
            let found = format!("{} sites are forced and fewer may be opened", next.forced.len());
            infeasible(place, found)
        })?;
        Ok(next)
    }

    /// Whether every plan after a change is one before it, worth the same.
    pub(crate) fn only_takes_plans_away(&self, change: &Change) -> bool {
        let was_free = |j: &u32| self.fate[*j as usize] == Fate::Free;
        let is_less = |new: Option<f64>, old: Option<f64>| {
            new.is_none_or(|new| old.is_none_or(|old| new <= old))
        };
        change.release.iter().all(was_free)
            && change.ban.iter().chain(&change.force).all(was_free)
            && is_less(change.sites.map(f64::from), self.sites.map(f64::from))
            && is_less(change.budget, self.budget)
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

/// A `siting.infeasible` error at the constraint that cannot be kept.
pub(crate) fn infeasible(place: &str, found: impl Into<String>) -> Error {
    Error::new(ErrorCode::SitingInfeasible, found).at(place)
}
