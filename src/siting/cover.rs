//! Who can cover whom, in both directions: the table that every part of the solver walks.

use super::lists::Lists;

/// A coverage problem by its rows, as it comes: unsorted, doubles allowed.
#[derive(Clone, Copy)]
pub(crate) struct Rows<'a> {
    pub(crate) weight: &'a [i64],
    pub(crate) row_start: &'a [u32],
    pub(crate) row_site: &'a [u32],
}

impl<'a> Rows<'a> {
    pub(crate) fn row(self, i: usize) -> &'a [u32] {
        &self.row_site[self.row_start[i] as usize..self.row_start[i + 1] as usize]
    }
}

/// Rows (demand) with their sites, and sites with their rows, both ascending.
///
/// Every row has a weight > 0 in grains and at least one site, every site has a row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cover {
    pub(crate) weight: Vec<i64>,
    row_start: Vec<u32>,
    row_site: Vec<u32>,
    site_start: Vec<u32>,
    site_row: Vec<u32>,
}

impl Cover {
    /// The table from its rows, each ascending and without doubles.
    pub(crate) fn new(
        weight: Vec<i64>,
        row_start: Vec<u32>,
        row_site: Vec<u32>,
        sites: usize,
    ) -> Self {
        let Lists { start: site_start, item: site_row } =
            Lists::turned(&row_start, &row_site, sites);
        Self { weight, row_start, row_site, site_start, site_row }
    }

    /// Drops sites that no row needs; the others are numbered anew in their order.
    pub(crate) fn retain_sites(&mut self, kept: &[bool]) {
        let mut next = 0;
        let new: Vec<u32> = kept
            .iter()
            .map(|&is_kept| {
                next += u32::from(is_kept);
                next - u32::from(is_kept)
            })
            .collect();
        let mut end = 0;
        for i in 0..self.rows() {
            let old = self.row_start[i] as usize..self.row_start[i + 1] as usize;
            self.row_start[i] = end as u32;
            for at in old {
                let j = self.row_site[at] as usize;
                if kept[j] {
                    self.row_site[end] = new[j];
                    end += 1;
                }
            }
        }
        self.row_site.truncate(end);
        if let Some(last) = self.row_start.last_mut() {
            *last = end as u32;
        }
        let (mut sites, mut end) = (0, 0);
        for (j, _) in kept.iter().enumerate().filter(|(_, is_kept)| **is_kept) {
            let old = self.site_start[j] as usize..self.site_start[j + 1] as usize;
            let size = old.len();
            self.site_row.copy_within(old, end);
            self.site_start[sites] = end as u32;
            end += size;
            sites += 1;
        }
        self.site_row.truncate(end);
        self.site_start.truncate(sites);
        self.site_start.push(end as u32);
    }

    pub(crate) fn rows(&self) -> usize {
        self.weight.len()
    }

    pub(crate) fn sites(&self) -> usize {
        self.site_start.len().saturating_sub(1)
    }

    /// The same as bare rows, to be made smaller.
    pub(crate) fn as_rows(&self) -> Rows<'_> {
        Rows { weight: &self.weight, row_start: &self.row_start, row_site: &self.row_site }
    }

    /// How many pairs of row and site there are.
    pub(crate) fn entries(&self) -> usize {
        self.row_site.len()
    }

    /// The sites that cover row `i`.
    pub(crate) fn row(&self, i: usize) -> &[u32] {
        &self.row_site[self.row_start[i] as usize..self.row_start[i + 1] as usize]
    }

    /// The rows that site `j` covers.
    pub(crate) fn site(&self, j: usize) -> &[u32] {
        &self.site_row[self.site_start[j] as usize..self.site_start[j + 1] as usize]
    }

    /// The weight that each site covers alone, in grains.
    pub(crate) fn site_weights(&self) -> Vec<i64> {
        (0..self.sites()).map(|j| weight_of(self.site(j), &self.weight)).collect()
    }
}

/// Never inlined, as browsers compile again for speed what is called often, and not a loop that runs
/// once.
#[inline(never)]
fn weight_of(rows: &[u32], weight: &[i64]) -> i64 {
    rows.iter().map(|&i| weight[i as usize]).sum()
}
