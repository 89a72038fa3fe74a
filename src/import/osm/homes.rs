//! Where people may live in each unit: buildings with their floor area, and residential streets.

use super::area_index::AreaIndex;
use super::gather::Building;
use super::subject::BuildingUse;
use super::units::Drawn;
use crate::frame::Frame;
use crate::network::{RoadClass, RoadNetwork};
use crate::units::Position;

/// Floors of a building that does not say how many it has.
const USUAL_LEVELS: f32 = 2.0;
/// Metres between points along a street.
const STREET_STEP: f64 = 50.0;

/// A place where people may live, and how many compared to others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Home {
    /// Position of the smallest unit in the study.
    pub unit: usize,
    /// The element it comes from: a letter and an id.
    pub of: (char, i64),
    /// Running number along the element, for points of streets.
    pub number: Option<u32>,
    pub at: Position,
    /// Square metres of floor, or metres of street.
    pub weight: f64,
}

/// The buildings in which people live, and what was left out.
#[derive(Debug, Default)]
pub(super) struct Homes {
    /// By unit, then element.
    pub buildings: Vec<Home>,
    /// Without a stated use, on ground that is hardly for homes.
    pub on_other_ground: usize,
    /// Not in any unit.
    pub outside: usize,
    /// With a number of floors of their own.
    pub with_levels: usize,
}

/// The residential buildings: those with a residential tag, and those without a stated use unless
/// they stand on other ground; floor area is footprint × floors.
pub(super) fn homes(
    buildings: &[Building],
    other_ground: &AreaIndex,
    drawn: &Drawn,
    frame: &Frame,
) -> Homes {
    let mut homes = Homes::default();
    for b in buildings {
        match b.tags.usage {
            BuildingUse::Other => continue,
            BuildingUse::Unstated if other_ground.any_holds(b.at) => {
                homes.on_other_ground += 1;
                continue;
            }
            BuildingUse::Unstated | BuildingUse::Homes => {}
        }
        let Some(unit) = drawn.unit_at(b.at) else {
            homes.outside += 1;
            continue;
        };
        homes.with_levels += usize::from(b.tags.levels.is_some());
        let (east, north) = frame.scale_at(b.at.lat());
        let footprint = b.size * 1e-14 * east * north;
        let weight = footprint * f64::from(b.tags.levels.unwrap_or(USUAL_LEVELS));
        homes.buildings.push(Home { unit, of: (b.letter, b.id), number: None, at: b.at, weight });
    }
    homes.buildings.sort_by_key(|h| (h.unit, h.of.0 == 'r', h.of.1));
    homes
}

/// Points every 50 m or so along residential streets of the units that are asked for, each with
/// the metres it stands for; by unit.
pub(super) fn street_points(
    network: &RoadNetwork,
    drawn: &Drawn,
    asked: impl Fn(usize) -> bool,
    frame: &Frame,
) -> Vec<Home> {
    let mut points: Vec<Home> = Vec::new();
    for road in 0..network.roads() as u32 {
        if !matches!(network.kind(road).class, RoadClass::Residential | RoadClass::LivingStreet) {
            continue;
        }
        let way = network.spans(road).first().map_or(0, |span| span.way);
        let line: Vec<Position> = network.points(road).collect();
        let length: f64 = line.windows(2).map(|p| frame.distance(p[0], p[1])).sum();
        let parts = libm::round(length / STREET_STEP).max(1.0);
        for part in 0..parts as u32 {
            let at = along(&line, length * (f64::from(part) + 0.5) / parts, frame);
            if let Some(unit) = drawn.unit_at(at).filter(|u| asked(*u)) {
                let weight = length / parts;
                points.push(Home { unit, of: ('w', way), number: None, at, weight });
            }
        }
    }
    points.retain(|p| p.weight > 0.0);
    // Numbered along each way over the whole study, so that codes are unique.
    points.sort_by_key(|p| p.of.1);
    let mut number = 0;
    for i in 0..points.len() {
        number = if i > 0 && points[i - 1].of == points[i].of { number + 1 } else { 1 };
        points[i].number = Some(number);
    }
    points.sort_by_key(|p| (p.unit, p.of.1, p.number));
    points
}

/// The place so many metres along a line.
fn along(line: &[Position], metres: f64, frame: &Frame) -> Position {
    let mut left = metres;
    for pair in line.windows(2) {
        let length = frame.distance(pair[0], pair[1]);
        if left <= length && length > 0.0 {
            let between = |a: i32, b: i32| {
                libm::round(f64::from(a) + (f64::from(b) - f64::from(a)) * left / length) as i32
            };
            return Position {
                lng_e7: between(pair[0].lng_e7, pair[1].lng_e7),
                lat_e7: between(pair[0].lat_e7, pair[1].lat_e7),
            };
        }
        left -= length;
    }
    line.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_along_a_line_is_at_its_distance() {
        let frame = Frame::around(35.9);
        let at = |x: i32, y: i32| Position { lng_e7: 145_000_000 + x, lat_e7: 359_000_000 + y };
        let line = [at(0, 0), at(10_000, 0), at(10_000, 0), at(10_000, 10_000)];
        let first = frame.distance(line[0], line[1]);
        assert_eq!(along(&line, first / 2.0, &frame), at(5_000, 0));
        let half_up = first + frame.distance(line[2], line[3]) / 2.0;
        assert_eq!(along(&line, half_up, &frame), at(10_000, 5_000));
        assert_eq!(along(&line, 1e9, &frame), line[3]);
    }
}
