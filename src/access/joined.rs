//! A study area joined to its roads; what was computed for unchanged facts is kept.

use super::residents::Residents;
use crate::error::Result;
use crate::facts::{DemandPoints, FacilityId, ServiceId, StudyArea};
use crate::network::{Link, ModeProfile, ModeRoads, RoadLayers, RoadNetwork};
use crate::reach::hierarchy::{Hierarchies, Hierarchy};
use crate::units::TravelMode;
use std::sync::{Arc, Mutex, PoisonError};

/// How many mode profiles' residents are kept: the three defaults and a few edited ones.
const KEPT: usize = 5;
/// How many edited networks are kept beside the first: the present one, and the one before an edit
/// or after an undo.
const EDITED_KEPT: usize = 2;

/// A study area, its travel layers and its residents, derived when first asked for.
#[derive(Debug)]
pub struct JoinedStudy {
    area: Arc<StudyArea>,
    joined: Arc<JoinedRoads>,
    /// What was derived so far for studies made from one another, the first one's first.
    known: Arc<Mutex<Vec<Arc<JoinedRoads>>>>,
    /// Likewise.
    hierarchies: Arc<Mutex<Hierarchies>>,
}

/// What rests on roads and people alone.
#[derive(Debug)]
struct JoinedRoads {
    layers: Arc<RoadLayers>,
    demand: Arc<DemandPoints>,
    residents: Mutex<Vec<Arc<Residents>>>,
}

impl JoinedRoads {
    fn new(layers: Arc<RoadLayers>, area: &StudyArea) -> Arc<Self> {
        Arc::new(Self { layers, demand: Arc::clone(area.demand()), residents: Mutex::default() })
    }

    /// Whether its roads are the same, or were edited in the same way.
    fn is_on(&self, network: &Arc<RoadNetwork>) -> bool {
        let own = self.layers.network();
        Arc::ptr_eq(own, network)
            || (own.is_of_the_same_file(network) && own.edits() == network.edits())
    }
}

impl JoinedStudy {
    /// Joins nothing yet.
    pub fn new(area: StudyArea) -> Self {
        let layers = RoadLayers::new(Arc::clone(area.network()));
        Self::on(area, layers)
    }

    /// The study with what takes long to find out about its roads, in its sealed binary form: the
    /// order of every mode's hierarchy is made if it is not known.
    ///
    /// # Errors
    /// `study.format` if a document has no binary form.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        for mode in TravelMode::ALL {
            self.layers().order(mode);
        }
        self.area.to_bytes_with(self.layers())
    }

    /// Opens what [`JoinedStudy::to_bytes`] or [`StudyArea::to_bytes`] wrote.
    ///
    /// # Errors
    /// `study.format` for foreign, truncated or changed bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        let (area, layers) = StudyArea::from_bytes_with(bytes)?;
        Ok(Self::on(area, layers))
    }

    fn on(area: StudyArea, layers: RoadLayers) -> Self {
        let joined = JoinedRoads::new(Arc::new(layers), &area);
        let known = Arc::new(Mutex::new(vec![Arc::clone(&joined)]));
        Self { area: Arc::new(area), joined, known, hierarchies: Arc::default() }
    }

    /// A study on another area, which keeps what rests on facts that both share; so do two studies
    /// whose roads were edited in the same way.
    #[must_use]
    pub fn with_area(&self, area: StudyArea) -> Self {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let (network, demand) = (area.network(), area.demand());
        let is_of = |j: &Arc<JoinedRoads>| j.is_on(network) && Arc::ptr_eq(&j.demand, demand);
        let found = known.iter().position(is_of);
        let joined = match found {
            Some(at) => Arc::clone(&known[at]),
            None if !self.area.network().is_of_the_same_file(network) => {
                drop(known);
                return Self::new(area);
            }
            None => {
                // Other people live along the same roads.
                let same_roads = known.iter().find(|j| j.is_on(network));
                let layers = match same_roads {
                    Some(joined) => Arc::clone(&joined.layers),
                    None => Arc::new(self.joined.layers.beside(Arc::clone(network))),
                };
                let joined = JoinedRoads::new(layers, &area);
                if known.len() > EDITED_KEPT {
                    known.remove(1);
                }
                known.push(Arc::clone(&joined));
                joined
            }
        };
        drop(known);
        let (known, hierarchies) = (Arc::clone(&self.known), Arc::clone(&self.hierarchies));
        Self { area: Arc::new(area), joined, known, hierarchies }
    }

    /// The facts.
    pub fn area(&self) -> &Arc<StudyArea> {
        &self.area
    }

    /// The travel layers.
    pub fn layers(&self) -> &Arc<RoadLayers> {
        &self.joined.layers
    }

    /// The hierarchy of a mode profile's roads, made or re-weighted if it is not ready; `None` for
    /// roads that have none.
    ///
    /// # Errors
    /// `network.mode` if no road is open to the mode.
    pub fn hierarchy(&self, profile: &ModeProfile) -> Result<Option<Arc<Hierarchy>>> {
        let mut kept = self.hierarchies.lock().unwrap_or_else(PoisonError::into_inner);
        kept.prepare(self.layers(), profile)
    }

    /// The residents as a mode profile's roads see them.
    ///
    /// # Errors
    /// `network.mode` if no road is open to the mode.
    pub fn residents(&self, profile: &ModeProfile) -> Result<Arc<Residents>> {
        let mut kept = self.joined.residents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.iter().find(|r| r.roads().graph.profile() == profile) {
            return Ok(Arc::clone(known));
        }
        let roads = self.layers().roads_of(profile)?;
        let demand = self.area.demand();
        let joined = match self.before_edits(profile) {
            Some(before) => before.rejoin(&roads, demand),
            None => Residents::join(&roads, demand),
        };
        let joined = Arc::new(joined);
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&joined));
        Ok(joined)
    }

    /// The same residents on the roads of the file, if these are other ones and those are known.
    fn before_edits(&self, profile: &ModeProfile) -> Option<Arc<Residents>> {
        let first = {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            known.first().map(Arc::clone)?
        };
        if Arc::ptr_eq(&first, &self.joined) || !Arc::ptr_eq(&first.demand, self.area.demand()) {
            return None;
        }
        let kept = first.residents.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|r| r.roads().graph.profile() == profile).map(Arc::clone)
    }

    /// The open facilities of a service that are joined to the roads of a mode.
    pub fn facility_links(&self, roads: &ModeRoads, service: ServiceId) -> Vec<(FacilityId, Link)> {
        let open = self.area.facilities().of(service);
        open.filter_map(|(id, f)| Some((id, roads.link(f.at.to_lng_lat()).ok()?))).collect()
    }
}
