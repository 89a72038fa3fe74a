//! A checkup asked from a study's own facts: its standard, zones, groups, capacities and edits.

#![allow(clippy::float_cmp, reason = "equal to the bit is what is asked for")]

use service_circle::access::JoinedStudy;
use service_circle::checkup::{Checkup, CheckupSettings, Indicator, ServiceEquity, StudyQuestion};
use service_circle::facts::scenario::Opening;
use service_circle::facts::{
    Counts, Edit, Moving, Peopling, Resizing, Rezoning, Scenario, ServiceId, StudyArea, UnitId,
    Zone,
};
use service_circle::import::synthetic::{Options, synthetic};
use std::sync::{Arc, LazyLock};

static MADE_UP: LazyLock<JoinedStudy> = LazyLock::new(|| {
    let area = synthetic(&Options::of_villages(30), &mut |_, _| {}).expect("a small prefecture");
    JoinedStudy::new(area)
});

fn ask(study: &JoinedStudy, settings: &CheckupSettings) -> Checkup {
    let question = StudyQuestion::new(study.area(), settings.clone(), None);
    question.answer(study, None).expect("a checkup")
}

fn service(area: &StudyArea, code: &str) -> ServiceId {
    area.catalogue().find(code).expect("known")
}

fn whole(area: &StudyArea) -> UnitId {
    UnitId(area.units().len() as u32 - 1)
}

fn bits(checkup: &Checkup) -> Vec<u64> {
    checkup.indicators().iter().map(|v| v.to_bits()).collect()
}

/// The same study with some of its facts changed.
fn changed(change: impl FnOnce(&mut service_circle::facts::StudyParts)) -> JoinedStudy {
    let mut parts = MADE_UP.area().parts();
    change(&mut parts);
    MADE_UP.with_area(StudyArea::new(parts).expect("facts that fit"))
}

#[test]
fn every_service_of_the_standard_is_checked_by_its_rows() {
    let checkup = ask(&MADE_UP, &CheckupSettings::default());
    let area = checkup.area();
    assert_eq!(area.standard().rows.len(), 31);
    for row in &area.standard().rows {
        let found = checkup.service(service(area, &row.code)).expect("data of all 31");
        assert_eq!(found.terms.minutes, row.minutes.each().map(|m| *m), "{}", row.code);
        assert_eq!(found.terms.modes, row.mode.each().map(|m| *m));
        assert_eq!(found.terms.norm, Some(row.norm / 1000.0));
        assert_eq!(found.terms.rigid, row.rigid);
        let group = area.demand().of_group(&row.group, true).expect("counted or assumed");
        assert_eq!(found.people.people[..], group.people[..], "{}", row.code);
    }
    for (point, unit) in area.demand().unit().iter().enumerate() {
        assert_eq!(Some(checkup.zone(point)), area.units().zone(*unit));
    }
}

#[test]
fn capacity_is_handed_out_and_none_is_made() {
    let checkup = ask(&MADE_UP, &CheckupSettings::default());
    for (i, _) in checkup.area().catalogue().services().iter().enumerate() {
        let Some(found) = checkup.service(ServiceId(i as u16)) else { continue };
        let base = found.people.base.iter().zip(&found.answer.handed_out.access);
        let given: f64 = base.map(|(people, access)| people * access).sum();
        let reached = found.providers.iter().zip(&found.answer.handed_out.ratio);
        let held: f64 = reached.filter(|(_, r)| **r > 0.0).map(|(p, _)| p.capacity).sum();
        assert!(held > 0.0 && (given / held - 1.0).abs() < 1e-9, "{i}: {given} of {held}");
    }
}

#[test]
fn new_areas_are_owed_their_own_norm() {
    let checkup = ask(&MADE_UP, &CheckupSettings::default());
    let area = checkup.area();
    let id = service(area, "HCC");
    let (row, found) = (area.standard().row("HCC").expect("a row"), checkup.service(id));
    let found = found.expect("data");
    let norms = [row.norm, row.norm_new.expect("a norm of new areas")];
    let mut seen = [0; 2];
    let units = area.units().all();
    for (i, unit) in units.iter().enumerate().filter(|(_, unit)| unit.level == 0) {
        let norm = norms[usize::from(unit.marks.new_area)] / 1000.0;
        let points = area.demand().unit().iter().zip(found.people.base.iter());
        let points = points.zip(&found.answer.handed_out.access);
        let here = points.filter(|((of, base), _)| of.index() == i && **base > 0.0);
        let (base, share) = here.fold((0.0, 0.0), |(sum, shares), ((_, base), access)| {
            (sum + base, shares + base * (access / norm))
        });
        if base > 0.0 {
            seen[usize::from(unit.marks.new_area)] += 1;
            assert_eq!(found.sums.sufficient_raw(i), share / base, "{i}");
            let ratio = found.simple_ratio(i) * norm * base / found.supply[i].max(1.0);
            assert!(found.supply[i] == 0.0 || (ratio - 1.0).abs() < 1e-9, "{i}: {ratio}");
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
}

#[test]
fn larger_units_are_the_sum_of_their_people() {
    let checkup = ask(&MADE_UP, &CheckupSettings::default());
    let (area, id) = (checkup.area(), service(checkup.area(), "PHA"));
    let found = checkup.service(id).expect("data");
    let mut reached = 0.0;
    for (point, people) in found.people.people.iter().enumerate() {
        if found.answer.counts[point] >= found.terms.k[checkup.zone(point).index()] {
            reached += people;
        }
    }
    let value = |indicator| checkup.indicator(id, whole(area), indicator);
    assert!((value(Indicator::People) - area.demand().total()).abs() < 1e-6);
    assert!((value(Indicator::Reachable) - reached / area.demand().total()).abs() < 1e-12);
}

#[test]
fn nobody_counted_is_no_data_unless_assumed() {
    let study = changed(|parts| {
        let demand = Arc::make_mut(&mut parts.demand);
        *demand.groups_mut() = service_circle::facts::Groups::default();
    });
    let (area, kin) = (study.area(), service(study.area(), "KIN"));
    let assumed = StudyQuestion::new(area, CheckupSettings::default(), None);
    assert!(assumed.group_assumed(kin).is_some());
    assert!(assumed.group_assumed(service(area, "PHA")).is_none());
    let strict = CheckupSettings { assume: false, ..CheckupSettings::default() };
    let checkup = ask(&study, &strict);
    assert!(checkup.service(kin).is_none() && checkup.service(service(area, "PHA")).is_some());
    assert!(checkup.indicator(kin, whole(area), Indicator::Reachable).is_nan());
}

#[test]
fn a_unit_whose_people_nobody_counted_is_no_data_and_the_others_are_as_before() {
    let before = ask(&MADE_UP, &CheckupSettings::default());
    let kin = service(before.area(), "KIN");
    let study = changed(|parts| {
        let people = parts.demand.of_group("3-5", false).expect("counted").people;
        let mut of_unit = vec![0.0; parts.units.len()];
        for (unit, people) in parts.demand.unit().iter().zip(people) {
            of_unit[unit.index()] += people;
        }
        of_unit[0] = f64::NAN;
        Arc::make_mut(&mut parts.demand).groups_mut().set("3-5", Counts::ByUnit(of_unit));
    });
    let checkup = ask(&study, &CheckupSettings::default());
    for indicator in [Indicator::People, Indicator::Base, Indicator::Reachable] {
        assert!(checkup.indicator(kin, UnitId(0), indicator).is_nan(), "{}", indicator.as_str());
    }
    let reach = |c: &Checkup| c.indicator(kin, UnitId(1), Indicator::Reachable);
    assert!((reach(&checkup) - reach(&before)).abs() < 1e-12);
    assert!(checkup.indicator(kin, whole(study.area()), Indicator::People) > 0.0);
}

#[test]
fn a_demand_factor_asks_more_of_its_service_alone() {
    let before = ask(&MADE_UP, &CheckupSettings::default());
    let (pha, lib) = (service(before.area(), "PHA"), service(before.area(), "LIB"));
    let study = changed(|parts| {
        let last = UnitId(parts.units.len() as u32 - 1);
        Arc::make_mut(&mut parts.demand).factors_mut().set(last, pha, 2.0);
    });
    let checkup = ask(&study, &CheckupSettings::default());
    let load = |c: &Checkup, s| c.service(s).expect("data").answer.load.iter().sum::<f64>();
    assert!((load(&checkup, pha) / load(&before, pha) - 2.0).abs() < 1e-9);
    assert_eq!(load(&checkup, lib), load(&before, lib));
}

#[test]
fn a_later_mode_or_limit_reaches_no_fewer_people() {
    let asked = |minutes| {
        let settings = CheckupSettings { minutes: Some(minutes), ..CheckupSettings::default() };
        ask(&MADE_UP, &settings)
    };
    let (five, fifteen) = (asked(5.0), asked(15.0));
    for i in 0..31u16 {
        for unit in 0..five.area().units().len() as u32 {
            let at = |c: &Checkup| c.indicator(ServiceId(i), UnitId(unit), Indicator::Reachable);
            assert!(at(&five).is_nan() == at(&fifteen).is_nan());
            assert!(at(&five).is_nan() || at(&five) <= at(&fifteen), "{i} {unit}");
        }
    }
}

#[test]
fn out_of_range_settings_are_refused_by_name() {
    for minutes in [0.0, -1.0, 241.0, f64::NAN] {
        let settings = CheckupSettings { minutes: Some(minutes), ..CheckupSettings::default() };
        let question = StudyQuestion::new(MADE_UP.area(), settings, None);
        let error = question.answer(&MADE_UP, None).expect_err("refused");
        assert!(error.place().is_some_and(|place| place.ends_with("minutes")), "{error:?}");
    }
}

/// One edit of every kind that leaves the roads as they are.
fn edits(area: &StudyArea) -> Vec<Edit> {
    let facilities = area.facilities().all();
    let (first, other) = (&facilities[3], &facilities[40]);
    let at = other.at.to_lng_lat();
    let at = [at.lng(), at.lat()];
    let mut standard = area.standard().as_ref().clone();
    standard.rows[3].minutes.urban = 4.0;
    let village = area.units().all()[7].code.clone();
    vec![
        Edit::Close(first.code.clone()),
        Edit::Open(Opening {
            code: None,
            name: None,
            at,
            services: vec!["KIN".to_owned()],
            year: None,
        }),
        Edit::Move(Moving { code: facilities[11].code.clone(), at }),
        Edit::Resize(Resizing {
            code: other.code.clone(),
            service: area.catalogue().services()[other.services[0].index()].code.clone(),
            capacity: 7.0,
        }),
        Edit::People(Peopling { unit: village.clone(), group: None, people: 12_345.0 }),
        Edit::Zone(Rezoning { unit: village, zone: Zone::Rural }),
        Edit::Standard(Some(Box::new(standard))),
    ]
}

#[test]
fn whatever_is_edited_the_answer_is_that_of_a_fresh_checkup() {
    let settings = CheckupSettings::default();
    let all = edits(MADE_UP.area());
    let mut question = StudyQuestion::new(MADE_UP.area(), settings.clone(), None);
    let baseline = question.answer(&MADE_UP, None).expect("a checkup");
    let mut latest = baseline.clone();
    for count in (1..=all.len()).chain([3, 0]) {
        let scenario = Scenario { edits: all[..count].to_vec() };
        let study = MADE_UP.with_area(scenario.apply(MADE_UP.area()).expect("possible"));
        question = StudyQuestion::new(study.area(), settings.clone(), Some(&question));
        latest = question.answer(&study, Some(&latest)).expect("a checkup");
        assert!(bits(&latest) == bits(&ask(&study, &settings)), "{count} edits");
        assert!(
            (bits(&latest) == bits(&baseline)) == (count == 0),
            "{count} edits change something"
        );
    }
}

#[test]
fn an_even_spread_has_no_inequality_between_its_parts() {
    let checkup = ask(&MADE_UP, &CheckupSettings::default());
    let equity = ServiceEquity::of(&checkup, service(checkup.area(), "PHA"), 1);
    let equity = equity.expect("measured").expect("data");
    let total = equity.all.theil_t.expect("somebody has something");
    for parts in [&equity.zones, &equity.units] {
        let (within, between) = parts.theil_t.expect("likewise");
        assert!(within >= 0.0 && between >= -1e-12);
        assert!((within + between - total).abs() < 1e-9);
    }
    let curve = equity.all.lorenz_apart(0.01);
    assert!(curve.len() <= 102 && curve.len() > 10);
    assert_eq!((curve[0], curve[curve.len() - 1]), ((0.0, 0.0), (1.0, 1.0)));
    assert!(curve.iter().all(|point| equity.all.lorenz.contains(point)));
}
