//! Linkage: how a place is joined to a mode's roads, at a point along a road piece.

use super::mode_graph::{Layer, ModeGraph};
use super::road_boxes::{FlatBox, RoadBoxes};
use super::road_kind::RoadClass;
use super::road_network::RoadNetwork;
use crate::frame::{Frame, Plane};
use crate::units::{LngLat, Millis, Position};
use std::ops::Range;
use std::sync::Arc;

/// A component with less than this share of the kilometres is an island …
pub(super) const ISLAND_SHARE: f64 = 0.01;
/// … that a place is not joined to if the largest component is at most this much farther.
const DETOUR_METRES: f64 = 100.0;
/// Nearly all places have a road this near: one looks farther only when they have none.
const FIRST_LOOK_METRES: f64 = 40.0;

/// Box distances are of a flat map of the whole extract in single precision: what they exclude is
/// believed only beyond this slack.
const SLACK: f64 = 1.02;
const SLACK_METRES: f64 = 2.0;

/// Why a place is not joined to the roads of a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlinked {
    /// The place lies outside the roads' bounds, with no road within the cap.
    OutsideExtract,
    /// No road of the mode within the cap.
    NoRoadWithinCap,
}

/// A place joined to a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// The road piece.
    pub road: u32,
    /// Share of the piece's length from its first junction, 0 to 1.
    pub share: f64,
    /// Straight metres between the place and the road.
    pub off_road_metres: f64,
    /// Time for them.
    pub off_road: Millis,
}

impl Link {
    /// Time along the piece to its end in a direction (0: to the last junction, 1: to the first),
    /// from the link's place; `NEVER` where the road is closed that way.
    pub fn to_end(&self, graph: &ModeGraph, direction: usize) -> Millis {
        let rest = if direction == 0 { 1.0 - self.share } else { self.share };
        part(graph.road_time(self.road, direction), rest)
    }

    /// Time from the piece's beginning in a direction to the link's place.
    pub fn from_start(&self, graph: &ModeGraph, direction: usize) -> Millis {
        let passed = if direction == 0 { self.share } else { 1.0 - self.share };
        part(graph.road_time(self.road, direction), passed)
    }

    /// The states one is in after leaving along the road, with the time to each (off-road metres
    /// included).
    pub fn departures(&self, network: &RoadNetwork, graph: &ModeGraph) -> Vec<(u32, Millis)> {
        self.ends(network, graph, true)
    }

    /// The states from which one arrives along the road, with the time from each (off-road metres
    /// included).
    pub fn arrivals(&self, network: &RoadNetwork, graph: &ModeGraph) -> Vec<(u32, Millis)> {
        self.ends(network, graph, false)
    }

    fn ends(&self, network: &RoadNetwork, graph: &ModeGraph, leaving: bool) -> Vec<(u32, Millis)> {
        let mut found = Vec::with_capacity(2);
        let ends = network.ends(self.road);
        // A place at a junction belongs to all of its roads, not to the one that was found first.
        let at = [0.0f64, 1.0].iter().position(|end| self.share.to_bits() == end.to_bits());
        if let Some(junction) = at.map(|side| ends[side]) {
            let layer = |state| graph.layer_of(state);
            let counts =
                |state: &u32| !leaving || matches!(layer(*state), None | Some(Layer::Start));
            found.extend(
                graph.states_of(junction).filter(counts).map(|state| (state, self.off_road)),
            );
        }
        for (direction, tail_junction) in ends.into_iter().enumerate() {
            let along = if leaving {
                self.to_end(graph, direction)
            } else {
                self.from_start(graph, direction)
            };
            if along == Millis::NEVER {
                continue;
            }
            let time = self.off_road.plus(along);
            let arc_road = self.road * 2 + direction as u32;
            for tail in graph.states_of(tail_junction) {
                for (arc, road) in graph.arcs().forward.with_roads(tail) {
                    if road != arc_road {
                        continue;
                    }
                    let state = if leaving { arc.head } else { tail };
                    // Nobody begins a trip at its end.
                    let is_no_start = leaving && graph.layer_of(state) == Some(Layer::End);
                    if !is_no_start && !found.iter().any(|(s, t)| *s == state && *t <= time) {
                        found.push((state, time));
                    }
                }
            }
        }
        found
    }

    /// Time from this link to another on the same road piece along it; `NEVER` if they are on
    /// different pieces or the road is closed that way. Off-road metres are included.
    pub fn along_to(&self, other: &Link, graph: &ModeGraph) -> Millis {
        if self.road != other.road {
            return Millis::NEVER;
        }
        let off_road = self.off_road.plus(other.off_road);
        let direction = usize::from(other.share < self.share);
        let mut time = graph.road_time(self.road, direction);
        if self.share.to_bits() == other.share.to_bits() && time == Millis::NEVER {
            time = graph.road_time(self.road, 1);
        }
        off_road.plus(part(time, (other.share - self.share).abs()))
    }
}

/// A share of a road's time, rounded.
pub fn part(time: Millis, share: f64) -> Millis {
    if time == Millis::NEVER { time } else { Millis(libm::round(f64::from(time.0) * share) as u32) }
}

/// Finds the roads near a place, ferries left out: boxes of whole road pieces, the exact projection after.
#[derive(Debug)]
pub struct RoadIndex {
    /// The pieces of the file, shared by all networks that edits make of it.
    known: Arc<RoadBoxes>,
    /// The pieces that edits added.
    added: RoadBoxes,
    /// Of the file's roads: the frame of all boxes.
    of_file: [f64; 4],
    /// Of all roads.
    bounds: [f64; 4],
    /// Metres east and north of the south-west corner, per degree.
    scale: [f64; 2],
}

impl RoadIndex {
    /// Indexes all road pieces of a network; what it answers does not depend on whether the pieces
    /// of the file were indexed before others were added.
    pub fn new(network: &RoadNetwork) -> Self {
        let of_file = network.bounds_of(0..network.roads_of_file());
        let middle = f64::midpoint(of_file[1], of_file[3]);
        let (east, north) = Frame::around(middle).scale_at(middle);
        let mut index = Self {
            known: Arc::default(),
            added: RoadBoxes::default(),
            of_file,
            bounds: of_file,
            scale: [east, north],
        };
        index.known = Arc::new(index.boxes(network, 0..network.roads_of_file()));
        index.beside(network)
    }

    /// The index of another network of the same file.
    #[must_use]
    pub fn beside(&self, network: &RoadNetwork) -> Self {
        let roads = network.roads_of_file()..network.roads() as u32;
        let [west, south, east, north] = network.bounds_of(roads.clone());
        let file = self.of_file;
        let bounds = [file[0].min(west), file[1].min(south), file[2].max(east), file[3].max(north)];
        let added = self.boxes(network, roads);
        Self { known: Arc::clone(&self.known), added, bounds, ..*self }
    }

    fn boxes(&self, network: &RoadNetwork, roads: Range<u32>) -> RoadBoxes {
        let around = |road: u32| {
            let mut around = FlatBox::EMPTY;
            // Nobody boards a ferry halfway, and their boxes would lie over whole seas and coasts.
            if network.kind(road).class == RoadClass::Ferry {
                return around;
            }
            for point in network.points(road) {
                let point = self.flat(point);
                around.grow(&FlatBox { low: point, high: point });
            }
            around
        };
        RoadBoxes::new(roads.start, roads.map(around).collect())
    }

    fn flat(&self, at: Position) -> [f32; 2] {
        [
            ((at.lng() - self.of_file[0]) * self.scale[0]) as f32,
            ((at.lat() - self.of_file[1]) * self.scale[1]) as f32,
        ]
    }

    /// All pieces whose boxes are within some metres of a place, each with its distance.
    fn around(&self, at: [f32; 2], metres: f64) -> impl Iterator<Item = (u32, f64)> {
        self.known.within(at, metres).chain(self.added.within(at, metres))
    }

    /// Joins a place to a mode's roads: the nearest road wins, unless it lies on an island and the
    /// largest component is within the cap and at most 100 m farther.
    ///
    /// # Errors
    /// Why it cannot be joined.
    pub fn link(
        &self,
        network: &RoadNetwork,
        graph: &ModeGraph,
        at: LngLat,
    ) -> Result<Link, Unlinked> {
        let position = Position::from_lng_lat(at);
        let plane = Plane::around(position.to_lng_lat());
        let cap = graph.profile().off_road_cap_metres;
        let flat = self.flat(position);
        let is_island = |link: &Link| graph.components().share_of_road(link.road) < ISLAND_SHARE;
        // Only from an island does one look farther than the nearest road.
        let needed = |nearest: Option<(f64, Link)>| match nearest {
            Some((metres, link)) if is_island(&link) => cap.min(metres + DETOUR_METRES),
            Some((metres, _)) => metres,
            None => cap,
        };
        let mut nearest: Option<(f64, Link)>;
        let mut nearest_of_largest: Option<(f64, Link)>;
        let mut look_to = FIRST_LOOK_METRES.min(cap);
        loop {
            (nearest, nearest_of_largest) = (None, None);
            for (road, metres) in self.around(flat, look_to * SLACK + SLACK_METRES) {
                // Neither can become the nearest of all, nor of the largest component's.
                let known = nearest.zip(nearest_of_largest).map_or(cap, |(a, b)| a.0.max(b.0));
                if metres > known * SLACK + SLACK_METRES {
                    continue;
                }
                if !graph.is_open(road) {
                    continue;
                }
                let (metres, share) = project(network, &plane, road);
                if metres > cap {
                    continue;
                }
                let is_nearer = |than: &Option<(f64, Link)>| {
                    than.is_none_or(|(d, l)| metres < d || (metres <= d && road < l.road))
                };
                let link = Link {
                    road,
                    share,
                    off_road_metres: metres,
                    off_road: graph.profile().off_road(metres),
                };
                if is_nearer(&nearest) {
                    nearest = Some((metres, link));
                }
                if graph.components().is_largest(road) && is_nearer(&nearest_of_largest) {
                    nearest_of_largest = Some((metres, link));
                }
            }
            let to = needed(nearest);
            if to <= look_to || look_to >= cap {
                break;
            }
            look_to = if nearest.is_some() { to } else { cap.min(look_to * 4.0) };
        }
        match (nearest, nearest_of_largest) {
            (Some((near, link)), Some((far, on_largest))) => {
                Ok(if is_island(&link) && far <= near + DETOUR_METRES { on_largest } else { link })
            }
            (Some((_, link)), None) => Ok(link),
            _ => {
                let [west, south, east, north] = self.bounds;
                let is_inside =
                    (west..=east).contains(&at.lng()) && (south..=north).contains(&at.lat());
                Err(if is_inside { Unlinked::NoRoadWithinCap } else { Unlinked::OutsideExtract })
            }
        }
    }

    /// Metres to the nearest road that counts, however far; `None` if no road does.
    pub fn nearest_metres(
        &self,
        network: &RoadNetwork,
        at: LngLat,
        counts: impl Fn(u32) -> bool,
    ) -> Option<f64> {
        let position = Position::from_lng_lat(at);
        let plane = Plane::around(position.to_lng_lat());
        let (flat, mut nearest) = (self.flat(position), None);
        for boxes in [&*self.known, &self.added] {
            boxes.visit_nearest(flat, |road| {
                if counts(road) {
                    let (metres, _) = project(network, &plane, road);
                    nearest = Some(nearest.map_or(metres, |known: f64| known.min(metres)));
                }
                nearest.map_or(f64::INFINITY, |metres| metres * SLACK + SLACK_METRES)
            });
        }
        nearest
    }

    /// Whether a link lies on an island: roads with under 1 % of the kilometres.
    pub fn is_island(graph: &ModeGraph, link: &Link) -> bool {
        graph.components().share_of_road(link.road) < ISLAND_SHARE
    }
}

/// Distance from the plane's centre to a road in metres, and the share of its length at the
/// nearest point.
fn project(network: &RoadNetwork, plane: &Plane, road: u32) -> (f64, f64) {
    let mut points = network.points(road).map(|p| plane.to_metres(p));
    let Some(mut a) = points.next() else { return (f64::INFINITY, 0.0) };
    let (mut best, mut best_at, mut passed) = (f64::INFINITY, 0.0, 0.0);
    for b in points {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let squared = dx * dx + dy * dy;
        let t =
            if squared > 0.0 { (-(a.0 * dx + a.1 * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (a.0 + t * dx, a.1 + t * dy);
        let distance = x * x + y * y;
        let length = squared.sqrt();
        if distance < best {
            (best, best_at) = (distance, passed + t * length);
        }
        passed += length;
        a = b;
    }
    (best.sqrt(), if passed > 0.0 { (best_at / passed).clamp(0.0, 1.0) } else { 0.0 })
}
