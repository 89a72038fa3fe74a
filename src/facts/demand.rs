//! Demand points: where people live, as columns.

use super::code::CodeColumn;
use super::demand_factor::DemandFactors;
use super::group::{Counts, GroupPeople, Groups, KnownGroup, TOTAL};
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
    groups: Groups,
    factors: DemandFactors,
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

    /// The counted groups.
    pub fn groups(&self) -> &Groups {
        &self.groups
    }

    /// The counted groups, to set them.
    pub fn groups_mut(&mut self) -> &mut Groups {
        &mut self.groups
    }

    /// How much more or less units ask of services than their people say.
    pub fn factors(&self) -> &DemandFactors {
        &self.factors
    }

    /// The same, to set them.
    pub fn factors_mut(&mut self) -> &mut DemandFactors {
        &mut self.factors
    }

    /// A group's people at every point; `None` where nobody counted it.
    ///
    /// `total` is everybody. A group that is put together from others is counted if they are. With
    /// `assume`, a known group that nobody counted is the product's share of all residents.
    pub fn of_group(&self, code: &str, assume: bool) -> Option<GroupPeople> {
        let counted = |people: Vec<f64>| GroupPeople { people, assumed: None };
        if code == TOTAL {
            return Some(counted(self.people.clone()));
        }
        if let Some(counts) = self.groups.get(code) {
            return Some(counted(self.at_points(counts)));
        }
        let known = KnownGroup::find(code)?;
        if let (true, Some((share, trust))) = (assume, known.assumed_share) {
            let people = self.people.iter().map(|p| p * share).collect();
            return Some(GroupPeople { people, assumed: Some(trust) });
        }
        let mut sum: Option<GroupPeople> = None;
        for (part, weight) in known.parts {
            let part = self.of_group(part, assume)?;
            let so_far = sum.get_or_insert_with(|| counted(vec![0.0; self.len()]));
            so_far.assumed = so_far.assumed.or(part.assumed);
            for (sum, people) in so_far.people.iter_mut().zip(part.people) {
                *sum += people * weight;
            }
        }
        sum
    }

    /// Counts at the points: within a unit a group lives where the residents live.
    fn at_points(&self, counts: &Counts) -> Vec<f64> {
        let of_unit = match counts {
            Counts::ByPoint(of_point) => return of_point.clone(),
            Counts::ByUnit(of_unit) => of_unit,
        };
        let mut residents = vec![(0.0, 0u32); of_unit.len()];
        for (unit, people) in self.unit.iter().zip(&self.people) {
            if let Some((sum, points)) = residents.get_mut(unit.index()) {
                *sum += people;
                *points += 1;
            }
        }
        let share = |(unit, people): (&UnitId, &f64)| {
            let (sum, points) = residents.get(unit.index()).copied().unwrap_or_default();
            let of_unit = of_unit.get(unit.index()).copied().unwrap_or(f64::NAN);
            if sum > 0.0 { of_unit * (people / sum) } else { of_unit / f64::from(points) }
        };
        self.unit.iter().zip(&self.people).map(share).collect()
    }

    /// People of a group in smallest units, in all; `None` where nobody counted them.
    pub(super) fn count(&self, group: &str, units: &[UnitId]) -> Option<f64> {
        let of_units = |values: &[f64]| {
            let points = self.unit.iter().zip(values);
            points.filter(|(unit, _)| units.contains(unit)).map(|(_, v)| v).sum()
        };
        if group == TOTAL {
            return Some(of_units(&self.people));
        }
        match self.groups.get(group)? {
            Counts::ByPoint(values) => Some(of_units(values)),
            Counts::ByUnit(values) => {
                Some(units.iter().filter_map(|u| values.get(u.index())).sum())
            }
        }
    }

    /// A group's people in a smallest unit, times a factor; with the total all groups.
    pub(super) fn scale(&mut self, group: &str, unit: UnitId, factor: f64) {
        let scaled = |values: &mut [f64], units: &[UnitId]| {
            for (value, _) in values.iter_mut().zip(units).filter(|(_, of)| **of == unit) {
                *value *= factor;
            }
        };
        if group == TOTAL {
            scaled(&mut self.people, &self.unit);
        }
        for (code, counts) in self.groups.each_mut() {
            match counts {
                _ if group != TOTAL && group != code => {}
                Counts::ByPoint(values) => scaled(values, &self.unit),
                Counts::ByUnit(values) => {
                    if let Some(value) = values.get_mut(unit.index()) {
                        *value *= factor;
                    }
                }
            }
        }
    }

    /// All people, summed in order.
    pub fn total(&self) -> f64 {
        self.people.iter().sum()
    }

    pub(super) fn write(&self, to: &mut Writer) -> Result<()> {
        let lng_lat: Vec<i32> = self.at.iter().flat_map(|p| [p.lng_e7, p.lat_e7]).collect();
        to.put_i32(&lng_lat);
        to.put_f64(&self.people);
        to.put_u32(&self.unit.iter().map(|u| u.0).collect::<Vec<_>>());
        self.codes.write(to);
        self.groups.write(to)?;
        to.put_document(&self.factors)
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
            groups: Groups::read(from)?,
            factors: from.take_document()?,
        })
    }

    /// Whether the columns agree, people are numbers from 0 up, and units and services are among
    /// so many.
    pub(super) fn is_consistent(&self, units: usize, services: usize) -> bool {
        let n = self.at.len();
        self.people.len() == n
            && self.unit.len() == n
            && self.codes.len() == n
            && self.people.iter().all(|p| p.is_finite() && *p >= 0.0)
            && self.unit.iter().all(|u| u.index() < units)
            && self.groups.is_consistent(n, units)
            && self.factors.is_consistent(units, services)
    }
}
