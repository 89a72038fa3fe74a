//! The projection of open shares on what may be open in all.

/// The `t ≥ 0` at which `Σ clip(x + (score − t)·step) = p`, or 0 where less than `p` is wanted; all
/// steps are `factor` times those given.
pub(super) fn threshold(
    x: &[f32],
    score: &[f32],
    step: &[f32],
    factor: f32,
    p: f64,
    guess: f64,
) -> f64 {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut t = guess;
    for round in 0..40 {
        let (mut sum, mut slope) = (0.0_f64, 0.0_f64);
        for ((&x, &score), &step) in x.iter().zip(score).zip(step) {
            let step = step * factor;
            let z = f64::from(x) + (f64::from(score) - t) * f64::from(step);
            if z >= 1.0 {
                sum += 1.0;
            } else if z > 0.0 {
                sum += z;
                slope += f64::from(step);
            }
        }
        let excess = sum - p;
        if excess.abs() <= 1e-6 * p || (t <= 0.0 && excess < 0.0) {
            break;
        }
        if excess > 0.0 {
            low = t;
        } else {
            high = t;
        }
        let newton = t + excess / slope;
        t = if slope > 0.0 && newton > low && newton < high && round % 8 != 7 {
            newton
        } else if high.is_finite() {
            0.5 * (low + high)
        } else {
            2.0 * t + 1.0
        };
        t = t.max(0.0);
    }
    t
}
