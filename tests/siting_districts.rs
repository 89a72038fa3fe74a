//! Districts: every demand point at one site as a whole, against brute force over all assignments.
// A test may fail by `unwrap`, and sums of whole weights are compared exactly.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::checker::checked;
use common::dice::Dice;
use service_circle::siting::{Instance, SitingSolver, solve};

/// A few points and sites, with room for some of the people.
fn instance(seed: u64) -> Instance {
    let mut dice = Dice::new(seed);
    let candidates = 2 + dice.below(4);
    let points = 2 + dice.below(6);
    let rows: Vec<Vec<u32>> =
        (0..points).map(|_| (0..candidates).filter(|_| dice.below(3) > 0).collect()).collect();
    let weight = (0..points).map(|_| f64::from(dice.below(12))).collect();
    let mut instance = Instance::coverage(candidates, weight, &rows);
    instance.sites = Some(1 + dice.below(candidates));
    instance.capacity = Some((0..candidates).map(|_| f64::from(dice.below(25))).collect());
    instance.fixed = (0..candidates).filter(|_| dice.below(9) == 0).collect();
    instance.whole = true;
    instance
}

fn row(instance: &Instance, d: usize) -> std::ops::Range<usize> {
    instance.row_start[d] as usize..instance.row_start[d + 1] as usize
}

/// The most that these sites can serve of the points from `d` on with this much room.
fn most(instance: &Instance, open: u32, room: &mut [f64], d: usize) -> f64 {
    let Some(&weight) = instance.weight.get(d) else { return 0.0 };
    let mut best = most(instance, open, room, d + 1);
    for at in row(instance, d) {
        let j = instance.candidate[at] as usize;
        if open >> j & 1 == 1 && room[j] >= weight {
            room[j] -= weight;
            best = best.max(weight + most(instance, open, room, d + 1));
            room[j] += weight;
        }
    }
    best
}

fn optimum(instance: &Instance) -> f64 {
    let fixed = instance.fixed.iter().fold(0, |set, &j| set | 1_u32 << j);
    (0..1_u32 << instance.candidates)
        .filter(|set| set & fixed == 0 && set.count_ones() <= instance.sites.unwrap())
        .map(|set| {
            let mut room = instance.capacity.clone().unwrap();
            most(instance, set | fixed, &mut room, 0)
        })
        .fold(0.0, f64::max)
}

#[test]
fn points_are_served_as_wholes_and_nearly_always_as_many_as_can_be() {
    let (mut best, mut proven, mut all) = (0, 0, 0);
    for seed in 0..2000 {
        let instance = instance(seed);
        let answer = solve(instance.clone(), || false).unwrap();
        let served = answer.served.as_ref().unwrap();
        let mut room = instance.capacity.clone().unwrap();
        let mut sum = 0.0;
        for (d, &weight) in instance.weight.iter().enumerate() {
            let parts: Vec<usize> = row(&instance, d).filter(|&at| served[at] > 0.0).collect();
            assert!(parts.len() <= 1, "seed {seed}: {d} is served in parts");
            for at in parts {
                let j = instance.candidate[at];
                assert!(answer.sites.contains(&j) || instance.fixed.contains(&j));
                assert_eq!(served[at], weight);
                room[j as usize] -= weight;
                sum += weight;
            }
        }
        assert!(room.iter().all(|left| *left >= 0.0), "seed {seed}: over capacity");
        assert_eq!(answer.objective, sum);
        let optimum = optimum(&instance);
        assert!(answer.objective <= optimum && answer.bound.unwrap() >= optimum, "seed {seed}");
        assert!(!answer.optimal || answer.objective == optimum, "seed {seed}");
        all += 1;
        best += u32::from(answer.objective == optimum);
        proven += u32::from(answer.optimal);
    }
    // Small problems are the hard ones: one point is much of what a site has room for.
    assert!(best * 100 >= all * 94, "{best} of {all} are the best, {proven} proven");
    assert!(proven * 2 > all, "{proven} of {all} proven");
}

/// In parts 12 are served, as wholes 11: 5 and 6 fill the site as well as they can.
#[test]
fn the_bound_stays_that_in_parts() {
    let mut school = Instance::coverage(1, vec![5.0, 6.0, 7.0], &[vec![0], vec![0], vec![0]]);
    school.capacity = Some(vec![12.0]);
    school.sites = Some(1);
    assert_eq!(solve(school.clone(), || false).unwrap().objective, 12.0);
    school.weight = vec![5.0, 6.0, 8.0];
    school.whole = true;
    let answer = solve(school, || false).unwrap();
    assert_eq!((answer.objective, answer.bound, answer.optimal), (11.0, Some(12.0), false));
    assert_eq!(answer.served, Some(vec![5.0, 6.0, 0.0]));
}

#[test]
fn certificates_of_districts_are_recomputed() {
    for seed in 0..12 {
        let instance = instance(seed);
        let mut solver = SitingSolver::new(instance.clone()).unwrap();
        solver.step(u64::MAX);
        let (value, bound) = checked(&solver.certificate().unwrap(), "districts").unwrap();
        assert_eq!(value, solver.result().objective);
        assert!(bound >= optimum(&instance) && Some(bound) >= solver.result().bound);
    }
}

#[test]
fn wholes_without_capacities_are_refused() {
    let mut instance = instance(1);
    instance.capacity = None;
    let error = SitingSolver::new(instance).expect_err("refused");
    assert_eq!((error.code().as_str(), error.place()), ("siting.unsupported", Some("whole")));
}
