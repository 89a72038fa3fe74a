//! Which areas a place lies in: boxes in a tree, then the rings themselves.

use super::ring::{Area, holds};
use crate::units::Position;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// Areas that are asked which of them hold a place.
#[derive(Debug)]
pub(super) struct AreaIndex {
    areas: Vec<Area>,
    size: Vec<f64>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl AreaIndex {
    pub(super) fn new(areas: Vec<Area>) -> Self {
        let size = areas.iter().map(Area::size).collect();
        let point = |p: Position| [f64::from(p.lng_e7), f64::from(p.lat_e7)];
        let boxes = areas
            .iter()
            .enumerate()
            .filter(|(_, area)| !area.outer.is_empty())
            .map(|(i, area)| {
                let [south_west, north_east] = area.bounds();
                let corners = AABB::from_corners(point(south_west), point(north_east));
                GeomWithData::new(Rectangle::from_aabb(corners), i)
            })
            .collect();
        Self { areas, size, boxes: RTree::bulk_load(boxes) }
    }

    pub(super) fn areas(&self) -> &[Area] {
        &self.areas
    }

    /// Whether any area holds the place.
    pub(super) fn any_holds(&self, at: Position) -> bool {
        self.holding(at).next().is_some()
    }

    /// The smallest area that holds the place; of equal ones the first.
    pub(super) fn smallest(&self, at: Position) -> Option<usize> {
        self.holding(at).min_by(|a, b| self.size[*a].total_cmp(&self.size[*b]).then(a.cmp(b)))
    }

    fn holding(&self, at: Position) -> impl Iterator<Item = usize> {
        let point = [f64::from(at.lng_e7), f64::from(at.lat_e7)];
        self.boxes
            .locate_all_at_point(&point)
            .map(|found| found.data)
            .filter(move |i| self.areas.get(*i).is_some_and(|area| holds(area.rings(), at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_nested_areas_the_smallest_is_found() {
        let square = |half: i32| Area {
            outer: vec![
                [(-half, -half), (half, -half), (half, half), (-half, half), (-half, -half)]
                    .map(|(lng_e7, lat_e7)| Position { lng_e7, lat_e7 })
                    .to_vec(),
            ],
            inner: vec![],
        };
        let index = AreaIndex::new(vec![square(100), square(10), Area::default()]);
        let at = |x| Position { lng_e7: x, lat_e7: 0 };
        assert_eq!([5, 50, 500].map(|x| index.smallest(at(x))), [Some(1), Some(0), None]);
        assert!(index.any_holds(at(5)) && !index.any_holds(at(500)));
    }
}
