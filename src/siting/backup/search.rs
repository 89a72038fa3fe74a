//! The search for better plans: one site out, the best ones in, and now and then a random change.
//!
//! Plans are compared by who is served and, of equals, by how much is there of what others need:
//! `Σ_d w_d·min(in reach_d, need_d) / need_d`. Without that most first sites would look alike,
//! for they serve nobody yet.

use std::sync::Arc;

use crate::siting::cover::Cover;
use crate::siting::limits::Limits;
use crate::siting::random::Random;

/// The weight that is served, and what is there of what all rows need.
type Worth = (i64, i64);

/// So many sites are exchanged at random at most.
const MOST_EXCHANGED: usize = 4;

/// A plan that is being changed, and the best one seen.
#[derive(Clone, Debug)]
pub(super) struct Search {
    cover: Arc<Cover>,
    need: Vec<u32>,
    limits: Limits,
    /// Sites that may be opened.
    free: Vec<u32>,
    /// How many open sites each row has in reach.
    count: Vec<u32>,
    is_open: Vec<bool>,
    /// The open sites; the first one is next to be exchanged.
    plan: Vec<u32>,
    worth: Worth,
    /// What opening each site adds.
    gain: Vec<Worth>,
    /// How many sites have not been tried since the last change.
    untried: usize,
    best: Vec<u32>,
    best_worth: Worth,
    offer: Option<Vec<u32>>,
    random: Random,
    walked: u64,
}

impl Search {
    /// Starts from some sites, filled up greedily: by who is served, and by what is needed.
    pub(super) fn new(
        cover: Arc<Cover>,
        need: Vec<u32>,
        limits: Limits,
        free: Vec<u32>,
        start: &[u32],
        seed: u64,
    ) -> Self {
        let mut search = Self {
            need,
            limits,
            free,
            count: vec![0; cover.rows()],
            is_open: vec![false; cover.sites()],
            plan: Vec::new(),
            worth: (0, 0),
            gain: vec![(0, 0); cover.sites()],
            untried: 0,
            best: Vec::new(),
            best_worth: (0, 0),
            offer: None,
            random: Random::new(seed),
            walked: cover.entries() as u64,
            cover,
        };
        for j in 0..search.gain.len() {
            for &i in search.cover.site(j) {
                let (served, needed) = search.of_row(i as usize);
                search.gain[j].0 += served;
                search.gain[j].1 += needed;
            }
        }
        for is_needed_first in [true, false] {
            search.become_like(start);
            search.fill(is_needed_first);
            search.keep();
        }
        search.untried = search.plan.len();
        search
    }

    /// The best plan seen, and the weight that it serves.
    pub(super) fn best(&self) -> (&[u32], i64) {
        (&self.best, self.best_worth.0)
    }

    /// Entries walked so far.
    pub(super) fn walked(&self) -> u64 {
        self.walked
    }

    /// Multipliers to begin with: as much as there can be for rows that the best plan leaves out,
    /// half as much for the others.
    pub(super) fn first_multipliers(&self) -> Vec<i64> {
        let mut count = vec![0; self.count.len()];
        for &j in &self.best {
            for &i in self.cover.site(j as usize) {
                count[i as usize] += 1;
            }
        }
        let most = |i: usize| self.cover.weight[i] / i64::from(self.need[i]);
        let half = |i: usize| if count[i] >= self.need[i] { most(i) / 2 } else { most(i) };
        (0..count.len()).map(half).collect()
    }

    /// Takes note of a plan, to go on from when the present one is done with.
    pub(super) fn offer(&mut self, plan: Vec<u32>) {
        if self.limits.after(&plan).is_none() {
            return;
        }
        // It may be the only plan of its part, so it must not be forgotten.
        let mut count = vec![0; self.count.len()];
        let (mut served, mut needed) = (0, 0);
        for &i in plan.iter().flat_map(|&j| self.cover.site(j as usize)) {
            let (weight, part) = self.with_one_more(i as usize, count[i as usize]);
            (served, needed) = (served + weight, needed + part);
            count[i as usize] += 1;
        }
        if (served, needed) > self.best_worth {
            self.best_worth = (served, needed);
            self.best.clone_from(&plan);
        }
        self.offer = Some(plan);
    }

    /// Tries one exchange.
    pub(super) fn advance(&mut self) {
        self.walked += 1 + self.free.len() as u64;
        if let Some(plan) = self.offer.take_if(|_| self.untried == 0) {
            self.become_like(&plan);
            self.fill(false);
            self.untried = self.plan.len();
            self.keep();
        } else if self.untried == 0 {
            self.change_at_random();
            self.untried = self.plan.len();
            self.keep();
        } else {
            self.untried -= 1;
            self.exchange();
        }
    }

    /// Puts the best there is in the place of the first site.
    fn exchange(&mut self) {
        let Some(&out) = self.plan.first() else { return };
        let before = (self.worth, self.plan.len());
        self.close(out);
        self.fill(false);
        if self.worth > before.0 {
            self.untried = self.plan.len();
            self.keep();
            return;
        }
        for j in self.plan.split_off(before.1 - 1) {
            self.plan.push(j);
            self.close(j);
        }
        self.open(out);
    }

    /// Goes on from the best plan, with some sites exchanged for ones that others need.
    fn change_at_random(&mut self) {
        let best = self.best.clone();
        self.become_like(&best);
        let many = 1 + self.random.below(MOST_EXCHANGED.min(self.plan.len().max(1)));
        for _ in 0..many.min(self.plan.len()) {
            let out = self.plan[self.random.below(self.plan.len())];
            self.close(out);
        }
        for _ in 0..=self.random.below(many) {
            let i = self.random.below(self.count.len());
            if i >= self.count.len() || self.count[i] >= self.need[i] {
                continue;
            }
            let row = self.cover.row(i);
            let j = row[self.random.below(row.len())];
            if !self.is_open[j as usize] && self.left().is_some_and(|left| fits(&left, j)) {
                self.open(j);
            }
        }
        let is_needed_first = self.random.below(2) == 0;
        self.fill(is_needed_first);
    }

    /// Opens what adds most, for its cost where there is a budget, until nothing fits or adds.
    fn fill(&mut self, is_needed_first: bool) {
        while let Some(left) = self.left() {
            self.walked += self.free.len() as u64;
            let key = |j: u32| {
                let (served, needed) = self.gain[j as usize];
                if is_needed_first { (needed, served) } else { (served, needed) }
            };
            let cost = |j: u32| i128::from(self.limits.cost_of(j).max(1));
            let mut best: Option<u32> = None;
            for &j in &self.free {
                if self.is_open[j as usize] || self.gain[j as usize].1 == 0 || !fits(&left, j) {
                    continue;
                }
                let is_better = best.is_none_or(|b| {
                    let (ours, theirs) = (key(j), key(b));
                    let scaled = |(first, second): Worth, by: i128| {
                        (i128::from(first) * by, i128::from(second) * by)
                    };
                    scaled(ours, cost(b)) > scaled(theirs, cost(j))
                });
                if is_better {
                    best = Some(j);
                }
            }
            let Some(j) = best else { break };
            self.open(j);
        }
    }

    /// What is left of the limits, if another site may be opened.
    fn left(&self) -> Option<Limits> {
        self.limits.after(&self.plan).filter(|left| left.sites > 0)
    }

    fn become_like(&mut self, sites: &[u32]) {
        for j in self.plan.clone() {
            if !sites.contains(&j) {
                self.close(j);
            }
        }
        for &j in sites {
            if !self.is_open[j as usize] && self.left().is_some_and(|left| fits(&left, j)) {
                self.open(j);
            }
        }
    }

    fn keep(&mut self) {
        if self.worth > self.best_worth {
            self.best_worth = self.worth;
            self.best.clone_from(&self.plan);
        }
    }

    fn open(&mut self, j: u32) {
        let gain = self.gain[j as usize];
        self.worth = (self.worth.0 + gain.0, self.worth.1 + gain.1);
        self.is_open[j as usize] = true;
        self.plan.push(j);
        self.count_rows(j, 1);
    }

    fn close(&mut self, j: u32) {
        self.is_open[j as usize] = false;
        self.plan.retain(|&k| k != j);
        self.count_rows(j, -1);
        let gain = self.gain[j as usize];
        self.worth = (self.worth.0 - gain.0, self.worth.1 - gain.1);
    }

    /// Counts a site more or less in its rows, and what this changes for all sites in them.
    fn count_rows(&mut self, j: u32, more: i32) {
        let cover = Arc::clone(&self.cover);
        for &i in cover.site(j as usize) {
            let i = i as usize;
            let before = self.of_row(i);
            self.count[i] = self.count[i].saturating_add_signed(more);
            let now = self.of_row(i);
            self.walked += 1;
            if now == before {
                continue;
            }
            for &k in cover.row(i) {
                let gain = &mut self.gain[k as usize];
                gain.0 += now.0 - before.0;
                gain.1 += now.1 - before.1;
            }
            self.walked += cover.row(i).len() as u64;
        }
    }

    /// What one more site adds to a row.
    fn of_row(&self, i: usize) -> Worth {
        self.with_one_more(i, self.count[i])
    }

    /// What one more site adds to a row that has so many.
    fn with_one_more(&self, i: usize, count: u32) -> Worth {
        let (weight, need) = (self.cover.weight[i], self.need[i]);
        let part = weight / i64::from(need);
        if count >= need {
            (0, 0)
        } else if count + 1 == need {
            // The last one gets what is left over by dividing.
            (weight, weight - part * i64::from(need - 1))
        } else {
            (0, part)
        }
    }
}

/// Whether there is money for a site.
fn fits(left: &Limits, j: u32) -> bool {
    left.cost_of(j) <= left.budget
}
