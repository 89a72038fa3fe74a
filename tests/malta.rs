//! The embedded demo, natively: the same numbers as in wasm, to the bit.
//!
//! `tests/golden/malta.json` is read here and by `tests/node/malta.test.mjs`. After a change that
//! is meant, write it anew with `UPDATE_GOLDEN=1 cargo test --test malta` and look at the difference.

use serde_json::{Value, json};
use service_circle::access::{FacilityTimes, JoinedStudy};
use service_circle::checkup::Served;
use service_circle::facts::{Edit, Scenario, ServiceStandard, StudyArea};
use service_circle::import::osm;
use service_circle::network::road_edit::Closing;
use service_circle::network::{ModeProfile, RoadEdit, RoadLayers};
use service_circle::raster::RasterSpec;
use service_circle::reach::hierarchy::Hierarchies;
use service_circle::reach::isochrone::{Isochrone, Shape};
use service_circle::reach::reached_roads::ReachedRoads;
use service_circle::reach::{surface, travel_times};
use service_circle::siting::{Phase, SiteQuestion, SiteSearch};
use service_circle::units::{Direction, LngLat, Millis, TravelMode};
use std::sync::{Arc, LazyLock};

static MALTA: LazyLock<StudyArea> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
    let bytes = std::fs::read(file).expect("the demo is there");
    osm::read_study(&bytes, osm::tag_table::STANDARD, &mut |_, _| {}).expect("a readable map")
});

fn ask(
    study: &JoinedStudy,
    service: &str,
    mode: TravelMode,
    minutes: f64,
) -> (Served, Vec<Millis>) {
    let service = study.area().catalogue().find(service).expect("a service");
    let within = Millis::from_minutes(minutes).expect("in range");
    let profile = ModeProfile::of(mode);
    let times = FacilityTimes::of(study, service, &profile).expect("answered").times;
    (Served::of(study.area(), ServiceStandard { service, within }, &times), times)
}

/// A sum that any change of any number changes.
fn sum_of(numbers: impl Iterator<Item = u64>) -> u64 {
    const PRIME: u64 = 9_007_199_254_740_881;
    numbers.fold(0, |sum, n| (sum * 31 + n % PRIME) % PRIME)
}

fn fingerprint(times: &[Millis]) -> u64 {
    sum_of(times.iter().map(|t| u64::from(t.0)))
}

fn bits(numbers: impl IntoIterator<Item = f64>) -> u64 {
    sum_of(numbers.into_iter().map(|n| if n.is_nan() { 0 } else { n.to_bits() }))
}

/// Circles, a picture, an edited network and a hierarchy.
fn reach() -> Value {
    let places: Vec<LngLat> = (0..40)
        .map(|i| {
            let share = |step: u32| f64::from(i * step % 100) / 100.0;
            LngLat::new(14.38 + share(37) * 0.15, 35.86 + share(61) * 0.07).expect("on earth")
        })
        .collect();
    let layers = RoadLayers::new(Arc::clone(MALTA.network()));
    let roads = |layers: &RoadLayers, mode| layers.roads_of(&ModeProfile::of(mode)).expect("roads");
    let within = [5.0, 10.0, 15.0].map(|m| Millis::from_minutes(m).expect("in range"));
    let isochrones = TravelMode::ALL.map(|mode| {
        let mut isochrone = Isochrone::new(&roads(&layers, mode), Direction::To);
        let drawn =
            places[..8].iter().filter_map(|at| isochrone.draw(*at, &within, Shape::of(mode)).ok());
        let bands: Vec<_> = drawn.flatten().collect();
        bits(
            bands
                .iter()
                .flat_map(|b| b.polygons.iter().flatten().flatten())
                .flat_map(|p| [p.0, p.1]),
        )
    });
    let study = JoinedStudy::new(MALTA.clone());
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let walk = ModeProfile::of(TravelMode::Walk);
    let wave = FacilityTimes::wave(&study, service, &walk).expect("answered");
    let spec = RasterSpec::new(MALTA.network().bounds(), 256, 256).expect("a picture");
    let minutes = surface::minutes(&wave, &mut ReachedRoads::new(), &spec);
    let heat = bits(minutes.iter().map(|&m| f64::from(m)));
    // A bridge over the harbour, and the road of a place closed.
    let on_foot = roads(&layers, TravelMode::Walk);
    let link = on_foot.link(places[3]).expect("joined");
    let named = MALTA.network().name_at(link.road, link.share).expect("named");
    let closing = Closing { way: named.way, between: Some(named.between), modes: None };
    let bridge = r#"{"drawRoad":{"along":[[14.509,35.903],[14.506,35.908]],"code":"bridge"}}"#;
    let edits = [serde_json::from_str(bridge).expect("an edit"), RoadEdit::CloseRoad(closing)];
    let edited = MALTA.network().edited(&edits).expect("edited");
    let beside = layers.beside(Arc::new(edited));
    let table = |layers: &RoadLayers, mode, hierarchy, cutoff| {
        let roads = roads(layers, mode);
        travel_times::table(&roads, hierarchy, &places, &places, cutoff).expect("small")
    };
    let edited = bits(table(&beside, TravelMode::Walk, None, Millis(u32::MAX - 1)));
    assert_ne!(edited, bits(table(&layers, TravelMode::Walk, None, Millis(u32::MAX - 1))));
    // With a cut-off, or a plain search would answer.
    let drive = ModeProfile::of(TravelMode::Drive);
    let prepared = Hierarchies::default().prepare(&layers, &drive).expect("roads");
    let hour = Millis(60 * 60 * 1000);
    let swept = table(&layers, TravelMode::Drive, prepared.clone(), hour);
    assert!(prepared.is_some());
    assert_eq!(bits(swept.clone()), bits(table(&layers, TravelMode::Drive, None, hour)));
    json!({ "isochrones": isochrones, "heat": heat, "edited": edited, "prepared": bits(swept) })
}

#[test]
fn the_demo_answers_as_it_did() {
    let study = JoinedStudy::new(MALTA.clone());
    let mut answers = Vec::new();
    for service in ["PHA", "LIB", "HOS"] {
        for mode in TravelMode::ALL {
            let (served, times) = ask(&study, service, mode, 15.0);
            answers.push(json!({
                "service": service,
                "mode": mode.as_str(),
                "total": served.total,
                "served": served.served,
                "classes": served.classes,
                "fingerprint": fingerprint(&times),
            }));
        }
    }
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let profile = ModeProfile::of(TravelMode::Walk);
    let question = SiteQuestion::within(service, &profile, Millis(900_000), 3);
    let mut search = SiteSearch::new(&study, question).expect("started");
    while search.step_until(|| false).expect("stepped") != Phase::Done {}
    let (sites, result) = search.plan().expect("a plan");
    let network = study.area().network();
    let gains: Vec<Value> =
        sites.iter().map(|s| json!([s.candidate.code(study.area()), s.gain])).collect();
    let found = json!({
        "people": study.area().people(),
        "units": study.area().units().len(),
        "facilities": study.area().facilities().all().len(),
        "demandPoints": study.area().demand().len(),
        "junctions": network.junctions(),
        "roads": network.roads(),
        "answers": answers,
        "sites": gains,
        "newlyServed": result.objective,
        "bound": result.bound,
        "reach": reach(),
    });
    let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/malta.json");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("serialisable") + "\n";
        std::fs::write(golden, text).expect("written");
    }
    let text = std::fs::read_to_string(golden).expect("the golden file is there");
    let expected: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(found, expected, "see the head of this file");
}

#[test]
fn everybody_is_counted_once_in_every_unit_above() {
    let study = JoinedStudy::new(MALTA.clone());
    let (served, _) = ask(&study, "PHA", TravelMode::Walk, 15.0);
    let units = study.area().units();
    assert_eq!(units.all().iter().filter(|u| u.level == 0).count(), 68);
    let whole = units.len() - 1;
    assert!((served.unit_people[whole] - served.total).abs() < 1e-6);
    assert!((served.unit_served[whole] - served.served).abs() < 1e-6);
    assert!((served.classes.iter().sum::<f64>() - served.total).abs() < 1e-6);
    for (i, unit) in units.all().iter().enumerate() {
        assert!(served.unit_served[i] <= served.unit_people[i] + 1e-9, "{}", unit.name);
    }
}

#[test]
fn opening_a_suggested_site_serves_whom_it_promised_and_closing_it_undoes_that() {
    let study = JoinedStudy::new(MALTA.clone());
    let service = study.area().catalogue().find("LIB").expect("libraries");
    let profile = ModeProfile::of(TravelMode::Walk);
    let (before, times_before) = ask(&study, "LIB", TravelMode::Walk, 15.0);
    let question = SiteQuestion::within(service, &profile, Millis(900_000), 3);
    let mut search = SiteSearch::new(&study, question).expect("started");
    while search.step_until(|| false).expect("stepped") != Phase::Done {}
    let (sites, result) = search.plan().expect("a plan");
    let edits = sites
        .iter()
        .map(|site| {
            let at = site.candidate.at.to_lng_lat();
            Edit::Open(service_circle::facts::scenario::Opening {
                code: None,
                name: None,
                at: [at.lng(), at.lat()],
                services: vec!["LIB".to_owned()],
                year: None,
            })
        })
        .collect();
    let scenario = Scenario { edits };
    let changed = study.with_area(scenario.apply(study.area()).expect("applied"));
    let (after, _) = ask(&changed, "LIB", TravelMode::Walk, 15.0);
    assert!((after.served - before.served - result.objective).abs() < 1e-6);
    assert!(result.bound.is_some_and(|b| b >= result.objective));
    let undone = study.with_area(Scenario::default().apply(study.area()).expect("applied"));
    assert_eq!(ask(&undone, "LIB", TravelMode::Walk, 15.0).1, times_before);
    assert_eq!(ask(&study, "LIB", TravelMode::Walk, 15.0).1, times_before);
}

#[test]
fn circles_too_large_for_the_table_thin_the_candidates() {
    let study = JoinedStudy::new(MALTA.clone());
    let service = study.area().catalogue().find("HOS").expect("hospitals");
    let profile = ModeProfile::of(TravelMode::Drive);
    let question = SiteQuestion::within(service, &profile, Millis(600_000), 1);
    let mut search = SiteSearch::new(&study, question).expect("started");
    let (mut most, mut share) = (0, 0.0);
    while search.candidates().1 < 200.0 {
        most = most.max(search.candidates().0);
        assert_eq!(search.step_until(|| true).expect("stepped"), Phase::Circles);
        assert!(search.share() >= share);
        share = search.share();
    }
    // From the first junction on again; what is done stays told.
    assert!(most > 0 && search.candidates().0 == 0);
    assert!(search.pass() == 2 && search.share() < 1.0);
}

#[test]
fn the_study_returns_from_its_bytes_as_it_was() {
    let bytes = MALTA.to_bytes().expect("written");
    let back = StudyArea::from_bytes(&bytes).expect("read");
    assert_eq!(back.network(), MALTA.network());
    assert_eq!(back.to_bytes().expect("written"), bytes);
    for cut in [0, 10, 40, bytes.len() / 3, bytes.len() - 1] {
        let error = StudyArea::from_bytes(&bytes[..cut]).expect_err("cut");
        assert_eq!(error.code().as_str(), "study.format");
    }
}

#[test]
fn a_network_alone_is_the_studys_network() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
    let bytes = std::fs::read(file).expect("the demo is there");
    let network = osm::read_network(&bytes, &mut |_, _| {}).expect("a readable map");
    assert_eq!(&network, &**MALTA.network());
}

#[test]
fn a_service_without_data_is_refused_by_name_and_never_zero() {
    let study = JoinedStudy::new(MALTA.clone());
    let service = study.area().catalogue().find("VET").expect("a service");
    assert_eq!(study.area().facilities().count(service), None);
    let error = FacilityTimes::of(&study, service, &ModeProfile::of(TravelMode::Walk)).err();
    assert_eq!(error.map(|e| e.code().as_str()), Some("study.noData"));
}
