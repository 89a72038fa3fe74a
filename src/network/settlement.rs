//! Inside a settlement or in open country, told by how many buildings and streets stand around.

use crate::units::Position;

/// Side of a cell in 1e-7 degrees, about 250 m.
const CELL: i32 = 25_000;
/// A place is in a settlement if the nine cells around it hold this many buildings (or metres of
/// residential street, 25 m counting as one): about 35 per square kilometre and more.
const BUILDINGS: u32 = 20;
const STREET_METRES_PER_BUILDING: f64 = 25.0;

/// Counts of buildings per cell.
#[derive(Debug)]
pub(super) struct Settlements {
    /// Cell and count, sorted by cell.
    cells: Vec<((i32, i32), u32)>,
}

fn cell(at: Position) -> (i32, i32) {
    (at.lng_e7.div_euclid(CELL), at.lat_e7.div_euclid(CELL))
}

impl Settlements {
    /// Counts buildings, and residential streets given by their middle and length in metres.
    pub(super) fn count(
        buildings: &[Position],
        streets: impl Iterator<Item = (Position, f64)>,
    ) -> Self {
        let mut found: Vec<((i32, i32), u32)> = buildings.iter().map(|b| (cell(*b), 1)).collect();
        found.extend(
            streets.map(|(middle, metres)| {
                (cell(middle), (metres / STREET_METRES_PER_BUILDING) as u32)
            }),
        );
        found.sort_unstable();
        found.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                first.1 = first.1.saturating_add(later.1);
            }
            same
        });
        Self { cells: found }
    }

    /// Whether a place is inside a settlement.
    pub(super) fn holds(&self, at: Position) -> bool {
        let (x, y) = cell(at);
        let around: u32 = (x - 1..=x + 1)
            .map(|column| {
                let from = self.cells.partition_point(|c| c.0 < (column, y - 1));
                self.cells[from..]
                    .iter()
                    .take_while(|c| c.0 <= (column, y + 1))
                    .fold(0u32, |sum, c| sum.saturating_add(c.1))
            })
            .fold(0, u32::saturating_add);
        around >= BUILDINGS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_buildings_make_a_settlement() {
        let at = |i: i32| Position { lng_e7: 144_000_000 + i * 3_000, lat_e7: 358_000_000 };
        let village: Vec<_> = (0..20).map(at).collect();
        assert!(Settlements::count(&village, std::iter::empty()).holds(at(10)));
        assert!(!Settlements::count(&village[..19], std::iter::empty()).holds(at(10)));
        assert!(!Settlements::count(&village, std::iter::empty()).holds(at(100)));
        assert!(Settlements::count(&[], std::iter::once((at(0), 600.0))).holds(at(0)));
    }
}
