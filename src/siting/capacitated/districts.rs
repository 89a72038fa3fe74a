//! Every demand point served by one site as a whole, from an assignment in parts.
//!
//! Few points are in parts: a site's last one. They and those who are left are placed largest first
//! where they leave least room; then one point moves on to make room for another, and smaller points
//! give way to larger ones. The assignment in parts bounds what this can serve.

use super::flow::Flow;
use crate::siting::cover::Cover;

/// A point that no site serves.
const NOBODY: u32 = u32::MAX;
/// Points give way to others in so many rounds at most.
const ROUNDS: usize = 20;

/// Which site serves each row.
#[derive(Clone, Debug)]
pub(super) struct Districts<'a> {
    cover: &'a Cover,
    flow: &'a Flow,
    site_of: Vec<u32>,
    spare: Vec<i64>,
    pub(super) walked: u64,
}

impl<'a> Districts<'a> {
    /// Rounds an assignment in parts and repairs it.
    pub(super) fn of(cover: &'a Cover, flow: &'a Flow) -> Self {
        let mut districts = Self {
            cover,
            flow,
            site_of: vec![NOBODY; cover.rows()],
            spare: vec![0; cover.sites()],
            walked: 0,
        };
        for &j in flow.open() {
            districts.spare[j as usize] = flow.capacity_of(j);
            for (&i, &amount) in cover.site(j as usize).iter().zip(flow.amounts(j)) {
                if amount > 0 && amount == cover.weight[i as usize] {
                    districts.assign(i, j);
                }
            }
        }
        districts.place_the_rest();
        districts
    }

    /// The weight that is served.
    pub(super) fn served(&self) -> i64 {
        let rows = self.site_of.iter().zip(&self.cover.weight);
        rows.filter(|(site, _)| **site != NOBODY).map(|(_, weight)| weight).sum()
    }

    /// The site that serves a row.
    pub(super) fn serves(&self, i: u32) -> Option<u32> {
        Some(self.site_of[i as usize]).filter(|&site| site != NOBODY)
    }

    fn place_the_rest(&mut self) {
        let near = self.flow.open().iter().flat_map(|&j| self.cover.site(j as usize));
        let is_left = |i: &u32| self.site_of[*i as usize] == NOBODY && self.weight(*i) > 0;
        let mut rest: Vec<u32> = near.copied().filter(is_left).collect();
        for _ in 0..ROUNDS {
            rest.sort_unstable_by_key(|&i| (std::cmp::Reverse(self.weight(i)), i));
            rest.dedup();
            let mut left = Vec::new();
            let mut is_better = false;
            for i in rest {
                if self.place(i) || self.make_room(i) {
                    is_better = true;
                } else if let Some(out) = self.replace(i) {
                    is_better = true;
                    left.push(out);
                } else {
                    left.push(i);
                }
            }
            rest = left;
            if !is_better {
                break;
            }
        }
    }

    /// Gives a row to the open site that has least room beyond it.
    fn place(&mut self, i: u32) -> bool {
        let fitting = self.near(i).filter(|&j| self.spare[j as usize] >= self.weight(i));
        let Some(j) = fitting.min_by_key(|&j| (self.spare[j as usize], j)) else { return false };
        self.walked += self.cover.row(i as usize).len() as u64;
        self.assign(i, j);
        true
    }

    /// Moves the smallest row on that makes room for another.
    fn make_room(&mut self, i: u32) -> bool {
        let mut best: Option<(i64, u32, u32)> = None;
        let near: Vec<u32> = self.near(i).collect();
        for &j in &near {
            let missing = self.weight(i) - self.spare[j as usize];
            self.walked += self.cover.site(j as usize).len() as u64;
            for &row in self.cover.site(j as usize) {
                let weight = self.weight(row);
                let is_of_use = self.site_of[row as usize] == j && weight >= missing;
                let is_smaller = best.is_none_or(|b| (weight, row) < (b.0, b.1));
                if !is_of_use || !is_smaller {
                    continue;
                }
                if self.near(row).any(|k| k != j && self.spare[k as usize] >= weight) {
                    best = Some((weight, row, j));
                }
            }
        }
        let Some((weight, row, j)) = best else { return false };
        self.site_of[row as usize] = NOBODY;
        let others = self.near(row).filter(|&k| k != j && self.spare[k as usize] >= weight);
        let Some(k) = others.min_by_key(|&k| (self.spare[k as usize], k)) else { return false };
        self.spare[j as usize] += weight;
        self.assign(row, k);
        self.assign(i, j);
        true
    }

    /// Puts a row in the place of the smallest one that is smaller and makes room enough; gives that.
    fn replace(&mut self, i: u32) -> Option<u32> {
        let mut best: Option<(i64, u32, u32)> = None;
        for j in self.near(i) {
            let missing = self.weight(i) - self.spare[j as usize];
            for &row in self.cover.site(j as usize) {
                let weight = self.weight(row);
                let is_of_use = self.site_of[row as usize] == j
                    && weight >= missing
                    && weight < self.weight(i)
                    && best.is_none_or(|b| (weight, row) < (b.0, b.1));
                if is_of_use {
                    best = Some((weight, row, j));
                }
            }
        }
        let (weight, row, j) = best?;
        self.site_of[row as usize] = NOBODY;
        self.spare[j as usize] += weight;
        self.assign(i, j);
        Some(row)
    }

    fn assign(&mut self, i: u32, j: u32) {
        self.site_of[i as usize] = j;
        self.spare[j as usize] -= self.cover.weight[i as usize];
    }

    fn weight(&self, i: u32) -> i64 {
        self.cover.weight[i as usize]
    }

    /// The open sites in reach of a row.
    fn near(&self, i: u32) -> impl Iterator<Item = u32> {
        self.cover.row(i as usize).iter().copied().filter(|&j| self.flow.is_open(j))
    }
}
