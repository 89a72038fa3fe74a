//! Sites that give several services, by brute force over all sets of places.

use super::town::assert_near;
use service_circle::siting::Origin;
use service_circle::siting::hub::HubPlan;

/// Places that suit, and what sets of them serve, counted apart from the search.
pub struct HubBrute {
    /// The number of each place in the study.
    pub place: Vec<usize>,
    pub people: Vec<f64>,
    /// By service.
    pub weight: Vec<f64>,
    /// By service and place the points in reach.
    pub reached: Vec<Vec<Vec<usize>>>,
    /// By service the points that a facility serves.
    pub kept: Vec<Vec<bool>>,
    pub cost: Vec<f64>,
}

impl HubBrute {
    pub fn newly_served(&self, set: &[usize]) -> Vec<f64> {
        let of_service = |s: usize| {
            let mut is_served = self.kept[s].clone();
            let mut sum = 0.0;
            for &point in set.iter().flat_map(|&j| &self.reached[s][j]) {
                if !std::mem::replace(&mut is_served[point], true) {
                    sum += self.people[point];
                }
            }
            sum
        };
        (0..self.weight.len()).map(of_service).collect()
    }

    pub fn gain(&self, set: &[usize]) -> f64 {
        self.newly_served(set).iter().zip(&self.weight).map(|(n, w)| n * w).sum()
    }

    pub fn cost(&self, set: &[usize]) -> f64 {
        set.iter().map(|&j| self.cost[j]).sum()
    }

    /// The most that a set which fits is worth.
    pub fn best(&self, fits: impl Fn(&[usize]) -> bool, worth: f64) -> f64 {
        let n = self.place.len();
        let sets = (0..1u32 << n).map(|bits| (0..n).filter(|j| bits >> j & 1 == 1).collect());
        let sets = sets.filter(|set: &Vec<usize>| fits(set));
        sets.map(|set| self.gain(&set) - worth * self.cost(&set)).fold(f64::MIN, f64::max)
    }

    /// The sites of a plan, after checking all that it says of them.
    pub fn told_truly(&self, plan: &HubPlan) -> Vec<usize> {
        let number = |origin: Origin| {
            self.place.iter().position(|&place| origin == Origin::Place(place as u32))
        };
        let sites = plan.sites.iter().map(|s| number(s.candidate.origin).expect("a place"));
        let sites: Vec<usize> = sites.collect();
        for (k, site) in plan.sites.iter().enumerate() {
            let (before, after) = (&sites[..k], &sites[..=k]);
            let (was, is) = (self.newly_served(before), self.newly_served(after));
            for (s, newly) in site.newly_served.iter().enumerate() {
                assert_near(*newly, is[s] - was[s]);
            }
            assert_near(site.gain, self.gain(after) - self.gain(before));
            let net = plan.question.worth.map(|worth| site.gain - worth * self.cost[sites[k]]);
            assert_eq!(site.net.map(f64::to_bits), net.map(f64::to_bits));
        }
        for (s, totals) in plan.services.iter().enumerate() {
            let kept = self.kept[s].iter().zip(&self.people).filter(|(is, _)| **is);
            assert_near(totals.served_today, kept.map(|(_, p)| p).sum());
            assert_near(totals.served - totals.served_today, self.newly_served(&sites)[s]);
            assert_near(totals.people, self.people.iter().sum());
        }
        assert_near(plan.cost, self.cost(&sites));
        let gains: f64 = plan.sites.iter().map(|s| s.gain).sum();
        assert_near(plan.result.objective, gains - plan.question.worth.unwrap_or(0.0) * plan.cost);
        sites
    }
}
