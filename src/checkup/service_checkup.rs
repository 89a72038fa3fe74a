//! The checkup of one service of a study: its facilities, their circles, and what follows.

use super::indicators::{ServiceAnswer, ServiceQuestion, UnitRules, UnitSums};
use super::terms::{Definition, ServiceTerms};
use crate::access::{Catchment, Circle, Decay, Method};
use crate::facts::{Facility, FacilityId, StudyArea, UnitId};
use crate::units::Millis;
use std::sync::Arc;

/// Units of a study's times in a minute.
const MILLIS_PER_MINUTE: f64 = 60_000.0;

/// Who needs a service, at every demand point.
#[derive(Clone, Debug)]
pub struct ServicePeople {
    /// The target group; NaN = nobody counted it there.
    pub people: Arc<[f64]>,
    /// Who competes for the capacity and is owed it.
    pub base: Arc<[f64]>,
}

impl ServicePeople {
    /// Whether they are the same people at every point.
    pub(super) fn are(&self, other: &Self) -> bool {
        let same = |a: &Arc<[f64]>, b: &Arc<[f64]>| {
            Arc::ptr_eq(a, b) || a.iter().zip(b.iter()).all(|(a, b)| a.to_bits() == b.to_bits())
        };
        same(&self.people, &other.people) && same(&self.base, &other.base)
    }
}

/// An open facility of the service.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Which one.
    pub id: FacilityId,
    /// What is known of it; shared with the study.
    pub facility: Arc<Facility>,
    /// The smallest unit it lies in.
    pub unit: Option<UnitId>,
    /// Its capacity; NaN = unknown.
    pub capacity: f64,
    /// Its observed load; NaN = none was.
    pub observed: f64,
    /// Who reaches it in time.
    pub circle: Arc<Circle<u32>>,
}

impl Provider {
    /// Whether it counts as the other does: the same circle (not only an equal one) and numbers.
    pub(super) fn counts_as(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.circle, &other.circle)
            && self.unit == other.unit
            && self.capacity.to_bits() == other.capacity.to_bits()
            && self.observed.to_bits() == other.observed.to_bits()
    }
}

/// One service, worked out.
#[derive(Clone, Debug)]
pub struct ServiceCheckup {
    /// What it was asked by.
    pub terms: ServiceTerms,
    /// Who needs it.
    pub people: ServicePeople,
    /// Its open facilities, in order.
    pub providers: Vec<Provider>,
    /// At every demand point and facility; times in milliseconds.
    pub answer: ServiceAnswer,
    /// By unit, larger units included.
    pub sums: UnitSums,
    /// Capacity that lies in each unit, larger ones included; NaN = some of it is unknown.
    pub supply: Vec<f64>,
}

/// What a service is worked out from, beside its facilities.
#[derive(Clone, Copy, Debug)]
pub(super) struct ServiceFrame<'a> {
    pub(super) area: &'a StudyArea,
    pub(super) definition: &'a Definition,
    /// The zone of each demand point.
    pub(super) zone: &'a [u8],
    pub(super) terms: &'a ServiceTerms,
    pub(super) people: &'a ServicePeople,
}

impl ServiceCheckup {
    /// Works the service out; everything in reach is in the providers' circles. With an earlier
    /// checkup of it, of the same frame, only what the changed facilities touch.
    pub(super) fn of(
        frame: ServiceFrame<'_>,
        providers: Vec<Provider>,
        before: Option<&ServiceCheckup>,
    ) -> Self {
        let ServiceFrame { area, definition, zone, terms, people } = frame;
        let circles = providers.iter().map(|p| Arc::clone(&p.circle)).collect();
        let catchment = Catchment::new(circles, zone.len());
        let capacity: Vec<f64> = providers.iter().map(|p| p.capacity).collect();
        let observed: Vec<f64> = providers.iter().map(|p| p.observed).collect();
        let question = ServiceQuestion {
            people: &people.people,
            base: &people.base,
            catchment: &catchment,
            capacity: &capacity,
            observed: Some(&observed),
            rate: terms.demand_rate(),
            method: definition.method,
            huff: definition.huff,
            per_minute: MILLIS_PER_MINUTE,
        };
        let limits = terms.limits().map(|Millis(ms)| f64::from(ms));
        let decay = limits.map(|within| decay(definition.method, within));
        let soft = limits.map(|within| Decay::Gaussian { within });
        let units = area.units();
        let norms = units.all().iter().map(|unit| terms.norm_of(unit).unwrap_or(f64::NAN));
        let norms: Vec<f64> = norms.collect();
        let zone_of = |i: usize| usize::from(zone[i]);
        let weight = |i: usize, t: f64| decay[zone_of(i)].weight(t);
        let rules = UnitRules {
            norm: |unit: usize| norms[unit],
            enough: |i, count| count >= terms.k[zone_of(i)],
            soft: |i, t| soft[zone_of(i)].weight(t),
        };
        let unit = || area.demand().unit().iter().map(|u| u.index());
        let (answer, mut sums, asked) = match before {
            None => {
                let answer = ServiceAnswer::of(&question, weight);
                (answer, UnitSums::new(units.len()), vec![true; units.len()])
            }
            Some(before) => {
                let (touched, earlier) = changes(&before.providers, &providers, zone.len());
                let answer = before.answer.clone();
                let (answer, felt) = answer.edited(&question, weight, touched, &earlier);
                let mut asked = vec![false; units.len()];
                for (unit, _) in unit().zip(felt).filter(|(_, felt)| *felt) {
                    asked[unit] = true;
                }
                (answer, before.sums.clone(), asked)
            }
        };
        sums.add_up(&question, &answer, &rules, unit(), &asked);
        for column in sums.columns_mut() {
            units.roll_up(column);
        }
        let mut supply = vec![0.0; units.len()];
        for provider in &providers {
            if let Some(unit) = provider.unit {
                supply[unit.index()] += provider.capacity;
            }
        }
        units.roll_up(&mut supply);
        Self { terms: terms.clone(), people: people.clone(), providers, answer, sums, supply }
    }

    /// The supply ratio that departments know (统计口径): `Σ S_j` in the unit over what its people
    /// are owed, wherever they go; NaN = nobody, no norm, or capacity unknown.
    pub fn simple_ratio(&self, unit: usize) -> f64 {
        let owed = self.sums.owed[unit];
        if owed > 0.0 { self.supply[unit] / owed } else { f64::NAN }
    }

    /// Mean minutes to the nearest facility over the people with one in reach; NaN = nobody has.
    pub fn minutes(&self, unit: usize) -> f64 {
        self.sums.nearest(unit) / MILLIS_PER_MINUTE
    }
}

/// The decay that a method takes; bands are thirds of the limit.
fn decay(method: Method, within: f64) -> Decay {
    match method {
        Method::TwoStep => Decay::Step { within },
        Method::Gaussian => Decay::Gaussian { within },
        Method::Enhanced | Method::ThreeStep => Decay::thirds(within),
    }
}

/// Which demand points are in reach of a facility that is other than before, or was; and where each
/// facility stood before if it counts as it did.
fn changes(
    before: &[Provider],
    after: &[Provider],
    points: usize,
) -> (Vec<bool>, Vec<Option<usize>>) {
    let mut touched = vec![false; points];
    let mut touch = |provider: &Provider| {
        for (point, _) in provider.circle.iter() {
            touched[point] = true;
        }
    };
    let mut is_kept = vec![false; before.len()];
    // Facilities keep their order, so each is looked for from where the last was found.
    let mut next = 0;
    let mut earlier = Vec::with_capacity(after.len());
    for provider in after {
        let same = |(_, b): &(usize, &Provider)| provider.counts_as(b);
        let found = before.iter().enumerate().skip(next).find(same).map(|(j, _)| j);
        match found {
            Some(j) => {
                is_kept[j] = true;
                next = j + 1;
            }
            None => touch(provider),
        }
        earlier.push(found);
    }
    for (gone, _) in before.iter().zip(is_kept).filter(|(_, kept)| !kept) {
        touch(gone);
    }
    (touched, earlier)
}
