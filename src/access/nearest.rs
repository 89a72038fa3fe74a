//! The nearest facility of a service: its time from every demand point, or from one place.

use super::joined::JoinedStudy;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{FacilityId, ServiceId};
use crate::network::ModeProfile;
use crate::reach::unreached::WHENEVER;
use crate::reach::{Ends, Unreached, Wave};
use crate::units::{Direction, LngLat, Millis};

/// Beyond an hour nobody is said to reach a service of daily life.
pub const LONGEST: Millis = Millis(60 * 60 * 1000);

/// How far every demand point is from the nearest open facility of a service.
#[derive(Debug)]
pub struct FacilityTimes {
    /// Time of each demand point; `NEVER` if not reached within [`LONGEST`].
    pub times: Vec<Millis>,
    /// The wave they were read off.
    pub wave: Wave,
}

impl FacilityTimes {
    /// One search for all: residents travel to the nearest facility.
    ///
    /// # Errors
    /// `study.noData` if the study knows no facility of the service, `network.mode`.
    pub fn of(study: &JoinedStudy, service: ServiceId, profile: &ModeProfile) -> Result<Self> {
        let wave = Self::wave(study, service, profile)?;
        let residents = study.residents(profile)?;
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

    /// The search alone, for pictures: no demand point is joined for it.
    ///
    /// # Errors
    /// Those of [`FacilityTimes::of`].
    pub fn wave(study: &JoinedStudy, service: ServiceId, profile: &ModeProfile) -> Result<Wave> {
        require_data(study, service)?;
        let roads = study.layers().roads_of(profile)?;
        let facilities = study.facility_links(&roads, service);
        let sources: Vec<_> = facilities.iter().map(|(_, link)| *link).collect();
        let mut wave = Wave::new(&roads, Direction::To);
        wave.run(&sources, LONGEST);
        Ok(wave)
    }
}

/// The answer for one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NearestFacility {
    /// The facility and the time to it.
    Reached(FacilityId, Millis),
    /// None, and why.
    NotReached(Unreached),
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
            Err(reason) => return Ok(Self::NotReached(reason.into())),
        };
        let facilities = study.facility_links(&roads, service);
        let ends = Ends::of(&roads, facilities.iter().map(|(_, l)| Some(l)), false);
        let mut wave = Wave::new(&roads, Direction::From);
        let mut nearest = |cutoff| {
            wave.run(&[link], cutoff);
            let times = facilities
                .iter()
                .enumerate()
                .map(|(i, (id, link))| (wave.time_at(link, ends.of_place(i)), *id));
            times.min().filter(|(time, _)| *time != Millis::NEVER)
        };
        Ok(match nearest(LONGEST) {
            Some((time, id)) => Self::Reached(id, time),
            None if nearest(WHENEVER).is_some() => Self::NotReached(Unreached::BeyondCutoff),
            None => Self::NotReached(Unreached::Island),
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
