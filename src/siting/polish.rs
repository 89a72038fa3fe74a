//! Whole multipliers set right one after the other, before they count.
//!
//! With a limit `f_j` for the score `s_j` of each site, the sum of what exceeds the limits is part of
//! a bound. A multiplier may rise until the first of its row's sites reaches its limit, and comes
//! down as long as two of them exceed theirs: neither makes the bound worse.

use super::cover::Cover;

/// Goes through all rows once; `most` is the greatest multiplier of each. Scores are kept up to date.
pub(crate) fn polish(
    cover: &Cover,
    most: &[i64],
    limit: impl Fn(usize) -> i64,
    multiplier: &mut [i64],
    score: &mut [i64],
) {
    for (i, (u, &most)) in multiplier.iter_mut().zip(most).enumerate() {
        let (mut first, mut second) = (i64::MIN, i64::MIN);
        for &j in cover.row(i) {
            let excess = score[j as usize] - limit(j as usize);
            second = second.max(excess.min(first));
            first = first.max(excess);
        }
        let change = if first < 0 {
            first.saturating_neg().min(most - *u)
        } else if second > 0 {
            -second.min(*u)
        } else {
            0
        };
        if change != 0 {
            *u += change;
            for &j in cover.row(i) {
                score[j as usize] += change;
            }
        }
    }
}
