//! Layouts: what is closed, merged, moved and expanded, against brute force and against checkups
//! made from nothing.

#![allow(clippy::float_cmp, reason = "equal to the bit is what is asked for")]

mod common;

use common::layouts::{afresh, assert_told_truly, bits, counted};
use common::town::{assert_near, facility, place, position, read, settled, street};
use service_circle::ErrorCode;
use service_circle::access::JoinedStudy;
use service_circle::facts::{Code, DemandPoints, Edit, Moving, ServiceId, SiteKind, UnitId};
use service_circle::import::synthetic::{Options, synthetic};
use service_circle::siting::layout::{
    Action, ActionCosts, ActionKind, Because, Ended, LayoutPhase, LayoutPlan, LayoutQuestion,
    LayoutSearch, LayoutWeights,
};
use std::sync::LazyLock;

static MADE_UP: LazyLock<JoinedStudy> = LazyLock::new(|| {
    let area = synthetic(&Options::of_villages(30), &mut |_, _| {}).expect("a small prefecture");
    JoinedStudy::new(area)
});

fn service(study: &JoinedStudy, code: &str) -> ServiceId {
    study.area().catalogue().find(code).expect("known")
}

fn asked(study: &JoinedStudy, code: &str) -> LayoutQuestion {
    LayoutQuestion::of(study.area(), service(study, code))
}

fn planned(study: &JoinedStudy, question: LayoutQuestion) -> LayoutPlan {
    let mut search = LayoutSearch::new(study, question).expect("begun");
    assert_eq!(search.step_until(|| false).expect("stepped"), LayoutPhase::Done);
    search.plan().expect("a plan").clone()
}

#[test]
fn every_action_gains_what_checkups_from_nothing_say() {
    let mut kinds = [0; 4];
    for code in ["PHA", "KIN", "CHC", "ECN"] {
        let question = LayoutQuestion { actions: 4, ..asked(&MADE_UP, code) };
        let plan = planned(&MADE_UP, question);
        assert!(plan.trials > 0 && plan.actions.len() <= 4, "{code}");
        assert_told_truly(&MADE_UP, &plan);
        for action in &plan.actions {
            kinds[action.action.kind() as usize] += 1;
        }
    }
    assert!(kinds.iter().filter(|n| **n > 0).count() >= 2, "{kinds:?}");
}

#[test]
fn each_kind_of_action_can_be_asked_for_alone() {
    let mut found = [0; 4];
    for (i, kind) in ActionKind::ALL.into_iter().enumerate() {
        for code in ["PHA", "KIN", "CUL"] {
            let mut kinds = [false; 4];
            kinds[i] = true;
            let weights = LayoutWeights { facility: 200.0, ..LayoutWeights::default() };
            let plan = planned(
                &MADE_UP,
                LayoutQuestion { kinds, actions: 2, weights, ..asked(&MADE_UP, code) },
            );
            assert!(plan.actions.iter().all(|a| a.action.kind() == kind));
            assert_told_truly(&MADE_UP, &plan);
            found[i] += plan.actions.len();
        }
    }
    assert!(found.iter().all(|n| *n > 0), "{found:?}");
}

#[test]
fn the_thinnest_slices_lead_to_the_same_plan() {
    let question = || LayoutQuestion { actions: 2, ..asked(&MADE_UP, "KIN") };
    let whole = planned(&MADE_UP, question());
    let mut sliced = LayoutSearch::new(&MADE_UP, question()).expect("begun");
    let mut slices = 0;
    while sliced.step_until(|| true).expect("stepped") != LayoutPhase::Done {
        assert!((0.0..=1.0).contains(&sliced.share()));
        slices += 1;
    }
    assert!(slices > whole.trials);
    let plan = sliced.plan().expect("a plan");
    assert_eq!(plan.actions, whole.actions);
    assert_eq!((plan.ended, plan.trials), (whole.ended, whole.trials));
}

#[test]
fn who_ends_it_keeps_what_was_found_checked() {
    let mut search = LayoutSearch::new(&MADE_UP, asked(&MADE_UP, "KIN")).expect("begun");
    while search.actions().is_empty() {
        assert_ne!(search.step_until(|| true).expect("stepped"), LayoutPhase::Done);
    }
    search.stop();
    assert_eq!(search.step_until(|| false).expect("stepped"), LayoutPhase::Done);
    let plan = search.plan().expect("a plan");
    assert_eq!((plan.ended, plan.actions.len()), (Ended::Stopped, 1));
    assert_told_truly(&MADE_UP, plan);
}

#[test]
fn no_budget_is_exceeded_and_what_nobody_knows_the_cost_of_is_left_out() {
    let costs = ActionCosts { close: Some(2.0), merge: Some(5.0), expand: Some(0.5) };
    let mut before = f64::NEG_INFINITY;
    for budget in [0.0, 40.0, 400.0] {
        let question = LayoutQuestion { budget: Some(budget), costs, ..asked(&MADE_UP, "KIN") };
        let plan = planned(&MADE_UP, question);
        let cost = plan.cost.expect("all are known");
        assert!(cost <= budget, "{cost} of {budget}");
        assert_near(cost, plan.actions.iter().map(|a| a.cost.expect("known")).sum());
        let gain: f64 = plan.actions.iter().map(|a| a.gain).sum();
        assert!(gain >= before);
        before = gain;
    }
    let unknown = LayoutQuestion { budget: Some(1e6), ..asked(&MADE_UP, "KIN") };
    let plan = planned(&MADE_UP, unknown);
    assert!(plan.actions.iter().all(|a| a.action.kind() == ActionKind::Move));
    let nobody_asked = planned(&MADE_UP, asked(&MADE_UP, "KIN"));
    let has_unknown = nobody_asked.actions.iter().any(|a| a.cost.is_none());
    assert_eq!(nobody_asked.cost.is_none(), has_unknown);
}

/// A street of 6 km with two clinics 200 m apart at its west end and none elsewhere, six homes and
/// as many places.
fn toy() -> JoinedStudy {
    let area = read(&street(61));
    let clinics = area.catalogue().find("PHA").expect("known");
    let mut demand = DemandPoints::default();
    for i in 0..7 {
        let people = f64::from([300, 120, 80, 210, 90, 260, 400][i as usize]);
        demand.push(format_args!("h{i}"), position(900.0 * f64::from(i), 8.0), people, UnitId(0));
    }
    let place = |i| place(i, 600.0 + 900.0 * i as f64, SiteKind::Doorstep, Some(30.0));
    let facilities = vec![facility("a", 0.0, clinics), facility("b", 200.0, clinics)];
    settled(&area, facilities, (0..6).map(place).collect(), demand)
}

#[test]
fn of_two_clinics_side_by_side_one_is_moved_to_the_best_place_as_brute_force_finds() {
    let study = toy();
    let question = LayoutQuestion {
        actions: 1,
        kinds: [false, false, true, false],
        weights: LayoutWeights { met: 0.0, ..LayoutWeights::default() },
        ..asked(&study, "PHA")
    };
    let id = question.service;
    let plan = planned(&study, question.clone());
    assert_told_truly(&study, &plan);
    let reached = |edits: &[Edit]| counted(&afresh(&study, &question, edits), id)[0];
    let mut best = reached(&[]);
    for code in ["a", "b"] {
        for place in study.area().candidates().all() {
            let at = [place.at.lng(), place.at.lat()];
            let moving = Moving { code: Code::new(code).expect("a code"), at };
            best = f64::max(best, reached(&[Edit::Move(moving)]));
        }
    }
    assert!(best > reached(&[]));
    assert_eq!(plan.after.in_reach, best);
    let [action] = &plan.actions[..] else { panic!("{:?}", plan.actions) };
    assert!(matches!(action.action, Action::Move(..)) && action.newly_in_reach > 0.0);
    assert_eq!((action.because, action.cost), (Because::Idle, Some(30.0)));
}

#[test]
fn where_nothing_helps_the_list_is_empty_and_says_so() {
    let study = toy();
    let kinds = [false, false, false, true];
    let nothing = planned(&study, LayoutQuestion { kinds, ..asked(&study, "PHA") });
    assert_eq!((nothing.ended, nothing.trials), (Ended::NothingToTry, 0));
    let keep: Vec<_> = study.area().facilities().of(service(&study, "PHA")).map(|f| f.0).collect();
    let kept = planned(&study, LayoutQuestion { keep, ..asked(&study, "PHA") });
    assert_eq!(kept.ended, Ended::NothingToTry);
    // Closing is tried, and helps nobody where a facility kept open costs nothing.
    let weights = LayoutWeights { facility: 0.0, ..LayoutWeights::default() };
    let kinds = [true, false, false, false];
    let tried = planned(&study, LayoutQuestion { kinds, weights, ..asked(&study, "PHA") });
    assert_eq!(tried.ended, Ended::NoneImproves);
    assert!(tried.trials > 0);
    for plan in [nothing, kept, tried] {
        assert!(plan.actions.is_empty() && plan.to_scenario().edits.is_empty());
        assert_eq!((bits(&plan.before), plan.cost), (bits(&plan.after), Some(0.0)));
    }
}

#[test]
fn what_is_no_question_is_refused_with_its_field() {
    let study = toy();
    let refused = |question: LayoutQuestion| {
        let error = LayoutSearch::new(&study, question).expect_err("refused");
        (error.code(), error.place().unwrap_or_default().to_owned())
    };
    let good = asked(&study, "PHA");
    let range = |field: &str| (ErrorCode::ArgumentRange, field.to_owned());
    let budget = LayoutQuestion { budget: Some(-1.0), ..good.clone() };
    assert_eq!(refused(budget), range("budget"));
    assert_eq!(refused(LayoutQuestion { fit: 0.0, ..good.clone() }), range("fit"));
    let weights = LayoutWeights { met: f64::NAN, ..LayoutWeights::default() };
    assert_eq!(refused(LayoutQuestion { weights, ..good.clone() }), range("weights.met"));
    let unknown = LayoutQuestion { service: service(&study, "HOS"), ..good };
    assert_eq!(refused(unknown).0, ErrorCode::StudyNoData);
}
