//! Rows told by how they differ from one another: products with a table in a fraction of its work.
//!
//! Who lives next door is in reach of nearly the same sites. So each row is written as another row
//! with a few sites more and a few fewer, down to the row of no sites. With `A` the table of rows
//! and sites, `A·x` goes down that tree and `Aᵀ·u` up it, and both take as many additions as all
//! differences together, a tenth and less of the table's entries where sites are dense.
//!
//! The tree is the least spanning tree over pairs of rows that seem alike: next to one another when
//! rows are sorted by which of their sites come first in some random orders.
//!
//! What is done to each row is a function that is never inlined: browsers compile what is called
//! often once more, for speed, and leave a long loop that is run once as they found it.
//! Sources: Björklund & Lingas 2001 for products along such a tree; min-wise hashing, Broder 1997.

use std::ops::{AddAssign, SubAssign};

use super::cover::Cover;
use super::presolve::GONE;
use super::random::mix;

/// Random orders of the sites …
const ORDERS: usize = 24;
/// … and how often rows are sorted by what comes first in each, beginning with another one.
const SORTED: usize = 4;
/// What comes first in eight orders is a number of 128 bits.
const WORDS: usize = ORDERS / 8;
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
        let (row_at, parent) = in_order(&tree(cover), cover.rows());
        let mut marks = [Stamps::new(cover.sites()), Stamps::new(cover.sites())];
        let (mut more, mut fewer) = (Vec::new(), Vec::new());
        for (place, (&row, &parent)) in (0..).zip(row_at.iter().zip(&parent)) {
            let own = cover.row(row as usize);
            let other: &[u32] = match parent {
                NONE => &[],
                place => cover.row(row_at[place as usize] as usize),
            };
            differ(place, own, other, &mut marks, (&mut more, &mut fewer));
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
        sums.fill(0.0);
        // Side by side, so that an addition need not wait for the one before it.
        for (more, fewer) in self.more.iter().zip(&self.fewer) {
            sums[more.place as usize] += f64::from(of_site[more.site as usize]);
            sums[fewer.place as usize] -= f64::from(of_site[fewer.site as usize]);
        }
        let both = self.more.len().min(self.fewer.len());
        for more in &self.more[both..] {
            sums[more.place as usize] += f64::from(of_site[more.site as usize]);
        }
        for fewer in &self.fewer[both..] {
            sums[fewer.place as usize] -= f64::from(of_site[fewer.site as usize]);
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

/// Marks on sites that need not be wiped off.
struct Stamps(Vec<u32>);

impl Stamps {
    fn new(sites: usize) -> Self {
        Self(vec![u32::MAX; sites])
    }

    fn set(&mut self, sites: &[u32], stamp: u32) {
        for &j in sites {
            self.0[j as usize] = stamp;
        }
    }

    fn has(&self, j: u32, stamp: u32) -> bool {
        self.0[j as usize] == stamp
    }

    #[inline(never)]
    fn count(&self, sites: &[u32], stamp: u32) -> usize {
        sites.iter().filter(|&&j| self.has(j, stamp)).count()
    }
}

/// Adds the sites that a row has and another has not, and the other way round.
#[inline(never)]
fn differ(
    place: u32,
    own: &[u32],
    other: &[u32],
    [in_own, in_other]: &mut [Stamps; 2],
    (more, fewer): (&mut Vec<Entry>, &mut Vec<Entry>),
) {
    in_own.set(own, place);
    in_other.set(other, place);
    let entry = |&site: &u32| Entry { place, site };
    more.extend(own.iter().filter(|&&j| !in_other.has(j, place)).map(entry));
    fewer.extend(other.iter().filter(|&&j| !in_own.has(j, place)).map(entry));
}

/// The row that comes next to each whenever rows are sorted, or `NONE`.
fn neighbours(cover: &Cover) -> Vec<[u32; SORTED]> {
    let place: Vec<[i16; ORDERS]> = (0..cover.sites())
        .map(|j| std::array::from_fn(|k| mix(((j + 1) * ORDERS + k) as u64) as i16))
        .collect();
    let first: Vec<_> = (0..cover.rows()).map(|i| first_of(cover.row(i), &place)).collect();
    let mut next = vec![[NONE; SORTED]; cover.rows()];
    let mut keys: Vec<([u128; WORDS], u32)> = Vec::with_capacity(cover.rows());
    for (k, from) in (0..ORDERS).step_by(ORDERS / SORTED).enumerate() {
        keys.clear();
        keys.extend(first.iter().zip(0..).map(|(first, i)| (packed(first, from), i)));
        keys.sort_unstable();
        for pair in keys.windows(2) {
            next[pair[0].1 as usize][k] = pair[1].1;
        }
    }
    next
}

/// The same from order `from` on, as few numbers that are soon compared.
#[inline(never)]
fn packed(first: &[i16; ORDERS], from: usize) -> [u128; WORDS] {
    std::array::from_fn(|word| {
        let places =
            (0..ORDERS / WORDS).map(|at| first[(from + word * ORDERS / WORDS + at) % ORDERS]);
        places.fold(0, |packed, place| packed << 16 | u128::from(place as u16))
    })
}

/// What comes first of a row's sites in each order.
#[inline(never)]
fn first_of(row: &[u32], place: &[[i16; ORDERS]]) -> [i16; ORDERS] {
    let mut first = [i16::MAX; ORDERS];
    for &j in row {
        for (first, &place) in first.iter_mut().zip(&place[j as usize]) {
            *first = place.min(*first);
        }
    }
    first
}

/// The least spanning tree over neighbours and the row of no sites, whose number follows the rows'.
fn tree(cover: &Cover) -> Vec<(u32, u32)> {
    let rows = cover.rows();
    let next = neighbours(cover);
    // How many sites two rows differ by, and which two: the number of a row and where its
    // neighbour stands.
    let mut pairs: Vec<u64> = Vec::with_capacity(rows * (SORTED + 1));
    let mut is_own = Stamps::new(cover.sites());
    for (i, next) in next.iter().enumerate() {
        let row = cover.row(i);
        is_own.set(row, i as u32);
        let pair =
            |at: usize, length: usize| (length * (SORTED + 1) + at) as u64 * rows as u64 + i as u64;
        pairs.push(pair(SORTED, row.len()));
        for (at, &other) in next.iter().enumerate() {
            if other != NONE && !next[..at].contains(&other) {
                let others = cover.row(other as usize);
                let both = is_own.count(others, i as u32);
                pairs.push(pair(at, row.len() + others.len() - 2 * both));
            }
        }
    }
    pairs.sort_unstable();
    let mut root: Vec<u32> = (0..=rows as u32).collect();
    let mut tree = Vec::with_capacity(rows);
    for pair in pairs {
        let (i, at) = (pair % rows as u64, (pair / rows as u64) as usize % (SORTED + 1));
        let (a, b) = (i as u32, next[i as usize].get(at).copied().unwrap_or(rows as u32));
        let (of_a, of_b) = (find(&mut root, a), find(&mut root, b));
        if of_a != of_b {
            root[of_a as usize] = of_b;
            tree.push((a, b));
        }
    }
    tree
}

/// The name of the set that `a` is in.
fn find(root: &mut [u32], mut a: u32) -> u32 {
    while root[a as usize] != a {
        root[a as usize] = root[root[a as usize] as usize];
        a = root[a as usize];
    }
    a
}

/// The rows of a tree, each after its parent and near it, with the places of the parents.
fn in_order(pairs: &[(u32, u32)], rows: usize) -> (Vec<u32>, Vec<u32>) {
    let mut start = vec![0_u32; rows + 2];
    for &(a, b) in pairs {
        start[a as usize + 1] += 1;
        start[b as usize + 1] += 1;
    }
    for at in 0..=rows {
        start[at + 1] += start[at];
    }
    let mut next = start.clone();
    let mut beside = vec![0; 2 * pairs.len()];
    for &(a, b) in pairs {
        for (one, other) in [(a, b), (b, a)] {
            beside[next[one as usize] as usize] = other;
            next[one as usize] += 1;
        }
    }
    let (mut row_at, mut parent) = (Vec::with_capacity(rows), Vec::with_capacity(rows));
    // The row, the row it hangs on and the place of that.
    let mut waiting = vec![(rows as u32, NONE, NONE)];
    while let Some((row, above, place)) = waiting.pop() {
        let own = if row as usize == rows {
            NONE
        } else {
            row_at.push(row);
            parent.push(place);
            row_at.len() as u32 - 1
        };
        let all = &beside[start[row as usize] as usize..start[row as usize + 1] as usize];
        waiting.extend(all.iter().filter(|&&b| b != above).map(|&b| (b, row, own)));
    }
    (row_at, parent)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::part::Part;
    use super::super::presolve::Fate;
    use super::super::random::Random;
    use super::*;

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
