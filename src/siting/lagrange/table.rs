//! Rows with the price that each site asks for serving them, cheapest first.

use crate::siting::presolve::Fate;

/// Rows (demand) with their sites by ascending price, all in grains.
///
/// Every price is below what its row pays `alone`.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    /// What each row pays if no open site serves it.
    pub(crate) alone: Vec<i64>,
    row_start: Vec<u32>,
    entries: Vec<(u32, i64)>,
    /// What opening each site is charged.
    pub(crate) charge: Vec<i64>,
    /// The most that each site can serve of what its rows pay alone; empty for no limit. All
    /// prices are 0 then.
    pub(crate) capacity: Vec<i64>,
    /// How many open sites each row needs to be served; empty where one will do. All prices are 0
    /// then.
    pub(crate) need: Vec<u32>,
}

impl Table {
    /// No rows yet, and what each site is charged.
    pub(crate) fn new(charge: Vec<i64>) -> Self {
        Self {
            alone: Vec::new(),
            row_start: vec![0],
            entries: Vec::new(),
            charge,
            capacity: Vec::new(),
            need: Vec::new(),
        }
    }

    /// Adds a row from its sites and prices in any order; doubles and what costs no less than
    /// `alone` leave.
    pub(crate) fn push(&mut self, alone: i64, sites: impl Iterator<Item = (u32, i64)>) {
        let from = self.entries.len();
        self.entries.extend(sites.filter(|e| e.1 < alone));
        // Of doubles the cheapest stays.
        self.entries[from..].sort_unstable();
        let mut kept = from;
        for at in from..self.entries.len() {
            if self.entries[from..kept].last().is_none_or(|last| last.0 != self.entries[at].0) {
                self.entries[kept] = self.entries[at];
                kept += 1;
            }
        }
        self.entries.truncate(kept);
        self.entries[from..].sort_unstable_by_key(|&(j, price)| (price, j));
        self.close_row(alone);
    }

    fn close_row(&mut self, alone: i64) {
        self.alone.push(alone);
        self.row_start.push(self.entries.len() as u32);
    }

    pub(crate) fn rows(&self) -> usize {
        self.alone.len()
    }

    pub(crate) fn sites(&self) -> usize {
        self.charge.len()
    }

    /// How many open sites row `i` needs.
    pub(crate) fn need(&self, i: usize) -> i64 {
        self.need.get(i).map_or(1, |&need| i64::from(need))
    }

    /// The greatest multiplier of row `i`: what it pays alone, shared by the sites that it needs.
    pub(crate) fn most(&self, i: usize) -> i64 {
        self.alone[i] / self.need(i)
    }

    /// How many pairs of row and site there are.
    pub(crate) fn entries(&self) -> usize {
        self.entries.len()
    }

    /// The sites of row `i` and their prices, cheapest first.
    pub(crate) fn row(&self, i: usize) -> &[(u32, i64)] {
        &self.entries[self.row_start[i] as usize..self.row_start[i + 1] as usize]
    }

    /// The rows of each site and its prices there.
    pub(crate) fn columns(&self) -> Columns {
        let mut start = vec![0_u32; self.sites() + 1];
        for &(j, _) in &self.entries {
            start[j as usize + 1] += 1;
        }
        for j in 0..self.sites() {
            start[j + 1] += start[j];
        }
        let mut next = start.clone();
        let mut entries = vec![(0, 0); self.entries.len()];
        for i in 0..self.rows() {
            for &(j, price) in self.row(i) {
                entries[next[j as usize] as usize] = (i as u32, price);
                next[j as usize] += 1;
            }
        }
        Columns { start, entries }
    }

    /// What each row pays with the open sites.
    pub(crate) fn paid(&self, fate: &[Fate]) -> Vec<i64> {
        let is_open = |e: &&(u32, i64)| fate[e.0 as usize] == Fate::Open;
        let paid = |i: usize| {
            let open = self.row(i).iter().filter(is_open);
            open.skip(self.need(i) as usize - 1).map(|e| e.1).next().unwrap_or(self.alone[i])
        };
        (0..self.rows()).map(paid).collect()
    }

    /// The same without what no plan with these decisions uses: shut sites, and in each row what
    /// costs more than an open site.
    pub(crate) fn decided(&self, fate: &[Fate]) -> Self {
        let mut table = Self {
            alone: Vec::with_capacity(self.rows()),
            row_start: Vec::with_capacity(self.rows() + 1),
            entries: Vec::new(),
            charge: self.charge.clone(),
            capacity: self.capacity.clone(),
            need: Vec::with_capacity(self.need.len()),
        };
        table.row_start.push(0);
        for i in 0..self.rows() {
            if !self.need.is_empty() {
                self.decide_need(i, fate, &mut table);
                continue;
            }
            for &(j, price) in self.row(i) {
                match fate[j as usize] {
                    Fate::Shut => {}
                    Fate::Free => table.entries.push((j, price)),
                    Fate::Open => {
                        table.entries.push((j, price));
                        if self.capacity.is_empty() {
                            break;
                        }
                    }
                }
            }
            table.close_row(self.alone[i]);
        }
        table
    }
}

impl Table {
    /// Adds row `i` with what it still needs to another table: nothing, or more than there is.
    fn decide_need(&self, i: usize, fate: &[Fate], table: &mut Self) {
        let is = |wanted| self.row(i).iter().filter(move |e| fate[e.0 as usize] == wanted);
        let lacks = (self.need(i) as usize).saturating_sub(is(Fate::Open).count());
        let is_open = lacks > 0 && is(Fate::Free).count() >= lacks;
        if is_open {
            table.entries.extend(is(Fate::Free));
        }
        table.need.push(if is_open { lacks as u32 } else { 1 });
        table.close_row(if lacks == 0 { 0 } else { self.alone[i] });
    }
}

/// The rows of each site, ascending, with its prices there.
#[derive(Clone, Debug, Default)]
pub(crate) struct Columns {
    start: Vec<u32>,
    entries: Vec<(u32, i64)>,
}

impl Columns {
    /// The rows of site `j`.
    pub(crate) fn site(&self, j: usize) -> &[(u32, i64)] {
        &self.entries[self.start[j] as usize..self.start[j + 1] as usize]
    }
}
