//! Makes the large networks of the scale bench: Malta's roads tiled and stitched to millions of
//! junctions, in the binary form, for `scale.mjs` to open in wasm. Says how long each step takes.
#![allow(clippy::print_stdout, reason = "a bench talks to the person who runs it")]

use osmpbf::{Element, ElementReader, RelMemberType};
use service_circle::network::{MemberKind, RoadNetwork, RoadSource, Tags};
use service_circle::units::Position;
use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
const SIZES: [(&str, usize); 4] =
    [("one", 1), ("1m", 1_000_000), ("2m", 2_000_000), ("4m", 4_000_000)];
/// Ids of a copy are those of the file times this, plus the copy's number.
const MOST_COPIES: i64 = 256;
/// Sea between neighbouring copies, in 1e-7 degrees: about a kilometre.
const GAP: i32 = 100_000;
/// How many roads join a copy to each of its neighbours.
const JOINTS: i32 = 6;

type Owned = Vec<(String, String)>;
type Member = (MemberKind, i64, String);

/// What the file says of roads, read once.
#[derive(Default)]
struct File {
    positions: HashMap<i64, Position>,
    ways: Vec<(i64, Vec<i64>, Owned)>,
    barriers: Vec<(i64, Owned)>,
    restrictions: Vec<(i64, Owned, Vec<Member>)>,
    /// West, south, east, north of the roads.
    bounds: [i32; 4],
    /// Nodes at which a neighbour is joined: at the west, south, east and north side.
    joints: [Vec<i64>; 4],
}

fn owned<'a>(tags: impl Iterator<Item = (&'a str, &'a str)>) -> Owned {
    tags.map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
}

fn borrowed(tags: &Owned) -> Vec<(&str, &str)> {
    tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect()
}

impl File {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut file = Self::default();
        let at = |lng: i32, lat: i32| Position { lng_e7: lng, lat_e7: lat };
        ElementReader::from_path(FILE)?.for_each(|element| match element {
            Element::DenseNode(n) => {
                file.positions.insert(n.id(), at(n.decimicro_lon(), n.decimicro_lat()));
                if n.tags().next().is_some() {
                    file.barriers.push((n.id(), owned(n.tags())));
                }
            }
            Element::Node(n) => {
                file.positions.insert(n.id(), at(n.decimicro_lon(), n.decimicro_lat()));
                if n.tags().next().is_some() {
                    file.barriers.push((n.id(), owned(n.tags())));
                }
            }
            Element::Way(w) => file.ways.push((w.id(), w.refs().collect(), owned(w.tags()))),
            Element::Relation(r) if r.tags().any(|t| t == ("type", "restriction")) => {
                let members = r.members().map(|m| {
                    let kind = match m.member_type {
                        RelMemberType::Node => MemberKind::Node,
                        RelMemberType::Way => MemberKind::Way,
                        RelMemberType::Relation => MemberKind::Relation,
                    };
                    (kind, m.member_id, m.role().unwrap_or_default().to_owned())
                });
                file.restrictions.push((r.id(), owned(r.tags()), members.collect()));
            }
            Element::Relation(_) => {}
        })?;
        file.find_joints();
        Ok(file)
    }

    /// Joints are the outermost nodes of common roads, one for each of several bands.
    fn find_joints(&mut self) {
        let common = ["primary", "secondary", "tertiary", "unclassified", "residential"];
        let is_common =
            |tags: &Owned| tags.iter().any(|(k, v)| k == "highway" && common.contains(&v.as_str()));
        let ways = self.ways.iter().filter(|way| is_common(&way.2));
        let nodes: HashSet<i64> = ways.flat_map(|way| way.1.iter().copied()).collect();
        let mut nodes: Vec<(i64, Position)> =
            nodes.into_iter().filter_map(|n| Some((n, *self.positions.get(&n)?))).collect();
        nodes.sort_unstable_by_key(|n| n.0);
        let least = |of: fn(&Position) -> i32| nodes.iter().map(|n| of(&n.1)).min().unwrap_or(0);
        self.bounds = [
            least(|p| p.lng_e7),
            least(|p| p.lat_e7),
            -least(|p| -p.lng_e7),
            -least(|p| -p.lat_e7),
        ];
        let [west, south, east, north] = self.bounds;
        for band in 0..JOINTS {
            let band_of = |value: i32, low: i32, high: i32| {
                i64::from(value - low) * i64::from(JOINTS) / i64::from(high - low + 1)
            };
            let in_row =
                nodes.iter().filter(|n| band_of(n.1.lat_e7, south, north) == i64::from(band));
            let in_column =
                nodes.iter().filter(|n| band_of(n.1.lng_e7, west, east) == i64::from(band));
            let found = [
                in_row.clone().min_by_key(|n| n.1.lng_e7),
                in_column.clone().min_by_key(|n| n.1.lat_e7),
                in_row.max_by_key(|n| n.1.lng_e7),
                in_column.max_by_key(|n| n.1.lat_e7),
            ];
            // A band of sea has no node on either side.
            for (side, node) in found.into_iter().enumerate() {
                self.joints[side].extend(node.map(|n| n.0));
            }
        }
    }

    /// The network of so many copies in a square, neighbours joined by roads.
    fn tiled(&self, copies: usize) -> Result<RoadNetwork, Box<dyn Error>> {
        let columns = (1..=copies).find(|c| c * c >= copies).unwrap_or(1);
        let named = |id: i64, copy: usize| id * MOST_COPIES + copy as i64;
        let [west, south, east, north] = self.bounds;
        let (wide, high) = (east - west + GAP, north - south + GAP);
        let mut source = RoadSource::new();
        let mut nodes = Vec::new();
        for copy in 0..copies {
            for (id, refs, tags) in &self.ways {
                nodes.clear();
                nodes.extend(refs.iter().map(|&n| named(n, copy)));
                source.push_way(named(*id, copy), &nodes, &Tags::new(&borrowed(tags)));
            }
            for (id, tags) in &self.barriers {
                source.push_node(named(*id, copy), &Tags::new(&borrowed(tags)));
            }
            for (id, tags, members) in &self.restrictions {
                let members: Vec<_> =
                    members.iter().map(|m| (m.0, named(m.1, copy), m.2.as_str())).collect();
                source.push_restriction(named(*id, copy), &Tags::new(&borrowed(tags)), &members);
            }
            let neighbours =
                [(0, copy + 1, copy % columns + 1 < columns), (1, copy + columns, true)];
            for (side, other, is_beside) in neighbours {
                if !is_beside || other >= copies {
                    continue;
                }
                let pairs = self.joints[side + 2].iter().zip(&self.joints[side]);
                for (i, (&ours, &theirs)) in pairs.enumerate() {
                    let ends = [named(ours, copy), named(theirs, other)];
                    let id = -named((side * 100 + i + 1) as i64, copy);
                    source.push_way(id, &ends, &Tags::new(&[("highway", "primary")]));
                }
            }
        }
        let position = |id: i64| {
            let at = self.positions.get(&id.div_euclid(MOST_COPIES))?;
            let copy = id.rem_euclid(MOST_COPIES) as i32;
            let (column, row) = (copy % columns as i32, copy / columns as i32);
            Some(Position { lng_e7: at.lng_e7 + column * wide, lat_e7: at.lat_e7 + row * high })
        };
        Ok(source.finish(position, &mut |_| {})?)
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::var("BENCH_FOLDER")?;
    std::fs::create_dir_all(&folder)?;
    let file = File::read()?;
    let junctions_of_one = file.tiled(1)?.junctions();
    for (name, junctions) in SIZES {
        let copies = junctions.div_ceil(junctions_of_one);
        let begin = Instant::now();
        let network = file.tiled(copies)?;
        let built = begin.elapsed();
        let bytes = network.to_bytes()?;
        println!(
            "{name}: {copies} copies, {} junctions, {} roads, made in {:.1} s natively, {:.0} MB in binary form",
            network.junctions(),
            network.roads(),
            built.as_secs_f64(),
            bytes.len() as f64 / 1e6
        );
        std::fs::write(Path::new(&folder).join(format!("malta-{name}.bin")), bytes)?;
    }
    Ok(())
}
