//! Profiles on hand-drawn roads: who walks, and what slopes the map states do to them.

mod common;

use common::{Map, at};
use service_circle::Result;
use service_circle::network::{ModeProfile, ModeSettings, Person};
use service_circle::reach::travel_times;
use service_circle::units::{LngLat, Millis, TravelMode};

const NO_CUTOFF: Millis = Millis(u32::MAX - 1);

/// Seconds from one place to another and back.
fn there_and_back(map: &Map, profile: &ModeProfile, from: LngLat, to: LngLat) -> [f64; 2] {
    let roads = map.roads_with(profile);
    let seconds =
        |a, b| travel_times::table(&roads, None, &[a], &[b], NO_CUTOFF).expect("small")[0];
    [seconds(from, to), seconds(to, from)]
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.05, "{found}, not {expected}");
}

fn walking(person: Person) -> ModeProfile {
    ModeProfile::with(
        TravelMode::Walk,
        &ModeSettings { person: Some(person), ..ModeSettings::default() },
    )
    .expect("a person")
}

/// 1 km of road to the east, its tags given, and a way round it over 1.4 km.
fn road_and_way_round(tags: &str) -> Map {
    Map::new().road(1, 1, 3, 500.0, tags).node(4, 0.0, 200.0).node(5, 1000.0, 200.0).way(
        2,
        &[1, 4, 5, 3],
        "highway=residential",
    )
}

const WEST: (f64, f64) = (0.0, 0.0);
const EAST: (f64, f64) = (1000.0, 0.0);

fn seconds_east(map: &Map, person: Person) -> f64 {
    let profile = walking(person);
    there_and_back(map, &profile, at(WEST.0, WEST.1), at(EAST.0, EAST.1))[0]
}

#[test]
fn everybody_walks_at_a_speed_of_their_own() {
    let map = road_and_way_round("highway=residential");
    for (person, kmh) in [
        (Person::Adult, 4.8),
        (Person::Elderly, 3.6),
        (Person::Child, 3.6),
        (Person::Wheelchair, 2.9),
    ] {
        assert_near(seconds_east(&map, person), 3600.0 / kmh);
        // Off the road as well: 100 m to it and 500 m along it.
        let profile = walking(person);
        let off = there_and_back(&map, &profile, at(500.0, -100.0), at(1000.0, 0.0))[0];
        assert_near(off, 600.0 * 3.6 / kmh);
    }
    assert_eq!(walking(Person::Adult), ModeProfile::of(TravelMode::Walk));
}

#[test]
fn an_edited_speed_beats_the_persons() -> Result<()> {
    let settings = ModeSettings {
        person: Some(Person::Wheelchair),
        speed_kmh: Some(5.0),
        ..ModeSettings::default()
    };
    let profile = ModeProfile::with(TravelMode::Walk, &settings)?;
    let steps = road_and_way_round("highway=steps");
    let [there, _] = there_and_back(&steps, &profile, at(WEST.0, WEST.1), at(EAST.0, EAST.1));
    // Round the steps, for it is still a wheelchair.
    assert_near(there, 1400.0 * 3.6 / 5.0);
    Ok(())
}

#[test]
fn wheelchairs_pass_no_steps_but_by_a_ramp() {
    let way_round = 1400.0 * 3.6 / 2.9;
    let straight = 1000.0 * 3.6 / 2.9;
    for (tags, seconds) in [
        ("highway=steps", way_round),
        ("highway=steps wheelchair=yes", straight),
        ("highway=steps ramp:wheelchair=yes", straight),
        ("highway=footway wheelchair=no", way_round),
        ("highway=footway wheelchair=limited", straight),
        ("highway=footway kerb=raised", way_round),
        ("highway=footway foot=no wheelchair=yes bicycle=yes", way_round),
    ] {
        assert_near(seconds_east(&road_and_way_round(tags), Person::Wheelchair), seconds);
    }
    let steps = road_and_way_round("highway=steps");
    assert_near(seconds_east(&steps, Person::Adult), 3600.0 / 4.8);
    assert_near(seconds_east(&steps, Person::Elderly), 3600.0 / 3.6);
}

#[test]
fn a_raised_kerb_on_the_way_stops_wheelchairs_alone() {
    let with_kerb = |tags| {
        Map::new()
            .node(1, 0.0, 0.0)
            .tagged_node(2, 500.0, 0.0, tags)
            .node(3, 1000.0, 0.0)
            .way(1, &[1, 2, 3], "highway=footway")
            .node(4, 0.0, 200.0)
            .node(5, 1000.0, 200.0)
            .way(2, &[1, 4, 5, 3], "highway=residential")
    };
    let raised = with_kerb("kerb=raised");
    assert_near(seconds_east(&raised, Person::Wheelchair), 1400.0 * 3.6 / 2.9);
    assert_near(seconds_east(&raised, Person::Elderly), 1000.0 * 3.6 / 3.6);
    let lowered = with_kerb("barrier=kerb kerb=lowered");
    assert_near(seconds_east(&lowered, Person::Wheelchair), 1000.0 * 3.6 / 2.9);
}

#[test]
fn only_walkers_are_persons_and_only_they_and_cyclists_climb() {
    for (mode, settings, name) in [
        (
            TravelMode::Cycle,
            ModeSettings { person: Some(Person::Child), ..ModeSettings::default() },
            "person",
        ),
        (TravelMode::Drive, ModeSettings { climb: Some(true), ..ModeSettings::default() }, "climb"),
    ] {
        let error = ModeProfile::with(mode, &settings).expect_err("no use for it");
        assert_eq!((error.code().as_str(), error.place()), ("mode.setting", Some(name)));
    }
    assert!(serde_json::from_str::<ModeSettings>(r#"{"person":"giant"}"#).is_err());
}

fn tobler(rise: f64) -> f64 {
    (-3.5 * ((rise + 0.05_f64).abs() - 0.05)).exp()
}

#[test]
fn pitfall_13_slopes_count_by_direction() {
    let walk = ModeProfile::of(TravelMode::Walk);
    let cycle = ModeProfile::of(TravelMode::Cycle);
    let (west, east) = (at(WEST.0, WEST.1), at(EAST.0, EAST.1));
    let map = Map::new().road(1, 1, 3, 500.0, "highway=residential incline=8%");
    let [up, down] = there_and_back(&map, &walk, west, east);
    assert_near(up, 750.0 / tobler(0.08));
    assert_near(down, 750.0 / tobler(-0.08));
    let [up, down] = there_and_back(&map, &cycle, west, east);
    assert_near(up, 30.0 + 300.0 * (1.0 + 12.0 * 0.08));
    assert_near(down, 30.0 + 300.0 / 1.25);
    let falling = Map::new().road(1, 1, 3, 500.0, "highway=residential incline=-8%");
    let ([up, down], [rise, fall]) =
        (there_and_back(&falling, &walk, east, west), there_and_back(&map, &walk, west, east));
    assert_near(up, rise);
    assert_near(down, fall);
    // Cars do not mind.
    let [there, back] = there_and_back(&map, &ModeProfile::of(TravelMode::Drive), west, east);
    assert_near(there, back);
}

#[test]
fn who_would_ride_slower_than_walk_pushes() {
    let cycle = ModeProfile::of(TravelMode::Cycle);
    let (west, east) = (at(WEST.0, WEST.1), at(EAST.0, EAST.1));
    let map = Map::new().road(1, 1, 3, 500.0, "highway=residential incline=30%");
    let ridden = 12.0 / (1.0 + 12.0 * 0.3);
    let pushed = 4.8 * tobler(0.3);
    assert!(ridden > pushed);
    assert_near(there_and_back(&map, &cycle, west, east)[0], 30.0 + 3600.0 / ridden);
    let settings = ModeSettings { push_kmh: Some(9.0), ..ModeSettings::default() };
    let strong = ModeProfile::with(TravelMode::Cycle, &settings).expect("in range");
    assert_near(there_and_back(&map, &strong, west, east)[0], 30.0 + 3600.0 / (9.0 * tobler(0.3)));
}

#[test]
fn what_the_map_does_not_say_in_numbers_changes_nothing() {
    let walk = ModeProfile::of(TravelMode::Walk);
    let (west, east) = (at(WEST.0, WEST.1), at(EAST.0, EAST.1));
    for tags in [
        "highway=residential",
        "highway=residential incline=up",
        "highway=steps incline=up",
        "highway=steps incline=40%",
    ] {
        let map = Map::new().road(1, 1, 3, 500.0, tags);
        for seconds in there_and_back(&map, &walk, west, east) {
            assert!((seconds - 750.0).abs() < 0.05, "{tags}: {seconds}");
        }
    }
    let settings = ModeSettings { climb: Some(false), ..ModeSettings::default() };
    let level = ModeProfile::with(TravelMode::Walk, &settings).expect("in range");
    let map = Map::new().road(1, 1, 3, 500.0, "highway=residential incline=8%");
    for seconds in there_and_back(&map, &level, west, east) {
        assert_near(seconds, 750.0);
    }
}

#[test]
fn heights_of_nodes_make_slopes_between_them() {
    let walk = ModeProfile::of(TravelMode::Walk);
    // 400 m up by 20 m, 400 m down again, and 200 m of which nothing is known.
    let map = Map::new()
        .tagged_node(1, 0.0, 0.0, "ele=100")
        .node(2, 300.0, 0.0)
        .tagged_node(3, 400.0, 0.0, "ele=120")
        .tagged_node(4, 800.0, 0.0, "ele=100")
        .node(5, 1000.0, 0.0)
        .way(1, &[1, 2, 3, 4, 5], "highway=residential");
    let [there, back] = there_and_back(&map, &walk, at(0.0, 0.0), at(1000.0, 0.0));
    let expected = 300.0 / tobler(0.05) + 300.0 / tobler(-0.05) + 150.0;
    assert_near(there, expected);
    assert_near(back, expected);
    let [up, down] = there_and_back(&map, &walk, at(0.0, 0.0), at(400.0, 0.0));
    assert_near(up, 300.0 / tobler(0.05));
    assert_near(down, 300.0 / tobler(-0.05));
    // The number on the way itself is stronger.
    let said = Map::new()
        .tagged_node(1, 0.0, 0.0, "ele=100")
        .tagged_node(2, 1000.0, 0.0, "ele=200")
        .way(1, &[1, 2], "highway=residential incline=2%");
    assert_near(
        there_and_back(&said, &walk, at(0.0, 0.0), at(1000.0, 0.0))[0],
        750.0 / tobler(0.02),
    );
}

#[test]
fn pieces_are_one_road_only_where_their_slopes_agree() {
    let chain = |second: &str| {
        Map::new()
            .road(1, 1, 3, 100.0, "highway=residential incline=4%")
            .node(4, 300.0, 0.0)
            .way(2, &[4, 3], second)
            .network()
            .roads()
    };
    assert_eq!(chain("highway=residential incline=-4%"), 1);
    assert_eq!(chain("highway=residential incline=4%"), 2);
    assert_eq!(chain("highway=residential"), 2);
}
