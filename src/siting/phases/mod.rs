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

mod search;
mod served;

use super::question::{Aim, SiteQuestion};
use crate::error::{Error, ErrorCode, Result};

pub(super) use search::Phased;
pub(super) use served::ServedByPhase;

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
        () if question.aim != Aim::MaxCoverage => with("objective"),
        () if question.room.is_some() => with("capacity"),
        () if question.backup.is_some() => with("backup"),
        () if !question.closable.is_empty() => with("closable"),
        () if question.restrictions.apart > 0.0 => with("metresApart"),
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
