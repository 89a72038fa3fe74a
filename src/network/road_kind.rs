//! What a road piece is: its class, who may use it in which direction, its limits and its make.

use crate::units::TravelMode;
use serde::{Deserialize, Serialize};

/// The class of a road, from OSM's `highway` (links keep the class they link to).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
#[serde(rename_all = "snake_case")]
pub enum RoadClass {
    /// `motorway`
    Motorway,
    /// `trunk`
    Trunk,
    /// `primary`
    Primary,
    /// `secondary`
    Secondary,
    /// `tertiary`
    Tertiary,
    /// `unclassified`, `road`
    Unclassified,
    /// `residential`
    Residential,
    /// `living_street`
    LivingStreet,
    /// `service`
    Service,
    /// `track`
    Track,
    /// `pedestrian`
    Pedestrian,
    /// `cycleway`
    Cycleway,
    /// `footway`, `platform`, `corridor`
    Footway,
    /// `path`, `bridleway`
    Path,
    /// `steps`
    Steps,
    /// `route=ferry`
    Ferry,
}

impl RoadClass {
    /// Every class, in order of its number.
    pub const ALL: [RoadClass; 16] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Unclassified,
        Self::Residential,
        Self::LivingStreet,
        Self::Service,
        Self::Track,
        Self::Pedestrian,
        Self::Cycleway,
        Self::Footway,
        Self::Path,
        Self::Steps,
        Self::Ferry,
    ];

    /// The name in documents and settings, for example `living_street`.
    pub fn as_str(self) -> &'static str {
        [
            "motorway",
            "trunk",
            "primary",
            "secondary",
            "tertiary",
            "unclassified",
            "residential",
            "living_street",
            "service",
            "track",
            "pedestrian",
            "cycleway",
            "footway",
            "path",
            "steps",
            "ferry",
        ][self as usize]
    }
}

/// Whether a mode may use a road in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Access {
    /// Closed.
    No,
    /// Open at the beginning and the end of a trip, not for passing through.
    Destination,
    /// Open.
    Yes,
}

/// What the road is made of, as far as it matters for travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Surface {
    /// Not said.
    Unknown,
    /// Asphalt, concrete, paving.
    Paved,
    /// Gravel, earth, grass, sand.
    Unpaved,
}

/// What the map says of wheelchairs on a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[repr(u8)]
pub enum Wheelchair {
    /// Nothing, or that it is hard: open, but for steps.
    Unsaid,
    /// It can be passed, steps by a ramp.
    Yes,
    /// It cannot be passed.
    No,
}

/// What an edit says of the speed on a road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Pace {
    /// Nothing: as fast as on other roads of its kind.
    Usual,
    /// This speed in 0.1 km/h.
    Kmh10(u16),
    /// This share of the usual speed, in per mille.
    Permille(u16),
}

impl Pace {
    /// A speed in km/h.
    pub fn of_kmh(kmh: f64) -> Self {
        Self::Kmh10(libm::round(kmh * 10.0).clamp(1.0, 65_535.0) as u16)
    }

    /// So many times as fast.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        let times = |n: u16| libm::round(f64::from(n) * factor).clamp(1.0, 65_535.0) as u16;
        match self {
            Self::Usual => Self::Permille(times(1000)),
            Self::Kmh10(kmh10) => Self::Kmh10(times(kmh10)),
            Self::Permille(share) => Self::Permille(times(share)),
        }
    }

    /// The speed where the usual one is this, in km/h.
    pub fn kmh(self, usual: f64) -> f64 {
        match self {
            Self::Usual => usual,
            Self::Kmh10(kmh10) => f64::from(kmh10) / 10.0,
            Self::Permille(share) => usual * f64::from(share) / 1000.0,
        }
    }
}

/// Everything about a road piece that travel times follow from, save its length; interned, so that
/// pieces that agree can be merged and share it.
///
/// Direction 0 is along the piece's geometry, 1 against it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "four facts of a road, each on its own")]
pub struct RoadKind {
    /// The class.
    pub class: RoadClass,
    /// A link (ramp) of that class.
    pub link: bool,
    /// Per mode (in the order of [`TravelMode::ALL`]) and direction.
    pub access: [[Access; 2]; 3],
    /// A cyclist pushes the bicycle here.
    pub pushed: bool,
    /// The legal limit per direction in km/h, 0 = not said.
    pub limit_kmh: [u8; 2],
    /// The surface.
    pub surface: Surface,
    /// What the map says of wheelchairs.
    pub wheelchair: Wheelchair,
    /// Rise in metres per kilometre along the geometry, in steps of 5; 0 = level or not said.
    pub incline_permille: i16,
    /// Inside a settlement.
    pub built_up: bool,
    /// On a bridge.
    pub bridge: bool,
    /// What edits say of the speed, per mode.
    pub pace: [Pace; 3],
    /// A ferry's speed in 0.1 km/h from its `duration`, 0 = no duration given.
    pub ferry_kmh10: u16,
}

impl RoadKind {
    /// Who may use it, for a mode and a direction (0 along, 1 against).
    pub fn access(&self, mode: TravelMode, direction: usize) -> Access {
        self.access[mode.index()][direction]
    }

    /// The same road seen from its other end.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self {
            access: self.access.map(|[along, against]| [against, along]),
            limit_kmh: [self.limit_kmh[1], self.limit_kmh[0]],
            incline_permille: -self.incline_permille,
            ..self
        }
    }

    /// Whether a wheelchair can pass: steps only by a ramp, other roads unless the map denies it.
    pub fn is_passable_by_wheelchair(&self) -> bool {
        match self.wheelchair {
            Wheelchair::Yes => true,
            Wheelchair::No => false,
            Wheelchair::Unsaid => self.class != RoadClass::Steps,
        }
    }

    /// Whether a mode may use it in any direction.
    pub fn is_open_to(&self, mode: TravelMode) -> bool {
        self.access[mode.index()] != [Access::No; 2]
    }

    /// Whether any mode may use it in any direction.
    pub fn is_open(&self) -> bool {
        self.access.iter().flatten().any(|a| *a != Access::No)
    }
}
