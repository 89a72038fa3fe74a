//! Which sites another site makes superfluous, as it covers all of their rows.

use crate::siting::cover::Cover;

/// One of so many of a site's rows is looked for that few sites cover.
const LOOKED_AT: usize = 16;

/// What is asked first of all sites of a cover, close together.
#[derive(Clone, Debug)]
pub(crate) struct Domination {
    spans: Vec<Span>,
}

/// The first and the last row of a site, and how many it has.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: u32,
    last: u32,
    count: u32,
}

impl Domination {
    pub(super) fn of(cover: &Cover) -> Self {
        let span = |rows: &[u32]| Span {
            first: rows.first().copied().unwrap_or(0),
            last: rows.last().copied().unwrap_or(0),
            count: rows.len() as u32,
        };
        Self { spans: (0..cover.sites()).map(|j| span(cover.site(j))).collect() }
    }

    /// Whether another site covers all rows of site `j` too (of equals all but the first).
    pub(super) fn is_dominated(&self, cover: &Cover, j: usize) -> bool {
        let (rows, own) = (cover.site(j), self.spans[j]);
        let some = rows.iter().step_by(rows.len().div_ceil(LOOKED_AT).max(1));
        // Who covers all rows covers this one.
        let Some(&row) = some.min_by_key(|&&i| cover.row(i as usize).len()) else {
            return false;
        };
        let beats = |k: usize| {
            let other = self.spans[k];
            // Most fail at the first or the last row already.
            k != j
                && other.first <= own.first
                && other.last >= own.last
                && (other.count > own.count || (other.count == own.count && k < j))
        };
        let others = cover.row(row as usize).iter().map(|&k| k as usize);
        others.filter(|&k| beats(k)).any(|k| is_within(rows, cover.site(k)))
    }
}

/// Whether all of `few` are among `many`; both ascend.
fn is_within(few: &[u32], many: &[u32]) -> bool {
    let mut many = many.iter();
    few.iter().all(|i| many.find(|other| *other >= i) == Some(i))
}
