//! A hierarchy's times: what each arc and shortcut takes, kept up to date when roads change.

use crate::network::hierarchy::{NodeOrder, Topology};
use crate::network::{Arcs, ModeGraph};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// No way, and longer than every time that a hierarchy tells apart: 24 days. Two of them can be
/// added without leaving the range of `u32`.
pub(super) const NONE: u32 = u32::MAX >> 1;

/// The shortcuts of a graph with their times.
///
/// A link's time is that of the shortest path between its ends over ranks below both. Together they
/// give the times of a search, for they are sums of the same whole milliseconds.
///
/// Source: Dibbelt, Strasser and Wagner, Customizable Contraction Hierarchies, JEA 21, 2016.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hierarchy {
    topology: Arc<Topology>,
    /// Milliseconds up and down each link.
    ms: Vec<[u32; 2]>,
}

impl Hierarchy {
    /// The hierarchy of a mode's roads, in an order of the network's junctions.
    ///
    /// `None` for a graph that is no road network, see [`Topology::new`].
    pub fn of(graph: &ModeGraph, order: &NodeOrder) -> Option<Self> {
        let topology = Topology::new(graph.arcs(), order, |state| graph.junction_of(state))?;
        Self::new(Arc::new(topology), graph.arcs())
    }

    /// Gives all links the times of these arcs, over which the topology was built.
    ///
    /// `None` if an arc has no link, for then the topology is not that of the graph.
    pub fn new(topology: Arc<Topology>, arcs: &Arcs) -> Option<Self> {
        if arcs.forward.nodes() != topology.nodes() {
            return None;
        }
        let mut hierarchy = Self { ms: vec![[NONE; 2]; topology.links()], topology };
        let topology = &*hierarchy.topology;
        // The link to each rank above the one that is looked at.
        let mut link_to = vec![u32::MAX; topology.nodes()];
        for rank in 0..topology.nodes() as u32 {
            for (link, &high) in topology.links_of(rank).zip(topology.above(rank)) {
                link_to[high as usize] = link as u32;
            }
            let node = topology.node(rank);
            for (table, way) in [(&arcs.forward, 0), (&arcs.backward, 1)] {
                for arc in table.of(node) {
                    let high = topology.rank(arc.head);
                    if high > rank {
                        let link = link_to[high as usize] as usize;
                        if topology.links_of(rank).contains(&link) {
                            let ms = &mut hierarchy.ms[link][way];
                            *ms = (*ms).min(arc.ms);
                        } else {
                            return None;
                        }
                    }
                }
            }
            // Every path over a lower rank that both ends are joined to.
            for below in topology.below(rank) {
                let links = topology.links_of(below.tail);
                let [up, down] = hierarchy.ms[below.link as usize];
                let rest = below.link as usize + 1..links.end;
                let heads = &topology.above(below.tail)[rest.start - links.start..];
                let (done, own) = hierarchy.ms.split_at_mut(topology.links_of(rank).start);
                for (&[on, back], &high) in done[rest].iter().zip(heads) {
                    let ms = &mut own[link_to[high as usize] as usize - done.len()];
                    ms[0] = ms[0].min(down + on);
                    ms[1] = ms[1].min(back + up);
                }
            }
        }
        Some(hierarchy)
    }

    /// What the links are.
    pub fn topology(&self) -> &Arc<Topology> {
        &self.topology
    }

    /// Milliseconds up (0) and down (1) a link.
    #[inline]
    pub(super) fn ms(&self, link: usize) -> [u32; 2] {
        self.ms[link]
    }

    /// The pairs of nodes between which the shortest arc is another one; `None` if the two graphs
    /// do not have the same nodes.
    pub fn changes(before: &Arcs, after: &Arcs) -> Option<Vec<(u32, u32)>> {
        if before.forward.nodes() != after.forward.nodes() {
            return None;
        }
        let mut changed = Vec::new();
        for tail in 0..before.forward.nodes() as u32 {
            let (old, new) = (before.forward.of(tail), after.forward.of(tail));
            if old != new {
                changed.extend(old.iter().chain(new).map(|arc| (tail, arc.head)));
            }
        }
        Some(changed)
    }

    /// Takes over the times of arcs of which only those between the given pairs of nodes (tail and
    /// head) have changed; says how many links that touched. The result is what
    /// [`Hierarchy::new`] gives.
    ///
    /// `None` if a pair has an arc now and no link, or the nodes are others: nothing has changed
    /// then, and the topology has to be built anew.
    pub fn reweight(&mut self, arcs: &Arcs, changed: &[(u32, u32)]) -> Option<usize> {
        let topology = Arc::clone(&self.topology);
        let is_node = |&(tail, head): &(u32, u32)| (tail.max(head) as usize) < topology.nodes();
        if arcs.forward.nodes() != topology.nodes() || !changed.iter().all(is_node) {
            return None;
        }
        // Links to be looked at, from the lowest rank up: their numbers ascend with it.
        let mut waiting: BinaryHeap<Reverse<u32>> = BinaryHeap::new();
        for &(tail, head) in changed {
            let (a, b) = (topology.rank(tail), topology.rank(head));
            match topology.link(a.min(b), a.max(b)) {
                Some(link) => waiting.push(Reverse(link)),
                None if a == b => {}
                None if arcs.forward.of(tail).iter().all(|arc| arc.head != head) => {}
                None => return None,
            }
        }
        let mut touched = 0;
        // The links of the rank in hand whose time is another one, with their former times.
        let mut former: Vec<(usize, [u32; 2])> = Vec::new();
        while let Some(&Reverse(first)) = waiting.peek() {
            let rank = topology.tail(first);
            let links = topology.links_of(rank);
            former.clear();
            while let Some(&Reverse(link)) = waiting.peek() {
                if link as usize >= links.end {
                    break;
                }
                waiting.pop();
                if former.last().is_some_and(|f| f.0 == link as usize) {
                    continue;
                }
                let ms = self.shortest(arcs, rank, link as usize);
                former.push((link as usize, std::mem::replace(&mut self.ms[link as usize], ms)));
            }
            former.retain(|&(link, ms)| self.ms[link] != ms);
            touched += former.len();
            for &(link, old) in &former {
                self.spread(link, old, links.clone(), &former, &mut waiting);
            }
        }
        Some(touched)
    }

    /// Finds the links between higher ranks that may have been affected by a changed one.
    fn spread(
        &self,
        link: usize,
        old: [u32; 2],
        links: std::ops::Range<usize>,
        former: &[(usize, [u32; 2])],
        waiting: &mut BinaryHeap<Reverse<u32>>,
    ) {
        let topology = &self.topology;
        let head = |l: usize| topology.head(l);
        let new = self.ms[link];
        for other in links.filter(|&l| l != link) {
            let other_new = self.ms[other];
            let other_old = former.iter().find(|f| f.0 == other).map_or(other_new, |&(_, old)| old);
            let (low, high) = (head(link.min(other)), head(link.max(other)));
            let Some(above) = topology.link(low, high) else { continue };
            let via = |a: [u32; 2], b: [u32; 2]| {
                let (first, second) = if link < other { (a, b) } else { (b, a) };
                [first[1] + second[0], second[1] + first[0]]
            };
            let (was, is) = (via(old, other_old), via(new, other_new));
            let stands = self.ms[above as usize];
            if (0..2).any(|w| was[w] != is[w] && (is[w] < stands[w] || was[w] == stands[w])) {
                waiting.push(Reverse(above));
            }
        }
    }

    /// The time of a link from the arcs and from the links below it.
    fn shortest(&self, arcs: &Arcs, rank: u32, link: usize) -> [u32; 2] {
        let topology = &self.topology;
        let high = topology.head(link);
        let head = topology.node(high);
        let mut ms = [&arcs.forward, &arcs.backward].map(|table| {
            let between = table.of(topology.node(rank)).iter().filter(|arc| arc.head == head);
            between.map(|arc| arc.ms).min().unwrap_or(NONE).min(NONE)
        });
        let mut to_high = topology.below(high).iter().peekable();
        for low in topology.below(rank) {
            while to_high.next_if(|l| l.tail < low.tail).is_some() {}
            if let Some(other) = to_high.next_if(|l| l.tail == low.tail) {
                let (near, far) = (self.ms[low.link as usize], self.ms[other.link as usize]);
                ms[0] = ms[0].min(near[1] + far[0]);
                ms[1] = ms[1].min(far[1] + near[0]);
            }
        }
        ms
    }
}
