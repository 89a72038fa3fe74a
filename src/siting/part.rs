//! A part of a coverage problem: some sites decided, the rest made small again.

use std::sync::{Arc, OnceLock};

use super::cover::{Cover, Rows};
use super::differences::Differences;
use super::lists::Lists;
use super::presolve::{Fate, GONE, Reduced, aggregate};

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
        let told = self.differences.get();
        let told = told.map(|d| Arc::new(d.left(&name, sites, &inner.row_of, rows)));
        let through = |&row: &u32| if row == GONE { GONE } else { inner.row_of[row as usize] };
        Some(Self {
            p,
            covered: self.covered + inner.covered,
            opened,
            site_of: inner.site_of.iter().map(|&j| whole(j as usize)).collect(),
            row_of: self.row_of.iter().map(through).collect(),
            cover: Arc::new(inner.cover),
            differences: told.map_or_else(OnceLock::new, OnceLock::from),
        })
    }

    /// Nothing is left to decide: every site that is left may be opened, or none.
    pub(crate) fn is_leaf(&self) -> bool {
        self.p == 0 || self.p >= self.cover.sites()
    }

    /// The weighted mean over the whole's rows that went into each row of this part.
    pub(crate) fn shares_of_rows(&self, whole: &Cover, of_whole: &[f32]) -> Vec<f32> {
        mean_of_rows(&self.cover, &self.row_of, &whole.weight, of_whole.iter().copied())
    }

    /// Writes the shares of this part's rows back to the whole's; what is gone stays as it was.
    pub(crate) fn shares_to_whole(&self, shares: &[f32], of_whole: &mut [f32]) {
        for (share, &row) in of_whole.iter_mut().zip(&self.row_of).filter(|(_, r)| **r != GONE) {
            *share = shares[row as usize];
        }
    }
}

/// The weighted mean, in each row of a cover, over what went into it.
pub(crate) fn mean_of_rows(
    cover: &Cover,
    row_of: &[u32],
    weight: &[i64],
    share: impl Iterator<Item = f32>,
) -> Vec<f32> {
    let mut sum = vec![0.0_f64; cover.rows()];
    for ((&row, &weight), share) in row_of.iter().zip(weight).zip(share) {
        if row != GONE {
            sum[row as usize] += weight as f64 * f64::from(share);
        }
    }
    sum.iter().zip(&cover.weight).map(|(s, &w)| (s / w as f64) as f32).collect()
}

/// A cover without what is decided, and with rows of the same sites as one row; it walks the rows
/// of the sites that are left, so that few of them take little.
fn left(cover: &Cover, fate: &[Fate]) -> Reduced {
    let rows_of = |is: Fate| {
        let sites = (0..fate.len() as u32).filter(move |&j| fate[j as usize] == is);
        sites.flat_map(|j| cover.site(j as usize).iter().map(move |&i| (i, j)))
    };
    let mut is_covered = vec![false; cover.rows()];
    let mut covered = 0;
    for (i, _) in rows_of(Fate::Open) {
        if !std::mem::replace(&mut is_covered[i as usize], true) {
            covered += cover.weight[i as usize];
        }
    }
    let free = rows_of(Fate::Free).filter(|&(i, _)| !is_covered[i as usize]);
    let Lists { start, item } = Lists::of(cover.rows(), free);
    let bare = Rows { weight: &cover.weight, row_start: &start, row_site: &item };
    Reduced { covered, ..aggregate(bare, fate) }
}
