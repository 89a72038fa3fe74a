//! Choice: to which of the facilities in reach people go, and what load that makes.

use super::catchment::{Catchment, Touched};
use crate::error::{Error, ErrorCode, Result};

/// Nobody is nearer than this many minutes, so that a facility next door is not chosen by all.
const LEAST_MINUTES: f64 = 0.5;

/// Huff's rule: of the facilities in reach, `j` is chosen with the probability
/// `π_ij = S_j^α·t_ij^(−β) / Σ_k S_k^α·t_ik^(−β)`, times in minutes and at least half a minute.
///
/// Source: Huff (1963), doi 10.2307/3144521.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Huff {
    alpha: f64,
    beta: f64,
}

impl Default for Huff {
    fn default() -> Self {
        Self { alpha: 1.0, beta: 2.0 }
    }
}

impl Huff {
    /// A rule of two exponents.
    ///
    /// # Errors
    /// `argument.range` unless both are finite and not negative.
    pub fn new(alpha: f64, beta: f64) -> Result<Self> {
        for (name, value) in [("alpha", alpha), ("beta", beta)] {
            if !value.is_finite() || value < 0.0 {
                return Err(Error::new(ErrorCode::ArgumentRange, value.to_string()).at(name));
            }
        }
        Ok(Self { alpha, beta })
    }

    /// What size does for a facility.
    #[allow(clippy::float_cmp, reason = "exactly 1 is the default and needs no power")]
    fn size(&self, capacity: f64) -> f64 {
        if self.alpha == 1.0 { capacity } else { libm::pow(capacity, self.alpha) }
    }

    /// What nearness does for it, with so many units of the time in a minute.
    #[inline]
    #[allow(clippy::float_cmp, reason = "exactly 2 is the default and needs no power")]
    fn nearness(&self, time: f64, per_minute: f64) -> f64 {
        let least = LEAST_MINUTES * per_minute;
        // Not `max`, which is a call in wasm.
        let time = if time > least { time } else { least };
        if self.beta == 2.0 {
            per_minute * per_minute / (time * time)
        } else {
            libm::pow(time / per_minute, -self.beta)
        }
    }
}

/// Who chooses what in a catchment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Choice {
    huff: Huff,
    per_minute: f64,
    /// `S_j^α` by facility.
    size: Vec<f64>,
    /// `Σ_k S_k^α·t_ik^(−β)` by demand point; 0 = nothing to choose from, NaN = a facility in reach
    /// is of unknown capacity.
    total: Vec<f64>,
    /// One over it, 0 where there is nothing to choose from: divided once, not for every facility.
    per_total: Vec<f64>,
}

impl Choice {
    /// A rule before anything is added up. Units: `per_minute` of the circles' times.
    pub fn new(huff: Huff, per_minute: f64) -> Self {
        Self { huff, per_minute, ..Self::default() }
    }

    /// Adds up what draws the demand points that are touched.
    ///
    /// Shape: `capacity` by facility (NaN = unknown).
    pub fn renew<T: Copy + Into<f64>>(
        &mut self,
        catchment: &Catchment<T>,
        capacity: &[f64],
        near: &Touched,
    ) {
        let Self { huff, per_minute, size, total, per_total } = self;
        size.clear();
        size.extend(capacity.iter().map(|&s| huff.size(s)));
        total.resize(catchment.points(), 0.0);
        per_total.resize(catchment.points(), 0.0);
        catchment.sum(near, total, |j, _, t| size[j] * huff.nearness(t, *per_minute));
        let points = per_total.iter_mut().zip(total).zip(&near.points);
        for ((per_total, total), _) in points.filter(|(_, is)| **is) {
            *per_total = if *total == 0.0 { 0.0 } else { 1.0 / *total };
        }
    }

    /// The share `π_ij` of demand point `i` that goes to facility `j`, `t` away.
    #[inline]
    pub fn share(&self, i: usize, j: usize, t: f64) -> f64 {
        self.size[j] * self.huff.nearness(t, self.per_minute) * self.per_total[i]
    }

    /// Whether demand point `i` has anything to choose from: a facility of capacity 0 is nothing.
    pub fn has_choice(&self, i: usize) -> bool {
        self.total[i] != 0.0
    }

    /// The load `L_j = Σ_i rate·people_i·π_ij` of a facility; NaN = somebody in reach may also
    /// choose a facility of unknown capacity.
    pub fn load<T: Copy + Into<f64>>(
        &self,
        catchment: &Catchment<T>,
        people: &[f64],
        rate: f64,
        j: usize,
    ) -> f64 {
        // Without people a point adds nothing, even where its choice is unknown.
        let going = catchment.circles()[j].iter().filter(|(i, _)| people[*i] > 0.0);
        going.map(|(i, t)| rate * people[i] * self.share(i, j, t)).fold(0.0, |sum, l| sum + l)
    }

    /// What demand points meet on average, `Σ_j π_ij·value_j` of a value by facility, summed anew
    /// where touched; NaN = nothing to choose from, or a value that counts is unknown.
    pub fn meet<T: Copy + Into<f64>>(
        &self,
        catchment: &Catchment<T>,
        value: &[f64],
        touched: &Touched,
        met: &mut Vec<f64>,
    ) {
        met.resize(catchment.points(), 0.0);
        catchment.sum(touched, met, |j, i, t| {
            let share = self.share(i, j, t);
            // A facility that nobody chooses has no say, even where its value is unknown.
            if share == 0.0 { 0.0 } else { share * value[j] }
        });
        for (i, met) in met.iter_mut().enumerate() {
            if touched.points[i] && !self.has_choice(i) {
                *met = f64::NAN;
            }
        }
    }
}
