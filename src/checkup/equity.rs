//! Equity: how unevenly something is spread over people.

use crate::error::{Error, ErrorCode, Result};

/// Why a measure has no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Undefined {
    /// There are no people.
    NobodyThere,
    /// The mean is 0: nothing is spread.
    NothingSpread,
    /// Somebody has 0, and the measure takes a logarithm or a reciprocal (含零, 不适用).
    HoldsZero,
    /// The worst-off 40 % have nothing.
    WorstOffHaveNothing,
}

impl Undefined {
    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["nobodyThere", "nothingSpread", "holdsZero", "worstOffHaveNothing"][self as usize]
    }
}

/// A measure, or why it has no value.
pub type Measure = std::result::Result<f64, Undefined>;

/// Population-weighted measures of inequality; 0 = all have the same.
///
/// With values `x`, weights `w`, `W = Σw` and mean `μ = Σwx / W`:
///
/// - Gini `Σ_iΣ_j w_i·w_j·|x_i − x_j| / (2μW²)`
/// - Theil T `Σ (w/W)(x/μ)·ln(x/μ)` with `0·ln 0 = 0`; Theil L `Σ (w/W)·ln(μ/x)`
/// - Atkinson `1 − [Σ (w/W)(x/μ)^(1−ε)]^(1/(1−ε))`, for `ε = 1`: `1 − exp(Σ (w/W)·ln x) / μ`
/// - coefficient of variation `√(Σ w(x − μ)² / W) / μ`
/// - Palma: mean of the best-off 10 % over mean of the worst-off 40 %, people at the border in part
#[derive(Clone, Debug, PartialEq)]
pub struct Inequality {
    /// Gini.
    pub gini: Measure,
    /// Theil T.
    pub theil_t: Measure,
    /// Theil L, the mean logarithmic deviation.
    pub theil_l: Measure,
    /// Atkinson with ε = 0.5.
    pub atkinson_05: Measure,
    /// Atkinson with ε = 1.
    pub atkinson_1: Measure,
    /// Atkinson with ε = 2.
    pub atkinson_2: Measure,
    /// Coefficient of variation.
    pub cv: Measure,
    /// Palma.
    pub palma: Measure,
    /// The Lorenz curve: cumulative share of people and of value, worst-off first, from (0, 0) to
    /// (1, 1); only these two if nothing is spread.
    pub lorenz: Vec<(f64, f64)>,
}

impl Inequality {
    /// Measures values by weights; those of weight 0 do not count.
    ///
    /// # Errors
    /// `argument.range`, with the place, for columns of different lengths and for values or weights
    /// that are negative or not finite.
    pub fn of(values: &[f64], weights: &[f64]) -> Result<Self> {
        check(values, weights)?;
        Ok(Self::of_sorted(&sorted(values, weights)))
    }

    fn of_sorted(people: &[(f64, f64)]) -> Self {
        let total: f64 = people.iter().map(|(_, w)| w).sum();
        let spread: f64 = people.iter().map(|(x, w)| x * w).sum();
        let mean = spread / total;
        let why = match () {
            () if people.is_empty() => Some(Undefined::NobodyThere),
            () if spread == 0.0 => Some(Undefined::NothingSpread),
            () => None,
        };
        if let Some(why) = why {
            return Self {
                gini: Err(why),
                theil_t: Err(why),
                theil_l: Err(why),
                atkinson_05: Err(why),
                atkinson_1: Err(why),
                atkinson_2: Err(why),
                cv: Err(why),
                palma: Err(why),
                lorenz: vec![(0.0, 0.0), (1.0, 1.0)],
            };
        }
        // Sorted, so the first has least.
        let has_zero = people[0].0 == 0.0;
        let of_all = |term: &dyn Fn(f64) -> f64| -> f64 {
            people.iter().map(|(x, w)| w / total * term(x / mean)).sum()
        };
        let if_positive = |value: &dyn Fn() -> f64| {
            if has_zero { Err(Undefined::HoldsZero) } else { Ok(value()) }
        };
        Self {
            gini: Ok(gini(people, total, spread)),
            theil_t: Ok(of_all(&|r| if r > 0.0 { r * libm::log(r) } else { 0.0 })),
            theil_l: if_positive(&|| 0.0 - of_all(&libm::log)),
            atkinson_05: Ok({
                let root = of_all(&libm::sqrt);
                1.0 - root * root
            }),
            atkinson_1: if_positive(&|| 1.0 - libm::exp(of_all(&libm::log))),
            atkinson_2: if_positive(&|| 1.0 - 1.0 / of_all(&|r| 1.0 / r)),
            cv: Ok(libm::sqrt(of_all(&|r| (r - 1.0) * (r - 1.0)))),
            palma: palma(people, total),
            lorenz: lorenz(people, total, spread),
        }
    }
}

impl Inequality {
    /// The Lorenz curve with fewer points, for a plot: no two kept ones but neighbours are nearer
    /// than `share` of the people, and none is moved.
    pub fn lorenz_apart(&self, share: f64) -> Vec<(f64, f64)> {
        let mut kept: Vec<(f64, f64)> = Vec::new();
        for (i, &point) in self.lorenz.iter().enumerate() {
            let is_end = i == 0 || i + 1 == self.lorenz.len();
            if is_end || kept.last().is_some_and(|last| point.0 - last.0 >= share) {
                kept.push(point);
            }
        }
        kept
    }
}

/// Inequality within groups and between them: `total = within + between`, for Theil's measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Decomposition {
    /// Theil T within and between: groups weighted by their share of the value.
    pub theil_t: std::result::Result<(f64, f64), Undefined>,
    /// Theil L within and between: groups weighted by their share of the people.
    pub theil_l: std::result::Result<(f64, f64), Undefined>,
    /// The mean of each group; NaN for a group without people.
    pub means: Vec<f64>,
}

impl Decomposition {
    /// Takes inequality apart by groups, `group[i] < groups` of value `i`.
    ///
    /// # Errors
    /// `argument.range` as [`Inequality::of`], and for a group out of range.
    pub fn of(values: &[f64], weights: &[f64], group: &[u32], groups: usize) -> Result<Self> {
        check(values, weights)?;
        if group.len() != values.len() {
            return Err(refused("group", format!("{} entries, not {}", group.len(), values.len())));
        }
        if let Some(i) = group.iter().position(|&g| g as usize >= groups) {
            return Err(refused(&format!("group[{i}]"), format!("{}, of {groups}", group[i])));
        }
        let parts: Vec<Vec<(f64, f64)>> = (0..groups as u32)
            .map(|g| {
                let of_group = values.iter().zip(weights).zip(group).filter(|&(_, &of)| of == g);
                of_group.map(|((&x, &w), _)| (x, w)).filter(|(_, w)| *w > 0.0).collect()
            })
            .collect();
        let weight = |part: &[(f64, f64)]| part.iter().map(|(_, w)| w).sum::<f64>();
        let value = |part: &[(f64, f64)]| part.iter().map(|(x, w)| x * w).sum::<f64>();
        let total: f64 = parts.iter().map(|p| weight(p)).sum();
        let spread: f64 = parts.iter().map(|p| value(p)).sum();
        let means = parts.iter().map(|p| value(p) / weight(p)).collect();
        if total == 0.0 || spread == 0.0 {
            let why = if total == 0.0 { Undefined::NobodyThere } else { Undefined::NothingSpread };
            return Ok(Self { theil_t: Err(why), theil_l: Err(why), means });
        }
        let mean = spread / total;
        let (mut t, mut l) = ((0.0, 0.0), (0.0, 0.0));
        let mut has_zero = false;
        for part in parts.iter().filter(|p| !p.is_empty()) {
            has_zero |= part.iter().any(|(x, _)| *x == 0.0);
            let (part_weight, part_value) = (weight(part), value(part));
            let own = part_value / part_weight;
            // A group that has nothing adds nothing to Theil T; Theil L is undefined then.
            if own > 0.0 {
                let log = |of: &dyn Fn(f64) -> f64| -> f64 {
                    part.iter().map(|(x, w)| w / part_weight * of(x / own)).sum()
                };
                let within_t = log(&|r| if r > 0.0 { r * libm::log(r) } else { 0.0 });
                t.0 += part_value / spread * within_t;
                t.1 += part_value / spread * libm::log(own / mean);
                l.0 += part_weight / total * log(&|r| -libm::log(r));
                l.1 += part_weight / total * libm::log(mean / own);
            }
        }
        let theil_l = if has_zero { Err(Undefined::HoldsZero) } else { Ok(l) };
        Ok(Self { theil_t: Ok(t), theil_l, means })
    }
}

fn refused(place: &str, found: String) -> Error {
    Error::new(ErrorCode::ArgumentRange, found).at(place)
}

fn check(values: &[f64], weights: &[f64]) -> Result<()> {
    if values.len() != weights.len() {
        return Err(refused("weights", format!("{} entries, not {}", weights.len(), values.len())));
    }
    for (name, column) in [("values", values), ("weights", weights)] {
        if let Some(i) = column.iter().position(|v| !v.is_finite() || *v < 0.0) {
            return Err(refused(&format!("{name}[{i}]"), column[i].to_string()));
        }
    }
    Ok(())
}

/// Values with weights above 0, worst-off first; equal values in their given order.
fn sorted(values: &[f64], weights: &[f64]) -> Vec<(f64, f64)> {
    let mut people: Vec<_> =
        values.iter().copied().zip(weights.iter().copied()).filter(|(_, w)| *w > 0.0).collect();
    people.sort_by(|a, b| a.0.total_cmp(&b.0));
    people
}

/// `Σ_i w_i·x_i·(2·C_i + w_i − W) / (μW²)` with `C_i` the people before `i`: the double sum in one
/// pass over sorted values.
fn gini(people: &[(f64, f64)], total: f64, spread: f64) -> f64 {
    let mut before = 0.0;
    let mut sum = 0.0;
    for &(x, w) in people {
        sum += w * x * (2.0 * before + w - total);
        before += w;
    }
    // Equal values leave a rounding error of either sign.
    (sum / (spread * total)).max(0.0)
}

fn palma(people: &[(f64, f64)], total: f64) -> Measure {
    let sum_of_first = |share: f64, people: &mut dyn Iterator<Item = &(f64, f64)>| {
        let mut left = share * total;
        let mut sum = 0.0;
        for &(x, w) in people {
            let taken = w.min(left);
            sum += x * taken;
            left -= taken;
        }
        sum / (share * total)
    };
    let worst = sum_of_first(0.4, &mut people.iter());
    let best = sum_of_first(0.1, &mut people.iter().rev());
    if worst > 0.0 { Ok(best / worst) } else { Err(Undefined::WorstOffHaveNothing) }
}

fn lorenz(people: &[(f64, f64)], total: f64, spread: f64) -> Vec<(f64, f64)> {
    let mut curve = Vec::with_capacity(people.len() + 1);
    let (mut weight, mut value) = (0.0, 0.0);
    curve.push((0.0, 0.0));
    for &(x, w) in people {
        weight += w;
        value += x * w;
        curve.push((weight / total, value / spread));
    }
    // The sums above were made in the same order, so the end is (1, 1) to the bit.
    curve
}
