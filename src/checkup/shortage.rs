//! What is missing (缺项服务检测): where a service is out of reach, too little, overloaded or idle, and what would help.

use super::area_checkup::{Checkup, Indicator};
use super::service_checkup::ServiceCheckup;
use crate::access::{FacilityTimes, JoinedStudy, Reach};
use crate::facts::{ServiceId, SiteKind, UnitId};
use crate::units::{Millis, Position, TravelMode};
use serde::{Deserialize, Serialize};
use std::sync::PoisonError;

/// What is wrong with a service in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lack {
    /// Too few people have enough facilities in reach.
    OutOfReach,
    /// They are in reach, and hold too little.
    TooLittle,
    /// They are asked for more than they hold.
    Overloaded,
    /// They are asked for little of what they hold.
    Idle,
}

/// What may speak for a remedy in a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Circumstance {
    /// A building stands idle from where the unit's people would be served.
    IdleBuilding,
    /// A unit of the same unit above has a facility with room.
    RoomNextDoor,
    /// The unit is being built up.
    NewArea,
    /// Whatever else is the case.
    Always,
}

/// A line of the table of remedies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemedyRule {
    /// For what; `None`: for everything.
    pub lack: Option<Lack>,
    /// If this is the case …
    pub when: Circumstance,
    /// … this is the remedy.
    pub remedy: SiteKind,
}

/// From when on something is missing, and what helps: the first rule that fits.
///
/// Source: reach 85 % as in tables of 长沙 and 苏州; the other limits and the order of the rules are
/// assumptions, to be edited.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShortageRules {
    /// 可及度 below this is a lack.
    pub reachable: f64,
    /// 保障度 below this is one.
    pub sufficient: f64,
    /// 饱和度 above this is one …
    pub overloaded: f64,
    /// … and below this.
    pub idle: f64,
    /// A facility below this 饱和度 has room for others.
    pub room: f64,
    /// The table of remedies.
    pub remedies: Vec<RemedyRule>,
}

impl Default for ShortageRules {
    fn default() -> Self {
        let rule = |lack, when, remedy| RemedyRule { lack, when, remedy };
        Self {
            reachable: 0.85,
            sufficient: 0.8,
            overloaded: 1.0,
            idle: 0.3,
            room: 0.6,
            remedies: vec![
                rule(Some(Lack::Idle), Circumstance::Always, SiteKind::Reuse),
                rule(None, Circumstance::IdleBuilding, SiteKind::Reuse),
                rule(None, Circumstance::RoomNextDoor, SiteKind::Share),
                rule(Some(Lack::Overloaded), Circumstance::Always, SiteKind::Share),
                rule(None, Circumstance::NewArea, SiteKind::New),
                rule(None, Circumstance::Always, SiteKind::Doorstep),
            ],
        }
    }
}

/// A service that is missing in one of the smallest units.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortage {
    /// The service.
    pub service: ServiceId,
    /// The unit.
    pub unit: UnitId,
    /// What is wrong.
    pub lack: Lack,
    /// People concerned: out of reach, or with less than the norm, or who meet such facilities.
    pub people: f64,
    /// Mean minutes to the nearest facility of those concerned who reach one within an hour; NaN =
    /// nobody does.
    pub minutes: f64,
    /// The indicator that shows it …
    pub value: f64,
    /// … and the limit that it breaks.
    pub limit: f64,
    /// What would help; `None` if no rule fits.
    pub remedy: Option<SiteKind>,
    /// What speaks for it.
    pub because: Option<Circumstance>,
}

/// What is known of places and plans beside the checkup.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings<'a> {
    /// Buildings that stand idle.
    pub idle_buildings: &'a [Position],
    /// By unit: whether it is being built up.
    pub new_area: &'a [bool],
}

/// Lists what is missing: rigid services only, those that concern most people first.
///
/// What has no data is no shortage: nobody knows.
pub fn shortages(
    study: &JoinedStudy,
    checkup: &Checkup,
    rules: &ShortageRules,
    around: Surroundings<'_>,
) -> Vec<Shortage> {
    let reach = |s: &ServiceCheckup| Reach { modes: s.terms.modes, limits: s.terms.limits() };
    let mut list = Vec::new();
    for (i, service) in checkup.services.iter().enumerate() {
        let Some(service) = service.as_ref().filter(|s| s.terms.rigid) else { continue };
        let id = ServiceId(i as u16);
        let mut found = lacks(checkup, rules, id, service);
        if found.is_empty() {
            continue;
        }
        let mut has_idle = vec![false; checkup.area.units().len()];
        let mut drawer = checkup.drawer.lock().unwrap_or_else(PoisonError::into_inner);
        for circle in
            drawer.draw_all(around.idle_buildings, &reach(service), around.idle_buildings.len())
        {
            for (point, _) in circle.iter() {
                has_idle[checkup.area.demand().unit()[point].index()] = true;
            }
        }
        drop(drawer);
        let room = units_with_room(checkup, rules, service);
        let minutes = minutes_beyond(study, checkup, id, service, &found);
        for shortage in &mut found {
            let unit = shortage.unit.index();
            let is_so = |when: Circumstance| match when {
                Circumstance::IdleBuilding => has_idle[unit],
                Circumstance::RoomNextDoor => has_room_next_door(checkup, &room, shortage.unit),
                Circumstance::NewArea => around.new_area.get(unit).copied().unwrap_or(false),
                Circumstance::Always => true,
            };
            let fits = |r: &&RemedyRule| r.lack.is_none_or(|l| l == shortage.lack) && is_so(r.when);
            let rule = rules.remedies.iter().find(fits);
            shortage.remedy = rule.map(|r| r.remedy);
            shortage.because = rule.map(|r| r.when);
            shortage.minutes = match shortage.lack {
                Lack::OutOfReach => minutes[unit],
                _ => service.minutes(unit),
            };
        }
        list.append(&mut found);
    }
    let key = |s: &Shortage| (s.service, s.unit, s.lack);
    list.sort_by(|a, b| b.people.total_cmp(&a.people).then(key(a).cmp(&key(b))));
    list
}

/// The lacks of one service, their remedies still open.
fn lacks(
    checkup: &Checkup,
    rules: &ShortageRules,
    id: ServiceId,
    service: &ServiceCheckup,
) -> Vec<Shortage> {
    let units = checkup.area.units().all();
    // People who get less than the norm.
    let mut short_of = vec![0.0; units.len()];
    let norms: Vec<Option<f64>> = units.iter().map(|unit| service.terms.norm_of(unit)).collect();
    let points = checkup.area.demand().unit().iter().zip(service.people.base.iter());
    for ((unit, base), access) in points.zip(&service.answer.handed_out.access) {
        if norms[unit.index()].is_some_and(|norm| access / norm < 1.0) {
            short_of[unit.index()] += base;
        }
    }
    let mut found = Vec::new();
    for (i, _) in units.iter().enumerate().filter(|(_, u)| u.level == 0) {
        let unit = UnitId(i as u32);
        let value = |indicator| checkup.indicator(id, unit, indicator);
        let sums = &service.sums;
        let (reachable, sufficient) = (value(Indicator::Reachable), value(Indicator::Sufficient));
        let saturation = value(Indicator::Saturation);
        let mut push = |lack, people: f64, value: f64, limit: f64| {
            let (minutes, remedy, because) = (f64::NAN, None, None);
            let service = id;
            found.push(Shortage {
                service,
                unit,
                lack,
                people,
                minutes,
                value,
                limit,
                remedy,
                because,
            });
        };
        // NaN is below nothing and above nothing.
        if reachable < rules.reachable {
            let people = sums.people[i] - sums.reachable[i];
            push(Lack::OutOfReach, people, reachable, rules.reachable);
        } else if sufficient < rules.sufficient {
            push(Lack::TooLittle, short_of[i], sufficient, rules.sufficient);
        }
        if saturation > rules.overloaded {
            push(Lack::Overloaded, sums.loaded[i], saturation, rules.overloaded);
        } else if saturation < rules.idle {
            push(Lack::Idle, sums.loaded[i], saturation, rules.idle);
        }
    }
    found
}

/// By unit: whether a facility in it has room for others.
fn units_with_room(
    checkup: &Checkup,
    rules: &ShortageRules,
    service: &ServiceCheckup,
) -> Vec<bool> {
    let mut has_room = vec![false; checkup.area.units().len()];
    for (provider, saturation) in service.providers.iter().zip(&service.answer.saturation) {
        if let Some(unit) = provider.unit.filter(|_| *saturation < rules.room) {
            has_room[unit.index()] = true;
        }
    }
    has_room
}

fn has_room_next_door(checkup: &Checkup, has_room: &[bool], unit: UnitId) -> bool {
    let units = checkup.area.units().all();
    let parent = units.get(unit.index()).and_then(|u| u.parent);
    let is_sibling = |i: usize| i != unit.index() && units[i].parent == parent;
    parent.is_some() && (0..units.len()).any(|i| has_room[i] && is_sibling(i))
}

/// By unit: mean minutes to the nearest facility of the people who are out of reach and get to one
/// within an hour; NaN = nobody, or no lack there.
fn minutes_beyond(
    study: &JoinedStudy,
    checkup: &Checkup,
    id: ServiceId,
    service: &ServiceCheckup,
    found: &[Shortage],
) -> Vec<f64> {
    let mut is_lacking = vec![false; checkup.area.units().len()];
    for shortage in found.iter().filter(|s| s.lack == Lack::OutOfReach) {
        is_lacking[shortage.unit.index()] = true;
    }
    let units = checkup.area.demand().unit();
    let is_out = |point: usize| {
        let asked_for = service.terms.k[checkup.zone(point).index()];
        is_lacking[units[point].index()] && service.answer.counts[point] < asked_for
    };
    let mut sums = vec![(0.0, 0.0); is_lacking.len()];
    for mode in TravelMode::ALL {
        let goes = |point: usize| service.terms.modes[checkup.zone(point).index()] == mode;
        let mut out = (0..units.len()).filter(|&p| goes(p) && is_out(p)).peekable();
        if out.peek().is_none() {
            continue;
        }
        let profile = &checkup.definition.profiles[mode.index()];
        // A mode without roads gets nobody anywhere.
        let Ok(times) = FacilityTimes::of(study, id, profile) else { continue };
        let people_at = |point: usize| service.people.people[point];
        let counts = |&p: &usize| times.times[p] != Millis::NEVER && people_at(p) > 0.0;
        for point in out.filter(counts) {
            let people = people_at(point);
            let (all, minutes) = &mut sums[units[point].index()];
            *all += people;
            *minutes += people * times.times[point].seconds() / 60.0;
        }
    }
    sums.into_iter().map(|(all, sum)| if all > 0.0 { sum / all } else { f64::NAN }).collect()
}
