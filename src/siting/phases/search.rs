//! Looks for a plan over several years: problem after problem, in slices.

use super::served::ServedByPhase;
use super::{BuildPhase, PhasedPlan, PlannedPhase, in_all};
use crate::error::Result;
use crate::siting::instance::Instance;
use crate::siting::plan::{Arranged, SitingResult};
use crate::siting::solver::{Setup, SitingSolver};

/// Solving is worked on in pieces of some milliseconds.
const PIECE: u64 = 1_000;

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
pub(in crate::siting) struct Phased {
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
    pub(in crate::siting) fn new(
        table: Instance,
        phases: &[BuildPhase],
        kept: ServedByPhase,
    ) -> Self {
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
    pub(in crate::siting) fn share(&self) -> f64 {
        self.next as f64 / self.tasks.len().max(1) as f64
    }

    /// Works until `stop` says so; whether all is done. `in_haste` ends every solving at its first
    /// plan.
    ///
    /// # Errors
    /// Those of [`SitingSolver::new`].
    pub(in crate::siting) fn step_until(
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

    /// A phase's problem but for its rows: whom its facilities serve are of no weight.
    fn terms(&self, phase: usize) -> Instance {
        let rows = self.table.weight.iter().zip(&self.kept.served[phase]);
        let weight = rows.map(|(weight, is_served)| if *is_served { 0.0 } else { *weight });
        let (sites, budget) = in_all(&self.phases[..=phase]);
        Instance {
            objective: self.table.objective,
            weight: weight.collect(),
            sites,
            budget,
            target_gap: self.table.target_gap,
            work_limit: self.table.work_limit.map(|work| work / self.tasks.len() as u64),
            ..Instance::default()
        }
    }

    fn phase(&self, phase: usize) -> Instance {
        Instance {
            candidates: self.table.candidates,
            row_start: self.table.row_start.clone(),
            candidate: self.table.candidate.clone(),
            cost: self.table.cost.clone(),
            ..self.terms(phase)
        }
    }

    /// The same of which some candidates are left, numbered anew in their order.
    fn restricted(&self, phase: usize, candidates: &[u32]) -> Instance {
        let table = &self.table;
        let mut number = vec![None; table.candidates as usize];
        for (new, &old) in candidates.iter().enumerate() {
            number[old as usize] = Some(new as u32);
        }
        let mut row_start = vec![0];
        let mut candidate = Vec::new();
        for d in 0..table.weight.len() {
            candidate.extend(table.row(d).iter().filter_map(|&j| number[j as usize]));
            row_start.push(candidate.len() as u32);
        }
        let cost = table.cost.as_ref();
        let cost = cost.map(|cost| candidates.iter().map(|&j| cost[j as usize]).collect());
        let candidates = candidates.len() as u32;
        Instance { candidates, row_start, candidate, cost, ..self.terms(phase) }
    }

    fn cost(&self, sites: &[u32]) -> f64 {
        let cost = |&j: &u32| self.table.cost.as_ref().map_or(0.0, |cost| cost[j as usize]);
        sites.iter().map(cost).sum()
    }

    fn problem(&self, task: Task) -> Instance {
        match task {
            Task::Alone(phase) => self.phase(phase),
            Task::Part { from, phase } => self.restricted(phase, &self.plans[from][phase + 1]),
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
    pub(in crate::siting) fn finish(
        mut self,
    ) -> Option<(PhasedPlan, Box<SitingSolver>, SitingResult)> {
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
