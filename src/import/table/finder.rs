//! Finds units by code, and the smallest unit that a place lies in.

use crate::facts::unit::holds;
use crate::facts::{UnitId, Units};
use crate::frame::Frame;
use crate::units::Position;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::collections::HashMap;

/// A unit without an outline claims places no farther than this from its own, in metres.
const FARTHEST: f64 = 10_000.0;

/// Units by code and by place.
pub(super) struct UnitFinder<'u> {
    units: &'u Units,
    by_code: HashMap<&'u str, UnitId>,
    rings: Vec<(UnitId, &'u [Position])>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
    /// Places of smallest units without an outline, in metres east and north of nowhere.
    bare: RTree<GeomWithData<[f64; 2], UnitId>>,
    scale: (f64, f64),
}

impl<'u> UnitFinder<'u> {
    pub(super) fn new(units: &'u Units, frame: &Frame) -> Self {
        let list = units.all();
        let codes = list.iter().enumerate().map(|(i, u)| (u.code.as_str(), UnitId(i as u32)));
        let smallest = |id: UnitId| units.get(id).is_some_and(|u| u.level == 0);
        let rings: Vec<_> = units.outlines().rings().filter(|(id, _)| smallest(*id)).collect();
        let boxes = rings.iter().enumerate().map(|(i, (_, ring))| {
            let corners: Vec<[f64; 2]> = ring.iter().map(|p| [p.lng(), p.lat()]).collect();
            GeomWithData::new(Rectangle::from_aabb(AABB::from_points(&corners)), i)
        });
        let boxes = RTree::bulk_load(boxes.collect());
        let mut drawn = vec![false; list.len()];
        for (unit, _) in &rings {
            drawn[unit.index()] = true;
        }
        let scale = frame.scale_at(frame.latitude());
        let bare = list
            .iter()
            .zip(&drawn)
            .enumerate()
            .filter(|(_, (u, drawn))| u.level == 0 && !**drawn && u.at != Position::default());
        let bare = bare.map(|(i, (u, _))| {
            GeomWithData::new([u.at.lng() * scale.0, u.at.lat() * scale.1], UnitId(i as u32))
        });
        Self {
            units,
            by_code: codes.collect(),
            rings,
            boxes,
            bare: RTree::bulk_load(bare.collect()),
            scale,
        }
    }

    /// The unit of a code.
    pub(super) fn of_code(&self, code: &str) -> Option<UnitId> {
        self.by_code.get(code).copied()
    }

    /// The smallest unit at a place: the one whose outline holds it, else the nearest of those
    /// without an outline. Where there is only one smallest unit, it is everywhere.
    pub(super) fn at(&self, at: Position) -> Option<UnitId> {
        let point = [at.lng(), at.lat()];
        let envelope = AABB::from_point(point);
        let mut holding: Vec<(UnitId, usize)> = Vec::new();
        for found in self.boxes.locate_in_envelope_intersecting(&envelope) {
            let Some((unit, ring)) = self.rings.get(found.data) else { continue };
            if holds(ring, at) {
                match holding.iter_mut().find(|(of, _)| of == unit) {
                    Some((_, times)) => *times += 1,
                    None => holding.push((*unit, 1)),
                }
            }
        }
        let inside = holding.iter().filter(|(_, times)| times % 2 == 1).map(|(unit, _)| *unit);
        inside.min().or_else(|| self.nearest(at)).or_else(|| self.only())
    }

    fn nearest(&self, at: Position) -> Option<UnitId> {
        let point = [at.lng() * self.scale.0, at.lat() * self.scale.1];
        let mut near = self.bare.nearest_neighbor_iter_with_distance_2(&point).peekable();
        let (_, nearest) = *near.peek()?;
        let tied = near.take_while(|(_, d)| *d <= nearest).map(|(found, _)| found.data);
        tied.min().filter(|_| nearest <= FARTHEST * FARTHEST)
    }

    fn only(&self) -> Option<UnitId> {
        let mut smallest = self.units.all().iter().filter(|u| u.level == 0);
        let is_everywhere = smallest.next().is_some() && smallest.next().is_none();
        // Smallest units come first.
        (is_everywhere && self.rings.is_empty()).then_some(UnitId(0))
    }

    /// The smallest units that belong to a unit, in order.
    pub(super) fn below(&self, unit: UnitId) -> Vec<UnitId> {
        let ids = (0..self.units.len() as u32).map(UnitId);
        let is_smallest = |id: &UnitId| self.units.get(*id).is_some_and(|u| u.level == 0);
        let belongs = |id: &UnitId| self.units.with_parents(*id).any(|above| above == unit);
        ids.filter(|id| is_smallest(id) && belongs(id)).collect()
    }
}
