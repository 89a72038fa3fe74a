//! The bound: multipliers on the rows that say what no plan of `p` sites can exceed.
//!
//! With a multiplier `u_i` in `[0, w_i]` for each row and the score `s_j = Σ_{i in rows of j} u_i`
//! of each site, every plan is worth at most
//!
//! ```text
//! bound(u) = Σ_i (w_i − u_i) + the p largest s_j
//! ```
//!
//! because a covered row pays `u_i` to some open site and gives `w_i − u_i` besides. Where sites
//! are charged `f_j`, what counts of a score is `(s_j − f_j)⁺`. The least
//! such bound is the value of the linear relaxation. It is approached by a primal-dual hybrid
//! gradient method on `v_i = u_i / w_i` in plain `f32`; what counts is then summed in whole grains.
//!
//! A cut (see `zero_half`) is one more row. The rows that stand in cuts may be covered less than
//! their sites cover them: how far, `y_i`, is sought beside the shares in which sites are open.
//!
//! Source: Chambolle & Pock 2011 with the diagonal steps of Pock & Chambolle 2011, reflected and
//! drawn towards an anchor as in Lu & Yang 2024 (restarted Halpern iterations).

use std::sync::Arc;

use super::cover::Cover;
use super::differences::Differences;
use super::threshold::threshold;
use super::zero_half::{Cut, CutCover};

/// How strongly the multipliers move against the sites at first; at each new anchor halfway (by
/// factors) to where both would have moved as far, within this factor.
const BALANCE: f32 = 4.0;
const MOST_BALANCE: f32 = 256.0;
/// Multipliers that are near the best already are moved less.
const BALANCE_OF_NEAR: f32 = 1.0;
/// Where sites are charged, multipliers are far from the weights.
const BALANCE_OF_CHARGED: f32 = 0.5;
const BALANCE_OF_CHARGED_NEAR: f32 = 0.05;
/// A new anchor when a step has become this much shorter than the first one from the old anchor …
const SHORT: f64 = 0.2;
/// … or this much and steps grow again …
const SHORTER: f64 = 0.8;
/// … or after this part of all steps.
const LONG_PART: f64 = 0.7;
/// The part of all steps is taken of this many at least.
const FEW_STEPS: u32 = 20;

/// A state of the primal-dual method on one cover, and the best multipliers it met; what belongs to
/// rows stands in the places of `rows`.
#[derive(Clone, Debug)]
pub(crate) struct Dual {
    p: usize,
    rows: Arc<Differences>,
    cuts: Vec<CutAt>,
    /// The places of the rows that stand in cuts.
    capped: Vec<u32>,
    weight: Vec<f32>,
    /// What opening each site is charged.
    charge: Vec<f32>,
    /// Steps at a balance of 1, and weights of rows by them.
    row_step: Vec<f32>,
    site_step: Vec<f32>,
    weight_by_step: Vec<f32>,
    balance: f32,
    /// Where the next step starts, where the last one led, and what all are drawn towards.
    at: Point,
    to: Point,
    anchor: Point,
    /// `2·to.x − at.x`.
    ahead: Vec<f32>,
    threshold: f64,
    steps: u32,
    steps_from_anchor: u32,
    first_length: f64,
    last_length: f64,
    best: f64,
    best_v: Vec<f32>,
    scratch: Vec<f32>,
    /// How far the multipliers moved.
    moved: Vec<f32>,
    /// Sums over the sites of each row, and then what each row gives its sites.
    of_rows: Vec<f64>,
}

/// A cut: its place, and which of the rows that stand in cuts it is over.
#[derive(Clone, Debug)]
struct CutAt {
    place: u32,
    capped: [u32; 3],
}

/// Shares in which sites are open and then in which rows that stand in cuts are covered, and
/// multipliers with the scores that follow from them.
#[derive(Clone, Debug)]
struct Point {
    x: Vec<f32>,
    /// Multiplier of each row as a share of its weight.
    v: Vec<f32>,
    score: Vec<f32>,
}

impl Dual {
    /// Starts from multipliers of rows and then of cuts, as shares of their weights, and open shares.
    pub(crate) fn new(of: &CutCover, p: usize, v: &[f32], x: Vec<f32>) -> Self {
        Self::begun(of, vec![0.0; of.cover.sites()], p, v, x, BALANCE)
    }

    /// The same from multipliers and shares that are near the best: of a problem much like this one.
    pub(crate) fn from_near(of: &CutCover, p: usize, v: &[f32], x: Vec<f32>) -> Self {
        Self::begun(of, vec![0.0; of.cover.sites()], p, v, x, BALANCE_OF_NEAR)
    }

    /// The same where opening sites is charged, in grains, and any number may be open.
    pub(crate) fn charged(of: &CutCover, charge: Vec<f32>, v: &[f32], x: Vec<f32>) -> Self {
        let p = charge.len();
        Self::begun(of, charge, p, v, x, BALANCE_OF_CHARGED)
    }

    /// The same from near multipliers and shares.
    pub(crate) fn charged_from_near(
        of: &CutCover,
        charge: Vec<f32>,
        v: &[f32],
        x: Vec<f32>,
    ) -> Self {
        let p = charge.len();
        Self::begun(of, charge, p, v, x, BALANCE_OF_CHARGED_NEAR)
    }

    fn begun(
        of: &CutCover,
        charge: Vec<f32>,
        p: usize,
        v: &[f32],
        mut x: Vec<f32>,
        balance: f32,
    ) -> Self {
        let CutCover { cover, cuts, told: rows } = of;
        let v = rows.by_place(v);
        let weight: Vec<f32> = of.weights().map(|w| w as f32).collect();
        let weight = rows.by_place(&weight);
        let mut given: Vec<f64> = weight.iter().map(|&w| f64::from(w)).collect();
        let mut site_step: Vec<f32> =
            rows.scores(&mut given).iter().map(|&w| 1.0 / w as f32).collect();
        let (cuts, capped) = places(rows, cover, cuts);
        let mut of_capped: Vec<f32> = capped.iter().map(|&k| weight[k as usize]).collect();
        for cut in &cuts {
            for k in cut.capped {
                of_capped[k as usize] += weight[cut.place as usize];
            }
        }
        site_step.extend(of_capped.iter().map(|w| 1.0 / w));
        // A row asks its sites and itself, a cut its sites and three rows.
        rows.sums(&vec![1.0; cover.sites()], &mut given);
        let mut row_step: Vec<f32> = given.iter().map(|&n| 1.0 / (n as f32 + 1.0)).collect();
        for at in &cuts {
            row_step[at.place as usize] = 1.0 / (given[at.place as usize] as f32 + 3.0);
        }
        rows.sums(&x, &mut given);
        x.extend(capped.iter().map(|&k| (given[k as usize] as f32).min(1.0)));
        let at = Point { score: vec![0.0; x.len()], x, v };
        let weight_by_step = weight.iter().zip(&row_step).map(|(w, step)| w / step).collect();
        let mut dual = Self {
            p,
            rows: rows.clone(),
            cuts,
            capped,
            weight,
            charge,
            row_step,
            site_step,
            weight_by_step,
            balance,
            best_v: at.v.clone(),
            ahead: at.x.clone(),
            to: at.clone(),
            anchor: at.clone(),
            at,
            threshold: 0.0,
            steps: 0,
            steps_from_anchor: 0,
            first_length: f64::INFINITY,
            last_length: f64::INFINITY,
            best: f64::INFINITY,
            scratch: Vec::with_capacity(cover.sites()),
            moved: vec![0.0; given.len()],
            of_rows: given,
        };
        dual.set_scores();
        dual.at.score.clone_from(&dual.to.score);
        dual.anchor.score.clone_from(&dual.to.score);
        dual
    }

    /// The least bound met so far, in grains but not rounded safely.
    pub(crate) fn best(&self) -> f64 {
        self.best
    }

    /// The multipliers where it was met, as shares of the weights of rows and then of cuts.
    pub(crate) fn best_shares(&self) -> Vec<f32> {
        self.rows.by_row(&self.best_v)
    }

    /// How many steps were made.
    pub(crate) fn steps(&self) -> u32 {
        self.steps
    }

    /// How far each site is open in the relaxation.
    pub(crate) fn open_shares(&self) -> &[f32] {
        &self.to.x[..self.charge.len()]
    }

    /// How far each row of the cover is covered in the relaxation.
    pub(crate) fn covered_shares(&self) -> Vec<f32> {
        let sites = self.charge.len();
        let mut sums = vec![0.0; self.weight.len()];
        self.rows.sums(self.open_shares(), &mut sums);
        let mut covered: Vec<f32> = sums.iter().map(|&sum| (sum as f32).min(1.0)).collect();
        for (&k, &y) in self.capped.iter().zip(&self.to.x[sites..]) {
            covered[k as usize] = y.min(covered[k as usize]);
        }
        self.rows.by_row(&covered)
    }

    /// The score of a site at the present multipliers.
    pub(crate) fn score(&self, j: usize) -> f32 {
        self.to.score[j]
    }

    /// One step; gives the number of entries walked.
    pub(crate) fn advance(&mut self) -> u64 {
        let length = (self.step_sites() + self.step_rows()).sqrt();
        let bound = self.bound();
        if bound < self.best {
            self.best = bound;
            self.best_v.copy_from_slice(&self.to.v);
        }
        self.steps += 1;
        self.steps_from_anchor += 1;
        if self.steps_from_anchor == 1 {
            self.first_length = length;
        }
        let grows = length > self.last_length;
        let long = f64::from(self.steps.max(FEW_STEPS)) * LONG_PART;
        if self.steps_from_anchor > 1
            && (length <= SHORT * self.first_length
                || (grows && length <= SHORTER * self.first_length)
                || f64::from(self.steps_from_anchor) >= long)
        {
            self.set_balance();
            self.at.clone_from(&self.to);
            self.anchor.clone_from(&self.to);
            self.steps_from_anchor = 0;
            self.last_length = f64::INFINITY;
        } else {
            let share = self.steps_from_anchor as f32 / (self.steps_from_anchor + 1) as f32;
            reflect(&mut self.at.x, &self.to.x, &self.anchor.x, share);
            reflect(&mut self.at.v, &self.to.v, &self.anchor.v, share);
            reflect(&mut self.at.score, &self.to.score, &self.anchor.score, share);
            self.last_length = length;
        }
        2 * self.rows.size() as u64 + 8 * (self.weight.len() + self.charge.len()) as u64
    }

    /// Sets the balance by how far sites and multipliers have moved since the last anchor.
    fn set_balance(&mut self) {
        let square = |to: &[f32], from: &[f32], per: &dyn Fn(usize) -> f32| -> f64 {
            let moved = to.iter().zip(from).map(|(a, b)| f64::from(a - b));
            moved.enumerate().map(|(at, d)| d * d / f64::from(per(at))).sum()
        };
        let sites = square(&self.to.x, &self.anchor.x, &|j| self.site_step[j]);
        let rows = square(&self.to.v, &self.anchor.v, &|i| self.row_step[i] / self.weight[i]);
        if sites > 0.0 && rows > 0.0 {
            let own = (rows / sites).sqrt() as f32;
            let between = (own * self.balance).sqrt();
            self.balance = between.clamp(BALANCE / MOST_BALANCE, BALANCE * MOST_BALANCE);
        }
    }

    /// `x ← projection of x + step·(score − charge) on 0 ≤ x ≤ 1, Σx ≤ p`, and the same without a
    /// limit to the sum for how far rows are covered; gives the squared length.
    fn step_sites(&mut self) -> f64 {
        let Point { x, score, .. } = &self.at;
        let sites = self.charge.len();
        self.scratch.clear();
        self.scratch.extend(score.iter().zip(&self.charge).map(|(s, f)| s - f));
        let step = 1.0 / self.balance;
        self.threshold = threshold(
            &x[..sites],
            &self.scratch,
            &self.site_step[..sites],
            step,
            self.p as f64,
            self.threshold,
        );
        let threshold = self.threshold as f32;
        self.scratch.iter_mut().for_each(|score| *score -= threshold);
        self.scratch.extend(&score[sites..]);
        let mut length = 0.0;
        for (j, &score) in self.scratch.iter().enumerate() {
            let new = (x[j] + score * step * self.site_step[j]).clamp(0.0, 1.0);
            let moved = new - x[j];
            self.to.x[j] = new;
            self.ahead[j] = new + moved;
            length += f64::from(moved * moved / (step * self.site_step[j]));
        }
        length
    }

    /// The bound where the step led, not rounded safely.
    fn bound(&mut self) -> f64 {
        let Self { p, weight, charge, scratch, to, .. } = self;
        let rows = weight.len() - self.cuts.len();
        let mut free = product(&weight[..rows], &to.v[..rows], |v| 1.0 - v);
        let (of_sites, of_capped) = to.score.split_at(charge.len());
        for (&k, &left) in self.capped.iter().zip(of_capped) {
            free += f64::from(left.max(0.0) - weight[k as usize] * (1.0 - to.v[k as usize]));
        }
        for cut in &self.cuts {
            free += f64::from(weight[cut.place as usize] * to.v[cut.place as usize]);
        }
        scratch.clear();
        scratch.extend(of_sites.iter().zip(charge).map(|(s, f)| (s - *f).max(0.0)));
        if *p < scratch.len() {
            scratch.select_nth_unstable_by(*p, |a, b| b.total_cmp(a));
            scratch.truncate(*p);
        }
        // The order that selection leaves behind is no promise of the standard library.
        scratch.sort_unstable_by(f32::total_cmp);
        free + scratch.iter().map(|&s| f64::from(s)).sum::<f64>()
    }

    /// `v ← clip(v + step·(y − Σ x))` at the shares looked ahead to, with 1 for the `y` of rows that
    /// stand in no cut, and for a cut `Σ y − 1 − Σ ⌈n / 2⌉·x`; and the scores. Gives the squared
    /// length.
    fn step_rows(&mut self) -> f64 {
        let (ahead, ahead_of_capped) = self.ahead.split_at(self.charge.len());
        self.rows.sums(ahead, &mut self.of_rows);
        for (&k, &y) in self.capped.iter().zip(ahead_of_capped) {
            self.of_rows[k as usize] += f64::from(1.0 - y);
        }
        for cut in &self.cuts {
            let covered: f32 = cut.capped.iter().map(|&k| ahead_of_capped[k as usize]).sum();
            self.of_rows[cut.place as usize] += f64::from(2.0 - covered);
        }
        let rows = self.to.v.iter_mut().zip(&mut self.moved).zip(&self.at.v);
        for (((to, moved), &at), (&step, &reach)) in
            rows.zip(self.row_step.iter().zip(&self.of_rows))
        {
            *to = (at + self.balance * step * (1.0 - reach as f32)).clamp(0.0, 1.0);
            *moved = *to - at;
        }
        self.set_scores();
        product(&self.weight_by_step, &self.moved, |moved| moved * moved) / f64::from(self.balance)
    }

    /// The scores that follow from the multipliers where the step led.
    fn set_scores(&mut self) {
        let Self { rows, weight, to, of_rows, cuts, capped, .. } = self;
        for ((given, &v), &weight) in of_rows.iter_mut().zip(&to.v).zip(&*weight) {
            *given = f64::from(v * weight);
        }
        for (score, sum) in to.score.iter_mut().zip(rows.scores(of_rows)) {
            *score = sum as f32;
        }
        let of_capped = &mut to.score[self.charge.len()..];
        for (left, &k) in of_capped.iter_mut().zip(&*capped) {
            *left = weight[k as usize] * (1.0 - to.v[k as usize]);
        }
        for cut in cuts {
            let given = weight[cut.place as usize] * to.v[cut.place as usize];
            for &k in &cut.capped {
                of_capped[k as usize] -= given;
            }
        }
    }
}

/// The places of cuts, and of the rows that stand in them.
fn places(rows: &Differences, cover: &Cover, cuts: &[Cut]) -> (Vec<CutAt>, Vec<u32>) {
    let place_of_row = rows.places();
    let mut in_cuts: Vec<u32> = cuts.iter().flat_map(|cut| cut.rows).collect();
    in_cuts.sort_unstable();
    in_cuts.dedup();
    let capped = in_cuts.iter().map(|&i| place_of_row[i as usize]).collect();
    let name = |i: u32| in_cuts.partition_point(|&other| other < i) as u32;
    let cut_at = |(t, cut): (usize, &Cut)| CutAt {
        place: place_of_row[cover.rows() + t],
        capped: cut.rows.map(name),
    };
    (cuts.iter().enumerate().map(cut_at).collect(), capped)
}

/// `Σ a·f(b)`, in lanes that vector instructions take side by side: the same with and without them.
fn product(a: &[f32], b: &[f32], f: impl Fn(f32) -> f32) -> f64 {
    let (in_a, in_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = in_a.remainder().iter().zip(in_b.remainder());
    let rest: f64 = rest.map(|(a, &b)| f64::from(a * f(b))).sum();
    let mut lanes = [0.0; 4];
    for (a, b) in in_a.zip(in_b) {
        for ((lane, a), &b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += f64::from(a * f(b));
        }
    }
    lanes.iter().sum::<f64>() + rest
}

/// `at ← share·(2·to − at) + (1 − share)·anchor`.
fn reflect(at: &mut [f32], to: &[f32], anchor: &[f32], share: f32) {
    for ((at, to), anchor) in at.iter_mut().zip(to).zip(anchor) {
        *at = share * (2.0 * to - *at) + (1.0 - share) * anchor;
    }
}
