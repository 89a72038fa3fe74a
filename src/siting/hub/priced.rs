//! Coverage where every site has a price in the measure of the weights: greedy, exchanges, shakes, a bound.
//!
//! `max Σ_i w_i·y_i − Σ_j price_j·x_j`, `y_i ≤ Σ_{j in row i} x_j`. For any multipliers
//! `0 ≤ u_i ≤ w_i` no plan of at most `p` sites is worth more than
//! `Σ_i (w_i − u_i) + the p largest of max(0, Σ_{i in reach of j} u_i − price_j)`; a budget is left
//! out of that, so the bound holds with one too.

use crate::siting::cover::Cover;
use crate::siting::instance::Instance;
use crate::siting::limits::Limits;
use crate::siting::opened::Opened;
use crate::siting::random::Random;

/// Weights are scaled so that their sum takes so many bits, and no sum of grains overflows.
const BITS: i32 = 50;
/// So many closed sites are tried in a pass.
const INSERTED: usize = 32;
/// The plan is shaken so many times.
const SHAKES: usize = 60;
/// Where the random numbers begin.
const SEED: u64 = 5;
/// The multipliers are improved so many times at most.
const ROUNDS: usize = 400;
/// After so many rounds without a better bound their steps are halved …
const PATIENCE: usize = 15;
/// … and below this they end.
const LEAST_STEP: f64 = 0.01;
/// This part of the work goes into the plan, the rest into its bound.
const PLAN_SHARE: u64 = 3;
/// Entries walked in a unit of work.
const ENTRIES_PER_WORK: u64 = 1000;

/// A priced coverage problem being solved.
#[derive(Debug)]
pub(super) struct Priced {
    cover: Cover,
    /// In grains, rounded down.
    price: Vec<i64>,
    limits: Limits,
    shift: i32,
    opened: Opened,
    stage: Stage,
    multipliers: Multipliers,
    random: Random,
    work_limit: Option<u64>,
    target_gap: f64,
    walked: u64,
}

#[derive(Debug)]
enum Stage {
    /// Opening what adds most to the plan's worth.
    Adding,
    /// Exchanging the sites of this list one by one.
    Exchanging {
        tries: Vec<u32>,
        at: usize,
        is_better: bool,
    },
    /// Closing and opening some at random, and exchanging on from there.
    Shaking {
        round: usize,
        shake: Option<Shake>,
    },
    /// Improving the multipliers.
    Bounding {
        round: usize,
        stalled: usize,
        step: f64,
    },
    Done,
}

/// A shaken plan on its way back to a good one.
#[derive(Debug)]
struct Shake {
    /// The plan before, and its worth.
    before: Vec<u32>,
    worth: i64,
    /// Sites to exchange where they are open still, from this place on.
    tries: Vec<u32>,
    at: usize,
}

#[derive(Debug, Default)]
struct Multipliers {
    now: Vec<f64>,
    best: Vec<f64>,
    bound: f64,
}

impl Priced {
    /// Sets out on an instance, whose fixed candidates do not matter, and what each site is priced
    /// at in units of weight.
    pub(super) fn new(
        instance: &Instance,
        price: &[f64],
        (sites, budget): (Option<u32>, Option<f64>),
    ) -> Self {
        let total: f64 = instance.weight.iter().sum();
        let shift = if total > 0.0 { BITS - 1 - libm::ilogb(total) } else { 0 };
        let weight = instance.weight.iter().map(|&w| libm::ldexp(w, shift).ceil() as i64).collect();
        // No site is worth twice of everything.
        let price = price.iter().map(|&c| libm::ldexp(c.min(2.0 * total), shift).floor() as i64);
        let cover = Cover::new(
            weight,
            instance.row_start.clone(),
            instance.candidate.clone(),
            instance.candidates as usize,
        );
        Self {
            price: price.collect(),
            limits: Limits::of(instance, sites, budget),
            opened: Opened::none(&cover),
            stage: Stage::Adding,
            multipliers: Multipliers { bound: f64::INFINITY, ..Multipliers::default() },
            random: Random::new(SEED),
            work_limit: instance.work_limit,
            target_gap: instance.target_gap,
            walked: 0,
            shift,
            cover,
        }
    }

    /// Works until `stop` says so; whether all is done.
    pub(super) fn step_until(&mut self, stop: &mut impl FnMut() -> bool) -> bool {
        while !matches!(self.stage, Stage::Done) {
            self.advance();
            if stop() {
                break;
            }
        }
        matches!(self.stage, Stage::Done)
    }

    /// The sites of the best plan so far, ascending.
    pub(super) fn sites(&self) -> Vec<u32> {
        match &self.stage {
            Stage::Shaking { shake: Some(shake), .. } => shake.before.clone(),
            _ => self.open(),
        }
    }

    /// The sites open now, ascending.
    fn open(&self) -> Vec<u32> {
        let mut sites = self.opened.sites().to_vec();
        sites.sort_unstable();
        sites
    }

    /// What no plan is worth more than, in units of weight; `None` before anything is proven.
    pub(super) fn bound(&self) -> Option<f64> {
        let u = &self.multipliers.best;
        if u.is_empty() && self.cover.rows() > 0 {
            return None;
        }
        let whole = |(u, w): (&f64, &i64)| (*u as i64).clamp(0, *w);
        let u: Vec<i64> = u.iter().zip(&self.cover.weight).map(whole).collect();
        // Scores of many sites together may be beyond what 64 bits hold.
        let left: i128 = self.cover.weight.iter().zip(&u).map(|(w, u)| i128::from(w - u)).sum();
        let score = |j: usize| {
            self.cover.site(j).iter().map(|&i| u[i as usize]).sum::<i64>() - self.price[j]
        };
        let mut scores: Vec<i64> = (0..self.cover.sites()).map(score).filter(|s| *s > 0).collect();
        scores.sort_unstable_by(|a, b| b.cmp(a));
        let paid: i128 = scores.iter().take(self.limits.sites).map(|&s| i128::from(s)).sum();
        Some(libm::ldexp((left + paid) as f64, -self.shift))
    }

    /// The work done, in units of a thousand entries.
    pub(super) fn work(&self) -> u64 {
        (self.walked + self.opened.walked) / ENTRIES_PER_WORK
    }

    fn advance(&mut self) {
        self.stage = match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Adding => match self.best_addition() {
                Some((_, j)) => {
                    self.opened.open(&self.cover, j);
                    Stage::Adding
                }
                None => Stage::Exchanging { tries: self.tries(), at: 0, is_better: false },
            },
            Stage::Exchanging { tries, at, is_better } => match tries.get(at) {
                Some(&j) => {
                    let is_better = self.exchange(j) || is_better;
                    Stage::Exchanging { tries, at: at + 1, is_better }
                }
                None if is_better && !self.is_spent() => Stage::Adding,
                None => Stage::Shaking { round: 0, shake: None },
            },
            Stage::Shaking { round, shake: Some(shake) } => self.settle(round, shake),
            Stage::Shaking { round, shake: None } if round < SHAKES && !self.is_spent() => {
                Stage::Shaking { round, shake: Some(self.shake()) }
            }
            Stage::Shaking { .. } => Stage::Bounding { round: 0, stalled: 0, step: 1.0 },
            Stage::Bounding { round, stalled, step } => self.bound_further(round, stalled, step),
            Stage::Done => Stage::Done,
        };
    }

    /// Whether the plan has had its share of the work.
    fn is_spent(&self) -> bool {
        self.work_limit.is_some_and(|limit| self.work() >= limit / PLAN_SHARE)
    }

    /// The site that adds most to the plan's worth and keeps its limits; ties by id.
    fn best_addition(&mut self) -> Option<(i64, u32)> {
        let left = self.limits.after(self.opened.sites()).filter(|left| left.sites > 0)?;
        self.walked += self.cover.sites() as u64;
        let mut best: Option<(i64, u32)> = None;
        for (j, (gain, price)) in self.opened.gain.iter().zip(&self.price).enumerate() {
            let fits = left.cost_of(j as u32) <= left.budget || self.limits.cost.is_empty();
            if gain - price > best.map_or(0, |b| b.0) && fits && !self.opened.is_open(j) {
                best = Some((gain - price, j as u32));
            }
        }
        best
    }

    fn worth(&self) -> i64 {
        let price: i64 = self.opened.sites().iter().map(|&j| self.price[j as usize]).sum();
        self.opened.value - price
    }

    /// What is worth a try: to close each open site, and to open those that would add most.
    fn tries(&self) -> Vec<u32> {
        let worth = |j: u32| self.opened.gain[j as usize] - self.price[j as usize];
        let closed = (0..self.price.len() as u32).filter(|&j| !self.opened.is_open(j as usize));
        let mut closed: Vec<u32> = closed.filter(|&j| self.opened.gain[j as usize] > 0).collect();
        closed.sort_by_key(|&j| (std::cmp::Reverse(worth(j)), j));
        closed.truncate(INSERTED);
        self.open().into_iter().chain(closed).collect()
    }

    /// Closes an open site, or opens a closed one; fills up. Whether the plan is better so; else it is
    /// as it was.
    fn exchange(&mut self, j: u32) -> bool {
        let (before, worth) = (self.open(), self.worth());
        if self.opened.is_open(j as usize) {
            self.opened.close(&self.cover, j);
        } else {
            self.insert(j);
        }
        self.fill();
        self.keep_if_better(&before, worth)
    }

    /// Opens a site, and closes what the limits then have no room for, what carries least first.
    fn insert(&mut self, j: u32) {
        self.opened.open(&self.cover, j);
        while self.limits.after(self.opened.sites()).is_none() {
            let carries = |k: u32| self.opened.loss[k as usize] - self.price[k as usize];
            let others = self.opened.sites().iter().copied().filter(|&k| k != j);
            let Some(least) = others.min_by_key(|&k| (carries(k), k)) else { break };
            self.opened.close(&self.cover, least);
        }
    }

    /// Opens what adds most, again and again.
    fn fill(&mut self) {
        while let Some((_, j)) = self.best_addition() {
            self.opened.open(&self.cover, j);
        }
    }

    fn keep_if_better(&mut self, before: &[u32], worth: i64) -> bool {
        let is_kept = self.limits.after(self.opened.sites()).is_some();
        let is_better = is_kept && self.worth() > worth;
        if !is_better {
            self.opened.become_like(&self.cover, before);
        }
        is_better
    }

    /// Closes two open sites and opens a closed one at random.
    fn shake(&mut self) -> Shake {
        let (before, worth) = (self.open(), self.worth());
        for _ in 0..before.len().min(2) {
            let at = self.random.below(self.opened.sites().len());
            self.opened.close(&self.cover, self.opened.sites()[at]);
        }
        let is_new = |j: &u32| !self.opened.is_open(*j as usize) && !before.contains(j);
        let closed: Vec<u32> = (0..self.price.len() as u32).filter(is_new).collect();
        if let Some(&new) = closed.get(self.random.below(closed.len())) {
            self.insert(new);
        }
        self.fill();
        Shake { before, worth, tries: self.open(), at: 0 }
    }

    /// Exchanges the next site of a shaken plan; in the end keeps what is better.
    fn settle(&mut self, round: usize, mut shake: Shake) -> Stage {
        let Some(&j) = shake.tries.get(shake.at) else {
            self.keep_if_better(&shake.before, shake.worth);
            return Stage::Shaking { round: round + 1, shake: None };
        };
        if self.opened.is_open(j as usize) {
            self.exchange(j);
        }
        shake.at += 1;
        Stage::Shaking { round, shake: Some(shake) }
    }

    /// One step of the multipliers towards a lower bound: those of uncovered rows rise, those of
    /// rows covered more than once fall.
    fn bound_further(&mut self, round: usize, mut stalled: usize, mut step: f64) -> Stage {
        let cover = &self.cover;
        let value = self.worth() as f64;
        if round == 0 {
            let start = |(i, w): (usize, &i64)| *w as f64 / f64::from(self.opened.count(i).max(1));
            self.multipliers.now = cover.weight.iter().enumerate().map(start).collect();
        }
        let u = &mut self.multipliers.now;
        let score = |j: usize| {
            let sum: f64 = cover.site(j).iter().map(|&i| u[i as usize]).sum();
            (sum - self.price[j] as f64, j)
        };
        let mut scores: Vec<(f64, usize)> =
            (0..cover.sites()).map(score).filter(|s| s.0 > 0.0).collect();
        scores.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scores.truncate(self.limits.sites);
        let left: f64 = cover.weight.iter().zip(&*u).map(|(w, u)| *w as f64 - u).sum();
        let bound = left + scores.iter().map(|s| s.0).sum::<f64>();
        self.walked += 2 * cover.entries() as u64;
        if bound < self.multipliers.bound {
            self.multipliers.bound = bound;
            self.multipliers.best.clone_from(u);
            stalled = 0;
        } else {
            stalled += 1;
        }
        if stalled >= PATIENCE {
            // Back to the best, and on in smaller steps.
            (stalled, step) = (0, step / 2.0);
            u.clone_from(&self.multipliers.best);
        } else {
            let mut over = vec![-1.0; cover.rows()];
            for &(_, j) in &scores {
                for &i in cover.site(j) {
                    over[i as usize] += 1.0;
                }
            }
            let length: f64 = over.iter().map(|g| g * g).sum();
            let stride = step * (bound - value).max(0.0) / length.max(1.0);
            for ((u, over), w) in u.iter_mut().zip(&over).zip(&cover.weight) {
                *u = (*u - stride * over).clamp(0.0, *w as f64);
            }
        }
        let distance = self.multipliers.bound - value;
        let is_close = distance <= self.target_gap.max(1e-9) * value.max(1.0);
        let is_spent = self.work_limit.is_some_and(|limit| self.work() >= limit);
        if round + 1 >= ROUNDS || step < LEAST_STEP || is_close || is_spent {
            Stage::Done
        } else {
            Stage::Bounding { round: round + 1, stalled, step }
        }
    }
}
