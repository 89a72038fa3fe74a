//! Turn restrictions on hand-drawn roads: over nodes, over ways, inside roads open to destinations.

mod common;

use common::{Map, at};
use service_circle::network::{ModeProfile, ModeRoads, RoadEdit, RoadLayers};
use service_circle::reach::travel_times;
use service_circle::units::{LngLat, Millis, TravelMode};
use std::sync::Arc;

const NO_CUTOFF: Millis = Millis(u32::MAX - 1);
/// Seconds per metre at 26 km/h, and to park.
const DRIVE: f64 = 3.6 / 26.0;
const PARK: f64 = 120.0;

fn drive(map: &Map) -> ModeRoads {
    map.roads(TravelMode::Drive)
}

fn seconds(roads: &ModeRoads, from: LngLat, to: LngLat) -> f64 {
    let there = travel_times::table(roads, None, &[from], &[to], NO_CUTOFF).expect("small")[0];
    // Two origins are more than one target: searched backward.
    let backward =
        travel_times::table(roads, None, &[from, from], &[to], NO_CUTOFF).expect("small")[0];
    let is_same = (there.is_nan() && backward.is_nan()) || (there - backward).abs() < 0.003;
    assert!(is_same, "{there} {backward}");
    there
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.1, "{found}, not {expected}");
}

/// 26 km/h whether inside a settlement or not.
const STREET: &str = "highway=unclassified maxspeed=40";

fn reasons(map: &Map) -> Vec<(String, u32)> {
    let layers = RoadLayers::new(Arc::new(map.network()));
    let graph = layers.default_graph(TravelMode::Drive);
    graph.restrictions_left_aside().iter().map(|s| (s.reason.clone(), s.count)).collect()
}

fn applied(map: &Map) -> usize {
    let layers = RoadLayers::new(Arc::new(map.network()));
    layers.default_graph(TravelMode::Drive).restrictions_applied()
}

/// Two carriageways 20 m apart, joined by a short link (way 3) and 300 m farther on (way 6):
/// one comes along the southern one (ways 1, 2) and goes back along the northern one (4, 5).
fn dual_carriageway(rule: &str, members: &[(&str, i64, &str)]) -> Map {
    let one_way = format!("{STREET} oneway=yes");
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 200.0, 0.0)
        .node(3, 500.0, 0.0)
        .node(4, 500.0, 20.0)
        .node(5, 200.0, 20.0)
        .node(6, 0.0, 20.0)
        .node(7, 700.0, 0.0)
        .node(8, 200.0, 120.0)
        .way(1, &[1, 2], &one_way)
        .way(2, &[2, 3], &one_way)
        .way(3, &[2, 5], STREET)
        .way(4, &[4, 5], &one_way)
        .way(5, &[5, 6], &one_way)
        .way(6, &[3, 4], STREET)
        .way(7, &[3, 7], STREET)
        .way(8, &[5, 8], STREET);
    if rule.is_empty() {
        map
    } else {
        map.relation(1, members, &format!("type=restriction {rule}"))
    }
}

const OVER_LINK: [(&str, i64, &str); 3] = [("way", 1, "from"), ("way", 3, "via"), ("way", 5, "to")];

#[test]
fn pitfall_12_a_u_turn_over_a_link_is_banned_and_other_ways_over_it_are_not() {
    let (start, end) = (at(0.0, 0.0), at(0.0, 20.0));
    let open = drive(&dual_carriageway("", &[]));
    assert_near(seconds(&open, start, end), 420.0 * DRIVE + PARK);
    let map = dual_carriageway("restriction=no_u_turn", &OVER_LINK);
    let banned = drive(&map);
    // The link leads on to the north as before …
    assert_near(seconds(&banned, start, at(200.0, 120.0)), 320.0 * DRIVE + PARK);
    // … and may be driven to and fro, after which one does not come from way 1.
    assert_near(seconds(&banned, start, end), (420.0 + 40.0) * DRIVE + PARK);
    assert_near(seconds(&banned, at(500.0, 20.0), end), 500.0 * DRIVE + PARK);
    assert_near(seconds(&banned, at(200.0, 10.0), end), 210.0 * DRIVE + PARK);
    assert_eq!(applied(&map), 1);
    let for_buses = dual_carriageway("restriction=no_u_turn except=motorcar", &OVER_LINK);
    assert_near(seconds(&drive(&for_buses), start, end), 420.0 * DRIVE + PARK);
    assert_eq!(reasons(&for_buses), [("turnRestrictionOfOtherVehicles".to_owned(), 1)]);
}

#[test]
fn pitfall_12_an_only_over_ways_leaves_no_other_way_on() {
    let to_north = [("way", 1, "from"), ("way", 3, "via"), ("way", 8, "to")];
    let map = dual_carriageway("restriction=only_straight_on", &to_north);
    let roads = drive(&map);
    assert_near(seconds(&roads, at(0.0, 0.0), at(200.0, 120.0)), 320.0 * DRIVE + PARK);
    assert_near(seconds(&roads, at(0.0, 0.0), at(0.0, 20.0)), (420.0 + 200.0) * DRIVE + PARK);
    // Whoever does not take the link is not bound.
    assert_near(seconds(&roads, at(0.0, 0.0), at(700.0, 0.0)), 700.0 * DRIVE + PARK);
}

#[test]
fn pitfall_12_several_ways_in_a_row_may_be_passed_one_by_one() {
    // Along one street of four ways with a side street at each crossing.
    let mut map = Map::new();
    for i in 0..5i64 {
        map = map.node(i + 1, i as f64 * 100.0, 0.0).node(i + 11, i as f64 * 100.0, 50.0);
        map = map.way(10 + i, &[i + 1, i + 11], STREET);
    }
    for i in 0..4i64 {
        map = map.way(i + 1, &[i + 1, i + 2], STREET);
    }
    let members = [("way", 1, "from"), ("way", 2, "via"), ("way", 3, "via"), ("way", 4, "to")];
    let map = map.relation(1, &members, "type=restriction restriction=no_straight_on");
    let roads = drive(&map);
    // Into a side street and out again, 50 m each way.
    assert_near(seconds(&roads, at(0.0, 0.0), at(400.0, 0.0)), 500.0 * DRIVE + PARK);
    assert_near(seconds(&roads, at(100.0, 0.0), at(400.0, 0.0)), 300.0 * DRIVE + PARK);
    assert_near(seconds(&roads, at(400.0, 0.0), at(0.0, 0.0)), 400.0 * DRIVE + PARK);
    assert_near(seconds(&roads, at(0.0, 0.0), at(300.0, 0.0)), 300.0 * DRIVE + PARK);
}

#[test]
fn pitfall_12_turns_inside_roads_open_to_destinations_are_banned_too() {
    let inside = format!("{STREET} motor_vehicle=destination");
    let crossing = |rule: bool| {
        let map = Map::new()
            .node(1, -100.0, 0.0)
            .node(2, 100.0, 0.0)
            .node(4, 0.0, 100.0)
            .node(5, 0.0, 0.0)
            .node(6, -300.0, 0.0)
            .way(1, &[1, 5], &inside)
            .way(2, &[5, 2], &inside)
            .way(4, &[5, 4], &inside)
            .way(5, &[2, 4], &inside)
            .way(6, &[6, 1], STREET);
        let members = [("way", 1, "from"), ("node", 5, "via"), ("way", 4, "to")];
        if rule {
            map.relation(9, &members, "type=restriction restriction=no_left_turn")
        } else {
            map
        }
    };
    let (out, west, north) = (at(-300.0, 0.0), at(-100.0, 0.0), at(0.0, 100.0));
    let round = 200.0 + 20_000f64.sqrt();
    let (open, ruled) = (drive(&crossing(false)), drive(&crossing(true)));
    assert_near(seconds(&open, out, north), 400.0 * DRIVE + PARK);
    assert_near(seconds(&ruled, out, north), (200.0 + round) * DRIVE + PARK);
    assert_near(seconds(&ruled, west, north), round * DRIVE + PARK);
    assert_near(seconds(&ruled, north, west), 200.0 * DRIVE + PARK);
    assert_near(seconds(&ruled, north, out), 400.0 * DRIVE + PARK);
}

#[test]
fn pitfall_12_a_turn_out_of_a_destination_road_is_banned_too() {
    let inside = format!("{STREET} motor_vehicle=destination");
    let map = Map::new()
        .node(1, -100.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(4, 0.0, 100.0)
        .node(5, 0.0, 0.0)
        .way(1, &[1, 5], &inside)
        .way(2, &[5, 2], STREET)
        .way(4, &[5, 4], STREET)
        .way(5, &[2, 4], STREET)
        .relation(
            9,
            &[("way", 1, "from"), ("node", 5, "via"), ("way", 4, "to")],
            "type=restriction restriction=no_left_turn",
        );
    let roads = drive(&map);
    let round = 200.0 + 20_000f64.sqrt();
    assert_near(seconds(&roads, at(-100.0, 0.0), at(0.0, 100.0)), round * DRIVE + PARK);
    assert_near(seconds(&roads, at(-50.0, 0.0), at(0.0, 100.0)), (round - 50.0) * DRIVE + PARK);
}

#[test]
fn pitfall_12_a_u_turn_at_a_node_inside_a_way_is_only_the_u_turn() {
    // A street whose middle node is named; straight on stays open, turning back there does not.
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 200.0, 0.0)
        .node(4, 100.0, 60.0)
        .way(1, &[1, 2, 3], STREET)
        .way(2, &[2, 4], STREET)
        .relation(
            9,
            &[("way", 1, "from"), ("node", 2, "via"), ("way", 1, "to")],
            "type=restriction restriction=no_u_turn",
        );
    assert_near(seconds(&drive(&map), at(0.0, 0.0), at(200.0, 0.0)), 200.0 * DRIVE + PARK);
    assert_eq!(applied(&map), 1);
}

#[test]
fn rules_for_cars_alone_are_read_and_several_ways_may_lead_into_a_no_entry() {
    let crossing = |tags: &str, members: &[(&str, i64, &str)]| {
        Map::new()
            .node(1, -100.0, 0.0)
            .node(2, 100.0, 0.0)
            .node(3, 0.0, -100.0)
            .node(4, 0.0, 100.0)
            .node(5, 0.0, 0.0)
            .way(1, &[1, 5], STREET)
            .way(2, &[5, 2], STREET)
            .way(3, &[3, 5], STREET)
            .way(4, &[5, 4], STREET)
            .way(5, &[2, 4], STREET)
            .relation(9, members, &format!("type=restriction {tags}"))
    };
    let round = (200.0 + 20_000f64.sqrt()) * DRIVE + PARK;
    let (west, south, north) = (at(-100.0, 0.0), at(0.0, -100.0), at(0.0, 100.0));
    let one = [("way", 1, "from"), ("node", 5, "via"), ("way", 4, "to")];
    let cars = drive(&crossing("restriction:motorcar=no_left_turn", &one));
    assert_near(seconds(&cars, west, north), round);
    let lorries = crossing("restriction:hgv=no_left_turn", &one);
    assert_near(seconds(&drive(&lorries), west, north), 200.0 * DRIVE + PARK);
    let skipped = lorries.network().skipped().to_vec();
    assert!(skipped.iter().any(|s| s.reason == "turnRestrictionOfOtherVehicles" && s.count == 1));
    let two = [("way", 1, "from"), ("way", 3, "from"), ("node", 5, "via"), ("way", 4, "to")];
    let no_entry = drive(&crossing("restriction=no_entry", &two));
    assert_near(seconds(&no_entry, west, north), round);
    assert_near(seconds(&no_entry, south, north), round);
}

#[test]
fn restrictions_that_bind_nobody_say_why() {
    let with = |members: &[(&str, i64, &str)], tags: &str| {
        let map = dual_carriageway(&format!("restriction={tags}"), members);
        assert_eq!(applied(&map), 0);
        reasons(&map).into_iter().map(|(reason, _)| reason).collect::<Vec<_>>()
    };
    let node = ("node", 2, "via");
    assert_eq!(
        with(&[("way", 1, "from"), node, ("way", 99, "to")], "no_left_turn"),
        ["turnRestrictionOffTheRoads"]
    );
    assert_eq!(
        with(&[("way", 1, "from"), node, ("way", 5, "to")], "no_left_turn"),
        ["turnRestrictionNotJoined"]
    );
    assert_eq!(
        with(&[("way", 2, "from"), node, ("way", 3, "to")], "no_left_turn"),
        ["turnRestrictionWithoutTurn"]
    );
    assert_eq!(with(&OVER_LINK, "give_way"), ["turnRestrictionUnknownRule"]);
}

#[test]
fn a_restriction_over_a_way_binds_when_drawn_roads_cut_the_way() {
    let one_way = format!("{STREET} oneway=yes");
    // A link of one segment between two carriageways, drawn up or down.
    for link in [[2, 5], [5, 2]] {
        let map = Map::new()
            .node(1, 0.0, 0.0)
            .node(2, 200.0, 0.0)
            .node(5, 200.0, 200.0)
            .node(6, 0.0, 200.0)
            .way(1, &[1, 2], &one_way)
            .way(3, &link, STREET)
            .way(5, &[5, 6], &one_way)
            .relation(1, &OVER_LINK, "type=restriction restriction=no_u_turn");
        let network = map.network();
        // The later cuts are before and after the first.
        for heights in [vec![], vec![100.0], vec![140.0, 60.0], vec![60.0, 140.0]] {
            let draw = |y: &f64| {
                let [from, to] = [at(300.0, *y), at(200.0, *y)].map(|p| [p.lng(), p.lat()]);
                let json = format!(r#"{{"drawRoad":{{"along":[{from:?},{to:?}]}}}}"#);
                serde_json::from_str(&json).expect("an edit")
            };
            let edits: Vec<RoadEdit> = heights.iter().map(draw).collect();
            let edited = network.edited(&edits).expect("drawn");
            let roads = RoadLayers::new(Arc::new(edited))
                .roads_of(&ModeProfile::of(TravelMode::Drive))
                .expect("roads");
            assert_eq!(roads.graph.restrictions_applied(), 1, "{link:?} {heights:?}");
            // To and fro on the shortest part of the link, after which one does not come from way 1.
            let parts = match heights.len() {
                0 => 200.0,
                1 => 100.0,
                _ => 60.0,
            };
            let expected = (600.0 + 2.0 * parts) * DRIVE + PARK;
            assert_near(seconds(&roads, at(0.0, 0.0), at(0.0, 200.0)), expected);
        }
    }
}
