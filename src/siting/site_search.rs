//! Where next? For a service that people lack: the candidates' circles, then the solver, in slices.

use super::apart::{Apart, Relaxed};
use super::assignment::Assignment;
use super::candidates::{Candidate, Candidates, Forbidden, Origin, Ruled};
use super::circle_table::{CircleTable, Look, look_further};
use super::constraints::{Constraints, kept_in_reach, no_candidates};
use super::explaining::{Explaining, Facts};
use super::instance::Instance;
use super::kept::Kept;
use super::own_district::OwnDistrict;
use super::passes::Passes;
use super::people_asked::PeopleAsked;
use super::phases::{Phased, PhasedPlan, ServedByPhase};
use super::plan::SitingResult;
use super::plan_facts::{Infeasible, SitingPlan};
use super::proof::CertifiedBound;
use super::question::SiteQuestion;
use super::restrictions::Reason;
use super::solver::{Setup, SitingSolver};
use crate::access::nearest::LONGEST;
use crate::access::{CircleDrawer, JoinedStudy};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{FacilityId, StudyArea};
use crate::network::{ModeProfile, ModeSettings};
use crate::units::{Millis, Position, TravelMode};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a search is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Drawing the candidates' circles and making a problem of them.
    Circles,
    /// Choosing sites and proving the bound.
    Solving,
    /// Working out what the plan's sites are good for.
    Explaining,
    /// Nothing left to do.
    Done,
}

/// A suggested site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Site {
    /// The candidate.
    pub candidate: Candidate,
    /// Coverage: people who are served by it and by none before it, with room for so many all whom it
    /// serves (0 until that is told); 0 for other aims.
    pub gain: f64,
}

/// A search for the sites that answer a question best.
///
/// Coverage is solved over those whom no kept facility serves: with `U` those demand points,
/// `max Σ_{i ∈ U} w_i·1[some chosen site is within T_i of i]`; with backup over those who have fewer
/// than so many kept facilities in reach. For travel the kept facilities are
/// one fixed site with the time to the nearest of them.
#[derive(Debug)]
pub struct SiteSearch {
    question: SiteQuestion,
    study: JoinedStudy,
    people: Arc<PeopleAsked>,
    kept: Kept,
    apart: Option<Apart>,
    candidates: Vec<Candidate>,
    ruled: Ruled,
    spacing: f64,
    pass: u32,
    stage: Stage,
    infeasible: Option<Infeasible>,
    /// People whom nobody reaches in the longest time (travel).
    out_of_reach: f64,
    /// Where the kept facilities count one by one: people served today.
    served_today: Option<f64>,
    /// With backup: people whom the kept facilities alone serve.
    served_by_kept: f64,
    /// With backup: how many kept facilities each demand point has in reach.
    in_reach: Vec<u32>,
    /// With room for so many: the demand point of each row of the problem.
    points: Vec<u32>,
    /// With phases: whom the facilities of each serve, until the table is made.
    kept_by_phase: Option<ServedByPhase>,
    phased: Option<PhasedPlan>,
    /// Where sites were too near to one another.
    relaxed: Option<Relaxed>,
    is_stopped: bool,
    plan: Option<Box<SitingPlan>>,
}

/// What a search holds while it gets on; what an earlier stage held is free then.
#[derive(Debug)]
enum Stage {
    Start,
    Circles(Box<Circles>),
    Table(Box<Instance>),
    Setup(Box<Setup>),
    Phased(Box<Phased>),
    Solving(Box<SitingSolver>),
    Explaining(Box<(SitingSolver, CircleDrawer, Explaining)>),
    Done(Box<SitingSolver>),
    /// No plan can keep the constraints.
    Refused,
}

#[derive(Debug)]
struct Circles {
    chosen: Candidates,
    table: CircleTable,
    drawer: CircleDrawer,
    nearest: Vec<Millis>,
    /// How many kept facilities' circles are drawn behind the candidates' (with room for so many).
    kept_drawn: usize,
    passes: Passes,
}

impl SiteSearch {
    /// Begins a search; nothing is drawn yet.
    ///
    /// # Errors
    /// Those of [`SiteQuestion::check`]; `study.noData` for a group that nobody counted,
    /// `network.mode`.
    pub fn new(study: &JoinedStudy, question: SiteQuestion) -> Result<Self> {
        let area = study.area();
        question.check(area)?;
        let people = Arc::new(PeopleAsked::of(area, &question.people)?);
        for mode in question.reach.modes {
            study.layers().roads_of(&question.profiles[mode.index()])?;
        }
        let kept = Kept::of(area, &question);
        Ok(Self {
            study: study.with_area(StudyArea::clone(area)),
            people,
            kept,
            apart: Apart::of(area.network(), question.restrictions.apart),
            candidates: Vec::new(),
            ruled: Ruled::default(),
            spacing: 0.0,
            pass: 1,
            stage: Stage::Start,
            infeasible: None,
            out_of_reach: 0.0,
            served_today: None,
            served_by_kept: 0.0,
            in_reach: Vec::new(),
            points: Vec::new(),
            kept_by_phase: None,
            phased: None,
            relaxed: None,
            is_stopped: false,
            plan: None,
            question,
        })
    }

    /// Works until `stop` says so or all is done; asks it every few milliseconds, and between the
    /// steps of making the problem smaller, of which each walks the table a few times.
    ///
    /// # Errors
    /// `siting.noCandidates` if no place can be a site; `siting.infeasible` at `metresApart` where no
    /// plan is found that keeps the distance.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Result<Phase> {
        loop {
            if let Stage::Solving(solver) = &mut self.stage {
                let mut is_done = self.is_stopped;
                if !is_done {
                    let progress = solver.step_until(&mut stop);
                    let is_over = |relaxed: &Relaxed| progress.work >= relaxed.until;
                    is_done = progress.done || self.relaxed.as_ref().is_some_and(is_over);
                }
                if !is_done {
                    break;
                }
                self.finish_solving()?;
            } else if let Stage::Phased(phased) = &mut self.stage {
                if !phased.step_until(self.is_stopped, &mut stop)? {
                    break;
                }
                self.finish_solving()?;
            } else if self.phase() == Phase::Done {
                break;
            } else {
                self.advance()?;
            }
            if stop() {
                break;
            }
        }
        Ok(self.phase())
    }

    /// Ends the solving at the best plan so far; what is left is to explain it.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// What it is doing.
    pub fn phase(&self) -> Phase {
        match self.stage {
            Stage::Start | Stage::Circles(_) | Stage::Table(_) | Stage::Setup(_) => Phase::Circles,
            Stage::Phased(_) | Stage::Solving(_) => Phase::Solving,
            Stage::Explaining(_) => Phase::Explaining,
            Stage::Done(_) | Stage::Refused => Phase::Done,
        }
    }

    /// Share of the circles' work that is done; of a plan in phases they are half, and its problems
    /// the other. It never falls.
    pub fn share(&self) -> f64 {
        let circles = if self.question.phases.is_empty() { 1.0 } else { 0.5 };
        match &self.stage {
            Stage::Start => 0.0,
            Stage::Circles(of) => circles * of.passes.share(),
            Stage::Table(_) | Stage::Setup(_) => circles,
            Stage::Phased(phased) => circles + (1.0 - circles) * phased.share(),
            _ => 1.0,
        }
    }

    /// How many times the circles were begun: again with fewer candidates where there are too many.
    pub fn pass(&self) -> u32 {
        self.pass
    }

    /// Number of candidates so far, and the metres that junctions are apart.
    pub fn candidates(&self) -> (usize, f64) {
        (self.candidates.len(), self.spacing)
    }

    /// Places that are no candidates, and why; complete when the circles are drawn.
    pub fn ruled(&self) -> &Ruled {
        &self.ruled
    }

    /// Who counts.
    pub fn people(&self) -> &PeopleAsked {
        &self.people
    }

    /// What is asked.
    pub fn question(&self) -> &SiteQuestion {
        &self.question
    }

    /// A constraint that no plan keeps, or none that was found.
    pub fn infeasible(&self) -> Option<Infeasible> {
        self.infeasible
    }

    /// The best plan so far; `None` before there is one.
    pub fn plan(&self) -> Option<(Vec<Site>, SitingResult)> {
        let result = match (&self.stage, &self.plan) {
            (Stage::Explaining(explaining), _) => explaining.2.result.clone(),
            (_, Some(plan)) => plan.result.clone(),
            _ => {
                let result = self.solver()?.result();
                match &self.relaxed {
                    Some(relaxed) => relaxed.told(result),
                    None => result,
                }
            }
        };
        let gains = result.gains.iter().copied().chain(std::iter::repeat(0.0));
        let sites = result.sites.iter().zip(gains);
        let site = |(&j, gain): (&u32, f64)| Site { candidate: self.candidates[j as usize], gain };
        Some((sites.map(site).collect(), result))
    }

    /// The plan with all that explains it, when all is done.
    pub fn explained(&self) -> Option<&SitingPlan> {
        self.plan.as_deref()
    }

    /// The problem and the proof; see [`SitingSolver::certificate`]. With phases they are those of the
    /// last phase alone. None where sites were too near to one another: then what is proven and what
    /// is planned are not of one problem.
    pub fn certificate(&self) -> Option<CertifiedBound> {
        if self.relaxed.is_some() {
            return None;
        }
        self.solver()?.certificate()
    }

    /// The same plan counted again with walking so much faster: people served today and with it.
    /// `None` before there is a plan, and with capacities: who reaches a facility is not told by
    /// that to be served.
    ///
    /// # Errors
    /// `mode.setting` for a factor that makes no walking speed.
    pub fn recount(&self, walking: f64) -> Result<Option<(f64, f64)>> {
        if self.question.room.is_some() {
            return Ok(None);
        }
        let Some((sites, _)) = self.plan() else { return Ok(None) };
        let mut question = self.question.clone();
        let walk = &mut question.profiles[TravelMode::Walk.index()];
        let speed_kmh = Some(walk.speed_kmh * walking);
        // Only to learn whether it is a speed: the profile may have other settings.
        ModeProfile::with(walk.base, &ModeSettings { speed_kmh, ..ModeSettings::default() })?;
        walk.speed_kmh *= walking;
        let facts = Facts { question: &question, ..self.facts(&self.candidates) };
        let mut drawer = self.drawer(&question);
        let mut served = |places: &[Position]| match question.backup {
            Some(backup) => facts.count_backed(&mut drawer, places, backup),
            None => facts.count(&facts.times(&mut drawer, places)).0,
        };
        let before = served(&self.kept.today());
        let mut places = self.kept.places();
        places.extend(sites.iter().map(|s| s.candidate.at));
        Ok(Some((before, served(&places))))
    }

    fn solver(&self) -> Option<&SitingSolver> {
        match &self.stage {
            Stage::Solving(solver) | Stage::Done(solver) => Some(solver),
            Stage::Explaining(explaining) => Some(&explaining.0),
            _ => None,
        }
    }

    fn drawer(&self, question: &SiteQuestion) -> CircleDrawer {
        let zone = Arc::clone(&self.people.zone);
        CircleDrawer::new(&self.study, &question.profiles, zone)
    }

    /// One place, or one step of making a problem of the circles or of explaining the plan.
    fn advance(&mut self) -> Result<()> {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Refused) {
            Stage::Start => {
                self.stage = Stage::Start;
                Stage::Circles(Box::new(self.begin()?))
            }
            Stage::Circles(mut circles) if !circles.chosen.is_done() => {
                match look_further(&mut circles.chosen, &mut circles.table, &mut circles.drawer) {
                    Look::Taken(candidate) => self.candidates.push(candidate),
                    Look::Passed => {}
                    Look::Thinned => {
                        self.candidates.clear();
                        circles.passes.give_up();
                    }
                }
                self.note(&mut circles);
                Stage::Circles(circles)
            }
            Stage::Circles(circles) if self.candidates.is_empty() => {
                let counts = circles.chosen.ruled.counts;
                self.ruled = circles.chosen.ruled.clone();
                self.stage = Stage::Circles(circles);
                return Err(no_candidates(&counts));
            }
            Stage::Circles(mut circles)
                if self.question.counts_kept() && circles.kept_drawn < self.kept.stay.len() =>
            {
                let at = self.kept.stay[circles.kept_drawn].1;
                circles.table.draw(&mut circles.drawer, at, None);
                circles.kept_drawn += 1;
                if circles.table.is_full() && !circles.chosen.is_thin() {
                    circles.table.clear();
                    circles.chosen.thin();
                    circles.kept_drawn = 0;
                    self.candidates.clear();
                    circles.passes.give_up();
                }
                self.note(&mut circles);
                Stage::Circles(circles)
            }
            Stage::Circles(circles) => {
                let Circles { chosen, table, nearest, .. } = *circles;
                let points = self.kept_by_phase.is_some().then(|| table.points());
                let by_rows = |k: ServedByPhase| Some(k.by_rows(points.as_deref()?));
                self.kept_by_phase = self.kept_by_phase.take().and_then(by_rows);
                self.ruled = chosen.ruled;
                let nearest = self.question.aim.is_travel().then_some(&nearest[..]);
                let places = table.places();
                self.points = match self.question.room {
                    Some(_) => table.points(),
                    None => Vec::new(),
                };
                let instance = table.into_instance(&self.question, &self.candidates, nearest);
                self.in_reach = match self.question.backup {
                    Some(_) => kept_in_reach(&instance, &places),
                    None => Vec::new(),
                };
                Stage::Table(Box::new(instance))
            }
            Stage::Table(mut table) => {
                if self.question.aim.is_travel() {
                    self.out_of_reach = self.people.total() - table.weight.iter().sum::<f64>();
                }
                let constraints = self.constraints(&self.candidates);
                let unkept = constraints.cover(&mut table);
                let served = constraints.make_room(&mut table)?;
                constraints.hand_out(&mut table);
                let backed = constraints.back_up(&mut table);
                self.served_by_kept = backed.map_or(0.0, |(_, by_kept)| by_kept);
                self.served_today = served.or(backed.map(|(today, _)| today));
                self.infeasible = unkept;
                match (self.infeasible, self.kept_by_phase.take()) {
                    (Some(_), _) => Stage::Refused,
                    (None, Some(kept)) => {
                        Stage::Phased(Box::new(Phased::new(*table, &self.question.phases, kept)))
                    }
                    (None, None) => Stage::Setup(Box::new(Setup::new(*table)?)),
                }
            }
            Stage::Setup(mut setup) if !setup.is_done() => {
                setup.advance();
                Stage::Setup(setup)
            }
            Stage::Setup(setup) => Stage::Solving(Box::new(setup.finish()?)),
            Stage::Explaining(mut all) => {
                let (solver, drawer, explaining) = &mut *all;
                let facts = self.facts(&self.candidates);
                if explaining.advance(&facts, solver, drawer) {
                    let (solver, _, explaining) = *all;
                    self.plan = Some(Box::new(self.put_together(explaining)));
                    Stage::Done(Box::new(solver))
                } else {
                    Stage::Explaining(all)
                }
            }
            other @ (Stage::Phased(_) | Stage::Solving(_) | Stage::Done(_) | Stage::Refused) => {
                other
            }
        };
        Ok(())
    }

    /// Takes note of how far the circles are.
    fn note(&mut self, circles: &mut Circles) {
        let Circles { chosen, table, kept_drawn, passes, .. } = circles;
        let others = if self.question.counts_kept() { self.kept.stay.len() } else { 0 };
        passes.note(chosen.share_with(*kept_drawn, others), table.fullness());
        (self.spacing, self.pass) = (chosen.spacing(), passes.number());
    }

    /// Joins the residents to the roads and finds out whom the kept facilities serve.
    fn begin(&mut self) -> Result<Circles> {
        let mut drawer = self.drawer(&self.question);
        let area = self.study.area();
        let modes = self.question.reach.modes;
        // The roads of whoever lives there and has any.
        let used = self.people.zone.iter().map(|zone| modes[usize::from(*zone)].index());
        let mut profiles = used.collect::<BTreeSet<usize>>().into_iter();
        let joined = |mode: usize| self.study.residents(&self.question.profiles[mode]).ok();
        let first = profiles.find_map(joined).ok_or_else(|| {
            Error::new(ErrorCode::SitingNoCandidates, "nobody lives there who could travel")
        })?;
        let kept = self.kept.places();
        let nearest = drawer.nearest(&kept, self.question.reach.modes, LONGEST);
        let mut weight = self.people.weight.clone();
        if !self.question.phases.is_empty() {
            // Whom later facilities serve is still to be served before.
            let kept = ServedByPhase::of(area, &self.question, &self.people, &mut drawer);
            for (weight, served) in weight.iter_mut().zip(kept.served.first().into_iter().flatten())
            {
                *weight = if *served { 0.0 } else { *weight };
            }
            self.kept_by_phase = Some(kept);
        } else if !self.question.aim.is_travel() && !self.question.counts_kept() {
            let limits = self.question.reach.limits;
            let points = weight.iter_mut().zip(&nearest).zip(self.people.zone.iter());
            for ((weight, time), zone) in points {
                if time.within(limits[usize::from(*zone)]) {
                    *weight = 0.0;
                }
            }
        }
        // How far sites are from one another is looked at in plans.
        let mut looked_at = self.question.clone();
        looked_at.restrictions.apart = 0.0;
        let chosen = Candidates::new(area, &first, &looked_at, &kept);
        self.spacing = chosen.spacing();
        let mut table = CircleTable::new(&self.question, &weight, &self.people.zone);
        if let Some(level) = self.question.district_level {
            table.keep_to(OwnDistrict::new(area, level));
        }
        Ok(Circles { chosen, table, drawer, nearest, kept_drawn: 0, passes: Passes::default() })
    }

    /// Takes note of constraints that the best plan does not keep, and sets out to explain it.
    fn finish_solving(&mut self) -> Result<()> {
        let (solver, result) = match std::mem::replace(&mut self.stage, Stage::Refused) {
            Stage::Solving(solver) => match self.kept_apart(solver)? {
                Some(found) => found,
                None => return Ok(()),
            },
            Stage::Phased(phased) => {
                let Some((plan, solver, result)) = phased.finish() else { return Ok(()) };
                self.phased = Some(plan);
                (solver, result)
            }
            _ => return Ok(()),
        };
        self.infeasible = self.constraints(&self.candidates).unkept(&result);
        if !self.question.explain && self.phased.is_none() && self.relaxed.is_none() {
            self.stage = Stage::Done(solver);
            return Ok(());
        }
        let mut drawer = self.drawer(&self.question);
        let (kept, today) = (self.kept.places(), self.kept.today());
        let facts = self.facts(&self.candidates);
        let constraints = self.constraints(&self.candidates);
        let assignment = Assignment::of(&constraints, solver.instance(), &result, &self.points);
        let mut explaining = Explaining::new(&facts, (&solver, result), &mut drawer, &kept, &today);
        if let Some(today) = self.served_today {
            explaining.totals.served_today = today;
            explaining.totals.served = self.served_by_kept + explaining.result.objective;
        }
        explaining.in_reach.clone_from(&self.in_reach);
        explaining.assignment = assignment;
        self.stage = Stage::Explaining(Box::new((*solver, drawer, explaining)));
        Ok(())
    }

    /// The solver and its plan, with what was proven before anything was struck; none where the plan
    /// has sites too near to one another: then it is solved again without what is near.
    fn kept_apart(
        &mut self,
        mut solver: Box<SitingSolver>,
    ) -> Result<Option<(Box<SitingSolver>, SitingResult)>> {
        let result = solver.result();
        let struck = self.apart.map(|apart| apart.to_strike(&self.candidates, &result.sites));
        let struck = struck.unwrap_or_default();
        if !struck.is_empty() {
            for &(j, metres) in &struck {
                let Candidate { origin, at, .. } = self.candidates[j as usize];
                self.ruled.push(Forbidden { origin, at, reason: Reason::NearCandidate(metres) });
            }
            self.relaxed = Some(Relaxed::struck(self.relaxed.take(), &mut solver, &struck)?);
            self.stage = Stage::Solving(solver);
            return Ok(None);
        }
        Ok(Some(match (&self.relaxed, self.apart) {
            (Some(relaxed), Some(apart)) => {
                let before = &relaxed.solver;
                let without = before.result().sites;
                let plan = apart.bettered(before.instance(), &self.candidates, result, &without);
                (relaxed.solver.clone(), relaxed.told(plan))
            }
            _ => (solver, result),
        }))
    }

    fn constraints<'a>(&'a self, candidates: &'a [Candidate]) -> Constraints<'a> {
        Constraints {
            question: &self.question,
            area: self.study.area(),
            people: &self.people,
            kept: &self.kept,
            candidates,
        }
    }

    fn facts<'a>(&'a self, candidates: &'a [Candidate]) -> Facts<'a> {
        let area = self.study.area();
        let apart = self.apart;
        Facts { question: &self.question, area, people: &self.people, candidates, apart }
    }

    fn put_together(&self, of: Explaining) -> SitingPlan {
        let stays =
            |id: FacilityId| of.sites.iter().any(|s| s.candidate.origin == Origin::Facility(id));
        let closable = self.question.closable.iter().map(|c| c.facility);
        SitingPlan {
            question: self.question.clone(),
            phases: self.phased.clone(),
            closes: closable.filter(|id| !stays(*id)).collect(),
            cost: of.sites.iter().fold(0.0, |sum, s| sum + s.candidate.cost),
            curve: of.curve(),
            nothing: of.nothing,
            totals: of.totals,
            assignment: of.assignment,
            sites: of.sites,
            result: of.result,
            candidates: self.candidates.clone(),
            spacing: self.spacing,
            ruled: self.ruled.clone(),
            out_of_reach: self.out_of_reach,
            infeasible: self.infeasible,
        }
    }
}
