//! Plans of a town by brute force over all sets of candidates.

use service_circle::access::{CircleDrawer, JoinedStudy, Reach};
use service_circle::siting::{Origin, SitingPlan};
use service_circle::units::{Millis, Position};
use std::sync::Arc;

/// What brute force works on: circles drawn one by one, apart from the search.
pub struct Brute {
    /// Where each candidate comes from.
    pub origin: Vec<Origin>,
    pub weight: Vec<f64>,
    pub limits: Vec<Millis>,
    /// By candidate the time of each demand point.
    pub times: Vec<Vec<Millis>>,
    pub cost: Vec<f64>,
    pub kept: Vec<Millis>,
    pub up_to: Millis,
}

impl Brute {
    pub fn of(study: &JoinedStudy, plan: &SitingPlan, kept: &[&str]) -> Self {
        let area = study.area();
        let question = &plan.question;
        let zone: Arc<[u8]> = area
            .demand()
            .unit()
            .iter()
            .map(|u| area.units().zone(*u).map_or(0, |z| z.index() as u8))
            .collect();
        let hour = Reach { modes: question.reach.modes, limits: [Millis(3_600_000); 3] };
        let mut drawer = CircleDrawer::new(study, &question.profiles, Arc::clone(&zone));
        let mut from = |at: Position| {
            let mut times = vec![Millis::NEVER; zone.len()];
            for (point, ms) in drawer.draw(at, &hour).iter() {
                times[point] = Millis(ms as u32);
            }
            times
        };
        let times = plan.candidates.iter().map(|c| from(c.at)).collect();
        let mut nearest = vec![Millis::NEVER; zone.len()];
        for code in kept {
            let id = area.facilities().find(code).expect("there");
            for (nearest, time) in
                nearest.iter_mut().zip(from(area.facilities().all()[id.index()].at))
            {
                *nearest = time.min(*nearest);
            }
        }
        Self {
            origin: plan.candidates.iter().map(|c| c.origin).collect(),
            weight: area.demand().people().to_vec(),
            limits: zone.iter().map(|z| question.reach.limits[usize::from(*z)]).collect(),
            times,
            cost: plan.candidates.iter().map(|c| c.cost).collect(),
            kept: nearest,
            up_to: question.up_to,
        }
    }

    pub fn nearest(&self, set: &[usize]) -> Vec<Millis> {
        let best = |d: usize| set.iter().map(|&j| self.times[j][d]).min().unwrap_or(Millis::NEVER);
        (0..self.weight.len()).map(|d| best(d).min(self.kept[d])).collect()
    }

    pub fn served(&self, set: &[usize]) -> f64 {
        let points = self.nearest(set).into_iter().zip(&self.limits).zip(&self.weight);
        points.filter(|((t, limit), _)| t.within(**limit)).map(|(_, w)| w).sum()
    }

    pub fn capped(&self, set: &[usize]) -> Vec<f64> {
        self.nearest(set).into_iter().map(|t| f64::from(t.min(self.up_to).0) / 1000.0).collect()
    }

    /// Whether somebody lives there whom a facility or a candidate reaches.
    pub fn can_be_reached(&self) -> Vec<bool> {
        let all: Vec<usize> = (0..self.times.len()).collect();
        let points = self.nearest(&all).into_iter().zip(&self.weight);
        points.map(|(time, weight)| time.within(self.up_to) && *weight > 0.0).collect()
    }

    /// Of those who can be reached.
    pub fn travel(&self, set: &[usize]) -> f64 {
        let of = self.capped(set).into_iter().zip(&self.weight).zip(self.can_be_reached());
        of.filter(|(_, can)| *can).map(|((time, weight), _)| time * weight).sum()
    }

    /// Of those who can be reached.
    pub fn farthest(&self, set: &[usize]) -> f64 {
        let of = self.capped(set).into_iter().zip(self.can_be_reached());
        of.filter(|(_, can)| *can).map(|(time, _)| time).fold(0.0, f64::max)
    }

    pub fn cost(&self, set: &[usize]) -> f64 {
        set.iter().map(|&j| self.cost[j]).sum()
    }

    /// Every set of candidates.
    pub fn sets(&self) -> impl Iterator<Item = Vec<usize>> + '_ {
        let n = self.times.len();
        (0..1u32 << n).map(move |bits| (0..n).filter(|j| bits >> j & 1 == 1).collect())
    }

    pub fn most(&self, fits: impl Fn(&[usize]) -> bool, value: impl Fn(&[usize]) -> f64) -> f64 {
        self.sets().filter(|s| fits(s)).map(|s| value(&s)).fold(f64::NEG_INFINITY, f64::max)
    }

    pub fn least(&self, fits: impl Fn(&[usize]) -> bool, value: impl Fn(&[usize]) -> f64) -> f64 {
        self.sets().filter(|s| fits(s)).map(|s| value(&s)).fold(f64::INFINITY, f64::min)
    }
}
