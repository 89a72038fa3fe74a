//! Makes a coverage problem smaller without losing a best plan.
//!
//! Rows that an open site covers leave with their weight as a constant; rows nobody can cover and
//! rows without weight leave for nothing; rows with the same sites become one. Of sites with the
//! same rows the first stays, and a site whose rows are all covered by another leaves.
//! Source: aggregation and domination as in Chen et al. 2023 (EJOR 311).

mod domination;

use super::cover::{Cover, Rows};
use super::random::mix;
use domination::Domination;

/// What is decided about a site before the problem is made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fate {
    /// May be opened.
    Free,
    /// Is open: what it covers is covered.
    Open,
    /// Will not be opened.
    Shut,
}

/// In `Reduced::row_of`: the row is gone.
pub(crate) const GONE: u32 = u32::MAX;

/// The smaller problem and how its names belong to the larger one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reduced {
    pub(crate) cover: Cover,
    /// The larger problem's name of each site.
    pub(crate) site_of: Vec<u32>,
    /// The row that each row of the larger problem went into, or `GONE`.
    pub(crate) row_of: Vec<u32>,
    /// The weight that open sites cover, in grains.
    pub(crate) covered: i64,
}

/// The problem without what is decided, aggregated, and without dominated sites: on its way there
/// in steps, of which each walks the table a few times at most.
#[derive(Clone, Debug)]
pub(crate) enum Reduction {
    /// Nothing is done yet.
    Untouched,
    /// Aggregated; sites before `next` have been compared with others.
    Comparing { reduced: Reduced, among: Domination, fate: Vec<Fate>, next: usize },
    /// As small as it gets.
    Done(Reduced),
}

impl Reduction {
    /// One step on; the problem is the same at every step.
    pub(crate) fn advanced(self, rows: Rows<'_>, fate: &[Fate]) -> Self {
        match self {
            Self::Untouched => {
                let reduced = aggregate(rows, fate);
                let fate = vec![Fate::Free; reduced.cover.sites()];
                let among = Domination::of(&reduced.cover);
                Self::Comparing { reduced, among, fate, next: 0 }
            }
            Self::Comparing { reduced, among, mut fate, next } if next < fate.len() => {
                if among.is_dominated(&reduced.cover, next) {
                    fate[next] = Fate::Shut;
                }
                Self::Comparing { reduced, among, fate, next: next + 1 }
            }
            Self::Comparing { reduced, fate, .. } => Self::Done(without(reduced, &fate)),
            Self::Done(reduced) => Self::Done(reduced),
        }
    }

    /// All steps that are left.
    pub(crate) fn finished(mut self, rows: Rows<'_>, fate: &[Fate]) -> Reduced {
        loop {
            match self.advanced(rows, fate) {
                Self::Done(reduced) => return reduced,
                unfinished => self = unfinished,
            }
        }
    }
}

/// From one dominated site in so many on, rows are compared once more without them.
const MANY_PART: usize = 16;

/// The problem without its dominated sites.
fn without(mut reduced: Reduced, dominated: &[Fate]) -> Reduced {
    let count = dominated.iter().filter(|f| **f == Fate::Shut).count();
    let name = |&j: &u32| reduced.site_of[j as usize];
    if count * MANY_PART > dominated.len() {
        // Without them more rows are alike. Nothing new is dominated: domination is transitive,
        // and merging rows keeps which site's rows lie within which other's.
        let inner = aggregate(reduced.cover.as_rows(), dominated);
        for row in reduced.row_of.iter_mut().filter(|row| **row != GONE) {
            *row = inner.row_of[*row as usize];
        }
        reduced.site_of = inner.site_of.iter().map(name).collect();
        reduced.cover = inner.cover;
    } else if count > 0 {
        let kept: Vec<bool> = dominated.iter().map(|f| *f != Fate::Shut).collect();
        reduced.site_of =
            (0..kept.len() as u32).filter(|&j| kept[j as usize]).map(|j| name(&j)).collect();
        reduced.cover.retain_sites(&kept);
    }
    reduced
}

/// The problem without what is decided, and with rows of the same sites as one row.
pub(crate) fn aggregate(rows: Rows<'_>, fate: &[Fate]) -> Reduced {
    reduced(rows, fate, |key, _| key)
}

/// The problem without what is decided, every row by itself.
pub(crate) fn separate(rows: Rows<'_>, fate: &[Fate]) -> Reduced {
    reduced(rows, fate, |_, row| u128::from(row))
}

/// The problem without what is decided, and with rows of the same sites and key as one row.
fn reduced(rows: Rows<'_>, fate: &[Fate], key_for: impl Fn(u128, u32) -> u128) -> Reduced {
    let mut seen = vec![u32::MAX; fate.len()];
    let mut covered = 0;
    let mut keys: Vec<(u128, u32)> = Vec::new();
    let key_of = |(j, fate): (u64, &Fate)| {
        let low = mix(j + 1);
        if *fate == Fate::Free { [low, mix(low ^ 0x5bf0_3635_dcd1_d867)] } else { [0, 0] }
    };
    let key_of: Vec<[u64; 2]> = (0..).zip(fate).map(key_of).collect();
    let is = |row: &[u32], wanted| row.iter().any(|&j| fate[j as usize] == wanted);
    let is_any_open = fate.contains(&Fate::Open);
    for (i, &weight) in (0..).zip(rows.weight) {
        let row = rows.row(i as usize);
        if is_any_open && is(row, Fate::Open) {
            covered += weight;
        } else if weight > 0 {
            let key = if is_ascending(row) {
                key_of_row(row, &key_of)
            } else {
                let is_first = |j: &u32| std::mem::replace(&mut seen[*j as usize], i) != i;
                let once: Vec<u32> = row.iter().copied().filter(is_first).collect();
                key_of_row(&once, &key_of)
            };
            if key > 0 || is(row, Fate::Free) {
                keys.push((key_for(key, i), i));
            }
        }
    }
    let row_of = group(rows, fate, keys);
    let (cover, site_of) = table(rows, fate, &row_of);
    Reduced { cover, site_of, row_of, covered }
}

/// The sum of the keys of its sites. Never inlined, as browsers compile again for speed what is
/// called often, and not a loop that runs once.
#[inline(never)]
fn key_of_row(row: &[u32], key_of: &[[u64; 2]]) -> u128 {
    let (mut low, mut high) = (0_u64, 0_u64);
    for &j in row {
        let key = key_of[j as usize];
        low = low.wrapping_add(key[0]);
        high = high.wrapping_add(key[1]);
    }
    (u128::from(high) << 64) | u128::from(low)
}

/// Whether each is greater than the one before. Never inlined, as above.
#[inline(never)]
fn is_ascending(row: &[u32]) -> bool {
    // All are looked at, several at once: most rows are.
    row.windows(2).filter(|pair| pair[0] >= pair[1]).count() == 0
}

/// The first of the rows that went into each.
pub(crate) fn first_of_each(row_of: &[u32], rows: usize) -> Vec<u32> {
    let mut first = vec![0; rows];
    for (i, &row) in row_of.iter().enumerate().rev().filter(|(_, r)| **r != GONE) {
        first[row as usize] = i as u32;
    }
    first
}

/// Gives each kept row the number of its group, groups counted by their first row.
fn group(rows: Rows<'_>, fate: &[Fate], mut keys: Vec<(u128, u32)>) -> Vec<u32> {
    keys.sort_unstable();
    let mut first = vec![GONE; rows.weight.len()];
    let (mut of_head, mut of_other) = (Vec::new(), Vec::new());
    let mut from = 0;
    while from < keys.len() {
        let (key, head) = keys[from];
        first[head as usize] = head;
        let same = keys[from..].iter().take_while(|k| k.0 == key).count();
        if same > 1 {
            free_sites(rows, fate, head, &mut of_head);
        }
        // Equal keys are not yet equal rows: a row that differs stays alone.
        for &(_, i) in &keys[from + 1..from + same] {
            let equal = rows.row(head as usize) == rows.row(i as usize) || {
                free_sites(rows, fate, i, &mut of_other);
                of_head == of_other
            };
            first[i as usize] = if equal { head } else { i };
        }
        from += same;
    }
    let mut next = 0;
    for i in 0..first.len() {
        let head = first[i];
        if head == i as u32 {
            first[i] = next;
            next += 1;
        } else if head != GONE {
            // A head is the smallest of its group, so its number stands already.
            first[i] = first[head as usize];
        }
    }
    first
}

/// The free sites of a row, each once.
fn free_sites(rows: Rows<'_>, fate: &[Fate], i: u32, found: &mut Vec<u32>) {
    found.clear();
    found.extend(rows.row(i as usize).iter().filter(|&&j| fate[j as usize] == Fate::Free));
    found.sort_unstable();
    found.dedup();
}

/// Builds the table of the groups from the first row of each.
fn table(rows: Rows<'_>, fate: &[Fate], row_of: &[u32]) -> (Cover, Vec<u32>) {
    let mut weight: Vec<i64> = Vec::new();
    let mut heads = Vec::new();
    for (i, &group) in row_of.iter().enumerate().filter(|(_, g)| **g != GONE) {
        if group as usize == weight.len() {
            weight.push(0);
            heads.push(i);
        }
        weight[group as usize] += rows.weight[i];
    }
    let mut is_used = vec![false; fate.len()];
    let mut entries = 0;
    for &i in &heads {
        mark(rows.row(i), &mut is_used);
        entries += rows.row(i).len();
    }
    let mut name = vec![GONE; fate.len()];
    let mut site_of = Vec::new();
    for (j, name) in name.iter_mut().enumerate() {
        if is_used[j] && fate[j] == Fate::Free {
            *name = site_of.len() as u32;
            site_of.push(j as u32);
        }
    }
    let mut row_start = Vec::with_capacity(weight.len() + 1);
    let mut row_site = Vec::with_capacity(entries);
    row_start.push(0);
    for i in heads {
        if site_of.len() == fate.len() && is_ascending(rows.row(i)) {
            row_site.extend_from_slice(rows.row(i));
        } else {
            add_named(rows.row(i), &name, &mut row_site);
        }
        row_start.push(row_site.len() as u32);
    }
    // Doubles and what is shut were counted too.
    row_site.shrink_to_fit();
    (Cover::new(weight, row_start, row_site, site_of.len()), site_of)
}

/// Never inlined, as above.
#[inline(never)]
fn mark(row: &[u32], is_used: &mut [bool]) {
    for &j in row {
        is_used[j as usize] = true;
    }
}

/// Adds the names of the sites that have one, ascending and each once. Never inlined, as above.
#[inline(never)]
fn add_named(row: &[u32], name: &[u32], all: &mut Vec<u32>) {
    let from = all.len();
    all.extend(row.iter().map(|&j| name[j as usize]).filter(|&j| j != GONE));
    if !is_ascending(&all[from..]) {
        let mut row = all.split_off(from);
        row.sort_unstable();
        row.dedup();
        all.extend(row);
    }
}
