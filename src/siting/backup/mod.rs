//! Most weight with several open sites in reach: exchanges and a Lagrangian bound.
//!
//! ```text
//! max Σ_d w_d·y_d   where   need_d·y_d ≤ Σ_{j in row d} x_j,   y_d ≤ 1
//! with Σ_j x_j ≤ sites, Σ_j cost_j·x_j ≤ budget; fixed candidates are in reach too
//! ```
//!
//! With a multiplier `v_d ≥ 0` per point, at most
//! `Σ_d (w_d − need_d·v_d)⁺ + Σ_{chosen j} Σ_{d in rows of j} v_d` is served. Splitting on a site
//! makes the bound exact in the end: what an open site gives is taken off the need.
//!
//! Source: backup coverage, Hogan & `ReVelle` 1986.

mod search;

use std::sync::Arc;

use super::cover::Cover;
use super::lagrange::{Goal, Grain, Known, Multipliers, Table, Tree};
use super::presolve::Fate;
use super::problem::Problem;
use super::proof::Proof;
use search::Search;

/// The bound gets this many times the work that the search gets.
const SEARCH_SHARE: u64 = 1;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;

/// A backup coverage problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Backup {
    grain: Grain,
    /// The demand point of each row.
    point_of: Vec<u32>,
    /// The weight of all points, and of those that no plan can serve.
    all: i64,
    lost: i64,
    /// The weight of all rows.
    total: i64,
    search: Search,
    tree: Tree,
    walked_bound: u64,
}

impl Backup {
    /// Sets out on a problem, from what was done on one much like it if given.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Self {
        let (instance, limits) = (&problem.instance, &problem.limits);
        let total: f64 = instance.weight.iter().sum();
        let is_whole = instance.weight.iter().all(|w| w.fract() == 0.0);
        let grain = Grain::new(total, total, instance.weight.len(), is_whole);
        let fits = |j: u32| limits.cost_of(j) <= limits.budget;
        let fate: Vec<Fate> = problem
            .fate
            .iter()
            .zip(0..)
            .map(|(&fate, j)| if fate == Fate::Free && fits(j) { fate } else { Fate::Shut })
            .collect();
        let mut table = Table::new(vec![0; fate.len()]);
        let (mut point_of, mut all, mut lost) = (Vec::new(), 0, 0);
        let (mut row_start, mut row_site) = (vec![0], Vec::new());
        for (d, &weight) in instance.weight.iter().enumerate() {
            let mut row = instance.row(d).to_vec();
            row.sort_unstable();
            row.dedup();
            let there = row.iter().filter(|&&j| problem.fate[j as usize] == Fate::Open).count();
            row.retain(|&j| fate[j as usize] == Fate::Free);
            let need = (instance.need_of(d) as usize).saturating_sub(there);
            let price = grain.down(weight);
            all += grain.up(weight);
            if need == 0 || price == 0 {
                continue;
            }
            if row.len() < need {
                lost += price;
                continue;
            }
            table.push(price, row.iter().map(|&j| (j, 0)));
            table.need.push(need as u32);
            point_of.push(d as u32);
            row_site.append(&mut row);
            row_start.push(row_site.len() as u32);
        }
        let cover = Cover::new(table.alone.clone(), row_start, row_site, fate.len());
        let start = before.map_or(&[][..], |(_, plan)| plan).iter().copied();
        let start: Vec<u32> = start.filter(|&j| fate[j as usize] == Fate::Free).collect();
        let free = (0..fate.len() as u32).filter(|&j| fate[j as usize] == Fate::Free).collect();
        let search =
            Search::new(Arc::new(cover), table.need.clone(), limits.clone(), free, &start, SEED);
        let multipliers = match before {
            Some((before, _)) => before.multipliers_for(&point_of, &table),
            None => Multipliers { of_row: search.first_multipliers(), of_budget: 0 },
        };
        let total = table.alone.iter().sum();
        let goal = Goal::Least(limits.clone());
        let mut tree = Tree::new(Arc::new(table), goal, fate, multipliers);
        tree.keep_leaves();
        Self { grain, point_of, all, lost, total, search, tree, walked_bound: 0 }
    }

    /// The multipliers of another problem over the same points.
    fn multipliers_for(&self, point_of: &[u32], table: &Table) -> Multipliers {
        let old = self.tree.multipliers();
        let multiplier = |(row, d): (usize, &u32)| {
            let before = self.point_of.binary_search(d).ok().map(|at| old.of_row[at]);
            before.map_or(table.most(row), |u| u.min(table.most(row)))
        };
        let of_row = point_of.iter().enumerate().map(multiplier).collect();
        Multipliers { of_row, of_budget: old.of_budget }
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
        self.search.best().1
    }

    /// No plan serves more than this.
    pub(crate) fn bound(&self) -> f64 {
        self.grain.rounded_down(self.all - self.lost - self.tree.bound(self.known()))
    }

    fn known(&self) -> Known {
        let value = self.total - self.search.best().1;
        Known { value, better: value - self.grain.step + 1 }
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        let known = self.known();
        self.tree.bound(known) >= known.better || self.tree.is_empty()
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let known = self.known();
        let gap = (known.value - self.tree.bound(known)) as f64;
        let served = self.all - self.lost - known.value;
        gap / (served.max(self.grain.up(1.0)) as f64)
    }

    /// One small piece of work: a move of the search or of the proof.
    pub(crate) fn advance(&mut self) {
        if self.search.walked() * SEARCH_SHARE < self.walked_bound {
            self.search.advance();
            return;
        }
        let outcome = self.tree.advance(self.known());
        self.walked_bound += outcome.walked;
        if let Some(plan) = outcome.plan {
            self.search.offer(plan);
        }
    }

    /// The proof so far, in candidates and demand points.
    pub(crate) fn proof(&self) -> Proof {
        let leaves = self.tree.leaves();
        Proof {
            least: self.tree.proven(&leaves).map(|least| least + i128::from(self.lost)),
            plan: self.plan(),
            grain: self.grain,
            value: self.total - self.search.best().1 + self.lost,
            points: self.point_of.clone(),
            leaves,
            time: None,
            served: Vec::new(),
            uncovered: None,
        }
    }
}
