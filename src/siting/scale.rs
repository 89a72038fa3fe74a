//! Weights as whole numbers of grains, so that bounds are summed exactly on every machine.

/// How many grains one unit of weight has, and what difference between two plans matters.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    /// Grains per unit of weight, as a power of two.
    shift: i32,
    /// Every weight is a whole number, so every plan's value is one too.
    whole: bool,
    /// A plan that is better by less than this many grains is no better plan.
    pub(crate) step: i64,
}

/// Whole weights are kept in 1/256 of a unit: fine enough for multipliers, coarse enough for `i64`.
const WHOLE_SHIFT: i32 = 8;
/// Whole weights with a larger sum are scaled like others, so that no sum of grains overflows.
const WHOLE_LIMIT: f64 = 281_474_976_710_656.0;
/// Other weights are scaled so that their sum takes 56 bits.
const FRACTION_BITS: i32 = 56;
/// The share of the total below which two values count as equal (half of what is promised).
const FRACTION_STEP: f64 = 0.5e-9;

impl Scale {
    /// The scale for these weights (finite, ≥ 0, with a finite sum).
    pub(crate) fn of(weight: &[f64]) -> Self {
        let total: f64 = weight.iter().sum();
        if total <= WHOLE_LIMIT && weight.iter().all(|w| w.fract() == 0.0) {
            return Self { shift: WHOLE_SHIFT, whole: true, step: 1 << WHOLE_SHIFT };
        }
        let shift = FRACTION_BITS - 1 - libm::ilogb(total);
        let step = (libm::ldexp(total, shift) * FRACTION_STEP) as i64;
        Self { shift, whole: false, step: step.max(1) }
    }

    /// The weight in grains, rounded up: a bound in grains holds for the weights as given.
    pub(crate) fn grains(self, weight: f64) -> i64 {
        libm::ldexp(weight, self.shift).ceil() as i64
    }

    /// A bound in units of weight: rounded down to a whole number where every value is one.
    pub(crate) fn bound(self, grains: i64) -> f64 {
        if self.whole { (grains >> self.shift) as f64 } else { self.value(grains) }
    }

    fn value(self, grains: i64) -> f64 {
        let near = libm::ldexp(grains as f64, -self.shift);
        // The conversion of more than 53 bits may have rounded down.
        if grains as f64 as i64 >= grains { near } else { near.next_up() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_weights_are_exact_and_bounds_are_floored() {
        let scale = Scale::of(&[3.0, 4.0, 0.0]);
        assert_eq!(scale.grains(3.0), 768);
        assert_eq!(scale.bound(7 * 256 + 255).to_bits(), 7.0_f64.to_bits());
    }

    #[test]
    fn fractions_are_rounded_up_by_less_than_they_may_differ() {
        for weight in [[0.1, 0.7], [1e-300, 3e-300], [1e300, 0.3e300], [5e-324, 0.0]] {
            let scale = Scale::of(&weight);
            let total: f64 = weight.iter().sum();
            let bound = scale.bound(weight.iter().map(|&w| scale.grains(w)).sum());
            assert!(bound >= total && bound - total <= 1e-12 * total, "{weight:?}");
        }
    }
}
