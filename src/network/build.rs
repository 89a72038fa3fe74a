//! Ways to junction graph: ways are cut where they meet, chains without a branch become one piece.

use super::border::Border;
use super::hilbert;
use super::road_columns::RoadColumns;
use super::road_kind::{RoadClass, RoadKind};
use super::road_network::{Asides, Barrier, RoadNetwork, Span};
use super::settlement::Settlements;
use super::slope;
use super::source::RoadSource;
use super::source_nodes::{MISSING, Nodes};
use crate::error::{Error, ErrorCode, Result};
use crate::frame::Frame;
use crate::units::Position;
use std::collections::HashMap;

/// Part of one way between two nodes where ways meet or end.
#[derive(Clone, Copy)]
struct Piece {
    way: u32,
    /// Positions in the source's refs, first and last.
    refs: [usize; 2],
    kind: u16,
}

/// A piece as a chain runs through it.
#[derive(Clone, Copy, PartialEq)]
struct Step {
    piece: u32,
    reversed: bool,
}

impl RoadSource {
    /// The network of everything collected.
    ///
    /// `position` tells where a node is, if the file has it; `progress` hears shares from 0 to 1.
    ///
    /// # Errors
    /// `network.empty` if there is no road.
    pub fn finish(
        mut self,
        position: impl Fn(i64) -> Option<Position>,
        progress: &mut dyn FnMut(f64),
    ) -> Result<RoadNetwork> {
        let buildings: Vec<Position> = self.buildings.drain(..).filter_map(&position).collect();
        let nodes = Nodes::collect(&mut self, position);
        progress(0.3);
        let mut pieces = cut(&self, &nodes);
        if pieces.iter().all(|p| self.ways[p.way as usize].kind.class == RoadClass::Ferry) {
            return Err(Error::new(ErrorCode::NetworkEmpty, "no roads"));
        }
        let frame = Frame::around(nodes.at[nodes.of_ref[pieces[0].refs[0]] as usize].lat());
        let kinds = Kinds::intern(&self, &nodes, &frame, &buildings, &mut pieces)?;
        progress(0.5);
        let chains = chain(&pieces, &nodes, &self, &kinds);
        progress(0.7);
        let network = assemble(&self, &nodes, &pieces, kinds, &chains, &frame);
        progress(1.0);
        Ok(network)
    }
}

/// Cuts every way at its junctions and ends, and where heights are known.
fn cut(source: &RoadSource, nodes: &Nodes) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(source.ways.len() * 2);
    for (w, way) in source.ways.iter().enumerate() {
        for run in nodes.runs(way) {
            let mut first = run.start;
            for i in run.start + 1..run.end {
                let node = nodes.of_ref[i];
                if i + 1 == run.end || nodes.is_junction(node) || nodes.height(node).is_some() {
                    let leads_on = |n: &u32| *n != nodes.of_ref[first];
                    if nodes.of_ref[first..=i].iter().any(leads_on) {
                        pieces.push(Piece { way: w as u32, refs: [first, i], kind: 0 });
                    }
                    first = i;
                }
            }
        }
    }
    pieces
}

/// The distinct kinds and what each is when read from its other end.
struct Kinds {
    list: Vec<RoadKind>,
    reversed: Vec<u16>,
}

impl Kinds {
    /// Gives every piece its kind: the way's, with what only lengths and places tell.
    fn intern(
        source: &RoadSource,
        nodes: &Nodes,
        frame: &Frame,
        buildings: &[Position],
        pieces: &mut [Piece],
    ) -> Result<Self> {
        let middle =
            |p: &Piece| nodes.at[nodes.of_ref[usize::midpoint(p.refs[0], p.refs[1])] as usize];
        let streets = pieces.iter().filter_map(|p| {
            let class = source.ways[p.way as usize].kind.class;
            matches!(class, RoadClass::Residential | RoadClass::LivingStreet)
                .then(|| (middle(p), nodes.length(frame, p.refs[0]..=p.refs[1])))
        });
        let settlements = Settlements::count(buildings, streets);
        let mut kinds = Self { list: Vec::new(), reversed: Vec::new() };
        let mut known = HashMap::new();
        // Most pieces are as the one before: these are not looked up.
        let mut last: Option<(RoadKind, u16)> = None;
        for piece in pieces.iter_mut() {
            let way = &source.ways[piece.way as usize];
            let mut kind = way.kind;
            kind.built_up = settlements.holds(middle(piece));
            if let (RoadClass::Ferry, Some(seconds)) = (kind.class, way.duration) {
                let metres: f64 =
                    nodes.runs(way).map(|r| nodes.length(frame, r.start..=r.end - 1)).sum();
                kind.ferry_kmh10 = libm::round(metres / seconds * 36.0).clamp(1.0, 1000.0) as u16;
            }
            if kind.incline_permille == 0
                && !nodes.heights.is_empty()
                && let Some(rise) = nodes.rise(frame, way, piece.refs)
            {
                kind.incline_permille = slope::permille(rise);
            }
            piece.kind = match last {
                Some((same, number)) if same == kind => number,
                _ => kinds.number(kind, &mut known)?,
            };
            last = Some((kind, piece.kind));
        }
        let mut i = 0;
        while i < kinds.list.len() {
            let reversed = kinds.number(kinds.list[i].reversed(), &mut known)?;
            kinds.reversed.push(reversed);
            i += 1;
        }
        Ok(kinds)
    }

    fn number(&mut self, kind: RoadKind, known: &mut HashMap<RoadKind, u16>) -> Result<u16> {
        if let Some(number) = known.get(&kind) {
            return Ok(*number);
        }
        let number = u16::try_from(self.list.len()).map_err(|_| {
            Error::new(ErrorCode::ImportOsm, "more than 65,536 kinds of road").at("ways")
        })?;
        self.list.push(kind);
        known.insert(kind, number);
        Ok(number)
    }
}

/// Joins pieces end to end wherever just two of the same kind meet.
fn chain(pieces: &[Piece], nodes: &Nodes, source: &RoadSource, kinds: &Kinds) -> Vec<Vec<Step>> {
    let end = |s: Step, last: bool| {
        nodes.of_ref[pieces[s.piece as usize].refs[usize::from(last != s.reversed)]]
    };
    let kind = |s: Step| {
        let kind = pieces[s.piece as usize].kind;
        if s.reversed { kinds.reversed[usize::from(kind)] } else { kind }
    };
    // At a node where two way ends meet: the two pieces, each as it leaves the node.
    let mut leaving: HashMap<u32, Vec<Step>> = HashMap::new();
    for (p, piece) in pieces.iter().enumerate() {
        for (side, reversed) in [(0, false), (1, true)] {
            let node = nodes.of_ref[piece.refs[side]];
            if !nodes.is_junction(node) {
                leaving.entry(node).or_default().push(Step { piece: p as u32, reversed });
            }
        }
    }
    let next = |s: Step| {
        let at = leaving.get(&end(s, true))?;
        let other = at.iter().copied().find(|o| o.piece != s.piece)?;
        // A ferry's speed is its way's: two crossings are two roads.
        let ferry =
            source.ways[pieces[s.piece as usize].way as usize].kind.class == RoadClass::Ferry;
        (!ferry && kind(other) == kind(s)).then_some(other)
    };
    let back = |s: Step| Step { reversed: !s.reversed, ..s };
    let mut used = vec![false; pieces.len()];
    let mut chains = Vec::with_capacity(pieces.len());
    for p in 0..pieces.len() as u32 {
        if used[p as usize] {
            continue;
        }
        let seed = Step { piece: p, reversed: false };
        let mut first = seed;
        while let Some(before) = next(back(first)).map(back).filter(|b| b.piece != p) {
            first = before;
        }
        let mut steps = vec![first];
        used[first.piece as usize] = true;
        let mut last = first;
        while let Some(step) = next(last).filter(|s| !used[s.piece as usize]) {
            used[step.piece as usize] = true;
            steps.push(step);
            last = step;
        }
        chains.push(steps);
    }
    chains
}

/// Numbers junctions and roads, and writes the arrays.
fn assemble(
    source: &RoadSource,
    nodes: &Nodes,
    pieces: &[Piece],
    kinds: Kinds,
    chains: &[Vec<Step>],
    frame: &Frame,
) -> RoadNetwork {
    let refs_of = |s: &Step| {
        let [first, last] = pieces[s.piece as usize].refs;
        if s.reversed { [last, first] } else { [first, last] }
    };
    let ends_of = |steps: &[Step]| {
        let first = refs_of(&steps[0])[0];
        let last = refs_of(&steps[steps.len() - 1])[1];
        [nodes.of_ref[first], nodes.of_ref[last]]
    };
    let mut junctions: Vec<u32> = chains.iter().flat_map(|c| ends_of(c)).collect();
    junctions.sort_unstable();
    junctions.dedup();
    junctions.sort_by_cached_key(|&n| (hilbert::index(nodes.at[n as usize]), n));
    let mut number = vec![MISSING; nodes.code.len()];
    for (i, &node) in junctions.iter().enumerate() {
        number[node as usize] = i as u32;
    }
    let mut order: Vec<usize> = (0..chains.len()).collect();
    order.sort_by_cached_key(|&c| {
        let [from, to] = ends_of(&chains[c]).map(|n| number[n as usize]);
        (from.min(to), from.max(to), c)
    });

    let mut columns = RoadColumns {
        junction_at: junctions.iter().map(|&n| nodes.at[n as usize]).collect(),
        junction_code: junctions.iter().map(|&n| nodes.code[n as usize]).collect(),
        ..RoadColumns::default()
    };
    let mut kind_of = Vec::with_capacity(chains.len());
    let mut inner_nodes = Vec::new();
    for c in order {
        let steps = &chains[c];
        let mut metres = 0.0;
        inner_nodes.clear();
        for (i, step) in steps.iter().enumerate() {
            let [first, last] = refs_of(step);
            let (low, high) = (first.min(last), first.max(last));
            metres += nodes.length(frame, low..=high);
            let inner = low + 1..high;
            let node = |r: usize| nodes.of_ref[r] as usize;
            if i > 0 {
                inner_nodes.push(node(first));
            }
            if step.reversed {
                inner_nodes.extend(inner.rev().map(node));
            } else {
                inner_nodes.extend(inner.map(node));
            }
            let way = &source.ways[pieces[step.piece as usize].way as usize];
            columns.spans.push(Span {
                way: way.id,
                first: (first - way.nodes.start) as u32,
                last: (last - way.nodes.start) as u32,
            });
        }
        let first = steps[0];
        let kind = pieces[first.piece as usize].kind;
        columns.geometry.extend(inner_nodes.iter().map(|&n| nodes.at[n]));
        let first_code = nodes.code[ends_of(steps)[0] as usize];
        columns.codes.push(first_code, inner_nodes.iter().map(|&n| nodes.code[n]));
        let length_mm = libm::round(metres * 1000.0).min(f64::from(u32::MAX - 1)) as u32;
        columns.end_piece(ends_of(steps).map(|n| number[n as usize]), length_mm);
        kind_of.push(if first.reversed { kinds.reversed[usize::from(kind)] } else { kind });
    }
    let mut barriers: Vec<Barrier> = source
        .barriers
        .iter()
        .filter_map(|&(id, stops, stops_wheelchair)| {
            let junction = number[nodes.find(id)? as usize];
            (junction != MISSING).then_some(Barrier { junction, stops, stops_wheelchair })
        })
        .collect();
    barriers.sort_unstable_by_key(|b| b.junction);
    let cut = nodes.cut.iter().map(|&node| number[node as usize]);
    let mut cut: Vec<u32> = cut.filter(|&junction| junction != MISSING).collect();
    cut.sort_unstable();
    cut.dedup();
    let asides = Asides {
        barriers,
        restrictions: source.restrictions.clone(),
        skipped: source.skipped.clone(),
        border: Border { stated: source.stated, cut },
    };
    RoadNetwork::of_file(columns, kind_of, kinds.list, asides)
}
