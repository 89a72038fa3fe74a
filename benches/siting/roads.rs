//! Shortest ways in a small graph of whole lengths.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Places and the ways from each, with their lengths.
pub(crate) struct Roads {
    ways: Vec<Vec<(u32, u32)>>,
    length: Vec<u32>,
    touched: Vec<u32>,
    queue: BinaryHeap<Reverse<(u32, u32)>>,
}

impl Roads {
    pub(crate) fn new(places: usize) -> Self {
        Self {
            ways: vec![Vec::new(); places],
            length: vec![u32::MAX; places],
            touched: Vec::new(),
            queue: BinaryHeap::new(),
        }
    }

    pub(crate) fn join(&mut self, a: usize, b: usize, length: u32) {
        self.ways[a].push((b as u32, length));
        self.ways[b].push((a as u32, length));
    }

    /// The places within `most` of one, with their distances; the nearest first.
    pub(crate) fn around(&mut self, from: usize, most: u32) -> Vec<(u32, u32)> {
        for place in self.touched.drain(..) {
            self.length[place as usize] = u32::MAX;
        }
        let mut found = Vec::new();
        self.length[from] = 0;
        self.touched.push(from as u32);
        self.queue.push(Reverse((0, from as u32)));
        while let Some(Reverse((length, place))) = self.queue.pop() {
            if length > self.length[place as usize] {
                continue;
            }
            found.push((place, length));
            for &(next, more) in &self.ways[place as usize] {
                let length = length + more;
                if length <= most && length < self.length[next as usize] {
                    self.length[next as usize] = length;
                    self.touched.push(next);
                    self.queue.push(Reverse((length, next)));
                }
            }
        }
        found
    }

    /// The places that hang together with most others, ascending.
    pub(crate) fn largest_part(&mut self) -> Vec<u32> {
        let mut is_seen = vec![false; self.ways.len()];
        let mut largest = Vec::new();
        for start in 0..self.ways.len() {
            if !is_seen[start] {
                let part = self.around(start, u32::MAX);
                for &(place, _) in &part {
                    is_seen[place as usize] = true;
                }
                if part.len() > largest.len() {
                    largest = part.into_iter().map(|p| p.0).collect();
                }
            }
        }
        largest.sort_unstable();
        largest
    }
}
