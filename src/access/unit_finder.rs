//! In which of the smallest units a place lies.

use crate::facts::unit::holds;
use crate::facts::{StudyArea, UnitId};
use crate::frame::Frame;
use crate::units::Position;
use rstar::RTree;
use rstar::primitives::GeomWithData;
use std::sync::{Arc, OnceLock};

/// Finds units by their outlines, and by the nearest home where there is no outline.
#[derive(Debug)]
pub struct UnitFinder {
    area: Arc<StudyArea>,
    /// Of each ring of a smallest unit: the unit, west, south, east, north, and which ring it is.
    rings: Vec<(UnitId, [i32; 4], usize)>,
    homes: OnceLock<Homes>,
}

/// The demand points where they are from the first of them, in metres.
#[derive(Debug)]
struct Homes {
    frame: Frame,
    at: RTree<GeomWithData<[f64; 2], u32>>,
}

impl UnitFinder {
    /// Looks over the outlines; homes are sorted when they are first needed.
    pub fn new(area: &Arc<StudyArea>) -> Self {
        let units = area.units();
        let is_smallest = |unit: UnitId| units.get(unit).is_some_and(|u| u.level == 0);
        let mut rings: Vec<_> = units
            .outlines()
            .rings()
            .enumerate()
            .filter(|(_, (unit, _))| is_smallest(*unit))
            .map(|(i, (unit, ring))| (unit, bounds(ring), i))
            .collect();
        rings.sort_by_key(|(unit, _, ring)| (*unit, *ring));
        Self { area: Arc::clone(area), rings, homes: OnceLock::new() }
    }

    /// The smallest unit at a place: the first whose outline holds it, else that of the nearest
    /// demand point; `None` if there is neither.
    pub fn unit_at(&self, at: Position) -> Option<UnitId> {
        self.drawn_around(at).or_else(|| self.of_nearest_home(at))
    }

    fn drawn_around(&self, at: Position) -> Option<UnitId> {
        let outlines = self.area.units().outlines();
        for of_unit in self.rings.chunk_by(|a, b| a.0 == b.0) {
            let near = of_unit.iter().filter(|(_, [west, south, east, north], _)| {
                (*west..=*east).contains(&at.lng_e7) && (*south..=*north).contains(&at.lat_e7)
            });
            let holding = near.filter(|(_, _, ring)| {
                let range =
                    outlines.ring_start[*ring] as usize..outlines.ring_start[ring + 1] as usize;
                outlines.positions.get(range).is_some_and(|ring| holds(ring, at))
            });
            if holding.count() % 2 == 1 {
                return Some(of_unit[0].0);
            }
        }
        None
    }

    fn of_nearest_home(&self, at: Position) -> Option<UnitId> {
        let demand = self.area.demand();
        let origin = *demand.at().first()?;
        let metres = |frame: &Frame, at| <[f64; 2]>::from(frame.vector(origin, at));
        let homes = self.homes.get_or_init(|| {
            let frame = self.area.network().frame();
            let homes = (0..).zip(demand.at());
            let homes = homes.map(|(i, at)| GeomWithData::new(metres(&frame, *at), i));
            Homes { at: RTree::bulk_load(homes.collect()), frame }
        });
        // Of several equally near the first: which one the tree meets is not ours to say.
        let nearest = homes
            .at
            .nearest_neighbors(&metres(&homes.frame, at))
            .into_iter()
            .map(|home| home.data)
            .min()?;
        demand.unit().get(nearest as usize).copied()
    }
}

/// West, south, east and north of a ring.
fn bounds(ring: &[Position]) -> [i32; 4] {
    ring.iter().fold([i32::MAX, i32::MAX, i32::MIN, i32::MIN], |[w, s, e, n], p| {
        [w.min(p.lng_e7), s.min(p.lat_e7), e.max(p.lng_e7), n.max(p.lat_e7)]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_holds_what_is_inside() {
        let p = |lng_e7, lat_e7| Position { lng_e7, lat_e7 };
        let ring = [p(0, 0), p(100, 0), p(100, 100), p(50, 20), p(0, 100), p(0, 0)];
        for turned in [ring.to_vec(), ring.iter().rev().copied().collect()] {
            for (at, inside) in [
                (p(10, 10), true),
                (p(50, 60), false),
                (p(90, 60), true),
                (p(-5, 50), false),
                (p(105, 50), false),
            ] {
                assert_eq!(holds(&turned, at), inside, "{at:?}");
            }
        }
    }
}
