//! Edits of roads on hand-drawn maps: what they change, what they leave, and that undo restores it.

mod common;

use common::{Map, at};
use proptest::prelude::*;
use service_circle::ErrorCode as E;
use service_circle::network::road_edit::{Closing, WayName};
use service_circle::network::{ModeProfile, RoadEdit, RoadLayers, RoadNetwork};
use service_circle::reach::travel_times;
use service_circle::units::TravelMode::{Cycle, Drive, Walk};
use service_circle::units::{LngLat, Millis, TravelMode};
use std::sync::Arc;

const NO_CUTOFF: Millis = Millis(u32::MAX - 1);
/// Seconds per metre on foot.
const WALK: f64 = 3.6 / 4.8;
/// Seconds per metre at a limit of 40 km/h, and to park.
const DRIVE: f64 = 3.6 / 26.0;
const PARK: f64 = 120.0;
const STREET: &str = "highway=residential maxspeed=40";

fn edits(json: &str) -> Vec<RoadEdit> {
    serde_json::from_str(json).expect("edits")
}

fn edited(network: &RoadNetwork, json: &str) -> RoadNetwork {
    network.edited(&edits(json)).expect("possible edits")
}

fn table(network: &RoadNetwork, mode: TravelMode, places: &[LngLat]) -> Vec<f64> {
    let layers = RoadLayers::new(Arc::new(network.clone()));
    let roads = layers.roads_of(&ModeProfile::of(mode)).expect("roads of the mode");
    travel_times::table(&roads, None, places, places, NO_CUTOFF).expect("small")
}

fn seconds(network: &RoadNetwork, mode: TravelMode, from: LngLat, to: LngLat) -> f64 {
    table(network, mode, &[from, to])[1]
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.1, "{found}, not {expected}");
}

/// A street of five nodes 100 m apart to the east (way 1), all one piece, and one around it 50 m
/// to the north (way 2) from its first node to its last.
fn street_and_way_round() -> RoadNetwork {
    Map::new()
        .road(1, 1, 5, 100.0, STREET)
        .node(11, 0.0, 50.0)
        .node(12, 400.0, 50.0)
        .way(2, &[1, 11, 12, 5], STREET)
        .network()
}

#[test]
fn a_closed_road_is_not_travelled_and_the_network_before_stays() {
    let network = street_and_way_round();
    let (west, east) = (at(0.0, 0.0), at(400.0, 0.0));
    let closed = edited(&network, r#"[{"closeRoad":{"way":1}}]"#);
    assert_near(seconds(&network, Walk, west, east), 400.0 * WALK);
    assert_near(seconds(&closed, Walk, west, east), 500.0 * WALK);
    assert_near(seconds(&closed, Drive, west, east), 500.0 * DRIVE + PARK);
    let to_cars = edited(&network, r#"[{"closeRoad":{"way":1,"modes":["drive","cycle"]}}]"#);
    assert_near(seconds(&to_cars, Walk, west, east), 400.0 * WALK);
    assert_near(seconds(&to_cars, Drive, west, east), 500.0 * DRIVE + PARK);
    assert_eq!(network, street_and_way_round());
}

#[test]
fn only_the_named_part_of_a_merged_road_is_closed() {
    let network = street_and_way_round();
    assert_eq!(network.roads(), 1, "a ring without a branch is one piece");
    let cut = edited(&network, r#"[{"closeRoad":{"way":1,"between":[4,2]}}]"#);
    let x = |metres: f64| at(metres, 0.0);
    assert_near(seconds(&cut, Walk, x(0.0), x(100.0)), 100.0 * WALK);
    assert_near(seconds(&cut, Walk, x(300.0), x(400.0)), 100.0 * WALK);
    // Between the two one goes back around.
    assert_near(seconds(&cut, Walk, x(100.0), x(300.0)), 700.0 * WALK);
    // A place on the closed part is joined where the open one ends: 40 m beside its road.
    assert_near(seconds(&cut, Walk, x(140.0), x(0.0)), 140.0 * WALK);
    // What is closed once can be closed again, and beyond.
    let more =
        r#"[{"closeRoad":{"way":1,"between":[2,4]}},{"closeRoad":{"way":1,"between":[3,5]}}]"#;
    let more = edited(&network, more);
    assert_near(seconds(&more, Walk, x(0.0), x(100.0)), 100.0 * WALK);
    assert_near(seconds(&more, Walk, x(100.0), x(400.0)), 600.0 * WALK);
}

#[test]
fn a_chain_of_several_ways_is_cut_at_the_ends_of_the_one_that_is_named() {
    let network = Map::new()
        .road(1, 1, 3, 100.0, STREET)
        .node(4, 300.0, 0.0)
        .node(5, 400.0, 0.0)
        .way(2, &[5, 4, 3], STREET)
        .node(6, 500.0, 0.0)
        .way(3, &[5, 6], STREET)
        .network();
    assert_eq!(network.roads(), 1);
    let x = |metres: f64| at(metres, 0.0);
    let cut = edited(&network, r#"[{"closeRoad":{"way":2}}]"#);
    assert_near(seconds(&cut, Walk, x(0.0), x(200.0)), 200.0 * WALK);
    assert_near(seconds(&cut, Walk, x(400.0), x(500.0)), 100.0 * WALK);
    assert!(seconds(&cut, Walk, x(200.0), x(400.0)).is_nan());
    let bridge = edited(&network, r#"[{"closeRoad":{"way":2,"between":[3,4]}}]"#);
    assert_near(seconds(&bridge, Walk, x(300.0), x(500.0)), 200.0 * WALK);
    assert!(seconds(&bridge, Walk, x(200.0), x(300.0)).is_nan());
}

#[test]
fn speeds_are_edited_for_the_modes_that_are_named() {
    let network = street_and_way_round();
    // Inside the street, so that the way round is no shorter.
    let (a, b) = (at(100.0, 0.0), at(300.0, 0.0));
    let half = edited(&network, r#"[{"slowRoad":{"way":1,"factor":0.5}}]"#);
    assert_near(seconds(&half, Walk, a, b), 400.0 * WALK);
    assert_near(seconds(&half, Drive, a, b), 400.0 * DRIVE + PARK);
    let cars = edited(&network, r#"[{"slowRoad":{"way":1,"kmh":10}}]"#);
    assert_near(seconds(&cars, Walk, a, b), 200.0 * WALK);
    assert_near(seconds(&cars, Drive, a, b), 200.0 * 0.36 + PARK);
    let twice =
        r#"[{"slowRoad":{"way":1,"kmh":10}},{"slowRoad":{"way":1,"factor":3,"modes":["drive"]}}]"#;
    assert_near(seconds(&edited(&network, twice), Drive, a, b), 200.0 * 0.12 + PARK);
    let riders = edited(&network, r#"[{"slowRoad":{"way":1,"kmh":24,"modes":["cycle"]}}]"#);
    assert_near(seconds(&riders, Cycle, a, b), 200.0 * 0.15 + 30.0);
    let part = edited(&network, r#"[{"slowRoad":{"way":1,"between":[2,3],"factor":0.5}}]"#);
    assert_near(seconds(&part, Walk, a, b), 300.0 * WALK);
}

/// Two streets 200 m apart, joined only 1 km away, and one that runs between them.
fn ladder() -> RoadNetwork {
    Map::new()
        .road(1, 1, 11, 100.0, STREET)
        .node(21, 0.0, 200.0)
        .node(22, 500.0, 200.0)
        .node(23, 1000.0, 200.0)
        .way(2, &[21, 22, 23, 11], STREET)
        .node(31, -200.0, 100.0)
        .node(32, 800.0, 100.0)
        .way(3, &[31, 32], STREET)
        .network()
}

#[test]
fn a_new_road_is_joined_where_it_begins_and_ends_and_not_where_it_crosses() {
    let network = ladder();
    let [[a0, a1], [b0, b1]] = [at(250.0, 3.0), at(250.0, 198.0)].map(|p| [p.lng(), p.lat()]);
    let drawn = edited(
        &network,
        &format!(r#"[{{"drawRoad":{{"along":[[{a0},{a1}],[{b0},{b1}]],"limitKmh":40}}}}]"#),
    );
    let (south, north, middle) = (at(250.0, 0.0), at(250.0, 200.0), at(100.0, 100.0));
    assert_near(seconds(&network, Walk, south, north), (750.0 + 200.0 + 750.0) * WALK);
    assert_near(seconds(&drawn, Walk, south, north), 200.0 * WALK);
    assert_near(seconds(&drawn, Drive, south, north), 200.0 * DRIVE + PARK);
    assert_near(seconds(&drawn, Walk, at(200.0, 0.0), at(300.0, 200.0)), 300.0 * WALK);
    // The street between the two is crossed on a bridge, as it were.
    assert!(seconds(&drawn, Walk, middle, north).is_nan());
    // Both streets are as long as before.
    assert_near(seconds(&drawn, Walk, at(0.0, 0.0), at(1000.0, 0.0)), 1000.0 * WALK);
}

#[test]
fn a_new_road_is_joined_at_the_nodes_that_it_names() {
    let network = ladder();
    // From node 3 (200 m) over a node in the middle of nowhere to node 22, which is inside a piece.
    let [x, y] = [at(300.0, 150.0)].map(|p| [p.lng(), p.lat()])[0];
    let json = format!(r#"[{{"drawRoad":{{"along":[3,[{x},{y}],22],"oneWay":true}}}}]"#);
    let drawn = edited(&network, &json);
    let length = 100f64.hypot(150.0) + 200f64.hypot(50.0);
    let (south, north) = (at(200.0, 0.0), at(500.0, 200.0));
    assert_near(seconds(&drawn, Walk, south, north), length * WALK);
    assert_near(seconds(&drawn, Walk, north, south), length * WALK);
    let way_round = (500.0 + 200.0 + 800.0) * DRIVE + PARK;
    assert_near(seconds(&drawn, Drive, north, south), way_round);
    assert!(seconds(&drawn, Drive, south, north) < way_round);
    // Through a node of the street between, it is joined there too.
    let through = edited(&network, r#"[{"drawRoad":{"along":[3,32,22],"modes":["walk"]}}]"#);
    assert!(seconds(&through, Walk, at(0.0, 100.0), north).is_finite());
    assert!(seconds(&through, Drive, at(0.0, 100.0), north).is_nan());
}

#[test]
fn a_road_for_cars_is_joined_to_the_street_and_not_to_the_pavement_beside_it() {
    let network = Map::new()
        .road(1, 1, 3, 100.0, STREET)
        .node(11, 0.0, 5.0)
        .node(12, 200.0, 5.0)
        .way(2, &[11, 12], "highway=footway")
        .network();
    let [[a0, a1], [b0, b1]] = [at(50.0, 6.0), at(50.0, 300.0)].map(|p| [p.lng(), p.lat()]);
    let json = format!(r#"[{{"drawRoad":{{"along":[[{a0},{a1}],[{b0},{b1}]]}}}}]"#);
    let drawn = edited(&network, &json);
    assert!(seconds(&drawn, Drive, at(0.0, 0.0), at(50.0, 300.0)).is_finite());
}

#[test]
fn drawn_roads_have_codes_by_which_they_are_edited() {
    let network = ladder();
    let draw = r#"{"drawRoad":{"along":[3,22],"code":"link"}}"#;
    let (south, north) = (at(200.0, 0.0), at(500.0, 200.0));
    let drawn = edited(&network, &format!("[{draw}]"));
    let length = 300f64.hypot(200.0);
    assert_near(seconds(&drawn, Walk, south, north), length * WALK);
    let slowed = format!(r#"[{draw},{{"slowRoad":{{"way":"link","factor":0.5}}}}]"#);
    assert_near(seconds(&edited(&network, &slowed), Walk, south, north), 2.0 * length * WALK);
    // The present network can be edited on, and is then the same.
    let on = edited(&drawn, r#"[{"slowRoad":{"way":"link","factor":0.5}}]"#);
    assert_eq!(on, edited(&network, &slowed));
    let closed = edited(&drawn, r#"[{"closeRoad":{"way":"link"}}]"#);
    assert_near(seconds(&closed, Walk, south, north), seconds(&network, Walk, south, north));
}

#[test]
fn places_give_the_names_that_edits_use() {
    let network = ladder();
    let roads = RoadLayers::new(Arc::new(network.clone()));
    let roads = roads.roads_of(&ModeProfile::of(Walk)).expect("roads");
    let link = roads.link(at(700.0, 201.0)).expect("joined");
    let named = network.name_at(link.road, link.share).expect("named");
    assert_eq!(named.way, WayName::Osm(2));
    let mut between = named.between;
    between.sort_unstable();
    assert_eq!(between, [11, 21]);
    let closing = Closing { way: named.way, between: Some(named.between), modes: None };
    let closed = network.edited(&[RoadEdit::CloseRoad(closing)]).expect("closed");
    assert!(seconds(&closed, Walk, at(500.0, 0.0), at(0.0, 200.0)).is_nan());
}

#[test]
fn either_half_of_a_street_that_a_new_road_cut_is_closed_by_the_name_of_its_place() {
    let map = Map::new()
        .road(1, 1, 2, 400.0, STREET)
        .node(11, 0.0, 100.0)
        .node(12, 200.0, 100.0)
        .node(13, 400.0, 100.0)
        .way(2, &[1, 11, 12, 13, 2], STREET);
    // A link from the middle of the street to the one beside it.
    let middle = at(200.0, 0.0);
    let json = format!(
        r#"[{{"drawRoad":{{"along":[12,[{},{}]],"class":"residential"}}}}]"#,
        middle.lng(),
        middle.lat()
    );
    let joined = edited(&map.network(), &json);
    let (west, east) = (at(0.0, 0.0), at(400.0, 0.0));
    assert_near(seconds(&joined, Walk, west, east), 400.0 * WALK);
    for (place, half) in [(at(100.0, 0.0), west), (at(300.0, 0.0), east)] {
        let layers = RoadLayers::new(Arc::new(joined.clone()));
        let roads = layers.roads_of(&ModeProfile::of(Walk)).expect("roads of the mode");
        let link = roads.link(place).expect("a road");
        let named = joined.name_at(link.road, link.share).expect("a name");
        let closing = Closing { way: named.way, between: Some(named.between), modes: None };
        let mut all = edits(&json);
        all.push(RoadEdit::CloseRoad(closing));
        let closed = map.network().edited(&all).expect("possible edits");
        let other = if half == west { east } else { west };
        assert_near(seconds(&closed, Walk, middle, other), 200.0 * WALK);
        assert_near(seconds(&closed, Walk, middle, half), 400.0 * WALK);
    }
}

#[test]
fn what_cannot_be_edited_is_said_with_its_place() {
    let network = ladder();
    let refused = |json: &str| {
        let error = network.edited(&edits(json)).expect_err("impossible");
        (error.code(), error.place().unwrap_or_default().to_owned())
    };
    for (json, code, place) in [
        (r#"[{"closeRoad":{"way":99}}]"#, E::RoadUnknown, "edits[0]: way"),
        (r#"[{"closeRoad":{"way":"new-road-1"}}]"#, E::RoadUnknown, "edits[0]: way"),
        (r#"[{"closeRoad":{"way":1,"between":[1,22]}}]"#, E::RoadUnknown, "edits[0]: between"),
        (r#"[{"closeRoad":{"way":1,"between":[2,2]}}]"#, E::RoadEdit, "edits[0]: between"),
        (r#"[{"closeRoad":{"way":1,"modes":[]}}]"#, E::RoadEdit, "edits[0]: modes"),
        (r#"[{"slowRoad":{"way":1}}]"#, E::RoadEdit, "edits[0]"),
        (r#"[{"slowRoad":{"way":1,"kmh":5,"factor":2}}]"#, E::RoadEdit, "edits[0]"),
        (r#"[{"slowRoad":{"way":1,"factor":0}}]"#, E::RoadEdit, "edits[0]: factor"),
        (r#"[{"drawRoad":{"along":[1,99]}}]"#, E::RoadUnknown, "edits[0]: along[1]"),
        (r#"[{"drawRoad":{"along":[1]}}]"#, E::RoadEdit, "edits[0]: along"),
        (r#"[{"drawRoad":{"along":[1,1]}}]"#, E::RoadEdit, "edits[0]: along"),
        (r#"[{"drawRoad":{"along":[1,[120,95]]}}]"#, E::PlaceCoordinate, "edits[0]: along[1]"),
        (r#"[{"drawRoad":{"along":[1,22],"class":"ferry"}}]"#, E::RoadEdit, "edits[0]: class"),
        (
            r#"[{"drawRoad":{"along":[1,22],"code":"a"}},{"drawRoad":{"along":[2,22],"code":"a"}}]"#,
            E::ScenarioDuplicate,
            "edits[1]: code",
        ),
    ] {
        assert_eq!(refused(json), (code, place.to_owned()), "{json}");
    }
    assert!(serde_json::from_str::<RoadEdit>(r#"{"closeRoad":{"way":1,"mode":"walk"}}"#).is_err());
}

#[test]
fn an_edited_network_returns_from_its_bytes_with_the_same_answers() {
    let network = ladder();
    let places = [at(250.0, 0.0), at(250.0, 200.0), at(900.0, 0.0), at(0.0, 100.0)];
    let json = r#"[{"drawRoad":{"along":[3,32,22]}},{"closeRoad":{"way":1,"between":[8,9]}}]"#;
    let edited_network = edited(&network, json);
    let bytes = edited_network.to_bytes().expect("written");
    let back = RoadNetwork::from_bytes(&bytes).expect("read");
    for mode in TravelMode::ALL {
        let (one, other) = (table(&edited_network, mode, &places), table(&back, mode, &places));
        assert!(one.iter().zip(&other).all(|(a, b)| a.to_bits() == b.to_bits()), "{mode:?}");
    }
    assert_eq!(back.to_bytes().expect("written"), bytes);
    // A further edit has names of its own.
    let more = r#"[{"drawRoad":{"along":[1,21],"code":"b"}},{"closeRoad":{"way":"b"}}]"#;
    let (one, other) = (edited(&edited_network, more), edited(&back, more));
    assert!(
        table(&one, Walk, &places)
            .iter()
            .zip(table(&other, Walk, &places))
            .all(|(a, b)| a.to_bits() == b.to_bits())
    );
}

const SIDE: i64 = 4;

/// A grid of streets with limits that differ, each way of two nodes, but for those in `without`.
fn town(without: &[bool], extra: Option<(i64, i64)>) -> Map {
    let mut map = Map::new();
    for n in 0..SIDE * SIDE {
        map = map.node(n + 1, (n / SIDE) as f64 * 110.0, (n % SIDE) as f64 * 90.0);
    }
    let mut way = 0;
    for n in 0..SIDE * SIDE {
        let right = (n / SIDE + 1 < SIDE).then_some(n + SIDE);
        let up = (n % SIDE + 1 < SIDE).then_some(n + 1);
        for other in right.into_iter().chain(up) {
            way += 1;
            let is_there = !without.get(way as usize - 1).copied().unwrap_or(false);
            if is_there {
                // Half of the streets agree, so that some are merged where others are missing.
                let limit = if way % 2 == 0 { 40 } else { 20 + way };
                let tags = format!("highway=residential maxspeed={limit}");
                map = map.way(way, &[n + 1, other + 1], &tags);
            }
        }
    }
    if let Some((a, b)) = extra {
        map = map.way(1000, &[a, b], "highway=tertiary maxspeed=60");
    }
    // One street apart from all others that is always there.
    map.node(901, -300.0, 0.0).node(902, -300.0, 90.0).way(900, &[901, 902], STREET)
}

fn places() -> Vec<LngLat> {
    let some = (0..7).map(|i| at(f64::from(i) * 53.0 + 7.0, f64::from(i * i % 5) * 61.0 + 3.0));
    some.chain([at(-297.0, 40.0)]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// A town with streets closed and one drawn answers as the town that was built like that; and
    /// without the last edit as if it had never been made.
    #[test]
    fn an_edited_town_is_the_town_built_so(
        closed in prop::collection::vec(prop::bool::weighted(0.3), 24),
        (a, b) in (1i64..=16, 1i64..=16),
        mode in prop::sample::select(TravelMode::ALL.to_vec()),
    ) {
        // Along a row or a column it would lie on other streets, and a place belong to either.
        prop_assume!((a - 1) / SIDE != (b - 1) / SIDE && (a - 1) % SIDE != (b - 1) % SIDE);
        let network = town(&[], None).network();
        let before = table(&network, mode, &places());
        let mut list: Vec<RoadEdit> = (1..=24)
            .filter(|way| closed[*way as usize - 1])
            .map(|way| RoadEdit::CloseRoad(Closing { way: WayName::Osm(way), between: None, modes: None }))
            .collect();
        let without_last = network.edited(&list).expect("closed");
        let built = town(&closed, None).network();
        let agree = |one: &[f64], other: &[f64]| {
            one.iter().zip(other).all(|(a, b)| (a.is_nan() && b.is_nan()) || (a - b).abs() < 0.01)
        };
        let closed_times = table(&without_last, mode, &places());
        prop_assert!(agree(&closed_times, &table(&built, mode, &places())));
        list.extend(edits(&format!(
            r#"[{{"drawRoad":{{"along":[{a},{b}],"class":"tertiary","limitKmh":60}}}}]"#
        )));
        // A node without a street is no longer one of the roads' in the town built so.
        if let Ok(drawn) = network.edited(&list) {
            let built = town(&closed, Some((a, b))).network();
            prop_assert!(agree(&table(&drawn, mode, &places()), &table(&built, mode, &places())));
        }
        let undone = network.edited(&list[..list.len() - 1]).expect("closed");
        prop_assert_eq!(&undone, &without_last);
        let bits = |times: &[f64]| times.iter().map(|t| t.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&table(&undone, mode, &places())), bits(&closed_times));
        prop_assert_eq!(bits(&table(&network, mode, &places())), bits(&before));
    }
}

mod demo {
    use super::*;
    use service_circle::access::{FacilityTimes, JoinedStudy};
    use service_circle::facts::{Scenario, StudyArea};
    use service_circle::import::osm;

    fn scenario(json: &str) -> Scenario {
        serde_json::from_str(&format!(r#"{{"edits":{json}}}"#)).expect("a scenario")
    }

    #[test]
    fn a_study_answers_on_edited_roads_and_undo_restores_its_answers() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
        let bytes = std::fs::read(file).expect("the demo is there");
        let area: StudyArea =
            osm::read_study(&bytes, osm::tag_table::STANDARD, &mut |_, _| {}).expect("a map");
        let study = JoinedStudy::new(area);
        let service = study.area().catalogue().find("PHA").expect("pharmacies");
        let walk = ModeProfile::of(Walk);
        let times =
            |study: &JoinedStudy| FacilityTimes::of(study, service, &walk).expect("answered").times;
        let before = times(&study);
        // The road in front of the first pharmacy.
        let (_, facility) = study.area().facilities().of(service).next().expect("one");
        let roads = study.layers().roads_of(&walk).expect("roads");
        let link = roads.link(facility.at.to_lng_lat()).expect("joined");
        let named = study.area().network().name_at(link.road, link.share).expect("named");
        let WayName::Osm(way) = named.way else { panic!("of the file") };
        let close = format!(r#"{{"closeRoad":{{"way":{way}}}}}"#);
        let open = r#"{"open":{"at":[14.5,35.9],"services":["PHA"]}}"#;
        let apply =
            |json: &str| study.with_area(scenario(json).apply(study.area()).expect("applied"));
        let closed = apply(&format!("[{close}]"));
        let changed = times(&closed);
        assert_ne!(changed, before);
        // Residents are joined anew once, and not again for another edit of facilities …
        let residents = closed.residents(&walk).expect("joined");
        let both = apply(&format!("[{close},{open}]"));
        assert!(Arc::ptr_eq(&residents, &both.residents(&walk).expect("joined")));
        assert!(!Arc::ptr_eq(&residents, &study.residents(&walk).expect("joined")));
        assert!(times(&both).iter().zip(&changed).all(|(a, b)| a <= b));
        // … as if everybody were joined for the first time.
        let afresh = JoinedStudy::new(closed.area().as_ref().clone());
        assert_eq!(residents.links(), afresh.residents(&walk).expect("joined").links());
        assert_eq!(times(&afresh), changed);
        // What was there before is there again, to the millisecond.
        assert_eq!(times(&apply("[]")), before);
        assert_eq!(times(&apply(&format!("[{close}]"))), changed);
        assert!(Arc::ptr_eq(apply("[]").layers(), study.layers()));
    }
}
