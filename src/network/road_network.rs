//! The road network as arrays: junctions, the road pieces between them, their geometry and their sources.

use super::road_kind::RoadKind;
use crate::archive::{Kind, Reader, Writer};
use crate::error::{ErrorCode, Result};
use crate::frame::Frame;
use crate::units::Position;
use serde::{Deserialize, Serialize};

/// The archive of a network.
pub const ARCHIVE: Kind = Kind { tag: *b"ROAD", version: 2, refused: ErrorCode::NetworkFormat };

/// A turn restriction as the map states it: from one way over a node or way into another.
///
/// A mode's travel layer makes states of those that bind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnRestriction {
    /// OSM id of the relation.
    pub id: i64,
    /// The rule, for example `no_left_turn` or `only_straight_on`.
    pub rule: String,
    /// OSM id of the way one comes from.
    pub from: i64,
    /// OSM id of the node or way one passes.
    pub via: Via,
    /// OSM id of the way one may not (or must) enter.
    pub to: i64,
    /// Vehicles that are excepted, from `except`.
    pub except: Vec<String>,
}

/// What a turn restriction leads over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Via {
    /// One node.
    Node(i64),
    /// One or more ways, in order.
    Ways(Vec<i64>),
}

/// Something that the import left out, with how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// A stable word for the reason.
    pub reason: String,
    /// How many elements.
    pub count: u32,
}

/// A node that stops some modes from passing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Barrier {
    /// The junction it stands on.
    pub junction: u32,
    /// Per mode, in the order of [`crate::units::TravelMode::ALL`].
    pub stops: [bool; 3],
    /// Whether it stops a wheelchair, where walking is not stopped.
    pub stops_wheelchair: bool,
}

/// Part of a source way that a road piece was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// OSM id of the way.
    pub way: i64,
    /// Position of the first node within the way, in the piece's direction.
    pub first: u32,
    /// Position of the last node; smaller than `first` if the piece runs against the way.
    pub last: u32,
}

/// Junctions and the road pieces between them; what roads *are*. Travel times are a layer that a
/// [`super::ModeGraph`] derives from it.
///
/// Shape: junctions are in Hilbert order, road pieces in the order of their first junction. A
/// chain of pieces without a branch is one piece as long as its kind stays the same; its inner
/// points stand aside in `geometry`.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadNetwork {
    /// Place of each junction.
    pub(super) junction_at: Vec<Position>,
    /// OSM node id of each junction.
    pub(super) junction_code: Vec<i64>,
    /// First and last junction of each road piece.
    pub(super) ends: Vec<[u32; 2]>,
    /// Length of each piece in millimetres.
    pub(super) length_mm: Vec<u32>,
    /// Position of each piece's kind in `kinds`.
    pub(super) kind: Vec<u16>,
    /// The distinct kinds.
    pub(super) kinds: Vec<RoadKind>,
    /// Where each piece's inner points begin in `geometry`; one entry more than pieces.
    pub(super) geometry_start: Vec<u32>,
    /// Inner points of all pieces.
    pub(super) geometry: Vec<Position>,
    /// Where each piece's spans begin in `spans`; one entry more than pieces.
    pub(super) span_start: Vec<u32>,
    /// Source spans of all pieces.
    pub(super) spans: Vec<Span>,
    /// Nodes that stop modes, by junction.
    pub(super) barriers: Vec<Barrier>,
    /// Turn restrictions, kept for the drive layer.
    pub(super) restrictions: Vec<TurnRestriction>,
    /// What was left out.
    pub(super) skipped: Vec<Skipped>,
}

impl RoadNetwork {
    /// Number of junctions.
    pub fn junctions(&self) -> usize {
        self.junction_at.len()
    }

    /// Number of road pieces.
    pub fn roads(&self) -> usize {
        self.ends.len()
    }

    /// Place of a junction.
    pub fn junction_at(&self, junction: u32) -> Position {
        self.junction_at[junction as usize]
    }

    /// Stable code of a junction: its OSM node id.
    pub fn junction_code(&self, junction: u32) -> i64 {
        self.junction_code[junction as usize]
    }

    /// First and last junction of a road piece.
    pub fn ends(&self, road: u32) -> [u32; 2] {
        self.ends[road as usize]
    }

    /// Length of a road piece in millimetres.
    pub fn length_mm(&self, road: u32) -> u32 {
        self.length_mm[road as usize]
    }

    /// Kind of a road piece.
    pub fn kind(&self, road: u32) -> &RoadKind {
        &self.kinds[usize::from(self.kind[road as usize])]
    }

    /// The distinct kinds of road.
    pub fn kinds(&self) -> &[RoadKind] {
        &self.kinds
    }

    /// Position in [`RoadNetwork::kinds`] of a road piece's kind.
    pub fn kind_index(&self, road: u32) -> usize {
        usize::from(self.kind[road as usize])
    }

    /// All points of a road piece, its two junctions included.
    pub fn points(&self, road: u32) -> impl Iterator<Item = Position> + Clone + '_ {
        let [from, to] = self.ends(road);
        let inner = self.geometry_start[road as usize] as usize
            ..self.geometry_start[road as usize + 1] as usize;
        std::iter::once(self.junction_at(from))
            .chain(self.geometry[inner].iter().copied())
            .chain(std::iter::once(self.junction_at(to)))
    }

    /// The source ways of a road piece, in its direction.
    pub fn spans(&self, road: u32) -> &[Span] {
        &self.spans
            [self.span_start[road as usize] as usize..self.span_start[road as usize + 1] as usize]
    }

    /// Nodes that stop modes from passing.
    pub fn barriers(&self) -> &[Barrier] {
        &self.barriers
    }

    /// Turn restrictions of the map, as it states them.
    pub fn restrictions(&self) -> &[TurnRestriction] {
        &self.restrictions
    }

    /// What the import left out, and why.
    pub fn skipped(&self) -> &[Skipped] {
        &self.skipped
    }

    /// West, south, east and north of the roads in degrees, ferries left out.
    pub fn bounds(&self) -> [f64; 4] {
        let mut west_south = [i32::MAX; 2];
        let mut east_north = [i32::MIN; 2];
        for road in 0..self.roads() as u32 {
            if self.kind(road).class == super::road_kind::RoadClass::Ferry {
                continue;
            }
            for p in self.points(road) {
                for (axis, value) in [p.lng_e7, p.lat_e7].into_iter().enumerate() {
                    west_south[axis] = west_south[axis].min(value);
                    east_north[axis] = east_north[axis].max(value);
                }
            }
        }
        let [west, south] = west_south.map(|v| f64::from(v) / 1e7);
        let [east, north] = east_north.map(|v| f64::from(v) / 1e7);
        [west, south, east, north]
    }

    /// The metric frame of the network: around its middle latitude.
    pub fn frame(&self) -> Frame {
        let [_, south, _, north] = self.bounds();
        Frame::around(f64::midpoint(south, north))
    }

    /// The metric frame around a road's first junction.
    pub fn frame_of_road(&self, road: u32) -> Frame {
        Frame::around(self.junction_at(self.ends(road)[0]).lat())
    }

    /// The network in its sealed binary form.
    ///
    /// # Errors
    /// `network.format` if a document has no binary form.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut writer = Writer::new(ARCHIVE);
        self.write(&mut writer)?;
        Ok(writer.finish())
    }

    /// Opens the sealed binary form.
    ///
    /// # Errors
    /// `network.format` for foreign, truncated or changed bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        Self::read(&mut Reader::open(bytes, ARCHIVE)?)
    }

    /// Appends the network's columns to an archive.
    ///
    /// # Errors
    /// The archive's code if a document has no binary form.
    pub fn write(&self, to: &mut Writer) -> Result<()> {
        write_positions(to, &self.junction_at);
        to.put_i64(&self.junction_code);
        to.put_u32(self.ends.as_flattened());
        to.put_u32(&self.length_mm);
        to.put_u16(&self.kind);
        to.put_document(&self.kinds)?;
        to.put_u32(&self.geometry_start);
        write_positions(to, &self.geometry);
        to.put_u32(&self.span_start);
        to.put_i64(&self.spans.iter().map(|s| s.way).collect::<Vec<_>>());
        to.put_u32(&self.spans.iter().flat_map(|s| [s.first, s.last]).collect::<Vec<_>>());
        to.put_document(&(&self.barriers, &self.restrictions, &self.skipped))
    }

    /// Takes the network's columns from an archive and checks that they fit together.
    ///
    /// # Errors
    /// The archive's code if they do not.
    pub fn read(from: &mut Reader<'_>) -> Result<Self> {
        let junction_at = read_positions(from)?;
        let junction_code = from.take_i64()?;
        let ends = from.take_u32()?.as_chunks::<2>().0.to_vec();
        let length_mm = from.take_u32()?;
        let kind = from.take_u16()?;
        let kinds: Vec<RoadKind> = from.take_document()?;
        let geometry_start = from.take_u32()?;
        let geometry = read_positions(from)?;
        let span_start = from.take_u32()?;
        let ways = from.take_i64()?;
        let nodes = from.take_u32()?;
        let spans: Vec<Span> = ways
            .iter()
            .zip(nodes.as_chunks::<2>().0)
            .map(|(&way, &[first, last])| Span { way, first, last })
            .collect();
        let (barriers, restrictions, skipped) = from.take_document()?;
        let network = Self {
            junction_at,
            junction_code,
            ends,
            length_mm,
            kind,
            kinds,
            geometry_start,
            geometry,
            span_start,
            spans,
            barriers,
            restrictions,
            skipped,
        };
        if network.is_consistent() {
            Ok(network)
        } else {
            Err(from.refuse("columns that disagree"))
        }
    }

    fn is_consistent(&self) -> bool {
        let starts = |start: &[u32], of: usize| {
            start.len() == self.roads() + 1
                && start.first() == Some(&0)
                && start.windows(2).all(|w| w[0] <= w[1])
                && start.last().is_some_and(|&l| l as usize == of)
        };
        let junctions = self.junctions() as u32;
        self.junction_code.len() == self.junctions()
            && self.length_mm.len() == self.roads()
            && self.kind.len() == self.roads()
            && self.ends.as_flattened().iter().all(|&j| j < junctions)
            && self.kind.iter().all(|&k| usize::from(k) < self.kinds.len())
            && self.barriers.iter().all(|b| b.junction < junctions)
            && starts(&self.geometry_start, self.geometry.len())
            && starts(&self.span_start, self.spans.len())
    }
}

/// Appends a column of positions to an archive.
pub fn write_positions(to: &mut Writer, positions: &[Position]) {
    let flat: Vec<i32> = positions.iter().flat_map(|p| [p.lng_e7, p.lat_e7]).collect();
    to.put_i32(&flat);
}

/// Takes a column of positions from an archive.
///
/// # Errors
/// The archive's code if the next column is none.
pub fn read_positions(from: &mut Reader<'_>) -> Result<Vec<Position>> {
    let flat = from.take_i32()?;
    Ok(flat
        .as_chunks::<2>()
        .0
        .iter()
        .map(|&[lng_e7, lat_e7]| Position { lng_e7, lat_e7 })
        .collect())
}
