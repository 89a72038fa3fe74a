//! A study area joined to its roads; what was computed for unchanged facts is kept.

use super::residents::Residents;
use crate::error::Result;
use crate::facts::{FacilityId, ServiceId, StudyArea};
use crate::network::{Link, ModeProfile, ModeRoads, RoadLayers};
use std::sync::{Arc, Mutex, PoisonError};

/// How many mode profiles' residents are kept: the three defaults and a few edited ones.
const KEPT: usize = 5;

/// A study area, its travel layers and its residents, derived when first asked for.
#[derive(Debug)]
pub struct JoinedStudy {
    area: Arc<StudyArea>,
    layers: Arc<RoadLayers>,
    residents: Arc<Mutex<Vec<Arc<Residents>>>>,
}

impl JoinedStudy {
    /// Joins nothing yet.
    pub fn new(area: StudyArea) -> Self {
        let layers = Arc::new(RoadLayers::new(Arc::clone(area.network())));
        Self { area: Arc::new(area), layers, residents: Arc::default() }
    }

    /// A study on another area, which keeps what rests on facts that both share.
    #[must_use]
    pub fn with_area(&self, area: StudyArea) -> Self {
        if !Arc::ptr_eq(area.network(), self.area.network()) {
            return Self::new(area);
        }
        let same_people = Arc::ptr_eq(area.demand(), self.area.demand());
        let residents = if same_people { Arc::clone(&self.residents) } else { Arc::default() };
        Self { area: Arc::new(area), layers: Arc::clone(&self.layers), residents }
    }

    /// The facts.
    pub fn area(&self) -> &Arc<StudyArea> {
        &self.area
    }

    /// The travel layers.
    pub fn layers(&self) -> &Arc<RoadLayers> {
        &self.layers
    }

    /// The residents as a mode profile's roads see them.
    ///
    /// # Errors
    /// `network.mode` if no road is open to the mode.
    pub fn residents(&self, profile: &ModeProfile) -> Result<Arc<Residents>> {
        let mut kept = self.residents.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = kept.iter().find(|r| r.roads().graph.profile() == profile) {
            return Ok(Arc::clone(known));
        }
        let joined = Arc::new(Residents::join(&self.layers.roads_of(profile)?, self.area.demand()));
        if kept.len() == KEPT {
            kept.remove(0);
        }
        kept.push(Arc::clone(&joined));
        Ok(joined)
    }

    /// The open facilities of a service that are joined to the roads of a mode.
    pub fn facility_links(&self, roads: &ModeRoads, service: ServiceId) -> Vec<(FacilityId, Link)> {
        let open = self.area.facilities().of(service);
        open.filter_map(|(id, f)| Some((id, roads.link(f.at.to_lng_lat()).ok()?))).collect()
    }
}
