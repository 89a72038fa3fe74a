//! Puts people where they live: parts of a figure over demand points, kept in sum exactly.

use crate::facts::{DemandPoints, UnitId, Units};
use crate::units::Position;

/// Parts are whole multiples of this, about a millionth of a person: then every sum is exact.
const GRAIN: f64 = 1.0 / 1_048_576.0;

/// Parts of a total by weight, whose sum is the total; equal parts without any weight.
pub(super) fn parts(total: f64, weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let (mut reached, mut given) = (0.0, 0.0);
    let even = 1.0 / weights.len().max(1) as f64;
    weights
        .iter()
        .enumerate()
        .map(|(i, weight)| {
            reached += if sum > 0.0 { weight / sum } else { even };
            let upto = libm::round(total * reached / GRAIN) * GRAIN;
            let upto = if i + 1 == weights.len() { total } else { upto.min(total) };
            let part = upto - given;
            given = upto;
            part
        })
        .collect()
}

/// A place where people may live.
#[derive(Clone, Debug)]
pub(super) struct Home {
    pub code: String,
    pub at: Position,
    pub unit: UnitId,
    pub weight: f64,
}

/// The homes of a study as they are: its demand points, weighted by their people.
pub(super) fn homes(demand: &DemandPoints) -> Vec<Home> {
    let rows = demand.codes().iter().zip(demand.at()).zip(demand.unit()).zip(demand.people());
    rows.map(|(((code, at), unit), people)| Home {
        code: code.to_owned(),
        at: *at,
        unit: *unit,
        weight: *people,
    })
    .collect()
}

/// Demand points with the figure of each smallest unit spread over its homes by weight.
///
/// A unit without a figure keeps the weights of its homes as people. People of a unit without any
/// home are counted at the unit's own place.
pub(super) fn settle(mut homes: Vec<Home>, figures: &[Option<f64>], units: &Units) -> DemandPoints {
    homes.sort_by_key(|h| h.unit);
    let mut demand = DemandPoints::default();
    let mut from = 0;
    for (i, unit) in units.all().iter().enumerate().filter(|(_, u)| u.level == 0) {
        let id = UnitId(i as u32);
        let rest = homes.get(from..).unwrap_or_default();
        let of_unit = &rest[..rest.partition_point(|h| h.unit <= id)];
        from += of_unit.len();
        match figures.get(i).copied().flatten() {
            None => {
                for home in of_unit {
                    demand.push(format_args!("{}", home.code), home.at, home.weight, id);
                }
            }
            Some(people) if of_unit.is_empty() => {
                demand.push(format_args!("{}", unit.code), unit.at, people, id);
            }
            Some(people) => {
                let weights: Vec<f64> = of_unit.iter().map(|h| h.weight).collect();
                for (home, part) in of_unit.iter().zip(parts(people, &weights)) {
                    demand.push(format_args!("{}", home.code), home.at, part, id);
                }
            }
        }
    }
    demand
}

/// People of every unit: of a smallest one its figure, else what lives at its points; of a larger
/// one the sum of what is known below.
pub(super) fn count_people(
    units: &Units,
    demand: &DemandPoints,
    figures: &[Option<f64>],
) -> Vec<Option<f64>> {
    let mut people: Vec<Option<f64>> = units
        .all()
        .iter()
        .enumerate()
        .map(|(i, u)| if u.level == 0 { figures.get(i).copied().flatten() } else { None })
        .collect();
    let counted: Vec<bool> = people.iter().map(Option::is_some).collect();
    for (unit, at_point) in demand.unit().iter().zip(demand.people()) {
        if let (Some(sum), Some(false)) = (people.get_mut(unit.index()), counted.get(unit.index()))
        {
            *sum = Some(sum.unwrap_or(0.0) + at_point);
        }
    }
    for (i, unit) in units.all().iter().enumerate() {
        if let (Some(parent), Some(below)) = (unit.parent, people[i]) {
            let above = &mut people[parent.index()];
            *above = Some(above.unwrap_or(0.0) + below);
        }
    }
    people
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn parts_sum_to_the_total_exactly(
            total in 0u32..10_000_000,
            weights in proptest::collection::vec(0.0f64..1e6, 1..60),
        ) {
            let parts = parts(f64::from(total), &weights);
            prop_assert_eq!(parts.iter().sum::<f64>().to_bits(), f64::from(total).to_bits());
            prop_assert!(parts.iter().all(|p| *p >= 0.0));
        }
    }
}
