//! Whom a plan serves, on streets with homes and places: who goes where with limited room, who is
//! left, what groups and zones do to the choice, and what a budget brings.

mod common;

use common::asking::{self, answered, numbers};
use common::brute::Brute;
use common::dice::Dice;
use common::town::{
    assert_near, councils, facility, place, position, read, settled, street, zoned,
};
use service_circle::ErrorCode;
use service_circle::access::JoinedStudy;
use service_circle::facts::{
    Candidate, Counts, DemandPoints, Facility, ServiceId, SiteKind, StudyArea, UnitId, Zone,
};
use service_circle::network::ModeProfile;
use service_circle::siting::assignment::Server;
use service_circle::siting::{
    Aim, Assignment, Closable, GroupWeight, Room, SiteQuestion, SiteSearch,
};
use service_circle::units::{Millis, TravelMode};

/// In the study's standard 0.3 per 1,000 people.
const SERVICE: &str = "PHA";
const PER_PERSON: f64 = 0.0003;

/// Metres along a street of 3 km.
fn east(dice: &mut Dice) -> f64 {
    f64::from(dice.below(3000))
}

fn pharmacies(area: &StudyArea) -> ServiceId {
    area.catalogue().find(SERVICE).expect("known")
}

/// A facility that has room for so many people.
fn with_room(code: &str, east: f64, people: f64, service: ServiceId) -> Facility {
    let mut facility = facility(code, east, service);
    facility.detail.capacity = vec![Some(people * PER_PERSON)];
    facility
}

/// Homes by metres along the street and people.
fn homes(list: &[(f64, f64)]) -> DemandPoints {
    let mut demand = DemandPoints::default();
    for (i, &(east, people)) in list.iter().enumerate() {
        demand.push(format_args!("h{i}"), position(east, 8.0), people, UnitId(0));
    }
    demand
}

fn places(at: &[f64], cost: Option<f64>) -> Vec<Candidate> {
    at.iter().enumerate().map(|(i, &east)| place(i, east, SiteKind::Reuse, cost)).collect()
}

fn asked(study: &JoinedStudy, aim: Aim) -> SiteQuestion {
    asking::asked(study, aim, 1)
}

/// What goes where, by home and `site` or `facility`.
fn goes(of: &Assignment) -> Vec<(u32, &'static str, u32)> {
    let part = |part: &service_circle::siting::assignment::Part| {
        let server = match of.loads[part.load as usize].server {
            Server::Site(_) => "site",
            Server::Facility(_) => "facility",
        };
        (part.point, server, part.people.round() as u32)
    };
    of.parts.iter().map(part).collect()
}

/// A facility at 0 m, a place at 700 m, and four homes: the first in reach of the facility alone,
/// the second of both, the third of the place alone, the fourth of neither.
fn hand_drawn(room: f64) -> JoinedStudy {
    let area = read(&street(31));
    let demand = homes(&[(0.0, 30.0), (300.0, 20.0), (1000.0, 40.0), (2900.0, 7.0)]);
    let west = with_room("west", 0.0, room, pharmacies(&area));
    settled(&area, vec![west], places(&[700.0], None), demand)
}

#[test]
fn a_site_with_limited_room_tells_whom_it_serves_and_not_whom_it_reaches() {
    let study = hand_drawn(25.0);
    let mut question = asked(&study, Aim::MaxCoverage);
    question.room = Some(Room { people: 60.0 });
    let plan = answered(&study, question.clone());
    // 85 can be served in one way only: 25 of 30 at the facility, the next two homes at the site.
    let assignment = plan.assignment.as_ref().expect("told");
    assert_eq!(goes(assignment), [(0, "facility", 25), (1, "site", 20), (2, "site", 40)]);
    assert_near(plan.totals.served_today, 25.0);
    assert_near(plan.nothing, 25.0);
    assert_near(plan.totals.served, 85.0);
    assert_near(plan.totals.unserved(), 12.0);
    let site = &plan.sites[0];
    assert_eq!(site.served.map(f64::round), Some(60.0));
    assert_near(site.by_unit[0].1, 60.0);
    assert_near(site.by_group[0], 60.0);
    // Who is new cannot be said: the second home may have gone to the facility before.
    assert_eq!((site.newly_served, site.gaining, site.reached_none), (None, None, None));
    assert_eq!((site.minutes_before, site.minutes_after), (None, None));
    let rooms: Vec<f64> = assignment.loads.iter().map(|l| l.room.expect("known")).collect();
    assert_near(rooms[0], 60.0);
    assert_near(rooms[1], 25.0);

    // With less room it serves a part of whom it reaches.
    question.room = Some(Room { people: 50.0 });
    let plan = answered(&study, question.clone());
    assert_near(plan.sites[0].served.expect("told"), 50.0);
    assert_near(plan.sites[0].in_reach, 60.0);
    assert_near(plan.totals.unserved(), 22.0);

    // Whole homes: the first fits nowhere, and gives its place to the second.
    question.room = Some(Room { people: 45.0 });
    question.districts = true;
    let plan = answered(&study, question);
    let assignment = plan.assignment.as_ref().expect("told");
    assert_eq!(goes(assignment), [(1, "facility", 20), (2, "site", 40)]);
    assert_near(plan.totals.served_today, 20.0);
    assert_near(plan.totals.served, 60.0);
    assert_near(plan.totals.unserved(), 37.0);
    assert_near(plan.sites[0].by_unit[0].1, 40.0);
}

#[test]
fn a_facility_of_unknown_capacity_has_room_for_everybody() {
    let area = read(&street(31));
    let demand = homes(&[(0.0, 30.0), (300.0, 20.0), (1000.0, 40.0)]);
    let west = facility("west", 0.0, pharmacies(&area));
    let study = settled(&area, vec![west], places(&[700.0], None), demand);
    let room = Some(Room { people: 35.0 });
    let plan = answered(&study, SiteQuestion { room, ..asked(&study, Aim::MaxCoverage) });
    let loads = plan.assignment.expect("told").loads;
    assert_eq!(loads[1].room, None);
    assert_near(loads[0].people, 35.0);
    assert_near(loads[1].people, 50.0);
}

/// Random homes, places and three facilities: of known room, of unknown, and one that may close.
fn random_town(dice: &mut Dice) -> (JoinedStudy, SiteQuestion) {
    let area = read(&street(31));
    let service = pharmacies(&area);
    let list: Vec<(f64, f64)> =
        (0..18).map(|_| (east(dice), 0.1 * f64::from(dice.below(300)))).collect();
    let at: Vec<f64> = (0..6).map(|i| 250.0 + 500.0 * f64::from(i)).collect();
    let facilities = vec![
        with_room("one", east(dice), f64::from(10 + dice.below(40)), service),
        with_room("two", east(dice), f64::from(10 + dice.below(40)), service),
        facility("open", east(dice), service),
    ];
    let study = settled(&area, facilities, places(&at, Some(10.0)), homes(&list));
    let mut question = asked(&study, Aim::MaxCoverage);
    question.sites = Some(1 + dice.below(4));
    question.room = Some(Room { people: f64::from(15 + dice.below(60)) });
    let two = study.area().facilities().find("two").expect("there");
    if dice.below(2) == 0 {
        question.closable = vec![Closable { facility: two, cost: 0.0 }];
    }
    question.work_limit = Some(20_000);
    (study, question)
}

#[test]
fn who_goes_where_is_what_the_solver_found_and_keeps_to_people_room_and_reach() {
    let mut parted = 0;
    for seed in 0..30 {
        let (study, mut question) = random_town(&mut Dice::new(seed));
        question.districts = seed % 2 == 1;
        let districts = question.districts;
        let plan = answered(&study, question);
        let (assignment, demand) = (plan.assignment.as_ref().expect("told"), study.area().demand());
        // The solver's own amounts, row after row.
        let amounts = plan.result.served.as_ref().expect("told").iter().filter(|a| **a > 0.0);
        assert!(amounts.eq(assignment.parts.iter().map(|p| &p.people)), "seed {seed}");
        let mut of_point = vec![(0.0, 0); demand.len()];
        let mut load = vec![0.0; assignment.loads.len()];
        let brute = Brute::of(&study, &plan, &[]);
        for part in &assignment.parts {
            let (point, people) = (part.point as usize, part.people);
            of_point[point].0 += people;
            of_point[point].1 += 1;
            load[part.load as usize] += people;
            let times = match assignment.loads[part.load as usize].server {
                Server::Site(number) => brute.times[number as usize].clone(),
                Server::Facility(id) => {
                    let code = study.area().facilities().all()[id.index()].code.clone();
                    Brute::of(&study, &plan, &[code.as_str()]).kept
                }
            };
            assert!(times[point].within(brute.limits[point]), "seed {seed}: out of reach");
        }
        for (&(sum, parts), &people) in of_point.iter().zip(demand.people()) {
            assert!(sum <= people + 1e-9, "seed {seed}: {sum} of {people}");
            assert!(!districts || parts == 0 || (parts == 1 && (sum - people).abs() < 1e-6));
            parted += u32::from(parts > 1);
        }
        for (of, &sum) in assignment.loads.iter().zip(&load) {
            assert_near(of.people, sum);
            assert!(of.room.is_none_or(|room| sum <= room + 1e-9), "seed {seed}: {of:?}");
        }
        let all: f64 = load.iter().sum();
        assert_near(plan.totals.served, all);
        assert_near(plan.totals.served, plan.result.objective);
        assert_near(plan.totals.unserved(), demand.total() - all);
        // Each site says the same of itself; those first that serve most.
        assert_eq!(plan.sites.len() + 3 - plan.question.closable.len(), load.len());
        for ((site, of), gain) in plan.sites.iter().zip(&assignment.loads).zip(&plan.result.gains) {
            assert_eq!(of.server, Server::Site(site.number));
            assert_near(site.served.expect("told"), of.people);
            assert_near(*gain, of.people);
            assert_near(site.by_unit.iter().map(|u| u.1).sum(), of.people);
            assert_near(site.by_group[0], of.people);
            assert!(site.newly_served.is_none() && site.in_reach >= of.people - 1e-9);
        }
        assert!(plan.result.gains.is_sorted_by(|a, b| a >= b));
    }
    assert!(parted > 0, "some home is served in parts");
}

#[test]
fn groups_of_a_home_that_is_served_in_part_are_served_in_the_same_part() {
    let area = read(&street(31));
    let mut demand = homes(&[(700.0, 40.0), (900.0, 10.0)]);
    demand.groups_mut().set("60+", Counts::ByPoint(vec![30.0, 0.0]));
    demand.groups_mut().set("0-2", Counts::ByPoint(vec![10.0, 10.0]));
    let far = facility("far", 2900.0, pharmacies(&area));
    let study = settled(&area, vec![far], places(&[700.0], None), demand);
    let mut question = asked(&study, Aim::MaxCoverage);
    let group = |code: &str, weight| GroupWeight { group: code.to_owned(), weight };
    question.people = vec![group("60+", 2.0), group("0-2", 1.0)];
    question.room = Some(Room { people: 45.0 });
    let plan = answered(&study, question);
    let (site, parts) = (&plan.sites[0], &plan.assignment.as_ref().expect("told").parts);
    // 2·30 + 10 and 10 by weight, of whom 45 are served.
    let share = [parts[0].people / 70.0, parts.get(1).map_or(0.0, |p| p.people / 10.0)];
    assert_near(site.by_group[0], 30.0 * share[0]);
    assert_near(site.by_group[1], 10.0 * (share[0] + share[1]));
    assert_near(2.0 * site.by_group[0] + site.by_group[1], 45.0);
    assert_near(plan.totals.unserved(), 35.0);
}

#[test]
fn weights_of_groups_change_the_site_that_is_chosen() {
    let area = read(&street(31));
    // Many old people in the west, a few small children in the east.
    let mut demand = homes(&[(200.0, 100.0), (2500.0, 60.0)]);
    demand.groups_mut().set("60+", Counts::ByPoint(vec![50.0, 5.0]));
    demand.groups_mut().set("0-2", Counts::ByPoint(vec![4.0, 20.0]));
    let middle = facility("middle", 1350.0, pharmacies(&area));
    let study = settled(&area, vec![middle], places(&[250.0, 2450.0], None), demand);
    let mut question = asked(&study, Aim::MaxCoverage);
    let mut with = |weights: [f64; 2]| {
        let of = |(code, weight): (&str, f64)| GroupWeight { group: code.to_owned(), weight };
        question.people = ["60+", "0-2"].into_iter().zip(weights).map(of).collect();
        let plan = answered(&study, question.clone());
        let site = &plan.sites[0];
        let code = site.candidate.code(study.area());
        (code, site.newly_served.expect("told").round() as u32, site.by_group.clone())
    };
    // West 50 + 4, east 5 + 20; with children counting four times as much 66 and 85.
    assert_eq!(with([1.0, 1.0]), ("c0".to_owned(), 54, vec![50.0, 4.0]));
    assert_eq!(with([1.0, 4.0]), ("c1".to_owned(), 85, vec![5.0, 20.0]));
    assert_eq!(with([0.0, 1.0]).0, "c1");
    assert_eq!(with([1.0, 0.0]).0, "c0");
}

#[test]
fn each_zone_travels_by_its_own_mode_and_limit_in_one_question() {
    // Two councils, each 3 km long, and a third one where nobody lives.
    let area = read(&councils(61, &[("West", 2990.0), ("East", 6500.0), ("Beyond", 8000.0)]));
    let (area, units) = zoned(&area, &[("West", Zone::Urban), ("East", Zone::Rural)]);
    let profiles = TravelMode::ALL.map(ModeProfile::of);
    // Those of the west walk about 600 m, those of the east cycle about 1,200 m.
    let cycling = &profiles[TravelMode::Cycle.index()];
    let metres_a_second = |of: &ModeProfile| of.speed_kmh / 3.6;
    let seconds = [600.0 / metres_a_second(&profiles[0]), 1200.0 / metres_a_second(cycling) + 30.0];
    let mut chosen = Vec::new();
    for seed in 0..12 {
        let dice = &mut Dice::new(seed);
        let mut demand = DemandPoints::default();
        let mut people = Vec::new();
        for i in 0..31 {
            let (at, count) = (200.0 * f64::from(i), f64::from(dice.below(40)));
            let of = units[usize::from(at >= 2990.0)];
            demand.push(format_args!("h{i}"), position(at, 0.0), count, of);
            people.push((at, count));
        }
        // A hundred metres from all homes, so that no time is near its limit.
        let at: Vec<f64> = (0..8).map(|i| 300.0 + 800.0 * f64::from(i)).collect();
        let far = facility("far", 5900.0, pharmacies(&area));
        let study = settled(&area, vec![far], places(&at, None), demand);
        let mut question = asked(&study, Aim::MaxCoverage);
        question.sites = Some(3);
        question.profiles = profiles.clone();
        question.reach.modes = [TravelMode::Walk, TravelMode::Drive, TravelMode::Cycle];
        let limit = |seconds: f64| Millis((seconds * 1000.0) as u32);
        question.reach.limits = [limit(seconds[0]), Millis(60_000), limit(seconds[1])];
        let plan = answered(&study, question);
        // By hand: how far people get along the street.
        let served = |set: &[usize]| -> f64 {
            let is_served = |(home, _): &&(f64, f64)| {
                let metres = if *home < 2990.0 { 600.0 } else { 1200.0 };
                let kept = std::iter::once(5900.0);
                set.iter().map(|&j| at[j]).chain(kept).any(|site| (site - home).abs() < metres)
            };
            people.iter().filter(is_served).map(|(_, people)| people).sum()
        };
        let brute = Brute::of(&study, &plan, &["far"]);
        let best = brute.most(|set| set.len() <= 3, served);
        assert!(brute.sets().all(|set| (brute.served(&set) - served(&set)).abs() < 1e-6));
        assert_near(plan.totals.served, best);
        assert_near(served(&numbers(&plan)), best);
        assert_near(plan.totals.unserved(), people.iter().map(|p| p.1).sum::<f64>() - best);
        chosen.extend(numbers(&plan));
    }
    assert!(chosen.iter().any(|&j| j < 4) && chosen.iter().any(|&j| j >= 4));
}

/// What sites add to the objective of a question without any, as brute force counts it.
fn gain(brute: &Brute, aim: Aim, set: &[usize]) -> f64 {
    match aim {
        Aim::MinTotalTravel => brute.travel(&[]) - brute.travel(set),
        _ => brute.served(set) - brute.served(&[]),
    }
}

#[test]
fn the_curve_over_a_budget_has_the_values_of_plans_and_none_beats_a_fresh_solve() {
    let (mut steps, mut best) = (0, 0);
    for seed in 0..16 {
        let dice = &mut Dice::new(seed);
        let area = read(&street(31));
        let list: Vec<(f64, f64)> =
            (0..15).map(|_| (east(dice), f64::from(dice.below(30)))).collect();
        let place =
            |i| place(i, 150.0 + 450.0 * i as f64, SiteKind::Reuse, Some(f64::from(dice.below(9))));
        let known: Vec<Candidate> = (0..7).map(place).collect();
        let there = vec![facility("there", east(dice), pharmacies(&area))];
        let study = settled(&area, there, known, homes(&list));
        for aim in [Aim::MaxCoverage, Aim::MinTotalTravel] {
            let ask = |budget: f64| {
                let budget = Some(budget);
                SiteQuestion { budget, sites: None, ..asked(&study, aim) }
            };
            let plan = answered(&study, ask(12.0));
            let brute = Brute::of(&study, &plan, &["there"]);
            let curve = plan.curve.as_ref().expect("a curve");
            let mut set: Vec<usize> = Vec::new();
            for point in curve {
                let next = |j: usize| [&set[..], &[j]].concat();
                let adds = |j: usize| gain(&brute, aim, &next(j)) - gain(&brute, aim, &set);
                let j = point.candidate.expect("added to those before") as usize;
                assert_near(point.gain, adds(j));
                // No other adds more for its cost.
                for other in (0..brute.cost.len()).filter(|other| !set.contains(other)) {
                    let (ours, theirs) = (adds(j) * brute.cost[other], adds(other) * brute.cost[j]);
                    assert!(ours >= theirs - 1e-6, "seed {seed}: {other} before {j}");
                }
                set.push(j);
                assert_near(point.cost, brute.cost(&set));
                let value = match aim {
                    Aim::MinTotalTravel => brute.travel(&set),
                    _ => gain(&brute, aim, &set),
                };
                assert_near(point.value, value);
                let fresh = answered(&study, ask(point.cost)).result;
                let most = brute
                    .most(|set| brute.cost(set) <= point.cost + 1e-9, |set| gain(&brute, aim, set));
                assert!(fresh.optimal);
                assert_near(
                    gain(&brute, aim, &fresh.sites.iter().map(|&j| j as usize).collect::<Vec<_>>()),
                    most,
                );
                assert!(gain(&brute, aim, &set) <= most + 1e-6, "seed {seed}");
                steps += 1;
                best += u32::from(gain(&brute, aim, &set) >= most - 1e-6);
            }
            assert_near(
                plan.nothing,
                if aim == Aim::MaxCoverage { 0.0 } else { brute.travel(&[]) },
            );
        }
    }
    // Greedy, so not always the best plan for as much; but no bad one.
    assert!(best * 3 > steps * 2, "{best} of {steps}");
}

#[test]
fn with_given_districts_people_use_the_sites_of_their_own_only() {
    let area = read(&councils(61, &[("West", 2990.0), ("East", 6500.0), ("Beyond", 8000.0)]));
    let units = area.units().all();
    let unit = |name: &str| units.iter().position(|u| u.name == name).expect("a council");
    let (west, east) = (unit("West"), unit("East"));
    let of = |at: f64| UnitId(if at < 2990.0 { west } else { east } as u32);
    let home = |at: f64| (at, 10.0);
    // Six homes on each side of the border, all in reach of the place between, which is in the west.
    let list: Vec<(f64, f64)> = (0..12).map(|i| home(2440.0 + 100.0 * f64::from(i))).collect();
    let mut demand = DemandPoints::default();
    for (i, &(at, people)) in list.iter().enumerate() {
        demand.push(format_args!("h{i}"), position(at, 0.0), people, of(at));
    }
    let kept = with_room("kept", 3050.0, 25.0, pharmacies(&area));
    let study = settled(&area, vec![kept], places(&[2950.0], None), demand);
    let mut question = asked(&study, Aim::MaxCoverage);
    question.reach.limits = [Millis(900_000); 3];
    question.room = Some(Room { people: 200.0 });
    let plan = answered(&study, question.clone());
    assert_near(plan.totals.served, 120.0);
    question.district_level = Some(units[west].level);
    let plan = answered(&study, question.clone());
    // The site serves the west alone, and the facility of the east as many as it has room for.
    let loads = &plan.assignment.as_ref().expect("told").loads;
    let people: Vec<f64> = loads.iter().map(|load| load.people).collect();
    assert_eq!(people, [60.0, 25.0]);
    assert_near(plan.totals.served_today, 25.0);
    assert_near(plan.totals.unserved(), 35.0);
    assert!(plan.sites[0].by_unit.iter().all(|(unit, _)| unit.index() == west));
    question.district_level = Some(9);
    let error = SiteSearch::new(&study, question.clone()).expect_err("no such level");
    assert_eq!((error.code(), error.place()), (ErrorCode::ArgumentRange, Some("districtLevel")));
    (question.district_level, question.room) = (Some(0), None);
    let error = SiteSearch::new(&study, question).expect_err("without room");
    assert_eq!(
        (error.code(), error.place()),
        (ErrorCode::SitingUnsupported, Some("districtLevel"))
    );
}
