//! The order in which a graph's nodes are left out, from its shape alone: nested dissection.

use super::elimination::Elimination;
use super::separator::{Part, Side};
use crate::archive::{Reader, Writer};
use crate::error::Result;
use crate::network::{ModeGraph, RoadNetwork};
use crate::units::Position;

/// Nodes with at most so many neighbours are left out first, before anything is cut …
const FEW_NEIGHBOURS: u32 = 4;
/// … in blocks of this many, which the cache holds …
const BLOCK: usize = 1 << 14;
/// … and parts of at most so many nodes are not cut any further.
const SMALL_PART: usize = 60;

/// Every node's rank: the higher, the later it is left out, the more paths it stands for.
///
/// It rests on which nodes are joined and where they are, not on times or one-way streets, so it
/// outlives edits: a closed road does not make it worse, a new road a little.
///
/// Source: Dibbelt, Strasser and Wagner, Customizable Contraction Hierarchies, JEA 21, 2016.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeOrder {
    rank: Vec<u32>,
}

impl NodeOrder {
    /// The order of a network's junctions as a mode's roads join them.
    pub fn of(network: &RoadNetwork, graph: &ModeGraph) -> Self {
        let open = (0..network.roads() as u32).filter(|&road| graph.is_open(road));
        let edges = open.map(|road| network.ends(road)).map(|[a, b]| (a, b));
        let at: Vec<Position> =
            (0..network.junctions() as u32).map(|j| network.junction_at(j)).collect();
        Self::of_edges(&at, edges)
    }

    /// The order of nodes at these places, joined by these edges; quickest where nodes whose
    /// numbers are near are near each other.
    pub fn of_edges(at: &[Position], edges: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut graph = Elimination::new(at.len(), edges);
        let all: Vec<u32> = (0..at.len() as u32).collect();
        let mut low = Vec::with_capacity(at.len());
        for block in all.chunks(BLOCK) {
            graph.take(block, FEW_NEIGHBOURS, &mut low);
        }
        let mut is_left = vec![true; at.len()];
        for &node in &low {
            is_left[node as usize] = false;
        }
        let left: Vec<u32> = all.into_iter().filter(|&n| is_left[n as usize]).collect();
        let place =
            |n: &u32| [i64::from(at[*n as usize].lng_e7), i64::from(at[*n as usize].lat_e7)];
        let mut dissection = Dissection {
            graph: graph.of_nodes(&left),
            at: left.iter().map(place).collect(),
            place: vec![OUTSIDE; left.len()],
            high: Vec::with_capacity(left.len()),
        };
        dissection.run();
        low.extend(dissection.high.iter().rev().map(|&n| left[n as usize]));
        let mut rank = vec![0; at.len()];
        for (position, &node) in low.iter().enumerate() {
            rank[node as usize] = position as u32;
        }
        Self { rank }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.rank.len()
    }

    /// The rank of a node; nodes that came later than the order are below all others.
    pub fn rank(&self, node: u32) -> Option<u32> {
        self.rank.get(node as usize).copied()
    }

    /// Appends the order to an archive.
    pub fn write(&self, to: &mut Writer) {
        to.put_u32(&self.rank);
    }

    /// Takes an order of so many nodes from an archive.
    ///
    /// # Errors
    /// The archive's code unless every rank is there once.
    pub fn read(from: &mut Reader<'_>, nodes: usize) -> Result<Self> {
        let rank = from.take_u32()?;
        let mut is_there = vec![false; nodes];
        for &rank in &rank {
            match is_there.get_mut(rank as usize) {
                Some(seen) if !*seen => *seen = true,
                _ => return Err(from.refuse("ranks that are no order")),
            }
        }
        if rank.len() == nodes {
            Ok(Self { rank })
        } else {
            Err(from.refuse("an order of other nodes"))
        }
    }
}

/// Stands for a node outside the part that is being cut.
const OUTSIDE: u32 = u32::MAX;

/// Cuts what is left of a graph into ever smaller parts.
#[derive(Debug)]
struct Dissection {
    graph: Elimination,
    at: Vec<[i64; 2]>,
    /// Number of each node within its part.
    place: Vec<u32>,
    /// The nodes in falling rank.
    high: Vec<u32>,
}

impl Dissection {
    fn run(&mut self) {
        let all: Vec<u32> = (0..self.at.len() as u32).collect();
        let mut parts = self.connected(&all);
        while let Some(nodes) = parts.pop() {
            let sides = if nodes.len() > SMALL_PART { self.part(&nodes).cut() } else { None };
            let Some(sides) = sides else {
                let mut taken = Vec::with_capacity(nodes.len());
                self.graph.take_all(&nodes, &mut taken);
                self.high.extend(taken.iter().rev());
                continue;
            };
            let of = |side| {
                let with_side = nodes.iter().zip(&sides).filter(move |(_, s)| **s == side);
                with_side.map(|(&node, _)| node).collect::<Vec<u32>>()
            };
            self.high.extend(of(Side::Cut));
            parts.extend(self.connected(&of(Side::Before)));
            parts.extend(self.connected(&of(Side::Behind)));
        }
    }

    fn number(&mut self, nodes: &[u32]) {
        for (place, &node) in nodes.iter().enumerate() {
            self.place[node as usize] = place as u32;
        }
    }

    fn forget(&mut self, nodes: &[u32]) {
        for &node in nodes {
            self.place[node as usize] = OUTSIDE;
        }
    }

    /// The parts of some nodes that hang together, in order of their first nodes.
    fn connected(&mut self, nodes: &[u32]) -> Vec<Vec<u32>> {
        self.number(nodes);
        let mut is_seen = vec![false; nodes.len()];
        let mut parts = Vec::new();
        for start in 0..nodes.len() {
            if std::mem::replace(&mut is_seen[start], true) {
                continue;
            }
            let mut part = vec![nodes[start]];
            let mut next = 0;
            while next < part.len() {
                for &neighbour in self.graph.neighbours(part[next]) {
                    let place = self.place[neighbour as usize];
                    if place != OUTSIDE && !std::mem::replace(&mut is_seen[place as usize], true) {
                        part.push(neighbour);
                    }
                }
                next += 1;
            }
            part.sort_unstable();
            parts.push(part);
        }
        self.forget(nodes);
        parts
    }

    fn part(&mut self, nodes: &[u32]) -> Part {
        self.number(nodes);
        let mut part = Part { first: vec![0], ..Part::default() };
        for &node in nodes {
            let near = self.graph.neighbours(node).iter().map(|&n| self.place[n as usize]);
            part.neighbours.extend(near.filter(|&place| place != OUTSIDE));
            part.first.push(part.neighbours.len() as u32);
            part.at.push(self.at[node as usize]);
        }
        self.forget(nodes);
        part
    }
}
