//! The least spanning tree over rows that are much alike, and the row of no sites.
//!
//! Which rows to compare, min-wise hashing tells: rows are sorted by which of their sites come first
//! in some random orders, and those next to one another are likely to share most of their sites.
//! Source: Broder 1997.

use super::NONE;
use crate::siting::cover::Cover;
use crate::siting::lists::Lists;
use crate::siting::random::mix;

/// Random orders of the sites …
const ORDERS: usize = 24;
/// … and how often rows are sorted by what comes first in each, beginning with another one.
const SORTED: usize = 3;
/// What comes first in eight orders is a number of 128 bits.
const WORDS: usize = ORDERS / 8;

/// The rows of a cover, each after the one that it differs from, and the places of those.
pub(super) fn rows_in_order(cover: &Cover) -> (Vec<u32>, Vec<u32>) {
    in_order(&tree(cover), cover.rows())
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

/// What comes first in each order, from order `from` on, as few numbers that are soon compared.
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
    // How many sites a row differs by from each of its neighbours, and from none.
    let mut lengths: Vec<(u32, u32)> = Vec::with_capacity(rows * (SORTED + 1));
    let mut is_own = Stamps::new(cover.sites());
    for (i, next) in (0..).zip(&next) {
        let row = cover.row(i as usize);
        is_own.set(row, i);
        let pair = |at: usize| i * (SORTED + 1) as u32 + at as u32;
        lengths.push((row.len() as u32, pair(SORTED)));
        for (at, &other) in next.iter().enumerate() {
            if other != NONE && !next[..at].contains(&other) {
                let others = cover.row(other as usize);
                let both = is_own.count(others, i);
                lengths.push(((row.len() + others.len() - 2 * both) as u32, pair(at)));
            }
        }
    }
    let by_length = Lists::of(2 * cover.sites() + 1, lengths.iter().copied());
    let mut root: Vec<u32> = (0..=rows as u32).collect();
    let mut tree = Vec::with_capacity(rows);
    for &pair in &by_length.item {
        let (a, at) = (pair / (SORTED + 1) as u32, pair as usize % (SORTED + 1));
        let b = next[a as usize].get(at).copied().unwrap_or(rows as u32);
        let (of_a, of_b) = (find(&mut root, a), find(&mut root, b));
        if of_a != of_b {
            root[of_a as usize] = of_b;
            tree.push((a, b));
        }
    }
    tree
}

/// Marks on sites that need not be wiped off.
struct Stamps(Vec<u32>);

impl Stamps {
    fn new(sites: usize) -> Self {
        Self(vec![u32::MAX; sites])
    }

    /// Never inlined, as all that is done to each row.
    #[inline(never)]
    fn set(&mut self, sites: &[u32], stamp: u32) {
        for &j in sites {
            self.0[j as usize] = stamp;
        }
    }

    fn has(&self, j: u32, stamp: u32) -> bool {
        self.0[j as usize] == stamp
    }

    /// Never inlined, as above.
    #[inline(never)]
    fn count(&self, sites: &[u32], stamp: u32) -> usize {
        sites.iter().filter(|&&j| self.has(j, stamp)).count()
    }
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
    let both_ways = pairs.iter().flat_map(|&(a, b)| [(a, b), (b, a)]);
    let beside = Lists::of(rows + 1, both_ways);
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
        waiting.extend(beside.get(row).iter().filter(|&&b| b != above).map(|&b| (b, row, own)));
    }
    (row_at, parent)
}
