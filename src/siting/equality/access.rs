//! The access of every demand point, in whole grains so that opening and closing leaves no crumbs.

use crate::siting::instance::Instance;

/// No point has more access than so many bits of grains.
const BITS: i32 = 50;

/// What each candidate gives to whom, and what the open ones give together.
#[derive(Clone, Debug)]
pub(super) struct Access {
    /// The weight of each point that counts.
    pub(super) weight: Vec<f64>,
    /// Whether any candidate stands in the row of each point.
    pub(super) is_coverable: Vec<bool>,
    start: Vec<usize>,
    /// The points of each candidate, ascending, and what it gives to each.
    gives: Vec<(u32, i64)>,
    /// What each point has.
    pub(super) of_point: Vec<i64>,
    is_open: Vec<bool>,
    walked: u64,
}

impl Access {
    /// Nothing is open. Points without weight are left out.
    pub(super) fn new(instance: &Instance) -> Self {
        let shares = shares(instance);
        let counts = |d: &usize| instance.weight[*d] > 0.0;
        let points: Vec<usize> = (0..instance.weight.len()).filter(counts).collect();
        let mut sum = vec![0.0_f64; points.len()];
        let mut number = vec![0; instance.weight.len()];
        for (number_of, &d) in points.iter().enumerate() {
            number[d] = number_of as u32;
        }
        let all = || shares.iter().enumerate();
        for (_, gives) in all() {
            for &(d, share) in gives {
                sum[number[d as usize] as usize] += share;
            }
        }
        let most = sum.iter().copied().fold(0.0, f64::max);
        let shift = if most > 0.0 { BITS - 1 - libm::ilogb(most) } else { 0 };
        let mut start = vec![0];
        let mut gives = Vec::with_capacity(instance.candidate.len());
        for (_, of_site) in all() {
            let grains = |s: f64| libm::round(libm::ldexp(s, shift)) as i64;
            gives.extend(of_site.iter().map(|&(d, s)| (number[d as usize], grains(s))));
            start.push(gives.len());
        }
        Self {
            weight: points.iter().map(|&d| instance.weight[d]).collect(),
            is_coverable: points.iter().map(|&d| !instance.row(d).is_empty()).collect(),
            of_point: vec![0; points.len()],
            is_open: vec![false; shares.len()],
            walked: gives.len() as u64,
            start,
            gives,
        }
    }

    /// Entries walked so far.
    pub(super) fn walked(&self) -> u64 {
        self.walked
    }

    pub(super) fn is_open(&self, j: usize) -> bool {
        self.is_open[j]
    }

    /// Whether a candidate gives anything to anybody.
    pub(super) fn has_anybody(&self, j: usize) -> bool {
        self.gives[self.start[j]..self.start[j + 1]].iter().any(|e| e.1 > 0)
    }

    /// The points of a candidate and what it gives to each.
    pub(super) fn site(&mut self, j: usize) -> &[(u32, i64)] {
        let range = self.start[j]..self.start[j + 1];
        self.walked += 1 + range.len() as u64;
        &self.gives[range]
    }

    pub(super) fn open(&mut self, j: usize) {
        self.is_open[j] = true;
        self.add(j, 1);
    }

    pub(super) fn close(&mut self, j: usize) {
        self.is_open[j] = false;
        self.add(j, -1);
    }

    fn add(&mut self, j: usize, times: i64) {
        for at in self.start[j]..self.start[j + 1] {
            let (point, grains) = self.gives[at];
            self.of_point[point as usize] += times * grains;
        }
        self.walked += (self.start[j + 1] - self.start[j] + self.of_point.len()) as u64;
    }
}

/// What each candidate gives to each of its points of weight > 0, ascending: `R_j·f_dj`. A candidate
/// that stands in a row twice counts once, with its greater decay.
pub(super) fn shares(instance: &Instance) -> Vec<Vec<(u32, f64)>> {
    let mut of_site: Vec<Vec<(u32, f64)>> = vec![Vec::new(); instance.candidates as usize];
    for d in (0..instance.weight.len()).filter(|&d| instance.weight[d] > 0.0) {
        for at in instance.range(d) {
            let decay = instance.decay.as_ref().map_or(1.0, |decay| decay[at]);
            let entries = &mut of_site[instance.candidate[at] as usize];
            match entries.last_mut() {
                Some(last) if last.0 == d as u32 => last.1 = last.1.max(decay),
                _ => entries.push((d as u32, decay)),
            }
        }
    }
    for (j, entries) in of_site.iter_mut().enumerate() {
        let claims =
            entries.iter().fold(0.0, |sum, &(d, decay)| sum + instance.weight[d as usize] * decay);
        let capacity = instance.capacity.as_ref().map_or(1.0, |capacity| capacity[j]);
        for (_, share) in entries {
            *share = if claims > 0.0 { capacity / claims * *share } else { 0.0 };
        }
    }
    of_site
}
