//! The first multipliers of a large problem: one for all rows whose sites are much alike.
//!
//! With one multiplier for each group of rows, `u_i = v_g·w_i`, the scores are
//! `s_j = Σ_g v_g·W_g·a_gj`, where `a_gj` is the part of the weight `W_g` of group `g` in rows that
//! site `j` covers. That is the same bound over far fewer entries, so many steps cost what few
//! cost on the whole.
//!
//! Rows are put together when they agree in which of their sites comes first in each of some
//! random orders: alike with a probability that is the part of sites they share, once per order.
//! Source: min-wise hashing, Broder 1997.

use std::collections::BTreeMap;

use super::cover::Cover;
use super::dual::Dual;
use super::random::mix;

/// Problems of fewer entries are at hand at once.
const FEWEST_ENTRIES: usize = 100_000;
/// How groups follow one another, from a few large ones to more and smaller ones.
const LEVELS: [Level; 2] = [
    Level { orders: 2, patience: 20, fewer: 2 },
    Level { orders: MOST_ORDERS, patience: 40, fewer: 6 },
];
const MOST_ORDERS: usize = 6;
/// This many steps are made …
const MOST_STEPS: u32 = 400;
/// … unless as many as a level has patience for brought less than this part of the bound.
const LITTLE: f64 = 1e-3;

#[derive(Clone, Copy, Debug)]
struct Level {
    /// In how many random orders rows agree that are put together.
    orders: usize,
    patience: u32,
    /// The level is worth it where groups have so many times fewer entries than rows.
    fewer: usize,
}

/// The groups of rows and their multipliers on their way.
#[derive(Clone, Debug)]
pub(crate) struct Rough {
    groups: Cover,
    /// The group of each row.
    group_of: Vec<u32>,
    dual: Dual,
    level: usize,
    last: f64,
    since: u32,
}

impl Rough {
    /// Groups of rows with multipliers and open shares to begin with, where that is worth it; there
    /// are levels from 0 on.
    pub(crate) fn new(
        level: usize,
        cover: &Cover,
        p: usize,
        shares: &[f32],
        open: &[f32],
    ) -> Option<Self> {
        if cover.entries() < FEWEST_ENTRIES {
            return None;
        }
        let Level { orders, fewer, .. } = *LEVELS.get(level)?;
        let groups = grouped(cover, orders);
        let (mut weight, mut v, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        let (mut row_start, mut row_site) = (vec![0], Vec::new());
        let mut group_of = vec![0; cover.rows()];
        let mut sum_of = vec![0_i64; cover.sites()];
        for rows in groups {
            let (mut all, mut paid) = (0_i64, 0.0);
            let from = row_site.len();
            for &i in &rows {
                let i = i as usize;
                group_of[i] = weight.len() as u32;
                all += cover.weight[i];
                paid += f64::from(shares[i]) * cover.weight[i] as f64;
                for &j in cover.row(i) {
                    if sum_of[j as usize] == 0 {
                        row_site.push(j);
                    }
                    sum_of[j as usize] += cover.weight[i];
                }
            }
            row_site[from..].sort_unstable();
            parts.extend(row_site[from..].iter().map(|&j| {
                let sum = std::mem::take(&mut sum_of[j as usize]);
                (sum as f64 / all as f64) as f32
            }));
            row_start.push(row_site.len() as u32);
            weight.push(all);
            v.push((paid / all as f64) as f32);
        }
        if row_site.len() * fewer > cover.entries() {
            return None;
        }
        let groups = Cover::new(weight, row_start, row_site, cover.sites());
        let dual = Dual::of_groups(&groups, parts, p, v, open.to_vec());
        Some(Self { groups, group_of, dual, level, last: f64::INFINITY, since: 0 })
    }

    /// Of which level the groups are.
    pub(crate) fn level(&self) -> usize {
        self.level
    }

    /// One step; gives the number of entries walked.
    pub(crate) fn advance(&mut self) -> u64 {
        let walked = self.dual.advance(&self.groups);
        self.since += 1;
        if self.since == LEVELS[self.level].patience
            && self.dual.best().0 < self.last * (1.0 - LITTLE)
        {
            self.since = 0;
            self.last = self.dual.best().0;
        }
        walked
    }

    /// More steps would bring little.
    pub(crate) fn is_done(&self) -> bool {
        self.since > LEVELS[self.level].patience || self.dual.steps() >= MOST_STEPS
    }

    /// Multipliers of the problem's rows and open shares of its sites to begin with.
    pub(crate) fn start(&self) -> (Vec<f32>, Vec<f32>) {
        let (_, shares) = self.dual.best();
        let of_row = self.group_of.iter().map(|&g| shares[g as usize]);
        (of_row.collect(), self.dual.open_shares().to_vec())
    }
}

/// Rows that are much alike: that agree in so many random orders.
fn grouped(cover: &Cover, orders: usize) -> impl Iterator<Item = Vec<u32>> + use<> {
    let place: Vec<[u32; MOST_ORDERS]> = (0..cover.sites())
        .map(|j| std::array::from_fn(|k| mix(((j + 1) * MOST_ORDERS + k) as u64) as u32))
        .collect();
    let mut groups: BTreeMap<[u32; MOST_ORDERS], Vec<u32>> = BTreeMap::new();
    for i in 0..cover.rows() {
        let mut first = [u32::MAX; MOST_ORDERS];
        for &j in cover.row(i) {
            for (first, &place) in first[..orders].iter_mut().zip(&place[j as usize]) {
                *first = place.min(*first);
            }
        }
        groups.entry(first).or_default().push(i as u32);
    }
    groups.into_values()
}
