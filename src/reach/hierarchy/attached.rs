//! Which places hang on a state or a road, and which of them were met.

use crate::network::Link;
use crate::reach::Ends;

/// Places by the states they leave or enter the network through, and by their roads.
#[derive(Clone, Debug)]
pub(super) struct Attached {
    /// Those of state `s` are `at[first[s] .. first[s + 1]]`.
    first: Vec<u32>,
    at: Vec<u32>,
    /// Roads with their places, sorted.
    by_road: Vec<(u32, u32)>,
    /// One bit per place that was met.
    marked: Vec<u64>,
}

impl Attached {
    pub(super) fn new(states: u32, places: &[Option<Link>], ends: &Ends) -> Self {
        let mut first = vec![0u32; states as usize + 1];
        for place in 0..places.len() {
            for &(state, _) in ends.of_place(place) {
                first[state as usize + 1] += 1;
            }
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut at = vec![0; first.last().map_or(0, |&n| n as usize)];
        for place in 0..places.len() {
            for &(state, _) in ends.of_place(place) {
                let slot = &mut next[state as usize];
                at[*slot as usize] = place as u32;
                *slot += 1;
            }
        }
        let with_road = places.iter().zip(0u32..);
        let mut by_road: Vec<(u32, u32)> =
            with_road.filter_map(|(link, place)| Some((link.as_ref()?.road, place))).collect();
        by_road.sort_unstable();
        Self { first, at, by_road, marked: vec![0; places.len().div_ceil(64)] }
    }

    /// The states that some place hangs on.
    pub(super) fn states(&self) -> impl Iterator<Item = u32> + '_ {
        let ranges = self.first.windows(2).zip(0u32..);
        ranges.filter(|(range, _)| range[0] < range[1]).map(|(_, state)| state)
    }

    /// The places on a road.
    pub(super) fn on_road(&self, road: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.by_road.partition_point(|&(r, _)| r < road);
        self.by_road[from..].iter().take_while(move |p| p.0 == road).map(|p| p.1)
    }

    /// Marks the places on a road.
    pub(super) fn mark_on(&mut self, road: u32) {
        let from = self.by_road.partition_point(|&(r, _)| r < road);
        for &(_, place) in self.by_road[from..].iter().take_while(|p| p.0 == road) {
            self.marked[place as usize / 64] |= 1 << (place % 64);
        }
    }

    /// Marks the places at a state.
    #[inline]
    pub(super) fn mark_at(&mut self, state: u32) {
        let range = self.first[state as usize] as usize..self.first[state as usize + 1] as usize;
        for &place in &self.at[range] {
            self.marked[place as usize / 64] |= 1 << (place % 64);
        }
    }

    /// Hands out the marked places in ascending order and forgets them.
    pub(super) fn take_marked(&mut self, mut each: impl FnMut(u32)) {
        for (word, bits) in self.marked.iter_mut().enumerate() {
            let mut left = std::mem::take(bits);
            while left != 0 {
                each(word as u32 * 64 + left.trailing_zeros());
                left &= left - 1;
            }
        }
    }
}
