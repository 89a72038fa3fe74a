//! Most weight served where every site has a capacity: exchanges and a Lagrangian bound.
//!
//! ```text
//! max Σ_dj y_dj   where   Σ_j y_dj ≤ w_d,   Σ_d y_dj ≤ capacity_j·x_j,   y_dj > 0 only for j in row d
//! with Σ_j x_j ≤ sites, Σ_j cost_j·x_j ≤ budget; fixed candidates serve up to their capacity too
//! ```
//!
//! With a multiplier `u_d` in `[0, w_d]` per point, at most
//! `Σ_d (w_d − u_d) + Σ_{chosen j} s_j` is served, where `s_j` fills `capacity_j` with the points
//! of the greatest `u_d / w_d` in reach of `j`. Whole multipliers, the sites and what each serves of
//! whom are the certificate. Where every point is to be served as a whole (`y_dj` is `w_d` or 0),
//! the same bound holds, but a gap may stay.

mod annealing;
mod districts;
mod flow;

use std::sync::Arc;

use super::cover::{Cover, Rows};
use super::lagrange::{Goal, Grain, Known, Multipliers, Table, Tree};
use super::limits::Limits;
use super::presolve::{Fate, aggregate, first_of_each, separate};
use super::problem::Problem;
use super::proof::Proof;
use annealing::Annealing;
use districts::Districts;
use flow::Flow;

/// The bound gets this many times the work that the search gets.
const SEARCH_SHARE: u64 = 1;
/// Points as wholes: when nothing is left to prove, the search ends after so many annealings.
const ENOUGH: usize = 4;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;

/// A capacitated coverage problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Capacitated {
    grain: Grain,
    /// The weight of all rows, rounded down.
    total: i64,
    /// What rounding took off all weights, and off all capacities.
    lost: [i64; 2],
    /// The candidate that each site is.
    site_of: Vec<u32>,
    row_of: Vec<u32>,
    search: Annealing,
    tree: Tree,
    /// The least that is paid in a part of the plans with one plan left, whatever was rounded off
    /// the capacities there.
    settled: i64,
    is_whole: bool,
    walked_bound: u64,
}

impl Capacitated {
    /// Sets out on a problem, from what was done on one much like it if given.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Self {
        let InGrains { grain, weight, capacity, most, lost } = InGrains::of(problem);
        let fate: Vec<Fate> = problem
            .fate
            .iter()
            .map(|&fate| if fate == Fate::Shut { fate } else { Fate::Free })
            .collect();
        let instance = &problem.instance;
        let rows =
            Rows { weight: &weight, row_start: &instance.row_start, row_site: &instance.candidate };
        let is_whole = instance.whole;
        let reduced = if is_whole { separate(rows, &fate) } else { aggregate(rows, &fate) };
        let (cover, site_of) = (Arc::new(reduced.cover), reduced.site_of);
        let of_sites = |all: &[i64]| site_of.iter().map(|&j| all[j as usize]).collect::<Vec<_>>();
        let capacity = of_sites(&capacity);
        let within = |j: u32| problem.limits.cost_of(j) <= problem.limits.budget;
        // What is too dear for any plan is shut from the start: a certificate does not split on it.
        let decided = |&j: &u32| match problem.fate[j as usize] {
            Fate::Free if !within(j) => Fate::Shut,
            fate => fate,
        };
        let fate: Vec<Fate> = site_of.iter().map(decided).collect();
        let named =
            |wanted| (0..fate.len() as u32).filter(|&j| fate[j as usize] == wanted).collect();
        let (kept, free): (Vec<u32>, Vec<u32>) = (named(Fate::Open), named(Fate::Free));
        let mut limits = problem.limits.clone();
        if !limits.cost.is_empty() {
            limits.cost = of_sites(&limits.cost).into();
        }
        let start = before.map_or(&[][..], |(_, plan)| plan).iter();
        let start = start.filter_map(|j| site_of.binary_search(j).ok()).map(|at| at as u32);
        let start = start.filter(|&j| fate[j as usize] == Fate::Free).collect();
        let goal = Goal::Least(with_kept(&limits, &kept));
        let mut search = Annealing::new(
            cover.clone(),
            capacity.clone(),
            limits,
            (kept, free),
            start,
            (is_whole, SEED),
        );
        let mut table = Table::new(vec![0; cover.sites()]);
        for i in 0..cover.rows() {
            table.push(cover.weight[i], cover.row(i).iter().map(|&j| (j, 0)));
        }
        // What a bound counts with is rounded up.
        table.capacity = of_sites(&most);
        let of_row = match before {
            Some((before, _)) => before.multipliers_for(&reduced.row_of, &cover),
            // Whom open sites have room for is worth nothing more.
            None => search.cut(&[]).1,
        };
        let multipliers = Multipliers { of_row, of_budget: 0 };
        let mut tree = Tree::new(Arc::new(table), goal, fate, multipliers);
        tree.keep_leaves();
        Self {
            tree,
            grain,
            total: cover.weight.iter().sum(),
            lost,
            site_of,
            row_of: reduced.row_of,
            search,
            settled: i64::MAX,
            is_whole,
            walked_bound: cover.entries() as u64,
        }
    }

    /// The multipliers of another problem over the same points.
    fn multipliers_for(&self, row_of: &[u32], cover: &Cover) -> Vec<i64> {
        let mut of_row = cover.weight.clone();
        let old = &self.tree.multipliers().of_row;
        for (&row, &before) in row_of.iter().zip(&self.row_of) {
            if let (Some(u), Some(&before)) =
                (of_row.get_mut(row as usize), old.get(before as usize))
            {
                *u = before.min(cover.weight[row as usize]);
            }
        }
        of_row
    }

    /// Entries of tables walked.
    pub(crate) fn walked(&self) -> u64 {
        self.search.walked() + self.walked_bound
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        self.search.best().0.iter().map(|&j| self.site_of[j as usize]).collect()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        self.search.best().1
    }

    /// No plan serves more than this.
    pub(crate) fn bound(&self) -> f64 {
        self.grain.rounded_down(self.total + self.lost[0] - self.least())
    }

    /// Every plan pays at least this.
    fn least(&self) -> i64 {
        self.tree.bound(self.known()).min(self.settled)
    }

    /// Nothing is left to prove, and the search has gone on for a while.
    pub(crate) fn is_at_rest(&self) -> bool {
        self.tree.is_empty() && self.search.annealings() >= ENOUGH
    }

    fn known(&self) -> Known {
        let value = self.total - self.search.best().1;
        Known { value, better: value - self.grain.step + 1 }
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        self.least() >= self.known().better
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let known = self.known();
        let gap = (known.value - self.least()) as f64;
        gap / (self.search.best().1.max(self.grain.up(1.0)) as f64)
    }

    /// One small piece of work: a move of the search or of the proof.
    pub(crate) fn advance(&mut self) {
        if self.tree.is_empty() || self.search.walked() * SEARCH_SHARE < self.walked_bound {
            self.search.advance();
            return;
        }
        let outcome = self.tree.advance(self.known());
        self.walked_bound += outcome.walked;
        if let Some(mut plan) = outcome.plan {
            plan.retain(|j| !self.search.is_kept(*j));
            if outcome.is_settled {
                let (served, cut) = self.search.cut(&plan);
                self.tree.prove_last(cut);
                if self.is_whole {
                    self.settled = self.settled.min(self.total - served - self.lost[1]);
                }
            }
            self.search.offer(plan);
        }
    }

    /// The proof so far of these sites, which serve so much at each entry of the instance.
    pub(crate) fn proof(&self, problem: &Problem, sites: &[u32], served: &[f64]) -> Proof {
        let served = served.iter().map(|&s| self.grain.down(s)).enumerate().filter(|e| e.1 > 0);
        let served: Vec<(usize, i64)> = served.collect();
        let all: i64 = problem.instance.weight.iter().map(|&w| self.grain.down(w)).sum();
        let mut leaves = self.tree.leaves();
        // Of those in reach of no site every part leaves all.
        let out_of_reach = i128::from(all - self.total);
        let least = self.tree.proven(&leaves).map(|least| least + out_of_reach);
        for leaf in &mut leaves {
            let mut fate = vec![Fate::Free; problem.fate.len()];
            for (&j, &decided) in self.site_of.iter().zip(&leaf.fate) {
                fate[j as usize] = decided;
            }
            leaf.fate = fate;
        }
        let is_new = |j: &u32| problem.fate[*j as usize] == Fate::Free;
        Proof {
            plan: sites.iter().copied().filter(is_new).collect(),
            grain: self.grain,
            value: all - served.iter().map(|e| e.1).sum::<i64>(),
            points: first_of_each(&self.row_of, self.tree.multipliers().of_row.len()),
            leaves,
            least,
            time: None,
            served,
            uncovered: None,
        }
    }
}

/// The limits where kept sites are counted among the open ones, at no cost.
fn with_kept(limits: &Limits, kept: &[u32]) -> Limits {
    let mut cost = limits.cost.to_vec();
    for &j in kept {
        if let Some(cost) = cost.get_mut(j as usize) {
            *cost = 0;
        }
    }
    Limits { sites: limits.sites.saturating_add(kept.len()), cost: cost.into(), ..limits.clone() }
}

/// Weights and capacities in grains.
struct InGrains {
    grain: Grain,
    /// Rounded down: a plan serves at least this.
    weight: Vec<i64>,
    capacity: Vec<i64>,
    /// Capacities rounded up: what a bound counts with.
    most: Vec<i64>,
    /// What rounding took off all weights, and off all capacities.
    lost: [i64; 2],
}

impl InGrains {
    fn of(problem: &Problem) -> Self {
        let weight = &problem.instance.weight;
        let capacity = problem.instance.capacity.as_deref().unwrap_or_default();
        let total: f64 = weight.iter().sum();
        let is_whole = |v: &f64| v.fract() == 0.0;
        let is_whole =
            weight.iter().all(is_whole) && capacity.iter().all(|c| *c >= total || is_whole(c));
        let grain = Grain::new(total, total, weight.len() + capacity.len(), is_whole);
        let all: i64 = weight.iter().map(|&w| grain.up(w)).sum();
        let weight: Vec<i64> = weight.iter().map(|&w| grain.down(w)).collect();
        // Nobody has room for more than everybody; a sum of fractions may be less than that.
        let room = |of: fn(Grain, f64) -> i64| -> Vec<i64> {
            capacity.iter().map(|&c| of(grain, c).min(all)).collect()
        };
        let (capacity, most) = (room(Grain::down), room(Grain::up));
        let lost = [
            all - weight.iter().sum::<i64>(),
            most.iter().zip(&capacity).map(|(most, capacity)| most - capacity).sum(),
        ];
        Self { grain, weight, capacity, most, lost }
    }
}

/// What open candidates can serve together, and how much each entry of the instance serves then.
pub(crate) fn served(problem: &Problem, sites: &[u32]) -> (f64, Vec<f64>) {
    let instance = &problem.instance;
    let InGrains { grain, weight, capacity, .. } = InGrains::of(problem);
    let mut open: Vec<u32> = sites.iter().chain(&instance.fixed).copied().collect();
    open.sort_unstable();
    open.dedup();
    let (mut row_start, mut row_site) = (vec![0], Vec::new());
    for d in 0..weight.len() {
        let from = row_site.len();
        let place = |j: &u32| open.binary_search(j).ok().map(|at| at as u32);
        row_site.extend(instance.row(d).iter().filter_map(place));
        row_site[from..].sort_unstable();
        let mut row = row_site.split_off(from);
        row.dedup();
        row_site.append(&mut row);
        row_start.push(row_site.len() as u32);
    }
    let cover = Cover::new(weight, row_start, row_site, open.len());
    let mut flow = Flow::new(&cover, open.iter().map(|&j| capacity[j as usize]).collect());
    let all: Vec<u32> = (0..open.len() as u32).collect();
    let mut objective = flow.assign(&cover, &all);
    let districts = instance.whole.then(|| Districts::of(&cover, &flow));
    if let Some(districts) = &districts {
        objective = districts.served();
    }
    let mut amounts = vec![0.0; instance.candidate.len()];
    for (&site, j) in open.iter().zip(0..) {
        for (&d, &amount) in cover.site(j as usize).iter().zip(flow.amounts(j)) {
            let amount = match &districts {
                None => amount,
                Some(districts) if districts.serves(d) == Some(j) => cover.weight[d as usize],
                Some(_) => 0,
            };
            let mut row = instance.range(d as usize);
            if let Some(at) = row.find(|&at| instance.candidate[at] == site) {
                amounts[at] = grain.exact(amount);
            }
        }
    }
    (grain.exact(objective), amounts)
}
