//! Rows told by how they differ from one another: products with a table in a fraction of its work.
//!
//! Who lives next door is in reach of nearly the same sites. So each row is written as another row
//! with a few sites more and a few fewer, down to the row of no sites. With `A` the table of rows
//! and sites, `A·x` goes down that tree and `Aᵀ·u` up it, and both take as many additions as all
//! differences together, a tenth of the table's entries where sites are dense.
//!
//! What is done to each row is a function that is never inlined: browsers compile what is called
//! often once more, for speed, and leave a long loop that is run once as they found it.
//! Source: products along a tree of differences, Björklund & Lingas 2001.

mod spanning;

use std::ops::{AddAssign, SubAssign};

use super::cover::Cover;
use super::presolve::GONE;
use super::zero_half::Cut;
use spanning::rows_in_order;

/// Sites that two rows have in common are passed over so many at once.
const ALIKE: usize = 4;

/// In place of a parent: the row of no sites.
const NONE: u32 = u32::MAX;

/// The rows of a cover in places of a tree, each after the one it differs from.
#[derive(Clone, Debug, Default)]
pub(crate) struct Differences {
    rows: usize,
    sites: usize,
    /// The row at each place, or `GONE`.
    row_at: Vec<u32>,
    /// The place of the row that each differs from, or `NONE`.
    parent: Vec<u32>,
    /// The sites that rows have besides, and those that they lack: a list for all places, walked
    /// without asking where the next place begins, which no processor could foresee.
    more: Vec<Entry>,
    fewer: Vec<Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    place: u32,
    site: u32,
}

impl Differences {
    /// The rows of a cover.
    pub(crate) fn of(cover: &Cover) -> Self {
        let (row_at, parent) = rows_in_order(cover);
        let (mut more, mut fewer) = (Vec::new(), Vec::new());
        for (place, (&row, &parent)) in (0..).zip(row_at.iter().zip(&parent)) {
            let own = cover.row(row as usize);
            let other: &[u32] = match parent {
                NONE => &[],
                place => cover.row(row_at[place as usize] as usize),
            };
            differ(place, own, other, (&mut more, &mut fewer));
        }
        Self { rows: cover.rows(), sites: cover.sites(), row_at, parent, more, fewer }
    }

    /// The rows that are left when some sites are decided: the new name of each site that is free,
    /// or `GONE`, how many those are, and the new row that each row went into, or `GONE`.
    ///
    /// A row that is gone stays as a place without a row while others differ from it.
    pub(crate) fn left(&self, name: &[u32], sites: usize, row_of: &[u32], rows: usize) -> Self {
        let places = self.row_at.len();
        let new_row = |k: usize| match self.row_at[k] {
            GONE => GONE,
            i => row_of[i as usize],
        };
        let mut is_needed = vec![false; places];
        for k in (0..places).rev() {
            is_needed[k] |= new_row(k) != GONE;
            if is_needed[k] && self.parent[k] != NONE {
                is_needed[self.parent[k] as usize] = true;
            }
        }
        let mut left = Self { rows, sites, ..Self::default() };
        // Rows that became the same are at the place of the first of them.
        let mut place_of_row = vec![NONE; rows];
        let mut place = vec![NONE; places];
        let mut is_first = vec![false; places];
        for k in (0..places).filter(|&k| is_needed[k]) {
            let row = new_row(k);
            if row != GONE && place_of_row[row as usize] != NONE {
                place[k] = place_of_row[row as usize];
                continue;
            }
            is_first[k] = true;
            place[k] = left.row_at.len() as u32;
            if row != GONE {
                place_of_row[row as usize] = place[k];
            }
            let parent = self.parent[k];
            left.row_at.push(row);
            left.parent.push(if parent == NONE { NONE } else { place[parent as usize] });
        }
        let entry = |e: &Entry| {
            let site = name[e.site as usize];
            let is_left = site != GONE && is_first[e.place as usize];
            is_left.then(|| Entry { place: place[e.place as usize], site })
        };
        left.more.extend(self.more.iter().filter_map(entry));
        left.fewer.extend(self.fewer.iter().filter_map(entry));
        left
    }

    /// The same with a row more for each cut, which has what its first row has and more besides;
    /// they are named after the rows of the cover.
    pub(crate) fn with_cuts(&self, cover: &Cover, cuts: &[Cut]) -> Self {
        let place_of_row = self.places();
        let mut told = self.clone();
        for cut in cuts {
            let place = told.row_at.len() as u32;
            told.row_at.push(told.rows as u32);
            told.rows += 1;
            told.parent.push(place_of_row[cut.rows[0] as usize]);
            let entry = |site| Entry { place, site };
            told.more.extend(cut.besides(cover).into_iter().map(entry));
        }
        told
    }

    /// The place of each row.
    pub(crate) fn places(&self) -> Vec<u32> {
        let mut place_of_row = vec![NONE; self.rows];
        for (place, &row) in (0..).zip(&self.row_at).filter(|(_, row)| **row != GONE) {
            place_of_row[row as usize] = place;
        }
        place_of_row
    }

    /// How many additions a product takes.
    pub(crate) fn size(&self) -> usize {
        self.more.len() + self.fewer.len() + self.row_at.len()
    }

    /// What belongs to rows, by places; nothing where there is no row.
    pub(crate) fn by_place<T: Copy + Default>(&self, of_row: &[T]) -> Vec<T> {
        let of = |&i: &u32| of_row.get(i as usize).copied().unwrap_or_default();
        self.row_at.iter().map(of).collect()
    }

    /// What belongs to places, by rows.
    pub(crate) fn by_row<T: Copy + Default>(&self, of_place: &[T]) -> Vec<T> {
        let mut of_row = vec![T::default(); self.rows];
        for (&i, &value) in self.row_at.iter().zip(of_place).filter(|(i, _)| **i != GONE) {
            of_row[i as usize] = value;
        }
        of_row
    }

    /// The sum over the sites of each row, by places.
    pub(crate) fn sums(&self, of_site: &[f32], sums: &mut [f64]) {
        let of_site: Vec<f64> = of_site.iter().map(|&x| f64::from(x)).collect();
        sums.fill(0.0);
        // Side by side, so that an addition need not wait for the one before it.
        for (more, fewer) in self.more.iter().zip(&self.fewer) {
            sums[more.place as usize] += of_site[more.site as usize];
            sums[fewer.place as usize] -= of_site[fewer.site as usize];
        }
        let both = self.more.len().min(self.fewer.len());
        for more in &self.more[both..] {
            sums[more.place as usize] += of_site[more.site as usize];
        }
        for fewer in &self.fewer[both..] {
            sums[fewer.place as usize] -= of_site[fewer.site as usize];
        }
        for (k, &parent) in self.parent.iter().enumerate() {
            if parent != NONE {
                sums[k] += sums[parent as usize];
            }
        }
    }

    /// What the rows of each site are given together; `given`, by places, becomes what the rows of
    /// each branch are given together.
    pub(crate) fn scores<T: Copy + Default + AddAssign + SubAssign>(
        &self,
        given: &mut [T],
    ) -> Vec<T> {
        for (k, &parent) in self.parent.iter().enumerate().rev() {
            if parent != NONE {
                let all = given[k];
                given[parent as usize] += all;
            }
        }
        let mut scores = vec![T::default(); self.sites];
        for more in &self.more {
            scores[more.site as usize] += given[more.place as usize];
        }
        for fewer in &self.fewer {
            scores[fewer.site as usize] -= given[fewer.place as usize];
        }
        scores
    }
}

/// Adds the sites that a row has and another has not, and the other way round; both ascend.
#[inline(never)]
fn differ(
    place: u32,
    own: &[u32],
    other: &[u32],
    (more, fewer): (&mut Vec<Entry>, &mut Vec<Entry>),
) {
    let (mut at, mut beside) = (0, 0);
    while let (Some(&j), Some(&k)) = (own.get(at), other.get(beside)) {
        // What both have is passed over several at once.
        if let (Some(a), Some(b)) = (next(own, at), next(other, beside))
            && a == b
        {
            at += ALIKE;
            beside += ALIKE;
            continue;
        }
        if j < k {
            more.push(Entry { place, site: j });
        }
        if k < j {
            fewer.push(Entry { place, site: k });
        }
        at += usize::from(j <= k);
        beside += usize::from(k <= j);
    }
    more.extend(own[at..].iter().map(|&site| Entry { place, site }));
    fewer.extend(other[beside..].iter().map(|&site| Entry { place, site }));
}

/// So many sites from a place on.
fn next(row: &[u32], at: usize) -> Option<&[u32; ALIKE]> {
    row.get(at..at + ALIKE)?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::siting::part::Part;
    use crate::siting::presolve::Fate;
    use crate::siting::random::Random;

    /// Rows along a street that is in reach of ever other sites, some of them missing.
    fn street(random: &mut Random, rows: usize, sites: usize) -> Arc<Cover> {
        let (mut row_start, mut row_site) = (vec![0], Vec::new());
        for i in 0..rows {
            let middle = i * sites / rows;
            let reached = middle.saturating_sub(6)..(middle + 6).min(sites);
            let from = row_site.len();
            row_site.extend(reached.filter(|_| random.below(8) > 0).map(|j| j as u32));
            if row_site.len() == from {
                row_site.push(middle as u32);
            }
            row_start.push(row_site.len() as u32);
        }
        let weight = (0..rows).map(|_| 1 + random.below(99) as i64).collect();
        Arc::new(Cover::new(weight, row_start, row_site, sites))
    }

    fn assert_products(told: &Differences, cover: &Cover, random: &mut Random) {
        let of_site: Vec<f32> = (0..cover.sites()).map(|_| random.below(64) as f32).collect();
        let mut sums = vec![0.0; told.row_at.len()];
        told.sums(&of_site, &mut sums);
        let sum = |i| cover.row(i).iter().map(|&j| f64::from(of_site[j as usize])).sum();
        assert_eq!(told.by_row(&sums), (0..cover.rows()).map(sum).collect::<Vec<f64>>());
        assert_eq!(told.scores(&mut told.by_place(&cover.weight)), cover.site_weights());
    }

    #[test]
    fn products_are_those_of_the_table() {
        let mut random = Random::new(3);
        for (rows, sites) in [(1, 1), (2, 9), (40, 12), (300, 50), (900, 700)] {
            let cover = street(&mut random, rows, sites);
            assert_products(&Differences::of(&cover), &cover, &mut random);
        }
        assert_eq!(Differences::of(&Cover::default()).size(), 0);
    }

    #[test]
    fn what_is_left_of_a_table_keeps_its_products() {
        let mut random = Random::new(4);
        let mut lone = 0;
        for _ in 0..60 {
            let cover = street(&mut random, 300, 60);
            let whole = Part::whole(cover.clone(), 60);
            assert_products(&whole.differences(), &cover, &mut random);
            let mut part = whole;
            for _ in 0..3 {
                let fate = |_| match random.below(9) {
                    0 => Fate::Open,
                    1 | 2 => Fate::Shut,
                    _ => Fate::Free,
                };
                let fate: Vec<Fate> = (0..part.cover.sites()).map(fate).collect();
                part = part.decided(&fate).expect("as many sites as there are");
                let told = part.differences();
                assert_products(&told, &part.cover, &mut random);
                lone += told.row_at.iter().filter(|i| **i == GONE).count();
            }
        }
        assert!(lone > 100, "hardly a place without a row: {lone}");
    }

    #[test]
    fn rows_next_door_differ_little() {
        let mut random = Random::new(5);
        let cover = street(&mut random, 4000, 500);
        let told = Differences::of(&cover);
        assert!(4 * told.size() < 3 * cover.entries(), "{} of {}", told.size(), cover.entries());
    }
}
