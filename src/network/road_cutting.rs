//! Finds the roads that an edit names and cuts pieces where it says so.

use super::road_edit::{FIRST_MINTED, NamedStretch, WayName};
use super::road_editor::{JOIN_METRES, RoadEditor};
use super::road_kind::{Access, RoadClass, RoadKind};
use super::road_network::{RoadNetwork, Span};
use super::way_order::WayPart;
use crate::error::{Error, ErrorCode, Result};
use crate::frame::Plane;
use crate::units::{Position, TravelMode};
use std::ops::Range;

/// Whatever is joined this near to a node is joined at the node.
const AT_NODE_METRES: f64 = 0.5;

/// Where a road is cut: at one of its points, or after one at a place between it and the next.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cut {
    At(usize),
    After(usize, Position),
}

impl RoadNetwork {
    /// The part of a source way that makes a piece at a share of its length, by the names that
    /// edits use.
    pub fn name_at(&self, road: u32, share: f64) -> Option<NamedStretch> {
        let frame = self.frame_of_road(road);
        let points: Vec<Position> = self.points(road).collect();
        let steps: Vec<f64> = points.windows(2).map(|w| frame.distance(w[0], w[1])).collect();
        let wanted = steps.iter().sum::<f64>() * share;
        let mut passed = 0.0;
        let reaches = |step: &f64| {
            passed += step;
            passed >= wanted
        };
        let segment = steps.iter().position(reaches).unwrap_or(steps.len() - 1);
        let codes: Vec<i64> = self.codes(road).collect();
        let mut offset = 0;
        for span in self.spans(road) {
            let end = offset + span.first.abs_diff(span.last) as usize;
            if segment < end {
                let way = match usize::try_from(FIRST_MINTED - span.way) {
                    Ok(n) => WayName::Drawn(self.drawn.get(n)?.clone()),
                    Err(_) => WayName::Osm(span.way),
                };
                return Some(NamedStretch {
                    way,
                    between: [*codes.get(offset)?, *codes.get(end)?],
                });
            }
            offset = end;
        }
        None
    }
}

impl RoadEditor {
    /// The pieces that no others stand for.
    pub(super) fn pieces(&self) -> impl Iterator<Item = u32> + use<'_> {
        (0..self.network.roads() as u32).filter(|road| !self.network.is_replaced(*road))
    }

    pub(super) fn road_at(&self, junction: u32) -> Option<u32> {
        self.pieces().find(|road| self.network.ends(*road).contains(&junction))
    }

    /// The nearest road within reach that is open to all of some modes, or else to any of them, and
    /// where it is nearest.
    pub(super) fn nearest(&self, at: Position, modes: &[TravelMode]) -> Option<(u32, Cut)> {
        let plane = Plane::around(at.to_lng_lat());
        // A box around the place that holds all within reach, in whole 1e-7 degrees.
        let [east, north] = {
            let (lng, lat) = plane.to_degrees(JOIN_METRES, JOIN_METRES);
            [(lng - at.lng()) * 1e7, (lat - at.lat()) * 1e7].map(|v| libm::ceil(v) as i64 + 1)
        };
        let apart = |p: Position| {
            [i64::from(p.lng_e7) - i64::from(at.lng_e7), i64::from(p.lat_e7) - i64::from(at.lat_e7)]
        };
        let mut best: Option<((bool, f64), u32, Cut)> = None;
        for road in self.pieces() {
            let kind = self.network.kind(road);
            let open = modes.iter().filter(|mode| kind.is_open_to(**mode)).count();
            if open == 0 || kind.class == RoadClass::Ferry {
                continue;
            }
            let mut points = self.network.points(road);
            let Some(mut a) = points.next() else { continue };
            for (i, b) in points.enumerate() {
                let ([ax, ay], [bx, by]) = (apart(a), apart(b));
                let is_far = ax.min(bx) > east
                    || ax.max(bx) < -east
                    || ay.min(by) > north
                    || ay.max(by) < -north;
                if !is_far {
                    let (metres, cut) = nearest_on(&plane, i, a, b);
                    let rank = (open < modes.len(), metres);
                    if metres <= JOIN_METRES && best.is_none_or(|(known, ..)| rank < known) {
                        best = Some((rank, road, cut));
                    }
                }
                a = b;
            }
        }
        best.map(|(_, road, cut)| (road, cut))
    }

    /// The roads of a way, all of it or between two of its nodes; pieces that only partly belong to
    /// it are cut.
    pub(super) fn stretch(
        &mut self,
        name: &WayName,
        between: Option<[i64; 2]>,
    ) -> Result<Vec<u32>> {
        let unknown = |found: String, at| Err(Error::new(ErrorCode::RoadUnknown, found).at(at));
        let way = match name {
            WayName::Osm(id) => *id,
            WayName::Drawn(code) => match self.network.drawn.iter().position(|c| c == code) {
                Some(n) => FIRST_MINTED - n as i64,
                None => return unknown(code.clone(), "way"),
            },
        };
        let parts = WayPart::all(&self.network, way, self.pieces());
        if parts.is_empty() {
            return unknown(format!("way {way}"), "way");
        }
        let asked = match between {
            None => 0..usize::MAX,
            Some(nodes) => between_nodes(&self.way_nodes(&parts), way, nodes)?,
        };
        // What is asked for of each piece, in the order of pieces.
        let mut ranges: Vec<(u32, Range<usize>)> = Vec::new();
        let mut passed = 0;
        for part in &parts {
            let (first, last) = part.points;
            let length = last - first;
            let from = asked.start.clamp(passed, passed + length) - passed;
            let to = asked.end.clamp(passed, passed + length) - passed;
            let along = if part.runs_back { length - to..length - from } else { from..to };
            if !along.is_empty() {
                ranges.push((part.road, first + along.start..first + along.end));
            }
            passed += length + 1;
        }
        ranges.sort_by_key(|(road, range)| (*road, range.start));
        let mut stretch = Vec::new();
        for of_road in ranges.chunk_by(|a, b| a.0 == b.0) {
            let cuts: Vec<Range<usize>> = of_road.iter().map(|(_, range)| range.clone()).collect();
            stretch.extend(self.cut_out(of_road[0].0, &cuts)?);
        }
        Ok(stretch)
    }

    /// The codes of a way's nodes, part by part: what two parts share stands twice.
    fn way_nodes(&self, parts: &[WayPart]) -> Vec<i64> {
        parts.iter().flat_map(|part| part.codes(&self.network)).collect()
    }

    /// Cuts a piece so that stretches of it (of points, in order) are pieces, and gives those.
    fn cut_out(&mut self, road: u32, stretches: &[Range<usize>]) -> Result<Vec<u32>> {
        let mut found = Vec::new();
        let (mut rest, mut passed) = (road, 0);
        let last = self.network.points(road).count() - 1;
        for stretch in stretches {
            if stretch.start > passed {
                rest = self.cut(rest, Cut::At(stretch.start - passed), 0)?.1[1];
                passed = stretch.start;
            }
            if stretch.end < last {
                let [within, after] = self.cut(rest, Cut::At(stretch.end - passed), 0)?.1;
                found.push(within);
                (rest, passed) = (after, stretch.end);
            } else {
                found.push(rest);
            }
        }
        Ok(found)
    }

    /// Cuts a piece in two, and gives the junction between them and the two; at an end of it nothing
    /// is cut.
    ///
    /// A node is made where it is cut between two, with the code that is given.
    pub(super) fn cut(&mut self, road: u32, cut: Cut, new_code: i64) -> Result<(u32, [u32; 2])> {
        let network = &self.network;
        let points: Vec<Position> = network.points(road).collect();
        let [from, to] = network.ends(road);
        let last = points.len() - 1;
        match cut {
            Cut::At(0) => return Ok((from, [road; 2])),
            Cut::At(at) if at == last => return Ok((to, [road; 2])),
            _ => {}
        }
        let codes: Vec<i64> = network.codes(road).collect();
        let spans = network.spans(road).to_vec();
        let frame = network.frame_of_road(road);
        let length = |path: &[Position]| -> f64 {
            path.windows(2).map(|w| frame.distance(w[0], w[1])).sum()
        };
        // The points before and after the cut, and the segments that both parts share in.
        let (at, code, before, after, segments) = match cut {
            Cut::At(i) => (points[i], codes[i], 1..i, i + 1..last, [0..i, i..last]),
            Cut::After(i, at) => (at, new_code, 1..i + 1, i + 1..last, [0..i + 1, i..last]),
        };
        let cut_path: Vec<Position> = std::iter::once(points[0])
            .chain(points[before.clone()].iter().copied())
            .chain([at])
            .collect();
        let (part, whole) = (length(&cut_path), length(&points));
        let share = if whole > 0.0 { (part / whole).min(1.0) } else { 0.5 };
        let whole_mm = network.length_mm(road);
        let first_mm = libm::round(f64::from(whole_mm) * share) as u32;
        let kind = network.kind[road as usize];
        let junction = self.add_junction(at, code);
        let [head, tail] = segments;
        let parts = [
            (before, [from, junction], first_mm, head),
            (after, [junction, to], whole_mm - first_mm, tail),
        ];
        let parts = parts.map(|(inner, ends, mm, segments)| {
            let spans = part_of_spans(&spans, segments);
            self.add_piece(ends, mm, kind, &points[inner.clone()], &codes[inner], &spans)
        });
        self.replace(road)?;
        Ok((junction, parts))
    }

    /// Closes a piece for good: others stand for it.
    fn replace(&mut self, road: u32) -> Result<()> {
        let kind = RoadKind { access: [[Access::No; 2]; 3], ..*self.network.kind(road) };
        self.set_kind(road, kind)?;
        let replaced = &mut self.network.replaced;
        let at = replaced.partition_point(|r| *r < road);
        replaced.insert(at, road);
        Ok(())
    }
}

/// Where two nodes stand in the list of a way's nodes; of several pairs the one with the fewest
/// nodes of the map between them.
fn between_nodes(listed: &[i64], way: i64, nodes: [i64; 2]) -> Result<Range<usize>> {
    let [a, b] = nodes.map(|node| -> Vec<usize> {
        (0..listed.len()).filter(|&place| listed[place] == node).collect()
    });
    for (found, node) in [(&a, nodes[0]), (&b, nodes[1])] {
        if found.is_empty() {
            let found = format!("node {node} of way {way}");
            return Err(Error::new(ErrorCode::RoadUnknown, found).at("between"));
        }
    }
    // How many nodes come before each, those that edits made left out and counted apart.
    let mut before = Vec::with_capacity(listed.len());
    let mut counted = (0u32, 0u32);
    for (place, node) in listed.iter().enumerate() {
        if place > 0 && listed[place - 1] != *node {
            let count = if *node < FIRST_MINTED { &mut counted.1 } else { &mut counted.0 };
            *count += 1;
        }
        before.push(counted);
    }
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (*a.min(b), *a.max(b))));
    let apart = |(low, high): &(usize, usize)| {
        (before[*high].0 - before[*low].0, before[*high].1 - before[*low].1)
    };
    let nearest = pairs.filter(|pair| apart(pair) > (0, 0)).min_by_key(|p| (apart(p), *p));
    let (low, high) =
        nearest.ok_or_else(|| Error::new(ErrorCode::RoadEdit, "one node twice").at("between"))?;
    Ok(low..high)
}

/// The place on a straight segment (the `i`-th of its road) that is nearest to the plane's centre.
fn nearest_on(plane: &Plane, i: usize, from: Position, to: Position) -> (f64, Cut) {
    let (a, b) = (plane.to_metres(from), plane.to_metres(to));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let squared = dx * dx + dy * dy;
    let length = squared.sqrt();
    let t = if squared > 0.0 { (-(a.0 * dx + a.1 * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (a.0 + t * dx, a.1 + t * dy);
    let cut = if t * length <= AT_NODE_METRES {
        Cut::At(i)
    } else if (1.0 - t) * length <= AT_NODE_METRES {
        Cut::At(i + 1)
    } else {
        let between =
            |a: i32, b: i32| libm::round(f64::from(a) + t * (f64::from(b) - f64::from(a))) as i32;
        let lng_e7 = between(from.lng_e7, to.lng_e7);
        let lat_e7 = between(from.lat_e7, to.lat_e7);
        Cut::After(i, Position { lng_e7, lat_e7 })
    };
    ((x * x + y * y).sqrt(), cut)
}

/// The spans of part of a piece, given as segments of it; a segment that was cut is in both parts.
fn part_of_spans(spans: &[Span], part: Range<usize>) -> Vec<Span> {
    let mut offset = 0;
    let mut parts = Vec::with_capacity(spans.len());
    for span in spans {
        let length = span.first.abs_diff(span.last) as usize;
        let from = part.start.clamp(offset, offset + length) - offset;
        let to = part.end.clamp(offset, offset + length) - offset;
        if from < to {
            let at = |i: usize| {
                let i = i as u32;
                if span.first < span.last { span.first + i } else { span.first - i }
            };
            parts.push(Span { way: span.way, first: at(from), last: at(to) });
        }
        offset += length;
    }
    parts
}
