//! Maximal coverage with a number of sites: the search for plans and the proof side by side.

mod proving;
mod recounting;

use std::sync::Arc;

use super::branch::{Known, Tree};
use super::cover::{Cover, Rows};
use super::lists::Lists;
use super::part::mean_of_rows;
use super::presolve::{GONE, Reduced, Reduction};
use super::problem::Problem;
use super::scale::Scale;
use super::swap::Search;
use super::task::Start;
use super::zero_half::Cut;

/// The bound gets this many times the work that the search gets, until no swap improves the first
/// plan and the multipliers have made so many steps …
const FIRST_SHARE: u64 = 5;
const FIRST_STEPS: u32 = 80;
/// … then as much, until the search has taken so many times the work that its best plan took, and
/// as much as walking the table so often …
const STALLED: u64 = 8;
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
        let (start, cuts) = match before {
            Some((before, _)) => before.start_of(&cover, &site_of, &row_of, &grains.of_point),
            None => (first_start(&cover, p, search.best().0), Vec::new()),
        };
        let entries = cover.entries() as u64;
        Self {
            walked_bound: entries,
            walked_search: 0,
            tree: Tree::new(cover, p, cuts, start),
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

    /// The points of each site of the best plan.
    pub(crate) fn points(&self, candidates: usize) -> Lists {
        let cover = self.search.whole();
        let row_of = (0..).zip(&self.row_of).filter(|(_, row)| **row != GONE);
        let of_row = Lists::of(cover.rows(), row_of.map(|(d, &row)| (row, d)));
        let mut pairs = Vec::new();
        for &j in self.search.best().0 {
            let from = pairs.len();
            for &i in cover.site(j as usize) {
                pairs.extend(of_row.get(i).iter().map(|&d| (self.site_of[j as usize], d)));
            }
            pairs[from..].sort_unstable();
        }
        Lists::of(candidates, pairs.iter().copied())
    }

    /// Multipliers, open shares and cuts, as the root last kept them, for another problem over the same
    /// points and candidates: what stands for them there, and the weight of each point.
    fn start_of(
        &self,
        cover: &Cover,
        site_of: &[u32],
        row_of: &[u32],
        grains: &[i64],
    ) -> (Start, Vec<Cut>) {
        let (root, cuts) = self.tree.root();
        let rows = self.search.whole().rows();
        // Of points that were gone nothing is known.
        let share = |&row: &u32| if row == GONE { 1.0 } else { root.v[row as usize] };
        let mut v = mean_of_rows(cover, row_of, grains, self.row_of.iter().map(share));
        // The row that one of the points of each row goes into.
        let mut becomes = vec![GONE; rows];
        for (&old, &new) in self.row_of.iter().zip(row_of).filter(|(old, _)| **old != GONE) {
            becomes[old as usize] = new;
        }
        let mut kept = Vec::new();
        for (cut, &share) in cuts.iter().zip(&root.v[rows..]) {
            if let Some(cut) = cut.renamed(|i| becomes[i as usize]) {
                kept.push(cut);
                v.push(share);
            }
        }
        let mut x = vec![0.0; cover.sites()];
        for (j, &share) in self.site_of.iter().zip(&root.x) {
            if let Ok(at) = site_of.binary_search(j) {
                x[at] = share;
            }
        }
        (Start { v, x, is_near: true }, kept)
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
        if !self.search.is_settled() || self.tree.steps() < FIRST_STEPS {
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

/// Multipliers and open shares to begin with: all sites open alike, which is nearer to the
/// relaxation's best than any plan; multipliers whole for rows that a plan leaves out, for others half,
/// shared by their open sites.
fn first_start(cover: &Cover, p: usize, plan: &[u32]) -> Start {
    let mut open = vec![0_u32; cover.rows()];
    for &i in plan.iter().flat_map(|&j| cover.site(j as usize)) {
        open[i as usize] += 1;
    }
    let share = |&open: &u32| if open > 0 { 0.5 / open as f32 } else { 1.0 };
    let alike = p as f32 / cover.sites() as f32;
    let x = vec![alike.min(1.0); cover.sites()];
    Start { v: open.iter().map(share).collect(), x, is_near: false }
}
