//! Maximal coverage with a number of sites: the search for plans and the proof side by side.

use std::sync::Arc;

use super::branch::{Known, Tree};
use super::cover::{Cover, Rows};
use super::presolve::{GONE, Reduced, Reduction};
use super::problem::Problem;
use super::scale::Scale;
use super::swap::Search;

/// The bound gets this many times the work that the search gets, until no swap improves the first
/// plan …
const FIRST_SHARE: u64 = 6;
/// … then as much, until the search has taken so many times the work that its best plan took, and
/// as much as walking the table so often …
const STALLED: u64 = 4;
const STALLED_WALKS: u64 = 64;
/// … and then this many times.
const SHARE_OF_STALLED: u64 = 8;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;

/// The weights of an instance in grains.
#[derive(Clone, Debug)]
pub(crate) struct Grains {
    scale: Scale,
    of_point: Vec<i64>,
}

impl Grains {
    /// The weights in grains, and how large a grain is.
    pub(crate) fn of(problem: &Problem) -> Self {
        let weight = &problem.instance.weight;
        let scale = Scale::of(weight);
        Self { scale, of_point: weight.iter().map(|&w| scale.grains(w)).collect() }
    }

    /// The rows of an instance with these weights.
    pub(crate) fn rows<'a>(&'a self, problem: &'a Problem) -> Rows<'a> {
        let instance = &problem.instance;
        Rows {
            weight: &self.of_point,
            row_start: &instance.row_start,
            row_site: &instance.candidate,
        }
    }
}

/// A maximal-coverage problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Coverage {
    scale: Scale,
    /// The candidate that each site is.
    site_of: Vec<u32>,
    /// The row that each demand point went into, or `GONE`.
    row_of: Vec<u32>,
    /// What is covered by open candidates, in grains.
    covered: i64,
    search: Search,
    /// What the search had walked when it found its best plan.
    walked_to_best: u64,
    /// What it walks at least before it counts as stalled.
    least_walk: u64,
    tree: Tree,
    walked_search: u64,
    walked_bound: u64,
}

impl Coverage {
    /// Sets out on a problem, from what was done on one much like it if given.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Self {
        let grains = Grains::of(problem);
        let reduced = Reduction::Untouched.finished(grains.rows(problem), &problem.fate);
        Self::on(problem, &grains, reduced, before)
    }

    /// Sets out on a problem that has been made smaller.
    pub(crate) fn on(
        problem: &Problem,
        grains: &Grains,
        reduced: Reduced,
        before: Option<(&Self, &[u32])>,
    ) -> Self {
        let Reduced { cover, site_of, row_of, covered } = reduced;
        let cover = Arc::new(cover);
        let p = problem.limits.sites;
        let plan = before.map_or_else(Vec::new, |(_, plan)| names(&site_of, plan));
        let search = Search::new(cover.clone(), p, &plan, SEED);
        let mut x = vec![0.0; cover.sites()];
        for &j in search.best().0 {
            x[j as usize] = 1.0;
        }
        let v = match before {
            Some((before, _)) => {
                let of_points = shares_of_points(&before.row_of, before.tree.shares());
                shares_of_rows(&cover, &row_of, &grains.of_point, &of_points)
            }
            None => first_shares(&cover, &x),
        };
        let entries = cover.entries() as u64;
        Self {
            walked_bound: entries,
            walked_search: 0,
            tree: Tree::new(cover, p, v, x),
            search,
            walked_to_best: 0,
            least_walk: STALLED_WALKS * entries,
            site_of,
            row_of,
            covered,
            scale: grains.scale,
        }
    }

    /// Entries of tables walked.
    pub(crate) fn walked(&self) -> u64 {
        self.walked_search + self.walked_bound
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        self.search.best().0.iter().map(|&j| self.site_of[j as usize]).collect()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        self.search.best().1
    }

    /// No plan covers more than this.
    pub(crate) fn bound(&self) -> f64 {
        self.scale.bound(self.covered + self.tree.bound(self.known()))
    }

    fn known(&self) -> Known {
        let value = self.search.best().1;
        Known { value, better: value + self.scale.step }
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        let known = self.known();
        self.tree.bound(known) < known.better
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let known = self.known();
        let gap = (self.tree.bound(known) - known.value) as f64;
        gap / ((self.covered + known.value) as f64).max(self.scale.grains(1.0) as f64)
    }

    /// How many times the work of the search the bound gets.
    fn share(&self) -> u64 {
        if !self.search.is_settled() {
            FIRST_SHARE
        } else if self.walked_search < (STALLED * self.walked_to_best).max(self.least_walk) {
            1
        } else {
            SHARE_OF_STALLED
        }
    }

    /// One small piece of work: a move of the search or of the proof.
    pub(crate) fn advance(&mut self) {
        if self.walked_search * self.share() < self.walked_bound {
            let before = self.search.best().1;
            self.search.advance();
            self.walked_search = self.search.walked();
            if self.search.best().1 > before {
                self.walked_to_best = self.walked_search;
            }
            return;
        }
        let outcome = self.tree.advance(self.known());
        self.walked_bound += outcome.walked;
        if let Some(plan) = outcome.plan {
            self.search.offer(plan);
        }
        if let Some(support) = outcome.support {
            self.search.focus_on(&support);
        }
    }
}

/// The sites that stand for these candidates in the smaller problem; some may be gone.
fn names(site_of: &[u32], candidates: &[u32]) -> Vec<u32> {
    let place = |j| site_of.binary_search(j).ok().map(|at| at as u32);
    candidates.iter().filter_map(place).collect()
}

/// Multipliers to begin with: whole for rows that the first plan leaves out, shared by the open
/// sites of the others.
fn first_shares(cover: &Cover, x: &[f32]) -> Vec<f32> {
    let share = |i| {
        let open: f32 = cover.row(i).iter().map(|&j| x[j as usize]).sum();
        if open > 0.0 { 0.5 / open } else { 1.0 }
    };
    (0..cover.rows()).map(share).collect()
}

/// The share of the row that each demand point went into; 1 where it went nowhere.
fn shares_of_points(row_of: &[u32], shares: &[f32]) -> Vec<f32> {
    let share = |&row: &u32| if row == GONE { 1.0 } else { shares[row as usize] };
    row_of.iter().map(share).collect()
}

/// The mean share of the demand points that went into each row.
fn shares_of_rows(cover: &Cover, row_of: &[u32], grains: &[i64], of_points: &[f32]) -> Vec<f32> {
    let mut sum = vec![0.0_f64; cover.rows()];
    for ((&row, &weight), &share) in row_of.iter().zip(grains).zip(of_points) {
        if row != GONE {
            sum[row as usize] += weight as f64 * f64::from(share);
        }
    }
    sum.iter().zip(&cover.weight).map(|(s, &w)| (s / w as f64) as f32).collect()
}
