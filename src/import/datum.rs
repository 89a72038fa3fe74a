//! Chinese map datums: GCJ-02 and BD-09 to WGS-84 and back, and which of them a file's places are in.

use crate::error::{Error, ErrorCode, Result};
use crate::network::ModeRoads;
use crate::units::{LngLat, Position};
use serde::{Deserialize, Serialize};
use std::f64::consts::PI;

/// Axis and squared eccentricity of the ellipsoid that GCJ-02 is computed with.
const SEMI_MAJOR: f64 = 6_378_245.0;
const ECCENTRICITY_SQUARED: f64 = 0.006_693_421_622_965_943;
/// The angle unit of BD-09's waves.
const BD_PI: f64 = PI * 3000.0 / 180.0;
/// Outside this box coordinates are not shifted: west, south, east, north.
const CHINA: [f64; 4] = [72.004, 0.8293, 137.8347, 55.8271];
/// An inverse is repeated until it moves by less than this, in degrees …
const CONVERGED: f64 = 1e-10;
/// … which takes four or five rounds; beyond these it cannot.
const ROUNDS: usize = 32;
/// So many places decide which datum is proposed.
const SAMPLE: usize = 400;
/// Another datum than WGS-84 is proposed if its median is below this share of that of WGS-84: half
/// a kilometre is not to be moved for what may be chance.
const CLEARLY: f64 = 2.0 / 3.0;

/// What a file's coordinates refer to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Datum {
    /// GPS, OSM; CGCS2000 (government data) is the same at this scale.
    #[default]
    #[serde(rename = "WGS-84")]
    Wgs84,
    /// 高德, 腾讯: about 500 m off.
    #[serde(rename = "GCJ-02")]
    Gcj02,
    /// 百度: about 1,150 m off.
    #[serde(rename = "BD-09")]
    Bd09,
}

impl Datum {
    /// All of them in their fixed order.
    pub const ALL: [Datum; 3] = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09];

    /// The usual name.
    pub fn as_str(self) -> &'static str {
        ["WGS-84", "GCJ-02", "BD-09"][self as usize]
    }

    /// The datum of a name; case, dashes and spaces do not matter, `CGCS2000` is read as WGS-84.
    ///
    /// # Errors
    /// `argument.range` for any other name.
    pub fn parse(name: &str) -> Result<Self> {
        let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
        match plain.to_ascii_lowercase().as_str() {
            "wgs84" | "cgcs2000" | "epsg4326" | "epsg4490" => Ok(Self::Wgs84),
            "gcj02" => Ok(Self::Gcj02),
            "bd09" | "bd09ll" => Ok(Self::Bd09),
            _ => Err(Error::new(ErrorCode::ArgumentRange, format!("datum {name:?}"))),
        }
    }

    /// Longitude and latitude of this datum in WGS-84.
    ///
    /// Units: degrees. The inverse is iterated until it moves by less than 1e-10°; places outside
    /// China pass through.
    pub fn to_wgs84(self, at: (f64, f64)) -> (f64, f64) {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => gcj02_to_wgs84(at),
            Self::Bd09 => gcj02_to_wgs84(bd09_to_gcj02(at)),
        }
    }

    /// WGS-84 longitude and latitude in this datum.
    pub fn from_wgs84(self, at: (f64, f64)) -> (f64, f64) {
        match self {
            Self::Wgs84 => at,
            Self::Gcj02 => wgs84_to_gcj02(at),
            Self::Bd09 => gcj02_to_bd09(wgs84_to_gcj02(at)),
        }
    }
}

/// Whether a place is in the box in which GCJ-02 shifts coordinates.
pub fn is_shifted((lng, lat): (f64, f64)) -> bool {
    let [west, south, east, north] = CHINA;
    (west..=east).contains(&lng) && (south..=north).contains(&lat)
}

/// WGS-84 to GCJ-02, in degrees.
///
/// Source: the public algorithm with its usual constants.
pub fn wgs84_to_gcj02(at: (f64, f64)) -> (f64, f64) {
    if !is_shifted(at) {
        return at;
    }
    let (lng, lat) = at;
    let (x, y) = (lng - 105.0, lat - 35.0);
    let root = x.abs().sqrt();
    let wave = |v: f64| libm::sin(v * PI);
    let ripple = (20.0 * wave(6.0 * x) + 20.0 * wave(2.0 * x)) * 2.0 / 3.0;
    let north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
    let north = north
        + ripple
        + (20.0 * wave(y) + 40.0 * wave(y / 3.0)) * 2.0 / 3.0
        + (160.0 * wave(y / 12.0) + 320.0 * wave(y / 30.0)) * 2.0 / 3.0;
    let east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
    let east = east
        + ripple
        + (20.0 * wave(x) + 40.0 * wave(x / 3.0)) * 2.0 / 3.0
        + (150.0 * wave(x / 12.0) + 300.0 * wave(x / 30.0)) * 2.0 / 3.0;
    let phi = lat / 180.0 * PI;
    let sin = libm::sin(phi);
    let magic = 1.0 - ECCENTRICITY_SQUARED * sin * sin;
    let root = magic.sqrt();
    let meridional = SEMI_MAJOR * (1.0 - ECCENTRICITY_SQUARED) / (magic * root);
    let prime_vertical = SEMI_MAJOR / root;
    (
        lng + east * 180.0 / (prime_vertical * libm::cos(phi) * PI),
        lat + north * 180.0 / (meridional * PI),
    )
}

/// GCJ-02 to WGS-84 in one step, as most tools do: up to about 2 m off near Huzhou.
pub fn gcj02_to_wgs84_once(at: (f64, f64)) -> (f64, f64) {
    let shifted = wgs84_to_gcj02(at);
    (at.0 * 2.0 - shifted.0, at.1 * 2.0 - shifted.1)
}

/// GCJ-02 to WGS-84, iterated: the inverse of [`wgs84_to_gcj02`].
pub fn gcj02_to_wgs84(at: (f64, f64)) -> (f64, f64) {
    invert(wgs84_to_gcj02, gcj02_to_wgs84_once(at), at)
}

/// GCJ-02 to BD-09, in degrees.
pub fn gcj02_to_bd09(at: (f64, f64)) -> (f64, f64) {
    if !is_shifted(at) {
        return at;
    }
    let (lng, lat) = at;
    let radius = (lng * lng + lat * lat).sqrt() + 0.000_02 * libm::sin(lat * BD_PI);
    let angle = libm::atan2(lat, lng) + 0.000_003 * libm::cos(lng * BD_PI);
    (radius * libm::cos(angle) + 0.0065, radius * libm::sin(angle) + 0.006)
}

/// BD-09 to GCJ-02 in one step, as most tools do.
pub fn bd09_to_gcj02_once(at: (f64, f64)) -> (f64, f64) {
    if !is_shifted(at) {
        return at;
    }
    let (x, y) = (at.0 - 0.0065, at.1 - 0.006);
    let radius = (x * x + y * y).sqrt() - 0.000_02 * libm::sin(y * BD_PI);
    let angle = libm::atan2(y, x) - 0.000_003 * libm::cos(x * BD_PI);
    (radius * libm::cos(angle), radius * libm::sin(angle))
}

/// BD-09 to GCJ-02, iterated: the inverse of [`gcj02_to_bd09`].
pub fn bd09_to_gcj02(at: (f64, f64)) -> (f64, f64) {
    invert(gcj02_to_bd09, bd09_to_gcj02_once(at), at)
}

/// The place that `forward` takes to `to`, from a first guess.
fn invert(
    forward: impl Fn((f64, f64)) -> (f64, f64),
    mut guess: (f64, f64),
    to: (f64, f64),
) -> (f64, f64) {
    for _ in 0..ROUNDS {
        let reached = forward(guess);
        let (east, north) = (to.0 - reached.0, to.1 - reached.1);
        guess = (guess.0 + east, guess.1 + north);
        if east.abs() < CONVERGED && north.abs() < CONVERGED {
            break;
        }
    }
    guess
}

/// Which datum a file's places are likely in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// The one with the smallest median distance to roads; WGS-84 where none is near any road, or
    /// none much nearer.
    pub datum: Datum,
    /// Median metres from the places to the nearest road if they are read as WGS-84, GCJ-02 and
    /// BD-09; `None` where more than half of the places have no road within the cap.
    pub median_metres: [Option<f64>; 3],
    /// How many places were asked, spread over the file.
    pub sampled: usize,
}

/// Proposes the datum under which the median distance to roads is smallest.
///
/// `distance` gives the metres from a place to the nearest road, `None` beyond its cap. A shift has
/// to be clearly better than none: its median below two thirds of that of WGS-84.
pub fn propose(places: &[(f64, f64)], mut distance: impl FnMut(LngLat) -> Option<f64>) -> Proposal {
    let sample: Vec<_> = places.iter().copied().step_by(places.len() / SAMPLE + 1).collect();
    let median_metres = Datum::ALL.map(|datum| {
        let mut metres: Vec<f64> = sample
            .iter()
            .map(|&at| {
                let (lng, lat) = datum.to_wgs84(at);
                LngLat::new(lng, lat).ok().and_then(&mut distance).unwrap_or(f64::INFINITY)
            })
            .collect();
        metres.sort_by(f64::total_cmp);
        metres.get(metres.len() / 2).copied().filter(|m| m.is_finite())
    });
    let metres = |datum: &Datum| median_metres[*datum as usize].unwrap_or(f64::INFINITY);
    let best = Datum::ALL.into_iter().min_by(|a, b| metres(a).total_cmp(&metres(b)));
    let clear = best.filter(|best| metres(best) < CLEARLY * metres(&Datum::Wgs84));
    Proposal { datum: clear.unwrap_or_default(), median_metres, sampled: sample.len() }
}

/// [`propose`] with the distances to a mode's roads.
pub fn propose_by_roads(places: &[(f64, f64)], roads: &ModeRoads) -> Proposal {
    propose(places, |at| roads.link(at).ok().map(|link| link.off_road_metres))
}

/// A place of a datum as the arrays hold it.
///
/// # Errors
/// `place.coordinate` if it is no longitude and latitude.
pub fn position(datum: Datum, at: (f64, f64)) -> Result<Position> {
    let (lng, lat) = datum.to_wgs84(at);
    Ok(Position::from_lng_lat(LngLat::new(lng, lat)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_near(found: (f64, f64), expected: (f64, f64), within: f64) {
        let off = (found.0 - expected.0).abs().max((found.1 - expected.1).abs());
        assert!(off <= within, "{found:?} is {off:e} from {expected:?}");
    }

    /// Source: the vectors in the README of `coordtransform`, computed again.
    #[test]
    fn published_vectors() {
        const ULP: f64 = 1.5e-14;
        let at = (116.404, 39.915);
        assert_near(bd09_to_gcj02_once(at), (116.397_627_291_193_15, 39.908_656_739_576_31), ULP);
        assert_near(gcj02_to_bd09(at), (116.410_369_493_710_29, 39.921_336_993_510_21), ULP);
        assert_near(wgs84_to_gcj02(at), (116.410_244_499_169_38, 39.916_404_281_501_64), ULP);
        assert_near(gcj02_to_wgs84_once(at), (116.397_755_500_830_61, 39.913_595_718_498_36), ULP);
        assert_near(gcj02_to_wgs84(at), (116.397_755_754_574_85, 39.913_596_235_609_404), 1e-9);
    }

    #[test]
    fn places_around_huzhou() {
        for (wgs, gcj) in [
            ((120.0868, 30.8943), (120.091_671_12, 30.892_255_91)),
            ((120.4185, 30.8497), (120.423_124_08, 30.847_631_61)),
            ((119.9774, 30.5426), (119.982_048_82, 30.540_133_86)),
            ((119.9106, 31.0266), (119.915_213_07, 31.024_265_37)),
            ((119.6804, 30.6382), (119.685_283_61, 30.635_755_35)),
        ] {
            assert_near(Datum::Gcj02.from_wgs84(wgs), gcj, 5.01e-9);
        }
        let bd = Datum::Bd09.from_wgs84((120.0868, 30.8943));
        assert_near(bd, (120.098_170_67, 30.898_289_36), 5.01e-9);
    }

    #[test]
    fn the_way_back_leads_to_a_billionth_of_a_degree() {
        for i in 0..500 {
            let at = (75.0 + f64::from(i % 25) * 2.4, 4.0 + f64::from(i / 25) * 2.4);
            for datum in Datum::ALL {
                assert_near(datum.to_wgs84(datum.from_wgs84(at)), at, 1e-9);
            }
        }
    }

    #[test]
    fn outside_china_nothing_moves() {
        for at in [(14.5, 35.9), (-4.5, 54.2), (139.7, 35.7), (180.0, 90.0)] {
            for datum in Datum::ALL {
                assert_eq!(datum.to_wgs84(at), at);
                assert_eq!(datum.from_wgs84(at), at);
            }
        }
    }

    #[test]
    fn names_are_read_in_their_usual_spellings() {
        for datum in Datum::ALL {
            assert_eq!(Datum::parse(datum.as_str()), Ok(datum));
            assert_eq!(Datum::parse(&datum.as_str().to_lowercase().replace('-', "")), Ok(datum));
        }
        assert_eq!(Datum::parse("CGCS2000"), Ok(Datum::Wgs84));
        assert!(Datum::parse("Beijing 54").is_err());
    }

    #[test]
    fn a_shift_has_to_be_clearly_better_than_none() {
        // Read as GCJ-02 the place is this share of its own distance away from the road.
        let proposed = |share: f64| {
            let (mut asked, metres) = (0, [300.0, 300.0 * share, 500.0]);
            let distance = |_| {
                asked += 1;
                metres.get(asked - 1).copied()
            };
            propose(&[(120.0, 30.0)], distance).datum
        };
        assert_eq!([proposed(0.9), proposed(0.5)], [Datum::Wgs84, Datum::Gcj02]);
    }

    #[test]
    fn without_roads_the_proposal_is_the_plain_one() {
        let proposal = propose(&[(120.0, 30.0)], |_| None);
        assert_eq!((proposal.datum, proposal.median_metres), (Datum::Wgs84, [None; 3]));
        assert_eq!(propose(&[], |_| Some(1.0)).sampled, 0);
    }
}
