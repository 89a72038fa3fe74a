//! Branch and bound: decides sites by the bound, and splits on one where that comes to a halt.
//!
//! The node of the least bound comes first, so every node brings the bound of the whole up.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::ascent::Ascent;
use super::proven::proven;
use super::record::{Leaf, MOST, Record};
use super::relaxation::{FAR, Goal, Multipliers, Relaxation};
use super::table::Table;
use crate::siting::presolve::Fate;

/// A node is split when its steps have become this short …
const SHORT: f64 = 0.05;
/// … the root when they have become this short …
const SHORT_AT_ROOT: f64 = 0.003;
/// … or after this many.
const MOST_STEPS: u32 = 150;
const MOST_STEPS_AT_ROOT: u32 = 3_000;
/// The relaxed plan is offered to the search this often.
const OFFER_EVERY: u32 = 50;
/// Multipliers kept for nodes that wait; beyond, a node starts from those of the root.
const KEPT: usize = 6_000_000;

/// The problems that are left to work on, and the one at hand.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    base: Arc<Table>,
    relaxation: Relaxation,
    /// What the root showed of each site: holds in all better plans.
    root: Vec<Fate>,
    root_multipliers: Arc<Multipliers>,
    waiting: BinaryHeap<Reverse<Node>>,
    at_hand: Option<Task>,
    is_split: bool,
    /// Some plans were left aside because they are not better than the best.
    is_pruned: bool,
    serial: u64,
    kept: usize,
    /// What certificates are made from, where it is kept.
    record: Option<Record>,
}

/// A problem that waits for its turn; the least bound first, of equals the younger one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    bound: i64,
    serial: Reverse<u64>,
    fate: Vec<Fate>,
    start: Option<Arc<Multipliers>>,
}

/// A problem being worked on.
#[derive(Clone, Debug)]
struct Task {
    bound: i64,
    fate: Vec<Fate>,
    table: Arc<Table>,
    ascent: Ascent,
}

/// What a piece of work brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Entries of tables walked.
    pub(crate) walked: u64,
    /// A plan worth trying.
    pub(crate) plan: Option<Vec<u32>>,
    /// The plan is the only one of a part that was left aside with it.
    pub(crate) is_settled: bool,
    /// More is decided of the whole problem.
    pub(crate) is_smaller: bool,
}

/// What is known already: a plan has this value, and none from `better` on is of interest.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) value: i64,
    pub(crate) better: i64,
}

impl Tree {
    /// The tree with its root: a problem, what is decided, and where its multipliers begin.
    pub(crate) fn new(table: Arc<Table>, goal: Goal, fate: Vec<Fate>, start: Multipliers) -> Self {
        let mut tree = Self {
            relaxation: Relaxation::new(goal, table.sites()),
            root: fate.clone(),
            root_multipliers: Arc::new(start.clone()),
            at_hand: None,
            base: table,
            waiting: BinaryHeap::new(),
            is_split: false,
            is_pruned: false,
            serial: 0,
            kept: 0,
            record: None,
        };
        let table = Arc::new(tree.base.decided(&fate));
        tree.base = table.clone();
        tree.at_hand = Some(Task { bound: 0, fate, ascent: Ascent::new(start, &table), table });
        tree
    }

    /// Keeps what proves each part that is left aside; to be said before any work.
    pub(crate) fn keep_leaves(&mut self) {
        self.keep(MOST);
    }

    /// The same, up to so many numbers.
    pub(super) fn keep(&mut self, most: usize) {
        self.record = Some(Record::new(self.base.clone(), most));
    }

    /// Parts that make up all plans, with multipliers that bound each: those of now, or of when they
    /// were too many to go on with; none where they were not kept.
    pub(crate) fn leaves(&self) -> Vec<Leaf> {
        let all =
            |record: &Record| record.closed().map_or_else(|| self.parts(record), <[Leaf]>::to_vec);
        self.record.as_ref().map_or_else(Vec::new, all)
    }

    /// The least that any plan pays by these parts; none where there is no plan in them.
    pub(crate) fn proven(&self, leaves: &[Leaf]) -> Option<i128> {
        proven(&self.record.as_ref()?.whole, self.relaxation.goal(), leaves)
    }

    /// The parts that make up all plans now.
    fn parts(&self, record: &Record) -> Vec<Leaf> {
        let mut leaves = record.leaves().to_vec();
        for Reverse(node) in &self.waiting {
            leaves.push(Leaf { fate: node.fate.clone(), multipliers: self.start_of(node) });
        }
        if let Some(task) = &self.at_hand {
            let (bound, best) = task.ascent.best();
            let mut multipliers = best.clone();
            if !self.is_split && bound < task.bound {
                // That nobody pays less than nothing needs no multipliers.
                multipliers.of_row.fill(0);
                multipliers.of_budget = 0;
            }
            let multipliers = Arc::new(multipliers);
            leaves.push(Leaf { fate: task.fate.clone(), multipliers });
        }
        leaves
    }

    /// Ends the record if it has become too large; to be asked between two pieces of work only, when
    /// no part is missing.
    fn check_record(&mut self) {
        if let Some(mut record) = self.record.take_if(|record| record.is_large()) {
            record.close(self.parts(&record));
            self.record = Some(record);
        }
    }

    fn leave_aside(&mut self, fate: &[Fate], multipliers: &Arc<Multipliers>) {
        self.is_pruned = true;
        if let Some(record) = &mut self.record {
            record.add(fate, multipliers);
        }
    }

    /// Where a node's multipliers begin.
    fn start_of(&self, node: &Node) -> Arc<Multipliers> {
        node.start.as_ref().unwrap_or(&self.root_multipliers).clone()
    }

    /// Every plan has at least this, given what is known.
    pub(crate) fn bound(&self, known: Known) -> i64 {
        let at_hand = self.at_hand.as_ref().map(|t| t.bound);
        let waiting = self.waiting.peek().map(|n| n.0.bound);
        let pruned = self.is_pruned.then_some(known.better);
        [at_hand, waiting, pruned].into_iter().flatten().fold(known.value, i64::min)
    }

    /// Nothing is left to be done.
    pub(crate) fn is_empty(&self) -> bool {
        self.at_hand.is_none() && self.waiting.is_empty()
    }

    /// The best multipliers of the whole problem.
    pub(crate) fn multipliers(&self) -> &Arc<Multipliers> {
        &self.root_multipliers
    }

    /// What is decided of each site in all better plans.
    pub(crate) fn root(&self) -> &[Fate] {
        &self.root
    }

    /// Better multipliers for the part that was left aside last.
    pub(crate) fn prove_last(&mut self, of_row: Vec<i64>) {
        if let Some(record) = &mut self.record {
            record.prove_last(Multipliers { of_row, of_budget: 0 });
        }
    }

    /// Goes on from these multipliers at the root, if that is still at hand: a bound at once.
    pub(crate) fn start_at(&mut self, start: Multipliers, known: Known) {
        if let Some(mut task) = self.at_hand.take_if(|_| !self.is_split) {
            task.ascent = Ascent::new(start, &task.table);
            self.at_hand = Some(task);
            let _ = self.advance(known);
        }
    }

    /// One piece of work: a step of the multipliers at hand, or taking up the next node.
    pub(crate) fn advance(&mut self, known: Known) -> Outcome {
        self.check_record();
        match self.at_hand.take() {
            Some(task) => self.work(task, known),
            None => self.take_up(known),
        }
    }

    fn take_up(&mut self, known: Known) -> Outcome {
        let Some(Reverse(node)) = self.waiting.pop() else { return Outcome::default() };
        if node.start.is_some() {
            self.kept -= node.fate.len();
        }
        let start = self.start_of(&node);
        if node.bound >= known.better {
            self.leave_aside(&node.fate, &start);
            return Outcome { walked: 1, ..Outcome::default() };
        }
        let table = Arc::new(self.base.decided(&node.fate));
        self.at_hand = Some(Task {
            bound: node.bound,
            fate: node.fate,
            ascent: Ascent::new((*start).clone(), &table),
            table,
        });
        Outcome { walked: self.base.entries() as u64, ..Outcome::default() }
    }

    fn work(&mut self, mut task: Task, known: Known) -> Outcome {
        let Task { table, fate, ascent, bound } = &mut task;
        let mut outcome = Outcome {
            walked: (table.entries() / 2 + 4 * table.rows() + 4 * table.sites()) as u64,
            ..Outcome::default()
        };
        let is_better = ascent.advance(table, fate, &mut self.relaxation, known.value);
        *bound = (*bound).max(ascent.best().0);
        if is_better && !self.is_split {
            Arc::make_mut(&mut self.root_multipliers).clone_from(ascent.best().1);
        }
        if *bound >= known.better {
            self.leave_aside(fate, &Arc::new(ascent.best().1.clone()));
            return outcome;
        }
        let steps = ascent.steps();
        if is_better {
            let decided = self.relaxation.decided(fate, known.better);
            if !decided.is_empty() {
                let multipliers = Arc::new(ascent.best().1.clone());
                for &(j, decision) in &decided {
                    let other = if decision == Fate::Open { Fate::Shut } else { Fate::Open };
                    fate[j as usize] = other;
                    self.leave_aside(fate, &multipliers);
                    fate[j as usize] = decision;
                }
                if !self.is_split {
                    self.root.clone_from(fate);
                    outcome.is_smaller = true;
                }
                let free = fate.iter().filter(|f| **f == Fate::Free).count();
                if decided.len() * 8 > free || !self.is_split {
                    outcome.walked += table.entries() as u64;
                    task.table = Arc::new(table.decided(fate));
                    task.ascent.fit(&task.table);
                }
            }
        }
        if self.is_settled(&task) {
            outcome.plan = Some(opened(&task.fate));
            outcome.is_settled = true;
            let of_row = task.table.paid(&task.fate);
            self.leave_aside(&task.fate, &Arc::new(Multipliers { of_row, of_budget: 0 }));
            return outcome;
        }
        if steps % OFFER_EVERY == 1 {
            outcome.plan = Some(self.relaxed());
        }
        let (short, most) =
            if self.is_split { (SHORT, MOST_STEPS) } else { (SHORT_AT_ROOT, MOST_STEPS_AT_ROOT) };
        if task.ascent.step_length() < short || steps >= most {
            self.split(task);
        } else {
            self.at_hand = Some(task);
        }
        outcome
    }

    /// Whether a node has one plan only: no site is free, or none may be opened any more.
    fn is_settled(&self, task: &Task) -> bool {
        let count = |fate| task.fate.iter().filter(|f| **f == fate).count();
        count(Fate::Free) == 0
            || matches!(self.relaxation.goal(), Goal::Least(l) if count(Fate::Open) >= l.sites)
    }

    /// The sites that the relaxed problem opened last.
    fn relaxed(&self) -> Vec<u32> {
        let chosen = self.relaxation.chosen();
        (0..chosen.len() as u32).filter(|&j| chosen[j as usize]).collect()
    }

    /// Puts two nodes in place of one, with and without the site most in doubt.
    fn split(&mut self, mut task: Task) {
        if !self.is_split {
            self.is_split = true;
            self.base = task.table.clone();
        }
        let shares = task.ascent.shares();
        let score = self.relaxation.score();
        let doubt = |j: usize| (shares[j] * (1.0 - shares[j]) + 1e-6) * (score[j] as f64 + 1.0);
        let free = (0..task.fate.len()).filter(|&j| task.fate[j] == Fate::Free);
        let Some(site) = free.reduce(|a, b| if doubt(b) > doubt(a) { b } else { a }) else {
            return;
        };
        let (_, best) = task.ascent.best();
        let start = Arc::new(best.clone());
        if let Some(record) = &mut self.record {
            record.will_hold(&start);
        }
        for decision in [Fate::Open, Fate::Shut] {
            task.fate[site] = decision;
            self.serial += 1;
            let is_kept = self.kept + task.fate.len() <= KEPT;
            self.kept += if is_kept { task.fate.len() } else { 0 };
            self.waiting.push(Reverse(Node {
                bound: task.bound.min(FAR),
                serial: Reverse(self.serial),
                fate: task.fate.clone(),
                start: is_kept.then(|| start.clone()),
            }));
        }
    }
}

/// The sites that are open.
fn opened(fate: &[Fate]) -> Vec<u32> {
    (0..fate.len() as u32).filter(|&j| fate[j as usize] == Fate::Open).collect()
}
