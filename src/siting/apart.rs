//! Sites that must be so far from one another: what breaks the rule in a plan, and what to strike.
//!
//! Solvers know nothing of the rule. Where their plan breaks it, the sites that come first stay,
//! the candidates near them are struck, and it is solved again, until no two are too near; then
//! sites are exchanged for others, struck or not, as long as that betters the plan. What was proven
//! before anything was struck holds for the rule too: it only takes plans away.

use super::candidates::{Candidate, Origin};
use super::cells::Cells;
use super::gain_curve::{GainCurve, holds};
use super::instance::{Instance, Objective};
use super::plan::{Arranged, SitingResult};
use super::problem::Change;
use super::solver::SitingSolver;
use crate::error::{Error, Result};
use crate::frame::Frame;
use crate::network::RoadNetwork;

/// What is solved again gets so much work.
const WORK: u64 = 60_000;
/// Values this near are the same.
const ALIKE: f64 = 1e-9;
/// Exchanges end after so many: each walks the table once or more.
const EXCHANGES: usize = 30;
/// People, or person-seconds, that are no reason for an exchange.
const LITTLE: f64 = 1e-6;
/// Where there are no more candidates than these, plans begin with each …
const FEW: usize = 40;
/// … and with so few that making them walks so many entries.
const MOST_WALKED: usize = 200_000_000;
/// What so many sites carry is worked out in one walk.
const AT_ONCE: usize = 16;

/// The rule.
#[derive(Clone, Copy, Debug)]
pub(super) struct Apart {
    frame: Frame,
    metres: f64,
}

impl Apart {
    /// None where sites may be as near as they like.
    pub(super) fn of(network: &RoadNetwork, metres: f64) -> Option<Self> {
        (metres > 0.0).then(|| Self { frame: network.frame(), metres })
    }

    /// Whether two candidates may not both be opened; facilities that are there already may stay.
    pub(super) fn forbids(self, a: &Candidate, b: &Candidate) -> bool {
        is_new(a) && is_new(b) && self.frame.distance(a.at, b.at) < self.metres
    }

    /// What to strike from a plan that breaks the rule, and how near each is to a site that stays;
    /// nothing where the plan keeps it. The sites that come first stay.
    pub(super) fn to_strike(self, candidates: &[Candidate], plan: &[u32]) -> Vec<(u32, f64)> {
        let mut stay = Cells::new(&self.frame, self.metres, &[]);
        let mut stays = vec![false; candidates.len()];
        let near = |stay: &Cells, c: &Candidate| stay.nearest(&self.frame, c.at, self.metres);
        let mut is_broken = false;
        for &j in plan {
            let candidate = &candidates[j as usize];
            if !is_new(candidate) {
                stays[j as usize] = true;
            } else if near(&stay, candidate).is_none() {
                stays[j as usize] = true;
                stay.push(candidate.at);
            } else {
                is_broken = true;
            }
        }
        if !is_broken {
            return Vec::new();
        }
        let others = (0..).zip(candidates).filter(|(j, c)| is_new(c) && !stays[*j as usize]);
        others.filter_map(|(j, c)| Some((j, near(&stay, c)?.1))).collect()
    }
}

impl Apart {
    /// A plan that keeps the rule, or a better one: it and those that begin with one of the sites that
    /// were best without the rule and take what adds most, each bettered by exchanging a site for the
    /// candidate that helps most; only where sites add up (coverage without capacities or backup,
    /// total travel).
    pub(super) fn bettered(
        self,
        instance: &Instance,
        candidates: &[Candidate],
        plan: SitingResult,
        without: &[u32],
    ) -> SitingResult {
        let is_plain = instance.capacity.is_none() && instance.need.is_none();
        let adds_up = match instance.objective {
            Objective::MaxCoverage => is_plain,
            objective => objective == Objective::MinTotalTravel,
        };
        if !adds_up {
            return plan;
        }
        let all: Vec<u32> = (0..candidates.len() as u32).collect();
        let starts = if all.len() <= FEW { &all } else { without };
        let walk = instance.candidate.len() * plan.sites.len().max(1);
        let begun = starts.iter().take(MOST_WALKED / walk.max(1));
        let begun = begun.map(|&first| self.greedy(instance, candidates, first));
        let mut best = Arranged {
            sites: plan.sites.clone(),
            gains: plan.gains.clone(),
            objective: plan.objective,
            served: None,
        };
        for sites in std::iter::once(plan.sites.clone()).chain(begun) {
            let sites = self.exchanged(instance, candidates, sites);
            let found = Arranged::new(instance, &sites, &[]);
            let is_better = match instance.objective {
                Objective::MaxCoverage => found.objective > best.objective,
                _ => found.objective < best.objective,
            };
            if is_better {
                best = found;
            }
        }
        let Arranged { sites, gains, objective, .. } = best;
        SitingResult { sites, gains, objective, ..plan }
    }

    /// Candidates one after the other, always the one that adds most and keeps rule and limits.
    fn greedy(self, instance: &Instance, candidates: &[Candidate], first: u32) -> Vec<u32> {
        let most = instance.sites.map_or(candidates.len(), |p| p as usize);
        let mut curve = GainCurve::new(instance, Some(&[first]));
        let mut sites: Vec<u32> = Vec::new();
        while sites.len() < most {
            curve.advance(instance);
            let Some(last) = curve.points.get(sites.len()) else { break };
            let left = instance.budget.map(|budget| budget - last.cost);
            if left.is_some_and(|left| left < 0.0) {
                break;
            }
            sites.extend(last.candidate);
            if sites.len() == 1 {
                curve.permit((0..candidates.len()).filter(|&j| j != first as usize));
            }
            let taken = |j: usize| {
                sites
                    .iter()
                    .map(|&k| k as usize)
                    .any(|k| k == j || self.forbids(&candidates[k], &candidates[j]))
            };
            let is_dear = |j: usize| left.is_some_and(|left| cost_of(instance, &[j as u32]) > left);
            let out: Vec<usize> =
                (0..candidates.len()).filter(|&j| taken(j) || is_dear(j)).collect();
            curve.strike(out.into_iter());
        }
        sites
    }

    /// Exchanges one site after the other for the candidate that helps most.
    fn exchanged(
        self,
        instance: &Instance,
        candidates: &[Candidate],
        mut sites: Vec<u32>,
    ) -> Vec<u32> {
        for _ in 0..EXCHANGES {
            let spent = cost_of(instance, &sites);
            let fits = |out: usize, other: usize| {
                let cost = |j: usize| cost_of(instance, &[j as u32]);
                let others = || sites.iter().map(|&j| j as usize).filter(|&j| j != out);
                other < candidates.len()
                    && !others().any(|j| self.forbids(&candidates[j], &candidates[other]))
                    && instance.budget.is_none_or(|b| spent - cost(out) + cost(other) <= b)
            };
            let mut best: Option<(f64, usize, u32)> = None;
            for from in (0..sites.len()).step_by(AT_ONCE) {
                let to = sites.len().min(from + AT_ONCE);
                for (at, hold) in (from..).zip(holds(instance, &sites, from..to, fits)) {
                    if let Some(swap) = hold.swaps.first()
                        && best.is_none_or(|b| swap.loss < b.0)
                    {
                        best = Some((swap.loss, at, swap.candidate));
                    }
                }
            }
            match best {
                Some((loss, at, other)) if loss < -LITTLE => sites[at] = other,
                _ => break,
            }
        }
        sites
    }
}

fn cost_of(instance: &Instance, sites: &[u32]) -> f64 {
    let cost = |&j: &u32| instance.cost.as_ref().map_or(0.0, |cost| cost[j as usize]);
    sites.iter().map(cost).sum()
}

/// A problem as it was before anything was struck.
#[derive(Debug)]
pub(super) struct Relaxed {
    pub(super) solver: Box<SitingSolver>,
    /// The work at which the present solver is asked for its plan.
    pub(super) until: u64,
}

impl Relaxed {
    /// Strikes candidates; `before` is what there was before the first were.
    ///
    /// # Errors
    /// `siting.infeasible` at `metresApart` where that leaves no plan.
    pub(super) fn struck(
        before: Option<Self>,
        solver: &mut Box<SitingSolver>,
        struck: &[(u32, f64)],
    ) -> Result<Self> {
        let before = before.map_or_else(|| solver.clone(), |before| before.solver);
        let ban = struck.iter().map(|&(j, _)| j).collect();
        let edited = solver.edit(&Change { ban, ..Change::default() });
        edited.map_err(|e| Error::new(e.code(), e.found()).at("metresApart"))?;
        Ok(Self { solver: before, until: solver.result().work + WORK })
    }

    /// A plan with what was proven before: the rest says nothing of what was struck.
    pub(super) fn told(&self, plan: SitingResult) -> SitingResult {
        let bound = self.solver.result().bound;
        let lacking = |b: f64| (b - plan.objective).abs() / plan.objective.abs().max(1.0);
        let gap = bound.map(lacking).filter(|gap| !gap.is_nan());
        SitingResult { bound, gap, optimal: gap.is_some_and(|gap| gap <= ALIKE), ..plan }
    }
}

fn is_new(candidate: &Candidate) -> bool {
    !matches!(candidate.origin, Origin::Facility(_))
}
