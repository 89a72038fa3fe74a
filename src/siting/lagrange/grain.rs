//! Prices as whole numbers of grains, so that bounds are summed exactly on every machine.

/// All prices together take this many bits: every sum is exact in a double too.
const BITS: i32 = 51;
/// The share of the total below which two values count as equal (half of what is promised).
const FRACTION_STEP: f64 = 0.5e-9;

/// How many grains one unit has, and what difference between two plans matters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grain {
    /// Grains per unit, as a power of two.
    shift: i32,
    /// Every value is a whole number of units.
    is_whole: bool,
    /// A plan that is better by less than this many grains is no better plan.
    pub(crate) step: i64,
}

impl Grain {
    /// The grain for this many prices up to `most` together, of which `matters` is what plans
    /// differ by at most; whole if all prices are.
    pub(crate) fn new(most: f64, matters: f64, rows: usize, is_whole: bool) -> Self {
        let shift = if most > 0.0 { BITS - 1 - libm::ilogb(most) } else { 0 };
        if is_whole && shift >= 0 {
            return Self { shift, is_whole, step: 1 << shift };
        }
        let step = (libm::ldexp(matters, shift) * FRACTION_STEP) as i64;
        Self { shift, is_whole: false, step: step.max(2 * rows as i64 + 2) }
    }

    /// The grain for these weights of demand points.
    pub(crate) fn of_weights(weight: &[f64]) -> Self {
        let total = weight.iter().sum();
        Self::new(total, total, weight.len(), weight.iter().all(|w| w.fract() == 0.0))
    }

    /// A price in grains, rounded down: a bound from below stays one.
    pub(crate) fn down(self, price: f64) -> i64 {
        libm::ldexp(price, self.shift).floor() as i64
    }

    /// A price in grains, rounded up.
    pub(crate) fn up(self, price: f64) -> i64 {
        libm::ldexp(price, self.shift).ceil() as i64
    }

    /// How many grains there are in a unit: a power of two.
    pub(crate) fn per_unit(self) -> f64 {
        libm::ldexp(1.0, self.shift)
    }

    /// Grains in units.
    pub(crate) fn exact(self, grains: i64) -> f64 {
        libm::ldexp(grains as f64, -self.shift)
    }

    /// A bound from below in units: the next whole number where every value is one.
    pub(crate) fn rounded_up(self, grains: i64) -> f64 {
        let units = libm::ldexp(grains as f64, -self.shift);
        if self.is_whole { units.ceil() } else { units }
    }

    /// A bound from above in units.
    pub(crate) fn rounded_down(self, grains: i64) -> f64 {
        let units = libm::ldexp(grains as f64, -self.shift);
        if self.is_whole { units.floor() } else { units }
    }
}
