//! What a tree proved, kept for a certificate: parts of the plans and multipliers that bound each.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::relaxation::Multipliers;
use super::table::Table;
use crate::siting::presolve::Fate;

/// Numbers that the parts of a certificate hold at most.
pub(super) const MOST: usize = 2_000_000;

/// A part of the plans, by what is decided of each site, and multipliers that bound it.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) fate: Vec<Fate>,
    pub(crate) multipliers: Arc<Multipliers>,
}

/// The parts that were left aside; once they and what waits hold too much, parts that make up all
/// plans, as they were then.
#[derive(Clone, Debug)]
pub(super) struct Record {
    most: usize,
    /// The table of the whole problem.
    pub(super) whole: Arc<Table>,
    leaves: Vec<Leaf>,
    /// No less than the numbers that leaves and what waits hold.
    size: usize,
    is_closed: bool,
}

impl Record {
    /// Nothing yet of the problem of a table, and how many numbers it may hold.
    pub(super) fn new(whole: Arc<Table>, most: usize) -> Self {
        Self { most, whole, leaves: Vec::new(), size: 0, is_closed: false }
    }

    /// The parts that were left aside so far.
    pub(super) fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Parts that make up all plans, if nothing is recorded any more.
    pub(super) fn closed(&self) -> Option<&[Leaf]> {
        self.is_closed.then_some(&*self.leaves)
    }

    /// Whether it may hold too much.
    pub(super) fn is_large(&self) -> bool {
        !self.is_closed && self.size > self.most
    }

    /// A part that was left aside.
    pub(super) fn add(&mut self, fate: &[Fate], multipliers: &Arc<Multipliers>) {
        if self.is_closed {
            return;
        }
        if self.leaves.last().is_none_or(|last| !Arc::ptr_eq(&last.multipliers, multipliers)) {
            self.size += multipliers.of_row.len();
        }
        self.size += in_numbers(fate);
        self.leaves.push(Leaf { fate: fate.to_vec(), multipliers: multipliers.clone() });
    }

    /// Better multipliers for the part that was left aside last.
    pub(super) fn prove_last(&mut self, multipliers: Multipliers) {
        if let Some(last) = self.leaves.last_mut().filter(|_| !self.is_closed) {
            last.multipliers = Arc::new(multipliers);
        }
    }

    /// Parts that wait begin with these multipliers.
    pub(super) fn will_hold(&mut self, multipliers: &Multipliers) {
        self.size += multipliers.of_row.len();
    }

    /// Keeps these parts, which make up all plans, and records nothing more, unless they hold less
    /// than was thought: multipliers that several have in common count once.
    pub(super) fn close(&mut self, all: Vec<Leaf>) {
        let mut seen = BTreeSet::new();
        let size_of = |leaf: &Leaf| {
            let is_new = seen.insert(Arc::as_ptr(&leaf.multipliers));
            let numbers = if is_new { leaf.multipliers.of_row.len() } else { 0 };
            numbers + in_numbers(&leaf.fate)
        };
        self.size = all.iter().map(size_of).sum();
        // Not to count again and again before it is full.
        if self.size > self.most / 4 * 3 {
            self.leaves = all;
            self.is_closed = true;
        }
    }
}

/// What is decided of all sites takes the place of so many numbers.
fn in_numbers(fate: &[Fate]) -> usize {
    fate.len() / 8
}

#[cfg(test)]
mod tests {
    use super::super::proven::proven;
    use super::super::relaxation::Goal;
    use super::super::tree::{Known, Tree};
    use super::*;
    use crate::siting::limits::Limits;
    use crate::siting::random::Random;

    const SITES: usize = 14;

    /// 40 rows in reach of three sites each.
    fn table() -> Arc<Table> {
        let mut random = Random::new(7);
        let mut table = Table::new(vec![0; SITES]);
        for _ in 0..40 {
            let sites = [(); 3].map(|()| (random.below(SITES) as u32, 0));
            table.push(1 + random.below(30) as i64, sites.into_iter());
        }
        Arc::new(table)
    }

    fn goal() -> Goal {
        Goal::Least(Limits::number(4))
    }

    /// What all rows pay with the best four sites.
    fn best() -> i64 {
        let fate = |set: u32, j: usize| if set >> j & 1 == 1 { Fate::Open } else { Fate::Shut };
        let fates = |set: u32| (0..SITES).map(|j| fate(set, j)).collect::<Vec<_>>();
        let paid = |set| table().paid(&fates(set)).iter().sum();
        let sets = (0_u32..1 << SITES).filter(|set| set.count_ones() == 4);
        sets.map(paid).min().expect("some sites")
    }

    /// The parts of a tree worked on to its end that keeps up to so many numbers.
    fn parts(most: usize) -> Vec<Leaf> {
        let of_row = table().alone.clone();
        let start = Multipliers { of_row, of_budget: 0 };
        let mut tree = Tree::new(table(), goal(), vec![Fate::Free; SITES], start);
        tree.keep(most);
        let value = best();
        while !tree.is_empty() {
            let _ = tree.advance(Known { value, better: value });
        }
        let root = Leaf { fate: vec![Fate::Free; SITES], multipliers: tree.multipliers().clone() };
        if most == 0 { vec![root] } else { tree.leaves() }
    }

    #[test]
    fn a_record_that_is_full_makes_up_all_plans_and_proves_more_than_the_root() {
        let [root, full, all] = [0, 1_000, MOST].map(parts);
        assert!(full.len() > 2 && full.len() < all.len(), "{} of {}", full.len(), all.len());
        for set in 0_u32..1 << SITES {
            let agrees = |(j, fate): (usize, &Fate)| match fate {
                Fate::Free => true,
                Fate::Open => set >> j & 1 == 1,
                Fate::Shut => set >> j & 1 == 0,
            };
            let is_in = |leaf: &&Leaf| leaf.fate.iter().enumerate().all(agrees);
            assert_eq!(full.iter().filter(is_in).count(), 1, "{set:b}");
        }
        let [root, full, all] = [root, full, all].map(|leaves| proven(&table(), &goal(), &leaves));
        let best = Some(i128::from(best()));
        assert!(root < full && full < all && all == best, "{root:?} {full:?} {all:?} {best:?}");
    }
}
