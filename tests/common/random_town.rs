//! Small random towns on one street, read once, and brute force by a table of times that is drawn once.

use super::brute::Brute;
use super::dice::Dice;
use super::hub_brute::HubBrute;
use super::town::{councils, facility, peopled, place, position, read, zoned};
use service_circle::access::{CircleDrawer, JoinedStudy, Reach};
use service_circle::facts::{
    Candidate, DemandPoints, Facility, FacilityDetail, FacilityId, ServiceId, SiteKind, SiteState,
    State, UnitId, Zone,
};
use service_circle::network::ModeProfile;
use service_circle::siting::hub::HubQuestion;
use service_circle::siting::{Aim, Closable, GroupWeight, Origin, SiteQuestion};
use service_circle::units::{Millis, TravelMode};
use std::sync::{Arc, LazyLock};

/// Homes stand every 50 m, facilities and places in the middles between them: none is as far from
/// two homes, and none beside a home.
pub const SLOTS: u32 = 60;
const METRES: f64 = 50.0;
/// Where the three councils end.
const ENDS: [(&str, f64); 3] = [("West", 990.0), ("Middle", 1990.0), ("East", 3500.0)];
pub const CODES: [&str; 3] = ["PHA", "LIB", "CUL"];

/// By slot of facility or place and by slot of home.
type Times = Vec<Vec<Millis>>;

/// What all towns share.
pub struct Street {
    study: JoinedStudy,
    councils: Vec<UnitId>,
    pub services: [ServiceId; 3],
    profiles: [ModeProfile; 3],
    /// By mode, to facilities.
    to_facilities: [Times; 3],
    /// By mode, to places, which stand a metre farther from the street.
    to_places: [Times; 3],
}

/// Joining towns to roads that are known already makes them cheap.
pub static STREET: LazyLock<Street> = LazyLock::new(|| {
    let (area, councils) = zoned(
        &read(&councils(31, &ENDS)),
        &[("West", Zone::Urban), ("Middle", Zone::Suburban), ("East", Zone::Rural)],
    );
    let mut demand = DemandPoints::default();
    for slot in 0..SLOTS {
        demand.push(format_args!("h{slot}"), home_at(slot), 1.0, UnitId(0));
    }
    let study = JoinedStudy::new(peopled(&area, Vec::new(), Vec::new(), demand));
    let profiles = TravelMode::ALL.map(ModeProfile::of);
    let services = CODES.map(|code| area.catalogue().find(code).expect("known"));
    let mut drawer = CircleDrawer::new(&study, &profiles, vec![0; SLOTS as usize].into());
    let mut drawn = |mode: TravelMode, is_place: bool| -> Times {
        let hour = Reach { modes: [mode; 3], limits: [Millis(3_600_000); 3] };
        let mut from = |slot: u32| {
            let at = if is_place {
                place(0, east(slot), SiteKind::Reuse, None).at
            } else {
                facility("there", east(slot), services[0]).at
            };
            let mut times = vec![Millis::NEVER; SLOTS as usize];
            for (home, ms) in drawer.draw(at, &hour).iter() {
                times[home] = Millis(ms as u32);
            }
            times
        };
        (0..SLOTS).map(&mut from).collect()
    };
    let to_facilities = TravelMode::ALL.map(|mode| drawn(mode, false));
    let to_places = TravelMode::ALL.map(|mode| drawn(mode, true));
    Street { study, councils, services, profiles, to_facilities, to_places }
});

/// Metres to the east of a facility or a place.
pub fn east(slot: u32) -> f64 {
    METRES * (f64::from(slot) + 0.5)
}

fn home_at(slot: u32) -> service_circle::units::Position {
    position(METRES * f64::from(slot), 8.0)
}

/// The council in which a home stands, as a position of its zone too.
fn council(home: u32) -> usize {
    ENDS.iter().position(|(_, end)| METRES * f64::from(home) < *end).expect("a council")
}

impl Street {
    /// That the table says what can be told by hand: the metres along the street at the mode's speed, and
    /// those off it on foot.
    pub fn assert_times_are_as_by_hand(&self) {
        let off = |is_place: bool| 8.0 + if is_place { 6.0 } else { 5.0 };
        for (mode, profile) in TravelMode::ALL.into_iter().zip(&self.profiles) {
            let all = [(false, &self.to_facilities), (true, &self.to_places)];
            for (is_place, table) in all {
                for (slot, times) in table[mode.index()].iter().enumerate() {
                    for (home, time) in times.iter().enumerate() {
                        let metres = (east(slot as u32) - METRES * home as f64).abs();
                        let kmh = match mode {
                            TravelMode::Drive => DRIVING_KMH,
                            _ => profile.speed_kmh,
                        };
                        let (walked, ridden) = (off(is_place) / 4.8, metres / kmh);
                        let seconds = profile.fixed_seconds + 3.6 * (walked + ridden);
                        let drawn = time.seconds();
                        let case = format!("{mode:?} {slot} {home}: {drawn} s, {seconds} by hand");
                        assert!((drawn - seconds).abs() < 0.2 + 0.001 * seconds, "{case}");
                    }
                }
            }
        }
    }
}

/// How people of each zone travel and how long: some hundreds of metres.
pub fn random_reach(dice: &mut Dice) -> Reach {
    let modes = [0; 3].map(|_: u32| dice.of(&TravelMode::ALL));
    Reach { modes, limits: modes.map(|mode| random_limit(mode, dice)) }
}

/// The same, each zone by another mode.
pub fn reach_of_all_modes(dice: &mut Dice) -> Reach {
    let mut modes = TravelMode::ALL;
    modes.rotate_left(dice.below(3) as usize);
    if dice.one_in(2) {
        modes.swap(0, 1);
    }
    Reach { modes, limits: modes.map(|mode| random_limit(mode, dice)) }
}

fn random_limit(mode: TravelMode, dice: &mut Dice) -> Millis {
    let seconds = match mode {
        TravelMode::Walk => 150 + dice.below(500),
        TravelMode::Cycle => 90 + dice.below(250),
        TravelMode::Drive => 150 + dice.below(200),
    };
    Millis(1000 * seconds)
}

/// How fast one drives along a residential street, at a share of the limit.
const DRIVING_KMH: f64 = 20.0;

/// A random town with the slots of what stands in it.
pub struct Town {
    pub study: JoinedStudy,
    homes: Vec<u32>,
    facilities: Vec<u32>,
    places: Vec<u32>,
}

impl Town {
    /// Up to 20 homes, of which some are empty; so many facilities, of which some are planned or
    /// closed; and so many places of all kinds, of which some are not to be had.
    pub fn random(most_facilities: u32, most_places: u32, dice: &mut Dice) -> Self {
        let unit = dice.of(&[1.0, 1.0, 0.1]);
        let homes: Vec<u32> = (0..3 + dice.below(18)).map(|_| dice.below(SLOTS)).collect();
        let mut demand = DemandPoints::default();
        for (i, &home) in homes.iter().enumerate() {
            let people = unit * f64::from(dice.below(30));
            let council = STREET.councils[council(home)];
            demand.push(format_args!("h{i}"), home_at(home), people, council);
        }
        let facilities: Vec<u32> =
            (0..=dice.below(most_facilities)).map(|_| dice.below(SLOTS)).collect();
        let of_facilities = facilities.iter().enumerate();
        let of_facilities =
            of_facilities.map(|(i, &slot)| random_facility(i, slot, dice)).collect();
        let mut places: Vec<u32> =
            (0..=dice.below(most_places)).map(|_| dice.below(SLOTS)).collect();
        places.sort_unstable();
        places.dedup();
        let first = dice.below(places.len() as u32) as usize;
        places.rotate_left(first);
        let of_places = places.iter().enumerate();
        let of_places = of_places.map(|(i, &slot)| random_place(i, slot, dice)).collect();
        let area = peopled(STREET.study.area(), of_facilities, of_places, demand);
        Self { study: STREET.study.with_area(area), homes, facilities, places }
    }

    /// Some of the open facilities of the question's service, each with what it costs to keep it.
    pub fn random_closable(&self, service: ServiceId, dice: &mut Dice) -> Vec<Closable> {
        let open: Vec<FacilityId> =
            self.study.area().facilities().of(service).map(|(id, _)| id).collect();
        let some = open.into_iter().filter(|_| dice.below(3) > 0).collect::<Vec<_>>();
        some.into_iter().map(|facility| Closable { facility, cost: random_cost(dice) }).collect()
    }

    /// Sites of some services for everybody, each within a reach of its own.
    pub fn ask_hub(&self, dice: &mut Dice) -> HubQuestion {
        let many = 1 + dice.below(3) as usize;
        let mut question =
            HubQuestion::by_standard(self.study.area(), &STREET.services[..many]).expect("rows");
        for of in &mut question.services {
            of.reach = random_reach(dice);
            of.people = vec![GroupWeight { group: "total".to_owned(), weight: 1.0 }];
            of.weight = dice.of(&[1.0, 1.0, 2.5, 0.3, 0.0]);
        }
        question.shared.people.clone_from(&question.services[0].people);
        question.shared.reach = question.services[0].reach;
        question.shared.places.junctions = false;
        question
    }

    /// What a place costs by a question's costs of kinds.
    pub fn cost(place: &Candidate, question: &SiteQuestion) -> f64 {
        place.cost.unwrap_or(question.places.cost[place.kind as usize])
    }

    /// The numbers of places that are to be had, of kinds asked for, for all of some services.
    pub fn suitable(&self, question: &SiteQuestion, services: &[ServiceId]) -> Vec<usize> {
        let all = self.study.area().candidates().all();
        let suits = |place: &Candidate| {
            let gives = |s: &ServiceId| place.services.is_empty() || place.services.contains(s);
            place.state == SiteState::Available
                && question.places.kinds[place.kind as usize]
                && services.iter().all(gives)
        };
        (0..all.len()).filter(|&i| suits(&all[i])).collect()
    }

    /// The times of all homes to a slot, each by the mode of its zone.
    fn times(&self, tables: &[Times; 3], slot: u32, modes: [TravelMode; 3]) -> Vec<Millis> {
        let mode = |home: u32| modes[council(home)].index();
        self.homes.iter().map(|&h| tables[mode(h)][slot as usize][h as usize]).collect()
    }

    /// The times of all homes to a place.
    pub fn times_to_place(&self, place: usize, modes: [TravelMode; 3]) -> Vec<Millis> {
        self.times(&STREET.to_places, self.places[place], modes)
    }

    /// The times of all homes to each facility of a service that is there in a year and for which a
    /// question does not ask whether to close it.
    pub fn times_to_kept(&self, question: &SiteQuestion, year: Option<u16>) -> Vec<Vec<Millis>> {
        let is_kept = |(i, f): (usize, &Arc<Facility>)| {
            let is_there = match f.state {
                State::Open => true,
                State::Planned(from) => year.is_some_and(|year| from <= year),
                State::Closed => false,
            };
            let may_close = question.closable.iter().any(|c| c.facility.index() == i);
            is_there && !may_close && f.services.contains(&question.service)
        };
        let all = self.study.area().facilities().all().iter().enumerate();
        let kept = all.filter(|&facility| is_kept(facility)).map(|(i, _)| self.facilities[i]);
        kept.map(|slot| self.times(&STREET.to_facilities, slot, question.reach.modes)).collect()
    }

    /// Longest times by home.
    pub fn limits(&self, reach: &Reach) -> Vec<Millis> {
        self.homes.iter().map(|&home| reach.limits[council(home)]).collect()
    }

    /// Brute force over what may be closed and all suitable places, also those that the search rules
    /// out because they help nobody.
    pub fn brute(&self, question: &SiteQuestion) -> Brute {
        let area = self.study.area();
        let modes = question.reach.modes;
        let (mut origin, mut times, mut cost) = (Vec::new(), Vec::new(), Vec::new());
        for closable in &question.closable {
            origin.push(Origin::Facility(closable.facility));
            let slot = self.facilities[closable.facility.index()];
            times.push(self.times(&STREET.to_facilities, slot, modes));
            cost.push(closable.cost);
        }
        for i in self.suitable(question, &[question.service]) {
            origin.push(Origin::Place(i as u32));
            times.push(self.times_to_place(i, modes));
            cost.push(Self::cost(&area.candidates().all()[i], question));
        }
        let kept = self.times_to_kept(question, question.year);
        Brute {
            origin,
            weight: area.demand().people().to_vec(),
            limits: self.limits(&question.reach),
            times,
            cost,
            kept: nearest_of(&kept, self.homes.len()),
            up_to: question.up_to,
        }
    }

    /// Brute force over the places that suit all services of a hub.
    pub fn hub_brute(&self, question: &HubQuestion) -> HubBrute {
        let area = self.study.area();
        let services: Vec<ServiceId> = question.services.iter().map(|of| of.service).collect();
        let place = self.suitable(&question.shared, &services);
        let (mut reached, mut kept) = (Vec::new(), Vec::new());
        for of in &question.services {
            let limits = self.limits(&of.reach);
            let is_within = |times: &[Millis]| -> Vec<bool> {
                times.iter().zip(&limits).map(|(time, limit)| time.within(*limit)).collect()
            };
            let circle = |&place: &usize| -> Vec<usize> {
                let within = is_within(&self.times_to_place(place, of.reach.modes));
                (0..within.len()).filter(|&home| within[home]).collect()
            };
            reached.push(place.iter().map(circle).collect());
            let there = self.times_to_kept(&question.of(of), question.shared.year);
            kept.push(is_within(&nearest_of(&there, self.homes.len())));
        }
        let all = area.candidates().all();
        HubBrute {
            cost: place.iter().map(|&i| Self::cost(&all[i], &question.shared)).collect(),
            people: area.demand().people().to_vec(),
            weight: question.services.iter().map(|of| of.weight).collect(),
            place,
            reached,
            kept,
        }
    }

    /// Metres between two places by number, along the street, on which all lie.
    pub fn apart(&self, one: Origin, other: Origin) -> f64 {
        let (Origin::Place(one), Origin::Place(other)) = (one, other) else { return f64::INFINITY };
        (east(self.places[one as usize]) - east(self.places[other as usize])).abs()
    }
}

/// Up to four sites for pharmacies at known places, explained.
pub fn ask(aim: Aim, dice: &mut Dice) -> SiteQuestion {
    let profiles = &STREET.profiles;
    let mut question =
        SiteQuestion::within(STREET.services[0], &profiles[0], Millis(1), dice.below(5));
    question.aim = aim;
    question.reach = random_reach(dice);
    question.up_to = Millis(1000 * (200 + dice.below(1500)));
    question.profiles.clone_from(profiles);
    question.places.kinds = [true; 4];
    question.places.junctions = false;
    question.explain = true;
    question
}

/// The least of several times of each home.
pub fn nearest_of(times: &[Vec<Millis>], homes: usize) -> Vec<Millis> {
    let least = |home: usize| times.iter().map(|t| t[home]).min().unwrap_or(Millis::NEVER);
    (0..homes).map(least).collect()
}

fn random_facility(i: usize, slot: u32, dice: &mut Dice) -> Facility {
    let all = STREET.services;
    // There is data of every service.
    let services = match i {
        0 => &all[..],
        _ => dice.of(&[&all[..1], &all[..1], &all[..1], &all[..2], &all[1..]]),
    };
    let capacity = services.iter().map(|_| random_capacity(dice)).collect();
    Facility {
        state: match dice.below(6) {
            0 => State::Closed,
            1 | 2 => State::Planned(2026 + dice.below(6) as u16),
            _ => State::Open,
        },
        services: services.to_vec(),
        detail: FacilityDetail { capacity, ..FacilityDetail::default() },
        ..facility(&format!("f{i}"), east(slot), all[0])
    }
}

fn random_place(i: usize, slot: u32, dice: &mut Dice) -> Candidate {
    let all = STREET.services;
    let cost = dice.below(3).checked_sub(1).map(|_| random_cost(dice));
    let services = match dice.below(8) {
        0 | 1 => dice.of(&[&all[..1], &all[1..], &all[..]]),
        _ => &[],
    };
    Candidate {
        capacity: services.iter().map(|_| random_capacity(dice)).collect(),
        services: services.to_vec(),
        state: if dice.one_in(12) { SiteState::Excluded } else { SiteState::Available },
        ..place(i, east(slot), dice.of(&SiteKind::ALL), cost)
    }
}

/// For some dozens of people, of pharmacies; or not known.
fn random_capacity(dice: &mut Dice) -> Option<f64> {
    dice.below(120).checked_sub(30).map(|people| 0.0003 * f64::from(people))
}

/// In whole units or in tenths, now and then for nothing.
fn random_cost(dice: &mut Dice) -> f64 {
    dice.of(&[1.0, 0.1]) * f64::from(dice.below(40))
}
