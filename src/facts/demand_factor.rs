//! Demand factors: how much more, or less, a unit asks of a service than its residents' number says.

use super::service::ServiceId;
use super::unit::{UnitId, Units};
use serde::{Deserialize, Serialize};

/// Factors by unit and service, from usage or visitors; 1 where none is given.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DemandFactors {
    /// Sorted by unit and service.
    list: Vec<(UnitId, ServiceId, f64)>,
}

impl DemandFactors {
    /// Sets a unit's factor of a service.
    pub fn set(&mut self, unit: UnitId, service: ServiceId, factor: f64) {
        match self.list.binary_search_by_key(&(unit, service), |f| (f.0, f.1)) {
            Ok(at) => self.list[at].2 = factor,
            Err(at) => self.list.insert(at, (unit, service, factor)),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// All of them, by unit and service.
    pub fn all(&self) -> &[(UnitId, ServiceId, f64)] {
        &self.list
    }

    /// A service's factor per unit: the unit's own, else that of the nearest unit above with one,
    /// else 1.
    pub fn of_service(&self, service: ServiceId, units: &Units) -> Vec<f64> {
        let own = |unit: UnitId| {
            let found = self.list.binary_search_by_key(&(unit, service), |f| (f.0, f.1)).ok()?;
            self.list.get(found).map(|f| f.2)
        };
        let of = |i: usize| units.with_parents(UnitId(i as u32)).find_map(own).unwrap_or(1.0);
        (0..units.len()).map(of).collect()
    }

    pub(super) fn is_consistent(&self, units: usize, services: usize) -> bool {
        self.list.windows(2).all(|w| (w[0].0, w[0].1) < (w[1].0, w[1].1))
            && self.list.iter().all(|(unit, service, factor)| {
                unit.index() < units
                    && service.index() < services
                    && factor.is_finite()
                    && *factor >= 0.0
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Outlines;
    use crate::facts::unit::tests::{levels, unit};

    #[test]
    fn the_nearest_factor_above_counts() {
        let list = vec![unit("a", 0, Some(2)), unit("b", 0, Some(2)), unit("whole", 1, None)];
        let units = Units::new(levels(2), list, Outlines::default());
        let mut factors = DemandFactors::default();
        factors.set(UnitId(2), ServiceId(1), 2.0);
        factors.set(UnitId(0), ServiceId(1), 0.5);
        factors.set(UnitId(0), ServiceId(0), 3.0);
        factors.set(UnitId(0), ServiceId(0), 4.0);
        let of = |s: u16| {
            factors
                .of_service(ServiceId(s), &units)
                .iter()
                .map(|f| f * 2.0)
                .map(|f| f as i32)
                .collect::<Vec<_>>()
        };
        assert_eq!(of(1), [1, 4, 4]);
        assert_eq!(of(0), [8, 2, 2]);
        assert!(factors.is_consistent(3, 2) && !factors.is_consistent(3, 1));
    }
}
