//! A set of open sites with what each site adds or would add, kept up to date move by move.

use super::cover::Cover;

/// Open sites of a [`Cover`] and the gains that follow from them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Opened {
    /// The open sites, in no order that means anything.
    sites: Vec<u32>,
    is_open: Vec<bool>,
    /// How many open sites cover each row.
    count: Vec<u32>,
    /// The exclusive or of the open sites that cover each row: the owner where there is one.
    owner: Vec<u32>,
    /// The weight of uncovered rows that each site covers.
    pub(crate) gain: Vec<i64>,
    /// The weight that each open site covers alone.
    pub(crate) loss: Vec<i64>,
    /// The weight of all covered rows.
    pub(crate) value: i64,
    /// Entries of the table walked so far.
    pub(crate) walked: u64,
}

impl Opened {
    /// Nothing open.
    pub(crate) fn none(cover: &Cover) -> Self {
        Self {
            sites: Vec::new(),
            is_open: vec![false; cover.sites()],
            count: vec![0; cover.rows()],
            owner: vec![0; cover.rows()],
            gain: cover.site_weights(),
            loss: vec![0; cover.sites()],
            value: 0,
            walked: cover.entries() as u64,
        }
    }

    pub(crate) fn sites(&self) -> &[u32] {
        &self.sites
    }

    pub(crate) fn is_open(&self, j: usize) -> bool {
        self.is_open[j]
    }

    pub(crate) fn count(&self, i: usize) -> u32 {
        self.count[i]
    }

    pub(crate) fn open(&mut self, cover: &Cover, j: u32) {
        self.sites.push(j);
        self.is_open[j as usize] = true;
        self.value += self.gain[j as usize];
        for &row in cover.site(j as usize) {
            let i = row as usize;
            let weight = cover.weight[i];
            match self.count[i] {
                0 => {
                    self.loss[j as usize] += weight;
                    self.add_gain(cover, i, -weight);
                }
                1 => self.loss[self.owner[i] as usize] -= weight,
                _ => {}
            }
            self.count[i] += 1;
            self.owner[i] ^= j;
        }
        self.walked += cover.site(j as usize).len() as u64;
    }

    pub(crate) fn close(&mut self, cover: &Cover, j: u32) {
        self.sites.retain(|&k| k != j);
        self.is_open[j as usize] = false;
        for &row in cover.site(j as usize) {
            let i = row as usize;
            let weight = cover.weight[i];
            self.count[i] -= 1;
            self.owner[i] ^= j;
            match self.count[i] {
                0 => self.add_gain(cover, i, weight),
                1 => self.loss[self.owner[i] as usize] += weight,
                _ => {}
            }
        }
        self.loss[j as usize] = 0;
        self.value -= self.gain[j as usize];
        self.walked += cover.site(j as usize).len() as u64;
    }

    /// Opens and closes what it takes to have exactly these sites open.
    pub(crate) fn become_like(&mut self, cover: &Cover, sites: &[u32]) {
        let superfluous: Vec<u32> =
            self.sites.iter().copied().filter(|j| !sites.contains(j)).collect();
        for j in superfluous {
            self.close(cover, j);
        }
        for &j in sites {
            if !self.is_open[j as usize] {
                self.open(cover, j);
            }
        }
    }

    /// Opens the site that gains most until `p` are open or nothing is gained; ties by id.
    pub(crate) fn fill(&mut self, cover: &Cover, p: usize) {
        while self.sites.len() < p {
            self.walked += cover.sites() as u64;
            let mut best: Option<(i64, u32)> = None;
            for (j, &gain) in self.gain.iter().enumerate() {
                if gain > best.map_or(0, |b| b.0) {
                    best = Some((gain, j as u32));
                }
            }
            let Some((_, j)) = best else { break };
            self.open(cover, j);
        }
    }

    /// Closes the site that loses least until `p` are open; ties by id.
    pub(crate) fn thin(&mut self, cover: &Cover, p: usize) {
        while self.sites.len() > p {
            let least = self.sites.iter().copied().min_by_key(|&j| (self.loss[j as usize], j));
            let Some(j) = least else { break };
            self.close(cover, j);
        }
    }

    fn add_gain(&mut self, cover: &Cover, i: usize, weight: i64) {
        let row = cover.row(i);
        for &k in row {
            self.gain[k as usize] += weight;
        }
        self.walked += row.len() as u64;
    }
}
