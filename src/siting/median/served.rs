//! Open sites of a table, and for each row the two that serve it cheapest.

use std::sync::Arc;

use crate::siting::lagrange::Columns;
use crate::siting::lagrange::Table;

/// Stands for a site where there is none.
const NOBODY: u32 = u32::MAX;

/// The site that serves a row and its price; without one, what the row pays alone.
#[derive(Clone, Copy, Debug)]
struct Server {
    site: u32,
    price: i64,
}

/// Open sites and what follows from them, kept up to date move by move.
#[derive(Clone, Debug)]
pub(super) struct Served {
    table: Arc<Table>,
    columns: Arc<Columns>,
    sites: Vec<u32>,
    is_open: Vec<bool>,
    first: Vec<Server>,
    second: Vec<Server>,
    /// What closing each open site adds to the value.
    loss: Vec<i64>,
    /// What all rows pay together.
    pub(super) value: i64,
    /// Entries of the table walked so far.
    pub(super) walked: u64,
    /// What a site coming in saves besides, by the open site that goes for it.
    extra: Vec<i64>,
}

/// What a site would save by coming in alone, and instead of which open site it saves most.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry {
    pub(super) gain: i64,
    /// The change of the value with the site in and the best other one out, and that site.
    pub(super) swap: Option<(i64, u32)>,
}

impl Served {
    pub(super) fn none(table: Arc<Table>, columns: Arc<Columns>) -> Self {
        let alone = |&price: &i64| Server { site: NOBODY, price };
        let first: Vec<Server> = table.alone.iter().map(alone).collect();
        Self {
            sites: Vec::new(),
            is_open: vec![false; table.sites()],
            second: first.clone(),
            first,
            loss: vec![0; table.sites()],
            extra: vec![0; table.sites()],
            value: table.alone.iter().sum(),
            walked: table.rows() as u64,
            columns,
            table,
        }
    }

    /// The open sites, in no order that means anything.
    pub(super) fn sites(&self) -> &[u32] {
        &self.sites
    }

    pub(super) fn is_open(&self, j: u32) -> bool {
        self.is_open[j as usize]
    }

    /// What closing an open site adds to the value.
    pub(super) fn loss(&self, j: u32) -> i64 {
        self.loss[j as usize]
    }

    pub(super) fn open(&mut self, j: u32) {
        self.sites.push(j);
        self.is_open[j as usize] = true;
        let columns = self.columns.clone();
        let column = columns.site(j as usize);
        self.walked += column.len() as u64;
        for &(i, price) in column {
            let i = i as usize;
            let (first, second) = (self.first[i], self.second[i]);
            if price < first.price {
                self.value += price - first.price;
                if first.site != NOBODY {
                    self.loss[first.site as usize] -= second.price - first.price;
                }
                self.second[i] = first;
                self.first[i] = Server { site: j, price };
                self.loss[j as usize] += first.price - price;
            } else if price < second.price {
                self.loss[first.site as usize] -= second.price - price;
                self.second[i] = Server { site: j, price };
            }
        }
    }

    pub(super) fn close(&mut self, j: u32) {
        self.sites.retain(|&k| k != j);
        self.is_open[j as usize] = false;
        let columns = self.columns.clone();
        let column = columns.site(j as usize);
        self.walked += column.len() as u64;
        for &(i, _) in column {
            let i = i as usize;
            let (first, second) = (self.first[i], self.second[i]);
            if first.site == j {
                let third = self.next_after(i, second);
                self.value += second.price - first.price;
                self.first[i] = second;
                self.second[i] = third;
                if second.site != NOBODY {
                    self.loss[second.site as usize] += third.price - second.price;
                }
            } else if second.site == j {
                let third = self.next_after(i, second);
                self.loss[first.site as usize] += third.price - second.price;
                self.second[i] = third;
            }
        }
        self.loss[j as usize] = 0;
    }

    /// The cheapest open site of row `i` besides the one that serves it and `second`.
    fn next_after(&mut self, i: usize, second: Server) -> Server {
        let first = self.first[i].site;
        let alone = Server { site: NOBODY, price: self.table.alone[i] };
        if second.site == NOBODY {
            return alone;
        }
        let row = self.table.row(i);
        let others = |(k, _): &(u32, i64)| *k != first && *k != second.site;
        let found = row.iter().position(|e| self.is_open[e.0 as usize] && others(e));
        self.walked += found.unwrap_or(row.len()) as u64 / 2;
        found.map_or(alone, |at| Server { site: row[at].0, price: row[at].1 })
    }

    /// What it would bring to open `j`, alone or for a site that `may_go`.
    pub(super) fn entry(&mut self, j: u32, may_go: impl Fn(u32) -> bool) -> Entry {
        let column = self.columns.site(j as usize);
        self.walked += (column.len() + self.sites.len()) as u64;
        let mut gain = 0;
        for &(i, price) in column {
            let (first, second) = (self.first[i as usize], self.second[i as usize]);
            if price < first.price {
                gain += first.price - price;
                if first.site != NOBODY {
                    self.extra[first.site as usize] += second.price - first.price;
                }
            } else if price < second.price {
                self.extra[first.site as usize] += second.price - price;
            }
        }
        let mut swap: Option<(i64, u32)> = None;
        for &k in &self.sites {
            let change = self.loss[k as usize] - std::mem::take(&mut self.extra[k as usize]) - gain;
            if swap.is_none_or(|best| (change, k) < best) && may_go(k) {
                swap = Some((change, k));
            }
        }
        Entry { gain, swap }
    }

    /// What opening `j` saves.
    pub(super) fn gain(&mut self, j: u32) -> i64 {
        let column = self.columns.site(j as usize);
        self.walked += column.len() as u64;
        column.iter().map(|&(i, price)| (self.first[i as usize].price - price).max(0)).sum()
    }

    /// For each row a number halfway between its two least prices.
    pub(super) fn between_first_and_second(&self) -> Vec<i64> {
        self.first
            .iter()
            .zip(&self.second)
            .map(|(a, b)| a.price + (b.price - a.price) / 2)
            .collect()
    }

    /// What all rows pay together with these sites.
    pub(super) fn value_of(&mut self, plan: &[u32]) -> i64 {
        let mut price = self.table.alone.clone();
        self.walked += price.len() as u64;
        for &j in plan {
            let column = self.columns.site(j as usize);
            self.walked += column.len() as u64;
            for &(i, own) in column {
                let price = &mut price[i as usize];
                *price = own.min(*price);
            }
        }
        price.iter().sum()
    }

    /// The row that pays alone, if there is one that pays as much as this.
    pub(super) fn row_alone(&self, price: i64) -> Option<usize> {
        self.first.iter().position(|s| s.site == NOBODY && s.price >= price)
    }
}
