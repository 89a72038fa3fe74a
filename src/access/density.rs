//! The heat map of people: how densely those at given points live.

use crate::raster::RasterSpec;
use crate::units::Position;

/// Radius of the kernel that spreads a point's people, in metres.
const RADIUS_METRES: f64 = 250.0;
/// … and at least so many pixels, so that people are seen at every scale.
const LEAST_PIXELS: f64 = 3.0;

/// People per square kilometre around every pixel.
///
/// A quartic kernel `(1 − (d/r)²)²` of radius 250 m, scaled so that every point's people are kept.
/// Shape: row-major, north up; 0 = nobody within the radius.
pub fn per_square_kilometre(
    people: impl Iterator<Item = (Position, f64)>,
    spec: &RasterSpec,
) -> Vec<f32> {
    let (across, down) = spec.metres_per_pixel();
    let radius =
        ((RADIUS_METRES / across).max(LEAST_PIXELS), (RADIUS_METRES / down).max(LEAST_PIXELS));
    let (width, height) = (spec.width() as f64, spec.height() as f64);
    let volume = std::f64::consts::PI / 3.0 * radius.0 * radius.1 * across * down / 1e6;
    let mut density = vec![0.0f32; spec.width() * spec.height()];
    let mut projector = spec.projector();
    for (at, count) in people {
        let (x, y) = projector.pixel(at);
        if count <= 0.0
            || x < -radius.0
            || y < -radius.1
            || x > width + radius.0
            || y > height + radius.1
        {
            continue;
        }
        let peak = (count / volume) as f32;
        let rows =
            (y - radius.1).max(0.0) as usize..((y + radius.1) as usize + 1).min(spec.height());
        let columns =
            (x - radius.0).max(0.0) as usize..((x + radius.0) as usize + 1).min(spec.width());
        for row in rows {
            let v = ((row as f64 + 0.5 - y) / radius.1) as f32;
            for column in columns.clone() {
                let u = ((column as f64 + 0.5 - x) / radius.0) as f32;
                let rest = 1.0 - u * u - v * v;
                if rest > 0.0 {
                    density[row * spec.width() + column] += peak * rest * rest;
                }
            }
        }
    }
    density
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_kept() {
        let spec = RasterSpec::new([14.0, 35.8, 14.1, 35.88], 400, 395).expect("valid");
        let at = Position { lng_e7: 140_500_000, lat_e7: 358_400_000 };
        let density = per_square_kilometre(std::iter::once((at, 1000.0)), &spec);
        let (across, down) = spec.metres_per_pixel();
        let people: f64 = density.iter().map(|d| f64::from(*d) * across * down / 1e6).sum();
        assert!((people / 1000.0 - 1.0).abs() < 0.02, "{people}");
    }
}
