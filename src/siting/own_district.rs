//! Given districts (学区): units of one level, whose people use the sites of their own district only.

use crate::access::UnitFinder;
use crate::facts::{StudyArea, UnitId};
use crate::units::Position;
use std::sync::Arc;

/// Which district everybody lives in.
#[derive(Debug)]
pub(super) struct OwnDistrict {
    finder: UnitFinder,
    /// The unit of the level that each unit is or belongs to.
    of_unit: Vec<Option<UnitId>>,
    of_point: Vec<Option<UnitId>>,
}

impl OwnDistrict {
    /// The units of a level as districts.
    pub(super) fn new(area: &Arc<StudyArea>, level: u8) -> Self {
        let units = area.units();
        let is_district = |id: &UnitId| units.get(*id).is_some_and(|unit| unit.level == level);
        let of_unit: Vec<_> = (0..units.len() as u32)
            .map(|i| units.with_parents(UnitId(i)).find(is_district))
            .collect();
        let of_point = area.demand().unit().iter().map(|unit| of_unit[unit.index()]).collect();
        Self { finder: UnitFinder::new(area), of_unit, of_point }
    }

    /// The district of a site in a unit, or of a place whose unit is to be found; none outside all.
    pub(super) fn of_site(&self, unit: Option<UnitId>, at: Position) -> Option<UnitId> {
        self.of_unit[unit.or_else(|| self.finder.unit_at(at))?.index()]
    }

    /// Whether somebody at a demand point may use a site of a district.
    pub(super) fn holds(&self, district: Option<UnitId>, point: u32) -> bool {
        district.is_some() && self.of_point[point as usize] == district
    }
}
