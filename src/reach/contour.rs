//! A grid of distances and the line around everything within a margin: nested for nested inputs.

/// A ring of points in metres of the grid's plane; closed, first point last again.
pub type Ring = Vec<(f64, f64)>;

/// One connected part of a shape: its outer ring and its holes.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Counter-clockwise.
    pub outer: Ring,
    /// Clockwise.
    pub holes: Vec<Ring>,
}

/// Distances at the vertices of a square grid, capped a little beyond the margin.
///
/// Segments are painted one by one; each vertex keeps the squared distance to the nearest. Distances only
/// shrink, so the shape only grows, and contours of later states hold those of earlier ones:
/// crossings are interpolated on the same grid lines, and where a cell is a saddle its two inner
/// corners are always kept apart.
#[derive(Clone, Debug)]
pub struct DistanceGrid {
    cell: f64,
    margin: f64,
    /// Grid coordinates of vertex (0, 0).
    origin: (i64, i64),
    columns: usize,
    rows: usize,
    squared: Vec<f32>,
}

impl DistanceGrid {
    /// A grid that holds everything within `margin` of a box, with lines at multiples of `cell`.
    pub fn around(low: (f64, f64), high: (f64, f64), margin: f64, cell: f64) -> Self {
        let first = |v: f64| ((v - margin) / cell).floor() as i64 - 1;
        let last = |v: f64| ((v + margin) / cell).ceil() as i64 + 1;
        let origin = (first(low.0), first(low.1));
        let columns = (last(high.0) - origin.0 + 1) as usize;
        let rows = (last(high.1) - origin.1 + 1) as usize;
        let cap = (margin + cell) as f32;
        Self { cell, margin, origin, columns, rows, squared: vec![cap * cap; columns * rows] }
    }

    /// Lowers the distances around a segment.
    pub fn paint(&mut self, a: (f64, f64), b: (f64, f64)) {
        let reach = self.margin + self.cell;
        let to_grid = |v: f64, origin: i64| v / self.cell - origin as f64;
        let span = |a: f64, b: f64, origin: i64, count: usize| {
            let low = to_grid(a.min(b) - reach, origin).ceil().max(0.0) as usize;
            let high = to_grid(a.max(b) + reach, origin).floor().max(0.0) as usize;
            low..(high + 1).min(count)
        };
        let rows = span(a.1, b.1, self.origin.1, self.rows);
        // In grid units, single precision: the grid is a few hundred cells wide.
        let (ax, ay) = (to_grid(a.0, self.origin.0) as f32, to_grid(a.1, self.origin.1) as f32);
        let (dx, dy) = (((b.0 - a.0) / self.cell) as f32, ((b.1 - a.1) / self.cell) as f32);
        let length = dx * dx + dy * dy;
        let per_length = if length > 0.0 { 1.0 / length } else { 0.0 };
        let scale = (self.cell * self.cell) as f32;
        let columns = span(a.0, b.0, self.origin.0, self.columns);
        for row in rows {
            let py = row as f32 - ay;
            let line = &mut self.squared[row * self.columns..][..self.columns];
            for (column, known) in line.iter_mut().enumerate().take(columns.end).skip(columns.start)
            {
                let px = column as f32 - ax;
                let t = ((px * dx + py * dy) * per_length).clamp(0.0, 1.0);
                let (ex, ey) = (px - t * dx, py - t * dy);
                let squared = (ex * ex + ey * ey) * scale;
                if squared < *known {
                    *known = squared;
                }
            }
        }
    }

    /// Everything within the margin of what has been painted.
    pub fn contour(&self) -> Vec<Part> {
        let rings = self.rings();
        let (outers, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|r| area(r) > 0.0);
        let mut parts: Vec<Part> =
            outers.into_iter().map(|outer| Part { outer, holes: Vec::new() }).collect();
        let boxes: Vec<_> = parts.iter().map(|p| (bounds(&p.outer), area(&p.outer))).collect();
        for hole in holes {
            let owner = (0..parts.len())
                .filter(|&i| {
                    let (low, high) = boxes[i].0;
                    let (x, y) = hole[0];
                    low.0 <= x && x <= high.0 && low.1 <= y && y <= high.1
                })
                .filter(|&i| surrounds(&parts[i].outer, hole[0]))
                .min_by(|&a, &b| boxes[a].1.total_cmp(&boxes[b].1));
            if let Some(owner) = owner {
                parts[owner].holes.push(hole);
            }
        }
        parts
    }

    /// Marching squares: from each grid line that the contour crosses to the next one it crosses,
    /// with the inside on the left.
    fn rings(&self) -> Vec<Ring> {
        const NONE: u32 = u32::MAX;
        let limit = (self.margin * self.margin) as f32;
        let is_in = |column: usize, row: usize| self.squared[row * self.columns + column] <= limit;
        // A crossing is named by its vertex and whether it lies on the line to the right (0) or up (1).
        let right = |column: usize, row: usize| ((row * self.columns + column) * 2) as u32;
        let up = |column: usize, row: usize| right(column, row) + 1;
        let mut next = vec![NONE; self.squared.len() * 2];
        let mut starts = Vec::new();
        for row in 0..self.rows - 1 {
            for column in 0..self.columns - 1 {
                let corners = [
                    is_in(column, row),
                    is_in(column + 1, row),
                    is_in(column + 1, row + 1),
                    is_in(column, row + 1),
                ];
                if corners[1..].iter().all(|c| *c == corners[0]) {
                    continue;
                }
                // Sides in counter-clockwise order, side `i` from corner `i` to corner `i + 1`.
                let sides = [
                    right(column, row),
                    up(column + 1, row),
                    right(column, row + 1),
                    up(column, row),
                ];
                for i in 0..4 {
                    // The contour enters the cell over a side on which one leaves the shape …
                    if corners[i] && !corners[(i + 1) % 4] {
                        // … and goes on to the side before it on which one comes back in.
                        let mut j = i;
                        while corners[j] || !corners[(j + 1) % 4] {
                            j = (j + 3) % 4;
                        }
                        next[sides[i] as usize] = sides[j];
                        starts.push(sides[i]);
                    }
                }
            }
        }
        let mut rings = Vec::new();
        for start in starts {
            let mut at = start;
            let mut ring = Vec::new();
            while next[at as usize] != NONE {
                let following = std::mem::replace(&mut next[at as usize], NONE);
                ring.push(self.crossing(at, limit));
                at = following;
            }
            if ring.len() > 2 {
                ring.push(ring[0]);
                rings.push(ring);
            }
        }
        rings
    }

    /// Where the contour crosses a grid line, between an inner and an outer vertex.
    fn crossing(&self, line: u32, limit: f32) -> (f64, f64) {
        let vertex = line as usize / 2;
        let is_up = line % 2 == 1;
        let other = if is_up { vertex + self.columns } else { vertex + 1 };
        let (a, b) =
            (f64::from(self.squared[vertex]).sqrt(), f64::from(self.squared[other]).sqrt());
        let share = ((f64::from(limit).sqrt() - a) / (b - a)).clamp(0.0, 1.0);
        let column = (vertex % self.columns) as f64 + self.origin.0 as f64;
        let row = (vertex / self.columns) as f64 + self.origin.1 as f64;
        let (x, y) = if is_up { (column, row + share) } else { (column + share, row) };
        (x * self.cell, y * self.cell)
    }
}

fn area(ring: &[(f64, f64)]) -> f64 {
    ring.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum::<f64>() / 2.0
}

fn bounds(ring: &[(f64, f64)]) -> ((f64, f64), (f64, f64)) {
    let first = (f64::INFINITY, f64::INFINITY);
    let last = (f64::NEG_INFINITY, f64::NEG_INFINITY);
    ring.iter().fold((first, last), |(low, high), p| {
        ((low.0.min(p.0), low.1.min(p.1)), (high.0.max(p.0), high.1.max(p.1)))
    })
}

/// Even–odd rule.
fn surrounds(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
    let crossings = ring.windows(2).filter(|w| {
        let (a, b) = (w[0], w[1]);
        (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
    });
    crossings.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> DistanceGrid {
        DistanceGrid::around((-500.0, -500.0), (500.0, 500.0), 40.0, 20.0)
    }

    #[test]
    fn one_segment_gives_one_counter_clockwise_ring_of_the_margins_area() {
        let mut grid = grid();
        grid.paint((0.0, 0.0), (200.0, 0.0));
        let parts = grid.contour();
        assert_eq!(parts.len(), 1);
        assert!(parts[0].holes.is_empty());
        let expected = 200.0 * 80.0 + std::f64::consts::PI * 40.0 * 40.0;
        assert!((area(&parts[0].outer) / expected - 1.0).abs() < 0.02);
        assert_eq!(parts[0].outer.first(), parts[0].outer.last());
    }

    #[test]
    fn a_block_keeps_its_hole_and_two_places_stay_two_parts() {
        let mut grid = grid();
        let corners = [(-200.0, -200.0), (200.0, -200.0), (200.0, 200.0), (-200.0, 200.0)];
        for i in 0..4 {
            grid.paint(corners[i], corners[(i + 1) % 4]);
        }
        grid.paint((0.0, 0.0), (0.0, 1.0));
        let parts = grid.contour();
        assert_eq!(parts.len(), 2);
        assert_eq!(parts.iter().map(|p| p.holes.len()).sum::<usize>(), 1);
    }

    #[test]
    fn what_is_painted_later_only_adds() {
        let mut grid = grid();
        grid.paint((0.0, 0.0), (100.0, 30.0));
        let before = grid.contour();
        grid.paint((-50.0, 70.0), (100.0, 120.0));
        let after = grid.contour();
        for point in &before[0].outer {
            let inside = after.iter().any(|p| {
                surrounds(&p.outer, *point)
                    || p.outer.iter().any(|q| (q.0 - point.0).abs() + (q.1 - point.1).abs() < 1e-6)
            });
            assert!(inside, "{point:?}");
        }
    }
}
