//! The nodes of all road ways of a map file, and how many ways meet at each.

use super::road_kind::RoadClass;
use super::road_network::Via;
use super::slope;
use super::source::{RoadSource, SourceWay};
use crate::frame::Frame;
use crate::units::Position;

/// Stands for a node that the file does not hold.
pub(super) const MISSING: u32 = u32::MAX;

/// The nodes of all road ways, numbered in order of their OSM ids.
pub(super) struct Nodes {
    pub(super) code: Vec<i64>,
    pub(super) at: Vec<Position>,
    /// Number of each entry of the source's refs, or [`MISSING`].
    pub(super) of_ref: Vec<u32>,
    /// How many piece ends meet there: 2 inside a way, 1 at its end.
    meets: Vec<u8>,
    /// Must stay a junction: a barrier, a restricted turn, or where a road is cut.
    kept: Vec<bool>,
    /// Where a road leads on to a node that the file does not have.
    pub(super) cut: Vec<u32>,
    /// Nodes with a height in metres, sorted.
    pub(super) heights: Vec<(u32, f32)>,
}

impl Nodes {
    pub(super) fn collect(
        source: &mut RoadSource,
        position: impl Fn(i64) -> Option<Position>,
    ) -> Self {
        let mut order: Vec<(i64, u32)> =
            source.refs.iter().enumerate().map(|(i, &id)| (id, i as u32)).collect();
        order.sort_unstable();
        let mut nodes = Self {
            code: Vec::new(),
            at: Vec::new(),
            of_ref: vec![MISSING; source.refs.len()],
            meets: Vec::new(),
            kept: Vec::new(),
            cut: Vec::new(),
            heights: Vec::new(),
        };
        let mut missing = 0;
        for same in order.chunk_by(|a, b| a.0 == b.0) {
            let Some(at) = position(same[0].0) else {
                missing += 1;
                continue;
            };
            for (_, i) in same {
                nodes.of_ref[*i as usize] = nodes.code.len() as u32;
            }
            nodes.code.push(same[0].0);
            nodes.at.push(at);
        }
        source.skip_many("nodeOutsideFile", missing);
        nodes.meets = vec![0; nodes.code.len()];
        nodes.kept = vec![false; nodes.code.len()];
        nodes.find_cuts(source);
        nodes.drop_ways_around_the_globe(source);
        for way in &source.ways {
            for run in nodes.runs(way) {
                // A node that is listed twice in a row counts once.
                let mut passed = nodes.of_ref[run].to_vec();
                passed.dedup();
                for (i, &node) in passed.iter().enumerate() {
                    let ends = if i == 0 || i + 1 == passed.len() { 1 } else { 2 };
                    let meets = &mut nodes.meets[node as usize];
                    *meets = meets.saturating_add(ends);
                }
            }
        }
        // A way that turns lead over begins and ends at junctions of its own.
        let mut over: Vec<i64> = Vec::new();
        for restriction in &source.restrictions {
            if let Via::Ways(ways) = &restriction.via {
                over.extend(ways);
            }
        }
        over.sort_unstable();
        let over = source.ways.iter().filter(|w| over.binary_search(&w.id).is_ok());
        let ends_of_ways =
            over.flat_map(|w| [source.refs[w.nodes.start], source.refs[w.nodes.end - 1]]);
        let turning = source.restrictions.iter().filter_map(|r| match r.via {
            Via::Node(node) => Some(node),
            Via::Ways(_) => None,
        });
        for id in source.barriers.iter().map(|b| b.0).chain(turning).chain(ends_of_ways) {
            if let Some(node) = nodes.find(id) {
                nodes.kept[node as usize] = true;
            }
        }
        let heights = source.heights.iter();
        nodes.heights = heights.filter_map(|(id, h)| Some((nodes.find(*id)?, *h))).collect();
        nodes.heights.sort_by_key(|h| h.0);
        nodes.heights.dedup_by_key(|h| h.0);
        nodes
    }

    /// Notes the last known nodes of roads whose other nodes are missing.
    fn find_cuts(&mut self, source: &RoadSource) {
        for way in source.ways.iter().filter(|w| w.kind.class != RoadClass::Ferry) {
            for step in self.of_ref[way.nodes.clone()].windows(2) {
                match *step {
                    [node, MISSING] | [MISSING, node] if node != MISSING => {
                        self.cut.push(node);
                        self.kept[node as usize] = true;
                    }
                    _ => {}
                }
            }
        }
    }

    /// Ways over the 180th meridian would be measured the other way round.
    fn drop_ways_around_the_globe(&mut self, source: &mut RoadSource) {
        const HALF_WAY_ROUND: u32 = 1_800_000_000;
        let mut dropped = 0;
        for way in &source.ways {
            let steps = self.of_ref[way.nodes.clone()].windows(2);
            let mut known = steps.filter(|w| !w.contains(&MISSING));
            let lng = |node: u32| self.at[node as usize].lng_e7;
            if known.any(|w| lng(w[0]).abs_diff(lng(w[1])) > HALF_WAY_ROUND) {
                self.of_ref[way.nodes.clone()].fill(MISSING);
                dropped += 1;
            }
        }
        source.skip_many("acrossTheAntimeridian", dropped);
    }

    pub(super) fn find(&self, id: i64) -> Option<u32> {
        self.code.binary_search(&id).ok().map(|i| i as u32)
    }

    /// The stretches of a way whose nodes are all known, of two nodes or more.
    pub(super) fn runs(
        &self,
        way: &SourceWay,
    ) -> impl Iterator<Item = std::ops::Range<usize>> + use<> {
        let start = way.nodes.start;
        let mut runs = Vec::with_capacity(1);
        let mut from = start;
        for stretch in self.of_ref[way.nodes.clone()].split(|&n| n == MISSING) {
            if stretch.len() > 1 {
                runs.push(from..from + stretch.len());
            }
            from += stretch.len() + 1;
        }
        runs.into_iter()
    }

    pub(super) fn height(&self, node: u32) -> Option<f32> {
        let at = self.heights.binary_search_by_key(&node, |h| h.0).ok()?;
        self.heights.get(at).map(|h| h.1)
    }

    /// The rise in metres per metre of part of a way, between the two nodes nearest around it of
    /// which the heights are known; `None` without them.
    pub(super) fn rise(&self, frame: &Frame, way: &SourceWay, refs: [usize; 2]) -> Option<f64> {
        let height = |r: &usize| self.of_ref.get(*r).and_then(|&node| self.height(node));
        let is_known = |r: &usize| self.of_ref.get(*r).is_some_and(|&node| node != MISSING);
        let mut before = (way.nodes.start..=refs[0]).rev().take_while(is_known);
        let low = before.find(|r| height(r).is_some())?;
        let high = (refs[1]..way.nodes.end).take_while(is_known).find(|r| height(r).is_some())?;
        let metres = self.length(frame, low..=high);
        let rise = (f64::from(height(&high)?) - f64::from(height(&low)?)) / metres;
        (metres > 0.0).then(|| rise.clamp(-slope::STEEPEST, slope::STEEPEST))
    }

    pub(super) fn is_junction(&self, node: u32) -> bool {
        self.meets[node as usize] != 2 || self.kept[node as usize]
    }

    pub(super) fn length(&self, frame: &Frame, refs: std::ops::RangeInclusive<usize>) -> f64 {
        self.of_ref[refs]
            .windows(2)
            .map(|w| frame.distance(self.at[w[0] as usize], self.at[w[1] as usize]))
            .sum()
    }
}
