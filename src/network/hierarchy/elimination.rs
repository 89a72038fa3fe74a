//! Nodes taken from a graph one after the other, the neighbours of each joined to one another.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// An undirected graph from which nodes are taken.
#[derive(Debug)]
pub(super) struct Elimination {
    /// The neighbours that are left; a node that was taken has none.
    neighbours: Vec<Vec<u32>>,
    /// How many nodes had to be taken one after the other before this one.
    depth: Vec<u32>,
    /// Which nodes may be taken in this round.
    may_go: Vec<bool>,
    /// Degree, depth and number of nodes that may be taken next.
    waiting: BinaryHeap<Reverse<(u32, u32, u32)>>,
}

/// Whether the neighbours of nodes that may not be taken are kept up to date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    Kept,
    Forgotten,
}

impl Elimination {
    /// A graph of nodes `0 .. nodes`; loops and parallel edges count for nothing.
    pub(super) fn new(nodes: usize, edges: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut neighbours = vec![Vec::new(); nodes];
        for (a, b) in edges {
            if a != b {
                neighbours[a as usize].push(b);
                neighbours[b as usize].push(a);
            }
        }
        for list in &mut neighbours {
            list.sort_unstable();
            list.dedup();
        }
        let (depth, may_go) = (vec![0; nodes], vec![false; nodes]);
        Self { neighbours, depth, may_go, waiting: BinaryHeap::new() }
    }

    /// The nodes that are left, numbered anew from 0 in the order given: they lie side by side in
    /// memory then, not among those that were taken.
    pub(super) fn of_nodes(&self, left: &[u32]) -> Self {
        let mut number = vec![u32::MAX; self.neighbours.len()];
        for (new, &old) in left.iter().enumerate() {
            number[old as usize] = new as u32;
        }
        let renumbered = |list: &Vec<u32>| list.iter().map(|&n| number[n as usize]).collect();
        Self {
            neighbours: left.iter().map(|&n| renumbered(&self.neighbours[n as usize])).collect(),
            depth: left.iter().map(|&n| self.depth[n as usize]).collect(),
            may_go: vec![false; left.len()],
            waiting: BinaryHeap::new(),
        }
    }

    /// The neighbours of a node that are left.
    pub(super) fn neighbours(&self, node: u32) -> &[u32] {
        &self.neighbours[node as usize]
    }

    /// Takes the given nodes as long as one has at most `most` neighbours, always one with the
    /// fewest, and of those the least deep; appends them to `taken` in that order.
    ///
    /// Source: minimum degree (Tinney and Walker 1967); up to 2 it strips trees and chains.
    pub(super) fn take(&mut self, nodes: &[u32], most: u32, taken: &mut Vec<u32>) {
        self.take_from(nodes, most, Rest::Kept, taken);
    }

    /// Takes all of the given nodes. What else they are joined to has its place in the order
    /// already: nobody asks for its neighbours again, and they are not kept.
    pub(super) fn take_all(&mut self, nodes: &[u32], taken: &mut Vec<u32>) {
        self.take_from(nodes, u32::MAX, Rest::Forgotten, taken);
    }

    fn take_from(&mut self, nodes: &[u32], most: u32, rest: Rest, taken: &mut Vec<u32>) {
        self.waiting.clear();
        for &node in nodes {
            self.may_go[node as usize] = true;
            self.queue(node, most);
        }
        while let Some(Reverse((degree, depth, node))) = self.waiting.pop() {
            let index = node as usize;
            let is_current = self.neighbours[index].len() as u32 == degree
                && self.depth[index] == depth
                && self.may_go[index];
            if is_current {
                self.may_go[index] = false;
                taken.push(node);
                self.take_one(node, most, rest);
            }
        }
        for &node in nodes {
            self.may_go[node as usize] = false;
        }
    }

    fn queue(&mut self, node: u32, most: u32) {
        let degree = self.neighbours[node as usize].len() as u32;
        if degree <= most {
            self.waiting.push(Reverse((degree, self.depth[node as usize], node)));
        }
    }

    fn take_one(&mut self, node: u32, most: u32, rest: Rest) {
        let around = std::mem::take(&mut self.neighbours[node as usize]);
        let depth = self.depth[node as usize] + 1;
        for &a in &around {
            if rest == Rest::Forgotten && !self.may_go[a as usize] {
                continue;
            }
            let own = &mut self.neighbours[a as usize];
            own.retain(|&n| n != node);
            for &b in &around {
                if b != a && !own.contains(&b) {
                    own.push(b);
                }
            }
            self.depth[a as usize] = self.depth[a as usize].max(depth);
            if self.may_go[a as usize] {
                self.queue(a, most);
            }
        }
    }
}
