//! The heat surface of minutes: travel times along roads, carried on to the land beside them.

use super::reached_roads::{ReachedPiece, ReachedRoads};
use super::strokes::{Point, straighten};
use super::wave::Wave;
use crate::raster::RasterSpec;
use crate::units::Millis;

/// How far from a road the surface reaches, in metres.
const SPREAD_METRES: f64 = 150.0;
/// A frame of so many pixels at most: pictures that show less than 25 cm a pixel feel less land.
const WIDEST_FRAME: f64 = 640.0;
/// Bends of less than this share of a pixel are drawn straight.
const TOLERANCE: f32 = 0.25;

/// Minutes from every pixel near a road to the wave's nearest source (or from it).
///
/// Units: minutes. Shape: row-major, north up. NaN = no road of the mode within 150 m; infinite =
/// a road is there and no source is within the wave's cut-off.
pub fn minutes(wave: &Wave, reached: &mut ReachedRoads, spec: &RasterSpec) -> Vec<f32> {
    let network = &wave.roads().network;
    let graph = &wave.roads().graph;
    let mut times = Field::new(spec, wave.cutoff());
    let mut projector = spec.projector();
    // Roads shorter than a pixel show by their junctions, drawn in the order they lie on the map.
    let mut earliest = vec![Millis::NEVER; network.junctions()];
    for (state, time) in wave.reached() {
        let known = &mut earliest[graph.junction_of(state) as usize];
        *known = (*known).min(time);
    }
    let fixed = wave.fixed();
    for (junction, &time) in earliest.iter().enumerate().filter(|(_, t)| **t != Millis::NEVER) {
        let (x, y) = projector.pixel(network.junction_at(junction as u32));
        times.draw_point((x as f32, y as f32), time.plus(fixed).0 as f32);
    }
    let (across, down) = spec.metres_per_pixel();
    let pixel_mm = (across.min(down) * 1000.0).min(1e9) as u32;
    let mut line: Vec<Point> = Vec::new();
    let mut project = |road: u32, line: &mut Vec<Point>| {
        line.clear();
        line.extend(network.points(road).map(|p| {
            let (x, y) = projector.pixel(p);
            (x as f32, y as f32)
        }));
        straighten(line, TOLERANCE);
    };
    let mut is_drawn = vec![false; network.roads()];
    for on_road in reached.read_longer(wave, pixel_mm).chunk_by(|a, b| a.road == b.road) {
        let road = on_road[0].road;
        let share: f64 = on_road.iter().map(|p| p.to - p.from).sum();
        is_drawn[road as usize] = share > 1.0 - 1e-9;
        project(road, &mut line);
        times.draw_road(&line, on_road);
    }
    times.spread();
    // Where a road is near and none in time.
    let mut roads = Field::new(spec, Millis::ZERO);
    for road in 0..network.roads() as u32 {
        let shows = network.length_mm(road) >= pixel_mm
            || network.ends(road).iter().any(|&j| earliest[j as usize] == Millis::NEVER);
        if shows && graph.is_open(road) && !is_drawn[road as usize] {
            project(road, &mut line);
            let whole = ReachedPiece { road, from: 0.0, to: 1.0, start_ms: 0.0, end_ms: 0.0 };
            roads.draw_road(&line, &[whole]);
        }
    }
    roads.spread();
    let ms_per_metre = graph.profile().off_road_ms_per_metre() as f32;
    let mut minutes = Vec::with_capacity(spec.width() * spec.height());
    for row in 0..spec.height() {
        let pixels = times.row(row).iter().zip(roads.row(row));
        minutes.extend(pixels.map(|(&pixel, &road)| match (times.read(pixel), roads.read(road)) {
            (Some((metres, ms)), _) => (ms + metres * ms_per_metre) / 60_000.0,
            (None, Some(_)) => f32::INFINITY,
            (None, None) => f32::NAN,
        }));
    }
    minutes
}

/// For every pixel the distance to the nearest drawn road, and the time there.
///
/// Both are one number, the distance in the upper bits: the smaller number is the nearer road, and
/// at the same distance the earlier time. Taking the smaller of whole numbers is one instruction
/// for several pixels.
///
/// Shape: row-major with a frame around the picture as wide as a road beside it is felt, so that
/// pictures of neighbouring land agree.
struct Field {
    stride: usize,
    rows: usize,
    frame: usize,
    /// Steps across, down and diagonally, in distance.
    steps: [u32; 3],
    /// Milliseconds of a unit of time.
    grain: f32,
    pixels: Vec<u32>,
    is_empty: bool,
}

impl Field {
    const TIME_BITS: u32 = 20;
    const PER_METRE: f64 = 10.0;

    /// Nothing drawn yet; times up to a cut-off can be.
    fn new(spec: &RasterSpec, cutoff: Millis) -> Self {
        let (across, down) = spec.metres_per_pixel();
        let frame = (SPREAD_METRES / across.min(down)).min(WIDEST_FRAME) as usize + 2;
        let (stride, rows) = (spec.width() + 2 * frame, spec.height() + 2 * frame);
        let diagonal = (across * across + down * down).sqrt();
        let step = |metres: f64| {
            let units = libm::round(metres * Self::PER_METRE).clamp(1.0, 4094.0);
            (units as u32) << Self::TIME_BITS
        };
        Self {
            stride,
            rows,
            frame,
            steps: [across, down, diagonal].map(step),
            grain: ((cutoff.0 >> (Self::TIME_BITS - 1)) + 1) as f32,
            pixels: vec![u32::MAX; stride * rows],
            is_empty: true,
        }
    }

    /// The pixels of a row of the picture.
    fn row(&self, row: usize) -> &[u32] {
        &self.pixels[(row + self.frame) * self.stride..][self.frame..self.stride - self.frame]
    }

    /// A pixel's metres to a road and the milliseconds there; `None` too far from any.
    fn read(&self, pixel: u32) -> Option<(f32, f32)> {
        let farthest = (SPREAD_METRES * Self::PER_METRE) as u32;
        let distance = pixel >> Self::TIME_BITS;
        let time = pixel & ((1 << Self::TIME_BITS) - 1);
        let metres = distance as f32 / Self::PER_METRE as f32;
        (distance <= farthest).then_some((metres, time as f32 * self.grain))
    }

    /// Draws one place.
    fn draw_point(&mut self, at: Point, ms: f32) {
        let frame = self.frame as f32;
        let (x, y) = (at.0 + frame, at.1 + frame);
        let is_inside =
            x >= 1.0 && y >= 1.0 && x < (self.stride - 1) as f32 && y < (self.rows - 1) as f32;
        if is_inside {
            let pixel = &mut self.pixels[y as u32 as usize * self.stride + x as u32 as usize];
            *pixel = (*pixel).min((ms / self.grain) as u32);
            self.is_empty = false;
        }
    }

    /// Draws the stretches of a road along its line, time linear along each.
    fn draw_road(&mut self, line: &[Point], pieces: &[ReachedPiece]) {
        let frame = self.frame as f32;
        let is_outside = |of: fn(&Point) -> f32, size: usize| {
            let end = size as f32 - frame;
            line.iter().all(|p| of(p) < -frame) || line.iter().all(|p| of(p) >= end)
        };
        if is_outside(|p| p.0, self.stride) || is_outside(|p| p.1, self.rows) {
            return;
        }
        let length = |w: &[Point]| {
            let (dx, dy) = (w[1].0 - w[0].0, w[1].1 - w[0].1);
            (dx * dx + dy * dy).sqrt()
        };
        let total: f32 = line.windows(2).map(length).sum();
        for piece in pieces {
            let (from, to) = (piece.from as f32 * total, piece.to as f32 * total);
            let (start, end) = (piece.start_ms as f32, piece.end_ms as f32);
            let rate = if to > from { (end - start) / (to - from) } else { 0.0 };
            let mut passed = 0.0;
            for w in line.windows(2) {
                let length = length(w);
                let (a, b) = (from.max(passed), to.min(passed + length));
                if a <= b {
                    let per_length = if length > 0.0 { 1.0 / length } else { 0.0 };
                    let share = |at: f32| (at - passed) * per_length;
                    let ms = |at: f32| start + (at - from) * rate;
                    self.draw(w, (share(a), share(b)), (ms(a), ms(b)));
                }
                passed += length;
            }
        }
    }

    /// Draws a straight stretch from one share of it to another, a pixel a step.
    fn draw(&mut self, stroke: &[Point], (from, to): (f32, f32), (start, end): (f32, f32)) {
        let (a, b) = (stroke[0], stroke[1]);
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        // Only what lies in the frame: seen from near, a road is millions of pixels long.
        let rate = if to > from { (end - start) / (to - from) } else { 0.0 };
        let (mut low, mut high) = (from, to);
        for (at, delta, size) in [(a.0, dx, self.stride), (a.1, dy, self.rows)] {
            let frame = self.frame as f32;
            let (first, last) = (-frame - at, size as f32 - frame - at);
            if delta.abs() > 1.0 {
                let (enter, leave) = (first / delta, last / delta);
                low = low.max(enter.min(leave));
                high = high.min(enter.max(leave));
            }
        }
        if low > high {
            return;
        }
        let (start, end) = (start + rate * (low - from), start + rate * (high - from));
        let (from, to) = (low, high);
        let steps = (dx.abs().max(dy.abs()) * (to - from)) as u32 + 1;
        let (step, rate) = ((to - from) / steps as f32, (end - start) / steps as f32);
        for i in 0..=steps {
            let share = from + step * i as f32;
            self.draw_point((a.0 + dx * share, a.1 + dy * share), start + rate * i as f32);
        }
    }

    /// Carries distance and time to the land around in two sweeps over the eight neighbours: the
    /// nearest reached road decides, as it does for people who live there.
    fn spread(&mut self) {
        if self.is_empty {
            return;
        }
        for row in 1..self.rows {
            self.sweep_row(row, row - 1, false);
        }
        for row in (0..self.rows - 1).rev() {
            self.sweep_row(row, row + 1, true);
        }
    }

    /// Takes over from the row before, then along the row.
    fn sweep_row(&mut self, row: usize, before: usize, backward: bool) {
        let [across, down, diagonal] = self.steps;
        let inner = self.stride - 2;
        let (known, near) = rows(&mut self.pixels, self.stride, row, before);
        let known = &mut known[1..=inner];
        let further = |pixel: u32, step: u32| pixel.min(u32::MAX - step) + step;
        for (offset, step) in [(0, diagonal), (1, down), (2, diagonal)] {
            for (known, near) in known.iter_mut().zip(&near[offset..offset + inner]) {
                *known = (*known).min(further(*near, step));
            }
        }
        let mut near = u32::MAX;
        let mut visit = |known: &mut u32| {
            near = (*known).min(further(near, across));
            *known = near;
        };
        if backward {
            known.iter_mut().rev().for_each(&mut visit);
        } else {
            known.iter_mut().for_each(&mut visit);
        }
    }
}

/// A row to be changed, and the one beside it.
fn rows(of: &mut [u32], stride: usize, row: usize, beside: usize) -> (&mut [u32], &[u32]) {
    let (low, high) = of.split_at_mut(row.max(beside) * stride);
    let low = &mut low[row.min(beside) * stride..];
    if row > beside { (high, low) } else { (low, high) }
}
