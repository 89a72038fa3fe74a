//! Cumulative opportunities: at every node, the sum of what lies within a cut-off of it.

use super::search::Search;
use crate::network::Arcs;
use crate::units::{Direction, Millis};

/// The sum of `values` over the nodes within a cut-off of each node, the node itself included.
///
/// With [`Direction::From`] a value counts where it can be reached from the node, with
/// [`Direction::To`] where the node can be reached from it. The cut-off is inclusive, and every
/// node counts with 1 × its value: `sum(i) = Σ values(j) over all j with time(i, j) <= cutoff`.
///
/// Units: those of `values`. Shape: one entry per node; the caller has checked that there are as
/// many values. A sum is added up in the order in which the search first meets the nodes, which is
/// the same on every machine.
pub fn node_sums(arcs: &Arcs, values: &[f64], cutoff: Millis, direction: Direction) -> Vec<f64> {
    let table = match direction {
        Direction::To => &arcs.backward,
        Direction::From => &arcs.forward,
    };
    let mut search = Search::new();
    (0..table.nodes() as u32)
        .map(|node| {
            search.run(table, &[(node, Millis::ZERO)], cutoff);
            search.reached().iter().map(|&near| values[near as usize]).sum()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use petgraph::algo::dijkstra;
    use petgraph::visit::EdgeRef;
    use proptest::prelude::*;

    const NODES: u32 = 12;

    fn sums_by_dijkstra(graph: &Arcs, values: &[f64], cutoff: u64, to: bool) -> Vec<f64> {
        let times: Vec<_> = (0..NODES)
            .map(|from| dijkstra(graph, from, None, |e| u64::from(*e.weight())))
            .collect();
        let time = |from: u32, to: u32| times[from as usize].get(&to).copied();
        let is_near = |node, near| {
            let time = if to { time(near, node) } else { time(node, near) };
            time.is_some_and(|t| t <= cutoff)
        };
        (0..NODES)
            .map(|node| {
                let near = (0..NODES).filter(|near| is_near(node, *near));
                near.map(|n| values[n as usize]).sum()
            })
            .collect()
    }

    proptest! {
        #[test]
        fn sums_are_those_over_all_shortest_times(
            arcs in prop::collection::vec((0..NODES, 0..NODES, 0u32..60), 0..40),
            values in prop::collection::vec(0u32..1000, NODES as usize),
            cutoff in 0u32..200,
        ) {
            let column = |f: fn(&(u32, u32, u32)) -> u32| arcs.iter().map(f).collect::<Vec<_>>();
            let seconds: Vec<f64> = arcs.iter().map(|a| f64::from(a.2)).collect();
            let graph = Arcs::from_columns(NODES, &column(|a| a.0), &column(|a| a.1), &seconds)
                .expect("valid");
            // Whole numbers: their sums do not depend on the order.
            let values: Vec<f64> = values.into_iter().map(f64::from).collect();
            let within = Millis(cutoff * 1000);
            for (direction, to) in [(Direction::To, true), (Direction::From, false)] {
                prop_assert_eq!(
                    node_sums(&graph, &values, within, direction),
                    sums_by_dijkstra(&graph, &values, u64::from(within.0), to)
                );
            }
        }
    }
}
