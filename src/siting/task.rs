//! A part of a coverage problem that is being worked on, and what it is a part of.

use std::sync::Arc;

use super::certificate::Certificate;
use super::dual::Dual;
use super::part::Part;
use super::presolve::{Fate, GONE};
use super::zero_half::{Cut, CutCover, Separation};

/// What tasks are parts of: a problem with cuts over its rows, and where its multipliers begin.
#[derive(Clone, Debug)]
pub(super) struct Base {
    pub(super) part: Part,
    pub(super) cuts: Vec<Cut>,
    pub(super) start: Start,
}

/// Multipliers of the base's rows and then of its cuts, and open shares of its sites, to begin with.
#[derive(Clone, Debug, Default)]
pub(super) struct Start {
    pub(super) v: Vec<f32>,
    pub(super) x: Vec<f32>,
    /// They come from a problem much like the one that begins with them.
    pub(super) is_near: bool,
}

/// One as it is kept for a problem that waits: in parts of this.
const WIDE: f32 = 65_535.0;

impl Start {
    /// In half the room.
    pub(super) fn narrowed(&self) -> (Vec<u16>, Vec<u16>) {
        let narrowed = |shares: &[f32]| shares.iter().map(|s| (s * WIDE) as u16).collect();
        (narrowed(&self.v), narrowed(&self.x))
    }

    /// As it was before, but for less than a part of `WIDE`.
    pub(super) fn widened((v, x): &(Vec<u16>, Vec<u16>)) -> Self {
        let widened = |shares: &[u16]| shares.iter().map(|&s| f32::from(s) / WIDE).collect();
        Self { v: widened(v), x: widened(x), is_near: true }
    }
}

/// A problem being worked on.
#[derive(Clone, Debug)]
pub(super) struct Task {
    pub(super) bound: i64,
    /// What is decided, by sites of the base.
    pub(super) fate: Vec<Fate>,
    pub(super) part: Part,
    /// The part with the cuts that say something in it, and which of the base's each is.
    cut: CutCover,
    cut_of: Vec<u32>,
    pub(super) dual: Dual,
    /// The unproven bound when it was last proven.
    pub(super) proven_at: f64,
    /// Entries walked since then.
    pub(super) walked: u64,
    pub(super) idle: u32,
    /// Whole multipliers by rows and cuts of the base, where leaves are kept.
    pub(super) proof: Option<Arc<Vec<i64>>>,
    /// More cuts being looked for.
    pub(super) separation: Option<Separation>,
}

impl Base {
    /// A part of it, with multipliers and open shares of the base.
    pub(super) fn task(&self, bound: i64, fate: Vec<Fate>, part: Part, start: &Start) -> Task {
        let (cuts, cut_of) = self.cuts_of(&part);
        let rows = self.part.cover.rows();
        let mut v = part.shares_of_rows(&self.part.cover, &start.v);
        v.extend(cut_of.iter().map(|&t| start.v[rows + t as usize]));
        let x = part.site_of.iter().map(|&j| start.x[j as usize]).collect();
        let cut = CutCover::new(part.cover.clone(), part.differences(), cuts);
        let begin = if start.is_near { Dual::from_near } else { Dual::new };
        let dual = begin(&cut, part.p, &v, x);
        Task {
            bound,
            fate,
            part,
            cut,
            cut_of,
            dual,
            proven_at: f64::INFINITY,
            walked: 0,
            idle: 0,
            proof: None,
            separation: None,
        }
    }

    /// The cuts over rows of a part, and which of the base's each is.
    fn cuts_of(&self, part: &Part) -> (Vec<Cut>, Vec<u32>) {
        let left = |cut: &Cut| cut.renamed(|i| part.row_of[i as usize]);
        (0..).zip(&self.cuts).filter_map(|(t, cut)| Some((left(cut)?, t))).unzip()
    }

    /// The multipliers and open shares of a task, by rows, cuts and sites of the base.
    pub(super) fn spread(&self, task: &Task) -> Start {
        let mut v = self.start.v.clone();
        let shares = task.dual.best_shares();
        let (of_rows, of_cuts) = shares.split_at(task.part.cover.rows());
        task.part.shares_to_whole(of_rows, &mut v);
        for (&t, &share) in task.cut_of.iter().zip(of_cuts) {
            v[self.part.cover.rows() + t as usize] = share;
        }
        let mut x = vec![0.0; self.part.cover.sites()];
        for &j in &task.part.opened {
            x[j as usize] = 1.0;
        }
        for (&j, &share) in task.part.site_of.iter().zip(task.dual.open_shares()) {
            x[j as usize] = share;
        }
        Start { v, x, is_near: true }
    }

    /// Whole multipliers of a task, by rows and cuts of the base: what a row of the task has is shared
    /// by those that went into it; who is covered has nothing, and whom nobody can cover any more all
    /// of his weight.
    pub(super) fn multipliers(&self, task: &Task, of_task: &[i64]) -> Vec<i64> {
        let weight = &self.part.cover.weight;
        let (of_rows, of_cuts) = of_task.split_at(task.part.cover.rows());
        let mut left = of_rows.to_vec();
        let mut all = weight.clone();
        for (u, &row) in all.iter_mut().zip(&task.part.row_of).filter(|(_, row)| **row != GONE) {
            *u = left[row as usize].min(*u);
            left[row as usize] -= *u;
        }
        for &i in task.part.opened.iter().flat_map(|&j| self.part.cover.site(j as usize)) {
            all[i as usize] = 0;
        }
        all.resize(weight.len() + self.cuts.len(), 0);
        for (&t, &given) in task.cut_of.iter().zip(of_cuts) {
            all[weight.len() + t as usize] = given;
        }
        all
    }

    /// Takes in cuts over rows of a task, without multipliers.
    pub(super) fn add(&mut self, cuts: &[Cut], task: &Task) {
        let rows = self.part.cover.rows();
        // One of the base's rows for each of the task's: they are alike.
        let mut row_of_base = vec![GONE; task.part.cover.rows()];
        for (i, &row) in (0..).zip(&task.part.row_of).filter(|(_, row)| **row != GONE) {
            row_of_base[row as usize] = i;
        }
        let of_base = |cut: &Cut| cut.renamed(|i| row_of_base[i as usize]);
        self.start = self.spread(task);
        self.cuts.extend(cuts.iter().filter_map(of_base));
        self.start.v.resize(rows + self.cuts.len(), 0.0);
    }
}

impl Task {
    /// What is left to do as a base of its own.
    pub(super) fn as_base(&self) -> Base {
        let x = self.dual.open_shares().to_vec();
        let start = Start { v: self.dual.best_shares(), x, is_near: true };
        Base { part: self.part.clone(), cuts: self.cut.cuts.clone(), start }
    }

    /// What its best multipliers prove.
    pub(super) fn certificate(&self) -> Certificate {
        Certificate::new(&self.cut, self.part.p, &self.dual.best_shares())
    }

    /// Begins to look for cuts that its relaxed plan breaks.
    pub(super) fn look_for_cuts(&mut self) {
        let (x, y) = (self.dual.open_shares().to_vec(), self.dual.covered_shares());
        self.separation = Some(Separation::new(self.part.cover.clone(), x, y));
    }
}
