//! Isochrones: the land within a margin of every road reached in time, in nested bands.

use super::contour::{Contour, Part};
use super::distance_grid::DistanceGrid;
use super::reached_roads::{ReachedPiece, ReachedRoads};
use super::strokes::{Point, Strokes};
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
    /// Side of the grid's cells in metres; up to the margin, every reached road is inside.
    pub resolution: f64,
}

impl Shape {
    /// The default of a mode: margins of 40, 60 and 100 m for walking, cycling and driving.
    pub fn of(mode: TravelMode) -> Self {
        Self::around([40.0, 60.0, 100.0][mode.index()])
    }

    /// A margin in metres at the default resolution, which is as much: finer cells cost more and
    /// follow the margin no better than a few in a thousand of the land around.
    pub fn around(margin: f64) -> Self {
        Self { margin, resolution: margin }
    }

    /// The same shape, coarser where a circle is so large (beyond some 50 km across, by car 130 km) that
    /// its grid would not fit: cells double, and the margin is never less than a cell.
    fn within_memory(mut self, width: f64, height: f64) -> Self {
        const MOST_CELLS: f64 = 3e6;
        while (width / self.resolution + 8.0) * (height / self.resolution + 8.0) > MOST_CELLS {
            self.resolution *= 2.0;
            self.margin = self.margin.max(self.resolution);
        }
        self
    }
}

/// Draws isochrones; the workspace is kept between them.
#[derive(Debug)]
pub struct Isochrone {
    wave: Wave,
    reached: ReachedRoads,
    strokes: Strokes,
    grid: DistanceGrid,
    contour: Contour,
    shape: Option<Shape>,
}

impl Isochrone {
    /// A workspace on the roads of a mode.
    pub fn new(roads: &ModeRoads, direction: Direction) -> Self {
        Self {
            wave: Wave::new(roads, direction),
            reached: ReachedRoads::new(),
            strokes: Strokes::default(),
            grid: DistanceGrid::default(),
            contour: Contour::default(),
            shape: None,
        }
    }

    /// The margin and resolution of the last drawing: coarser than asked for where a circle is too
    /// large for memory.
    pub fn shape(&self) -> Option<Shape> {
        self.shape
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
        self.shape = Some(shape);
        let link = self.wave.roads().link(at)?;
        let longest = within.iter().copied().max().unwrap_or(Millis::ZERO);
        self.wave.run(&[link], longest);
        let pieces = self.reached.read(&self.wave);
        let network = &self.wave.roads().network;
        let plane = Plane::around(Position::from_lng_lat(at).to_lng_lat());
        let mut order: Vec<usize> = (0..within.len()).collect();
        order.sort_by_key(|&i| within[i]);
        let ascending: Vec<Millis> = order.iter().map(|&i| within[i]).collect();
        let tolerance = (shape.resolution / 16.0) as f32;
        self.strokes.collect(network, pieces, &ascending, &plane, tolerance);
        let mut bands: Vec<Band> =
            within.iter().map(|&within| Band { within, polygons: Vec::new() }).collect();
        let Some((low, high)) = self.strokes.bounds() else { return Ok(bands) };
        let wide = |p: Point| (f64::from(p.0), f64::from(p.1));
        let (low, high) = (wide(low), wide(high));
        let shape = shape.within_memory(high.0 - low.0, high.1 - low.1);
        self.shape = Some(shape);
        self.grid.reset(low, high, shape.margin, shape.resolution);
        // Nearest first, on one grid: each band holds what the ones before it painted.
        for (position, &band) in order.iter().enumerate() {
            for &(a, b) in self.strokes.of_band(position) {
                self.grid.paint(a, b);
            }
            let parts = self.contour.trace(&self.grid);
            bands[band].polygons = parts.iter().map(|part| to_degrees(part, &plane)).collect();
        }
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
