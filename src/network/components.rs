//! The strongly connected parts of one mode's roads, with their share of the kilometres.

use super::arcs::{Arcs, NO_ROAD, NewArc};
use super::mode_profile::ModeProfile;
use super::road_network::RoadNetwork;
use petgraph::algo::kosaraju_scc;

/// Which strongly connected component each road belongs to, and how large each is.
///
/// A road that leads from one component into another and not back belongs to the largest that its
/// roads lead to or from. Roads open to destinations only count as open; barriers cut.
#[derive(Clone, Debug, PartialEq)]
pub struct Components {
    /// Component of each road, or [`Components::NONE`].
    of_road: Vec<u32>,
    /// Millimetres of road in each.
    length_mm: Vec<u64>,
    /// Millimetres of road open to the mode in all.
    total_mm: u64,
    /// Junctions that the mode's roads touch.
    junctions: usize,
    /// Arcs that the mode's roads make.
    arcs: usize,
    largest: u32,
}

/// One component beside the others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its place among the components by kilometres, 1 = the largest.
    pub rank: usize,
    /// Kilometres of road in it, each road counted once.
    pub kilometres: f64,
    /// Share of all kilometres open to the mode.
    pub share: f64,
}

impl Components {
    /// Stands for a road in no component.
    pub const NONE: u32 = u32::MAX;

    pub(super) fn of(network: &RoadNetwork, profile: &ModeProfile, road_ms: &[[u32; 2]]) -> Self {
        let junctions = network.junctions() as u32;
        let stopping: Vec<u32> = network
            .barriers()
            .iter()
            .filter(|b| b.stops[profile.base.index()])
            .map(|b| b.junction)
            .collect();
        // One may arrive at a barrier and leave it, not pass: two nodes.
        let arrive = |junction: u32| {
            stopping.binary_search(&junction).map_or(junction, |i| junctions + i as u32)
        };
        let is_open = |road: usize| road_ms[road] != [u32::MAX; 2];
        let mut arcs = Vec::with_capacity(road_ms.len() * 2);
        let mut touched = vec![false; junctions as usize];
        for (road, times) in road_ms.iter().enumerate() {
            let [from, to] = network.ends(road as u32);
            for (&ms, (tail, end)) in times.iter().zip([(from, to), (to, from)]) {
                if ms != u32::MAX {
                    arcs.push(NewArc { tail, head: arrive(end), ms: 0, road: NO_ROAD });
                    touched[tail as usize] = true;
                    touched[end as usize] = true;
                }
            }
        }
        let graph = Arcs::new(junctions + stopping.len() as u32, &arcs);
        let mut number = vec![Self::NONE; graph.forward.nodes()];
        let mut found = 0;
        for component in kosaraju_scc(&graph) {
            let is_used = component.iter().any(|&n| touched.get(n as usize) == Some(&true));
            for node in component {
                number[node as usize] = if is_used { found } else { Self::NONE };
            }
            found += u32::from(is_used);
        }
        let is_barrier = |j: u32| stopping.binary_search(&j).is_ok();
        let ends_of = |road: usize| network.ends(road as u32);
        let mut of_road: Vec<u32> = (0..road_ms.len())
            .map(|road| {
                let [from, to] = ends_of(road);
                let [a, b] = [number[from as usize], number[to as usize]];
                match (is_open(road), is_barrier(from), is_barrier(to)) {
                    (false, ..) => Self::NONE,
                    (_, true, false) => b,
                    (_, false, true) => a,
                    _ if a == b => a,
                    _ => Self::NONE,
                }
            })
            .collect();
        let mut length_mm = vec![0u64; found as usize];
        let mut total_mm = 0;
        for road in (0..road_ms.len()).filter(|&r| is_open(r)) {
            let mm = u64::from(network.length_mm(road as u32));
            total_mm += mm;
            if let Some(sum) = length_mm.get_mut(of_road[road] as usize) {
                *sum += mm;
            }
        }
        // Roads between components go to the largest one of all that hang together.
        let mut groups = Groups::new(graph.forward.nodes());
        for arc in &arcs {
            groups.join(arc.tail, arc.head);
        }
        let size = |c: u32| length_mm.get(c as usize).map(|&mm| (mm, u32::MAX - c));
        let mut largest_of: Vec<u32> = vec![Self::NONE; graph.forward.nodes()];
        for (node, &component) in number.iter().enumerate() {
            let best = &mut largest_of[groups.find(node as u32) as usize];
            if size(component) > size(*best) {
                *best = component;
            }
        }
        for road in (0..road_ms.len()).filter(|&r| is_open(r)) {
            if of_road[road] == Self::NONE {
                of_road[road] = largest_of[groups.find(ends_of(road)[0]) as usize];
            }
        }
        let largest = (0..found).max_by_key(|&c| (length_mm[c as usize], u32::MAX - c));
        Self {
            of_road,
            length_mm,
            total_mm,
            junctions: touched.iter().filter(|t| **t).count(),
            arcs: arcs.len(),
            largest: largest.unwrap_or(Self::NONE),
        }
    }

    /// Number of components.
    pub fn count(&self) -> usize {
        self.length_mm.len()
    }

    /// Kilometres of road open to the mode, each road counted once.
    pub fn kilometres(&self) -> f64 {
        self.total_mm as f64 / 1e6
    }

    /// Junctions that the mode's roads touch.
    pub fn junctions(&self) -> usize {
        self.junctions
    }

    /// Arcs that the mode's roads make: one per open direction.
    pub fn arcs(&self) -> usize {
        self.arcs
    }

    /// The component of a road, or [`Components::NONE`].
    pub fn of_road(&self, road: u32) -> u32 {
        self.of_road[road as usize]
    }

    /// Whether a road lies on the largest component.
    pub fn is_largest(&self, road: u32) -> bool {
        self.of_road(road) == self.largest && self.largest != Self::NONE
    }

    /// Share of the kilometres that a road's component has, 0 for a road in none.
    pub fn share_of_road(&self, road: u32) -> f64 {
        self.share(self.of_road(road))
    }

    /// The component of a road as a part of the whole; `None` for a road in none.
    pub fn part_of_road(&self, road: u32) -> Option<Part> {
        let own = self.of_road(road);
        let mm = *self.length_mm.get(own as usize)?;
        let is_before =
            |(c, other): (usize, &u64)| *other > mm || (*other == mm && c < own as usize);
        let before = self.length_mm.iter().enumerate().filter(|other| is_before(*other)).count();
        Some(Part { rank: before + 1, kilometres: mm as f64 / 1e6, share: self.share(own) })
    }

    /// Share of the kilometres that the largest component has, 0 if there is none.
    pub fn largest_share(&self) -> f64 {
        self.share(self.largest)
    }

    fn share(&self, component: u32) -> f64 {
        match self.length_mm.get(component as usize) {
            Some(&mm) if self.total_mm > 0 => mm as f64 / self.total_mm as f64,
            _ => 0.0,
        }
    }
}

/// Nodes that hang together in whatever direction (union–find with path halving).
struct Groups(Vec<u32>);

impl Groups {
    fn new(nodes: usize) -> Self {
        Self((0..nodes as u32).collect())
    }

    fn find(&mut self, mut node: u32) -> u32 {
        while self.0[node as usize] != node {
            let above = self.0[node as usize];
            self.0[node as usize] = self.0[above as usize];
            node = above;
        }
        node
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
    }
}
