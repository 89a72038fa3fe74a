//! petgraph's view of our arcs, so that its algorithms run on them: components, and the tests' oracle.

use super::arcs::{ArcTable, Arcs};
use petgraph::Direction;
use petgraph::visit::{
    Data, EdgeRef, GraphBase, IntoEdgeReferences, IntoEdges, IntoNeighbors, IntoNeighborsDirected,
    IntoNodeIdentifiers, VisitMap, Visitable,
};

/// An arc as petgraph sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArcRef<'a> {
    tail: u32,
    head: u32,
    ms: &'a u32,
}

impl<'a> EdgeRef for ArcRef<'a> {
    type NodeId = u32;
    type EdgeId = (u32, u32);
    type Weight = u32;

    fn source(&self) -> u32 {
        self.tail
    }

    fn target(&self) -> u32 {
        self.head
    }

    fn weight(&self) -> &'a u32 {
        self.ms
    }

    fn id(&self) -> (u32, u32) {
        (self.tail, self.head)
    }
}

/// Which nodes an algorithm has seen.
#[derive(Clone, Debug, Default)]
pub struct Seen(Vec<bool>);

impl VisitMap<u32> for Seen {
    fn visit(&mut self, node: u32) -> bool {
        !std::mem::replace(&mut self.0[node as usize], true)
    }

    fn is_visited(&self, node: &u32) -> bool {
        self.0[*node as usize]
    }

    fn unvisit(&mut self, node: u32) -> bool {
        std::mem::replace(&mut self.0[node as usize], false)
    }
}

impl GraphBase for Arcs {
    type NodeId = u32;
    type EdgeId = (u32, u32);
}

impl Data for Arcs {
    type NodeWeight = ();
    type EdgeWeight = u32;
}

impl Visitable for Arcs {
    type Map = Seen;

    fn visit_map(&self) -> Seen {
        Seen(vec![false; self.forward.nodes()])
    }

    fn reset_map(&self, map: &mut Seen) {
        *map = self.visit_map();
    }
}

impl IntoNodeIdentifiers for &Arcs {
    type NodeIdentifiers = std::ops::Range<u32>;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        0..self.forward.nodes() as u32
    }
}

/// The nodes that the arcs of one node lead to.
#[derive(Clone, Debug)]
pub struct Heads<'a>(std::slice::Iter<'a, super::arcs::Arc>);

impl Iterator for Heads<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        self.0.next().map(|arc| arc.head)
    }
}

impl<'a> IntoNeighbors for &'a Arcs {
    type Neighbors = Heads<'a>;

    fn neighbors(self, node: u32) -> Heads<'a> {
        Heads(self.forward.of(node).iter())
    }
}

impl<'a> IntoNeighborsDirected for &'a Arcs {
    type NeighborsDirected = Heads<'a>;

    fn neighbors_directed(self, node: u32, direction: Direction) -> Heads<'a> {
        let table: &ArcTable = match direction {
            Direction::Outgoing => &self.forward,
            Direction::Incoming => &self.backward,
        };
        Heads(table.of(node).iter())
    }
}

/// The arcs of one node or of all, as petgraph sees them.
#[derive(Clone, Debug)]
pub struct ArcRefs<'a> {
    arcs: &'a ArcTable,
    nodes: std::ops::Range<u32>,
    node: u32,
    at: usize,
}

impl<'a> Iterator for ArcRefs<'a> {
    type Item = ArcRef<'a>;

    fn next(&mut self) -> Option<ArcRef<'a>> {
        loop {
            if self.node >= self.nodes.end {
                return None;
            }
            if let Some(arc) = self.arcs.of(self.node).get(self.at) {
                self.at += 1;
                return Some(ArcRef { tail: self.node, head: arc.head, ms: &arc.ms });
            }
            self.node += 1;
            self.at = 0;
        }
    }
}

impl<'a> IntoEdgeReferences for &'a Arcs {
    type EdgeRef = ArcRef<'a>;
    type EdgeReferences = ArcRefs<'a>;

    fn edge_references(self) -> ArcRefs<'a> {
        let nodes = 0..self.forward.nodes() as u32;
        ArcRefs { arcs: &self.forward, nodes, node: 0, at: 0 }
    }
}

impl<'a> IntoEdges for &'a Arcs {
    type Edges = ArcRefs<'a>;

    fn edges(self, node: u32) -> ArcRefs<'a> {
        ArcRefs { arcs: &self.forward, nodes: node..node + 1, node, at: 0 }
    }
}
