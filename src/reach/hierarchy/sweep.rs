//! Times from several origins at once: up the hierarchy from each, then down it for all together.

use super::customized::{Hierarchy, NONE};
use super::descent::Descent;
use crate::units::Millis;
use std::ops::Range;

/// How many origins are looked at together.
pub const LANES: usize = 16;

/// A time for each of the origins.
pub type Lanes = [u32; LANES];

/// No origin has a time.
const NEVER: Lanes = [NONE; LANES];

/// The workspace of a sweep; kept between sweeps.
#[derive(Clone, Debug, Default)]
pub struct Sweep {
    /// The ranks above the origins, ascending once they are sorted, and their times.
    above: Vec<u32>,
    start: Vec<Lanes>,
    /// Where each rank is in `above`; `u32::MAX` for all others.
    place: Vec<u32>,
    /// Times of the descent's places; `NEVER` outside of the stretches that were looked at.
    times: Vec<Lanes>,
    stretches: Vec<Range<usize>>,
    former: Vec<Range<usize>>,
    budget: u32,
}

impl Sweep {
    /// An empty workspace.
    pub fn new() -> Self {
        Self::default()
    }

    /// Finds the shortest times from each of up to [`LANES`] origins (each some nodes with times
    /// of their own, see [`crate::reach::Search::run`]) to the descent's targets.
    ///
    /// The budget must be one that [`Sweep::takes`].
    pub fn run(
        &mut self,
        hierarchy: &Hierarchy,
        descent: &Descent,
        origins: &[&[(u32, Millis)]],
        budget: Millis,
    ) {
        debug_assert!(origins.len() <= LANES && Self::takes(budget));
        self.budget = budget.0;
        self.ascend(hierarchy, descent.way(), origins);
        self.descend(descent);
    }

    /// Whether a budget is short enough for a sweep: under 24 days.
    pub fn takes(budget: Millis) -> bool {
        budget.0 < NONE
    }

    /// The times to a node of the descent, one per origin; those above the budget mean nothing.
    #[inline]
    pub fn times(&self, place: u32) -> &Lanes {
        &self.times[place as usize]
    }

    /// The places of the descent that some origin may reach within the budget.
    pub(super) fn reached(&self) -> impl Iterator<Item = u32> + '_ {
        self.stretches.iter().cloned().flatten().map(|place| place as u32)
    }

    /// Takes the way over a place of the descent where it is shorter.
    #[inline]
    pub(super) fn shorten(&self, times: &mut Lanes, place: u32, Millis(ms): Millis) {
        shorten(times, self.times(place), ms.min(NONE));
    }

    /// From the origins to all ranks above them.
    fn ascend(&mut self, hierarchy: &Hierarchy, way: usize, origins: &[&[(u32, Millis)]]) {
        let topology = &**hierarchy.topology();
        for rank in self.above.drain(..) {
            self.place[rank as usize] = u32::MAX;
        }
        self.place.resize(topology.nodes(), u32::MAX);
        for &(node, _) in origins.iter().copied().flatten() {
            let mut next = Some(topology.rank(node));
            while let Some(rank) = next.filter(|&r| self.place[r as usize] == u32::MAX) {
                self.place[rank as usize] = 0;
                self.above.push(rank);
                next = topology.parent(rank);
            }
        }
        self.above.sort_unstable();
        for (place, &rank) in self.above.iter().enumerate() {
            self.place[rank as usize] = place as u32;
        }
        self.start.clear();
        self.start.resize(self.above.len(), NEVER);
        for (lane, origin) in origins.iter().enumerate() {
            for &(node, Millis(ms)) in *origin {
                if ms <= self.budget {
                    let place = self.place[topology.rank(node) as usize];
                    let own = &mut self.start[place as usize][lane];
                    *own = ms.min(*own);
                }
            }
        }
        for (place, &rank) in self.above.iter().enumerate() {
            let (done, higher) = self.start.split_at_mut(place + 1);
            let own = &done[place];
            for (link, &high) in topology.links_of(rank).zip(topology.above(rank)) {
                let ms = hierarchy.ms(link)[way];
                if ms < NONE {
                    shorten(&mut higher[self.place[high as usize] as usize - place - 1], own, ms);
                }
            }
        }
    }

    /// From the ranks above the origins, and each other, to the descent's places; what is out of
    /// reach is passed over.
    fn descend(&mut self, descent: &Descent) {
        std::mem::swap(&mut self.stretches, &mut self.former);
        self.stretches.clear();
        self.times.resize(descent.nodes(), NEVER);
        let mut former = self.former.iter().peekable();
        // Both run from the highest rank down.
        let mut starts = self.above.iter().zip(&self.start).rev().peekable();
        let (mut place, mut begin) = (0, 0);
        while place < descent.nodes() {
            let rank = descent.rank(place);
            while starts.next_if(|s| *s.0 > rank).is_some() {}
            let start = starts.next_if(|s| *s.0 == rank).map(|s| *s.1);
            let (done, rest) = self.times.split_at_mut(place);
            let is_late = |p: u32| is_late(&done[p as usize], self.budget);
            if start.is_none() && descent.is_out_of_reach(place, is_late) {
                if begin < place {
                    self.stretches.push(begin..place);
                }
                begin = place + descent.below(place);
                // Whatever the last sweep left there is no time of this one.
                while former.next_if(|f| f.end <= place).is_some() {}
                while let Some(f) = former.peek().filter(|f| f.start < begin) {
                    rest[f.start.max(place) - place..f.end.min(begin) - place].fill(NEVER);
                    if f.end > begin {
                        break;
                    }
                    former.next();
                }
                place = begin;
                continue;
            }
            let mut own = start.unwrap_or(NEVER);
            for step in descent.steps(place) {
                shorten(&mut own, &done[step.head as usize], step.ms);
            }
            rest[0] = own;
            place += 1;
        }
        if begin < place {
            self.stretches.push(begin..place);
        }
    }
}

/// Takes a way over other times where it is shorter.
#[inline]
fn shorten(own: &mut Lanes, over: &Lanes, ms: u32) {
    for (own, over) in own.iter_mut().zip(over) {
        // Neither is above `NONE`: the sum is in range.
        *own = (*own).min(over.wrapping_add(ms));
    }
}

/// Whether all origins are beyond the budget.
#[inline]
fn is_late(times: &Lanes, budget: u32) -> bool {
    times.iter().fold(u32::MAX, |least, &t| least.min(t)) > budget
}
