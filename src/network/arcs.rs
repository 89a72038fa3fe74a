//! A directed graph as arrays: arcs sorted by tail, and the same arcs sorted by head.

use crate::error::{Error, ErrorCode, Result};
use crate::units::Millis;

/// No road: an arc that only leads from one state of a junction to another.
pub const NO_ROAD: u32 = u32::MAX;

/// One arc as it leaves a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The node it leads to.
    pub head: u32,
    /// Its time in milliseconds.
    pub ms: u32,
}

/// An arc before it is sorted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewArc {
    /// Where it begins.
    pub tail: u32,
    /// Where it leads.
    pub head: u32,
    /// Its time in milliseconds.
    pub ms: u32,
    /// Twice the road's number, plus 1 if it runs against the road; or [`NO_ROAD`].
    pub road: u32,
}

/// Arcs by the node they leave (compressed sparse rows).
///
/// Shape: the arcs of node `n` are `arcs[first[n] .. first[n + 1]]`; `road` has their roads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArcTable {
    first: Vec<u32>,
    arcs: Vec<Arc>,
    road: Vec<u32>,
    longest: u32,
}

impl ArcTable {
    fn sort(nodes: u32, arcs: &[NewArc], reversed: bool) -> Self {
        let tail = |a: &NewArc| if reversed { a.head } else { a.tail };
        let mut first = vec![0u32; nodes as usize + 1];
        for arc in arcs {
            first[tail(arc) as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut table = Self {
            first,
            arcs: vec![Arc { head: 0, ms: 0 }; arcs.len()],
            road: vec![NO_ROAD; arcs.len()],
            longest: arcs.iter().map(|a| a.ms).max().unwrap_or(0),
        };
        for arc in arcs {
            let slot = &mut next[tail(arc) as usize];
            let head = if reversed { arc.tail } else { arc.head };
            table.arcs[*slot as usize] = Arc { head, ms: arc.ms };
            table.road[*slot as usize] = arc.road;
            *slot += 1;
        }
        table
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    /// The arcs that leave a node.
    #[inline]
    pub fn of(&self, node: u32) -> &[Arc] {
        &self.arcs[self.first[node as usize] as usize..self.first[node as usize + 1] as usize]
    }

    /// The arcs that leave a node, each with its road.
    pub fn with_roads(&self, node: u32) -> impl Iterator<Item = (Arc, u32)> + '_ {
        let range = self.first[node as usize] as usize..self.first[node as usize + 1] as usize;
        self.arcs[range.clone()].iter().copied().zip(self.road[range].iter().copied())
    }

    /// Number of arcs.
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    /// Whether there is no arc.
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The longest arc in milliseconds.
    pub fn longest(&self) -> u32 {
        self.longest
    }
}

/// A directed graph that can be walked either way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arcs {
    /// Arcs by tail: travelling away.
    pub forward: ArcTable,
    /// Arcs by head, turned round: travelling towards.
    pub backward: ArcTable,
}

impl Arcs {
    /// The most nodes of a graph from bare numbers: what 32-bit memory can hold and search.
    pub const MOST_NODES: u32 = 50_000_000;

    /// Sorts arcs of nodes `0 .. nodes` in.
    pub fn new(nodes: u32, arcs: &[NewArc]) -> Self {
        Self {
            forward: ArcTable::sort(nodes, arcs, false),
            backward: ArcTable::sort(nodes, arcs, true),
        }
    }

    /// A graph as bare numbers: one arc per position, nodes keep their numbers.
    ///
    /// Units: seconds, rounded to milliseconds.
    ///
    /// # Errors
    /// `network.arcs` for more than [`Arcs::MOST_NODES`], columns of unequal length, a node out of range, or seconds that are
    /// negative, not finite or above 4 294 967.
    pub fn from_columns(nodes: u32, tail: &[u32], head: &[u32], seconds: &[f64]) -> Result<Self> {
        let refuse =
            |place: String, found: String| Err(Error::new(ErrorCode::NetworkArcs, found).at(place));
        if nodes > Self::MOST_NODES {
            let found = format!("{nodes} nodes, where {} can be held", Self::MOST_NODES);
            return refuse("nodeCount".into(), found);
        }
        if tail.len() != head.len() || tail.len() != seconds.len() {
            let found =
                format!("{} tails, {} heads, {} seconds", tail.len(), head.len(), seconds.len());
            return refuse("arcs".into(), found);
        }
        let mut arcs = Vec::with_capacity(tail.len());
        for (i, ((&tail, &head), &seconds)) in tail.iter().zip(head).zip(seconds).enumerate() {
            if tail >= nodes {
                return refuse(format!("tail[{i}]"), format!("{tail} of {nodes} nodes"));
            }
            if head >= nodes {
                return refuse(format!("head[{i}]"), format!("{head} of {nodes} nodes"));
            }
            let ms = if seconds <= 4_294_967.0 {
                Millis::from_seconds(seconds)
            } else {
                Err(Error::new(ErrorCode::ArgumentRange, ""))
            };
            let Ok(Millis(ms)) = ms else {
                return refuse(format!("seconds[{i}]"), format!("{seconds}"));
            };
            arcs.push(NewArc { tail, head, ms, road: NO_ROAD });
        }
        Ok(Self::new(nodes, &arcs))
    }
}
