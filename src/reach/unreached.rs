//! Why a place is not reached: one list of reasons for every answer, with the figures beside them.

use super::travel_times;
use crate::error::Result;
use crate::network::{Link, ModeRoads, Part, RoadIndex, Unlinked};
use crate::units::{LngLat, Millis};

/// No cut-off at all.
pub const WHENEVER: Millis = Millis(u32::MAX - 1);

/// Why no way leads from one place to another in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreached {
    /// One of them lies outside the extract.
    OutsideExtract,
    /// One of them has no road of the mode within the cap.
    NoRoadWithinCap,
    /// No road of the mode leads from one to the other, however long it took.
    Island,
    /// A way leads there, and takes longer than the cut-off.
    BeyondCutoff,
}

impl Unreached {
    /// Every reason, in the order of their numbers.
    pub const ALL: [Unreached; 4] =
        [Self::OutsideExtract, Self::NoRoadWithinCap, Self::Island, Self::BeyondCutoff];

    /// The word programs use.
    pub fn as_str(self) -> &'static str {
        ["outsideExtract", "noRoadWithinCap", "island", "beyondCutoff"][self as usize]
    }

    /// Position in [`Unreached::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }
}

impl From<Unlinked> for Unreached {
    fn from(reason: Unlinked) -> Self {
        match reason {
            Unlinked::OutsideExtract => Self::OutsideExtract,
            Unlinked::NoRoadWithinCap => Self::NoRoadWithinCap,
        }
    }
}

/// How a place stands to a mode's roads: joined to which part of them, or how far from any.
#[derive(Clone, Copy, Debug)]
pub struct Standing {
    /// Where it is joined, or why not.
    pub link: std::result::Result<Link, Unlinked>,
    /// The part of the roads that it is joined to.
    pub part: Option<Part>,
    /// Metres to the nearest road of the mode, joined or not.
    pub nearest_metres: Option<f64>,
    /// Metres to the nearest road of any mode.
    pub nearest_any_metres: Option<f64>,
}

impl Standing {
    /// How a place stands.
    pub fn of(roads: &ModeRoads, at: LngLat) -> Self {
        let link = roads.link(at);
        let part = link.ok().and_then(|l| roads.graph.components().part_of_road(l.road));
        let nearest =
            |counts: &dyn Fn(u32) -> bool| roads.index.nearest_metres(&roads.network, at, counts);
        Self {
            link,
            part,
            nearest_metres: nearest(&|road| roads.graph.is_open(road)),
            nearest_any_metres: nearest(&|_| true),
        }
    }

    /// The island it is joined to: a part with under 1 % of the kilometres.
    pub fn island(&self, roads: &ModeRoads) -> Option<Part> {
        let link = self.link.ok()?;
        self.part.filter(|_| RoadIndex::is_island(&roads.graph, &link))
    }
}

/// The reason of every empty entry of a table of travel times.
///
/// Shape: that of [`travel_times::table`]; `None` where a time stands there.
///
/// # Errors
/// Those of [`travel_times::table`].
pub fn table(
    roads: &ModeRoads,
    from: &[LngLat],
    to: &[LngLat],
    cutoff: Millis,
) -> Result<Vec<Option<Unreached>>> {
    let times = travel_times::table(roads, None, from, to, cutoff)?;
    let unlinked = |places: &[LngLat]| -> Vec<Option<Unreached>> {
        places.iter().map(|at| roads.link(*at).err().map(Unreached::from)).collect()
    };
    let (at_start, at_end) = (unlinked(from), unlinked(to));
    let reason = |i: usize| {
        let (row, column) = (i / to.len(), i % to.len());
        at_start[row].or(at_end[column])
    };
    // Whether any way leads there is asked only if a way may.
    let is_open = |(i, time): (usize, &f64)| time.is_nan() && reason(i).is_none();
    let ever = if cutoff < WHENEVER && times.iter().enumerate().any(is_open) {
        travel_times::table(roads, None, from, to, WHENEVER)?
    } else {
        times.clone()
    };
    let of = |(i, (time, ever)): (usize, (&f64, &f64))| {
        let apart = if ever.is_nan() { Unreached::Island } else { Unreached::BeyondCutoff };
        time.is_nan().then(|| reason(i).unwrap_or(apart))
    };
    Ok(times.iter().zip(&ever).enumerate().map(of).collect())
}
