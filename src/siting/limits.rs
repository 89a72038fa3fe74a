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

    /// The same limits said as tightly as they bind among these candidates: no more sites than the
    /// cheapest that the budget pays for, and no budget where it pays for any so many. Bounds know
    /// more of a number than of a budget. Where all can be paid for nothing changes.
    pub(crate) fn tightened(self, among: impl Iterator<Item = u32>) -> Self {
        if self.cost.is_empty() {
            return self;
        }
        let mut cost: Vec<i128> = among.map(|j| i128::from(self.cost_of(j))).collect();
        cost.sort_unstable();
        let budget = i128::from(self.budget);
        let sums = cost.iter().scan(0, |sum, c| {
            *sum += c;
            Some(*sum)
        });
        let paid = sums.take_while(|sum| *sum <= budget).count();
        if paid == cost.len() {
            return self;
        }
        let sites = self.sites.min(paid);
        let is_any_paid = cost.iter().rev().take(sites).sum::<i128>() <= budget;
        // With no sites to pay for, what costs too much must stay out all the same.
        if is_any_paid && sites > 0 { Self::number(sites) } else { Self { sites, ..self } }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn tightened(cost: &[i64], budget: i64, sites: usize) -> Limits {
        Limits { sites, cost: cost.into(), budget }.tightened(0..cost.len() as u32)
    }

    #[test]
    fn a_budget_that_pays_for_any_so_many_is_a_number() {
        let limits = tightened(&[7, 7, 7, 7], 20, 4);
        assert_eq!((limits.sites, limits.cost.len()), (2, 0));
        assert_eq!(tightened(&[7, 7, 7, 7], 20, 1).sites, 1);
        // Two of them, but not any two.
        let limits = tightened(&[2, 3, 18, 9], 20, 4);
        assert_eq!((limits.sites, limits.cost.len(), limits.budget), (3, 4, 20));
    }

    #[test]
    fn where_all_or_none_can_be_paid_the_budget_stays() {
        let all = tightened(&[1, 2], 3, 9);
        assert_eq!((all.sites, all.cost.len()), (9, 2));
        let none = tightened(&[4, 5], 3, 9);
        assert_eq!((none.sites, none.cost.len()), (0, 2));
    }
}
