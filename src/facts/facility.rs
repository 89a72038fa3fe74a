//! Facilities: where a service is given, by whom it was named, and whether it is open.

use super::code::Code;
use super::service::ServiceId;
use crate::units::Position;
use serde::{Deserialize, Serialize};

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
    /// A scenario closed it.
    Closed,
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
}

impl Facility {
    /// Whether it is open and gives the service.
    pub fn gives(&self, service: ServiceId) -> bool {
        self.state == State::Open && self.services.contains(&service)
    }
}

/// All facilities of a study, and for which services there is data at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facilities {
    list: Vec<Facility>,
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
        Self { list, known }
    }

    /// All of them, open and closed; a [`FacilityId`] is a position in it.
    pub fn all(&self) -> &[Facility] {
        &self.list
    }

    /// One of them.
    pub fn get(&self, id: FacilityId) -> Option<&Facility> {
        self.list.get(id.index())
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
            .map(|(i, f)| (FacilityId(i as u32), f))
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
        self.list.push(facility);
    }

    pub(super) fn close(&mut self, id: FacilityId) {
        if let Some(facility) = self.list.get_mut(id.index()) {
            facility.state = State::Closed;
        }
    }

    /// Whether codes are unique and services are of a catalogue of so many.
    pub(super) fn is_consistent(&self, services: usize) -> bool {
        let mut codes: Vec<&str> = self.list.iter().map(|f| f.code.as_str()).collect();
        codes.sort_unstable();
        self.known.len() == services
            && codes.windows(2).all(|w| w[0] != w[1])
            && self.list.iter().flat_map(|f| &f.services).all(|s| s.index() < services)
    }
}
