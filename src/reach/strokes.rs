//! The reached roads as straight strokes in metres, each in the first band that reaches it.

use super::reached_roads::ReachedPiece;
use crate::frame::Plane;
use crate::network::RoadNetwork;
use crate::units::{Millis, Position};

/// A point in metres east and north of the plane's centre.
pub(super) type Point = (f32, f32);

/// Two shares of a road's length this close are the same place.
const SAME_SHARE: f64 = 1e-9;

/// Strokes, band by band; memory is kept between uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Strokes {
    /// One list per band: what it adds to the bands before it.
    bands: Vec<Vec<(Point, Point)>>,
    line: Vec<Point>,
    covered: Vec<(f64, f64)>,
}

impl Strokes {
    /// Collects what is reached within each of some ascending times; bends of less than
    /// `tolerance` metres are drawn straight.
    ///
    /// A road that is cut where a time runs out is drawn in every band that changes it, whole
    /// stretches of it each time: later strokes hold earlier ones.
    pub(super) fn collect(
        &mut self,
        network: &RoadNetwork,
        pieces: &[ReachedPiece],
        within: &[Millis],
        plane: &Plane,
        tolerance: f32,
    ) {
        self.bands.resize_with(within.len(), Vec::new);
        self.bands.iter_mut().for_each(Vec::clear);
        for on_road in pieces.chunk_by(|a, b| a.road == b.road) {
            let mut drawn = 0.0;
            for (band, &within) in within.iter().enumerate() {
                cover(on_road, f64::from(within.0), &mut self.covered);
                let length: f64 = self.covered.iter().map(|(from, to)| to - from).sum();
                let is_place = on_road.len() == 1 && on_road[0].from >= on_road[0].to;
                if self.covered.is_empty() || (length <= drawn && !is_place) {
                    continue;
                }
                drawn = length;
                self.line.clear();
                let points = network.points(on_road[0].road);
                self.line.extend(points.map(|p| to_metres(plane, p)));
                straighten(&mut self.line, tolerance);
                let strokes = &mut self.bands[band];
                if let [(from, to)] = self.covered[..]
                    && from <= 0.0
                    && to >= 1.0
                {
                    strokes.extend(self.line.windows(2).map(|w| (w[0], w[1])));
                    break;
                }
                for &(from, to) in &self.covered {
                    draw_between(&self.line, from, to, strokes);
                }
            }
        }
    }

    /// What a band adds.
    pub(super) fn of_band(&self, band: usize) -> &[(Point, Point)] {
        &self.bands[band]
    }

    /// The box around all strokes: its south-west and north-east corner; `None` if there are none.
    pub(super) fn bounds(&self) -> Option<(Point, Point)> {
        let mut ends = self.bands.iter().flatten().flat_map(|(a, b)| [*a, *b]);
        let first = ends.next()?;
        // Plain comparisons: no number here is NaN, and minima that mind it are calls in wasm.
        let (mut low, mut high) = (first, first);
        for (x, y) in ends {
            low = (if x < low.0 { x } else { low.0 }, if y < low.1 { y } else { low.1 });
            high = (if x > high.0 { x } else { high.0 }, if y > high.1 { y } else { high.1 });
        }
        Some((low, high))
    }
}

fn to_metres(plane: &Plane, at: Position) -> Point {
    let (x, y) = plane.to_metres(at);
    (x as f32, y as f32)
}

/// Leaves out points that lie within a tolerance of the stroke over them.
fn straighten(line: &mut Vec<Point>, tolerance: f32) {
    /// So many points are passed over at most: every one is looked at again for the next.
    const MOST_PASSED: usize = 8;
    let mut kept = 0;
    let mut start = 0;
    while start + 1 < line.len() {
        let mut end = start + 1;
        while end + 1 < line.len() && end - start <= MOST_PASSED {
            let (a, b) = (line[start], line[end + 1]);
            if line[start + 1..=end].iter().any(|p| !is_near(*p, a, b, tolerance)) {
                break;
            }
            end += 1;
        }
        kept += 1;
        line[kept] = line[end];
        start = end;
    }
    line.truncate(kept + 1);
}

/// Whether a point lies within some metres of a stroke.
fn is_near(p: Point, a: Point, b: Point, metres: f32) -> bool {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let (px, py) = (p.0 - a.0, p.1 - a.1);
    let (squared, along) = (dx * dx + dy * dy, px * dx + py * dy);
    let reach = metres * metres;
    if along <= 0.0 {
        px * px + py * py <= reach
    } else if along >= squared {
        let (qx, qy) = (p.0 - b.0, p.1 - b.1);
        qx * qx + qy * qy <= reach
    } else {
        let across = px * dy - py * dx;
        across * across <= reach * squared
    }
}

/// The shares of a road that are reached until a time, in order, what touches joined.
fn cover(on_road: &[ReachedPiece], until: f64, covered: &mut Vec<(f64, f64)>) {
    covered.clear();
    for piece in on_road {
        let Some((from, to)) = reached_until(piece, until) else { continue };
        match covered.last_mut() {
            Some(last) if from <= last.1 + SAME_SHARE => {
                last.1 = if to > last.1 { to } else { last.1 };
            }
            _ => covered.push((from, to)),
        }
    }
}

/// The part of a piece that is reached until a time.
fn reached_until(piece: &ReachedPiece, until: f64) -> Option<(f64, f64)> {
    let (start, end) = (piece.start_ms, piece.end_ms);
    let (earliest, latest) = if start < end { (start, end) } else { (end, start) };
    if earliest > until {
        return None;
    }
    if latest <= until {
        return Some((piece.from, piece.to));
    }
    let share = (until - start) / (end - start);
    let cut = (piece.from + share * (piece.to - piece.from)).clamp(piece.from, piece.to);
    Some(if start < end { (piece.from, cut) } else { (cut, piece.to) })
}

/// Draws a line from one share of its length to another.
fn draw_between(line: &[Point], from: f64, to: f64, strokes: &mut Vec<(Point, Point)>) {
    let length = |w: &[Point]| {
        let (dx, dy) = (w[1].0 - w[0].0, w[1].1 - w[0].1);
        (dx * dx + dy * dy).sqrt()
    };
    let total: f32 = line.windows(2).map(length).sum();
    let (from, to) = (from as f32 * total, to as f32 * total);
    let mut passed = 0.0;
    for w in line.windows(2) {
        let length = length(w);
        let end = passed + length;
        if end >= from && passed <= to {
            let at = |metres: f32| {
                let share = if length > 0.0 { (metres - passed) / length } else { 0.0 };
                let share = share.clamp(0.0, 1.0);
                (w[0].0 + (w[1].0 - w[0].0) * share, w[0].1 + (w[1].1 - w[0].1) * share)
            };
            strokes.push((at(from), at(to)));
        }
        passed = end;
    }
}
