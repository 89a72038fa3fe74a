//! The heat surface beside the reached roads that it is painted from.

mod common;

use common::{Map, at};
use service_circle::frame::Plane;
use service_circle::import::osm;
use service_circle::network::{ModeProfile, ModeRoads, RoadLayers};
use service_circle::raster::RasterSpec;
use service_circle::reach::reached_roads::{ReachedPiece, ReachedRoads, points_between};
use service_circle::reach::{Wave, surface};
use service_circle::units::{Direction, LngLat, Millis, TravelMode};
use std::sync::Arc;

const ISLE_OF_MAN: &str = "tests/data/isle_of_man_2020-03-14.osm.pbf";

fn isle_of_man(mode: TravelMode) -> ModeRoads {
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(ISLE_OF_MAN);
    let bytes = std::fs::read(file).expect("the map is there");
    let network = osm::read_network(&bytes, &mut |_, _| {}).expect("a readable map");
    let layers = RoadLayers::new(Arc::new(network));
    layers.roads_of(&ModeProfile::of(mode)).expect("roads of the mode")
}

fn wave_from(roads: &ModeRoads, places: &[LngLat], minutes: f64) -> Wave {
    let mut wave = Wave::new(roads, Direction::To);
    let sources: Vec<_> = places.iter().filter_map(|at| roads.link(*at).ok()).collect();
    wave.run(&sources, Millis::from_minutes(minutes).expect("in range"));
    wave
}

/// The degrees of a picture's pixel, its middle.
fn middle([west, south, east, north]: [f64; 4], side: u32, column: u32, row: u32) -> LngLat {
    let share = |i: u32| (f64::from(i) + 0.5) / f64::from(side);
    // A few kilometres are as good as flat.
    let (lng, lat) = (west + share(column) * (east - west), north - share(row) * (north - south));
    LngLat::new(lng, lat).expect("on earth")
}

/// Metres from a place to a stretch, and the milliseconds at its nearest point.
fn nearest_on(plane: &Plane, roads: &ModeRoads, piece: &ReachedPiece) -> (f64, f64) {
    let mut points = Vec::new();
    points_between(&roads.network, piece, &mut points);
    let points: Vec<_> = points.iter().map(|p| plane.to_metres(*p)).collect();
    let length = |a: (f64, f64), b: (f64, f64)| (b.0 - a.0).hypot(b.1 - a.1);
    let total: f64 = points.windows(2).map(|w| length(w[0], w[1])).sum();
    let (mut best, mut passed) = ((f64::INFINITY, 0.0), 0.0);
    for w in points.windows(2) {
        let (a, b) = (w[0], w[1]);
        let (dx, dy, step) = (b.0 - a.0, b.1 - a.1, length(a, b));
        let t =
            if step > 0.0 { (-(a.0 * dx + a.1 * dy) / (step * step)).clamp(0.0, 1.0) } else { 0.0 };
        let metres = (a.0 + t * dx).hypot(a.1 + t * dy);
        if metres < best.0 {
            let share = if total > 0.0 { (passed + t * step) / total } else { 0.0 };
            best = (metres, piece.start_ms + share * (piece.end_ms - piece.start_ms));
        }
        passed += step;
    }
    best
}

#[test]
fn a_pixel_tells_the_minutes_of_the_nearest_reached_road() {
    const SIDE: u32 = 200;
    for mode in [TravelMode::Walk, TravelMode::Drive] {
        let roads = isle_of_man(mode);
        let bounds = [-4.52, 54.14, -4.45, 54.18];
        let places = [(-4.48, 54.15), (-4.50, 54.16), (-4.47, 54.175)];
        let places = places.map(|(lng, lat)| LngLat::new(lng, lat).expect("on earth"));
        let wave = wave_from(&roads, &places, 12.0);
        let spec = RasterSpec::new(bounds, SIDE, SIDE).expect("a picture");
        let mut reached = ReachedRoads::new();
        let minutes = surface::minutes(&wave, &mut reached, &spec);
        let pieces = reached.read(&wave).to_vec();
        let (across, down) = spec.metres_per_pixel();
        // Two pixels' diagonals, and what a chain of steps is longer than the straight line.
        let grain = 2.0 * across.hypot(down);
        let ms_per_metre = roads.graph.profile().off_road_ms_per_metre();
        let mut state = 7u32;
        let mut pixel = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % SIDE
        };
        let (mut near, mut far) = (0, 0);
        for _ in 0..800 {
            let (column, row) = (pixel(), pixel());
            let at = middle(bounds, SIDE, column, row);
            let plane = Plane::around(at);
            let found: Vec<_> = pieces.iter().map(|p| nearest_on(&plane, &roads, p)).collect();
            let nearest = found.iter().map(|f| f.0).fold(f64::INFINITY, f64::min);
            let shown = f64::from(minutes[(row * SIDE + column) as usize]) * 60_000.0;
            let slack = grain + nearest * 0.09;
            if nearest > 150.0 + slack {
                far += 1;
                assert!(!shown.is_finite(), "{mode:?} {at:?}: {shown} at {nearest} m");
            } else if nearest < 150.0 - slack {
                near += 1;
                let rivals = found.iter().filter(|f| f.0 <= nearest + 2.0 * slack);
                let times: Vec<f64> = rivals.map(|(m, ms)| ms + m * ms_per_metre).collect();
                let earliest = times.iter().copied().fold(f64::INFINITY, f64::min);
                let latest = times.iter().copied().fold(0.0, f64::max);
                let slack = slack * ms_per_metre;
                assert!(
                    (earliest - slack..=latest + slack).contains(&shown),
                    "{mode:?} {at:?}: {shown}, not {earliest} to {latest} at {nearest} m"
                );
            }
        }
        assert!(near > 80 && far > 40, "{near} near and {far} far");
    }
}

#[test]
fn a_road_is_felt_where_both_of_its_ends_are_outside_and_cut_where_time_ends() {
    // A street of 4 km that bends to the north in its middle.
    let network = Map::new().node(1, 0.0, 0.0).node(2, 2000.0, 700.0).node(3, 4000.0, 0.0).way(
        1,
        &[1, 2, 3],
        "highway=residential",
    );
    let roads = network.roads(TravelMode::Walk);
    let wave = wave_from(&roads, &[at(0.0, 0.0)], 20.0);
    // 1.6 km in 20 minutes: the bend is not reached.
    let around = |x: f64, y: f64| {
        let (low, high) = (at(x - 200.0, y - 200.0), at(x + 200.0, y + 200.0));
        [low.lng(), low.lat(), high.lng(), high.lat()]
    };
    let mut reached = ReachedRoads::new();
    let mut picture = |x: f64, y: f64| {
        let spec = RasterSpec::new(around(x, y), 101, 101).expect("a picture");
        surface::minutes(&wave, &mut reached, &spec)
    };
    let middle = 50 * 101 + 50;
    assert!(picture(2000.0, 700.0)[middle].is_infinite());
    let on_road = picture(1000.0, 350.0)[middle];
    let expected = 1000f64.hypot(350.0) / 80.0;
    assert!((f64::from(on_road) - expected).abs() < 0.15, "{on_road}, not {expected}");
    // Beside the road, as far as it is felt and beyond.
    assert!(picture(2000.0, 820.0)[middle].is_infinite());
    assert!(picture(2000.0, 880.0)[middle].is_nan());
}
