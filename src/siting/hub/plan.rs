//! A plan of sites that give several services: what each adds for which service, and at what cost.

use super::question::HubQuestion;
use crate::error::Result;
use crate::facts::scenario::Opening;
use crate::facts::{Code, Edit, Resizing, Scenario, StudyArea, UnitId};
use crate::siting::candidates::Ruled;
use crate::siting::{Candidate, Origin, SitingResult};

/// What one site adds, given those before it.
#[derive(Clone, Debug, PartialEq)]
pub struct HubSite {
    /// The candidate.
    pub candidate: Candidate,
    /// People, by their groups' weights, whom it newly serves with each service.
    pub newly_served: Vec<f64>,
    /// The same in one sum, each service by its weight.
    pub gain: f64,
    /// `gain − worth · cost`, where a worth was given.
    pub net: Option<f64>,
    /// The same people as in `gain` by smallest unit, most first.
    pub by_unit: Vec<(UnitId, f64)>,
    /// By service, mean minutes of those newly served to the nearest that serves it, before and with
    /// the site; `None` where all of them reached none within an hour.
    pub minutes: Vec<Option<[f64; 2]>>,
}

/// Who is served with one service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HubTotals {
    /// All who count.
    pub people: f64,
    /// Within their time of a facility today.
    pub served_today: f64,
    /// With the plan.
    pub served: f64,
}

/// A plan of sites that give several services.
#[derive(Clone, Debug)]
pub struct HubPlan {
    /// The question it answers.
    pub question: HubQuestion,
    /// Sites in the order in which they add most.
    pub sites: Vec<HubSite>,
    /// By service, in the question's order.
    pub services: Vec<HubTotals>,
    /// Objective, bound and gap; its sites are candidates by number.
    pub result: SitingResult,
    /// What the sites cost, in 10,000 yuan.
    pub cost: f64,
    /// How many candidates there were.
    pub candidates: usize,
    /// Metres that junctions are from other candidates.
    pub spacing: f64,
    /// Places that are no candidates, and why.
    pub ruled: Ruled,
}

impl HubPlan {
    /// The plan as edits of the study it was made for: every site is opened with all services.
    ///
    /// # Errors
    /// None for a study that the plan was made for.
    pub fn to_scenario(&self, area: &StudyArea) -> Result<Scenario> {
        let year = self.question.shared.year;
        let mut edits: Vec<Edit> = year.map(Edit::Year).into_iter().collect();
        let all = area.catalogue().services();
        let named = self.question.services.iter().filter_map(|s| all.get(s.service.index()));
        let services: Vec<String> = named.map(|s| s.code.clone()).collect();
        let mut minted = 0;
        for site in &self.sites {
            let code = loop {
                minted += 1;
                let code = Code::minted("new", minted);
                if area.facilities().find(code.as_str()).is_none() {
                    break code;
                }
            };
            let Candidate { at, origin, .. } = site.candidate;
            edits.push(Edit::Open(Opening {
                code: Some(code.clone()),
                name: site.candidate.name(area).map(str::to_owned),
                at: [at.lng(), at.lat()],
                services: services.clone(),
                year: None,
            }));
            let Origin::Place(place) = origin else { continue };
            let Some(place) = area.candidates().all().get(place as usize) else { continue };
            for (given, capacity) in place.services.iter().zip(&place.capacity) {
                let service = all.get(given.index()).map(|s| s.code.clone());
                let service = service.filter(|code| services.contains(code));
                if let (Some(service), Some(capacity)) = (service, *capacity) {
                    edits.push(Edit::Resize(Resizing { code: code.clone(), service, capacity }));
                }
            }
        }
        Ok(Scenario { edits })
    }
}
