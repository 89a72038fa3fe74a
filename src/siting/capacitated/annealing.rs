//! The search for better plans: random exchanges, worse ones too while it is warm.
//!
//! Source: the rule of Metropolis et al. 1953.

use std::sync::Arc;

use super::districts::Districts;
use super::flow::Flow;
use crate::siting::cover::Cover;
use crate::siting::limits::Limits;
use crate::siting::random::Random;

/// An annealing begins where a loss of this part of a site's mean worth is common …
const WARM: f64 = 0.05;
/// … and ends where one of this part is.
const COLD: f64 = 0.001;
/// The first annealing has this many steps per open site, doubled up to so often.
const STEPS_PER_SITE: usize = 40;
const DOUBLINGS: usize = 6;

/// A plan that is being changed, and the best one seen.
#[derive(Clone, Debug)]
pub(super) struct Annealing {
    cover: Arc<Cover>,
    flow: Flow,
    limits: Limits,
    /// Plans are worth what they serve point by point as wholes.
    is_whole: bool,
    /// Sites that are open in every plan.
    kept: Vec<u32>,
    /// Sites that may be opened.
    free: Vec<u32>,
    plan: Vec<u32>,
    value: i64,
    best: Vec<u32>,
    best_value: i64,
    offer: Option<Vec<u32>>,
    count: usize,
    steps: usize,
    heat: f64,
    cooling: f64,
    random: Random,
}

impl Annealing {
    /// Starts from some sites, filled up greedily.
    pub(super) fn new(
        cover: Arc<Cover>,
        capacity: Vec<i64>,
        limits: Limits,
        (kept, free): (Vec<u32>, Vec<u32>),
        start: Vec<u32>,
        (is_whole, seed): (bool, u64),
    ) -> Self {
        let mut search = Self {
            flow: Flow::new(&cover, capacity),
            cover,
            limits,
            is_whole,
            kept,
            free,
            plan: Vec::new(),
            value: 0,
            best: Vec::new(),
            best_value: -1,
            offer: None,
            count: 0,
            steps: 0,
            heat: 0.0,
            cooling: 1.0,
            random: Random::new(seed),
        };
        search.go_on_from(start);
        search
    }

    /// How many annealings were begun.
    pub(super) fn annealings(&self) -> usize {
        self.count
    }

    /// The best plan seen, and the weight that it serves.
    pub(super) fn best(&self) -> (&[u32], i64) {
        (&self.best, self.best_value)
    }

    /// Whether a site is open in every plan.
    pub(super) fn is_kept(&self, j: u32) -> bool {
        self.kept.contains(&j)
    }

    /// Entries walked so far.
    pub(super) fn walked(&self) -> u64 {
        self.flow.walked
    }

    /// Takes note of a plan, to go on from when the present one is done with.
    pub(super) fn offer(&mut self, plan: Vec<u32>) {
        if self.limits.after(&plan).is_some() {
            let value = self.value_of(&plan);
            self.keep(&plan, value);
        }
        self.offer = Some(plan);
    }

    /// What a plan serves in parts, and multipliers that prove that it is no more.
    pub(super) fn cut(&mut self, plan: &[u32]) -> (i64, Vec<i64>) {
        (self.value_of(plan), self.flow.cut(&self.cover))
    }

    /// Tries one exchange.
    pub(super) fn advance(&mut self) {
        self.flow.walked += 1;
        if self.steps == 0 {
            let plan = self.offer.take().unwrap_or_else(|| self.best.clone());
            self.go_on_from(plan);
            self.warm_up();
            return;
        }
        self.steps -= 1;
        self.heat *= self.cooling;
        let mut plan = self.plan.clone();
        if !plan.is_empty() {
            plan.swap_remove(self.random.below(plan.len()));
        }
        while let Some(j) = self.pick(&plan) {
            plan.push(j);
        }
        let value = self.value_of(&plan);
        let allowed = (-libm::log(self.random.share()) * self.heat) as i64;
        if value >= self.value - allowed {
            self.keep(&plan, value);
            (self.plan, self.value) = (plan, value);
        }
    }

    /// A random site that fits in, if one is soon found.
    fn pick(&mut self, plan: &[u32]) -> Option<u32> {
        let left = self.limits.after(plan).filter(|left| left.sites > 0)?;
        (0..8).find_map(|_| {
            let &j = self.free.get(self.random.below(self.free.len()))?;
            (left.cost_of(j) <= left.budget && !plan.contains(&j)).then_some(j)
        })
    }

    fn warm_up(&mut self) {
        let worth = self.best_value as f64 / self.best.len().max(1) as f64;
        let steps = (STEPS_PER_SITE * self.best.len().max(1)) << self.count.min(DOUBLINGS);
        self.count += 1;
        self.steps = steps;
        self.heat = WARM * worth;
        self.cooling = libm::pow(COLD / WARM, 1.0 / steps as f64);
    }

    fn value_of(&mut self, plan: &[u32]) -> i64 {
        let mut open: Vec<u32> = self.kept.iter().chain(plan).copied().collect();
        if self.is_whole {
            // Which points are in parts depends on the order.
            open.sort_unstable();
        }
        self.flow.assign(&self.cover, &open)
    }

    /// Takes note of the plan that was assigned last.
    fn keep(&mut self, plan: &[u32], mut value: i64) {
        if self.is_whole && value > self.best_value {
            let districts = Districts::of(&self.cover, &self.flow);
            value = districts.served();
            let walked = districts.walked;
            self.flow.walked += walked;
        }
        if value > self.best_value {
            self.best_value = value;
            self.best = plan.to_vec();
        }
    }

    /// Takes up a plan as far as the limits let it, and fills it up by what each site alone adds.
    fn go_on_from(&mut self, mut plan: Vec<u32>) {
        while self.limits.after(&plan).is_none() {
            plan.pop();
        }
        while let Some(left) = self.limits.after(&plan).filter(|left| left.sites > 0) {
            let now = self.value_of(&plan);
            let rest = self.flow.unserved().to_vec();
            let mut best: Option<(i64, u32)> = None;
            for &j in self.free.iter().filter(|j| left.cost_of(**j) <= left.budget) {
                let column = self.cover.site(j as usize);
                self.flow.walked += column.len() as u64;
                let could: i64 = column.iter().map(|&i| rest[i as usize]).sum();
                let could = could.min(self.flow.capacity_of(j));
                if could > best.map_or(0, |b| b.0) && !plan.contains(&j) {
                    best = Some((could, j));
                }
            }
            let Some((_, j)) = best else {
                self.value = now;
                break;
            };
            plan.push(j);
        }
        self.value = self.value_of(&plan);
        self.keep(&plan, self.value);
        self.plan = plan;
    }
}
