//! Tables of travel times between places.

use super::search::{Search, long_times};
use super::wave::{Ends, Wave};
use crate::error::{Error, ErrorCode, Result};
use crate::network::{Arcs, Link, ModeRoads};
use crate::units::{Direction, LngLat, Millis};

/// The most times one table may hold: 400 MB of them.
pub const MOST_CELLS: usize = 50_000_000;

/// Seconds from every place of one list to every place of another.
///
/// Units: seconds. Shape: row-major, `from.len()` rows of `to.len()`; NaN = not joined to the
/// roads, or not reached within the cut-off. Equal places are 0 apart.
///
/// # Errors
/// `argument.range` for a table of more than [`MOST_CELLS`].
pub fn table(
    roads: &ModeRoads,
    from: &[LngLat],
    to: &[LngLat],
    cutoff: Millis,
) -> Result<Vec<f64>> {
    if from.len().saturating_mul(to.len()) > MOST_CELLS {
        let found = format!("{} × {} places, at most {MOST_CELLS} times", from.len(), to.len());
        return Err(Error::new(ErrorCode::ArgumentRange, found).at("to"));
    }
    let joined = |places: &[LngLat]| {
        places.iter().map(|p| roads.link(*p).ok()).collect::<Vec<Option<Link>>>()
    };
    let (links_from, links_to) = (joined(from), joined(to));
    let mut seconds = vec![f64::NAN; from.len() * to.len()];
    // One search per place of the shorter list, read at every place of the longer one.
    let forward = from.len() <= to.len();
    let (direction, sources, targets) = if forward {
        (Direction::From, &links_from, &links_to)
    } else {
        (Direction::To, &links_to, &links_from)
    };
    let ends = Ends::of(roads, targets.iter().map(Option::as_ref), !forward);
    let mut wave = Wave::new(roads, direction);
    for (s, source) in sources.iter().enumerate() {
        let Some(source) = source else { continue };
        wave.run(std::slice::from_ref(source), cutoff);
        for (t, target) in targets.iter().enumerate() {
            let Some(target) = target else { continue };
            let (row, column) = if forward { (s, t) } else { (t, s) };
            seconds[row * to.len() + column] = if from[row] == to[column] {
                0.0
            } else {
                wave.time_at(target, ends.of_place(t)).seconds()
            };
        }
    }
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
