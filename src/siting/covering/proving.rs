//! A proof of a cover's cost that needs no word about what was left out as dominated.
//!
//! The search drops rows and sites that others stand for; here all of them are back, with the
//! multipliers found without them, and the tree of [`super::super::lagrange`] goes on from there.

use std::sync::Arc;

use crate::siting::lagrange::{Goal, Grain, Known, Leaf, Multipliers, Table, Tree};
use crate::siting::limits::Limits;
use crate::siting::presolve::Fate;
use crate::siting::problem::Problem;

/// What is proven of all covers of a problem.
#[derive(Clone, Debug)]
pub(crate) struct Proven {
    /// The demand point of each row.
    pub(crate) points: Vec<u32>,
    pub(crate) leaves: Vec<Leaf>,
    /// No cover costs less by the leaves, in grains; none at all where there is no cover.
    pub(crate) bound: Option<i128>,
}

/// The grains of a problem's costs.
pub(crate) fn grain(problem: &Problem) -> Grain {
    let instance = &problem.instance;
    let cost = |j| cost_of(problem, j);
    let total: f64 = (0..instance.candidates).map(cost).sum();
    let is_whole = (0..instance.candidates).all(|j| cost(j).fract() == 0.0);
    Grain::new(total, total, instance.candidates as usize, is_whole)
}

/// What a candidate costs: 1 without costs.
pub(super) fn cost_of(problem: &Problem, j: u32) -> f64 {
    problem.instance.cost.as_ref().map_or(1.0, |c| c[j as usize])
}

/// Proves for so many entries that no cover of all points costs less than `known.better`, from
/// multipliers of the demand points.
pub(crate) fn prove(
    problem: &Problem,
    start: impl Fn(usize) -> i64,
    known: impl Fn(Grain) -> Known,
    entries: u64,
) -> Proven {
    let instance = &problem.instance;
    let grain = grain(problem);
    let charge: Vec<i64> =
        (0..instance.candidates).map(|j| grain.down(cost_of(problem, j))).collect();
    let fate: Vec<Fate> = (0..instance.candidates)
        .map(|j| {
            let is_affordable = problem.limits.cost_of(j) <= problem.limits.budget;
            match problem.fate[j as usize] {
                Fate::Free if is_affordable && charge[j as usize] > 0 => Fate::Free,
                _ => Fate::Shut,
            }
        })
        .collect();
    // What is open, and what may be opened for nothing, leaves nothing to pay.
    let serves_for_nothing = |j: u32| match problem.fate[j as usize] {
        Fate::Open => true,
        Fate::Free => charge[j as usize] == 0,
        Fate::Shut => false,
    };
    let mut table = Table::new(charge.clone());
    let (mut points, mut of_row) = (Vec::new(), Vec::new());
    for (d, _) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        let row = instance.row(d);
        if row.is_empty() || row.iter().any(|&j| serves_for_nothing(j)) {
            continue;
        }
        let free = row.iter().filter(|&&j| fate[j as usize] == Fate::Free);
        let Some(alone) = free.clone().map(|&j| charge[j as usize]).min() else {
            // The one part that there is needs no multipliers.
            let leaf = Leaf { fate: vec![Fate::Free; charge.len()], multipliers: Arc::default() };
            return Proven { points: Vec::new(), leaves: vec![leaf], bound: None };
        };
        table.push(alone, free.map(|&j| (j, 0)));
        points.push(d as u32);
        of_row.push(start(d).clamp(0, alone));
    }
    let goal = Goal::Least(Limits::number(instance.candidates as usize));
    let start = Multipliers { of_row, of_budget: 0 };
    let (mut leaves, bound) = worked_on(table, goal, fate, start, (known(grain), grain), entries);
    for leaf in &mut leaves {
        for j in (0..instance.candidates).filter(|&j| serves_for_nothing(j)) {
            leaf.fate[j as usize] = Fate::Free;
        }
    }
    Proven { points, leaves, bound }
}

/// The same where so much of the weight may stay uncovered.
pub(super) fn prove_share(
    problem: &Problem,
    people: Grain,
    most: i64,
    start: &[i64],
    known: Known,
    entries: u64,
) -> Proven {
    let instance = &problem.instance;
    let grain = grain(problem);
    let charge: Vec<i64> =
        (0..instance.candidates).map(|j| grain.down(cost_of(problem, j))).collect();
    // What may be opened for nothing is taken first by the bound, so it is as good as open.
    let is_gift = |j: usize| problem.fate[j] == Fate::Free && charge[j] == 0;
    let as_open = |j: usize| if is_gift(j) { Fate::Open } else { problem.fate[j] };
    let fate: Vec<Fate> = (0..charge.len()).map(as_open).collect();
    let mut table = Table::new(charge.clone());
    let (mut points, mut of_row) = (Vec::new(), Vec::new());
    for (d, &weight) in instance.weight.iter().enumerate() {
        let row = instance.row(d);
        let is = |wanted: Fate| row.iter().any(|&j| fate[j as usize] == wanted);
        let price = people.down(weight);
        if row.is_empty() || price == 0 {
            continue;
        }
        let alone = if is(Fate::Open) { 0 } else { price };
        let free = row.iter().filter(|&&j| fate[j as usize] == Fate::Free);
        of_row.push(if is(Fate::Free) { start[d].clamp(0, alone) } else { alone });
        table.push(alone, free.map(|&j| (j, 0)));
        points.push(d as u32);
    }
    let fixed = (0..charge.len()).filter(|&j| problem.fate[j] == Fate::Open);
    for j in fixed {
        table.charge[j] = 0;
    }
    let start = Multipliers { of_row, of_budget: 0 };
    let goal = Goal::Enough { most };
    let (mut leaves, bound) = worked_on(table, goal, fate, start, (known, grain), entries);
    for leaf in &mut leaves {
        for j in (0..charge.len()).filter(|&j| is_gift(j)) {
            leaf.fate[j] = Fate::Free;
        }
    }
    Proven { points, leaves, bound }
}

/// The parts of a tree that was worked on for so many entries, and what no cover costs less than by
/// them.
fn worked_on(
    table: Table,
    goal: Goal,
    fate: Vec<Fate>,
    start: Multipliers,
    (mut known, grain): (Known, Grain),
    entries: u64,
) -> (Vec<Leaf>, Option<i128>) {
    let most = if let Goal::Enough { most } = goal { most } else { 0 };
    let table = Arc::new(table);
    let mut tree = Tree::new(table.clone(), goal, fate, start);
    tree.keep_leaves();
    let mut walked = 0;
    while !tree.is_empty() && tree.bound(known) < known.better && walked < entries {
        let outcome = tree.advance(known);
        walked += outcome.walked.max(1);
        if let Some(cost) = outcome.plan.and_then(|plan| cover_cost(&table, &plan, most))
            && cost < known.value
        {
            known = Known { value: cost, better: known.better.min(cost - grain.step + 1) };
        }
    }
    let leaves = tree.leaves();
    let bound = tree.proven(&leaves);
    (leaves, bound)
}

/// What some sites cost; none where they leave out more than may stay uncovered.
fn cover_cost(table: &Table, sites: &[u32], most: i64) -> Option<i64> {
    let mut is_open = vec![false; table.sites()];
    for &j in sites {
        is_open[j as usize] = true;
    }
    let is_covered = |i: usize| table.row(i).iter().any(|e| is_open[e.0 as usize]);
    let out: i64 = (0..table.rows()).filter(|&i| !is_covered(i)).map(|i| table.alone[i]).sum();
    (out <= most).then(|| sites.iter().map(|&j| table.charge[j as usize]).sum())
}
