//! Looks for a better layout: proposes actions, tries them by checkups, takes the best, in slices.

use super::action::{Action, ActionKind, Because, Made};
use super::plan::{Ended, LayoutPlan, PlannedAction, told};
use super::proposals::{Places, Taken, is_possible, missing, proposals};
use super::question::LayoutQuestion;
use super::standing::Standing;
use crate::access::{CircleDrawer, JoinedStudy, Reach};
use crate::checkup::{CheckupRun, StudyQuestion};
use crate::error::Result;
use crate::facts::{Scenario, StudyArea};
use crate::siting::SiteQuestion;
use crate::siting::candidates::Candidates;
use crate::siting::circle_table::{CircleTable, Look, look_further};
use crate::units::Position;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Less than this is no gain.
const CRUMB: f64 = 1e-6;

/// What a search for a layout is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutPhase {
    /// Checking up the layout of today.
    Checkup,
    /// Drawing the circles of places to move to.
    Places,
    /// Trying actions.
    Trying,
    /// Checking up the layout after all actions, from nothing.
    Checking,
    /// Nothing left to do.
    Done,
}

/// A search for a better layout of one service.
#[derive(Debug)]
pub struct LayoutSearch {
    question: LayoutQuestion,
    study: JoinedStudy,
    stage: Stage,
    is_stopped: bool,
    /// Once the trials have begun.
    trying: Option<Trying>,
    plan: Option<Box<LayoutPlan>>,
}

#[derive(Debug)]
enum Stage {
    Checkup(Box<(StudyQuestion, CheckupRun)>),
    Places(Box<Standing>, Box<Moving>),
    Trying,
    Checking(Box<(JoinedStudy, StudyQuestion, CheckupRun)>, Ended),
    Done,
}

/// The places to move to, being looked for.
#[derive(Debug)]
struct Moving {
    chosen: Candidates,
    drawer: CircleDrawer,
    places: Places,
}

/// An action that was proposed.
#[derive(Debug)]
struct Proposal {
    because: Because,
    /// What the score gained when it was tried last, and after how many actions that was.
    tried: Option<(f64, usize)>,
}

#[derive(Debug)]
struct Trying {
    before: super::standing::Measures,
    now: Standing,
    places: Places,
    taken: Taken,
    actions: Vec<PlannedAction>,
    proposals: BTreeMap<Action, Proposal>,
    /// The best of the actions tried after the last one that was taken.
    best: Option<(Action, Made, Standing)>,
    trials: u32,
    spent: f64,
    /// Whether something was left out for its cost.
    is_dear: bool,
}

impl LayoutSearch {
    /// Begins a search; nothing is measured yet.
    ///
    /// # Errors
    /// Those of [`LayoutQuestion::check`]; `study.service` if the standard has no row of the
    /// service, `argument.range` for settings out of range.
    pub fn new(study: &JoinedStudy, question: LayoutQuestion) -> Result<Self> {
        question.check(study.area())?;
        SiteQuestion::by_standard(study.area(), question.service)?;
        let study = study.with_area(StudyArea::clone(study.area()));
        let stage = Stage::Checkup(Box::new(Standing::begin(&study, &question)?));
        Ok(Self { question, study, stage, is_stopped: false, trying: None, plan: None })
    }

    /// Works until `stop` says so or all is done; asks it after every trial.
    ///
    /// # Errors
    /// `study.noData` if nothing is known of the service.
    pub fn step_until(&mut self, mut stop: impl FnMut() -> bool) -> Result<LayoutPhase> {
        while self.phase() != LayoutPhase::Done {
            self.advance(&mut stop)?;
            if stop() {
                break;
            }
        }
        Ok(self.phase())
    }

    /// Ends the trials; further steps check up what was found.
    pub fn stop(&mut self) {
        self.is_stopped = true;
    }

    /// What it is doing.
    pub fn phase(&self) -> LayoutPhase {
        match self.stage {
            Stage::Checkup(_) => LayoutPhase::Checkup,
            Stage::Places(..) => LayoutPhase::Places,
            Stage::Trying => LayoutPhase::Trying,
            Stage::Checking(..) => LayoutPhase::Checking,
            Stage::Done => LayoutPhase::Done,
        }
    }

    /// Share of the phase; of the trials that of the actions asked for.
    pub fn share(&self) -> f64 {
        match &self.stage {
            Stage::Checkup(run) => run.1.share(),
            Stage::Places(_, moving) => moving.chosen.share(),
            Stage::Trying => self.actions().len() as f64 / f64::from(self.question.actions.max(1)),
            Stage::Checking(run, _) => run.2.share(),
            Stage::Done => 1.0,
        }
    }

    /// The actions taken so far.
    pub fn actions(&self) -> &[PlannedAction] {
        self.trying.as_ref().map_or(&[], |t| &t.actions)
    }

    /// How many actions were tried so far.
    pub fn trials(&self) -> u32 {
        self.trying.as_ref().map_or(0, |t| t.trials)
    }

    /// What is asked.
    pub fn question(&self) -> &LayoutQuestion {
        &self.question
    }

    /// The plan, when all is done.
    pub fn plan(&self) -> Option<&LayoutPlan> {
        self.plan.as_deref()
    }

    fn advance(&mut self, stop: &mut impl FnMut() -> bool) -> Result<()> {
        let question = &self.question;
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Checkup(mut run) => {
                if run.1.step_until(stop) {
                    let (asked, run) = *run;
                    let study = self.study.with_area(StudyArea::clone(self.study.area()));
                    let now = Standing::of(study, asked, run.finish(), question)?;
                    let moving = Moving::new(question, &now)?;
                    Stage::Places(Box::new(now), Box::new(moving))
                } else {
                    Stage::Checkup(run)
                }
            }
            Stage::Places(now, moving) if moving.is_done(question) || self.is_stopped => {
                self.trying = Some(Trying::new(question, *now, moving.places));
                Stage::Trying
            }
            Stage::Places(now, mut moving) => {
                moving.look_further();
                Stage::Places(now, moving)
            }
            Stage::Trying => {
                let ended = match &mut self.trying {
                    _ if self.is_stopped => Some(Ended::Stopped),
                    Some(trying) => trying.advance(question)?,
                    None => Some(Ended::NothingToTry),
                };
                match ended {
                    None => Stage::Trying,
                    Some(ended) => {
                        let edits = self.actions().iter().flat_map(|a| a.edits.clone()).collect();
                        let area = Scenario { edits }.apply(self.study.area())?;
                        let study = self.study.with_area(area);
                        let (asked, run) = Standing::begin(&study, question)?;
                        Stage::Checking(Box::new((study, asked, run)), ended)
                    }
                }
            }
            Stage::Checking(mut run, ended) => {
                if run.2.step_until(stop) {
                    let (study, asked, run) = *run;
                    let after = Standing::of(study, asked, run.finish(), question)?;
                    self.plan =
                        self.trying.as_ref().map(|t| Box::new(t.plan(question, after, ended)));
                    Stage::Done
                } else {
                    Stage::Checking(run, ended)
                }
            }
            Stage::Done => Stage::Done,
        };
        Ok(())
    }
}

impl Moving {
    fn new(question: &LayoutQuestion, now: &Standing) -> Result<Self> {
        let area = now.area();
        let mut asked = SiteQuestion::by_standard(area, question.service)?;
        if let Some(service) = now.service() {
            asked.reach = Reach { modes: service.terms.modes, limits: service.terms.limits() };
        }
        asked.profiles.clone_from(&question.settings.profiles);
        asked.places = question.places.clone();
        asked.restrictions = question.restrictions.clone();
        let zone = |point| now.checkup.zone(point).index();
        let zones: Arc<[u8]> = (0..area.demand().len()).map(|p| zone(p) as u8).collect();
        let mut modes: Vec<usize> =
            zones.iter().map(|z| asked.reach.modes[usize::from(*z)].index()).collect();
        modes.sort_unstable();
        modes.dedup();
        let joined = |&mode: &usize| now.study().residents(&asked.profiles[mode]).ok();
        // A mode without roads gets nobody anywhere; without any there is no place either.
        let residents = match modes.iter().find_map(joined) {
            Some(residents) => residents,
            None => now.study().residents(&asked.profiles[asked.reach.modes[0].index()])?,
        };
        let kept: Vec<Position> = now.providers().iter().map(|p| p.facility.at).collect();
        let mut drawer = CircleDrawer::new(now.study(), &asked.profiles, Arc::clone(&zones));
        // Joins the people to the roads, by which it is told whether a place is joined to them.
        drawer.nearest(&[], asked.reach.modes, asked.reach.limits[0]);
        let lacking = now.service().map(|service| missing(question, now, service));
        let table = CircleTable::new(&asked, &lacking.unwrap_or_default(), &zones);
        let points = table.points();
        Ok(Self {
            chosen: Candidates::new(area, &residents, &asked, &kept),
            drawer,
            places: Places { candidates: Vec::new(), table, points },
        })
    }

    fn is_done(&self, question: &LayoutQuestion) -> bool {
        self.chosen.is_done() || !question.may(ActionKind::Move)
    }

    fn look_further(&mut self) {
        let Self { chosen, drawer, places } = self;
        match look_further(chosen, &mut places.table, drawer) {
            Look::Taken(candidate) => places.candidates.push(candidate),
            Look::Passed => {}
            Look::Thinned => places.candidates.clear(),
        }
    }
}

impl Trying {
    fn new(question: &LayoutQuestion, now: Standing, places: Places) -> Self {
        let mut taken = Taken::default();
        taken.facilities.extend(question.keep.iter().copied());
        let mut trying = Self {
            before: now.measures,
            now,
            places,
            taken,
            actions: Vec::new(),
            proposals: BTreeMap::new(),
            best: None,
            trials: 0,
            spent: 0.0,
            is_dear: false,
        };
        trying.propose(question);
        trying
    }

    /// Takes up what is worth a trial now, and lets go of what cannot be made any more.
    fn propose(&mut self, question: &LayoutQuestion) {
        // What is too dear is proposed again, and found to be so again.
        (self.best, self.is_dear) = (None, false);
        self.proposals.retain(|action, _| is_possible(*action, &self.taken));
        for (action, because) in proposals(question, &self.now, &self.places, &self.taken) {
            let new = Proposal { because, tried: None };
            self.proposals.entry(action).and_modify(|p| p.because = because).or_insert(new);
        }
    }

    /// One trial, or the best action is taken; why it has ended if it has.
    fn advance(&mut self, question: &LayoutQuestion) -> Result<Option<Ended>> {
        if self.actions.len() >= question.actions as usize {
            return Ok(Some(Ended::Actions));
        }
        let round = self.actions.len();
        let guess = |p: &Proposal| p.tried.map_or(f64::INFINITY, |(gain, _)| gain);
        let is_stale = |p: &Proposal| p.tried.is_none_or(|(_, tried)| tried < round);
        // The most promising one that was not tried since the last action; ties by the action.
        let mut next: Option<(f64, Action)> = None;
        for (&action, proposal) in self.proposals.iter().filter(|(_, p)| is_stale(p)) {
            if next.is_none_or(|(best, _)| guess(proposal) > best) {
                next = Some((guess(proposal), action));
            }
        }
        let best = self.best.as_ref().map_or(CRUMB, |(_, _, s)| s.gain_over(&self.now));
        match next {
            // What is left promises no more than the best, if that is a gain at all.
            Some((guess, _)) if self.best.is_some() && guess <= best => self.take(question),
            Some(_) if self.trials >= question.trials && self.best.is_none() => {
                return Ok(Some(Ended::Trials));
            }
            Some(_) if self.trials >= question.trials => self.take(question),
            Some((_, action)) => self.attempt(question, action, best)?,
            None if self.best.is_some() => self.take(question),
            None if self.is_dear => return Ok(Some(Ended::Budget)),
            None if self.trials == 0 => return Ok(Some(Ended::NothingToTry)),
            None => return Ok(Some(Ended::NoneImproves)),
        }
        Ok(None)
    }

    /// Measures an action.
    fn attempt(&mut self, question: &LayoutQuestion, action: Action, best: f64) -> Result<()> {
        let made = action.made(question, &self.now, &self.places.candidates);
        let left = question.budget.map(|budget| budget - self.spent);
        let affords = |made: &Made| left.is_none_or(|left| made.cost.is_some_and(|c| c <= left));
        let Some(made) = made else {
            self.proposals.remove(&action);
            return Ok(());
        };
        if !affords(&made) {
            self.is_dear = true;
            self.proposals.remove(&action);
            return Ok(());
        }
        let after = self.now.after(&made.edits, question)?;
        self.trials += 1;
        let gain = after.gain_over(&self.now);
        if let Some(proposal) = self.proposals.get_mut(&action) {
            proposal.tried = Some((gain, self.actions.len()));
        }
        let is_first = self.best.as_ref().is_none_or(|(other, ..)| action < *other);
        // With equal gains the first action in order, whichever was tried first.
        if gain > best || (self.best.is_some() && gain >= best && is_first) {
            self.best = Some((action, made, after));
        }
        Ok(())
    }

    /// Takes the best action, if there is one.
    fn take(&mut self, question: &LayoutQuestion) {
        let Some((action, made, after)) = self.best.take() else { return };
        let because = self.proposals.get(&action).map_or(Because::Unserved, |p| p.because);
        let place = action.place().and_then(|p| self.places.candidates.get(p).copied());
        self.spent += made.cost.unwrap_or(0.0);
        let made = (made.edits, made.cost);
        self.actions.push(told(action, because, place, made, [&self.now, &after]));
        self.now = after;
        self.taken.facilities.insert(action.facility());
        self.taken.enlarged.extend(action.into());
        self.taken.places.extend(action.place().map(|p| p as u32));
        self.propose(question);
    }

    fn plan(&self, question: &LayoutQuestion, after: Standing, ended: Ended) -> LayoutPlan {
        LayoutPlan {
            question: question.clone(),
            actions: self.actions.clone(),
            before: self.before,
            after: after.measures,
            checkup: after.checkup,
            cost: self.actions.iter().try_fold(0.0, |sum, a| Some(sum + a.cost?)),
            trials: self.trials,
            ended,
        }
    }
}
