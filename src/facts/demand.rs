//! Demand points: where people live, as columns.

use super::code::CodeColumn;
use super::unit::UnitId;
use crate::archive::{Reader, Writer};
use crate::error::Result;
use crate::units::Position;

/// Points at which people live, unit after unit.
///
/// Shape: columns of equal length. Units: people as `f64`, so that parts of a person add up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DemandPoints {
    at: Vec<Position>,
    people: Vec<f64>,
    unit: Vec<UnitId>,
    codes: CodeColumn,
}

impl DemandPoints {
    /// Appends a point; its code is written as it is formatted.
    pub fn push(&mut self, code: std::fmt::Arguments<'_>, at: Position, people: f64, unit: UnitId) {
        self.codes.push(code);
        self.at.push(at);
        self.people.push(people);
        self.unit.push(unit);
    }

    /// How many points there are.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    /// Places.
    pub fn at(&self) -> &[Position] {
        &self.at
    }

    /// People.
    pub fn people(&self) -> &[f64] {
        &self.people
    }

    /// The smallest unit each point belongs to.
    pub fn unit(&self) -> &[UnitId] {
        &self.unit
    }

    /// Stable codes.
    pub fn codes(&self) -> &CodeColumn {
        &self.codes
    }

    /// All people, summed in order.
    pub fn total(&self) -> f64 {
        self.people.iter().sum()
    }

    pub(super) fn write(&self, to: &mut Writer) {
        let lng_lat: Vec<i32> = self.at.iter().flat_map(|p| [p.lng_e7, p.lat_e7]).collect();
        to.put_i32(&lng_lat);
        to.put_f64(&self.people);
        to.put_u32(&self.unit.iter().map(|u| u.0).collect::<Vec<_>>());
        self.codes.write(to);
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let lng_lat = from.take_i32()?;
        Ok(Self {
            at: lng_lat
                .as_chunks::<2>()
                .0
                .iter()
                .map(|&[lng_e7, lat_e7]| Position { lng_e7, lat_e7 })
                .collect(),
            people: from.take_f64()?,
            unit: from.take_u32()?.into_iter().map(UnitId).collect(),
            codes: CodeColumn::read(from)?,
        })
    }

    /// Whether the columns agree, people are numbers from 0 up and units are among so many.
    pub(super) fn is_consistent(&self, units: usize) -> bool {
        let n = self.at.len();
        self.people.len() == n
            && self.unit.len() == n
            && self.codes.len() == n
            && self.people.iter().all(|p| p.is_finite() && *p >= 0.0)
            && self.unit.iter().all(|u| u.index() < units)
    }
}
