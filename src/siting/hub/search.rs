//! Looks for sites that give several services: circles, coverage of every pair, the plan, in slices.

use super::plan::{HubPlan, HubSite, HubTotals};
use super::priced::Priced;
use super::question::HubQuestion;
use crate::access::nearest::LONGEST;
use crate::access::{CircleDrawer, JoinedStudy, Reach};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::StudyArea;
use crate::siting::candidates::{Candidates, Ruled};
use crate::siting::circle_table::{CircleTable, Look, look_further};
use crate::siting::constraints::no_candidates;
use crate::siting::explaining::most_first;
use crate::siting::instance::Instance;
use crate::siting::kept::Kept;
use crate::siting::passes::Passes;
use crate::siting::people_asked::PeopleAsked;
use crate::siting::plan::Arranged;
use crate::siting::solver::Setup;
use crate::siting::{Candidate, CertifiedBound, Origin, SitingResult, SitingSolver};
use crate::units::Millis;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Solving is worked on in pieces of some milliseconds.
const PIECE: u64 = 1_000;

/// What a search for sites of several services is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HubPhase {
    /// Drawing the candidates' circles and making a problem of them.
    Circles,
    /// Choosing sites and proving the bound.
    Solving,
    /// Nothing left to do.
    Done,
}

/// A search for sites that give several services.
#[derive(Debug)]
pub struct HubSearch {
    question: HubQuestion,
    study: JoinedStudy,
    /// By service.
    people: Vec<PeopleAsked>,
    /// By service and demand point: whether a kept facility serves it.
    served: Vec<Vec<bool>>,
    /// The same with the time to the nearest kept facility.
    nearest: Vec<Vec<Millis>>,
    candidates: Vec<Candidate>,
    ruled: Ruled,
    spacing: f64,
    passes: Passes,
    stage: Stage,
    is_stopped: bool,
    solver: Option<Box<SitingSolver>>,
    plan: Option<Box<HubPlan>>,
}

#[derive(Debug)]
enum Stage {
    Start,
    Circles(Box<(Candidates, CircleTable, CircleDrawer)>),
    Setup(Box<Setup>),
    Solving(Box<SitingSolver>),
    Priced(Box<(Priced, Instance)>),
    Done,
}

impl HubSearch {
    /// Begins a search; nothing is drawn yet.
    ///
    /// # Errors
    /// Those of [`HubQuestion::check`]; `study.noData` for a group that nobody counted,
    /// `network.mode`.
    pub fn new(study: &JoinedStudy, question: HubQuestion) -> Result<Self> {
        let area = study.area();
        question.check(area)?;
        let mut people = Vec::new();
        for of in &question.services {
            people.push(PeopleAsked::of(area, &of.people)?);
            for mode in of.reach.modes {
                study.layers().roads_of(&question.shared.profiles[mode.index()])?;
            }
        }
        Ok(Self {
            study: study.with_area(StudyArea::clone(area)),
            people,
            served: Vec::new(),
            nearest: Vec::new(),
            candidates: Vec::new(),
            ruled: Ruled::default(),
            spacing: 0.0,
            passes: Passes::default(),
            stage: Stage::Start,
            is_stopped: false,
            solver: None,
            plan: None,
            question,
        })
    }

    /// Works until `stop` says so or all is done; asks it every few milliseconds.
    ///
    /// # Errors
    /// `siting.noCandidates` if no place can be a site.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Result<HubPhase> {
        while self.phase() != HubPhase::Done {
            self.advance(&mut stop)?;
            if stop() {
                break;
            }
        }
        Ok(self.phase())
    }

    /// Ends the solving at the best plan so far.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// What it is doing.
    pub fn phase(&self) -> HubPhase {
        match self.stage {
            Stage::Start | Stage::Circles(_) | Stage::Setup(_) => HubPhase::Circles,
            Stage::Solving(_) | Stage::Priced(_) => HubPhase::Solving,
            Stage::Done => HubPhase::Done,
        }
    }

    /// Share of the circles' work that is done; it never falls.
    pub fn share(&self) -> f64 {
        match &self.stage {
            Stage::Start | Stage::Circles(_) => self.passes.share(),
            _ => 1.0,
        }
    }

    /// How many times the circles were begun: again with fewer candidates where there are too many.
    pub fn pass(&self) -> u32 {
        self.passes.number()
    }

    /// Number of candidates so far, and the metres that junctions are apart.
    pub fn candidates(&self) -> (usize, f64) {
        (self.candidates.len(), self.spacing)
    }

    /// The plan, when all is done.
    pub fn plan(&self) -> Option<&HubPlan> {
        self.plan.as_deref()
    }

    /// The problem and the proof; see [`SitingSolver::certificate`]. `None` where sites are priced.
    pub fn certificate(&self) -> Option<CertifiedBound> {
        self.solver.as_ref()?.certificate()
    }

    fn advance(&mut self, stop: &mut impl FnMut() -> bool) -> Result<()> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Start => {
                // Begun anew if it fails.
                self.stage = Stage::Start;
                Stage::Circles(Box::new(self.begin()?))
            }
            Stage::Circles(mut circles) if !circles.0.is_done() => {
                let (chosen, table, drawer) = &mut *circles;
                match look_further(chosen, table, drawer) {
                    Look::Taken(candidate) if self.suits(&candidate) => {
                        self.candidates.push(candidate);
                    }
                    Look::Taken(_) => table.drop_last(),
                    Look::Passed => {}
                    Look::Thinned => {
                        self.candidates.clear();
                        self.passes.give_up();
                    }
                }
                self.passes.note(chosen.share(), table.fullness());
                self.spacing = chosen.spacing();
                Stage::Circles(circles)
            }
            Stage::Circles(circles) if self.candidates.is_empty() => {
                let counts = circles.0.ruled.counts;
                self.stage = Stage::Circles(circles);
                return Err(no_candidates(&counts));
            }
            Stage::Circles(circles) => {
                let (chosen, table, _) = *circles;
                self.ruled = chosen.ruled;
                let shared = &self.question.shared;
                let instance = table.into_instance(shared, &self.candidates, None);
                match self.question.worth {
                    Some(worth) => {
                        let price = self.candidates.iter().map(|c| worth * c.cost);
                        let price: Vec<f64> = price.collect();
                        let limits = (shared.sites, shared.budget);
                        let priced = Priced::new(&instance, &price, limits);
                        Stage::Priced(Box::new((priced, instance)))
                    }
                    None => Stage::Setup(Box::new(Setup::new(instance)?)),
                }
            }
            Stage::Setup(mut setup) if !setup.is_done() => {
                setup.advance();
                Stage::Setup(setup)
            }
            Stage::Setup(setup) => Stage::Solving(Box::new(setup.finish()?)),
            Stage::Solving(mut solver) => {
                if self.is_stopped || solver.step(PIECE).done {
                    let plan = self.planned(solver.result());
                    self.plan = Some(Box::new(plan));
                    self.solver = Some(solver);
                    Stage::Done
                } else {
                    Stage::Solving(solver)
                }
            }
            Stage::Priced(mut both) => {
                if self.is_stopped || both.0.step_until(stop) {
                    let (priced, instance) = *both;
                    let plan = self.planned(self.priced_result(&priced, &instance));
                    self.plan = Some(Box::new(plan));
                    Stage::Done
                } else {
                    Stage::Priced(both)
                }
            }
            Stage::Done => Stage::Done,
        };
        Ok(())
    }

    /// Finds out whom the kept facilities of each service serve, and sets out on the candidates.
    fn begin(&mut self) -> Result<(Candidates, CircleTable, CircleDrawer)> {
        let area = self.study.area();
        let question = &self.question;
        let (zone, profiles) = (&self.people[0].zone, &question.shared.profiles);
        let mut drawer = CircleDrawer::new(&self.study, profiles, Arc::clone(zone));
        let modes = question.services.iter().flat_map(|of| {
            let mode = |z: &u8| of.reach.modes[usize::from(*z)].index();
            zone.iter().map(mode).collect::<BTreeSet<usize>>()
        });
        let mut modes = modes.collect::<BTreeSet<usize>>().into_iter();
        let joined = |mode: usize| self.study.residents(&profiles[mode]).ok();
        let residents = modes.find_map(joined).ok_or_else(|| {
            Error::new(ErrorCode::SitingNoCandidates, "nobody lives there who could travel")
        })?;
        let (mut served, mut weight, mut kept) = (Vec::new(), Vec::new(), Vec::new());
        let mut nearest = Vec::new();
        for (of, people) in question.services.iter().zip(&self.people) {
            let places = Kept::of(area, &question.of(of)).places();
            let times = drawer.nearest(&places, of.reach.modes, LONGEST);
            let limit = |z: &u8| of.reach.limits[usize::from(*z)];
            let is_served: Vec<bool> =
                times.iter().zip(zone.iter()).map(|(time, z)| time.within(limit(z))).collect();
            let left = people.weight.iter().zip(&is_served);
            weight.extend(left.map(|(w, is)| if *is { 0.0 } else { of.weight * w }));
            served.push(is_served);
            nearest.push(times);
            kept.extend(places);
        }
        let reaches: Vec<Reach> = question.services.iter().map(|of| of.reach).collect();
        let chosen = Candidates::new(area, &residents, &question.shared, &kept);
        self.spacing = chosen.spacing();
        let table = CircleTable::of_many(&question.shared, &reaches, &weight, zone);
        (self.served, self.nearest) = (served, nearest);
        Ok((chosen, table, drawer))
    }

    /// Whether a place is for all of the services; that it is for the first is known.
    fn suits(&self, candidate: &Candidate) -> bool {
        let Origin::Place(place) = candidate.origin else { return true };
        let place = self.study.area().candidates().all().get(place as usize);
        let gives = |p: &crate::facts::Candidate| {
            let all = &mut self.question.services.iter();
            p.services.is_empty() || all.all(|of| p.services.contains(&of.service))
        };
        place.is_some_and(gives)
    }

    fn priced_result(&self, priced: &Priced, instance: &Instance) -> SitingResult {
        let arranged = Arranged::new(instance, &priced.sites(), &[]);
        let cost: f64 = arranged.sites.iter().map(|&j| self.candidates[j as usize].cost).sum();
        let objective = arranged.objective - self.question.worth.unwrap_or(0.0) * cost;
        let bound = priced.bound().map(|bound| bound.max(objective));
        let gap = bound.map(|bound| (bound - objective) / objective.abs().max(1.0));
        SitingResult {
            sites: arranged.sites,
            gains: arranged.gains,
            optimal: gap.is_some_and(|gap| gap <= 1e-9),
            objective,
            bound,
            gap,
            work: priced.work(),
            served: None,
        }
    }

    /// What the sites of an answer add for each service, told from circles of their own.
    fn planned(&self, result: SitingResult) -> HubPlan {
        let (question, worth) = (&self.question, self.question.worth);
        let (zone, profiles) = (&self.people[0].zone, &question.shared.profiles);
        let mut drawer = CircleDrawer::new(&self.study, profiles, Arc::clone(zone));
        let mut served = self.served.clone();
        let count = |of: &[Vec<bool>]| -> Vec<f64> {
            let sum = |(people, is): (&PeopleAsked, &Vec<bool>)| {
                let those = people.weight.iter().zip(is).filter(|(_, is)| **is);
                those.fold(0.0, |sum, (weight, _)| sum + weight)
            };
            self.people.iter().zip(of).map(sum).collect()
        };
        let today = count(&served);
        let mut nearest = self.nearest.clone();
        let (area, mut sites) = (self.study.area(), Vec::new());
        for &number in &result.sites {
            let candidate = self.candidates[number as usize];
            let mut newly_served = vec![0.0; question.services.len()];
            let mut by_unit = vec![0.0; area.units().len()];
            let mut minutes = Vec::new();
            for (s, of) in question.services.iter().enumerate() {
                let weight = &self.people[s].weight;
                let (is_served, sum) = (&mut served[s], &mut newly_served[s]);
                let (mut reaching, mut told) = (0.0, [0.0; 2]);
                drawer.visit(candidate.at, &of.reach, |point, time| {
                    let (point, weight) = (point as usize, weight[point as usize]);
                    let was = nearest[s][point];
                    nearest[s][point] = was.min(time);
                    if std::mem::replace(&mut is_served[point], true) {
                        return;
                    }
                    *sum += weight;
                    by_unit[area.demand().unit()[point].index()] += of.weight * weight;
                    if was != Millis::NEVER {
                        reaching += weight;
                        told[0] += weight * was.seconds() / 60.0;
                        told[1] += weight * time.seconds() / 60.0;
                    }
                });
                minutes.push((reaching > 0.0).then(|| told.map(|sum| sum / reaching)));
            }
            let weighted = question.services.iter().zip(&newly_served);
            let gain = weighted.fold(0.0, |sum, (of, people)| sum + of.weight * people);
            let net = worth.map(|worth| gain - worth * candidate.cost);
            let by_unit = most_first(&by_unit);
            sites.push(HubSite { candidate, newly_served, gain, net, by_unit, minutes });
        }
        let with = count(&served);
        let totals = |((people, served_today), served): ((&PeopleAsked, &f64), &f64)| HubTotals {
            people: people.total(),
            served_today: *served_today,
            served: *served,
        };
        HubPlan {
            services: self.people.iter().zip(&today).zip(&with).map(totals).collect(),
            cost: sites.iter().fold(0.0, |sum, s| sum + s.candidate.cost),
            sites,
            result,
            candidates: self.candidates.len(),
            spacing: self.spacing,
            ruled: self.ruled.clone(),
            question: self.question.clone(),
        }
    }
}
