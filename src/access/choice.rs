//! Choice: to which of the facilities in reach people go, and what load that makes.

use super::catchment::Catchment;
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

    /// What nearness does for it.
    #[inline]
    #[allow(clippy::float_cmp, reason = "exactly 2 is the default and needs no power")]
    fn nearness(&self, minutes: f64) -> f64 {
        let minutes = minutes.max(LEAST_MINUTES);
        if self.beta == 2.0 { 1.0 / (minutes * minutes) } else { libm::pow(minutes, -self.beta) }
    }
}

/// Who chooses what in a catchment.
#[derive(Clone, Debug)]
pub struct Choice {
    huff: Huff,
    per_minute: f64,
    /// `S_j^α` by facility.
    size: Vec<f64>,
    /// `Σ_k S_k^α·t_ik^(−β)` by demand point; 0 = nothing to choose from, NaN = a facility in reach
    /// is of unknown capacity.
    total: Vec<f64>,
}

impl Choice {
    /// Adds up what draws each demand point.
    ///
    /// Shape: `capacity` by facility (NaN = unknown). Units: `per_minute` of the circles' times.
    pub fn of<T: Copy + Into<f64>>(
        huff: Huff,
        catchment: &Catchment<T>,
        capacity: &[f64],
        per_minute: f64,
    ) -> Self {
        let size: Vec<f64> = capacity.iter().map(|&s| huff.size(s)).collect();
        let mut total = vec![0.0; catchment.points()];
        for (circle, size) in catchment.circles().iter().zip(&size) {
            for (i, t) in circle.iter() {
                total[i] += size * huff.nearness(t / per_minute);
            }
        }
        Self { huff, per_minute, size, total }
    }

    /// The share `π_ij` of demand point `i` that goes to facility `j`, `t` away.
    #[inline]
    pub fn share(&self, i: usize, j: usize, t: f64) -> f64 {
        // All facilities in reach of capacity 0: nobody goes anywhere.
        if self.total[i] == 0.0 {
            return 0.0;
        }
        self.size[j] * self.huff.nearness(t / self.per_minute) / self.total[i]
    }

    /// Whether demand point `i` has anything to choose from.
    pub fn has_choice(&self, i: usize) -> bool {
        self.total[i] != 0.0
    }

    /// The load `L_j = Σ_i demand_i·π_ij` of each facility; NaN = somebody in reach may also choose
    /// a facility of unknown capacity.
    pub fn loads<T: Copy + Into<f64>>(&self, catchment: &Catchment<T>, demand: &[f64]) -> Vec<f64> {
        let load_of = |(j, circle): (usize, &std::sync::Arc<super::catchment::Circle<T>>)| {
            // Without demand a point adds nothing, even where its choice is unknown.
            let going = circle.iter().filter(|(i, _)| demand[*i] > 0.0);
            going.map(|(i, t)| demand[i] * self.share(i, j, t)).sum()
        };
        catchment.circles().iter().enumerate().map(load_of).collect()
    }

    /// What each demand point meets on average: `Σ_j π_ij·value_j` of a value by facility; NaN
    /// where there is nothing to choose from, or a value that counts is unknown.
    pub fn met<T: Copy + Into<f64>>(&self, catchment: &Catchment<T>, value: &[f64]) -> Vec<f64> {
        let mut met: Vec<f64> = (0..catchment.points())
            .map(|i| if self.has_choice(i) { 0.0 } else { f64::NAN })
            .collect();
        for (j, circle) in catchment.circles().iter().enumerate() {
            for (i, t) in circle.iter() {
                let share = self.share(i, j, t);
                // A facility that nobody chooses has no say, even where its value is unknown.
                if share != 0.0 {
                    met[i] += share * value[j];
                }
            }
        }
        met
    }
}
