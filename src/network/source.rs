//! What a map file says of roads, collected element by element while the file is read.

use super::barrier;
use super::road_kind::RoadKind;
use super::road_network::{Skipped, TurnRestriction, Via};
use super::tags::Tags;
use super::travel_mode::{NotARoad, parse_duration, parse_height, road_kind};

/// What a member of a relation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MemberKind {
    /// A node.
    Node,
    /// A way.
    Way,
    /// Another relation.
    Relation,
}

/// One road way with its nodes at `nodes` of [`RoadSource::refs`].
#[derive(Debug)]
pub(super) struct SourceWay {
    pub id: i64,
    pub nodes: std::ops::Range<usize>,
    pub kind: RoadKind,
    /// A ferry's crossing time in seconds.
    pub duration: Option<f64>,
}

/// Collects the road ways, barriers and turn restrictions of a map file; [`RoadSource::finish`]
/// makes the network of them.
#[derive(Debug, Default)]
pub struct RoadSource {
    pub(super) ways: Vec<SourceWay>,
    pub(super) refs: Vec<i64>,
    /// Node, the modes it stops, and whether it stops wheelchairs.
    pub(super) barriers: Vec<(i64, [bool; 3], bool)>,
    /// Nodes with a height (`ele`) in metres.
    pub(super) heights: Vec<(i64, f32)>,
    /// The first node of each building's outline: where people live, roads are streets.
    pub(super) buildings: Vec<i64>,
    pub(super) restrictions: Vec<TurnRestriction>,
    pub(super) skipped: Vec<Skipped>,
    /// The box that the file says it covers.
    pub(super) stated: Option<[i32; 4]>,
}

impl RoadSource {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes the box that the file says it covers: west, south, east, north in 1e-7 degrees. Of
    /// several boxes it is the one around all.
    pub fn state_bounds(&mut self, stated: [i32; 4]) {
        let known = self.stated.get_or_insert(stated);
        for (axis, value) in stated.into_iter().enumerate() {
            let known = &mut known[axis];
            *known = if axis < 2 { value.min(*known) } else { value.max(*known) };
        }
    }

    /// Keeps a way if it is a road or a ferry, else counts why not; returns whether it was kept.
    ///
    /// Of buildings it notes the place: by them roads inside settlements are told from those in
    /// open country.
    pub fn push_way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>) -> bool {
        if let (Some(building), Some(first)) = (tags.get("building"), nodes.first())
            && building != "no"
        {
            self.buildings.push(*first);
        }
        let kind = match road_kind(tags) {
            None => return false,
            Some(Ok(_)) if nodes.len() < 2 => return self.skip("wayWithoutLength"),
            Some(Ok(kind)) => kind,
            Some(Err(NotARoad::NotInUse)) => return self.skip("notInUse"),
            Some(Err(NotARoad::Closed)) => return self.skip("closedToAllModes"),
        };
        let start = self.refs.len();
        self.refs.extend_from_slice(nodes);
        self.ways.push(SourceWay {
            id,
            nodes: start..self.refs.len(),
            kind,
            duration: tags.get("duration").and_then(parse_duration),
        });
        true
    }

    /// Keeps a tagged node if it stops any mode or wheelchairs, and its height if it has one.
    pub fn push_node(&mut self, id: i64, tags: &Tags<'_>) {
        let stops = barrier::stops(tags);
        let stops_wheelchair = barrier::stops_wheelchair(tags);
        if stops_wheelchair || stops.contains(&true) {
            self.barriers.push((id, stops, stops_wheelchair));
        }
        if let Some(height) = tags.get("ele").and_then(parse_height) {
            self.heights.push((id, height));
        }
    }

    /// Keeps a `type=restriction` relation, or counts it as one that cannot be read.
    pub fn push_restriction(
        &mut self,
        id: i64,
        tags: &Tags<'_>,
        members: &[(MemberKind, i64, &str)],
    ) {
        let rule =
            tags.first_of(&["restriction:motorcar", "restriction:motor_vehicle", "restriction"]);
        let Some(rule) = rule else {
            let is_conditional = tags.iter().any(|(k, _)| k.ends_with(":conditional"));
            let is_of_others = tags.iter().any(|(k, _)| k.starts_with("restriction:"));
            self.skip(match (is_conditional, is_of_others) {
                (true, _) => "turnRestrictionAtTimes",
                (_, true) => "turnRestrictionOfOtherVehicles",
                _ => "unreadableTurnRestriction",
            });
            return;
        };
        // Several ways may lead into a `no_entry`, and out of a `no_exit`.
        let ways = |role: &str, several: bool| -> Option<Vec<i64>> {
            let of_role = members.iter().filter(|m| m.2 == role && m.0 == MemberKind::Way);
            let ways: Vec<i64> = of_role.map(|m| m.1).collect();
            (ways.len() == 1 || (several && ways.len() > 1)).then_some(ways)
        };
        let via: Vec<_> = members.iter().filter(|m| m.2 == "via").collect();
        let via = match via[..] {
            [(MemberKind::Node, node, _)] => Some(Via::Node(*node)),
            [] => None,
            _ => via
                .iter()
                .map(|m| (m.0 == MemberKind::Way).then_some(m.1))
                .collect::<Option<_>>()
                .map(Via::Ways),
        };
        let from = ways("from", rule == "no_entry");
        let to = ways("to", rule == "no_exit");
        let (Some(from), Some(via), Some(to)) = (from, via, to) else {
            self.skip("unreadableTurnRestriction");
            return;
        };
        let except = tags.get("except").unwrap_or_default();
        let except: Vec<String> =
            except.split(';').map(|s| s.trim().to_owned()).filter(|s| !s.is_empty()).collect();
        for (from, to) in from.iter().flat_map(|f| to.iter().map(move |t| (*f, *t))) {
            self.restrictions.push(TurnRestriction {
                id,
                rule: rule.to_owned(),
                from,
                via: via.clone(),
                to,
                except: except.clone(),
            });
        }
    }

    pub(super) fn skip(&mut self, reason: &str) -> bool {
        self.skip_many(reason, 1);
        false
    }

    pub(super) fn skip_many(&mut self, reason: &str, count: u32) {
        match self.skipped.iter_mut().find(|s| s.reason == reason) {
            Some(known) => known.count += count,
            None if count > 0 => self.skipped.push(Skipped { reason: reason.to_owned(), count }),
            None => {}
        }
    }
}
