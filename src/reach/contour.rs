//! The line around everything within the margin of what was painted: nested for nested inputs.

use super::distance_grid::DistanceGrid;

/// A ring of points in metres of the grid's plane; closed, first point last again.
pub(super) type Ring = Vec<(f64, f64)>;

/// One connected part of a shape: its outer ring and its holes.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Part {
    /// Counter-clockwise.
    pub(super) outer: Ring,
    /// Clockwise.
    pub(super) holes: Vec<Ring>,
}

/// No crossing, no ring.
const NONE: u32 = u32::MAX;

/// Traces contours by marching squares; the workspace is kept between them.
///
/// Crossings are interpolated on the grid's lines, and where a cell is a saddle its two inner
/// corners are always kept apart: so a contour of smaller distances on the same grid holds every
/// one of larger ones.
#[derive(Clone, Debug, Default)]
pub(super) struct Contour {
    /// The crossing that follows each crossing; empty again after every trace. A crossing is named
    /// by its vertex times two, plus 1 if it lies on the line upward and not to the right.
    next: Vec<u32>,
    /// The ring through each crossing that the last trace found.
    ring_of: Vec<u32>,
    starts: Vec<u32>,
}

impl Contour {
    /// Everything within the margin of what has been painted.
    pub(super) fn trace(&mut self, grid: &DistanceGrid) -> Vec<Part> {
        self.link(grid);
        let mut parts: Vec<Part> = Vec::new();
        // Of each ring: the part it belongs to.
        let mut part_of: Vec<u32> = Vec::new();
        // Rings are met in row order by their lowest crossing to the right, so whatever bounds a
        // hole's row on the left is known when the hole is met.
        for start in std::mem::take(&mut self.starts) {
            if self.next[start as usize] == NONE {
                continue;
            }
            let ring = self.follow(grid, start, part_of.len() as u32);
            let is_hole = area(&ring) < 0.0;
            if is_hole {
                let owner = part_of[self.ring_left_of(grid, start) as usize];
                parts[owner as usize].holes.push(ring);
                part_of.push(owner);
            } else {
                part_of.push(parts.len() as u32);
                parts.push(Part { outer: ring, holes: Vec::new() });
            }
        }
        parts
    }

    /// From each grid line that the contour crosses to the next one it crosses, with the inside on
    /// the left; and all crossings to the right as possible starts, in row order.
    fn link(&mut self, grid: &DistanceGrid) {
        /// Per cell with inner corners as bits (south-west, south-east, north-east, north-west):
        /// the sides where the contour enters and leaves, in pairs; 4 = none. Side `i` lies
        /// between corner `i` and corner `i + 1`.
        const TURNS: [[usize; 4]; 16] = {
            let mut turns = [[4; 4]; 16];
            let mut case = 1;
            while case < 15 {
                let (mut side, mut found) = (0, 0);
                while side < 4 {
                    if case >> side & 1 == 1 && case >> ((side + 1) % 4) & 1 == 0 {
                        let mut out = side;
                        while case >> out & 1 == 1 || case >> ((out + 1) % 4) & 1 == 0 {
                            out = (out + 3) % 4;
                        }
                        turns[case][found] = side;
                        turns[case][found + 1] = out;
                        found += 2;
                    }
                    side += 1;
                }
                case += 1;
            }
            turns
        };
        let crossings = grid.columns() * grid.rows() * 2;
        if self.next.len() < crossings {
            self.next.resize(crossings, NONE);
            self.ring_of.resize(crossings, NONE);
        }
        self.starts.clear();
        let limit = grid.margin() * grid.margin();
        for row in 0..grid.rows().saturating_sub(1) {
            let (below, above) = (grid.row(row), grid.row(row + 1));
            let bits = |column: usize| {
                usize::from(below[column] <= limit) | usize::from(above[column] <= limit) << 3
            };
            let mut west = bits(0);
            for column in 0..grid.columns() - 1 {
                let east = bits(column + 1);
                // The next column's corners are this cell's eastern ones.
                let case = west | (east & 1) << 1 | (east & 8) >> 1;
                west = east;
                if case == 0 || case == 15 {
                    continue;
                }
                let right = ((row * grid.columns() + column) * 2) as u32;
                let above_right = right + grid.columns() as u32 * 2;
                let sides = [right, right + 3, above_right, right + 1];
                for pair in TURNS[case].as_chunks::<2>().0 {
                    if let [enter @ 0..4, leave] = *pair {
                        self.next[sides[enter] as usize] = sides[leave];
                    }
                }
                if (case & 1 == 1) != (case & 2 == 2) {
                    self.starts.push(right);
                }
            }
        }
    }

    /// The ring through a crossing, taken out of `next`.
    fn follow(&mut self, grid: &DistanceGrid, start: u32, number: u32) -> Ring {
        let limit = f64::from(grid.margin());
        let mut ring = Vec::new();
        let mut at = start;
        loop {
            let following = std::mem::replace(&mut self.next[at as usize], NONE);
            if following == NONE {
                break;
            }
            self.ring_of[at as usize] = number;
            ring.push(crossing(grid, at, limit));
            at = following;
        }
        ring.push(ring[0]);
        ring
    }

    /// The ring that bounds, on the left, the row of inner vertices which ends at a crossing.
    fn ring_left_of(&self, grid: &DistanceGrid, start: u32) -> u32 {
        let limit = grid.margin() * grid.margin();
        let vertex = start as usize / 2;
        let row = grid.row(vertex / grid.columns());
        let column = vertex % grid.columns();
        let inner = row[..=column].iter().rev().take_while(|d| **d <= limit).count();
        self.ring_of[(vertex - inner) * 2]
    }
}

/// Where the contour crosses a grid line, between an inner and an outer vertex.
fn crossing(grid: &DistanceGrid, line: u32, limit: f64) -> (f64, f64) {
    let vertex = line as usize / 2;
    let (column, row) = (vertex % grid.columns(), vertex / grid.columns());
    let is_up = line % 2 == 1;
    let here = grid.row(row)[column];
    let there = if is_up { grid.row(row + 1)[column] } else { grid.row(row)[column + 1] };
    let (a, b) = (f64::from(here).sqrt(), f64::from(there).sqrt());
    let share = ((limit - a) / (b - a)).clamp(0.0, 1.0);
    let (column, row) = (column as f64, row as f64);
    if is_up { grid.to_metres(column, row + share) } else { grid.to_metres(column + share, row) }
}

fn area(ring: &[(f64, f64)]) -> f64 {
    ring.windows(2).map(|w| w[0].0 * w[1].1 - w[1].0 * w[0].1).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> DistanceGrid {
        let mut grid = DistanceGrid::default();
        grid.reset((-500.0, -500.0), (500.0, 500.0), 40.0, 20.0);
        grid
    }

    /// Even–odd rule.
    fn surrounds(ring: &[(f64, f64)], (x, y): (f64, f64)) -> bool {
        let crossings = ring.windows(2).filter(|w| {
            let (a, b) = (w[0], w[1]);
            (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)
        });
        crossings.count() % 2 == 1
    }

    #[test]
    fn one_segment_gives_one_counter_clockwise_ring_of_the_margins_area() {
        for end in [(200.0, 0.0), (0.0, -200.0), (120.0, 160.0), (-160.0, 120.0)] {
            let mut grid = grid();
            grid.paint((0.0, 0.0), end);
            let parts = Contour::default().trace(&grid);
            assert_eq!(parts.len(), 1);
            assert!(parts[0].holes.is_empty());
            let expected = 200.0 * 80.0 + std::f64::consts::PI * 40.0 * 40.0;
            assert!((area(&parts[0].outer) / expected - 1.0).abs() < 0.02);
            assert_eq!(parts[0].outer.first(), parts[0].outer.last());
        }
    }

    #[test]
    fn a_block_keeps_its_hole_and_a_place_inside_it_is_a_part_of_its_own() {
        let mut grid = grid();
        for (near, far) in [(200.0, 200.0), (400.0, 400.0)] {
            let corners = [(-near, -near), (near, -near), (near, far), (-near, far)];
            for i in 0..4 {
                grid.paint(corners[i], corners[(i + 1) % 4]);
            }
        }
        grid.paint((0.0, 0.0), (0.0, 1.0));
        let parts = Contour::default().trace(&grid);
        assert_eq!(parts.len(), 3);
        for part in &parts {
            assert!(area(&part.outer) > 0.0);
            for hole in &part.holes {
                assert!(area(hole) < 0.0 && surrounds(&part.outer, hole[0]));
                assert!((area(hole).abs() - area(&part.outer)).abs() < 400.0 * 800.0);
            }
        }
        let mut holes: Vec<usize> = parts.iter().map(|p| p.holes.len()).collect();
        holes.sort_unstable();
        assert_eq!(holes, [0, 1, 1]);
    }

    #[test]
    fn what_is_painted_later_only_adds() {
        let (mut grid, mut contour) = (grid(), Contour::default());
        grid.paint((0.0, 0.0), (100.0, 30.0));
        let before = contour.trace(&grid);
        grid.paint((-50.0, 70.0), (100.0, 120.0));
        let after = contour.trace(&grid);
        for point in &before[0].outer {
            let inside = after.iter().any(|p| {
                surrounds(&p.outer, *point)
                    || p.outer.iter().any(|q| (q.0 - point.0).abs() + (q.1 - point.1).abs() < 1e-6)
            });
            assert!(inside, "{point:?}");
        }
    }
}
