//! The road network as arrays: junctions, the road pieces between them, their geometry and their sources.

use super::border::Border;
use super::road_columns::RoadColumns;
use super::road_edit::RoadEdit;
use super::road_kind::RoadKind;
use crate::archive::{Kind, Reader, Writer};
use crate::error::{ErrorCode, Result};
use crate::frame::Frame;
use crate::units::Position;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// The archive of a network.
pub const ARCHIVE: Kind = Kind { tag: *b"ROAD", version: 3, refused: ErrorCode::NetworkFormat };
/// What follows the columns of a network alone: of no mode the order of a hierarchy.
const NO_ORDERS: [bool; 3] = [false; 3];

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
/// points stand aside. What edits add is numbered on from there: an edited network shares the
/// columns of the file with the network it was made from and holds only what is new. A piece that
/// an edit cut in parts keeps its number, closed to everybody.
#[derive(Clone, Debug, PartialEq)]
pub struct RoadNetwork {
    /// What the file gave, shared by all that is made from it.
    pub(super) base: Arc<RoadColumns>,
    /// What edits added.
    pub(super) added: RoadColumns,
    /// Position of each piece's kind in `kinds`.
    pub(super) kind: Arc<Vec<u16>>,
    /// The distinct kinds.
    pub(super) kinds: Arc<Vec<RoadKind>>,
    /// What stands at nodes, and what was left out.
    pub(super) asides: Arc<Asides>,
    /// Pieces that were cut in parts, sorted.
    pub(super) replaced: Vec<u32>,
    /// Codes of the roads that edits drew, in order of their minted way ids.
    pub(super) drawn: Vec<String>,
    /// The edits it was made by.
    pub(super) edits: Vec<RoadEdit>,
}

/// What an edit does not touch: barriers, turn restrictions, the list of what was left out, and
/// where the file ends.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Asides {
    /// By junction.
    pub barriers: Vec<Barrier>,
    pub restrictions: Vec<TurnRestriction>,
    pub skipped: Vec<Skipped>,
    pub border: Border,
}

impl RoadNetwork {
    /// A network of columns as a map file gives them.
    pub(super) fn of_file(
        columns: RoadColumns,
        kind: Vec<u16>,
        kinds: Vec<RoadKind>,
        asides: Asides,
    ) -> Self {
        Self {
            base: Arc::new(columns),
            added: RoadColumns::default(),
            kind: Arc::new(kind),
            kinds: Arc::new(kinds),
            asides: Arc::new(asides),
            replaced: Vec::new(),
            drawn: Vec::new(),
            edits: Vec::new(),
        }
    }

    /// The columns that hold a road piece, and its position there.
    fn piece(&self, road: u32) -> (&RoadColumns, usize) {
        let of_file = self.base.ends.len();
        match (road as usize).checked_sub(of_file) {
            None => (&self.base, road as usize),
            Some(added) => (&self.added, added),
        }
    }

    /// Number of junctions.
    pub fn junctions(&self) -> usize {
        self.base.junction_at.len() + self.added.junction_at.len()
    }

    /// Number of road pieces.
    pub fn roads(&self) -> usize {
        self.kind.len()
    }

    /// Number of road pieces of the file; those that edits added come after them.
    pub fn roads_of_file(&self) -> u32 {
        self.base.ends.len() as u32
    }

    /// Whether both are the network of one file, edited or not.
    pub fn is_of_the_same_file(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.base, &other.base)
    }

    /// The edits it was made by, in order.
    pub fn edits(&self) -> &[RoadEdit] {
        &self.edits
    }

    /// Whether an edit cut this piece in parts, which stand for it.
    pub fn is_replaced(&self, road: u32) -> bool {
        self.replaced.binary_search(&road).is_ok()
    }

    /// Place of a junction.
    pub fn junction_at(&self, junction: u32) -> Position {
        match (junction as usize).checked_sub(self.base.junction_at.len()) {
            None => self.base.junction_at[junction as usize],
            Some(added) => self.added.junction_at[added],
        }
    }

    /// Stable code of a junction: its OSM node id, or a minted one where an edit made it.
    pub fn junction_code(&self, junction: u32) -> i64 {
        match (junction as usize).checked_sub(self.base.junction_code.len()) {
            None => self.base.junction_code[junction as usize],
            Some(added) => self.added.junction_code[added],
        }
    }

    /// First and last junction of a road piece.
    pub fn ends(&self, road: u32) -> [u32; 2] {
        let (columns, piece) = self.piece(road);
        columns.ends[piece]
    }

    /// Length of a road piece in millimetres.
    pub fn length_mm(&self, road: u32) -> u32 {
        let (columns, piece) = self.piece(road);
        columns.length_mm[piece]
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
        let (columns, piece) = self.piece(road);
        let [from, to] = columns.ends[piece];
        std::iter::once(self.junction_at(from))
            .chain(columns.inner_points(piece).iter().copied())
            .chain(std::iter::once(self.junction_at(to)))
    }

    /// The points of a road piece between its two junctions.
    pub fn inner_points(&self, road: u32) -> &[Position] {
        let (columns, piece) = self.piece(road);
        columns.inner_points(piece)
    }

    /// OSM node ids of all points of a road piece; minted ones where an edit made them.
    pub fn codes(&self, road: u32) -> impl Iterator<Item = i64> + '_ {
        let (columns, piece) = self.piece(road);
        let [from, to] = columns.ends[piece].map(|junction| self.junction_code(junction));
        let inner = columns.codes.of(piece, from);
        std::iter::once(from).chain(inner).chain(std::iter::once(to))
    }

    /// The source ways of a road piece, in its direction.
    pub fn spans(&self, road: u32) -> &[Span] {
        let (columns, piece) = self.piece(road);
        columns.spans(piece)
    }

    /// Nodes that stop modes from passing.
    pub fn barriers(&self) -> &[Barrier] {
        &self.asides.barriers
    }

    /// Turn restrictions of the map, as it states them.
    pub fn restrictions(&self) -> &[TurnRestriction] {
        &self.asides.restrictions
    }

    /// What the import left out, and why.
    pub fn skipped(&self) -> &[Skipped] {
        &self.asides.skipped
    }

    /// Where the map file ends, as far as it tells.
    pub fn border(&self) -> &Border {
        &self.asides.border
    }

    /// West, south, east and north of the roads in degrees, ferries left out.
    pub fn bounds(&self) -> [f64; 4] {
        self.bounds_of(0..self.roads() as u32)
    }

    /// The same of some of them; turned inside out where there are none.
    pub(super) fn bounds_of(&self, roads: Range<u32>) -> [f64; 4] {
        let mut west_south = [i32::MAX; 2];
        let mut east_north = [i32::MIN; 2];
        for road in roads {
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

    /// The metric frame of the network: around its middle latitude. Looks at every point of every
    /// road: ask once, not in a loop.
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
        writer.put_document(&NO_ORDERS)?;
        Ok(writer.finish())
    }

    /// Opens the sealed binary form; orders in it are passed over, [`super::RoadLayers`] keeps them.
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
        if self.added.ends.is_empty() && self.added.junction_at.is_empty() {
            self.base.write(to);
        } else {
            let mut whole = RoadColumns::clone(&self.base);
            whole.append(&self.added);
            whole.write(to);
        }
        to.put_u16(&self.kind);
        to.put_document(&*self.kinds)?;
        to.put_document(&(&*self.asides, &self.replaced, &self.drawn))
    }

    /// Takes the network's columns from an archive and checks that they fit together.
    ///
    /// An edited network returns with its edits made and is as good as a file's.
    ///
    /// # Errors
    /// The archive's code if they do not.
    pub fn read(from: &mut Reader<'_>) -> Result<Self> {
        let columns = RoadColumns::read(from)?;
        let kind = from.take_u16()?;
        let kinds = from.take_document()?;
        let (asides, replaced, drawn) = from.take_document()?;
        let network = Self { replaced, drawn, ..Self::of_file(columns, kind, kinds, asides) };
        if network.is_consistent() {
            Ok(network)
        } else {
            Err(from.refuse("columns that disagree"))
        }
    }

    fn is_consistent(&self) -> bool {
        let (junctions, roads) = (self.junctions() as u32, self.base.ends.len());
        // Lists that are searched are in order, and name what is there.
        let is_list = |of: &[u32], end: u32| {
            of.windows(2).all(|w| w[0] < w[1]) && of.last().is_none_or(|&last| last < end)
        };
        let barriers = &self.asides.barriers;
        self.base.is_consistent()
            && self.kind.len() == roads
            && self.kind.iter().all(|&k| usize::from(k) < self.kinds.len())
            && barriers.is_sorted_by_key(|b| b.junction)
            && barriers.last().is_none_or(|b| b.junction < junctions)
            && is_list(&self.asides.border.cut, junctions)
            && is_list(&self.replaced, roads as u32)
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
