//! Runs the search for a plan and the proof of its bound side by side, in slices.

use std::sync::Arc;

use super::branch::{Known, Tree};
use super::cover::{Cover, Rows};
use super::instance::{Instance, in_range, input};
use super::plan::{Arranged, SitingResult};
use super::presolve::{Fate, GONE, Reduced, Reduction};
use super::scale::Scale;
use super::swap::Search;
use crate::{Error, ErrorCode, Result};

/// This many entries of the table walked are one unit of work (some microseconds).
const ENTRIES_PER_WORK: u64 = 1000;
/// The bound gets this many times the work that the search gets.
const SEARCH_SHARE: u64 = 3;
/// The search begins with the same numbers in every run.
const SEED: u64 = 0x5eed;

/// How far a slice of work came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nothing is left to do: proven optimal, the gap asked for, or the work limit.
    pub done: bool,
    /// The work done so far.
    pub work: u64,
}

/// A change to a problem that is being solved; what it does not name stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Candidates that must not be opened.
    pub ban: Vec<u32>,
    /// Candidates that must be opened; they count among the sites.
    pub force: Vec<u32>,
    /// Candidates that are free again.
    pub release: Vec<u32>,
    /// A new number of sites.
    pub sites: Option<u32>,
    /// A new budget.
    pub budget: Option<f64>,
}

/// A maximal-coverage problem being solved: a plan at once, then better ones and a lower bound.
///
/// What it does depends on the instance and on the work done, never on how the work is sliced.
#[derive(Clone, Debug)]
pub struct SitingSolver {
    instance: Instance,
    scale: Scale,
    /// What is decided about each candidate by `fixed` and by changes.
    fate: Vec<Fate>,
    forced: Vec<u32>,
    /// The problem that is left after what is decided, and how many sites it may still open.
    p: usize,
    /// The candidate that each of its sites is.
    site_of: Vec<u32>,
    /// The row of it that each demand point went into, or `GONE`.
    row_of: Vec<u32>,
    /// What is covered besides, in grains.
    covered: i64,
    search: Search,
    tree: Tree,
    walked: Walked,
    best: Arranged,
    best_value: i64,
}

#[derive(Clone, Copy, Debug, Default)]
struct Walked {
    search: u64,
    bound: u64,
    before: u64,
}

impl SitingSolver {
    /// Checks the instance, makes it smaller and opens a first plan greedily.
    ///
    /// # Errors
    /// `siting.input`, `siting.unsupported`.
    pub fn new(instance: Instance) -> Result<Self> {
        Ok(Setup::new(instance)?.finish())
    }

    /// Sets out on a problem, from the plan and the multipliers of one much like it if given.
    fn start(
        instance: Instance,
        fate: Vec<Fate>,
        forced: Vec<u32>,
        from: Option<(&[u32], &[f32])>,
        work_before: u64,
    ) -> Self {
        let (scale, grains) = in_grains(&instance);
        let reduced = Reduction::Untouched.finished(rows(&instance, &grains), &fate);
        Self::on(instance, fate, forced, (scale, grains), reduced, from, work_before)
    }

    /// Sets out on a problem that has been made smaller.
    fn on(
        instance: Instance,
        fate: Vec<Fate>,
        forced: Vec<u32>,
        (scale, grains): (Scale, Vec<i64>),
        reduced: Reduced,
        from: Option<(&[u32], &[f32])>,
        work_before: u64,
    ) -> Self {
        let Reduced { cover, site_of, row_of, covered } = reduced;
        let cover = Arc::new(cover);
        let sites = instance.sites.unwrap_or(0) as usize;
        let p = sites.saturating_sub(forced.len());
        let plan = from.map_or_else(Vec::new, |(plan, _)| names(&site_of, plan));
        let search = Search::new(cover.clone(), p, &plan, SEED);
        let mut x = vec![0.0; cover.sites()];
        for &j in search.best().0 {
            x[j as usize] = 1.0;
        }
        let v = match from {
            Some((_, of_points)) => shares_of_rows(&cover, &row_of, &grains, of_points),
            None => first_shares(&cover, &x),
        };
        let mut solver = Self {
            walked: Walked { before: work_before, bound: cover.entries() as u64, search: 0 },
            best: Arranged::default(),
            best_value: -1,
            tree: Tree::new(cover.clone(), p, v, x),
            search,
            site_of,
            row_of,
            covered,
            p,
            scale,
            fate,
            forced,
            instance,
        };
        solver.arrange();
        solver
    }

    /// Works for about this many units.
    pub fn step(&mut self, work: u64) -> Progress {
        let until = self.work().saturating_add(work);
        while !self.is_done() && self.work() < until {
            self.advance();
        }
        self.arrange();
        Progress { done: self.is_done(), work: self.work() }
    }

    /// Works until `stop` says so, which is asked every few milliseconds at the latest.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Progress {
        while !self.is_done() && !stop() {
            self.advance();
        }
        self.arrange();
        Progress { done: self.is_done(), work: self.work() }
    }

    /// Changes the problem; plan and multipliers are kept as far as they still hold, and the
    /// bound is proven anew.
    ///
    /// # Errors
    /// `siting.input` for what is no candidate or cannot be, `siting.infeasible` where
    /// more is forced than may be opened. The solver is then as it was.
    pub fn edit(&mut self, change: &Change) -> Result<()> {
        if change.budget.is_some() {
            return Err(Error::new(ErrorCode::SitingUnsupported, "`budget`").at("budget"));
        }
        let mut fate = self.fate.clone();
        let mut forced = self.forced.clone();
        let lists = [("release", &change.release), ("ban", &change.ban), ("force", &change.force)];
        for (name, ids) in lists {
            in_range(name, ids, self.instance.candidates)?;
            for (at, &j) in ids.iter().enumerate() {
                let place = format!("{name}[{at}]");
                if self.instance.fixed.contains(&j) {
                    return Err(input(&place, format!("candidate {j} is fixed")));
                }
                if name == "force" && change.ban.contains(&j) {
                    return Err(input(&place, format!("candidate {j} is banned too")));
                }
                forced.retain(|&k| k != j);
                fate[j as usize] = match name {
                    "release" => Fate::Free,
                    "ban" => Fate::Shut,
                    _ => Fate::Open,
                };
                if name == "force" {
                    forced.push(j);
                }
            }
        }
        let mut instance = std::mem::take(&mut self.instance);
        let sites_before = instance.sites;
        instance.sites = change.sites.or(sites_before);
        if instance.sites.unwrap_or(0) < forced.len() as u32 {
            instance.sites = sites_before;
            self.instance = instance;
            let found = format!("{} sites are forced and fewer may be opened", forced.len());
            return Err(Error::new(ErrorCode::SitingInfeasible, found).at("sites"));
        }
        let points = shares_of_points(&self.row_of, self.tree.shares());
        let plan = self.best.sites.clone();
        let work = self.work() * ENTRIES_PER_WORK;
        *self = Self::start(instance, fate, forced, Some((&plan, &points)), work);
        Ok(())
    }

    /// The best plan so far and what is proven about it.
    pub fn result(&self) -> SitingResult {
        let objective = self.best.objective;
        let optimal = self.is_optimal();
        let bound = self.scale.bound(self.covered + self.tree.bound(self.known()));
        let bound = bound.max(objective);
        let gap = if optimal { 0.0 } else { (bound - objective) / objective.max(1.0) };
        SitingResult {
            sites: self.best.sites.clone(),
            gains: self.best.gains.clone(),
            objective,
            bound: Some(bound),
            gap: Some(gap),
            optimal,
            work: self.work(),
        }
    }

    fn work(&self) -> u64 {
        (self.walked.before + self.walked.search + self.walked.bound) / ENTRIES_PER_WORK
    }

    fn known(&self) -> Known {
        let value = self.search.best().1;
        Known { value, better: value + self.scale.step }
    }

    fn is_optimal(&self) -> bool {
        let known = self.known();
        self.tree.bound(known) < known.better
    }

    fn is_done(&self) -> bool {
        let known = self.known();
        let gap = (self.tree.bound(known) - known.value) as f64;
        let value = ((self.covered + known.value) as f64).max(self.scale.grains(1.0) as f64);
        self.is_optimal()
            || gap <= self.instance.target_gap * value
            || self.instance.work_limit.is_some_and(|limit| self.work() >= limit)
    }

    /// One small piece of work: a move of the search or of the proof.
    fn advance(&mut self) {
        if !self.search.is_settled() || self.walked.search * SEARCH_SHARE < self.walked.bound {
            self.search.advance();
            self.walked.search = self.search.walked();
            return;
        }
        let outcome = self.tree.advance(self.known());
        self.walked.bound += outcome.walked;
        if let Some(plan) = outcome.plan {
            self.search.offer(plan);
        }
        if let Some(support) = outcome.support {
            self.search.focus_on(&support);
        }
    }

    /// Puts the best plan into its final form, if there is a better one than before.
    fn arrange(&mut self) {
        let (plan, value) = self.search.best();
        if value <= self.best_value {
            return;
        }
        self.best_value = value;
        let mut sites = self.forced.clone();
        sites.extend(plan.iter().map(|&j| self.site_of[j as usize]));
        let free = self.fate.iter().filter(|f| **f == Fate::Free).count();
        let all = self.p >= free;
        if all {
            sites = (0..self.instance.candidates)
                .filter(|&j| self.fate[j as usize] == Fate::Free)
                .chain(self.forced.iter().copied())
                .collect();
        }
        self.best = Arranged::new(&self.instance, &sites, all);
    }
}

/// A problem on its way to its solver, in steps of which each walks the table a few times at most.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    instance: Instance,
    scale: Scale,
    grains: Vec<i64>,
    fate: Vec<Fate>,
    reduction: Reduction,
}

impl Setup {
    /// Checks the instance.
    pub(crate) fn new(instance: Instance) -> Result<Self> {
        instance.check()?;
        let mut fate = vec![Fate::Free; instance.candidates as usize];
        for &j in &instance.fixed {
            fate[j as usize] = Fate::Open;
        }
        let (scale, grains) = in_grains(&instance);
        Ok(Self { instance, scale, grains, fate, reduction: Reduction::Untouched })
    }

    /// Whether the problem is as small as it gets.
    pub(crate) fn is_done(&self) -> bool {
        matches!(self.reduction, Reduction::Done(_))
    }

    /// One step of making it smaller.
    pub(crate) fn advance(&mut self) {
        let reduction = std::mem::replace(&mut self.reduction, Reduction::Untouched);
        self.reduction = reduction.advanced(rows(&self.instance, &self.grains), &self.fate);
    }

    /// The solver, with a first plan opened greedily; what was not made smaller yet is now.
    pub(crate) fn finish(self) -> SitingSolver {
        let Self { instance, scale, grains, fate, reduction } = self;
        let reduced = reduction.finished(rows(&instance, &grains), &fate);
        SitingSolver::on(instance, fate, Vec::new(), (scale, grains), reduced, None, 0)
    }
}

/// The weights in grains, and how large a grain is.
fn in_grains(instance: &Instance) -> (Scale, Vec<i64>) {
    let scale = Scale::of(&instance.weight);
    (scale, instance.weight.iter().map(|&w| scale.grains(w)).collect())
}

fn rows<'a>(instance: &'a Instance, grains: &'a [i64]) -> Rows<'a> {
    Rows { weight: grains, row_start: &instance.row_start, row_site: &instance.candidate }
}

/// Works on an instance until it is done or `stop` says so.
///
/// Without a work limit, a target gap or a `stop`, a hard instance takes as long as it takes.
///
/// # Errors
/// `siting.input`, `siting.unsupported`.
pub fn solve(instance: Instance, stop: impl FnMut() -> bool) -> Result<SitingResult> {
    let mut solver = SitingSolver::new(instance)?;
    solver.step_until(stop);
    Ok(solver.result())
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
