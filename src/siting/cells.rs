//! Places in square cells, to find near ones.

use crate::frame::Frame;
use crate::units::Position;
use std::collections::HashMap;

/// Places in square cells, to find near ones.
#[derive(Debug)]
pub(super) struct Cells {
    /// Side of a cell in 1e-7 degrees of longitude and latitude: at least the search radius.
    side: (f64, f64),
    by_cell: HashMap<(i64, i64), Vec<u32>>,
    places: Vec<Position>,
}

impl Cells {
    /// Places to be looked for within a radius.
    pub(super) fn new(frame: &Frame, metres: f64, places: &[Position]) -> Self {
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

    /// One more place.
    pub(super) fn push(&mut self, at: Position) {
        let cell = self.cell(at);
        self.by_cell.entry(cell).or_default().push(self.places.len() as u32);
        self.places.push(at);
    }

    /// The nearest place nearer than a radius, and its metres; the first of several equally near.
    pub(super) fn nearest(&self, frame: &Frame, at: Position, metres: f64) -> Option<(usize, f64)> {
        let (x, y) = self.cell(at);
        let around = (x - 1..=x + 1).flat_map(|x| (y - 1..=y + 1).map(move |y| (x, y)));
        around
            .filter_map(|cell| self.by_cell.get(&cell))
            .flatten()
            .map(|&i| (frame.distance(at, self.places[i as usize]), i))
            .filter(|(distance, _)| *distance < metres)
            .min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)))
            .map(|(metres, i)| (i as usize, metres))
    }
}
