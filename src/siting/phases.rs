//! Sites over several years: what is built stays, and every phase's end counts.
//!
//! With `S_t` the sites open at the end of phase `t`, `K_t` the facilities that are there by its
//! year, `P_t` and `B_t` the numbers and budgets of all phases up to it:
//!
//! ```text
//! max Σ_t weight_t · served(K_t ∪ S_t)     S_1 ⊆ S_2 ⊆ …,  |S_t| ≤ P_t,  cost(S_t) ≤ B_t
//! ```
//!
//! What a phase leaves of its number and budget the next ones have. Each phase alone is maximal
//! coverage, and no nested plan serves more in it than its bound, so `Σ_t weight_t · bound_t` is a
//! bound of all. The plan: the best sites of each phase `k` alone, of which those before it take
//! the best part, and to which those after it add; the best of these over all `k`.

use super::instance::Instance;
use super::kept::Kept;
use super::people_asked::PeopleAsked;
use super::plan::{Arranged, SitingResult};
use super::question::SiteQuestion;
use super::solver::{Setup, SitingSolver};
use crate::access::CircleDrawer;
use crate::access::nearest::LONGEST;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::StudyArea;

/// Solving is worked on in pieces of some milliseconds.
const PIECE: u64 = 1_000;

/// A time in which sites are built.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BuildPhase {
    /// Facilities that are planned up to this year are there at its end.
    pub year: u16,
    /// So many sites more.
    pub sites: Option<u32>,
    /// So much more to spend, in 10,000 yuan.
    pub budget: Option<f64>,
    /// What a person who is served at its end counts.
    pub weight: f64,
}

/// What is built in a phase, and what is true at its end.
#[derive(Clone, Debug, PartialEq)]
pub struct PlannedPhase {
    /// The phase.
    pub phase: BuildPhase,
    /// Its new sites, by their numbers among the candidates, in the order in which they add most.
    pub sites: Vec<u32>,
    /// People whom each of them newly serves.
    pub gains: Vec<f64>,
    /// People served by facilities alone.
    pub without: f64,
    /// People served.
    pub served: f64,
    /// No plan within the limits serves more at its end: proven.
    pub bound: f64,
}

/// A plan over several years.
#[derive(Clone, Debug, PartialEq)]
pub struct PhasedPlan {
    /// Phase by phase.
    pub phases: Vec<PlannedPhase>,
    /// `Σ weight · served`.
    pub value: f64,
    /// `Σ weight · bound`: no plan is worth more.
    pub bound: f64,
    /// `(bound − value) / max(value, 1)`.
    pub gap: f64,
}

/// Checks phases against the rest of their question.
///
/// # Errors
/// `argument.range` or `siting.unsupported`, with the field.
pub(super) fn check(question: &SiteQuestion) -> Result<()> {
    let phases = &question.phases;
    let Some(first) = phases.first() else { return Ok(()) };
    let refuse = |i: usize, found: String| {
        Err(Error::new(ErrorCode::ArgumentRange, found).at(format!("phases[{i}]")))
    };
    let is_amount = |v: f64| v.is_finite() && v >= 0.0;
    for (i, phase) in phases.iter().enumerate() {
        if i > 0 && phases[i - 1].year >= phase.year {
            return refuse(i, format!("{} after {}", phase.year, phases[i - 1].year));
        }
        let same = phase.sites.is_some() == first.sites.is_some()
            && phase.budget.is_some() == first.budget.is_some();
        if !same || (phase.sites.is_none() && phase.budget.is_none()) {
            return refuse(i, "sites, a budget or both, the same in every phase".to_owned());
        }
        if let Some(wrong) =
            [phase.budget, Some(phase.weight)].into_iter().flatten().find(|v| !is_amount(*v))
        {
            return refuse(i, wrong.to_string());
        }
    }
    let with = |field: &str| {
        let found = format!("phases with `{field}`");
        Err(Error::new(ErrorCode::SitingUnsupported, found).at("phases"))
    };
    let (sites, budget) = in_all(phases);
    let limits = (sites, budget, phases.last().map(|phase| phase.year));
    match () {
        () if question.aim != super::question::Aim::MaxCoverage => with("objective"),
        () if question.room.is_some() => with("capacity"),
        () if question.backup.is_some() => with("backup"),
        () if !question.closable.is_empty() => with("closable"),
        () if (question.sites, question.budget, question.year) != limits => with("sites"),
        () => Ok(()),
    }
}

/// What the numbers and the budgets of phases come to.
pub(super) fn in_all(phases: &[BuildPhase]) -> (Option<u32>, Option<f64>) {
    let sites = phases.iter().try_fold(0u32, |sum, p| Some(sum.saturating_add(p.sites?)));
    let budget = phases.iter().try_fold(0.0, |sum, p| Some(sum + p.budget?));
    (sites, budget)
}

/// Whom the facilities of each phase serve.
#[derive(Debug)]
pub(super) struct ServedByPhase {
    /// By phase and demand point.
    pub(super) served: Vec<Vec<bool>>,
    /// People, by phase.
    people: Vec<f64>,
}

impl ServedByPhase {
    pub(super) fn of(
        area: &StudyArea,
        question: &SiteQuestion,
        people: &PeopleAsked,
        drawer: &mut CircleDrawer,
    ) -> Self {
        let mut found = Self { served: Vec::new(), people: Vec::new() };
        for phase in &question.phases {
            let year = SiteQuestion { year: Some(phase.year), ..question.clone() };
            let places = Kept::of(area, &year).places();
            let times = drawer.nearest(&places, question.reach.modes, LONGEST);
            let limit = |zone: &u8| question.reach.limits[usize::from(*zone)];
            let served: Vec<bool> = times
                .iter()
                .zip(people.zone.iter())
                .map(|(time, zone)| time.within(limit(zone)))
                .collect();
            let weights = served.iter().zip(&people.weight).filter(|(is, _)| **is);
            found.people.push(weights.fold(0.0, |sum, (_, weight)| sum + weight));
            found.served.push(served);
        }
        found
    }

    /// The same by the rows of a problem: the demand points they stand for.
    pub(super) fn by_rows(mut self, points: &[u32]) -> Self {
        for served in &mut self.served {
            *served = points.iter().map(|&p| served[p as usize]).collect();
        }
        self
    }
}

/// One problem that is solved on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Task {
    /// A phase alone.
    Alone(usize),
    /// The part of the next phase's sites for this one, beginning at a phase alone.
    Part { from: usize, phase: usize },
    /// What is added in this phase to the sites of the one before, beginning at a phase alone.
    Added { from: usize, phase: usize },
}

/// A problem being made smaller, or solved.
#[derive(Debug)]
enum Work {
    Setup(Box<Setup>),
    Solving(Box<SitingSolver>),
}

/// Looks for a plan over several years, in slices.
#[derive(Debug)]
pub(super) struct Phased {
    table: Instance,
    phases: Vec<BuildPhase>,
    kept: ServedByPhase,
    tasks: Vec<Task>,
    next: usize,
    work: Option<Work>,
    /// What is proven of each phase alone: the most that sites can newly serve.
    bounds: Vec<f64>,
    /// Sites of the plans by where they begin and by phase.
    plans: Vec<Vec<Vec<u32>>>,
    /// The solver of the last phase alone.
    last: Option<Box<SitingSolver>>,
}

impl Phased {
    /// Begins; `kept` is by the rows of the table.
    pub(super) fn new(table: Instance, phases: &[BuildPhase], kept: ServedByPhase) -> Self {
        let count = phases.len();
        let mut tasks: Vec<Task> = (0..count).map(Task::Alone).collect();
        for from in 0..count {
            tasks.extend((0..from).rev().map(|phase| Task::Part { from, phase }));
            tasks.extend((from + 1..count).map(|phase| Task::Added { from, phase }));
        }
        Self {
            table,
            phases: phases.to_vec(),
            kept,
            tasks,
            next: 0,
            work: None,
            bounds: Vec::new(),
            plans: vec![vec![Vec::new(); count]; count],
            last: None,
        }
    }

    /// Share of the problems that are solved.
    pub(super) fn share(&self) -> f64 {
        self.next as f64 / self.tasks.len().max(1) as f64
    }

    /// Works until `stop` says so; whether all is done. `in_haste` ends every solving at its first
    /// plan.
    ///
    /// # Errors
    /// Those of [`SitingSolver::new`].
    pub(super) fn step_until(
        &mut self,
        in_haste: bool,
        stop: &mut impl FnMut() -> bool,
    ) -> Result<bool> {
        while let Some(&task) = self.tasks.get(self.next) {
            self.work = match self.work.take() {
                None => Some(Work::Setup(Box::new(Setup::new(self.problem(task))?))),
                Some(Work::Setup(mut setup)) if !setup.is_done() => {
                    setup.advance();
                    Some(Work::Setup(setup))
                }
                Some(Work::Setup(setup)) => Some(Work::Solving(Box::new(setup.finish()?))),
                Some(Work::Solving(mut solver)) => {
                    if in_haste || solver.step(PIECE).done {
                        self.note(task, solver);
                        self.next += 1;
                        None
                    } else {
                        Some(Work::Solving(solver))
                    }
                }
            };
            if stop() {
                break;
            }
        }
        Ok(self.next == self.tasks.len())
    }

    /// How many sites there may be at the end of a phase, and what they may cost.
    fn limits(&self, phase: usize) -> (Option<u32>, Option<f64>) {
        in_all(&self.phases[..=phase])
    }

    /// A phase's problem: whom its facilities serve are of no weight.
    fn phase(&self, phase: usize) -> Instance {
        let mut instance = self.table.clone();
        for (weight, _) in
            instance.weight.iter_mut().zip(&self.kept.served[phase]).filter(|(_, served)| **served)
        {
            *weight = 0.0;
        }
        (instance.sites, instance.budget) = self.limits(phase);
        instance.work_limit = self.table.work_limit.map(|work| work / self.tasks.len() as u64);
        instance
    }

    fn cost(&self, sites: &[u32]) -> f64 {
        let cost = |&j: &u32| self.table.cost.as_ref().map_or(0.0, |cost| cost[j as usize]);
        sites.iter().map(cost).sum()
    }

    fn problem(&self, task: Task) -> Instance {
        match task {
            Task::Alone(phase) => self.phase(phase),
            Task::Part { from, phase } => {
                restricted(self.phase(phase), &self.plans[from][phase + 1])
            }
            Task::Added { from, phase } => self.added(phase, &self.plans[from][phase - 1]),
        }
    }

    /// A phase's problem where some sites are open already.
    fn added(&self, phase: usize, before: &[u32]) -> Instance {
        let mut instance = self.phase(phase);
        instance.sites = instance.sites.map(|s| s.saturating_sub(before.len() as u32));
        instance.budget = instance.budget.map(|b| (b - self.cost(before)).max(0.0));
        instance.fixed.extend(before);
        instance
    }

    /// Takes down what came of a problem.
    fn note(&mut self, task: Task, solver: Box<SitingSolver>) {
        let result = solver.result();
        match task {
            Task::Alone(phase) => {
                self.bounds.push(result.bound.unwrap_or(f64::INFINITY));
                self.plans[phase][phase] = result.sites;
                if phase + 1 == self.phases.len() {
                    self.last = Some(solver);
                }
            }
            Task::Part { from, phase } => {
                let of = &self.plans[from][phase + 1];
                let part = result.sites.iter().map(|&j| of[j as usize]).collect();
                self.plans[from][phase] = part;
            }
            Task::Added { from, phase } => {
                let mut all = self.plans[from][phase - 1].clone();
                all.extend(result.sites);
                self.plans[from][phase] = all;
            }
        }
    }

    /// People newly served by sites at the end of a phase.
    fn newly_served(&self, phase: usize, sites: &[u32]) -> f64 {
        let mut is_open = vec![false; self.table.candidates as usize];
        for &j in sites {
            is_open[j as usize] = true;
        }
        let rows = self.table.weight.iter().zip(&self.kept.served[phase]).enumerate();
        let left = rows.filter(|(_, (_, is_served))| !**is_served);
        let reached = left.filter(|(d, _)| self.table.row(*d).iter().any(|&j| is_open[j as usize]));
        reached.fold(0.0, |sum, (_, (weight, _))| sum + weight)
    }

    /// The best plan, and the solver of the last phase with what it would answer for that plan.
    pub(super) fn finish(mut self) -> Option<(PhasedPlan, Box<SitingSolver>, SitingResult)> {
        let solver = self.last.take()?;
        let worth = |plan: &[Vec<u32>]| {
            let phases = self.phases.iter().zip(plan).enumerate();
            phases.fold(0.0, |sum, (t, (phase, sites))| {
                sum + phase.weight * (self.kept.people[t] + self.newly_served(t, sites))
            })
        };
        let mut best: Option<(f64, &Vec<Vec<u32>>)> = None;
        for plan in &self.plans {
            let value = worth(plan);
            if best.is_none_or(|(most, _)| value > most) {
                best = Some((value, plan));
            }
        }
        let (value, plan) = best?;
        let mut phases = Vec::new();
        for (t, &phase) in self.phases.iter().enumerate() {
            let before: &[u32] = if t > 0 { &plan[t - 1] } else { &[] };
            let new: Vec<u32> = plan[t].iter().copied().filter(|j| !before.contains(j)).collect();
            let arranged = Arranged::new(&self.added(t, before), &new, &new);
            let without = self.kept.people[t];
            phases.push(PlannedPhase {
                phase,
                sites: arranged.sites,
                gains: arranged.gains,
                without,
                served: without + self.newly_served(t, &plan[t]),
                bound: without + self.bounds[t],
            });
        }
        let bound = phases.iter().fold(0.0, |sum, p| sum + p.phase.weight * p.bound).max(value);
        let gap = (bound - value) / value.max(1.0);
        let alone = solver.result();
        let all = plan.last()?;
        let arranged = Arranged::new(solver.instance(), all, all);
        let most = alone.bound.unwrap_or(alone.objective).max(arranged.objective);
        let optimal = alone.optimal && arranged.objective >= alone.objective;
        let lacking = (most - arranged.objective) / arranged.objective.max(1.0);
        let result = SitingResult {
            gap: Some(if optimal { 0.0 } else { lacking }),
            bound: Some(most),
            sites: arranged.sites,
            gains: arranged.gains,
            objective: arranged.objective,
            optimal,
            ..alone
        };
        Some((PhasedPlan { phases, value, bound, gap }, solver, result))
    }
}

/// A problem of which some candidates are left, numbered anew in their order.
fn restricted(of: Instance, candidates: &[u32]) -> Instance {
    let mut number = vec![None; of.candidates as usize];
    for (new, &old) in candidates.iter().enumerate() {
        number[old as usize] = Some(new as u32);
    }
    let mut row_start = vec![0];
    let mut candidate = Vec::new();
    for d in 0..of.weight.len() {
        candidate.extend(of.row(d).iter().filter_map(|&j| number[j as usize]));
        row_start.push(candidate.len() as u32);
    }
    let cost = of.cost.as_ref().map(|cost| candidates.iter().map(|&j| cost[j as usize]).collect());
    Instance { candidates: candidates.len() as u32, row_start, candidate, cost, ..of }
}
