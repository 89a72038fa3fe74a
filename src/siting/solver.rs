//! One solver for all objectives: takes a problem, works in slices, gives the best plan so far.

use super::backup::Backup;
use super::capacitated::{Capacitated, served};
use super::centre::Centre;
use super::coverage::{Coverage, Grains};
use super::covering::Covering;
use super::equality::Equality;
use super::instance::{Instance, Objective};
use super::limits::Limits;
use super::lists::Lists;
use super::median::Median;
use super::plan::{Arranged, SitingResult, points};
use super::presolve::Reduction;
use super::problem::{Change, Problem, infeasible, legible};
use super::proof::CertifiedBound;
use crate::Result;

/// This many entries of the table walked are one unit of work (some microseconds).
const ENTRIES_PER_WORK: u64 = 1000;

/// A certificate that is made anew is worked on for so many entries …
const PROVE_ENTRIES: u64 = 300_000_000;
/// … and one of coverage, whose entries take less, for so many.
const PROVE_COVERAGE: u64 = 4 * PROVE_ENTRIES;

/// A budget may be exceeded by this part, for sums of fractions.
const CRUMB: f64 = 1e-9;

/// How far a slice of work came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Nothing is left to do: proven optimal, the gap asked for, the work limit, or a long search
    /// without anything better where nothing more can be proven.
    pub done: bool,
    /// The work done so far.
    pub work: u64,
}

/// A siting problem being solved: a plan at once, then better ones and a proven bound.
///
/// What it does depends on the instance and on the work done, never on how the work is sliced.
#[derive(Clone, Debug)]
pub struct SitingSolver {
    problem: Problem,
    engine: Engine,
    /// Entries walked before the last change.
    walked_before: u64,
    /// What was proven before changes that only took plans away: it still holds.
    proven_before: Option<f64>,
    best: Arranged,
    best_mark: i64,
    /// The points of all candidates, once a first plan has been bettered.
    points: Option<Lists>,
}

/// What solves problems of one kind.
#[derive(Clone, Debug)]
enum Engine {
    Coverage(Box<Coverage>),
    Median(Box<Median>),
    Covering(Box<Covering>),
    Centre(Box<Centre>),
    Capacitated(Box<Capacitated>),
    Backup(Box<Backup>),
    Equality(Box<Equality>),
}

/// Asks whichever solver is at work.
macro_rules! ask {
    ($engine:expr, $solver:ident => $what:expr) => {
        match $engine {
            Engine::Coverage($solver) => $what,
            Engine::Median($solver) => $what,
            Engine::Covering($solver) => $what,
            Engine::Centre($solver) => $what,
            Engine::Capacitated($solver) => $what,
            Engine::Backup($solver) => $what,
            Engine::Equality($solver) => $what,
        }
    };
}

impl Engine {
    /// Sets out on a problem, from what was done on one much like it if given.
    fn new(problem: &Problem, before: Option<(&Self, &[u32])>) -> Result<Self> {
        macro_rules! begin {
            ($kind:ident) => {{
                let before = before.and_then(|(engine, plan)| match engine {
                    Self::$kind(solver) => Some((&**solver, plan)),
                    _ => None,
                });
                $kind::new(problem, before)
            }};
        }
        Ok(match problem.instance.objective {
            Objective::MaxCoverage if problem.instance.capacity.is_some() => {
                Self::Capacitated(Box::new(begin!(Capacitated)))
            }
            Objective::MaxCoverage if problem.instance.need.is_some() => {
                Self::Backup(Box::new(begin!(Backup)))
            }
            Objective::MaxCoverage if problem.budget.is_none() => {
                Self::Coverage(Box::new(begin!(Coverage)))
            }
            Objective::MinSites => Self::Covering(Box::new(begin!(Covering)?)),
            Objective::MinFarthestTravel => Self::Centre(Box::new(begin!(Centre)?)),
            Objective::MinInequality | Objective::MaxMin => {
                Self::Equality(Box::new(begin!(Equality)))
            }
            _ => Self::Median(Box::new(begin!(Median)?)),
        })
    }
}

impl SitingSolver {
    /// Checks the instance, makes it smaller and opens a first plan greedily.
    ///
    /// # Errors
    /// `siting.input`, `siting.unsupported`, `siting.infeasible`.
    pub fn new(instance: Instance) -> Result<Self> {
        Setup::new(instance)?.finish()
    }

    fn with(problem: Problem, engine: Engine, walked_before: u64) -> Self {
        let best = Arranged::default();
        let best_mark = i64::MIN;
        let mut solver = Self {
            problem,
            engine,
            walked_before,
            proven_before: None,
            best,
            best_mark,
            points: None,
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

    /// Changes the problem; plan and multipliers are kept as far as they still hold. The bound is
    /// proven anew, and where the change only takes plans away the old one holds besides. The work
    /// limit is that of the changed problem alone.
    ///
    /// # Errors
    /// `siting.input` for what is no candidate or cannot be, `siting.infeasible` where
    /// the constraints leave no plan. The solver is then as it was.
    pub fn edit(&mut self, change: &Change) -> Result<()> {
        let problem = self.problem.changed(change)?;
        let engine = Engine::new(&problem, Some((&self.engine, &self.best.sites)))?;
        let only_takes = self.problem.only_takes_plans_away(change);
        let proven_before = self.result().bound.filter(|_| only_takes);
        let points = self.points.take();
        *self = Self { proven_before, points, ..Self::with(problem, engine, self.walked()) };
        Ok(())
    }

    /// The best plan so far and what is proven about it.
    pub fn result(&self) -> SitingResult {
        let objective = self.best.objective;
        let is_max = self.problem.instance.objective.is_max();
        let is_bounded = !self.problem.instance.objective.is_of_access();
        let bound = is_bounded.then(|| ask!(&self.engine, s => s.bound()));
        let tighter = |b: f64, p: f64| if is_max { b.min(p) } else { b.max(p) };
        let bound = bound.map(|b| self.proven_before.map_or(b, |p| tighter(b, p)));
        let bound = bound.map(|b| if is_max { b.max(objective) } else { b.min(objective) });
        let part = |b: f64| (b - objective).abs() / objective.abs().max(1.0);
        let optimal = is_bounded
            && (ask!(&self.engine, s => s.is_optimal())
                || self.proven_before.is_some() && bound.is_some_and(|b| part(b) <= CRUMB));
        // Without a plan there is nothing to compare a bound with.
        let gap = if optimal { Some(0.0) } else { bound.map(part).filter(|g| !g.is_nan()) };
        SitingResult {
            sites: self.best.sites.clone(),
            gains: self.best.gains.clone(),
            objective,
            bound,
            gap,
            optimal,
            work: self.work(),
            served: self.best.served.clone(),
        }
    }

    /// The same, or why there is no plan yet.
    ///
    /// # Errors
    /// `siting.infeasible` naming a constraint that the best plan so far does not keep.
    pub fn checked_result(&self) -> Result<SitingResult> {
        let within =
            |most: Option<f64>| most.is_none_or(|m| self.best.objective <= m * (1.0 + CRUMB));
        let fault = match &self.engine {
            Engine::Covering(_) if !within(self.problem.sites.map(f64::from)) => {
                let most = self.problem.sites.map(f64::from);
                Some(infeasible("sites", self.too_little("has", most)))
            }
            Engine::Covering(_) if !within(self.problem.budget) => {
                Some(infeasible("budget", self.too_little("costs", self.problem.budget)))
            }
            Engine::Coverage(_)
            | Engine::Covering(_)
            | Engine::Capacitated(_)
            | Engine::Backup(_)
            | Engine::Equality(_) => None,
            Engine::Median(solver) => solver.fault(),
            Engine::Centre(solver) => solver.fault(),
        };
        let is_without =
            !self.best.objective.is_finite() && !self.problem.instance.objective.is_of_access();
        let fault = fault.or_else(|| is_without.then(|| infeasible("sites", "no plan was found")));
        fault.map_or_else(|| Ok(self.result()), Err)
    }

    /// What the best cover has or costs beside what is allowed, and what every cover needs.
    fn too_little(&self, verb: &str, most: Option<f64>) -> String {
        let SitingResult { objective, bound, .. } = self.result();
        let (best, needed) = (legible(objective), legible(bound.unwrap_or_default()));
        let most = most.map_or_else(String::new, |most| format!(" of {}", legible(most)));
        format!("the best cover {verb} {best}{most}; every cover needs {needed} at least")
    }

    /// The problem and the proof so far, from which `examples/check_certificate.py` recomputes value
    /// and bound. What is proven:
    ///
    /// - `maxCoverage`: no plan within sites and budget covers more than the bound;
    /// - `minTotalTravel`: none leaves less travel;
    /// - with capacities: no plan serves more, whoever serves whom; with `need`: none gives more
    ///   weight so many sites in reach;
    /// - `minSites`: no cover of the weight asked for has fewer sites, or costs less;
    /// - `minFarthestTravel` with sites or a budget: no plan within it reaches all points in less
    ///   seconds than the bound.
    ///
    /// `None` where there is no such proof: `minInequality` and `maxMin`, a least farthest travel that
    /// keeps two limits, and costs that are no whole numbers.
    ///
    /// The bound that is certified may be weaker than the solver's. The proofs of covers, least farthest
    /// travel and coverage without a budget are made anew within seconds; the others keep parts of
    /// the plans up to some two million numbers, and what was proven from then on is not in them.
    pub fn certificate(&self) -> Option<CertifiedBound> {
        let proof = match &self.engine {
            Engine::Median(solver) => solver.proof(),
            Engine::Backup(solver) => solver.proof(),
            Engine::Equality(_) => return None,
            Engine::Coverage(solver) => {
                return Some(solver.certificate(&self.problem, PROVE_COVERAGE));
            }
            Engine::Covering(solver) => {
                // What a cover may cost is no part of what is proven.
                let limits = Limits::number(self.problem.limits.sites);
                let problem = Problem { budget: None, limits, ..self.problem.clone() };
                return solver.proof(&problem, PROVE_ENTRIES)?.written(&problem);
            }
            Engine::Centre(solver) => solver.proof(PROVE_ENTRIES)?,
            Engine::Capacitated(solver) => {
                let served = self.best.served.as_deref().unwrap_or_default();
                solver.proof(&self.problem, &self.best.sites, served)
            }
        };
        proof.written(&self.problem)
    }

    /// What the objective says of any sites, with what is fixed.
    pub(crate) fn value_of(&self, sites: &[u32]) -> f64 {
        let instance = &self.problem.instance;
        if instance.capacity.is_some() && !instance.objective.is_of_access() {
            return served(&self.problem, sites).0;
        }
        Arranged::new(instance, sites, sites).objective
    }

    /// The instance as it was given.
    pub fn instance(&self) -> &Instance {
        &self.problem.instance
    }

    fn walked(&self) -> u64 {
        self.walked_before + ask!(&self.engine, s => s.walked())
    }

    fn work(&self) -> u64 {
        self.walked() / ENTRIES_PER_WORK
    }

    fn is_done(&self) -> bool {
        let instance = &self.problem.instance;
        let is_at_rest = match &self.engine {
            Engine::Equality(solver) => solver.is_at_rest(),
            Engine::Capacitated(solver) => solver.is_at_rest(),
            _ => false,
        };
        let spent = (self.walked() - self.walked_before) / ENTRIES_PER_WORK;
        ask!(&self.engine, s => s.is_optimal() || s.gap() <= instance.target_gap)
            || is_at_rest
            || self.is_met(self.problem.instance.target_gap)
            || instance.work_limit.is_some_and(|limit| spent >= limit)
    }

    /// The plan in its final form is as near as that to what was proven before the last change.
    fn is_met(&self, gap: f64) -> bool {
        let objective = self.best.objective;
        let Some(proven) = self.proven_before.filter(|_| objective.is_finite()) else {
            return false;
        };
        let is_max = self.problem.instance.objective.is_max();
        let lacking = if is_max { proven - objective } else { objective - proven };
        lacking <= gap.max(CRUMB) * objective.abs().max(1.0)
    }

    fn advance(&mut self) {
        ask!(&mut self.engine, s => s.advance());
    }

    /// Puts the best plan into its final form, if there is a better one than before.
    fn arrange(&mut self) {
        let mark = ask!(&self.engine, s => s.mark());
        if mark <= self.best_mark {
            return;
        }
        let is_first = self.best_mark == i64::MIN;
        self.best_mark = mark;
        let mut must = self.problem.forced.clone();
        if self.problem.may_open_all() {
            must.extend(self.problem.free());
        }
        let mut sites = must.clone();
        if !self.problem.may_open_all() {
            sites.extend(ask!(&self.engine, s => s.plan()));
        }
        let instance = &self.problem.instance;
        self.best = if instance.capacity.is_some() && !instance.objective.is_of_access() {
            sites.sort_unstable();
            let (objective, served) = served(&self.problem, &sites);
            Arranged { sites, objective, served: Some(served), ..Arranged::default() }
        } else if let Engine::Coverage(solver) = &self.engine
            && must.is_empty()
            && instance.fixed.is_empty()
        {
            // Without going through the whole table, which takes as long as a hundred moves.
            let points = solver.points(instance.candidates as usize);
            Arranged::of_points(instance, &points, &sites, &must)
        } else if Arranged::is_of_points(instance) && !is_first {
            let points = self.points.get_or_insert_with(|| points(instance));
            Arranged::of_points(instance, points, &sites, &must)
        } else {
            Arranged::new(instance, &sites, &must)
        };
    }
}

/// A problem on its way to its solver, in steps of which each walks the table a few times at most.
#[derive(Clone, Debug)]
pub(crate) struct Setup {
    problem: Problem,
    /// What a coverage problem without a budget is made smaller by.
    reduction: Option<(Grains, Reduction)>,
}

impl Setup {
    /// Checks the instance.
    pub(crate) fn new(instance: Instance) -> Result<Self> {
        let problem = Problem::new(instance)?;
        let is_plain = problem.instance.objective == Objective::MaxCoverage
            && problem.instance.capacity.is_none()
            && problem.instance.need.is_none()
            && problem.budget.is_none();
        let reduction = is_plain.then(|| (Grains::of(&problem), Reduction::Untouched));
        Ok(Self { problem, reduction })
    }

    /// Whether the problem is as small as it gets.
    pub(crate) fn is_done(&self) -> bool {
        self.reduction.as_ref().is_none_or(|(_, r)| matches!(r, Reduction::Done(_)))
    }

    /// One step of making it smaller.
    pub(crate) fn advance(&mut self) {
        if let Some((grains, reduction)) = &mut self.reduction {
            let before = std::mem::replace(reduction, Reduction::Untouched);
            *reduction = before.advanced(grains.rows(&self.problem), &self.problem.fate);
        }
    }

    /// The solver, with a first plan opened greedily; what was not made smaller yet is now.
    ///
    /// # Errors
    /// `siting.infeasible`.
    pub(crate) fn finish(self) -> Result<SitingSolver> {
        let Self { problem, reduction } = self;
        let engine = match reduction {
            Some((grains, reduction)) => {
                let reduced = reduction.finished(grains.rows(&problem), &problem.fate);
                let coverage = Coverage::on(&problem, &grains, reduced, None);
                Engine::Coverage(Box::new(coverage))
            }
            None => Engine::new(&problem, None)?,
        };
        Ok(SitingSolver::with(problem, engine, 0))
    }
}

/// Works on an instance until it is done or `stop` says so.
///
/// Without a work limit, a target gap or a `stop`, a hard instance takes as long as it takes.
///
/// # Errors
/// `siting.input`, `siting.unsupported`, `siting.infeasible`.
pub fn solve(instance: Instance, stop: impl FnMut() -> bool) -> Result<SitingResult> {
    let mut solver = SitingSolver::new(instance)?;
    solver.step_until(stop);
    solver.checked_result()
}
