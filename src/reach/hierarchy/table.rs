//! Tables of travel times between two lists of places.

use super::customized::Hierarchy;
use super::matrix::Matrix;
use crate::error::{Error, ErrorCode, Result};
use crate::network::{Link, ModeRoads};
use crate::reach::travel_times::MOST_CELLS;
use crate::units::{Direction, LngLat, Millis};
use std::sync::Arc;

/// Seconds from every place of one list to every place of another, over a hierarchy if there is
/// one; the same as [`crate::reach::travel_times::table`] gives.
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
