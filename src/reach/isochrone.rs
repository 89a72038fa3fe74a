//! Isochrones: the land within a margin of every road reached in time, in nested bands.

use super::contour::{DistanceGrid, Part};
use super::reached_roads::{ReachedPiece, ReachedRoads, points_between};
use super::wave::Wave;
use crate::frame::Plane;
use crate::network::{ModeRoads, Unlinked};
use crate::units::{Direction, LngLat, Millis, Position, TravelMode};

/// One band of an isochrone: everything within its time, cumulative.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// The band's time.
    pub within: Millis,
    /// Its parts, in degrees: rings of longitude and latitude, outer first, then holes.
    pub polygons: Vec<Vec<Vec<(f64, f64)>>>,
}

/// How finely and how far around roads an isochrone is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Land counts as reached within these metres of a reached road.
    pub margin: f64,
    /// Side of the grid's cells in metres: half the margin keeps every road inside.
    pub resolution: f64,
}

impl Shape {
    /// The default of a mode: margins of 40, 60 and 100 m for walking, cycling and driving.
    pub fn of(mode: TravelMode) -> Self {
        let margin = [40.0, 60.0, 100.0][mode.index()];
        Self { margin, resolution: margin / 2.0 }
    }

    /// The same shape, coarser where a circle is so large (beyond some 35 km across, by car 85 km) that
    /// its grid would not fit: cells double, and the margin is never less than two of them.
    fn within_memory(mut self, width: f64, height: f64) -> Self {
        const MOST_CELLS: f64 = 3e6;
        while (width / self.resolution + 8.0) * (height / self.resolution + 8.0) > MOST_CELLS {
            self.resolution *= 2.0;
            self.margin = self.margin.max(self.resolution * 2.0);
        }
        self
    }
}

/// Draws isochrones; the workspace is kept between them.
#[derive(Debug)]
pub struct Isochrone {
    wave: Wave,
    reached: ReachedRoads,
}

impl Isochrone {
    /// A workspace on the roads of a mode.
    pub fn new(roads: &ModeRoads, direction: Direction) -> Self {
        Self { wave: Wave::new(roads, direction), reached: ReachedRoads::new() }
    }

    /// The bands around a place, one per time, in the order given (ascending times nest).
    ///
    /// # Errors
    /// Why the place is not joined to the roads.
    pub fn draw(
        &mut self,
        at: LngLat,
        within: &[Millis],
        shape: Shape,
    ) -> Result<Vec<Band>, Unlinked> {
        let link = self.wave.roads().link(at)?;
        let longest = within.iter().copied().max().unwrap_or(Millis::ZERO);
        self.wave.run(&[link], longest);
        let pieces = self.reached.read(&self.wave);
        let network = &self.wave.roads().network;
        let plane = Plane::around(Position::from_lng_lat(at).to_lng_lat());
        let bands = Canvas::paint(network, pieces, within, &plane, shape);
        Ok(bands)
    }

    /// The stretches of road reached from a place within a time.
    ///
    /// # Errors
    /// Why the place is not joined to the roads.
    pub fn reached_roads(
        &mut self,
        at: LngLat,
        within: Millis,
    ) -> Result<&[ReachedPiece], Unlinked> {
        let link = self.wave.roads().link(at)?;
        self.wave.run(&[link], within);
        Ok(self.reached.read(&self.wave))
    }
}

/// The grid on which the bands are painted, nearest first.
struct Canvas;

impl Canvas {
    fn paint(
        network: &crate::network::RoadNetwork,
        pieces: &[ReachedPiece],
        within: &[Millis],
        plane: &Plane,
        shape: Shape,
    ) -> Vec<Band> {
        let mut order: Vec<usize> = (0..within.len()).collect();
        order.sort_by_key(|&i| within[i]);
        let mut bands: Vec<Band> =
            within.iter().map(|&within| Band { within, polygons: Vec::new() }).collect();
        if pieces.is_empty() {
            return bands;
        }
        let mut points = Vec::new();
        let (mut low, mut high) =
            ((f64::INFINITY, f64::INFINITY), (f64::NEG_INFINITY, f64::NEG_INFINITY));
        for piece in pieces {
            points_between(network, piece, &mut points);
            for p in &points {
                let (x, y) = plane.to_metres(*p);
                low = (low.0.min(x), low.1.min(y));
                high = (high.0.max(x), high.1.max(y));
            }
        }
        let shape = shape.within_memory(high.0 - low.0, high.1 - low.1);
        let mut grid = DistanceGrid::around(low, high, shape.margin, shape.resolution);
        let mut done = f64::NEG_INFINITY;
        for band in order {
            let until = f64::from(within[band].0);
            for piece in pieces {
                if let Some(part) = between_times(piece, done, until) {
                    points_between(network, &part, &mut points);
                    for w in points.windows(2) {
                        grid.paint(plane.to_metres(w[0]), plane.to_metres(w[1]));
                    }
                }
            }
            done = done.max(until);
            bands[band].polygons =
                grid.contour().iter().map(|part| to_degrees(part, plane)).collect();
        }
        bands
    }
}

/// The part of a piece that is reached after one time and up to another.
fn between_times(piece: &ReachedPiece, after: f64, until: f64) -> Option<ReachedPiece> {
    let (low, high) = (piece.start_ms.min(piece.end_ms), piece.start_ms.max(piece.end_ms));
    if low > until || high <= after {
        return None;
    }
    if low > after && high <= until {
        return Some(*piece);
    }
    let rate = (piece.end_ms - piece.start_ms) / (piece.to - piece.from);
    let at = |ms: f64| piece.from + (ms.clamp(low, high) - piece.start_ms) / rate;
    if rate == 0.0 || !rate.is_finite() {
        return Some(*piece);
    }
    let (x, y) = (at(after), at(until));
    let (from, to) = (x.min(y).max(piece.from), x.max(y).min(piece.to));
    let ms = |x: f64| piece.start_ms + (x - piece.from) * rate;
    Some(ReachedPiece { road: piece.road, from, to, start_ms: ms(from), end_ms: ms(to) })
}

fn to_degrees(part: &Part, plane: &Plane) -> Vec<Vec<(f64, f64)>> {
    let grain = |v: f64| libm::round(v * 1e7) / 1e7;
    std::iter::once(&part.outer)
        .chain(&part.holes)
        .map(|ring| {
            ring.iter()
                .map(|&(x, y)| {
                    let (lng, lat) = plane.to_degrees(x, y);
                    (grain(lng), grain(lat))
                })
                .collect()
        })
        .collect()
}
