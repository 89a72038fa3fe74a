//! Thousands of small random towns: every kind of plan that only a study can ask for, against brute
//! force over all plans.

mod common;

use common::brute::Brute;
use common::dice::Dice;
use common::layouts::{afresh, assert_told_truly, counted, score};
use common::random_town::{STREET, Town, ask, reach_of_all_modes};
use common::town::assert_near;
use service_circle::ErrorCode;
use service_circle::facts::{Edit, Facility, Moving, Resizing, SiteState};
use service_circle::siting::hub::{HubPhase, HubSearch};
use service_circle::siting::layout::{
    ActionCosts, LayoutPhase, LayoutQuestion, LayoutSearch, LayoutWeights,
};
use service_circle::siting::{
    Aim, BuildPhase, Origin, Phase, PhasedPlan, SiteQuestion, SiteSearch, SitingPlan,
};
use service_circle::units::TravelMode;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// So many towns of a kind, of which some have no place that helps anybody.
const CASES: u64 = 5000;
/// Every action is measured by a checkup from nothing, so there are fewer of these.
const LAYOUTS: u64 = 1500;

/// One case after the other; what fails says its seed.
fn each_seed(cases: u64, mut case: impl FnMut(&mut Dice)) {
    for seed in 0..cases {
        let tried = catch_unwind(AssertUnwindSafe(|| case(&mut Dice::new(seed))));
        assert!(tried.is_ok(), "seed {seed}");
    }
}

/// At most so much less, where sums are made in another order.
fn crumb(of: f64) -> f64 {
    1e-6 * of.abs().max(1.0)
}

/// How good the plans of many towns are.
#[derive(Debug, Default)]
struct Tally {
    plans: u32,
    /// Of which some site is chosen.
    building: u32,
    /// Of which the best was found.
    best: u32,
    /// Of which it was proven to be the best.
    proven: u32,
    /// Towns with a plan where none was found.
    given_up: u32,
    /// The least of the shares of the best that were found.
    worst: f64,
}

impl Tally {
    /// That so many towns have a plan, most of which build, and of these that such shares are the best,
    /// and proven; and that no plan is worth less than such a share of the best.
    fn assert_shares(&self, plans: u32, best: f64, proven: f64, worst: f64) {
        let share = |of: u32| f64::from(of) / f64::from(self.plans);
        assert!(self.plans >= plans && share(self.building) > 0.5, "{self:?}");
        assert!(share(self.best) >= best && share(self.proven) >= proven, "{self:?}");
        assert!(self.worst >= worst, "{self:?}");
    }

    fn assert_all_are_proven(&self) {
        self.assert_shares(2000, 1.0, 1.0, 1.0);
    }

    fn add(&mut self, sites: usize, found: f64, best: f64, is_proven: bool) {
        if self.plans == 0 {
            self.worst = 1.0;
        }
        self.plans += 1;
        self.building += u32::from(sites > 0);
        self.proven += u32::from(is_proven);
        if found >= best - crumb(best) {
            self.best += 1;
        } else {
            assert!(!is_proven, "{found} is called the best, which is {best}");
            // Of what is to be small by its inverse.
            let share = if best < 0.0 { best / found } else { found / best };
            self.worst = self.worst.min(share);
        }
    }
}

/// Every set of a town's candidates, by the bits of its number: what it is worth, in the measure of the
/// objective and the more the better, and whether it keeps to the limits.
struct Tried {
    brute: Brute,
    worth: Vec<f64>,
    fits: Vec<bool>,
}

impl Tried {
    fn of(
        brute: Brute,
        worth: impl Fn(&Brute, &[usize]) -> f64,
        fits: impl Fn(&Brute, &[usize]) -> bool,
    ) -> Self {
        let all = brute.sets().map(|set| worth(&brute, &set)).collect();
        let fits = brute.sets().map(|set| fits(&brute, &set)).collect();
        Self { worth: all, fits, brute }
    }

    /// The most that a set is worth which keeps to the limits and is without some candidates.
    fn best_without(&self, out: usize) -> f64 {
        let sets = self.worth.iter().zip(&self.fits).enumerate();
        let sets = sets.filter(|(bits, (_, fits))| **fits && bits & out == 0);
        sets.map(|(_, (worth, _))| *worth).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The candidates of a plan by brute force's numbers.
    fn numbers(&self, plan: &SitingPlan) -> Vec<usize> {
        let number = |origin: Origin| self.brute.origin.iter().position(|o| *o == origin);
        let told = plan.sites.iter().map(|s| s.candidate.origin);
        let chosen = plan.result.sites.iter().map(|&j| plan.candidates[j as usize].origin);
        assert!(told.eq(chosen));
        plan.sites.iter().map(|s| number(s.candidate.origin).expect("suits")).collect()
    }

    /// Checks a plan's sites, its value, its proofs and what it says of who is served.
    fn told_truly(&self, plan: &SitingPlan, tally: &mut Tally) {
        let sites = self.numbers(plan);
        let bits = sites.iter().fold(0, |bits, j| bits | 1 << j);
        assert!(self.fits[bits], "{sites:?} breaks a limit");
        assert_near(plan.cost, self.brute.cost(&sites));
        let least = matches!(
            plan.question.aim,
            Aim::MinSites { .. } | Aim::MinTotalTravel | Aim::MinFarthestTravel
        );
        let sign = if least { -1.0 } else { 1.0 };
        let (found, best) = (self.worth[bits], self.best_without(0));
        assert_near(sign * plan.result.objective, found);
        let bound = sign * plan.result.bound.expect("a bound");
        assert!(bound >= best - crumb(best), "a bound of {bound}, but {best} can be had");
        let gap = plan.result.gap.expect("a gap");
        assert!(
            found >= best - gap * found.abs().max(1.0) - crumb(best),
            "{gap}: {found} of {best}"
        );
        for (site, j) in plan.sites.iter().zip(&sites) {
            let without = self.best_without(1 << j);
            // With 0 nothing is proven.
            if let Some(lost) = site.lost_at_least.filter(|lost| *lost > 0.0) {
                let said = format!("{lost}, but {found} and {without}");
                assert!(lost <= found - without + crumb(found), "{said}");
            }
        }
        tally.add(sites.len(), found, best, plan.result.optimal);
    }

    /// Checks whom each site of a plan newly serves, and who is served in all.
    fn serves_truly(&self, plan: &SitingPlan, served: impl Fn(&Brute, &[usize]) -> f64) {
        let sites = self.numbers(plan);
        for k in 1..=sites.len() {
            let newly = served(&self.brute, &sites[..k]) - served(&self.brute, &sites[..k - 1]);
            assert_near(plan.sites[k - 1].newly_served.expect("told"), newly);
        }
        let today: Vec<usize> = (0..plan.question.closable.len()).collect();
        assert_near(plan.totals.served_today, served(&self.brute, &today));
        assert_near(plan.totals.served, served(&self.brute, &sites));
        assert_near(plan.totals.people, self.brute.weight.iter().sum());
        let stays = |i: &usize| sites.contains(i);
        let closes = today.iter().filter(|i| !stays(i));
        let closes = closes.map(|i| plan.question.closable[*i].facility);
        assert!(closes.eq(plan.closes.iter().copied()));
    }
}

/// Whether some suitable place reaches somebody whom no kept facility serves (for travel: anybody).
fn helps_anybody(brute: &Brute, question: &SiteQuestion) -> bool {
    let counts_all = question.aim.is_travel() || question.backup.is_some();
    (0..brute.times.len()).any(|j| {
        (0..brute.weight.len()).any(|home| {
            let limit = if question.aim.is_travel() { brute.up_to } else { brute.limits[home] };
            let is_left = counts_all || !brute.kept[home].within(limit);
            is_left && brute.weight[home] > 0.0 && brute.times[j][home].within(limit)
        })
    })
}

/// A search that is done, or that found no sites as far from one another as asked; none where brute
/// force agrees that no place helps anybody.
fn searched(town: &Town, question: &SiteQuestion, brute: &Brute) -> Option<Result<SiteSearch, ()>> {
    let mut search = SiteSearch::new(&town.study, question.clone()).expect("a question");
    match search.step_until(|| false) {
        Ok(phase) => assert_eq!(phase, Phase::Done),
        Err(error) if error.code() == ErrorCode::SitingInfeasible => {
            assert_eq!(error.place(), Some("metresApart"), "{error:?}");
            return Some(Err(()));
        }
        Err(error) => {
            assert_eq!(error.code(), ErrorCode::SitingNoCandidates, "{error:?}");
            assert!(!helps_anybody(brute, question), "{error:?}");
            return None;
        }
    }
    Some(Ok(search))
}

fn is_within_limits(question: &SiteQuestion, brute: &Brute, set: &[usize]) -> bool {
    question.sites.is_none_or(|most| set.len() <= most as usize)
        && question.budget.is_none_or(|most| brute.cost(set) <= most + 1e-9)
}

/// Whether sites are as far from one another as they should be; what is there already may stay.
fn are_apart(question: &SiteQuestion, town: &Town, brute: &Brute, set: &[usize]) -> bool {
    let pairs = set.iter().enumerate().flat_map(|(i, &a)| set[..i].iter().map(move |&b| (a, b)));
    let metres = pairs.map(|(a, b)| town.apart(brute.origin[a], brute.origin[b]));
    metres.fold(f64::INFINITY, f64::min) >= question.restrictions.apart
}

/// What a set is worth for an aim, the more the better.
fn worth(aim: Aim) -> impl Fn(&Brute, &[usize]) -> f64 {
    move |brute, set| match aim {
        Aim::MinTotalTravel => -brute.travel(set),
        Aim::MinFarthestTravel => -brute.farthest(set),
        _ => brute.served(set) - brute.served(&[]),
    }
}

/// Puts a question of any aim to a town and checks all that the answer says.
fn judged(town: &Town, question: &SiteQuestion, tally: &mut Tally) {
    let brute = town.brute(question);
    let search = match searched(town, question, &brute) {
        Some(Ok(search)) => search,
        Some(Err(())) => {
            // Nothing at all is as far apart as can be.
            let Aim::MinSites { share } = question.aim else { panic!("no plan at all") };
            let due = share * brute.weight.iter().sum::<f64>();
            let serves = |set: &Vec<usize>| brute.served(set) >= due - 1e-9 * due.max(1.0);
            let mut serving = brute.sets().filter(serves);
            let has_plan = serving.any(|set| are_apart(question, town, &brute, &set));
            tally.given_up += u32::from(has_plan);
            return;
        }
        None => return,
    };
    let served = |brute: &Brute, set: &[usize]| brute.served(set);
    let Aim::MinSites { share } = question.aim else {
        let tried = Tried::of(brute, worth(question.aim), |brute, set| {
            is_within_limits(question, brute, set) && are_apart(question, town, brute, set)
        });
        let plan = search.explained().expect("a plan");
        tried.told_truly(plan, tally);
        tried.serves_truly(plan, served);
        let cheapest = plan.candidates.iter().map(|c| c.cost).fold(f64::INFINITY, f64::min);
        let dear = question.budget.filter(|budget| cheapest > *budget);
        assert_eq!(plan.infeasible.map(|i| (i.asked, i.possible)), dear.map(|b| (b, cheapest)));
        return;
    };
    let due = share * brute.weight.iter().sum::<f64>();
    let all: Vec<usize> = (0..brute.times.len()).collect();
    let most = brute.served(&all);
    if due > most + 1e-6 {
        let missing = search.infeasible().expect("impossible");
        assert_eq!((missing.constraint, missing.proven), ("coverage", true));
        assert_near(missing.asked, due);
        assert_near(missing.possible, most);
        assert!(search.plan().is_none());
        return;
    }
    let measure = |brute: &Brute, set: &[usize]| match question.budget {
        Some(_) => brute.cost(set),
        None => set.len() as f64,
    };
    let limit = question.budget.or(question.sites.map(f64::from));
    let tried = Tried::of(
        brute,
        |brute, set| -measure(brute, set),
        |brute, set| {
            brute.served(set) >= due - 1e-9 * due.max(1.0) && are_apart(question, town, brute, set)
        },
    );
    let plan = search.explained().expect("a plan");
    tried.told_truly(plan, tally);
    tried.serves_truly(plan, served);
    let least = -tried.best_without(0);
    match plan.infeasible {
        // Nobody knows a plan within the limit, and if that is proven there is none.
        Some(missing) => {
            assert_eq!(Some(missing.asked), limit);
            assert_near(missing.possible, plan.result.objective);
            assert!(!missing.proven || least > missing.asked);
        }
        None => assert!(limit.is_none_or(|limit| least <= limit * (1.0 + 1e-9))),
    }
}

fn random_aim(dice: &mut Dice) -> Aim {
    let share = 0.1 * f64::from(dice.below(11));
    dice.of(&[
        Aim::MaxCoverage,
        Aim::MaxCoverage,
        Aim::MinSites { share },
        Aim::MinTotalTravel,
        Aim::MinFarthestTravel,
    ])
}

#[test]
fn times_on_the_street_are_as_by_hand() {
    STREET.assert_times_are_as_by_hand();
}

#[test]
fn zones_with_modes_and_limits_of_their_own() {
    let mut tally = Tally::default();
    each_seed(CASES, |dice| {
        let town = Town::random(4, 7, dice);
        let mut question = ask(random_aim(dice), dice);
        // Each zone travels by another mode than the next one.
        question.reach = reach_of_all_modes(dice);
        judged(&town, &question, &mut tally);
    });
    tally.assert_all_are_proven();
}

#[test]
fn budgets_with_costs_by_kind_of_site() {
    let mut tally = Tally::default();
    each_seed(CASES, |dice| {
        let town = Town::random(4, 7, dice);
        let mut question = ask(random_aim(dice), dice);
        question.budget = Some(0.5 * f64::from(dice.below(160)));
        if dice.one_in(2) || matches!(question.aim, Aim::MinSites { .. }) {
            question.sites = None;
        }
        for (cost, kind) in question.places.cost.iter_mut().zip(&mut question.places.kinds) {
            *cost = f64::from(dice.below(50));
            *kind = !dice.one_in(6);
        }
        judged(&town, &question, &mut tally);
    });
    tally.assert_all_are_proven();
}

#[test]
fn facilities_that_may_be_closed() {
    let mut tally = Tally::default();
    each_seed(CASES, |dice| {
        let town = Town::random(4, 5, dice);
        let mut question = ask(random_aim(dice), dice);
        question.closable = town.random_closable(question.service, dice);
        question.year = dice.of(&[None, Some(2028)]);
        if dice.one_in(2) {
            question.budget = Some(0.5 * f64::from(dice.below(160)));
            if matches!(question.aim, Aim::MinSites { .. }) {
                question.sites = None;
            }
        }
        judged(&town, &question, &mut tally);
    });
    tally.assert_all_are_proven();
}

#[test]
fn backup_with_kept_facilities() {
    let mut tally = Tally::default();
    each_seed(CASES, |dice| {
        let town = Town::random(4, 6, dice);
        let mut question = ask(Aim::MaxCoverage, dice);
        let need = 1 + dice.below(3);
        question.backup = Some(need);
        question.year = dice.of(&[None, Some(2028)]);
        if dice.one_in(3) {
            question.closable = town.random_closable(question.service, dice);
        }
        if dice.one_in(3) {
            question.budget = Some(0.5 * f64::from(dice.below(160)));
        }
        let brute = town.brute(&question);
        let Some(Ok(search)) = searched(&town, &question, &brute) else { return };
        let kept = town.times_to_kept(&question, question.year);
        let served = |brute: &Brute, set: &[usize]| -> f64 {
            let has_enough = |home: &usize| {
                let open = set.iter().map(|&j| &brute.times[j]).chain(&kept);
                let within = open.filter(|times| times[*home].within(brute.limits[*home]));
                within.count() >= need as usize
            };
            (0..brute.weight.len()).filter(has_enough).map(|home| brute.weight[home]).sum()
        };
        let newly = |brute: &Brute, set: &[usize]| served(brute, set) - served(brute, &[]);
        let fits = |brute: &Brute, set: &[usize]| is_within_limits(&question, brute, set);
        let tried = Tried::of(brute, newly, fits);
        let plan = search.explained().expect("a plan");
        tried.told_truly(plan, &mut tally);
        tried.serves_truly(plan, served);
    });
    tally.assert_all_are_proven();
}

#[test]
fn sites_so_many_metres_apart() {
    let mut tallies = [0; 4].map(|_| Tally::default());
    each_seed(2 * CASES, |dice| {
        let town = Town::random(4, 7, dice);
        let mut question = ask(random_aim(dice), dice);
        question.restrictions.apart = 25.0 + 50.0 * f64::from(dice.below(24));
        if dice.one_in(4) {
            question.closable = town.random_closable(question.service, dice);
        }
        if dice.one_in(3) {
            question.budget = Some(0.5 * f64::from(dice.below(160)));
            if matches!(question.aim, Aim::MinSites { .. }) {
                question.sites = None;
            }
        }
        let of = match question.aim {
            Aim::MinSites { .. } => 1,
            Aim::MinTotalTravel => 2,
            Aim::MinFarthestTravel => 3,
            _ => 0,
        };
        judged(&town, &question, &mut tallies[of]);
    });
    let [coverage, fewest, travel, farthest] = &tallies;
    coverage.assert_shares(2000, 0.995, 0.93, 0.9);
    travel.assert_shares(1000, 0.995, 0.8, 0.9);
    // Of what is left out for being near nothing is exchanged for these two.
    fewest.assert_shares(1000, 0.99, 0.98, 0.5);
    assert!(fewest.given_up * 100 <= fewest.plans, "{fewest:?}");
    farthest.assert_shares(1000, 0.87, 0.84, 0.3);
}

/// Two or three phases, each with a number of sites, a budget or both.
fn random_phases(dice: &mut Dice) -> Vec<BuildPhase> {
    let (has_sites, has_budget) = dice.of(&[(true, false), (false, true), (true, true)]);
    let (many, mut year) = (1 + dice.below(3), 2025);
    let phase = |_| {
        year += 1 + dice.below(3) as u16;
        BuildPhase {
            year,
            sites: has_sites.then(|| dice.below(3)),
            budget: has_budget.then(|| f64::from(dice.below(40))),
            weight: dice.of(&[1.0, 1.0, 0.5, 2.0, 3.0, 0.0]),
        }
    };
    (0..many).map(phase).collect()
}

/// Every set of a town's places at the end of every phase.
struct Years {
    phases: Vec<BuildPhase>,
    /// By phase and set.
    served: Vec<Vec<f64>>,
    fits: Vec<Vec<bool>>,
}

impl Years {
    fn of(town: &Town, question: &SiteQuestion) -> Self {
        let phases = question.phases.clone();
        let at_end = |t: usize| {
            // What is left of earlier phases is still there.
            let so_far = &phases[..=t];
            let asked = SiteQuestion {
                year: Some(phases[t].year),
                sites: so_far.iter().map(|p| p.sites).sum(),
                budget: so_far.iter().map(|p| p.budget).sum(),
                ..question.clone()
            };
            let brute = town.brute(&asked);
            let sets = || brute.sets();
            let served: Vec<f64> = sets().map(|set| brute.served(&set)).collect();
            let fits = sets().map(|set| is_within_limits(&asked, &brute, &set)).collect();
            (served, fits)
        };
        let (served, fits) = (0..phases.len()).map(at_end).unzip();
        Self { phases, served, fits }
    }

    fn most(&self, phase: usize) -> f64 {
        let sets = self.served[phase].iter().zip(&self.fits[phase]).filter(|(_, fits)| **fits);
        sets.map(|(served, _)| *served).fold(f64::NEG_INFINITY, f64::max)
    }

    /// What is most worth of all plans that have these sites at the end of the phase before.
    fn best_from(&self, phase: usize, before: usize) -> f64 {
        if phase == self.phases.len() {
            return 0.0;
        }
        let after = |set: &usize| set & before == before && self.fits[phase][*set];
        let sets = (0..self.served[phase].len()).filter(after);
        let worth = |set: usize| self.phases[phase].weight * self.served[phase][set];
        let all = sets.map(|set| worth(set) + self.best_from(phase + 1, set));
        all.fold(f64::NEG_INFINITY, f64::max)
    }

    /// Checks what a plan says of itself, and its bounds.
    fn told_truly(&self, phased: &PhasedPlan, number: impl Fn(u32) -> usize, tally: &mut Tally) {
        let (mut open, mut value) = (0, 0.0);
        for (t, planned) in phased.phases.iter().enumerate() {
            let of = &self.served[t];
            assert_eq!(planned.phase, self.phases[t]);
            for (&site, gain) in planned.sites.iter().zip(&planned.gains) {
                let with = open | 1 << number(site);
                assert_ne!(with, open, "built once");
                assert_near(*gain, of[with] - of[open]);
                open = with;
            }
            assert!(self.fits[t][open], "phase {t} breaks a limit");
            assert_near(planned.without, of[0]);
            assert_near(planned.served, of[open]);
            // Of a phase alone the best is found, and so the bound is no larger.
            assert_near(planned.bound, self.most(t));
            value += planned.phase.weight * of[open];
        }
        assert_near(phased.value, value);
        let best = self.best_from(0, 0);
        assert!(phased.bound >= best - crumb(best), "{} below {best}", phased.bound);
        assert_near(phased.gap, (phased.bound - value) / value.max(1.0));
        tally.add(open.count_ones() as usize, value, best, phased.gap <= 1e-9);
    }
}

#[test]
fn plans_in_phases() {
    let mut tally = Tally::default();
    each_seed(CASES, |dice| {
        let town = Town::random(4, 6, dice);
        let question = ask(Aim::MaxCoverage, dice).in_phases(random_phases(dice));
        let first = SiteQuestion { year: Some(question.phases[0].year), ..question.clone() };
        let Some(Ok(search)) = searched(&town, &question, &town.brute(&first)) else { return };
        let plan = search.explained().expect("a plan");
        let phased = plan.phases.as_ref().expect("phases");
        let years = Years::of(&town, &question);
        let origins = town.brute(&question).origin;
        let number = |site: u32| {
            let origin = plan.candidates[site as usize].origin;
            origins.iter().position(|o| *o == origin).expect("suits")
        };
        years.told_truly(phased, number, &mut tally);
        // All else is about the end of the last phase.
        let (last, end) = (phased.phases.last().expect("a phase"), question.phases.len() - 1);
        assert_near(plan.totals.served, last.served);
        assert_near(plan.result.objective, last.served - last.without);
        assert!(!plan.result.optimal || last.served >= years.most(end) - 1e-6);
        let mut all: Vec<u32> = phased.phases.iter().flat_map(|p| p.sites.clone()).collect();
        let mut told: Vec<u32> = plan.sites.iter().map(|s| s.number).collect();
        all.sort_unstable();
        told.sort_unstable();
        assert_eq!(all, told);
    });
    tally.assert_shares(2000, 0.995, 0.93, 0.8);
}

#[test]
fn several_services_at_one_site() {
    let (mut plain, mut priced) = (Tally::default(), Tally::default());
    each_seed(2 * CASES, |dice| {
        let town = Town::random(4, 6, dice);
        let mut question = town.ask_hub(dice);
        let worth = dice.one_in(2).then(|| dice.of(&[0.0, 0.1, 0.5, 1.0, 2.0, 5.0]));
        question.worth = worth;
        if worth.is_none() || dice.one_in(2) {
            question.shared.sites = Some(dice.below(4));
        }
        if dice.one_in(2) {
            question.shared.budget = Some(0.5 * f64::from(dice.below(160)));
            question.shared.sites = question.shared.sites.filter(|_| dice.one_in(2));
        }
        question.shared.year = dice.of(&[None, Some(2028)]);
        let brute = town.hub_brute(&question);
        let mut search = HubSearch::new(&town.study, question.clone()).expect("a question");
        if let Err(error) = search.step_until(|| false) {
            assert_eq!(error.code(), ErrorCode::SitingNoCandidates, "{error:?}");
            assert!((0..brute.place.len()).all(|j| brute.gain(&[j]) <= 0.0), "{error:?}");
            return;
        }
        assert_eq!(search.phase(), HubPhase::Done);
        let plan = search.plan().expect("a plan");
        let sites = brute.told_truly(plan);
        let (most, budget) = (question.shared.sites, question.shared.budget);
        let fits = |set: &[usize]| {
            most.is_none_or(|most| set.len() <= most as usize)
                && budget.is_none_or(|budget| brute.cost(set) <= budget + 1e-9)
        };
        assert!(fits(&sites));
        let best = brute.best(fits, worth.unwrap_or(0.0));
        let bound = plan.result.bound.expect("a bound");
        assert!(bound >= best - crumb(best), "a bound of {bound}, but {best} can be had");
        let tally = if worth.is_some() { &mut priced } else { &mut plain };
        tally.add(sites.len(), plan.result.objective, best, plan.result.optimal);
    });
    plain.assert_all_are_proven();
    // Priced sites have a bound of their own, which need not meet the plan.
    priced.assert_shares(2000, 0.995, 0.85, 0.9);
}

/// What an action would be, as brute force names it.
struct Thinkable {
    edits: Vec<Edit>,
    cost: Option<f64>,
}

/// Every action of the kinds asked for that the layout's own words name: what is idle or not needed is
/// closed or merged into one of the two nearest, what is overloaded is expanded, and whatever gives the
/// service alone is moved to any place.
fn thinkable(town: &Town, question: &LayoutQuestion) -> Vec<Thinkable> {
    let (area, id) = (town.study.area(), question.service);
    let code = area.catalogue().services()[id.index()].code.clone();
    let today = afresh(&town.study, question, &[]);
    let service = today.service(id).expect("data");
    let frame = area.network().frame();
    let resized = |of: &Facility, capacity: f64| {
        Edit::Resize(Resizing { code: of.code.clone(), service: code.clone(), capacity })
    };
    let mut found = Vec::new();
    let [close, merge, relocate, expand] = question.kinds;
    for (j, provider) in service.providers.iter().enumerate() {
        let (of, capacity) = (&provider.facility, provider.capacity);
        let closing = Edit::Close(of.code.clone());
        let (load, saturation) = (service.answer.load[j], service.answer.saturation[j]);
        if expand && saturation > question.overloaded {
            let to = (load / question.fit).ceil();
            if to > capacity {
                let cost = question.costs.expand.map(|each| each * (to - capacity));
                found.push(Thinkable { edits: vec![resized(of, to)], cost });
            }
        }
        if of.services.len() != 1 {
            continue;
        }
        let without = afresh(&town.study, question, std::slice::from_ref(&closing));
        let is_redundant = counted(&without, id)[0] >= counted(&today, id)[0] - 1e-9;
        if saturation < question.idle || is_redundant {
            if close {
                found.push(Thinkable { edits: vec![closing.clone()], cost: question.costs.close });
            }
            let metres = |k: &usize| frame.distance(of.at, service.providers[*k].facility.at);
            let others = (0..service.providers.len()).filter(|k| *k != j);
            let mut near: Vec<usize> =
                others.filter(|k| metres(k) <= question.merge_metres).collect();
            near.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
            for &k in near.iter().take(2).filter(|_| merge) {
                let into = &service.providers[k];
                let both = resized(&into.facility, capacity + into.capacity);
                found.push(Thinkable {
                    edits: vec![closing.clone(), both],
                    cost: question.costs.merge,
                });
            }
        }
        for place in area.candidates().all().iter().filter(|_| relocate) {
            let gives = place.services.iter().position(|s| *s == id);
            if place.state != SiteState::Available
                || !(place.services.is_empty() || gives.is_some())
            {
                continue;
            }
            let room = gives.and_then(|at| place.capacity[at]).unwrap_or(f64::INFINITY);
            let at = [place.at.lng(), place.at.lat()];
            let moving = Edit::Move(Moving { code: of.code.clone(), at });
            let cost = place.cost.unwrap_or(question.places.cost[place.kind as usize]);
            let edits = vec![moving, resized(of, capacity.min(room))];
            found.push(Thinkable { edits, cost: Some(cost) });
        }
    }
    found
}

#[test]
fn single_actions_of_layouts() {
    let (mut taken, mut others, mut moves, mut best_moves) = ([0; 4], 0, 0, 0);
    each_seed(LAYOUTS, |dice| {
        let town = Town::random(7, 5, dice);
        let mut question = LayoutQuestion::of(town.study.area(), STREET.services[0]);
        question.actions = 1;
        question.places.junctions = false;
        question.settings.mode = Some(TravelMode::Walk);
        question.settings.minutes = Some(f64::from(3 + dice.below(8)));
        question.weights = LayoutWeights {
            in_reach: dice.of(&[1.0, 1.0, 0.0]),
            met: dice.of(&[1.0, 0.0, 2.0]),
            facility: dice.of(&[0.0, 1.0, 10.0, 50.0]),
        };
        question.costs = ActionCosts {
            close: Some(3.0),
            merge: dice.of(&[None, Some(8.0)]),
            expand: Some(400.0),
        };
        question.budget = dice.of(&[None, None, Some(5.0), Some(30.0)]);
        let only = dice.below(6) as usize;
        if only < 4 {
            question.kinds = [0, 1, 2, 3].map(|kind| kind == only);
        }
        let mut search = LayoutSearch::new(&town.study, question.clone()).expect("a question");
        assert_eq!(search.step_until(|| false).expect("stepped"), LayoutPhase::Done);
        let plan = search.plan().expect("a plan");
        assert_told_truly(&town.study, plan);
        let today = afresh(&town.study, &question, &[]);
        let of = |edits: &[Edit]| {
            let counts = counted(&afresh(&town.study, &question, edits), question.service);
            score(counts, &question.weights)
        };
        let now = score(counted(&today, question.service), &question.weights);
        let is_afforded = |cost: Option<f64>| {
            question.budget.is_none_or(|budget| cost.is_some_and(|cost| cost <= budget))
        };
        let found = plan.actions.first().map_or(0.0, |a| a.gain);
        assert!(plan.actions.iter().all(|a| is_afforded(a.cost)));
        let (mut best, mut best_move) = (0.0, 0.0);
        for action in thinkable(&town, &question).iter().filter(|a| is_afforded(a.cost)) {
            let gain = of(&action.edits) - now;
            if matches!(action.edits[0], Edit::Move(_)) {
                best_move = f64::max(best_move, gain);
            } else {
                best = f64::max(best, gain);
            }
        }
        assert!(found >= best - 1e-6, "{found}, but {best} can be had");
        if let Some(action) = plan.actions.first() {
            taken[action.action.kind() as usize] += 1;
        }
        if best_move > best + 1e-6 {
            moves += 1;
            best_moves += u32::from(found >= best_move - 1e-6);
        } else {
            assert!(found <= best + 1e-6, "{found}, but only {best} can be had");
            others += 1;
        }
    });
    assert!(taken.iter().all(|of_kind| *of_kind > 20) && others > 1000, "{taken:?} {others}");
    // Not every place is tried, but those around which most is missing.
    assert!(moves > 100 && best_moves * 100 >= moves * 88, "{best_moves} of {moves}");
}
