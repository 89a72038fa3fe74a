//! Where next, on hand-drawn maps: no place for a site, and searches in the thinnest slices.

mod common;

use common::Map;
use service_circle::ErrorCode;
use service_circle::access::{FacilityTimes, JoinedStudy};
use service_circle::facts::ServiceStandard;
use service_circle::import::osm::{read_study, tag_table::STANDARD};
use service_circle::network::ModeProfile;
use service_circle::siting::{Phase, SiteSearch};
use service_circle::units::{Millis, TravelMode};

/// A street of 3 km in a council, with a pharmacy at its west end.
fn street() -> Map {
    Map::new()
        .road(1, 1, 31, 100.0, "highway=residential")
        .tagged_node(50, 0.0, 10.0, "amenity=pharmacy")
        .node(90, -500.0, -500.0)
        .node(91, 3500.0, -500.0)
        .node(92, 3500.0, 500.0)
        .node(93, -500.0, 500.0)
        .way(9, &[90, 91, 92, 93, 90], "boundary=administrative admin_level=8 name=A")
}

/// Side streets every 300 m, so that there are junctions; and people along the street.
fn lived_in() -> Map {
    let mut map = street().tagged_node(51, 1500.0, 10.0, "place=town population=3100");
    for i in 0..10 {
        let (node, east) = (200 + i, 300.0 * i as f64);
        map = map.node(node, east, 200.0);
        map = map.way(300 + i, &[1 + 3 * i, node], "highway=residential");
    }
    map
}

fn search(map: &Map, sites: u32) -> SiteSearch {
    let area = read_study(&map.xml(), STANDARD, &mut |_, _| {}).expect("a readable file");
    let study = JoinedStudy::new(area);
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let profile = ModeProfile::of(TravelMode::Walk);
    let times = FacilityTimes::of(&study, service, &profile).expect("answered");
    let standard = ServiceStandard { service, within: Millis(300_000) };
    SiteSearch::new(&study, standard, &profile, &times, sites).expect("started")
}

#[test]
fn where_nobody_lives_there_is_no_candidate_place() {
    let mut search = search(&street(), 2);
    for _ in 0..2 {
        let error = search.step_until(|| false).expect_err("no place");
        assert_eq!(error.code(), ErrorCode::SitingNoCandidates);
        assert_eq!(search.phase(), Phase::Circles);
    }
}

#[test]
fn the_thinnest_slices_lead_to_the_same_plan() {
    let mut whole = search(&lived_in(), 2);
    assert_eq!(whole.step_until(|| false).expect("stepped"), Phase::Done);
    let mut sliced = search(&lived_in(), 2);
    // Nothing is chosen before the first slice, and a slice takes in one junction at most.
    assert_eq!((sliced.candidates().0, sliced.share()), (0, 0.0));
    let mut before = 0;
    while sliced.phase() == Phase::Circles {
        sliced.step_until(|| true).expect("stepped");
        let (candidates, _) = sliced.candidates();
        assert!(candidates <= before + 1);
        before = candidates;
    }
    assert_eq!(sliced.step_until(|| false).expect("stepped"), Phase::Done);
    let (sites, result) = sliced.plan().expect("a plan");
    assert_eq!(Some((sites.clone(), result.clone())), whole.plan());
    assert_eq!(sites.len(), 2);
    assert!(result.optimal && result.objective > 0.0);
}
