//! The heat surface of minutes: travel times along roads, carried on to the land beside them.

use super::reached_roads::{ReachedRoads, points_between};
use super::wave::Wave;
use crate::raster::RasterSpec;

/// How far from a road the surface reaches, in metres.
const SPREAD_METRES: f64 = 150.0;

/// Minutes from every pixel near a road to the wave's nearest source (or from it).
///
/// Units: minutes. Shape: row-major, north up. NaN = no road of the mode within 150 m; infinite =
/// a road is there and no source is within the wave's cut-off.
pub fn minutes(wave: &Wave, reached: &mut ReachedRoads, spec: &RasterSpec) -> Vec<f32> {
    let mut surface = Surface::new(spec);
    let network = &wave.roads().network;
    let graph = &wave.roads().graph;
    let mut projector = spec.projector();
    let mut pixels: Vec<(f64, f64)> = Vec::new();
    for road in 0..network.roads() as u32 {
        if graph.is_open(road) {
            pixels.clear();
            pixels.extend(network.points(road).map(|p| projector.pixel(p)));
            for w in pixels.windows(2) {
                surface.draw(w[0], w[1], f32::INFINITY, f32::INFINITY);
            }
        }
    }
    let mut points = Vec::new();
    for piece in reached.read(wave) {
        points_between(network, piece, &mut points);
        pixels.clear();
        pixels.extend(points.iter().map(|p| projector.pixel(*p)));
        let lengths = pixels.windows(2).map(|w| distance(w[0], w[1]));
        let total: f64 = lengths.sum();
        let rate = if total > 0.0 { (piece.end_ms - piece.start_ms) / total } else { 0.0 };
        let mut ms = piece.start_ms;
        for w in pixels.windows(2) {
            let next = ms + rate * distance(w[0], w[1]);
            surface.draw(w[0], w[1], ms as f32, next as f32);
            ms = next;
        }
    }
    let (across, down) = spec.metres_per_pixel();
    surface.spread(across as f32, down as f32, graph.profile().off_road_ms_per_metre() as f32);
    surface.pixels.iter().map(|p| p.ms / 60_000.0).collect()
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    (dx * dx + dy * dy).sqrt()
}

/// A pixel: the time by the nearest reached road, and the metres to it and to any road.
#[derive(Clone, Copy)]
struct Pixel {
    ms: f32,
    metres: f32,
    to_road: f32,
}

struct Surface {
    width: usize,
    height: usize,
    pixels: Vec<Pixel>,
}

impl Surface {
    fn new(spec: &RasterSpec) -> Self {
        let empty = Pixel { ms: f32::INFINITY, metres: f32::INFINITY, to_road: f32::INFINITY };
        Self {
            width: spec.width(),
            height: spec.height(),
            pixels: vec![empty; spec.width() * spec.height()],
        }
    }

    /// Draws a straight stretch, a pixel a step, with linear time.
    fn draw(&mut self, a: (f64, f64), b: (f64, f64), from_ms: f32, to_ms: f32) {
        let (width, height) = (self.width as f64, self.height as f64);
        if a.0.max(b.0) < 0.0
            || a.1.max(b.1) < 0.0
            || a.0.min(b.0) >= width
            || a.1.min(b.1) >= height
        {
            return;
        }
        let steps = (b.0 - a.0).abs().max((b.1 - a.1).abs()).ceil().max(1.0);
        for i in 0..=steps as u32 {
            let share = f64::from(i) / steps;
            let (x, y) = (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share);
            if x < 0.0 || y < 0.0 || x >= width || y >= height {
                continue;
            }
            let pixel = &mut self.pixels[y as usize * self.width + x as usize];
            pixel.to_road = 0.0;
            let ms = from_ms + (to_ms - from_ms) * share as f32;
            // A road that is not reached draws NaN here, which is smaller than nothing.
            if ms < pixel.ms {
                (pixel.ms, pixel.metres) = (ms, 0.0);
            }
        }
    }

    /// Carries times to the land around in two sweeps over the eight neighbours.
    fn spread(&mut self, across: f32, down: f32, ms_per_metre: f32) {
        let diagonal = (across * across + down * down).sqrt();
        let behind = [(-1, 0, across), (-1, -1, diagonal), (0, -1, down), (1, -1, diagonal)];
        let (width, height) = (self.width as i32, self.height as i32);
        let mut visit = |x: i32, y: i32, turned: i32| {
            let mut best = self.pixels[(y * width + x) as usize];
            for (dx, dy, metres) in behind {
                let (nx, ny) = (x + dx * turned, y + dy * turned);
                if nx < 0 || ny < 0 || nx >= width || ny >= height {
                    continue;
                }
                let near = self.pixels[(ny * width + nx) as usize];
                best.to_road = best.to_road.min(near.to_road + metres);
                // The nearest reached road decides, as it does for people who live there.
                if near.metres + metres < best.metres {
                    best.metres = near.metres + metres;
                    best.ms = near.ms + metres * ms_per_metre;
                }
            }
            self.pixels[(y * width + x) as usize] = best;
        };
        for y in 0..height {
            for x in 0..width {
                visit(x, y, 1);
            }
        }
        for y in (0..height).rev() {
            for x in (0..width).rev() {
                visit(x, y, -1);
            }
        }
        for pixel in &mut self.pixels {
            if pixel.to_road > SPREAD_METRES as f32 {
                pixel.ms = f32::NAN;
            } else if pixel.metres > SPREAD_METRES as f32 {
                pixel.ms = f32::INFINITY;
            }
        }
    }
}
