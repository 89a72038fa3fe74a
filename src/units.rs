//! Quantities with their units: travel time in milliseconds, places in degrees, travel modes and directions.

use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};

/// A travel time in whole milliseconds; [`Millis::NEVER`] stands for "not reached".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Millis(pub u32);

impl Millis {
    /// No time at all.
    pub const ZERO: Millis = Millis(0);
    /// Not reached; larger than every time.
    pub const NEVER: Millis = Millis(u32::MAX);

    /// A time of so many seconds, rounded to the millisecond.
    ///
    /// # Errors
    /// `argument.range` if negative, not a number, or above 4 294 967 s.
    pub fn from_seconds(seconds: f64) -> Result<Millis> {
        let millis = libm::round(seconds * 1000.0);
        if (0.0..f64::from(u32::MAX)).contains(&millis) {
            Ok(Millis(millis as u32))
        } else {
            Err(Error::new(ErrorCode::ArgumentRange, format!("{seconds} seconds")))
        }
    }

    /// A time of so many minutes, rounded to the millisecond.
    ///
    /// # Errors
    /// `argument.range` if negative, not a number, or above 71 582 minutes.
    pub fn from_minutes(minutes: f64) -> Result<Millis> {
        Self::from_seconds(minutes * 60.0)
            .map_err(|_| Error::new(ErrorCode::ArgumentRange, format!("{minutes} minutes")))
    }

    /// The time in seconds, NaN for [`Millis::NEVER`].
    pub fn seconds(self) -> f64 {
        if self == Self::NEVER { f64::NAN } else { f64::from(self.0) / 1000.0 }
    }

    /// The sum, or [`Millis::NEVER`] if either is never or the sum is beyond the range.
    #[must_use]
    pub fn plus(self, other: Millis) -> Millis {
        Millis(self.0.saturating_add(other.0))
    }

    /// Whether a place at this time is within a time budget, the budget itself included.
    pub fn within(self, budget: Millis) -> bool {
        self != Self::NEVER && self <= budget
    }
}

/// A place in WGS-84 degrees that has been checked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LngLat {
    lng: f64,
    lat: f64,
}

impl LngLat {
    /// A place, longitude first.
    ///
    /// # Errors
    /// `place.coordinate` unless longitude is within ±180 and latitude within ±90.
    pub fn new(lng: f64, lat: f64) -> Result<Self> {
        if (-180.0..=180.0).contains(&lng) && (-90.0..=90.0).contains(&lat) {
            Ok(Self { lng, lat })
        } else {
            Err(Error::new(ErrorCode::PlaceCoordinate, format!("[{lng}, {lat}]")))
        }
    }

    /// Longitude in degrees.
    pub fn lng(self) -> f64 {
        self.lng
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        self.lat
    }
}

/// A place in whole 1e-7 degrees (about 1 cm), the grain of OSM; what the arrays hold.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Position {
    /// Longitude in 1e-7 degrees.
    pub lng_e7: i32,
    /// Latitude in 1e-7 degrees.
    pub lat_e7: i32,
}

impl Position {
    /// The nearest grain to a place.
    pub fn from_lng_lat(at: LngLat) -> Self {
        Self { lng_e7: libm::round(at.lng * 1e7) as i32, lat_e7: libm::round(at.lat * 1e7) as i32 }
    }

    /// Longitude in degrees.
    pub fn lng(self) -> f64 {
        f64::from(self.lng_e7) / 1e7
    }

    /// Latitude in degrees.
    pub fn lat(self) -> f64 {
        f64::from(self.lat_e7) / 1e7
    }

    /// The same place in degrees.
    pub fn to_lng_lat(self) -> LngLat {
        LngLat { lng: self.lng(), lat: self.lat() }
    }
}

/// How people travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TravelMode {
    /// On foot.
    Walk,
    /// By bicycle.
    Cycle,
    /// By car.
    Drive,
}

impl TravelMode {
    /// The three modes in their fixed order.
    pub const ALL: [TravelMode; 3] = [TravelMode::Walk, TravelMode::Cycle, TravelMode::Drive];

    /// Position in [`TravelMode::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["walk", "cycle", "drive"][self.index()]
    }

    /// The mode of that name.
    ///
    /// # Errors
    /// `mode.setting` for any other name.
    pub fn parse(name: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|m| m.as_str() == name)
            .ok_or_else(|| Error::new(ErrorCode::ModeSetting, format!("mode \"{name}\"")))
    }
}

/// Which way people travel, seen from the place that is asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// Residents travel to the place (a facility): the default.
    #[default]
    To,
    /// Somebody living at the place travels away from it.
    From,
}
