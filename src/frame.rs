//! Degrees to metres and back: the scale of the WGS-84 ellipsoid around a latitude.

use crate::units::{LngLat, Position};

const SEMI_MAJOR: f64 = 6_378_137.0;
const ECCENTRICITY_SQUARED: f64 = 6.694_379_990_141_316e-3;

/// Metres per degree of longitude and latitude, near one latitude.
///
/// Between two places it uses the scale at their middle latitude, from a second-order series
/// around the frame's own latitude. Within 2° of that latitude lengths of up to 1 km differ from
/// the geodesic by less than 1 in 50,000 (tested against `geo`'s geodesic).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    latitude: f64,
    /// Metres per degree of longitude: value, slope and half curvature per degree of latitude.
    east: [f64; 3],
    /// The same for a degree of latitude.
    north: [f64; 3],
}

impl Frame {
    /// The frame around a latitude in degrees.
    pub fn around(latitude: f64) -> Self {
        const STEP: f64 = 1.0;
        let latitude = latitude.clamp(-88.0, 88.0);
        let (below, here, above) = (
            metres_per_degree(latitude - STEP),
            metres_per_degree(latitude),
            metres_per_degree(latitude + STEP),
        );
        let series = |b: f64, h: f64, a: f64| {
            [h, (a - b) / (2.0 * STEP), (a - 2.0 * h + b) / (2.0 * STEP * STEP)]
        };
        Self {
            latitude,
            east: series(below.0, here.0, above.0),
            north: series(below.1, here.1, above.1),
        }
    }

    /// The latitude it is around.
    pub fn latitude(&self) -> f64 {
        self.latitude
    }

    /// Metres per degree of longitude and of latitude at a latitude near the frame's.
    pub fn scale_at(&self, latitude: f64) -> (f64, f64) {
        let d = latitude - self.latitude;
        let at = |s: [f64; 3]| s[0] + d * (s[1] + d * s[2]);
        (at(self.east), at(self.north))
    }

    /// Metres east and north from one place to another.
    pub fn vector(&self, from: Position, to: Position) -> (f64, f64) {
        let (east, north) = self.scale_at(f64::midpoint(from.lat(), to.lat()));
        ((to.lng() - from.lng()) * east, (to.lat() - from.lat()) * north)
    }

    /// Metres between two places.
    pub fn distance(&self, a: Position, b: Position) -> f64 {
        let (x, y) = self.vector(a, b);
        (x * x + y * y).sqrt()
    }
}

/// A flat map around one place: metres east and north of it.
///
/// Longitude and latitude stay separate axes, so rounding coordinates keeps what is nested nested.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    /// The centre in the grain of positions: 1e-7 degrees.
    lng_e7: f64,
    lat_e7: f64,
    /// Metres of a grain.
    east: f64,
    north: f64,
}

impl Plane {
    /// The map around a place.
    pub fn around(at: LngLat) -> Self {
        let (east, north) = metres_per_degree(at.lat().clamp(-89.0, 89.0));
        Self {
            lng_e7: at.lng() * 1e7,
            lat_e7: at.lat() * 1e7,
            east: east / 1e7,
            north: north / 1e7,
        }
    }

    /// Metres east and north of the centre.
    pub fn to_metres(&self, at: Position) -> (f64, f64) {
        (
            (f64::from(at.lng_e7) - self.lng_e7) * self.east,
            (f64::from(at.lat_e7) - self.lat_e7) * self.north,
        )
    }

    /// Degrees of a point of the map.
    pub fn to_degrees(&self, x: f64, y: f64) -> (f64, f64) {
        ((self.lng_e7 + x / self.east) / 1e7, (self.lat_e7 + y / self.north) / 1e7)
    }
}

/// Metres per degree of longitude and latitude on the ellipsoid, exactly at a latitude.
fn metres_per_degree(latitude: f64) -> (f64, f64) {
    let phi = latitude.to_radians();
    let (sin, cos) = (libm::sin(phi), libm::cos(phi));
    let w2 = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let w = w2.sqrt();
    let prime_vertical = SEMI_MAJOR / w;
    let meridional = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (w2 * w);
    let per_degree = std::f64::consts::PI / 180.0;
    (prime_vertical * cos * per_degree, meridional * per_degree)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Distance, Geodesic, Point};

    #[test]
    fn lengths_agree_with_the_geodesic_over_a_province() {
        let frame = Frame::around(29.0);
        for lat in [27.0, 28.1, 29.0, 30.4, 31.0] {
            for (dx, dy) in [(0.01, 0.0), (0.0, 0.009), (0.006, -0.006), (0.0001, 0.0001)] {
                let a = Position::from_lng_lat(LngLat::new(120.0, lat).expect("valid"));
                let b = Position::from_lng_lat(LngLat::new(120.0 + dx, lat + dy).expect("valid"));
                let exact =
                    Geodesic.distance(Point::new(a.lng(), a.lat()), Point::new(b.lng(), b.lat()));
                let ours = frame.distance(a, b);
                assert!((ours / exact - 1.0).abs() < 2e-5, "{lat} {dx} {dy}: {ours} {exact}");
            }
        }
    }

    #[test]
    fn a_plane_returns_the_place_it_was_given() {
        let plane = Plane::around(LngLat::new(14.5, 35.9).expect("valid"));
        let p = Position { lng_e7: 144_123_456, lat_e7: 358_765_432 };
        let (x, y) = plane.to_metres(p);
        let (lng, lat) = plane.to_degrees(x, y);
        assert!((lng - p.lng()).abs() < 1e-12 && (lat - p.lat()).abs() < 1e-12);
    }
}
