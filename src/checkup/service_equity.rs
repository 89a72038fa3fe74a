//! How evenly a service's capacity is spread over the people of a study, within and between parts of it.

use super::area_checkup::Checkup;
use super::equity::{Decomposition, Inequality};
use crate::error::Result;
use crate::facts::{ServiceId, UnitId, Zone};

/// The spread of capacity per person, `A_i`, over the people who compete for it.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceEquity {
    /// Over all of whom it is known.
    pub all: Inequality,
    /// How many they are.
    pub people: f64,
    /// Those of whom it is not known: somebody in reach is of unknown capacity.
    pub unknown: f64,
    /// Within and between the zones, in their fixed order.
    pub zones: Decomposition,
    /// Within and between the units of a level …
    pub units: Decomposition,
    /// … which are these.
    pub of_level: Vec<UnitId>,
}

impl ServiceEquity {
    /// Measures a service; `level` counts from the smallest units up. `None` without data.
    ///
    /// # Errors
    /// None for a checkup's own numbers.
    pub fn of(checkup: &Checkup, service: ServiceId, level: u8) -> Result<Option<Self>> {
        let Some(found) = checkup.service(service) else { return Ok(None) };
        let units = checkup.area().units();
        let ids = (0..units.len() as u32).map(UnitId);
        let of_level: Vec<UnitId> =
            ids.filter(|id| units.get(*id).is_some_and(|u| u.level == level)).collect();
        // The group of every unit; units that belong to none of the level are one more.
        let none = of_level.len() as u32;
        let group_of = |unit: UnitId| {
            let above = units.with_parents(unit).find_map(|u| of_level.binary_search(&u).ok());
            above.map_or(none, |group| group as u32)
        };
        let group_of: Vec<u32> = (0..units.len() as u32).map(|u| group_of(UnitId(u))).collect();
        let (mut values, mut weights) = (Vec::new(), Vec::new());
        let (mut zone, mut group) = (Vec::new(), Vec::new());
        let mut unknown = 0.0;
        let access = found.answer.handed_out.access.iter().zip(found.people.base.iter());
        let points = access.zip(checkup.area().demand().unit()).enumerate();
        for (point, ((&access, &people), unit)) in points.filter(|(_, ((_, p), _))| **p > 0.0) {
            if access.is_nan() {
                unknown += people;
                continue;
            }
            values.push(access);
            weights.push(people);
            zone.push(checkup.zone(point).index() as u32);
            group.push(group_of[unit.index()]);
        }
        Ok(Some(Self {
            all: Inequality::of(&values, &weights)?,
            people: weights.iter().sum(),
            unknown,
            zones: Decomposition::of(&values, &weights, &zone, Zone::ALL.len())?,
            units: Decomposition::of(&values, &weights, &group, of_level.len() + 1)?,
            of_level,
        }))
    }
}
