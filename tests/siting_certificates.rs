//! Certificates of coverage by a number of sites: recomputed by the checker, and spoilt.
// A test may fail by `unwrap`, and values of whole weights are compared exactly.
#![allow(clippy::unwrap_used, clippy::float_cmp)]

mod common;

use common::checker::{checked, recomputed};
use serde_json::Value;
use service_circle::siting::{CertifiedBound, Change, Instance, Objective, SitingSolver};

/// Enough work to prove every instance here.
const PLENTY: u64 = 200_000;

/// Repeatable random numbers (a linear congruential generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        ((self.0 >> 33) % end as u64) as usize
    }
}

/// Rows of two or three of 40 candidates: the relaxation is far from any plan.
fn instance(seed: u64) -> Instance {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) + 1);
    let row = |dice: &mut Dice| (0..2 + dice.below(2)).map(|_| dice.below(40) as u32).collect();
    let rows: Vec<Vec<u32>> = (0..120).map(|_| row(&mut dice)).collect();
    let weight = rows.iter().map(|_| 1.0 + dice.below(9) as f64).collect();
    Instance { sites: Some(8), ..Instance::coverage(40, weight, &rows) }
}

/// An instance solved, what its best plan covers, and its certificate.
fn certified(seed: u64) -> (f64, CertifiedBound) {
    let mut solver = SitingSolver::new(instance(seed)).unwrap();
    solver.step(PLENTY);
    let answer = solver.result();
    assert!(answer.optimal, "seed {seed}: {answer:?}");
    (answer.objective, solver.certificate().unwrap())
}

#[test]
fn cuts_parts_and_what_is_found_prove_the_optimum() {
    let (mut with_cuts, mut with_parts, mut with_found) = (0, 0, 0);
    for seed in 0..8 {
        let (best, proof) = certified(seed);
        assert_eq!(checked(&proof, "cuts"), Ok((best, best)), "seed {seed}");
        let proof: Value = serde_json::from_str(&proof.certificate).unwrap();
        let leaves = proof["leaves"].as_array().unwrap();
        with_cuts += u32::from(!proof["cuts"].as_array().unwrap().is_empty());
        with_parts += u32::from(leaves.iter().any(|leaf| leaf.get("mustShut").is_none()));
        with_found += u32::from(leaves.iter().any(|leaf| leaf.get("mustShut").is_some()));
    }
    let many = (with_cuts, with_parts, with_found);
    assert!(with_cuts > 3 && with_parts > 3 && with_found > 3, "too easy: {many:?}");
}

/// Makes one change somewhere in a certificate.
fn spoil(proof: &mut Value, dice: &mut Dice) {
    let mut pick = |list: &Value| dice.below(list.as_array().unwrap().len().max(1));
    let leaf = pick(&proof["leaves"]);
    let of = pick(&proof["multipliers"]);
    let row = pick(&proof["multipliers"][of]);
    let cut = pick(&proof["cuts"]);
    let grains = proof["grains"].as_f64().unwrap() as i64;
    match dice.below(7) {
        0 => drop(proof["leaves"].as_array_mut().unwrap().remove(leaf)),
        1 => proof["multipliers"][of][row] = (dice.below(9) as i64 * grains).into(),
        2 => proof["leaves"][leaf]["multipliers"] = of.into(),
        3 => proof["leaves"][leaf]["open"] = Vec::<u32>::new().into(),
        4 => proof["leaves"][leaf]["shut"].as_array_mut().unwrap().push(dice.below(40).into()),
        5 => proof["leaves"][leaf]["mustShut"] = vec![dice.below(40)].into(),
        _ if proof["cuts"][cut].is_array() => {
            proof["cuts"][cut][dice.below(3)] = dice.below(120).into();
        }
        _ => proof["points"][row] = dice.below(120).into(),
    }
}

/// The certificate for a plan of no sites: nothing but its leaves stands against too low a bound.
fn without_plan(problem: &str, certificate: &str) -> Value {
    let problem: Value = serde_json::from_str(problem).unwrap();
    let mut proof: Value = serde_json::from_str(certificate).unwrap();
    let weight = problem["weight"].as_array().unwrap().iter().map(|w| w.as_f64().unwrap());
    let all = weight.sum::<f64>() * proof["grains"].as_f64().unwrap();
    proof["sites"] = Vec::<u32>::new().into();
    proof["value"] = (all as i64).into();
    proof
}

#[test]
fn a_spoilt_certificate_never_proves_too_much() {
    let (mut refused, mut weaker) = (0, 0);
    for seed in 0..4 {
        let (best, CertifiedBound { problem, certificate, .. }) = certified(seed);
        let proof = without_plan(&problem, &certificate);
        assert_eq!(recomputed(&problem, &proof.to_string(), "bare"), Ok((0.0, best)));
        let mut dice = Dice(seed + 1);
        for _ in 0..15 {
            let mut proof = proof.clone();
            spoil(&mut proof, &mut dice);
            match recomputed(&problem, &proof.to_string(), "bare") {
                Err(_) => refused += 1,
                Ok((value, bound)) => {
                    assert!(value == 0.0 && bound >= best, "{value} {bound} {best}");
                    weaker += u32::from(bound > best);
                }
            }
        }
    }
    assert!(refused > 15 && weaker > 4, "{refused} refused, {weaker} weaker");
}

#[test]
fn certificates_that_lie_are_refused() {
    let (_, CertifiedBound { problem, certificate, .. }) = certified(0);
    let proof = without_plan(&problem, &certificate);
    let leaf = |open: &[u32], shut: &[u32]| serde_json::json!({ "open": open, "shut": shut, "multipliers": 0 });
    // Twice the same site is not two sites, which a part of too many would have.
    let twice = |site: u32| vec![site; 9];
    let lies: [(&str, Value); 8] = [
        // A site on both sides, or one that is none, would take the place of another.
        ("leaves", vec![leaf(&twice(4), &[]), leaf(&[], &twice(4))].into()),
        ("leaves", vec![leaf(&[4], &[]), leaf(&[4], &[4])].into()),
        ("leaves", vec![leaf(&[40], &[]), leaf(&[], &[40])].into()),
        ("leaves", Vec::<Value>::new().into()),
        ("grains", (-1).into()),
        ("grains", 0.3.into()),
        ("problem", "0000000000000000".into()),
        ("value", 0.into()),
    ];
    for (name, lie) in lies {
        let mut proof = proof.clone();
        proof[name] = lie;
        assert!(recomputed(&problem, &proof.to_string(), "lie").is_err(), "{name} is believed");
    }
    for number in ["NaN", "0.5", "-1", "1e3"] {
        let at = certificate.find("\"multipliers\":[[").unwrap() + 16;
        let end = at + certificate[at..].find(',').unwrap();
        let text = format!("{}{number}{}", &certificate[..at], &certificate[end..]);
        assert!(recomputed(&problem, &text, "lie").is_err(), "{number} is believed");
    }
}

/// A candidate that costs more than the budget is none to split on: two of the five here.
#[test]
fn what_is_too_dear_for_any_plan_splits_no_certificate() {
    let rows = [vec![3, 4, 0], vec![1], vec![3, 0], vec![1, 0, 1]];
    let instance = Instance {
        capacity: Some(vec![39.0, 31.0, 16.0, 1.0, 34.0]),
        cost: Some(vec![6.0, 2.0, 4.0, 6.0, 6.0]),
        fixed: vec![0, 3],
        whole: true,
        sites: Some(0),
        budget: Some(5.0),
        ..Instance::coverage(5, vec![4.0, 1.0, 5.0, 10.0], &rows)
    };
    let mut solver = SitingSolver::new(instance).unwrap();
    let ban = Change { ban: vec![2], ..Change::default() };
    solver.edit(&ban).unwrap();
    solver.step(PLENTY);
    assert_eq!(checked(&solver.certificate().unwrap(), "dear"), Ok((19.0, 19.0)));
}

/// What little work leaves open is stated as it is recomputed, too.
#[test]
fn a_weaker_bound_is_stated_as_it_is_recomputed() {
    let mut weaker = 0;
    for seed in 0..6 {
        let mut instance = instance(seed);
        instance.weight.iter_mut().for_each(|w| *w += 0.1);
        instance.cost = Some((0..40).map(|j| f64::from(2 + j % 3)).collect());
        instance.budget = Some(20.0);
        instance.sites = None;
        instance.work_limit = Some(30);
        let mut solver = SitingSolver::new(instance).unwrap();
        solver.step(PLENTY);
        let (value, bound) = checked(&solver.certificate().unwrap(), "weaker").unwrap();
        let answer = solver.result();
        assert!((value - answer.objective).abs() < 1e-9 && bound > value - 1e-9);
        weaker += u32::from(!answer.optimal);
    }
    assert!(weaker > 2, "{weaker} are not proven");
}

/// Three candidates for four points, of which the first is forced although none needs it.
#[test]
fn a_cover_counts_what_is_forced() {
    let rows = [vec![1], vec![1, 2], vec![2], vec![0, 1]];
    let mut instance = Instance::coverage(3, vec![4.0, 1.0, 5.0, 1.0], &rows);
    instance.objective = Objective::MinSites;
    for (cost, best) in [(None, 3.0), (Some(vec![20.0, 3.0, 4.0]), 27.0)] {
        instance.cost = cost;
        let mut solver = SitingSolver::new(instance.clone()).unwrap();
        solver.edit(&Change { force: vec![0], ..Change::default() }).unwrap();
        solver.step(PLENTY);
        assert_eq!(solver.result().objective, best);
        assert_eq!(checked(&solver.certificate().unwrap(), "forced"), Ok((best, best)));
    }
}
