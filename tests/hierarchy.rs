//! A hierarchy answers what a plain search answers, to the millisecond, before and after edits.

mod common;

use common::Map;
use proptest::prelude::*;
use service_circle::archive::{Kind, Reader, Writer};
use service_circle::error::ErrorCode;
use service_circle::import::osm;
use service_circle::network::hierarchy::{NodeOrder, Topology};
use service_circle::network::{Arcs, Link, ModeProfile, ModeRoads, RoadLayers, RoadNetwork};
use service_circle::reach::hierarchy::{Descent, Entry, Hierarchy, LANES, Matrix, Sweep};
use service_circle::reach::{Ends, Search, Wave, travel_times};
use service_circle::units::{Direction, LngLat, Millis, Position, TravelMode};
use std::sync::{Arc, LazyLock};

const LONGEST: Millis = Millis((u32::MAX >> 1) - 1);
const KIND: Kind = Kind { tag: *b"test", version: 1, refused: ErrorCode::NetworkFormat };

static MALTA: LazyLock<Arc<RoadNetwork>> = LazyLock::new(|| {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
    let bytes = std::fs::read(file).expect("the demo is there");
    Arc::new(osm::read_network(&bytes, &mut |_, _| {}).expect("a readable map"))
});

fn malta(mode: TravelMode) -> ModeRoads {
    let layers = RoadLayers::new(Arc::clone(&MALTA));
    layers.roads_of(&ModeProfile::of(mode)).expect("roads")
}

fn hierarchy_of(roads: &ModeRoads) -> Hierarchy {
    let order = NodeOrder::of(&roads.network, &roads.graph);
    Hierarchy::of(&roads.graph, &order).expect("a road network")
}

/// Arcs as `(tail, head, ms)`, and places for the nodes.
#[derive(Clone, Debug)]
struct Graph {
    arcs: Vec<(u32, u32, u32)>,
    at: Vec<Position>,
}

impl Graph {
    fn nodes(&self) -> u32 {
        self.at.len() as u32
    }

    fn arcs(&self) -> Arcs {
        let column = |f: fn(&(u32, u32, u32)) -> u32| self.arcs.iter().map(f).collect::<Vec<_>>();
        let seconds: Vec<f64> = self.arcs.iter().map(|a| f64::from(a.2) / 1000.0).collect();
        Arcs::from_columns(self.nodes(), &column(|a| a.0), &column(|a| a.1), &seconds)
            .expect("valid")
    }

    fn order(&self) -> NodeOrder {
        NodeOrder::of_edges(&self.at, self.arcs.iter().map(|a| (a.0, a.1)))
    }

    fn hierarchy(&self) -> Hierarchy {
        let topology = Topology::new(&self.arcs(), &self.order(), |n| n).expect("small");
        Hierarchy::new(Arc::new(topology), &self.arcs()).expect("its own arcs")
    }
}

/// Loose and dense graphs of `nodes` nodes, one-way, with loops, parallel and zero arcs.
fn graphs(nodes: u32) -> impl Strategy<Value = Graph> {
    let arcs = |longest: u32| {
        let arc = (0..nodes, 0..nodes, 0..longest);
        prop::collection::vec(arc, 0..nodes as usize * 3)
    };
    let place =
        (-1000i32..1000, -1000i32..1000).prop_map(|(lng_e7, lat_e7)| Position { lng_e7, lat_e7 });
    let at = prop::collection::vec(place, nodes as usize);
    (prop_oneof![arcs(30_000), arcs(3), arcs(2_000_000_000)], at)
        .prop_map(|(arcs, at)| Graph { arcs, at })
}

/// A grid town with some streets missing or one-way: large enough to be cut several times.
fn towns() -> impl Strategy<Value = Graph> {
    const SIDE: u32 = 18;
    let street = prop_oneof![1 => Just(None), 8 => (0u32..5_000, 0u8..4).prop_map(Some)];
    prop::collection::vec(street, (2 * SIDE * SIDE) as usize).prop_map(|streets| {
        let mut arcs = Vec::new();
        for (i, street) in streets.into_iter().enumerate() {
            let (node, down) = (i as u32 / 2, i % 2 == 0);
            let Some((ms, way)) = street else { continue };
            let next = if down { node + SIDE } else { node + 1 };
            if next < SIDE * SIDE && (down || next % SIDE != 0) {
                if way != 1 {
                    arcs.push((node, next, ms));
                }
                if way != 2 {
                    arcs.push((next, node, ms + u32::from(way)));
                }
            }
        }
        let place = |n: u32| Position {
            lng_e7: (n % SIDE * 1000 + n * 7 % 300) as i32,
            lat_e7: (n / SIDE * 1000 + n * 13 % 300) as i32,
        };
        Graph { arcs, at: (0..SIDE * SIDE).map(place).collect() }
    })
}

/// Compares sweeps to the targets with plain searches.
fn check(
    arcs: &Arcs,
    hierarchy: &Hierarchy,
    sweep: &mut Sweep,
    origins: &[Vec<(u32, Millis)>],
    targets: &[u32],
    budget: Millis,
) {
    let origins: Vec<&[(u32, Millis)]> = origins.iter().map(|o| &o[..]).collect();
    for direction in [Direction::From, Direction::To] {
        let descent = Descent::new(hierarchy, direction, targets.iter().copied());
        sweep.run(hierarchy, &descent, &origins, budget);
        let mut search = Search::new();
        for (lane, origin) in origins.iter().enumerate() {
            let arcs = if direction == Direction::From { &arcs.forward } else { &arcs.backward };
            search.run(arcs, origin, budget);
            for &target in targets {
                let place = descent.place(hierarchy, target).expect("a target");
                let ms = sweep.times(place)[lane];
                let time = if ms <= budget.0 { Millis(ms) } else { Millis::NEVER };
                assert_eq!(time, search.time(target), "lane {lane}, node {target}, {direction:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn sweeps_find_the_times_of_plain_searches(
        graph in prop_oneof![graphs(24), graphs(150), towns()],
        picks in prop::collection::vec((0u32..10_000, 0u32..4_000), 1..40),
        targets in prop::collection::vec(0u32..10_000, 1..30),
        budget in prop_oneof![Just(LONGEST.0), 0u32..60_000],
    ) {
        let (arcs, hierarchy) = (graph.arcs(), graph.hierarchy());
        let mut sweep = Sweep::new();
        let ends: Vec<(u32, Millis)> =
            picks.iter().map(|&(n, ms)| (n % graph.nodes(), Millis(ms))).collect();
        let targets: Vec<u32> = targets.iter().map(|t| t % graph.nodes()).collect();
        let all: Vec<u32> = (0..graph.nodes()).collect();
        // The same workspace for all: nothing of one sweep may be seen in the next.
        for (i, batch) in ends.chunks(2 * LANES).enumerate() {
            let origins: Vec<_> = batch.chunks(2).map(<[_]>::to_vec).collect();
            check(&arcs, &hierarchy, &mut sweep, &origins, &all, Millis(budget));
            let less = Millis(budget / (i as u32 + 2));
            check(&arcs, &hierarchy, &mut sweep, &origins, &targets, less);
        }
    }

    #[test]
    fn reweighting_gives_what_building_anew_gives(
        graph in prop_oneof![graphs(24), towns()],
        edits in prop::collection::vec((0usize..10_000, prop::option::of(0u32..9_000)), 1..12),
    ) {
        prop_assume!(!graph.arcs.is_empty());
        let first = graph.hierarchy();
        let mut hierarchy = first.clone();
        let mut edited = graph.clone();
        let mut before = graph.arcs();
        for edits in edits.chunks(3) {
            // Another time, or closed.
            for &(i, ms) in edits {
                match ms {
                    Some(ms) if !edited.arcs.is_empty() => {
                        let count = edited.arcs.len();
                        edited.arcs[i % count].2 = ms;
                    }
                    _ if edited.arcs.len() > 1 => {
                        edited.arcs.remove(i % edited.arcs.len());
                    }
                    _ => {}
                }
            }
            let arcs = edited.arcs();
            let changed = Hierarchy::changes(&before, &arcs).expect("the same nodes");
            prop_assert!(hierarchy.reweight(&arcs, &changed).is_some());
            let anew = Hierarchy::new(Arc::clone(hierarchy.topology()), &arcs);
            prop_assert_eq!(Some(&hierarchy), anew.as_ref());
            before = arcs;
        }
        // And back again.
        let changed = Hierarchy::changes(&before, &graph.arcs()).expect("the same nodes");
        prop_assert!(hierarchy.reweight(&graph.arcs(), &changed).is_some());
        prop_assert_eq!(hierarchy, first);
    }

    #[test]
    fn links_above_a_rank_are_joined_to_each_other(
        graph in prop_oneof![graphs(24), graphs(150), towns()],
    ) {
        let topology = Topology::new(&graph.arcs(), &graph.order(), |n| n).expect("small");
        for rank in 0..topology.nodes() as u32 {
            prop_assert_eq!(topology.rank(topology.node(rank)), rank);
            let above = topology.above(rank);
            prop_assert!(above.iter().all(|&high| high > rank));
            for (i, &low) in above.iter().enumerate() {
                prop_assert!(above[i + 1..].iter().all(|&high| topology.link(low, high).is_some()));
            }
            // What lies below stands right before it and leads nowhere else.
            for below in rank + 1 - topology.size(rank)..rank {
                let leads = topology.above(below).iter();
                prop_assert!(leads.copied().all(|h| h <= rank || above.contains(&h)));
            }
        }
    }
}

#[test]
fn a_new_road_without_a_shortcut_asks_for_a_new_topology() {
    let at: Vec<Position> = (0..4).map(|i| Position { lng_e7: i * 1000, lat_e7: 0 }).collect();
    let chain = vec![(0, 1, 10), (1, 2, 10), (2, 3, 10)];
    let mut graph = Graph { arcs: chain, at };
    let order = graph.order();
    let mut hierarchy = graph.hierarchy();
    graph.arcs.push((0, 3, 5));
    let arcs = graph.arcs();
    let unchanged = hierarchy.clone();
    assert_eq!(hierarchy.reweight(&arcs, &[(0, 3)]), None);
    assert_eq!(hierarchy, unchanged);
    assert_eq!(Hierarchy::new(Arc::clone(hierarchy.topology()), &arcs), None);
    // The order outlives it, and a junction that it does not know.
    graph.at.push(Position { lng_e7: 500, lat_e7: 500 });
    graph.arcs.push((4, 0, 7));
    let arcs = graph.arcs();
    let topology = Topology::new(&arcs, &order, |n| n).expect("small");
    let hierarchy = Hierarchy::new(Arc::new(topology), &arcs).expect("its own arcs");
    let origin = vec![vec![(4, Millis::ZERO)]];
    check(&arcs, &hierarchy, &mut Sweep::new(), &origin, &[0, 1, 2, 3, 4], LONGEST);
}

#[test]
fn an_order_returns_from_its_column_and_a_broken_one_is_refused() {
    let roads = Map::new().road(1, 1, 60, 50.0, "highway=residential").roads(TravelMode::Walk);
    let order = NodeOrder::of(&roads.network, &roads.graph);
    let sealed = |ranks: &[u32]| {
        let mut writer = Writer::new(KIND);
        writer.put_u32(ranks);
        writer.finish()
    };
    let mut writer = Writer::new(KIND);
    order.write(&mut writer);
    let bytes = writer.finish();
    let read = |bytes: &[u8], nodes| {
        NodeOrder::read(&mut Reader::open(bytes, KIND).expect("sealed"), nodes)
    };
    assert_eq!(read(&bytes, order.nodes()), Ok(order.clone()));
    for broken in [&[0, 1][..], &[0, 1, 2, 3], &[0, 1, 1], &[0, 1, 3], &[]] {
        let error = read(&sealed(broken), 3).expect_err("no order of three");
        assert_eq!(error.code(), ErrorCode::NetworkFormat);
    }
}

#[test]
fn an_order_is_the_same_every_time_and_cuts_malta_small() {
    for mode in TravelMode::ALL {
        let roads = malta(mode);
        let hierarchy = hierarchy_of(&roads);
        assert_eq!(
            NodeOrder::of(&roads.network, &roads.graph),
            NodeOrder::of(&roads.network, &roads.graph)
        );
        let topology = hierarchy.topology();
        // A way up of 130 ranks and 3.3 links a node were reached.
        assert!(topology.height() <= 150, "{mode:?}: {}", topology.height());
        assert!(topology.links() <= topology.nodes() * 7 / 2, "{mode:?}: {}", topology.links());
    }
}

#[test]
fn malta_is_swept_as_it_is_searched() {
    for mode in TravelMode::ALL {
        let roads = malta(mode);
        let (arcs, hierarchy) = (roads.graph.arcs(), hierarchy_of(&roads));
        let states = arcs.forward.nodes() as u32;
        let all: Vec<u32> = (0..states).collect();
        let origins: Vec<Vec<(u32, Millis)>> = (0..LANES as u32)
            .map(|i| vec![(i * 2_711 % states, Millis(i * 1000)), (i * 401 % states, Millis(500))])
            .collect();
        let mut sweep = Sweep::new();
        for budget in [LONGEST, Millis(900_000), Millis(200_000)] {
            check(arcs, &hierarchy, &mut sweep, &origins, &all, budget);
        }
    }
}

#[test]
fn slower_and_closed_roads_of_malta_are_followed() {
    let roads = malta(TravelMode::Drive);
    let arcs = roads.graph.arcs();
    let mut hierarchy = hierarchy_of(&roads);
    let first = hierarchy.clone();
    let nodes = arcs.forward.nodes() as u32;
    let list: Vec<(u32, u32, u32)> = (0..nodes)
        .flat_map(|tail| arcs.forward.of(tail).iter().map(move |arc| (tail, arc.head, arc.ms)))
        .collect();
    let mut graph = Graph { arcs: list, at: vec![Position::default(); nodes as usize] };
    for i in (0..graph.arcs.len()).step_by(9_001) {
        graph.arcs[i].2 *= 3;
        graph.arcs.swap_remove(i / 2);
    }
    let edited = graph.arcs();
    let changed = Hierarchy::changes(arcs, &edited).expect("the same nodes");
    assert!(hierarchy.reweight(&edited, &changed).is_some());
    assert_ne!(hierarchy, first);
    assert_eq!(Hierarchy::new(Arc::clone(first.topology()), &edited).as_ref(), Some(&hierarchy));
    assert!(hierarchy.reweight(arcs, &changed).is_some());
    assert_eq!(hierarchy, first);
}

/// Rows by plain waves, read at every target.
fn by_waves(
    roads: &ModeRoads,
    direction: Direction,
    origins: &[Link],
    targets: &[Option<Link>],
    cutoff: Millis,
) -> Vec<Vec<Entry>> {
    let ends = Ends::of(roads, targets.iter().map(Option::as_ref), direction == Direction::To);
    let mut wave = Wave::new(roads, direction);
    let row = |origin: &Link| {
        wave.run(std::slice::from_ref(origin), cutoff);
        let times = targets.iter().enumerate().filter_map(|(t, link)| {
            let time = wave.time_at(link.as_ref()?, ends.of_place(t));
            (time != Millis::NEVER).then_some((t as u32, time))
        });
        times.collect()
    };
    origins.iter().map(row).collect()
}

/// A table by one plain search from each place of the first list.
fn table_by_waves(roads: &ModeRoads, from: &[LngLat], to: &[LngLat], cutoff: Millis) -> Vec<f64> {
    let targets: Vec<Option<Link>> = to.iter().map(|p| roads.link(*p).ok()).collect();
    let mut seconds = Vec::with_capacity(from.len() * to.len());
    for place in from {
        let mut row = vec![f64::NAN; to.len()];
        if let Ok(origin) = roads.link(*place) {
            for (target, time) in
                by_waves(roads, Direction::From, &[origin], &targets, cutoff).remove(0)
            {
                row[target as usize] = time.seconds();
            }
            for (target, cell) in row.iter_mut().enumerate() {
                if to[target] == *place && targets[target].is_some() {
                    *cell = 0.0;
                }
            }
        }
        seconds.append(&mut row);
    }
    seconds
}

#[test]
fn matrices_are_the_same_with_and_without_a_hierarchy() {
    for (mode, minutes) in [
        (TravelMode::Walk, 12.0),
        (TravelMode::Cycle, 4.0),
        (TravelMode::Drive, 1.0),
        (TravelMode::Drive, 9.0),
        (TravelMode::Drive, 60_000.0),
    ] {
        let roads = malta(mode);
        let cutoff = Millis::from_minutes(minutes).expect("in range");
        // On junctions, between them, beside the road, and out at sea.
        let place = |i: usize| {
            let at = MALTA.junction_at((i * 7_919 % MALTA.junctions()) as u32);
            let off = [0, 300, 9_000, 90_000_000][i % 4];
            Position { lng_e7: at.lng_e7 + off, lat_e7: at.lat_e7 - off / 2 }.to_lng_lat()
        };
        let places: Vec<LngLat> = (0..700).map(place).collect();
        let mut links: Vec<Option<Link>> = places.iter().map(|p| roads.link(*p).ok()).collect();
        // Some on the same road as an origin, either side of it.
        for i in 0..60 {
            if let Some(mut link) = links[i] {
                link.share = 1.0 - link.share / 2.0;
                links.push(Some(link));
            }
        }
        let origins: Vec<Link> = links.iter().flatten().take(50).copied().collect();
        let hierarchy = Arc::new(hierarchy_of(&roads));
        for direction in [Direction::To, Direction::From] {
            let expected = by_waves(&roads, direction, &origins, &links, cutoff);
            for hierarchy in [None, Some(&hierarchy)] {
                let mut matrix = Matrix::new(&roads, hierarchy.cloned(), direction, links.clone());
                let mut rows = vec![Vec::new(); origins.len()];
                matrix.rows(&origins, cutoff, |origin, row| rows[origin] = row.to_vec());
                assert!(rows == expected, "{mode:?} {minutes} min {direction:?}");
            }
        }
        let bits = |table: Vec<f64>| table.into_iter().map(f64::to_bits).collect::<Vec<_>>();
        for (from, to) in [(&places[..40], &places[..]), (&places[..], &places[20..60])] {
            let plain = bits(table_by_waves(&roads, from, to, cutoff));
            for hierarchy in [None, Some(&hierarchy)] {
                let found = travel_times::table(&roads, hierarchy.cloned(), from, to, cutoff);
                assert!(plain == bits(found.expect("a table")), "{mode:?} {minutes} min");
            }
        }
    }
}
