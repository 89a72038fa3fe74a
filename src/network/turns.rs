//! Turn restrictions of the map as pairs of arcs: coming from one, one may not leave by the other.

use super::mode_profile::ModeProfile;
use super::road_network::{RoadNetwork, TurnRestriction, Via};
use crate::units::TravelMode;
use std::collections::HashMap;

/// A turn that a mode may not make. Arcs are twice a road's number, plus 1 against the road.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct BannedTurn {
    /// Where one turns.
    pub junction: u32,
    /// The arc one arrives on.
    pub arriving: u32,
    /// The arc one may not leave on.
    pub leaving: u32,
}

/// The turns that the map bans for a mode, sorted, and how many restrictions they came from.
///
/// Restrictions are for cars: over one node, unless `except` names cars. Those over ways, and
/// those whose roads do not meet at the node, are left aside.
pub(super) fn banned(network: &RoadNetwork, profile: &ModeProfile) -> (Vec<BannedTurn>, usize) {
    if profile.base != TravelMode::Drive || network.restrictions().is_empty() {
        return (Vec::new(), 0);
    }
    let at_junctions = RoadEnds::of(network);
    let (mut turns, mut applied) = (Vec::new(), 0);
    for restriction in network.restrictions().iter().filter(|r| binds_cars(r)) {
        let before = turns.len();
        if let Via::Node(node) = restriction.via
            && let Some(ends) = at_junctions.at(node)
        {
            let of_way = |way: i64| ends.iter().filter(move |e| e.way(network) == Some(way));
            let must = restriction.rule.starts_with("only_");
            for from in of_way(restriction.from) {
                let to = of_way(restriction.to).map(RoadEnd::leaving);
                let banned: Vec<u32> = if must {
                    let allowed: Vec<u32> = to.collect();
                    let all = ends.iter().map(RoadEnd::leaving);
                    all.filter(|arc| !allowed.is_empty() && !allowed.contains(arc)).collect()
                } else {
                    to.collect()
                };
                turns.extend(banned.into_iter().map(|leaving| BannedTurn {
                    junction: from.junction,
                    arriving: from.arriving(),
                    leaving,
                }));
            }
        }
        applied += usize::from(turns.len() > before);
    }
    turns.sort_unstable();
    turns.dedup();
    (turns, applied)
}

fn binds_cars(restriction: &TurnRestriction) -> bool {
    let known = restriction.rule.starts_with("no_") || restriction.rule.starts_with("only_");
    known && !restriction.except.iter().any(|e| matches!(e.as_str(), "motorcar" | "motor_vehicle"))
}

/// One end of a road at a junction.
#[derive(Clone, Copy)]
struct RoadEnd {
    junction: u32,
    road: u32,
    /// 0: the road begins here, 1: it ends here.
    side: u32,
}

impl RoadEnd {
    fn leaving(&self) -> u32 {
        self.road * 2 + self.side
    }

    /// The source way at this end.
    fn way(&self, network: &RoadNetwork) -> Option<i64> {
        let spans = network.spans(self.road);
        let span = if self.side == 0 { spans.first() } else { spans.last() };
        span.map(|s| s.way)
    }

    fn arriving(&self) -> u32 {
        self.road * 2 + (1 - self.side)
    }
}

/// The road ends at the junctions that restrictions name.
struct RoadEnds(HashMap<i64, Vec<RoadEnd>>);

impl RoadEnds {
    fn of(network: &RoadNetwork) -> Self {
        let named = network.restrictions().iter().filter_map(|r| match r.via {
            Via::Node(node) => Some((node, Vec::new())),
            Via::Ways(_) => None,
        });
        let mut ends: HashMap<i64, Vec<RoadEnd>> = named.collect();
        for road in 0..network.roads() as u32 {
            for (side, junction) in network.ends(road).into_iter().enumerate() {
                if let Some(at) = ends.get_mut(&network.junction_code(junction)) {
                    at.push(RoadEnd { junction, road, side: side as u32 });
                }
            }
        }
        Self(ends)
    }

    fn at(&self, node: i64) -> Option<&[RoadEnd]> {
        self.0.get(&node).map(Vec::as_slice)
    }
}
