//! What a checkup asks of a study, told from its facts: terms, zones, people and capacities.

use super::area_checkup::{Checkup, CheckupFacts};
use super::checkup_run::CheckupRun;
use super::service_checkup::ServicePeople;
use super::terms::{Definition, ServiceTerms};
use crate::access::{Huff, JoinedStudy, Method};
use crate::error::Result;
use crate::facts::group::TOTAL;
use crate::facts::{
    Facility, NormBase, Service, ServiceId, StandardRow, StudyArea, Trust, UnitId, Zone,
};
use crate::network::ModeProfile;
use crate::units::TravelMode;
use std::sync::Arc;

/// How a study is to be checked up, beside what its standard says.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckupSettings {
    /// Walking, cycling and driving.
    pub profiles: [ModeProfile; 3],
    /// How capacity is handed out.
    pub method: Method,
    /// How people choose.
    pub huff: Huff,
    /// Everybody travels like this; `None`: by the zone, as the standard says.
    pub mode: Option<TravelMode>,
    /// Everything is asked for within so many minutes; `None`: as the standard says.
    pub minutes: Option<f64>,
    /// Where nobody counted a group or a capacity, take the product's assumption: a share of the
    /// residents, the standard's minimum scale. What rests on that is labelled 假定.
    pub assume: bool,
}

impl Default for CheckupSettings {
    fn default() -> Self {
        Self {
            profiles: TravelMode::ALL.map(ModeProfile::of),
            method: Method::default(),
            huff: Huff::default(),
            mode: None,
            minutes: None,
            assume: true,
        }
    }
}

/// A checkup's question to one study area.
#[derive(Clone, Debug)]
pub struct StudyQuestion {
    area: Arc<StudyArea>,
    settings: CheckupSettings,
    definition: Arc<Definition>,
    zones: Arc<[Zone]>,
    people: Arc<[Option<ServicePeople>]>,
    group_assumed: Arc<[Option<Trust>]>,
}

impl StudyQuestion {
    /// Asks everything that the area's standard says; of an earlier question it takes over what
    /// rests on facts that both share.
    pub fn new(
        area: &Arc<StudyArea>,
        settings: CheckupSettings,
        before: Option<&StudyQuestion>,
    ) -> Self {
        let same_rows = |b: &&StudyQuestion| {
            b.settings == settings
                && Arc::ptr_eq(b.area.standard(), area.standard())
                && Arc::ptr_eq(b.area.catalogue(), area.catalogue())
        };
        let same_places = |b: &&StudyQuestion| {
            Arc::ptr_eq(b.area.demand(), area.demand()) && Arc::ptr_eq(b.area.units(), area.units())
        };
        let before = before.filter(same_rows);
        let definition = match before {
            Some(before) => Arc::clone(&before.definition),
            None => Arc::new(definition(area, &settings)),
        };
        let (zones, people, group_assumed) = if let Some(b) = before.filter(same_places) {
            (Arc::clone(&b.zones), Arc::clone(&b.people), Arc::clone(&b.group_assumed))
        } else {
            let counted = everybody(area, settings.assume);
            let (people, assumed): (Vec<_>, Vec<_>) = counted.into_iter().unzip();
            (zones(area), people.into(), assumed.into())
        };
        let area = Arc::clone(area);
        Self { area, settings, definition, zones, people, group_assumed }
    }

    /// The same question about one service alone.
    #[must_use]
    pub fn about(self, service: ServiceId) -> Self {
        let mut definition = Definition::clone(&self.definition);
        for (i, terms) in definition.terms.iter_mut().enumerate() {
            if i != service.index() {
                *terms = None;
            }
        }
        Self { definition: Arc::new(definition), ..self }
    }

    /// The area that is asked.
    pub fn area(&self) -> &Arc<StudyArea> {
        &self.area
    }

    /// How it is asked.
    pub fn settings(&self) -> &CheckupSettings {
        &self.settings
    }

    /// The terms, in the order of the catalogue.
    pub fn definition(&self) -> &Arc<Definition> {
        &self.definition
    }

    /// The zone of every unit; a unit that nothing tells of counts as 城镇化, the strictest.
    pub fn zones(&self) -> &[Zone] {
        &self.zones
    }

    /// How far to trust the number of people who need a service if nobody counted them.
    pub fn group_assumed(&self, service: ServiceId) -> Option<Trust> {
        self.group_assumed.get(service.index()).copied().flatten()
    }

    /// The standard's row of a service.
    pub fn row(&self, service: ServiceId) -> Option<&StandardRow> {
        let service = self.area.catalogue().services().get(service.index())?;
        self.area.standard().row(&service.code)
    }

    /// Begins the checkup; `study` is the area joined to its roads.
    ///
    /// # Errors
    /// `argument.range` for terms that the standard or the settings put out of range.
    pub fn begin(&self, study: &JoinedStudy, before: Option<&Checkup>) -> Result<CheckupRun> {
        let observed =
            |facility: &Facility, service| facility.observed_load(service).map(|load| load.amount);
        let facts = CheckupFacts {
            zones: &self.zones,
            people: &self.people,
            capacity: &|facility: &Facility, service| facility.capacity(service),
            observed: &observed,
        };
        CheckupRun::new(study, &self.definition, &facts, before)
    }

    /// The checkup, worked out in one go.
    ///
    /// # Errors
    /// As [`StudyQuestion::begin`].
    pub fn answer(&self, study: &JoinedStudy, before: Option<&Checkup>) -> Result<Checkup> {
        let mut run = self.begin(study, before)?;
        run.step_until(|| false);
        Ok(run.finish())
    }
}

fn zones(area: &StudyArea) -> Arc<[Zone]> {
    let units = area.units();
    let zone = |i| units.zone(UnitId(i as u32)).unwrap_or(Zone::Urban);
    (0..units.len()).map(zone).collect()
}

fn definition(area: &StudyArea, settings: &CheckupSettings) -> Definition {
    let services = area.catalogue().services().iter();
    let terms = services.map(|s| area.standard().row(&s.code).map(|row| terms(row, settings)));
    Definition {
        terms: terms.collect(),
        profiles: settings.profiles.clone(),
        method: settings.method,
        huff: settings.huff,
    }
}

/// What a row of the standard says, in the checkup's numbers.
fn terms(row: &StandardRow, settings: &CheckupSettings) -> ServiceTerms {
    ServiceTerms {
        minutes: row.minutes.each().map(|minutes| settings.minutes.unwrap_or(*minutes)),
        modes: row.mode.each().map(|mode| settings.mode.unwrap_or(*mode)),
        k: row.k.each().map(|k| u32::from(*k)),
        norm: Some(row.norm_per_person(false)).filter(|norm| *norm > 0.0),
        norm_new: row.norm_new.map(|_| row.norm_per_person(true)),
        rate: row.rate.map(|_| row.rate_per_person(false)),
        assumed: Zone::ALL.map(|z| row.assumed_capacity(z).filter(|_| settings.assume)),
        base_total: row.base == NormBase::Total,
        rigid: row.rigid,
    }
}

/// A group's people by demand point, and how far to trust that if it is assumed.
type Column = (Arc<[f64]>, Option<Trust>);

/// Who needs each service, and how far to trust that if it is assumed.
fn everybody(area: &StudyArea, assume: bool) -> Vec<(Option<ServicePeople>, Option<Trust>)> {
    let demand = area.demand();
    // Services share the columns of their groups.
    let mut known: Vec<(&str, Option<Column>)> = Vec::new();
    let mut group = |code| {
        if let Some((_, people)) = known.iter().find(|(known, _)| *known == code) {
            return people.clone();
        }
        let found = demand.of_group(code, assume).map(|g| (Arc::from(g.people), g.assumed));
        known.push((code, found.clone()));
        found
    };
    let of_service = |(i, service): (usize, &Service)| {
        let Some(row) = area.standard().row(&service.code) else { return (None, None) };
        let (Some((people, assumed)), Some((all, _))) = (group(&row.group), group(TOTAL)) else {
            return (None, None);
        };
        let base = match row.base {
            NormBase::Total => all,
            NormBase::Group if people.iter().any(|p| p.is_nan()) => {
                people.iter().map(|p| if p.is_nan() { 0.0 } else { *p }).collect()
            }
            NormBase::Group => Arc::clone(&people),
        };
        let service = ServiceId(i as u16);
        let base = if demand.factors().all().iter().any(|(_, of, _)| *of == service) {
            let factors = demand.factors().of_service(service, area.units());
            let points = base.iter().zip(demand.unit());
            points.map(|(people, unit)| people * factors[unit.index()]).collect()
        } else {
            base
        };
        (Some(ServicePeople { people, base }), assumed)
    };
    area.catalogue().services().iter().enumerate().map(of_service).collect()
}
