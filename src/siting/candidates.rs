//! Candidate sites: junctions near homes, thinned so that no two are close together.

use crate::access::Residents;
use crate::facts::{StudyArea, UnitId};
use crate::frame::Frame;
use crate::network::RoadIndex;
use crate::units::Position;
use std::collections::HashMap;

/// A junction is a candidate if a home is within these metres …
const NEAR_HOME_METRES: f64 = 100.0;
/// … and candidates are this far apart, unless there would be too many of them.
pub const SPACING_METRES: f64 = 100.0;

/// A place where a facility could be opened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The junction.
    pub junction: u32,
    /// Where it is.
    pub at: Position,
    /// The unit of the nearest home.
    pub unit: UnitId,
}

/// The candidates of a study for a mode, in junction order: junctions of its roads within 100 m of
/// a home, each at least `spacing` metres from those before it.
pub fn candidates(area: &StudyArea, residents: &Residents, spacing: f64) -> Vec<Candidate> {
    let network = area.network();
    let graph = &residents.roads().graph;
    let frame = network.frame();
    let homes = Cells::new(&frame, NEAR_HOME_METRES, area.demand().at().iter().copied());
    let mut is_used = vec![false; network.junctions()];
    for road in 0..network.roads() as u32 {
        if graph.is_open(road) {
            for end in network.ends(road) {
                is_used[end as usize] = true;
            }
        }
    }
    let mut chosen = Vec::new();
    let mut taken = Cells::new(&frame, spacing, std::iter::empty());
    for junction in (0..network.junctions() as u32).filter(|&j| is_used[j as usize]) {
        let at = network.junction_at(junction);
        let Some(home) = homes.nearest(&frame, at, NEAR_HOME_METRES) else { continue };
        if taken.nearest(&frame, at, spacing).is_some() {
            continue;
        }
        let on_island = residents
            .roads()
            .link(at.to_lng_lat())
            .map_or(true, |link| RoadIndex::is_island(graph, &link));
        if !on_island {
            taken.push(at);
            chosen.push(Candidate { junction, at, unit: area.demand().unit()[home] });
        }
    }
    chosen
}

/// Places in square cells, to find near ones.
struct Cells {
    /// Side of a cell in 1e-7 degrees of longitude and latitude: at least the search radius.
    side: (f64, f64),
    by_cell: HashMap<(i64, i64), Vec<u32>>,
    places: Vec<Position>,
}

impl Cells {
    fn new(frame: &Frame, metres: f64, places: impl Iterator<Item = Position>) -> Self {
        let mut cells = Self { side: (0.0, 0.0), by_cell: HashMap::new(), places: Vec::new() };
        let (east, north) = frame.scale_at(frame.latitude());
        // A little more than the radius, for the scale differs over the area.
        cells.side = (metres * 1.05 / east * 1e7, metres * 1.05 / north * 1e7);
        for place in places {
            cells.push(place);
        }
        cells
    }

    fn cell(&self, at: Position) -> (i64, i64) {
        let index = |v: i32, side: f64| (f64::from(v) / side).floor() as i64;
        (index(at.lng_e7, self.side.0), index(at.lat_e7, self.side.1))
    }

    fn push(&mut self, at: Position) {
        let cell = self.cell(at);
        self.by_cell.entry(cell).or_default().push(self.places.len() as u32);
        self.places.push(at);
    }

    /// The nearest place within a radius; the first of several equally near.
    fn nearest(&self, frame: &Frame, at: Position, metres: f64) -> Option<usize> {
        let (x, y) = self.cell(at);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        around
            .filter_map(|cell| self.by_cell.get(&cell))
            .flatten()
            .map(|&i| (frame.distance(at, self.places[i as usize]), i))
            .filter(|(distance, _)| *distance < metres)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(_, i)| i as usize)
    }
}
