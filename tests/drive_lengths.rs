//! Our shortest drives by length beside those of a drive graph that somebody else built.
//!
//! `tests/data/isle_of_man_drive_lengths.csv` has 2,000 pairs of nodes with the length of the
//! shortest way in that graph (its head says where it is from). The graph was made by other rules
//! than ours; the map is therefore read with its rules first, then with one of ours after the other.
//! What each rule changes was read off the graph itself, arc by arc: it has every main road down to
//! `residential` and no other way, passes whatever `access` says and whatever stands on the road, knows
//! no turn restriction, drives roundabouts both ways unless `oneway` is tagged, and measures on a sphere
//! of 6371 km, where ours are 0.1 to 0.3 % longer (an ellipsoid at 54° north).
//! `cargo test --test drive_lengths -- --nocapture` prints the table.

#![allow(clippy::print_stdout, reason = "the table is what this test is read for")]

use osmpbf::{Element, ElementReader, RelMemberType};
use service_circle::import::osm;
use service_circle::network::arcs::NO_ROAD;
use service_circle::network::mode_graph::Layer;
use service_circle::network::{ModeGraph, ModeProfile, RoadNetwork};
use service_circle::units::TravelMode;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Lengths agree within this share.
const AGREE: f64 = 0.005;

/// One pair of OSM nodes and the graph's length between them, if there is a way.
struct Pair {
    from: i64,
    to: i64,
    metres: Option<f64>,
}

static PAIRS: LazyLock<Vec<Pair>> = LazyLock::new(|| {
    let text = include_str!("data/isle_of_man_drive_lengths.csv");
    let rows = text.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| {
        let mut fields = row.split(',');
        let mut node = || fields.next().and_then(|f| f.parse().ok()).expect("a node");
        let (from, to) = (node(), node());
        Pair { from, to, metres: fields.next().and_then(|f| f.parse().ok()) }
    })
    .collect()
});

/// The rules of ours that the map is read with; without them all it is read by the graph's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rule {
    Theirs,
    RoundaboutsOneWay,
    SmallRoads,
    Access,
    Barriers,
    TurnRestrictions,
}

const RULES: [(Rule, &str); 6] = [
    (Rule::Theirs, "their rules"),
    (Rule::RoundaboutsOneWay, "+ roundabouts one way"),
    (Rule::SmallRoads, "+ service roads, tracks, roads of no class"),
    (Rule::Access, "+ access rules"),
    (Rule::Barriers, "+ gates and bollards"),
    (Rule::TurnRestrictions, "+ turn restrictions: ours"),
];

/// The ways they hold.
const THEIR_CLASSES: [&str; 8] = [
    "motorway",
    "trunk",
    "primary",
    "primary_link",
    "secondary",
    "tertiary",
    "unclassified",
    "residential",
];

const ACCESS: [&str; 6] =
    ["access", "vehicle", "motor_vehicle", "motorcar", "motorroad", "service"];

/// The map with all rules of ours up to one, and the others' causes taken out of it.
fn map_with(last: Rule) -> Vec<u8> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/isle_of_man_2020-03-14.osm.pbf");
    let mut xml = String::from("<osm version=\"0.6\">");
    let reader = ElementReader::from_path(file).expect("the map is there");
    reader
        .for_each(|element| match element {
            Element::DenseNode(n) => {
                let barrier = n.tags().any(|(k, _)| k == "barrier") && last >= Rule::Barriers;
                let tags = if barrier { written(n.tags()) } else { String::new() };
                let (id, lng, lat) = (n.id(), n.lon(), n.lat());
                let _ = write!(
                    xml,
                    "<node id=\"{id}\" lon=\"{lng:.7}\" lat=\"{lat:.7}\">{tags}</node>"
                );
            }
            Element::Way(w) => {
                let tags: Vec<_> = w.tags().filter(|t| is_told(*t, last)).collect();
                let theirs = |t: &(&str, &str)| t.0 == "highway" && THEIR_CLASSES.contains(&t.1);
                let small = |t: &(&str, &str)| t.0 == "highway" && last >= Rule::SmallRoads;
                if tags.iter().any(|t| theirs(t) || small(t)) {
                    let refs: String = w
                        .refs()
                        .fold(String::new(), |refs, r| refs + &format!("<nd ref=\"{r}\"/>"));
                    let tags = written(tags.into_iter());
                    let _ = write!(xml, "<way id=\"{}\">{refs}{tags}</way>", w.id());
                }
            }
            Element::Relation(r) if last >= Rule::TurnRestrictions => {
                if !r.tags().any(|t| t == ("type", "restriction")) {
                    return;
                }
                let _ = write!(xml, "<relation id=\"{}\">", r.id());
                for m in r.members() {
                    let kind = match m.member_type {
                        RelMemberType::Node => "node",
                        RelMemberType::Way => "way",
                        RelMemberType::Relation => "relation",
                    };
                    let (id, role) = (m.member_id, m.role().expect("a role"));
                    let _ = write!(xml, "<member type=\"{kind}\" ref=\"{id}\" role=\"{role}\"/>");
                }
                let _ = write!(xml, "{}</relation>", written(r.tags()));
            }
            _ => {}
        })
        .expect("a readable map");
    xml.push_str("</osm>");
    xml.into_bytes()
}

/// Whether a way's tag stays while only the rules up to `last` hold.
fn is_told((key, value): (&str, &str), last: Rule) -> bool {
    let is_access = ACCESS.iter().any(|a| key.split(':').next() == Some(a));
    let is_roundabout = key == "junction" && matches!(value, "roundabout" | "circular");
    let since = if is_access {
        Rule::Access
    } else if is_roundabout {
        Rule::RoundaboutsOneWay
    } else {
        Rule::Theirs
    };
    last >= since
}

fn written<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let plain = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    tags.fold(String::new(), |written, (k, v)| {
        written + &format!("<tag k=\"{}\" v=\"{}\"/>", plain(k), plain(v))
    })
}

/// Millimetres to every state from a junction, by length and not by time.
fn lengths(network: &RoadNetwork, graph: &ModeGraph, from: u32) -> Vec<Option<u64>> {
    let is_start = |s: &u32| matches!(graph.layer_of(*s), None | Some(Layer::Start));
    let mut known = vec![None; graph.states() as usize];
    let mut queue: BinaryHeap<_> =
        graph.states_of(from).filter(is_start).map(|s| Reverse((0u64, s))).collect();
    while let Some(Reverse((mm, state))) = queue.pop() {
        if known[state as usize].is_some() {
            continue;
        }
        known[state as usize] = Some(mm);
        for (arc, road) in graph.arcs().forward.with_roads(state) {
            let length = if road == NO_ROAD { 0 } else { network.length_mm(road / 2) };
            if known[arc.head as usize].is_none() {
                queue.push(Reverse((mm + u64::from(length), arc.head)));
            }
        }
    }
    known
}

/// Our length of every pair on a map, in metres.
fn ours(map: &[u8]) -> Vec<Option<f64>> {
    let network = osm::read_network(map, &mut |_, _| {}).expect("a readable map");
    let graph = ModeGraph::derive(&network, &ModeProfile::of(TravelMode::Drive));
    let number: HashMap<i64, u32> =
        (0..network.junctions() as u32).map(|j| (network.junction_code(j), j)).collect();
    let junction = |node: i64| *number.get(&node).expect("pairs join junctions of every map");
    let mut found = Vec::new();
    for same in PAIRS.chunk_by(|a, b| a.from == b.from) {
        let known = lengths(&network, &graph, junction(same[0].from));
        found.extend(same.iter().map(|pair| {
            let states = graph.states_of(junction(pair.to));
            let mm = states.filter_map(|s| known[s as usize]).min()?;
            Some(mm as f64 / 1000.0)
        }));
    }
    found
}

fn agrees(theirs: Option<f64>, ours: Option<f64>) -> bool {
    match (theirs, ours) {
        (None, None) => true,
        (Some(a), Some(b)) => (a - b).abs() <= AGREE * a.max(b),
        _ => false,
    }
}

#[test]
fn shortest_drives_are_as_long_as_somebody_elses_or_a_rule_explains_the_difference() {
    let mut before: Option<Vec<Option<f64>>> = None;
    let mut departed = vec![None; PAIRS.len()];
    println!(
        "of {} pairs                              agree   differ by this rule first",
        PAIRS.len()
    );
    for (rule, name) in RULES {
        let found = ours(&map_with(rule));
        let agree = PAIRS.iter().zip(&found).filter(|(p, m)| agrees(p.metres, **m)).count();
        let mut newly = 0;
        for (i, pair) in PAIRS.iter().enumerate() {
            if departed[i].is_none() && !agrees(pair.metres, found[i]) {
                departed[i] = Some(rule);
                newly += 1;
            }
        }
        println!("{name:44} {agree:5}   {newly:5}");
        if rule == Rule::Theirs {
            assert!(agree * 100 >= PAIRS.len() * 99, "{agree} agree");
        }
        // More roads never lengthen a drive, more rules never shorten one.
        if let Some(before) = &before {
            for (i, (was, is)) in before.iter().zip(&found).enumerate() {
                let (was, is) = (was.unwrap_or(f64::INFINITY), is.unwrap_or(f64::INFINITY));
                let holds =
                    if rule == Rule::SmallRoads { is <= was + 0.05 } else { is >= was - 0.05 };
                assert!(holds, "{name}: {} to {}: {was}, {is}", PAIRS[i].from, PAIRS[i].to);
            }
        }
        before = Some(found);
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/isle_of_man_2020-03-14.osm.pbf");
    let whole = ours(&std::fs::read(file).expect("the map is there"));
    let same = |(a, b): (&Option<f64>, &Option<f64>)| match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() < 0.1,
        _ => a == b,
    };
    let unlike = before.iter().flatten().zip(&whole).filter(|pair| !same(*pair)).count();
    assert_eq!(unlike, 0, "with all rules it is the map as it is");
}
