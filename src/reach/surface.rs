//! The heat surface of minutes: travel times along roads, carried on to the land beside them.

use super::pixel_field::PixelField;
use super::reached_roads::{ReachedPiece, ReachedRoads};
use super::strokes::Point;
use super::wave::Wave;
use crate::network::RoadNetwork;
use crate::raster::{Projector, RasterSpec};
use crate::units::Millis;

/// Points of a road this near to the last one drawn, in pixels, are passed over.
const TOLERANCE: f32 = 0.5;

/// Minutes from every pixel near a road to the wave's nearest source (or from it).
///
/// Units: minutes. Shape: row-major, north up. NaN = no road of the mode within 150 m; infinite =
/// a road is there and no source is within the wave's cut-off.
pub fn minutes(wave: &Wave, reached: &mut ReachedRoads, spec: &RasterSpec) -> Vec<f32> {
    let network = &wave.roads().network;
    let graph = &wave.roads().graph;
    let mut earliest = vec![Millis::NEVER; network.junctions()];
    for (state, time) in wave.reached() {
        let known = &mut earliest[graph.junction_of(state) as usize];
        *known = (*known).min(time);
    }
    let mut lines = Lines::of(network, spec);
    // Roads shorter than a pixel show by their junctions.
    let mut times = PixelField::new(spec, wave.cutoff());
    let fixed = wave.fixed();
    for (&at, &time) in lines.junctions.iter().zip(&earliest) {
        if time != Millis::NEVER {
            times.draw_point(at, time.plus(fixed).0 as f32);
        }
    }
    let mut is_drawn = vec![false; network.roads()];
    reached.visit_longer(wave, lines.pixel_mm, |road, pieces| {
        let share: f64 = pieces.iter().map(|p| p.to - p.from).sum();
        is_drawn[road as usize] = share > 1.0 - 1e-9;
        if let Some(line) = lines.project(road) {
            times.draw_line(line, pieces);
        }
    });
    // Where a road is near and none in time.
    let mut roads = PixelField::new(spec, Millis::ZERO);
    for road in (0..network.roads() as u32).filter(|&r| !is_drawn[r as usize]) {
        let shows = network.length_mm(road) >= lines.pixel_mm
            || network.ends(road).iter().any(|&j| earliest[j as usize] == Millis::NEVER);
        if shows
            && graph.is_open(road)
            && let Some(line) = lines.project(road)
        {
            let whole = ReachedPiece { road, from: 0.0, to: 1.0, start_ms: 0.0, end_ms: 0.0 };
            roads.draw_line(line, &[whole]);
        }
    }
    times.spread();
    roads.spread();
    let ms_per_metre = graph.profile().off_road_ms_per_metre() as f32;
    times.minutes(&roads, ms_per_metre)
}

/// Turns roads into lines of pixels.
struct Lines<'a> {
    network: &'a RoadNetwork,
    projector: Projector,
    /// Every junction's place in the picture.
    junctions: Vec<Point>,
    /// What a pixel's shorter side covers.
    pixel_mm: u32,
    /// The corners of the land that is felt: low and high, in pixels.
    felt: (Point, Point),
    line: Vec<Point>,
}

impl<'a> Lines<'a> {
    fn of(network: &'a RoadNetwork, spec: &RasterSpec) -> Self {
        let mut projector = spec.projector();
        // In the order they lie on the map.
        let junctions = (0..network.junctions() as u32)
            .map(|j| {
                let (x, y) = projector.pixel(network.junction_at(j));
                (x as f32, y as f32)
            })
            .collect();
        let (across, down) = spec.metres_per_pixel();
        let frame = PixelField::frame_of(spec) as f32;
        let high = (spec.width() as f32 + frame, spec.height() as f32 + frame);
        Self {
            network,
            projector,
            junctions,
            pixel_mm: (across.min(down) * 1000.0).min(1e9) as u32,
            felt: ((-frame, -frame), high),
            line: Vec::new(),
        }
    }

    /// A road's points but for those that change nothing; `None` where it is not felt.
    fn project(&mut self, road: u32) -> Option<&[Point]> {
        let [from, to] = self.network.ends(road).map(|j| self.junctions[j as usize]);
        // No road is farther from its ends than it is long; a tenth for how maps stretch.
        let reach = self.network.length_mm(road) as f32 / self.pixel_mm as f32 * 1.1 + 1.0;
        let is_beyond = |from: f32, to: f32, low: f32, high: f32| {
            (from + reach < low && to + reach < low) || (from - reach > high && to - reach > high)
        };
        let (low, high) = self.felt;
        if is_beyond(from.0, to.0, low.0, high.0) || is_beyond(from.1, to.1, low.1, high.1) {
            return None;
        }
        self.line.clear();
        self.line.push(from);
        let mut last = from;
        for &at in self.network.inner_points(road) {
            let (x, y) = self.projector.pixel(at);
            let (x, y) = (x as f32, y as f32);
            let (dx, dy) = (x - last.0, y - last.1);
            if dx * dx + dy * dy >= TOLERANCE * TOLERANCE {
                last = (x, y);
                self.line.push(last);
            }
        }
        self.line.push(to);
        Some(&self.line)
    }
}
