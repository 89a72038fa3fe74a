//! Least farthest travel: a search over the distinct times, each settled by a cover problem.
//!
//! ```text
//! min max_{d: w_d > 0} min(t_d, unserved)   where   t_d = least seconds to an open candidate
//! ```
//!
//! A time `r` can be kept if the candidates within `r` of each point have a cover within the
//! limits; the least time that can be kept is the optimum, and a proof that the one before it
//! cannot be kept is the proof.
//!
//! Source: set cover at sorted distances, Minieka 1970.

use std::sync::Arc;

use super::covering::{Covering, grain, prove};
use super::instance::{Instance, Objective};
use super::lagrange::{Grain, Known};
use super::median::Median;
use super::plan::Arranged;
use super::presolve::Fate;
use super::problem::{Problem, infeasible, legible};
use super::proof::Proof;
use crate::{Error, Result};

/// A probe is put aside after this many times the entries of the table, doubled with each round.
const EFFORT: u64 = 60;
/// A bound is beyond the budget if it exceeds it by this part.
const CRUMB: f64 = 1e-9;

/// A p-centre problem being solved.
#[derive(Clone, Debug)]
pub(crate) struct Centre {
    problem: Problem,
    /// The distinct seconds that the optimum can be, ascending.
    times: Vec<f64>,
    /// All times before this one cannot be kept: proven.
    low: usize,
    /// The best plan keeps this one; one past the last without a plan.
    high: usize,
    plan: Vec<u32>,
    /// The times that were put aside in this round.
    aside: Option<(usize, usize)>,
    effort: u64,
    probe: Option<Probe>,
    /// The sites, or the cost, that every plan needs which reaches all points, where it is known to
    /// be beyond the limit.
    needed: Option<f64>,
    walked: u64,
}

/// A time that is being settled.
#[derive(Clone, Debug)]
struct Probe {
    at: usize,
    cover: Cover,
}

/// What settles a time: the cheapest cover, or most coverage where both limits are given.
#[derive(Clone, Debug)]
enum Cover {
    Cheapest(Box<Covering>),
    Most(Box<Median>),
}

impl Centre {
    /// Sets out on a problem, from what was done on one much like it if given.
    ///
    /// # Errors
    /// `siting.infeasible` naming a point that no candidate can reach.
    pub(crate) fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Result<Self> {
        let times = times(problem)?;
        let mut centre = Self {
            high: times.len(),
            times,
            problem: problem.clone(),
            low: 0,
            plan: Vec::new(),
            aside: None,
            effort: EFFORT,
            probe: None,
            needed: None,
            walked: problem.instance.candidate.len() as u64,
        };
        if let Some((_, plan)) = before {
            let is_free = |j: &u32| problem.fate[*j as usize] == Fate::Free;
            centre.keep(plan.iter().copied().filter(is_free).collect());
        }
        centre.keep(Vec::new());
        centre.keep(greedy(problem));
        Ok(centre)
    }

    /// Entries of tables walked.
    pub(crate) fn walked(&self) -> u64 {
        self.walked + self.probe.as_ref().map_or(0, |probe| probe.cover.walked())
    }

    /// The best plan in candidates.
    pub(crate) fn plan(&self) -> Vec<u32> {
        self.plan.clone()
    }

    /// What the best plan is worth: larger is better.
    pub(crate) fn mark(&self) -> i64 {
        -(self.high as i64)
    }

    /// No plan is better than this.
    pub(crate) fn bound(&self) -> f64 {
        self.times.get(self.low.min(self.high)).copied().unwrap_or(f64::INFINITY)
    }

    /// The best plan is proven to be one of the best.
    pub(crate) fn is_optimal(&self) -> bool {
        self.low >= self.high
    }

    /// How far the bound is from the best plan, as a part of that.
    pub(crate) fn gap(&self) -> f64 {
        let value = self.times.get(self.high).copied().unwrap_or(f64::INFINITY);
        if self.is_optimal() { 0.0 } else { (value - self.bound()) / value.max(1.0) }
    }

    /// Why the best plan is no plan, if it is none.
    pub(crate) fn fault(&self) -> Option<Error> {
        let (place, limit) = match (self.problem.sites, self.problem.budget) {
            (Some(sites), None) => ("sites", format!("{sites} sites")),
            (None, Some(budget)) => ("budget", format!("a budget of {}", legible(budget))),
            _ => ("sites", "both limits".to_owned()),
        };
        let found = match self.needed {
            Some(needed) => {
                format!("reaching all points takes {} at least, beyond {limit}", legible(needed))
            }
            None if self.is_optimal() => format!("no plan within {limit} reaches all points"),
            None => format!("no plan within {limit} that reaches all points was found"),
        };
        (self.high == self.times.len()).then(|| infeasible(place, found))
    }

    /// A proof of the greatest time that can be proven within so many entries: reaching all points
    /// in less takes more than the limit. None where sites and budget are both limited.
    pub(crate) fn proof(&self, entries: u64) -> Option<Proof> {
        let limits = &self.problem.limits;
        let is_limited_twice = self.problem.sites.is_some() && self.problem.budget.is_some();
        if is_limited_twice || self.high == self.times.len() {
            return None;
        }
        let most = if self.problem.budget.is_some() {
            limits.budget as f64
        } else {
            limits.sites.min(self.problem.fate.len()) as f64
        };
        let known = |grain: Grain| {
            let better = grain.up(most) + 1;
            Known { value: better, better }
        };
        let mut at = self.low.min(self.high);
        loop {
            let time = self.times[at];
            let short = within(&self.problem, |seconds| seconds < time);
            let proven = prove(&short, |_| 0, known, entries);
            let grain = grain(&short);
            if proven.bound.is_none_or(|b| b > i128::from(grain.up(most))) || at == 0 {
                // The cover's rows are the points of weight > 0.
                let weight = &self.problem.instance.weight;
                let counted: Vec<u32> =
                    (0..weight.len() as u32).filter(|&d| weight[d as usize] > 0.0).collect();
                return Some(Proof {
                    plan: self.plan.clone(),
                    grain,
                    value: 0,
                    points: proven.points.iter().map(|&row| counted[row as usize]).collect(),
                    leaves: proven.leaves,
                    least: None,
                    time: Some(time),
                    served: Vec::new(),
                    uncovered: None,
                });
            }
            at -= at.div_ceil(8);
        }
    }

    /// One small piece of work: a move of the probe at hand, or the choice of the next one.
    pub(crate) fn advance(&mut self) {
        let Some(mut probe) = self.probe.take() else {
            self.choose();
            return;
        };
        probe.cover.advance();
        let plan = probe.cover.plan();
        let is_kept = probe.cover.is_cover(&self.problem, &plan);
        if is_kept || probe.cover.is_none(&self.problem) {
            self.walked += probe.cover.walked();
            self.aside = None;
            if is_kept {
                self.keep(plan);
            } else {
                if probe.at + 1 == self.times.len() {
                    self.needed = probe.cover.needed();
                }
                self.low = probe.at + 1;
            }
        } else if probe.cover.walked() > self.effort * self.problem.instance.candidate.len() as u64
        {
            self.walked += probe.cover.walked();
            let (from, to) = self.aside.unwrap_or((probe.at, probe.at));
            self.aside = Some((from.min(probe.at), to.max(probe.at)));
        } else {
            self.probe = Some(probe);
        }
    }

    /// Takes up the time in the middle of those that are open, away from what was put aside.
    fn choose(&mut self) {
        self.walked += self.problem.instance.candidate.len() as u64 + 1;
        if self.low >= self.high {
            return;
        }
        let middle = |from: usize, to: usize| from + (to - from) / 2;
        let at = match self.aside {
            // Whether there is a plan at all comes first.
            None if self.high == self.times.len() => self.high - 1,
            None => middle(self.low, self.high - 1),
            Some((_, to)) if to + 1 < self.high => middle(to + 1, self.high - 1),
            Some((from, _)) if self.low < from => middle(self.low, from - 1),
            Some(_) => {
                self.aside = None;
                self.effort *= 2;
                return;
            }
        };
        let time = self.times[at];
        let within = within(&self.problem, |seconds| seconds <= time);
        match Cover::new(&within) {
            Ok(cover) => self.probe = Some(Probe { at, cover }),
            Err(_) => self.low = at + 1,
        }
    }

    /// Keeps a plan if it is better than the best.
    fn keep(&mut self, plan: Vec<u32>) {
        if self.problem.limits.after(&plan).is_none() {
            return;
        }
        let all: Vec<u32> = plan.iter().chain(&self.problem.forced).copied().collect();
        let farthest = Arranged::new(&self.problem.instance, &all, &[]).objective;
        let high = self.times.partition_point(|&t| t < farthest);
        if high < self.high {
            self.high = high;
            self.plan = plan;
        }
    }
}

impl Cover {
    fn new(problem: &Problem) -> Result<Self> {
        Ok(if problem.instance.objective == Objective::MinSites {
            Self::Cheapest(Box::new(Covering::new(problem, None)?))
        } else {
            Self::Most(Box::new(Median::new(problem, None)?))
        })
    }

    fn walked(&self) -> u64 {
        match self {
            Self::Cheapest(solver) => solver.walked(),
            Self::Most(solver) => solver.walked(),
        }
    }

    fn advance(&mut self) {
        match self {
            Self::Cheapest(solver) => solver.advance(),
            Self::Most(solver) => solver.advance(),
        }
    }

    fn plan(&self) -> Vec<u32> {
        match self {
            Self::Cheapest(solver) => solver.plan(),
            Self::Most(solver) => solver.plan(),
        }
    }

    /// Whether the plan covers all within the limits.
    fn is_cover(&self, problem: &Problem, plan: &[u32]) -> bool {
        match self {
            Self::Cheapest(_) => problem.limits.after(plan).is_some(),
            Self::Most(solver) => solver.mark() == 0,
        }
    }

    /// The sites, or the cost, that every plan needs which covers all; none where both are limited.
    fn needed(&self) -> Option<f64> {
        match self {
            Self::Cheapest(solver) => Some(solver.bound()),
            Self::Most(_) => None,
        }
    }

    /// Whether it is proven that no plan covers all within the limits.
    fn is_none(&self, problem: &Problem) -> bool {
        match self {
            Self::Cheapest(solver) => {
                let most = match problem.budget {
                    Some(budget) => budget * (1.0 + CRUMB),
                    None => f64::from(problem.sites.unwrap_or(u32::MAX)),
                };
                solver.bound() > most || solver.is_optimal()
            }
            Self::Most(solver) => solver.proves_some_left(),
        }
    }
}

/// The distinct seconds between what every plan needs and what the worst does.
fn times(problem: &Problem) -> Result<Vec<f64>> {
    let instance = &problem.instance;
    let seconds = instance.seconds.as_deref().unwrap_or_default();
    let unserved = instance.unserved_seconds;
    let most = unserved.unwrap_or(f64::INFINITY);
    let mut least = 0.0_f64;
    let mut times = vec![0.0];
    for (d, _) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        let entries = instance.row(d).iter().zip(&seconds[instance.range(d)]);
        let may_serve = entries.filter(|(j, _)| problem.fate[**j as usize] != Fate::Shut);
        let mut nearest = most;
        for (_, &s) in may_serve {
            nearest = nearest.min(s);
            times.push(s.min(most));
        }
        if nearest.is_infinite() {
            let found = format!("demand point {d} is in reach of no candidate that may open");
            return Err(infeasible(&format!("weight[{d}]"), found));
        }
        least = least.max(nearest);
    }
    times.extend(unserved);
    times.sort_unstable_by(f64::total_cmp);
    times.dedup();
    times.retain(|&t| t >= least);
    Ok(times)
}

/// The cover problem of a time: rows of weight 1 with the candidates that are near enough.
fn within(problem: &Problem, is_near: impl Fn(f64) -> bool) -> Problem {
    let instance = &problem.instance;
    let seconds = instance.seconds.as_deref().unwrap_or_default();
    let is_unserved_kept = instance.unserved_seconds.is_some_and(&is_near);
    let mut rows = Vec::new();
    for (d, _) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        let entries = instance.row(d).iter().zip(&seconds[instance.range(d)]);
        let near: Vec<u32> = entries.filter(|(_, s)| is_near(**s)).map(|(&j, _)| j).collect();
        if !is_unserved_kept {
            rows.push(near);
        }
    }
    let mut cover = Instance::coverage(instance.candidates, vec![1.0; rows.len()], &rows);
    if problem.sites.is_none() || problem.budget.is_none() {
        cover.objective = Objective::MinSites;
    }
    if problem.budget.is_some() {
        cover.cost.clone_from(&instance.cost);
    }
    cover.fixed.clone_from(&instance.fixed);
    Problem { instance: Arc::new(cover), ..problem.clone() }
}

/// A first plan: the nearest candidate of whoever has it farthest, again and again.
fn greedy(problem: &Problem) -> Vec<u32> {
    let instance = &problem.instance;
    let seconds = instance.seconds.as_deref().unwrap_or_default();
    let mut fate = problem.fate.clone();
    let mut plan = Vec::new();
    // Each round walks the table; what follows proves and improves anyway.
    for _ in 0..problem.limits.sites.min(100) {
        let entries = |d: usize| instance.row(d).iter().zip(&seconds[instance.range(d)]);
        let time = |d: &usize| {
            let open = entries(*d).filter(|(j, _)| fate[**j as usize] == Fate::Open);
            open.map(|(_, &s)| s).fold(f64::INFINITY, f64::min)
        };
        let points = (0..instance.weight.len()).filter(|&d| instance.weight[d] > 0.0);
        let worst = points.map(|d| (time(&d), d)).reduce(|a, b| if b.0 > a.0 { b } else { a });
        let Some((_, worst)) = worst else { break };
        let fits = |j: u32| {
            let more: Vec<u32> = plan.iter().copied().chain([j]).collect();
            fate[j as usize] == Fate::Free && problem.limits.after(&more).is_some()
        };
        let near = entries(worst).filter(|(j, _)| fits(**j));
        let Some((&j, _)) = near.min_by(|a, b| a.1.total_cmp(b.1).then(a.0.cmp(b.0))) else {
            break;
        };
        fate[j as usize] = Fate::Open;
        plan.push(j);
    }
    plan
}
