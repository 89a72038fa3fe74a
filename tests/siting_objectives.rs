//! Every siting objective and option against brute force over all sets of candidates.
// A test may fail by `unwrap`, and sums of whole weights are compared exactly.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::checker::{self, recomputed};
use common::dice::Dice;
use service_circle::siting::{
    CertifiedBound, Change, Instance, Objective, SitingResult, SitingSolver, solve,
};

/// Enough work to prove every small instance here.
const PLENTY: u64 = 20_000;

/// Rows over a few candidates, with seconds, costs and some candidates fixed.
fn instance(objective: Objective, seed: u64) -> Instance {
    let mut dice = Dice::new(seed);
    let candidates = 1 + dice.below(9);
    let points = dice.below(16);
    let density = 1 + dice.below(4);
    let is_complete = dice.one_in(3);
    let unit = if dice.one_in(3) { 0.1 } else { 1.0 };
    let rows: Vec<Vec<u32>> = (0..points)
        .map(|_| {
            if is_complete {
                return (0..candidates).collect();
            }
            (0..dice.below(candidates * density / 2 + 2)).map(|_| dice.below(candidates)).collect()
        })
        .collect();
    let weight = (0..points).map(|_| f64::from(dice.below(12)) * unit).collect();
    let mut instance = Instance::coverage(candidates, weight, &rows);
    instance.objective = objective;
    let seconds = instance.candidate.iter().map(|_| f64::from(dice.below(30)) * unit);
    instance.seconds = Some(seconds.collect());
    // Where all cost the same a budget is a number.
    let (least, kinds) = if dice.one_in(3) { (3, 1) } else { (0, 8) };
    let cost = (0..candidates).map(|_| f64::from(least + dice.below(kinds)) * unit).collect();
    instance.fixed = (0..candidates).filter(|_| dice.one_in(12)).collect();
    instance.work_limit = Some(PLENTY);
    if objective == Objective::MinSites {
        instance.cost = dice.one_in(2).then_some(cost);
        instance.coverage = [None, Some(0.5), Some(0.8), Some(0.0)][dice.below(4) as usize];
        return instance;
    }
    instance.sites = Some(dice.below(candidates + 2));
    if dice.one_in(2) {
        instance.cost = Some(cost);
        instance.budget = Some(f64::from(dice.below(20)) * unit);
        if dice.one_in(2) {
            instance.sites = None;
        }
    }
    if instance.is_travel_like() && !dice.one_in(4) {
        instance.unserved_seconds = Some(40.0 * unit);
    }
    instance
}

/// What the tests ask of an instance.
trait Ask {
    fn is_travel_like(&self) -> bool;
    fn row(&self, d: usize) -> Vec<(u32, f64)>;
    fn value(&self, open: u32) -> Option<f64>;
    fn fixed_set(&self) -> u32;
    fn is_allowed(&self, set: u32, change: &Change) -> bool;
}

fn set_of(ids: &[u32]) -> u32 {
    ids.iter().fold(0, |set, &j| set | 1 << j)
}

impl Ask for Instance {
    fn is_travel_like(&self) -> bool {
        matches!(self.objective, Objective::MinTotalTravel | Objective::MinFarthestTravel)
    }

    fn row(&self, d: usize) -> Vec<(u32, f64)> {
        let range = self.row_start[d] as usize..self.row_start[d + 1] as usize;
        let seconds = self.seconds.as_ref().unwrap();
        range.map(|at| (self.candidate[at], seconds[at])).collect()
    }

    fn fixed_set(&self) -> u32 {
        set_of(&self.fixed)
    }

    /// What the objective says of these open candidates; `None` if they are no plan.
    fn value(&self, open: u32) -> Option<f64> {
        let is_open = |j: u32| open >> j & 1 == 1;
        let points = (0..self.weight.len()).filter(|&d| self.weight[d] > 0.0);
        let covered = |open: &dyn Fn(u32) -> bool| -> f64 {
            let served = |&d: &usize| self.row(d).iter().any(|e| open(e.0));
            points.clone().filter(served).map(|d| self.weight[d]).sum()
        };
        let unserved = self.unserved_seconds.unwrap_or(f64::INFINITY);
        let nearest = |d: usize| {
            let row = self.row(d);
            row.iter().filter(|e| is_open(e.0)).map(|e| e.1).fold(unserved, f64::min)
        };
        match self.objective {
            Objective::MaxCoverage => match (&self.capacity, &self.need) {
                (None, None) => Some(covered(&is_open)),
                (None, Some(need)) => {
                    let has_enough = |d: &usize| {
                        let mut open: Vec<u32> = self.row(*d).iter().map(|e| e.0).collect();
                        open.retain(|&j| is_open(j));
                        open.sort_unstable();
                        open.dedup();
                        open.len() >= need[*d] as usize
                    };
                    Some(points.clone().filter(has_enough).map(|d| self.weight[d]).sum())
                }
                (Some(capacity), _) => {
                    // The least cut: full sites, and points with a site that is not full.
                    let sites: Vec<u32> = (0..self.candidates).filter(|&j| is_open(j)).collect();
                    let cut = |full: u32| {
                        let full =
                            |j: u32| sites.iter().position(|&k| k == j).map(|at| full >> at & 1);
                        let left = covered(&|j| full(j) == Some(0));
                        let filled = sites.iter().filter(|&&j| full(j) == Some(1));
                        left + filled.map(|&j| capacity[j as usize]).sum::<f64>()
                    };
                    Some((0..1_u32 << sites.len()).map(cut).fold(f64::INFINITY, f64::min))
                }
            },
            Objective::MinSites => {
                let due = covered(&|_| true) * self.coverage.unwrap_or(1.0);
                let new: Vec<u32> = (0..self.candidates)
                    .filter(|&j| is_open(j) && !self.fixed.contains(&j))
                    .collect();
                let cost = |j: &u32| self.cost.as_ref().map_or(1.0, |c| c[*j as usize]);
                (covered(&is_open) >= due - 1e-9).then(|| new.iter().map(cost).sum())
            }
            Objective::MinTotalTravel => {
                let travel: f64 = points.map(|d| self.weight[d] * nearest(d)).sum();
                travel.is_finite().then_some(travel)
            }
            _ => {
                let farthest = points.map(nearest).fold(0.0, f64::max);
                farthest.is_finite().then_some(farthest)
            }
        }
    }

    fn is_allowed(&self, set: u32, change: &Change) -> bool {
        let cost = |j: u32| self.cost.as_ref().map_or(0.0, |c| c[j as usize]);
        let spent: f64 = (0..self.candidates).filter(|j| set >> j & 1 == 1).map(cost).sum();
        let budget = change.budget.or(self.budget).unwrap_or(f64::INFINITY);
        let sites = change.sites.or(self.sites).unwrap_or(u32::MAX);
        set & self.fixed_set() == 0
            && set & set_of(&change.ban) == 0
            && !set & set_of(&change.force) == 0
            && set.count_ones() <= sites
            && spent <= budget + 1e-9
    }
}

/// The best value over every set of candidates; `None` if there is no plan.
fn optimum(instance: &Instance, change: &Change) -> Option<f64> {
    let is_max = instance.objective == Objective::MaxCoverage;
    (0..1_u32 << instance.candidates)
        .filter(|&set| instance.is_allowed(set, change))
        .filter_map(|set| instance.value(set | instance.fixed_set()))
        .reduce(|a, b| if is_max { a.max(b) } else { a.min(b) })
}

/// What must hold of every answer.
fn check(instance: &Instance, change: &Change, answer: &SitingResult, best: f64) {
    let set = set_of(&answer.sites);
    assert_eq!(set.count_ones() as usize, answer.sites.len(), "a site twice");
    assert!(instance.is_allowed(set, change), "not allowed: {answer:?}, {instance:?}, {change:?}");
    let open = instance.value(set | instance.fixed_set()).expect("a plan");
    let crumb = 1e-9 * (instance.weight.iter().sum::<f64>() + 1.0) * 40.0;
    assert!((answer.objective - open).abs() <= crumb, "{answer:?} is worth {open}");
    if let Some(capacity) = &instance.capacity {
        let served = answer.served.as_ref().expect("served");
        let mut of_site = vec![0.0; capacity.len()];
        for d in 0..instance.weight.len() {
            let range = instance.row_start[d] as usize..instance.row_start[d + 1] as usize;
            let of_point: f64 = served[range.clone()].iter().sum();
            assert!(of_point <= instance.weight[d] + crumb);
            for at in range.filter(|&at| served[at] > 0.0) {
                let j = instance.candidate[at];
                assert!((set | instance.fixed_set()) >> j & 1 == 1, "served by a closed site");
                of_site[j as usize] += served[at];
            }
        }
        assert!(of_site.iter().zip(capacity).all(|(s, c)| *s <= c + crumb), "over capacity");
        assert!((served.iter().sum::<f64>() - open).abs() <= crumb);
    }
    assert!(answer.optimal, "not proven: {answer:?}, best {best}");
    assert!((open - best).abs() <= crumb, "{answer:?}, best {best}");
    let bound = answer.bound.expect("a bound");
    match instance.objective {
        Objective::MaxCoverage => assert!(bound >= best - crumb, "{answer:?}, best {best}"),
        _ => assert!(bound <= best + crumb, "{answer:?}, best {best}"),
    }
    assert_eq!(answer.gap, Some(0.0));
}

/// Solves an instance and compares; gives whether there is a plan.
fn compare(instance: &Instance) -> bool {
    let change = Change::default();
    match (optimum(instance, &change), solve(instance.clone(), || false)) {
        (Some(best), Ok(answer)) => check(instance, &change, &answer, best),
        (None, Err(error)) => {
            assert_eq!(error.code().as_str(), "siting.infeasible");
            assert!(error.place().is_some());
            return false;
        }
        (best, answer) => panic!("{best:?} but {answer:?}"),
    }
    true
}

/// Changes an instance at random while it is being solved, and compares each time.
fn compare_edits(instance: &Instance, seed: u64) {
    let Ok(mut solver) = SitingSolver::new(instance.clone()) else { return };
    let mut dice = Dice::new(seed);
    solver.step(u64::from(dice.below(3)));
    let mut change = Change::default();
    for j in (0..instance.candidates).filter(|j| !instance.fixed.contains(j)) {
        match dice.below(6) {
            0 => change.ban.push(j),
            1 => change.force.push(j),
            _ => {}
        }
    }
    if instance.objective != Objective::MinSites {
        change.sites = Some(change.force.len() as u32 + dice.below(3));
        change.budget = instance.budget.map(|b| b + f64::from(dice.below(9)));
    }
    let back = Change {
        release: [change.ban.clone(), change.force.clone()].concat(),
        sites: instance.sites.or(instance.budget.map(|_| 99)),
        budget: instance.budget,
        ..Change::default()
    };
    for (edit, now) in
        [(&change, &change), (&back, &Change { sites: back.sites, ..Change::default() })]
    {
        let best = optimum(instance, now);
        let answer = solver.edit(edit).and_then(|()| {
            solver.step(PLENTY);
            solver.checked_result()
        });
        match (best, answer) {
            (Some(best), Ok(answer)) => check(instance, now, &answer, best),
            (None, Err(error)) => assert_eq!(error.code().as_str(), "siting.infeasible"),
            (best, answer) => panic!("{best:?} but {answer:?}"),
        }
    }
}

/// Thousands of problems of an objective, and edits of some.
fn compare_many(objective: Objective, change: impl Fn(&mut Instance, u64)) {
    let mut plans = 0;
    for seed in 0..2000 {
        let mut instance = instance(objective, seed);
        change(&mut instance, seed);
        plans += u32::from(compare(&instance));
        if seed % 4 == 0 {
            compare_edits(&instance, seed);
        }
    }
    assert!(plans > 1000, "too few plans to show anything: {plans}");
}

#[test]
fn least_total_travel_is_found() {
    compare_many(Objective::MinTotalTravel, |_, _| {});
}

/// Where all are reached, what going without is priced at changes nothing.
#[test]
fn a_high_price_of_going_without_blurs_no_times() {
    for seed in 0..200 {
        let mut dice = Dice::new(seed);
        let rows: Vec<Vec<u32>> =
            (0..9).map(|_| (0..6).filter(|_| dice.below(4) > 0).collect()).collect();
        let unit = if seed % 2 == 0 { 1.0 } else { 0.1 };
        let weight = (0..9).map(|_| unit * f64::from(1 + dice.below(9))).collect();
        let mut given = Instance::coverage(6, weight, &rows);
        given.objective = Objective::MinTotalTravel;
        let seconds = given.candidate.iter().map(|_| f64::from(60 + dice.below(900)));
        given.seconds = Some(seconds.collect());
        given.sites = Some(2 + dice.below(3));
        given.unserved_seconds = Some(1e9);
        let best = optimum(&given, &Change::default()).unwrap();
        let found = solve(given.clone(), || false).unwrap();
        // With somebody out of reach all else is small beside the price.
        let close = 1e-9 * best.max(1.0);
        assert!((found.objective - best).abs() <= close, "seed {seed}: {} {best}", found.objective);
        given.unserved_seconds = Some(1e10);
        let error = solve(given, || false).unwrap_err();
        assert_eq!(
            (error.code().as_str(), error.place()),
            ("siting.input", Some("unservedSeconds"))
        );
    }
}

#[test]
fn most_coverage_within_a_budget_is_found() {
    compare_many(Objective::MaxCoverage, |_, _| {});
}

/// Coverage with next to no work too; for total travel a search that is cut short may end at worse.
#[test]
fn a_bigger_budget_never_hurts() {
    for objective in [Objective::MaxCoverage, Objective::MinTotalTravel] {
        let (mut helped, mut kept) = (0, 0);
        for seed in 0..400 {
            let mut instance = instance(objective, seed);
            let mut dice = Dice::new(seed + 3);
            let unit = if dice.one_in(3) { 0.1 } else { 1.0 };
            let (least, kinds) = if dice.one_in(3) { (4, 2) } else { (0, 8) };
            let cost =
                (0..instance.candidates).map(|_| f64::from(least + dice.below(kinds)) * unit);
            instance.cost = Some(cost.collect());
            instance.unserved_seconds = Some(40.0);
            instance.sites = dice.one_in(2).then_some(3);
            let is_cut_short = objective == Objective::MaxCoverage && dice.one_in(2);
            instance.work_limit = Some(if is_cut_short { 2 } else { PLENTY });
            let mut before: Option<SitingResult> = None;
            for step in 0..16 {
                instance.budget = Some(f64::from(step) * 1.5 * unit);
                let answer = solve(instance.clone(), || false).unwrap();
                let better = |now: f64, then: f64| {
                    if objective == Objective::MaxCoverage { now - then } else { then - now }
                };
                if let Some(before) = &before {
                    let more = better(answer.objective, before.objective);
                    assert!(more >= -1e-9, "seed {seed}: {answer:?} after {before:?}");
                    let room = better(answer.bound.unwrap(), before.objective);
                    assert!(room >= -1e-9, "seed {seed}: {answer:?} after {before:?}");
                    helped += u32::from(more > 1e-9);
                    kept += u32::from(more <= 1e-9);
                }
                before = Some(answer);
            }
        }
        assert!(helped > 300 && kept > 300, "{helped} helped, {kept} did not");
    }
}

#[test]
fn cheapest_covers_are_found() {
    compare_many(Objective::MinSites, |_, _| {});
}

#[test]
fn least_farthest_travel_is_found() {
    compare_many(Objective::MinFarthestTravel, |_, _| {});
}

#[test]
fn most_coverage_within_capacities_is_found() {
    compare_many(Objective::MaxCoverage, |instance, seed| {
        let mut dice = Dice::new(seed + 7);
        let unit = if dice.one_in(3) { 0.1 } else { 1.0 };
        let capacity = (0..instance.candidates).map(|_| f64::from(dice.below(40)) * unit);
        instance.capacity = Some(capacity.collect());
    });
}

/// A fraction as a whole number of 2^-70: exact for those used here.
fn exact(value: f64) -> i128 {
    (value * f64::from(2).powi(70)) as i128
}

/// The most that sites within the number can serve, to the last bit: of all open sites those that are
/// full serve their capacity, and the others whoever has them in reach.
fn exact_optimum(instance: &Instance) -> i128 {
    let capacity: Vec<i128> = instance.capacity.iter().flatten().map(|&c| exact(c)).collect();
    let in_reach = |d: usize| {
        let range = instance.row_start[d] as usize..instance.row_start[d + 1] as usize;
        set_of(&instance.candidate[range])
    };
    let rows: Vec<(u32, i128)> =
        instance.weight.iter().enumerate().map(|(d, &w)| (in_reach(d), exact(w))).collect();
    let served = |open: u32| {
        let full = (0..1u32 << capacity.len()).filter(|full| full & !open == 0);
        let cut = full.map(|full| {
            let filled = (0..capacity.len()).filter(|j| full >> j & 1 == 1).map(|j| capacity[j]);
            let free = rows.iter().filter(|row| row.0 & open & !full != 0).map(|row| row.1);
            filled.sum::<i128>() + free.sum::<i128>()
        });
        cut.min().unwrap()
    };
    let plans =
        (0..1u32 << capacity.len()).filter(|set| set.count_ones() <= instance.sites.unwrap());
    plans.map(served).max().unwrap()
}

/// The first plan is not the best one here, but the first bound is as tight as can be: everybody.
#[test]
fn a_bound_with_capacities_is_none_below_the_optimum_of_fractions() {
    for seed in 0..100 {
        let mut dice = Dice::new(seed);
        let kinds = [vec![0, 1], vec![0, 2], vec![1], vec![2]];
        let rows: Vec<Vec<u32>> = (0..60).map(|d| kinds[d % 4].clone()).collect();
        let weight =
            |d: usize| [1.0, 1.0, 0.9, 0.9][d % 4] * 0.1 + f64::from(dice.below(999)) * 1e-9;
        let mut instance = Instance::coverage(3, (0..60).map(weight).collect(), &rows);
        let is_roomy = dice.one_in(2);
        let room = |_| if is_roomy { 9.0 } else { 0.1 * f64::from(1 + dice.below(40)) };
        instance.capacity = Some((0..3).map(room).collect());
        instance.sites = Some(2);
        // As wholes no more are served than in parts.
        instance.whole = is_roomy && dice.one_in(2);
        instance.work_limit = Some(u64::from(dice.below(4)));
        let optimum = exact_optimum(&instance);
        let mut solver = SitingSolver::new(instance).unwrap();
        solver.step(PLENTY);
        let bound = solver.result().bound.unwrap();
        assert!(exact(bound) >= optimum, "seed {seed}: {bound}");
        if seed % 10 == 0 {
            let (_, proven) = checked(&solver, "fractions");
            assert!(exact(proven) >= optimum, "seed {seed}: {proven} is certified");
        }
        assert!(bound <= 1.000_001 * 60.0 * 0.1, "seed {seed}: {bound}");
    }
}

/// Rows need up to three candidates, some none.
fn with_need(instance: &mut Instance, seed: u64) {
    let mut dice = Dice::new(seed + 11);
    let need = (0..instance.weight.len()).map(|_| [0, 1, 1, 2, 2, 2, 3][dice.below(7) as usize]);
    instance.need = Some(need.collect());
}

#[test]
fn most_coverage_with_backup_is_found() {
    compare_many(Objective::MaxCoverage, with_need);
}

#[test]
fn backup_by_one_is_plain_coverage() {
    for seed in 0..300 {
        let plain = instance(Objective::MaxCoverage, seed);
        let mut backed = plain.clone();
        backed.need = Some(vec![1; plain.weight.len()]);
        let [plain, backed] = [plain, backed].map(|i| solve(i, || false).unwrap());
        assert!((plain.objective - backed.objective).abs() < 1e-9, "seed {seed}");
        assert!(plain.optimal && backed.optimal);
    }
}

/// Each site alone serves nobody twice, so only what is needed tells where to begin: the two far
/// apart cover more people once than the two that together serve somebody twice.
#[test]
fn backup_looks_beyond_the_first_site() {
    let rows = [vec![0, 1], vec![2], vec![3], vec![2, 4], vec![3, 4]];
    let mut town = Instance::coverage(5, vec![30.0, 25.0, 25.0, 20.0, 20.0], &rows);
    town.need = Some(vec![2, 2, 2, 2, 2]);
    town.sites = Some(3);
    let plan = solve(town.clone(), || false).unwrap();
    assert_eq!((plan.sites.clone(), plan.objective), (vec![2, 4, 3], 40.0));
    assert_eq!((plan.gains, plan.optimal), (vec![0.0, 20.0, 20.0], true));
    town.sites = Some(2);
    assert_eq!(solve(town, || false).unwrap().sites, vec![0, 1]);
}

/// What the checker says of a solver's certificate: value and bound.
fn checked(solver: &SitingSolver, name: &str) -> (f64, f64) {
    let proof = solver.certificate().expect("a certificate");
    checker::checked(&proof, name).unwrap_or_else(|why| panic!("{name}: {why}"))
}

#[test]
fn certificates_are_recomputed_to_the_same_numbers() {
    let mut count = 0;
    for seed in 0..100 {
        let objective =
            if seed % 2 == 0 { Objective::MaxCoverage } else { Objective::MinTotalTravel };
        let mut instance = instance(objective, seed);
        let is_whole = |values: &[f64]| values.iter().all(|v| v.fract() == 0.0);
        if !is_whole(&instance.weight) || instance.weight.len() < 4 {
            continue;
        }
        instance.work_limit = (seed % 3 == 0).then_some(1);
        let Ok(mut solver) = SitingSolver::new(instance.clone()) else { continue };
        if seed % 5 == 0 {
            let free = (0..instance.candidates).find(|j| !instance.fixed.contains(j));
            let change = Change { ban: free.into_iter().collect(), ..Change::default() };
            if solver.edit(&change).is_err() {
                continue;
            }
        }
        solver.step(PLENTY);
        let Ok(answer) = solver.checked_result() else { continue };
        let (value, bound) = checked(&solver, &format!("seed{seed}"));
        assert_eq!(value, answer.objective, "seed {seed}");
        if answer.optimal {
            assert_eq!(bound, value, "seed {seed}");
        }
        count += 1;
    }
    assert!(count > 25, "too few certificates to show anything: {count}");
}

/// Certificates of an objective for small problems with whole numbers; some with a ban, some after
/// little work. What the solver has proven optimal, the certificate proves too; gives how many there
/// were, and how many left nothing open.
fn certify(
    objective: Objective,
    name: &str,
    change_instance: impl Fn(&mut Instance, u64),
) -> (u32, u32) {
    let (mut count, mut tight) = (0, 0);
    for seed in 0..120 {
        let mut instance = instance(objective, seed);
        change_instance(&mut instance, seed);
        let is_whole = |values: &[f64]| values.iter().all(|v| v.fract() == 0.0);
        let whole_costs = instance.cost.as_deref().is_none_or(is_whole);
        if instance.weight.len() < 3 || !is_whole(&instance.weight) || !whole_costs {
            continue;
        }
        if objective == Objective::MinFarthestTravel && instance.budget.is_some() {
            instance.sites = None;
        }
        instance.work_limit = (seed % 3 == 0).then_some(1);
        let Ok(mut solver) = SitingSolver::new(instance.clone()) else { continue };
        let mut change = Change::default();
        if seed % 5 == 0 {
            change.ban.extend((0..instance.candidates).find(|j| !instance.fixed.contains(j)));
            if solver.edit(&change).is_err() {
                continue;
            }
        }
        solver.step(PLENTY);
        let Ok(answer) = solver.checked_result() else { continue };
        let (value, bound) = checked(&solver, &format!("{name}{seed}"));
        let best = optimum(&instance, &change).unwrap();
        assert!((value - answer.objective).abs() < 1e-9, "seed {seed}: {value}, {answer:?}");
        let is_beaten = if objective == Objective::MaxCoverage {
            bound < best - 1e-9
        } else {
            bound > best + 1e-9
        };
        assert!(!is_beaten, "seed {seed}: {bound} is beaten by {best}");
        let is_tight = (bound - best).abs() < 1e-9;
        assert!(is_tight || !answer.optimal, "seed {seed}: {bound} of {best}, {answer:?}");
        count += 1;
        tight += u32::from(is_tight);
    }
    (count, tight)
}

#[test]
fn certificates_of_covers_are_recomputed() {
    let (count, tight) = certify(Objective::MinSites, "cover", |instance, _| {
        instance.coverage = None;
    });
    assert!(count > 30 && tight == count, "{tight} of {count} certificates prove the optimum");
}

#[test]
fn certificates_of_covers_of_a_share_within_a_budget_are_recomputed() {
    let (count, tight) = certify(Objective::MinSites, "share", |instance, seed| {
        instance.coverage = Some([0.3, 0.6, 0.9][seed as usize % 3]);
        instance.budget = instance.cost.as_ref().map(|cost| cost.iter().sum());
    });
    assert!(count > 30 && tight == count, "{tight} of {count} certificates prove the optimum");
}

#[test]
fn certificates_with_capacities_are_recomputed() {
    let (count, tight) = certify(Objective::MaxCoverage, "capacity", |instance, seed| {
        let mut dice = Dice::new(seed + 7);
        let capacity = (0..instance.candidates).map(|_| f64::from(dice.below(25)));
        instance.capacity = Some(capacity.collect());
    });
    assert!(count > 30 && tight * 10 > count * 9, "{tight} of {count} prove the optimum");
}

#[test]
fn certificates_of_backup_are_recomputed() {
    let (count, tight) = certify(Objective::MaxCoverage, "backup", with_need);
    assert!(count > 30 && tight * 10 > count * 9, "{tight} of {count} prove the optimum");
}

#[test]
fn certificates_of_farthest_travel_are_recomputed() {
    let (count, tight) = certify(Objective::MinFarthestTravel, "centre", |_, _| {});
    assert!(count > 30 && tight * 10 > count * 9, "{tight} of {count} prove the optimum");
}

#[test]
fn a_certificate_for_another_problem_or_with_a_part_missing_is_refused() {
    let mut town = instance(Objective::MinTotalTravel, 3);
    town.unserved_seconds = Some(1e3);
    let mut solver = SitingSolver::new(town).unwrap();
    solver.step(PLENTY);
    let CertifiedBound { problem, certificate, .. } = solver.certificate().unwrap();
    let is_accepted =
        |problem: &str, certificate: &str| recomputed(problem, certificate, "spoilt").is_ok();
    assert!(is_accepted(&problem, &certificate));
    assert!(!is_accepted(&problem.replacen("\"sites\"", "\"Sites\"", 1), &certificate));
    let mut roomy = instance(Objective::MaxCoverage, 3);
    roomy.capacity = Some(vec![9.0; roomy.candidates as usize]);
    let roomy = SitingSolver::new(roomy).unwrap().certificate().unwrap();
    assert!(is_accepted(&roomy.problem, &roomy.certificate));
    let more = roomy.certificate.replacen("\"served\":[[", "\"served\":[[0,1],[", 1);
    assert!(more != roomy.certificate && !is_accepted(&roomy.problem, &more));
    let leaves = certificate.find("\"leaves\"").unwrap();
    assert!(!is_accepted(&problem, &format!("{}\"leaves\":[]}}", &certificate[..leaves])));
}
