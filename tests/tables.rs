//! Tables in: the planner's own files, as they are found in practice.

mod common;

use common::{Map, at};
use service_circle::import::datum::{Datum, propose_by_roads};
use service_circle::units::TravelMode;

/// A town of streets 90 m apart, in blocks of unequal length.
fn town() -> Map {
    let mut map = Map::new();
    let east: Vec<f64> =
        (0..25).map(|i| f64::from(i) * 90.0 + f64::from(i * i % 7) * 6.0).collect();
    for row in 0..25i64 {
        for (column, x) in east.iter().enumerate() {
            map = map.node(row * 100 + column as i64 + 1, *x, row as f64 * 110.0);
        }
    }
    for line in 0..25i64 {
        let along: Vec<i64> = (0..25).map(|c| line * 100 + c + 1).collect();
        let across: Vec<i64> = (0..25).map(|r| r * 100 + line + 1).collect();
        map = map.way(line + 1, &along, "highway=residential");
        map = map.way(line + 101, &across, "highway=residential");
    }
    map
}

/// Doors 6 m from a street, 37 m apart.
fn doors() -> Vec<(f64, f64)> {
    let doors = (0..60).map(|i| at(f64::from(i) * 37.0, f64::from(i % 23) * 110.0 + 6.0));
    doors.map(|door| (door.lng(), door.lat())).collect()
}

#[test]
fn pitfall_16_the_datum_is_told_from_the_roads() {
    let roads = town().roads(TravelMode::Walk);
    for datum in Datum::ALL {
        let written: Vec<_> = doors().into_iter().map(|door| datum.from_wgs84(door)).collect();
        let proposal = propose_by_roads(&written, &roads);
        assert_eq!(proposal.datum, datum, "{proposal:?}");
        let off = proposal.median_metres[datum as usize].expect("near roads");
        assert!(off < 6.5, "{proposal:?}");
        // Taken as it stands, the file would be hundreds of metres away from where people live.
        let shift = |a: (f64, f64), b: (f64, f64)| {
            let plane = service_circle::frame::Plane::around(at(0.0, 0.0));
            let metres = |p: (f64, f64)| {
                let place = service_circle::units::LngLat::new(p.0, p.1).expect("a place");
                plane.to_metres(service_circle::units::Position::from_lng_lat(place))
            };
            let ((ax, ay), (bx, by)) = (metres(a), metres(b));
            ((ax - bx).powi(2) + (ay - by).powi(2)).sqrt()
        };
        let shifts = written.iter().zip(doors()).map(|(w, d)| shift(*w, d));
        let expected = match datum {
            Datum::Wgs84 => 0.0..=0.01,
            Datum::Gcj02 => 400.0..=600.0,
            Datum::Bd09 => 1000.0..=1300.0,
        };
        for shift in shifts {
            assert!(expected.contains(&shift), "{datum:?}: {shift}");
        }
    }
}
