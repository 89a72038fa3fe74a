//! What one more site would add: sites taken one after the other, always the one that adds most.

use super::instance::{Instance, Objective};

/// The plan after one more site.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// The candidate that was added; none where each point is a plan by itself.
    pub candidate: Option<u32>,
    /// How many sites there are now.
    pub sites: u32,
    /// What it adds: weight newly covered or served, weighted seconds saved, or what the objective
    /// is better by.
    pub gain: f64,
    /// What all sites so far cost.
    pub cost: f64,
    /// The objective's value so far.
    pub value: f64,
}

/// Takes candidates greedily: the greatest gain, or with costs the greatest gain for its cost; ties
/// by id. Every value is that of a plan, so no more than the best plan of as many sites.
#[derive(Debug)]
pub(super) struct GainCurve {
    allowed: Vec<bool>,
    /// What a row still costs per unit of weight: 1 or 0 for coverage, else seconds.
    far: Vec<f64>,
    pub(super) points: Vec<CurvePoint>,
    is_done: bool,
}

/// What entry `at` makes of a row: seconds, or 0 for covered.
fn seconds(instance: &Instance, at: usize) -> f64 {
    match &instance.seconds {
        Some(seconds) if instance.is_travel() => seconds[at],
        _ => 0.0,
    }
}

/// What a row costs that nothing is near.
fn alone(instance: &Instance) -> f64 {
    if instance.is_travel() { instance.unserved_seconds.unwrap_or(f64::INFINITY) } else { 1.0 }
}

impl GainCurve {
    /// Nothing is taken but what is fixed; only `among` may be.
    pub(super) fn new(instance: &Instance, among: Option<&[u32]>) -> Self {
        let mut allowed = vec![among.is_none(); instance.candidates as usize];
        for &j in among.unwrap_or_default() {
            allowed[j as usize] = true;
        }
        let mut is_fixed = vec![false; instance.candidates as usize];
        for &j in &instance.fixed {
            (allowed[j as usize], is_fixed[j as usize]) = (false, true);
        }
        let far = (0..instance.weight.len()).map(|d| {
            let range = instance.range(d);
            let fixed = range.filter(|at| is_fixed[instance.candidate[*at] as usize]);
            fixed.map(|at| seconds(instance, at)).fold(alone(instance), f64::min)
        });
        Self { far: far.collect(), allowed, points: Vec::new(), is_done: false }
    }

    /// These may be taken from now on.
    pub(super) fn permit(&mut self, candidates: impl Iterator<Item = usize>) {
        for j in candidates {
            self.allowed[j] = true;
        }
    }

    /// These may not be taken any more.
    pub(super) fn strike(&mut self, candidates: impl Iterator<Item = usize>) {
        for j in candidates {
            self.allowed[j] = false;
        }
    }

    /// Whether no candidate adds anything.
    pub(super) fn is_done(&self) -> bool {
        self.is_done
    }

    /// The objective's value where nothing is built.
    pub(super) fn value(&self, instance: &Instance) -> f64 {
        let rows = || instance.weight.iter().zip(&self.far).filter(|(w, _)| **w > 0.0);
        match instance.objective {
            Objective::MinTotalTravel => rows().fold(0.0, |sum, (w, far)| sum + w * far),
            Objective::MinFarthestTravel => rows().map(|(_, far)| *far).fold(0.0, f64::max),
            _ => rows().fold(0.0, |sum, (w, far)| sum + w * (1.0 - far)),
        }
    }

    /// Takes one more, in one walk over the table.
    pub(super) fn advance(&mut self, instance: &Instance) {
        let mut gain = vec![0.0; instance.candidates as usize];
        let mut seen = vec![u32::MAX; instance.candidates as usize];
        for (d, (&weight, &far)) in instance.weight.iter().zip(&self.far).enumerate() {
            if far <= 0.0 || weight <= 0.0 {
                continue;
            }
            for at in instance.range(d) {
                let j = instance.candidate[at] as usize;
                let nearer = far - seconds(instance, at);
                // A candidate that stands in a row twice counts once.
                if self.allowed[j] && nearer > 0.0 && seen[j] != d as u32 {
                    seen[j] = d as u32;
                    gain[j] += weight * nearer;
                }
            }
        }
        let cost = |j: usize| match &instance.cost {
            Some(cost) => cost[j],
            None => 1.0,
        };
        let mut best: Option<usize> = None;
        for j in (0..gain.len()).filter(|&j| gain[j] > 0.0) {
            // gain / cost, without dividing by 0; of what costs nothing the greatest gain.
            let is_better = best.is_none_or(|b| {
                let (ours, theirs) = (gain[j] * cost(b), gain[b] * cost(j));
                ours > theirs || (cost(j) == 0.0 && cost(b) == 0.0 && gain[j] > gain[b])
            });
            if is_better {
                best = Some(j);
            }
        }
        let Some(best) = best else {
            self.is_done = true;
            return;
        };
        self.allowed[best] = false;
        for d in 0..instance.weight.len() {
            for at in instance.range(d) {
                if instance.candidate[at] as usize == best {
                    self.far[d] = self.far[d].min(seconds(instance, at));
                }
            }
        }
        let so_far = self.points.last().map_or(0.0, |p| p.cost);
        self.points.push(CurvePoint {
            candidate: Some(best as u32),
            sites: self.points.len() as u32 + 1,
            gain: gain[best],
            cost: so_far + if instance.cost.is_some() { cost(best) } else { 0.0 },
            value: self.value(instance),
        });
    }
}

/// A candidate that could stand in for a site of a plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swap {
    /// The candidate.
    pub candidate: u32,
    /// What the plan loses by it: weight, or weighted seconds; below 0 it gains.
    pub loss: f64,
}

/// What each site of a plan carries.
#[derive(Clone, Debug, PartialEq)]
pub struct Hold {
    /// What the plan loses without the site and without any other in its place.
    pub alone: f64,
    /// The candidates that could stand in for it, the least loss first.
    pub swaps: Vec<Swap>,
}

/// As many swaps are kept of each site.
pub(super) const SWAPS: usize = 5;

/// What the sites `plan[from..to]` carry, in one walk over the table.
///
/// With `a` the best and `b` the second-best time of a row over the plan and what is fixed, site `s`
/// being the best of its own rows, exchanging it for `c` loses
/// `Σ_own w·(min(b, t_c) − a) + Σ_other w·(min(a, t_c) − a)`.
pub(super) fn holds(
    instance: &Instance,
    plan: &[u32],
    range: std::ops::Range<usize>,
    is_allowed: impl Fn(usize, usize) -> bool,
) -> Vec<Hold> {
    const NOT_OURS: u32 = u32::MAX;
    let candidates = instance.candidates as usize;
    let mut number = vec![NOT_OURS; candidates];
    let mut is_open = vec![false; candidates];
    for (i, &j) in plan.iter().enumerate() {
        number[j as usize] = i as u32;
        is_open[j as usize] = true;
    }
    for &j in &instance.fixed {
        is_open[j as usize] = true;
    }
    let mut alone_of = vec![0.0; range.len()];
    let mut gain = vec![0.0; candidates];
    let mut extra = vec![vec![0.0; candidates]; range.len()];
    for (d, &weight) in instance.weight.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        let (mut first, mut second, mut owner) = (alone(instance), alone(instance), NOT_OURS);
        for at in instance.range(d) {
            let j = instance.candidate[at];
            if !is_open[j as usize] {
                continue;
            }
            let time = seconds(instance, at);
            if time < first {
                (second, first, owner) = (first, time, number[j as usize]);
            } else if time < second {
                second = time;
            }
        }
        let own = owner as usize;
        let ours = (owner != NOT_OURS && range.contains(&own)).then(|| own - range.start);
        if let Some(i) = ours {
            alone_of[i] += weight * (second - first);
        }
        for at in instance.range(d) {
            let j = instance.candidate[at] as usize;
            if is_open[j] {
                continue;
            }
            let time = seconds(instance, at);
            let nearer = (first - time).max(0.0);
            gain[j] += weight * nearer;
            if let Some(i) = ours {
                extra[i][j] += weight * ((second - time).max(0.0) - nearer);
            }
        }
    }
    let hold = |(i, (alone, extra)): (usize, (f64, Vec<f64>))| {
        let site = plan[range.start + i] as usize;
        let others = (0..candidates).filter(|&j| !is_open[j] && is_allowed(site, j));
        let mut swaps: Vec<Swap> = others
            .map(|j| Swap { candidate: j as u32, loss: alone - gain[j] - extra[j] })
            .filter(|swap| swap.loss < alone)
            .collect();
        swaps.sort_by(|a, b| a.loss.total_cmp(&b.loss).then(a.candidate.cmp(&b.candidate)));
        swaps.truncate(SWAPS);
        Hold { alone, swaps }
    };
    alone_of.into_iter().zip(extra).enumerate().map(hold).collect()
}
