//! The columns of road pieces and junctions, as a map file or an edit gives them.

use super::node_codes::NodeCodes;
use super::road_network::{Span, read_positions, write_positions};
use crate::archive::{Reader, Writer};
use crate::error::Result;
use crate::units::Position;

/// Junctions and road pieces; numbers of junctions are the network's.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct RoadColumns {
    /// Place of each junction.
    pub junction_at: Vec<Position>,
    /// OSM node id of each junction.
    pub junction_code: Vec<i64>,
    /// First and last junction of each road piece.
    pub ends: Vec<[u32; 2]>,
    /// Length of each piece in millimetres.
    pub length_mm: Vec<u32>,
    /// Where each piece's inner points begin in `geometry`; one entry more than pieces.
    pub geometry_start: Vec<u32>,
    /// Inner points of all pieces.
    pub geometry: Vec<Position>,
    /// OSM node ids of the inner points.
    pub codes: NodeCodes,
    /// Where each piece's spans begin in `spans`; one entry more than pieces.
    pub span_start: Vec<u32>,
    /// Source spans of all pieces.
    pub spans: Vec<Span>,
}

impl Default for RoadColumns {
    fn default() -> Self {
        Self {
            junction_at: Vec::new(),
            junction_code: Vec::new(),
            ends: Vec::new(),
            length_mm: Vec::new(),
            geometry_start: vec![0],
            geometry: Vec::new(),
            codes: NodeCodes::default(),
            span_start: vec![0],
            spans: Vec::new(),
        }
    }
}

impl RoadColumns {
    pub(super) fn inner_points(&self, piece: usize) -> &[Position] {
        &self.geometry[self.geometry_start[piece] as usize..self.geometry_start[piece + 1] as usize]
    }

    pub(super) fn spans(&self, piece: usize) -> &[Span] {
        &self.spans[self.span_start[piece] as usize..self.span_start[piece + 1] as usize]
    }

    /// Ends the piece whose inner points and spans were appended.
    pub(super) fn end_piece(&mut self, ends: [u32; 2], length_mm: u32) {
        self.ends.push(ends);
        self.length_mm.push(length_mm);
        self.geometry_start.push(self.geometry.len() as u32);
        self.span_start.push(self.spans.len() as u32);
    }

    /// Appends columns that number junctions on from these.
    pub(super) fn append(&mut self, other: &Self) {
        let (points, spans) = (self.geometry.len() as u32, self.spans.len() as u32);
        self.junction_at.extend_from_slice(&other.junction_at);
        self.junction_code.extend_from_slice(&other.junction_code);
        self.ends.extend_from_slice(&other.ends);
        self.length_mm.extend_from_slice(&other.length_mm);
        self.geometry_start.extend(other.geometry_start.iter().skip(1).map(|s| s + points));
        self.geometry.extend_from_slice(&other.geometry);
        self.codes.append(&other.codes);
        self.span_start.extend(other.span_start.iter().skip(1).map(|s| s + spans));
        self.spans.extend_from_slice(&other.spans);
    }

    pub(super) fn write(&self, to: &mut Writer) {
        write_positions(to, &self.junction_at);
        to.put_i64(&self.junction_code);
        to.put_u32(self.ends.as_flattened());
        to.put_u32(&self.length_mm);
        to.put_u32(&self.geometry_start);
        write_positions(to, &self.geometry);
        self.codes.write(to);
        to.put_u32(&self.span_start);
        to.put_i64(&self.spans.iter().map(|s| s.way).collect::<Vec<_>>());
        to.put_u32(&self.spans.iter().flat_map(|s| [s.first, s.last]).collect::<Vec<_>>());
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self> {
        let junction_at = read_positions(from)?;
        let junction_code = from.take_i64()?;
        let ends = from.take_u32()?.as_chunks::<2>().0.to_vec();
        let length_mm = from.take_u32()?;
        let geometry_start = from.take_u32()?;
        let geometry = read_positions(from)?;
        let codes = NodeCodes::read(from)?;
        let span_start = from.take_u32()?;
        let ways = from.take_i64()?;
        let nodes = from.take_u32()?;
        let span = |(&way, &[first, last]): (&i64, &[u32; 2])| Span { way, first, last };
        let spans = ways.iter().zip(nodes.as_chunks::<2>().0).map(span).collect();
        Ok(Self {
            junction_at,
            junction_code,
            ends,
            length_mm,
            geometry_start,
            geometry,
            codes,
            span_start,
            spans,
        })
    }

    pub(super) fn is_consistent(&self) -> bool {
        let pieces = self.ends.len();
        let starts = |start: &[u32], of: usize| {
            start.len() == pieces + 1
                && start.first() == Some(&0)
                && start.windows(2).all(|w| w[0] <= w[1])
                && start.last().is_some_and(|&l| l as usize == of)
        };
        let junctions = self.junction_at.len();
        self.junction_code.len() == junctions
            && self.length_mm.len() == pieces
            && self.ends.as_flattened().iter().all(|&j| (j as usize) < junctions)
            && starts(&self.geometry_start, self.geometry.len())
            && starts(&self.span_start, self.spans.len())
            && self.codes.is_consistent(&self.geometry_start)
            && (0..pieces).all(|piece| self.spans_its_segments(piece))
    }

    /// Whether the ways that a piece was made of have as many segments in it as it has itself.
    fn spans_its_segments(&self, piece: usize) -> bool {
        let segments = self.inner_points(piece).len() as u64 + 1;
        let spans = self.spans(piece).iter();
        let lengths = spans.map(|s| u64::from(s.first.abs_diff(s.last)));
        lengths.sum::<u64>() == segments
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::road_network::{Asides, Barrier, RoadNetwork};
    use crate::network::{Border, Tags, travel_mode::road_kind};
    use std::sync::Arc;

    /// Two pieces one after the other, of two segments and of one.
    fn network() -> RoadNetwork {
        let at = |lng_e7: i32| Position { lng_e7, lat_e7: 0 };
        let mut columns = RoadColumns {
            junction_at: vec![at(0), at(2000), at(3000)],
            junction_code: vec![1, 3, 4],
            ..RoadColumns::default()
        };
        columns.geometry.push(at(1000));
        columns.codes.push(1, [2].into_iter());
        columns.spans.push(Span { way: 7, first: 0, last: 2 });
        columns.end_piece([0, 1], 22_000);
        columns.codes.push(3, [].into_iter());
        columns.spans.push(Span { way: 8, first: 1, last: 0 });
        columns.end_piece([1, 2], 11_000);
        let kind = road_kind(&Tags::new(&[("highway", "residential")]));
        let kind = kind.and_then(std::result::Result::ok).expect("a street");
        let barrier = |junction| Barrier { junction, stops: [true; 3], stops_wheelchair: false };
        let asides = Asides {
            barriers: vec![barrier(0), barrier(2)],
            border: Border { stated: None, cut: vec![0, 2] },
            ..Asides::default()
        };
        let network = RoadNetwork::of_file(columns, vec![0, 0], vec![kind], asides);
        RoadNetwork { replaced: vec![0, 1], ..network }
    }

    /// Whether the binary form of a network that somebody crafted is opened.
    fn opens(craft: impl Fn(&mut RoadNetwork)) -> bool {
        let mut network = network();
        craft(&mut network);
        let bytes = network.to_bytes().expect("written");
        let opened = RoadNetwork::from_bytes(&bytes);
        let refused = |e: &crate::Error| assert_eq!(e.code().as_str(), "network.format");
        opened.inspect_err(refused).is_ok()
    }

    #[test]
    fn columns_that_do_not_fit_together_are_refused() {
        let columns = |change: fn(&mut RoadColumns)| {
            opens(|network| change(Arc::get_mut(&mut network.base).expect("alone")))
        };
        assert!(columns(|_| ()));
        assert!(!columns(|c| c.spans[0].last = 3));
        assert!(!columns(|c| c.spans[1].first = u32::MAX));
        assert!(!columns(|c| c.span_start = vec![0, 0, 2]));
        assert!(!columns(|c| c.ends[1][1] = 3));
        assert!(!columns(|c| c.geometry_start[1] = 0));
        assert!(!columns(|c| {
            c.length_mm.pop();
        }));
    }

    #[test]
    fn lists_that_are_searched_are_refused_unless_they_are_in_order() {
        assert!(!opens(|n| n.replaced = vec![1, 0]));
        assert!(!opens(|n| n.replaced = vec![0, 2]));
        let asides = |change: fn(&mut Asides)| {
            opens(|network| change(Arc::get_mut(&mut network.asides).expect("alone")))
        };
        assert!(asides(|_| ()));
        assert!(!asides(|a| a.border.cut = vec![2, 0]));
        assert!(!asides(|a| a.border.cut = vec![3]));
        assert!(!asides(|a| a.barriers.reverse()));
        assert!(!asides(|a| a.barriers[1].junction = 9));
    }
}
