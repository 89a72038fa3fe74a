//! Edits of roads: what is closed, slowed or drawn, named so that the names outlast a network.

use super::road_kind::RoadClass;
use crate::units::TravelMode;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// New nodes and ways have codes below this, far below the negative ids of editors.
pub(super) const FIRST_MINTED: i64 = -(1 << 52);

/// One change of the roads; a [`super::RoadEditor`] makes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RoadEdit {
    /// A road is closed; between two nodes it is a bridge that is cut.
    CloseRoad(Closing),
    /// A road is travelled slower or faster.
    SlowRoad(Slowing),
    /// There is a new road, or a link between two places.
    DrawRoad(Drawing),
}

/// The name of a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum WayName {
    /// An OSM way's id.
    Osm(i64),
    /// The code of a road that an edit drew.
    Drawn(String),
}

/// A road that is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// The way.
    pub way: WayName,
    /// Only between these two of its nodes (OSM ids); of the two ways round a ring, the one with
    /// fewer nodes.
    #[serde(default)]
    pub between: Option<[i64; 2]>,
    /// Only to these modes.
    #[serde(default)]
    pub modes: Option<Vec<TravelMode>>,
}

/// A road that is travelled slower or faster, by one of `kmh` and `factor`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Slowing {
    /// The way.
    pub way: WayName,
    /// As in [`Closing::between`].
    #[serde(default)]
    pub between: Option<[i64; 2]>,
    /// Only to these modes; where they are not given, a speed is that of cars and a factor is
    /// everybody's.
    #[serde(default)]
    pub modes: Option<Vec<TravelMode>>,
    /// The speed that is travelled, in km/h from 0.1 to 200.
    #[serde(default)]
    pub kmh: Option<f64>,
    /// What the present speed is multiplied by, from 0.01 to 20.
    #[serde(default)]
    pub factor: Option<f64>,
}

/// A new road.
///
/// It is joined to the roads that are there at nodes that it names, and where it begins and ends:
/// there to the nearest road within [`super::road_editor::JOIN_METRES`] that its modes may use,
/// which is cut at that point. It is not joined to roads that it merely crosses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Drawing {
    /// Its code, by which later edits name it; one that follows from its points is given if absent
    /// ([`Drawing::own_code`]).
    #[serde(default)]
    pub code: Option<String>,
    /// The points it leads along, two at least.
    pub along: Vec<Vertex>,
    /// Its class, by which it is driven.
    #[serde(default = "residential")]
    pub class: RoadClass,
    /// Who may use it; those that may use other roads of its class if absent.
    #[serde(default)]
    pub modes: Option<Vec<TravelMode>>,
    /// Whether vehicles may use it only from its first point to its last.
    #[serde(default)]
    pub one_way: bool,
    /// The legal limit in km/h from 1 to 200, of which cars drive the profile's share.
    #[serde(default)]
    pub limit_kmh: Option<f64>,
}

impl Drawing {
    /// The code that it bears: its own, or one that follows from the points it leads along. Neither
    /// depends on other edits, so what is said of a drawn road still holds when an earlier edit is
    /// taken back. Of two roads without a code along the very same points the second gets `-2`.
    pub fn own_code(&self) -> String {
        self.code.clone().unwrap_or_else(|| {
            let mut bytes = Vec::with_capacity(self.along.len() * 17);
            for vertex in &self.along {
                match vertex {
                    Vertex::Node(code) => {
                        bytes.push(0);
                        bytes.extend(code.to_le_bytes());
                    }
                    Vertex::Place(at) => {
                        bytes.push(1);
                        bytes.extend(at.iter().flat_map(|degrees| degrees.to_le_bytes()));
                    }
                }
            }
            format!("new-road-{:08x}", xxh3_64(&bytes) >> 32)
        })
    }
}

/// The code of a node that a drawn road makes, the `n`-th of its points: from the road's own code,
/// so that it does not depend on other edits.
///
/// Below all ids of maps and editors, and exact in JavaScript. Of a million such nodes some two
/// share a code in one network of ten thousand.
pub(super) fn minted_node(road_code: &str, n: usize) -> i64 {
    let bytes: Vec<u8> = road_code.bytes().chain((n as u64).to_le_bytes()).collect();
    FIRST_MINTED - 1 - (xxh3_64(&bytes) % ((1 << 52) - 1)) as i64
}

/// A stretch of road by the names that edits use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedStretch {
    /// The way.
    pub way: WayName,
    /// Two of its nodes (OSM ids).
    pub between: [i64; 2],
}

/// A point of a new road.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Vertex {
    /// A node of the roads that are there, by its OSM id: they are joined there.
    Node(i64),
    /// Longitude and latitude in degrees.
    Place([f64; 2]),
}

fn residential() -> RoadClass {
    RoadClass::Residential
}
