//! A list of numbers for each of many keys, one after the other in memory.

/// What is told of each key, in the order in which it came.
#[derive(Clone, Debug)]
pub(crate) struct Lists {
    pub(crate) start: Vec<u32>,
    pub(crate) item: Vec<u32>,
}

impl Lists {
    /// From pairs of key and item, which are gone through twice.
    pub(crate) fn of(keys: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut start = vec![0_u32; keys + 1];
        for (key, _) in pairs.clone() {
            start[key as usize + 1] += 1;
        }
        for key in 0..keys {
            start[key + 1] += start[key];
        }
        let mut next = start.clone();
        let mut item = vec![0; start[keys] as usize];
        for (key, one) in pairs {
            let at = &mut next[key as usize];
            item[*at as usize] = one;
            *at += 1;
        }
        Self { start, item }
    }

    /// From the items of each key, one after the other: the keys of each item.
    pub(crate) fn turned(start: &[u32], item: &[u32], items: usize) -> Self {
        let own = |pair: &[u32]| &item[pair[0] as usize..pair[1] as usize];
        let mut ends = vec![0_u32; items + 1];
        for pair in start.windows(2) {
            count(own(pair), &mut ends[1..]);
        }
        for at in 0..items {
            ends[at + 1] += ends[at];
        }
        let mut next = ends.clone();
        let mut keys = vec![0; item.len()];
        for (key, pair) in (0..).zip(start.windows(2)) {
            enter(key, own(pair), &mut next, &mut keys);
        }
        Self { start: ends, item: keys }
    }

    /// What is told of a key.
    pub(crate) fn get(&self, key: u32) -> &[u32] {
        &self.item[self.start[key as usize] as usize..self.start[key as usize + 1] as usize]
    }
}

/// Never inlined, as browsers compile again for speed what is called often, and not a loop that runs
/// once.
#[inline(never)]
fn count(items: &[u32], counts: &mut [u32]) {
    for &item in items {
        counts[item as usize] += 1;
    }
}

/// Never inlined, as above.
#[inline(never)]
fn enter(key: u32, items: &[u32], next: &mut [u32], keys: &mut [u32]) {
    for &item in items {
        let at = &mut next[item as usize];
        keys[*at as usize] = key;
        *at += 1;
    }
}
