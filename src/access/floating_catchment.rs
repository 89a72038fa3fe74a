//! Floating catchment areas: how much of a service's capacity falls to each resident in reach of it.

use super::catchment::{Catchment, Felt};

/// Which of the floating catchment methods.
///
/// With capacities `S`, people `P` and weights `W` of the times (see [`super::decay`]):
/// `R_j = S_j / Σ_i P_i·W_ij` is what a facility has per head of its circle, `A_i = Σ_j R_j·W_ij`
/// what a resident gets of all.
///
/// Source: two-step Luo & Wang (2003), doi 10.1068/b29120, with a step as weight; enhanced Luo &
/// Qi (2009), doi 10.1016/j.healthplace.2009.06.002, with bands; Gaussian after Dai (2010);
/// three-step Wan, Zou & Sternberg (2012), doi 10.1080/13658816.2011.624987, where `W_ij` in both
/// sums is multiplied by the share `G_ij = W_ij / Σ_k W_ik`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// 2SFCA.
    TwoStep,
    /// E2SFCA, the default.
    #[default]
    Enhanced,
    /// Gaussian 2SFCA.
    Gaussian,
    /// 3SFCA.
    ThreeStep,
}

impl Method {
    /// The methods in their fixed order.
    pub const ALL: [Method; 4] =
        [Method::TwoStep, Method::Enhanced, Method::Gaussian, Method::ThreeStep];

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["2sfca", "e2sfca", "gaussian", "3sfca"][self as usize]
    }
}

/// What a floating catchment method finds.
///
/// Whatever the method, `Σ_i P_i·A_i = Σ_j S_j` over the facilities with people in reach: capacity
/// is handed out, not made.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FloatingCatchment {
    /// Capacity per weighted head of each facility's circle; 0 with nobody in reach.
    pub ratio: Vec<f64>,
    /// Capacity per head at each demand point; 0 with nothing in reach, NaN if a facility in reach
    /// is of unknown capacity.
    pub access: Vec<f64>,
    /// `Σ_k W_ik` at each demand point, for the three-step method.
    weights: Vec<f64>,
}

impl FloatingCatchment {
    /// Hands out capacities to people.
    ///
    /// Shape: `capacity` by facility (NaN = unknown), `people` by demand point; `weight(i, t)` is
    /// the decay at demand point `i` after a time `t`.
    pub fn of<T: Copy + Into<f64>>(
        method: Method,
        catchment: &Catchment<T>,
        capacity: &[f64],
        people: &[f64],
        weight: impl Fn(usize, f64) -> f64,
    ) -> Self {
        let mut found = Self::default();
        let all = catchment.all();
        let felt = Felt { new: &all.facilities, near: &all, far: &all };
        found.renew(method, catchment, capacity, people, weight, felt);
        found
    }

    /// Hands out again where an edit is felt; elsewhere `ratio` and `access` are still true.
    pub fn renew<T: Copy + Into<f64>>(
        &mut self,
        method: Method,
        catchment: &Catchment<T>,
        capacity: &[f64],
        people: &[f64],
        weight: impl Fn(usize, f64) -> f64,
        felt: Felt<'_>,
    ) {
        let (Self { ratio, access, weights }, Felt { new, near, far }) = (self, felt);
        ratio.resize(capacity.len(), 0.0);
        access.resize(catchment.points(), 0.0);
        let has_shares = method == Method::ThreeStep;
        if has_shares {
            weights.resize(catchment.points(), 0.0);
            catchment.sum(near, weights, |_, i, t| weight(i, t));
        }
        let counted = |i: usize, t: f64| {
            let w = weight(i, t);
            match has_shares {
                true if weights[i] > 0.0 => w * w / weights[i],
                true => 0.0,
                false => w,
            }
        };
        // But for the three-step method a facility's heads do not depend on other facilities.
        for &j in if has_shares { &near.facilities } else { new } {
            let circle = catchment.circles()[j].iter();
            let heads: f64 = circle.map(|(i, t)| people[i] * counted(i, t)).sum();
            // Without weighted heads an unknown capacity stays unknown.
            let is_handed_out = heads > 0.0 || capacity[j].is_nan();
            ratio[j] = if is_handed_out { capacity[j] / heads } else { 0.0 };
        }
        let changed = if has_shares { far } else { near };
        catchment.sum(changed, access, |j, i, t| ratio[j] * counted(i, t));
    }
}
