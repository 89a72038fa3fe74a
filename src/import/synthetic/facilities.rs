//! Facilities of the made-up prefecture, sized by the standard's norms, and sites for more.

use super::ground::Ground;
use super::layout::Layout;
use super::people::{doorstep, groups};
use super::random::Random;
use super::roads::Streets;
use crate::error::Result;
use crate::facts::{
    Candidate, Candidates, Catalogue, Code, Facilities, Facility, FacilityDetail, NormBase,
    ServiceId, SiteKind, SiteState, Source, StandardTable, State, Zone,
};

/// Where facilities of a service stand.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Stand {
    /// Where its people live.
    Everywhere,
    /// Mostly in towns.
    Towns,
}

/// Services in the order in which they find a place, with the usual capacity of one facility in the
/// standard's units; some move in with one that is there already.
const USUAL: [(&str, f64, Stand, &str); 31] = [
    ("CSC", 700.0, Stand::Everywhere, ""),
    ("PRI", 800.0, Stand::Everywhere, ""),
    ("JUN", 900.0, Stand::Towns, "PRI"),
    ("KIN", 300.0, Stand::Everywhere, ""),
    ("ECN", 60.0, Stand::Everywhere, "KIN"),
    ("ECH", 8.0, Stand::Towns, ""),
    ("CHD", 80.0, Stand::Everywhere, "CSC"),
    ("LIB", 100.0, Stand::Everywhere, "CSC"),
    ("SEN", 60.0, Stand::Everywhere, "CSC"),
    ("JOB", 20.0, Stand::Towns, "CSC"),
    ("TRN", 60.0, Stand::Towns, ""),
    ("GOV", 3.0, Stand::Towns, "CSC"),
    ("CHC", 1800.0, Stand::Towns, ""),
    ("CHS", 130.0, Stand::Everywhere, "CSC"),
    ("PHA", 1.0, Stand::Towns, ""),
    ("HOS", 450.0, Stand::Towns, ""),
    ("NUR", 140.0, Stand::Everywhere, ""),
    ("HCC", 1500.0, Stand::Towns, ""),
    ("DAY", 12.0, Stand::Everywhere, "CSC"),
    ("MEA", 70.0, Stand::Everywhere, "DAY"),
    ("SAC", 80.0, Stand::Everywhere, "CSC"),
    ("CUL", 260.0, Stand::Everywhere, "CSC"),
    ("SPO", 9000.0, Stand::Everywhere, ""),
    ("PAR", 7000.0, Stand::Towns, ""),
    ("MKT", 1200.0, Stand::Towns, ""),
    ("CHG", 40.0, Stand::Everywhere, ""),
    ("SHE", 6000.0, Stand::Everywhere, ""),
    ("DIS", 25.0, Stand::Everywhere, "CSC"),
    ("AID", 10.0, Stand::Towns, "CSC"),
    ("LAW", 6.0, Stand::Towns, "CSC"),
    ("VET", 5.0, Stand::Towns, "CSC"),
];
/// How often a service moves in with another.
const TOGETHER: f64 = 0.3;
/// One in so many facilities is planned only, and one in so many has no stated capacity.
const PLANNED: f64 = 0.01;
const UNSTATED: f64 = 0.02;

/// A facility of a village.
struct Placed {
    village: usize,
    facility: Facility,
}

pub(super) fn facilities(
    layout: &Layout,
    people: &[f64],
    streets: &Streets,
    ground: &Ground,
    standard: &StandardTable,
    catalogue: &Catalogue,
    random: &mut Random,
) -> Result<Facilities> {
    let ages = groups(layout, people);
    let mut placed: Vec<Placed> = Vec::new();
    let mut of_village: Vec<Vec<usize>> = vec![Vec::new(); layout.villages.len()];
    for (service, usual, stand, with) in USUAL {
        let (Some(row), id) = (standard.row(service), catalogue.find(service)?) else { continue };
        let with = if with.is_empty() { None } else { Some(catalogue.find(with)?) };
        let target = of_group(&ages, &row.group, people);
        let base = if row.base == NormBase::Total { people } else { &target };
        // Some services fall short of the norm, a few have more than they need.
        let supply = random.between(0.72, 1.05);
        let needed = base.iter().sum::<f64>() * row.norm / 1000.0 * supply;
        let count = libm::round(needed / usual).max(1.0) as usize;
        let weights: Vec<f64> = layout
            .villages
            .iter()
            .zip(&target)
            .map(|(village, people)| match (stand, village.in_town, village.zone()) {
                (Stand::Towns, true, _) => people * 1.6,
                (Stand::Towns, false, _) => people * 0.25,
                (Stand::Everywhere, _, Zone::Urban) => people * 0.9,
                (Stand::Everywhere, _, _) => *people,
            })
            .collect();
        for (n, village) in spread(count, &weights, random).into_iter().enumerate() {
            let scale = random.between(0.6, 1.4);
            let least = row.assumed_capacity(layout.villages[village].zone()).unwrap_or(1.0);
            let capacity = libm::round(usual * scale).max(least);
            let capacity = Some(capacity).filter(|_| !random.chance(UNSTATED));
            let host = with.filter(|_| random.chance(TOGETHER)).and_then(|with| {
                of_village[village].iter().copied().find(|f| {
                    let services = &placed[*f].facility.services;
                    services.contains(&with) && !services.contains(&id)
                })
            });
            if let Some(host) = host {
                move_in(&mut placed[host].facility, id, capacity);
                continue;
            }
            // Villages keep what they have at their centre.
            let of = &streets[village];
            let near = if layout.villages[village].in_town { of } else { &of[..of.len().min(2)] };
            let Some(at) = doorstep(near, random) else { continue };
            let name = catalogue.services().get(id.index()).map(|s| s.name.zh.to_string());
            let stem = layout.villages[village].name.trim_end_matches(['村', '社', '区']);
            let planned = random.chance(PLANNED);
            of_village[village].push(placed.len());
            placed.push(Placed {
                village,
                facility: Facility {
                    code: Code::new(format!("{service}-{:04}", n + 1))?,
                    name: name.map(|name| format!("{stem}{name}")),
                    at: ground.position(at),
                    services: vec![id],
                    state: if planned { State::Planned(2027) } else { State::Open },
                    source: Source::File,
                    owner: None,
                    as_of: Some("2026-01".to_owned()),
                    detail: FacilityDetail {
                        capacity: vec![capacity],
                        quality: random
                            .chance(0.8)
                            .then(|| libm::round(random.between(0.5, 1.0) * 100.0) / 100.0),
                        origin: Some("合成示例".to_owned()),
                        ..FacilityDetail::default()
                    },
                },
            });
        }
    }
    placed.sort_by(|a, b| {
        (a.village, a.facility.code.as_str()).cmp(&(b.village, b.facility.code.as_str()))
    });
    let list = placed.into_iter().map(|p| p.facility).collect();
    Ok(Facilities::new(list, catalogue.len()))
}

/// One more service under the same roof, in the catalogue's order.
fn move_in(facility: &mut Facility, service: ServiceId, capacity: Option<f64>) {
    let at = facility.services.partition_point(|s| *s < service);
    facility.services.insert(at, service);
    facility.detail.capacity.insert(at, capacity);
}

/// People of a target group per village.
fn of_group(ages: &[(&'static str, Vec<f64>)], group: &str, people: &[f64]) -> Vec<f64> {
    if let Some((_, counts)) = ages.iter().find(|(code, _)| *code == group) {
        return counts.clone();
    }
    match crate::facts::KnownGroup::find(group) {
        Some(known) if !known.parts.is_empty() => {
            let mut sum = vec![0.0; people.len()];
            for (part, weight) in known.parts {
                for (sum, count) in sum.iter_mut().zip(of_group(ages, part, people)) {
                    *sum += weight * count;
                }
            }
            sum
        }
        _ => people.to_vec(),
    }
}

/// So many places by weight, evenly along the list from a random start.
fn spread(count: usize, weights: &[f64], random: &mut Random) -> Vec<usize> {
    let total: f64 = weights.iter().sum();
    let step = total / count as f64;
    let start = random.unit() * step;
    let (mut reached, mut next) = (0.0, 0);
    let mut found = Vec::with_capacity(count);
    for (i, weight) in weights.iter().enumerate() {
        reached += weight;
        while next < count && start + next as f64 * step < reached {
            found.push(i);
            next += 1;
        }
    }
    found
}

/// Sites for more: about one for every four villages, of all four kinds.
pub(super) fn candidates(
    layout: &Layout,
    streets: &Streets,
    ground: &Ground,
    catalogue: &Catalogue,
    random: &mut Random,
) -> Result<Candidates> {
    const SMALL: [&str; 7] = ["ECN", "CHS", "DAY", "MEA", "SAC", "CSC", "CUL"];
    let mut list = Vec::new();
    for (i, village) in layout.villages.iter().enumerate() {
        if !random.chance(0.25) {
            continue;
        }
        let kind = match random.unit() {
            _ if village.new_area => SiteKind::New,
            u if u < 0.4 => SiteKind::Reuse,
            u if u < 0.65 => SiteKind::Share,
            u if u < 0.9 => SiteKind::Doorstep,
            _ => SiteKind::New,
        };
        let mut services = Vec::new();
        if kind != SiteKind::New {
            for _ in 0..3 {
                services.push(catalogue.find(SMALL[random.below(SMALL.len())])?);
            }
            services.sort_unstable();
            services.dedup();
        }
        let cost = match kind {
            SiteKind::Reuse => random.between(40.0, 160.0),
            SiteKind::Share => random.between(10.0, 60.0),
            SiteKind::Doorstep => random.between(30.0, 120.0),
            SiteKind::New => random.between(400.0, 3000.0),
        };
        let Some(at) = doorstep(&streets[i], random) else { continue };
        list.push(Candidate {
            code: Code::new(format!("site-{:04}", list.len() + 1))?,
            name: Some(format!("{}{}点", village.name, kind.zh())),
            at: ground.position(at),
            kind,
            services,
            capacity: Vec::new(),
            cost: Some(libm::round(cost)),
            state: SiteState::Available,
            owner: None,
            source: Some("合成示例".to_owned()),
            as_of: None,
        });
    }
    Ok(Candidates::new(list))
}
