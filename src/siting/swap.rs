//! The search for better plans: swaps of one site for another, and ruin and recreate.
//!
//! Source: vertex substitution of Teitz & Bart 1968 with the loss and extra arrays of
//! Resende & Werneck 2007, here `value(S − j + k) = value(S) − loss_j + gain_k + extra_jk`.

use super::cover::Cover;
use super::opened::Opened;
use super::random::Random;

/// How many sites a ruin closes at most.
const RUIN: usize = 4;

/// A plan that is being improved, and the best one seen.
#[derive(Clone, Debug)]
pub(crate) struct Search {
    opened: Opened,
    p: usize,
    best: Vec<u32>,
    best_value: i64,
    /// Open sites whose swaps have not been tried since something near them changed.
    queue: Vec<u32>,
    extra: Vec<i64>,
    settled: bool,
    /// A plan to try next.
    offer: Option<Vec<u32>>,
    random: Random,
}

impl Search {
    /// Starts from some sites, filled up greedily to `p`.
    pub(crate) fn new(cover: &Cover, p: usize, start: &[u32], seed: u64) -> Self {
        let mut opened = Opened::none(cover);
        opened.become_like(cover, start);
        opened.thin(cover, p);
        opened.fill(cover, p, |_| false);
        Self {
            p,
            best: opened.sites().to_vec(),
            best_value: opened.value,
            queue: opened.sites().to_vec(),
            extra: vec![0; cover.sites()],
            settled: false,
            offer: None,
            random: Random::new(seed),
            opened,
        }
    }

    pub(crate) fn best(&self) -> (&[u32], i64) {
        (&self.best, self.best_value)
    }

    /// Entries walked so far.
    pub(crate) fn walked(&self) -> u64 {
        self.opened.walked
    }

    /// The first swaps of the first plan are still under way.
    pub(crate) fn is_settling(&self) -> bool {
        !self.settled
    }

    /// Tries the swaps of one open site, or shakes the plan where none is left to try.
    pub(crate) fn advance(&mut self, cover: &Cover) {
        if let Some(j) = self.queue.pop() {
            if self.opened.is_open(j as usize) {
                self.swap(cover, j);
            }
            return;
        }
        self.settled = true;
        if self.opened.value < self.best_value {
            let best = std::mem::take(&mut self.best);
            self.opened.become_like(cover, &best);
            self.best = best;
        } else {
            // An equal plan elsewhere is as good a place to go on from.
            self.best = self.opened.sites().to_vec();
            self.best_value = self.opened.value;
        }
        match self.offer.take() {
            Some(offer) => {
                self.opened.become_like(cover, &offer);
                self.opened.thin(cover, self.p);
                self.opened.fill(cover, self.p, |_| false);
                self.queue.extend_from_slice(self.opened.sites());
            }
            None => self.shake(cover),
        }
    }

    /// Takes note of a plan, to be improved by swaps when the present one is.
    pub(crate) fn offer(&mut self, cover: &Cover, plan: Vec<u32>) {
        let mut covered = vec![false; cover.rows()];
        let mut value = 0;
        for &i in plan.iter().flat_map(|&j| cover.site(j as usize)) {
            if !std::mem::replace(&mut covered[i as usize], true) {
                value += cover.weight[i as usize];
            }
        }
        if value > self.best_value {
            self.best_value = value;
            self.best.clone_from(&plan);
        }
        self.offer = Some(plan);
    }

    /// Swaps open site `j` for the one that gains most by it, if that gains anything.
    fn swap(&mut self, cover: &Cover, j: u32) {
        let mut walked = cover.sites() + cover.site(j as usize).len();
        for &i in cover.site(j as usize) {
            if self.opened.count(i as usize) == 1 {
                let row = cover.row(i as usize);
                for &k in row {
                    self.extra[k as usize] += cover.weight[i as usize];
                }
                walked += row.len();
            }
        }
        let mut best = (self.opened.loss[j as usize], j);
        for (k, (&gain, extra)) in self.opened.gain.iter().zip(&mut self.extra).enumerate() {
            let worth = gain + std::mem::take(extra);
            if worth > best.0 && !self.opened.is_open(k) {
                best = (worth, k as u32);
            }
        }
        self.opened.walked += walked as u64;
        if best.1 != j {
            let near = self.near(cover, j);
            self.opened.close(cover, j);
            self.opened.open(cover, best.1);
            self.queue.extend(near);
            self.queue.push(best.1);
            self.tidy();
        }
    }

    /// Closes a few sites around a random row and opens others instead.
    fn shake(&mut self, cover: &Cover) {
        if self.opened.sites().is_empty() || cover.rows() == 0 {
            return;
        }
        let row = cover.row(self.random.below(cover.rows()));
        let centre = row[self.random.below(row.len())];
        let near = self.near(cover, centre);
        let ruined = 1 + self.random.below(RUIN.min(near.len()).max(1));
        let closed: Vec<u32> = near.iter().copied().take(ruined).collect();
        for &j in &closed {
            self.opened.close(cover, j);
        }
        if !self.opened.is_open(centre as usize)
            && !closed.contains(&centre)
            && self.opened.sites().len() < self.p
        {
            self.opened.open(cover, centre);
        }
        self.opened.fill(cover, self.p, |j| closed.contains(&j));
        self.opened.fill(cover, self.p, |_| false);
        self.queue.extend(near);
        let fresh = self.opened.sites().len().saturating_sub(ruined);
        self.queue.extend_from_slice(&self.opened.sites()[fresh..]);
        self.tidy();
    }

    /// Open sites that share rows with site `j`, most shared weight first.
    fn near(&mut self, cover: &Cover, j: u32) -> Vec<u32> {
        let mut shared: Vec<(i64, u32)> = Vec::new();
        let mut add = |k: u32, weight: i64| match shared.iter_mut().find(|s| s.1 == k) {
            Some(entry) => entry.0 -= weight,
            None => shared.push((-weight, k)),
        };
        let mut walked = cover.site(j as usize).len();
        for &i in cover.site(j as usize) {
            let (i, weight) = (i as usize, cover.weight[i as usize]);
            if let Some(owner) = self.opened.owner(i) {
                add(owner, weight);
            } else if self.opened.count(i) > 1 {
                walked += cover.row(i).len();
                for &k in cover.row(i) {
                    if self.opened.is_open(k as usize) {
                        add(k, weight);
                    }
                }
            }
        }
        self.opened.walked += walked as u64;
        shared.sort_unstable();
        shared
            .into_iter()
            .map(|(_, k)| k)
            .filter(|&k| k != j || self.opened.is_open(k as usize))
            .collect()
    }

    /// Leaves each open site in the queue once.
    fn tidy(&mut self) {
        self.queue.sort_unstable();
        self.queue.dedup();
        let opened = &self.opened;
        self.queue.retain(|&j| opened.is_open(j as usize));
    }
}
