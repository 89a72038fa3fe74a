//! Turn restrictions of the map as runs of arcs that a mode may not travel one after the other.

use super::road_network::{RoadNetwork, Skipped, TurnRestriction, Via};
use super::way_order::WayPart;
use crate::units::TravelMode;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Stands for "nothing that turns depend on".
pub(super) const NO_APPROACH: u32 = u32::MAX;

/// The turns that a mode may not make. Arcs are twice a road's number, plus 1 against the road.
///
/// A banned run is a list of arcs of which the last may not be taken after the others. To know, a
/// traveller remembers an *approach*: the longest end of the way so far with which a banned run
/// begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns {
    banned: BTreeSet<Vec<u32>>,
    /// Sorted.
    approaches: Vec<Vec<u32>>,
    /// How many restrictions the banned runs came from.
    pub applied: usize,
    /// The others that the map has, by the reason why they bind nobody here.
    pub left_aside: Vec<Skipped>,
}

impl Turns {
    /// The turns that the map bans for a mode, given the arcs that are open to it.
    ///
    /// Restrictions are for cars, unless `except` names cars. One over ways binds those who come
    /// from `from` and go over all of `via`; `only_` then leaves them no way on but `to`.
    pub(super) fn of(
        network: &RoadNetwork,
        mode: TravelMode,
        is_open: impl Fn(u32) -> bool,
    ) -> Self {
        let mut turns = Self::default();
        if mode != TravelMode::Drive || network.restrictions().is_empty() {
            return turns;
        }
        let roads = NamedRoads::of(network);
        let mut left_aside = BTreeMap::new();
        for restriction in network.restrictions() {
            match runs(network, &roads, restriction, &is_open) {
                Ok(found) => {
                    turns.banned.extend(found);
                    turns.applied += 1;
                }
                Err(reason) => *left_aside.entry(reason).or_insert(0) += 1,
            }
        }
        turns.left_aside = left_aside
            .into_iter()
            .map(|(reason, count): (&str, u32)| Skipped { reason: reason.to_owned(), count })
            .collect();
        let begun = turns.banned.iter().flat_map(|run| (1..run.len()).map(|n| run[..n].to_vec()));
        let approaches: BTreeSet<Vec<u32>> = begun.collect();
        turns.approaches = approaches.into_iter().collect();
        turns
    }

    /// The arc each approach ends with, in order.
    pub(super) fn last_arcs(&self) -> impl Iterator<Item = u32> + '_ {
        self.approaches.iter().map(|a| a.last().copied().unwrap_or(u32::MAX))
    }

    /// What is remembered after an arc that was taken on an approach (or on none).
    pub(super) fn after(&self, approach: u32, arc: u32) -> u32 {
        let known = |way: &[u32]| self.approaches.binary_search_by(|a| a.as_slice().cmp(way)).ok();
        if approach == NO_APPROACH {
            return known(&[arc]).map_or(NO_APPROACH, |i| i as u32);
        }
        let way = self.way(approach, arc);
        (0..way.len()).find_map(|from| known(&way[from..])).map_or(NO_APPROACH, |i| i as u32)
    }

    /// Whether an arc may not be taken on an approach.
    pub(super) fn is_banned(&self, approach: u32, arc: u32) -> bool {
        let way = self.way(approach, arc);
        (0..way.len().saturating_sub(1)).any(|from| self.banned.contains(&way[from..]))
    }

    fn way(&self, approach: u32, arc: u32) -> Vec<u32> {
        let before = self.approaches.get(approach as usize).map_or(&[][..], Vec::as_slice);
        before.iter().copied().chain([arc]).collect()
    }
}

/// Why a restriction binds nobody: it excepts cars, or its rule is none we know.
const OTHER_VEHICLES: &str = "turnRestrictionOfOtherVehicles";
const UNKNOWN_RULE: &str = "turnRestrictionUnknownRule";
/// One of its members is no road here.
const NO_SUCH_ROAD: &str = "turnRestrictionOffTheRoads";
/// Its members do not meet as it says.
const NOT_JOINED: &str = "turnRestrictionNotJoined";
/// Nobody could make the turn anyway: a one-way rule or a closed road.
const NO_TURN: &str = "turnRestrictionWithoutTurn";

/// The runs that one restriction bans, or why it bans none.
fn runs(
    network: &RoadNetwork,
    roads: &NamedRoads,
    restriction: &TurnRestriction,
    is_open: &impl Fn(u32) -> bool,
) -> Result<Vec<Vec<u32>>, &'static str> {
    if restriction.except.iter().any(|e| matches!(e.as_str(), "motorcar" | "motor_vehicle")) {
        return Err(OTHER_VEHICLES);
    }
    let must = restriction.rule.starts_with("only_");
    if !must && !restriction.rule.starts_with("no_") {
        return Err(UNKNOWN_RULE);
    }
    let ways: &[i64] = match &restriction.via {
        Via::Node(_) => &[],
        Via::Ways(ways) => ways,
    };
    let named = [restriction.from, restriction.to];
    if ways.iter().chain(&named).any(|way| !roads.is_road(*way)) {
        return Err(NO_SUCH_ROAD);
    }
    let passages = match &restriction.via {
        Via::Node(node) => match roads.junction_of.get(node) {
            Some(&junction) => vec![Passage { enter: junction, arcs: Vec::new(), leave: junction }],
            None => return Err(NO_SUCH_ROAD),
        },
        Via::Ways(ways) => roads.passages(network, ways),
    };
    let (mut is_joined, mut banned) = (false, Vec::new());
    for Passage { enter, arcs, leave } in passages {
        let to: Vec<RoadEnd> = roads.ends_of(network, restriction.to, leave).collect();
        for from in roads.ends_of(network, restriction.from, enter) {
            let leads_to: Vec<u32> = to
                .iter()
                .filter(|end| turns_as_said(restriction, from, **end, to.len()))
                .map(|end| end.leaving())
                .collect();
            is_joined |= !leads_to.is_empty();
            let last = if must {
                let others = roads.at(leave).iter().map(|end| end.leaving());
                others.filter(|arc| !leads_to.is_empty() && !leads_to.contains(arc)).collect()
            } else {
                leads_to
            };
            let before = std::iter::once(from.arriving()).chain(arcs.iter().copied());
            let before: Vec<u32> = before.collect();
            if before.iter().all(|&arc| is_open(arc)) {
                let last = last.into_iter().filter(|&arc| is_open(arc));
                banned.extend(last.map(|arc| [&before[..], &[arc]].concat()));
            }
        }
    }
    match (banned.is_empty(), is_joined) {
        (false, _) => Ok(banned),
        (true, true) => Err(NO_TURN),
        (true, false) => Err(NOT_JOINED),
    }
}

/// On a way that goes on beyond the node, a U-turn is back to the same end, another turn is not.
fn turns_as_said(restriction: &TurnRestriction, from: RoadEnd, to: RoadEnd, ends: usize) -> bool {
    let over_a_node = matches!(restriction.via, Via::Node(_));
    if !over_a_node || restriction.from != restriction.to || ends < 2 {
        return true;
    }
    let is_back = (from.road, from.side) == (to.road, to.side);
    is_back == restriction.rule.ends_with("u_turn")
}

/// A way over the `via` of a restriction, between two junctions.
struct Passage {
    enter: u32,
    arcs: Vec<u32>,
    leave: u32,
}

/// One end of a road at a junction.
#[derive(Clone, Copy)]
struct RoadEnd {
    road: u32,
    /// 0: the road begins here, 1: it ends here.
    side: u32,
}

impl RoadEnd {
    fn leaving(self) -> u32 {
        self.road * 2 + self.side
    }

    fn arriving(self) -> u32 {
        self.road * 2 + (1 - self.side)
    }

    /// The source way at this end.
    fn way(self, network: &RoadNetwork) -> Option<i64> {
        let spans = network.spans(self.road);
        let span = if self.side == 0 { spans.first() } else { spans.last() };
        span.map(|s| s.way)
    }
}

/// The roads of the ways that restrictions name, and all roads at the junctions they turn at.
struct NamedRoads {
    /// Roads of each named way.
    of_way: HashMap<i64, Vec<u32>>,
    junction_of: HashMap<i64, u32>,
    ends: HashMap<u32, Vec<RoadEnd>>,
}

impl NamedRoads {
    fn of(network: &RoadNetwork) -> Self {
        let mut of_way: HashMap<i64, Vec<u32>> = HashMap::new();
        let (mut nodes, mut ways, mut via_ways) = <(Named, Named, Named)>::default();
        for restriction in network.restrictions() {
            match &restriction.via {
                Via::Node(node) => nodes.add(*node),
                Via::Ways(over) => over.iter().for_each(|way| {
                    ways.add(*way);
                    via_ways.add(*way);
                }),
            }
            ways.add(restriction.from);
            ways.add(restriction.to);
        }
        let mut junction_of = HashMap::new();
        let mut turns_at = vec![false; network.junctions()];
        for junction in 0..network.junctions() as u32 {
            let code = network.junction_code(junction);
            if nodes.contains(code) {
                junction_of.insert(code, junction);
                turns_at[junction as usize] = true;
            }
        }
        let roads = || (0..network.roads() as u32).filter(|&r| network.kind(r).is_open());
        for road in roads() {
            let spans = network.spans(road);
            for end in [spans.first(), spans.last()].into_iter().flatten() {
                if !ways.contains(end.way) {
                    continue;
                }
                let of_way = of_way.entry(end.way).or_default();
                if of_way.last() != Some(&road) {
                    of_way.push(road);
                }
                if via_ways.contains(end.way) {
                    for junction in network.ends(road) {
                        turns_at[junction as usize] = true;
                    }
                }
            }
        }
        let mut ends: HashMap<u32, Vec<RoadEnd>> = HashMap::new();
        for road in roads() {
            for (side, junction) in (0..).zip(network.ends(road)) {
                if turns_at[junction as usize] {
                    ends.entry(junction).or_default().push(RoadEnd { road, side });
                }
            }
        }
        Self { of_way, junction_of, ends }
    }

    fn is_road(&self, way: i64) -> bool {
        self.of_way.get(&way).is_some_and(|roads| !roads.is_empty())
    }

    fn at(&self, junction: u32) -> &[RoadEnd] {
        self.ends.get(&junction).map_or(&[], Vec::as_slice)
    }

    fn ends_of<'a>(
        &'a self,
        network: &'a RoadNetwork,
        way: i64,
        junction: u32,
    ) -> impl Iterator<Item = RoadEnd> + 'a {
        self.at(junction).iter().copied().filter(move |end| end.way(network) == Some(way))
    }

    /// The ways over all of several ways, from one end of the first to the far end of the last.
    fn passages(&self, network: &RoadNetwork, ways: &[i64]) -> Vec<Passage> {
        let mut passages: Vec<Passage> = Vec::new();
        for (i, way) in ways.iter().enumerate() {
            let both = [false, true].map(|back| self.along(network, *way, back));
            if i == 0 {
                passages = both.into_iter().flatten().collect();
                continue;
            }
            let longer = passages.iter().flat_map(|before| {
                let on = both.iter().flatten().filter(|next| next.enter == before.leave);
                on.map(|next| Passage {
                    enter: before.enter,
                    arcs: [&before.arcs[..], &next.arcs[..]].concat(),
                    leave: next.leave,
                })
            });
            passages = longer.collect();
        }
        passages
    }

    /// The arcs over a whole way; `None` if its roads do not follow each other.
    fn along(&self, network: &RoadNetwork, way: i64, back: bool) -> Option<Passage> {
        let mut parts = WayPart::all(network, way, self.of_way.get(&way)?.iter().copied());
        parts.dedup_by_key(|part| part.road);
        let mut arcs: Vec<u32> =
            parts.iter().map(|p| p.road * 2 + u32::from(p.runs_back != back)).collect();
        if back {
            arcs.reverse();
        }
        let ends = |arc: u32| {
            let [from, to] = network.ends(arc / 2);
            if arc & 1 == 0 { [from, to] } else { [to, from] }
        };
        let follows = arcs.windows(2).all(|w| ends(w[0])[1] == ends(w[1])[0]);
        let (first, last) = (*arcs.first()?, *arcs.last()?);
        follows.then(|| Passage { enter: ends(first)[0], leave: ends(last)[1], arcs })
    }
}

/// Ids that restrictions name, with a quick answer for most of those that none names.
struct Named {
    ids: BTreeSet<i64>,
    /// One bit for the low bits of every id.
    low: Vec<u64>,
}

impl Default for Named {
    fn default() -> Self {
        Self { ids: BTreeSet::new(), low: vec![0; 1 << 10] }
    }
}

impl Named {
    fn bit(id: i64) -> (usize, u64) {
        ((id as usize >> 6) & 0x3ff, 1 << (id & 63))
    }

    fn add(&mut self, id: i64) {
        let (word, bit) = Self::bit(id);
        self.low[word] |= bit;
        self.ids.insert(id);
    }

    fn contains(&self, id: i64) -> bool {
        let (word, bit) = Self::bit(id);
        self.low[word] & bit != 0 && self.ids.contains(&id)
    }
}
