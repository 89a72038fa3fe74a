//! How many sites may be opened and what they may cost, as whole numbers that every part of a
//! solver agrees on.

use std::sync::Arc;

use super::instance::Instance;

/// Costs that are no whole numbers are scaled so that the budget takes this many bits.
const BITS: i32 = 50;
/// Whole costs up to this sum are kept as they are.
const WHOLE_LIMIT: f64 = 1_125_899_906_842_624.0;

/// A number of sites and a budget.
///
/// Fractions are compared at 2^-50 of the budget per candidate: 0.1 and 0.2 fit into 0.3.
#[derive(Clone, Debug, Default)]
pub(crate) struct Limits {
    /// At most this many sites.
    pub(crate) sites: usize,
    /// What each candidate costs; empty where no budget is given.
    pub(crate) cost: Arc<[i64]>,
    /// The most that they may cost together.
    pub(crate) budget: i64,
}

impl Limits {
    /// At most so many sites at any cost.
    pub(crate) fn number(sites: usize) -> Self {
        Self { sites, ..Self::default() }
    }

    /// The limits of an instance, with this number of sites and budget.
    pub(crate) fn of(instance: &Instance, sites: Option<u32>, budget: Option<f64>) -> Self {
        let all = instance.candidates as usize;
        let sites = sites.map_or(all, |s| s as usize);
        let Some((budget, cost)) = budget.zip(instance.cost.as_ref()) else {
            return Self::number(sites);
        };
        let total: f64 = cost.iter().sum();
        if total <= WHOLE_LIMIT && cost.iter().all(|c| c.fract() == 0.0) {
            let cost = cost.iter().map(|&c| c as i64).collect();
            return Self { sites, cost, budget: budget.min(total).floor() as i64 };
        }
        let budget = budget.min(total);
        let shift = if budget > 0.0 { BITS - libm::ilogb(budget) } else { 0 };
        let most = libm::round(libm::ldexp(budget, shift)) as i64 + all as i64;
        // What is beyond the budget alone is cut off there, and what costs something costs a unit.
        let whole = |c: f64| (libm::round(libm::ldexp(c, shift)).min((most + 1) as f64)) as i64;
        let cost = cost.iter().map(|&c| if c > 0.0 { whole(c).max(1) } else { 0 });
        Self { sites, cost: cost.collect(), budget: if budget > 0.0 { most } else { 0 } }
    }

    /// What a candidate costs; 0 where there is no budget.
    pub(crate) fn cost_of(&self, j: u32) -> i64 {
        self.cost.get(j as usize).copied().unwrap_or(0)
    }

    /// What is left of the limits when these are open; none where they are too many or too dear.
    pub(crate) fn after(&self, opened: &[u32]) -> Option<Self> {
        let cost: i128 = opened.iter().map(|&j| i128::from(self.cost_of(j))).sum();
        let budget = i128::from(self.budget) - cost;
        let sites = self.sites.checked_sub(opened.len())?;
        (budget >= 0).then(|| Self { sites, cost: self.cost.clone(), budget: budget as i64 })
    }
}
