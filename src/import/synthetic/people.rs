//! Who lives where in the made-up prefecture: figures per village, ages, and demand points.

use super::Options;
use super::ground::Ground;
use super::layout::{Layout, Village};
use super::random::Random;
use super::roads::{Street, Streets};
use crate::facts::{Counts, DemandPoints, KnownGroup, UnitId, Zone};

/// Houses stand this far from the middle of the street, in metres.
const DOORSTEP: f64 = 11.0;

/// Whole numbers in proportion to weights whose sum is the total.
pub(super) fn whole_parts(total: f64, weights: &[f64]) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let (mut reached, mut given) = (0.0, 0.0);
    weights
        .iter()
        .map(|w| {
            reached += w;
            let upto = libm::round(total * (reached / sum));
            let here = upto - given;
            given = upto;
            here
        })
        .collect()
}

/// People of each village: town communities have about four times as many as villages.
pub(super) fn figures(options: &Options, layout: &Layout, random: &mut Random) -> Vec<f64> {
    let weight = |village: &Village, random: &mut Random| {
        let usual = match (village.zone(), village.in_town) {
            (_, true) => 5.2,
            (Zone::Rural, false) => 1.2,
            (_, false) => 2.2,
        };
        usual * random.between(0.55, 1.6)
    };
    let weights: Vec<f64> = layout.villages.iter().map(|v| weight(v, random)).collect();
    whole_parts(options.people, &weights)
}

/// How much more or less of a group lives in a zone than in all.
fn tilt(group: &str, zone: Zone) -> f64 {
    match (group, zone) {
        ("60+" | "80+", Zone::Urban) => 0.85,
        ("60+" | "80+", Zone::Rural) => 1.25,
        ("car-owners", Zone::Rural) => 0.8,
        _ => 1.0,
    }
}

/// Counts of every known group per village; each sums to its share of all people.
///
/// Source: the product's shares of ages (a prefecture's census), raised for the old by a quarter in
/// 远郊 and lowered by 15 % in 城镇化; 15–59 is who is left, so that ages add up.
pub(super) fn groups(layout: &Layout, people: &[f64]) -> Vec<(&'static str, Vec<f64>)> {
    let total: f64 = people.iter().sum();
    let mut found: Vec<(&'static str, Vec<f64>)> = Vec::new();
    let counted = crate::facts::group::KNOWN.iter().filter(|g| g.parts.is_empty());
    for group in counted.clone().filter(|g| g.code != "15-59") {
        let Some((share, _)) = group.assumed_share else { continue };
        let weights: Vec<f64> = layout
            .villages
            .iter()
            .zip(people)
            .map(|(v, p)| p * tilt(group.code, v.zone()))
            .collect();
        found.push((group.code, whole_parts(libm::round(total * share), &weights)));
    }
    let of = |code: &str, i: usize| {
        found.iter().find(|(known, _)| *known == code).and_then(|(_, c)| c.get(i)).copied()
    };
    let others = ["0-2", "3-5", "6-11", "12-14", "60+"];
    let middle = people.iter().enumerate().map(|(i, all)| {
        let rest: f64 = others.iter().filter_map(|code| of(code, i)).sum();
        (all - rest).max(0.0)
    });
    let middle: Vec<f64> = middle.collect();
    if let Some(known) = KnownGroup::find("15-59") {
        found.push((known.code, middle));
    }
    found
}

/// A place at a street of a village.
pub(super) fn doorstep(streets: &[Street], random: &mut Random) -> Option<(f64, f64)> {
    let length = |s: &Street| {
        let (dx, dy) = (s.to.0 - s.from.0, s.to.1 - s.from.1);
        (dx * dx + dy * dy).sqrt()
    };
    let mut left = random.unit() * streets.iter().map(length).sum::<f64>();
    let street = streets
        .iter()
        .find(|s| {
            left -= length(s);
            left <= 0.0
        })
        .or(streets.last())?;
    let metres = length(street).max(1.0);
    let (dx, dy) = (street.to.0 - street.from.0, street.to.1 - street.from.1);
    let (along, side) = (random.unit(), if random.chance(0.5) { DOORSTEP } else { -DOORSTEP });
    let aside = (-dy / metres * side, dx / metres * side);
    Some((street.from.0 + dx * along + aside.0, street.from.1 + dy * along + aside.1))
}

/// About so many demand points, each village by its people; people in whole numbers.
pub(super) fn demand(
    options: &Options,
    layout: &Layout,
    people: &[f64],
    streets: &Streets,
    ground: &Ground,
    units: usize,
    random: &mut Random,
) -> DemandPoints {
    let total: f64 = people.iter().sum();
    let mut demand = DemandPoints::default();
    for (i, (_, people)) in layout.villages.iter().zip(people).enumerate() {
        let share = options.demand_points as f64 * people / total;
        // Nobody is nowhere: a village with people has a point.
        let count = (libm::round(share) as usize).max(1).min((*people as usize).max(1));
        let weights: Vec<f64> = (0..count).map(|_| random.between(0.5, 1.7)).collect();
        let village = super::codes::village(layout, i);
        for (n, part) in whole_parts(*people, &weights).into_iter().enumerate() {
            let Some(at) = doorstep(&streets[i], random) else { continue };
            let unit = UnitId(i as u32);
            demand.push(format_args!("{village}-{}", n + 1), ground.position(at), part, unit);
        }
    }
    for (code, counts) in groups(layout, people) {
        let mut of_unit = vec![f64::NAN; units];
        of_unit[..counts.len()].copy_from_slice(&counts);
        demand.groups_mut().set(code, Counts::ByUnit(of_unit));
    }
    demand
}
