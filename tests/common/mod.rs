//! Hand-drawn maps: a few roads in metres around a place, written as OSM XML and read like a file.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "every test file draws its own maps and uses what it needs"
)]

pub mod asking;
pub mod brute;
pub mod checker;
pub mod dice;
pub mod hub_brute;
pub mod layouts;
pub mod random_town;
pub mod town;

use service_circle::import::osm;
use service_circle::network::{ModeProfile, ModeRoads, RoadLayers, RoadNetwork};
use service_circle::units::{LngLat, TravelMode};
use std::fmt::Write as _;
use std::sync::Arc;

/// Where the maps are drawn: `(0, 0)` is this place.
const ORIGIN: (f64, f64) = (120.0, 30.0);
/// Metres per degree there, from the ellipsoid.
const METRES: (f64, f64) = (96_486.280, 110_852.457);

/// A map being drawn.
#[derive(Clone, Debug, Default)]
pub struct Map {
    elements: String,
}

/// The place some metres east and north of the origin.
pub fn at(east: f64, north: f64) -> LngLat {
    LngLat::new(ORIGIN.0 + east / METRES.0, ORIGIN.1 + north / METRES.1).expect("a place")
}

impl Map {
    pub fn new() -> Self {
        Self::default()
    }

    /// A node, in metres east and north of the origin.
    #[must_use]
    pub fn node(self, id: i64, east: f64, north: f64) -> Self {
        self.tagged_node(id, east, north, "")
    }

    /// A node with tags, `"key=value key=value"`.
    #[must_use]
    pub fn tagged_node(mut self, id: i64, east: f64, north: f64, tags: &str) -> Self {
        let place = at(east, north);
        let _ = write!(
            self.elements,
            "<node id=\"{id}\" lon=\"{:.7}\" lat=\"{:.7}\">{}</node>",
            place.lng(),
            place.lat(),
            tags_of(tags)
        );
        self
    }

    /// A way over nodes with tags.
    #[must_use]
    pub fn way(mut self, id: i64, nodes: &[i64], tags: &str) -> Self {
        let refs: Vec<String> = nodes.iter().map(|n| format!("<nd ref=\"{n}\"/>")).collect();
        let refs = refs.concat();
        let _ = write!(self.elements, "<way id=\"{id}\">{refs}{}</way>", tags_of(tags));
        self
    }

    /// A relation; members are `(type, id, role)`.
    #[must_use]
    pub fn relation(mut self, id: i64, members: &[(&str, i64, &str)], tags: &str) -> Self {
        let members: Vec<String> = members
            .iter()
            .map(|(kind, id, role)| {
                format!("<member type=\"{kind}\" ref=\"{id}\" role=\"{role}\"/>")
            })
            .collect();
        let _ = write!(
            self.elements,
            "<relation id=\"{id}\">{}{}</relation>",
            members.concat(),
            tags_of(tags)
        );
        self
    }

    /// A straight road of nodes `first ..` every `step` metres to the east, `count` of them.
    #[must_use]
    pub fn road(mut self, id: i64, first: i64, count: i64, step: f64, tags: &str) -> Self {
        for i in 0..count {
            self = self.node(first + i, i as f64 * step, 0.0);
        }
        let nodes: Vec<i64> = (first..first + count).collect();
        self.way(id, &nodes, tags)
    }

    /// The map as an OSM file.
    pub fn xml(&self) -> Vec<u8> {
        format!("<?xml version=\"1.0\"?><osm version=\"0.6\">{}</osm>", self.elements).into_bytes()
    }

    /// The network of its roads.
    pub fn network(&self) -> RoadNetwork {
        osm::read_network(&self.xml(), &mut |_, _| {}).expect("a readable map")
    }

    /// Its roads for a mode's default profile.
    pub fn roads(&self, mode: TravelMode) -> ModeRoads {
        self.roads_with(&ModeProfile::of(mode))
    }

    /// Its roads for a profile.
    pub fn roads_with(&self, profile: &ModeProfile) -> ModeRoads {
        RoadLayers::new(Arc::new(self.network())).roads_of(profile).expect("roads of the mode")
    }
}

fn tags_of(pairs: &str) -> String {
    let pairs = pairs.split_whitespace().filter_map(|pair| pair.split_once('='));
    pairs.map(|(k, v)| format!("<tag k=\"{k}\" v=\"{v}\"/>")).collect::<Vec<_>>().concat()
}
