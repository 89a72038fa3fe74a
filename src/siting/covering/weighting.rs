//! The search for cheaper covers: one site fewer, then repair, with weights on rows that stay out.
//!
//! Source: row weighting local search of Gao, Weise & Li 2015, with costs as divisors.

use crate::siting::cover::Cover;
use crate::siting::opened::Opened;
use crate::siting::random::Random;

/// Where a row stands that is covered.
const NOWHERE: u32 = u32::MAX;
/// Weights of rows start at this many times their share of the greatest weight at most.
const FINEST: i64 = 16;

/// A cover that is being changed, and the best one seen.
#[derive(Clone, Debug)]
pub(super) struct Weighting {
    /// Its weights grow where rows stay uncovered.
    cover: Cover,
    opened: Opened,
    charge: Vec<i64>,
    spent: i64,
    /// What rows weigh, and how much of it may stay uncovered.
    weight: Vec<i64>,
    most: i64,
    out: i64,
    uncovered: Vec<u32>,
    place: Vec<u32>,
    /// When each site was last moved.
    moved: Vec<u64>,
    steps: u64,
    last_in: u32,
    best: Option<(Vec<u32>, i64)>,
    offer: Option<Vec<u32>>,
    random: Random,
}

impl Weighting {
    /// Starts from some sites, and covers the rest greedily; `most` of the weight may stay out.
    pub(super) fn new(
        cover: &Cover,
        charge: Vec<i64>,
        most: i64,
        start: &[u32],
        seed: u64,
    ) -> Self {
        let greatest = cover.weight.iter().copied().max().unwrap_or(1).max(1);
        let mut own = cover.clone();
        for weight in &mut own.weight {
            *weight = if most == 0 { 1 } else { (*weight / (greatest / FINEST).max(1)).max(1) };
        }
        let mut search = Self {
            opened: Opened::none(&own),
            charge,
            spent: 0,
            out: cover.weight.iter().sum(),
            weight: cover.weight.clone(),
            most,
            uncovered: (0..cover.rows() as u32).collect(),
            place: (0..cover.rows() as u32).collect(),
            moved: vec![0; cover.sites()],
            steps: 0,
            last_in: NOWHERE,
            best: None,
            offer: None,
            random: Random::new(seed),
            cover: own,
        };
        for &j in start {
            search.open(j);
        }
        search.complete();
        search
    }

    /// The cheapest cover seen, and what it is charged.
    pub(super) fn best(&self) -> Option<(&[u32], i64)> {
        self.best.as_ref().map(|(plan, charge)| (&plan[..], *charge))
    }

    /// Entries walked so far.
    pub(super) fn walked(&self) -> u64 {
        self.opened.walked
    }

    /// Takes note of a plan, to complete when its turn comes.
    pub(super) fn offer(&mut self, plan: Vec<u32>) {
        self.offer = Some(plan);
    }

    /// Completes and thins the plan that was offered.
    pub(super) fn take_offer(&mut self) {
        let Some(plan) = self.offer.take() else { return };
        let old: Vec<u32> =
            self.opened.sites().iter().copied().filter(|j| !plan.contains(j)).collect();
        for j in old {
            self.close(j);
        }
        for j in plan {
            if !self.opened.is_open(j as usize) {
                self.open(j);
            }
        }
        self.complete();
    }

    /// One site out, and others in until all is covered or it gets too dear.
    pub(super) fn advance(&mut self) {
        self.opened.walked += 8 + self.opened.sites().len() as u64;
        self.steps += 1;
        if self.is_cover() {
            self.keep();
            self.drop_cheapest();
            return;
        }
        self.drop_cheapest();
        let dearest = self.best.as_ref().map_or(i64::MAX, |b| b.1);
        for _ in 0..2 {
            if self.is_cover() {
                break;
            }
            let i = self.uncovered[self.random.below(self.uncovered.len())];
            let row = self.cover.row(i as usize).iter().copied();
            let fits = |&j: &u32| {
                self.spent + self.charge[j as usize] < dearest
                    && self.moved[j as usize] != self.steps
            };
            let Some(j) = row.filter(fits).reduce(|a, b| self.better_in(a, b)) else { break };
            self.open(j);
            self.last_in = j;
            // With equal charges one in for one out is all there is room for.
            for at in 0..self.uncovered.len() {
                let i = self.uncovered[at] as usize;
                self.cover.weight[i] += 1;
                for &k in self.cover.row(i) {
                    self.opened.gain[k as usize] += 1;
                }
                self.opened.walked += self.cover.row(i).len() as u64;
            }
        }
    }

    /// Which of two closed sites gains more per charge; of equals the one that rested longer.
    fn better_in(&self, a: u32, b: u32) -> u32 {
        let gain = |j: u32| i128::from(self.opened.gain[j as usize]);
        let charge = |j: u32| i128::from(self.charge[j as usize].max(1));
        let (left, right) = (gain(a) * charge(b), gain(b) * charge(a));
        let rested = |j: u32| (self.moved[j as usize], j);
        if left > right || (left == right && rested(a) < rested(b)) { a } else { b }
    }

    /// Closes the site that loses least per charge; of equals the one that rested longer.
    fn drop_cheapest(&mut self) {
        let loss = |j: u32| i128::from(self.opened.loss[j as usize]);
        let charge = |j: u32| i128::from(self.charge[j as usize].max(1));
        let rested = |j: u32| (self.moved[j as usize], j);
        let sites = self.opened.sites().iter().copied().filter(|&j| j != self.last_in);
        let least = sites.reduce(|a, b| {
            let (left, right) = (loss(a) * charge(b), loss(b) * charge(a));
            if left < right || (left == right && rested(a) < rested(b)) { a } else { b }
        });
        if let Some(j) = least.or(self.opened.sites().first().copied()) {
            self.close(j);
        }
    }

    /// Opens what gains most per charge until all is covered, then closes what is not needed.
    fn complete(&mut self) {
        while !self.is_cover() {
            self.opened.walked += self.cover.sites() as u64;
            let closed =
                (0..self.cover.sites() as u32).filter(|&j| !self.opened.is_open(j as usize));
            match closed.reduce(|a, b| self.better_in(a, b)) {
                Some(j) if self.opened.gain[j as usize] > 0 => self.open(j),
                _ => return,
            }
        }
        let mut sites = self.opened.sites().to_vec();
        sites.sort_by_key(|&j| (std::cmp::Reverse(self.charge[j as usize]), j));
        for j in sites {
            if self.opened.loss[j as usize] == 0 {
                self.close(j);
            }
        }
        self.keep();
    }

    fn is_cover(&self) -> bool {
        self.out <= self.most
    }

    fn keep(&mut self) {
        if self.is_cover() && self.best.as_ref().is_none_or(|b| self.spent < b.1) {
            self.best = Some((self.opened.sites().to_vec(), self.spent));
        }
    }

    fn open(&mut self, j: u32) {
        self.spent += self.charge[j as usize];
        self.moved[j as usize] = self.steps;
        for &i in self.cover.site(j as usize) {
            if self.opened.count(i as usize) == 0 {
                self.out -= self.weight[i as usize];
                let at = self.place[i as usize];
                self.uncovered.swap_remove(at as usize);
                if let Some(&moved) = self.uncovered.get(at as usize) {
                    self.place[moved as usize] = at;
                }
                self.place[i as usize] = NOWHERE;
            }
        }
        self.opened.open(&self.cover, j);
    }

    fn close(&mut self, j: u32) {
        self.spent -= self.charge[j as usize];
        self.moved[j as usize] = self.steps;
        self.opened.close(&self.cover, j);
        for &i in self.cover.site(j as usize) {
            if self.opened.count(i as usize) == 0 {
                self.out += self.weight[i as usize];
                self.place[i as usize] = self.uncovered.len() as u32;
                self.uncovered.push(i);
            }
        }
    }
}
