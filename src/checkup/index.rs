//! A composite index of reach, evenness and quality: configurable, and not the official one.

use super::area_checkup::{Checkup, Indicator};
use super::equity::Inequality;
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{ServiceId, Text, UnitId};

/// What the index must be called wherever it is shown.
pub const LABEL: Text = Text::fixed(
    "综合指数（可配置，非官方指数）",
    "Composite index (configurable, not the official one)",
);

/// How the three parts are put together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IndexRules {
    /// Weights of 可及, 均衡 and 优质. Source: 0.4, 0.4 and 0.2 are an assumption.
    pub weights: [f64; 3],
    /// The weighted geometric mean instead of the arithmetic one: a weak part weighs more.
    pub geometric: bool,
}

impl Default for IndexRules {
    fn default() -> Self {
        Self { weights: [0.4, 0.4, 0.2], geometric: false }
    }
}

/// The index of a unit, from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CompositeIndex {
    /// 可及: 可及度, services alike within a domain and domains alike; NaN = no data.
    pub reach: f64,
    /// 均衡: 1 − Gini of 保障度 over the smallest units within, likewise; NaN = no data, and in a
    /// unit that has none within.
    pub evenness: f64,
    /// 优质: as it was given; NaN = no data.
    pub quality: f64,
    /// All together; NaN if a part that has a weight has no data.
    pub value: f64,
}

impl CompositeIndex {
    /// The index of a unit; `quality` from 0 to 1, NaN = unknown.
    ///
    /// # Errors
    /// `argument.range` for weights that are negative, not finite or all 0, and for a quality that
    /// is neither from 0 to 1 nor NaN.
    pub fn of(checkup: &Checkup, unit: UnitId, quality: f64, rules: &IndexRules) -> Result<Self> {
        let total: f64 = rules.weights.iter().sum();
        if rules.weights.iter().any(|w| !w.is_finite() || *w < 0.0) || total <= 0.0 {
            let found = format!("{:?}", rules.weights);
            return Err(Error::new(ErrorCode::ArgumentRange, found).at("weights"));
        }
        if !quality.is_nan() && !(0.0..=1.0).contains(&quality) {
            return Err(Error::new(ErrorCode::ArgumentRange, quality.to_string()).at("quality"));
        }
        let reach = over_domains(checkup, |s| checkup.indicator(s, unit, Indicator::Reachable));
        let evenness = over_domains(checkup, |s| evenness(checkup, s, unit));
        let parts = [reach, evenness, quality].into_iter().zip(rules.weights);
        let parts = parts.filter(|(_, weight)| *weight > 0.0);
        let value = if rules.geometric {
            libm::exp(parts.map(|(part, weight)| weight / total * libm::log(part)).sum())
        } else {
            parts.map(|(part, weight)| weight / total * part).sum()
        };
        Ok(Self { reach, evenness, quality, value })
    }
}

/// 优质 of every unit: the mean quality of the open facilities in it that somebody judged; NaN =
/// none.
///
/// Shape: by unit.
pub fn qualities(checkup: &Checkup) -> Vec<f64> {
    let units = checkup.area.units();
    let (mut sums, mut counts) = (vec![0.0; units.len()], vec![0.0; units.len()]);
    let mut seen = vec![false; checkup.area.facilities().all().len()];
    for provider in checkup.services.iter().flatten().flat_map(|s| &s.providers) {
        // A facility of several services is one facility.
        let is_first = !std::mem::replace(&mut seen[provider.id.index()], true);
        if let (true, Some(unit), Some(quality)) =
            (is_first, provider.unit, provider.facility.detail.quality)
        {
            sums[unit.index()] += quality;
            counts[unit.index()] += 1.0;
        }
    }
    units.roll_up(&mut sums);
    units.roll_up(&mut counts);
    let mean = |(sum, count): (&f64, &f64)| if *count > 0.0 { sum / count } else { f64::NAN };
    sums.iter().zip(&counts).map(mean).collect()
}

/// The mean over domains of the mean over their services with data.
fn over_domains(checkup: &Checkup, value: impl Fn(ServiceId) -> f64) -> f64 {
    let catalogue = checkup.area.catalogue();
    let mut domains = vec![(0.0, 0u32); catalogue.domains().len()];
    for (i, service) in catalogue.services().iter().enumerate() {
        let value = value(ServiceId(i as u16));
        if !value.is_nan() {
            domains[service.domain].0 += value;
            domains[service.domain].1 += 1;
        }
    }
    let means = domains.iter().filter(|d| d.1 > 0).map(|d| d.0 / f64::from(d.1));
    let (sum, count) = means.fold((0.0, 0u32), |(sum, count), mean| (sum + mean, count + 1));
    if count > 0 { sum / f64::from(count) } else { f64::NAN }
}

/// 1 − Gini of 保障度 over the smallest units within a larger one.
fn evenness(checkup: &Checkup, service: ServiceId, within: UnitId) -> f64 {
    let units = checkup.area.units();
    let (mut values, mut weights) = (Vec::new(), Vec::new());
    if units.get(within).is_none_or(|u| u.level == 0) {
        return f64::NAN;
    }
    for (i, _) in units.all().iter().enumerate().filter(|(_, u)| u.level == 0) {
        let unit = UnitId(i as u32);
        let sufficient = checkup.indicator(service, unit, Indicator::Sufficient);
        let is_within = unit != within && units.with_parents(unit).any(|above| above == within);
        if is_within && !sufficient.is_nan() {
            values.push(sufficient);
            weights.push(checkup.indicator(service, unit, Indicator::Base));
        }
    }
    let gini = Inequality::of(&values, &weights).ok().and_then(|i| i.gini.ok());
    gini.map_or(f64::NAN, |gini| 1.0 - gini)
}
