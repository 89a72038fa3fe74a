//! The checkup of a study: every service in every unit, and the table of its indicators.

use super::checkup_run::CheckupRun;
use super::service_checkup::{ServiceCheckup, ServicePeople};
use super::terms::Definition;
use crate::access::{CircleDrawer, JoinedStudy, UnitFinder};
use crate::error::Result;
use crate::facts::{Facility, ServiceId, StudyArea, UnitId, Zone};
use ndarray::Array3;
use std::sync::{Arc, Mutex};

/// What is counted of a service in a unit. Shares are 1 for all; NaN = no data (暂无数据).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Indicator {
    /// People of the target group.
    People,
    /// People of the base: who competes for capacity and is owed it.
    Base,
    /// 可及度: the share of the people with enough facilities in reach.
    Reachable,
    /// 可及度 with a soft limit: each person counts by the Gaussian decay of the nearest facility.
    ReachableSoft,
    /// Mean minutes to the nearest facility of those with one in reach.
    Minutes,
    /// 保障度, nobody more than fully served.
    Sufficient,
    /// 保障度 without that cap.
    SufficientRaw,
    /// The share of the base for whom 保障度 is known; the two above are means over them.
    Known,
    /// 统计口径: capacity in the unit over what its people are owed.
    SimpleRatio,
    /// 饱和度 that the unit's people meet.
    Saturation,
}

impl Indicator {
    /// All of them, in the order of the table.
    pub const ALL: [Indicator; 10] = [
        Indicator::People,
        Indicator::Base,
        Indicator::Reachable,
        Indicator::ReachableSoft,
        Indicator::Minutes,
        Indicator::Sufficient,
        Indicator::SufficientRaw,
        Indicator::Known,
        Indicator::SimpleRatio,
        Indicator::Saturation,
    ];

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        [
            "people",
            "base",
            "reachable",
            "reachableSoft",
            "minutes",
            "sufficient",
            "sufficientRaw",
            "known",
            "simpleRatio",
            "saturation",
        ][self as usize]
    }

    pub(super) fn of(self, service: &ServiceCheckup, unit: usize) -> f64 {
        let sums = &service.sums;
        match self {
            Self::People => sums.people(unit),
            Self::Base if service.terms.base_total => sums.base[unit],
            // A group that nobody counted is owed nobody knows what.
            Self::Base if sums.people(unit).is_nan() => f64::NAN,
            Self::Base => sums.base[unit],
            Self::Reachable => sums.reachable(unit),
            Self::ReachableSoft => sums.soft(unit),
            Self::Minutes => service.minutes(unit),
            Self::Sufficient => sums.sufficient(unit),
            Self::SufficientRaw => sums.sufficient_raw(unit),
            Self::Known => sums.known(unit),
            Self::SimpleRatio => service.simple_ratio(unit),
            Self::Saturation => sums.saturation(unit),
        }
    }
}

/// What is to be known of people and facilities beside where they are.
pub struct CheckupFacts<'a> {
    /// The zone of each unit; those of the smallest units count.
    pub zones: &'a [Zone],
    /// Who needs each service, in the order of the catalogue; `None`: nobody counted them.
    pub people: &'a [Option<ServicePeople>],
    /// The capacity of a facility for a service, where known; else the terms may assume one.
    pub capacity: &'a dyn Fn(&Facility, ServiceId) -> Option<f64>,
    /// The load that was observed at a facility, which replaces the modelled one.
    pub observed: &'a dyn Fn(&Facility, ServiceId) -> Option<f64>,
}

/// All services of a study in all its units.
#[derive(Clone, Debug)]
pub struct Checkup {
    pub(super) definition: Arc<Definition>,
    pub(super) area: Arc<StudyArea>,
    /// The zone of each demand point.
    pub(super) zone: Arc<[u8]>,
    /// The zone of each unit.
    pub(super) zones: Arc<[Zone]>,
    pub(super) finder: Arc<UnitFinder>,
    /// Draws further circles for the same people on the same roads.
    pub(super) drawer: Arc<Mutex<CircleDrawer>>,
    pub(super) services: Vec<Option<Arc<ServiceCheckup>>>,
}

impl Checkup {
    /// Checks a study, and takes over what an earlier checkup found where the same is still true.
    ///
    /// A study that shares its roads, people and zones with the earlier one, as a scenario's does,
    /// keeps every circle of a facility that has not moved, and every service of which nothing has
    /// changed; the answer is to the bit the one without the earlier checkup.
    ///
    /// # Errors
    /// `argument.range` for terms or columns that do not fit the study.
    pub fn of(
        study: &JoinedStudy,
        definition: &Arc<Definition>,
        facts: &CheckupFacts<'_>,
        before: Option<&Checkup>,
    ) -> Result<Self> {
        let mut run = CheckupRun::new(study, definition, facts, before)?;
        run.step_until(|| false);
        Ok(run.finish())
    }

    /// How it was measured.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.definition
    }

    /// The facts it was made of.
    pub fn area(&self) -> &Arc<StudyArea> {
        &self.area
    }

    /// The zone of a demand point.
    pub fn zone(&self, point: usize) -> Zone {
        Zone::ALL[usize::from(self.zone[point]).min(2)]
    }

    /// A service, worked out; `None` = no terms, nobody counted, or no data of its facilities.
    pub fn service(&self, service: ServiceId) -> Option<&Arc<ServiceCheckup>> {
        self.services.get(service.index())?.as_ref()
    }

    /// The table of indicators. Shape: [service × unit × indicator]; NaN = no data.
    pub fn indicators(&self) -> Array3<f64> {
        let shape = [self.services.len(), self.area.units().len(), Indicator::ALL.len()];
        Array3::from_shape_fn(shape, |(service, unit, indicator)| {
            let service = self.services[service].as_ref();
            service.map_or(f64::NAN, |service| Indicator::ALL[indicator].of(service, unit))
        })
    }

    /// One indicator; NaN also for what is not in the table.
    pub fn indicator(&self, service: ServiceId, unit: UnitId, indicator: Indicator) -> f64 {
        let service = self.service(service).filter(|_| unit.index() < self.area.units().len());
        service.map_or(f64::NAN, |service| indicator.of(service, unit.index()))
    }
}
