//! Layouts counted from nothing: what actions do, added up apart from the engine.

#![allow(clippy::float_cmp, reason = "equal to the bit is what is asked for")]

use super::town::assert_near;
use service_circle::access::JoinedStudy;
use service_circle::checkup::{Checkup, Indicator, StudyQuestion};
use service_circle::facts::{Edit, Scenario, ServiceId, UnitId};
use service_circle::siting::layout::{
    ActionKind, LayoutPlan, LayoutQuestion, LayoutWeights, Measures,
};

/// The whole checkup of a study with some edits, nothing taken over.
pub fn afresh(study: &JoinedStudy, question: &LayoutQuestion, edits: &[Edit]) -> Checkup {
    let scenario = Scenario { edits: edits.to_vec() };
    let study = JoinedStudy::new(scenario.apply(study.area()).expect("possible"));
    let question = StudyQuestion::new(study.area(), question.settings.clone(), None);
    question.answer(&study, None).expect("a checkup")
}

/// People with enough in reach, people met, and open facilities, added up apart from the engine.
pub fn counted(checkup: &Checkup, service: ServiceId) -> [f64; 3] {
    let found = checkup.service(service).expect("data");
    let norm = found.terms.norm.expect("a norm");
    let (mut reached, mut met) = (0.0, 0.0);
    for (i, (people, base)) in found.people.people.iter().zip(&found.people.base[..]).enumerate() {
        if found.answer.counts[i] >= found.terms.k[checkup.zone(i).index()] {
            reached += people;
        }
        met += base * (found.answer.handed_out.access[i] / norm).min(1.0);
    }
    [reached, met, found.providers.len() as f64]
}

pub fn score(counted: [f64; 3], weights: &LayoutWeights) -> f64 {
    weights.in_reach * counted[0] + weights.met * counted[1] - weights.facility * counted[2]
}

/// That every action's numbers are what checkups from nothing say, and the plan's are the last's.
pub fn assert_told_truly(study: &JoinedStudy, plan: &LayoutPlan) {
    let (question, id) = (&plan.question, plan.question.service);
    let mut edits = Vec::new();
    let mut before = afresh(study, question, &edits);
    assert_near(plan.before.in_reach, counted(&before, id)[0]);
    for action in &plan.actions {
        edits.extend(action.edits.clone());
        let after = afresh(study, question, &edits);
        let (was, is) = (counted(&before, id), counted(&after, id));
        assert_near(action.gain, score(is, &question.weights) - score(was, &question.weights));
        assert!(action.gain > 0.0);
        assert_near(action.met, is[1] - was[1]);
        assert_near(action.newly_in_reach - action.no_longer_in_reach, is[0] - was[0]);
        let people = &before.service(id).expect("data").people.people;
        let nearest = |c: &Checkup| c.service(id).expect("data").answer.nearest.clone();
        let (mut nearer, mut farther) = (0.0, 0.0);
        for ((was, is), people) in nearest(&before).iter().zip(nearest(&after)).zip(&people[..]) {
            if is < *was || (was.is_nan() && !is.is_nan()) {
                nearer += people;
            } else if is > *was || (is.is_nan() && !was.is_nan()) {
                farther += people;
            }
        }
        assert_eq!((action.nearer, action.farther), (nearer, farther));
        if action.action.kind() == ActionKind::Expand {
            assert_eq!((action.no_longer_in_reach, action.farther), (0.0, 0.0));
            assert!(action.met >= 0.0 && action.capacity[1] > action.capacity[0]);
        }
        if matches!(action.action.kind(), ActionKind::Close | ActionKind::Merge) {
            assert_eq!((action.newly_in_reach, action.nearer), (0.0, 0.0));
        }
        before = after;
    }
    assert_eq!(plan.to_scenario().edits, edits);
    // The plan's own checkup is the last of them to the bit, for the one service it is about.
    let whole = UnitId(study.area().units().len() as u32 - 1);
    for unit in [UnitId(0), whole] {
        for indicator in Indicator::ALL {
            let value = |c: &Checkup| c.indicator(id, unit, indicator).to_bits();
            assert_eq!(value(&plan.checkup), value(&before), "{}", indicator.as_str());
        }
    }
    assert_near(plan.after.in_reach, counted(&before, id)[0]);
    if let Some(last) = plan.actions.last() {
        assert_eq!(bits(&last.after), bits(&plan.after));
    }
}

pub fn bits(of: &Measures) -> [u64; 6] {
    [of.people, of.in_reach, of.met, of.saturation, of.minutes, of.capacity].map(f64::to_bits)
}
