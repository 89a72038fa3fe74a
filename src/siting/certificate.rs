//! A bound that is proven: multipliers as whole numbers of grains, summed exactly.

use super::polish::polish;
use super::presolve::Fate;
use super::zero_half::CutCover;

/// Bounds are cut off here, far above the 56 bits of all weight.
const FAR: i128 = 1 << 61;

/// What a set of multipliers proves about every plan of at most `p` sites.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// No plan covers more than this, in grains.
    pub(crate) bound: i64,
    /// Those of rows and then of cuts, in grains.
    pub(crate) multipliers: Vec<i64>,
    /// `Σ` of the multipliers in each site's rows, in grains.
    score: Vec<i64>,
    /// The `p`-th largest score, and the one after it (0 where there is none).
    last_in: i64,
    first_out: i64,
}

impl Certificate {
    /// The bound at multipliers given as shares of the weights of rows and then of cuts.
    pub(crate) fn new(of: &CutCover, p: usize, shares: &[f32]) -> Self {
        // At a given limit the bound is `Σ (w − u) + p·limit + Σ (s − limit)⁺`.
        let limit = |score: &[i64]| vec![last_of(&sorted(score), p); score.len()];
        let Whole { multipliers, free, score } = Whole::new(of, shares, limit);
        let order = sorted(&score);
        let paid: i128 = order.iter().take(p).map(|&s| i128::from(s)).sum();
        Self {
            bound: (free + paid).min(FAR) as i64,
            last_in: last_of(&order, p),
            first_out: order.get(p).copied().unwrap_or(0),
            score,
            multipliers,
        }
    }

    /// What it shows of each site, for `p > 0`: open in all plans that are worth `better` or more,
    /// or in none of them.
    pub(crate) fn decided(&self, better: i64) -> Vec<Fate> {
        let decide = |&score: &i64| {
            if score >= self.last_in && self.bound - score + self.first_out < better {
                Fate::Open
            } else if score <= self.last_in && self.bound - self.last_in + score < better {
                Fate::Shut
            } else {
                Fate::Free
            }
        };
        self.score.iter().map(decide).collect()
    }
}

/// No cover costs less, where sites are charged and the weight of each row is the least charge of its
/// sites; at multipliers given as shares of the weights of rows and then of cuts.
pub(crate) fn charged_bound(of: &CutCover, charge: &[i64], shares: &[f32]) -> i64 {
    let Whole { free, score, .. } = Whole::new(of, shares, |_| charge.to_vec());
    let excess = score.iter().zip(charge).map(|(s, f)| i128::from((s - f).max(0)));
    let all: i128 = of.cover.weight.iter().map(|&w| i128::from(w)).sum();
    (all - free - excess.sum::<i128>()).clamp(0, FAR) as i64
}

/// Multipliers in whole grains, what rows and cuts pay besides, and the scores of sites.
struct Whole {
    multipliers: Vec<i64>,
    free: i128,
    score: Vec<i64>,
}

impl Whole {
    /// From shares of the weights of rows and then of cuts; those of rows are set right under the
    /// limits that the scores at first call for.
    fn new(of: &CutCover, shares: &[f32], limits: impl Fn(&[i64]) -> Vec<i64>) -> Self {
        let CutCover { cover, cuts, told } = of;
        let multipliers = of.weights().zip(shares).map(|(w, &v)| multiplier(w, v));
        let mut multipliers: Vec<i64> = multipliers.collect();
        let (of_row, of_cut) = multipliers.split_at_mut(cover.rows());
        let mut most = cover.weight.clone();
        for (cut, given) in cuts.iter().zip(&*of_cut) {
            for i in cut.rows {
                most[i as usize] -= given;
            }
        }
        for (u, most) in of_row.iter_mut().zip(&mut most) {
            *most = (*most).max(0);
            *u = (*u).min(*most);
        }
        let of_cuts: i128 = of_cut.iter().map(|&given| i128::from(given)).sum();
        let mut score = told.scores(&mut told.by_place(&multipliers));
        let limit = limits(&score);
        let of_row = &mut multipliers[..cover.rows()];
        polish(cover, &most, |j| limit[j], of_row, &mut score);
        let left = most.iter().zip(of_row).map(|(w, u)| i128::from(w - *u));
        let free = left.sum::<i128>() + of_cuts;
        Self { multipliers, free, score }
    }
}

/// The greatest first.
fn sorted(score: &[i64]) -> Vec<i64> {
    let mut order = score.to_vec();
    order.sort_unstable_by(|a, b| b.cmp(a));
    order
}

/// The `p`-th score in order.
fn last_of(order: &[i64], p: usize) -> i64 {
    order.get(p.saturating_sub(1)).copied().unwrap_or(0)
}

/// The multiplier of a row as a whole number of grains in `0..=weight`.
fn multiplier(weight: i64, share: f32) -> i64 {
    ((weight as f64 * f64::from(share)) as i64).clamp(0, weight)
}
