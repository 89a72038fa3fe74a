//! The answer: which sites, what each adds, what they reach together, and how far that can be
//! from the best.

use super::equality::measured;
use super::instance::{Instance, Objective};
use super::lists::Lists;

/// A plan with its proof.
#[derive(Clone, Debug, PartialEq)]
pub struct SitingResult {
    /// The new sites: in the order in which they add most for the coverage objectives, ascending
    /// for those of travel and access and with capacities.
    pub sites: Vec<u32>,
    /// The weight that each of them adds to those before it; empty for the objectives of travel and
    /// access and with capacities.
    pub gains: Vec<f64>,
    /// What the objective says of `sites` and the fixed sites together.
    pub objective: f64,
    /// No plan can be better than this: proven. `None` where no useful bound is known.
    pub bound: Option<f64>,
    /// `|bound − objective| / max(|objective|, 1)`; `None` without a bound.
    pub gap: Option<f64>,
    /// Proven: bound and objective differ by less than one unit (whole weights) or by less than
    /// 1e-9 of the total weight. The gap is then 0.
    pub optimal: bool,
    /// The work done so far, in the solver's own repeatable units.
    pub work: u64,
    /// With capacities: the weight that is served at each entry of `candidate`.
    pub served: Option<Vec<f64>>,
}

/// The sites of a plan in order, what each adds, and what all cover.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arranged {
    pub(crate) sites: Vec<u32>,
    pub(crate) gains: Vec<f64>,
    pub(crate) objective: f64,
    pub(crate) served: Option<Vec<f64>>,
}

impl Arranged {
    /// Puts the sites of a plan in the order in which they add most (ties by id), from the
    /// instance alone. Sites that add nothing are left out unless they `must` be open.
    pub(crate) fn new(instance: &Instance, plan: &[u32], must: &[u32]) -> Self {
        if Self::is_of_points(instance) {
            let mut is_open = vec![false; instance.candidates as usize];
            for &j in plan.iter().chain(&instance.fixed) {
                is_open[j as usize] = true;
            }
            let points = points_of(instance, &is_open);
            return Self::of_points(instance, &points, plan, must);
        }
        if instance.is_travel() {
            return Self::by_travel(instance, plan);
        }
        if instance.need.is_some() {
            return Self::by_backup(instance, plan, must);
        }
        let mut sites = plan.to_vec();
        sites.sort_unstable();
        let objective = measured(instance, &sites);
        Self { sites, objective, ..Self::default() }
    }

    /// Whether a plan is worth the points that its sites cover, each counted once.
    pub(crate) fn is_of_points(instance: &Instance) -> bool {
        !(instance.is_travel() || instance.need.is_some() || instance.objective.is_of_access())
    }

    /// The same from the points of each candidate that is open.
    pub(crate) fn of_points(
        instance: &Instance,
        points: &Lists,
        plan: &[u32],
        must: &[u32],
    ) -> Self {
        let mut is_fixed = vec![false; instance.weight.len()];
        for &d in instance.fixed.iter().flat_map(|&j| points.get(j)) {
            is_fixed[d as usize] = true;
        }
        let mut is_covered = is_fixed.clone();
        let mut sites = plan.to_vec();
        sites.sort_unstable();
        let new: Vec<Vec<u32>> = sites
            .iter()
            .map(|&j| {
                let all = points.get(j).iter().copied();
                let mut new: Vec<u32> = all.filter(|&d| !is_fixed[d as usize]).collect();
                // A row may name a candidate twice.
                new.dedup();
                new
            })
            .collect();
        for &d in new.iter().flatten() {
            is_covered[d as usize] = true;
        }
        let weight = |d: usize| instance.weight[d];
        let covered = (0..is_covered.len()).filter(|&d| is_covered[d]);
        let mut objective = covered.fold(0.0, |sum, d| sum + weight(d));
        let gain = new.iter().map(|of| of.iter().fold(0.0, |sum, &d| sum + weight(d as usize)));
        let gain = gain.collect();
        let arranged = order(instance, &sites, new, gain, must);
        if instance.objective == Objective::MinSites {
            let cost = |&j: &u32| instance.cost.as_ref().map_or(1.0, |cost| cost[j as usize]);
            objective = arranged.sites.iter().map(cost).sum();
        }
        Self { objective, ..arranged }
    }
}

/// The demand points in reach of each candidate, ascending.
pub(crate) fn points(instance: &Instance) -> Lists {
    Lists::turned(&instance.row_start, &instance.candidate, instance.candidates as usize)
}

/// The same of the candidates that are asked for only.
fn points_of(instance: &Instance, is_asked: &[bool]) -> Lists {
    let mut pairs = Vec::new();
    for d in 0..instance.weight.len() {
        add_asked(d as u32, instance.row(d), is_asked, &mut pairs);
    }
    Lists::of(instance.candidates as usize, pairs.iter().copied())
}

/// Never inlined, as browsers compile again for speed what is called often, and not a loop that runs
/// once.
#[inline(never)]
fn add_asked(d: u32, row: &[u32], is_asked: &[bool], pairs: &mut Vec<(u32, u32)>) {
    pairs.extend(row.iter().filter(|&&j| is_asked[j as usize]).map(|&j| (j, d)));
}

impl Arranged {
    /// The sites of a plan ascending, and what travel they leave: infinite if a point that has no
    /// seconds for being unserved is.
    fn by_travel(instance: &Instance, plan: &[u32]) -> Self {
        let mut sites = plan.to_vec();
        sites.sort_unstable();
        let mut is_open = vec![false; instance.candidates as usize];
        for &j in sites.iter().chain(&instance.fixed) {
            is_open[j as usize] = true;
        }
        let seconds = instance.seconds.as_deref().unwrap_or_default();
        let unserved = instance.unserved_seconds.unwrap_or(f64::INFINITY);
        let mut objective = 0.0_f64;
        for (d, &weight) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
            let entries = instance.row(d).iter().zip(&seconds[instance.range(d)]);
            let open = entries.filter(|(j, _)| is_open[**j as usize]).map(|(_, &s)| s);
            let nearest = open.fold(unserved, f64::min);
            match instance.objective {
                Objective::MinFarthestTravel => objective = objective.max(nearest),
                _ => objective += weight * nearest,
            }
        }
        Self { sites, objective, ..Self::default() }
    }
}

impl Arranged {
    /// The sites of a plan as they bring most weight as many sites as it needs, of equals those that
    /// bring most of what is needed; without those after which nothing comes unless they `must` be.
    fn by_backup(instance: &Instance, plan: &[u32], must: &[u32]) -> Self {
        let mut lacks: Vec<u32> = (0..instance.weight.len()).map(|d| instance.need_of(d)).collect();
        let mut rows_of: Vec<Vec<u32>> = vec![Vec::new(); instance.candidates as usize];
        let mut is = [vec![false; rows_of.len()], vec![false; rows_of.len()]];
        for (is, ids) in is.iter_mut().zip([plan, &instance.fixed]) {
            for &j in ids {
                is[j as usize] = true;
            }
        }
        let [is_new, is_fixed] = is;
        let mut objective = 0.0;
        for (d, lacks) in lacks.iter_mut().enumerate() {
            let mut row = instance.row(d).to_vec();
            row.sort_unstable();
            row.dedup();
            row.retain(|&j| is_new[j as usize] || is_fixed[j as usize]);
            if row.len() >= *lacks as usize {
                objective += instance.weight[d];
            }
            let fixed = row.iter().filter(|&&j| is_fixed[j as usize]).count();
            *lacks = lacks.saturating_sub(fixed as u32);
            for j in row.into_iter().filter(|&j| is_new[j as usize]) {
                rows_of[j as usize].push(d as u32);
            }
        }
        let mut left = plan.to_vec();
        left.sort_unstable();
        let (mut sites, mut gains) = (Vec::new(), Vec::new());
        while !left.is_empty() {
            let worth = |j: u32| {
                rows_of[j as usize].iter().fold((0.0, 0.0), |(served, needed), &d| {
                    let (weight, lacks) = (instance.weight[d as usize], lacks[d as usize]);
                    let part = weight / f64::from(instance.need_of(d as usize).max(1));
                    match lacks {
                        0 => (served, needed),
                        1 => (served + weight, needed + part),
                        _ => (served, needed + part),
                    }
                })
            };
            let mut best = (worth(left[0]), 0);
            for (at, &j) in left.iter().enumerate().skip(1) {
                let other = worth(j);
                if other > best.0 {
                    best = (other, at);
                }
            }
            let j = left.remove(best.1);
            for &d in &rows_of[j as usize] {
                lacks[d as usize] = lacks[d as usize].saturating_sub(1);
            }
            sites.push(j);
            gains.push(best.0.0);
        }
        let last = gains.iter().rposition(|gain| *gain > 0.0).map_or(0, |at| at + 1);
        let mut at = 0;
        sites.retain(|j| {
            at += 1;
            at <= last || must.contains(j)
        });
        gains.truncate(sites.len());
        Self { sites, gains, objective, served: None }
    }
}

/// Takes the site that adds most, again and again.
fn order(
    instance: &Instance,
    sites: &[u32],
    mut rows_of: Vec<Vec<u32>>,
    mut gain: Vec<f64>,
    must: &[u32],
) -> Arranged {
    let mut arranged = Arranged::default();
    let mut covered = vec![false; instance.weight.len()];
    let mut left: Vec<usize> = (0..sites.len()).collect();
    // How many sites were taken when each gain was summed: gains only shrink, so one that is not the
    // greatest need not be summed anew.
    let mut summed_at = vec![0; sites.len()];
    while let Some(first) = left.first() {
        let best = left.iter().fold(*first, |a, &b| if gain[b] > gain[a] { b } else { a });
        let taken = arranged.sites.len();
        if summed_at[best] < taken {
            // Summed anew rather than subtracted, so that fractions leave no crumbs.
            rows_of[best].retain(|&d| !covered[d as usize]);
            gain[best] =
                rows_of[best].iter().fold(0.0, |sum, &d| sum + instance.weight[d as usize]);
            summed_at[best] = taken;
            continue;
        }
        if gain[best] <= 0.0 {
            let kept = left.iter().map(|&k| sites[k]).filter(|j| must.contains(j));
            arranged.sites.extend(kept);
            arranged.gains.resize(arranged.sites.len(), 0.0);
            break;
        }
        arranged.sites.push(sites[best]);
        arranged.gains.push(gain[best]);
        for d in std::mem::take(&mut rows_of[best]) {
            covered[d as usize] = true;
        }
        left.retain(|&k| k != best);
    }
    arranged
}
