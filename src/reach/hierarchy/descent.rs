//! What a sweep down a hierarchy has to look at to find the times at a set of targets.

use super::customized::{Hierarchy, NONE};
use crate::network::arcs::Arc as Step;
use crate::units::Direction;

/// Only from so many nodes on is it looked whether all that lies below one is out of reach.
const WORTH_A_LOOK: u32 = 32;

/// The targets of sweeps and all ranks above them, highest first, with the steps down.
///
/// Shape: the steps into place `p` are `steps[first[p] .. first[p + 1]]`; their heads are earlier
/// places. The `below[p]` places from `p` on are `p` and what lies below it.
///
/// Source: Delling, Goldberg, Nowatzyk and Werneck, PHAST, JPDC 73, 2013; restricted to targets as
/// in Delling, Goldberg and Werneck, ATMOS 2011.
#[derive(Clone, Debug)]
pub struct Descent {
    way: usize,
    rank: Vec<u32>,
    first: Vec<u32>,
    steps: Vec<Step>,
    below: Vec<u32>,
    /// For places with much below them, the earlier places that lead to what is below.
    gates: Vec<u32>,
    gates_first: Vec<u32>,
    /// Place of each rank, or `u32::MAX`.
    place: Vec<u32>,
}

impl Descent {
    /// What is needed for the times at these nodes. With [`Direction::From`] they are times from
    /// the origins to the targets; with [`Direction::To`], from the targets to the origins.
    pub fn new(
        hierarchy: &Hierarchy,
        direction: Direction,
        targets: impl Iterator<Item = u32>,
    ) -> Self {
        let topology = hierarchy.topology();
        let way = usize::from(direction == Direction::To);
        let mut place = vec![u32::MAX; topology.nodes()];
        for target in targets {
            let mut next = Some(topology.rank(target));
            while let Some(rank) = next.filter(|&r| place[r as usize] == u32::MAX) {
                place[rank as usize] = 0;
                next = topology.parent(rank);
            }
        }
        let rank: Vec<u32> =
            (0..place.len() as u32).rev().filter(|&r| place[r as usize] == 0).collect();
        for (p, &rank) in rank.iter().enumerate() {
            place[rank as usize] = p as u32;
        }
        let mut descent = Self {
            way,
            first: vec![0],
            steps: Vec::new(),
            below: vec![1; rank.len()],
            gates: Vec::new(),
            gates_first: vec![0],
            rank,
            place,
        };
        descent.add_steps(hierarchy);
        descent
    }

    fn add_steps(&mut self, hierarchy: &Hierarchy) {
        let topology = hierarchy.topology();
        for (p, &rank) in self.rank.iter().enumerate().rev() {
            if let Some(parent) = topology.parent(rank) {
                self.below[self.place[parent as usize] as usize] += self.below[p];
            }
        }
        for (p, &rank) in self.rank.iter().enumerate() {
            for (link, &high) in topology.links_of(rank).zip(topology.above(rank)) {
                let ms = hierarchy.ms(link)[1 - self.way];
                if ms < NONE {
                    self.steps.push(Step { head: self.place[high as usize], ms });
                }
            }
            self.first.push(self.steps.len() as u32);
            if self.below[p] >= WORTH_A_LOOK {
                let above = topology.above(rank).iter();
                self.gates.extend(above.map(|&high| self.place[high as usize]));
            }
            self.gates_first.push(self.gates.len() as u32);
        }
    }

    /// Number of places: targets and what is above them.
    pub fn nodes(&self) -> usize {
        self.rank.len()
    }

    /// Number of steps down.
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Whether there is no step.
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The place of a node that is a target or above one.
    pub fn place(&self, hierarchy: &Hierarchy, node: u32) -> Option<u32> {
        let place = self.place[hierarchy.topology().rank(node) as usize];
        (place != u32::MAX).then_some(place)
    }

    /// The node at a place.
    pub(super) fn node(&self, hierarchy: &Hierarchy, place: u32) -> u32 {
        hierarchy.topology().node(self.rank[place as usize])
    }

    /// Which time of a link leads away from the origins on the way up; the other does on the way
    /// down.
    pub(super) fn way(&self) -> usize {
        self.way
    }

    #[inline]
    pub(super) fn rank(&self, place: usize) -> u32 {
        self.rank[place]
    }

    #[inline]
    pub(super) fn steps(&self, place: usize) -> &[Step] {
        &self.steps[self.first[place] as usize..self.first[place + 1] as usize]
    }

    /// How many places are below one, itself included.
    #[inline]
    pub(super) fn below(&self, place: usize) -> usize {
        self.below[place] as usize
    }

    /// Whether nothing leads to a place and what is below it but through late places. No origin
    /// may lie there.
    #[inline]
    pub(super) fn is_out_of_reach(&self, place: usize, is_late: impl Fn(u32) -> bool) -> bool {
        self.below[place] >= WORTH_A_LOOK
            && self.gates[self.gates_first[place] as usize..self.gates_first[place + 1] as usize]
                .iter()
                .all(|&gate| is_late(gate))
    }
}
