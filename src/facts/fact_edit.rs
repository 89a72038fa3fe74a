//! Edits of what is there and what is asked: facilities moved and resized, people, zones, standard, roads.

use super::code::Code;
use super::demand::DemandPoints;
use super::facility::{Facilities, FacilityId};
use super::group::TOTAL;
use super::standard_cell::CellChange;
use super::standard_table::StandardTable;
use super::study_area::{StudyArea, StudyParts};
use super::unit::{UnitId, Units};
use super::zone::{Zone, ZoneBasis, Zoning};
use crate::error::{Error, ErrorCode, Result};
use crate::network::{RoadEdit, RoadEditor};
use crate::units::{LngLat, Position};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A facility that stands somewhere else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Moving {
    /// The facility's code.
    pub code: Code,
    /// Longitude and latitude in degrees.
    pub at: [f64; 2],
}

/// A facility with another capacity for one of its services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resizing {
    /// The facility's code.
    pub code: Code,
    /// The service's code.
    pub service: String,
    /// In the unit of the standard.
    pub capacity: f64,
}

/// A unit with more or fewer people; they live where those of today live.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Peopling {
    /// The unit's code; of any level.
    pub unit: Code,
    /// Only people of this group; all residents, and all groups with them, if absent.
    #[serde(default)]
    pub group: Option<String>,
    /// How many there are to be.
    pub people: f64,
}

/// A unit in a zone that is set by hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rezoning {
    /// The unit's code; of any level: all smallest units in it.
    pub unit: Code,
    /// The zone.
    pub zone: Zone,
}

/// Makes edits on copies of what they touch; what they do not touch stays shared.
#[derive(Debug)]
pub(super) struct FactEditor<'a> {
    pub(super) area: &'a StudyArea,
    pub(super) facilities: Facilities,
    /// The year it is, where an edit says so.
    pub(super) now: Option<u16>,
    demand: Option<DemandPoints>,
    units: Option<Units>,
    standard: Option<Arc<StandardTable>>,
    roads: Option<RoadEditor>,
}

impl<'a> FactEditor<'a> {
    pub(super) fn on(area: &'a StudyArea) -> Self {
        let facilities = Facilities::clone(area.facilities());
        Self { area, facilities, now: None, demand: None, units: None, standard: None, roads: None }
    }

    /// The study area with the edits made.
    pub(super) fn finish(self) -> StudyArea {
        let before = self.area.parts();
        StudyArea::of_checked(StudyParts {
            facilities: Arc::new(self.facilities),
            demand: self.demand.map_or(before.demand, Arc::new),
            units: self.units.map_or(before.units, Arc::new),
            standard: self.standard.unwrap_or(before.standard),
            network: self.roads.map_or(before.network, |roads| Arc::new(roads.finish())),
            ..before
        })
    }

    pub(super) fn road(&mut self, edit: &RoadEdit) -> Result<()> {
        self.roads.get_or_insert_with(|| RoadEditor::on(self.area.network())).make(edit)
    }

    fn facility(&self, code: &Code) -> Result<FacilityId> {
        let found = self.facilities.find(code.as_str());
        found.ok_or_else(|| Error::new(ErrorCode::ScenarioUnknown, code.as_str()))
    }

    pub(super) fn relocate(&mut self, moving: &Moving) -> Result<()> {
        let [lng, lat] = moving.at;
        let at = Position::from_lng_lat(LngLat::new(lng, lat)?);
        let id = self.facility(&moving.code)?;
        if let Some(facility) = self.facilities.change(id) {
            facility.at = at;
        }
        Ok(())
    }

    pub(super) fn resize(&mut self, resizing: &Resizing) -> Result<()> {
        let service = self.area.catalogue().find(&resizing.service)?;
        let id = self.facility(&resizing.code)?;
        if !(resizing.capacity.is_finite() && resizing.capacity >= 0.0) {
            let found = format!("capacity {}", resizing.capacity);
            return Err(Error::new(ErrorCode::ArgumentRange, found));
        }
        let facility = self.facilities.change(id);
        let at = facility.as_ref().and_then(|f| f.services.iter().position(|s| *s == service));
        let (Some(facility), Some(at)) = (facility, at) else {
            let found = format!("{} gives no {}", resizing.code, resizing.service);
            return Err(Error::new(ErrorCode::StudyService, found));
        };
        let services = facility.services.len();
        facility.detail.capacity.resize(services, None);
        facility.detail.capacity[at] = Some(resizing.capacity);
        Ok(())
    }

    /// The smallest units in a unit.
    fn below(&self, code: &Code) -> Result<(UnitId, Vec<UnitId>)> {
        let units = self.area.units();
        let unknown = || Error::new(ErrorCode::ScenarioUnknown, format!("unit {code}"));
        let unit = units.find(code.as_str()).ok_or_else(unknown)?;
        let ids = (0..units.len() as u32).map(UnitId);
        let smallest = ids.filter(|id| units.get(*id).is_some_and(|u| u.level == 0));
        Ok((unit, smallest.filter(|id| units.with_parents(*id).any(|u| u == unit)).collect()))
    }

    pub(super) fn people(&mut self, peopling: &Peopling) -> Result<()> {
        let (_, below) = self.below(&peopling.unit)?;
        let group = peopling.group.as_deref().unwrap_or(TOTAL);
        let demand = self.demand.get_or_insert_with(|| self.area.demand().as_ref().clone());
        let now = demand.count(group, &below);
        let factor = peopling.people / now.unwrap_or(f64::NAN);
        if !(factor.is_finite() && factor >= 0.0) {
            let found = format!("{} people of {group} where {now:?} are", peopling.people);
            return Err(Error::new(ErrorCode::ArgumentRange, found));
        }
        for unit in &below {
            demand.scale(group, *unit, factor);
        }
        if group == TOTAL {
            let units = self.units.get_or_insert_with(|| self.area.units().as_ref().clone());
            for unit in &below {
                let grown = demand.count(TOTAL, &[*unit]);
                if let Some(unit) = units.change(*unit) {
                    unit.people = grown.or(unit.people);
                }
            }
            units.add_up_people();
        }
        Ok(())
    }

    pub(super) fn zone(&mut self, rezoning: &Rezoning) -> Result<()> {
        let (_, below) = self.below(&rezoning.unit)?;
        let units = self.units.get_or_insert_with(|| self.area.units().as_ref().clone());
        for unit in below {
            if let Some(unit) = units.change(unit) {
                unit.marks.zoning = Some(Zoning { zone: rezoning.zone, by: ZoneBasis::Hand });
            }
        }
        Ok(())
    }

    pub(super) fn standard(&mut self, table: Option<&StandardTable>) -> Result<()> {
        self.standard = table.map(|t| t.clone().checked()).transpose()?.map(Arc::new);
        Ok(())
    }

    pub(super) fn standard_cells(&mut self, changes: &[CellChange]) -> Result<()> {
        let now = self.standard.as_deref().unwrap_or(self.area.standard());
        self.standard = Some(Arc::new(now.with_cells(changes)?));
        Ok(())
    }

    pub(super) fn year(&mut self, year: u16) {
        self.facilities = self.facilities.in_year(year);
        self.now = Some(year);
    }
}
