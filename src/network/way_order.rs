//! The pieces of a source way in the order they follow each other along it.

use super::road_network::RoadNetwork;

/// A stretch of one road piece that belongs to one source way, seen along the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WayPart {
    /// The road piece.
    pub road: u32,
    /// Its first and last point on the piece, in the piece's order.
    pub points: (usize, usize),
    /// Whether the piece runs against the way.
    pub runs_back: bool,
    /// Where it lies between the way's nodes: parts of a segment that an edit cut lie at the same.
    place: (u32, u32),
}

impl WayPart {
    /// The parts of some roads that belong to a way, one after the other along it.
    pub(super) fn all(
        network: &RoadNetwork,
        way: i64,
        roads: impl Iterator<Item = u32>,
    ) -> Vec<Self> {
        let mut parts = Vec::new();
        for road in roads {
            let mut offset = 0;
            for span in network.spans(road) {
                let end = offset + span.first.abs_diff(span.last) as usize;
                if span.way == way {
                    let place = (span.first.min(span.last), span.first.max(span.last));
                    let runs_back = span.first > span.last;
                    parts.push(Self { road, points: (offset, end), runs_back, place });
                }
                offset = end;
            }
        }
        parts.sort_by_key(|part| (part.place, part.road));
        // Parts of one segment follow each other by their nodes: numbers tell in which order they
        // were cut.
        for of_segment in parts.chunk_by_mut(|a, b| a.place == b.place) {
            for done in 0..of_segment.len().saturating_sub(1) {
                let rest = &of_segment[done..];
                let is_first = |part: &Self| {
                    let [begin, _] = part.ends(network);
                    !rest.iter().any(|other| other != part && other.ends(network)[1] == begin)
                };
                if let Some(first) = rest.iter().position(is_first) {
                    of_segment[done..=done + first].rotate_right(1);
                }
            }
        }
        parts
    }

    /// The codes of its nodes along the way.
    pub(super) fn codes(&self, network: &RoadNetwork) -> Vec<i64> {
        let (first, last) = self.points;
        let codes = network.codes(self.road).skip(first).take(last - first + 1);
        let mut codes: Vec<i64> = codes.collect();
        if self.runs_back {
            codes.reverse();
        }
        codes
    }

    /// The codes of its first and last node along the way.
    fn ends(&self, network: &RoadNetwork) -> [i64; 2] {
        let codes = self.codes(network);
        [codes.first(), codes.last()].map(|code| code.copied().unwrap_or_default())
    }
}
