//! The search for better plans: one site for another, and again from a shaken best plan.
//!
//! Source: fast interchange of Whitaker 1983 with the gain, loss and extra arrays of
//! Resende & Werneck 2007; shaken and repeated as in Lourenço, Martin & Stützle 2003.

use std::collections::BinaryHeap;
use std::sync::Arc;

use super::served::Served;
use crate::siting::lagrange::Table;
use crate::siting::limits::Limits;
use crate::siting::presolve::Fate;
use crate::siting::random::Random;

/// One in so many of the open sites is changed when a plan is shaken, at most.
const SHAKEN_PART: usize = 8;
/// Every so many rounds the search goes on from where it is rather than from the best plan.
const DRIFT: usize = 4;

/// A plan that is being changed, and the best one seen.
#[derive(Clone, Debug)]
pub(crate) struct Interchange {
    served: Served,
    limits: Limits,
    /// What the open sites cost.
    spent: i64,
    /// The sites worth trying.
    tried: Vec<u32>,
    /// How many of them have not been tried since the last change, and whose turn it is.
    untried: usize,
    turn: usize,
    best: Vec<u32>,
    best_value: i64,
    offer: Option<Vec<u32>>,
    is_settled: bool,
    rounds: usize,
    random: Random,
}

impl Interchange {
    /// Starts from some sites, filled up greedily.
    pub(crate) fn new(
        table: Arc<Table>,
        limits: Limits,
        fate: &[Fate],
        start: &[u32],
        seed: u64,
    ) -> Self {
        let columns = Arc::new(table.columns());
        let mut search = Self {
            served: Served::none(table, columns),
            limits,
            spent: 0,
            tried: Vec::new(),
            untried: 0,
            turn: 0,
            best: Vec::new(),
            best_value: i64::MAX,
            offer: None,
            is_settled: false,
            rounds: 0,
            random: Random::new(seed),
        };
        search.focus_on(fate);
        search.go_on_from(start);
        search.keep();
        search
    }

    /// The best plan seen, and what all rows pay with it.
    pub(crate) fn best(&self) -> (&[u32], i64) {
        (&self.best, self.best_value)
    }

    /// Multipliers to begin with: between what each row pays and what it would pay next.
    pub(crate) fn first_multipliers(&self) -> Vec<i64> {
        self.served.between_first_and_second()
    }

    /// A row that pays as much as this with the plan at hand, and with the best.
    pub(crate) fn left_alone(&self, price: i64) -> Option<usize> {
        if self.best_value < price {
            return None;
        }
        self.served.row_alone(price)
    }

    /// Entries walked so far.
    pub(crate) fn walked(&self) -> u64 {
        self.served.walked
    }

    /// No interchange improves the first plan.
    pub(crate) fn is_settled(&self) -> bool {
        self.is_settled
    }

    /// Tries only what is not shut, from now on.
    pub(crate) fn focus_on(&mut self, fate: &[Fate]) {
        let fits = |&j: &u32| {
            fate[j as usize] != Fate::Shut && self.limits.cost_of(j) <= self.limits.budget
        };
        self.tried = (0..fate.len() as u32).filter(fits).collect();
        self.untried = self.untried.min(self.tried.len());
    }

    /// Takes note of a plan, to go on from when the present one is done with.
    pub(crate) fn offer(&mut self, plan: Vec<u32>) {
        let value = self.served.value_of(&plan);
        if value < self.best_value && self.limits.after(&plan).is_some() {
            self.best_value = value;
            self.best.clone_from(&plan);
        }
        self.offer = Some(plan);
    }

    /// Tries one site.
    pub(crate) fn advance(&mut self) {
        // Even where there is nothing to try, time passes.
        self.served.walked += 1;
        if self.untried > 0 {
            self.untried -= 1;
            self.turn = (self.turn + 1) % self.tried.len();
            self.improve(self.tried[self.turn]);
            return;
        }
        self.keep();
        self.is_settled = true;
        match self.offer.take() {
            Some(plan) => self.go_on_from(&plan),
            None => self.shake(),
        }
        self.keep();
    }

    fn improve(&mut self, j: u32) {
        if self.served.is_open(j) {
            return;
        }
        let limits = &self.limits;
        let room = limits.budget - self.spent - limits.cost_of(j);
        let entry = self.served.entry(j, |k| room + limits.cost_of(k) >= 0);
        if entry.gain > 0 && self.served.sites().len() < self.limits.sites && room >= 0 {
            self.open(j);
        } else if let Some((change, k)) = entry.swap
            && change < 0
        {
            self.close(k);
            self.open(j);
            self.fill();
        } else {
            return;
        }
        self.untried = self.tried.len();
    }

    fn open(&mut self, j: u32) {
        self.spent += self.limits.cost_of(j);
        self.served.open(j);
    }

    fn close(&mut self, j: u32) {
        self.spent -= self.limits.cost_of(j);
        self.served.close(j);
    }

    fn keep(&mut self) {
        if self.served.value < self.best_value {
            self.best_value = self.served.value;
            self.best = self.served.sites().to_vec();
        }
    }

    /// Takes up a plan as far as the limits let it, and fills it up.
    fn go_on_from(&mut self, plan: &[u32]) {
        let old: Vec<u32> =
            self.served.sites().iter().copied().filter(|j| !plan.contains(j)).collect();
        for j in old {
            self.close(j);
        }
        for &j in plan {
            if !self.served.is_open(j) {
                self.open(j);
            }
        }
        while self.served.sites().len() > self.limits.sites || self.spent > self.limits.budget {
            let least = self.served.sites().iter().copied().min_by_key(|&j| {
                let cost = if self.limits.cost.is_empty() { 1 } else { self.limits.cost_of(j) };
                (rate(self.served.loss(j) + 1, cost), j)
            });
            let Some(j) = least else { break };
            self.close(j);
        }
        self.fill();
        self.untried = self.tried.len();
    }

    /// Opens what saves most per cost until nothing fits or saves; ties by id.
    fn fill(&mut self) {
        let is_full = |s: &Self| s.served.sites().len() >= s.limits.sites;
        if is_full(self) {
            return;
        }
        let mut waiting = BinaryHeap::new();
        for at in 0..self.tried.len() {
            let j = self.tried[at];
            if !self.served.is_open(j) && self.spent + self.limits.cost_of(j) <= self.limits.budget
            {
                let gain = self.served.gain(j);
                waiting.push((rate(gain, self.limits.cost_of(j)), std::cmp::Reverse(j)));
            }
        }
        // What a site saves only falls while others open: one that stays first after a new look
        // is the best.
        while let Some((_, std::cmp::Reverse(j))) = waiting.pop() {
            let cost = self.limits.cost_of(j);
            if is_full(self) {
                break;
            }
            let gain = self.served.gain(j);
            if gain == 0 || self.spent + cost > self.limits.budget {
                continue;
            }
            let now = (rate(gain, cost), std::cmp::Reverse(j));
            if waiting.peek().is_some_and(|next| *next > now) {
                waiting.push(now);
            } else {
                self.open(j);
            }
        }
    }

    /// Changes some sites of the best plan at random.
    fn shake(&mut self) {
        self.rounds += 1;
        if !self.rounds.is_multiple_of(DRIFT) {
            let best = self.best.clone();
            self.go_on_from(&best);
        }
        let open = self.served.sites().len();
        let count = 1 + self.random.below(2 + open / SHAKEN_PART);
        for _ in 0..count.min(open) {
            let k = self.served.sites()[self.random.below(self.served.sites().len())];
            self.close(k);
        }
        for _ in 0..count {
            if self.tried.is_empty() || self.served.sites().len() >= self.limits.sites {
                break;
            }
            let j = self.tried[self.random.below(self.tried.len())];
            if !self.served.is_open(j) && self.spent + self.limits.cost_of(j) <= self.limits.budget
            {
                self.open(j);
            }
        }
        self.fill();
        self.untried = self.tried.len();
    }
}

/// Gain per cost as a number that orders by it; without cost by gain alone.
fn rate(gain: i64, cost: i64) -> u64 {
    // Positive doubles order as their bits do.
    if cost == 0 { (gain as f64 * 1e18).to_bits() } else { (gain as f64 / cost as f64).to_bits() }
}
