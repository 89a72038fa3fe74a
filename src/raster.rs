//! A picture's grid over the map: Web-Mercator rows, north up, and the metres a pixel covers.

use crate::error::{Error, ErrorCode, Result};
use crate::frame::Frame;
use crate::units::{LngLat, Position};

/// The most pixels a side may have.
const MOST_PIXELS: u32 = 4096;

/// The bounds and size of a picture in Web Mercator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RasterSpec {
    west: f64,
    east: f64,
    /// Mercator ordinate of the upper edge, and of the lower one.
    top: f64,
    bottom: f64,
    /// Latitude of the middle.
    middle: f64,
    width: u32,
    height: u32,
}

impl RasterSpec {
    /// A picture of west, south, east, north in degrees.
    ///
    /// # Errors
    /// `place.coordinate` for bounds that are none, `argument.range` for a size of 0 or beyond
    /// 4096 pixels a side.
    pub fn new([west, south, east, north]: [f64; 4], width: u32, height: u32) -> Result<Self> {
        LngLat::new(west, south)?;
        LngLat::new(east, north)?;
        if west >= east || south >= north || south < -85.1 || north > 85.1 {
            let found = format!("bounds {west}, {south}, {east}, {north}");
            return Err(Error::new(ErrorCode::PlaceCoordinate, found));
        }
        if !(1..=MOST_PIXELS).contains(&width) || !(1..=MOST_PIXELS).contains(&height) {
            let found = format!("{width} × {height} pixels");
            return Err(Error::new(ErrorCode::ArgumentRange, found));
        }
        Ok(Self {
            west,
            east,
            top: mercator(north),
            bottom: mercator(south),
            middle: f64::midpoint(south, north),
            width,
            height,
        })
    }

    /// Pixels a row.
    pub fn width(&self) -> usize {
        self.width as usize
    }

    /// Rows.
    pub fn height(&self) -> usize {
        self.height as usize
    }

    /// Metres that a pixel covers at the picture's middle, east and north.
    pub fn metres_per_pixel(&self) -> (f64, f64) {
        let (east, north) = Frame::around(self.middle).scale_at(self.middle);
        let per_degree = std::f64::consts::PI / 180.0;
        let stretch = 1.0 / libm::cos(self.middle * per_degree);
        (
            (self.east - self.west) / f64::from(self.width) * east,
            (self.top - self.bottom) / f64::from(self.height) / stretch / per_degree * north,
        )
    }

    /// The way to turn places into pixels, which remembers the last latitude's row scale.
    pub fn projector(&self) -> Projector {
        let columns = f64::from(self.width) / (self.east - self.west);
        let rows = f64::from(self.height) / (self.top - self.bottom);
        Projector {
            columns: (columns / 1e7, -self.west * columns),
            top: self.top,
            rows,
            near: None,
        }
    }
}

/// Turns places into fractional pixel coordinates (column from the west, row from the north).
#[derive(Clone, Debug)]
pub struct Projector {
    /// Pixels of 1e-7 degrees of longitude, and the column of longitude 0.
    columns: (f64, f64),
    /// Mercator ordinate of row 0, and rows per unit of it.
    top: f64,
    rows: f64,
    near: Option<Expansion>,
}

/// The rows around a latitude (in 1e-7 degrees) as a second-order series.
#[derive(Clone, Copy, Debug)]
struct Expansion {
    lat_e7: i32,
    row: f64,
    slope: f64,
    half_curvature: f64,
}

impl Projector {
    /// The column and row of a place, which may lie outside the picture.
    pub fn pixel(&mut self, at: Position) -> (f64, f64) {
        /// Within this many 1e-7 degrees the series is exact to a thousandth of a pixel.
        const NEAR: u32 = 200_000;
        let near = match self.near {
            Some(near) if near.lat_e7.abs_diff(at.lat_e7) < NEAR => near,
            _ => *self.near.insert(self.expand(at.lat_e7)),
        };
        let d = f64::from(at.lat_e7) - f64::from(near.lat_e7);
        let (scale, west) = self.columns;
        let row = near.row + d * (near.slope + d * near.half_curvature);
        (f64::from(at.lng_e7) * scale + west, row)
    }

    fn expand(&self, lat_e7: i32) -> Expansion {
        let latitude = f64::from(lat_e7) / 1e7;
        let phi = latitude.clamp(-89.0, 89.0).to_radians();
        // Rows count downwards.
        let per_grain = -self.rows * std::f64::consts::PI / 180.0 / 1e7;
        let slope = per_grain / libm::cos(phi);
        let half_curvature = slope * libm::tan(phi) * 1f64.to_radians() / 1e7 / 2.0;
        Expansion {
            lat_e7,
            row: (self.top - mercator(latitude)) * self.rows,
            slope,
            half_curvature,
        }
    }
}

fn mercator(latitude: f64) -> f64 {
    let sin = libm::sin(latitude.clamp(-89.0, 89.0).to_radians());
    0.5 * libm::log((1.0 + sin) / (1.0 - sin))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_where_they_belong_and_pixels_are_square() {
        let spec = RasterSpec::new([14.0, 35.5, 15.0, 36.5], 800, 989).expect("valid");
        let mut projector = spec.projector();
        let corner = Position { lng_e7: 150_000_000, lat_e7: 355_000_000 };
        let (x, y) = projector.pixel(corner);
        assert!((x - 800.0).abs() < 1e-6 && (y - 989.0).abs() < 1e-3, "{x} {y}");
        let (across, down) = spec.metres_per_pixel();
        assert!((across / down - 1.0).abs() < 0.01, "{across} {down}");
        assert!(RasterSpec::new([15.0, 35.5, 14.0, 36.5], 10, 10).is_err());
        assert!(RasterSpec::new([14.0, 35.5, 15.0, 36.5], 0, 10).is_err());
    }
}
