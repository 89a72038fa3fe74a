//! Sites that give several services, on a hand-drawn street: against brute force over every set.

mod common;

use common::hub_brute::HubBrute;
use common::town::{assert_near, facility, place, position, read, settled, street};
use service_circle::ErrorCode;
use service_circle::access::{CircleDrawer, JoinedStudy, Reach};
use service_circle::facts::{
    Candidate, DemandPoints, ServiceId, SiteKind, SiteState, StudyArea, UnitId,
};
use service_circle::siting::hub::{HubPhase, HubPlan, HubQuestion, HubSearch};
use service_circle::siting::{Aim, SiteQuestion};
use service_circle::units::{Millis, Position, TravelMode};
use std::sync::Arc;

const CODES: [&str; 3] = ["PHA", "LIB", "CUL"];

fn services(area: &StudyArea) -> Vec<ServiceId> {
    CODES.iter().map(|code| area.catalogue().find(code).expect("known")).collect()
}

/// A street of 6 km with homes every 200 m, a facility or two of each service, and nine places: one
/// for pharmacies alone, one that is not to be had.
fn town() -> JoinedStudy {
    let area = read(&street(61));
    let ids = services(&area);
    let mut demand = DemandPoints::default();
    for i in 0..31 {
        let people = f64::from(10 + (i * 37) % 23);
        demand.push(format_args!("h{i}"), position(200.0 * f64::from(i), 8.0), people, UnitId(0));
    }
    let place = |i: usize| Candidate {
        services: if i == 8 { vec![ids[0]] } else { Vec::new() },
        state: if i == 7 { SiteState::Excluded } else { SiteState::Available },
        ..place(
            i,
            300.0 + 660.0 * i as f64,
            SiteKind::ALL[i % 4],
            Some(40.0 + 17.0 * (i % 5) as f64),
        )
    };
    let facilities = vec![
        facility("west", 0.0, ids[0]),
        facility("east", 5900.0, ids[0]),
        facility("middle", 2900.0, ids[1]),
        facility("hall", 900.0, ids[2]),
    ];
    settled(&area, facilities, (0..9).map(place).collect(), demand)
}

/// Walking 8, 12 and 20 minutes; known places alone.
fn asked(study: &JoinedStudy) -> HubQuestion {
    let mut question =
        HubQuestion::by_standard(study.area(), &services(study.area())).expect("in the standard");
    for (of, minutes) in question.services.iter_mut().zip([8, 12, 20]) {
        of.reach = Reach { modes: [TravelMode::Walk; 3], limits: [Millis(minutes * 60_000); 3] };
        of.people = SiteQuestion::within(
            of.service,
            &service_circle::network::ModeProfile::of(TravelMode::Walk),
            Millis(60_000),
            1,
        )
        .people;
    }
    question.services[1].weight = 2.5;
    question.shared.people = question.services[0].people.clone();
    question.shared.reach = question.services[0].reach;
    question.shared.places.junctions = false;
    question
}

fn planned(study: &JoinedStudy, question: HubQuestion) -> (HubPlan, HubSearch) {
    let mut search = HubSearch::new(study, question).expect("begun");
    assert_eq!(search.step_until(|| false).expect("stepped"), HubPhase::Done);
    (search.plan().expect("a plan").clone(), search)
}

/// The seven places that suit, their circles drawn one by one.
fn brute_of(study: &JoinedStudy, question: &HubQuestion) -> HubBrute {
    let area = study.area();
    let zone: Arc<[u8]> = vec![0; area.demand().len()].into();
    let mut drawer = CircleDrawer::new(study, &question.shared.profiles, zone);
    let places: Vec<_> = area.candidates().all()[..7].to_vec();
    let (mut reached, mut kept) = (Vec::new(), Vec::new());
    for of in &question.services {
        let mut circle = |at: Position| -> Vec<usize> {
            drawer.draw(at, &of.reach).iter().map(|(point, _)| point).collect()
        };
        reached.push(places.iter().map(|p| circle(p.at)).collect());
        let mut is_kept = vec![false; area.demand().len()];
        for (_, facility) in area.facilities().of(of.service) {
            for point in circle(facility.at) {
                is_kept[point] = true;
            }
        }
        kept.push(is_kept);
    }
    HubBrute {
        place: (0..7).collect(),
        people: area.demand().people().to_vec(),
        weight: question.services.iter().map(|of| of.weight).collect(),
        cost: places.iter().map(|p| p.cost.expect("known")).collect(),
        reached,
        kept,
    }
}

#[test]
fn by_number_and_by_budget_the_plan_is_the_best_and_proven() {
    let study = town();
    for (sites, budget) in [(Some(1), None), (Some(2), None), (Some(4), None), (None, Some(130.0))]
    {
        let mut question = asked(&study);
        (question.shared.sites, question.shared.budget) = (sites, budget);
        let brute = brute_of(&study, &question);
        let (plan, search) = planned(&study, question);
        let fits = |set: &[usize]| {
            sites.is_none_or(|p| set.len() <= p as usize)
                && budget.is_none_or(|b| brute.cost(set) <= b)
        };
        let numbers = brute.told_truly(&plan);
        assert!(fits(&numbers));
        assert_near(plan.result.objective, brute.best(fits, 0.0));
        assert_near(plan.result.objective, brute.gain(&numbers));
        assert!(plan.result.optimal && search.certificate().is_some());
        assert_eq!(plan.candidates, 7, "the place for pharmacies alone is none");
    }
}

#[test]
fn a_site_is_built_where_its_services_together_are_worth_its_one_cost() {
    let study = town();
    let mut numbers = Vec::new();
    for (worth, sites, budget) in [
        (0.0, Some(3), None),
        (0.5, None, None),
        (1.0, None, None),
        (2.0, None, None),
        (2.0, Some(2), None),
        (3.5, None, Some(150.0)),
        (1e9, None, None),
    ] {
        let mut question = asked(&study);
        question.worth = Some(worth);
        (question.shared.sites, question.shared.budget) = (sites, budget);
        let brute = brute_of(&study, &question);
        let (plan, search) = planned(&study, question);
        let fits = |set: &[usize]| {
            sites.is_none_or(|p| set.len() <= p as usize)
                && budget.is_none_or(|b| brute.cost(set) <= b)
        };
        let found = brute.told_truly(&plan);
        let best = brute.best(fits, worth);
        assert!(fits(&found));
        assert_near(plan.result.objective, brute.gain(&found) - worth * brute.cost(&found));
        assert_near(plan.result.objective, best);
        let bound = plan.result.bound.expect("proven");
        assert!(bound >= best - 1e-6, "{bound} below {best}");
        if budget.is_none() {
            assert!(bound <= best + 0.05 * best.max(1.0), "{bound} is far above {best}");
        }
        assert!(search.certificate().is_none());
        numbers.push(found.len());
    }
    assert_eq!(numbers[6], 0);
    assert!(numbers[1] >= numbers[2] && numbers[2] >= numbers[3] && numbers[3] > 0, "{numbers:?}");
}

#[test]
fn one_service_alone_is_the_plain_question_and_more_services_gain_more() {
    let study = town();
    let mut question = asked(&study);
    question.shared.sites = Some(2);
    let (three, _) = planned(&study, question.clone());
    question.services.truncate(1);
    let (one, _) = planned(&study, question.clone());
    let mut plain =
        service_circle::siting::SiteSearch::new(&study, question.shared.clone()).expect("begun");
    plain.step_until(|| false).expect("stepped");
    let (_, result) = plain.plan().expect("a plan");
    assert_near(one.result.objective, result.objective);
    assert!(three.result.objective >= one.result.objective);
}

#[test]
fn slices_haste_and_the_scenario() {
    let study = town();
    for worth in [None, Some(1.0)] {
        let mut question = asked(&study);
        question.worth = worth;
        question.shared.sites = Some(3);
        let (whole, _) = planned(&study, question.clone());
        let mut sliced = HubSearch::new(&study, question.clone()).expect("begun");
        while sliced.step_until(|| true).expect("stepped") != HubPhase::Done {}
        let plan = sliced.plan().expect("a plan");
        assert_eq!((&plan.sites, &plan.result), (&whole.sites, &whole.result));
        let mut hasty = HubSearch::new(&study, question).expect("begun");
        hasty.stop();
        assert_eq!(hasty.step_until(|| false).expect("stepped"), HubPhase::Done);
        let found = &hasty.plan().expect("a plan").result;
        assert!(found.objective <= whole.result.objective + 1e-6);
        let edited = whole.to_scenario(study.area()).expect("edits").apply(study.area());
        let edited = edited.expect("possible");
        for id in services(study.area()) {
            let count = |area: &StudyArea| area.facilities().of(id).count();
            assert_eq!(count(&edited), count(study.area()) + whole.sites.len());
        }
    }
}

#[test]
fn who_ends_it_later_has_no_worse_a_plan() {
    let study = town();
    let mut question = asked(&study);
    question.worth = Some(1.0);
    let mut before = f64::NEG_INFINITY;
    for slices in (0..700).step_by(17) {
        let mut search = HubSearch::new(&study, question.clone()).expect("begun");
        for _ in 0..slices {
            search.step_until(|| true).expect("stepped");
        }
        search.stop();
        assert_eq!(search.step_until(|| false).expect("stepped"), HubPhase::Done);
        let objective = search.plan().expect("a plan").result.objective;
        assert!(objective >= before - 1e-9, "{objective} after {slices}, {before} before");
        before = objective;
    }
}

#[test]
fn what_is_no_question_is_refused_with_its_field() {
    let study = town();
    let refused = |change: &dyn Fn(&mut HubQuestion)| {
        let mut question = asked(&study);
        question.shared.sites = Some(1);
        change(&mut question);
        let error = HubSearch::new(&study, question).expect_err("refused");
        (error.code(), error.place().unwrap_or_default().to_owned())
    };
    let range = |field: &str| (ErrorCode::ArgumentRange, field.to_owned());
    let unsupported = |field: &str| (ErrorCode::SitingUnsupported, field.to_owned());
    assert_eq!(refused(&|q| q.services.clear()), range("services"));
    assert_eq!(refused(&|q| q.services[1] = q.services[0].clone()), range("services[1]"));
    assert_eq!(refused(&|q| q.services[2].weight = f64::NAN), range("services[2]"));
    assert_eq!(refused(&|q| q.worth = Some(-1.0)), range("worth"));
    assert_eq!(refused(&|q| q.shared.sites = None), range("sites"));
    assert_eq!(refused(&|q| q.shared.aim = Aim::MinTotalTravel), unsupported("objective"));
}
