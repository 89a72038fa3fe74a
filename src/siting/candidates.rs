//! Candidate sites: junctions near homes, thinned so that no two are close together.

use crate::access::Residents;
use crate::facts::{StudyArea, UnitId};
use crate::frame::Frame;
use crate::network::{Link, RoadIndex};
use crate::units::Position;
use std::collections::HashMap;
use std::sync::Arc;

/// A junction is a candidate if a home is within these metres …
const NEAR_HOME_METRES: f64 = 100.0;
/// … and candidates are this far apart, unless there would be too many of them.
const SPACING_METRES: f64 = 100.0;

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

/// Chooses the candidates of a study for a mode, junction by junction in their order: junctions of
/// its roads within 100 m of a home, each at least the spacing from those before it.
#[derive(Debug)]
pub struct Candidates {
    area: Arc<StudyArea>,
    residents: Arc<Residents>,
    frame: Frame,
    is_used: Vec<bool>,
    homes: Cells,
    taken: Cells,
    spacing: f64,
    next: u32,
}

impl Candidates {
    /// Looks at no junction yet.
    pub fn new(area: Arc<StudyArea>, residents: Arc<Residents>) -> Self {
        let network = area.network();
        let frame = network.frame();
        let mut is_used = vec![false; network.junctions()];
        for road in 0..network.roads() as u32 {
            if residents.roads().graph.is_open(road) {
                for end in network.ends(road) {
                    is_used[end as usize] = true;
                }
            }
        }
        Self {
            homes: Cells::new(&frame, NEAR_HOME_METRES, area.demand().at()),
            taken: Cells::new(&frame, SPACING_METRES, &[]),
            spacing: SPACING_METRES,
            next: 0,
            frame,
            is_used,
            area,
            residents,
        }
    }

    /// The metres that candidates are apart.
    pub fn spacing(&self) -> f64 {
        self.spacing
    }

    /// Begins anew with twice the spacing.
    pub fn thin(&mut self) {
        self.spacing *= 2.0;
        self.taken = Cells::new(&self.frame, self.spacing, &[]);
        self.next = 0;
    }

    /// Share of the junctions that were looked at.
    pub fn share(&self) -> f64 {
        f64::from(self.next) / self.is_used.len().max(1) as f64
    }

    /// Whether all junctions were looked at.
    pub fn is_done(&self) -> bool {
        self.next as usize >= self.is_used.len()
    }

    /// Looks at the next junction: gives it and where it is on the roads if it is a candidate.
    pub fn look_further(&mut self) -> Option<(Candidate, Link)> {
        let junction = self.next;
        let is_used = *self.is_used.get(junction as usize)?;
        self.next += 1;
        if !is_used {
            return None;
        }
        let at = self.area.network().junction_at(junction);
        let home = self.homes.nearest(&self.frame, at, NEAR_HOME_METRES)?;
        if self.taken.nearest(&self.frame, at, self.spacing).is_some() {
            return None;
        }
        let roads = self.residents.roads();
        let link = roads.link(at.to_lng_lat()).ok()?;
        if RoadIndex::is_island(&roads.graph, &link) {
            return None;
        }
        self.taken.push(at);
        Some((Candidate { junction, at, unit: self.area.demand().unit()[home] }, link))
    }
}

/// Places in square cells, to find near ones.
#[derive(Debug)]
struct Cells {
    /// Side of a cell in 1e-7 degrees of longitude and latitude: at least the search radius.
    side: (f64, f64),
    by_cell: HashMap<(i64, i64), Vec<u32>>,
    places: Vec<Position>,
}

impl Cells {
    fn new(frame: &Frame, metres: f64, places: &[Position]) -> Self {
        let mut cells = Self { side: (0.0, 0.0), by_cell: HashMap::new(), places: Vec::new() };
        let (east, north) = frame.scale_at(frame.latitude());
        // A little more than the radius, for the scale differs over the area.
        cells.side = (metres * 1.05 / east * 1e7, metres * 1.05 / north * 1e7);
        for &place in places {
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
