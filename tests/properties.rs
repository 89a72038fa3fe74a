//! Properties that hold on every map: random little towns, asked many ways.

mod common;

use common::{Map, at};
use proptest::prelude::*;
use service_circle::network::ModeRoads;
use service_circle::reach::travel_times;
use service_circle::reach::{Wave, isochrone::Isochrone};
use service_circle::units::{Direction, LngLat, Millis, TravelMode};

const SIDE: i64 = 5;
const TAGS: [&str; 7] = [
    "highway=residential",
    "highway=residential oneway=yes",
    "highway=footway",
    "highway=tertiary maxspeed=50",
    "highway=service access=private",
    "highway=service motor_vehicle=destination",
    "highway=residential oneway=-1 oneway:bicycle=no",
];

/// The kinds of a town's streets (`None`: no street), and where bollards stand.
#[derive(Clone, Debug)]
struct Town {
    kinds: Vec<Option<usize>>,
    bollards: Vec<bool>,
}

impl Town {
    /// The town as a map, its OSM ids given by `id`.
    fn map(&self, id: impl Fn(i64) -> i64) -> Map {
        let mut map = Map::new();
        let number = |i: i64, j: i64| id(i * SIDE + j + 1);
        for i in 0..SIDE {
            for j in 0..SIDE {
                let skew = ((i * 7 + j * 13) % 5) as f64 * 6.0;
                let tags =
                    if self.bollards[(i * SIDE + j) as usize] { "barrier=bollard" } else { "" };
                let (east, north) = (i as f64 * 100.0 + skew, j as f64 * 100.0 - skew);
                map = map.tagged_node(number(i, j), east, north, tags);
            }
        }
        let mut kinds = self.kinds.iter();
        let mut way = 100;
        for i in 0..SIDE {
            for j in 0..SIDE {
                for (a, b) in [(i + 1, j), (i, j + 1)] {
                    if a < SIDE && b < SIDE {
                        way += 1;
                        if let Some(kind) = kinds.next().copied().flatten() {
                            map = map.way(id(way), &[number(i, j), number(a, b)], TAGS[kind]);
                        }
                    }
                }
            }
        }
        // One street that is always there, so that no mode is without roads.
        map.way(id(99), &[number(0, 0), number(0, 1)], "highway=residential")
    }
}

/// A grid of junctions 100 m apart with streets of random kinds between some of them.
fn plans() -> impl Strategy<Value = Town> {
    let streets = (2 * SIDE * (SIDE - 1)) as usize;
    let kinds = prop::collection::vec(prop::option::weighted(0.85, 0..TAGS.len()), streets);
    let bollards = prop::collection::vec(prop::bool::weighted(0.08), (SIDE * SIDE) as usize);
    (kinds, bollards).prop_map(|(kinds, bollards)| Town { kinds, bollards })
}

fn towns() -> impl Strategy<Value = Map> {
    plans().prop_map(|town| town.map(|id| id))
}

/// A turn restriction at a junction: which of its streets lead in and out (by position among those
/// that are there), and whether it is the only way on.
type Rule = (usize, usize, usize, bool);

/// A turn restriction over a street: that street, which of the others at its two ends lead in and
/// out, whether it is passed backward, and whether it is the only way on.
type LongRule = (usize, usize, usize, bool, bool);

/// A rule over a street as plain numbers.
#[derive(Clone, Copy)]
struct Over {
    from: usize,
    street: usize,
    enter: i64,
    to: usize,
    only: bool,
}

/// A town of streets that all differ, so that every crossing is a junction, with turn rules; and
/// the same as plain lists: streets as (a, b, metres, km/h, one way), rules as (node, from, to, only).
struct RuledTown {
    map: Map,
    streets: Vec<(i64, i64, f64, f64, bool)>,
    rules: Vec<(i64, usize, usize, bool)>,
    over: Vec<Over>,
}

impl RuledTown {
    fn new(kinds: &[Option<bool>], rules: &[Rule], long_rules: &[LongRule]) -> Self {
        let at_grid = |n: i64| (((n - 1) / SIDE) as f64 * 100.0, ((n - 1) % SIDE) as f64 * 130.0);
        let mut town =
            Self { map: Map::new(), streets: Vec::new(), rules: Vec::new(), over: Vec::new() };
        for n in 1..=SIDE * SIDE {
            let (east, north) = at_grid(n);
            town.map = town.map.node(n, east, north);
        }
        let mut kinds = kinds.iter();
        for n in 1..=SIDE * SIDE {
            let right = ((n - 1) / SIDE + 1 < SIDE).then_some((n + SIDE, 100.0));
            let up = ((n - 1) % SIDE + 1 < SIDE).then_some((n + 1, 130.0));
            for (other, metres) in right.into_iter().chain(up) {
                if let Some(one_way) = kinds.next().copied().flatten() {
                    let way = town.streets.len() as i64 + 1;
                    let limit = 20 + way;
                    let tags = format!(
                        "highway=residential maxspeed={limit} oneway={}",
                        if one_way { "yes" } else { "no" }
                    );
                    town.map = town.map.way(way, &[n, other], &tags);
                    town.streets.push((n, other, metres, limit as f64 * 0.65, one_way));
                }
            }
        }
        for (i, &(node, from, to, only)) in rules.iter().enumerate() {
            let node = (node as i64 % (SIDE * SIDE)) + 1;
            let here: Vec<usize> = (0..town.streets.len())
                .filter(|&s| town.streets[s].0 == node || town.streets[s].1 == node)
                .collect();
            if here.is_empty() {
                continue;
            }
            let (from, to) = (here[from % here.len()], here[to % here.len()]);
            let tags = if only { "only_straight_on" } else { "no_left_turn" };
            let members = [
                ("way", from as i64 + 1, "from"),
                ("node", node, "via"),
                ("way", to as i64 + 1, "to"),
            ];
            let tags = format!("type=restriction restriction={tags}");
            town.map = town.map.relation(i as i64 + 1, &members, &tags);
            town.rules.push((node, from, to, only));
        }
        for (i, &rule) in long_rules.iter().enumerate() {
            town.rule_over(100 + i as i64, rule);
        }
        town
    }

    fn rule_over(&mut self, id: i64, (street, from, to, back, only): LongRule) {
        let street = street % self.streets.len();
        let (a, b, ..) = self.streets[street];
        let (enter, leave) = if back { (b, a) } else { (a, b) };
        let others = |node: i64| -> Vec<usize> {
            (0..self.streets.len())
                .filter(|&s| s != street)
                .filter(|&s| self.streets[s].0 == node || self.streets[s].1 == node)
                .collect()
        };
        let (before, after) = (others(enter), others(leave));
        if before.is_empty() || after.is_empty() {
            return;
        }
        let (from, to) = (before[from % before.len()], after[to % after.len()]);
        let members = [
            ("way", from as i64 + 1, "from"),
            ("way", street as i64 + 1, "via"),
            ("way", to as i64 + 1, "to"),
        ];
        let rule = if only { "only_straight_on" } else { "no_u_turn" };
        let tags = format!("type=restriction restriction={rule}");
        self.map = self.map.clone().relation(id, &members, &tags);
        self.over.push(Over { from, street, enter, to, only });
    }

    /// Seconds from a node to every node, by relaxing pairs of arcs (street and direction) that
    /// follow each other until nothing changes.
    fn oracle(&self, from: i64) -> Vec<f64> {
        let arcs: Vec<(usize, i64, i64, f64)> = self
            .streets
            .iter()
            .enumerate()
            .flat_map(|(s, &(a, b, metres, kmh, one_way))| {
                let seconds = metres * 3.6 / kmh;
                let back = (!one_way).then_some((s, b, a, seconds));
                std::iter::once((s, a, b, seconds)).chain(back)
            })
            .collect();
        let may_turn = |node: i64, from: usize, to: usize| {
            self.rules.iter().all(|&(at, f, t, only)| at != node || f != from || only == (t == to))
        };
        let may_go_on = |before: Option<usize>, a: &(usize, i64, i64, f64), to: usize| {
            self.over.iter().all(|rule| {
                let is_bound = before.is_some_and(|b| arcs[b].0 == rule.from)
                    && a.0 == rule.street
                    && a.1 == rule.enter;
                !is_bound || rule.only == (to == rule.to)
            })
        };
        // Entry `i` of row 0 is arc i at the beginning; of row b + 1, arc i after arc b.
        let mut rows = vec![vec![f64::INFINITY; arcs.len()]; arcs.len() + 1];
        let mut open: Vec<(usize, usize)> = Vec::new();
        for (i, a) in arcs.iter().enumerate().filter(|(_, a)| a.1 == from) {
            rows[0][i] = a.3;
            open.push((0, i));
        }
        while let Some((row, i)) = open.pop() {
            let a = &arcs[i];
            for (j, b) in arcs.iter().enumerate().filter(|(_, b)| b.1 == a.2) {
                let later = rows[row][i] + b.3;
                if later < rows[i + 1][j]
                    && may_turn(a.2, a.0, b.0)
                    && may_go_on(row.checked_sub(1), a, b.0)
                {
                    rows[i + 1][j] = later;
                    open.push((i + 1, j));
                }
            }
        }
        let time: Vec<f64> = (0..arcs.len())
            .map(|i| rows.iter().map(|row| row[i]).fold(f64::INFINITY, f64::min))
            .collect();
        (1..=SIDE * SIDE)
            .map(|n| {
                let arriving = arcs.iter().zip(&time).filter(|(a, _)| a.2 == n).map(|(_, t)| *t);
                if n == from { 0.0 } else { arriving.fold(f64::INFINITY, f64::min) }
            })
            .collect()
    }
}

fn places() -> impl Strategy<Value = Vec<LngLat>> {
    let place = (-50.0..470.0f64, -50.0..470.0f64).prop_map(|(x, y)| at(x, y));
    prop::collection::vec(place, 4..7)
}

fn modes() -> impl Strategy<Value = TravelMode> {
    prop::sample::select(TravelMode::ALL.to_vec())
}

fn same(a: f64, b: f64) -> bool {
    (a.is_nan() && b.is_nan()) || (a - b).abs() <= 0.003
}

const NO_CUTOFF: Millis = Millis(u32::MAX - 1);

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Searching from the origins and searching towards the targets give one table.
    #[test]
    fn forward_and_backward_searches_agree(map in towns(), places in places(), mode in modes()) {
        let roads = map.roads(mode);
        let square = travel_times::table(&roads, None, &places, &places, NO_CUTOFF).expect("small");
        for (j, to) in places.iter().enumerate() {
            // More origins than targets: searched backward.
            let column = travel_times::table(&roads, None, &places, &[*to], NO_CUTOFF).expect("small");
            for i in 0..places.len() {
                prop_assert!(same(square[i * places.len() + j], column[i]), "{i} to {j}");
            }
        }
    }

    /// What is within a cut-off is what has at most that time without one.
    #[test]
    fn a_cut_off_changes_nothing_within_it(map in towns(), places in places(), mode in modes(), seconds in 60u32..900) {
        let roads = map.roads(mode);
        let all = travel_times::table(&roads, None, &places, &places, NO_CUTOFF).expect("small");
        let cut = travel_times::table(&roads, None, &places, &places, Millis(seconds * 1000)).expect("small");
        for (all, cut) in all.iter().zip(&cut) {
            let expected = if *all <= f64::from(seconds) { *all } else { f64::NAN };
            prop_assert!(same(expected, *cut), "{all} {cut}");
        }
    }

    /// The reached roads hold a place exactly if its time is within the cut-off.
    #[test]
    fn reached_roads_agree_with_travel_times(map in towns(), places in places(), mode in modes(), seconds in 150u32..600) {
        let roads = map.roads(mode);
        let cutoff = Millis(seconds * 1000);
        for direction in [Direction::To, Direction::From] {
            let mut isochrone = Isochrone::new(&roads, direction);
            let Ok(pieces) = isochrone.reached_roads(places[0], cutoff).map(<[_]>::to_vec) else { continue };
            for place in &places[1..] {
                let Ok(link) = roads.link(*place) else { continue };
                if link.share <= 0.0 || link.share >= 1.0 {
                    // At a junction another road may be the one that is reached.
                    continue;
                }
                let pair = match direction {
                    Direction::To => travel_times::table(&roads, None, &[*place], &[places[0]], NO_CUTOFF).expect("small")[0],
                    Direction::From => travel_times::table(&roads, None, &[places[0]], &[*place], NO_CUTOFF).expect("small")[0],
                };
                let on_road = pair - link.off_road.seconds();
                let times: Vec<f64> = pieces
                    .iter()
                    .filter(|p| p.road == link.road && p.from - 1e-9 <= link.share && link.share <= p.to + 1e-9)
                    .map(|p| {
                        let length = p.to - p.from;
                        let share = if length > 0.0 { (link.share - p.from) / length } else { 0.0 };
                        (p.start_ms + (p.end_ms - p.start_ms) * share) / 1000.0
                    })
                    .collect();
                let found = times.iter().copied().fold(f64::NAN, f64::min);
                let is_within = on_road <= f64::from(seconds) - 0.01;
                let is_beyond = on_road.is_nan() || on_road > f64::from(seconds) + 0.01;
                prop_assert!(!is_within || (found - on_road).abs() < 0.01, "{direction:?}: {found} {on_road}");
                prop_assert!(!is_beyond || found.is_nan(), "{direction:?}: {found} {on_road}");
            }
        }
    }

    /// Between junctions the times are those of petgraph's Dijkstra on the mode's arcs.
    #[test]
    fn times_between_junctions_are_those_of_dijkstra(map in towns(), mode in modes(), from in 0usize..40) {
        let roads = map.roads(mode);
        let junctions: Vec<u32> = (0..roads.network.junctions() as u32).collect();
        let from = junctions[from % junctions.len()];
        let graph = &roads.graph;
        let place = |j: u32| roads.network.junction_at(j).to_lng_lat();
        // A junction that no road of the mode touches, or on an island, is joined somewhere else.
        let is_used = |j: u32| roads.link(place(j)).is_ok_and(|link| link.off_road_metres < 0.1);
        prop_assume!(is_used(from));
        let fixed = graph.profile().fixed().seconds();
        let starts = graph.states_of(from).filter(|&s| {
            matches!(graph.layer_of(s), None | Some(service_circle::network::mode_graph::Layer::Start))
        });
        let reached: Vec<_> = starts
            .map(|s| petgraph::algo::dijkstra(graph.arcs(), s, None, |e| {
                u64::from(*petgraph::visit::EdgeRef::weight(&e))
            }))
            .collect();
        for &to in junctions.iter().filter(|&&j| j != from && is_used(j)) {
            let ms = graph.states_of(to).flat_map(|s| reached.iter().filter_map(move |r| r.get(&s))).min();
            let expected = ms.map_or(f64::NAN, |ms| *ms as f64 / 1000.0 + fixed);
            let found = travel_times::table(&roads, None, &[place(from)], &[place(to)], NO_CUTOFF).expect("small")[0];
            prop_assert!(same(expected, found), "{from} to {to}: {expected} {found}");
        }
    }

    /// Driving with turn restrictions, against a search over pairs of street and direction.
    #[test]
    fn turn_restrictions_are_those_of_the_plain_rules(
        kinds in prop::collection::vec(prop::option::weighted(0.8, prop::bool::weighted(0.2)), 40),
        rules in prop::collection::vec((0usize..25, 0usize..4, 0usize..4, prop::bool::weighted(0.3)), 0..14),
        long_rules in prop::collection::vec((0usize..40, 0usize..4, 0usize..4, prop::bool::ANY, prop::bool::weighted(0.3)), 0..14),
        from in 1i64..=25,
    ) {
        prop_assume!(kinds.iter().flatten().any(|one_way| !one_way));
        let town = RuledTown::new(&kinds, &rules, &long_rules);
        let roads = town.map.roads(TravelMode::Drive);
        let place = |n: i64| at(((n - 1) / SIDE) as f64 * 100.0, ((n - 1) % SIDE) as f64 * 130.0);
        let is_used = |n: i64| roads.link(place(n)).is_ok_and(|l| l.off_road_metres < 0.1);
        prop_assume!(is_used(from));
        let expected = town.oracle(from);
        for to in (1..=SIDE * SIDE).filter(|&n| n != from && is_used(n)) {
            let found = travel_times::table(&roads, None, &[place(from)], &[place(to)], NO_CUTOFF).expect("small")[0];
            let expected = expected[to as usize - 1] + 120.0;
            prop_assert!(
                (expected.is_infinite() && found.is_nan()) || (expected - found).abs() < 0.2,
                "{from} to {to}: {expected} {found}"
            );
        }
    }

    /// Other OSM ids number junctions and roads otherwise, and change no time.
    #[test]
    fn relabelling_changes_nothing(town in plans(), places in places(), mode in modes()) {
        let table = |map: Map| {
            travel_times::table(&map.roads(mode), None, &places, &places, NO_CUTOFF).expect("small")
        };
        let (one, other) = (table(town.map(|id| id)), table(town.map(|id| 1000 - id)));
        for (one, other) in one.iter().zip(&other) {
            prop_assert!(same(*one, *other), "{one} {other}");
        }
    }

    /// A source more never makes anybody's way longer.
    #[test]
    fn opening_never_raises_a_time(map in towns(), places in places(), mode in modes()) {
        let roads: ModeRoads = map.roads(mode);
        let links: Vec<_> = places.iter().filter_map(|p| roads.link(*p).ok()).collect();
        prop_assume!(links.len() > 2);
        let ends = service_circle::reach::Ends::of(&roads, links.iter().map(Some), true);
        let mut wave = Wave::new(&roads, Direction::To);
        let mut times = |sources: usize| -> Vec<Millis> {
            wave.run(&links[..sources], NO_CUTOFF);
            links.iter().enumerate().map(|(i, l)| wave.time_at(l, ends.of_place(i))).collect()
        };
        let (one, two) = (times(1), times(2));
        for (one, two) in one.iter().zip(&two) {
            prop_assert!(two <= one);
        }
    }
}
