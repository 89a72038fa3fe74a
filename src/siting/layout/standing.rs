//! A layout as it stands: the facilities after some edits, and the checkup that measures them.

use super::question::{LayoutQuestion, LayoutWeights};
use crate::access::JoinedStudy;
use crate::checkup::{Checkup, CheckupRun, Indicator, Provider, ServiceCheckup, StudyQuestion};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Edit, FacilityId, Scenario, ServiceId, StudyArea, UnitId};
use std::sync::Arc;

/// What a checkup says of a layout in all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measures {
    /// People of the target group.
    pub people: f64,
    /// … who have enough facilities in reach.
    pub in_reach: f64,
    /// People of the base.
    pub base: f64,
    /// `Σ b_i·min(1, A_i/norm)`: people whose norm is met; NaN = no norm, or a capacity
    /// is unknown.
    pub met: f64,
    /// 饱和度 that people meet on average; NaN = unknown.
    pub saturation: f64,
    /// Mean minutes to the nearest facility of those with one in reach; NaN = nobody has.
    pub minutes: f64,
    /// Open facilities.
    pub facilities: usize,
    /// Their capacity; NaN = some of it is unknown.
    pub capacity: f64,
}

impl Measures {
    pub(super) fn of(checkup: &Checkup, service: ServiceId) -> Option<Self> {
        let found = checkup.service(service)?;
        // The whole is the last of the units.
        let whole = checkup.area().units().len().checked_sub(1)?;
        let value = |indicator| checkup.indicator(service, UnitId(whole as u32), indicator);
        let sums = &found.sums;
        // A facility of unknown capacity would, by closing, make known what people around it lack.
        let capacity: f64 = found.providers.iter().map(|p| p.capacity).sum();
        let is_known = sums.known[whole] > 0.0 && !capacity.is_nan();
        Some(Self {
            people: sums.people[whole],
            in_reach: sums.reachable[whole],
            base: sums.base[whole],
            met: if is_known { sums.capped[whole] } else { f64::NAN },
            saturation: value(Indicator::Saturation),
            minutes: value(Indicator::Minutes),
            facilities: found.providers.len(),
            capacity,
        })
    }

    /// What the layout is worth more than another by the formula of [`LayoutWeights`]; 保障度 counts
    /// where both are known, for that it becomes known does nobody any good.
    pub fn gain_over(&self, other: &Self, weights: &LayoutWeights) -> f64 {
        let met = self.met - other.met;
        weights.in_reach * (self.in_reach - other.in_reach)
            + weights.met * if met.is_nan() { 0.0 } else { met }
            - weights.facility * (self.facilities as f64 - other.facilities as f64)
    }
}

/// A layout with its checkup.
#[derive(Debug)]
pub(super) struct Standing {
    study: JoinedStudy,
    asked: StudyQuestion,
    service: ServiceId,
    pub(super) checkup: Checkup,
    pub(super) measures: Measures,
    weights: LayoutWeights,
}

impl Standing {
    /// The question to a study, and its checkup from nothing.
    pub(super) fn begin(
        study: &JoinedStudy,
        question: &LayoutQuestion,
    ) -> Result<(StudyQuestion, CheckupRun)> {
        let settings = question.settings.clone();
        let asked = StudyQuestion::new(study.area(), settings, None).about(question.service);
        let run = asked.begin(study, None)?;
        Ok((asked, run))
    }

    /// A layout whose checkup is done.
    ///
    /// # Errors
    /// `study.noData` if nothing is known of the service.
    pub(super) fn of(
        study: JoinedStudy,
        asked: StudyQuestion,
        checkup: Checkup,
        question: &LayoutQuestion,
    ) -> Result<Self> {
        let service = question.service;
        let measures = Measures::of(&checkup, service).ok_or_else(|| {
            let services = study.area().catalogue().services();
            let code = services.get(service.index()).map_or("?", |s| s.code.as_str());
            Error::new(ErrorCode::StudyNoData, format!("no checkup of {code}"))
        })?;
        Ok(Self { study, asked, service, checkup, measures, weights: question.weights })
    }

    /// The layout after further edits: its checkup goes on from this one.
    pub(super) fn after(&self, edits: &[Edit], question: &LayoutQuestion) -> Result<Self> {
        let scenario = Scenario { edits: edits.to_vec() };
        let study = self.study.with_area(scenario.apply(self.area())?);
        let settings = question.settings.clone();
        let asked = StudyQuestion::new(study.area(), settings, Some(&self.asked));
        let checkup = asked.answer(&study, Some(&self.checkup))?;
        Self::of(study, asked, checkup, question)
    }

    pub(super) fn study(&self) -> &JoinedStudy {
        &self.study
    }

    pub(super) fn area(&self) -> &Arc<StudyArea> {
        self.study.area()
    }

    /// What the layout is worth more than another.
    pub(super) fn gain_over(&self, other: &Self) -> f64 {
        self.measures.gain_over(&other.measures, &self.weights)
    }

    pub(super) fn service(&self) -> Option<&Arc<ServiceCheckup>> {
        self.checkup.service(self.service)
    }

    pub(super) fn providers(&self) -> &[Provider] {
        self.service().map_or(&[], |s| &s.providers)
    }

    /// An open facility and its position among the providers, which are in order of their ids.
    pub(super) fn find(&self, id: FacilityId) -> Option<(usize, &Provider)> {
        let providers = self.providers();
        let at = providers.binary_search_by_key(&id, |p| p.id).ok()?;
        Some((at, &providers[at]))
    }

    pub(super) fn provider(&self, id: FacilityId) -> Option<&Provider> {
        self.find(id).map(|(_, provider)| provider)
    }
}
