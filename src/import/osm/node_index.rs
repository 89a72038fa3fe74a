//! Where each node is: sorted ids with a table of buckets in front, since ids are sparse.

use crate::units::Position;

/// Nodes a bucket holds on average.
const PER_BUCKET: usize = 16;

/// Places of nodes by id.
#[derive(Debug, Default)]
pub(super) struct NodeIndex {
    ids: Vec<i64>,
    at: Vec<Position>,
    unsorted: bool,
    /// Where each bucket begins in `ids`; bucket = (id − smallest id) >> `shift`.
    bucket_start: Vec<u32>,
    shift: u32,
}

impl NodeIndex {
    pub(super) fn reserve(&mut self, nodes: usize) {
        self.ids.reserve_exact(nodes);
        self.at.reserve_exact(nodes);
    }

    pub(super) fn push(&mut self, id: i64, at: Position) {
        self.unsorted |= self.ids.last().is_some_and(|last| *last >= id);
        self.ids.push(id);
        self.at.push(at);
    }

    /// Makes the nodes ready for [`NodeIndex::get`]; of several under one id the last one counts.
    pub(super) fn seal(&mut self) {
        if self.unsorted {
            let mut nodes: Vec<_> = self.ids.iter().copied().zip(self.at.iter().copied()).collect();
            nodes.reverse();
            nodes.sort_by_key(|n| n.0);
            nodes.dedup_by_key(|n| n.0);
            (self.ids, self.at) = nodes.into_iter().unzip();
            self.unsorted = false;
        }
        self.bucket_start.clear();
        let (Some(first), Some(last)) = (self.ids.first(), self.ids.last()) else { return };
        let span = last.abs_diff(*first);
        let buckets = self.ids.len() / PER_BUCKET + 1;
        self.shift = (0..63).find(|s| (span >> s) < buckets as u64).unwrap_or(63);
        let bucket = |id: i64| (id.abs_diff(*first) >> self.shift) as usize;
        let mut start = vec![0; bucket(*last) + 2];
        for id in &self.ids {
            start[bucket(*id) + 1] += 1;
        }
        let mut sum = 0;
        for s in &mut start {
            sum += *s;
            *s = sum;
        }
        self.bucket_start = start;
    }

    /// Where a node is, if the file has it.
    pub(super) fn get(&self, id: i64) -> Option<Position> {
        let first = *self.ids.first().filter(|first| **first <= id)?;
        let bucket = (id.abs_diff(first) >> self.shift) as usize;
        let range =
            *self.bucket_start.get(bucket)? as usize..*self.bucket_start.get(bucket + 1)? as usize;
        let start = range.start;
        let found = self.ids.get(range)?.binary_search(&id).ok()?;
        self.at.get(start + found).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(n: i32) -> Position {
        Position { lng_e7: n, lat_e7: -n }
    }

    #[test]
    fn sparse_ids_are_found_and_others_are_not() {
        let ids: Vec<i64> = (0..500).map(|i| i * i * 1000 - 7).chain([i64::MAX]).collect();
        let mut index = NodeIndex::default();
        for (i, id) in ids.iter().enumerate() {
            index.push(*id, place(i as i32));
        }
        index.seal();
        for (i, id) in ids.iter().enumerate() {
            assert_eq!(index.get(*id), Some(place(i as i32)));
            assert_eq!(index.get(id.wrapping_sub(1)), None);
        }
        assert_eq!(index.get(i64::MIN), None);
    }

    #[test]
    fn unsorted_nodes_are_sorted_and_the_last_of_an_id_counts() {
        let mut index = NodeIndex::default();
        for (i, id) in [5, -3, 5, 9, 0].into_iter().enumerate() {
            index.push(id, place(i as i32));
        }
        index.seal();
        let found = [-3, 0, 5, 9, 6].map(|id| index.get(id).map(|p| p.lng_e7));
        assert_eq!(found, [Some(1), Some(4), Some(2), Some(3), None]);
    }

    #[test]
    fn without_nodes_nothing_is_found() {
        let mut index = NodeIndex::default();
        index.seal();
        assert_eq!(index.get(0), None);
    }
}
