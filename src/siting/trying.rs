//! What other plans are worth, found by trying them: what every plan without a site must lose, and
//! the curve and the stand-ins of aims of which one walk over the table cannot tell.

use super::explaining::Facts;
use super::gain_curve::{CurvePoint, Hold, SWAPS, Swap};
use super::instance::Objective;
use super::plan::SitingResult;
use super::problem::Change;
use super::solver::SitingSolver;
use crate::frame::Frame;
use std::ops::ControlFlow;

/// Whether a plan can do without a site is worked on for so much work …
const TRIAL_WORK: u64 = 20_000;
/// … in pieces of some milliseconds.
const TRIAL_PIECE: u64 = 1_000;
/// Each plan of the curve is sought with so much work …
const CURVE_WORK: u64 = 10_000;
/// … so many times as much where points are served as wholes: only the search finds such plans …
const WHOLE: u64 = 10;
/// … in pieces of some milliseconds …
const CURVE_PIECE: u64 = 1_000;
/// … for so many plans at most, evenly spread.
const CURVE_PLANS: u32 = 12;
/// A budget is tried in as many parts of it …
const BUDGET_PARTS: u32 = 4;
/// … up to so many times that.
const UP_TO: u32 = 2;
/// So many of the nearest candidates are tried in the place of a site.
const NEIGHBOURS: usize = 8;
/// What is lost below this is a crumb of another sum.
const CRUMB: f64 = 1e-9;

/// The best plan found of every number of sites, or of every budget: no more than the best there is,
/// and never worse than with less.
#[derive(Debug)]
pub(super) struct TriedCurve {
    /// What is tried, from the plan's own limit up, then from there down.
    limits: Vec<Change>,
    /// The first so many go up.
    up: usize,
    solver: Option<(Box<SitingSolver>, u64)>,
    /// Of each limit tried: sites, cost and value of the best plan found.
    found: Vec<Option<(u32, f64, f64)>>,
}

impl TriedCurve {
    /// Of a question and the plan that answers it.
    pub(super) fn new(facts: &Facts<'_>, plan: &SitingResult) -> Self {
        let question = facts.question;
        let limits: Vec<Change> = if let (Some(budget), None) = (question.budget, question.sites) {
            let part = |i| Some(budget * f64::from(i) / f64::from(BUDGET_PARTS));
            let parts = 1..=UP_TO * BUDGET_PARTS;
            parts.map(|i| Change { budget: part(i), ..Change::default() }).collect()
        } else {
            let most = (UP_TO * plan.sites.len() as u32).max(CURVE_PLANS);
            let sites = |i| Some(i * most / CURVE_PLANS);
            (1..=CURVE_PLANS).map(|i| Change { sites: sites(i), ..Change::default() }).collect()
        };
        let (up, down): (Vec<_>, Vec<_>) =
            limits.into_iter().partition(|limit| holds(limit, facts, plan));
        Self {
            up: up.len(),
            limits: up.into_iter().chain(down.into_iter().rev()).collect(),
            solver: None,
            found: Vec::new(),
        }
    }

    /// A piece of work; whether all is tried.
    pub(super) fn advance(
        &mut self,
        facts: &Facts<'_>,
        solver: &SitingSolver,
        plan: &SitingResult,
    ) -> bool {
        let at = self.found.len();
        let Some(limit) = self.limits.get(at) else { return true };
        if at == self.up && self.solver.as_ref().is_some_and(|(_, until)| *until == 0) {
            // Down from the plan again, not from more sites than it has.
            self.solver = None;
        }
        let (trial, until) = self.solver.get_or_insert_with(|| (Box::new(solver.clone()), 0));
        if *until == 0 {
            if trial.edit(limit).is_err() {
                self.found.push(None);
                return false;
            }
            let times = if solver.instance().whole { WHOLE } else { 1 };
            *until = trial.step(0).work + times * CURVE_WORK;
        }
        let progress = trial.step(CURVE_PIECE);
        if !progress.done && progress.work < *until {
            return false;
        }
        *until = 0;
        let found = trial.result();
        let is_max = solver.instance().objective.is_max();
        let best = if at < self.up && is_no_worse(is_max, plan.objective, found.objective) {
            plan
        } else {
            &found
        };
        self.found.push(Some((best.sites.len() as u32, cost(facts, &best.sites), best.objective)));
        false
    }

    /// The curve from few sites, or little money, to more; `nothing` is the value without any.
    pub(super) fn points(&self, is_max: bool, nothing: f64) -> Vec<CurvePoint> {
        let mut points: Vec<CurvePoint> = Vec::new();
        let (up, down) = self.found.split_at(self.up.min(self.found.len()));
        for &(sites, cost, value) in down.iter().rev().chain(up).flatten() {
            let before = points.last().map_or(nothing, |p| p.value);
            // What brings nothing more is the plan before; what nobody can say is no point.
            if is_no_worse(is_max, value, before) && (value - before).abs() > CRUMB * value.abs() {
                let gain = (value - before).abs();
                points.push(CurvePoint { candidate: None, sites, gain, cost, value });
            }
        }
        points
    }
}

fn is_no_worse(is_max: bool, value: f64, than: f64) -> bool {
    if is_max { value >= than } else { value <= than }
}

fn cost(facts: &Facts<'_>, sites: &[u32]) -> f64 {
    sites.iter().filter_map(|&j| facts.candidates.get(j as usize)).map(|c| c.cost).sum()
}

/// Whether the plan keeps a limit.
fn holds(limit: &Change, facts: &Facts<'_>, plan: &SitingResult) -> bool {
    limit.sites.is_none_or(|most| plan.sites.len() <= most as usize)
        && limit.budget.is_none_or(|most| cost(facts, &plan.sites) <= most)
}

/// What the plan loses without a site, and with one of the nearest candidates in its place.
#[derive(Debug)]
pub(super) struct TriedHold {
    site: u32,
    near: Vec<u32>,
    hold: Option<Hold>,
}

impl TriedHold {
    /// Looks up the candidates near a site of the plan that may stand in for it.
    pub(super) fn new(site: u32, facts: &Facts<'_>, fits: impl Fn(usize, usize) -> bool) -> Self {
        let at = facts.candidates[site as usize].at;
        let frame = Frame::around(at.lat());
        let others = (0..).zip(facts.candidates).filter(|(j, _)| fits(site as usize, *j as usize));
        let mut near: Vec<(f64, u32)> =
            others.map(|(j, c)| (frame.distance(at, c.at), j)).collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
        let near = near.split_off(near.len().saturating_sub(NEIGHBOURS));
        Self { site, near: near.into_iter().map(|(_, j)| j).collect(), hold: None }
    }

    /// One plan is tried; the result once all are.
    pub(super) fn advance(&mut self, solver: &SitingSolver, plan: &SitingResult) -> Option<Hold> {
        let is_max = solver.instance().objective.is_max();
        let loss = |value: f64| {
            if is_max { plan.objective - value } else { value - plan.objective }
        };
        let with = |other: Option<u32>| {
            let left = plan.sites.iter().copied().filter(|&j| j != self.site);
            loss(solver.value_of(&left.chain(other).collect::<Vec<u32>>()))
        };
        let Some(hold) = &mut self.hold else {
            self.hold = Some(Hold { alone: with(None), swaps: Vec::new() });
            return None;
        };
        if let Some(candidate) = self.near.last().copied() {
            let loss = with(Some(candidate));
            if loss < hold.alone {
                hold.swaps.push(Swap { candidate, loss });
            }
            self.near.pop();
            return None;
        }
        hold.swaps.sort_by(|a, b| a.loss.total_cmp(&b.loss).then(a.candidate.cmp(&b.candidate)));
        hold.swaps.truncate(SWAPS);
        self.hold.take()
    }
}

/// What every plan must lose that does without one site after the other.
#[derive(Debug, Default)]
pub(super) struct Without {
    /// A solver that must do without a site, and the work at which it is asked for its bound.
    trial: Option<(Box<SitingSolver>, u64)>,
}

impl Without {
    /// A piece of work on the plan's site of this number. Breaks with what is lost at least once that is
    /// worked out, none where nothing is proven.
    pub(super) fn advance(
        &mut self,
        solver: &SitingSolver,
        plan: &SitingResult,
        number: usize,
    ) -> ControlFlow<Option<f64>> {
        let site = plan.sites[number];
        let Some((trial, until)) = &mut self.trial else {
            let mut trial = Box::new(solver.clone());
            let ban = Change { ban: vec![site], ..Change::default() };
            if trial.edit(&ban).is_err() {
                // Without it no plan keeps the constraints.
                return ControlFlow::Break(Some(f64::INFINITY));
            }
            let until = trial.step(0).work + TRIAL_WORK;
            self.trial = Some((trial, until));
            return ControlFlow::Continue(());
        };
        let progress = trial.step(TRIAL_PIECE);
        if !progress.done && progress.work < *until {
            return ControlFlow::Continue(());
        }
        let loss = |bound: f64| match solver.instance().objective {
            Objective::MaxCoverage => plan.objective - bound,
            _ => bound - plan.objective,
        };
        let lost = trial.result().bound.map(|bound| loss(bound).max(0.0));
        let next = plan.sites.get(number + 1).copied();
        let change =
            Change { release: vec![site], ban: next.into_iter().collect(), ..Change::default() };
        match next.map(|_| trial.edit(&change)) {
            Some(Ok(())) => *until = trial.step(0).work + TRIAL_WORK,
            // Begun anew from the solver, or all is done.
            Some(Err(_)) | None => self.trial = None,
        }
        ControlFlow::Break(lost)
    }
}
