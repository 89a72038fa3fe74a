//! The nearest facility of a service: its time from every demand point, or from one place.

use super::joined::JoinedStudy;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{FacilityId, ServiceId};
use crate::network::{ModeProfile, RoadIndex, Unlinked};
use crate::reach::{Ends, Wave};
use crate::units::{Direction, LngLat, Millis};

/// Beyond an hour nobody is said to reach a service of daily life.
pub const LONGEST: Millis = Millis(60 * 60 * 1000);

/// How far every demand point is from the nearest open facility of a service.
#[derive(Debug)]
pub struct FacilityTimes {
    /// Time of each demand point; `NEVER` if not reached within [`LONGEST`].
    pub times: Vec<Millis>,
    /// The wave they were read off, for pictures.
    pub wave: Wave,
}

impl FacilityTimes {
    /// One search for all: residents travel to the nearest facility.
    ///
    /// # Errors
    /// `study.noData` if the study knows no facility of the service, `network.mode`.
    pub fn of(study: &JoinedStudy, service: ServiceId, profile: &ModeProfile) -> Result<Self> {
        require_data(study, service)?;
        let residents = study.residents(profile)?;
        let facilities = study.facility_links(residents.roads(), service);
        let sources: Vec<_> = facilities.iter().map(|(_, link)| *link).collect();
        let mut wave = Wave::new(residents.roads(), Direction::To);
        wave.run(&sources, LONGEST);
        let times = residents
            .links()
            .iter()
            .enumerate()
            .map(|(point, link)| match link {
                Ok(link) => wave.time_at(link, residents.departures().of_place(point)),
                Err(_) => Millis::NEVER,
            })
            .collect();
        Ok(Self { times, wave })
    }
}

/// Why no facility is reached from a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotReached {
    /// The place is not joined to the roads.
    Unlinked(Unlinked),
    /// Its roads are an island without such a facility.
    Island,
    /// The nearest is beyond the cut-off.
    BeyondCutoff,
}

/// The answer for one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearestFacility {
    /// The facility and the time to it.
    Reached(FacilityId, Millis),
    /// None, and why.
    NotReached(NotReached),
}

impl NearestFacility {
    /// The nearest open facility of a service for somebody at a place.
    ///
    /// # Errors
    /// `study.noData`, `network.mode`.
    pub fn from(
        study: &JoinedStudy,
        at: LngLat,
        service: ServiceId,
        profile: &ModeProfile,
    ) -> Result<Self> {
        require_data(study, service)?;
        let roads = study.layers().roads_of(profile)?;
        let link = match roads.link(at) {
            Ok(link) => link,
            Err(reason) => return Ok(Self::NotReached(NotReached::Unlinked(reason))),
        };
        let facilities = study.facility_links(&roads, service);
        let ends = Ends::of(&roads, facilities.iter().map(|(_, l)| Some(l)), false);
        let mut wave = Wave::new(&roads, Direction::From);
        wave.run(&[link], LONGEST);
        let nearest = facilities
            .iter()
            .enumerate()
            .map(|(i, (id, link))| (wave.time_at(link, ends.of_place(i)), *id))
            .min();
        Ok(match nearest {
            Some((time, id)) if time != Millis::NEVER => Self::Reached(id, time),
            _ if RoadIndex::is_island(&roads.graph, &link) => Self::NotReached(NotReached::Island),
            _ => {
                let component = roads.graph.components().of_road(link.road);
                let shares = |l: &crate::network::Link| {
                    roads.graph.components().of_road(l.road) == component
                };
                let is_cut_off = !facilities.iter().any(|(_, l)| shares(l));
                Self::NotReached(if is_cut_off {
                    NotReached::Island
                } else {
                    NotReached::BeyondCutoff
                })
            }
        })
    }
}

fn require_data(study: &JoinedStudy, service: ServiceId) -> Result<()> {
    if study.area().facilities().is_known(service) {
        return Ok(());
    }
    let code = study.area().catalogue().services().get(service.index()).map(|s| s.code.as_str());
    Err(Error::new(ErrorCode::StudyNoData, format!("no facility of {}", code.unwrap_or("?"))))
}
