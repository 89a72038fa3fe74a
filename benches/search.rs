//! Nanoseconds per settled state of plain searches and per state and origin of sweeps, each beside
//! its floor: the same reads of memory, in the same order, without a queue or a comparison.
#![allow(clippy::print_stdout, reason = "a bench talks to the person who runs it")]

use service_circle::import::osm;
use service_circle::network::{Arcs, ModeProfile, RoadLayers};
use service_circle::reach::Search;
use service_circle::reach::hierarchy::{Descent, Hierarchy, LANES, Sweep};
use service_circle::units::{Direction, Millis, TravelMode};
use std::error::Error;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
const ROUNDS: usize = 9;
const ORIGINS: u32 = 256;
const WITHIN: Millis = Millis(15 * 60 * 1000);

/// Nanoseconds of two pieces of work for each of some things, medians of several rounds in turn.
fn beside(things: usize, mut work: impl FnMut(), mut floor: impl FnMut()) -> [f64; 2] {
    let mut times = [const { Vec::new() }; 2];
    for round in 0..=ROUNDS {
        for (which, times) in times.iter_mut().enumerate() {
            let begin = Instant::now();
            if which == 0 {
                work();
            } else {
                floor();
            }
            // The first round warms up.
            if round > 0 {
                times.push(begin.elapsed().as_secs_f64() * 1e9 / things as f64);
            }
        }
    }
    times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[times.len() / 2]
    })
}

fn row(what: &str, size: &str, [ours, floor]: [f64; 2]) {
    println!("| {what} | {size} | {ours:.2} ns | {floor:.2} ns | {:.1} × |", ours / floor);
}

/// Plain searches from origins all over the graph.
fn searches(what: &str, arcs: &Arcs, budget: Millis, origins: u32) {
    let table = &arcs.forward;
    let nodes = table.nodes() as u32;
    let sources: Vec<u32> = (0..origins).map(|i| i * (nodes / origins)).collect();
    let mut search = Search::new();
    // What each search settles, in the order in which it comes by.
    let mut settled = Vec::new();
    for &source in &sources {
        search.run(table, &[(source, Millis::ZERO)], budget);
        settled.extend_from_slice(search.reached());
    }
    let mut times = vec![0u32; table.nodes()];
    let found = beside(
        settled.len(),
        || {
            for &source in &sources {
                search.run(table, &[(source, Millis::ZERO)], budget);
            }
            black_box(search.reached().len());
        },
        || {
            for &node in &settled {
                let time = times[node as usize];
                for arc in table.of(node) {
                    times[arc.head as usize] = time ^ arc.ms;
                }
            }
            black_box(&times);
        },
    );
    row(what, &format!("{} settled per origin", settled.len() / sources.len()), found);
}

/// Sweeps from origins near each other to all states.
fn sweeps(what: &str, hierarchy: &Hierarchy) {
    let nodes = hierarchy.topology().nodes();
    let descent = Descent::new(hierarchy, Direction::From, 0..nodes as u32);
    let origins: Vec<[(u32, Millis); 1]> =
        (0..LANES).map(|i| [((i * (nodes / LANES)) as u32, Millis::ZERO)]).collect();
    let lanes: Vec<&[(u32, Millis)]> = origins.iter().map(|o| &o[..]).collect();
    let mut sweep = Sweep::new();
    let far = Millis((1 << 31) - 2);
    // As many bytes as a sweep reads and writes, one after the other.
    let mut words = vec![1u32; descent.len() * 2 + nodes * LANES];
    let found = beside(
        nodes * LANES,
        || sweep.run(hierarchy, &descent, &lanes, far),
        || {
            for word in &mut words {
                *word = word.rotate_left(1);
            }
            black_box(&words);
        },
    );
    row(what, &format!("{nodes} states × {LANES} origins"), found);
}

fn main() -> Result<(), Box<dyn Error>> {
    let bytes = std::fs::read(FILE)?;
    let network = osm::read_network(&bytes, &mut |_, _| {})?;
    let layers = RoadLayers::new(Arc::new(network));
    println!("| Malta, native, one thread | size | ours, each | floor | ours / floor |");
    println!("| --- | --- | ---: | ---: | ---: |");
    for mode in TravelMode::ALL {
        let graph = layers.default_graph(mode);
        let name = mode.as_str();
        searches(&format!("{name}: search, 15 minutes"), graph.arcs(), WITHIN, ORIGINS);
    }
    let walk = layers.roads_of(&ModeProfile::of(TravelMode::Walk))?;
    searches("walk: search, however far", walk.graph.arcs(), Millis(u32::MAX - 1), 4);
    for mode in [TravelMode::Walk, TravelMode::Drive] {
        let graph = layers.default_graph(mode);
        let hierarchy = Hierarchy::of(graph, layers.order(mode)).ok_or("a road network")?;
        sweeps(&format!("{}: sweep to all", mode.as_str()), &hierarchy);
    }
    Ok(())
}
