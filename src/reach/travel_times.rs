//! Tables of travel times between places, and between the nodes of bare graphs.

use super::hierarchy::{Hierarchy, Matrix};
use super::search::{Search, long_times};
use crate::error::{Error, ErrorCode, Result};
use crate::network::{Arcs, Link, ModeRoads};
use crate::units::{Direction, LngLat, Millis};
use std::sync::Arc;

/// The most times one table may hold: 400 MB of them.
pub const MOST_CELLS: usize = 50_000_000;

/// Seconds from every place of one list to every place of another, over a hierarchy if there is
/// one: the times are the same.
///
/// Units: seconds. Shape: row-major, `from.len()` rows of `to.len()`; NaN = not joined to the
/// roads, or not reached within the cut-off. Equal places are 0 apart.
///
/// # Errors
/// `argument.range` for a table of more than [`MOST_CELLS`].
pub fn table(
    roads: &ModeRoads,
    hierarchy: Option<Arc<Hierarchy>>,
    from: &[LngLat],
    to: &[LngLat],
    cutoff: Millis,
) -> Result<Vec<f64>> {
    if from.len().saturating_mul(to.len()) > MOST_CELLS {
        let found = format!("{} × {} places, at most {MOST_CELLS} times", from.len(), to.len());
        return Err(Error::new(ErrorCode::ArgumentRange, found).at("to"));
    }
    // One search per place of the shorter list, read at every place of the longer one.
    let forward = from.len() <= to.len();
    let (direction, sources, targets) =
        if forward { (Direction::From, from, to) } else { (Direction::To, to, from) };
    let links = |places: &[LngLat]| -> Vec<Option<Link>> {
        places.iter().map(|&p| roads.link(p).ok()).collect()
    };
    let (positions, origins): (Vec<usize>, Vec<Link>) =
        links(sources).into_iter().enumerate().filter_map(|(s, link)| Some((s, link?))).unzip();
    let targets_of = links(targets);
    let same = Same::new(targets);
    let mut seconds = vec![f64::NAN; from.len() * to.len()];
    let cell = |source: usize, target: usize| {
        let (row, column) = if forward { (source, target) } else { (target, source) };
        row * to.len() + column
    };
    for &source in &positions {
        for target in same.as_place(sources[source]).filter(|&t| targets_of[t].is_some()) {
            seconds[cell(source, target)] = 0.0;
        }
    }
    let mut matrix = Matrix::new(roads, hierarchy, direction, targets_of);
    matrix.rows(&origins, cutoff, |origin, entries| {
        let source = positions[origin];
        for &(target, time) in entries {
            let target = target as usize;
            if sources[source] != targets[target] {
                seconds[cell(source, target)] = time.seconds();
            }
        }
    });
    Ok(seconds)
}

/// Seconds between every node of a bare graph and the nearest of several nodes.
///
/// Units: seconds. Shape: one entry per node; NaN = not reached within the cut-off (`None`: at
/// all). The caller has checked that the sources are nodes.
pub fn node_times(
    arcs: &Arcs,
    sources: &[u32],
    cutoff: Option<f64>,
    direction: Direction,
) -> Vec<f64> {
    let table = match direction {
        Direction::To => &arcs.backward,
        Direction::From => &arcs.forward,
    };
    let budget = cutoff.map(|seconds| libm::floor(seconds * 1000.0 + 1e-6).max(0.0) as u64);
    // No path is longer than every node's longest arc.
    let longest_path = u64::from(table.longest()).saturating_mul(table.nodes() as u64);
    let is_short = budget.unwrap_or(u64::MAX).min(longest_path) < u64::from(u32::MAX);
    if !is_short {
        let times = long_times(table, sources, budget);
        return times.into_iter().map(|t| t.map_or(f64::NAN, |ms| ms as f64 / 1000.0)).collect();
    }
    let mut search = Search::new();
    let starts: Vec<_> = sources.iter().map(|&s| (s, Millis::ZERO)).collect();
    let budget = budget.unwrap_or(u64::MAX).min(u64::from(u32::MAX) - 1) as u32;
    search.run(table, &starts, Millis(budget));
    (0..table.nodes() as u32).map(|node| search.time(node).seconds()).collect()
}

/// Finds places that are equal to one.
struct Same<'a> {
    places: &'a [LngLat],
    order: Vec<usize>,
}

impl<'a> Same<'a> {
    fn new(places: &'a [LngLat]) -> Self {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_by(|&a, &b| Self::compare(places[a], places[b]));
        Self { places, order }
    }

    fn compare(a: LngLat, b: LngLat) -> std::cmp::Ordering {
        // Checked places have no NaN, and -0 is 0.
        let key = |p: LngLat| (p.lng() + 0.0, p.lat() + 0.0);
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    }

    fn as_place(&self, place: LngLat) -> impl Iterator<Item = usize> + '_ {
        let from = self.order.partition_point(|&p| Self::compare(self.places[p], place).is_lt());
        self.order[from..].iter().copied().take_while(move |&p| self.places[p] == place)
    }
}
