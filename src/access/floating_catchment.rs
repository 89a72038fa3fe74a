//! Floating catchment areas: how much of a service's capacity falls to each resident in reach of it.

use super::catchment::Catchment;

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

    /// Whether the weights of time bands are needed.
    pub fn needs_bands(self) -> bool {
        matches!(self, Method::Enhanced | Method::ThreeStep)
    }
}

/// What a floating catchment method finds.
///
/// Whatever the method, `Σ_i P_i·A_i = Σ_j S_j` over the facilities with people in reach: capacity
/// is handed out, not made.
#[derive(Clone, Debug)]
pub struct FloatingCatchment {
    /// Capacity per weighted head of each facility's circle; 0 with nobody in reach.
    pub ratio: Vec<f64>,
    /// Capacity per head at each demand point; 0 with nothing in reach, NaN if a facility in reach
    /// is of unknown capacity.
    pub access: Vec<f64>,
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
        let shares = (method == Method::ThreeStep).then(|| {
            let mut sums = vec![0.0; catchment.points()];
            for circle in catchment.circles() {
                for (i, t) in circle.iter() {
                    sums[i] += weight(i, t);
                }
            }
            sums
        });
        let counted = |i: usize, t: f64| {
            let w = weight(i, t);
            match &shares {
                Some(sums) if sums[i] > 0.0 => w * w / sums[i],
                Some(_) => 0.0,
                None => w,
            }
        };
        let mut access = vec![0.0; catchment.points()];
        let facilities = catchment.circles().iter().zip(capacity);
        let ratio = facilities
            .map(|(circle, capacity)| {
                let heads: f64 = circle.iter().map(|(i, t)| people[i] * counted(i, t)).sum();
                let ratio = if heads > 0.0 { capacity / heads } else { 0.0 };
                // Not `ratio` alone: without weighted heads an unknown capacity stays unknown.
                let given = if capacity.is_nan() { f64::NAN } else { ratio };
                for (i, t) in circle.iter() {
                    access[i] += given * counted(i, t);
                }
                ratio
            })
            .collect();
        Self { ratio, access }
    }
}
