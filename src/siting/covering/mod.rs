//! Fewest sites, or least cost, that cover all or a share of the weight.
//!
//! ```text
//! min Σ_j f_j·x_j   where   Σ_d w_d·y_d ≥ coverage · Σ_{d coverable} w_d,   y_d ≤ Σ_{j in row d} x_j
//! ```
//!
//! `f_j` is the cost of site `j`, or 1 without costs. For all of the weight, a row left out may as
//! well pay the least `f_j` of its sites: the bound is then `Σ u_i − Σ_j (s_j − f_j)⁺` with
//! `s_j = Σ_{i in rows of j} u_i`, and with cuts a little more (`relaxing`).

mod dominance;
mod proving;
mod relaxing;
mod weighting;

use std::sync::Arc;

use super::cover::{Cover, Rows};
use super::lagrange::{Goal, Grain, Known, Multipliers, Table, Tree};
use super::presolve::{Fate, GONE, aggregate, first_of_each};
use super::problem::{Problem, infeasible};
use super::proof::Proof;
use crate::Result;
use proving::prove_share;
pub(crate) use proving::{grain, prove};
use relaxing::Relaxing;
use weighting::Weighting;

/// The bound gets this many times the work that the search gets, until the first proof has come
/// to a halt; then as much.
const FIRST_SHARE: u64 = 8;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;
/// Plans may miss the share asked for by this part of the weight.
const CRUMB: f64 = 1e-9;

/// A cover problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Covering {
    grain: Grain,
    cover: Arc<Cover>,
    /// The candidate that each site is.
    site_of: Vec<u32>,
    /// The row that each demand point went into, or `GONE`.
    row_of: Vec<u32>,
    /// All of the weight has to be covered.
    is_full: bool,
    /// The weight that may stay uncovered, and the grains of weights.
    uncovered: (f64, Grain),
    /// Candidates that cost nothing and are open in every plan.
    gifts: Vec<u32>,
    /// What the forced candidates cost.
    forced_cost: f64,
    search: Weighting,
    /// The relaxation of full covers, until it comes to a halt, and what it proved with cuts.
    relaxing: Option<Relaxing>,
    cut_bound: i64,
    tree: Tree,
    walked_bound: u64,
}

impl Covering {
    /// Sets out on a problem, from what was done on one much like it if given.
    ///
    /// # Errors
    /// `siting.infeasible` where what may be opened does not cover enough.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Result<Self> {
        let instance = &problem.instance;
        let seen = |d: usize| !instance.row(d).is_empty();
        let coverable: f64 =
            (0..instance.weight.len()).filter(|&d| seen(d)).map(|d| instance.weight[d]).sum();
        let share = instance.coverage.unwrap_or(1.0);
        let is_whole = instance.weight.iter().all(|w| w.fract() == 0.0);
        let people = Grain::new(coverable, coverable, instance.weight.len(), is_whole);
        let weight: Vec<i64> = instance.weight.iter().map(|&w| people.up(w)).collect();
        let out = if share >= 1.0 { 0.0 } else { coverable * (1.0 - share + CRUMB) };
        let out = if is_whole { out.floor() } else { out };
        let mut may_stay_out = people.down(out);
        let cost = |j: u32| proving::cost_of(problem, j);
        let mut fate = problem.fate.clone();
        let gifts: Vec<u32> = if share > 0.0 {
            problem.free().filter(|&j| cost(j) == 0.0).collect()
        } else {
            Vec::new()
        };
        for &j in &gifts {
            fate[j as usize] = Fate::Open;
        }
        for (d, &grains) in weight.iter().enumerate().filter(|(d, w)| **w > 0 && seen(*d)) {
            if instance.row(d).iter().all(|&j| fate[j as usize] == Fate::Shut) {
                may_stay_out -= grains;
                if may_stay_out < 0 {
                    let found =
                        format!("demand point {d} is in reach of no candidate that may open");
                    return Err(infeasible(&format!("weight[{d}]"), found));
                }
            }
        }
        let rows =
            Rows { weight: &weight, row_start: &instance.row_start, row_site: &instance.candidate };
        let grain = proving::grain(problem);
        let charge_of = |j: u32| grain.down(cost(j)).max(1);
        let (cover, site_of, row_of) = reduced(rows, &fate, may_stay_out == 0, charge_of);
        let charge: Vec<i64> = site_of.iter().map(|&j| charge_of(j)).collect();
        let start: Vec<u32> = before.map_or_else(Vec::new, |(_, plan)| {
            plan.iter().filter_map(|j| site_of.binary_search(j).ok()).map(|at| at as u32).collect()
        });
        let search = Weighting::new(&cover, charge.clone(), may_stay_out, &start, SEED);
        let is_full = may_stay_out == 0;
        let mut table = Table::new(charge.clone());
        let least = |i: usize| cover.row(i).iter().map(|&j| charge[j as usize]).min().unwrap_or(0);
        for i in 0..cover.rows() {
            let alone = if is_full { least(i) } else { cover.weight[i] };
            table.push(alone, cover.row(i).iter().map(|&j| (j, 0)));
        }
        let mut cover = cover;
        if is_full {
            cover.weight.clone_from(&table.alone);
        }
        let mut open = vec![0.0_f32; cover.sites()];
        for &j in search.best().map_or(&[][..], |b| b.0) {
            open[j as usize] = 1.0;
        }
        // No site is worth more than its charge at first, so that there is a bound at once.
        let fair = |i: usize, j: u32| {
            let rows = cover.site(j as usize).len() as f64;
            charge[j as usize] as f64 / (table.alone[i] as f64 * rows)
        };
        let share = |i: usize| cover.row(i).iter().map(|&j| fair(i, j)).fold(1.0, f64::min) as f32;
        let shares: Vec<f32> = (0..cover.rows()).map(share).collect();
        let goal = if is_full {
            Goal::Least(super::limits::Limits::number(cover.sites()))
        } else {
            Goal::Enough { most: may_stay_out }
        };
        let of_row =
            shares.iter().zip(&table.alone).map(|(s, &w)| (f64::from(*s) * w as f64) as i64);
        let multipliers = Multipliers { of_row: of_row.collect(), of_budget: 0 };
        let free = vec![Fate::Free; cover.sites()];
        let cover = Arc::new(cover);
        let relaxing = (is_full && cover.rows() > 0)
            .then(|| Relaxing::new(cover.clone(), charge.clone(), &shares, open));
        Ok(Self {
            tree: Tree::new(Arc::new(table), goal, free, multipliers),
            grain,
            site_of,
            row_of,
            is_full,
            uncovered: (out, people),
            gifts,
            forced_cost: problem.forced.iter().map(|&j| cost(j)).sum(),
            search,
            relaxing,
            cut_bound: 0,
            walked_bound: cover.entries() as u64,
            cover,
        })
    }

    /// Entries of tables walked.
    pub(crate) fn walked(&self) -> u64 {
        self.search.walked() + self.walked_bound
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        let sites = self.search.best().map_or(&[][..], |b| b.0);
        self.gifts.iter().copied().chain(sites.iter().map(|&j| self.site_of[j as usize])).collect()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        -self.known().value
    }

    /// No plan costs less than this.
    pub(crate) fn bound(&self) -> f64 {
        self.forced_cost + self.grain.rounded_up(self.least())
    }

    /// The same for what is not forced, in grains.
    fn least(&self) -> i64 {
        let known = self.known();
        self.tree.bound(known).max(self.cut_bound.min(known.value))
    }

    fn known(&self) -> Known {
        let value = self.search.best().map_or(i64::MAX / 2, |b| b.1);
        Known { value, better: value - self.grain.step + 1 }
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        self.least() >= self.known().better || self.tree.is_empty()
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let known = self.known();
        let gap = (known.value - self.least()) as f64;
        let value = known.value + self.grain.up(self.forced_cost);
        gap / (value.max(self.grain.up(1.0)) as f64)
    }

    /// One small piece of work: a move of the search or of the proof.
    pub(crate) fn advance(&mut self) {
        let share = if self.relaxing.is_some() { FIRST_SHARE } else { 1 };
        if self.search.walked() * share < self.walked_bound {
            self.search.advance();
        } else if let Some(relaxing) = &mut self.relaxing {
            let relaxed = relaxing.advance();
            self.walked_bound += relaxed.walked;
            self.cut_bound = relaxing.bound();
            if relaxed.is_done {
                self.relaxing = None;
            }
            if let Some(of_row) = relaxed.of_row {
                self.tree.start_at(Multipliers { of_row, of_budget: 0 }, self.known());
            }
        } else {
            let outcome = self.tree.advance(self.known());
            self.walked_bound += outcome.walked;
            if let Some(plan) = outcome.plan {
                self.search.offer(plan);
                self.search.take_offer();
            }
        }
    }
}

impl Covering {
    /// A proof worked on for so many entries. That a cover may be too dear is no part of it.
    pub(crate) fn proof(&self, problem: &Problem, entries: u64) -> Option<Proof> {
        self.search.best()?;
        let known = self.known();
        let of_row = &self.tree.multipliers().of_row;
        let mut of_point = vec![0; problem.instance.weight.len()];
        let proven = if self.is_full {
            for (&d, &u) in first_of_each(&self.row_of, of_row.len()).iter().zip(of_row) {
                of_point[d as usize] = u;
            }
            prove(problem, |d| of_point[d], |_| known, entries)
        } else {
            let (out, people) = self.uncovered;
            for (d, &row) in self.row_of.iter().enumerate().filter(|(_, row)| **row != GONE) {
                let (row, own) = (row as usize, people.down(problem.instance.weight[d]));
                let part = i128::from(of_row[row]) * i128::from(own);
                of_point[d] = (part / i128::from(self.cover.weight[row])) as i64;
            }
            prove_share(problem, people, people.down(out), &of_point, known, entries)
        };
        let least = Some(proven.bound?);
        let plan = self.plan();
        let cost = plan.iter().map(|&j| self.grain.down(proving::cost_of(problem, j)));
        Some(Proof {
            grain: self.grain,
            value: cost.sum(),
            plan,
            points: proven.points,
            leaves: proven.leaves,
            least,
            time: None,
            served: Vec::new(),
            uncovered: (!self.is_full).then_some(self.uncovered),
        })
    }
}

/// The rows to cover and the candidates that may, without what another stands for; and the row
/// that each demand point went into, or `GONE`.
fn reduced(
    rows: Rows<'_>,
    fate: &[Fate],
    is_full: bool,
    charge_of: impl Fn(u32) -> i64,
) -> (Cover, Vec<u32>, Vec<u32>) {
    let first = aggregate(rows, fate);
    let (mut cover, mut site_of) = (first.cover, first.site_of);
    let mut row_of = first.row_of;
    loop {
        let charge: Vec<i64> = site_of.iter().map(|&j| charge_of(j)).collect();
        let idle = dominance::idle_sites(&cover, &charge);
        let mut weight = cover.weight.clone();
        if is_full {
            for (weight, _) in weight.iter_mut().zip(dominance::idle_rows(&cover)).filter(|e| e.1) {
                // A row without weight leaves.
                *weight = 0;
            }
        }
        let before = (cover.rows(), cover.sites());
        let bare = cover.as_rows();
        let inner = aggregate(Rows { weight: &weight, ..bare }, &idle);
        debug_assert!(inner.row_of.iter().zip(&weight).all(|(r, w)| (*r == GONE) == (*w == 0)));
        site_of = inner.site_of.iter().map(|&j| site_of[j as usize]).collect();
        cover = inner.cover;
        for row in row_of.iter_mut().filter(|row| **row != GONE) {
            *row = inner.row_of[*row as usize];
        }
        if (cover.rows(), cover.sites()) == before {
            return (cover, site_of, row_of);
        }
    }
}
