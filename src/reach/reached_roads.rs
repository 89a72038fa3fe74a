//! The roads that are reached, cut where time runs out and split where two waves meet.

use super::wave::Wave;
use crate::network::{Link, RoadNetwork};
use crate::units::{Direction, Millis, Position};

/// A stretch of one road along which time is linear.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReachedPiece {
    /// The road piece.
    pub road: u32,
    /// Where the stretch begins, as a share of the road's length.
    pub from: f64,
    /// Where it ends; not before `from`.
    pub to: f64,
    /// Milliseconds at `from`.
    pub start_ms: f64,
    /// Milliseconds at `to`.
    pub end_ms: f64,
}

/// Reads the reached stretches off a wave; kept between uses, it is cleared by what was touched.
#[derive(Clone, Debug, Default)]
pub struct ReachedRoads {
    /// Time at which each road is entered, along (even) and against it (odd).
    entry: Vec<u32>,
    roads: Vec<u32>,
    cuts: Vec<f64>,
    pieces: Vec<ReachedPiece>,
}

impl ReachedRoads {
    /// An empty workspace.
    pub fn new() -> Self {
        Self::default()
    }

    /// All stretches that a wave reaches within its cut-off.
    pub fn read(&mut self, wave: &Wave) -> &[ReachedPiece] {
        self.pieces.clear();
        self.read_longer(wave, 0, |_, _| ());
        &self.pieces
    }

    /// Hands on the stretches of each road of some length in millimetres and more: a picture shows
    /// no shorter ones.
    pub(super) fn visit_longer(
        &mut self,
        wave: &Wave,
        least_mm: u32,
        mut visit: impl FnMut(u32, &[ReachedPiece]),
    ) {
        self.pieces.clear();
        self.read_longer(wave, least_mm, |road, pieces| {
            visit(road, pieces);
            pieces.clear();
        });
    }

    /// Appends the stretches road by road and shows them after each.
    fn read_longer(
        &mut self,
        wave: &Wave,
        least_mm: u32,
        mut after: impl FnMut(u32, &mut Vec<ReachedPiece>),
    ) {
        let network = &wave.roads().network;
        self.entry.resize(network.roads() * 2, u32::MAX);
        // A wide wave is read in the order things lie in memory, not in which it came by.
        if wave.is_wide() {
            wave.entered_in_order().for_each(|(arc_road, Millis(ms))| {
                let known = &mut self.entry[arc_road as usize];
                *known = if ms < *known { ms } else { *known };
            });
            let mut sources = wave.sources();
            for road in 0..network.roads() as u32 {
                let count = sources.iter().take_while(|s| s.road == road).count();
                let (on_road, rest) = sources.split_at(count);
                sources = rest;
                let pair = &mut self.entry[road as usize * 2..][..2];
                let entry = [Millis(pair[0]), Millis(pair[1])];
                pair.fill(u32::MAX);
                let is_reached = count > 0 || entry != [Millis::NEVER; 2];
                if is_reached && network.length_mm(road) >= least_mm {
                    self.read_road(wave, road, entry, on_road);
                    after(road, &mut self.pieces);
                }
            }
            return;
        }
        wave.entered().for_each(|(arc_road, Millis(ms))| self.enter(arc_road, ms));
        // A road can be reached at a source without either of its ends.
        for on_road in wave.sources().chunk_by(|a, b| a.road == b.road) {
            let road = on_road[0].road;
            if self.entry[road as usize * 2..][..2] == [u32::MAX; 2] {
                self.roads.push(road);
            }
        }
        let mut roads = std::mem::take(&mut self.roads);
        for road in roads.drain(..) {
            let pair = &mut self.entry[road as usize * 2..][..2];
            let entry = [Millis(pair[0]), Millis(pair[1])];
            pair.fill(u32::MAX);
            if network.length_mm(road) >= least_mm {
                self.read_road(wave, road, entry, wave.sources_on(road));
                after(road, &mut self.pieces);
            }
        }
        self.roads = roads;
    }

    fn enter(&mut self, arc_road: u32, ms: u32) {
        let pair = arc_road as usize & !1;
        if self.entry[pair] == u32::MAX && self.entry[pair + 1] == u32::MAX {
            self.roads.push(arc_road / 2);
        }
        let known = &mut self.entry[arc_road as usize];
        *known = (*known).min(ms);
    }

    /// The lower envelope of all waves on one road.
    fn read_road(&mut self, wave: &Wave, road: u32, entry: [Millis; 2], sources: &[Link]) {
        let graph = &wave.roads().graph;
        let ms =
            |time: Millis| if time == Millis::NEVER { f64::INFINITY } else { f64::from(time.0) };
        // Rising waves start at the left and move right; falling ones the other way. Leaving, one
        // rises along the road; travelling towards a source, its time rises against one's way.
        let rising = match wave.direction() {
            Direction::From => 0,
            Direction::To => 1,
        };
        let sides = [rising, 1 - rising];
        let slope = sides.map(|d| ms(graph.road_time(road, d)));
        let entry = sides.map(|d| ms(entry[d]));
        let fixed = f64::from(wave.fixed().0);
        let limit = f64::from(wave.cutoff().0) - fixed;
        let envelope = Envelope { road, slope, fixed, limit };
        // Nearly all roads hold no source.
        if sources.is_empty() {
            let from =
                |side: usize| if slope[side].is_finite() { entry[side] } else { f64::INFINITY };
            envelope.push((0.0, 1.0), (from(0), from(1)), &mut self.pieces);
            return;
        }
        self.cuts.clear();
        self.cuts.extend([0.0, 1.0]);
        self.cuts.extend(sources.iter().map(|s| s.share));
        self.cuts.sort_by(f64::total_cmp);
        self.cuts.dedup();
        // Time at `x` of the earliest wave on that side of it, entering at the road's end or at a
        // source.
        let earliest = |x: f64, side: usize| {
            let end = side as f64;
            let behind = |s: &f64| if side == 0 { *s <= x } else { *s >= x };
            let places = sources.iter().map(|s| (s.share, ms(s.off_road)));
            places
                .filter(|(share, _)| behind(share))
                .chain(std::iter::once((end, entry[side])))
                .filter(|_| slope[side].is_finite())
                .map(|(at, start)| start + slope[side] * (x - at).abs())
                .fold(f64::INFINITY, f64::min)
        };
        let first_piece = self.pieces.len();
        for cut in self.cuts.windows(2) {
            let starts = (earliest(cut[0], 0), earliest(cut[1], 1));
            envelope.push((cut[0], cut[1]), starts, &mut self.pieces);
        }
        // At the end of a one-way road a source reaches its own place and no more.
        for source in sources {
            let at = ms(source.off_road);
            let is_held = |p: &ReachedPiece| p.from <= source.share && source.share <= p.to;
            if at <= limit && !self.pieces[first_piece..].iter().any(is_held) {
                self.pieces.push(ReachedPiece {
                    road,
                    from: source.share,
                    to: source.share,
                    start_ms: at + fixed,
                    end_ms: at + fixed,
                });
            }
        }
    }
}

/// The two waves that cross a stretch of road: one rises along it, one falls.
struct Envelope {
    road: u32,
    /// Milliseconds over the whole road, of the rising and the falling wave.
    slope: [f64; 2],
    /// Time that every trip adds.
    fixed: f64,
    /// The cut-off without it.
    limit: f64,
}

impl Envelope {
    /// Adds what the waves reach between two shares of the road, given when they enter there: each
    /// stops at the other end, at the cut-off, or where they meet.
    fn push(&self, (a, b): (f64, f64), (left, right): (f64, f64), pieces: &mut Vec<ReachedPiece>) {
        let [up, down] = self.slope;
        let length = b - a;
        // Plain comparisons: no number here is NaN, and minima that mind it are calls in wasm.
        let least = |a: f64, b: f64| if a < b { a } else { b };
        let reach = |start: f64, slope: f64| {
            if start > self.limit {
                None
            } else if slope > 0.0 {
                Some(least((self.limit - start) / slope, length))
            } else {
                Some(length)
            }
        };
        let meet = if up + down > 0.0 {
            ((right - left + down * length) / (up + down)).clamp(0.0, length)
        } else {
            length
        };
        let from_left = reach(left, up).map(|r| if right.is_finite() { least(r, meet) } else { r });
        let from_right =
            reach(right, down).map(|r| if left.is_finite() { least(r, length - meet) } else { r });
        let mut push = |from: f64, to: f64, at_from: f64, at_to: f64| {
            pieces.push(ReachedPiece {
                road: self.road,
                from,
                to,
                start_ms: at_from + self.fixed,
                end_ms: at_to + self.fixed,
            });
        };
        if let Some(r) = from_left.filter(|r| *r > 0.0 || length <= 0.0) {
            push(a, a + r, left, left + up * r);
        }
        if let Some(r) = from_right.filter(|r| *r > 0.0) {
            push(b - r, b, right + down * r, right);
        }
    }
}

/// The points of a stretch of a road, with its two ends interpolated.
pub fn points_between(network: &RoadNetwork, piece: &ReachedPiece, into: &mut Vec<Position>) {
    into.clear();
    if piece.from <= 0.0 && piece.to >= 1.0 {
        into.extend(network.points(piece.road));
        return;
    }
    let frame = network.frame_of_road(piece.road);
    let total: f64 = {
        let points = network.points(piece.road);
        points.clone().zip(points.skip(1)).map(|(a, b)| frame.distance(a, b)).sum()
    };
    let (from, to) = (piece.from * total, piece.to * total);
    let mut passed = 0.0;
    let points = network.points(piece.road);
    for (a, b) in points.clone().zip(points.skip(1)) {
        let length = frame.distance(a, b);
        let end = passed + length;
        if end >= from && passed <= to && length > 0.0 {
            let at = |metres: f64| interpolate(a, b, ((metres - passed) / length).clamp(0.0, 1.0));
            for point in [at(from), at(to)] {
                if into.last() != Some(&point) {
                    into.push(point);
                }
            }
        }
        passed = end;
    }
    if into.len() == 1 {
        into.push(into[0]);
    }
}

fn interpolate(a: Position, b: Position, share: f64) -> Position {
    let between = |a: i32, b: i32| {
        let (a, b) = (f64::from(a), f64::from(b));
        libm::round(a + (b - a) * share) as i32
    };
    Position { lng_e7: between(a.lng_e7, b.lng_e7), lat_e7: between(a.lat_e7, b.lat_e7) }
}
