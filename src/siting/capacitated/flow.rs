//! Most weight that open sites can serve up to their capacities: assignment in parts.
//!
//! ```text
//! max Σ y_dj   where   Σ_j y_dj ≤ w_d,   Σ_d y_dj ≤ capacity_j,   y_dj > 0 only for open j in row d
//! ```
//!
//! Source: shortest augmenting paths, Edmonds & Karp 1972; the least cut, Ford & Fulkerson 1956.

use crate::siting::cover::Cover;

const NOBODY: u32 = u32::MAX;

/// An assignment of rows to open sites, and the room to work out the next one.
#[derive(Clone, Debug)]
pub(super) struct Flow {
    capacity: Vec<i64>,
    /// What each row has left, and each site.
    left: Vec<i64>,
    spare: Vec<i64>,
    /// What each open site serves of its rows, in the order of its column.
    amounts: Vec<Vec<i64>>,
    open: Vec<u32>,
    is_open: Vec<bool>,
    /// How the search came to each site: from which site, and by which of its rows.
    from: Vec<(u32, u32)>,
    seen: Vec<u32>,
    /// Sites from which no spare capacity can be reached.
    is_full: Vec<bool>,
    queue: Vec<u32>,
    stamp: u32,
    pub(super) walked: u64,
}

impl Flow {
    pub(super) fn new(cover: &Cover, capacity: Vec<i64>) -> Self {
        let sites = cover.sites();
        Self {
            left: cover.weight.clone(),
            spare: capacity.clone(),
            capacity,
            amounts: vec![Vec::new(); sites],
            open: Vec::new(),
            is_open: vec![false; sites],
            from: vec![(NOBODY, 0); sites],
            seen: vec![0; sites],
            is_full: vec![false; sites],
            queue: Vec::new(),
            stamp: 0,
            walked: 0,
        }
    }

    /// Assigns as much as these sites can serve; gives how much that is.
    pub(super) fn assign(&mut self, cover: &Cover, open: &[u32]) -> i64 {
        self.left.copy_from_slice(&cover.weight);
        for j in self.open.drain(..) {
            self.is_open[j as usize] = false;
        }
        self.open.extend_from_slice(open);
        for &j in open {
            let (j, column) = (j as usize, cover.site(j as usize));
            self.is_open[j] = true;
            self.is_full[j] = false;
            self.spare[j] = self.capacity[j];
            self.walked += column.len() as u64;
            self.amounts[j].clear();
            for &i in column {
                let taken = self.left[i as usize].min(self.spare[j]);
                self.left[i as usize] -= taken;
                self.spare[j] -= taken;
                self.amounts[j].push(taken);
            }
        }
        for &j in open {
            for &i in cover.site(j as usize) {
                while self.left[i as usize] > 0 && self.push(cover, i) {}
            }
        }
        open.iter().map(|&j| self.capacity[j as usize] - self.spare[j as usize]).sum()
    }

    /// The open sites.
    pub(super) fn open(&self) -> &[u32] {
        &self.open
    }

    pub(super) fn is_open(&self, j: u32) -> bool {
        self.is_open[j as usize]
    }

    /// What is left of each row.
    pub(super) fn unserved(&self) -> &[i64] {
        &self.left
    }

    /// Multipliers that prove that the open sites serve no more: the weight of rows all of whose
    /// open sites are full for good. Those rows and sites are a least cut.
    pub(super) fn cut(&self, cover: &Cover) -> Vec<i64> {
        let is_shut = |j: &u32| !self.is_open[*j as usize] || self.is_full[*j as usize];
        let price = |i| if cover.row(i).iter().all(is_shut) { cover.weight[i] } else { 0 };
        (0..cover.rows()).map(price).collect()
    }

    /// The most that site `j` can serve.
    pub(super) fn capacity_of(&self, j: u32) -> i64 {
        self.capacity[j as usize]
    }

    /// What site `j` serves of each row of its column.
    pub(super) fn amounts(&self, j: u32) -> &[i64] {
        &self.amounts[j as usize]
    }

    /// Serves more of row `i` along a shortest chain of exchanges; gives whether it could.
    fn push(&mut self, cover: &Cover, i: u32) -> bool {
        self.stamp += 1;
        self.queue.clear();
        self.reach(cover, i, NOBODY);
        let mut at = 0;
        while let Some(&j) = self.queue.get(at) {
            at += 1;
            if self.spare[j as usize] > 0 {
                self.exchange(cover, i, j);
                return true;
            }
            for (place, &row) in cover.site(j as usize).iter().enumerate() {
                if self.amounts[j as usize][place] > 0 {
                    self.reach(cover, row, j);
                }
            }
            self.walked += cover.site(j as usize).len() as u64;
        }
        // Nothing that was reached leads anywhere, now or later.
        for &j in &self.queue {
            self.is_full[j as usize] = true;
        }
        false
    }

    /// Queues the open sites of a row that are new, coming from a site.
    fn reach(&mut self, cover: &Cover, row: u32, from: u32) {
        let sites = cover.row(row as usize);
        self.walked += sites.len() as u64;
        for &k in sites {
            let k = k as usize;
            if self.is_open[k] && !self.is_full[k] && self.seen[k] != self.stamp {
                self.seen[k] = self.stamp;
                self.from[k] = (from, row);
                self.queue.push(k as u32);
            }
        }
    }

    /// Moves as much as fits along the chain that led from row `i` to site `last`.
    fn exchange(&mut self, cover: &Cover, i: u32, last: u32) {
        let place = |j: u32, row: u32| {
            let column = cover.site(j as usize);
            column.binary_search(&row).unwrap_or(column.len())
        };
        let mut amount = self.left[i as usize].min(self.spare[last as usize]);
        let mut j = last;
        while let (before, row) = self.from[j as usize]
            && before != NOBODY
        {
            amount = amount.min(self.amounts[before as usize][place(before, row)]);
            j = before;
        }
        let mut j = last;
        loop {
            let (before, row) = self.from[j as usize];
            self.amounts[j as usize][place(j, row)] += amount;
            if before == NOBODY {
                break;
            }
            self.amounts[before as usize][place(before, row)] -= amount;
            j = before;
        }
        self.spare[last as usize] -= amount;
        self.left[i as usize] -= amount;
    }
}
