//! Siting against brute force, and the cases that greedy methods and careless bounds get wrong.
// A test may fail by `unwrap`, and sums of whole weights are compared exactly.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

use service_circle::siting::{Change, Instance, Objective, SitingResult, SitingSolver, solve};

/// Enough work to prove every small instance here.
const PLENTY: u64 = 2_000;

/// Repeatable random numbers for instances (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        ((self.0 >> 33) % u64::from(end)) as u32
    }
}

/// A small instance: overlapping rows, some empty, some weights 0, some candidates fixed.
fn instance(seed: u64, fractions: bool) -> Instance {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    let candidates = 1 + dice.below(11);
    let points = dice.below(30);
    let density = 1 + dice.below(4);
    let rows: Vec<Vec<u32>> = (0..points)
        .map(|_| {
            (0..dice.below(candidates * density / 2 + 1)).map(|_| dice.below(candidates)).collect()
        })
        .collect();
    let weight = (0..points)
        .map(|_| f64::from(dice.below(30)) * if fractions { 0.1 } else { 1.0 })
        .collect();
    let mut instance = Instance::coverage(candidates, weight, &rows);
    instance.sites = Some(dice.below(candidates + 2));
    instance.fixed = (0..candidates).filter(|_| dice.below(12) == 0).collect();
    instance.work_limit = Some(PLENTY);
    instance
}

/// The candidates that can serve point `d`.
fn row(instance: &Instance, d: usize) -> &[u32] {
    &instance.candidate[instance.row_start[d] as usize..instance.row_start[d + 1] as usize]
}

/// What a set of open candidates covers.
fn value(instance: &Instance, is_open: impl Fn(u32) -> bool) -> f64 {
    (0..instance.weight.len())
        .filter(|&d| row(instance, d).iter().any(|&j| is_open(j)))
        .map(|d| instance.weight[d])
        .sum()
}

/// The best value over every set of candidates that the instance and the change allow.
fn optimum(instance: &Instance, change: &Change) -> f64 {
    let bit = |j: u32| 1_u32 << j;
    let fixed: u32 = instance.fixed.iter().map(|&j| bit(j)).fold(0, |a, b| a | b);
    let forced: u32 = change.force.iter().map(|&j| bit(j)).fold(0, |a, b| a | b);
    let banned: u32 = change.ban.iter().map(|&j| bit(j)).fold(0, |a, b| a | b);
    let sites = change.sites.or(instance.sites).unwrap_or(0);
    (0..bit(instance.candidates))
        .filter(|set| set & fixed == 0 && set & banned == 0 && set & forced == forced)
        .filter(|set| set.count_ones() <= sites)
        .map(|set| value(instance, |j| (set | fixed) & bit(j) != 0))
        .fold(0.0, f64::max)
}

/// What must hold of every answer, whatever it is.
fn check(instance: &Instance, change: &Change, answer: &SitingResult, best: f64) {
    let mut sites = answer.sites.clone();
    sites.sort_unstable();
    sites.dedup();
    assert_eq!(sites.len(), answer.sites.len(), "a site twice");
    assert!(sites.len() as u32 <= change.sites.or(instance.sites).unwrap_or(0));
    assert!(sites.iter().all(|j| *j < instance.candidates && !instance.fixed.contains(j)));
    assert!(sites.iter().all(|j| !change.ban.contains(j)));
    let open = value(instance, |j| sites.contains(&j) || instance.fixed.contains(&j));
    assert!(answer.objective == open, "the objective is not what is covered");
    let total: f64 = instance.weight.iter().sum();
    let bound = answer.bound.unwrap_or(f64::NAN);
    assert!(bound >= best, "bound {bound} beaten by {best}");
    assert!(answer.optimal, "not proven: {answer:?}, best {best}");
    assert_eq!(answer.gap, Some(0.0));
    assert!(open <= best && best - open <= 1e-9 * total, "{open} is not the best {best}");
    let gains: f64 = answer.gains.iter().sum();
    let fixed = value(instance, |j| instance.fixed.contains(&j));
    assert!((gains + fixed - open).abs() <= 1e-9 * total.max(1.0), "gains do not add up");
}

#[test]
fn small_problems_are_solved_to_the_optimum() {
    for seed in 0..3000 {
        let instance = instance(seed, seed % 3 == 0);
        let best = optimum(&instance, &Change::default());
        let answer = solve(instance.clone(), || false).unwrap();
        check(&instance, &Change::default(), &answer, best);
    }
}

#[test]
fn towns_that_need_branching_are_solved_to_the_optimum() {
    for seed in 0..150 {
        let mut instance = town(22, 60, 2500.0, seed);
        instance.sites = Some(4);
        let mut reach = [0_u64; 22];
        for d in 0..60 {
            for &j in row(&instance, d) {
                reach[j as usize] |= 1 << d;
            }
        }
        let worth = |rows: u64| -> f64 {
            (0..60).filter(|d| rows >> d & 1 == 1).map(|d| instance.weight[d]).sum()
        };
        let mut best = 0.0_f64;
        for a in 0..22 {
            for b in 0..a {
                for c in 0..b {
                    let three = reach[a] | reach[b] | reach[c];
                    for d in &reach[..c] {
                        best = best.max(worth(three | d));
                    }
                }
            }
        }
        let answer = solve(instance.clone(), || false).unwrap();
        check(&instance, &Change::default(), &answer, best);
    }
}

#[test]
fn edits_give_what_a_fresh_start_would() {
    for seed in 0..1000 {
        let instance = instance(seed + 10_000, seed % 3 == 0);
        let mut dice = Dice(seed);
        let free: Vec<u32> =
            (0..instance.candidates).filter(|j| !instance.fixed.contains(j)).collect();
        let mut change = Change::default();
        for &j in &free {
            match dice.below(6) {
                0 => change.ban.push(j),
                1 => change.force.push(j),
                _ => {}
            }
        }
        change.sites = Some(change.force.len() as u32 + dice.below(3));
        let mut solver = SitingSolver::new(instance.clone()).unwrap();
        solver.step(u64::from(dice.below(40)));
        solver.edit(&change).unwrap();
        solver.step(PLENTY);
        let best = optimum(&instance, &change);
        check(&instance, &change, &solver.result(), best);
        let release = [change.ban.clone(), change.force.clone()].concat();
        solver.edit(&Change { release, sites: instance.sites, ..Change::default() }).unwrap();
        solver.step(PLENTY);
        let best = optimum(&instance, &Change::default());
        check(&instance, &Change::default(), &solver.result(), best);
    }
}

/// A grid of streets with demand and candidates at random places and a round reach.
fn town(candidates: u32, points: u32, reach: f64, seed: u64) -> Instance {
    let mut dice = Dice(seed);
    let mut place = || (f64::from(dice.below(10_000)), f64::from(dice.below(10_000)));
    let sites: Vec<_> = (0..candidates).map(|_| place()).collect();
    let rows: Vec<Vec<u32>> = (0..points)
        .map(|_| {
            let (x, y) = place();
            let near = |j: &u32| {
                let (a, b) = sites[*j as usize];
                (a - x).abs() + (b - y).abs() <= reach
            };
            (0..candidates).filter(near).collect()
        })
        .collect();
    let weight = (0..points).map(|_| f64::from(1 + dice.below(90))).collect();
    Instance::coverage(candidates, weight, &rows)
}

#[test]
fn slicing_changes_nothing() {
    let mut instance = town(150, 800, 900.0, 3);
    instance.sites = Some(12);
    instance.work_limit = Some(3000);
    let whole = solve(instance.clone(), || false).unwrap();
    let mut solver = SitingSolver::new(instance.clone()).unwrap();
    while !solver.step(7).done {
        assert!(solver.result().bound >= whole.bound);
    }
    assert_eq!(solver.result(), whole);
    let mut asked = 0;
    let mut solver = SitingSolver::new(instance).unwrap();
    while !solver
        .step_until(|| {
            asked += 1;
            asked % 3 == 0
        })
        .done
    {}
    assert_eq!(solver.result(), whole);
}

#[test]
fn names_and_order_change_nothing_in_value() {
    for seed in 0..300 {
        let plain = instance(seed + 50_000, false);
        let n = plain.candidates;
        let rows: Vec<Vec<u32>> = (0..plain.weight.len())
            .rev()
            .map(|d| row(&plain, d).iter().map(|&j| n - 1 - j).collect())
            .collect();
        let weight = plain.weight.iter().rev().copied().collect();
        let mut turned = Instance::coverage(n, weight, &rows);
        turned.sites = plain.sites;
        turned.work_limit = plain.work_limit;
        turned.fixed = plain.fixed.iter().map(|&j| n - 1 - j).collect();
        let answers = [plain, turned].map(|i| solve(i, || false).unwrap());
        assert_eq!(answers[0].objective, answers[1].objective);
        assert_eq!(answers[0].bound, answers[1].bound);
    }
}

#[test]
fn more_sites_never_hurt() {
    let mut town = town(60, 300, 1200.0, 9);
    town.work_limit = Some(2000);
    let mut before = -1.0;
    for sites in 0..20 {
        town.sites = Some(sites);
        let answer = solve(town.clone(), || false).unwrap();
        assert!(answer.objective >= before, "{sites} sites");
        assert!(answer.bound.unwrap() >= answer.objective);
        before = answer.objective;
    }
}

/// `solve` on rows, with everything given proven optimal.
fn solved(candidates: u32, weight: &[f64], rows: &[&[u32]], sites: u32) -> SitingResult {
    let rows: Vec<Vec<u32>> = rows.iter().map(|r| r.to_vec()).collect();
    let mut instance = Instance::coverage(candidates, weight.to_vec(), &rows);
    instance.sites = Some(sites);
    instance.work_limit = Some(PLENTY);
    let best = optimum(&instance, &Change::default());
    let answer = solve(instance.clone(), || false).unwrap();
    check(&instance, &Change::default(), &answer, best);
    answer
}

#[test]
fn the_greedy_trap_is_seen_through() {
    let rows: [&[u32]; 6] = [&[0, 1], &[0, 1], &[0, 2], &[0, 2], &[1], &[2]];
    let answer = solved(3, &[10.0, 10.0, 10.0, 10.0, 9.0, 9.0], &rows, 2);
    assert_eq!(answer.sites, [1, 2]);
    assert_eq!(answer.gains, [29.0, 29.0]);
    assert_eq!((answer.objective, answer.bound), (58.0, Some(58.0)));
}

#[test]
fn odd_cases_have_plain_answers() {
    assert_eq!(solved(0, &[], &[], 3).objective, 0.0);
    assert_eq!(solved(2, &[5.0], &[&[]], 1).sites, [0u32; 0]);
    assert_eq!(solved(2, &[5.0, 7.0], &[&[0], &[1]], 0).objective, 0.0);
    // As many as there are or more: all are opened, the useless one too.
    assert_eq!(solved(3, &[5.0, 7.0], &[&[0], &[1]], 9).sites, [1, 0, 2]);
    // One that covers all makes a second site idle.
    assert_eq!(solved(3, &[5.0, 7.0], &[&[0, 2], &[1, 2]], 2).sites, [2]);
    // Duplicates and doubles in a row count once.
    assert_eq!(solved(4, &[5.0, 7.0], &[&[3, 1, 1, 3], &[2, 2, 0, 0]], 2).objective, 12.0);
    assert_eq!(solved(3, &[0.0, 0.0], &[&[0, 1], &[1, 2]], 1).sites, [0u32; 0]);
    // Neither tiny nor huge weights lose the better site.
    for unit in [5e-324, 1e-300, 1e14, 1e15, 1e300] {
        let rows: [&[u32]; 4] = [&[0, 1], &[2], &[1, 2], &[0, 2]];
        let weight = [3.0 * unit, 2.0 * unit, unit, unit];
        assert_eq!(solved(3, &weight, &rows, 1).sites.len(), 1);
        assert_eq!(solved(3, &weight, &rows, 2).objective, 7.0 * unit);
    }
    assert_eq!(solved(2, &[0.3, 0.1, 0.2], &[&[0], &[1], &[1]], 1).objective, 0.1 + 0.2);
}

#[test]
fn a_gap_asked_for_ends_the_work() {
    let mut instance = town(150, 800, 900.0, 4);
    instance.sites = Some(12);
    instance.target_gap = 0.05;
    let answer = solve(instance, || false).unwrap();
    assert!(answer.gap.unwrap() <= 0.05);
}

/// What is done to an instance, and the place that its refusal names.
type Spoilt = (&'static str, fn(&mut Instance));

fn refused(instance: &Instance) -> (String, String) {
    let error = SitingSolver::new(instance.clone()).unwrap_err();
    (error.code().as_str().to_owned(), error.place().unwrap_or_default().to_owned())
}

#[test]
fn bad_input_is_refused_with_its_place() {
    let mut good = Instance::coverage(2, vec![1.0, 2.0], &[vec![0], vec![0, 1]]);
    good.sites = Some(1);
    assert!(SitingSolver::new(good.clone()).is_ok());
    let cases: [Spoilt; 17] = [
        ("seconds", |i| i.objective = Objective::MinTotalTravel),
        ("coverage", |i| i.coverage = Some(1.5)),
        ("cost", |i| i.budget = Some(3.0)),
        ("weight[1]", |i| i.weight[1] = f64::NAN),
        ("weight[0]", |i| i.weight[0] = -1.0),
        ("weight[0]", |i| i.weight[0] = f64::INFINITY),
        ("weight", |i| i.weight = vec![f64::MAX, f64::MAX]),
        ("rowStart", |i| i.row_start = vec![0, 3]),
        ("rowStart", |i| i.row_start = vec![]),
        ("rowStart[0]", |i| i.row_start[0] = 1),
        ("rowStart[2]", |i| i.row_start = vec![0, 2, 1]),
        ("candidate", |i| i.candidate = vec![0]),
        ("candidate[2]", |i| i.candidate[2] = 2),
        ("fixed[0]", |i| i.fixed = vec![7]),
        ("cost[0]", |i| i.cost = Some(vec![f64::NAN, 1.0])),
        ("sites", |i| i.sites = None),
        ("targetGap", |i| i.target_gap = f64::NAN),
    ];
    for (place, spoil) in cases {
        let mut bad = good.clone();
        spoil(&mut bad);
        assert_eq!(refused(&bad), ("siting.input".into(), place.into()));
    }
    let mut bad = good.clone();
    bad.target_gap = -1.0;
    let error = SitingSolver::new(bad).expect_err("a negative gap");
    assert_eq!(error.found(), "-1 where a number >= 0 is due");
    let cases: [Spoilt; 2] = [
        ("sites", |i| {
            i.objective = Objective::MinSites;
            i.cost = Some(vec![1.0, 1.0]);
        }),
        ("capacity", |i| {
            i.capacity = Some(vec![1.0, 1.0]);
            i.seconds = Some(vec![1.0; 3]);
            i.objective = Objective::MinTotalTravel;
        }),
    ];
    for (place, ask) in cases {
        let mut asked = good.clone();
        ask(&mut asked);
        assert_eq!(refused(&asked), ("siting.unsupported".into(), place.into()));
    }
}

#[test]
fn what_was_proven_holds_where_an_edit_only_takes_plans_away() {
    let mut given = town(60, 600, 1600.0, 5);
    given.sites = Some(6);
    let mut solver = SitingSolver::new(given).unwrap();
    while !solver.step(1000).done {}
    let proven = solver.result();
    assert!(proven.optimal);
    let unused = (0..60).find(|j| !proven.sites.contains(j)).unwrap();
    solver.edit(&Change { ban: vec![unused], ..Change::default() }).unwrap();
    // No work is needed to know it again.
    let after = solver.result();
    assert_eq!((after.optimal, after.objective, after.gap), (true, proven.objective, Some(0.0)));
    let used = proven.sites[0];
    solver.edit(&Change { ban: vec![used], ..Change::default() }).unwrap();
    assert!(solver.result().bound.unwrap() <= proven.objective);
    while !solver.step(1000).done {}
    let without = solver.result();
    assert!(without.optimal && without.objective < proven.objective);
    // What comes back may be better than all that was proven without it.
    solver.edit(&Change { release: vec![used], ..Change::default() }).unwrap();
    while !solver.step(1000).done {}
    assert_eq!(solver.result().objective, proven.objective);
}

#[test]
fn an_edited_problem_has_its_whole_work() {
    let mut given = town(150, 800, 900.0, 3);
    (given.sites, given.work_limit) = (Some(12), Some(40));
    let mut solver = SitingSolver::new(given).unwrap();
    while !solver.step(1).done {}
    let spent = solver.result().work;
    let site = solver.result().sites[0];
    solver.edit(&Change { ban: vec![site], ..Change::default() }).unwrap();
    assert!(!solver.step(1).done);
    while !solver.step(1).done {}
    assert!(solver.result().work >= spent + 40);
}

#[test]
fn a_refused_edit_leaves_the_solver_as_it_was() {
    let mut instance = Instance::coverage(3, vec![4.0, 2.0, 1.0], &[vec![0], vec![1], vec![2]]);
    instance.sites = Some(1);
    instance.fixed = vec![2];
    let mut solver = SitingSolver::new(instance).unwrap();
    solver.step(PLENTY);
    let before = solver.result();
    let edits = [
        (Change { ban: vec![2], ..Change::default() }, "siting.input"),
        (Change { ban: vec![9], ..Change::default() }, "siting.input"),
        (Change { ban: vec![0], force: vec![0], ..Change::default() }, "siting.input"),
        (Change { force: vec![0, 1], ..Change::default() }, "siting.infeasible"),
        (Change { budget: Some(1.0), ..Change::default() }, "siting.input"),
        (Change { budget: Some(-1.0), ..Change::default() }, "siting.input"),
    ];
    for (change, code) in edits {
        assert_eq!(solver.edit(&change).unwrap_err().code().as_str(), code);
        assert_eq!(solver.result(), before);
    }
    solver.edit(&Change { force: vec![1], ..Change::default() }).unwrap();
    solver.step(PLENTY);
    assert_eq!((solver.result().sites, solver.result().objective), (vec![1], 3.0));
}
