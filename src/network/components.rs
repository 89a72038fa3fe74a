//! The strongly connected parts of one mode's roads, with their share of the kilometres.

use super::arcs::{Arcs, NO_ROAD, NewArc};
use super::mode_profile::ModeProfile;
use super::road_network::RoadNetwork;
use petgraph::algo::kosaraju_scc;
use std::cmp::Reverse;

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
    /// The place of each by kilometres, 1 = the largest.
    rank: Vec<u32>,
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
        let stopping = network.barriers().iter().filter(|b| profile.is_stopped_by(b));
        let mut stopping: Vec<u32> = stopping.map(|b| b.junction).collect();
        stopping.dedup();
        let mut is_barrier = vec![false; junctions as usize];
        for &junction in &stopping {
            is_barrier[junction as usize] = true;
        }
        // One may arrive at a barrier and leave it, not pass: two nodes.
        let arrive = |junction: u32| {
            if !is_barrier[junction as usize] {
                return junction;
            }
            stopping.binary_search(&junction).map_or(junction, |i| junctions + i as u32)
        };
        let is_open = |road: usize| road_ms[road] != [u32::MAX; 2];
        // Most roads are open both ways: their ends are strongly connected, and what is left for
        // the search is the graph of one-way roads between such groups.
        let nodes = junctions as usize + stopping.len();
        let mut groups = Groups::new(nodes);
        let mut touched = vec![false; junctions as usize];
        let mut one_way = Vec::new();
        let mut arcs = 0;
        for (road, times) in road_ms.iter().enumerate().filter(|(r, _)| is_open(*r)) {
            let [from, to] = network.ends(road as u32);
            touched[from as usize] = true;
            touched[to as usize] = true;
            let [along, against] = times.map(|ms| ms != u32::MAX);
            arcs += usize::from(along) + usize::from(against);
            if along && against && !is_barrier[from as usize] && !is_barrier[to as usize] {
                groups.join(from, to);
                continue;
            }
            if along {
                one_way.push((from, arrive(to)));
            }
            if against {
                one_way.push((to, arrive(from)));
            }
        }
        let mut strong = groups.clone();
        strong.join_cycles(&one_way);
        for &(tail, head) in &one_way {
            groups.join(tail, head);
        }
        // Components are numbered by their first junction.
        let mut number_of_root = vec![Self::NONE; nodes];
        let mut found = 0;
        let number: Vec<u32> = (0..nodes as u32)
            .map(|node| {
                let root = strong.find(node) as usize;
                let is_used = touched.get(node as usize) == Some(&true);
                if number_of_root[root] == Self::NONE && is_used {
                    number_of_root[root] = found;
                    found += 1;
                }
                number_of_root[root]
            })
            .collect();
        let ends_of = |road: usize| network.ends(road as u32);
        let mut of_road: Vec<u32> = (0..road_ms.len())
            .map(|road| {
                let [from, to] = ends_of(road);
                let [a, b] = [number[from as usize], number[to as usize]];
                match (is_open(road), is_barrier[from as usize], is_barrier[to as usize]) {
                    (false, ..) => Self::NONE,
                    (_, true, false) => b,
                    (_, false, true) => a,
                    _ if a == b => a,
                    _ => Self::NONE,
                }
            })
            .collect();
        let (mut length_mm, mut total_mm) = (vec![0u64; found as usize], 0);
        for road in (0..road_ms.len()).filter(|&r| is_open(r)) {
            let mm = u64::from(network.length_mm(road as u32));
            total_mm += mm;
            if let Some(sum) = length_mm.get_mut(of_road[road] as usize) {
                *sum += mm;
            }
        }
        // Roads between components go to the largest one of all that hang together.
        let size = |c: u32| length_mm.get(c as usize).map(|&mm| (mm, u32::MAX - c));
        let mut largest_of: Vec<u32> = vec![Self::NONE; nodes];
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
        let rank = ranks(&length_mm);
        Self {
            of_road,
            largest: rank.iter().position(|&r| r == 1).map_or(Self::NONE, |c| c as u32),
            rank,
            length_mm,
            total_mm,
            junctions: touched.iter().filter(|t| **t).count(),
            arcs,
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
        let rank = *self.rank.get(own as usize)? as usize;
        Some(Part { rank, kilometres: mm as f64 / 1e6, share: self.share(own) })
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

/// The place of each by its length, 1 = the longest; of equal ones the first is before.
fn ranks(length_mm: &[u64]) -> Vec<u32> {
    let mut by_size: Vec<usize> = (0..length_mm.len()).collect();
    by_size.sort_by_key(|&c| (Reverse(length_mm[c]), c));
    let mut rank = vec![0; by_size.len()];
    for (component, place) in by_size.into_iter().zip(1..) {
        rank[component] = place;
    }
    rank
}

/// Nodes that hang together (union–find with path halving).
#[derive(Clone)]
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

    /// Joins the groups that arcs lead around in cycles.
    fn join_cycles(&mut self, arcs: &[(u32, u32)]) {
        let between: Vec<(u32, u32)> =
            arcs.iter().map(|a| (self.find(a.0), self.find(a.1))).collect();
        let mut roots: Vec<u32> = between.iter().flat_map(|a| [a.0, a.1]).collect();
        roots.sort_unstable();
        roots.dedup();
        let mut position = vec![0; self.0.len()];
        for (i, &root) in roots.iter().enumerate() {
            position[root as usize] = i as u32;
        }
        let at = |root: u32| position[root as usize];
        let arcs: Vec<NewArc> = between
            .iter()
            .filter(|(tail, head)| tail != head)
            .map(|&(tail, head)| NewArc { tail: at(tail), head: at(head), ms: 0, road: NO_ROAD })
            .collect();
        for component in kosaraju_scc(&Arcs::new(roots.len() as u32, &arcs)) {
            for pair in component.windows(2) {
                self.join(roots[pair[0] as usize], roots[pair[1] as usize]);
            }
        }
    }
}
