//! Names in road edits: they hold whatever else is edited before, and reach over several pieces.

mod common;

use common::{Map, at};
use service_circle::ErrorCode;
use service_circle::network::{ModeProfile, RoadEdit, RoadLayers, RoadNetwork};
use service_circle::reach::travel_times;
use service_circle::units::{LngLat, Millis, TravelMode};
use std::sync::Arc;

const STREET: &str = "highway=residential maxspeed=40";
/// Seconds per metre on foot.
const WALK: f64 = 3.6 / 4.8;

fn edited(network: &RoadNetwork, edits: &[String]) -> RoadNetwork {
    let edits: Vec<RoadEdit> =
        edits.iter().map(|e| serde_json::from_str(e).expect("an edit")).collect();
    network.edited(&edits).expect("possible edits")
}

fn seconds(network: &RoadNetwork, from: LngLat, to: LngLat) -> f64 {
    seconds_by(TravelMode::Walk, network, from, to)
}

fn seconds_by(mode: TravelMode, network: &RoadNetwork, from: LngLat, to: LngLat) -> f64 {
    let layers = RoadLayers::new(Arc::new(network.clone()));
    let roads = layers.roads_of(&ModeProfile::of(mode)).expect("roads");
    let cutoff = Millis(u32::MAX - 1);
    travel_times::table(&roads, None, &[from], &[to], cutoff).expect("small")[0]
}

fn draw(from: (f64, f64), to: (f64, f64)) -> String {
    let [from, to] = [from, to].map(|(x, y)| at(x, y)).map(|p| [p.lng(), p.lat()]);
    format!(r#"{{"drawRoad":{{"along":[{from:?},{to:?}]}}}}"#)
}

/// The code of the node that edits made nearest to a place.
fn node_at(network: &RoadNetwork, place: LngLat) -> i64 {
    let junctions = 0..network.junctions() as u32;
    let apart = |j: &u32| {
        let at = network.junction_at(*j).to_lng_lat();
        ((at.lng() - place.lng()).hypot(at.lat() - place.lat()) * 1e9) as u64
    };
    network.junction_code(junctions.min_by_key(apart).expect("a junction"))
}

/// A street of 600 m in one segment (way 1), and one beside it 200 m to the north (way 2).
fn two_streets() -> RoadNetwork {
    Map::new()
        .road(1, 1, 2, 600.0, STREET)
        .node(11, 0.0, 200.0)
        .node(12, 600.0, 200.0)
        .way(2, &[11, 12], STREET)
        .network()
}

fn close(between: [i64; 2]) -> String {
    format!(r#"{{"closeRoad":{{"way":1,"between":{between:?}}}}}"#)
}

#[test]
fn an_edit_holds_when_an_earlier_one_is_taken_back() {
    let network = two_streets();
    let (first, second) = (draw((200.0, 0.0), (200.0, 200.0)), draw((400.0, 0.0), (400.0, 200.0)));
    let both = edited(&network, &[first.clone(), second.clone()]);
    let alone = edited(&network, std::slice::from_ref(&second));
    let east = node_at(&both, at(400.0, 0.0));
    assert_eq!(east, node_at(&alone, at(400.0, 0.0)));
    assert!((-(1i64 << 53)..-(1i64 << 52)).contains(&east));
    assert_ne!(east, node_at(&both, at(200.0, 0.0)));
    // The road itself is named the same too, with or without the one before it.
    let code = serde_json::from_str::<RoadEdit>(&second).map(|edit| match edit {
        RoadEdit::DrawRoad(drawing) => drawing.own_code(),
        _ => String::new(),
    });
    let code = code.expect("an edit");
    let slow = format!(r#"{{"slowRoad":{{"way":"{code}","factor":0.5}}}}"#);
    let (south, north) = (at(400.0, 0.0), at(400.0, 200.0));
    for before in [vec![first.clone(), second.clone()], vec![second.clone()]] {
        let edits = [before, vec![close([east, 2]), slow.clone()]].concat();
        let changed = edited(&network, &edits);
        assert!((seconds(&changed, south, north) - 400.0 * WALK).abs() < 0.1);
        // By car the last 200 m are walked now: 150 seconds beside the two minutes for parking.
        assert!(seconds_by(TravelMode::Drive, &changed, south, at(600.0, 0.0)) > 260.0);
        assert!((seconds(&changed, at(0.0, 0.0), south) - 400.0 * WALK).abs() < 0.1);
    }
    // Without the road that made it there is no such node.
    let edits: Vec<RoadEdit> =
        [&first, &close([east, 2])].map(|e| serde_json::from_str(e).expect("an edit")).to_vec();
    let error = network.edited(&edits).expect_err("a node of another edit");
    assert_eq!((error.code(), error.place()), (ErrorCode::RoadUnknown, Some("edits[1]: between")));
}

#[test]
fn two_roads_along_the_same_points_have_codes_of_their_own() {
    let network = two_streets();
    let road = draw((200.0, 0.0), (200.0, 200.0));
    let twice = edited(&network, &[road.clone(), road.clone()]);
    let code = match serde_json::from_str(&road).expect("an edit") {
        RoadEdit::DrawRoad(drawing) => drawing.own_code(),
        _ => String::new(),
    };
    let close = |code: &str| format!(r#"{{"closeRoad":{{"way":"{code}"}}}}"#);
    let (south, north) = (at(200.0, 0.0), at(200.0, 200.0));
    assert!((seconds(&twice, south, north) - 200.0 * WALK).abs() < 0.1);
    let one = edited(&twice, &[close(&code)]);
    assert!((seconds(&one, south, north) - 200.0 * WALK).abs() < 0.1);
    let none = edited(&one, &[close(&format!("{code}-2"))]);
    assert!(seconds(&none, south, north).is_nan());
}

#[test]
fn a_stretch_between_nodes_of_edits_is_closed_over_several_pieces() {
    let network = two_streets();
    let xs = [450.0, 150.0, 300.0, 225.0];
    let drawn: Vec<String> = xs.iter().map(|&x| draw((x, 0.0), (x, 200.0))).collect();
    let cut = edited(&network, &drawn);
    let node = |x: f64| node_at(&cut, at(x, 0.0));
    let middle = [node(150.0), node(450.0)];
    for between in [middle, [middle[1], middle[0]]] {
        let closed = edited(&cut, &[close(between)]);
        // Way 2 is as far and 200 m there and back.
        let along = |x: f64, y: f64| seconds(&closed, at(x, 0.0), at(y, 0.0)) / WALK;
        assert!((along(0.0, 150.0) - 150.0).abs() < 0.2);
        assert!((along(450.0, 600.0) - 150.0).abs() < 0.2);
        assert!((along(150.0, 450.0) - 700.0).abs() < 0.2, "{}", along(150.0, 450.0));
        assert!((along(225.0, 300.0) - 475.0).abs() < 0.2, "{}", along(225.0, 300.0));
    }
    let to_the_end = edited(&cut, &[close([node(225.0), 2])]);
    let (west, east) = (at(0.0, 0.0), at(600.0, 0.0));
    assert!(seconds_by(TravelMode::Drive, &cut, west, east) < 210.0);
    assert!(seconds_by(TravelMode::Drive, &to_the_end, west, east) > 300.0);
    assert!((seconds(&to_the_end, at(0.0, 0.0), at(225.0, 0.0)) / WALK - 225.0).abs() < 0.2);
    let error = cut.edited(&[serde_json::from_str(&close([middle[0]; 2])).expect("an edit")]);
    assert_eq!(error.expect_err("no stretch").code(), ErrorCode::RoadEdit);
}

#[test]
fn why_a_place_is_not_joined_does_not_depend_on_what_was_asked_before_the_edit() {
    let network = Arc::new(two_streets());
    // A road far out into what was no part of the map.
    let road = draw((600.0, 0.0), (3000.0, 2600.0));
    let walk = ModeProfile::of(TravelMode::Walk);
    let changed = Arc::new(edited(&network, &[road]));
    let before = RoadLayers::new(Arc::clone(&network));
    let asked_early = before.roads_of(&walk).expect("roads");
    let beside = before.beside(Arc::clone(&changed)).roads_of(&walk).expect("roads");
    let afresh = RoadLayers::new(Arc::clone(&changed)).roads_of(&walk).expect("roads");
    let bytes = changed.to_bytes().expect("written");
    let opened = RoadLayers::from_bytes(&bytes).expect("opened").roads_of(&walk).expect("roads");
    let mut inside = 0;
    for (x, y) in [(600.0, 2600.0), (3000.0, 0.0), (300.0, 3.0), (2000.0, 1400.0), (-900.0, 0.0)] {
        let place = at(x, y);
        assert_eq!(beside.link(place), afresh.link(place), "{x} {y}");
        assert_eq!(opened.link(place), afresh.link(place), "{x} {y}");
        inside += usize::from(asked_early.link(place) != afresh.link(place));
    }
    assert!(inside >= 2, "the edit widens the land that the roads lie in");
}
