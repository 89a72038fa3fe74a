//! Which areas a place lies in: boxes in a tree, then the rings themselves.

use super::ring::{Area, Edge, crosses, edges};
use crate::units::Position;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use std::ops::RangeInclusive;

/// Edges of an area in one strip of latitude.
const EDGES_PER_STRIP: usize = 8;

/// Areas that are asked which of them hold a place.
#[derive(Debug)]
pub(super) struct AreaIndex {
    areas: Vec<Area>,
    size: Vec<f64>,
    strips: Vec<Strips>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl AreaIndex {
    pub(super) fn new(areas: Vec<Area>) -> Self {
        let size = areas.iter().map(Area::size).collect();
        let strips = areas.iter().map(Strips::of).collect();
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
        Self { areas, size, strips, boxes: RTree::bulk_load(boxes) }
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
            .filter(move |i| self.strips.get(*i).is_some_and(|strips| strips.hold(at)))
    }
}

/// An area's edges by strips of latitude, so that a place meets only those near its own.
#[derive(Debug)]
struct Strips {
    south: i64,
    height: i64,
    /// From the south.
    edges: Vec<Vec<Edge>>,
}

impl Strips {
    fn of(area: &Area) -> Self {
        let [south_west, north_east] = area.bounds();
        let (south, north) = (i64::from(south_west.lat_e7), i64::from(north_east.lat_e7));
        let mut strips = Self { south, height: 1, edges: Vec::new() };
        let all = || area.rings().flat_map(edges);
        let total = all().count();
        let mut count = total / EDGES_PER_STRIP + 1;
        loop {
            strips.height = (north - south).max(0) / count as i64 + 1;
            // Edges that run through many strips would fill the memory.
            let entries: usize = all().map(|edge| strips.touched(edge).count()).sum();
            if count == 1 || entries <= 4 * total {
                break;
            }
            count /= 2;
        }
        strips.edges = vec![Vec::new(); count];
        for edge in all() {
            for strip in strips.touched(edge) {
                if let Some(edges) = strips.edges.get_mut(strip) {
                    edges.push(edge);
                }
            }
        }
        strips
    }

    fn touched(&self, edge: Edge) -> RangeInclusive<usize> {
        let [a, b] = edge.map(|p| self.strip(p));
        a.min(b)..=a.max(b)
    }

    fn strip(&self, at: Position) -> usize {
        ((i64::from(at.lat_e7) - self.south) / self.height).max(0) as usize
    }

    fn hold(&self, at: Position) -> bool {
        let here = self.edges.get(self.strip(at)).map(Vec::as_slice).unwrap_or_default();
        here.iter().filter(|edge| crosses(**edge, at)).count() % 2 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::super::ring::holds;
    use super::*;

    #[test]
    fn strips_say_what_the_rings_say() {
        let points = [(0, 0), (900, 0), (900, 950), (600, 1000), (600, 10), (30, 10), (30, 700)];
        let mut ring: Vec<Position> =
            points.map(|(lng_e7, lat_e7)| Position { lng_e7, lat_e7 }).to_vec();
        ring.push(ring[0]);
        let area = Area { outer: vec![ring.repeat(4)], inner: vec![] };
        let strips = Strips::of(&area);
        assert!(strips.edges.len() > 1);
        for x in (-10..1000).step_by(7) {
            for y in (-10..1010).step_by(7) {
                let at = Position { lng_e7: x, lat_e7: y };
                assert_eq!(strips.hold(at), holds(area.rings(), at), "{at:?}");
            }
        }
    }

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
