//! How equal access is: two numbers to compare plans by, less is better.

use super::access::{Access, shares};
use crate::siting::instance::{Instance, Objective};

/// What plans are compared by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    /// `Σ w·Σ w·A² / (Σ w·A)²`, which is `CV² + 1`.
    Variation,
    /// The least access, and the people who have no more.
    Least,
}

/// What is worked out once for all candidates that could be opened next.
#[derive(Clone, Debug, Default)]
pub(super) struct Scale {
    /// `Σ w`, `Σ w·A` and `Σ w·A²`.
    sums: [f64; 3],
    /// Coverable points by ascending access, and the people who have as much as each.
    order: Vec<u32>,
    people: Vec<f64>,
}

impl Measure {
    pub(super) fn of(instance: &Instance) -> Self {
        match instance.objective {
            Objective::MaxMin => Self::Least,
            _ => Self::Variation,
        }
    }

    /// The plan as it is.
    pub(super) fn worth(self, access: &Access) -> (f64, f64) {
        match self {
            Self::Variation => variation(sums(access)),
            Self::Least => {
                let points = (0..access.weight.len()).filter(|&i| access.is_coverable[i]);
                least(points.map(|i| (access.of_point[i], access.weight[i])))
            }
        }
    }

    /// What helps to compare candidates.
    pub(super) fn scale(self, access: &Access) -> Scale {
        let mut scale = Scale::default();
        match self {
            Self::Variation => scale.sums = sums(access),
            Self::Least => {
                let has = |i: &u32| access.of_point[*i as usize];
                let points = 0..access.weight.len() as u32;
                scale.order = points.filter(|i| access.is_coverable[*i as usize]).collect();
                scale.order.sort_by_key(has);
                scale.people = vec![0.0; access.weight.len()];
                for same in scale.order.chunk_by(|a, b| has(a) == has(b)) {
                    let people = same.iter().fold(0.0, |sum, &i| sum + access.weight[i as usize]);
                    for &i in same {
                        scale.people[i as usize] = people;
                    }
                }
            }
        }
        scale
    }

    /// The plan with one more site.
    pub(super) fn with(self, access: &mut Access, scale: &Scale, j: usize) -> (f64, f64) {
        let column = access.site(j).to_vec();
        match self {
            Self::Variation => {
                let [all, mut first, mut second] = scale.sums;
                for &(i, gives) in &column {
                    let (weight, has) = (access.weight[i as usize], access.of_point[i as usize]);
                    let (has, gives) = (has as f64, gives as f64);
                    first += weight * gives;
                    second += weight * gives * (2.0 * has + gives);
                }
                variation([all, first, second])
            }
            Self::Least => {
                let given = |&(i, gives): &(u32, i64)| {
                    (access.of_point[i as usize] + gives, access.weight[i as usize])
                };
                let theirs = least(column.iter().map(given));
                // Who gets nothing of it and has least: soon found, for the others are its own.
                let is_given = |i: u32| column.binary_search_by_key(&i, |e| e.0).is_ok();
                let other = scale.order.iter().copied().find(|&i| !is_given(i));
                let Some(other) = other else { return theirs };
                let has = access.of_point[other as usize];
                let given_to = column.iter().filter(|e| access.of_point[e.0 as usize] == has);
                let fewer = given_to.fold(0.0, |sum, e| sum + access.weight[e.0 as usize]);
                let others = (-(has as f64), scale.people[other as usize] - fewer);
                if others.0 > theirs.0 {
                    others
                } else if others.0 < theirs.0 {
                    theirs
                } else {
                    (others.0, others.1 + theirs.1)
                }
            }
        }
    }
}

/// The least access, negative so that less is better, and the people who have no more; with no
/// points an infinite one.
fn least(points: impl Iterator<Item = (i64, f64)>) -> (f64, f64) {
    let (mut least, mut people) = (i64::MAX, 0.0);
    for (has, weight) in points {
        if has < least {
            (least, people) = (has, 0.0);
        }
        if has == least {
            people += weight;
        }
    }
    (if least == i64::MAX { f64::NEG_INFINITY } else { -(least as f64) }, people)
}

fn sums(access: &Access) -> [f64; 3] {
    let mut sums = [0.0; 3];
    for (&weight, &has) in access.weight.iter().zip(&access.of_point) {
        let has = has as f64;
        sums[0] += weight;
        sums[1] += weight * has;
        sums[2] += weight * has * has;
    }
    sums
}

fn variation([all, first, second]: [f64; 3]) -> (f64, f64) {
    (if first > 0.0 { all * (second / first) / first } else { f64::INFINITY }, 0.0)
}

/// What the objective says of these sites and the fixed ones: the coefficient of variation of
/// access, or the least access.
pub(crate) fn measured(instance: &Instance, sites: &[u32]) -> f64 {
    let shares = shares(instance);
    let mut open: Vec<u32> = sites.iter().chain(&instance.fixed).copied().collect();
    open.sort_unstable();
    open.dedup();
    let mut access = vec![0.0; instance.weight.len()];
    for &(d, share) in open.iter().flat_map(|&j| &shares[j as usize]) {
        access[d as usize] += share;
    }
    let points = || access.iter().zip(&instance.weight).filter(|(_, w)| **w > 0.0);
    if instance.objective == Objective::MaxMin {
        let coverable = |d: &usize| instance.weight[*d] > 0.0 && !instance.row(*d).is_empty();
        let counted = (0..access.len()).filter(coverable).map(|d| access[d]);
        // Whom nobody can reach does not tell plans apart; without anybody there is no least.
        return counted.fold(f64::INFINITY, f64::min);
    }
    let all = points().fold(0.0, |sum, (_, w)| sum + w);
    let mean = points().fold(0.0, |sum, (a, w)| sum + w * a) / all;
    let square = points().fold(0.0, |sum, (a, w)| sum + w * (a - mean) * (a - mean));
    if mean > 0.0 { libm::sqrt(square / all) / mean } else { f64::INFINITY }
}
