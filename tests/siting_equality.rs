//! Equal access: what is said of a plan is recomputed, and on small problems the best is found.
// A test may fail by `unwrap`.
#![allow(clippy::unwrap_used)]

mod common;

use common::dice::Dice;
use service_circle::siting::{Change, Instance, Objective, SitingSolver, solve};

/// A small problem with capacities, decays, costs and fixed candidates, each at times.
fn instance(objective: Objective, seed: u64) -> Instance {
    let mut dice = Dice::new(seed);
    let candidates = 2 + dice.below(8);
    let points = 1 + dice.below(20);
    let density = 1 + dice.below(3);
    let rows: Vec<Vec<u32>> = (0..points)
        .map(|_| {
            let mut row: Vec<u32> = (0..candidates).filter(|_| dice.below(4) < density).collect();
            let by = (dice.below(3) as usize).min(row.len());
            row.rotate_left(by);
            row
        })
        .collect();
    let weight = (0..points).map(|_| f64::from(dice.below(12))).collect();
    let mut instance = Instance::coverage(candidates, weight, &rows);
    instance.objective = objective;
    instance.sites = Some(1 + dice.below(candidates));
    if dice.below(2) == 0 {
        let capacity = (0..candidates).map(|_| f64::from(dice.below(30)));
        instance.capacity = Some(capacity.collect());
    }
    if dice.below(2) == 0 {
        let bands = [1.0, 0.68, 0.22];
        let decay = instance.candidate.iter().map(|_| bands[dice.below(3) as usize]);
        instance.decay = Some(decay.collect());
    }
    if dice.below(3) == 0 {
        instance.cost = Some((0..candidates).map(|_| f64::from(dice.below(9))).collect());
        instance.budget = Some(f64::from(dice.below(20)));
    }
    instance.fixed = (0..candidates).filter(|_| dice.below(10) == 0).collect();
    instance
}

/// What each point has with these candidates open.
fn access(instance: &Instance, open: u32) -> Vec<f64> {
    let entries = || {
        (0..instance.weight.len()).flat_map(|d| {
            let row = instance.row_start[d] as usize..instance.row_start[d + 1] as usize;
            row.map(move |at| (d, at))
        })
    };
    let decay = |at: usize| instance.decay.as_ref().map_or(1.0, |decay| decay[at]);
    let mut claims = vec![0.0; instance.candidates as usize];
    for (d, at) in entries() {
        claims[instance.candidate[at] as usize] += instance.weight[d] * decay(at);
    }
    let mut access = vec![0.0; instance.weight.len()];
    for (d, at) in entries() {
        let j = instance.candidate[at];
        let capacity = instance.capacity.as_ref().map_or(1.0, |capacity| capacity[j as usize]);
        if open >> j & 1 == 1 && claims[j as usize] > 0.0 {
            access[d] += capacity / claims[j as usize] * decay(at);
        }
    }
    access
}

/// The objective as a number of which less is better, and the people at the least access.
fn worth(instance: &Instance, open: u32) -> (f64, f64) {
    let access = access(instance, open);
    let people = || instance.weight.iter().copied().zip(&access).filter(|(w, _)| *w > 0.0);
    if instance.objective == Objective::MaxMin {
        let has_row = |d: &usize| {
            instance.weight[*d] > 0.0 && instance.row_start[*d] < instance.row_start[*d + 1]
        };
        let counted = || (0..access.len()).filter(has_row);
        let least = counted().map(|d| access[d]).fold(f64::INFINITY, f64::min);
        let at_least = counted().filter(|&d| access[d] <= least + 1e-9 * least.max(1e-9));
        return (-least, at_least.map(|d| instance.weight[d]).sum());
    }
    let all: f64 = people().map(|p| p.0).sum();
    let mean = people().map(|(w, a)| w * a).sum::<f64>() / all;
    let square: f64 = people().map(|(w, a)| w * (a - mean) * (a - mean)).sum();
    let cv = if mean > 0.0 { (square / all).sqrt() / mean } else { f64::INFINITY };
    (cv, 0.0)
}

fn set_of(ids: &[u32]) -> u32 {
    ids.iter().fold(0, |set, &j| set | 1 << j)
}

/// The best worth over every set that the limits allow.
fn optimum(instance: &Instance) -> (f64, f64) {
    let fixed = set_of(&instance.fixed);
    let cost = |set: u32| -> f64 {
        let cost = |j: u32| instance.cost.as_ref().map_or(0.0, |c| c[j as usize]);
        (0..instance.candidates).filter(|j| set >> j & 1 == 1).map(cost).sum()
    };
    (0..1_u32 << instance.candidates)
        .filter(|set| set & fixed == 0 && set.count_ones() <= instance.sites.unwrap())
        .filter(|&set| cost(set) <= instance.budget.unwrap_or(f64::INFINITY))
        .map(|set| worth(instance, set | fixed))
        .reduce(|a, b| if less(b.0, a.0) || (!less(a.0, b.0) && b.1 < a.1) { b } else { a })
        .unwrap()
}

fn less(a: f64, b: f64) -> bool {
    a < b - 1e-9
}

/// How many of these small problems are solved to the optimum, of how many.
fn compare(objective: Objective) -> (u32, u32) {
    let (mut best, mut all) = (0, 0);
    for seed in 0..2000 {
        let instance = instance(objective, seed);
        let answer = solve(instance.clone(), || false).unwrap();
        assert_eq!((answer.bound, answer.gap, answer.optimal), (None, None, false));
        let set = set_of(&answer.sites);
        assert_eq!(set.count_ones() as usize, answer.sites.len());
        assert!(answer.sites.len() as u32 <= instance.sites.unwrap());
        assert_eq!(set & set_of(&instance.fixed), 0);
        let (own, people) = worth(&instance, set | set_of(&instance.fixed));
        let said =
            if objective == Objective::MaxMin { -answer.objective } else { answer.objective };
        let is_same = said.to_bits() == own.to_bits() || (said - own).abs() <= 1e-9 * own.abs();
        assert!(is_same, "seed {seed}: {said} is said and {own} is true");
        let (least, fewest) = optimum(&instance);
        assert!(!less(own, least), "seed {seed}");
        all += 1;
        best += u32::from(!less(least, own) && people <= fewest + 1e-9);
    }
    (best, all)
}

#[test]
fn least_inequality_is_what_is_said_and_nearly_always_the_best() {
    let (best, all) = compare(Objective::MinInequality);
    assert!(best * 100 >= all * 99, "{best} of {all}");
}

#[test]
fn the_largest_least_access_is_what_is_said_and_nearly_always_the_best() {
    let (best, all) = compare(Objective::MaxMin);
    assert!(best * 100 >= all * 99, "{best} of {all}");
}

/// Site 0 alone reaches most people; but 1 and 2 together give everybody the same.
fn trap(objective: Objective) -> Instance {
    let rows = [vec![0, 1], vec![0, 1], vec![0, 2], vec![2]];
    let mut trap = Instance::coverage(3, vec![1.0; 4], &rows);
    trap.objective = objective;
    trap.sites = Some(2);
    trap
}

#[test]
fn the_greedy_trap_is_not_fallen_into() {
    let equal = solve(trap(Objective::MinInequality), || false).unwrap();
    assert_eq!((equal.sites, equal.objective.abs() < 1e-12), (vec![1, 2], true));
    let least = solve(trap(Objective::MaxMin), || false).unwrap();
    assert_eq!((least.sites, (least.objective - 0.5).abs() < 1e-12), (vec![1, 2], true));
}

#[test]
fn another_site_stays_closed_where_it_makes_access_less_equal() {
    let mut trap = trap(Objective::MinInequality);
    trap.sites = Some(3);
    assert_eq!(solve(trap, || false).unwrap().sites, [1, 2]);
}

#[test]
fn whom_nobody_can_reach_counts_as_unequal_but_not_as_the_least() {
    let mut lonely = trap(Objective::MinInequality);
    lonely.weight.push(4.0);
    lonely.row_start.push(7);
    // Half of the people have 1/2, the others nothing.
    let answer = solve(lonely.clone(), || false).unwrap();
    assert!((answer.objective - 1.0).abs() < 1e-12, "{answer:?}");
    lonely.objective = Objective::MaxMin;
    let answer = solve(lonely.clone(), || false).unwrap();
    assert!((answer.objective - 0.5).abs() < 1e-12, "{answer:?}");
    lonely.sites = Some(0);
    lonely.objective = Objective::MinInequality;
    assert!(solve(lonely, || false).unwrap().objective.is_infinite());
}

#[test]
fn slices_and_edits_lead_where_one_go_leads() {
    let whole = solve(instance(Objective::MinInequality, 5), || false).unwrap();
    let mut solver = SitingSolver::new(instance(Objective::MinInequality, 5)).unwrap();
    while !solver.step(1).done {}
    assert_eq!(solver.result().sites, whole.sites);
    let banned = whole.sites[0];
    solver.edit(&Change { ban: vec![banned], ..Change::default() }).unwrap();
    solver.step(u64::MAX);
    assert!(!solver.result().sites.contains(&banned));
    assert!(solver.result().objective >= whole.objective - 1e-12);
    solver.edit(&Change { release: vec![banned], ..Change::default() }).unwrap();
    solver.step(u64::MAX);
    assert!((solver.result().objective - whole.objective).abs() < 1e-12);
    assert!(solver.certificate().is_none());
}

#[test]
fn what_does_not_go_with_an_objective_is_refused_by_name() {
    let code = |instance: Instance| {
        let error = SitingSolver::new(instance).expect_err("refused");
        (error.code().as_str(), error.place().unwrap().to_string())
    };
    let plain = trap(Objective::MaxCoverage);
    let decay = Some(vec![1.0; plain.candidate.len()]);
    let unsupported = |name: &str| ("siting.unsupported", name.to_owned());
    assert_eq!(code(Instance { decay: decay.clone(), ..plain.clone() }), unsupported("decay"));
    let need = Some(vec![1; 4]);
    let access = trap(Objective::MinInequality);
    assert_eq!(code(Instance { need: need.clone(), ..access.clone() }), unsupported("need"));
    let capacity = Some(vec![1.0; 3]);
    let both = Instance { need, capacity, ..plain.clone() };
    assert_eq!(code(both), unsupported("need"));
    let short = Instance { need: Some(vec![1]), ..plain };
    assert_eq!(code(short), ("siting.input", "need".to_owned()));
    let nan = Instance { decay: Some(vec![f64::NAN; access.candidate.len()]), ..access };
    assert_eq!(code(nan), ("siting.input", "decay[0]".to_owned()));
}
