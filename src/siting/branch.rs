//! Branch and bound: splits a problem whose bound will not come down into smaller ones.
//!
//! A node is a part of the problem. Its multipliers are improved; every site that a certificate
//! shows to be in all better plans, or in none, is decided; what remains is split on one site.
//! The node of the largest bound comes first, so every node brings the bound of the whole down.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::cover::Cover;
use super::part::Part;
use super::presolve::Fate;
use super::task::{Base, Start, Task};
use super::zero_half::Cut;

/// A certificate is made when the bound has come down by this part of what separates it from a
/// proof …
const PROVE_PART: f64 = 0.01;
/// … at the root, whose bound decides what all nodes inherit, by this part …
const PROVE_PART_OF_ROOT: f64 = 0.003;
/// … and steps since the last one took so many times the work of one.
const PROVE_WORK: u64 = 12;
/// A certificate walks the table so many times.
const CERTIFICATE: u64 = 2;
/// This many steps without one, and the node is split …
const PATIENCE: u32 = 60;
/// … or cuts are looked for, at the root, as long as some are found, but not more often than this.
const PATIENCE_OF_ROOT: u32 = 300;
const ROUNDS: u32 = 12;
const FEW_CUTS: usize = 10;
/// The search is told what is open in the relaxation after this many steps of the root, and
/// whenever they have doubled.
const FIRST_LOOK: u32 = 256;
/// From here on a site counts as open in the relaxation.
const OPEN_AT_ALL: f32 = 0.03;
/// A problem is made smaller when one in this many of its sites is decided.
const SHRINK_PART: usize = 12;
/// Multipliers kept for nodes that wait; beyond, a node starts from those of the root.
const KEPT: usize = 8_000_000;

/// The problems that are left to work on, and the one at hand.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    /// What nodes are parts of: the problem, and from the first split on what was left of it then.
    base: Base,
    /// Cuts are looked for so many times more.
    rounds: u32,
    /// How many steps were made.
    steps: u32,
    /// From the first split on: where the multipliers and open shares of the problem that the tree
    /// was made for came to, and the cuts over its rows.
    root: Option<(Start, Vec<Cut>)>,
    waiting: BinaryHeap<Node>,
    at_hand: Option<Task>,
    /// Some plans were left aside because they are not better than the best.
    is_pruned: bool,
    serial: u64,
    kept: usize,
    /// Parts that are done with, where they are kept.
    leaves: Option<Vec<Leaf>>,
}

/// A part of the plans, by what is decided of each site, and what bounds it.
#[derive(Clone, Debug)]
pub(crate) struct Leaf {
    pub(crate) fate: Vec<Fate>,
    /// What must be decided besides in all better plans: those are in other leaves.
    pub(crate) found: Vec<Fate>,
    /// Whole multipliers of rows and then of cuts.
    pub(crate) multipliers: Arc<Vec<i64>>,
}

impl Leaf {
    fn of(fate: Vec<Fate>, multipliers: Arc<Vec<i64>>) -> Self {
        Self { fate, found: Vec::new(), multipliers }
    }
}

/// A problem that waits for its turn; the largest bound first, of equals the older one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Node {
    bound: i64,
    serial: Reverse<u64>,
    /// What is decided, by sites of the base.
    fate: Vec<Fate>,
    /// Multipliers and open shares to begin with, narrowed.
    start: Option<(Vec<u16>, Vec<u16>)>,
    /// Whole multipliers that bound it, where leaves are kept.
    proof: Option<Arc<Vec<i64>>>,
}

/// What a piece of work brought.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    /// Entries of tables walked.
    pub(crate) walked: u64,
    /// A plan worth trying, in sites of the problem that the tree was made for.
    pub(crate) plan: Option<Vec<u32>>,
    /// The sites that are open at all in the relaxation of the whole.
    pub(crate) support: Option<Vec<bool>>,
}

/// What is known already: a plan has this value, and one is better only from `better` on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub(crate) value: i64,
    pub(crate) better: i64,
}

impl Tree {
    /// The tree with its root: a problem, cuts over its rows, and where its multipliers and open
    /// shares begin.
    pub(crate) fn new(cover: Arc<Cover>, p: usize, cuts: Vec<Cut>, start: Start) -> Self {
        // All weight, or what the best sites cover each by itself.
        let mut each = cover.site_weights();
        each.sort_unstable_by(|a, b| b.cmp(a));
        each.truncate(p);
        let all: i64 = cover.weight.iter().sum();
        let root = Node {
            bound: all.min(each.iter().fold(0, |sum, &w| sum.saturating_add(w))),
            serial: Reverse(0),
            fate: vec![Fate::Free; cover.sites()],
            start: None,
            proof: None,
        };
        Self {
            at_hand: None,
            root: None,
            base: Base { part: Part::whole(cover, p), cuts, start },
            rounds: ROUNDS,
            steps: 0,
            waiting: BinaryHeap::from([root]),
            is_pruned: false,
            serial: 0,
            kept: 0,
            leaves: None,
        }
    }

    /// Remembers what bounds each part that is done with; to be said before any work.
    ///
    /// What bounds decide is a leaf with a full list of multipliers, so from the first split on, where
    /// parts are many, nothing is decided by them.
    pub(crate) fn keep_leaves(&mut self) {
        self.leaves = Some(Vec::new());
        // With no multipliers all weight is what bounds a plan.
        let bound = self.base.part.cover.weight.iter().sum();
        let proof = Some(Arc::new(vec![0; self.base.start.v.len()]));
        let root = |root| Node { bound, proof: proof.clone(), ..root };
        self.waiting = self.waiting.drain().map(root).collect();
    }

    /// Parts that make up all plans, with multipliers of rows and then of cuts, and the cuts.
    pub(crate) fn into_leaves(self) -> (Vec<Leaf>, Vec<Cut>) {
        let at_hand = self.at_hand.map(|task| (task.fate, task.proof));
        let waiting = self.waiting.into_iter().map(|node| (node.fate, node.proof));
        let left = at_hand.into_iter().chain(waiting);
        let leaf = |(fate, proof): (_, Option<_>)| Some(Leaf::of(fate, proof?));
        let leaves = self.leaves.unwrap_or_default().into_iter();
        (leaves.chain(left.filter_map(leaf)).collect(), self.base.cuts)
    }

    /// No plan has more than this, given what is known.
    pub(crate) fn bound(&self, known: Known) -> i64 {
        let at_hand = self.at_hand.as_ref().map(|t| t.bound);
        let waiting = self.waiting.peek().map(|n| n.bound);
        let pruned = self.is_pruned.then_some(known.better - 1);
        [at_hand, waiting, pruned].into_iter().flatten().fold(known.value, i64::max)
    }

    /// Multipliers and open shares of the problem that the tree was made for, as they were when it was
    /// last proven, given cuts or split, and the cuts over its rows.
    pub(crate) fn root(&self) -> (&Start, &[Cut]) {
        let root = self.root.as_ref().map(|(start, cuts)| (start, &**cuts));
        root.unwrap_or((&self.base.start, &self.base.cuts))
    }

    fn is_split(&self) -> bool {
        self.root.is_some()
    }

    /// How many steps the multipliers have made.
    pub(crate) fn steps(&self) -> u32 {
        self.steps
    }

    /// One piece of work: a step of the multipliers at hand, or taking up the next node.
    pub(crate) fn advance(&mut self, known: Known) -> Outcome {
        match self.at_hand.take() {
            Some(task) if task.part.is_leaf() => self.settle(&task),
            Some(task) if task.separation.is_some() => self.separate(task),
            Some(task) => self.work(task, known),
            None => self.take_up(known),
        }
    }

    /// The sites that are open at all in the relaxation.
    fn support(&self, task: &Task) -> Vec<bool> {
        self.base.spread(task).x.iter().map(|&x| x > OPEN_AT_ALL).collect()
    }

    fn take_up(&mut self, known: Known) -> Outcome {
        let Some(node) = self.waiting.pop() else { return Outcome::default() };
        let kept = node.start.as_ref().map(Start::widened);
        self.kept -= kept.as_ref().map_or(0, |s| s.v.len() + s.x.len());
        if node.bound < known.better {
            self.is_pruned = true;
            if let (Some(leaves), Some(proof)) = (&mut self.leaves, node.proof) {
                leaves.push(Leaf::of(node.fate, proof));
            }
        } else if let Some(part) = self.base.part.as_whole().decided(&node.fate) {
            let start = kept.as_ref().unwrap_or(&self.base.start);
            let mut task = self.base.task(node.bound, node.fate, part, start);
            task.proof = node.proof;
            self.at_hand = Some(task);
        }
        Outcome { walked: self.base.part.cover.entries() as u64 * 2, ..Outcome::default() }
    }

    /// A node with nothing left to decide: its one plan is tried, and no other is in it.
    fn settle(&mut self, task: &Task) -> Outcome {
        self.is_pruned = true;
        if let Some(leaves) = &mut self.leaves {
            // Nothing is covered any more, or all that is left.
            let cover = &task.part.cover;
            let of_rows =
                if task.part.p == 0 { cover.weight.clone() } else { vec![0; cover.rows()] };
            let multipliers = Arc::new(self.base.multipliers(task, &of_rows));
            leaves.push(Leaf::of(task.fate.clone(), multipliers));
        }
        let more = if task.part.p == 0 { &[][..] } else { &task.part.site_of };
        Outcome { walked: 1, plan: Some(self.plan(&task.part, more)), support: None }
    }

    fn work(&mut self, mut task: Task, known: Known) -> Outcome {
        let walked = task.dual.advance();
        task.walked += walked;
        let mut outcome = Outcome { walked, ..Outcome::default() };
        self.steps += 1;
        let steps = self.steps;
        if !self.is_split() && steps >= FIRST_LOOK && steps.is_power_of_two() {
            outcome.plan = Some(self.rounded(&task));
            outcome.support = Some(self.support(&task));
        }
        task.idle += 1;
        let better = (known.better - self.base.part.covered - task.part.covered) as f64;
        let (part, patience) = if self.is_split() {
            (PROVE_PART, PATIENCE)
        } else {
            (PROVE_PART_OF_ROOT, PATIENCE_OF_ROOT)
        };
        let worth = part * (task.proven_at - better).max(1.0);
        let best = task.dual.best();
        let certificate = CERTIFICATE * task.part.cover.entries() as u64;
        let is_due = task.walked >= PROVE_WORK * certificate;
        let is_worth_it = !task.proven_at.is_finite() || best <= task.proven_at - worth;
        if is_worth_it && (is_due || best < better || task.idle >= patience) {
            outcome.walked += certificate;
            self.at_hand = self.proven(task, known);
        } else if task.idle >= patience && !self.is_split() && self.rounds > 0 {
            task.look_for_cuts();
            self.at_hand = Some(task);
        } else if task.idle >= patience {
            outcome.plan = Some(self.split(task));
        } else {
            self.at_hand = Some(task);
        }
        outcome
    }

    /// Proves the bound of a node and decides sites by it; none where nothing better is left.
    fn proven(&mut self, mut task: Task, known: Known) -> Option<Task> {
        let covered = self.base.part.covered + task.part.covered;
        let best = task.dual.best();
        let certificate = task.certificate();
        let proof = self
            .leaves
            .as_ref()
            .map(|_| Arc::new(self.base.multipliers(&task, &certificate.multipliers)));
        if certificate.bound + covered < task.bound {
            task.proof.clone_from(&proof);
        }
        task.bound = task.bound.min(certificate.bound + covered);
        task.proven_at = best;
        task.walked = 0;
        task.idle = 0;
        let start = self.base.spread(&task);
        if !self.is_split() {
            // What leaves the root from now on keeps the multipliers it has.
            self.base.start.clone_from(&start);
        }
        if task.bound < known.better {
            self.is_pruned = true;
            if let (Some(leaves), Some(multipliers)) = (&mut self.leaves, task.proof) {
                leaves.push(Leaf::of(task.fate, multipliers));
            }
            return None;
        }
        let decided = certificate.decided(known.better - covered);
        let count = decided.iter().filter(|f| **f != Fate::Free).count();
        let decides_nothing = self.is_split() && self.leaves.is_some();
        if count == 0 || count * SHRINK_PART < decided.len() || decides_nothing {
            return Some(task);
        }
        self.is_pruned = true;
        let mut found = vec![Fate::Free; task.fate.len()];
        for (&site, &decision) in task.part.site_of.iter().zip(&decided) {
            found[site as usize] = decision;
        }
        if let (Some(leaves), Some(multipliers)) = (&mut self.leaves, proof) {
            leaves.push(Leaf { fate: task.fate.clone(), found: found.clone(), multipliers });
        }
        for (fate, &found) in task.fate.iter_mut().zip(&found).filter(|(_, f)| **f != Fate::Free) {
            *fate = found;
        }
        let part = task.part.decided(&decided)?;
        let proof = task.proof;
        let mut task = self.base.task(task.bound, task.fate, part, &start);
        task.proof = proof;
        Some(task)
    }

    /// A step of looking for cuts, which the task goes on with once they are found.
    fn separate(&mut self, mut task: Task) -> Outcome {
        let Some(mut separation) = task.separation.take() else { return Outcome::default() };
        let walked = separation.advance();
        if separation.is_done() {
            let cuts = separation.cuts();
            self.rounds = if cuts.len() < FEW_CUTS { 0 } else { self.rounds - 1 };
            self.base.add(&cuts, &task);
            let Task { bound, fate, part, proven_at, proof, .. } = task;
            let mut task = self.base.task(bound, fate, part, &self.base.start);
            task.proven_at = proven_at;
            task.proof = proof;
            self.at_hand = Some(task);
        } else {
            task.separation = Some(separation);
            self.at_hand = Some(task);
        }
        Outcome { walked, ..Outcome::default() }
    }

    /// Puts two nodes in place of one, with and without the site most in doubt; gives a plan that
    /// opens what is open most.
    fn split(&mut self, mut task: Task) -> Vec<u32> {
        let x = task.dual.open_shares().to_vec();
        let plan = self.rounded(&task);
        let doubt = |j: usize| x[j] * (1.0 - x[j]) * task.dual.score(j);
        let site = (0..x.len()).fold(0, |a, b| if doubt(b) > doubt(a) { b } else { a });
        let mut site = task.part.site_of[site] as usize;
        let mut start = self.base.spread(&task);
        if !self.is_split() && self.leaves.is_some() {
            self.root = Some((start.clone(), self.base.cuts.clone()));
        } else if !self.is_split() {
            self.root = Some((start, std::mem::take(&mut self.base.cuts)));
            site = task.part.site_of.binary_search(&(site as u32)).unwrap_or(0);
            task.fate = vec![Fate::Free; task.part.cover.sites()];
            self.base = task.as_base();
            start = self.base.start.clone();
        }
        let size = start.v.len() + start.x.len();
        let start = start.narrowed();
        for decision in [Fate::Open, Fate::Shut] {
            task.fate[site] = decision;
            self.serial += 1;
            let is_kept = self.kept + size <= KEPT;
            self.kept += if is_kept { size } else { 0 };
            self.waiting.push(Node {
                bound: task.bound,
                serial: Reverse(self.serial),
                fate: task.fate.clone(),
                start: is_kept.then(|| start.clone()),
                proof: task.proof.clone(),
            });
        }
        plan
    }

    /// The plan of a node that opens what is open most.
    fn rounded(&self, task: &Task) -> Vec<u32> {
        let x = task.dual.open_shares();
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by(|&a, &b| x[b].total_cmp(&x[a]).then(a.cmp(&b)));
        order.truncate(task.part.p);
        let most: Vec<u32> = order.iter().map(|&j| task.part.site_of[j]).collect();
        self.plan(&task.part, &most)
    }

    /// The plan that opens what a part has opened and these sites of the base.
    fn plan(&self, part: &Part, more: &[u32]) -> Vec<u32> {
        let of_base = part.opened.iter().chain(more).map(|&j| self.base.part.site_of[j as usize]);
        self.base.part.opened.iter().copied().chain(of_base).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    /// 14 sites and 24 rows of two or three random sites each: the relaxation is often fractional.
    fn cover(random: &mut Random) -> Cover {
        let (mut row_start, mut row_site) = (vec![0], Vec::new());
        for _ in 0..24 {
            let mut row: Vec<u32> = (0..3).map(|_| random.below(14) as u32).collect();
            row.sort_unstable();
            row.dedup();
            row_site.extend(row);
            row_start.push(row_site.len() as u32);
        }
        let weight = (0..24).map(|_| 256 * (1 + random.below(9) as i64)).collect();
        Cover::new(weight, row_start, row_site, 14)
    }

    fn value(cover: &Cover, is_open: impl Fn(u32) -> bool) -> i64 {
        let is_covered = |i: &usize| cover.row(*i).iter().any(|&j| is_open(j));
        (0..cover.rows()).filter(is_covered).map(|i| cover.weight[i]).sum()
    }

    /// Without any search beside it, the tree alone must come to the optimum: a split that drops
    /// a half, or a site decided without reason, would lose it.
    #[test]
    fn nothing_is_lost_by_splitting_and_deciding() {
        let mut splits = 0;
        for seed in 0..200 {
            let mut random = Random::new(seed);
            let cover = Arc::new(cover(&mut random));
            let p = 2 + random.below(5);
            let best = (0_u32..1 << 14)
                .filter(|set| set.count_ones() as usize == p)
                .map(|set| value(&cover, |j| set >> j & 1 == 1))
                .fold(0, i64::max);
            let (v, x) = (vec![0.5; 24], vec![0.0; 14]);
            let mut tree = Tree::new(cover.clone(), p, Vec::new(), Start { v, x, is_near: false });
            let mut known = Known { value: 0, better: 256 };
            while tree.bound(known) >= known.better {
                assert!(tree.bound(known) >= best, "seed {seed}");
                let Some(plan) = tree.advance(known).plan else { continue };
                assert!(plan.len() <= p);
                known.value = known.value.max(value(&cover, |j| plan.contains(&j)));
                known.better = known.value + 256;
            }
            assert_eq!(known.value, best, "seed {seed}");
            splits += u32::from(tree.is_split());
        }
        assert!(splits > 50, "too easy to show anything: {splits}");
    }
}
