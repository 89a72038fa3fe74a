//! What the parts of a certificate of coverage prove, in the very numbers of
//! `examples/certificates/coverage.py`.

use crate::siting::branch::Leaf;
use crate::siting::cover::Cover;
use crate::siting::presolve::{Fate, GONE, aggregate};
use crate::siting::zero_half::Cut;

/// The least weight that plans of a part with at most so many sites leave uncovered, where so much is
/// in reach of nobody; none where there is no plan in it.
pub(super) fn uncovered(
    cover: &Cover,
    sites: usize,
    cuts: &[Cut],
    out_of_reach: i64,
    leaf: &Leaf,
) -> Option<i64> {
    let is = |wanted| (0..cover.sites()).filter(move |&j| leaf.fate[j] == wanted);
    let left = sites.checked_sub(is(Fate::Open).count())?;
    let (of_rows, of_cuts) = leaf.multipliers.split_at(cover.rows());
    let mut score = vec![0_i64; cover.sites()];
    for (i, &u) in of_rows.iter().enumerate() {
        for &j in cover.row(i) {
            score[j as usize] += u;
        }
    }
    let mut of_row = of_rows.to_vec();
    for (cut, &t) in cuts.iter().zip(of_cuts) {
        let mut near: Vec<&u32> = Vec::new();
        for i in cut.rows {
            of_row[i as usize] += t;
            near.extend(cover.row(i as usize));
        }
        near.sort_unstable();
        for same in near.chunk_by(|a, b| a == b) {
            score[*same[0] as usize] += same.len().div_ceil(2) as i64 * t;
        }
    }
    // Rows that become alike in this part share what they ask.
    let shut = |&fate: &Fate| if fate == Fate::Shut { fate } else { Fate::Free };
    let shut: Vec<Fate> = leaf.fate.iter().map(shut).collect();
    let alike = aggregate(cover.as_rows(), &shut);
    let mut asked = vec![0; alike.cover.rows()];
    let mut alone = (out_of_reach, out_of_reach);
    for (i, &row) in alike.row_of.iter().enumerate() {
        if row == GONE {
            alone.0 += cover.weight[i];
            alone.1 += of_row[i];
        } else {
            asked[row as usize] += of_row[i];
        }
    }
    let rows = asked.iter().zip(&alike.cover.weight).map(|(asked, weight)| asked.min(weight));
    let paid = rows.sum::<i64>() + alone.0.min(alone.1) - of_cuts.iter().sum::<i64>();
    let opened: i64 = is(Fate::Open).map(|j| score[j]).sum();
    Some(paid - opened - best_of_others(&score, leaf, left))
}

/// The most that so many free sites take off together, with what was found decided otherwise.
fn best_of_others(score: &[i64], leaf: &Leaf, left: usize) -> i64 {
    let mut order: Vec<usize> = (0..score.len()).filter(|&j| leaf.fate[j] == Fate::Free).collect();
    order.sort_by_key(|&j| std::cmp::Reverse(score[j]));
    let mut place = vec![0; score.len()];
    let mut best = vec![0];
    for (at, &j) in order.iter().enumerate() {
        place[j] = at;
        best.push(best[at] + score[j]);
    }
    let many = left.min(order.len());
    let besides = |j: usize, many: usize| {
        if place[j] >= many { best[many] } else { best[(many + 1).min(order.len())] - score[j] }
    };
    let found = (0..leaf.found.len()).filter_map(|j| match leaf.found[j] {
        Fate::Open => Some(besides(j, many)),
        Fate::Shut if many == 0 => Some(best[order.len()] + score[j]),
        Fate::Shut => Some(besides(j, many - 1) + score[j]),
        Fate::Free => None,
    });
    found.max().unwrap_or(best[many])
}
