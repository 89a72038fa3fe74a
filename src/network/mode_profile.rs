//! How fast a mode travels: speeds, fixed times and limits that a planner may edit.

use super::road_kind::{Access, RoadClass, RoadKind};
use super::road_network::Barrier;
use super::slope;
use crate::error::{Error, ErrorCode, Result};
use crate::units::{Millis, TravelMode};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Driving speeds of one class of road in km/h, friction included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClassSpeed {
    /// Inside settlements.
    pub built_up: f64,
    /// In open country.
    pub open: f64,
}

/// Who walks.
///
/// Source: planning assumptions; 4.8 km/h for adults, 3.6 for elderly people and for children up to
/// eleven, 2.9 in a wheelchair. On steps the first three keep their speed; a wheelchair uses none,
/// save steps with a ramp for it, and no road or kerb that the map says it cannot pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Person {
    /// An adult.
    #[default]
    Adult,
    /// An elderly person.
    Elderly,
    /// A child up to eleven.
    Child,
    /// Somebody in a wheelchair.
    Wheelchair,
}

impl Person {
    /// Walking speed in km/h.
    pub fn speed_kmh(self) -> f64 {
        match self {
            Self::Adult => 4.8,
            Self::Elderly | Self::Child => 3.6,
            Self::Wheelchair => 2.9,
        }
    }
}

/// The speeds and fixed times of one mode.
///
/// Times: a piece of length `l` takes `l / speed`; a trip adds `fixed_seconds` once and charges
/// the metres off the road at `off_road_kmh`.
///
/// Source: defaults are planning assumptions. Walking 4.8 km/h, 12 km/h by bicycle, 2 min to park
/// and walk, 0.5 min to lock a bicycle; where a limit is known, cars drive 0.75 of it on motorways
/// and trunk roads and 0.65 elsewhere, otherwise by class: motorway 90, trunk 50, primary 32 (45
/// outside settlements), secondary and tertiary 26 (45), streets 20 (25), living streets 10,
/// service roads and tracks 15 km/h. Ferries are off unless asked for, and then need a `duration`.
///
/// Climbing changes the speed on foot and by bicycle ([`slope`]) where the map gives an `incline`
/// in numbers or the height (`ele`) of a road's nodes. It is on by default, for these are facts of
/// the road like its class; where the map says nothing, nothing changes. Steps take no part in it:
/// neither curve is made for them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ModeProfile {
    /// Which roads are open: the mode whose access rules count.
    pub base: TravelMode,
    /// Who walks; an adult for the other modes.
    pub person: Person,
    /// Whether slopes change the speed on foot and by bicycle.
    pub climb: bool,
    /// Speed on foot or by bicycle in km/h; cars use the classes.
    pub speed_kmh: f64,
    /// Speed where a bicycle is pushed, in km/h.
    pub push_kmh: f64,
    /// Driving speeds per class of road, in the order of [`RoadClass::ALL`].
    pub class_kmh: [ClassSpeed; 16],
    /// Share of the legal limit that is driven on motorways and trunk roads.
    pub limit_share_fast: f64,
    /// Share of the legal limit that is driven elsewhere.
    pub limit_share: f64,
    /// Seconds that every trip adds: parking, locking.
    pub fixed_seconds: f64,
    /// Speed between a place and its road, in km/h.
    pub off_road_kmh: f64,
    /// Farthest distance between a place and its road, in metres.
    pub off_road_cap_metres: f64,
    /// Whether ferries with a known duration are used.
    pub ferries: bool,
}

/// Edits to the default profile of a mode; what is absent stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ModeSettings {
    /// See [`ModeProfile::person`]; speeds that are not set are that person's.
    pub person: Option<Person>,
    /// See [`ModeProfile::climb`].
    pub climb: Option<bool>,
    /// See [`ModeProfile::speed_kmh`].
    pub speed_kmh: Option<f64>,
    /// See [`ModeProfile::push_kmh`].
    pub push_kmh: Option<f64>,
    /// Driving speeds by class name, for example `residential`.
    pub class_kmh: BTreeMap<String, ClassSpeed>,
    /// See [`ModeProfile::limit_share_fast`].
    pub limit_share_fast: Option<f64>,
    /// See [`ModeProfile::limit_share`].
    pub limit_share: Option<f64>,
    /// See [`ModeProfile::fixed_seconds`].
    pub fixed_seconds: Option<f64>,
    /// See [`ModeProfile::off_road_kmh`].
    pub off_road_kmh: Option<f64>,
    /// See [`ModeProfile::off_road_cap_metres`].
    pub off_road_cap_metres: Option<f64>,
    /// See [`ModeProfile::ferries`].
    pub ferries: Option<bool>,
}

impl ModeSettings {
    /// The names of all settings, for readers that would pass over an unknown one.
    pub const NAMES: [&str; 11] = [
        "person",
        "climb",
        "speedKmh",
        "pushKmh",
        "classKmh",
        "limitShareFast",
        "limitShare",
        "fixedSeconds",
        "offRoadKmh",
        "offRoadCapMetres",
        "ferries",
    ];
}

impl ModeProfile {
    /// The default profile of a mode.
    pub fn of(base: TravelMode) -> Self {
        let class_kmh = RoadClass::ALL.map(|class| {
            let (built_up, open) = match class {
                RoadClass::Motorway => (90.0, 90.0),
                RoadClass::Trunk => (50.0, 50.0),
                RoadClass::Primary => (32.0, 45.0),
                RoadClass::Secondary | RoadClass::Tertiary => (26.0, 45.0),
                RoadClass::Unclassified | RoadClass::Residential => (20.0, 25.0),
                RoadClass::LivingStreet => (10.0, 10.0),
                _ => (15.0, 15.0),
            };
            ClassSpeed { built_up, open }
        });
        let (speed_kmh, fixed_seconds) = match base {
            TravelMode::Walk => (Person::Adult.speed_kmh(), 0.0),
            TravelMode::Cycle => (12.0, 30.0),
            TravelMode::Drive => (0.0, 120.0),
        };
        Self {
            base,
            person: Person::Adult,
            climb: true,
            speed_kmh,
            push_kmh: 4.8,
            class_kmh,
            limit_share_fast: 0.75,
            limit_share: 0.65,
            fixed_seconds,
            off_road_kmh: 4.8,
            off_road_cap_metres: 500.0,
            ferries: false,
        }
    }

    /// The default profile of somebody who walks.
    pub fn walking(person: Person) -> Self {
        let speed_kmh = person.speed_kmh();
        Self { person, speed_kmh, off_road_kmh: speed_kmh, ..Self::of(TravelMode::Walk) }
    }

    /// The default profile of a mode with some settings edited.
    ///
    /// # Errors
    /// `mode.setting` with the setting's name, for a value out of range, an unknown class, or a
    /// setting that the mode has no use for.
    pub fn with(base: TravelMode, settings: &ModeSettings) -> Result<Self> {
        let mut profile = match settings.person {
            Some(person) if base == TravelMode::Walk => Self::walking(person),
            _ => Self::of(base),
        };
        let is_driven = base == TravelMode::Drive;
        for (name, is_set, has_use) in [
            ("person", settings.person.is_some(), base == TravelMode::Walk),
            ("climb", settings.climb.is_some(), !is_driven),
            ("speedKmh", settings.speed_kmh.is_some(), !is_driven),
            ("pushKmh", settings.push_kmh.is_some(), base == TravelMode::Cycle),
            ("classKmh", !settings.class_kmh.is_empty(), is_driven),
            ("limitShareFast", settings.limit_share_fast.is_some(), is_driven),
            ("limitShare", settings.limit_share.is_some(), is_driven),
        ] {
            if is_set && !has_use {
                let found = format!("{} has no such setting", base.as_str());
                return Err(Error::new(ErrorCode::ModeSetting, found).at(name));
            }
        }
        let mut set = |field: fn(&mut Self) -> &mut f64, name, value: Option<f64>, low, high| {
            if let Some(value) = value {
                *field(&mut profile) = checked(name, value, low, high)?;
            }
            Ok::<(), Error>(())
        };
        set(|p| &mut p.speed_kmh, "speedKmh", settings.speed_kmh, 0.1, 200.0)?;
        set(|p| &mut p.push_kmh, "pushKmh", settings.push_kmh, 0.1, 200.0)?;
        set(|p| &mut p.limit_share_fast, "limitShareFast", settings.limit_share_fast, 0.05, 1.5)?;
        set(|p| &mut p.limit_share, "limitShare", settings.limit_share, 0.05, 1.5)?;
        set(|p| &mut p.fixed_seconds, "fixedSeconds", settings.fixed_seconds, 0.0, 36_000.0)?;
        set(|p| &mut p.off_road_kmh, "offRoadKmh", settings.off_road_kmh, 0.1, 200.0)?;
        let cap = settings.off_road_cap_metres;
        set(|p| &mut p.off_road_cap_metres, "offRoadCapMetres", cap, 0.0, 50_000.0)?;
        for (name, speed) in &settings.class_kmh {
            let class =
                RoadClass::ALL.into_iter().find(|c| c.as_str() == name).ok_or_else(|| {
                    Error::new(ErrorCode::ModeSetting, format!("road class \"{name}\""))
                        .at("classKmh")
                })?;
            checked(name, speed.built_up, 0.1, 200.0).map_err(|e| e.at("classKmh"))?;
            checked(name, speed.open, 0.1, 200.0).map_err(|e| e.at("classKmh"))?;
            profile.class_kmh[class as usize] = *speed;
        }
        profile.ferries = settings.ferries.unwrap_or(profile.ferries);
        profile.climb = settings.climb.unwrap_or(profile.climb);
        Ok(profile)
    }

    /// Who may use a road in one direction (0 along, 1 against), seen from this profile.
    pub fn access(&self, kind: &RoadKind, direction: usize) -> Access {
        if self.person == Person::Wheelchair && !kind.is_passable_by_wheelchair() {
            return Access::No;
        }
        kind.access(self.base, direction)
    }

    /// Whether a barrier on a junction stops this profile.
    pub fn is_stopped_by(&self, barrier: &Barrier) -> bool {
        barrier.stops[self.base.index()]
            || (self.person == Person::Wheelchair && barrier.stops_wheelchair)
    }

    /// Speed on a road in one direction (0 along, 1 against) in km/h; `None` where the profile
    /// has none (a ferry that is off or has no duration).
    pub fn speed_kmh(&self, kind: &RoadKind, direction: usize) -> Option<f64> {
        if kind.class == RoadClass::Ferry {
            return (self.ferries && kind.ferry_kmh10 > 0)
                .then(|| f64::from(kind.ferry_kmh10) / 10.0);
        }
        let rise = match kind.class {
            RoadClass::Steps => 0.0,
            _ if !self.climb => 0.0,
            _ => f64::from(kind.incline_permille) * [0.001, -0.001][direction],
        };
        let pace = kind.pace[self.base.index()];
        Some(pace.kmh(match self.base {
            TravelMode::Walk => self.speed_kmh * slope::walking(rise),
            TravelMode::Cycle => {
                let pushed = self.push_kmh * slope::walking(rise);
                // Where riding up would be slower, one gets off.
                let slowest = pushed.min(self.speed_kmh);
                if kind.pushed {
                    pushed
                } else {
                    (self.speed_kmh * slope::cycling(rise)).max(slowest)
                }
            }
            TravelMode::Drive => self.driving_kmh(kind, direction),
        }))
    }

    fn driving_kmh(&self, kind: &RoadKind, direction: usize) -> f64 {
        let limit = f64::from(kind.limit_kmh[direction]);
        if limit > 0.0 {
            let fast = matches!(kind.class, RoadClass::Motorway | RoadClass::Trunk);
            return limit * if fast { self.limit_share_fast } else { self.limit_share };
        }
        // A ramp is driven like the next lower class.
        let class = kind.class as usize + usize::from(kind.link);
        let speed = self.class_kmh[class];
        if kind.built_up { speed.built_up } else { speed.open }
    }

    /// Milliseconds per metre off the road.
    pub fn off_road_ms_per_metre(&self) -> f64 {
        3600.0 / self.off_road_kmh
    }

    /// Time for metres off the road.
    pub fn off_road(&self, metres: f64) -> Millis {
        Millis(libm::round(metres * self.off_road_ms_per_metre()) as u32)
    }

    /// Time that every trip adds.
    pub fn fixed(&self) -> Millis {
        Millis(libm::round(self.fixed_seconds * 1000.0) as u32)
    }
}

fn checked(name: &str, value: f64, low: f64, high: f64) -> Result<f64> {
    if (low..=high).contains(&value) {
        Ok(value)
    } else {
        let found = format!("{value}, where {low} to {high} is allowed");
        Err(Error::new(ErrorCode::ModeSetting, found).at(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Tags, travel_mode::road_kind};

    fn kmh(mode: TravelMode, pairs: &[(&str, &str)], built_up: bool) -> f64 {
        let mut kind = road_kind(&Tags::new(pairs)).expect("road").expect("in use");
        kind.built_up = built_up;
        ModeProfile::of(mode).speed_kmh(&kind, 0).expect("speed")
    }

    #[test]
    fn cars_follow_the_limit_or_the_class() {
        let drive = |pairs, built_up| kmh(TravelMode::Drive, pairs, built_up);
        assert!((drive(&[("highway", "primary"), ("maxspeed", "60")], true) - 39.0).abs() < 1e-9);
        assert!((drive(&[("highway", "trunk"), ("maxspeed", "80")], true) - 60.0).abs() < 1e-9);
        assert!((drive(&[("highway", "tertiary")], true) - 26.0).abs() < 1e-9);
        assert!((drive(&[("highway", "tertiary")], false) - 45.0).abs() < 1e-9);
        assert!((drive(&[("highway", "motorway_link")], false) - 50.0).abs() < 1e-9);
    }

    #[test]
    fn bicycles_are_pushed_on_steps() {
        assert!((kmh(TravelMode::Cycle, &[("highway", "steps")], true) - 4.8).abs() < 1e-9);
        assert!((kmh(TravelMode::Cycle, &[("highway", "cycleway")], true) - 12.0).abs() < 1e-9);
    }

    #[test]
    fn every_setting_has_its_name_in_the_list() {
        let written = serde_json::to_value(ModeSettings::default()).expect("JSON");
        let mut names: Vec<_> = written.as_object().expect("fields").keys().cloned().collect();
        names.sort_unstable();
        let mut listed = ModeSettings::NAMES.to_vec();
        listed.sort_unstable();
        assert_eq!(names, listed);
    }

    #[test]
    fn settings_out_of_range_are_named() {
        let settings = ModeSettings { speed_kmh: Some(-1.0), ..ModeSettings::default() };
        let error = ModeProfile::with(TravelMode::Walk, &settings).expect_err("refused");
        assert_eq!((error.code().as_str(), error.place()), ("mode.setting", Some("speedKmh")));
    }
}
