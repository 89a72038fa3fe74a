//! The bound of full covers: the primal-dual method on the relaxation, then with cuts over its rows.
//!
//! A row that stays out may as well pay the least charge `a_i` of its sites, so a cover costs what a
//! problem of most coverage with charged sites leaves: with multipliers `u` of rows and `λ` of cuts
//! (see [`super::super::zero_half`]) none costs less than
//!
//! ```text
//! Σ_i min(a_i, u_i + Λ_i) − Σ_t λ_t − Σ_j (s_j − f_j)⁺
//! ```

use std::sync::Arc;

use crate::siting::certificate::charged_bound;
use crate::siting::cover::Cover;
use crate::siting::differences::Differences;
use crate::siting::dual::Dual;
use crate::siting::polish::polish;
use crate::siting::zero_half::{Cut, CutCover, Separation};

/// What is met is proven whenever this many steps have brought anything …
const PROVE_EVERY: u32 = 48;
/// … and it comes to a halt when so many steps brought less than this part of the bound.
const PATIENCE: u32 = 600;
const LITTLE: f64 = 2e-5;
/// Cuts are looked for so often, or until none are found.
const ROUNDS: u32 = 6;

/// The relaxation of a full cover being worked on.
#[derive(Clone, Debug)]
pub(super) struct Relaxing {
    cover: Arc<Cover>,
    charge: Vec<i64>,
    /// The rows with the cuts found so far, and without.
    cut: CutCover,
    bare: Arc<Differences>,
    dual: Dual,
    /// The bound when it last came on, in what is left of all, and the step at which it did.
    least: f64,
    at: u32,
    rounds: u32,
    separation: Option<Separation>,
    /// No cover costs less, in grains; proven with cuts.
    bound: i64,
}

/// What a piece of work brought.
#[derive(Clone, Debug, Default)]
pub(super) struct Relaxed {
    /// Entries of tables walked.
    pub(super) walked: u64,
    /// Multipliers of rows in grains, as long as there are no cuts.
    pub(super) of_row: Option<Vec<i64>>,
    pub(super) is_done: bool,
}

impl Relaxing {
    /// Begins with multipliers as shares of the rows' weights, which are the least charges of their
    /// sites, and open shares.
    pub(super) fn new(cover: Arc<Cover>, charge: Vec<i64>, shares: &[f32], open: Vec<f32>) -> Self {
        let bare = Arc::new(Differences::of(&cover));
        let cut = CutCover::new(cover.clone(), bare.clone(), Vec::new());
        let of_site: Vec<f32> = charge.iter().map(|&f| f as f32).collect();
        Self {
            dual: Dual::charged(&cut, of_site, shares, open),
            cover,
            charge,
            cut,
            bare,
            least: f64::INFINITY,
            at: 0,
            rounds: ROUNDS,
            separation: None,
            bound: 0,
        }
    }

    /// No cover costs less, in grains, as far as cuts show it.
    pub(super) fn bound(&self) -> i64 {
        self.bound
    }

    /// A step of the multipliers, or of looking for cuts.
    pub(super) fn advance(&mut self) -> Relaxed {
        if let Some(separation) = self.separation.take() {
            return self.separate(separation);
        }
        let mut relaxed = Relaxed { walked: self.dual.advance(), ..Relaxed::default() };
        let steps = self.dual.steps();
        if !steps.is_multiple_of(PROVE_EVERY) {
            return relaxed;
        }
        let best = self.dual.best();
        let all: i64 = self.cover.weight.iter().sum();
        if best < self.least - LITTLE * (all as f64 - best).abs() {
            self.least = best;
            self.at = steps;
        }
        relaxed.walked += 3 * self.cover.entries() as u64;
        if self.cut.cuts.is_empty() {
            relaxed.of_row = Some(self.polished());
        } else {
            let shares = self.dual.best_shares();
            self.bound = self.bound.max(charged_bound(&self.cut, &self.charge, &shares));
        }
        if steps - self.at >= PATIENCE {
            if self.rounds == 0 {
                relaxed.is_done = true;
            } else {
                let (x, y) = (self.dual.open_shares().to_vec(), self.dual.covered_shares());
                self.separation = Some(Separation::new(self.cover.clone(), x, y));
            }
        }
        relaxed
    }

    fn separate(&mut self, mut separation: Separation) -> Relaxed {
        let walked = separation.advance();
        if !separation.is_done() {
            self.separation = Some(separation);
            return Relaxed { walked, ..Relaxed::default() };
        }
        let known = &self.cut.cuts;
        let more: Vec<Cut> = separation.cuts().into_iter().filter(|c| !known.contains(c)).collect();
        if more.is_empty() {
            return Relaxed { walked, is_done: true, ..Relaxed::default() };
        }
        self.rounds -= 1;
        let mut shares = self.dual.best_shares();
        shares.resize(shares.len() + more.len(), 0.0);
        let cuts: Vec<Cut> = known.iter().copied().chain(more).collect();
        self.cut = CutCover::new(self.cover.clone(), self.bare.clone(), cuts);
        let of_site = self.charge.iter().map(|&f| f as f32).collect();
        let open = self.dual.open_shares().to_vec();
        self.dual = Dual::charged_from_near(&self.cut, of_site, &shares, open);
        (self.least, self.at) = (f64::INFINITY, 0);
        Relaxed { walked, ..Relaxed::default() }
    }

    /// The best multipliers in grains, made better row by row.
    fn polished(&self) -> Vec<i64> {
        let (cover, shares) = (&self.cover, self.dual.best_shares());
        let whole = |(&v, &w): (&f32, &i64)| (f64::from(v) * w as f64) as i64;
        let mut of_row: Vec<i64> = shares.iter().zip(&cover.weight).map(whole).collect();
        let mut score = vec![0; cover.sites()];
        for (i, &u) in of_row.iter().enumerate() {
            for &j in cover.row(i) {
                score[j as usize] += u;
            }
        }
        polish(cover, &cover.weight, |j| self.charge[j], &mut of_row, &mut score);
        of_row
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::siting::random::Random;

    const UNIT: i64 = 1 << 20;

    fn relaxing(rows: &[Vec<u32>], charge: &[i64]) -> Relaxing {
        let (mut row_start, mut row_site) = (vec![0], Vec::new());
        for row in rows {
            row_site.extend_from_slice(row);
            row_start.push(row_site.len() as u32);
        }
        let least = |row: &Vec<u32>| row.iter().map(|&j| charge[j as usize]).min().unwrap_or(0);
        let weight = rows.iter().map(least).collect();
        let cover = Arc::new(Cover::new(weight, row_start, row_site, charge.len()));
        let (shares, open) = (vec![0.5; rows.len()], vec![0.5; charge.len()]);
        Relaxing::new(cover, charge.to_vec(), &shares, open)
    }

    /// What is proven with cuts when it comes to a halt.
    fn halted(mut relaxing: Relaxing) -> i64 {
        while !relaxing.advance().is_done {}
        relaxing.bound()
    }

    /// Three rows in a ring, a site between every two of them: the relaxation opens half of each, a
    /// cover needs two.
    #[test]
    fn rings_need_two_sites_each() {
        let ring = |i: u32| {
            let mut row = vec![i / 3 * 3 + i % 3, i / 3 * 3 + (i + 1) % 3];
            row.sort_unstable();
            row
        };
        let rows: Vec<Vec<u32>> = (0..30).map(ring).collect();
        let bound = halted(relaxing(&rows, &[UNIT; 30]));
        assert!(bound > 1995 * UNIT / 100 && bound <= 20 * UNIT, "{bound}");
    }

    #[test]
    fn no_cover_beats_a_bound_with_cuts() {
        let mut random = Random::new(11);
        let mut told = 0;
        for _ in 0..150 {
            let row = |random: &mut Random| {
                let mut row: Vec<u32> =
                    (0..2 + random.below(2)).map(|_| random.below(9) as u32).collect();
                row.sort_unstable();
                row.dedup();
                row
            };
            let rows: Vec<Vec<u32>> = (0..12).map(|_| row(&mut random)).collect();
            let charge: Vec<i64> = (0..9).map(|_| UNIT * (2 + random.below(4) as i64)).collect();
            let covers = |set: &u32| rows.iter().all(|row| row.iter().any(|j| set >> j & 1 == 1));
            let cost =
                |set: u32| (0..9).filter(|j| set >> j & 1 == 1).map(|j| charge[j]).sum::<i64>();
            let best = (0_u32..1 << 9).filter(covers).map(cost).min().expect("all sites cover all");
            let bound = halted(relaxing(&rows, &charge));
            assert!(bound <= best, "{bound} of {best}: {rows:?} {charge:?}");
            told += u32::from(bound > best - UNIT);
        }
        assert!(told > 20, "{told} bounds are near the best cover");
    }
}
