//! Improves multipliers step by step, each towards what the relaxed plans leave out or serve twice.
//!
//! Source: subgradient steps of Held, Wolfe & Crowder 1974 along a mean direction as in the volume
//! algorithm of Barahona & Anbil 2000, which also gives shares in which sites are open.

use super::relaxation::{Multipliers, Relaxation};
use super::table::Table;
use crate::siting::presolve::Fate;

/// The part of a new direction in the mean one.
const NEW_PART: f64 = 0.15;
/// The part of a new relaxed plan in the mean one.
const NEW_SHARE: f64 = 0.05;
/// The first step length, as a part of what separates bound and value …
const FIRST_STEP: f64 = 1.0;
/// … multiplied by this after so many steps without a better bound …
const SHORTER: f64 = 0.6;
const PATIENCE: u32 = 12;
/// … and by this after a better one.
const LONGER: f64 = 1.05;
const LONGEST: f64 = 1.8;

/// Multipliers on their way up.
#[derive(Clone, Debug)]
pub(crate) struct Ascent {
    best: Multipliers,
    best_bound: i64,
    at: Multipliers,
    direction: Vec<f64>,
    slopes: Vec<f64>,
    step: f64,
    idle: u32,
    steps: u32,
    /// Mean share in which each site is chosen.
    shares: Vec<f64>,
}

impl Ascent {
    pub(crate) fn new(start: Multipliers, table: &Table) -> Self {
        let mut ascent = Self {
            best_bound: i64::MIN,
            direction: vec![0.0; start.of_row.len()],
            slopes: Vec::new(),
            best: start.clone(),
            at: start,
            step: FIRST_STEP,
            idle: 0,
            steps: 0,
            shares: vec![0.0; table.sites()],
        };
        ascent.fit(table);
        ascent
    }

    /// Goes on with a table of which more is decided: no bound gets worse by it.
    pub(crate) fn fit(&mut self, table: &Table) {
        for of_row in [&mut self.best.of_row, &mut self.at.of_row] {
            for (i, u) in of_row.iter_mut().enumerate() {
                // A row that no site can serve any more pays all.
                *u = if table.row(i).is_empty() { table.most(i) } else { (*u).min(table.most(i)) };
            }
        }
    }

    /// The best bound and the multipliers that it holds at.
    pub(crate) fn best(&self) -> (i64, &Multipliers) {
        (self.best_bound, &self.best)
    }

    pub(crate) fn steps(&self) -> u32 {
        self.steps
    }

    /// How short steps have become.
    pub(crate) fn step_length(&self) -> f64 {
        self.step
    }

    /// Mean share in which each site is chosen.
    pub(crate) fn shares(&self) -> &[f64] {
        &self.shares
    }

    /// One step, with a plan of this value known; gives whether the bound is better than before.
    /// The relaxation then stands at the multipliers of before the step.
    pub(crate) fn advance(
        &mut self,
        table: &Table,
        fate: &[Fate],
        relaxation: &mut Relaxation,
        value: i64,
    ) -> bool {
        let bound = relaxation.evaluate(table, fate, &mut self.at);
        let is_better = bound > self.best_bound;
        if is_better {
            self.step = (self.step * LONGER).min(LONGEST);
            self.best_bound = bound;
            self.best.clone_from(&self.at);
            self.idle = 0;
        } else {
            self.idle += 1;
            if self.idle >= PATIENCE {
                self.idle = 0;
                self.step *= SHORTER;
            }
        }
        let part = if self.steps == 0 { 1.0 } else { NEW_PART };
        let share = if self.steps == 0 { 1.0 } else { NEW_SHARE };
        for (mean, &chosen) in self.shares.iter_mut().zip(relaxation.chosen()) {
            *mean += share * (f64::from(u8::from(chosen)) - *mean);
        }
        relaxation.slopes(table, &self.at.of_row, &mut self.slopes);
        let mut square = 0.0;
        for i in 0..table.rows() {
            let Some(&(_, least)) = table.row(i).first() else { continue };
            let u = self.at.of_row[i];
            let mut slope = self.slopes[i];
            // What would leave the range of the multiplier does not count.
            if (slope > 0.0 && u >= table.most(i)) || (slope < 0.0 && u <= least) {
                slope = 0.0;
            }
            let mean = self.direction[i] + part * (slope - self.direction[i]);
            self.direction[i] = mean;
            square += mean * mean;
        }
        self.steps += 1;
        if square > 0.0 {
            let gap = (value - bound).max(1) as f64;
            let length = self.step * gap / (square * relaxation.slope().max(1e-9));
            for i in 0..table.rows() {
                let row = table.row(i);
                let Some(&(_, least)) = row.first() else { continue };
                let moved = self.best_or_at(i) as f64 + length * self.direction[i];
                let most = table.most(i);
                self.at.of_row[i] = (libm::round(moved) as i64).clamp(least.min(most), most);
            }
        }
        is_better
    }

    /// Where the next step starts.
    fn best_or_at(&self, i: usize) -> i64 {
        self.best.of_row[i]
    }
}
