//! Rings and areas: ways joined end to end, and what lies inside them.

use crate::units::Position;

/// A closed line; its first point stands again at its end.
pub(super) type Ring = Vec<Position>;

/// An open or closed line between two nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    pub first: i64,
    pub last: i64,
    pub points: &'a [Position],
}

/// Joins lines end to end into rings; also says how many chains stayed open.
///
/// Where several lines meet in one node the first of them is taken: rings may then touch
/// themselves there, which changes nothing for what is inside.
pub(super) fn join(lines: &[Line<'_>]) -> (Vec<Ring>, usize) {
    let mut ends: Vec<(i64, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate().filter(|(_, l)| l.first != l.last) {
        ends.extend([(line.first, i), (line.last, i)]);
    }
    ends.sort_unstable();
    let mut used = vec![false; lines.len()];
    let (mut rings, mut open) = (Vec::new(), 0);
    for (i, line) in lines.iter().enumerate() {
        if std::mem::replace(&mut used[i], true) {
            continue;
        }
        let mut ring = line.points.to_vec();
        let mut end = line.last;
        while end != line.first {
            let from = ends.partition_point(|e| e.0 < end);
            let next =
                ends[from..].iter().take_while(|e| e.0 == end).map(|e| e.1).find(|&n| !used[n]);
            let Some(next) = next else { break };
            used[next] = true;
            let Line { first, last, points } = lines[next];
            if first == end {
                ring.extend(points.iter().skip(1));
                end = last;
            } else {
                ring.extend(points.iter().rev().skip(1));
                end = first;
            }
        }
        // Nodes that the file does not have may have broken the ring's ends.
        if end == line.first && ring.len() >= 4 && ring.first() == ring.last() {
            rings.push(ring);
        } else {
            open += 1;
        }
    }
    (rings, open)
}

/// Outer rings and holes.
#[derive(Clone, Debug, Default)]
pub(super) struct Area {
    pub outer: Vec<Ring>,
    pub inner: Vec<Ring>,
}

impl Area {
    pub(super) fn rings(&self) -> impl Iterator<Item = &[Position]> {
        self.outer.iter().chain(&self.inner).map(Vec::as_slice)
    }

    /// Size in square 1e-7 degrees.
    pub(super) fn size(&self) -> f64 {
        let sum = |rings: &[Ring]| rings.iter().map(|r| twice_area(r).abs()).sum::<f64>();
        ((sum(&self.outer) - sum(&self.inner)) / 2.0).max(0.0)
    }

    /// A place inside: the centre of the largest outer ring, or beside it the middle of the widest
    /// piece of that latitude that is inside.
    pub(super) fn place_inside(&self) -> Option<Position> {
        let largest =
            self.outer.iter().max_by(|a, b| twice_area(a).abs().total_cmp(&twice_area(b).abs()))?;
        let centre = centroid(largest);
        if holds(self.rings(), centre) {
            return Some(centre);
        }
        let mut crossings: Vec<i32> = Vec::new();
        for [a, b] in self.rings().flat_map(edges) {
            if (a.lat_e7 > centre.lat_e7) != (b.lat_e7 > centre.lat_e7) {
                let part = f64::from(centre.lat_e7 - a.lat_e7) / f64::from(b.lat_e7 - a.lat_e7);
                let lng = f64::from(a.lng_e7) + part * (f64::from(b.lng_e7) - f64::from(a.lng_e7));
                crossings.push(libm::round(lng) as i32);
            }
        }
        crossings.sort_unstable();
        let widest = crossings.as_chunks::<2>().0.iter().max_by_key(|[a, b]| b.abs_diff(*a));
        let beside = widest.map(|[a, b]| Position { lng_e7: a.midpoint(*b), ..centre });
        beside.or_else(|| largest.first().copied())
    }

    /// West, south, east and north.
    pub(super) fn bounds(&self) -> [Position; 2] {
        let mut south_west = Position { lng_e7: i32::MAX, lat_e7: i32::MAX };
        let mut north_east = Position { lng_e7: i32::MIN, lat_e7: i32::MIN };
        for p in self.outer.iter().flatten() {
            south_west.lng_e7 = south_west.lng_e7.min(p.lng_e7);
            south_west.lat_e7 = south_west.lat_e7.min(p.lat_e7);
            north_east.lng_e7 = north_east.lng_e7.max(p.lng_e7);
            north_east.lat_e7 = north_east.lat_e7.max(p.lat_e7);
        }
        [south_west, north_east]
    }
}

/// Two neighbours on a ring.
pub(super) type Edge = [Position; 2];

/// Whether a place lies inside an odd number of rings. A ring's border belongs to one of two rings
/// that share it, never to both.
pub(super) fn holds<'a>(rings: impl Iterator<Item = &'a [Position]>, at: Position) -> bool {
    rings.flat_map(edges).filter(|edge| crosses(*edge, at)).count() % 2 == 1
}

/// Whether the line from a place to the east crosses an edge; an edge that holds the place is not
/// crossed, whichever way it runs.
pub(super) fn crosses([a, b]: Edge, at: Position) -> bool {
    (a.lat_e7 > at.lat_e7) != (b.lat_e7 > at.lat_e7) && {
        let wide = |v: i32| i128::from(v);
        let cross = (wide(b.lng_e7) - wide(a.lng_e7)) * (wide(at.lat_e7) - wide(a.lat_e7))
            - (wide(b.lat_e7) - wide(a.lat_e7)) * (wide(at.lng_e7) - wide(a.lng_e7));
        if b.lat_e7 > a.lat_e7 { cross > 0 } else { cross < 0 }
    }
}

pub(super) fn edges(ring: &[Position]) -> impl Iterator<Item = Edge> {
    ring.windows(2).map(|pair| [pair[0], pair[1]])
}

/// Twice the signed size of a ring in square 1e-7 degrees, positive if it runs anticlockwise.
pub(super) fn twice_area(ring: &[Position]) -> f64 {
    moments(ring).0
}

fn centroid(ring: &[Position]) -> Position {
    let Some(origin) = ring.first() else { return Position::default() };
    let (area, x, y) = moments(ring);
    if area == 0.0 {
        return *origin;
    }
    let shifted = |from: i32, moment: f64| libm::round(f64::from(from) + moment / (3.0 * area));
    Position { lng_e7: shifted(origin.lng_e7, x) as i32, lat_e7: shifted(origin.lat_e7, y) as i32 }
}

/// Twice the area, and six times the first moments, seen from the first point.
fn moments(ring: &[Position]) -> (f64, f64, f64) {
    let Some(origin) = ring.first() else { return (0.0, 0.0, 0.0) };
    let seen = |p: Position| {
        (
            f64::from(p.lng_e7) - f64::from(origin.lng_e7),
            f64::from(p.lat_e7) - f64::from(origin.lat_e7),
        )
    };
    edges(ring).fold((0.0, 0.0, 0.0), |(area, x, y), [a, b]| {
        let ((ax, ay), (bx, by)) = (seen(a), seen(b));
        let cross = ax * by - bx * ay;
        (area + cross, x + (ax + bx) * cross, y + (ay + by) * cross)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(points: &[(i32, i32)]) -> Ring {
        let mut ring: Ring =
            points.iter().map(|&(lng_e7, lat_e7)| Position { lng_e7, lat_e7 }).collect();
        ring.push(ring[0]);
        ring
    }

    fn at(lng_e7: i32, lat_e7: i32) -> Position {
        Position { lng_e7, lat_e7 }
    }

    #[test]
    fn a_square_has_its_size_and_centre() {
        let area = Area { outer: vec![ring(&[(0, 0), (10, 0), (10, 10), (0, 10)])], inner: vec![] };
        assert!((area.size() - 100.0).abs() < 1e-9);
        assert_eq!(area.place_inside(), Some(at(5, 5)));
        assert_eq!(area.bounds(), [at(0, 0), at(10, 10)]);
    }

    #[test]
    fn a_horseshoe_and_a_ring_with_a_hole_have_a_place_inside() {
        let horseshoe =
            ring(&[(0, 0), (90, 0), (90, 100), (60, 100), (60, 10), (30, 10), (30, 100), (0, 100)]);
        let hole = ring(&[(30, 30), (70, 30), (70, 70), (30, 70)]);
        let square = ring(&[(0, 0), (100, 0), (100, 100), (0, 100)]);
        for (outer, inner) in [(horseshoe, vec![]), (square, vec![hole])] {
            let area = Area { outer: vec![outer], inner };
            let place = area.place_inside().expect("a place");
            assert!(holds(area.rings(), place), "{place:?}");
        }
    }

    #[test]
    fn a_shared_border_belongs_to_one_side() {
        let west = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);
        let east = ring(&[(10, 0), (20, 0), (20, 10), (10, 10)]);
        let north = ring(&[(0, 10), (20, 10), (20, 20), (0, 20)]);
        for y in 0..20 {
            for x in 0..20 {
                let inside = [&west, &east, &north]
                    .into_iter()
                    .filter(|r| holds(std::iter::once(r.as_slice()), at(x, y)));
                assert_eq!(inside.count(), 1, "{x} {y}");
            }
        }
    }

    #[test]
    fn lines_are_joined_whatever_their_direction_and_gaps_are_counted() {
        let points = [at(0, 0), at(10, 0), at(10, 10), at(0, 10)];
        let line = |a: usize, b: usize| (a as i64, b as i64, [points[a], points[b]]);
        let pieces = [line(0, 1), line(2, 1), line(2, 3), line(0, 3)];
        let lines: Vec<_> = pieces
            .iter()
            .map(|(first, last, points)| Line { first: *first, last: *last, points })
            .collect();
        let (rings, open) = join(&lines);
        assert_eq!((rings.len(), open), (1, 0));
        assert!((twice_area(&rings[0]).abs() - 200.0).abs() < 1e-9);
        let (rings, open) = join(&lines[..3]);
        assert_eq!((rings.len(), open), (0, 1));
    }
}
