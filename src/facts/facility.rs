//! Facilities: where a service is given, by whom it was named, and whether it is open.

use super::code::Code;
use super::service::ServiceId;
use crate::units::Position;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Position of a facility in its [`Facilities`]; opening another one does not change it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FacilityId(pub u32);

impl FacilityId {
    /// The position as an array index.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Whether a facility gives its services.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It does.
    Open,
    /// It does not any more.
    Closed,
    /// It will from a year on.
    Planned(u16),
}

/// Who says that a facility is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// The file that was read.
    File,
    /// A scenario.
    Scenario,
}

/// One place that gives one or more services.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Facility {
    /// Its stable code, unique in the study.
    pub code: Code,
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Where it is.
    pub at: Position,
    /// What it gives, in the catalogue's order and each once.
    pub services: Vec<ServiceId>,
    /// Whether it is open.
    pub state: State,
    /// Who says so.
    pub source: Source,
    /// Who runs it, where known.
    pub owner: Option<String>,
    /// The day it was last looked at, where known, as the source writes it.
    pub as_of: Option<String>,
    /// How much, how well, and what else is known.
    pub detail: FacilityDetail,
}

/// What a facility can do, and what else is known of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FacilityDetail {
    /// Capacity for each of its services, in the standard's units; shorter or `None`: not known.
    pub capacity: Vec<Option<f64>>,
    /// How good it is, from 0 to 1, where somebody says so.
    pub quality: Option<f64>,
    /// When it is open, as the source writes it.
    pub hours: Option<String>,
    /// Its address, or the code of it.
    pub address: Option<String>,
    /// The file or register it comes from.
    pub origin: Option<String>,
    /// What else is known.
    pub attributes: Vec<Attribute>,
    /// What was counted there.
    pub loads: Vec<Load>,
}

/// Anything else that somebody says of a facility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attribute {
    /// What it is about.
    pub key: String,
    /// What is said.
    pub value: String,
    /// The day of that, where known.
    pub as_of: Option<String>,
    /// Who says so, where known.
    pub source: Option<String>,
}

/// How much of a service was asked for in a period; it replaces the modelled load.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Load {
    /// The service.
    pub service: ServiceId,
    /// The period, as the source writes it: `2025`, `2025-06`; later ones sort after earlier ones.
    pub period: String,
    /// In the unit of the capacity.
    pub amount: f64,
    /// Who counted, where known.
    pub source: Option<String>,
}

impl Facility {
    /// Its capacity for a service; `None` where it is not known.
    pub fn capacity(&self, service: ServiceId) -> Option<f64> {
        let at = self.services.iter().position(|s| *s == service)?;
        self.detail.capacity.get(at).copied().flatten()
    }

    /// The load of a service that was counted last.
    pub fn observed_load(&self, service: ServiceId) -> Option<&Load> {
        let of_service = self.detail.loads.iter().filter(|l| l.service == service);
        of_service.max_by(|a, b| a.period.cmp(&b.period))
    }

    /// Whether it is open and gives the service.
    pub fn gives(&self, service: ServiceId) -> bool {
        self.state == State::Open && self.services.contains(&service)
    }
}

/// All facilities of a study, and for which services there is data at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facilities {
    /// Each shared: an edit of one facility copies that one.
    list: Vec<Arc<Facility>>,
    known: Vec<bool>,
}

impl Facilities {
    /// Facilities over a catalogue of `services` services; a service is known if one gives it.
    pub fn new(list: Vec<Facility>, services: usize) -> Self {
        let mut known = vec![false; services];
        for id in list.iter().flat_map(|f| &f.services) {
            if let Some(k) = known.get_mut(id.index()) {
                *k = true;
            }
        }
        Self { list: list.into_iter().map(Arc::new).collect(), known }
    }

    /// All of them, open and closed; a [`FacilityId`] is a position in it.
    pub fn all(&self) -> &[Arc<Facility>] {
        &self.list
    }

    /// One of them.
    pub fn get(&self, id: FacilityId) -> Option<&Facility> {
        self.list.get(id.index()).map(Arc::as_ref)
    }

    /// The facility of a code.
    pub fn find(&self, code: &str) -> Option<FacilityId> {
        self.list.iter().position(|f| f.code.as_str() == code).map(|i| FacilityId(i as u32))
    }

    /// Whether the study has data of a service; without it, "none in reach" would be a guess.
    pub fn is_known(&self, service: ServiceId) -> bool {
        self.known.get(service.index()).copied().unwrap_or(false)
    }

    /// The open facilities that give a service, in order.
    pub fn of(&self, service: ServiceId) -> impl Iterator<Item = (FacilityId, &Facility)> {
        self.list
            .iter()
            .enumerate()
            .filter(move |(_, f)| f.gives(service))
            .map(|(i, f)| (FacilityId(i as u32), f.as_ref()))
    }

    /// The open facilities by service, in order: one walk for all services.
    pub fn by_service(&self, services: usize) -> Vec<Vec<FacilityId>> {
        let mut open = vec![Vec::new(); services];
        let all = self.list.iter().enumerate().filter(|(_, f)| f.state == State::Open);
        for (i, facility) in all {
            for service in facility.services.iter().filter(|s| s.index() < services) {
                open[service.index()].push(FacilityId(i as u32));
            }
        }
        open
    }

    /// How many open facilities give a service; `None` without data.
    pub fn count(&self, service: ServiceId) -> Option<usize> {
        self.is_known(service).then(|| self.of(service).count())
    }

    pub(super) fn open(&mut self, facility: Facility) {
        for id in &facility.services {
            if let Some(k) = self.known.get_mut(id.index()) {
                *k = true;
            }
        }
        self.list.push(Arc::new(facility));
    }

    /// The facility, to change it; others that share it keep it as it was.
    pub(super) fn change(&mut self, id: FacilityId) -> Option<&mut Facility> {
        self.list.get_mut(id.index()).map(Arc::make_mut)
    }

    pub(super) fn close(&mut self, id: FacilityId) {
        if let Some(facility) = self.change(id) {
            facility.state = State::Closed;
        }
    }

    /// The facilities as they will be in a year: those planned up to then are open.
    #[must_use]
    pub fn in_year(&self, year: u16) -> Self {
        let mut then = self.clone();
        for facility in &mut then.list {
            if matches!(facility.state, State::Planned(from) if from <= year) {
                Arc::make_mut(facility).state = State::Open;
            }
        }
        then
    }

    /// Whether codes are unique and services are of a catalogue of so many.
    pub(super) fn is_consistent(&self, services: usize) -> bool {
        let mut codes: Vec<&str> = self.list.iter().map(|f| f.code.as_str()).collect();
        codes.sort_unstable();
        let is_amount = |v: &f64| v.is_finite() && *v >= 0.0;
        self.known.len() == services
            && codes.windows(2).all(|w| w[0] != w[1])
            && self.list.iter().all(|f| {
                let d = &f.detail;
                f.services.iter().all(|s| s.index() < services)
                    && d.capacity.iter().flatten().all(is_amount)
                    && d.quality.iter().all(|q| (0.0..=1.0).contains(q))
                    && d.loads.iter().all(|l| l.service.index() < services && is_amount(&l.amount))
            })
    }
}
