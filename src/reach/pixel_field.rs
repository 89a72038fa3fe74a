//! A picture's pixels with the nearest drawn road of each, and the time there.

use super::reached_roads::ReachedPiece;
use super::strokes::Point;
use crate::raster::RasterSpec;
use crate::units::Millis;

/// How far from a road the surface reaches, in metres.
const SPREAD_METRES: f64 = 150.0;
/// A frame of so many pixels at most: pictures that show less than 25 cm a pixel feel less land.
const WIDEST_FRAME: f64 = 640.0;
/// The lower bits of a pixel, its time.
const TIME_BITS: u32 = 20;
/// The others: tenths of a metre.
const PER_METRE: f64 = 10.0;
/// No road: above all others, and still in range with one step on.
const NOTHING: u32 = u32::MAX >> 1;
/// Strokes of more pixels are cut at the frame before they are drawn.
const LONG_STROKE: f32 = 16.0;
/// The longest step, in tenths of a metre: farther than the surface reaches.
const LONGEST_STEP: f64 = 2046.0;

/// For every pixel the distance to the nearest drawn road, and the time there.
///
/// Both are one number, the distance in the upper bits: the smaller number is the nearer road, and
/// at the same distance the earlier time. Taking the smaller of whole numbers is one instruction
/// for several pixels.
///
/// Shape: row-major with a frame around the picture as wide as a road beside it is felt, so that
/// pictures of neighbouring land agree.
pub(super) struct PixelField {
    stride: usize,
    rows: usize,
    frame: usize,
    /// Steps across, down and diagonally, in distance.
    steps: [u32; 3],
    /// Milliseconds of a unit of time.
    grain: f32,
    /// Empty until something is drawn.
    pixels: Vec<u32>,
}

impl PixelField {
    /// Nothing drawn yet; times up to a cut-off can be.
    pub(super) fn new(spec: &RasterSpec, cutoff: Millis) -> Self {
        let (across, down) = spec.metres_per_pixel();
        let frame = Self::frame_of(spec);
        let (stride, rows) = (spec.width() + 2 * frame, spec.height() + 2 * frame);
        let diagonal = (across * across + down * down).sqrt();
        let step = |metres: f64| {
            let units = libm::round(metres * PER_METRE).clamp(1.0, LONGEST_STEP);
            (units as u32) << TIME_BITS
        };
        Self {
            stride,
            rows,
            frame,
            steps: [across, down, diagonal].map(step),
            grain: ((cutoff.0 >> (TIME_BITS - 1)) + 1) as f32,
            pixels: Vec::new(),
        }
    }

    /// The frame of a picture's field, in pixels.
    pub(super) fn frame_of(spec: &RasterSpec) -> usize {
        let (across, down) = spec.metres_per_pixel();
        (SPREAD_METRES / across.min(down)).min(WIDEST_FRAME) as usize + 2
    }

    /// Draws one place.
    pub(super) fn draw_point(&mut self, at: Point, ms: f32) {
        self.begin();
        self.mark(at, (ms / self.grain) as u32);
    }

    /// Room for the pixels, which a field without any road does not take.
    fn begin(&mut self) {
        if self.pixels.is_empty() {
            self.pixels = vec![NOTHING; self.stride * self.rows];
        }
    }

    #[inline]
    fn mark(&mut self, at: Point, time: u32) {
        let frame = self.frame as f32;
        let (x, y) = (at.0 + frame, at.1 + frame);
        let is_inside =
            x >= 1.0 && y >= 1.0 && x < (self.stride - 1) as f32 && y < (self.rows - 1) as f32;
        if is_inside {
            let pixel = &mut self.pixels[y as i32 as usize * self.stride + x as i32 as usize];
            *pixel = if time < *pixel { time } else { *pixel };
        }
    }

    /// Draws the stretches of a road along its line, a pixel a step, time linear along each.
    pub(super) fn draw_line(&mut self, line: &[Point], pieces: &[ReachedPiece]) {
        self.begin();
        let length = |w: &[Point]| {
            let (dx, dy) = (w[1].0 - w[0].0, w[1].1 - w[0].1);
            (dx * dx + dy * dy).sqrt()
        };
        let total: f32 = line.windows(2).map(length).sum();
        let per_grain = 1.0 / self.grain;
        for piece in pieces {
            let (from, to) = (piece.from as f32 * total, piece.to as f32 * total);
            let start = piece.start_ms as f32 * per_grain;
            let end = piece.end_ms as f32 * per_grain;
            let rate = if to > from { (end - start) / (to - from) } else { 0.0 };
            let mut passed = 0.0;
            // Where the next pixel is due, and the last place of the piece, which is drawn too.
            let mut due = from;
            let mut last = None;
            for w in line.windows(2) {
                let (a, length) = (w[0], length(w));
                let until = passed + length;
                if length > 0.0 && from <= until && to >= passed {
                    let (dx, dy) = ((w[1].0 - a.0) / length, (w[1].1 - a.1) / length);
                    let place = |at: f32| (a.0 + dx * (at - passed), a.1 + dy * (at - passed));
                    let here = if to < until { to } else { until };
                    let mut stop = here;
                    if length > LONG_STROKE {
                        // Only what lies in the frame: seen from near, a road is millions of
                        // pixels long.
                        let (enter, leave) = self.within_frame(a, (dx, dy));
                        let skipped = (passed + enter - due).ceil();
                        due += if skipped > 0.0 { skipped } else { 0.0 };
                        stop = if passed + leave < here { passed + leave } else { here };
                    }
                    if due <= stop {
                        for i in 0..=(stop - due) as u32 {
                            let at = due + i as f32;
                            self.mark(place(at), (start + (at - from) * rate) as u32);
                        }
                    }
                    if due <= here {
                        due += (here - due).floor() + 1.0;
                    }
                    last = Some(place(here));
                }
                passed = until;
            }
            match last {
                Some(at) => self.mark(at, end as u32),
                // A place, or a road without length.
                None => self.mark(line[0], start as u32),
            }
        }
    }

    /// Where a line from a place in a direction enters and leaves the field, in pixels along it.
    fn within_frame(&self, at: Point, direction: Point) -> (f32, f32) {
        let frame = self.frame as f32;
        let (mut low, mut high) = (0.0, f32::INFINITY);
        let axes = [(at.0, direction.0, self.stride), (at.1, direction.1, self.rows)];
        for (at, step, size) in axes {
            let (first, last) = (-frame - at, size as f32 - frame - at);
            if step.abs() > 1e-6 {
                let (one, other) = (first / step, last / step);
                // Plain comparisons: no number here is NaN, and minima that mind it are calls in
                // wasm.
                let (enter, leave) = if one < other { (one, other) } else { (other, one) };
                low = if enter > low { enter } else { low };
                high = if leave < high { leave } else { high };
            }
        }
        (low, high)
    }

    /// Carries distance and time to the land around in two sweeps over the eight neighbours: the
    /// nearest drawn road decides, as it does for people who live there.
    pub(super) fn spread(&mut self) {
        if self.pixels.is_empty() {
            return;
        }
        let felt = self.felt();
        for (row, &columns) in felt.iter().enumerate().skip(1) {
            self.sweep_row(row, row - 1, columns, false);
        }
        for (row, &columns) in felt.iter().enumerate().rev().skip(1) {
            self.sweep_row(row, row + 1, columns, true);
        }
    }

    /// The columns of each row, first and one past the last, that are within the frame's width of
    /// what was drawn: no farther does the surface reach.
    fn felt(&self) -> Vec<(usize, usize)> {
        let is_drawn = |pixel: &u32| *pixel != NOTHING;
        let drawn = |row: &[u32]| {
            let first = row.iter().position(is_drawn)?;
            Some((first, row.iter().rposition(is_drawn)?))
        };
        let drawn: Vec<Option<(usize, usize)>> =
            self.pixels.chunks_exact(self.stride).map(drawn).collect();
        let around = |row: usize| {
            let rows = row.saturating_sub(self.frame)..(row + self.frame + 1).min(self.rows);
            let join = |a: (usize, usize), b: &(usize, usize)| (a.0.min(b.0), a.1.max(b.1));
            let (first, last) = drawn[rows].iter().flatten().fold((usize::MAX, 0), join);
            if first > last {
                return (1, 1);
            }
            let end = (last + self.frame + 1).min(self.stride - 1);
            (first.saturating_sub(self.frame).max(1), end)
        };
        (0..self.rows).map(around).collect()
    }

    /// Takes over from the row before, then along the row.
    fn sweep_row(&mut self, row: usize, before: usize, felt: (usize, usize), backward: bool) {
        let [across, down, diagonal] = self.steps;
        let (from, to) = felt;
        let (known, near) = rows(&mut self.pixels, self.stride, row, before);
        let known = &mut known[from..to];
        let count = known.len();
        let (left, middle, right) = (&near[from - 1..], &near[from..], &near[from + 1..]);
        let beside = left[..count].iter().zip(&middle[..count]).zip(&right[..count]);
        for (known, ((left, middle), right)) in known.iter_mut().zip(beside) {
            let slanting = (*left).min(*right) + diagonal;
            *known = (*known).min(*middle + down).min(slanting);
        }
        let mut near = NOTHING;
        let mut visit = |known: &mut u32| {
            near = (*known).min(near + across);
            *known = near;
        };
        if backward {
            known.iter_mut().rev().for_each(&mut visit);
        } else {
            known.iter_mut().for_each(&mut visit);
        }
    }

    /// The picture: minutes where a road drawn here is near, infinite where only one of `others`.
    pub(super) fn minutes(&self, others: &Self, ms_per_metre: f32) -> Vec<f32> {
        let width = self.stride - 2 * self.frame;
        let height = self.rows - 2 * self.frame;
        let nothing = vec![NOTHING; width];
        let per_time = self.grain / 60_000.0;
        let per_distance = ms_per_metre / (60_000.0 * PER_METRE as f32);
        let mut minutes = Vec::with_capacity(width * height);
        for row in 0..height {
            let pixels = self.row(row).unwrap_or(&nothing);
            let others = others.row(row).unwrap_or(&nothing);
            minutes.extend(pixels.iter().zip(others).map(|(&pixel, &other)| {
                // Whole numbers below 2^31 are signed ones, which turn into floats faster.
                let time = (pixel & ((1 << TIME_BITS) - 1)) as i32 as f32;
                let distance = (pixel >> TIME_BITS) as i32 as f32;
                let near = time * per_time + distance * per_distance;
                let beside = if is_felt(other) { f32::INFINITY } else { f32::NAN };
                if is_felt(pixel) { near } else { beside }
            }));
        }
        minutes
    }

    /// The pixels of a row of the picture; `None` where nothing was drawn at all.
    fn row(&self, row: usize) -> Option<&[u32]> {
        let row = self.pixels.get((row + self.frame) * self.stride..)?;
        row.get(self.frame..self.stride - self.frame)
    }
}

/// Whether a pixel's road is near enough to be felt.
fn is_felt(pixel: u32) -> bool {
    const BEYOND: u32 = ((SPREAD_METRES * PER_METRE) as u32 + 1) << TIME_BITS;
    pixel < BEYOND
}

/// A row to be changed, and the one beside it.
fn rows(of: &mut [u32], stride: usize, row: usize, beside: usize) -> (&mut [u32], &[u32]) {
    let (low, high) = of.split_at_mut(row.max(beside) * stride);
    let low = &mut low[row.min(beside) * stride..];
    if row > beside { (high, low) } else { (low, high) }
}
