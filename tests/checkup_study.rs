//! The checkup of a whole study: the demo, with made-up capacities, zones and standards.

#![allow(
    clippy::float_cmp,
    clippy::unnecessary_wraps,
    reason = "equal to the bit is what is asked for; capacities are handed over where known"
)]

use service_circle::access::{FacilityTimes, JoinedStudy, Method};
use service_circle::checkup::{
    Checkup, CheckupFacts, CheckupRun, Circumstance, Comparison, CompositeIndex, Definition,
    IndexRules, Indicator, Lack, Served, ServicePeople, ServiceTerms, ShortageRules, Surroundings,
    shortages,
};
use service_circle::facts::scenario::Opening;
use service_circle::facts::{
    Edit, Facility, Scenario, ServiceId, ServiceStandard, SiteKind, StudyArea, UnitId, Zone,
};
use service_circle::import::osm;
use service_circle::network::ModeProfile;
use service_circle::units::{Millis, TravelMode};
use std::sync::{Arc, LazyLock};

static MALTA: LazyLock<JoinedStudy> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
    let bytes = std::fs::read(file).expect("the demo is there");
    let area = osm::read_study(&bytes, osm::tag_table::STANDARD, &mut |_, _| {});
    JoinedStudy::new(area.expect("a readable map"))
});

/// A few services, so that a whole checkup is quick.
const LOOKED_AT: [&str; 6] = ["PHA", "LIB", "HOS", "PRI", "CHC", "VET"];

fn terms() -> ServiceTerms {
    ServiceTerms {
        minutes: [10.0, 12.0, 15.0],
        modes: TravelMode::ALL,
        k: [1; 3],
        norm: Some(0.01),
        norm_new: None,
        assumed: [None; 3],
        rate: None,
        base_total: true,
        rigid: true,
    }
}

fn definition(terms: &ServiceTerms) -> Definition {
    let services = MALTA.area().catalogue().services();
    let of = |code: &str| LOOKED_AT.contains(&code).then(|| terms.clone());
    Definition::new(services.iter().map(|s| of(&s.code)).collect())
}

/// Zones that change from unit to unit.
fn mixed_zones() -> Vec<Zone> {
    (0..MALTA.area().units().len()).map(|i| Zone::ALL[i * 7 % 3]).collect()
}

fn everybody() -> Vec<Option<ServicePeople>> {
    let all: Arc<[f64]> = MALTA.area().demand().people().into();
    let people = ServicePeople { people: Arc::clone(&all), base: all };
    vec![Some(people); MALTA.area().catalogue().len()]
}

/// A capacity that depends on nothing but the facility.
fn made_up(facility: &Facility, service: ServiceId) -> Option<f64> {
    let letters = facility.code.as_str().bytes().map(u64::from);
    Some((letters.fold(7, |sum, b| (sum * 31 + b) % 97) + u64::from(service.0)) as f64)
}

fn unknown(_: &Facility, _: ServiceId) -> Option<f64> {
    None
}

type Known<'a> = &'a dyn Fn(&Facility, ServiceId) -> Option<f64>;

fn ask(
    study: &JoinedStudy,
    definition: &Arc<Definition>,
    zones: &[Zone],
    capacity: Known<'_>,
    before: Option<&Checkup>,
) -> Checkup {
    let people = everybody();
    let facts = CheckupFacts { zones, people: &people, capacity, observed: &unknown };
    Checkup::of(study, definition, &facts, before).expect("facts that fit")
}

fn service(code: &str) -> ServiceId {
    MALTA.area().catalogue().find(code).expect("known")
}

#[track_caller]
fn assert_same(one: &Checkup, other: &Checkup) {
    let bits = |c: &Checkup| c.indicators().iter().map(|v| v.to_bits()).collect::<Vec<_>>();
    assert!(bits(one) == bits(other));
    for code in LOOKED_AT {
        let (one, other) = (one.service(service(code)), other.service(service(code)));
        let (Some(one), Some(other)) = (one, other) else {
            assert!(one.is_none() && other.is_none());
            continue;
        };
        let column = |c: &[f64]| c.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        for (one, other) in [
            (&one.answer.nearest, &other.answer.nearest),
            (&one.answer.handed_out.access, &other.answer.handed_out.access),
            (&one.answer.handed_out.ratio, &other.answer.handed_out.ratio),
            (&one.answer.load, &other.answer.load),
            (&one.answer.saturation_met, &other.answer.saturation_met),
        ] {
            assert!(column(one) == column(other), "{code}");
        }
    }
}

/// Edits of all kinds, many of them in one crowded place, so that what they touch overlaps.
fn edits(area: &StudyArea) -> Vec<Edit> {
    let pharmacies: Vec<_> = area.facilities().of(service("PHA")).map(|(_, f)| f.clone()).collect();
    let opening = |at: [f64; 2], services: &[&str]| {
        let services = services.iter().map(|s| (*s).to_owned()).collect();
        Edit::Open(Opening { code: None, name: None, at, services, year: None })
    };
    let near = pharmacies[20].at.to_lng_lat();
    vec![
        Edit::Close(pharmacies[20].code.clone()),
        opening([near.lng() + 0.001, near.lat()], &["PHA", "LIB"]),
        opening([14.2439, 36.0444], &["CHC"]),
        Edit::Close(pharmacies[3].code.clone()),
        // In the sea: nobody reaches it.
        opening([14.9, 36.3], &["PHA"]),
        opening([near.lng(), near.lat()], &["PHA"]),
        Edit::Close(pharmacies[130].code.clone()),
        // The first facility of a service that had no data.
        opening([near.lng(), near.lat() + 0.002], &["VET"]),
    ]
}

#[test]
fn edit_after_edit_is_to_the_bit_what_a_fresh_checkup_finds() {
    for method in [Method::Enhanced, Method::ThreeStep] {
        let definition = Arc::new(Definition { method, ..definition(&terms()) });
        let zones = mixed_zones();
        let all = edits(MALTA.area());
        let mut latest = ask(&MALTA, &definition, &zones, &made_up, None);
        for last in [1, 2, 5, 6, all.len(), 3, 0] {
            let scenario = Scenario { edits: all[..last].to_vec() };
            let study = MALTA.with_area(scenario.apply(MALTA.area()).expect("possible"));
            // One facility is resized on the way, and back.
            let resized = |f: &Facility, s: ServiceId| {
                let more = f64::from(u8::from(last == 5 && f.code.as_str().ends_with('7')));
                made_up(f, s).map(|c| c + more)
            };
            latest = ask(&study, &definition, &zones, &resized, Some(&latest));
            assert_same(&latest, &ask(&study, &definition, &zones, &resized, None));
        }
    }
}

#[test]
fn what_an_edit_does_not_touch_is_shared_with_the_earlier_checkup() {
    let definition = Arc::new(definition(&terms()));
    let zones = mixed_zones();
    let before = ask(&MALTA, &definition, &zones, &made_up, None);
    let scenario = Scenario { edits: edits(MALTA.area())[..1].to_vec() };
    let study = MALTA.with_area(scenario.apply(MALTA.area()).expect("possible"));
    let after = ask(&study, &definition, &zones, &made_up, Some(&before));
    let both = |code: &str| {
        let of = |c: &Checkup| Arc::clone(c.service(service(code)).expect("data"));
        (of(&before), of(&after))
    };
    let (libraries, again) = both("LIB");
    assert!(Arc::ptr_eq(&libraries, &again));
    let (pharmacies, fewer) = both("PHA");
    assert_eq!(fewer.providers.len() + 1, pharmacies.providers.len());
    assert!(Arc::ptr_eq(&pharmacies.providers[21].circle, &fewer.providers[20].circle));
}

#[test]
fn in_one_zone_reach_is_that_of_the_nearest_facility() {
    for zone in Zone::ALL {
        let definition = Arc::new(definition(&terms()));
        let zones = vec![zone; MALTA.area().units().len()];
        let checkup = ask(&MALTA, &definition, &zones, &unknown, None);
        let minutes = terms().minutes[zone.index()];
        let profile = ModeProfile::of(TravelMode::ALL[zone.index()]);
        for code in ["PHA", "HOS"] {
            let within = Millis::from_minutes(minutes).expect("in range");
            let standard = ServiceStandard { service: service(code), within };
            let times = FacilityTimes::of(&MALTA, service(code), &profile).expect("answered").times;
            let served = Served::of(MALTA.area(), standard, &times);
            for unit in 0..MALTA.area().units().len() {
                let id = UnitId(unit as u32);
                let found = checkup.indicator(service(code), id, Indicator::Reachable);
                let expected = served.unit_share(unit);
                assert!(found == expected || (found.is_nan() && expected.is_nan()));
            }
            let answer = &checkup.service(service(code)).expect("data").answer;
            for (found, time) in answer.nearest.iter().zip(&times) {
                let expected = if standard.is_met_by(*time) { f64::from(time.0) } else { f64::NAN };
                assert_eq!(found.to_bits(), expected.to_bits());
            }
        }
    }
}

#[test]
fn a_zone_with_a_faster_mode_reaches_no_less() {
    let same_minutes = ServiceTerms { minutes: [15.0; 3], ..terms() };
    let definition = Arc::new(definition(&same_minutes));
    let reach = |zone: Zone| {
        let zones = vec![zone; MALTA.area().units().len()];
        let checkup = ask(&MALTA, &definition, &zones, &unknown, None);
        let whole = UnitId(zones.len() as u32 - 1);
        checkup.indicator(service("PHA"), whole, Indicator::Reachable)
    };
    let [walk, cycle, drive] = Zone::ALL.map(reach);
    assert!(walk < cycle && cycle < drive, "{walk} {cycle} {drive}");
}

#[test]
fn unknown_capacity_and_missing_services_are_no_data_and_never_0() {
    let definition = Arc::new(definition(&terms()));
    let zones = mixed_zones();
    let whole = UnitId(zones.len() as u32 - 1);
    let checkup = ask(&MALTA, &definition, &zones, &unknown, None);
    let of = |code: &str, indicator| checkup.indicator(service(code), whole, indicator);
    assert!(of("PHA", Indicator::Reachable) > 0.5);
    for indicator in [Indicator::Saturation, Indicator::SimpleRatio] {
        assert!(of("PHA", indicator).is_nan(), "{indicator:?}");
    }
    // Nobody reaches a second pharmacy of unknown size without reaching the first; those who reach
    // none have none, and that is known.
    let known = of("PHA", Indicator::Known);
    assert!((known - (1.0 - of("PHA", Indicator::Reachable))).abs() < 1e-9);
    // No file says anything of veterans' services, and nobody asked for parks.
    for code in ["VET", "PAR"] {
        assert!(checkup.service(service(code)).is_none());
        assert!(Indicator::ALL.iter().all(|i| of(code, *i).is_nan()));
    }
    // One facility of unknown size spoils what is known of those who reach it, and no more.
    let first = &checkup.service(service("PHA")).expect("data").providers[0];
    let one_unknown = |f: &Facility, s: ServiceId| {
        if f.code == first.facility.code { None } else { made_up(f, s) }
    };
    let checkup = ask(&MALTA, &definition, &zones, &one_unknown, None);
    let found = checkup.service(service("PHA")).expect("data");
    let mut reaches = vec![false; zones.len().max(found.answer.nearest.len())];
    first.circle.iter().for_each(|(point, _)| reaches[point] = true);
    for (point, access) in found.answer.handed_out.access.iter().enumerate() {
        assert_eq!(access.is_nan(), reaches[point]);
        if reaches[point] {
            assert!(found.answer.saturation_met[point].is_nan());
        }
    }
}

#[test]
fn units_above_are_the_weighted_means_of_those_below() {
    let definition = Arc::new(definition(&terms()));
    let checkup = ask(&MALTA, &definition, &mixed_zones(), &made_up, None);
    let units = MALTA.area().units().all();
    for code in ["PHA", "PRI"] {
        let value = |unit: usize, i| checkup.indicator(service(code), UnitId(unit as u32), i);
        for above in (0..units.len()).filter(|&u| units[u].level > 0) {
            let below: Vec<usize> = (0..units.len())
                .filter(|&u| units[u].parent == Some(UnitId(above as u32)))
                .filter(|&u| value(u, Indicator::People) > 0.0)
                .collect();
            for indicator in [Indicator::Reachable, Indicator::Sufficient, Indicator::SufficientRaw]
            {
                let people = |u: &usize| value(*u, Indicator::People);
                let sum: f64 = below.iter().map(|u| people(u) * value(*u, indicator)).sum();
                let mean = sum / below.iter().map(people).sum::<f64>();
                assert!((mean - value(above, indicator)).abs() < 1e-9, "{}", units[above].name);
            }
        }
    }
}

#[test]
fn more_facilities_asked_for_are_reached_by_fewer() {
    let reach = |k: u32| {
        let definition = Arc::new(definition(&ServiceTerms { k: [k; 3], ..terms() }));
        let checkup = ask(&MALTA, &definition, &mixed_zones(), &unknown, None);
        let whole = UnitId(MALTA.area().units().len() as u32 - 1);
        checkup.indicator(service("PHA"), whole, Indicator::Reachable)
    };
    let [one, three] = [reach(1), reach(3)];
    assert!(0.0 < three && three < one, "{one} {three}");
}

#[test]
fn an_observed_load_replaces_the_modelled_one() {
    let definition = Arc::new(definition(&terms()));
    let (zones, people) = (mixed_zones(), everybody());
    let code = MALTA.area().facilities().of(service("LIB")).next().expect("one").1.code.clone();
    let seen = |f: &Facility, _: ServiceId| (f.code == code).then_some(123.0);
    let facts =
        CheckupFacts { zones: &zones, people: &people, capacity: &made_up, observed: &seen };
    let before = ask(&MALTA, &definition, &zones, &made_up, None);
    let fresh = Checkup::of(&MALTA, &definition, &facts, None).expect("facts that fit");
    let edited = Checkup::of(&MALTA, &definition, &facts, Some(&before)).expect("facts that fit");
    assert_same(&edited, &fresh);
    let libraries = fresh.service(service("LIB")).expect("data");
    assert_eq!(libraries.answer.load[0], 123.0);
    assert_ne!(before.service(service("LIB")).expect("data").answer.load[0], 123.0);
}

#[test]
fn slices_lead_where_one_go_leads_and_wrong_terms_are_named() {
    let shape = Arc::new(definition(&terms()));
    let (zones, people) = (mixed_zones(), everybody());
    let facts =
        CheckupFacts { zones: &zones, people: &people, capacity: &made_up, observed: &unknown };
    let mut run = CheckupRun::new(&MALTA, &shape, &facts, None).expect("facts that fit");
    let mut last = 0.0;
    while !run.step_until(|| true) {
        assert!(run.share() >= last);
        last = run.share();
    }
    assert_eq!(run.share(), 1.0);
    assert_same(&run.finish(), &ask(&MALTA, &shape, &zones, &made_up, None));
    let refused = |terms: &ServiceTerms| {
        let wrong = Arc::new(definition(terms));
        let error = Checkup::of(&MALTA, &wrong, &facts, None).expect_err("refused");
        assert_eq!(error.code().as_str(), "argument.range");
        error.place().unwrap_or_default().to_owned()
    };
    assert_eq!(refused(&ServiceTerms { minutes: [0.0; 3], ..terms() }), "PRI: minutes");
    assert_eq!(refused(&ServiceTerms { minutes: [241.0; 3], ..terms() }), "PRI: minutes");
    assert_eq!(refused(&ServiceTerms { k: [1, 0, 1], ..terms() }), "PRI: k");
    assert_eq!(refused(&ServiceTerms { norm: Some(0.0), ..terms() }), "PRI: norm");
    assert_eq!(refused(&ServiceTerms { rate: Some(-1.0), ..terms() }), "PRI: rate");
    let short = CheckupFacts { zones: &zones[1..], ..facts };
    let error = Checkup::of(&MALTA, &shape, &short, None).expect_err("refused");
    assert_eq!(error.place(), Some("zones"));
}

/// Libraries: those of Gozo have room for everybody, those of Malta for nobody.
fn room_on_gozo(facility: &Facility, _: ServiceId) -> Option<f64> {
    Some(if facility.at.lat() > 36.0 { 1e6 } else { 1.0 })
}

#[test]
fn each_remedy_is_proposed_where_it_helps() {
    let walking = ServiceTerms { minutes: [10.0; 3], modes: [TravelMode::Walk; 3], ..terms() };
    let definition = Arc::new(definition(&walking));
    let zones = mixed_zones();
    let checkup = ask(&MALTA, &definition, &zones, &room_on_gozo, None);
    let units = MALTA.area().units().all();
    let is_lacking = |u: usize| {
        let reach = checkup.indicator(service("LIB"), UnitId(u as u32), Indicator::Reachable);
        reach < 0.85 && units[u].at.lat() < 36.0
    };
    let on_malta: Vec<usize> =
        (0..units.len()).filter(|&u| units[u].level == 0 && is_lacking(u)).collect();
    let demand = MALTA.area().demand();
    let home = demand.unit().iter().position(|u| u.index() == on_malta[0]).expect("a home");
    let mut new_area = vec![false; units.len()];
    new_area[on_malta[1]] = true;
    let idle = [demand.at()[home]];
    let around = Surroundings { idle_buildings: &idle, new_area: &new_area };
    let found = shortages(&MALTA, &checkup, &ShortageRules::default(), around);
    let libraries: Vec<_> = found.iter().filter(|s| s.service == service("LIB")).collect();
    let out = |unit: usize| {
        let is_it = |s: &&&_| {
            let s: &service_circle::checkup::Shortage = s;
            s.unit.index() == unit && s.lack == Lack::OutOfReach
        };
        *libraries.iter().find(is_it).expect("a shortage")
    };
    assert_eq!(out(on_malta[0]).remedy, Some(SiteKind::Reuse));
    assert_eq!(out(on_malta[0]).because, Some(Circumstance::IdleBuilding));
    let kinds: Vec<_> = libraries.iter().filter_map(|s| s.remedy).collect();
    for kind in SiteKind::ALL {
        assert!(kinds.contains(&kind), "{kind:?}");
    }
    for shortage in &libraries {
        let is_gozo = units[shortage.unit.index()].at.lat() > 36.0;
        let expected = match (shortage.lack, shortage.because) {
            (Lack::Idle, _) | (_, Some(Circumstance::IdleBuilding)) => SiteKind::Reuse,
            _ if is_gozo => SiteKind::Share,
            (Lack::Overloaded, _) => SiteKind::Share,
            _ if new_area[shortage.unit.index()] => SiteKind::New,
            _ => SiteKind::Doorstep,
        };
        assert_eq!(shortage.remedy, Some(expected), "{shortage:?}");
        assert!(shortage.people > 0.0);
        if shortage.lack == Lack::OutOfReach {
            assert!(shortage.minutes.is_nan() || shortage.minutes > 10.0);
            assert!(shortage.value < shortage.limit);
        }
    }
    assert!(found.windows(2).all(|w| w[0].people >= w[1].people));
    // What is flexible is no shortage, and what has no data is none.
    let flexible = ServiceTerms { rigid: false, ..walking };
    let flexible = Arc::new(self::definition(&flexible));
    let checkup = ask(&MALTA, &flexible, &zones, &room_on_gozo, Some(&checkup));
    assert!(shortages(&MALTA, &checkup, &ShortageRules::default(), around).is_empty());
    assert!(found.iter().all(|s| s.service != service("VET")));
}

#[test]
fn checkups_are_compared_point_by_point_if_they_were_measured_alike() {
    let alike = Arc::new(definition(&terms()));
    let zones = mixed_zones();
    let before = ask(&MALTA, &alike, &zones, &made_up, None);
    let scenario = Scenario { edits: edits(MALTA.area())[..1].to_vec() };
    let study = MALTA.with_area(scenario.apply(MALTA.area()).expect("possible"));
    let after = ask(&study, &alike, &zones, &made_up, Some(&before));
    let found = Comparison::of(&before, &after).expect("alike");
    let pharmacies = found.services[service("PHA").index()].as_ref().expect("data");
    assert_eq!(pharmacies.gained, 0.0);
    assert!(pharmacies.minutes.iter().all(|m| m.is_nan() || *m >= 0.0));
    assert!(pharmacies.access.iter().all(|a| *a <= 0.0));
    let whole = UnitId(zones.len() as u32 - 1);
    let people = before.indicator(service("PHA"), whole, Indicator::People);
    let reach = |c: &Checkup| c.indicator(service("PHA"), whole, Indicator::Reachable);
    assert!((pharmacies.lost - (reach(&before) - reach(&after)) * people).abs() < 1e-6);
    let back = Comparison::of(&after, &before).expect("alike");
    assert_eq!(
        back.services[service("PHA").index()].as_ref().expect("data").gained,
        pharmacies.lost
    );
    for other in [
        Definition { method: Method::Gaussian, ..Definition::clone(&alike) },
        definition(&ServiceTerms { minutes: [9.0; 3], ..terms() }),
        definition(&ServiceTerms { norm: Some(0.02), ..terms() }),
    ] {
        let other = ask(&MALTA, &Arc::new(other), &zones, &made_up, None);
        let error = Comparison::of(&before, &other).expect_err("measured differently");
        assert_eq!(error.code().as_str(), "checkup.definition");
    }
}

#[test]
fn the_composite_index_is_put_together_as_asked() {
    let shape = Arc::new(definition(&terms()));
    let checkup = ask(&MALTA, &shape, &mixed_zones(), &made_up, None);
    let whole = UnitId(MALTA.area().units().len() as u32 - 1);
    let of = |unit, quality, weights, geometric| {
        CompositeIndex::of(&checkup, unit, quality, &IndexRules { weights, geometric })
    };
    let found = of(whole, 0.5, [0.4, 0.4, 0.2], false).expect("weights");
    let expected = 0.4 * found.reach + 0.4 * found.evenness + 0.2 * 0.5;
    assert!((found.value - expected).abs() < 1e-12);
    assert!(0.0 < found.reach && found.reach < 1.0 && 0.0 < found.evenness && found.evenness < 1.0);
    let geometric = of(whole, 0.5, [0.4, 0.4, 0.2], true).expect("weights");
    assert!(geometric.value < found.value);
    // Without data for a part that counts there is no index; a part that does not count may lack.
    assert!(of(whole, f64::NAN, [0.4, 0.4, 0.2], false).expect("weights").value.is_nan());
    assert!(of(whole, f64::NAN, [1.0, 1.0, 0.0], false).expect("weights").value > 0.0);
    assert!(of(UnitId(0), 0.5, [1.0; 3], false).expect("weights").evenness.is_nan());
    // Health has two services looked at, education two: domains count alike.
    let reach = |code: &str| checkup.indicator(service(code), whole, Indicator::Reachable);
    let health = (reach("PHA") + reach("HOS") + reach("CHC")) / 3.0;
    let education = f64::midpoint(reach("PRI"), reach("LIB"));
    assert!((found.reach - f64::midpoint(health, education)).abs() < 1e-12);
    for weights in [[0.0; 3], [-1.0, 1.0, 1.0], [f64::NAN, 1.0, 1.0]] {
        let error = of(whole, 0.5, weights, false).expect_err("no weights");
        assert_eq!(error.place(), Some("weights"));
    }
    assert!(of(whole, 1.5, [1.0; 3], false).is_err());
}
