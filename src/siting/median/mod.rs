//! Least total travel, and most coverage within a budget: interchange and Lagrangian bound.
//!
//! ```text
//! min Σ_d w_d·min(t_d, unserved)   where   t_d = least seconds to an open candidate in row d
//! max Σ_d w_d·[row d ∩ open ≠ ∅]   =   Σ_d w_d − min Σ_d w_d·[row d ∩ open = ∅]
//! with Σ_j x_j ≤ sites, Σ_j cost_j·x_j ≤ budget; the fixed candidates are open
//! ```

mod interchange;
mod served;

use std::sync::Arc;

use super::lagrange::{Goal, Grain, Known, Multipliers, Table, Tree};
use super::presolve::Fate;
use super::problem::{Problem, infeasible};
use super::proof::Proof;
use crate::{Error, Result};
use interchange::Interchange;

/// The bound gets this many times the work that the search gets.
const SEARCH_SHARE: u64 = 2;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;

/// A p-median or budgeted coverage problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Median {
    prices: Prices,
    search: Interchange,
    tree: Tree,
    walked_bound: u64,
}

/// The table of a problem and how it belongs to the demand points.
#[derive(Clone, Debug)]
struct Prices {
    grain: Grain,
    table: Arc<Table>,
    /// The demand point of each row.
    point_of: Vec<u32>,
    /// What points without a choice pay.
    constant: i64,
    /// What a row pays that must not be left alone.
    far: i64,
    /// The weight of all points, of which what is paid is taken off; none for travel.
    covered_by_all: Option<i64>,
}

impl Median {
    /// Sets out on a problem, from what was done on one much like it if given.
    ///
    /// # Errors
    /// `siting.infeasible` naming a point that no candidate can reach.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Result<Self> {
        let prices = Prices::of(problem)?;
        let limits = &problem.limits;
        let table = prices.table.clone();
        // Rows know of open candidates by what they pay alone.
        let fate: Vec<Fate> = problem
            .fate
            .iter()
            .zip(0..)
            .map(|(fate, j)| match fate {
                Fate::Free if limits.cost_of(j) <= limits.budget => Fate::Free,
                _ => Fate::Shut,
            })
            .collect();
        let start = before.map_or(&[][..], |(_, plan)| plan);
        let start: Vec<u32> =
            start.iter().copied().filter(|&j| fate[j as usize] == Fate::Free).collect();
        let search = Interchange::new(table.clone(), limits.clone(), &fate, &start, SEED);
        let multipliers = match before {
            Some((before, _)) => before.multipliers_for(&prices),
            None => Multipliers { of_row: search.first_multipliers(), of_budget: 0 },
        };
        let mut tree = Tree::new(table, Goal::Least(limits.clone()), fate, multipliers);
        tree.keep_leaves();
        Ok(Self { prices, search, tree, walked_bound: 0 })
    }

    /// The multipliers of another problem over the same points.
    fn multipliers_for(&self, prices: &Prices) -> Multipliers {
        let mut old =
            vec![i64::MAX; self.prices.point_of.iter().max().map_or(0, |&d| d as usize + 1)];
        for (&d, &u) in self.prices.point_of.iter().zip(&self.tree.multipliers().of_row) {
            old[d as usize] = u;
        }
        let of_row = prices
            .point_of
            .iter()
            .zip(&prices.table.alone)
            .map(|(&d, &alone)| old.get(d as usize).map_or(alone, |&u| u.min(alone)));
        Multipliers { of_row: of_row.collect(), of_budget: self.tree.multipliers().of_budget }
    }

    /// Entries of tables walked.
    pub(crate) fn walked(&self) -> u64 {
        self.search.walked() + self.walked_bound
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        self.search.best().0.to_vec()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        -self.search.best().1 - self.prices.constant
    }

    /// No plan is better than this.
    pub(crate) fn bound(&self) -> f64 {
        let bound = self.tree.bound(self.known()) + self.prices.constant;
        match self.prices.covered_by_all {
            Some(all) => self.prices.grain.rounded_down(all - bound),
            None => self.prices.grain.rounded_up(bound),
        }
    }

    fn known(&self) -> Known {
        let value = self.search.best().1;
        Known { value, better: value - self.prices.grain.step + 1 }
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        let known = self.known();
        self.tree.bound(known) >= known.better || self.tree.is_empty()
    }

    /// Whether it is proven that every plan leaves some weight uncovered.
    pub(crate) fn proves_some_left(&self) -> bool {
        self.is_optimal()
            || self.tree.bound(self.known()) + self.prices.constant >= self.prices.grain.step
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let known = self.known();
        let gap = (known.value - self.tree.bound(known)) as f64;
        let paid = known.value + self.prices.constant;
        let value = self.prices.covered_by_all.map_or(paid, |all| all - paid);
        gap / (value.max(self.prices.grain.up(1.0)) as f64)
    }

    /// One small piece of work: a move of the search or of the proof.
    pub(crate) fn advance(&mut self) {
        if !self.search.is_settled() || self.search.walked() * SEARCH_SHARE < self.walked_bound {
            self.search.advance();
            return;
        }
        let outcome = self.tree.advance(self.known());
        self.walked_bound += outcome.walked;
        if outcome.is_smaller {
            self.search.focus_on(self.tree.root());
        }
        if let Some(plan) = outcome.plan {
            self.search.offer(plan);
        }
    }

    /// The proof so far, in candidates and demand points.
    pub(crate) fn proof(&self) -> Proof {
        let rows = &self.prices.point_of;
        let leaves = self.tree.leaves();
        let constant = i128::from(self.prices.constant);
        Proof {
            least: self.tree.proven(&leaves).map(|least| least + constant),
            plan: self.plan(),
            grain: self.prices.grain,
            value: self.search.best().1 + self.prices.constant,
            points: rows.clone(),
            leaves,
            time: None,
            served: Vec::new(),
            uncovered: None,
        }
    }

    /// Why the best plan is no plan, if it is none: a point that has to be served is not.
    pub(crate) fn fault(&self) -> Option<Error> {
        let i = self.search.left_alone(self.prices.far)?;
        let d = self.prices.point_of[i];
        let proven = if self.is_optimal() {
            "no plan within the limits reaches all points"
        } else {
            "no plan that reaches all points within the limits was found"
        };
        // Each that must not be left alone pays more than all others together.
        let alone = self.search.best().1 / self.prices.far;
        let found =
            format!("{proven}: the best leaves {alone} demand points out of reach, {d} among them");
        Some(infeasible(&format!("weight[{d}]"), found))
    }
}

impl Prices {
    fn of(problem: &Problem) -> Result<Self> {
        if problem.instance.seconds.is_some() && problem.instance.is_travel() {
            Self::of_travel(problem)
        } else {
            Ok(Self::of_coverage(problem))
        }
    }

    fn of_coverage(problem: &Problem) -> Self {
        let weight = &problem.instance.weight;
        let grain = Grain::of_weights(weight);
        let mut table = Table::new(vec![0; problem.fate.len()]);
        let (mut point_of, mut constant, mut all) = (Vec::new(), 0, 0);
        for (d, &weight) in weight.iter().enumerate() {
            let row = problem.instance.row(d);
            let is = |fate: Fate| row.iter().any(|&j| problem.fate[j as usize] == fate);
            all += grain.up(weight);
            let price = grain.down(weight);
            if is(Fate::Open) || price == 0 {
                continue;
            }
            if is(Fate::Free) {
                table.push(price, row.iter().map(|&j| (j, 0)));
                point_of.push(d as u32);
            } else {
                constant += price;
            }
        }
        let table = Arc::new(table);
        Self { grain, table, point_of, constant, far: i64::MAX, covered_by_all: Some(all) }
    }

    fn of_travel(problem: &Problem) -> Result<Self> {
        let instance = &problem.instance;
        let seconds = instance.seconds.as_deref().unwrap_or_default();
        let unserved = instance.unserved_seconds;
        let (mut most, mut matters, mut hard, mut is_whole) = (0.0, 0.0, 0, true);
        let is_open = |j: u32| problem.fate[j as usize] == Fate::Open;
        for (d, &w) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let range = instance.range(d);
            let mut worst = unserved.map_or(0.0, |s| w * s);
            for &s in seconds[range.clone()].iter().chain(unserved.as_ref()) {
                worst = (w * s).max(worst);
                is_whole &= (w * s).fract() == 0.0;
            }
            most += worst;
            // What going without is priced at says nothing of how fine times are told apart.
            matters += w * seconds[range].iter().copied().fold(0.0, f64::max);
            if unserved.is_none() && !instance.row(d).iter().any(|&j| is_open(j)) {
                hard += 1;
            }
        }
        let with_far = if hard > 0 { (most + 1.0) * f64::from(hard + 1) } else { most };
        let grain = Grain::new(with_far, matters, instance.weight.len(), is_whole);
        let far = grain.up(most + 1.0) + instance.weight.len() as i64;
        let mut table = Table::new(vec![0; problem.fate.len()]);
        let (mut point_of, mut constant) = (Vec::new(), 0);
        for (d, &w) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let entries = instance.row(d).iter().copied().zip(&seconds[instance.range(d)]);
            let entries = entries.map(|(j, &s)| (j, grain.down(w * s)));
            let open = entries.clone().filter(|e| is_open(e.0)).map(|e| e.1);
            let alone = open.chain(unserved.map(|s| grain.down(w * s))).min();
            let free = entries.filter(|e| problem.fate[e.0 as usize] == Fate::Free);
            if free.clone().next().is_some() && (alone.is_some() || problem.limits.sites > 0) {
                table.push(alone.unwrap_or(far), free);
                point_of.push(d as u32);
            } else if let Some(alone) = alone {
                constant += alone;
            } else {
                let found = format!("demand point {d} is in reach of no candidate that may open");
                return Err(infeasible(&format!("weight[{d}]"), found));
            }
        }
        let table = Arc::new(table);
        Ok(Self { grain, table, point_of, constant, far, covered_by_all: None })
    }
}
