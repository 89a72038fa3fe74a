//! How well isochrones follow the roads that are reached, measured on Malta and the Isle of Man.
//!
//! Of 1,000 points drawn uniformly in each circle's box plus 200 m: `too wide` is the share inside the
//! polygon yet farther than margin and resolution from every reached piece of road, `too narrow` the
//! share within the margin of one yet outside. Both are means over 50 circles of 15 minutes, with the
//! worst circle beside. `cargo test --test isochrone_quality -- --nocapture` prints the table.

#![allow(clippy::print_stdout, reason = "the table is what this test is read for")]

mod common;

use common::{Map, at};
use service_circle::frame::Frame;
use service_circle::import::osm;
use service_circle::network::{ModeProfile, ModeRoads, RoadLayers};
use service_circle::reach::isochrone::{Band, Isochrone, Shape};
use service_circle::reach::reached_roads::points_between;
use service_circle::units::{Direction, LngLat, Millis, Position, TravelMode};
use std::collections::HashMap;
use std::sync::Arc;

const CIRCLES: usize = 50;
const POINTS: usize = 1000;
/// Metres around a circle's box in which points are drawn too.
const AROUND: f64 = 200.0;
/// No mean may be above this share.
const MOST: f64 = 0.02;

const MALTA: &str = "www/public/demo/malta-2024-03-13.osm.pbf";
const ISLE_OF_MAN: &str = "tests/data/isle_of_man_2020-03-14.osm.pbf";

fn layers_of(file: &str) -> RoadLayers {
    let path = format!("{}/{file}", env!("CARGO_MANIFEST_DIR"));
    let bytes = std::fs::read(path).expect("the map is there");
    RoadLayers::new(Arc::new(osm::read_network(&bytes, &mut |_, _| {}).expect("a readable map")))
}

/// The same numbers on every machine (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// Junctions of the largest part of a mode's roads, drawn at random.
fn centres(roads: &ModeRoads, random: &mut Random) -> Vec<LngLat> {
    let network = &roads.network;
    let largest: Vec<u32> = (0..network.roads() as u32)
        .filter(|&road| roads.graph.components().is_largest(road))
        .collect();
    let one = |_| {
        let road = largest[(random.next() % largest.len() as u64) as usize];
        network.junction_at(network.ends(road)[0]).to_lng_lat()
    };
    (0..CIRCLES).map(one).collect()
}

/// Shares of the points that a circle holds wrongly.
#[derive(Clone, Copy, Default)]
struct Errors {
    too_wide: f64,
    too_narrow: f64,
}

fn measure(
    isochrone: &mut Isochrone,
    roads: &ModeRoads,
    centre: LngLat,
    random: &mut Random,
) -> Errors {
    let within = Millis::from_minutes(15.0).expect("in range");
    let shape = Shape::of(roads.graph.profile().base);
    let band = isochrone.draw(centre, &[within], shape).expect("joined").remove(0);
    let frame = Frame::around(centre.lat());
    let points = points_around(&band, &frame, random);
    let inside = held(&band, &points);
    let nearest = distances(isochrone, roads, centre, within, &points, &frame, shape);
    let share_of = |is_wrong: &dyn Fn(usize) -> bool| {
        (0..POINTS).filter(|&i| is_wrong(i)).count() as f64 / POINTS as f64
    };
    Errors {
        too_wide: share_of(&|i| inside[i] && nearest[i] > shape.margin + shape.resolution),
        too_narrow: share_of(&|i| !inside[i] && nearest[i] <= shape.margin),
    }
}

/// Points drawn uniformly in a circle's box and 200 m around it.
fn points_around(band: &Band, frame: &Frame, random: &mut Random) -> Vec<Position> {
    let corners = band.polygons.iter().flatten().flatten();
    let (mut low, mut high) = ([f64::INFINITY; 2], [f64::NEG_INFINITY; 2]);
    for &(lng, lat) in corners {
        low = [low[0].min(lng), low[1].min(lat)];
        high = [high[0].max(lng), high[1].max(lat)];
    }
    let (east, north) = frame.scale_at(frame.latitude());
    let around = [AROUND / east, AROUND / north];
    (0..POINTS)
        .map(|_| {
            let [lng, lat] = [0, 1].map(|axis| {
                let (from, to) = (low[axis] - around[axis], high[axis] + around[axis]);
                from + random.share() * (to - from)
            });
            Position::from_lng_lat(LngLat::new(lng, lat).expect("a place"))
        })
        .collect()
}

/// Which points lie inside: an odd number of edges to the west of them.
fn held(band: &Band, points: &[Position]) -> Vec<bool> {
    let mut by_lat: Vec<usize> = (0..points.len()).collect();
    by_lat.sort_by_key(|&i| points[i].lat_e7);
    let mut inside = vec![false; points.len()];
    for ring in band.polygons.iter().flatten() {
        for edge in ring.windows(2) {
            let (a, b) = (edge[0], edge[1]);
            let (low, high) = (a.1.min(b.1), a.1.max(b.1));
            let from = by_lat.partition_point(|&i| points[i].lat() < low);
            for &i in by_lat[from..].iter().take_while(|&&i| points[i].lat() < high) {
                let crossing = a.0 + (points[i].lat() - a.1) / (b.1 - a.1) * (b.0 - a.0);
                inside[i] ^= crossing < points[i].lng();
            }
        }
    }
    inside
}

/// Metres from each point to the nearest reached piece of road, infinite beyond margin + resolution.
fn distances(
    isochrone: &mut Isochrone,
    roads: &ModeRoads,
    centre: LngLat,
    within: Millis,
    points: &[Position],
    frame: &Frame,
    shape: Shape,
) -> Vec<f64> {
    let farthest = shape.margin + shape.resolution;
    let (east, north) = frame.scale_at(frame.latitude());
    // A tenth wider than needed, as a degree is not equally long all over the circle.
    let size = [farthest * 1.1 / east, farthest * 1.1 / north];
    let cell =
        |lng: f64, lat: f64| [(lng / size[0]).floor() as i64, (lat / size[1]).floor() as i64];
    let mut cells: HashMap<[i64; 2], Vec<usize>> = HashMap::new();
    for (i, p) in points.iter().enumerate() {
        cells.entry(cell(p.lng(), p.lat())).or_default().push(i);
    }
    let mut nearest = vec![f64::INFINITY; points.len()];
    let mut line = Vec::new();
    let pieces = isochrone.reached_roads(centre, within).expect("joined").to_vec();
    for piece in &pieces {
        points_between(&roads.network, piece, &mut line);
        for ends in line.windows(2) {
            let (a, b) = (ends[0], ends[1]);
            let low = cell(a.lng().min(b.lng()), a.lat().min(b.lat()));
            let high = cell(a.lng().max(b.lng()), a.lat().max(b.lat()));
            for x in low[0] - 1..=high[0] + 1 {
                for y in low[1] - 1..=high[1] + 1 {
                    for &i in cells.get(&[x, y]).into_iter().flatten() {
                        nearest[i] = nearest[i].min(to_line(frame, points[i], a, b));
                    }
                }
            }
        }
    }
    for metres in &mut nearest {
        *metres = if *metres > farthest { f64::INFINITY } else { *metres };
    }
    nearest
}

/// Metres from a point to a straight line.
fn to_line(frame: &Frame, p: Position, a: Position, b: Position) -> f64 {
    let (ax, ay) = frame.vector(p, a);
    let (bx, by) = frame.vector(p, b);
    let (dx, dy) = (bx - ax, by - ay);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (-(ax * dx + ay * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (ax + t * dx, ay + t * dy);
    (x * x + y * y).sqrt()
}

#[test]
fn isochrones_hold_what_is_near_a_reached_road_and_nothing_else() {
    println!(
        "area         mode   too wide: mean  worst   too narrow: mean  worst   (of 1,000 points, 50 circles)"
    );
    for (area, file) in [("Malta", MALTA), ("Isle of Man", ISLE_OF_MAN)] {
        let layers = layers_of(file);
        for mode in TravelMode::ALL {
            let roads = layers.roads_of(&ModeProfile::of(mode)).expect("roads");
            let mut random = Random(15);
            let mut isochrone = Isochrone::new(&roads, Direction::To);
            let found: Vec<Errors> = centres(&roads, &mut random)
                .into_iter()
                .map(|centre| measure(&mut isochrone, &roads, centre, &mut random))
                .collect();
            let mean = |of: fn(&Errors) -> f64| found.iter().map(of).sum::<f64>() / CIRCLES as f64;
            let worst = |of: fn(&Errors) -> f64| found.iter().map(of).fold(0.0, f64::max);
            let (wide, narrow) = (mean(|e| e.too_wide), mean(|e| e.too_narrow));
            println!(
                "{area:12} {:6} {:13.2} % {:5.1} % {:15.2} % {:5.1} %",
                mode.as_str(),
                wide * 100.0,
                worst(|e| e.too_wide) * 100.0,
                narrow * 100.0,
                worst(|e| e.too_narrow) * 100.0
            );
            assert!(wide < MOST && narrow < MOST, "{area} {mode:?}: {wide} {narrow}");
        }
    }
}

#[test]
fn the_measure_finds_a_wrong_polygon() {
    // The roads of 15 minutes beside the polygons of 12 and of 18: both must show.
    let map = Map::new().road(1, 1, 2, 10_000.0, "highway=residential");
    let roads = map.roads(TravelMode::Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::To);
    let centre = at(5000.0, 0.0);
    let shape = Shape::of(TravelMode::Walk);
    let frame = Frame::around(centre.lat());
    let minutes = |m: f64| Millis::from_minutes(m).expect("in range");
    let mut wrong = |drawn: f64| {
        let band = isochrone.draw(centre, &[minutes(drawn)], shape).expect("joined").remove(0);
        let points = points_around(&band, &frame, &mut Random(1));
        let inside = held(&band, &points);
        let nearest =
            distances(&mut isochrone, &roads, centre, minutes(15.0), &points, &frame, shape);
        let wide = (0..POINTS).filter(|&i| inside[i] && nearest[i].is_infinite()).count();
        let narrow = (0..POINTS).filter(|&i| !inside[i] && nearest[i] <= shape.margin).count();
        (wide, narrow)
    };
    assert!(wrong(18.0).0 > 20, "{:?}", wrong(18.0));
    assert!(wrong(12.0).1 > 20, "{:?}", wrong(12.0));
    assert_eq!(wrong(15.0).0, 0);
}

#[test]
fn margins_are_40_60_and_100_metres_unless_they_are_edited() {
    assert_eq!(
        TravelMode::ALL.map(|m| Shape::of(m).margin.to_bits()),
        [40.0f64, 60.0, 100.0].map(f64::to_bits)
    );
    let map = Map::new().road(1, 1, 2, 3000.0, "highway=residential");
    let roads = map.roads(TravelMode::Walk);
    let mut isochrone = Isochrone::new(&roads, Direction::To);
    let within = [Millis::from_minutes(5.0).expect("in range")];
    for margin in [15.0, 40.0, 90.0] {
        let shape = Shape::around(margin);
        let bands = isochrone.draw(at(1500.0, 0.0), &within, shape).expect("joined");
        let lats = || bands[0].polygons.iter().flatten().flatten().map(|p| p.1);
        let frame = Frame::around(30.0);
        let (_, north) = frame.scale_at(30.0);
        let height = (lats().fold(f64::MIN, f64::max) - lats().fold(f64::MAX, f64::min)) * north;
        assert!((height - 2.0 * margin).abs() <= shape.resolution, "{margin}: {height}");
    }
}

#[test]
fn no_gap_wider_than_two_margins_and_the_resolution_is_closed() {
    for mode in TravelMode::ALL {
        let shape = Shape::of(mode);
        let gap = 2.0 * shape.margin + shape.resolution + 1.0;
        for turn in [0.0f64, 0.3, 0.8, 1.2] {
            // Two embankments that only a bridge at their far end joins.
            let (sin, cos) = (turn.sin(), turn.cos());
            let place =
                |along: f64, across: f64| (along * cos - across * sin, along * sin + across * cos);
            let mut map = Map::new();
            for (id, along, across) in
                [(1, 0.0, 0.0), (2, 2000.0, 0.0), (3, 2000.0, gap), (4, 0.0, gap)]
            {
                let (x, y) = place(along, across);
                map = map.node(id, x, y);
            }
            let roads = map.way(1, &[1, 2, 3, 4], "highway=residential").roads(mode);
            let mut isochrone = Isochrone::new(&roads, Direction::From);
            let within = [Millis::from_minutes(60.0).expect("in range")];
            let (x, y) = place(300.0, 0.0);
            let bands = isochrone.draw(at(x, y), &within, shape).expect("joined");
            let river: Vec<Position> = (0..1500)
                .map(|along| {
                    let (x, y) = place(f64::from(along), gap / 2.0);
                    Position::from_lng_lat(at(x, y))
                })
                .collect();
            let inside = held(&bands[0], &river);
            assert!(!inside.contains(&true), "{mode:?} turned by {turn}");
            let banks = [place(500.0, 0.0), place(500.0, gap)];
            let banks = banks.map(|(x, y)| Position::from_lng_lat(at(x, y)));
            assert_eq!(held(&bands[0], &banks), [true, true]);
        }
    }
}

#[test]
fn bands_nest_on_real_roads() {
    let layers = layers_of(ISLE_OF_MAN);
    for mode in TravelMode::ALL {
        let roads = layers.roads_of(&ModeProfile::of(mode)).expect("roads");
        let mut isochrone = Isochrone::new(&roads, Direction::To);
        let within = [5.0, 10.0, 15.0].map(|m| Millis::from_minutes(m).expect("in range"));
        for centre in centres(&roads, &mut Random(3)).into_iter().take(8) {
            let bands = isochrone.draw(centre, &within, Shape::of(mode)).expect("joined");
            for pair in bands.windows(2) {
                let corners: Vec<Position> = pair[0]
                    .polygons
                    .iter()
                    .flatten()
                    .flatten()
                    .map(|&(lng, lat)| {
                        Position::from_lng_lat(LngLat::new(lng, lat).expect("on earth"))
                    })
                    .collect();
                assert!(!corners.is_empty());
                let frame = Frame::around(centre.lat());
                for (corner, inside) in corners.iter().zip(held(&pair[1], &corners)) {
                    assert!(inside || is_on_line(&pair[1], &frame, *corner), "{mode:?} {corner:?}");
                }
            }
        }
    }
}

/// Whether a point lies on a band's outline, but for the grain of its coordinates.
fn is_on_line(band: &Band, frame: &Frame, p: Position) -> bool {
    let place = |c: (f64, f64)| Position::from_lng_lat(LngLat::new(c.0, c.1).expect("on earth"));
    band.polygons
        .iter()
        .flatten()
        .flat_map(|ring| ring.windows(2))
        .any(|edge| to_line(frame, p, place(edge[0]), place(edge[1])) < 0.03)
}
