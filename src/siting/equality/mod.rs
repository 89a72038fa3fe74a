//! Access as equal as it can be: least coefficient of variation, or the largest least access.
//!
//! Open site `j` shares its capacity among all people in its reach, whoever else is open, so a
//! point's access is a sum over open sites (the two-step floating catchment area):
//!
//! ```text
//! R_j = S_j / Σ_d w_d·f_dj        A_d = Σ_{open j in row d} R_j·f_dj
//! minInequality   min CV = √(Σ_d w_d·(A_d − Ā)² / Σ_d w_d) / Ā,   Ā = Σ_d w_d·A_d / Σ_d w_d
//! maxMin          max min_d A_d over points of weight > 0 with somebody in their row,
//!                 of equals the fewest people who have no more than that
//! ```
//!
//! `S_j` is the capacity (1 without one), `f_dj` the decay (1 without one). Without any access the
//! CV is infinite. Sites that make a plan worse stay closed. No useful bound is known: none is
//! given.
//!
//! Source: Luo & Wang 2003 (the access); Wang & Tang 2013 (siting for equal access).

mod access;
mod measure;

use super::presolve::Fate;
use super::problem::Problem;
use super::random::Random;
use access::Access;
use measure::Measure;
pub(crate) use measure::measured;

/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;
/// So many sites are exchanged at random at most.
const MOST_EXCHANGED: usize = 3;
/// The search is over when so many random changes have brought nothing better.
const PATIENCE: u32 = 60;
/// The first plan is opened at once if that walks no more entries than this.
const AT_ONCE: u64 = 3_000_000;
/// A plan is better if its measure is, by this part.
const CRUMB: f64 = 1e-12;

/// A problem of equal access being searched.
#[derive(Clone, Debug)]
pub(crate) struct Equality {
    access: Access,
    measure: Measure,
    problem: Problem,
    free: Vec<u32>,
    /// The open sites besides those that are open anyway; the first one is next to be exchanged.
    plan: Vec<u32>,
    worth: (f64, f64),
    best: Vec<u32>,
    best_worth: (f64, f64),
    improvements: i64,
    /// Sites are being opened that make the plan better.
    is_filling: bool,
    untried: usize,
    idle: u32,
    random: Random,
}

impl Equality {
    /// Sets out on a problem, from a plan for one much like it if given.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Self {
        let mut access = Access::new(&problem.instance);
        for (j, _) in problem.fate.iter().enumerate().filter(|(_, f)| **f == Fate::Open) {
            access.open(j);
        }
        let free = problem.free().filter(|&j| access.has_anybody(j as usize)).collect();
        let measure = Measure::of(&problem.instance);
        let worth = measure.worth(&access);
        let mut search = Self {
            measure,
            worth,
            best_worth: worth,
            access,
            free,
            problem: problem.clone(),
            plan: Vec::new(),
            best: Vec::new(),
            improvements: 0,
            is_filling: true,
            untried: 0,
            idle: 0,
            random: Random::new(SEED),
        };
        if let Some((_, plan)) = before {
            search.become_like(plan);
            search.keep();
            search.become_like(&[]);
        }
        while search.is_filling && search.walked() < AT_ONCE {
            search.advance();
        }
        search
    }

    /// Entries walked so far.
    pub(crate) fn walked(&self) -> u64 {
        self.access.walked()
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        self.best.clone()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        self.improvements
    }

    /// No useful bound is known: nothing is more equal than equal, and access has no end.
    pub(crate) fn bound(&self) -> f64 {
        if self.problem.instance.objective.is_max() { f64::INFINITY } else { 0.0 }
    }

    /// Access is the same for all: there is nothing to make better.
    pub(crate) fn is_optimal(&self) -> bool {
        self.gap() <= 0.0
    }

    /// Nothing is known of it, but that equal access cannot be made more equal.
    pub(crate) fn gap(&self) -> f64 {
        let is_equal = self.bound() <= 0.0 && self.best_worth.0 <= 1.0;
        if is_equal { 0.0 } else { f64::INFINITY }
    }

    /// Many random changes have brought nothing, or there is nothing to change.
    pub(crate) fn is_at_rest(&self) -> bool {
        let has_choice = !self.free.is_empty() && self.problem.limits.sites > 0;
        !has_choice || self.idle >= PATIENCE
    }

    /// One small piece of work: one site exchanged, or some at random.
    pub(crate) fn advance(&mut self) {
        if self.is_filling {
            self.is_filling = self.add_best();
            self.untried = self.plan.len().max(1);
        } else if self.untried == 0 {
            self.idle += 1;
            self.change_at_random();
            self.is_filling = true;
        } else {
            self.untried -= 1;
            self.exchange();
        }
        self.keep();
    }

    /// Puts the best there is, or nothing, in the place of the first site.
    fn exchange(&mut self) {
        let before = (self.worth, self.plan.clone());
        if let Some(&out) = self.plan.first() {
            self.close(out);
        }
        while self.add_best() {}
        if is_better(self.worth, before.0) {
            self.untried = self.plan.len();
            return;
        }
        let mut order = before.1;
        self.become_like(&order);
        if !order.is_empty() {
            order.rotate_left(1);
        }
        self.plan = order;
    }

    /// Goes on from the best plan with some sites exchanged at random.
    fn change_at_random(&mut self) {
        let best = self.best.clone();
        self.become_like(&best);
        let many = 1 + self.random.below(MOST_EXCHANGED);
        for _ in 0..many.min(self.plan.len()) {
            let out = self.plan[self.random.below(self.plan.len())];
            self.close(out);
        }
        for _ in 0..many {
            let j = self.free[self.random.below(self.free.len())];
            if !self.plan.contains(&j) && self.fits(j) {
                self.open(j);
            }
        }
    }

    /// Opens the site that makes the plan best, if it makes it better; gives whether one does.
    fn add_best(&mut self) -> bool {
        let limits = &self.problem.limits;
        let Some(left) = limits.after(&self.plan).filter(|left| left.sites > 0) else {
            return false;
        };
        let (access, measure) = (&mut self.access, self.measure);
        let scale = measure.scale(access);
        let mut best: Option<((f64, f64), u32)> = None;
        for &j in &self.free {
            if access.is_open(j as usize) || left.cost_of(j) > left.budget {
                continue;
            }
            let worth = measure.with(access, &scale, j as usize);
            if is_better(worth, best.map_or(self.worth, |b| b.0)) {
                best = Some((worth, j));
            }
        }
        if let Some((_, j)) = best {
            self.open(j);
        }
        best.is_some()
    }

    /// Whether the limits leave room for one more site.
    fn fits(&self, j: u32) -> bool {
        let left = self.problem.limits.after(&self.plan);
        left.is_some_and(|left| left.sites > 0 && left.cost_of(j) <= left.budget)
    }

    /// Opens and closes what it takes to have exactly these open, as far as they may be.
    fn become_like(&mut self, sites: &[u32]) {
        for j in self.plan.clone() {
            if !sites.contains(&j) {
                self.close(j);
            }
        }
        for &j in sites {
            if self.free.contains(&j) && !self.plan.contains(&j) && self.fits(j) {
                self.open(j);
            }
        }
    }

    fn keep(&mut self) {
        if is_better(self.worth, self.best_worth) {
            self.best_worth = self.worth;
            self.best.clone_from(&self.plan);
            self.improvements += 1;
            self.idle = 0;
        }
    }

    fn open(&mut self, j: u32) {
        self.access.open(j as usize);
        self.plan.push(j);
        self.worth = self.measure.worth(&self.access);
    }

    fn close(&mut self, j: u32) {
        self.access.close(j as usize);
        self.plan.retain(|&k| k != j);
        self.worth = self.measure.worth(&self.access);
    }
}

/// Whether one worth is better than another: less, and more than a crumb so.
fn is_better(one: (f64, f64), other: (f64, f64)) -> bool {
    let is_less =
        |a: f64, b: f64| a < b && (b.is_infinite() || b - a > CRUMB * b.abs().max(a.abs()));
    is_less(one.0, other.0) || (!is_less(other.0, one.0) && is_less(one.1, other.1))
}
