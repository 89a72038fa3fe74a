//! The table of who is in whose circle, drawn candidate by candidate, and the problem made of it.

use super::candidates::{Candidate, Candidates, Forbidden, Origin};
use super::instance::{Instance, Objective};
use super::own_district::OwnDistrict;
use super::question::{Aim, SiteQuestion};
use super::restrictions::Reason;
use crate::access::decay::Decay;
use crate::access::{CircleDrawer, Reach};
use crate::facts::UnitId;
use crate::units::{Millis, Position};

/// The table is kept below this many entries; where it would be larger, candidates are thinned to
/// twice the spacing, and the plan says so.
const MOST_ENTRIES: usize = 2_500_000;
/// With times an entry takes three times the memory.
const MOST_TIMED_ENTRIES: usize = 1_000_000;
/// A place that is not in the table.
const NOBODY: u32 = u32::MAX;

/// The circles drawn so far.
///
/// A *place* is a demand point that matters to the question.
#[derive(Debug)]
pub(super) struct CircleTable {
    /// Reaches, each with where the columns of those who travel so begin in `place`.
    reaches: Vec<(Reach, Vec<usize>)>,
    /// Position of each demand point among the places, or [`NOBODY`]; column by column.
    place: Vec<u32>,
    weight: Vec<f64>,
    /// The places in each circle, in order of candidates.
    entries: Vec<u32>,
    /// The times at the same positions; empty where only who is in reach matters.
    times: Vec<Millis>,
    /// Where each circle's entries begin; one more than drawn.
    start: Vec<usize>,
    is_timed: bool,
    /// Equal access: the decay by zone, and the zone of each place.
    decay: Option<([Decay; 3], Vec<u8>)>,
    /// Who may use which site, where not everybody may.
    district: Option<OwnDistrict>,
    most: usize,
}

impl CircleTable {
    /// No circle yet; `weight` by demand point, 0 for whom the question is not about, and its zone.
    pub(super) fn new(question: &SiteQuestion, weight: &[f64], zone: &[u8]) -> Self {
        Self::of_many(question, &[question.circle()], weight, zone)
    }

    /// Several columns of weights by demand point, one after the other, each with its reach: a place
    /// is a demand point in a column.
    pub(super) fn of_many(
        question: &SiteQuestion,
        reach: &[Reach],
        weight: &[f64],
        zone: &[u8],
    ) -> Self {
        let points = weight.len() / reach.len().max(1);
        let mut reaches: Vec<(Reach, Vec<usize>)> = Vec::new();
        for (column, reach) in reach.iter().enumerate() {
            match reaches.iter_mut().find(|(same, _)| same == reach) {
                Some((_, columns)) => columns.push(column * points),
                None => reaches.push((*reach, vec![column * points])),
            }
        }
        let mut place = vec![NOBODY; weight.len()];
        let mut kept = Vec::new();
        for (place, &weight) in place.iter_mut().zip(weight).filter(|(_, w)| **w > 0.0) {
            *place = kept.len() as u32;
            kept.push(weight);
        }
        let is_of_access = question.aim.is_of_access();
        let is_timed = question.aim.is_travel() || is_of_access;
        let decay = is_of_access.then(|| {
            let by_zone = question.reach.limits.map(|limit| Decay::thirds(limit.seconds()));
            let counted = zone.iter().zip(&place).filter(|(_, place)| **place != NOBODY);
            (by_zone, counted.map(|(zone, _)| *zone).collect())
        });
        Self {
            decay,
            district: None,
            reaches,
            place,
            weight: kept,
            entries: Vec::new(),
            times: Vec::new(),
            start: vec![0],
            is_timed,
            most: if is_timed { MOST_TIMED_ENTRIES } else { MOST_ENTRIES },
        }
    }

    /// From now on circles hold only those who live in the site's district.
    pub(super) fn keep_to(&mut self, district: OwnDistrict) {
        self.district = Some(district);
    }

    /// Draws the circle of a site in a unit, if that is known; whether somebody is in it.
    pub(super) fn draw(
        &mut self,
        drawer: &mut CircleDrawer,
        at: Position,
        unit: Option<UnitId>,
    ) -> bool {
        let Self { reaches, place, entries, times, is_timed, district, .. } = self;
        let own = district.as_ref().map(|district| (district, district.of_site(unit, at)));
        let may_use = |point| own.is_none_or(|(district, own)| district.holds(own, point));
        if entries.capacity() - entries.len() < self.weight.len() {
            // Not doubled: what is left over would stay with the memory.
            entries.reserve_exact(self.weight.len() + self.most / 8);
        }
        let before = entries.len();
        for (reach, columns) in reaches.iter() {
            drawer.visit(at, reach, |point, time| {
                for column in columns.iter().filter(|_| may_use(point)) {
                    let place = place[column + point as usize];
                    if place != NOBODY {
                        entries.push(place);
                        if *is_timed {
                            times.push(time);
                        }
                    }
                }
            });
        }
        self.start.push(self.entries.len());
        self.entries.len() > before
    }

    /// Forgets the circle that was drawn last.
    pub(super) fn drop_last(&mut self) {
        self.start.pop();
        let end = self.start.last().copied().unwrap_or(0);
        self.entries.truncate(end);
        self.times.truncate(end);
    }

    /// The place of each demand point, if it has one.
    pub(super) fn places(&self) -> Vec<Option<u32>> {
        self.place.iter().map(|&at| (at != NOBODY).then_some(at)).collect()
    }

    /// Whether it holds more than it should.
    pub(super) fn is_full(&self) -> bool {
        self.entries.len() > self.most
    }

    /// How full it is; more than 1 is more than it should hold.
    pub(super) fn fullness(&self) -> f64 {
        self.entries.len() as f64 / self.most as f64
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) {
        self.entries.clear();
        self.times.clear();
        self.start.truncate(1);
    }

    /// The demand point of each place.
    pub(super) fn points(&self) -> Vec<u32> {
        let all = self.place.iter().enumerate().filter(|(_, place)| **place != NOBODY);
        all.map(|(point, _)| point as u32).collect()
    }

    /// The places in the circle of the candidate of a number.
    pub(super) fn circle(&self, number: usize) -> &[u32] {
        match self.start.get(number..number + 2) {
            Some(&[from, to]) => &self.entries[from..to],
            _ => &[],
        }
    }

    /// The problem: rows by place, from entries by candidate. After the candidates come the kept
    /// facilities, as drawn, and last `nearest`, the time to the nearest of them by demand point.
    pub(super) fn into_instance(
        self,
        question: &SiteQuestion,
        candidates: &[Candidate],
        nearest: Option<&[Millis]>,
    ) -> Instance {
        let Self { place, entries, times, start, mut weight, is_timed, decay, .. } = self;
        let is_travel = question.aim.is_travel();
        let drawn = start.len() - 1;
        let near = |time: Millis| time.within(question.up_to);
        let mut row_start = vec![0u32; weight.len() + 1];
        for &at in &entries {
            row_start[at as usize + 1] += 1;
        }
        let kept: Vec<(u32, Millis)> = match nearest {
            Some(nearest) => {
                let places = place.iter().zip(nearest).filter(|(at, _)| **at != NOBODY);
                places.filter(|(_, time)| near(**time)).map(|(&at, &time)| (at, time)).collect()
            }
            None => Vec::new(),
        };
        for &(at, _) in &kept {
            row_start[at as usize + 1] += 1;
        }
        for i in 1..row_start.len() {
            row_start[i] += row_start[i - 1];
        }
        if is_travel {
            // Whom nobody can reach in time does not tell plans apart.
            for (weight, row) in weight.iter_mut().zip(row_start.windows(2)) {
                if row[0] == row[1] {
                    *weight = 0.0;
                }
            }
        }
        let all = entries.len() + kept.len();
        let mut next = row_start.clone();
        let mut candidate = vec![0; all];
        // With a decay what the time counts stands in its place.
        let mut seconds = vec![0.0; if is_timed { all } else { 0 }];
        let mut put = |place: u32, number: usize, time: Option<&Millis>| {
            let slot = &mut next[place as usize];
            candidate[*slot as usize] = number as u32;
            if let Some(time) = time {
                seconds[*slot as usize] = match &decay {
                    Some((by_zone, zone)) => {
                        by_zone[usize::from(zone[place as usize])].weight(time.seconds())
                    }
                    None => time.seconds(),
                };
            }
            *slot += 1;
        };
        for (number, range) in start.windows(2).enumerate() {
            let timed = times.get(range[0]..range[1]).unwrap_or_default().iter().map(Some);
            let timed = timed.chain(std::iter::repeat(None));
            for (&place, time) in entries[range[0]..range[1]].iter().zip(timed) {
                put(place, number, time);
            }
        }
        for (at, time) in &kept {
            put(*at, drawn, Some(time));
        }
        let with_nearest = drawn + usize::from(nearest.is_some());
        let fixed = (candidates.len() as u32..with_nearest as u32).collect();
        let is_priced = question.budget.is_some();
        let cost = |j: usize| candidates.get(j).map_or(0.0, |c| c.cost);
        Instance {
            objective: match question.aim {
                Aim::MaxCoverage => Objective::MaxCoverage,
                Aim::MinSites { .. } => Objective::MinSites,
                Aim::MinTotalTravel => Objective::MinTotalTravel,
                Aim::MinFarthestTravel => Objective::MinFarthestTravel,
                Aim::MinInequality => Objective::MinInequality,
                Aim::MaxLeastAccess => Objective::MaxMin,
            },
            candidates: with_nearest as u32,
            weight,
            row_start,
            candidate,
            decay: decay.is_some().then(|| seconds.clone()),
            seconds: is_travel.then_some(seconds),
            sites: question.sites,
            cost: is_priced.then(|| (0..with_nearest).map(cost).collect()),
            budget: question.budget,
            fixed,
            unserved_seconds: is_travel.then(|| question.up_to.seconds()),
            target_gap: question.target_gap,
            work_limit: question.work_limit,
            ..Instance::default()
        }
    }
}

/// What came of looking at one more place.
#[derive(Debug)]
pub(super) enum Look {
    /// A candidate, and its circle is drawn.
    Taken(Candidate),
    /// No candidate.
    Passed,
    /// Too many entries: all begins anew with fewer candidates.
    Thinned,
}

/// Looks at the next place and draws its circle if it is a candidate.
pub(super) fn look_further(
    chosen: &mut Candidates,
    table: &mut CircleTable,
    drawer: &mut CircleDrawer,
) -> Look {
    let Some(candidate) = chosen.look_further(drawer) else { return Look::Passed };
    let has_anybody = table.draw(drawer, candidate.at, Some(candidate.unit));
    if table.is_full() && !chosen.is_thin() {
        table.clear();
        chosen.thin();
        return Look::Thinned;
    }
    let is_junction = matches!(candidate.origin, Origin::Junction(_));
    if !has_anybody && !is_junction && candidate.kind.is_some() {
        table.drop_last();
        chosen.ruled.push(Forbidden {
            origin: candidate.origin,
            at: candidate.at,
            reason: Reason::Nobody,
        });
        return Look::Passed;
    }
    Look::Taken(candidate)
}
