//! Travel times on hand-drawn maps, one situation each.

mod common;

use common::{Map, at};
use service_circle::network::{ModeProfile, ModeSettings, Unlinked};
use service_circle::reach::isochrone::{Isochrone, Shape};
use service_circle::reach::reached_roads::points_between;
use service_circle::reach::travel_times;
use service_circle::units::TravelMode::{Cycle, Drive, Walk};
use service_circle::units::{Direction, LngLat, Millis, TravelMode};

const NO_CUTOFF: Millis = Millis(u32::MAX - 1);
/// Seconds a walker takes for a metre, and a car at 20 km/h (a street in a settlement) or 25 (not).
const WALK: f64 = 3.6 / 4.8;
const DRIVE: f64 = 3.6 / 25.0;
const PARK: f64 = 120.0;

fn seconds(map: &Map, mode: TravelMode, from: LngLat, to: LngLat) -> f64 {
    travel_times::table(&map.roads(mode), None, &[from], &[to], NO_CUTOFF).expect("small")[0]
}

fn assert_near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 0.25, "{found} s where {expected} s are expected");
}

#[test]
fn a_straight_road_takes_its_length_at_the_profiles_speed() {
    let map = Map::new().road(1, 1, 11, 100.0, "highway=residential");
    assert_near(seconds(&map, Walk, at(0.0, 0.0), at(1000.0, 0.0)), 1000.0 * WALK);
    assert_near(seconds(&map, Cycle, at(0.0, 0.0), at(1000.0, 0.0)), 300.0 + 30.0);
    let residential = seconds(&map, Drive, at(0.0, 0.0), at(1000.0, 0.0));
    assert_near(residential, 1000.0 * 3.6 / 20.0 + PARK);
}

#[test]
fn equal_places_are_zero_apart_by_car_too() {
    let map = Map::new().road(1, 1, 3, 100.0, "highway=residential");
    let place = at(50.0, 30.0);
    assert_eq!(seconds(&map, Drive, place, place).to_bits(), 0.0f64.to_bits());
}

#[test]
fn pitfall_1_direction_a_one_way_ring_is_longer_one_way() {
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 300.0, 0.0)
        .node(3, 300.0, 300.0)
        .node(4, 0.0, 300.0)
        .way(1, &[1, 2, 3, 4, 1], "highway=unclassified oneway=yes");
    let (a, b) = (at(100.0, 0.0), at(200.0, 0.0));
    assert_near(seconds(&map, Drive, a, b), 100.0 * DRIVE + PARK);
    assert_near(seconds(&map, Drive, b, a), 1100.0 * DRIVE + PARK);
    // Whoever travels to `b` within the time is not whom `b` reaches.
    let roads = map.roads(Drive);
    let within = Millis::from_seconds(PARK + 500.0 * DRIVE).expect("in range");
    let reached = |direction| {
        let mut isochrone = Isochrone::new(&roads, direction);
        let pieces = isochrone.reached_roads(b, within).expect("joined").to_vec();
        pieces.iter().map(|p| (p.to - p.from) * 1200.0).sum::<f64>()
    };
    assert!((reached(Direction::To) - 500.0).abs() < 1.0, "{}", reached(Direction::To));
    assert!((reached(Direction::From) - 500.0).abs() < 1.0);
    let covers = |direction, place| {
        let mut isochrone = Isochrone::new(&roads, direction);
        let pieces = isochrone.reached_roads(b, within).expect("joined").to_vec();
        let share = roads.link(place).expect("joined").share;
        pieces.iter().any(|p| p.from <= share && share <= p.to)
    };
    assert!(covers(Direction::To, a) && !covers(Direction::From, a));
}

#[test]
fn pitfall_2_one_way_streets_do_not_bind_walkers_but_one_way_steps_do() {
    let street = Map::new().road(1, 1, 3, 100.0, "highway=residential oneway=yes");
    assert_near(seconds(&street, Walk, at(200.0, 0.0), at(0.0, 0.0)), 200.0 * WALK);
    assert!(seconds(&street, Drive, at(200.0, 0.0), at(0.0, 0.0)).is_nan());
    let steps = Map::new().road(1, 1, 3, 100.0, "highway=steps conveying=forward");
    assert!(seconds(&steps, Walk, at(200.0, 0.0), at(0.0, 0.0)).is_nan());
}

/// A short way straight on and a detour around it, 1000 m against 1400 m.
fn shortcut(tags: &str) -> Map {
    Map::new()
        .node(1, -200.0, 0.0)
        .node(2, 0.0, 0.0)
        .node(3, 1000.0, 0.0)
        .node(4, 1200.0, 0.0)
        .node(5, 0.0, 200.0)
        .node(6, 1000.0, 200.0)
        .way(1, &[1, 2], "highway=unclassified")
        .way(2, &[3, 4], "highway=unclassified")
        .way(3, &[2, 5, 6, 3], "highway=unclassified")
        .way(4, &[2, 3], tags)
}

#[test]
fn pitfall_3_the_access_ladder_decides_who_may_pass() {
    let (a, b) = (at(-200.0, 0.0), at(1200.0, 0.0));
    let open = shortcut("highway=unclassified");
    assert_near(seconds(&open, Drive, a, b), 1400.0 * DRIVE + PARK);
    let private = shortcut("highway=unclassified access=private foot=yes");
    assert_near(seconds(&private, Drive, a, b), 1800.0 * DRIVE + PARK);
    assert_near(seconds(&private, Walk, a, b), 1400.0 * WALK);
}

#[test]
fn pitfall_3_destination_roads_are_for_the_ends_of_a_trip() {
    let map = shortcut("highway=unclassified motor_vehicle=destination");
    let (a, middle, b) = (at(-200.0, 0.0), at(500.0, 0.0), at(1200.0, 0.0));
    assert_near(seconds(&map, Drive, a, b), 1800.0 * DRIVE + PARK);
    assert_near(seconds(&map, Drive, a, middle), 700.0 * DRIVE + PARK);
    assert_near(seconds(&map, Drive, middle, b), 700.0 * DRIVE + PARK);
    assert_near(seconds(&map, Walk, a, b), 1400.0 * WALK);
    // Searches from either end agree.
    let roads = map.roads(Drive);
    let places = [a, middle, b];
    let square = travel_times::table(&roads, None, &places, &places, NO_CUTOFF).expect("small");
    for (i, from) in places.iter().enumerate() {
        let column =
            travel_times::table(&roads, None, &places, &[*from], NO_CUTOFF).expect("small");
        for j in 0..3 {
            assert!((square[j * 3 + i] - column[j]).abs() < 0.002, "{j} to {i}");
        }
    }
}

#[test]
fn pitfall_4_gates_stop_cars_and_not_walkers() {
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .tagged_node(2, 100.0, 0.0, "barrier=gate")
        .node(3, 200.0, 0.0)
        .way(1, &[1, 2, 3], "highway=service");
    let (a, b) = (at(0.0, 0.0), at(200.0, 0.0));
    assert_near(seconds(&map, Walk, a, b), 200.0 * WALK);
    assert!(seconds(&map, Drive, a, b).is_nan());
    // Up to the gate it is open, from both sides.
    assert_near(seconds(&map, Drive, a, at(99.0, 0.0)), 99.0 * 3.6 / 15.0 + PARK);
    assert_near(seconds(&map, Drive, at(101.0, 0.0), b), 99.0 * 3.6 / 15.0 + PARK);
}

#[test]
fn pitfall_5_ferries_need_a_switch_and_a_duration() {
    let map = |duration: &str| {
        Map::new()
            .road(1, 1, 3, 100.0, "highway=residential")
            .node(10, 3000.0, 0.0)
            .node(11, 3200.0, 0.0)
            .way(2, &[10, 11], "highway=residential")
            .way(3, &[3, 10], &format!("route=ferry {duration}"))
    };
    let (a, b) = (at(0.0, 0.0), at(3200.0, 0.0));
    assert!(seconds(&map("duration=00:20"), Walk, a, b).is_nan());
    let on = ModeSettings { ferries: Some(true), ..ModeSettings::default() };
    let on = ModeProfile::with(Walk, &on).expect("valid");
    let sailing = |map: Map| {
        travel_times::table(&map.roads_with(&on), None, &[a], &[b], NO_CUTOFF).expect("small")[0]
    };
    assert!((sailing(map("duration=00:20")) - (1200.0 + 400.0 * WALK)).abs() < 3.0);
    assert!(sailing(map("")).is_nan());
}

#[test]
fn pitfall_6_places_are_joined_along_the_road_and_pay_for_the_metres_off_it() {
    let map = Map::new().road(1, 1, 2, 1000.0, "highway=residential");
    let roads = map.roads(Walk);
    let link = roads.link(at(300.0, 40.0)).expect("joined");
    assert!((link.share - 0.3).abs() < 1e-3 && (link.off_road_metres - 40.0).abs() < 0.1);
    assert_near(seconds(&map, Walk, at(300.0, 40.0), at(0.0, 0.0)), 340.0 * WALK);
    assert_near(seconds(&map, Walk, at(300.0, 40.0), at(1000.0, 0.0)), 740.0 * WALK);
    // Inside the bounds, but farther than the cap.
    let wide = map.node(5, 0.0, 3000.0).node(6, 1000.0, 3000.0).way(2, &[5, 6], "highway=service");
    let roads = wide.roads(Walk);
    assert_eq!(roads.link(at(500.0, 1500.0)).err(), Some(Unlinked::NoRoadWithinCap));
    assert_eq!(roads.link(at(90_000.0, 0.0)).err(), Some(Unlinked::OutsideExtract));
}

#[test]
fn pitfall_6_a_tiny_island_is_passed_over_for_the_network() {
    let with_island_at = |north: f64| {
        Map::new()
            .road(1, 1, 2, 20_000.0, "highway=residential")
            .node(8, 500.0, north)
            .node(9, 520.0, north)
            .way(2, &[8, 9], "highway=footway")
    };
    let link = with_island_at(60.0).roads(Walk).link(at(510.0, 55.0)).expect("joined");
    assert!((link.off_road_metres - 55.0).abs() < 0.1);
    // … unless the network is more than 100 m farther.
    let link = with_island_at(160.0).roads(Walk).link(at(510.0, 155.0)).expect("joined");
    assert!((link.off_road_metres - 5.0).abs() < 0.1);
}

#[test]
fn pitfall_7_two_places_on_one_road_are_the_piece_between_them_apart() {
    let map = Map::new().road(1, 1, 2, 1000.0, "highway=residential");
    assert_near(seconds(&map, Walk, at(400.0, 0.0), at(450.0, 0.0)), 50.0 * WALK);
    assert_near(seconds(&map, Walk, at(450.0, 0.0), at(400.0, 0.0)), 50.0 * WALK);
}

#[test]
fn pitfall_8_roads_are_cut_where_time_runs_out_from_both_ends() {
    // A long loop off a junction: both of its ends are reached, its middle is not.
    let map = Map::new()
        .road(1, 1, 2, 100.0, "highway=residential")
        .node(3, 2000.0, 600.0)
        .node(4, 2000.0, -600.0)
        .way(2, &[2, 3, 4, 2], "highway=residential");
    let roads = map.roads(Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::From);
    let within = Millis::from_seconds(600.0 * WALK).expect("in range");
    let pieces = isochrone.reached_roads(at(0.0, 0.0), within).expect("joined").to_vec();
    let mut points = Vec::new();
    let mut on_loop = 0.0;
    let frame = roads.network.frame();
    for piece in &pieces {
        assert!(piece.start_ms.max(piece.end_ms) <= f64::from(within.0) + 1e-6);
        points_between(&roads.network, piece, &mut points);
        if roads.network.length_mm(piece.road) > 200_000 {
            on_loop += points.windows(2).map(|w| frame.distance(w[0], w[1])).sum::<f64>();
        }
    }
    assert!((on_loop - 1000.0).abs() < 1.0, "{on_loop}");
}

#[test]
fn pitfall_8_two_waves_that_meet_split_the_road() {
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 400.0, 0.0)
        .node(3, 400.0, 300.0)
        .node(4, 0.0, 300.0)
        .node(5, -100.0, 0.0)
        .way(1, &[5, 1], "highway=residential")
        .way(2, &[1, 2, 3, 4, 1], "highway=residential");
    let roads = map.roads(Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::To);
    let within = Millis::from_seconds(5000.0).expect("in range");
    let pieces = isochrone.reached_roads(at(-100.0, 0.0), within).expect("joined").to_vec();
    let ring: Vec<_> =
        pieces.iter().filter(|p| roads.network.length_mm(p.road) > 200_000).collect();
    assert_eq!(ring.len(), 2);
    for piece in ring {
        assert_near(piece.start_ms.max(piece.end_ms) / 1000.0, 800.0 * WALK);
        assert_near(piece.start_ms.min(piece.end_ms) / 1000.0, 100.0 * WALK);
    }
}

#[test]
fn pitfall_9_bands_nest_and_hold_every_road_reached() {
    let mut map = Map::new();
    for i in 0..12i64 {
        for j in 0..12i64 {
            map = map.node(100 * i + j + 1, i as f64 * 130.0, j as f64 * 170.0);
        }
    }
    for i in 0..12i64 {
        let column: Vec<i64> = (0..12).map(|j| 100 * i + j + 1).collect();
        let row: Vec<i64> = (0..12).map(|j| 100 * j + i + 1).collect();
        map = map.way(1000 + i, &column, "highway=residential").way(2000 + i, &row, "highway=path");
    }
    let roads = map.roads(Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::To);
    let minutes = |m: f64| Millis::from_minutes(m).expect("in range");
    let within = [minutes(3.0), minutes(6.0), minutes(12.0)];
    let home = at(700.0, 900.0);
    let bands = isochrone.draw(home, &within, Shape::of(Walk)).expect("joined");
    let inside = |band: &service_circle::reach::Band, x: f64, y: f64| {
        let crossings = |ring: &Vec<(f64, f64)>| {
            ring.windows(2)
                .filter(|w| {
                    let (a, b) = (w[0], w[1]);
                    (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
                })
                .count()
        };
        band.polygons.iter().flatten().map(crossings).sum::<usize>() % 2 == 1
    };
    for (small, large) in [(0, 1), (1, 2)] {
        for ring in bands[small].polygons.iter().flatten() {
            for &(x, y) in &ring[1..] {
                // A vertex of the smaller band lies in the larger one or on its line.
                let on_line = bands[large]
                    .polygons
                    .iter()
                    .flatten()
                    .flatten()
                    .any(|p| (p.0 - x).abs() < 2e-7 && (p.1 - y).abs() < 2e-7);
                assert!(inside(&bands[large], x, y) || on_line, "{x} {y}");
            }
        }
    }
    for (i, within) in within.iter().enumerate() {
        let pieces = isochrone.reached_roads(home, *within).expect("joined").to_vec();
        let mut points = Vec::new();
        assert!(!pieces.is_empty());
        for piece in &pieces {
            points_between(&roads.network, piece, &mut points);
            for p in &points {
                assert!(inside(&bands[i], p.lng(), p.lat()), "band {i}");
            }
        }
    }
}

#[test]
fn pitfall_9_no_polygon_bridges_a_river_without_a_road() {
    // Two embankments 200 m apart, joined only far away.
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 3000.0, 0.0)
        .node(3, 3000.0, 200.0)
        .node(4, 0.0, 200.0)
        .way(1, &[1, 2, 3, 4], "highway=residential");
    let roads = map.roads(Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::From);
    let within = [Millis::from_minutes(10.0).expect("in range")];
    let bands = isochrone.draw(at(200.0, 0.0), &within, Shape::of(Walk)).expect("joined");
    let north = bands[0].polygons.iter().flatten().flatten().map(|p| p.1).fold(f64::MIN, f64::max);
    assert!(north < at(0.0, 65.0).lat());
}

#[test]
fn pitfall_10_an_island_is_told_from_a_place_without_roads() {
    let map = Map::new()
        .road(1, 1, 2, 20_000.0, "highway=residential")
        .node(8, 0.0, 5000.0)
        .node(9, 100.0, 5000.0)
        .way(2, &[8, 9], "highway=footway");
    let roads = map.roads(Walk);
    let link = roads.link(at(50.0, 5000.0)).expect("joined");
    assert!(service_circle::network::RoadIndex::is_island(&roads.graph, &link));
    assert!(seconds(&map, Walk, at(50.0, 5000.0), at(50.0, 0.0)).is_nan());
    assert_eq!(roads.graph.components().count(), 2);
}

#[test]
fn pitfall_14_a_bridge_is_joined_only_where_it_shares_a_node() {
    let map = Map::new()
        .road(1, 1, 3, 500.0, "highway=residential")
        .node(7, 600.0, -500.0)
        .node(8, 600.0, 500.0)
        .way(2, &[7, 8], "highway=residential bridge=yes layer=1");
    assert!(seconds(&map, Walk, at(0.0, 0.0), at(600.0, 500.0)).is_nan());
}

#[test]
fn pitfall_15_a_times_error_stays_below_half_a_millisecond_a_road() {
    let mut map = Map::new();
    for i in 0..60i64 {
        map = map.node(i + 1, i as f64 * 17.0, 0.0).node(100 + i, i as f64 * 17.0, 9.0);
    }
    for i in 0..59i64 {
        map = map.way(i + 1, &[i + 1, i + 2], "highway=path");
        map = map.way(100 + i, &[i + 1, 100 + i], "highway=path");
    }
    let found = seconds(&map, Walk, at(0.0, 0.0), at(59.0 * 17.0, 0.0));
    assert!((found - 59.0 * 17.0 * WALK).abs() < 0.0005 * 60.0 + 0.02, "{found}");
}

#[test]
fn chains_without_a_branch_are_one_road_and_keep_their_ways() {
    let map = Map::new()
        .road(1, 1, 4, 100.0, "highway=service name=A")
        .node(5, 400.0, 0.0)
        .node(6, 500.0, 0.0)
        .way(2, &[6, 5, 4], "highway=service name=B")
        .node(7, 600.0, 0.0)
        .way(3, &[6, 7], "highway=service maxspeed=30");
    let network = map.network();
    assert_eq!((network.roads(), network.junctions()), (2, 3));
    let chain = (0..2).find(|&r| network.length_mm(r) > 200_000).expect("the long one");
    let mut ways: Vec<_> = network.spans(chain).iter().map(|s| (s.way, s.first, s.last)).collect();
    ways.sort_unstable();
    let along = vec![(1, 0, 3), (2, 2, 0)];
    let against = vec![(1, 3, 0), (2, 0, 2)];
    assert!(ways == along || ways == against, "{ways:?}");
    assert_eq!(network.points(chain).count(), 6);
}

#[test]
fn a_network_returns_from_its_bytes_as_it_was() {
    let map = shortcut("highway=unclassified motor_vehicle=destination")
        .relation(
            9,
            &[("way", 1, "from"), ("node", 2, "via"), ("way", 4, "to")],
            "type=restriction restriction=no_straight_on except=bicycle;bus",
        )
        .tagged_node(30, 0.0, 100.0, "barrier=bollard")
        .way(40, &[2, 30, 5], "highway=service");
    let network = map.network();
    assert_eq!(network.restrictions().len(), 1);
    assert_eq!(network.barriers().len(), 1);
    let bytes = network.to_bytes().expect("written");
    let back = service_circle::network::RoadNetwork::from_bytes(&bytes).expect("read");
    assert_eq!(network, back);
    for cut in [0, 7, 31, 32, bytes.len() / 2, bytes.len() - 1] {
        let error =
            service_circle::network::RoadNetwork::from_bytes(&bytes[..cut]).expect_err("cut");
        assert_eq!(error.code().as_str(), "network.format");
    }
}

#[test]
fn a_mode_without_roads_is_refused_by_name() {
    let layers = service_circle::network::RoadLayers::new(std::sync::Arc::new(
        Map::new().road(1, 1, 3, 100.0, "highway=footway").network(),
    ));
    let error = layers.roads_of(&ModeProfile::of(Drive)).expect_err("no road");
    assert_eq!(error.code().as_str(), "network.mode");
}

#[test]
fn nothing_is_faster_than_the_straight_line_at_top_speed() {
    let map = shortcut("highway=unclassified");
    let places: Vec<LngLat> = (0..8)
        .flat_map(|i| (0..3).map(move |j| at(f64::from(i) * 170.0 - 150.0, f64::from(j) * 90.0)))
        .collect();
    let times =
        travel_times::table(&map.roads(Walk), None, &places, &places, NO_CUTOFF).expect("small");
    let frame = service_circle::frame::Frame::around(30.0);
    for (i, a) in places.iter().enumerate() {
        for (j, b) in places.iter().enumerate() {
            let position = service_circle::units::Position::from_lng_lat;
            let straight = frame.distance(position(*a), position(*b)) * WALK;
            assert!(times[i * places.len() + j] >= straight - 0.01, "{i} {j}");
        }
    }
}

/// A road to a junction on a one-way loop, mirrored and turned so that road numbers change.
fn loop_at_a_junction(east: f64, north: f64, turned: bool) -> (Map, LngLat, LngLat) {
    let node = |map: Map, id, x: f64, y: f64| {
        let (x, y) = if turned { (y, x) } else { (x, y) };
        map.node(id, x * east, y * north)
    };
    let mut map = Map::new();
    for (id, x, y) in [(1, -400.0, 0.0), (2, 0.0, 0.0), (3, 900.0, 500.0), (4, 900.0, -500.0)] {
        map = node(map, id, x, y);
    }
    let map = map.way(1, &[1, 2], "highway=unclassified").way(
        2,
        &[2, 3, 4, 2],
        "highway=unclassified oneway=yes",
    );
    let place =
        |x: f64, y: f64| if turned { at(y * east, x * north) } else { at(x * east, y * north) };
    (map, place(-400.0, 0.0), place(0.0, 0.0))
}

#[test]
fn pitfall_6_a_place_at_a_junction_belongs_to_all_of_its_roads() {
    for (east, north, turned) in [
        (1.0, 1.0, false),
        (-1.0, 1.0, false),
        (1.0, -1.0, false),
        (1.0, 1.0, true),
        (-1.0, -1.0, true),
    ] {
        let (map, a, junction) = loop_at_a_junction(east, north, turned);
        assert_near(seconds(&map, Drive, a, junction), 400.0 * DRIVE + PARK);
        assert_near(seconds(&map, Drive, junction, a), 400.0 * DRIVE + PARK);
    }
}

#[test]
fn pitfall_4_a_place_at_a_gate_is_reached_from_both_sides() {
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .tagged_node(2, 100.0, 0.0, "barrier=gate")
        .node(3, 200.0, 0.0)
        .way(1, &[1, 2, 3], "highway=service");
    let gate = at(100.0, 0.0);
    for end in [at(0.0, 0.0), at(200.0, 0.0)] {
        assert_near(seconds(&map, Drive, end, gate), 100.0 * 3.6 / 15.0 + PARK);
        assert_near(seconds(&map, Drive, gate, end), 100.0 * 3.6 / 15.0 + PARK);
    }
}

#[test]
fn pitfall_10_a_one_way_feeder_is_no_island() {
    let map = Map::new().road(1, 1, 2, 5000.0, "highway=unclassified").node(3, 0.0, 900.0).way(
        2,
        &[3, 1],
        "highway=unclassified oneway=yes",
    );
    let roads = map.roads(Drive);
    let link = roads.link(at(2.0, 60.0)).expect("joined");
    assert!(link.off_road_metres < 3.0, "{link:?}");
    assert!(!service_circle::network::RoadIndex::is_island(&roads.graph, &link));
    assert!(roads.graph.components().share_of_road(link.road) > 0.5);
}

#[test]
fn nodes_listed_twice_in_a_row_count_once() {
    let clean = Map::new().road(1, 1, 3, 100.0, "highway=service").network();
    let mut map = Map::new();
    for i in 1..=3i64 {
        map = map.node(i, (i - 1) as f64 * 100.0, 0.0);
    }
    let network = map.way(1, &[1, 1, 2, 2, 2, 3, 3], "highway=service").network();
    assert_eq!((network.junctions(), network.roads()), (2, 1));
    assert_eq!(network.length_mm(0), clean.length_mm(0));
}

#[test]
fn ferries_alone_are_no_network() {
    let map = Map::new().road(1, 1, 2, 5000.0, "route=ferry duration=00:20");
    let read = service_circle::import::osm::read_network(&map.xml(), &mut |_, _| {});
    assert_eq!(read.expect_err("no roads").code().as_str(), "network.empty");
}

#[test]
fn ways_over_the_antimeridian_are_left_out_and_told() {
    let xml = b"<osm version=\"0.6\"><node id=\"1\" lon=\"179.99\" lat=\"1\"/>\
        <node id=\"2\" lon=\"-179.99\" lat=\"1\"/><node id=\"3\" lon=\"179.98\" lat=\"1\"/>\
        <way id=\"1\"><nd ref=\"1\"/><nd ref=\"2\"/><tag k=\"highway\" v=\"service\"/></way>\
        <way id=\"2\"><nd ref=\"3\"/><nd ref=\"1\"/><tag k=\"highway\" v=\"service\"/></way></osm>";
    let network = service_circle::import::osm::read_network(xml, &mut |_, _| {}).expect("a road");
    assert_eq!(network.roads(), 1);
    assert!(network.skipped().iter().any(|s| s.reason == "acrossTheAntimeridian" && s.count == 1));
}

#[test]
fn settings_that_a_mode_has_no_use_for_are_refused() {
    let slow = ModeSettings { speed_kmh: Some(5.0), ..ModeSettings::default() };
    let error = ModeProfile::with(Drive, &slow).expect_err("cars have classes");
    assert_eq!((error.code().as_str(), error.place()), ("mode.setting", Some("speedKmh")));
}

#[test]
fn a_circle_over_half_a_country_still_fits_into_memory() {
    let map = Map::new()
        .road(1, 1, 2, 600_000.0, "highway=motorway oneway=no maxspeed=130")
        .node(5, 300_000.0, -300_000.0)
        .node(6, 300_000.0, 300_000.0)
        .way(2, &[5, 6], "highway=motorway oneway=no maxspeed=130");
    let roads = map.roads(Drive);
    let mut isochrone = Isochrone::new(&roads, Direction::From);
    let within = [Millis::from_minutes(240.0).expect("in range")];
    let bands = isochrone.draw(at(300_000.0, 0.0), &within, Shape::of(Drive)).expect("joined");
    let corners: usize = bands[0].polygons.iter().flatten().map(Vec::len).sum();
    assert!(corners > 4 && corners < 30_000, "{corners}");
}

/// A crossing of four roads, 100 m each: west 1, east 2, south 3, north 4, and a way round.
fn crossing(rules: &[(&str, i64, i64)]) -> Map {
    let mut map = Map::new()
        .node(1, -100.0, 0.0)
        .node(2, 100.0, 0.0)
        .node(3, 0.0, -100.0)
        .node(4, 0.0, 100.0)
        .node(5, 0.0, 0.0)
        .way(1, &[1, 5], "highway=unclassified")
        .way(2, &[5, 2], "highway=unclassified")
        .way(3, &[3, 5], "highway=unclassified")
        .way(4, &[5, 4], "highway=unclassified")
        .way(5, &[2, 4], "highway=unclassified");
    for (i, (tags, from, to)) in rules.iter().enumerate() {
        let members = [("way", *from, "from"), ("node", 5, "via"), ("way", *to, "to")];
        map = map.relation(100 + i as i64, &members, &format!("type=restriction {tags}"));
    }
    map
}

#[test]
fn pitfall_12_banned_turns_are_not_made_by_car() {
    let (west, east, north) = (at(-100.0, 0.0), at(100.0, 0.0), at(0.0, 100.0));
    let round = (200.0 + 20_000f64.sqrt()) * DRIVE + PARK;
    let open = crossing(&[]);
    assert_near(seconds(&open, Drive, west, north), 200.0 * DRIVE + PARK);
    let no_left = crossing(&[("restriction=no_left_turn", 1, 4)]);
    assert_near(seconds(&no_left, Drive, west, north), round);
    // Only this turn, only this way, only by car.
    assert_near(seconds(&no_left, Drive, west, east), 200.0 * DRIVE + PARK);
    assert_near(seconds(&no_left, Drive, north, west), 200.0 * DRIVE + PARK);
    assert_near(seconds(&no_left, Walk, west, north), 200.0 * WALK);
    let only = crossing(&[("restriction=only_straight_on", 1, 2)]);
    assert_near(seconds(&only, Drive, west, north), round);
    assert_near(seconds(&only, Drive, west, east), 200.0 * DRIVE + PARK);
    let excepted = crossing(&[("restriction=no_left_turn except=motorcar;bus", 1, 4)]);
    assert_near(seconds(&excepted, Drive, west, north), 200.0 * DRIVE + PARK);
    // Searched backward as well: more origins than targets.
    let column =
        travel_times::table(&no_left.roads(Drive), None, &[west, east], &[north], NO_CUTOFF)
            .expect("small");
    assert_near(column[0], round);
}

#[test]
fn pitfall_2_one_way_steps_ferries_and_footways_bind_walkers() {
    let (a, b) = (at(0.0, 0.0), at(200.0, 0.0));
    for tags in [
        "highway=steps oneway=yes",
        "highway=footway oneway:foot=yes",
        "highway=steps conveying=forward",
        "highway=residential foot:backward=no",
    ] {
        let map = Map::new().road(1, 1, 3, 100.0, tags);
        assert_near(seconds(&map, Walk, a, b), 200.0 * WALK);
        assert!(seconds(&map, Walk, b, a).is_nan(), "{tags}");
    }
    for tags in [
        "highway=pedestrian oneway=yes",
        "highway=footway oneway=yes",
        "highway=steps conveying=yes",
        "highway=residential oneway=yes oneway:foot=no",
        "highway=primary junction=roundabout",
    ] {
        let map = Map::new().road(1, 1, 3, 100.0, tags);
        assert_near(seconds(&map, Walk, b, a), 200.0 * WALK);
    }
    // A ferry is its timetable's.
    let on = ModeSettings { ferries: Some(true), ..ModeSettings::default() };
    let on = ModeProfile::with(Walk, &on).expect("valid");
    let map = Map::new()
        .road(1, 1, 3, 100.0, "highway=residential")
        .node(10, 3000.0, 0.0)
        .node(11, 3200.0, 0.0)
        .way(2, &[10, 11], "highway=residential")
        .way(3, &[3, 10], "route=ferry duration=00:20 oneway=yes");
    let roads = map.roads_with(&on);
    let far = at(3200.0, 0.0);
    let table = travel_times::table(&roads, None, &[a, far], &[a, far], NO_CUTOFF).expect("small");
    assert!(table[1].is_finite() && table[2].is_nan());
}

#[test]
fn pitfall_3_the_stronger_key_wins_for_every_mode() {
    let (a, b) = (at(-200.0, 0.0), at(1200.0, 0.0));
    let (short, long) = (1400.0, 1800.0);
    // For walking, cycling and driving: whether the shortcut is open.
    for (tags, open) in [
        ("access=no", [false, false, false]),
        ("access=private", [false, false, false]),
        ("access=no foot=designated", [true, false, false]),
        ("access=no vehicle=yes", [false, true, true]),
        ("vehicle=no", [true, false, false]),
        ("vehicle=no bicycle=yes", [true, true, false]),
        ("motor_vehicle=no", [true, true, false]),
        ("motor_vehicle=no motorcar=yes", [true, true, true]),
        ("vehicle=yes motor_vehicle=private", [true, true, false]),
        ("foot=no access=yes", [false, true, true]),
        ("access=permissive", [true, true, true]),
    ] {
        let map = shortcut(&format!("highway=unclassified {tags}"));
        let metres = open.map(|open| if open { short } else { long });
        assert_near(seconds(&map, Walk, a, b), metres[0] * WALK);
        assert_near(seconds(&map, Cycle, a, b), metres[1] * 0.3 + 30.0);
        assert_near(seconds(&map, Drive, a, b), metres[2] * DRIVE + PARK);
    }
}

#[test]
fn pitfall_4_each_barrier_binds_those_it_is_for() {
    let passes = |tags: &str, mode| {
        let map = Map::new()
            .node(1, 0.0, 0.0)
            .tagged_node(2, 100.0, 0.0, tags)
            .node(3, 200.0, 0.0)
            .way(1, &[1, 2, 3], "highway=service");
        seconds(&map, mode, at(0.0, 0.0), at(200.0, 0.0)).is_finite()
    };
    for (tags, open) in [
        ("barrier=gate", [true, true, false]),
        ("barrier=lift_gate", [true, true, false]),
        ("barrier=bollard", [true, true, false]),
        ("barrier=gate motor_vehicle=yes", [true, true, true]),
        ("barrier=gate access=private", [false, false, false]),
        ("barrier=gate access=private foot=yes", [true, false, false]),
        ("barrier=stile", [true, false, false]),
        ("barrier=toll_booth", [true, true, true]),
        ("barrier=cattle_grid", [true, true, true]),
        ("barrier=lift_gate railway=level_crossing", [true, true, true]),
    ] {
        assert_eq!(TravelMode::ALL.map(|mode| passes(tags, mode)), open, "{tags}");
    }
}

#[test]
fn pitfall_5_a_circle_grows_no_tail_over_the_water() {
    let map = Map::new()
        .road(1, 1, 3, 100.0, "highway=residential")
        .node(10, 1200.0, 0.0)
        .node(11, 1300.0, 0.0)
        .way(2, &[10, 11], "highway=residential")
        .way(3, &[3, 10], "route=ferry duration=00:02");
    let east = |profile: &ModeProfile| {
        let mut isochrone = Isochrone::new(&map.roads_with(profile), Direction::From);
        let within = [Millis::from_minutes(10.0).expect("in range")];
        let bands = isochrone.draw(at(0.0, 0.0), &within, Shape::of(Walk)).expect("joined");
        bands[0].polygons.iter().flatten().flatten().map(|p| p.0).fold(f64::MIN, f64::max)
    };
    assert!(east(&ModeProfile::of(Walk)) < at(300.0, 0.0).lng());
    let on = ModeSettings { ferries: Some(true), ..ModeSettings::default() };
    assert!(east(&ModeProfile::with(Walk, &on).expect("valid")) > at(1250.0, 0.0).lng());
}

#[test]
fn pitfall_7_the_piece_between_two_places_obeys_one_way_and_is_no_shortcut_back() {
    // Against a one-way street the way is all round the block.
    let map = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 1000.0, 0.0)
        .node(3, 1000.0, 500.0)
        .node(4, 0.0, 500.0)
        .way(1, &[1, 2], "highway=unclassified oneway=yes")
        .way(2, &[2, 3, 4, 1], "highway=unclassified name=Back");
    let (a, b) = (at(400.0, 0.0), at(450.0, 0.0));
    assert_near(seconds(&map, Drive, a, b), 50.0 * DRIVE + PARK);
    assert_near(seconds(&map, Drive, b, a), 2950.0 * DRIVE + PARK);
    // A bent road whose ends are joined by a shorter one: the ends are the shorter way.
    let bent = Map::new()
        .node(1, 0.0, 0.0)
        .node(2, 0.0, 900.0)
        .node(3, 100.0, 900.0)
        .node(4, 100.0, 0.0)
        .way(1, &[1, 2, 3, 4], "highway=residential")
        .way(2, &[4, 1], "highway=footway");
    let (west, east) = (at(0.0, 50.0), at(100.0, 50.0));
    assert_near(seconds(&bent, Walk, west, east), 200.0 * WALK);
}

#[test]
fn pitfall_12_turns_that_must_be_made_are_made_and_parking_takes_its_time() {
    // No delay at junctions is added to the classes' speeds, which hold it; the end of a trip costs
    // its parking, and that can be edited.
    let open = crossing(&[]);
    let (south, north) = (at(0.0, -100.0), at(0.0, 100.0));
    let profile = |seconds| {
        let settings = ModeSettings { fixed_seconds: Some(seconds), ..ModeSettings::default() };
        ModeProfile::with(Drive, &settings).expect("valid")
    };
    for fixed in [0.0, 120.0, 300.0] {
        let roads = open.roads_with(&profile(fixed));
        let table =
            travel_times::table(&roads, None, &[south], &[north], NO_CUTOFF).expect("small");
        assert_near(table[0], 200.0 * DRIVE + fixed);
    }
    // Turning left out of the south is banned, out of the north it is not: the way leads round by the
    // east and the north.
    let rule = crossing(&[("restriction=no_left_turn", 3, 1)]);
    let round = (400.0 + 20_000f64.sqrt()) * DRIVE + PARK;
    assert_near(seconds(&rule, Drive, south, at(-100.0, 0.0)), round);
    assert_near(seconds(&rule, Drive, north, at(-100.0, 0.0)), 200.0 * DRIVE + PARK);
    assert_near(seconds(&rule, Cycle, south, at(-100.0, 0.0)), 200.0 * 0.3 + 30.0);
}

#[test]
fn pitfall_13_cyclists_push_on_steps_and_ride_against_where_they_may() {
    let (a, b) = (at(0.0, 0.0), at(200.0, 0.0));
    let cycling = |tags: &str| {
        let map = Map::new().road(1, 1, 3, 100.0, tags);
        (seconds(&map, Cycle, a, b), seconds(&map, Cycle, b, a))
    };
    let ridden = 200.0 * 0.3 + 30.0;
    let pushed = |kmh: f64| 200.0 * 3.6 / kmh + 30.0;
    let push = pushed(ModeProfile::of(Cycle).push_kmh);
    for (tags, there, back) in [
        ("highway=residential", ridden, ridden),
        ("highway=residential oneway=yes", ridden, f64::NAN),
        ("highway=residential oneway=yes oneway:bicycle=no", ridden, ridden),
        ("highway=residential oneway=yes cycleway=opposite_lane", ridden, ridden),
        ("highway=residential oneway=yes cycleway:left:oneway=-1", ridden, ridden),
        ("highway=cycleway oneway=-1", f64::NAN, ridden),
        ("highway=residential bicycle=dismount", push, push),
        ("highway=footway", push, push),
        ("highway=footway bicycle=yes", ridden, ridden),
    ] {
        let (found_there, found_back) = cycling(tags);
        for (found, expected) in [(found_there, there), (found_back, back)] {
            assert!(
                (found - expected).abs() < 0.25 || (found.is_nan() && expected.is_nan()),
                "{tags}: {found}, not {expected}"
            );
        }
    }
    // Steps are never faster than pushing.
    assert!(cycling("highway=steps").0 >= push - 0.25);
}

#[test]
fn pitfall_14_tunnels_and_crossing_ways_join_only_at_shared_nodes() {
    let crossing = |shared: bool, tags: &str| {
        let map = Map::new()
            .node(1, 0.0, 0.0)
            .node(2, 600.0, 0.0)
            .node(3, 1200.0, 0.0)
            .node(7, 600.0, -500.0)
            .node(8, 600.0, 500.0)
            .way(1, &[1, 2, 3], "highway=residential");
        let nodes: &[i64] = if shared { &[7, 2, 8] } else { &[7, 8] };
        let map = map.way(2, nodes, &format!("highway=residential {tags}"));
        seconds(&map, Walk, at(0.0, 0.0), at(600.0, 500.0))
    };
    for tags in ["bridge=yes layer=1", "tunnel=yes layer=-1", ""] {
        assert!(crossing(false, tags).is_nan(), "{tags}");
        assert_near(crossing(true, tags), 1100.0 * WALK);
    }
}

#[test]
fn pitfall_15_ties_and_places_without_length_depend_on_nothing_but_the_map() {
    // Two equal ways round a block, and a road whose two nodes lie at one place.
    let nodes =
        [(1, 0.0, 0.0), (2, 200.0, 0.0), (3, 200.0, 200.0), (4, 0.0, 200.0), (5, 200.0, 200.0)];
    let ways: [(i64, &[i64]); 3] = [(1, &[1, 2, 3]), (2, &[1, 4, 3]), (3, &[3, 5])];
    let drawn = |order: [usize; 3]| {
        let map = nodes.iter().fold(Map::new(), |map, &(id, x, y)| map.node(id, x, y));
        order.iter().fold(map, |map, &w| map.way(ways[w].0, ways[w].1, "highway=service"))
    };
    let (a, b) = (at(0.0, 0.0), at(200.0, 200.0));
    let first = seconds(&drawn([0, 1, 2]), Walk, a, b);
    assert_near(first, 400.0 * WALK);
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        assert_eq!(seconds(&drawn(order), Walk, a, b).to_bits(), first.to_bits(), "{order:?}");
    }
    // The longest time that fits is a time; what is longer is not reached, and never wraps round.
    let far = Map::new().road(1, 1, 2, 300_000.0, "highway=residential");
    let slow = ModeSettings { speed_kmh: Some(0.5), ..ModeSettings::default() };
    let slow = ModeProfile::with(Walk, &slow).expect("valid");
    let time =
        travel_times::table(&far.roads_with(&slow), None, &[a], &[at(300_000.0, 0.0)], NO_CUTOFF);
    let time = time.expect("small")[0];
    assert!((time - 300_000.0 * 7.2).abs() < 2000.0, "{time}");
}
