//! Shortest times from several sources within a budget: a bucket queue over the arcs, reusable.

use crate::network::arcs::ArcTable;
use crate::units::Millis;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Width of a bucket: 2^13 ms. Inside a bucket times are corrected until they stand, so the width
/// decides speed only, never a time.
const BUCKET_BITS: u32 = 13;
/// A graph whose longest arc spans more buckets than this is searched with a heap.
const MOST_BUCKETS: usize = 1 << 12;

/// The workspace of a search; kept between searches, it is cleared by what was touched.
#[derive(Clone, Debug, Default)]
pub struct Search {
    time: Vec<u32>,
    touched: Vec<u32>,
    buckets: Vec<Vec<(u32, u32)>>,
}

impl Search {
    /// An empty workspace.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the shortest time from the sources to every node within the budget, inclusive.
    ///
    /// A source's own time counts. Times that would pass the range of `u32` count as not reached.
    pub fn run(&mut self, arcs: &ArcTable, sources: &[(u32, Millis)], budget: Millis) {
        self.clear(arcs.nodes());
        let latest = sources.iter().map(|s| s.1).filter(|t| t.within(budget)).max();
        let Some(Millis(latest)) = latest else { return };
        let span = (arcs.longest().max(latest) >> BUCKET_BITS) as usize + 2;
        if span > MOST_BUCKETS {
            self.run_heap(arcs, sources, budget);
            return;
        }
        let ring = span.next_power_of_two();
        if self.buckets.len() < ring {
            self.buckets.resize_with(ring, Vec::new);
        }
        let mask = self.buckets.len() - 1;
        let bucket_of = |ms: u32| (ms >> BUCKET_BITS) as usize & mask;
        let mut waiting = 0usize;
        for &(node, Millis(ms)) in sources {
            if Millis(ms).within(budget) && self.improve(node, ms) {
                self.buckets[bucket_of(ms)].push((node, ms));
                waiting += 1;
            }
        }
        let mut current = 0usize;
        while waiting > 0 {
            while let Some((node, ms)) = self.buckets[current].pop() {
                waiting -= 1;
                if self.time[node as usize] < ms {
                    continue;
                }
                for arc in arcs.of(node) {
                    let Some(next) = ms.checked_add(arc.ms) else { continue };
                    if Millis(next).within(budget) && self.improve(arc.head, next) {
                        self.buckets[bucket_of(next)].push((arc.head, next));
                        waiting += 1;
                    }
                }
            }
            current = (current + 1) & mask;
        }
    }

    /// The same with a binary heap, for arcs of very different lengths.
    fn run_heap(&mut self, arcs: &ArcTable, sources: &[(u32, Millis)], budget: Millis) {
        let mut heap = BinaryHeap::new();
        for &(node, Millis(ms)) in sources {
            if Millis(ms).within(budget) && self.improve(node, ms) {
                heap.push(Reverse((ms, node)));
            }
        }
        while let Some(Reverse((ms, node))) = heap.pop() {
            if self.time[node as usize] < ms {
                continue;
            }
            for arc in arcs.of(node) {
                let Some(next) = ms.checked_add(arc.ms) else { continue };
                if Millis(next).within(budget) && self.improve(arc.head, next) {
                    heap.push(Reverse((next, arc.head)));
                }
            }
        }
    }

    /// The time to a node; `NEVER` if the last search did not reach it.
    #[inline]
    pub fn time(&self, node: u32) -> Millis {
        Millis(self.time[node as usize])
    }

    /// The nodes that the last search reached, in no particular order.
    pub fn reached(&self) -> &[u32] {
        &self.touched
    }

    #[inline]
    fn improve(&mut self, node: u32, ms: u32) -> bool {
        let known = &mut self.time[node as usize];
        if ms >= *known {
            return false;
        }
        if *known == u32::MAX {
            self.touched.push(node);
        }
        *known = ms;
        true
    }

    fn clear(&mut self, nodes: usize) {
        for node in self.touched.drain(..) {
            self.time[node as usize] = u32::MAX;
        }
        self.time.resize(nodes, u32::MAX);
    }
}

/// Times without an upper end, in milliseconds: for graphs whose longest paths pass the range of
/// [`Millis`].
///
/// Shape: one entry per node, `None` = not reached within the budget.
pub fn long_times(arcs: &ArcTable, sources: &[u32], budget: Option<u64>) -> Vec<Option<u64>> {
    let mut times: Vec<Option<u64>> = vec![None; arcs.nodes()];
    let mut heap = BinaryHeap::new();
    for &source in sources {
        if times[source as usize].is_none() {
            times[source as usize] = Some(0);
            heap.push(Reverse((0u64, source)));
        }
    }
    while let Some(Reverse((ms, node))) = heap.pop() {
        if times[node as usize].is_some_and(|known| known < ms) {
            continue;
        }
        for arc in arcs.of(node) {
            let next = ms + u64::from(arc.ms);
            if budget.is_none_or(|b| next <= b) && times[arc.head as usize].is_none_or(|t| next < t)
            {
                times[arc.head as usize] = Some(next);
                heap.push(Reverse((next, arc.head)));
            }
        }
    }
    times
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Arcs;
    use petgraph::algo::dijkstra;
    use proptest::prelude::*;

    fn graphs() -> impl Strategy<Value = Arcs> {
        let arc = |longest| {
            prop::collection::vec((0u32..24, 0u32..24, 0u32..longest), 0..80).prop_map(|arcs| {
                let column =
                    |f: fn(&(u32, u32, u32)) -> u32| arcs.iter().map(f).collect::<Vec<_>>();
                let seconds: Vec<f64> = arcs.iter().map(|a| f64::from(a.2) / 1000.0).collect();
                Arcs::from_columns(24, &column(|a| a.0), &column(|a| a.1), &seconds).expect("valid")
            })
        };
        prop_oneof![arc(30_000), arc(3), arc(400_000_000)]
    }

    proptest! {
        #[test]
        fn times_are_those_of_dijkstra(graph in graphs(), source in 0u32..24, budget in 0u32..500_000) {
            let oracle = dijkstra(&graph, source, None, |e| {
                u64::from(*petgraph::visit::EdgeRef::weight(&e))
            });
            let mut search = Search::new();
            for budget in [u32::MAX - 1, budget] {
                search.run(&graph.forward, &[(source, Millis::ZERO)], Millis(budget));
                for node in 0..24 {
                    let expected = oracle.get(&node).copied().filter(|t| *t <= u64::from(budget));
                    let found = search.time(node);
                    prop_assert_eq!(expected, (found != Millis::NEVER).then_some(u64::from(found.0)));
                }
            }
            let long = long_times(&graph.forward, &[source], None);
            for node in 0..24 {
                prop_assert_eq!(oracle.get(&node).copied(), long[node as usize]);
            }
        }

        #[test]
        fn backward_times_are_forward_times_of_the_turned_graph(graph in graphs(), a in 0u32..24, b in 0u32..24) {
            let mut search = Search::new();
            search.run(&graph.forward, &[(a, Millis::ZERO)], Millis(u32::MAX - 1));
            let there = search.time(b);
            search.run(&graph.backward, &[(b, Millis::ZERO)], Millis(u32::MAX - 1));
            prop_assert_eq!(there, search.time(a));
        }
    }
}
