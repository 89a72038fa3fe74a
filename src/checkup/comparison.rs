//! Two checkups compared, point by point; what was measured differently is not compared.

use super::area_checkup::Checkup;
use super::service_checkup::ServiceCheckup;
use crate::error::{Error, ErrorCode, Result};
use ndarray::Array3;

/// What became of one service.
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceChange {
    /// People of the later checkup who have it in reach and had not.
    pub gained: f64,
    /// … who had it in reach and have not.
    pub lost: f64,
    /// Later minus earlier minutes to the nearest facility at each demand point; NaN = not in reach
    /// both times.
    pub minutes: Vec<f64>,
    /// Later minus earlier capacity per person at each demand point; NaN = unknown.
    pub access: Vec<f64>,
}

/// The later of two checkups minus the earlier.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// By service; `None` = no data both times.
    pub services: Vec<Option<ServiceChange>>,
    /// Differences of the indicators. Shape: [service × unit × indicator]; NaN = no data both times.
    pub indicators: Array3<f64>,
}

impl Comparison {
    /// Compares two checkups of the same places.
    ///
    /// # Errors
    /// `checkup.definition` if they were measured differently: by other terms, speeds or methods;
    /// `argument.range` if their units or demand points are others.
    pub fn of(earlier: &Checkup, later: &Checkup) -> Result<Self> {
        if let Some(what) = difference(earlier, later) {
            return Err(Error::new(ErrorCode::CheckupDefinition, what));
        }
        let (a, b) = (&earlier.area, &later.area);
        let units = |c: &Checkup| c.area.units().all().iter().map(|u| u.code.clone()).collect();
        let same_units: bool = {
            let (a, b): (Vec<_>, Vec<_>) = (units(earlier), units(later));
            a == b
        };
        for (name, is_same) in
            [("units", same_units), ("demand points", a.demand().codes() == b.demand().codes())]
        {
            if !is_same {
                return Err(Error::new(ErrorCode::ArgumentRange, "not the same places").at(name));
            }
        }
        let pairs = earlier.services.iter().zip(&later.services);
        let services = pairs.map(|pair| match pair {
            (Some(a), Some(b)) => Some(change(earlier, a, later, b)),
            _ => None,
        });
        let services = services.collect();
        Ok(Self { services, indicators: &later.indicators() - &earlier.indicators() })
    }
}

/// What was measured differently.
fn difference(earlier: &Checkup, later: &Checkup) -> Option<String> {
    let (a, b) = (&earlier.definition, &later.definition);
    if a.terms.len() != b.terms.len() {
        return Some("other services".to_owned());
    }
    if let Some(i) = a.terms.iter().zip(&b.terms).position(|(a, b)| a != b) {
        let service = later.area.catalogue().services().get(i);
        let code = service.map_or_else(|| i.to_string(), |s| s.code.clone());
        return Some(format!("other terms of {code}"));
    }
    let parts = [
        ("speeds", a.profiles == b.profiles),
        ("method", a.method == b.method),
        ("rule of choice", a.huff == b.huff),
    ];
    parts.into_iter().find(|(_, is_same)| !is_same).map(|(name, _)| format!("another {name}"))
}

fn change(
    earlier: &Checkup,
    a: &ServiceCheckup,
    later: &Checkup,
    b: &ServiceCheckup,
) -> ServiceChange {
    let (mut gained, mut lost) = (0.0, 0.0);
    for (point, people) in b.people.people.iter().enumerate().filter(|(_, p)| **p > 0.0) {
        let enough = |checkup: &Checkup, s: &ServiceCheckup| {
            s.answer.counts[point] >= s.terms.k[checkup.zone(point).index()]
        };
        match (enough(earlier, a), enough(later, b)) {
            (false, true) => gained += people,
            (true, false) => lost += people,
            _ => {}
        }
    }
    let minus = |a: &[f64], b: &[f64], unit: f64| -> Vec<f64> {
        a.iter().zip(b).map(|(a, b)| (b - a) / unit).collect()
    };
    ServiceChange {
        gained,
        lost,
        minutes: minus(&a.answer.nearest, &b.answer.nearest, 60_000.0),
        access: minus(&a.answer.handed_out.access, &b.answer.handed_out.access, 1.0),
    }
}
