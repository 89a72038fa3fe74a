//! The instances of the bench: a synthetic city, random graphs, points on a plane, random covers.

use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

use service_circle::siting::{Instance, Objective};

use crate::dice::Dice;
use crate::roads::Roads;

/// Rows of whole numbers: what can serve each demand point, and how far it is.
#[derive(Clone, Default)]
pub(crate) struct Rows {
    pub(crate) candidates: u32,
    pub(crate) weight: Vec<u32>,
    pub(crate) row: Vec<Vec<(u32, u32)>>,
    pub(crate) cost: Vec<u32>,
}

impl Rows {
    /// Pairs per possible pair.
    pub(crate) fn density(&self) -> f64 {
        let pairs: usize = self.row.iter().map(Vec::len).sum();
        pairs as f64 / self.row.len() as f64 / f64::from(self.candidates)
    }

    /// Points that the same candidates cover as one point each (distances are lost).
    pub(crate) fn aggregated(&self) -> Self {
        let mut place: HashMap<Vec<u32>, usize> = HashMap::new();
        let mut small = Self { row: Vec::new(), weight: Vec::new(), ..self.clone() };
        for (row, &weight) in self.row.iter().zip(&self.weight).filter(|r| !r.0.is_empty()) {
            let sites = row.iter().map(|e| e.0).collect();
            let at = *place.entry(sites).or_insert(small.row.len());
            if at == small.row.len() {
                small.row.push(row.clone());
                small.weight.push(0);
            }
            small.weight[at] += weight;
        }
        small
    }

    /// As a problem of the crate.
    pub(crate) fn instance(&self, objective: Objective) -> Instance {
        let rows: Vec<Vec<u32>> =
            self.row.iter().map(|row| row.iter().map(|e| e.0).collect()).collect();
        let weight = self.weight.iter().map(|&w| f64::from(w)).collect();
        let seconds = self.row.iter().flatten().map(|e| f64::from(e.1)).collect();
        let mut instance = Instance::coverage(self.candidates, weight, &rows);
        instance.objective = objective;
        instance.seconds = Some(seconds);
        instance
    }

    /// Writes whole numbers of 32 bits: candidates, points, pairs, then weights, costs, where rows
    /// start, candidates of all rows, distances.
    pub(crate) fn write(&self, path: &Path) -> std::io::Result<()> {
        let pairs = self.row.iter().map(Vec::len).sum::<usize>() as u32;
        let mut end = 0;
        let ends = self.row.iter().map(|row| {
            end += row.len() as u32;
            end
        });
        let numbers = [self.candidates, self.row.len() as u32, pairs]
            .into_iter()
            .chain(self.weight.iter().copied())
            .chain(self.cost.iter().copied())
            .chain(std::iter::once(0).chain(ends))
            .chain(self.row.iter().flatten().map(|e| e.0))
            .chain(self.row.iter().flatten().map(|e| e.1));
        let bytes: Vec<u8> = numbers.flat_map(u32::to_le_bytes).collect();
        std::fs::File::create(path)?.write_all(&bytes)
    }
}

/// A city of 10 km × 10 km: streets every 80 m with gaps, people round seven centres; who walks
/// 1,080 m (15 minutes at 1.2 m/s) from door to door is covered. Distances are millimetres.
pub(crate) fn city(candidates: usize, points: usize) -> Rows {
    const SIDE: usize = 126;
    const BLOCK: f64 = 80.0;
    const REACH: u32 = 1_080_000;
    let mut dice = Dice::new(20_261_121 + (candidates * 1_000_000 + points) as u64);
    let place: Vec<(f64, f64)> = (0..SIDE * SIDE)
        .map(|k| {
            let mut near = |at: usize| at as f64 * BLOCK + dice.between(-20.0, 20.0);
            (near(k / SIDE), near(k % SIDE))
        })
        .collect();
    let away = |a: (f64, f64), b: (f64, f64)| libm::hypot(a.0 - b.0, a.1 - b.1);
    let millimetres = |metres: f64| libm::round(metres * 1000.0) as u32;
    let mut roads = Roads::new(place.len());
    for k in 0..place.len() {
        let next =
            [(k / SIDE + 1 < SIDE).then_some(k + SIDE), (k % SIDE + 1 < SIDE).then_some(k + 1)];
        for other in next.into_iter().flatten() {
            if dice.below(100) >= 12 {
                let detour = dice.between(1.0, 1.25);
                roads.join(k, other, millimetres(away(place[k], place[other]) * detour));
            }
        }
    }
    let town = roads.largest_part();
    let centres: Vec<_> = (0..7)
        .map(|_| {
            let at = (dice.between(1500.0, 8500.0), dice.between(1500.0, 8500.0));
            (at, dice.between(600.0, 2200.0), dice.between(0.5, 3.0))
        })
        .collect();
    let mut sum = 0.0;
    let upto: Vec<f64> = town
        .iter()
        .map(|&k| {
            let around = centres.iter().map(|&(at, wide, high)| {
                let near = away(place[k as usize], at) / wide;
                high * libm::exp(-0.5 * near * near)
            });
            sum += 0.25 + around.sum::<f64>();
            sum
        })
        .collect();
    let mut doors: Vec<Vec<(u32, u32)>> = vec![Vec::new(); place.len()];
    for d in 0..points {
        let drawn = dice.between(0.0, sum);
        let at = town[upto.partition_point(|&s| s <= drawn)] as usize;
        doors[at].push((d as u32, millimetres(dice.between(0.0, 60.0))));
    }
    let mut lots = town;
    let mut rows = Rows {
        candidates: candidates as u32,
        row: vec![Vec::new(); points],
        weight: (0..points).map(|_| dice.people()).collect(),
        cost: (0..candidates)
            .map(|_| [40, 40, 60, 60, 60, 100, 100, 100, 100, 100][dice.below(10)])
            .collect(),
    };
    for j in 0..candidates {
        let lot = lots.swap_remove(dice.below(lots.len()));
        let door = millimetres(dice.between(0.0, 40.0));
        for (place, length) in roads.around(lot as usize, REACH) {
            for &(d, more) in &doors[place as usize] {
                if length + more + door <= REACH {
                    rows.row[d as usize].push((j as u32, length + more + door));
                }
            }
        }
    }
    rows
}

/// All distances in a connected graph of about n²/50 random edges of length 1 to 100, in the
/// manner of the p-median problems of the OR-Library.
pub(crate) fn graph(nodes: usize, seed: u64) -> Rows {
    let mut dice = Dice::new(seed);
    let mut roads = Roads::new(nodes);
    for a in 1..nodes {
        let b = dice.below(a);
        roads.join(a, b, 1 + dice.below(100) as u32);
    }
    for _ in nodes..nodes * nodes / 50 {
        let (a, b) = (dice.below(nodes), dice.below(nodes));
        roads.join(a, b, 1 + dice.below(100) as u32);
    }
    Rows {
        candidates: nodes as u32,
        weight: vec![1; nodes],
        row: (0..nodes).map(|a| roads.around(a, u32::MAX)).collect(),
        cost: vec![1; nodes],
    }
}

/// Nodes and sites of the forty p-median problems: 5, 10, n/10, n/5 and n/3 sites while there is
/// room among the larger ones.
pub(crate) fn graphs() -> Vec<(usize, u32)> {
    let sites = |n: usize| [5, 10, n / 10, n / 5, n.div_ceil(3)];
    let kinds =
        [(100, 5), (200, 5), (300, 5), (400, 5), (500, 5), (600, 5), (700, 4), (800, 3), (900, 3)];
    kinds
        .iter()
        .flat_map(|&(n, many)| sites(n).into_iter().take(many).map(move |p| (n, p as u32)))
        .collect()
}

/// Points in clusters on a plane, each with people and a candidate; each covers those within
/// `reach` metres. Distances are whole metres.
pub(crate) fn census(points: usize, reach: u32, seed: u64) -> Rows {
    let mut dice = Dice::new(seed);
    let clusters: Vec<_> = (0..60)
        .map(|_| {
            let at = (dice.between(0.0, 12_000.0), dice.between(0.0, 9_000.0));
            (at, libm::exp(dice.between(5.3, 7.2)))
        })
        .collect();
    let place: Vec<(f64, f64)> = (0..points)
        .map(|_| {
            let (at, wide) = clusters[dice.below(clusters.len())];
            (libm::round(at.0 + wide * dice.normal()), libm::round(at.1 + wide * dice.normal()))
        })
        .collect();
    let metres =
        |a: (f64, f64), b: (f64, f64)| libm::round(libm::hypot(a.0 - b.0, a.1 - b.1)) as u32;
    let row = |&a: &(f64, f64)| {
        let far = place.iter().map(|&b| metres(a, b));
        (0_u32..).zip(far).filter(|e| e.1 <= reach).collect()
    };
    Rows {
        candidates: points as u32,
        row: place.iter().map(row).collect(),
        weight: (0..points).map(|_| dice.people()).collect(),
        cost: vec![1; points],
    }
}

/// A random cover of 200 rows by 2,000 sites of cost 1 to 100, two in a hundred pairs, at least two
/// sites a row, in the manner of the set cover problems of the OR-Library.
pub(crate) fn random_cover(seed: u64) -> Rows {
    let (points, candidates) = (200, 2000);
    let mut dice = Dice::new(seed);
    let mut row: Vec<Vec<(u32, u32)>> = vec![Vec::new(); points];
    for j in 0..candidates {
        row[dice.below(points)].push((j, 0));
    }
    let mut pairs = candidates as usize;
    while pairs < points * candidates as usize / 50 {
        let (i, j) = (dice.below(points), dice.below(candidates as usize) as u32);
        if !row[i].contains(&(j, 0)) {
            row[i].push((j, 0));
            pairs += 1;
        }
    }
    for row in &mut row {
        row.sort_unstable();
    }
    Rows {
        candidates,
        weight: vec![1; points],
        row,
        cost: (0..candidates).map(|_| 1 + dice.below(100) as u32).collect(),
    }
}
