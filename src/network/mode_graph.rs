//! What one mode makes of the roads: the time of every piece, and the arcs a search runs on.

use super::arcs::{Arcs, NO_ROAD, NewArc};
use super::components::Components;
use super::mode_profile::ModeProfile;
use super::road_kind::Access;
use super::road_network::{RoadNetwork, Skipped};
use super::turns::{NO_APPROACH, Turns};
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
    /// Arrived in a way (given by its number) after which some turns are banned.
    Arrived(u32),
}

/// Which roads a state is on, as far as it matters where one may go from there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Zone {
    /// On open roads.
    Open,
    /// See [`Layer::Start`].
    Start,
    /// See [`Layer::End`].
    End,
    /// See [`Layer::Stopped`].
    Stopped,
}

/// A state beyond the junctions' own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Extra {
    junction: u32,
    /// The turns that one has to remember, if any.
    approach: Option<u32>,
    zone: Zone,
}

/// The travel layer of one mode profile over a road network.
#[derive(Clone, Debug)]
pub struct ModeGraph {
    profile: ModeProfile,
    junctions: u32,
    /// Milliseconds along and against each road, [`Millis::NEVER`] where it is closed.
    road_ms: Vec<[u32; 2]>,
    /// States beyond the junctions, sorted; state `junctions + i` is `extra[i]`.
    extra: Vec<Extra>,
    turns: Turns,
    arcs: Arcs,
    components: Components,
}

impl ModeGraph {
    /// Derives the layer; the network itself is not touched.
    pub fn derive(network: &RoadNetwork, profile: &ModeProfile) -> Self {
        let speeds: Vec<[Option<f64>; 2]> = network
            .kinds()
            .iter()
            .map(|kind| {
                [0, 1].map(|d| {
                    profile.speed_kmh(kind, d).filter(|_| profile.access(kind, d) != Access::No)
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
        let is_open = |arc: u32| road_ms[arc as usize / 2][arc as usize % 2] != u32::MAX;
        let turns = Turns::of(network, profile.base, is_open);
        let mut graph = Self {
            profile: profile.clone(),
            junctions: network.junctions() as u32,
            extra: extra_states(network, profile, &road_ms, &turns),
            turns,
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
        let extra = self.extra[state.checked_sub(self.junctions)? as usize];
        Some(match (extra.approach, extra.zone) {
            (Some(approach), _) => Layer::Arrived(approach),
            (None, Zone::End) => Layer::End,
            (None, Zone::Stopped) => Layer::Stopped,
            (None, _) => Layer::Start,
        })
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
        self.turns.applied
    }

    /// The map's other turn restrictions, by the reason why they bind nobody.
    pub fn restrictions_left_aside(&self) -> &[Skipped] {
        &self.turns.left_aside
    }

    fn state(&self, junction: u32, zone: Zone, approach: u32) -> Option<u32> {
        let approach = (approach != NO_APPROACH).then_some(approach);
        if (zone, approach) == (Zone::Open, None) {
            return Some(junction);
        }
        let found = self.extra.binary_search(&Extra { junction, approach, zone }).ok()?;
        Some(self.junctions + found as u32)
    }

    fn list_arcs(&self, network: &RoadNetwork) -> Vec<NewArc> {
        let mut arcs = Vec::with_capacity(self.road_ms.len() * 2 + self.extra.len() * 4);
        let mut has_extra = vec![false; self.junctions as usize];
        for extra in &self.extra {
            has_extra[extra.junction as usize] = true;
        }
        // Where an arc of a zone begins and ends; a barrier has one way in and another out.
        let tail = |junction: u32, zone| match zone {
            Zone::Open => junction,
            _ => self.state(junction, zone, NO_APPROACH).unwrap_or(junction),
        };
        let head = |junction: u32, zone, arc| {
            if !has_extra[junction as usize] {
                return junction;
            }
            let stopped = self.state(junction, Zone::Stopped, NO_APPROACH);
            let arrived = || self.state(junction, zone, self.turns.after(NO_APPROACH, arc));
            stopped.or_else(arrived).unwrap_or(junction)
        };
        let is_destination: Vec<[bool; 2]> = network
            .kinds()
            .iter()
            .map(|k| [0, 1].map(|d| self.profile.access(k, d) == Access::Destination))
            .collect();
        for (road, times) in self.road_ms.iter().enumerate() {
            let [from, to] = network.ends(road as u32);
            let is_destination = is_destination[network.kind_index(road as u32)];
            for (direction, &ms) in times.iter().enumerate() {
                if ms == u32::MAX {
                    continue;
                }
                let (a, b) = if direction == 0 { (from, to) } else { (to, from) };
                let road = road as u32 * 2 + direction as u32;
                let zones: &[Zone] = if is_destination[direction] {
                    &[Zone::Start, Zone::End]
                } else {
                    &[Zone::Open]
                };
                for &zone in zones {
                    arcs.push(NewArc { tail: tail(a, zone), head: head(b, zone, road), ms, road });
                }
            }
        }
        self.add_turns(&mut arcs);
        for (i, extra) in self.extra.iter().enumerate() {
            let state = self.junctions + i as u32;
            let approach = extra.approach.unwrap_or(NO_APPROACH);
            let open = self.state(extra.junction, Zone::Open, approach).unwrap_or(extra.junction);
            let (tail, head) = match extra.zone {
                Zone::Start => (state, open),
                Zone::End => (open, state),
                Zone::Open | Zone::Stopped => continue,
            };
            arcs.push(NewArc { tail, head, ms: 0, road: NO_ROAD });
        }
        arcs
    }

    /// From where turns are banned one leaves as from the junction itself, but for those turns; and
    /// remembers what the next turns depend on.
    fn add_turns(&self, arcs: &mut Vec<NewArc>) {
        let arrived =
            || self.extra.iter().zip(self.junctions..).filter(|(e, _)| e.approach.is_some());
        let mut turning: Vec<u32> =
            arrived().filter_map(|(e, _)| self.state(e.junction, e.zone, NO_APPROACH)).collect();
        turning.sort_unstable();
        turning.dedup();
        let mut leaving: Vec<NewArc> =
            arcs.iter().filter(|arc| turning.binary_search(&arc.tail).is_ok()).copied().collect();
        leaving.sort_by_key(|arc| arc.tail);
        for (extra, tail) in arrived() {
            let (Some(base), Some(approach)) =
                (self.state(extra.junction, extra.zone, NO_APPROACH), extra.approach)
            else {
                continue;
            };
            let from = leaving.partition_point(|arc| arc.tail < base);
            let from_here = leaving[from..].iter().take_while(|arc| arc.tail == base);
            let allowed = from_here.filter(|arc| !self.turns.is_banned(approach, arc.road));
            arcs.extend(allowed.map(|arc| {
                let remembered = self.turns.after(approach, arc.road);
                let is_longer = remembered != self.turns.after(NO_APPROACH, arc.road);
                let zone = match arc.head.checked_sub(self.junctions) {
                    Some(state) => self.extra[state as usize].zone,
                    None => Zone::Open,
                };
                let head = self.state(self.junction_of(arc.head), zone, remembered);
                NewArc { tail, head: head.filter(|_| is_longer).unwrap_or(arc.head), ..*arc }
            }));
        }
    }
}

/// Start and end states where destination-only roads meet, stopped states at barriers, and for each
/// of them and the junction itself those that remember how one arrived where turns are banned.
fn extra_states(
    network: &RoadNetwork,
    profile: &ModeProfile,
    road_ms: &[[u32; 2]],
    turns: &Turns,
) -> Vec<Extra> {
    let stopping = network.barriers().iter().filter(|b| profile.is_stopped_by(b));
    let stopped: Vec<u32> = stopping.map(|b| b.junction).collect();
    let is_passable = |j: &u32| stopped.binary_search(j).is_err();
    let is_destination: Vec<[bool; 2]> = network
        .kinds()
        .iter()
        .map(|k| [0, 1].map(|d| profile.access(k, d) == Access::Destination))
        .collect();
    let mut inside: Vec<u32> = (0..road_ms.len() as u32)
        .filter(|&road| {
            let is_destination = is_destination[network.kind_index(road)];
            (0..2).any(|d| is_destination[d] && road_ms[road as usize][d] != u32::MAX)
        })
        .flat_map(|road| network.ends(road))
        .filter(is_passable)
        .collect();
    inside.sort_unstable();
    inside.dedup();
    let layered = inside.iter().flat_map(|&junction| {
        [Zone::Start, Zone::End].map(|zone| Extra { junction, approach: None, zone })
    });
    let barred =
        stopped.iter().map(|&junction| Extra { junction, approach: None, zone: Zone::Stopped });
    let mut extra: Vec<Extra> = layered.chain(barred).collect();
    for (approach, arc) in (0..).zip(turns.last_arcs()) {
        let [from, to] = network.ends(arc / 2);
        let junction = if arc % 2 == 0 { to } else { from };
        // Nobody turns at a barrier that stops everybody.
        if !is_passable(&junction) {
            continue;
        }
        let zones: &[Zone] = match inside.binary_search(&junction) {
            Ok(_) => &[Zone::Open, Zone::Start, Zone::End],
            Err(_) => &[Zone::Open],
        };
        extra.extend(zones.iter().map(|&zone| Extra { junction, approach: Some(approach), zone }));
    }
    extra.sort_unstable();
    extra.dedup();
    extra
}
