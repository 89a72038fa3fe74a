//! Where nothing may be built, and the reason for each place that this forbids.

use super::cells::Cells;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::unit::holds;
use crate::frame::Frame;
use crate::units::Position;

/// A place to keep away from, for example a source of noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeepAway {
    /// Where it is.
    pub at: Position,
    /// How far to stay away, in metres.
    pub metres: f64,
}

/// Constraints on where a site may be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Restrictions {
    /// Nothing inside these rings, of which the last place need not be the first again.
    pub exclusions: Vec<Vec<Position>>,
    /// Nothing near these places.
    pub keep_away: Vec<KeepAway>,
    /// Metres that a site must be from every facility of the service that is kept.
    pub from_facilities: f64,
    /// Metres that sites must be from one another; facilities that are there already may be nearer.
    /// Layouts take candidates so far apart.
    pub apart: f64,
}

/// Why a place is no candidate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Somebody marked it as not to be had.
    NotAvailable,
    /// It is for other services.
    OtherService,
    /// It is of a kind that was not asked for.
    OtherKind,
    /// It lies in the ring of this number.
    Excluded(usize),
    /// It is so many metres from the place to keep away from of this number.
    KeptAway(usize, f64),
    /// It is so many metres from a kept facility.
    NearFacility(f64),
    /// It is so many metres from a site, or in layouts from a candidate, that came before it.
    NearCandidate(f64),
    /// No road of a mode in use is near.
    NoRoad,
    /// Nobody who counts reaches it in time.
    Nobody,
}

impl Reason {
    /// The names programs use, in a fixed order.
    pub const NAMES: [&str; 9] = [
        "notAvailable",
        "otherService",
        "otherKind",
        "excluded",
        "keptAway",
        "nearFacility",
        "nearCandidate",
        "noRoad",
        "nobody",
    ];

    /// Position in [`Reason::NAMES`].
    pub fn index(self) -> usize {
        match self {
            Self::NotAvailable => 0,
            Self::OtherService => 1,
            Self::OtherKind => 2,
            Self::Excluded(_) => 3,
            Self::KeptAway(..) => 4,
            Self::NearFacility(_) => 5,
            Self::NearCandidate(_) => 6,
            Self::NoRoad => 7,
            Self::Nobody => 8,
        }
    }

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        Self::NAMES[self.index()]
    }

    /// How far it is from what is too near.
    pub fn metres(self) -> Option<f64> {
        match self {
            Self::KeptAway(_, metres)
            | Self::NearFacility(metres)
            | Self::NearCandidate(metres) => Some(metres),
            _ => None,
        }
    }

    /// Which of the rings or places of the question it is about.
    pub fn number(self) -> Option<usize> {
        match self {
            Self::Excluded(number) | Self::KeptAway(number, _) => Some(number),
            _ => None,
        }
    }
}

impl Restrictions {
    /// Whether rings have corners and distances are distances.
    ///
    /// # Errors
    /// `argument.range`, with the field.
    pub fn check(&self) -> Result<()> {
        let refuse = |field: String, found: String| {
            Err(Error::new(ErrorCode::ArgumentRange, found).at(field))
        };
        if let Some(i) = self.exclusions.iter().position(|ring| ring.len() < 3) {
            let found = format!("{} corners", self.exclusions[i].len());
            return refuse(format!("exclusions[{i}]"), found);
        }
        let is_distance = |m: f64| (0.0..=MOST_METRES).contains(&m);
        if let Some(i) = self.keep_away.iter().position(|k| !is_distance(k.metres)) {
            return refuse(format!("keepAway[{i}]"), self.keep_away[i].metres.to_string());
        }
        for (field, metres) in
            [("metresFromFacilities", self.from_facilities), ("metresApart", self.apart)]
        {
            if !is_distance(metres) {
                return refuse(field.to_owned(), metres.to_string());
            }
        }
        Ok(())
    }
}

/// The largest distance that can be asked for.
const MOST_METRES: f64 = 50_000.0;

/// Restrictions made ready to be asked of many places.
#[derive(Debug)]
pub(super) struct Fence {
    frame: Frame,
    rings: Vec<Vec<Position>>,
    keep_away: Vec<KeepAway>,
    from_facilities: f64,
    kept: Cells,
}

impl Fence {
    /// Fences off places; `kept` are the facilities to stay away from.
    pub(super) fn new(of: &Restrictions, frame: Frame, kept: &[Position]) -> Self {
        let closed = |ring: &Vec<Position>| ring.iter().chain(ring.first()).copied().collect();
        let radius = of.from_facilities.max(1.0);
        Self {
            rings: of.exclusions.iter().map(closed).collect(),
            keep_away: of.keep_away.clone(),
            from_facilities: of.from_facilities,
            kept: Cells::new(&frame, radius, if of.from_facilities > 0.0 { kept } else { &[] }),
            frame,
        }
    }

    /// Why nothing may be built at a place; the first reason in the order of [`Reason`].
    pub(super) fn fault(&self, at: Position) -> Option<Reason> {
        if let Some(i) = self.rings.iter().position(|ring| holds(ring, at)) {
            return Some(Reason::Excluded(i));
        }
        for (i, away) in self.keep_away.iter().enumerate() {
            let metres = self.frame.distance(at, away.at);
            if metres < away.metres {
                return Some(Reason::KeptAway(i, metres));
            }
        }
        let (_, metres) = self.kept.nearest(&self.frame, at, self.from_facilities)?;
        Some(Reason::NearFacility(metres))
    }
}
