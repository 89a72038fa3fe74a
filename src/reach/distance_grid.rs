//! A grid of distances to painted lines: eight vertices at a time, and only near each line.

use super::strokes::Point;

/// Vertices that are painted together; a row is padded by as many, so that the last ones of a
/// line may be painted past its end.
const LANES: usize = 8;
/// Cells beyond which a slanting stroke is painted in halves.
const LONG: f32 = 4.0;

/// Squared distances at the vertices of a square grid, capped a little beyond the margin.
///
/// Strokes are painted one by one; each vertex keeps the squared distance to the nearest.
/// Distances only shrink, so what lies within the margin only grows.
///
/// Units: cells; single precision, as a grid is at most a few thousand cells wide.
#[derive(Clone, Debug, Default)]
pub(super) struct DistanceGrid {
    /// Metres of a cell's side.
    cell: f64,
    /// The margin in cells.
    margin: f32,
    /// Grid coordinates of vertex (0, 0).
    origin: (i64, i64),
    columns: usize,
    rows: usize,
    stride: usize,
    squared: Vec<f32>,
}

impl DistanceGrid {
    /// Makes it hold everything within `margin` of a box, with lines at multiples of `cell`, and
    /// nothing painted; memory is kept.
    ///
    /// Units: metres.
    pub(super) fn reset(&mut self, low: (f64, f64), high: (f64, f64), margin: f64, cell: f64) {
        let first = |v: f64| ((v - margin) / cell).floor() as i64 - 1;
        let last = |v: f64| ((v + margin) / cell).ceil() as i64 + 1;
        self.cell = cell;
        self.margin = (margin / cell) as f32;
        self.origin = (first(low.0), first(low.1));
        self.columns = (last(high.0) - self.origin.0 + 1) as usize;
        self.rows = (last(high.1) - self.origin.1 + 1) as usize;
        self.stride = self.columns + LANES;
        let cap = self.margin + 1.0;
        self.squared.clear();
        self.squared.resize(self.stride * self.rows, cap * cap);
    }

    /// Lowers the distances around a stroke, whose ends are in metres.
    pub(super) fn paint(&mut self, a: Point, b: Point) {
        let per_metre = (1.0 / self.cell) as f32;
        let (left, below) = (self.origin.0 as f32, self.origin.1 as f32);
        let to_cells = |p: Point| (p.0 * per_metre - left, p.1 * per_metre - below);
        self.paint_stroke(to_cells(a), to_cells(b));
    }

    /// Paints the whole box around a stroke; long slanting ones in halves, to keep boxes small.
    fn paint_stroke(&mut self, a: Point, b: Point) {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        if dx.abs() > LONG && dy.abs() > LONG {
            let middle = (a.0 + dx / 2.0, a.1 + dy / 2.0);
            self.paint_stroke(a, middle);
            self.paint_stroke(middle, b);
            return;
        }
        let reach = self.margin + 1.0;
        // The grid holds everything within reach, so no position is negative.
        let span = |from: f32, step: f32, count: usize| {
            let (low, high) = if step < 0.0 { (from + step, from) } else { (from, from + step) };
            ((low - reach) as i32 + 1, ((high + reach) as i32 + 1).min(count as i32))
        };
        let (first, last) = span(a.0, dx, self.columns);
        let (low, high) = span(a.1, dy, self.rows);
        let stroke = Stroke::along(dx, dy);
        let px = first as f32 - a.0;
        let padded = ((last - first).max(0) as usize).next_multiple_of(LANES);
        for row in low..high {
            let py = row as f32 - a.1;
            let mut px = px;
            let line = row as usize * self.stride + first as usize;
            for known in self.squared[line..line + padded].as_chunks_mut().0 {
                stroke.lower(known, px, py);
                px += LANES as f32;
            }
        }
    }

    /// Vertices a row.
    pub(super) fn columns(&self) -> usize {
        self.columns
    }

    /// Rows of vertices.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The vertices of a row: squared distances in cells.
    pub(super) fn row(&self, row: usize) -> &[f32] {
        &self.squared[row * self.stride..][..self.columns]
    }

    /// The margin in cells.
    pub(super) fn margin(&self) -> f32 {
        self.margin
    }

    /// Metres of fractional grid coordinates.
    pub(super) fn to_metres(&self, column: f64, row: f64) -> (f64, f64) {
        ((column + self.origin.0 as f64) * self.cell, (row + self.origin.1 as f64) * self.cell)
    }
}

/// A stroke as seen from its beginning: its direction and half its length, in cells.
struct Stroke {
    east: f32,
    north: f32,
    half: f32,
}

impl Stroke {
    fn along(dx: f32, dy: f32) -> Self {
        let length = (dx * dx + dy * dy).sqrt();
        if length > 0.0 {
            Self { east: dx / length, north: dy / length, half: length / 2.0 }
        } else {
            Self { east: 1.0, north: 0.0, half: 0.0 }
        }
    }

    /// Lowers the squared distances of neighbours in a row, the first of which lies at `px`, `py`.
    ///
    /// Sums, products and absolute values only: they become one instruction for several lanes
    /// everywhere, which clamping does not.
    #[inline]
    fn lower(&self, known: &mut [f32; LANES], px: f32, py: f32) {
        let middle = py * self.north - self.half;
        let beside = py * self.east;
        let mut found = [0.0f32; LANES];
        for (lane, found) in found.iter_mut().enumerate() {
            let px = px + lane as f32;
            // How far before or past the stroke's ends, twice; 0 beside it.
            let past = (px * self.east + middle).abs() - self.half;
            let past = past + past.abs();
            let across = px * self.north - beside;
            *found = across * across + 0.25 * (past * past);
        }
        for (known, found) in known.iter_mut().zip(found) {
            *known = if found < *known { found } else { *known };
        }
    }
}
