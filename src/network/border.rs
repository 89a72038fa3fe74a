//! Where a map file ends: the box that it states, and the roads that it cuts.

use super::linkage::Link;
use super::mode_graph::ModeGraph;
use super::road_kind::RoadClass;
use super::road_network::RoadNetwork;
use crate::units::{Millis, Position};
use serde::{Deserialize, Serialize};

/// The border of a map file's area, as far as the file tells.
///
/// A road crosses it where some of the road's nodes are missing from the file, and at the box that
/// the file states (`HeaderBBox` in PBF, `<bounds>` in XML). A file that tells neither ends at the
/// bounds of its roads. What is cut along another line with all ways left whole tells nothing of it:
/// there only the stated box counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Border {
    /// West, south, east and north of the stated box in 1e-7 degrees.
    pub stated: Option<[i32; 4]>,
    /// Junctions from which a road leads on to nodes that the file does not have, ascending.
    pub cut: Vec<u32>,
}

/// A box inside the border, as far from it as a place may lie from its road: who lives just beyond
/// is joined to a road that ends here.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inner {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

impl Border {
    /// The box inside which no place is at the border; `None` if only cut roads tell of one.
    pub fn inner(&self, network: &RoadNetwork, graph: &ModeGraph) -> Option<Inner> {
        let [west, south, east, north] = match self.stated {
            Some(stated) => stated.map(|v| f64::from(v) / 1e7),
            None if self.cut.is_empty() => network.bounds(),
            None => return None,
        };
        let cap = graph.profile().off_road_cap_metres;
        let scale = network.frame().scale_at(f64::midpoint(south, north));
        let (x, y) = (cap / scale.0, cap / scale.1);
        Some(Inner { west: west + x, south: south + y, east: east - x, north: north - y })
    }

    /// The places at which a mode's roads meet the border.
    pub fn places(&self, network: &RoadNetwork, graph: &ModeGraph) -> Vec<Link> {
        let inner = self.inner(network, graph);
        let mut found = Vec::new();
        for road in (0..network.roads() as u32).filter(|&road| graph.is_open(road)) {
            if network.kind(road).class == RoadClass::Ferry {
                continue;
            }
            let mut meet = |share: f64| {
                found.push(Link { road, share, off_road_metres: 0.0, off_road: Millis::ZERO });
            };
            for (junction, share) in network.ends(road).into_iter().zip([0.0, 1.0]) {
                let is_beyond = inner.is_some_and(|i| !i.holds(network.junction_at(junction)));
                if is_beyond || self.cut.binary_search(&junction).is_ok() {
                    meet(share);
                }
            }
            if let Some(inner) = inner {
                inner.crossings(network, road).into_iter().for_each(meet);
            }
        }
        found
    }
}

impl Inner {
    /// Whether a place lies in it.
    pub fn holds(&self, at: Position) -> bool {
        (self.west..=self.east).contains(&at.lng()) && (self.south..=self.north).contains(&at.lat())
    }

    /// Where a road goes out of the box or comes in, as shares of its length.
    fn crossings(&self, network: &RoadNetwork, road: u32) -> Vec<f64> {
        let points = || network.points(road);
        let inside = points().filter(|p| self.holds(*p)).count();
        if inside == 0 || inside == points().count() {
            return Vec::new();
        }
        let frame = network.frame_of_road(road);
        let (mut passed, mut at) = (0.0, Vec::new());
        for (a, b) in points().zip(points().skip(1)) {
            let length = frame.distance(a, b);
            if self.holds(a) != self.holds(b) {
                let share = if self.holds(a) { self.exit(a, b) } else { 1.0 - self.exit(b, a) };
                at.push(passed + share * length);
            }
            passed += length;
        }
        at.into_iter().map(|metres| if passed > 0.0 { metres / passed } else { 0.0 }).collect()
    }

    /// The share of the way from a place inside to one outside at which the box ends.
    fn exit(&self, inside: Position, outside: Position) -> f64 {
        let axes = [
            (inside.lng(), outside.lng(), self.west, self.east),
            (inside.lat(), outside.lat(), self.south, self.north),
        ];
        let shares = axes.map(|(from, to, low, high)| {
            let side = if to < low {
                low
            } else if to > high {
                high
            } else {
                return 1.0;
            };
            (side - from) / (to - from)
        });
        shares[0].min(shares[1]).clamp(0.0, 1.0)
    }
}
