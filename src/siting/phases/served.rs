//! Whom the facilities that are there in each phase serve.

use crate::access::CircleDrawer;
use crate::access::nearest::LONGEST;
use crate::facts::StudyArea;
use crate::siting::kept::Kept;
use crate::siting::people_asked::PeopleAsked;
use crate::siting::question::SiteQuestion;

/// Whom the facilities of each phase serve.
#[derive(Debug)]
pub(in crate::siting) struct ServedByPhase {
    /// By phase and demand point.
    pub(in crate::siting) served: Vec<Vec<bool>>,
    /// People, by phase.
    pub(super) people: Vec<f64>,
}

impl ServedByPhase {
    pub(in crate::siting) fn of(
        area: &StudyArea,
        question: &SiteQuestion,
        people: &PeopleAsked,
        drawer: &mut CircleDrawer,
    ) -> Self {
        let mut found = Self { served: Vec::new(), people: Vec::new() };
        for phase in &question.phases {
            let year = SiteQuestion { year: Some(phase.year), ..question.clone() };
            let places = Kept::of(area, &year).places();
            let times = drawer.nearest(&places, question.reach.modes, LONGEST);
            let limit = |zone: &u8| question.reach.limits[usize::from(*zone)];
            let served: Vec<bool> = times
                .iter()
                .zip(people.zone.iter())
                .map(|(time, zone)| time.within(limit(zone)))
                .collect();
            let weights = served.iter().zip(&people.weight).filter(|(is, _)| **is);
            found.people.push(weights.fold(0.0, |sum, (_, weight)| sum + weight));
            found.served.push(served);
        }
        found
    }

    /// The same by the rows of a problem: the demand points they stand for.
    pub(in crate::siting) fn by_rows(mut self, points: &[u32]) -> Self {
        for served in &mut self.served {
            *served = points.iter().map(|&p| served[p as usize]).collect();
        }
        self
    }
}
