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

    /// What is told of a key.
    pub(crate) fn get(&self, key: u32) -> &[u32] {
        &self.item[self.start[key as usize] as usize..self.start[key as usize + 1] as usize]
    }
}
