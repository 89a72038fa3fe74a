//! What one mode makes of the roads: the time of every piece, and the arcs a search runs on.

use super::arcs::{Arcs, NO_ROAD, NewArc};
use super::components::Components;
use super::mode_profile::ModeProfile;
use super::road_kind::Access;
use super::road_network::RoadNetwork;
use super::turns::{self, BannedTurn};
use crate::units::Millis;

/// Why a junction has more than one state.
///
/// A search runs on states, not on junctions, because what may follow can depend on how one got
/// there. Every junction is itself a state (its number), for people on open roads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layer {
    /// On roads open to destinations only, at the beginning of a trip.
    Start,
    /// On such roads at the end of a trip: there is no way back to open roads.
    End,
    /// Before a barrier that the mode cannot pass: nothing goes on from here.
    Stopped,
    /// Arrived on this arc (twice the road's number, plus 1 against it), from which some turns
    /// are banned.
    Arrived(u32),
}

/// A state beyond the junctions' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Extra {
    junction: u32,
    layer: Layer,
}

/// The travel layer of one mode profile over a road network.
#[derive(Clone, Debug)]
pub struct ModeGraph {
    profile: ModeProfile,
    junctions: u32,
    /// Milliseconds along and against each road, [`Millis::NEVER`] where it is closed.
    road_ms: Vec<[u32; 2]>,
    /// States beyond the junctions, sorted by junction; state `junctions + i` is `extra[i]`.
    extra: Vec<Extra>,
    banned: Vec<BannedTurn>,
    restrictions_applied: usize,
    arcs: Arcs,
    components: Components,
}

impl ModeGraph {
    /// Derives the layer; the network itself is not touched.
    pub fn derive(network: &RoadNetwork, profile: &ModeProfile) -> Self {
        let mode = profile.base;
        let speeds: Vec<[Option<f64>; 2]> = network
            .kinds()
            .iter()
            .map(|kind| {
                [0, 1].map(|d| {
                    profile.speed_kmh(kind, d).filter(|_| kind.access(mode, d) != Access::No)
                })
            })
            .collect();
        let road_ms: Vec<[u32; 2]> = (0..network.roads() as u32)
            .map(|road| {
                let mm = f64::from(network.length_mm(road));
                // Millimetres over metres per second are milliseconds.
                speeds[network.kind_index(road)].map(|speed| {
                    speed.map_or(u32::MAX, |kmh| libm::round(mm * 3.6 / kmh).min(4e9) as u32)
                })
            })
            .collect();
        let (banned, restrictions_applied) = turns::banned(network, profile);
        let mut graph = Self {
            profile: profile.clone(),
            junctions: network.junctions() as u32,
            extra: extra_states(network, profile, &road_ms, &banned),
            banned,
            restrictions_applied,
            components: Components::of(network, profile, &road_ms),
            road_ms,
            arcs: Arcs::default(),
        };
        graph.arcs = Arcs::new(graph.states(), &graph.list_arcs(network));
        graph
    }

    /// The profile it was derived for.
    pub fn profile(&self) -> &ModeProfile {
        &self.profile
    }

    /// The arcs between states.
    pub fn arcs(&self) -> &Arcs {
        &self.arcs
    }

    /// Number of states: junctions, and the extra ones.
    pub fn states(&self) -> u32 {
        self.junctions + self.extra.len() as u32
    }

    /// The junction a state belongs to.
    pub fn junction_of(&self, state: u32) -> u32 {
        match state.checked_sub(self.junctions) {
            None => state,
            Some(extra) => self.extra[extra as usize].junction,
        }
    }

    /// Why a state is not the junction itself.
    pub fn layer_of(&self, state: u32) -> Option<Layer> {
        Some(self.extra[state.checked_sub(self.junctions)? as usize].layer)
    }

    /// All states of a junction, its own first.
    pub fn states_of(&self, junction: u32) -> impl Iterator<Item = u32> + '_ {
        let from = self.extra.partition_point(|e| e.junction < junction);
        let extras = self.extra[from..].iter().take_while(move |e| e.junction == junction);
        let numbers = (self.junctions + from as u32)..;
        std::iter::once(junction).chain(numbers.zip(extras).map(|(state, _)| state))
    }

    /// Time along (0) or against (1) a road; [`Millis::NEVER`] where it is closed.
    pub fn road_time(&self, road: u32, direction: usize) -> Millis {
        Millis(self.road_ms[road as usize][direction])
    }

    /// Whether the mode may use a road in any direction.
    pub fn is_open(&self, road: u32) -> bool {
        self.road_ms[road as usize] != [u32::MAX; 2]
    }

    /// The strongly connected parts of the mode's roads.
    pub fn components(&self) -> &Components {
        &self.components
    }

    /// How many of the map's turn restrictions bind this mode.
    pub fn restrictions_applied(&self) -> usize {
        self.restrictions_applied
    }

    fn state(&self, junction: u32, layer: Layer) -> Option<u32> {
        self.states_of(junction).find(|&s| self.layer_of(s) == Some(layer))
    }

    fn list_arcs(&self, network: &RoadNetwork) -> Vec<NewArc> {
        let mut arcs = Vec::with_capacity(self.road_ms.len() * 2);
        // Where an arc of a layer begins and ends; a barrier has one way in and another out.
        let tail = |junction, layer: Option<Layer>| {
            layer.and_then(|l| self.state(junction, l)).unwrap_or(junction)
        };
        let head = |junction, layer| {
            self.state(junction, Layer::Stopped).unwrap_or_else(|| tail(junction, layer))
        };
        for (road, times) in self.road_ms.iter().enumerate() {
            let [from, to] = network.ends(road as u32);
            let kind = network.kind(road as u32);
            for (direction, &ms) in times.iter().enumerate() {
                if ms == u32::MAX {
                    continue;
                }
                let (a, b) = if direction == 0 { (from, to) } else { (to, from) };
                let road = road as u32 * 2 + direction as u32;
                // Whoever arrives where turns are banned remembers on which arc.
                let arrived = self.state(b, Layer::Arrived(road));
                let mut push = |layer: Option<Layer>| {
                    let head = arrived.filter(|_| layer.is_none()).unwrap_or(head(b, layer));
                    arcs.push(NewArc { tail: tail(a, layer), head, ms, road });
                };
                if kind.access(self.profile.base, direction) == Access::Destination {
                    push(Some(Layer::Start));
                    push(Some(Layer::End));
                } else {
                    push(None);
                }
            }
        }
        for (i, extra) in self.extra.iter().enumerate() {
            let state = self.junctions + i as u32;
            let (tail, head) = match extra.layer {
                Layer::Start => (state, extra.junction),
                Layer::End => (extra.junction, state),
                Layer::Stopped | Layer::Arrived(_) => continue,
            };
            arcs.push(NewArc { tail, head, ms: 0, road: NO_ROAD });
        }
        self.add_turns(&mut arcs);
        arcs
    }

    /// From where turns are banned one leaves as from the junction itself, but for those turns.
    fn add_turns(&self, arcs: &mut Vec<NewArc>) {
        let mut restricted: Vec<u32> = self.banned.iter().map(|t| t.junction).collect();
        restricted.dedup();
        let leaving: Vec<NewArc> = arcs
            .iter()
            .filter(|arc| restricted.binary_search(&arc.tail).is_ok())
            .copied()
            .collect();
        for (i, extra) in self.extra.iter().enumerate() {
            let Layer::Arrived(arriving) = extra.layer else { continue };
            let is_allowed = |arc: &&NewArc| {
                let turn = BannedTurn { junction: extra.junction, arriving, leaving: arc.road };
                self.banned.binary_search(&turn).is_err()
            };
            let from_here = leaving.iter().filter(|arc| arc.tail == extra.junction);
            let tail = self.junctions + i as u32;
            arcs.extend(from_here.filter(is_allowed).map(|arc| NewArc { tail, ..*arc }));
        }
    }
}

/// Start and end states where destination-only roads meet, stopped states at barriers, arrived
/// states where turns are banned.
fn extra_states(
    network: &RoadNetwork,
    profile: &ModeProfile,
    road_ms: &[[u32; 2]],
    banned: &[BannedTurn],
) -> Vec<Extra> {
    let mode = profile.base;
    let stopped: Vec<u32> =
        network.barriers().iter().filter(|b| b.stops[mode.index()]).map(|b| b.junction).collect();
    let mut at_destination_roads: Vec<u32> = (0..road_ms.len() as u32)
        .filter(|&road| {
            (0..2).any(|d| {
                road_ms[road as usize][d] != u32::MAX
                    && network.kind(road).access(mode, d) == Access::Destination
            })
        })
        .flat_map(|road| network.ends(road))
        .filter(|j| stopped.binary_search(j).is_err())
        .collect();
    at_destination_roads.sort_unstable();
    at_destination_roads.dedup();
    let mut extra: Vec<Extra> = at_destination_roads
        .into_iter()
        .flat_map(|junction| [Layer::Start, Layer::End].map(|layer| Extra { junction, layer }))
        .chain(stopped.iter().map(|&junction| Extra { junction, layer: Layer::Stopped }))
        .collect();
    // Nobody turns at a barrier that stops everybody.
    let turning = banned.iter().filter(|t| stopped.binary_search(&t.junction).is_err());
    let mut arrived: Vec<Extra> = turning
        .map(|t| Extra { junction: t.junction, layer: Layer::Arrived(t.arriving) })
        .collect();
    arrived.dedup();
    extra.append(&mut arrived);
    extra.sort_by_key(|e| e.junction);
    extra
}
