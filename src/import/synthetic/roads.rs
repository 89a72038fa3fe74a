//! Roads of the made-up prefecture: town grids cut by canals, village lanes, and what joins them.

use super::ground::Ground;
use super::layout::{Layout, Rect, Township};
use super::random::Random;
use crate::network::{RoadSource, Tags};

/// Metres between the streets of a town.
const STREETS: f64 = 170.0;
/// Every so many streets one is wider, and has a bridge over the canal.
const WIDER: usize = 4;
/// Canals in open country run this far apart; village roads cross them only where they must.
const CANALS: f64 = 3_200.0;

/// A straight street on which people live.
#[derive(Clone, Copy, Debug)]
pub(super) struct Street {
    pub from: (f64, f64),
    pub to: (f64, f64),
}

/// Streets of each village.
pub(super) type Streets = Vec<Vec<Street>>;

struct Builder<'g> {
    ground: &'g mut Ground,
    source: &'g mut RoadSource,
    ways: i64,
}

impl Builder<'_> {
    fn way(&mut self, nodes: &[i64], tags: &[(&str, &str)]) {
        self.ways += 1;
        self.source.push_way(self.ways, nodes, &Tags::new(tags));
    }

    /// A road with a bend every few hundred metres.
    fn winding(
        &mut self,
        (a, from): (i64, (f64, f64)),
        (b, to): (i64, (f64, f64)),
        tags: &[(&str, &str)],
        random: &mut Random,
    ) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = (dx * dx + dy * dy).sqrt();
        let bends = (length / 350.0) as usize;
        let mut nodes = vec![a];
        for i in 1..=bends {
            let share = i as f64 / (bends + 1) as f64;
            let aside = random.between(-0.09, 0.09) * 350.0 / length.max(1.0);
            let at = (from.0 + dx * share - dy * aside, from.1 + dy * share + dx * aside);
            nodes.push(self.ground.node(at));
        }
        nodes.push(b);
        self.way(&nodes, tags);
    }
}

/// Lays all roads; gives the streets of each village.
pub(super) fn lay(
    layout: &Layout,
    ground: &mut Ground,
    source: &mut RoadSource,
    random: &mut Random,
) -> Streets {
    let mut builder = Builder { ground, source, ways: 0 };
    let mut streets: Streets = vec![Vec::new(); layout.villages.len()];
    let mut gates = Vec::with_capacity(layout.townships.len());
    let mut from = 0;
    let mut centres: Vec<(usize, i64, (f64, f64))> = Vec::new();
    for (i, township) in layout.townships.iter().enumerate() {
        let rest = &layout.villages[from..];
        let count = rest.iter().take_while(|v| v.township == i).count();
        let grid = Grid::lay(&mut builder, &township.town);
        for (v, village) in rest[..count].iter().enumerate() {
            if village.in_town {
                streets[from + v] = grid.inside(&village.rect);
            } else {
                let centre = village.rect.place(random, 0.35);
                let node = builder.ground.node(centre);
                centres.push((from + v, node, centre));
                hamlets(
                    &mut builder,
                    &village.rect,
                    (node, centre),
                    &mut streets[from + v],
                    random,
                );
            }
        }
        let of_township = &centres[centres.partition_point(|c| c.0 < from)..];
        join_villages(&mut builder, of_township, &grid.gates, random);
        gates.push(grid.gates);
        from += count;
    }
    join_neighbours(&mut builder, layout, &centres, random);
    join_towns(&mut builder, &layout.townships, &gates, random);
    streets
}

/// The streets of a town.
struct Grid {
    east: Vec<f64>,
    north: Vec<f64>,
    /// Where roads from outside come in.
    gates: [(i64, (f64, f64)); 4],
}

impl Grid {
    fn lay(builder: &mut Builder<'_>, town: &Rect) -> Self {
        let lines = |from: f64, length: f64| -> Vec<f64> {
            let count = ((length / STREETS) as usize).max(2);
            (0..=count).map(|i| from + length * (i as f64 + 0.5) / (count as f64 + 1.0)).collect()
        };
        let (east, north) = (lines(town.west, town.wide()), lines(town.south, town.high()));
        let nodes: Vec<Vec<i64>> = north
            .iter()
            .map(|y| east.iter().map(|x| builder.ground.node((*x, *y))).collect())
            .collect();
        let class = |line: usize| match (line % WIDER, line % (2 * WIDER)) {
            (2, 2) => "secondary",
            (2, _) => "tertiary",
            _ => "residential",
        };
        for column in 0..east.len() {
            let along: Vec<i64> = nodes.iter().map(|row| row[column]).collect();
            builder.way(&along, &[("highway", class(column))]);
        }
        // A canal runs north between two columns.
        let canal = (east.len() / 2).max(1);
        for (line, row) in nodes.iter().enumerate() {
            builder.way(&row[..canal], &[("highway", class(line))]);
            builder.way(&row[canal..], &[("highway", class(line))]);
            if line % WIDER == 2 || (north.len() < 3 && line == 0) {
                let bridge = [("highway", class(line)), ("bridge", "yes")];
                builder.way(&row[canal - 1..=canal], &bridge);
            }
        }
        let (right, top) = (east.len() - 1, north.len() - 1);
        let gate = |column: usize, line: usize| (nodes[line][column], (east[column], north[line]));
        let gates =
            [gate(0, top / 2), gate(right, top / 2), gate(right / 2, 0), gate(right / 2, top)];
        Self { east, north, gates }
    }

    /// The pieces of streets inside a rectangle; where none is, the nearest street.
    fn inside(&self, rect: &Rect) -> Vec<Street> {
        let (first, last) = (self.east[0], self.east[self.east.len() - 1]);
        let (low, high) = (self.north[0], self.north[self.north.len() - 1]);
        let (west, east) = (rect.west.max(first), rect.east.min(last));
        let (south, north) = (rect.south.max(low), rect.north.min(high));
        let mut found = Vec::new();
        for x in self.east.iter().filter(|x| (rect.west..rect.east).contains(*x)) {
            if south < north {
                found.push(Street { from: (*x, south), to: (*x, north) });
            }
        }
        for y in self.north.iter().filter(|y| (rect.south..rect.north).contains(*y)) {
            if west < east {
                found.push(Street { from: (west, *y), to: (east, *y) });
            }
        }
        if found.is_empty() {
            let (x, y) = rect.middle();
            found.push(Street { from: (x - 20.0, y), to: (x + 20.0, y) });
        }
        found
    }
}

/// Lanes around a village's centre, some of them farther out.
fn hamlets(
    builder: &mut Builder<'_>,
    rect: &Rect,
    centre: (i64, (f64, f64)),
    streets: &mut Vec<Street>,
    random: &mut Random,
) {
    let mut lane = |builder: &mut Builder<'_>, at: (i64, (f64, f64)), random: &mut Random| {
        let angle = random.between(0.0, std::f64::consts::PI);
        let half = random.between(90.0, 220.0);
        let (dx, dy) = (libm::cos(angle) * half, libm::sin(angle) * half);
        let ((x, y), end) = (at.1, |s: f64| (at.1.0 + s * dx, at.1.1 + s * dy));
        let ends = [builder.ground.node(end(-1.0)), builder.ground.node(end(1.0))];
        builder.way(&[ends[0], at.0, ends[1]], &[("highway", "residential")]);
        streets.push(Street { from: (x - dx, y - dy), to: end(1.0) });
    };
    lane(builder, centre, random);
    lane(builder, centre, random);
    let square_km = rect.wide() * rect.high() / 1e6;
    let count = 2 + ((square_km * random.between(0.3, 0.9)) as usize).min(5);
    for _ in 0..count {
        let at = rect.place(random, 0.08);
        let hamlet = (builder.ground.node(at), at);
        let road = if random.chance(0.6) { "unclassified" } else { "service" };
        builder.winding(centre, hamlet, &[("highway", road)], random);
        lane(builder, hamlet, random);
    }
}

fn square(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1)
}

/// Whether a straight line crosses a canal in open country.
fn crosses_canal(a: (f64, f64), b: (f64, f64)) -> bool {
    let field = |at: (f64, f64)| ((at.0 / CANALS) as i64, ((at.1 + 900.0) / CANALS) as i64);
    field(a) != field(b)
}

/// The shortest roads that join a township's villages to its town, and some more that cross no
/// canal.
fn join_villages(
    builder: &mut Builder<'_>,
    centres: &[(usize, i64, (f64, f64))],
    gates: &[(i64, (f64, f64)); 4],
    random: &mut Random,
) {
    let mut joined: Vec<(i64, (f64, f64))> = gates.to_vec();
    let mut left: Vec<(i64, (f64, f64))> = centres.iter().map(|c| (c.1, c.2)).collect();
    while !left.is_empty() {
        let mut best = (f64::INFINITY, 0, 0);
        for (i, village) in left.iter().enumerate() {
            for (j, place) in joined.iter().enumerate() {
                let distance = square(village.1, place.1);
                if distance < best.0 {
                    best = (distance, i, j);
                }
            }
        }
        let village = left.swap_remove(best.1);
        builder.winding(joined[best.2], village, &[("highway", "tertiary")], random);
        joined.push(village);
    }
    for (i, a) in centres.iter().enumerate() {
        let near = centres[i + 1..].iter().filter(|b| square(a.2, b.2) < 2_600.0 * 2_600.0);
        for b in near {
            if !crosses_canal(a.2, b.2) && random.chance(0.35) {
                builder.winding((a.1, a.2), (b.1, b.2), &[("highway", "unclassified")], random);
            }
        }
    }
}

/// A few roads between villages of different townships.
fn join_neighbours(
    builder: &mut Builder<'_>,
    layout: &Layout,
    centres: &[(usize, i64, (f64, f64))],
    random: &mut Random,
) {
    for (i, a) in centres.iter().enumerate() {
        let other = |b: &&(usize, i64, (f64, f64))| {
            layout.villages[b.0].township != layout.villages[a.0].township
        };
        let nearest = centres[i + 1..]
            .iter()
            .filter(other)
            .min_by(|b, c| square(a.2, b.2).total_cmp(&square(a.2, c.2)));
        if let Some(b) = nearest
            && square(a.2, b.2) < 2_400.0 * 2_400.0
            && random.chance(0.3)
        {
            builder.winding((a.1, a.2), (b.1, b.2), &[("highway", "unclassified")], random);
        }
    }
}

/// Main roads between towns: the shortest that join all, and some more.
fn join_towns(
    builder: &mut Builder<'_>,
    townships: &[Township],
    gates: &[[(i64, (f64, f64)); 4]],
    random: &mut Random,
) {
    let middle: Vec<(f64, f64)> = townships.iter().map(|t| t.town.middle()).collect();
    let road = |a: usize, b: usize, builder: &mut Builder<'_>, random: &mut Random| {
        let nearest = |of: usize, to: (f64, f64)| {
            let gates = gates[of].iter();
            gates.min_by(|p, q| square(p.1, to).total_cmp(&square(q.1, to))).copied()
        };
        let (Some(from), Some(to)) = (nearest(a, middle[b]), nearest(b, middle[a])) else { return };
        let both = townships[a].is_seat && townships[b].is_seat;
        let class = if both { "trunk" } else { "primary" };
        let limit = if both { "80" } else { "70" };
        builder.winding(from, to, &[("highway", class), ("maxspeed", limit)], random);
    };
    let mut joined = vec![0];
    let mut left: Vec<usize> = (1..townships.len()).collect();
    while !left.is_empty() {
        let mut best = (f64::INFINITY, 0, 0);
        for (i, a) in left.iter().enumerate() {
            for b in &joined {
                let distance = square(middle[*a], middle[*b]);
                if distance < best.0 {
                    best = (distance, i, *b);
                }
            }
        }
        let town = left.swap_remove(best.1);
        road(best.2, town, builder, random);
        joined.push(town);
    }
    for a in 0..townships.len() {
        let mut others: Vec<usize> = (0..townships.len()).filter(|b| *b != a).collect();
        others.sort_by(|b, c| {
            square(middle[a], middle[*b]).total_cmp(&square(middle[a], middle[*c])).then(b.cmp(c))
        });
        for b in others.into_iter().take(3).filter(|b| *b > a) {
            if random.chance(0.5) {
                road(a, b, builder, random);
            }
        }
    }
}
