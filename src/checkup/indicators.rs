//! The three indicators of one service on bare numbers: 可及度, 保障度 and 饱和度.

use crate::access::{Catchment, Choice, FloatingCatchment, Huff, Method};

/// One service: who needs it, who is in reach of what, and what there is.
///
/// Shape: `people` and `base` by demand point, `capacity` and `observed` by facility.
pub struct ServiceQuestion<'a, T> {
    /// The target group.
    pub people: &'a [f64],
    /// Who competes for the capacity and is owed it: the target group, or all residents.
    pub base: &'a [f64],
    /// The circles, cut off at the service's limit.
    pub catchment: &'a Catchment<T>,
    /// Capacities; NaN = unknown.
    pub capacity: &'a [f64],
    /// Loads that were observed and replace the modelled ones; NaN = none was.
    pub observed: Option<&'a [f64]>,
    /// Demand on a facility per person of the base.
    pub rate: Option<f64>,
    /// How capacity is handed out.
    pub method: Method,
    /// How people choose.
    pub huff: Huff,
    /// Units of the circles' times in a minute.
    pub per_minute: f64,
}

/// What was found at every demand point and facility.
#[derive(Clone, Debug)]
pub struct ServiceAnswer {
    /// Time to the nearest facility of each demand point; NaN = none in reach.
    pub nearest: Vec<f64>,
    /// How many facilities each demand point has in reach.
    pub counts: Vec<u32>,
    /// Capacity per person of the base at each demand point; 0 with nothing in reach, NaN if a
    /// facility in reach is of unknown capacity.
    pub access: Vec<f64>,
    /// 饱和度 that each demand point meets, `Σ_j π_ij·U_j`; NaN = nothing to choose from, or unknown.
    pub saturation_met: Vec<f64>,
    /// Load of each facility; NaN = unknown.
    pub load: Vec<f64>,
    /// 饱和度 of each facility, `U_j = L_j / S_j`; NaN = unknown, or no capacity.
    pub saturation: Vec<f64>,
}

impl ServiceAnswer {
    /// Works out a service; `weight(i, t)` is the decay at demand point `i` after a time `t`.
    pub fn of<T: Copy + Into<f64>>(
        q: &ServiceQuestion<'_, T>,
        weight: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let handed = FloatingCatchment::of(q.method, q.catchment, q.capacity, q.base, weight);
        let choice = Choice::of(q.huff, q.catchment, q.capacity, q.per_minute);
        let mut load = match q.rate {
            Some(rate) => {
                let demand: Vec<f64> = q.base.iter().map(|p| p * rate).collect();
                choice.loads(q.catchment, &demand)
            }
            None => vec![f64::NAN; q.capacity.len()],
        };
        if let Some(observed) = q.observed {
            for (load, seen) in load.iter_mut().zip(observed) {
                if !seen.is_nan() {
                    *load = *seen;
                }
            }
        }
        // 0 / 0 and x / 0 alike: without capacity there is nothing to be filled.
        let filled = |(load, &s): (&f64, &f64)| if s > 0.0 { load / s } else { f64::NAN };
        let saturation: Vec<f64> = load.iter().zip(q.capacity).map(filled).collect();
        Self {
            nearest: q.catchment.nearest(),
            counts: q.catchment.counts(),
            access: handed.access,
            saturation_met: choice.met(q.catchment, &saturation),
            load,
            saturation,
        }
    }
}

/// What a unit's people add up to; sums of larger units are sums of these.
///
/// Shape: every column by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSums {
    /// People of the target group.
    pub people: Vec<f64>,
    /// … who have as many facilities in reach as the service asks for.
    pub reachable: Vec<f64>,
    /// … each counted by the soft decay of the nearest facility.
    pub soft: Vec<f64>,
    /// … who have any in reach, and their times to the nearest.
    pub near: Vec<f64>,
    /// The sum of people × time to the nearest over those `near`.
    pub near_time: Vec<f64>,
    /// People of the base.
    pub base: Vec<f64>,
    /// … of whom it is known what falls to them.
    pub known: Vec<f64>,
    /// The sum over those `known` of what falls to each, as a share of the norm and at most 1.
    pub capped: Vec<f64>,
    /// The same without the cap.
    pub raw: Vec<f64>,
    /// People of the base whose facilities' load is known.
    pub loaded: Vec<f64>,
    /// The sum over those `loaded` of the 饱和度 that they meet.
    pub saturation: Vec<f64>,
}

impl UnitSums {
    /// Adds up demand points by their units.
    ///
    /// `enough(i, n)` says whether `n` facilities in reach are as many as point `i` is owed,
    /// `soft(i, t)` what the nearest facility counts at a time `t`. Without a `norm` nothing is
    /// known of 保障度.
    #[allow(clippy::too_many_arguments, reason = "the question, the answer and the rules")]
    pub fn of<T>(
        q: &ServiceQuestion<'_, T>,
        answer: &ServiceAnswer,
        unit: impl Iterator<Item = usize>,
        units: usize,
        norm: Option<f64>,
        enough: impl Fn(usize, u32) -> bool,
        soft: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let column = || vec![0.0; units];
        let mut sums = Self {
            people: column(),
            reachable: column(),
            soft: column(),
            near: column(),
            near_time: column(),
            base: column(),
            known: column(),
            capped: column(),
            raw: column(),
            loaded: column(),
            saturation: column(),
        };
        for (i, unit) in unit.enumerate() {
            let (people, base) = (q.people[i], q.base[i]);
            if people > 0.0 {
                sums.people[unit] += people;
                if enough(i, answer.counts[i]) {
                    sums.reachable[unit] += people;
                }
                let nearest = answer.nearest[i];
                if !nearest.is_nan() {
                    sums.near[unit] += people;
                    sums.near_time[unit] += people * nearest;
                    sums.soft[unit] += people * soft(i, nearest);
                }
            }
            if base > 0.0 {
                sums.base[unit] += base;
                let share = norm.map_or(f64::NAN, |norm| answer.access[i] / norm);
                if !share.is_nan() {
                    sums.known[unit] += base;
                    sums.capped[unit] += base * share.min(1.0);
                    sums.raw[unit] += base * share;
                }
                let met = answer.saturation_met[i];
                if !met.is_nan() {
                    sums.loaded[unit] += base;
                    sums.saturation[unit] += base * met;
                }
            }
        }
        sums
    }

    /// Every column, to be passed on upwards.
    pub fn columns_mut(&mut self) -> [&mut Vec<f64>; 11] {
        [
            &mut self.people,
            &mut self.reachable,
            &mut self.soft,
            &mut self.near,
            &mut self.near_time,
            &mut self.base,
            &mut self.known,
            &mut self.capped,
            &mut self.raw,
            &mut self.loaded,
            &mut self.saturation,
        ]
    }

    /// 可及度 of a unit: the share of its people with enough in reach; NaN without people.
    pub fn reachable(&self, unit: usize) -> f64 {
        share(self.reachable[unit], self.people[unit])
    }

    /// 可及度 with a soft limit.
    pub fn soft(&self, unit: usize) -> f64 {
        share(self.soft[unit], self.people[unit])
    }

    /// Mean time to the nearest facility over the people with one in reach.
    pub fn nearest(&self, unit: usize) -> f64 {
        share(self.near_time[unit], self.near[unit])
    }

    /// 保障度 of a unit, each person at most fully served: the mean over those of whom it is known;
    /// NaN = nobody, or nothing known.
    pub fn sufficient(&self, unit: usize) -> f64 {
        share(self.capped[unit], self.known[unit])
    }

    /// 保障度 without the cap.
    pub fn sufficient_raw(&self, unit: usize) -> f64 {
        share(self.raw[unit], self.known[unit])
    }

    /// The share of the base of whom 保障度 is known.
    pub fn known(&self, unit: usize) -> f64 {
        share(self.known[unit], self.base[unit])
    }

    /// 饱和度 that a unit's people meet: the mean over those with something to choose from whose
    /// load is known; NaN = nobody.
    pub fn saturation(&self, unit: usize) -> f64 {
        share(self.saturation[unit], self.loaded[unit])
    }
}

/// A part of a whole; NaN of nothing.
fn share(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { f64::NAN }
}
