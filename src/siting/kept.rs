//! The facilities of a service as a siting question takes them: those that stay, those that may go.

use super::question::SiteQuestion;
use crate::facts::{Facility, FacilityId, State, StudyArea};
use crate::units::Position;

/// Facilities that are there when the sites are chosen.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    /// Those that stay open whatever is chosen, in their order.
    pub(super) stay: Vec<(FacilityId, Position)>,
    /// Where those are that may be closed, in the question's order.
    closable: Vec<Position>,
}

impl Kept {
    /// Open facilities of the service, and those planned up to the question's year.
    pub(super) fn of(area: &StudyArea, question: &SiteQuestion) -> Self {
        let is_there = |f: &Facility| match f.state {
            State::Open => true,
            State::Planned(year) => question.year.is_some_and(|y| year <= y),
            State::Closed => false,
        };
        let facilities = area.facilities();
        let stay = facilities
            .all()
            .iter()
            .enumerate()
            .filter(|(_, f)| is_there(f) && f.services.contains(&question.service))
            .map(|(i, f)| (FacilityId(i as u32), f.at))
            .filter(|(id, _)| question.closable.iter().all(|c| c.facility != *id));
        let closable = question.closable.iter();
        Self {
            stay: stay.collect(),
            closable: closable.filter_map(|c| Some(facilities.get(c.facility)?.at)).collect(),
        }
    }

    /// Where those are that stay.
    pub(super) fn places(&self) -> Vec<Position> {
        self.stay.iter().map(|(_, at)| *at).collect()
    }

    /// Where the service is given today: what stays, then what may be closed.
    pub(super) fn today(&self) -> Vec<Position> {
        self.places().into_iter().chain(self.closable.iter().copied()).collect()
    }
}
