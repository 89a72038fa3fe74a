//! What the parts of a certificate prove, in the very numbers of `examples/check_certificate.py`.
//!
//! The tree rounds a few things the other way and knows more than a certificate says, so its own
//! bounds of parts are not those that a reader of the certificate comes to.

use std::sync::Arc;

use super::record::Leaf;
use super::relaxation::{Goal, Multipliers};
use super::table::{Columns, Table};
use crate::siting::limits::Limits;
use crate::siting::presolve::Fate;

/// The least that any plan of these parts pays; none where there is no plan in them.
pub(super) fn proven(table: &Table, goal: &Goal, leaves: &[Leaf]) -> Option<i128> {
    let mut proving = Proving {
        table,
        columns: table.columns(),
        paid: 0,
        score: Vec::new(),
        at: None,
        all: (0, Vec::new()),
        is_seen: vec![false; table.rows()],
    };
    leaves.iter().filter_map(|leaf| proving.proven(goal, leaf)).min()
}

/// Sums over one table, part by part.
struct Proving<'a> {
    table: &'a Table,
    columns: Columns,
    /// What is paid before any site takes its score off, and these scores.
    paid: i128,
    score: Vec<i128>,
    /// The last multipliers, and the same at them before anything is decided.
    at: Option<Arc<Multipliers>>,
    all: (i128, Vec<i128>),
    is_seen: Vec<bool>,
}

impl Proving<'_> {
    fn proven(&mut self, goal: &Goal, leaf: &Leaf) -> Option<i128> {
        if self.table.need.is_empty() {
            if self.at.as_ref().is_none_or(|at| !Arc::ptr_eq(at, &leaf.multipliers)) {
                self.at = Some(leaf.multipliers.clone());
                self.all = if self.table.capacity.is_empty() {
                    self.plain(&leaf.multipliers.of_row)
                } else {
                    self.filled(&leaf.multipliers.of_row)
                };
            }
            self.paid = self.all.0;
            self.score.clone_from(&self.all.1);
            if self.table.capacity.is_empty() {
                self.open(leaf);
            }
        } else {
            self.several(leaf);
        }
        match goal {
            Goal::Least(limits) => self.least(leaf, limits),
            Goal::Enough { most } => self.enough(leaf, *most),
        }
    }

    /// Every site takes off what a row's multiplier is above its price.
    fn plain(&self, of_row: &[i64]) -> (i128, Vec<i128>) {
        let mut score = vec![0; self.table.sites()];
        for (i, &u) in of_row.iter().enumerate() {
            for &(j, price) in self.table.row(i).iter().take_while(|e| e.1 < u) {
                score[j as usize] += i128::from(u - price);
            }
        }
        (of_row.iter().map(|&u| i128::from(u)).sum(), score)
    }

    /// No row pays more than an open site asks: a greater multiplier proves less.
    fn open(&mut self, leaf: &Leaf) {
        let is_open = |j: u32| leaf.fate[j as usize] == Fate::Open;
        let mut touched = Vec::new();
        for j in (0..self.table.sites()).filter(|&j| leaf.fate[j] == Fate::Open) {
            for &(i, _) in self.columns.site(j) {
                if !std::mem::replace(&mut self.is_seen[i as usize], true) {
                    touched.push(i as usize);
                }
            }
        }
        for i in touched {
            self.is_seen[i] = false;
            let (row, u) = (self.table.row(i), leaf.multipliers.of_row[i]);
            let Some(&(_, asked)) = row.iter().find(|e| is_open(e.0)) else { continue };
            if asked < u {
                self.paid -= i128::from(u - asked);
                for &(j, price) in row.iter().take_while(|e| e.1 < u) {
                    self.score[j as usize] -= i128::from((u - price).min(u - asked));
                }
            }
        }
    }

    /// Every site serves up to its capacity those first of whom most is asked by weight.
    fn filled(&self, of_row: &[i64]) -> (i128, Vec<i128>) {
        let weight = &self.table.alone;
        let part = |a: usize, b: usize| i128::from(of_row[a]) * i128::from(weight[b]);
        let mut rows: Vec<usize> = (0..of_row.len()).filter(|&i| of_row[i] > 0).collect();
        rows.sort_by(|&a, &b| part(b, a).cmp(&part(a, b)));
        let mut score = vec![0; self.table.sites()];
        let mut room = self.table.capacity.clone();
        for i in rows {
            for &(j, _) in self.table.row(i) {
                let room = &mut room[j as usize];
                let taken = i128::from(of_row[i]) * i128::from((*room).min(weight[i]));
                let whole = i128::from(weight[i]);
                score[j as usize] += (taken + whole - 1) / whole;
                *room = (*room - weight[i]).max(0);
            }
        }
        (of_row.iter().map(|&u| i128::from(u)).sum(), score)
    }

    /// A row that lacks several sites asks each for its multiplier; one that has too few left goes
    /// without.
    fn several(&mut self, leaf: &Leaf) {
        self.paid = 0;
        self.score.clear();
        self.score.resize(self.table.sites(), 0);
        for (i, &u) in leaf.multipliers.of_row.iter().enumerate() {
            let (row, alone) = (self.table.row(i), i128::from(self.table.alone[i]));
            let is = |wanted| row.iter().filter(move |e| leaf.fate[e.0 as usize] == wanted);
            let lacks = self.table.need(i) - is(Fate::Open).count() as i64;
            if lacks <= 0 {
                continue;
            }
            if lacks > is(Fate::Free).count() as i64 {
                self.paid += alone;
                continue;
            }
            self.paid += alone.min(i128::from(lacks) * i128::from(u));
            for &(j, _) in is(Fate::Free) {
                self.score[j as usize] += i128::from(u);
            }
        }
    }

    /// What is left when open sites and the best others within the limits take their scores off.
    fn least(&mut self, leaf: &Leaf, limits: &Limits) -> Option<i128> {
        let price = i128::from(leaf.multipliers.of_budget);
        let mut left = self.paid - price * i128::from(limits.budget);
        let (mut sites, mut budget) = (limits.sites, i128::from(limits.budget));
        let mut others = Vec::new();
        for (j, &score) in self.score.iter().enumerate() {
            let cost = i128::from(limits.cost_of(j as u32));
            let score = score - i128::from(self.table.charge[j]) - price * cost;
            match leaf.fate[j] {
                Fate::Open => {
                    sites = sites.checked_sub(1)?;
                    budget -= cost;
                    left -= score;
                }
                Fate::Free if score > 0 => others.push(score),
                Fate::Free | Fate::Shut => {}
            }
        }
        others.sort_unstable_by(|a, b| b.cmp(a));
        (budget >= 0).then(|| left - others.iter().take(sites).sum::<i128>())
    }

    /// What sites cost at least, the last one in part, that bring what is paid down to `most`.
    fn enough(&mut self, leaf: &Leaf, most: i64) -> Option<i128> {
        let (mut due, mut charged) = (self.paid - i128::from(most), 0);
        let mut others: Vec<(i128, i128)> = Vec::new();
        for ((&score, &charge), &fate) in self.score.iter().zip(&self.table.charge).zip(&leaf.fate)
        {
            match fate {
                Fate::Open => {
                    due -= score;
                    charged += i128::from(charge);
                }
                Fate::Free if score > 0 => others.push((score, i128::from(charge))),
                Fate::Free | Fate::Shut => {}
            }
        }
        others.sort_by(|a, b| (a.1 * b.0).cmp(&(b.1 * a.0)));
        for (score, charge) in others {
            let taken = score.min(due).max(0);
            charged += charge * taken / score;
            due -= taken;
        }
        (due <= 0).then_some(charged)
    }
}
