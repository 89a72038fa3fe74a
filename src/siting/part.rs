//! A part of a coverage problem: some sites decided, the rest made small again.

use std::sync::{Arc, OnceLock};

use super::cover::Cover;
use super::differences::Differences;
use super::presolve::{Fate, GONE, Reduced, alike, key_of_site};

/// What is left of a problem when some of its sites are decided.
///
/// Sites and rows of the problem that it is a part of are called the whole's.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) cover: Arc<Cover>,
    /// How many sites may still be opened.
    pub(crate) p: usize,
    /// The weight that opened sites cover, in grains.
    pub(crate) covered: i64,
    /// The whole's sites that are opened.
    pub(crate) opened: Vec<u32>,
    /// The whole's name of each site that is left.
    pub(crate) site_of: Vec<u32>,
    /// The row that each of the whole's rows went into, or `GONE`.
    pub(crate) row_of: Vec<u32>,
    /// The rows by their differences, from the first time that they are asked for.
    differences: OnceLock<Arc<Differences>>,
}

impl Part {
    /// All of a problem.
    pub(crate) fn whole(cover: Arc<Cover>, p: usize) -> Self {
        Self {
            p,
            covered: 0,
            opened: Vec::new(),
            site_of: (0..cover.sites() as u32).collect(),
            row_of: (0..cover.rows() as u32).collect(),
            cover,
            differences: OnceLock::new(),
        }
    }

    /// This part as a problem of its own, with names of its own.
    pub(crate) fn as_whole(&self) -> Self {
        Self {
            differences: OnceLock::from(self.differences()),
            ..Self::whole(self.cover.clone(), self.p)
        }
    }

    /// The rows by their differences.
    pub(crate) fn differences(&self) -> Arc<Differences> {
        self.differences.get_or_init(|| Arc::new(Differences::of(&self.cover))).clone()
    }

    /// The part that is left when more is decided, by the sites of this part; none where more
    /// sites are open than may be.
    pub(crate) fn decided(&self, fate: &[Fate]) -> Option<Self> {
        if fate.iter().all(|f| *f == Fate::Free) {
            return Some(self.clone());
        }
        let whole = |j: usize| self.site_of[j];
        let mut opened = self.opened.clone();
        opened.extend((0..fate.len()).filter(|&j| fate[j] == Fate::Open).map(whole));
        let p = self.p.checked_sub(opened.len() - self.opened.len())?;
        let inner = left(&self.cover, fate);
        let mut name = vec![GONE; fate.len()];
        for (new, &old) in inner.site_of.iter().enumerate() {
            name[old as usize] = new as u32;
        }
        let (rows, sites) = (inner.cover.rows(), inner.cover.sites());
        let left = |told: &Arc<Differences>| Arc::new(told.left(&name, sites, &inner.row_of, rows));
        let left = self.differences.get().map(left);
        let through = |&row: &u32| if row == GONE { GONE } else { inner.row_of[row as usize] };
        Some(Self {
            p,
            covered: self.covered + inner.covered,
            opened,
            site_of: inner.site_of.iter().map(|&j| whole(j as usize)).collect(),
            row_of: self.row_of.iter().map(through).collect(),
            cover: Arc::new(inner.cover),
            differences: left.map_or_else(OnceLock::new, OnceLock::from),
        })
    }

    /// Nothing is left to decide: every site that is left may be opened, or none.
    pub(crate) fn is_leaf(&self) -> bool {
        self.p == 0 || self.p >= self.cover.sites()
    }

    /// The weighted mean over the whole's rows that went into each row of this part.
    pub(crate) fn shares_of_rows(&self, whole: &Cover, of_whole: &[f32]) -> Vec<f32> {
        let mut sum = vec![0.0_f64; self.cover.rows()];
        for ((&row, &weight), &share) in self.row_of.iter().zip(&whole.weight).zip(of_whole) {
            if row != GONE {
                sum[row as usize] += weight as f64 * f64::from(share);
            }
        }
        sum.iter().zip(&self.cover.weight).map(|(s, &w)| (s / w as f64) as f32).collect()
    }

    /// Writes the shares of this part's rows back to the whole's; what is gone stays as it was.
    pub(crate) fn shares_to_whole(&self, shares: &[f32], of_whole: &mut [f32]) {
        for (share, &row) in of_whole.iter_mut().zip(&self.row_of).filter(|(_, r)| **r != GONE) {
            *share = shares[row as usize];
        }
    }
}

/// A cover without what is decided, and with rows of the same sites as one row; it walks the rows
/// of the sites that are left, so that few of them take little.
fn left(cover: &Cover, fate: &[Fate]) -> Reduced {
    let sites_that = |is: Fate| (0..fate.len()).filter(move |&j| fate[j] == is);
    let mut is_covered = vec![false; cover.rows()];
    for &i in sites_that(Fate::Open).flat_map(|j| cover.site(j)) {
        is_covered[i as usize] = true;
    }
    let mut covered = 0;
    let mut start = vec![0_u32; cover.rows() + 1];
    let mut key = vec![0_u128; cover.rows()];
    let mut site_of = Vec::new();
    for j in sites_that(Fate::Free) {
        let mut is_needed = false;
        for &i in cover.site(j).iter().filter(|&&i| !is_covered[i as usize]) {
            is_needed = true;
            start[i as usize + 1] += 1;
            key[i as usize] = key[i as usize].wrapping_add(key_of_site(j));
        }
        if is_needed {
            site_of.push(j as u32);
        }
    }
    for i in 0..cover.rows() {
        covered += if is_covered[i] { cover.weight[i] } else { 0 };
        start[i + 1] += start[i];
    }
    let mut next = start.clone();
    let mut row_site = vec![0; start[cover.rows()] as usize];
    for (name, &j) in (0..).zip(&site_of) {
        for &i in cover.site(j as usize).iter().filter(|&&i| !is_covered[i as usize]) {
            row_site[next[i as usize] as usize] = name;
            next[i as usize] += 1;
        }
    }
    let row = |i: u32| &row_site[start[i as usize] as usize..start[i as usize + 1] as usize];
    let keys = (0..cover.rows() as u32).filter(|&i| !row(i).is_empty());
    let keys = keys.map(|i| (key[i as usize], i)).collect();
    let row_of = alike(cover.rows(), keys, |a, b| row(a) == row(b));
    let mut weight: Vec<i64> = Vec::new();
    let (mut first_start, mut first_site) = (vec![0], Vec::new());
    for (i, &new) in (0..).zip(&row_of).filter(|(_, new)| **new != GONE) {
        if new as usize == weight.len() {
            weight.push(0);
            first_site.extend_from_slice(row(i));
            first_start.push(first_site.len() as u32);
        }
        weight[new as usize] += cover.weight[i as usize];
    }
    let cover = Cover::new(weight, first_start, first_site, site_of.len());
    Reduced { cover, site_of, row_of, covered }
}
