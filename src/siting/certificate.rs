//! A bound that is proven: multipliers as whole numbers of grains, summed exactly.

use super::cover::Cover;

/// What a set of multipliers proves about every plan of at most `p` sites.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// No plan covers more than this, in grains.
    pub(crate) bound: i64,
}

impl Certificate {
    /// The bound at multipliers given as shares of the rows' weights.
    pub(crate) fn new(cover: &Cover, p: usize, shares: &[f32]) -> Self {
        let mut score = vec![0_i64; cover.sites()];
        let mut free = 0_i128;
        for (i, (&weight, &share)) in cover.weight.iter().zip(shares).enumerate() {
            let multiplier = multiplier(weight, share);
            free += i128::from(weight - multiplier);
            for &j in cover.row(i) {
                score[j as usize] += multiplier;
            }
        }
        score.sort_unstable_by(|a, b| b.cmp(a));
        let paid: i128 = score.iter().take(p).map(|&s| i128::from(s)).sum();
        Self { bound: i64::try_from(free + paid).unwrap_or(i64::MAX) }
    }
}

/// The multiplier of a row as a whole number of grains in `0..=weight`.
fn multiplier(weight: i64, share: f32) -> i64 {
    ((weight as f64 * f64::from(share)) as i64).clamp(0, weight)
}
