//! Where next, on hand-drawn maps: every aim against brute force, what is ruled out and why, what
//! cannot be had, and plans that become scenarios.

mod common;

use common::Map;
use common::asking::{self, answered, numbers};
use common::brute::Brute;
use common::town::{assert_near, facility, place, position, read, settled, street};
use service_circle::access::{FacilityTimes, JoinedStudy};
use service_circle::checkup::Served;
use service_circle::facts::{
    Candidate, DemandPoints, Edit, Facility, ServiceId, ServiceStandard, SiteKind, SiteState,
    State, UnitId,
};
use service_circle::network::ModeProfile;
use service_circle::siting::restrictions::KeepAway;
use service_circle::siting::{
    Aim, BuildPhase, Closable, GroupWeight, Origin, Phase, Room, SiteQuestion, SiteSearch,
    SitingPlan,
};
use service_circle::units::{Millis, Position, TravelMode};
use service_circle::{Error, ErrorCode};

/// Side streets every 300 m, so that there are junctions; and people along the street.
fn lived_in() -> Map {
    let mut map = street(31).tagged_node(51, 1500.0, 10.0, "place=town population=3100");
    for i in 0..10 {
        let (node, east) = (200 + i, 300.0 * i as f64);
        map = map.node(node, east, 200.0);
        map = map.way(300 + i, &[1 + 3 * i, node], "highway=residential");
    }
    map
}

fn search(map: &Map, sites: u32) -> SiteSearch {
    let study = JoinedStudy::new(read(map));
    let service = study.area().catalogue().find("PHA").expect("pharmacies");
    let profile = ModeProfile::of(TravelMode::Walk);
    let question = SiteQuestion::within(service, &profile, Millis(300_000), sites);
    SiteSearch::new(&study, question).expect("started")
}

#[test]
fn where_nobody_lives_there_is_no_candidate_place() {
    let mut search = search(&street(31), 2);
    for _ in 0..2 {
        let error = search.step_until(|| false).expect_err("no place");
        assert_eq!(error.code(), ErrorCode::SitingNoCandidates);
        assert_eq!(search.phase(), Phase::Circles);
    }
}

#[test]
fn the_thinnest_slices_lead_to_the_same_plan() {
    let mut whole = search(&lived_in(), 2);
    assert_eq!(whole.step_until(|| false).expect("stepped"), Phase::Done);
    let mut sliced = search(&lived_in(), 2);
    // Nothing is chosen before the first slice, and a slice takes in one junction at most.
    assert_eq!((sliced.candidates().0, sliced.share()), (0, 0.0));
    let mut before = 0;
    while sliced.phase() == Phase::Circles {
        sliced.step_until(|| true).expect("stepped");
        let (candidates, _) = sliced.candidates();
        assert!(candidates <= before + 1);
        before = candidates;
    }
    assert_eq!(sliced.step_until(|| false).expect("stepped"), Phase::Done);
    let (sites, result) = sliced.plan().expect("a plan");
    assert_eq!(Some((sites.clone(), result.clone())), whole.plan());
    assert_eq!(sites.len(), 2);
    assert!(result.optimal && result.objective > 0.0);
}

const SERVICE: &str = "PHA";

/// A street of 6 km: homes every 200 m with more or less people, three pharmacies of which one is
/// planned for 2030, and nine known places of all kinds.
fn town() -> JoinedStudy {
    let area = read(&street(31).road(2, 100, 61, 100.0, "highway=residential"));
    let service = area.catalogue().find(SERVICE).expect("pharmacies");
    let mut demand = DemandPoints::default();
    for i in 0..31 {
        let people = f64::from(10 + (i * 37) % 23);
        demand.push(format_args!("h{i}"), position(200.0 * f64::from(i), 8.0), people, UnitId(0));
    }
    let place = |i: usize| Candidate {
        name: Some(format!("place {i}")),
        services: if i == 8 { vec![ServiceId(service.0 + 1)] } else { Vec::new() },
        state: if i == 7 { SiteState::Excluded } else { SiteState::Available },
        ..place(
            i,
            300.0 + 620.0 * i as f64,
            SiteKind::ALL[i % 4],
            (i != 3).then_some(40.0 + 17.0 * (i % 5) as f64),
        )
    };
    let facilities = vec![
        facility("west", 0.0, service),
        facility("east", 5900.0, service),
        Facility { state: State::Planned(2030), ..facility("later", 3000.0, service) },
    ];
    settled(&area, facilities, (0..9).map(place).collect(), demand)
}

fn asked(study: &JoinedStudy, aim: Aim) -> SiteQuestion {
    asking::asked(study, aim, 2)
}

fn refused(study: &JoinedStudy, question: SiteQuestion) -> Error {
    SiteSearch::new(study, question).expect_err("refused")
}

const KEPT: [&str; 2] = ["west", "east"];

#[test]
fn most_people_by_number_and_by_budget_as_brute_force() {
    let study = town();
    for (sites, budget) in
        [(Some(1), None), (Some(3), None), (None, Some(110.0)), (Some(2), Some(95.0))]
    {
        let question = SiteQuestion { sites, budget, ..asked(&study, Aim::MaxCoverage) };
        let plan = answered(&study, question);
        let brute = Brute::of(&study, &plan, &KEPT);
        assert_eq!(brute.times.len(), 7, "two of the nine places are ruled out");
        let fits = |set: &[usize]| {
            sites.is_none_or(|p| set.len() <= p as usize)
                && budget.is_none_or(|b| brute.cost(set) <= b)
        };
        let best = brute.most(fits, |set| brute.served(set));
        assert!(fits(&numbers(&plan)));
        assert_near(plan.totals.served, best);
        assert_near(plan.totals.served_today, brute.served(&[]));
        assert_near(plan.result.objective, best - brute.served(&[]));
        assert_near(plan.totals.unserved(), brute.weight.iter().sum::<f64>() - best);
        assert!(plan.result.optimal && plan.assignment.is_none());
        // Site after site what it adds, as it is said.
        for k in 1..=plan.sites.len() {
            let (with, without) = (&numbers(&plan)[..k], &numbers(&plan)[..k - 1]);
            let site = &plan.sites[k - 1];
            let newly_served = site.newly_served.expect("told");
            assert_near(newly_served, brute.served(with) - brute.served(without));
            assert_near(newly_served, plan.result.gains[k - 1]);
            assert_near(site.by_unit.iter().map(|u| u.1).sum(), newly_served);
            assert_near(site.by_group[0], newly_served);
        }
    }
}

fn phase(year: u16, sites: Option<u32>, budget: Option<f64>, weight: f64) -> BuildPhase {
    BuildPhase { year, sites, budget, weight }
}

#[test]
fn a_plan_over_years_keeps_what_is_built_and_its_bound_holds_against_every_nested_plan() {
    let study = town();
    let (mut best_found, cases) = (
        0,
        [
            vec![phase(2027, Some(1), None, 1.0)],
            vec![phase(2027, Some(1), None, 1.0), phase(2031, Some(1), None, 1.0)],
            vec![phase(2027, Some(2), None, 3.0), phase(2030, Some(1), None, 1.0)],
            vec![
                phase(2026, Some(1), None, 1.0),
                phase(2028, Some(0), None, 0.5),
                phase(2030, Some(2), None, 2.0),
            ],
            vec![phase(2027, None, Some(60.0), 1.0), phase(2030, None, Some(90.0), 2.0)],
            vec![phase(2029, Some(1), Some(80.0), 1.0), phase(2031, Some(2), Some(50.0), 1.0)],
        ],
    );
    let many = cases.len();
    for phases in cases {
        let question = asked(&study, Aim::MaxCoverage).in_phases(phases.clone());
        let plan = answered(&study, question);
        let phased = plan.phases.as_ref().expect("phases");
        let years: Vec<Brute> = phases
            .iter()
            .map(|p| {
                let later = (p.year >= 2030).then_some("later");
                Brute::of(&study, &plan, &KEPT.into_iter().chain(later).collect::<Vec<_>>())
            })
            .collect();
        let sites_of = |opened: &[usize], t: usize| -> Vec<usize> {
            (0..opened.len()).filter(|&j| opened[j] <= t).collect()
        };
        let fits = |opened: &[usize]| {
            (0..phases.len()).all(|t| {
                let (set, so_far) = (sites_of(opened, t), &phases[..=t]);
                let most = so_far.iter().map(|p| p.sites).sum::<Option<u32>>();
                let budget = so_far.iter().map(|p| p.budget).sum::<Option<f64>>();
                most.is_none_or(|most| set.len() <= most as usize)
                    && budget.is_none_or(|budget| years[t].cost(&set) <= budget)
            })
        };
        let worth = |opened: &[usize]| -> f64 {
            let at_end = |t: usize| phases[t].weight * years[t].served(&sites_of(opened, t));
            (0..phases.len()).map(at_end).sum()
        };
        // Every way to open each of the seven candidates in some phase or never.
        let base = phases.len() + 1;
        let mut best = f64::NEG_INFINITY;
        for number in 0..base.pow(7) {
            let opened: Vec<usize> = (0..7).map(|j| number / base.pow(j) % base).collect();
            if fits(&opened) {
                best = best.max(worth(&opened));
            }
        }
        let mut opened = vec![phases.len(); 7];
        for (t, planned) in phased.phases.iter().enumerate() {
            for &site in &planned.sites {
                assert_eq!(opened[site as usize], phases.len(), "built once");
                opened[site as usize] = t;
            }
        }
        assert!(fits(&opened));
        assert_near(phased.value, worth(&opened));
        assert!(phased.bound >= best - 1e-6 && phased.value <= best + 1e-6);
        assert_near(phased.gap, (phased.bound - phased.value) / phased.value);
        for (t, planned) in phased.phases.iter().enumerate() {
            let set = sites_of(&opened, t);
            assert_near(planned.served, years[t].served(&set));
            assert_near(planned.without, years[t].served(&[]));
            assert!(planned.bound >= planned.served - 1e-6);
            let before = if t > 0 { sites_of(&opened, t - 1) } else { Vec::new() };
            let added = years[t].served(&set) - years[t].served(&before);
            assert_near(planned.gains.iter().sum(), added);
        }
        // All else is about the end of the last phase.
        let last = phased.phases.last().expect("a phase");
        assert_near(plan.totals.served, last.served);
        let mut all: Vec<u32> = phased.phases.iter().flat_map(|p| p.sites.clone()).collect();
        let mut told: Vec<u32> = plan.sites.iter().map(|s| s.number).collect();
        all.sort_unstable();
        told.sort_unstable();
        assert_eq!(all, told);
        best_found += usize::from(phased.value >= best - 1e-6);
    }
    assert_eq!(best_found, many, "the best nested plan is found in every one of these");
}

#[test]
fn one_phase_is_the_plain_question_and_phases_that_are_none_are_refused() {
    let study = town();
    let question = || asked(&study, Aim::MaxCoverage);
    let plain = answered(&study, SiteQuestion { year: Some(2030), ..question() });
    let once = vec![phase(2030, Some(2), None, 1.0)];
    let phased = answered(&study, question().in_phases(once.clone()));
    assert_eq!((&phased.sites, phased.totals), (&plain.sites, plain.totals));
    assert_eq!(phased.result.bound, plain.result.bound);
    let place = |phases: Vec<BuildPhase>| {
        let error = refused(&study, question().in_phases(phases));
        (error.code(), error.place().unwrap_or_default().to_owned())
    };
    let two = |second| vec![phase(2030, Some(2), None, 1.0), second];
    for second in [
        phase(2030, Some(2), None, 1.0),
        phase(2031, None, Some(5.0), 1.0),
        phase(2031, Some(2), None, -1.0),
    ] {
        assert_eq!(place(two(second)), (ErrorCode::ArgumentRange, "phases[1]".to_owned()));
    }
    let travel = asked(&study, Aim::MinTotalTravel).in_phases(once);
    assert_eq!(refused(&study, travel).code(), ErrorCode::SitingUnsupported);
}

#[test]
fn phases_in_the_thinnest_slices_and_in_haste() {
    let study = town();
    let phases = vec![phase(2027, Some(1), None, 1.0), phase(2030, Some(2), None, 1.0)];
    let question = || asked(&study, Aim::MaxCoverage).in_phases(phases.clone());
    let whole = answered(&study, question());
    let mut sliced = SiteSearch::new(&study, question()).expect("started");
    while sliced.step_until(|| true).expect("stepped") != Phase::Done {}
    assert_eq!(sliced.explained().expect("a plan").phases, whole.phases);
    let mut hasty = SiteSearch::new(&study, question()).expect("started");
    hasty.stop();
    assert_eq!(hasty.step_until(|| false).expect("stepped"), Phase::Done);
    let found = hasty.explained().expect("a plan").phases.clone().expect("phases");
    let best = whole.phases.expect("phases");
    assert!(found.value <= best.value + 1e-6 && found.bound >= best.value - 1e-6);
}

#[test]
fn what_could_stand_in_for_a_site_loses_what_is_said() {
    let study = town();
    for aim in [Aim::MaxCoverage, Aim::MinTotalTravel] {
        let plan = answered(&study, asked(&study, aim));
        let brute = Brute::of(&study, &plan, &KEPT);
        let worth = |set: &[usize]| match aim {
            Aim::MaxCoverage => brute.served(set),
            _ => -brute.travel(set),
        };
        let all = numbers(&plan);
        let mut is_proven = false;
        for (i, site) in plan.sites.iter().enumerate() {
            let hold = site.hold.as_ref().expect("known");
            let mut rest = all.clone();
            rest.remove(i);
            assert_near(hold.alone, worth(&all) - worth(&rest));
            let number = all[i];
            let without = brute.most(|set| set.len() <= 2 && !set.contains(&number), worth);
            let lost = site.lost_at_least.expect("looked at");
            assert!(lost <= worth(&all) - without + 1e-6 && lost >= 0.0);
            is_proven |= lost > 0.0;
            assert!(!hold.swaps.is_empty());
            for swap in &hold.swaps {
                let with: Vec<usize> =
                    rest.iter().copied().chain([swap.candidate as usize]).collect();
                assert_near(swap.loss, worth(&all) - worth(&with));
                assert!(swap.loss >= -1e-9, "the plan is the best");
            }
            assert!(hold.swaps.is_sorted_by(|a, b| a.loss <= b.loss));
        }
        assert!(is_proven, "some site is worth more than any other");
        let curve = plan.curve.as_ref().expect("a curve");
        let mut taken = Vec::new();
        for (p, point) in curve.iter().enumerate() {
            taken.push(point.candidate.expect("added to those before") as usize);
            let value = if aim == Aim::MaxCoverage {
                brute.served(&taken) - brute.served(&[])
            } else {
                brute.travel(&taken)
            };
            assert_near(point.value, value);
            let best = brute.most(|set| set.len() <= p + 1, worth);
            assert!(worth(&taken) <= best + 1e-6);
        }
    }
}

#[test]
fn fewest_sites_and_least_cost_as_brute_force() {
    let study = town();
    let all = answered(&study, asked(&study, Aim::MaxCoverage));
    let brute = Brute::of(&study, &all, &KEPT);
    let total: f64 = brute.weight.iter().sum();
    for share in [0.3, 0.5, 0.7] {
        let enough = |set: &[usize]| brute.served(set) >= share * total - 1e-9;
        let aim = Aim::MinSites { share };
        let plan = answered(&study, SiteQuestion { sites: None, ..asked(&study, aim) });
        assert!(enough(&numbers(&plan)));
        assert_near(plan.result.objective, brute.least(enough, |set| set.len() as f64));
        let cheap = SiteQuestion { sites: None, budget: Some(1e6), ..asked(&study, aim) };
        let cheap = answered(&study, cheap);
        assert!(enough(&numbers(&cheap)));
        assert_near(cheap.result.objective, brute.least(enough, |set| brute.cost(set)));
        assert_near(cheap.cost, cheap.result.objective);
    }
}

/// What was tried for aims that do not add up: the best plans of more sites, and what is lost
/// without each site or with another in its place. `pays` is the objective times `sign`, less is
/// better.
#[track_caller]
fn assert_tried_truly(
    plan: &SitingPlan,
    brute: &Brute,
    sign: f64,
    pays: impl Fn(&[usize]) -> f64 + Copy,
) {
    let curve = plan.curve.as_ref().expect("a curve");
    assert!(!curve.is_empty() && curve.is_sorted_by(|a, b| a.sites < b.sites));
    for point in curve {
        assert_near(sign * point.value, brute.least(|set| set.len() <= point.sites as usize, pays));
    }
    let most = curve.last().expect("a point");
    assert_near(sign * most.value, brute.least(|_| true, pays));
    let all = numbers(plan);
    for (i, site) in plan.sites.iter().enumerate() {
        let hold = site.hold.as_ref().expect("tried");
        let mut rest = all.clone();
        rest.remove(i);
        let lost = |set: &[usize]| pays(set) - pays(&all);
        assert_near(hold.alone, lost(&rest));
        for swap in &hold.swaps {
            let with: Vec<usize> = rest.iter().copied().chain([swap.candidate as usize]).collect();
            assert_near(swap.loss, lost(&with));
            assert!((-1e-9..hold.alone).contains(&swap.loss), "{swap:?} of {hold:?}");
        }
        // Few enough candidates that all were tried.
        let others = (0..plan.candidates.len()).filter(|j| !all.contains(j));
        let better = others.filter(|&j| {
            let with: Vec<usize> = rest.iter().copied().chain([j]).collect();
            lost(&with) < hold.alone - 1e-9
        });
        assert_eq!(hold.swaps.len(), better.count().min(5));
    }
}

#[test]
fn least_travel_in_all_and_at_the_farthest_as_brute_force() {
    let study = town();
    for p in 1..4 {
        let question = SiteQuestion { sites: Some(p), ..asked(&study, Aim::MinTotalTravel) };
        let plan = answered(&study, question);
        let brute = Brute::of(&study, &plan, &KEPT);
        let fits = |set: &[usize]| set.len() <= p as usize;
        assert_near(plan.result.objective, brute.least(fits, |set| brute.travel(set)));
        assert_near(plan.nothing, brute.travel(&[]));
        assert_near(plan.totals.served, brute.served(&numbers(&plan)));
        let question = SiteQuestion { sites: Some(p), ..asked(&study, Aim::MinFarthestTravel) };
        let plan = answered(&study, question);
        assert_near(plan.result.objective, brute.least(fits, |set| brute.farthest(set)));
        assert_tried_truly(&plan, &brute, 1.0, |set| brute.farthest(set));
    }
}

#[test]
fn facilities_that_may_be_closed_stay_only_where_they_are_worth_it() {
    let study = town();
    let area = study.area();
    let mut question = asked(&study, Aim::MaxCoverage);
    let east = area.facilities().find("east").expect("there");
    question.closable = vec![Closable { facility: east, cost: 10.0 }];
    let plan = answered(&study, question.clone());
    let brute = Brute::of(&study, &plan, &["west"]);
    assert_eq!(plan.candidates[0].origin, Origin::Facility(east));
    assert_near(plan.totals.served, brute.most(|set| set.len() <= 2, |set| brute.served(set)));
    assert_near(plan.totals.served_today, brute.served(&[0]));
    let stays = numbers(&plan).contains(&0);
    assert_eq!(plan.closes.is_empty(), stays);
    check_scenario(&study, &plan);
    // One that costs more than all there is goes.
    question.closable[0].cost = 1e5;
    (question.sites, question.budget) = (None, Some(200.0));
    let plan = answered(&study, question);
    assert_eq!(plan.closes, [east]);
    check_scenario(&study, &plan);
}

/// The study with the plan's scenario serves whom the plan says.
#[track_caller]
fn check_scenario(study: &JoinedStudy, plan: &SitingPlan) {
    let scenario = plan.to_scenario(study.area()).expect("edits");
    let changed = study.with_area(scenario.apply(study.area()).expect("possible"));
    let question = &plan.question;
    let profile = &question.profiles[question.reach.modes[0].index()];
    let times = FacilityTimes::of(&changed, question.service, profile).expect("answered");
    let standard = ServiceStandard { service: question.service, within: question.reach.limits[0] };
    let served = Served::of(changed.area(), standard, &times.times).served;
    assert_near(served, plan.totals.served);
}

#[test]
fn a_plan_becomes_a_scenario_that_serves_whom_it_said() {
    let study = town();
    for aim in [Aim::MaxCoverage, Aim::MinTotalTravel, Aim::MinFarthestTravel] {
        check_scenario(&study, &answered(&study, asked(&study, aim)));
    }
    // With what is planned counted as there, fewer are newly served.
    let now = answered(&study, asked(&study, Aim::MaxCoverage));
    let question = SiteQuestion { year: Some(2031), ..asked(&study, Aim::MaxCoverage) };
    let later = answered(&study, question);
    assert!(later.totals.served_today > now.totals.served_today);
    assert!(later.result.objective < now.result.objective);
    let brute = Brute::of(&study, &later, &["west", "east", "later"]);
    assert_near(later.totals.served, brute.most(|s| s.len() <= 2, |s| brute.served(s)));
    check_scenario(&study, &later);
}

#[test]
fn what_is_ruled_out_is_listed_with_its_reason_and_never_chosen() {
    let study = town();
    let mut question = asked(&study, Aim::MaxCoverage);
    // Around place 1; 700 m around the place 4.
    let ring = [(800.0, -50.0), (1000.0, -50.0), (1000.0, 50.0), (800.0, 50.0)];
    question.restrictions.exclusions = vec![ring.map(|(x, y)| position(x, y)).to_vec()];
    question.restrictions.keep_away = vec![KeepAway { at: position(2780.0, 0.0), metres: 600.0 }];
    question.restrictions.from_facilities = 400.0;
    question.places.kinds = [true, true, true, false];
    let plan = answered(&study, question);
    let area = study.area();
    let named = plan.ruled.listed.iter().map(|f| {
        let Origin::Place(i) = f.origin else { panic!("a place") };
        (area.candidates().all()[i as usize].code.as_str(), f.reason.as_str())
    });
    let expected =
        [("c0", "nearFacility"), ("c1", "excluded"), ("c4", "keptAway"), ("c7", "notAvailable")];
    assert_eq!(named.collect::<Vec<_>>(), expected);
    assert_eq!(plan.ruled.counts, [1, 1, 1, 1, 1, 1, 0, 0, 0]);
    let codes: Vec<String> = plan.candidates.iter().map(|c| c.code(area)).collect();
    assert_eq!(codes, ["c2", "c5", "c6"]);
    let metres = plan.ruled.listed[0].reason.metres().expect("near");
    assert!((metres - 300.2).abs() < 0.1, "{metres}");
}

#[test]
fn sites_keep_their_distance_and_no_such_plan_beats_the_bound() {
    let study = town();
    let frame = study.area().network().frame();
    let mut mended = 0;
    for (sites, metres) in
        [(1, 3000.0), (2, 700.0), (2, 2000.0), (3, 700.0), (3, 1300.0), (3, 2500.0)]
    {
        for aim in [Aim::MaxCoverage, Aim::MinTotalTravel] {
            let mut question = asked(&study, aim);
            question.sites = Some(sites);
            let bare = answered(&study, question.clone());
            question.restrictions.apart = metres;
            let plan = answered(&study, question);
            let brute = Brute::of(&study, &plan, &KEPT);
            let at: Vec<Position> = plan.candidates.iter().map(|c| c.at).collect();
            let are_apart = |set: &[usize]| {
                let pairs = set.iter().flat_map(|&a| set.iter().map(move |&b| (a, b)));
                pairs.filter(|(a, b)| a < b).all(|(a, b)| frame.distance(at[a], at[b]) >= metres)
            };
            assert!(are_apart(&numbers(&plan)), "{metres} m: {:?}", numbers(&plan));
            let worth = |set: &[usize]| match aim {
                Aim::MaxCoverage => brute.served(set) - brute.served(&[]),
                _ => -brute.travel(set),
            };
            let fits = |set: &[usize]| set.len() <= sites as usize && are_apart(set);
            let best = brute.most(fits, worth);
            let found = worth(&numbers(&plan));
            let bound = plan.result.bound.expect("a bound");
            let bound = if aim == Aim::MaxCoverage { bound } else { -bound };
            let case = format!("{sites} sites, {metres} m, {aim:?}");
            assert!(found <= best + 1e-6 && bound >= best - 1e-3, "{case}: {found} {best} {bound}");
            assert!(best - found <= 0.1 * best.abs(), "{case}: {found} of {best}");
            assert!(
                !plan.result.optimal || best - found < 1e-3,
                "{case}: {found} is called the best"
            );
            if are_apart(&numbers(&bare)) {
                assert_eq!(numbers(&plan), numbers(&bare), "{case}: nothing was to be mended");
            } else {
                mended += 1;
                assert!(plan.ruled.listed.iter().any(|f| f.reason.as_str() == "nearCandidate"));
            }
            for site in &plan.sites {
                for swap in site.hold.iter().flat_map(|hold| &hold.swaps) {
                    let of_plan = numbers(&plan);
                    let own = of_plan.iter().position(|&j| plan.candidates[j] == site.candidate);
                    let mut set = of_plan.clone();
                    set[own.expect("in the plan")] = swap.candidate as usize;
                    assert!(are_apart(&set), "{case}: {swap:?} is too near");
                }
            }
        }
    }
    assert!(mended > 3, "{mended} plans had to be mended");
}

#[test]
fn where_all_is_ruled_out_the_reasons_are_counted() {
    let study = town();
    let mut question = asked(&study, Aim::MaxCoverage);
    question.restrictions.keep_away = vec![KeepAway { at: position(3000.0, 0.0), metres: 9000.0 }];
    let mut search = SiteSearch::new(&study, question).expect("started");
    let error = search.step_until(|| false).expect_err("no place");
    assert_eq!(error.code(), ErrorCode::SitingNoCandidates);
    assert!(error.found().contains("7 keptAway"), "{}", error.found());
}

#[test]
fn what_cannot_be_kept_is_said_with_how_much_is_missing() {
    let study = town();
    let too_much = Aim::MinSites { share: 1.0 };
    let mut question = SiteQuestion { sites: None, ..asked(&study, too_much) };
    question.restrictions.keep_away = vec![KeepAway { at: position(2700.0, 0.0), metres: 900.0 }];
    let mut search = SiteSearch::new(&study, question).expect("started");
    assert_eq!(search.step_until(|| false).expect("stepped"), Phase::Done);
    let missing = search.infeasible().expect("impossible");
    assert_eq!((missing.constraint, missing.proven), ("coverage", true));
    assert_near(missing.asked, study.area().demand().total());
    assert!(missing.possible < missing.asked && search.plan().is_none());

    let some = Aim::MinSites { share: 0.7 };
    let question = SiteQuestion { sites: None, ..asked(&study, some) };
    let least = answered(&study, question.clone()).result.objective;
    let plan = answered(&study, SiteQuestion { sites: Some(1), ..question });
    let missing = plan.infeasible.expect("too few");
    assert_eq!((missing.constraint, missing.proven), ("sites", true));
    assert_near(missing.possible, least);
    assert_near(missing.asked, 1.0);

    // Fewest sites are counted or priced: with both it is told at once.
    let both = SiteQuestion { budget: Some(1e6), ..asked(&study, some) };
    let error = refused(&study, both);
    assert_eq!((error.code(), error.place()), (ErrorCode::SitingUnsupported, Some("sites")));

    let question =
        SiteQuestion { sites: None, budget: Some(3.0), ..asked(&study, Aim::MaxCoverage) };
    let plan = answered(&study, question);
    let missing = plan.infeasible.expect("too dear");
    assert_eq!(
        (missing.constraint, missing.asked as u32, missing.possible as u32),
        ("budget", 3, 40)
    );
    assert!(plan.sites.is_empty());
}

#[test]
fn sites_with_room_for_so_many_serve_no_more() {
    let study = town();
    let mut question = asked(&study, Aim::MaxCoverage);
    question.room = Some(Room { people: 25.0 });
    let plan = answered(&study, question);
    // Each candidate has at least 25 people in reach who are in reach of none that is kept.
    assert_near(plan.result.objective, plan.totals.served_today + 50.0);
    assert!(plan.sites.iter().all(|s| s.served.expect("told") <= 25.0 + 1e-9));
    // The scenario builds them as large as they were counted.
    let edits = plan.to_scenario(study.area()).expect("a scenario").edits;
    let sized = edits.iter().filter(|edit| matches!(edit, Edit::Resize(_))).count();
    assert_eq!(sized, plan.sites.len());
    let wide = answered(&study, SiteQuestion { room: Some(Room { people: 1e6 }), ..plan.question });
    let brute = Brute::of(&study, &wide, &KEPT);
    assert_near(wide.totals.served, brute.most(|s| s.len() <= 2, |s| brute.served(s)));
}

#[test]
fn groups_count_as_they_are_weighted() {
    let study = town();
    let plain = answered(&study, asked(&study, Aim::MaxCoverage));
    let mut question = asked(&study, Aim::MaxCoverage);
    let group = |code: &str, weight| GroupWeight { group: code.to_owned(), weight };
    question.people = vec![group("60+", 2.0), group("0-2", 1.0)];
    let plan = answered(&study, question.clone());
    // Nobody counted them: assumed shares of the residents, the same everywhere.
    let share = 2.0 * 0.2134 + 0.021;
    assert_near(plan.totals.served, plain.totals.served * share);
    let site = &plan.sites[0];
    assert_near(2.0 * site.by_group[0] + site.by_group[1], site.newly_served.expect("told"));
    question.people = vec![group("left-handed", 1.0)];
    assert_eq!(refused(&study, question).code(), ErrorCode::StudyNoData);
}

#[test]
fn slower_walking_serves_fewer_and_as_many_as_a_new_search_says() {
    let study = town();
    let question = asked(&study, Aim::MaxCoverage);
    let mut search = SiteSearch::new(&study, question.clone()).expect("started");
    search.step_until(|| false).expect("stepped");
    let totals = search.explained().expect("a plan").totals;
    let (today, with) = search.recount(1.0).expect("a speed").expect("a plan");
    assert_near(today, totals.served_today);
    assert_near(with, totals.served);
    let slow = search.recount(0.8).expect("a speed").expect("a plan");
    let fast = search.recount(1.2).expect("a speed").expect("a plan");
    assert!(slow.1 < with && with < fast.1, "{slow:?} {fast:?}");
    let mut slower = question;
    slower.profiles[0].speed_kmh *= 0.8;
    let searched = answered(&study, slower);
    assert_near(searched.totals.served_today, slow.0);
    assert!(searched.totals.served >= slow.1);
    assert!(search.recount(0.0).is_err());
}

#[test]
fn the_standard_lets_each_zone_travel_by_its_own_mode() {
    let study = town();
    let service = study.area().catalogue().find(SERVICE).expect("known");
    let row = study.area().standard().row(SERVICE).cloned();
    let question = SiteQuestion::by_standard(study.area(), service);
    match row {
        None => assert_eq!(question.expect_err("no row").code(), ErrorCode::StudyService),
        Some(row) => {
            let question = question.expect("a row");
            assert_eq!(question.people[0].group, row.group);
            assert_eq!(question.reach.modes, row.mode.each().map(|m| *m));
        }
    }
}

#[test]
fn numbers_out_of_range_are_refused_by_name() {
    let study = town();
    let place = |change: &dyn Fn(&mut SiteQuestion)| {
        let mut question = asked(&study, Aim::MaxCoverage);
        change(&mut question);
        let error = refused(&study, question);
        assert_eq!(error.code(), ErrorCode::ArgumentRange);
        error.place().unwrap_or_default().to_owned()
    };
    assert_eq!(place(&|q| q.sites = None), "sites");
    assert_eq!(place(&|q| q.budget = Some(f64::NAN)), "budget");
    assert_eq!(place(&|q| q.aim = Aim::MinSites { share: 1.5 }), "coverage");
    assert_eq!(place(&|q| q.reach.limits[1] = Millis::ZERO), "minutes");
    assert_eq!(place(&|q| q.people[0].weight = -1.0), "people");
    assert_eq!(place(&|q| q.people.clear()), "people");
    assert_eq!(place(&|q| q.places.cost[2] = f64::INFINITY), "costs");
    assert_eq!(place(&|q| q.restrictions.apart = -1.0), "metresApart");
    assert_eq!(place(&|q| q.restrictions.exclusions = vec![vec![]]), "exclusions[0]");
    let keep_away = vec![KeepAway { at: position(0.0, 0.0), metres: f64::NAN }];
    assert_eq!(place(&|q| q.restrictions.keep_away.clone_from(&keep_away)), "keepAway[0]");
    let planned = study.area().facilities().find("later").expect("there");
    let closable = vec![Closable { facility: planned, cost: 0.0 }];
    assert_eq!(place(&|q| q.closable.clone_from(&closable)), "closable");
    let open = study.area().facilities().find("east").expect("there");
    let twice =
        vec![Closable { facility: open, cost: 0.0 }, Closable { facility: open, cost: 9.0 }];
    assert_eq!(place(&|q| q.closable.clone_from(&twice)), "closable");
}

/// How long everybody takes to each kept facility.
fn times_of_kept(study: &JoinedStudy, plan: &SitingPlan) -> Vec<Vec<Millis>> {
    KEPT.iter().map(|code| Brute::of(study, plan, &[code]).kept).collect()
}

#[test]
fn people_with_two_in_reach_as_brute_force() {
    let study = town();
    for sites in 1..5 {
        let mut question = asked(&study, Aim::MaxCoverage);
        (question.backup, question.sites) = (Some(2), Some(sites));
        let mut search = SiteSearch::new(&study, question).expect("started");
        assert_eq!(search.step_until(|| false).expect("stepped"), Phase::Done);
        let plan = search.explained().expect("a plan").clone();
        let brute = Brute::of(&study, &plan, &[]);
        let kept = times_of_kept(&study, &plan);
        let served = |set: &[usize]| -> f64 {
            let has_two = |d: &usize| {
                let circles = set.iter().map(|&j| &brute.times[j]).chain(&kept);
                circles.filter(|times| times[*d].within(brute.limits[*d])).count() >= 2
            };
            (0..brute.weight.len()).filter(has_two).map(|d| brute.weight[d]).sum()
        };
        let best = brute.most(|set| set.len() <= sites as usize, served);
        assert!(plan.result.optimal);
        assert_near(plan.totals.served, best);
        assert_near(plan.totals.served_today, served(&[]));
        assert_near(plan.totals.served, served(&numbers(&plan)));
        assert_near(plan.result.objective, best - served(&[]));
        let newly: Option<f64> = plan.sites.iter().map(|s| s.newly_served).sum();
        assert_near(newly.expect("told"), plan.result.objective);
        let gains: f64 = plan.result.gains.iter().sum();
        assert_near(gains, plan.result.objective);
        assert_tried_truly(&plan, &brute, -1.0, |set| served(&[]) - served(set));
        let counted = search.recount(1.0).expect("a speed").expect("a plan");
        assert_near(counted.0, plan.totals.served_today);
        assert_near(counted.1, plan.totals.served);
    }
}

#[test]
fn least_inequality_and_largest_least_access_as_brute_force() {
    let study = town();
    for aim in [Aim::MinInequality, Aim::MaxLeastAccess] {
        let mut question = asked(&study, aim);
        question.sites = Some(3);
        let plan = answered(&study, question);
        let brute = Brute::of(&study, &plan, &[]);
        let kept = times_of_kept(&study, &plan);
        let decay = |times: &[Millis], d: usize| {
            let share = times[d].seconds() / brute.limits[d].seconds();
            let thirds = [(1.0 / 3.0, 1.0), (2.0 / 3.0, 0.68), (1.0, 0.22)];
            thirds.iter().find(|(up_to, _)| share <= *up_to).map_or(0.0, |band| band.1)
        };
        let all: Vec<usize> = (0..brute.weight.len()).collect();
        // Nobody knows a capacity, so each hands out 1.
        let access = |set: &[usize]| -> Vec<f64> {
            let circles: Vec<_> = set.iter().map(|&j| &brute.times[j]).chain(&kept).collect();
            let claims = |times: &[Millis]| -> f64 {
                all.iter().map(|&d| brute.weight[d] * decay(times, d)).sum()
            };
            let share = |times: &[Millis], d: usize| match claims(times) {
                0.0 => 0.0,
                claims => decay(times, d) / claims,
            };
            all.iter().map(|&d| circles.iter().map(|times| share(times, d)).sum()).collect()
        };
        let value = |set: &[usize]| {
            let access = access(set);
            if aim == Aim::MaxLeastAccess {
                let reachable = |d: &&usize| {
                    let times = brute.times.iter().chain(&kept);
                    times.into_iter().any(|times| times[**d].within(brute.limits[**d]))
                };
                return -all.iter().filter(reachable).map(|&d| access[d]).fold(1e9, f64::min);
            }
            let people: f64 = brute.weight.iter().sum();
            let mean = all.iter().map(|&d| brute.weight[d] * access[d]).sum::<f64>() / people;
            let far = |d: usize| brute.weight[d] * (access[d] - mean) * (access[d] - mean);
            (all.iter().map(|&d| far(d)).sum::<f64>() / people).sqrt() / mean
        };
        let sign = if aim == Aim::MaxLeastAccess { -1.0 } else { 1.0 };
        let said = sign * plan.result.objective;
        assert_near(said, value(&numbers(&plan)));
        assert_near(said, brute.least(|set| set.len() <= 3, value));
        assert_near(sign * plan.nothing, value(&[]));
        assert_eq!((plan.result.bound, plan.result.gap), (None, None));
        assert_tried_truly(&plan, &brute, sign, value);
        assert_eq!(plan.sites.len(), plan.result.gains.len());
    }
}

#[test]
fn backup_goes_with_coverage_alone() {
    let study = town();
    let mut question = asked(&study, Aim::MinTotalTravel);
    question.backup = Some(2);
    let error = refused(&study, question.clone());
    assert_eq!((error.code(), error.place()), (ErrorCode::SitingUnsupported, Some("backup")));
    question.aim = Aim::MaxCoverage;
    question.room = Some(Room { people: 10.0 });
    assert_eq!(refused(&study, question.clone()).code(), ErrorCode::SitingUnsupported);
    (question.room, question.backup) = (None, Some(0));
    assert_eq!(refused(&study, question).code(), ErrorCode::ArgumentRange);
}
