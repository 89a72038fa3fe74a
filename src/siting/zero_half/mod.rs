//! Cuts over three rows: what strengthens the bound of coverage beyond its linear relaxation.
//!
//! With half a site open between every two of three rows, the relaxation covers all three with one
//! site and a half, which no plan can. With `n_j` of the three rows in reach of site `j`, half the
//! sum of `y_i ≤ Σ_j x_j` and `y_i ≤ 1` over the three, rounded to whole numbers, is
//!
//! ```text
//! y_a + y_b + y_c ≤ 1 + Σ_j ⌈n_j / 2⌉·x_j
//! ```
//!
//! A multiplier `λ ≥ 0` of a cut is one more term of the bound: with `Λ_i` the multipliers of the
//! cuts of row `i` together,
//!
//! ```text
//! bound(u, λ) = Σ_i (w_i − u_i − Λ_i)⁺ + Σ_t λ_t + the p largest s_j,
//! s_j = Σ_{i in rows of j} u_i + Σ_t ⌈n_tj / 2⌉·λ_t
//! ```
//!
//! Source: zero-half cuts, Caprara & Fischetti 1996.

mod separation;

pub(crate) use separation::Separation;

use std::sync::Arc;

use super::cover::Cover;
use super::differences::Differences;
use super::presolve::GONE;

/// Three rows of a cover, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cut {
    pub(crate) rows: [u32; 3],
}

impl Cut {
    /// None where two of the rows are the same: such a cut says nothing.
    pub(crate) fn of(mut rows: [u32; 3]) -> Option<Self> {
        rows.sort_unstable();
        (rows[0] < rows[1] && rows[1] < rows[2]).then_some(Self { rows })
    }

    /// The cut over the rows that its own have become; none where one is gone, as an open site that
    /// covers a row takes its cuts with it.
    pub(crate) fn renamed(self, name: impl Fn(u32) -> u32) -> Option<Self> {
        let rows = self.rows.map(name);
        Self::of(rows).filter(|_| !rows.contains(&GONE))
    }

    /// The greatest multiplier that may be of use, in grains.
    pub(crate) fn weight(self, cover: &Cover) -> i64 {
        self.rows.iter().map(|&i| cover.weight[i as usize]).fold(i64::MAX, i64::min)
    }

    /// The sites that count for more than they do in the first row: once for each.
    pub(crate) fn besides(self, cover: &Cover) -> Vec<u32> {
        let [first, second, third] = self.rows.map(|i| cover.row(i as usize));
        let mut both: Vec<u32> = second.iter().chain(third).copied().collect();
        both.sort_unstable();
        let is_last = |at: usize| at + 1 == both.len() || both[at] != both[at + 1];
        let is_twice = |at: usize| at > 0 && both[at - 1] == both[at];
        // In the first row: only what is in both others; else: what is in any.
        let counts =
            |&at: &usize| is_last(at) && (is_twice(at) || first.binary_search(&both[at]).is_err());
        (0..both.len()).filter(counts).map(|at| both[at]).collect()
    }
}

/// A cover with cuts over its rows: what a bound is made of.
#[derive(Clone, Debug)]
pub(crate) struct CutCover {
    pub(crate) cover: Arc<Cover>,
    pub(crate) cuts: Vec<Cut>,
    /// Rows and then cuts by their differences.
    pub(crate) told: Arc<Differences>,
}

impl CutCover {
    /// From the differences of the rows alone.
    pub(crate) fn new(cover: Arc<Cover>, told: Arc<Differences>, cuts: Vec<Cut>) -> Self {
        let told = match cuts.len() {
            0 => told,
            _ => Arc::new(told.with_cuts(&cover, &cuts)),
        };
        Self { cover, cuts, told }
    }

    /// The greatest multipliers of rows and then of cuts, in grains.
    pub(crate) fn weights(&self) -> impl Iterator<Item = i64> {
        let of_cuts = self.cuts.iter().map(|cut| cut.weight(&self.cover));
        self.cover.weight.iter().copied().chain(of_cuts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::siting::certificate::Certificate;
    use crate::siting::dual::Dual;
    use crate::siting::random::Random;

    fn cover(rows: &[&[u32]], weight: Vec<i64>, sites: usize) -> Cover {
        let mut row_start = vec![0];
        let mut row_site = Vec::new();
        for row in rows {
            row_site.extend_from_slice(row);
            row_start.push(row_site.len() as u32);
        }
        Cover::new(weight, row_start, row_site, sites)
    }

    /// Rings of three rows, a site between every two of them.
    fn rings(count: u32) -> Cover {
        let row = |i: u32| {
            let ring = i / 3 * 3;
            let mut row = vec![ring + i % 3, ring + (i + 1) % 3];
            row.sort_unstable();
            row
        };
        let rows: Vec<Vec<u32>> = (0..3 * count).map(row).collect();
        let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        cover(&rows, vec![256; rows.len()], rows.len())
    }

    fn random_cover(random: &mut Random) -> Cover {
        let rows: Vec<Vec<u32>> = (0..12)
            .map(|_| {
                let mut row: Vec<u32> =
                    (0..2 + random.below(2)).map(|_| random.below(9) as u32).collect();
                row.sort_unstable();
                row.dedup();
                row
            })
            .collect();
        let rows: Vec<&[u32]> = rows.iter().map(Vec::as_slice).collect();
        let weight = rows.iter().map(|_| 256 * (1 + random.below(9) as i64)).collect();
        cover(&rows, weight, 9)
    }

    #[test]
    fn a_cut_counts_half_of_the_rows_in_reach_rounded_up() {
        let mut random = Random::new(7);
        for _ in 0..200 {
            let cover = random_cover(&mut random);
            let rows = [0, 0, 0].map(|_| random.below(12) as u32);
            let Some(cut) = Cut::of(rows) else { continue };
            let first = cover.row(cut.rows[0] as usize);
            for j in 0..9 {
                let reached = rows.iter().filter(|&&i| cover.row(i as usize).contains(&j)).count();
                let besides = cut.besides(&cover).iter().filter(|&&k| k == j).count();
                assert_eq!(usize::from(first.contains(&j)) + besides, reached.div_ceil(2));
            }
        }
    }

    /// Whatever the multipliers of rows and cuts, no plan of two to four sites covers more.
    #[test]
    fn no_plan_beats_a_bound_with_cuts() {
        let mut random = Random::new(8);
        let mut stronger = 0;
        for _ in 0..400 {
            let cover = Arc::new(random_cover(&mut random));
            let p = 2 + random.below(3);
            let value = |set: u32| {
                let open = |i: &usize| cover.row(*i).iter().any(|&j| set >> j & 1 == 1);
                (0..12).filter(open).map(|i| cover.weight[i]).sum::<i64>()
            };
            let plans = (0_u32..1 << 9).filter(|set| set.count_ones() as usize == p);
            let best = plans.map(value).fold(0, i64::max);
            let three = |_| Cut::of([0, 0, 0].map(|_| random.below(12) as u32));
            let cuts: Vec<Cut> = (0..24).filter_map(three).collect();
            let told = Arc::new(Differences::of(&cover));
            let bare = CutCover::new(cover.clone(), told.clone(), Vec::new());
            let cut = CutCover::new(cover, told, cuts);
            let share = |_| random.below(101) as f32 / 100.0;
            let shares: Vec<f32> = (0..12 + cut.cuts.len()).map(share).collect();
            let bound = Certificate::new(&cut, p, &shares).bound;
            assert!(bound >= best, "{bound} below {best}");
            let mut dual = Dual::new(&cut, p, &shares, vec![0.5; 9]);
            let mut bare = Dual::new(&bare, p, &shares[..12], vec![0.5; 9]);
            for _ in 0..300 {
                dual.advance();
                bare.advance();
            }
            assert!(dual.best() > best as f64 - 1.0, "{} below {best}", dual.best());
            stronger += u32::from(dual.best() < bare.best() - 100.0);
        }
        assert!(stronger > 8, "cuts hardly ever help: {stronger}");
    }

    #[test]
    fn rings_are_bounded_by_what_a_plan_can_cover() {
        let cover = Arc::new(rings(2));
        let told = Arc::new(Differences::of(&cover));
        let stepped = |cuts: &[Cut]| {
            let cut = CutCover::new(cover.clone(), told.clone(), cuts.to_vec());
            let mut dual = Dual::new(&cut, 3, &vec![0.5; 6 + cuts.len()], vec![0.5; 6]);
            for _ in 0..300 {
                dual.advance();
            }
            dual
        };
        let relaxed = stepped(&[]);
        assert!((relaxed.best() - 6.0 * 256.0).abs() < 1.0, "{}", relaxed.best());
        let (x, y) = (relaxed.open_shares().to_vec(), relaxed.covered_shares());
        let mut separation = Separation::new(cover.clone(), x, y);
        while !separation.is_done() {
            separation.advance();
        }
        let mut cuts = separation.cuts();
        // One cut is enough for one of the rings, so one may be all that is found at a time.
        cuts.extend([Cut { rows: [0, 1, 2] }, Cut { rows: [3, 4, 5] }]);
        cuts.sort();
        cuts.dedup();
        assert_eq!(cuts.len(), 2, "cuts over rows of two rings");
        let best = stepped(&cuts).best();
        assert!((best - 5.0 * 256.0).abs() < 2.0, "{best}");
    }
}
