//! The three indicators of one service on bare numbers: 可及度, 保障度 and 饱和度.

use crate::access::{Catchment, Choice, Felt, FloatingCatchment, Huff, Method, Touched};

/// One service: who needs it, who is in reach of what, and what there is.
///
/// Shape: `people` and `base` by demand point, `capacity` and `observed` by facility.
pub struct ServiceQuestion<'a, T> {
    /// The target group; NaN = nobody counted it there.
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
#[derive(Clone, Debug, Default)]
pub struct ServiceAnswer {
    /// Time to the nearest facility of each demand point; NaN = none in reach.
    pub nearest: Vec<f64>,
    /// How many facilities each demand point has in reach.
    pub counts: Vec<u32>,
    /// Capacity per person of the base at each demand point, and per head of each facility.
    pub handed_out: FloatingCatchment,
    /// Who goes where.
    pub choice: Choice,
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
        let mut found = Self { choice: Choice::new(q.huff, q.per_minute), ..Self::default() };
        let all = q.catchment.all();
        found.renew(q, weight, Felt { new: &all.facilities, near: &all, far: &all });
        found
    }

    /// The answer to a service that differs by some facilities.
    ///
    /// `touched` by demand point says who is in reach of a facility that is other than it was, or
    /// was; `earlier[j]` is where facility `j` stood before, if it is as it was. Besides the answer
    /// gives the points at which anything may be other than it was.
    pub fn edited<T: Copy + Into<f64>>(
        mut self,
        q: &ServiceQuestion<'_, T>,
        weight: impl Fn(usize, f64) -> f64,
        touched: Vec<bool>,
        earlier: &[Option<usize>],
    ) -> (Self, Vec<bool>) {
        for column in [&mut self.load, &mut self.handed_out.ratio] {
            let kept = |j: &Option<usize>| j.and_then(|j| column.get(j).copied()).unwrap_or(0.0);
            *column = earlier.iter().map(kept).collect();
        }
        let mut near = q.catchment.touched(touched);
        // Nobody need be in reach of what is new.
        let new: Vec<usize> = (0..earlier.len()).filter(|&j| earlier[j].is_none()).collect();
        near.facilities.extend_from_slice(&new);
        near.facilities.sort_unstable();
        near.facilities.dedup();
        let far = q.catchment.spread(&near);
        self.renew(q, weight, Felt { new: &new, near: &near, far: &far });
        (self, far.points)
    }

    fn renew<T: Copy + Into<f64>>(
        &mut self,
        q: &ServiceQuestion<'_, T>,
        weight: impl Fn(usize, f64) -> f64,
        felt: Felt<'_>,
    ) {
        let Felt { near, far, .. } = felt;
        let ServiceQuestion { catchment, capacity, base, .. } = *q;
        self.count(catchment, near);
        self.handed_out.renew(q.method, catchment, capacity, base, weight, felt);
        self.choice.renew(catchment, capacity, near);
        self.load.resize(capacity.len(), f64::NAN);
        for &j in &near.facilities {
            let load = |rate| self.choice.load(catchment, base, rate, j);
            self.load[j] = q.rate.map_or(f64::NAN, load);
        }
        let seen = |j: usize| q.observed.and_then(|o| o.get(j).copied()).unwrap_or(f64::NAN);
        for j in 0..capacity.len() {
            if !seen(j).is_nan() {
                self.load[j] = seen(j);
            }
        }
        // 0 / 0 and x / 0 alike: without capacity there is nothing to be filled.
        let filled = |(load, &s): (&f64, &f64)| if s > 0.0 { load / s } else { f64::NAN };
        self.saturation = self.load.iter().zip(capacity).map(filled).collect();
        self.choice.meet(catchment, &self.saturation, far, &mut self.saturation_met);
    }

    fn count<T: Copy + Into<f64>>(&mut self, catchment: &Catchment<T>, near: &Touched) {
        self.nearest.resize(catchment.points(), f64::NAN);
        self.counts.resize(catchment.points(), 0);
        for i in 0..catchment.points() {
            if near.points[i] {
                (self.nearest[i], self.counts[i]) = (f64::NAN, 0);
            }
        }
        for &j in &near.facilities {
            for (i, t) in catchment.circles()[j].iter() {
                if near.points[i] {
                    // Not `min`, which is a call in wasm.
                    if self.nearest[i].is_nan() || t < self.nearest[i] {
                        self.nearest[i] = t;
                    }
                    self.counts[i] += 1;
                }
            }
        }
    }
}

/// By what rules demand points are added up.
#[derive(Clone, Copy, Debug)]
pub struct UnitRules<N, E, S> {
    /// `norm(u)`: required capacity per person of the base in unit `u`; NaN = nothing is required,
    /// so that nothing is known of 保障度.
    pub norm: N,
    /// `enough(i, n)`: whether `n` facilities in reach are as many as demand point `i` is owed.
    pub enough: E,
    /// `soft(i, t)`: what the nearest facility counts for demand point `i` at a time `t`.
    pub soft: S,
}

/// What a unit's people add up to; sums of larger units are sums of these.
///
/// Shape: every column by unit.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSums {
    /// People of the target group.
    pub people: Vec<f64>,
    /// Demand points where nobody counted it.
    pub uncounted: Vec<f64>,
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
    /// The capacity that they are owed, where there is a norm.
    pub owed: Vec<f64>,
    /// People of the base of whom it is known what falls to them.
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
    /// Nothing added up yet.
    pub fn new(units: usize) -> Self {
        let column = || vec![0.0; units];
        Self {
            people: column(),
            uncounted: column(),
            reachable: column(),
            soft: column(),
            near: column(),
            near_time: column(),
            base: column(),
            owed: column(),
            known: column(),
            capped: column(),
            raw: column(),
            loaded: column(),
            saturation: column(),
        }
    }

    /// Adds up the demand points of the units that are asked for, anew and in their order.
    ///
    /// Shape: `unit` by demand point, `asked` by unit.
    pub fn add_up<T>(
        &mut self,
        q: &ServiceQuestion<'_, T>,
        answer: &ServiceAnswer,
        rules: &UnitRules<
            impl Fn(usize) -> f64,
            impl Fn(usize, u32) -> bool,
            impl Fn(usize, f64) -> f64,
        >,
        unit: impl Iterator<Item = usize>,
        asked: &[bool],
    ) {
        for column in self.columns_mut() {
            for (sum, _) in column.iter_mut().zip(asked).filter(|(_, asked)| **asked) {
                *sum = 0.0;
            }
        }
        for (i, unit) in unit.enumerate().filter(|(_, unit)| asked[*unit]) {
            let (people, base) = (q.people[i], q.base[i]);
            if people.is_nan() {
                self.uncounted[unit] += 1.0;
            }
            if people > 0.0 {
                self.people[unit] += people;
                if (rules.enough)(i, answer.counts[i]) {
                    self.reachable[unit] += people;
                }
                let nearest = answer.nearest[i];
                if !nearest.is_nan() {
                    self.near[unit] += people;
                    self.near_time[unit] += people * nearest;
                    self.soft[unit] += people * (rules.soft)(i, nearest);
                }
            }
            if base > 0.0 {
                self.base[unit] += base;
                let norm = (rules.norm)(unit);
                if !norm.is_nan() {
                    self.owed[unit] += base * norm;
                }
                let share = answer.handed_out.access[i] / norm;
                if !share.is_nan() {
                    self.known[unit] += base;
                    self.capped[unit] += base * if share < 1.0 { share } else { 1.0 };
                    self.raw[unit] += base * share;
                }
                let met = answer.saturation_met[i];
                if !met.is_nan() {
                    self.loaded[unit] += base;
                    self.saturation[unit] += base * met;
                }
            }
        }
    }

    /// Every column, to be passed on upwards.
    pub fn columns_mut(&mut self) -> [&mut Vec<f64>; 13] {
        [
            &mut self.people,
            &mut self.uncounted,
            &mut self.reachable,
            &mut self.soft,
            &mut self.near,
            &mut self.near_time,
            &mut self.base,
            &mut self.owed,
            &mut self.known,
            &mut self.capped,
            &mut self.raw,
            &mut self.loaded,
            &mut self.saturation,
        ]
    }

    /// People of the target group who were counted in a unit; NaN = nobody counted there.
    pub fn people(&self, unit: usize) -> f64 {
        let is_unknown = self.people[unit] == 0.0 && self.uncounted[unit] > 0.0;
        if is_unknown { f64::NAN } else { self.people[unit] }
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
