//! A proof that others can check: whole multipliers for every part of the plans, as JSON.
//!
//! Two texts: the problem, with what is fixed or forced as `fixed` and what is left of the limits
//! (covers have no limit, so what is forced counts there and is named `forced` besides),
//! and the certificate, which names the problem by the 64-bit FNV-1a hash of its text. The
//! certificate states a plan and its value, and leaves: sites that are open or shut in a part of
//! the plans and the multipliers that bound this part. Together the leaves make up all plans, so
//! the least of their bounds, or the value if that is less, is a bound for every plan.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use super::instance::{Instance, Objective};
use super::lagrange::{Grain, Leaf};
use super::presolve::Fate;
use super::problem::Problem;

/// A proof for others to check, as two JSON texts, and what it proves.
#[derive(Clone, Debug, PartialEq)]
pub struct CertifiedBound {
    /// The problem.
    pub problem: String,
    /// The plan, and what proves how good it is.
    pub certificate: String,
    /// No plan is better than this, in the unit of the objective: the number that
    /// `examples/check_certificate.py` comes to. The solver may have proven more than it could keep.
    pub bound: f64,
}

/// A plan and what proves how good it is.
#[derive(Clone, Debug)]
pub(crate) struct Proof {
    pub(crate) plan: Vec<u32>,
    pub(crate) grain: Grain,
    /// What all points pay with the plan, or what a cover costs, in grains.
    pub(crate) value: i64,
    /// The demand point of each row.
    pub(crate) points: Vec<u32>,
    pub(crate) leaves: Vec<Leaf>,
    /// What is paid at least in all parts of the plans, in grains; none where nothing is known.
    pub(crate) least: Option<i128>,
    /// For least farthest travel: the seconds that every plan needs; the leaves bound what it costs
    /// to reach all points in less.
    pub(crate) time: Option<f64>,
    /// With capacities: the entries of the instance that serve somebody, and how much in grains.
    pub(crate) served: Vec<(usize, i64)>,
    /// For covers of a share: the weight that may stay uncovered, and the grains of weights.
    pub(crate) uncovered: Option<(f64, Grain)>,
}

impl Proof {
    /// The problem and its certificate; none where costs are no whole numbers.
    pub(crate) fn written(&self, problem: &Problem) -> Option<CertifiedBound> {
        let cost = problem.instance.cost.as_deref().unwrap_or_default();
        let is_priced =
            problem.budget.is_some() || problem.instance.objective == Objective::MinSites;
        if is_priced && cost.iter().any(|c| c.fract() != 0.0) {
            return None;
        }
        let text = self.problem_text(problem);
        let bound = self.bound(problem);
        let mut pool: BTreeMap<usize, usize> = BTreeMap::new();
        let (mut multipliers, mut leaves) = (Vec::new(), Vec::new());
        for leaf in &self.leaves {
            let place = Arc::as_ptr(&leaf.multipliers) as usize;
            let at = *pool.entry(place).or_insert_with(|| {
                multipliers.push(list(&leaf.multipliers.of_row));
                multipliers.len() - 1
            });
            let ids = |wanted: Fate| -> Vec<u32> {
                // What is decided from the start, or too dear for any plan, splits nothing.
                let is = |&j: &u32| {
                    leaf.fate[j as usize] == wanted
                        && problem.fate[j as usize] == Fate::Free
                        && problem.limits.cost_of(j) <= problem.limits.budget
                };
                (0..leaf.fate.len() as u32).filter(is).collect()
            };
            leaves.push(format!(
                "{{\"open\":{},\"shut\":{},\"multipliers\":{at},\"price\":{}}}",
                list(&ids(Fate::Open)),
                list(&ids(Fate::Shut)),
                leaf.multipliers.of_budget,
            ));
        }
        let certificate = format!(
            "{{\"problem\":\"{:016x}\",\"grains\":{},\"sites\":{},\"value\":{},{}{}\"points\":{},\n\
             \"multipliers\":[{}],\n\"leaves\":[{}]}}\n",
            hash(text.as_bytes()),
            self.grain.per_unit(),
            list(&self.plan),
            self.value,
            self.time.map_or_else(String::new, |t| format!("\"seconds\":{t},")),
            self.extras(problem),
            list(&self.points),
            multipliers.join(",\n"),
            leaves.join(",\n"),
        );
        Some(CertifiedBound { problem: text, certificate, bound })
    }
}

impl Proof {
    /// What is proven, in units.
    fn bound(&self, problem: &Problem) -> f64 {
        let instance = &problem.instance;
        let value = i128::from(self.value);
        let least = self.least.map_or(value, |least| least.min(value));
        let units = least as f64 / self.grain.per_unit();
        match (self.time, instance.objective) {
            (Some(time), _) => time,
            (None, Objective::MaxCoverage) => most_covered(instance, self.grain, least),
            (None, Objective::MinSites) => {
                let cost = |&j: &u32| instance.cost.as_ref().map_or(1.0, |cost| cost[j as usize]);
                let forced = problem.forced.iter().map(|j| i128::from(self.grain.down(cost(j))));
                ((least + forced.sum::<i128>()) as f64 / self.grain.per_unit()).ceil()
            }
            (None, _) => {
                let seconds = instance.seconds.as_deref().unwrap_or_default();
                let unserved = instance.unserved_seconds.as_slice();
                let is_whole = [&*instance.weight, seconds, unserved].into_iter().all(is_whole);
                if is_whole { units.ceil() } else { units }
            }
        }
    }

    /// What only some certificates state.
    fn extras(&self, problem: &Problem) -> String {
        let mut text = String::new();
        if problem.instance.capacity.is_some() {
            let pairs: Vec<String> =
                self.served.iter().map(|(at, amount)| format!("[{at},{amount}]")).collect();
            let _ = write!(text, "\"served\":[{}],", pairs.join(","));
        }
        if let Some((_, grain)) = self.uncovered {
            let _ = write!(text, "\"weightGrains\":{},", grain.per_unit());
        }
        text
    }

    /// The problem that is proven: candidates that must be open are fixed, and only a cover counts them.
    fn problem_text(&self, problem: &Problem) -> String {
        let mut text = head(problem);
        if let Some((most, _)) = self.uncovered {
            let _ = write!(text, ",\"mayStayOut\":{most}");
        }
        text.push_str("}\n");
        text
    }
}

/// What is covered at most, in units, where so many grains are not; whole where every value is.
pub(crate) fn most_covered(instance: &Instance, grain: Grain, least: i128) -> f64 {
    let total: i128 = instance.weight.iter().map(|&w| i128::from(grain.up(w))).sum();
    let most = (total - least) as f64 / grain.per_unit();
    let capacity = instance.capacity.as_deref().unwrap_or_default();
    if is_whole(&instance.weight) && is_whole(capacity) { most.floor() } else { most }
}

fn is_whole(values: &[f64]) -> bool {
    values.iter().all(|v| v.fract() == 0.0)
}

/// The problem's text up to its end.
pub(crate) fn head(problem: &Problem) -> String {
    let instance = &problem.instance;
    let banned: Vec<u32> =
        (0..instance.candidates).filter(|&j| problem.fate[j as usize] == Fate::Shut).collect();
    let fixed: Vec<u32> = instance.fixed.iter().chain(&problem.forced).copied().collect();
    let mut text = format!(
        "{{\"objective\":\"{}\",\"candidates\":{},\"weight\":{},\"rowStart\":{},\"candidate\":{},\
         \"fixed\":{},\"banned\":{}",
        instance.objective.as_str(),
        instance.candidates,
        list(&instance.weight),
        list(&instance.row_start),
        list(&instance.candidate),
        list(&fixed),
        list(&banned),
    );
    let mut add = |name: &str, value: String| {
        // Writing to a string does not fail.
        let _ = write!(text, ",\"{name}\":{value}");
    };
    if let Some(seconds) = instance.seconds.as_ref().filter(|_| instance.is_travel()) {
        add("seconds", list(seconds));
    }
    if let Some(capacity) = &instance.capacity {
        add("capacity", list(capacity));
    }
    if instance.whole {
        add("whole", "true".to_owned());
    }
    if let Some(need) = &instance.need {
        add("need", list(need));
    }
    if let Some(unserved) = instance.unserved_seconds {
        add("unservedSeconds", unserved.to_string());
    }
    if instance.objective == Objective::MinSites {
        // Whether there may be as many or as dear is no part of what is proven.
        if let Some(cost) = &instance.cost {
            add("cost", list(cost));
        }
        // What is forced is open like what is fixed, but it counts.
        if !problem.forced.is_empty() {
            add("forced", list(&problem.forced));
        }
        return text;
    }
    if problem.sites.is_some() {
        add("sites", problem.limits.sites.to_string());
    }
    if problem.budget.is_some() {
        add("budget", problem.limits.budget.to_string());
        add("cost", list(&problem.limits.cost));
    }
    text
}

pub(crate) fn list<T: ToString>(numbers: &[T]) -> String {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    format!("[{}]", numbers.join(","))
}

/// The 64-bit FNV-1a hash: Fowler, Noll & Vo 1991.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
