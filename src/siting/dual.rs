//! The bound: multipliers on the rows that say what no plan of `p` sites can exceed.
//!
//! With a multiplier `u_i` in `[0, w_i]` for each row and the score `s_j = Σ_{i in rows of j} u_i`
//! of each site, every plan is worth at most
//!
//! ```text
//! bound(u) = Σ_i (w_i − u_i) + the p largest s_j
//! ```
//!
//! because a covered row pays `u_i` to some open site and gives `w_i − u_i` besides. The least
//! such bound is the value of the linear relaxation. It is approached by a primal-dual hybrid
//! gradient method (Chambolle & Pock 2011, restarted averages as in Applegate et al. 2021) on
//! `v_i = u_i / w_i` in plain `f32`; what counts is then summed in whole grains.

use super::cover::Cover;

/// How strongly the multipliers move for one step of the sites.
const BALANCE: f32 = 3.0;
/// An average is considered for a restart this often.
const CHECK_EVERY: u32 = 16;
/// A restart at the latest after this many steps.
const RESTART_AFTER: u32 = 400;

/// A state of the primal-dual method on one cover, and the best multipliers it met.
#[derive(Clone, Debug)]
pub(crate) struct Dual {
    p: usize,
    /// Share of each site that is open in the relaxation.
    x: Vec<f32>,
    /// Multiplier of each row as a share of its weight.
    v: Vec<f32>,
    /// Score of each site at `v`.
    score: Vec<f32>,
    weight: Vec<f32>,
    row_step: Vec<f32>,
    site_step: Vec<f32>,
    threshold: f64,
    average: Average,
    gap_at_restart: f64,
    best_v: Vec<f32>,
    best: f64,
    scratch: Vec<f32>,
    ahead: Vec<f32>,
}

/// Running sums since the last restart.
#[derive(Clone, Debug, Default)]
struct Average {
    steps: u32,
    x: Vec<f32>,
    v: Vec<f32>,
    score: Vec<f32>,
    /// Coverage of each row, `Σ_{j in row} x_j`, at the points the steps looked ahead to.
    reach: Vec<f32>,
}

impl Average {
    fn clear(&mut self) {
        self.steps = 0;
        for values in [&mut self.x, &mut self.v, &mut self.score, &mut self.reach] {
            values.fill(0.0);
        }
    }
}

impl Dual {
    /// Starts from multipliers and open shares.
    pub(crate) fn new(cover: &Cover, p: usize, v: Vec<f32>, x: Vec<f32>) -> Self {
        let (rows, sites) = (cover.rows(), cover.sites());
        let weight: Vec<f32> = cover.weight.iter().map(|&w| w as f32).collect();
        let site_step = cover.site_weights().iter().map(|&w| 1.0 / (BALANCE * w as f32)).collect();
        let row_step = (0..rows).map(|i| BALANCE / (cover.row(i).len() + 1) as f32).collect();
        let average = Average {
            steps: 0,
            x: vec![0.0; sites],
            v: vec![0.0; rows],
            score: vec![0.0; sites],
            reach: vec![0.0; rows],
        };
        let mut dual = Self {
            p,
            best_v: v.clone(),
            best: f64::INFINITY,
            score: vec![0.0; sites],
            threshold: 0.0,
            gap_at_restart: f64::INFINITY,
            scratch: Vec::with_capacity(sites),
            ahead: vec![0.0; sites],
            x,
            v,
            weight,
            row_step,
            site_step,
            average,
        };
        dual.rescore(cover);
        dual
    }

    /// The least bound met so far, in grains but not rounded safely, and where it was met.
    pub(crate) fn best(&self) -> (f64, &[f32]) {
        (self.best, &self.best_v)
    }

    /// The score of a site at the present multipliers.
    pub(crate) fn score(&self, j: usize) -> f32 {
        self.score[j]
    }

    /// How far each site is open in the relaxation, on the mean since the last restart.
    pub(crate) fn open_shares(&self) -> Vec<f32> {
        if self.average.steps == 0 {
            return self.x.clone();
        }
        let share = 1.0 / self.average.steps as f32;
        self.average.x.iter().map(|sum| (sum * share).clamp(0.0, 1.0)).collect()
    }

    /// One step; gives the number of entries walked.
    pub(crate) fn advance(&mut self, cover: &Cover) -> u64 {
        self.step_sites();
        self.step_rows(cover);
        let bound = bound(&self.weight, &self.v, 1.0, &self.score, self.p, &mut self.scratch);
        if bound < self.best {
            self.best = bound;
            self.best_v.copy_from_slice(&self.v);
        }
        if self.average.steps.is_multiple_of(CHECK_EVERY) {
            self.consider_restart(cover);
        }
        cover.entries() as u64 * 2 + cover.rows() as u64 * 4
    }

    /// `x ← projection of x + step·score on 0 ≤ x ≤ 1, Σx ≤ p`.
    fn step_sites(&mut self) {
        self.threshold =
            threshold(&self.x, &self.score, &self.site_step, self.p as f64, self.threshold);
        let threshold = self.threshold as f32;
        for j in 0..self.x.len() {
            let old = self.x[j];
            let new = (old + (self.score[j] - threshold) * self.site_step[j]).clamp(0.0, 1.0);
            self.x[j] = new;
            self.ahead[j] = 2.0 * new - old;
            self.average.x[j] += new;
        }
    }

    /// `v ← clip(v + step·(1 − Σ x))` at the sites looked ahead to, and the new scores.
    fn step_rows(&mut self, cover: &Cover) {
        self.score.fill(0.0);
        for i in 0..self.v.len() {
            let row = cover.row(i);
            let reach = gather(&self.ahead, row);
            let v = (self.v[i] + self.row_step[i] * (1.0 - reach)).clamp(0.0, 1.0);
            self.v[i] = v;
            self.average.v[i] += v;
            self.average.reach[i] += reach;
            if v > 0.0 {
                let u = v * self.weight[i];
                for &j in row {
                    self.score[j as usize] += u;
                }
            }
        }
        for (sum, score) in self.average.score.iter_mut().zip(&self.score) {
            *sum += score;
        }
        self.average.steps += 1;
    }

    fn consider_restart(&mut self, cover: &Cover) {
        let share = 1.0 / self.average.steps as f32;
        let average = &self.average;
        let scratch = &mut self.scratch;
        let bound = bound(&self.weight, &average.v, share, &average.score, self.p, scratch);
        if bound < self.best {
            self.best = bound;
            for (best, sum) in self.best_v.iter_mut().zip(&average.v) {
                *best = (sum * share).clamp(0.0, 1.0);
            }
        }
        let primal: f64 = average
            .reach
            .iter()
            .zip(&self.weight)
            .map(|(r, w)| f64::from((r * share).clamp(0.0, 1.0) * w))
            .sum();
        let gap = bound - primal;
        if gap <= 0.5 * self.gap_at_restart || average.steps >= RESTART_AFTER {
            self.gap_at_restart = gap;
            for (x, sum) in self.x.iter_mut().zip(&average.x) {
                *x = (sum * share).clamp(0.0, 1.0);
            }
            for (v, sum) in self.v.iter_mut().zip(&average.v) {
                *v = (sum * share).clamp(0.0, 1.0);
            }
            self.average.clear();
            self.rescore(cover);
        }
    }

    fn rescore(&mut self, cover: &Cover) {
        self.score.fill(0.0);
        for i in 0..self.v.len() {
            let u = self.v[i] * self.weight[i];
            for &j in cover.row(i) {
                self.score[j as usize] += u;
            }
        }
    }
}

/// The sum of `values` at `places`, in four strands of fixed order.
fn gather(values: &[f32], places: &[u32]) -> f32 {
    let mut strands = [0.0_f32; 4];
    let mut fours = places.chunks_exact(4);
    for four in &mut fours {
        strands[0] += values[four[0] as usize];
        strands[1] += values[four[1] as usize];
        strands[2] += values[four[2] as usize];
        strands[3] += values[four[3] as usize];
    }
    let rest: f32 = fours.remainder().iter().map(|&j| values[j as usize]).sum();
    (strands[0] + strands[1]) + (strands[2] + strands[3]) + rest
}

/// The bound at `share·v`, not rounded safely.
fn bound(
    weight: &[f32],
    v: &[f32],
    share: f32,
    score: &[f32],
    p: usize,
    scratch: &mut Vec<f32>,
) -> f64 {
    let free: f64 = weight.iter().zip(v).map(|(w, v)| f64::from(w * (1.0 - v * share))).sum();
    scratch.clear();
    scratch.extend_from_slice(score);
    if p < scratch.len() {
        scratch.select_nth_unstable_by(p, |a, b| b.total_cmp(a));
        scratch.truncate(p);
    }
    // The order that selection leaves behind is no promise of the standard library.
    scratch.sort_unstable_by(f32::total_cmp);
    free + scratch.iter().map(|&s| f64::from(s)).sum::<f64>() * f64::from(share)
}

/// The `t ≥ 0` at which `Σ clip(x + (score − t)·step) = p`, or 0 where less than `p` is wanted.
fn threshold(x: &[f32], score: &[f32], step: &[f32], p: f64, guess: f64) -> f64 {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut t = guess;
    for round in 0..40 {
        let (mut sum, mut slope) = (0.0_f64, 0.0_f64);
        for ((&x, &score), &step) in x.iter().zip(score).zip(step) {
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
