//! Explains a plan step by step: order, who gains, what could stand in for each site, the curve.

use super::apart::Apart;
use super::assignment::Assignment;
use super::candidates::Candidate;
use super::equality::measured;
use super::gain_curve::{CurvePoint, GainCurve, Hold, holds};
use super::instance::{Instance, Objective};
use super::people_asked::PeopleAsked;
use super::plan::SitingResult;
use super::plan_facts::{PlannedSite, Totals};
use super::question::SiteQuestion;
use super::solver::SitingSolver;
use super::trying::{TriedCurve, TriedHold, Without};
use crate::access::CircleDrawer;
use crate::access::nearest::LONGEST;
use crate::facts::{StudyArea, UnitId};
use crate::units::{Millis, Position};
use std::ops::ControlFlow;

/// What the sites carry is worked out for so many of them in one walk over the table.
const HOLDS_AT_ONCE: usize = 16;
/// What a plan loses without a site, or with another, is tried for plans of so many sites at most.
const MOST_TRIALS: usize = 20;
/// The curve goes on to twice as many sites as the plan has, and to this many at least.
const LEAST_CURVE: usize = 10;
/// Beyond so many sites there is no curve: each takes a walk over the table.
const MOST_CURVE: usize = 120;

/// Whether what sites do for everybody is added up, so that one walk over the table tells what each
/// would add.
fn adds_up(instance: &Instance) -> bool {
    is_plain(instance) && instance.objective != Objective::MinFarthestTravel
}

/// Whether each site adds to a plan what it covers or brings nearer, whoever else is served.
fn is_plain(instance: &Instance) -> bool {
    let is_of_access = instance.objective.is_of_access();
    instance.capacity.is_none() && instance.need.is_none() && !is_of_access
}

/// A plan being explained.
#[derive(Debug)]
pub(super) struct Explaining {
    pub(super) result: SitingResult,
    /// The plan's sites in order.
    order: GainCurve,
    pub(super) sites: Vec<PlannedSite>,
    hold: Vec<Hold>,
    without: Without,
    tried: usize,
    trying: Option<TriedHold>,
    curve: Curve,
    is_max: bool,
    pub(super) nothing: f64,
    /// The time of each demand point to the nearest facility or site so far.
    so_far: Vec<Millis>,
    /// With backup: how many facilities and sites each has in reach so far.
    pub(super) in_reach: Vec<u32>,
    /// With room for so many: who goes where.
    pub(super) assignment: Option<Assignment>,
    pub(super) totals: Totals,
}

/// What more sites, or more money, would bring.
#[derive(Debug)]
enum Curve {
    None,
    Greedy(GainCurve),
    Tried(TriedCurve),
}

/// What a plan is explained with.
pub(super) struct Facts<'a> {
    pub(super) question: &'a SiteQuestion,
    pub(super) area: &'a StudyArea,
    pub(super) people: &'a PeopleAsked,
    pub(super) candidates: &'a [Candidate],
    pub(super) apart: Option<Apart>,
}

impl Facts<'_> {
    /// Whether a candidate is far enough from the sites of a plan but one.
    fn may_stand_in(&self, out: usize, other: usize, plan: &[u32]) -> bool {
        let Some(apart) = self.apart else { return true };
        let candidate = &self.candidates[other];
        let left = plan.iter().map(|&j| j as usize).filter(|&j| j != out);
        left.filter_map(|j| self.candidates.get(j)).all(|site| !apart.forbids(site, candidate))
    }

    /// A site of which nothing is known yet.
    fn unexplained(&self, number: u32) -> PlannedSite {
        PlannedSite {
            number,
            candidate: self.candidates[number as usize],
            newly_served: None,
            by_group: Vec::new(),
            by_unit: Vec::new(),
            gaining: None,
            minutes_before: None,
            minutes_after: None,
            reached_none: None,
            in_reach: 0.0,
            served: None,
            hold: None,
            lost_at_least: None,
        }
    }

    /// Whether somebody at a demand point is served at this time.
    fn is_served(&self, point: usize, time: Millis) -> bool {
        time.within(self.question.reach.limits[usize::from(self.people.zone[point])])
    }

    /// Everybody's times to the nearest of these places, up to an hour.
    pub(super) fn times(&self, drawer: &mut CircleDrawer, places: &[Position]) -> Vec<Millis> {
        drawer.nearest(places, self.question.reach.modes, LONGEST)
    }

    /// People who have so many of these places within their time.
    pub(super) fn count_backed(
        &self,
        drawer: &mut CircleDrawer,
        places: &[Position],
        backup: u32,
    ) -> f64 {
        let mut count = vec![0; self.people.weight.len()];
        for &at in places {
            drawer.visit(at, &self.question.reach, |point, _| count[point as usize] += 1);
        }
        let points = count.iter().zip(&self.people.weight);
        points.filter(|(count, _)| **count >= backup).fold(0.0, |sum, (_, weight)| sum + weight)
    }

    /// People within their time, and mean minutes of those who reach one; summed in order.
    pub(super) fn count(&self, times: &[Millis]) -> (f64, Option<f64>) {
        let (mut served, mut reaching, mut minutes) = (0.0, 0.0, 0.0);
        for (point, (&time, &weight)) in times.iter().zip(&self.people.weight).enumerate() {
            if self.is_served(point, time) {
                served += weight;
            }
            if time != Millis::NEVER {
                reaching += weight;
                minutes += weight * time.seconds() / 60.0;
            }
        }
        (served, (reaching > 0.0).then(|| minutes / reaching))
    }
}

impl Explaining {
    /// Sets out on a plan of the solver's problem; `kept` and `today` are the facilities that stay and all.
    pub(super) fn new(
        facts: &Facts<'_>,
        (solver, result): (&SitingSolver, SitingResult),
        drawer: &mut CircleDrawer,
        kept: &[Position],
        today: &[Position],
    ) -> Self {
        let instance = solver.instance();
        let order = GainCurve::new(instance, Some(&result.sites));
        let all = result.sites.len();
        let curve = if all > MOST_CURVE / 2 {
            Curve::None
        } else if adds_up(instance) {
            Curve::Greedy(GainCurve::new(instance, None))
        } else if facts.apart.is_none() {
            Curve::Tried(TriedCurve::new(facts, &result))
        } else {
            // The solver knows nothing of how far sites must be from one another.
            Curve::None
        };
        let so_far = facts.times(drawer, kept);
        let places = || result.sites.iter().map(|&j| facts.candidates[j as usize].at);
        let after: Vec<Position> = kept.iter().copied().chain(places()).collect();
        let (served, minutes) = facts.count(&facts.times(drawer, &after));
        let (served_today, minutes_today) = if kept.len() == today.len() {
            facts.count(&so_far)
        } else {
            facts.count(&facts.times(drawer, today))
        };
        Self {
            nothing: match instance.need {
                // Who has enough today is taken out.
                Some(_) => 0.0,
                None if instance.objective.is_of_access() => measured(instance, &[]),
                None if instance.capacity.is_some() => served_by_fixed(instance),
                None => order.value(instance),
            },
            curve,
            is_max: instance.objective.is_max(),
            trying: None,
            order,
            sites: Vec::new(),
            hold: Vec::new(),
            without: Without::default(),
            tried: 0,
            so_far,
            in_reach: Vec::new(),
            assignment: None,
            totals: Totals {
                people: facts.people.total(),
                served_today,
                served,
                minutes_today,
                minutes,
            },
            result,
        }
    }

    /// One small piece of work; whether all is done.
    pub(super) fn advance(
        &mut self,
        facts: &Facts<'_>,
        solver: &SitingSolver,
        drawer: &mut CircleDrawer,
    ) -> bool {
        let instance = solver.instance();
        let all = self.result.sites.len();
        if !self.order.is_done() {
            self.order.advance(instance);
            if self.order.is_done() {
                self.put_in_order(instance);
            }
            return false;
        }
        if self.sites.len() < all {
            let site = match &self.assignment {
                Some(assignment) => self.explain_load(facts, assignment, drawer),
                None => self.explain(facts, drawer),
            };
            self.sites.push(site);
            return false;
        }
        if self.hold.len() < all && (adds_up(instance) || all <= MOST_TRIALS) {
            let spent: f64 =
                self.result.sites.iter().map(|&j| facts.candidates[j as usize].cost).sum();
            let fits = |out: usize, other: usize| {
                let cost = |j: usize| facts.candidates.get(j).map_or(0.0, |c| c.cost);
                let budget = facts.question.budget.filter(|_| instance.cost.is_some());
                let is_new = !self.result.sites.contains(&(other as u32));
                let is_candidate = other < facts.candidates.len() && is_new;
                let affordable = budget.is_none_or(|b| spent - cost(out) + cost(other) <= b);
                is_candidate && affordable && facts.may_stand_in(out, other, &self.result.sites)
            };
            let from = self.hold.len();
            if adds_up(instance) {
                let to = all.min(from + HOLDS_AT_ONCE);
                self.hold.extend(holds(instance, &self.result.sites, from..to, fits));
            } else {
                let site = self.result.sites[from];
                let trying = self.trying.get_or_insert_with(|| TriedHold::new(site, facts, fits));
                if let Some(hold) = trying.advance(solver, &self.result) {
                    self.hold.push(hold);
                    self.trying = None;
                }
            }
            for (site, hold) in self.sites[from..].iter_mut().zip(&self.hold[from..]) {
                site.hold = Some(hold.clone());
            }
            return false;
        }
        let has_trials = instance.capacity.is_none() && !instance.objective.is_of_access();
        if self.tried < all && all <= MOST_TRIALS && has_trials {
            let tried = self.without.advance(solver, &self.result, self.tried);
            if let ControlFlow::Break(lost) = tried {
                self.sites[self.tried].lost_at_least = lost;
                self.tried += 1;
            }
            return false;
        }
        let curve = match &mut self.curve {
            Curve::None => return true,
            Curve::Tried(curve) => return curve.advance(facts, solver, &self.result),
            Curve::Greedy(curve) => curve,
        };
        let most = (2 * all).clamp(LEAST_CURVE, MOST_CURVE);
        let is_spent = |budget: f64| curve.points.last().is_some_and(|p| p.cost >= 2.0 * budget);
        let is_long = curve.points.len() >= most || facts.question.budget.is_some_and(is_spent);
        if curve.is_done() || is_long {
            return true;
        }
        curve.advance(instance);
        if let (Some(apart), Some(last)) = (facts.apart, curve.points.last()) {
            let taken = last.candidate.and_then(|j| facts.candidates.get(j as usize));
            let near = |c: &Candidate| taken.is_some_and(|taken| apart.forbids(taken, c));
            let near = (0..).zip(facts.candidates).filter(|(_, c)| near(c)).map(|(j, _)| j);
            curve.strike(near);
        }
        false
    }

    /// The curve, where there is one.
    pub(super) fn curve(&self) -> Option<Vec<CurvePoint>> {
        match &self.curve {
            Curve::None => None,
            Curve::Greedy(curve) => Some(curve.points.clone()),
            Curve::Tried(curve) => Some(curve.points(self.is_max, self.nothing)),
        }
    }

    /// The plan's sites as they add most, those that add nothing last; with room for so many those
    /// first that serve most.
    fn put_in_order(&mut self, instance: &Instance) {
        if let Some(assignment) = &self.assignment {
            (self.result.sites, self.result.gains) = assignment.sites().unzip();
            return;
        }
        if !is_plain(instance) {
            // In order as they are; what a single site adds to equality nobody can say.
            self.result.gains.resize(self.result.sites.len(), 0.0);
            return;
        }
        let taken: Vec<u32> = self.order.points.iter().filter_map(|p| p.candidate).collect();
        let rest = self.result.sites.iter().copied().filter(|j| !taken.contains(j));
        self.result.sites = taken.iter().copied().chain(rest).collect();
        let gains = self.order.points.iter().map(|p| p.gain);
        let idle = self.result.sites.len() - taken.len();
        self.result.gains = gains.chain(std::iter::repeat_n(0.0, idle)).collect();
    }

    /// What a site is good for, given those before it.
    fn explain(&mut self, facts: &Facts<'_>, drawer: &mut CircleDrawer) -> PlannedSite {
        let mut site = facts.unexplained(self.result.sites[self.sites.len()]);
        site.by_group = vec![0.0; facts.people.groups.len()];
        let mut reach = facts.question.circle();
        for (limit, served) in reach.limits.iter_mut().zip(facts.question.reach.limits) {
            // People can be served beyond the longest time that travel is counted up to.
            *limit = served.max(*limit);
        }
        let circle = drawer.draw(site.candidate.at, &reach);
        let (mut newly_served, mut gaining, mut reached_none) = (0.0, 0.0, 0.0);
        let mut by_unit = vec![0.0; facts.area.units().len()];
        let (mut before, mut after, mut reaching) = (0.0, 0.0, 0.0);
        for (point, time) in circle.iter() {
            let (time, weight) = (Millis(time as u32), facts.people.weight[point]);
            if weight <= 0.0 {
                continue;
            }
            let was = self.so_far[point];
            let mut is_new = facts.is_served(point, time) && !facts.is_served(point, was);
            if let Some(backup) = facts.question.backup
                && let Some(in_reach) = self.in_reach.get_mut(point)
            {
                let is_one_more = facts.is_served(point, time);
                *in_reach += u32::from(is_one_more);
                is_new = is_one_more && *in_reach == backup;
            }
            if facts.is_served(point, time) {
                site.in_reach += weight;
            }
            if is_new {
                newly_served += weight;
                by_unit[facts.area.demand().unit()[point].index()] += weight;
                for (group, sum) in site.by_group.iter_mut().enumerate() {
                    *sum += facts.people.of_group(group, point);
                }
            }
            if is_new || (facts.question.aim.is_travel() && time < was) {
                gaining += weight;
                if was == Millis::NEVER {
                    reached_none += weight;
                } else {
                    reaching += weight;
                    before += weight * was.seconds() / 60.0;
                    // With backup who gains may have had a nearer one.
                    after += weight * was.min(time).seconds() / 60.0;
                }
            }
            self.so_far[point] = was.min(time);
        }
        if reaching > 0.0 {
            site.minutes_before = Some(before / reaching);
            site.minutes_after = Some(after / reaching);
        }
        site.newly_served = Some(newly_served);
        (site.gaining, site.reached_none) = (Some(gaining), Some(reached_none));
        site.by_unit = most_first(&by_unit);
        site
    }

    /// Whom a site with room for so many serves.
    fn explain_load(
        &self,
        facts: &Facts<'_>,
        assignment: &Assignment,
        drawer: &mut CircleDrawer,
    ) -> PlannedSite {
        let mut site = facts.unexplained(self.result.sites[self.sites.len()]);
        drawer.visit(site.candidate.at, &facts.question.reach, |point, _| {
            site.in_reach += facts.people.weight[point as usize];
        });
        let told = assignment.told(self.sites.len(), facts.people);
        let mut by_unit = vec![0.0; facts.area.units().len()];
        for (point, people) in told.points {
            by_unit[facts.area.demand().unit()[point].index()] += people;
        }
        (site.served, site.by_group) = (Some(told.people), told.by_group);
        site.by_unit = most_first(&by_unit);
        site
    }
}

/// With room for so many: the people whom what is fixed serves.
fn served_by_fixed(instance: &Instance) -> f64 {
    let alone = Instance { sites: Some(0), budget: None, cost: None, ..instance.clone() };
    SitingSolver::new(alone).map_or(f64::NAN, |solver| solver.result().objective)
}

/// The units with anybody, most people first.
pub(super) fn most_first(by_unit: &[f64]) -> Vec<(UnitId, f64)> {
    let named = by_unit.iter().enumerate().filter(|(_, people)| **people > 0.0);
    let mut units: Vec<_> = named.map(|(unit, &people)| (UnitId(unit as u32), people)).collect();
    units.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    units
}
