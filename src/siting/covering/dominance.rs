//! Makes a cover problem smaller without losing a best cover.
//!
//! A row whose sites include all of another row's is covered with it; a site whose rows another
//! covers at no more cost is not needed.

use crate::siting::cover::Cover;
use crate::siting::presolve::Fate;

/// For each row whether another has to be covered that covers it too (of equals all but the
/// first).
pub(super) fn idle_rows(cover: &Cover) -> Vec<bool> {
    let mut idle = vec![false; cover.rows()];
    let mut order: Vec<u32> = (0..cover.rows() as u32).collect();
    order.sort_by_key(|&i| (cover.row(i as usize).len(), i));
    for &i in &order {
        let row = cover.row(i as usize);
        let fewest = row.iter().min_by_key(|&&j| cover.site(j as usize).len());
        let Some(&fewest) = fewest.filter(|_| !idle[i as usize]) else { continue };
        for &other in cover.site(fewest as usize) {
            let wider = cover.row(other as usize);
            let comes_later = (wider.len(), other) > (row.len(), i);
            if comes_later && !idle[other as usize] && includes(wider, row) {
                idle[other as usize] = true;
            }
        }
    }
    idle
}

/// Shuts each site whose rows another one covers at no more cost (of equals all but the first).
pub(super) fn idle_sites(cover: &Cover, charge: &[i64]) -> Vec<Fate> {
    let is_idle = |j: usize| {
        let rows = cover.site(j);
        let Some(&shortest) = rows.iter().min_by_key(|&&i| cover.row(i as usize).len()) else {
            return true;
        };
        cover.row(shortest as usize).iter().any(|&k| {
            let other = cover.site(k as usize);
            let own = (charge[j], std::cmp::Reverse(rows.len()), j);
            (charge[k as usize], std::cmp::Reverse(other.len()), k as usize) < own
                && charge[k as usize] <= charge[j]
                && other.len() >= rows.len()
                && includes(other, rows)
        })
    };
    (0..cover.sites()).map(|j| if is_idle(j) { Fate::Shut } else { Fate::Free }).collect()
}

/// Whether an ascending list has all of another.
fn includes(wide: &[u32], narrow: &[u32]) -> bool {
    let mut from = 0;
    narrow.iter().all(|&wanted| match wide[from..].binary_search(&wanted) {
        Ok(at) => {
            from += at + 1;
            true
        }
        Err(_) => false,
    })
}
