//! Makes edits of roads: another network that shares with the first all that stays.

use super::road_cutting::Cut;
use super::road_edit::{Closing, Drawing, FIRST_MINTED, RoadEdit, Slowing, Vertex, minted_node};
use super::road_kind::{Access, Pace, RoadKind};
use super::road_network::{RoadNetwork, Span};
use super::tags::Tags;
use super::travel_mode::road_kind;
use crate::error::{Error, ErrorCode, Result};
use crate::frame::Frame;
use crate::units::{LngLat, Position, TravelMode};
use std::sync::Arc;

/// How far from a road a new one may begin or end to be joined to it.
pub const JOIN_METRES: f64 = 30.0;

/// A network while edits are made to it.
#[derive(Debug)]
pub struct RoadEditor {
    pub(super) network: RoadNetwork,
}

impl RoadNetwork {
    /// The network with edits made; this one stays as it is.
    ///
    /// # Errors
    /// Those of [`RoadEditor::make`], with the edit's place in the list.
    pub fn edited(&self, edits: &[RoadEdit]) -> Result<Self> {
        let mut editor = RoadEditor::on(self);
        for (i, edit) in edits.iter().enumerate() {
            editor.make(edit).map_err(|e| e.at(format!("edits[{i}]")))?;
        }
        Ok(editor.finish())
    }
}

impl RoadEditor {
    /// Begins with a network, which stays as it is.
    pub fn on(network: &RoadNetwork) -> Self {
        Self { network: network.clone() }
    }

    /// The network with the edits made.
    pub fn finish(self) -> RoadNetwork {
        self.network
    }

    /// Makes one edit.
    ///
    /// # Errors
    /// `road.unknown` for a way or node that the roads do not have, `road.edit` for one that cannot
    /// be made as it is said, `scenario.duplicate` for a code that is taken, `place.coordinate`.
    pub fn make(&mut self, edit: &RoadEdit) -> Result<()> {
        match edit {
            RoadEdit::CloseRoad(closing) => self.close(closing)?,
            RoadEdit::SlowRoad(slowing) => self.slow(slowing)?,
            RoadEdit::DrawRoad(drawing) => self.draw(drawing)?,
        }
        self.network.edits.push(edit.clone());
        Ok(())
    }

    fn close(&mut self, closing: &Closing) -> Result<()> {
        let modes = some_modes(closing.modes.as_deref(), &TravelMode::ALL)?;
        for road in self.stretch(&closing.way, closing.between)? {
            let mut kind = *self.network.kind(road);
            for mode in &modes {
                kind.access[mode.index()] = [Access::No; 2];
            }
            self.set_kind(road, kind)?;
        }
        Ok(())
    }

    fn slow(&mut self, slowing: &Slowing) -> Result<()> {
        let (modes, change): (_, Box<dyn Fn(Pace) -> Pace>) = match (slowing.kmh, slowing.factor) {
            (Some(kmh), None) => {
                let kmh = within("kmh", kmh, 0.1, 200.0)?;
                let modes = some_modes(slowing.modes.as_deref(), &[TravelMode::Drive])?;
                (modes, Box::new(move |_| Pace::of_kmh(kmh)))
            }
            (None, Some(factor)) => {
                let factor = within("factor", factor, 0.01, 20.0)?;
                let modes = some_modes(slowing.modes.as_deref(), &TravelMode::ALL)?;
                (modes, Box::new(move |pace| pace.times(factor)))
            }
            _ => return Err(Error::new(ErrorCode::RoadEdit, "neither kmh nor factor, or both")),
        };
        for road in self.stretch(&slowing.way, slowing.between)? {
            let mut kind = *self.network.kind(road);
            for mode in &modes {
                kind.pace[mode.index()] = change(kind.pace[mode.index()]);
            }
            self.set_kind(road, kind)?;
        }
        Ok(())
    }

    fn draw(&mut self, drawing: &Drawing) -> Result<()> {
        let code = self.code_of(drawing)?;
        let mut kind = kind_of(drawing)?;
        let last = drawing.along.len().saturating_sub(1);
        let mut vertices: Vec<(Position, Option<u32>)> = Vec::with_capacity(drawing.along.len());
        for (i, vertex) in drawing.along.iter().enumerate() {
            let at_end = i == 0 || i == last;
            let found = self.vertex(*vertex, &kind, at_end, minted_node(&code, i));
            let (at, joined) = found.map_err(|e| e.at(format!("along[{i}]")))?;
            match vertices.last_mut() {
                Some(last)
                    if last.0 == at
                        && (last.1.is_none() || joined.is_none() || last.1 == joined) =>
                {
                    last.1 = last.1.or(joined);
                }
                _ => vertices.push((at, joined)),
            }
        }
        if vertices.len() < 2 {
            return Err(Error::new(ErrorCode::RoadEdit, "a road without length").at("along"));
        }
        for w in vertices.windows(2) {
            if w[0].0.lng_e7.abs_diff(w[1].0.lng_e7) > 1_800_000_000 {
                return Err(Error::new(ErrorCode::RoadEdit, "a road around the globe").at("along"));
            }
        }
        // In or out of a settlement as the roads it begins or ends at.
        let mut joined = [vertices.first(), vertices.last()].into_iter().flatten();
        let neighbour = joined.find_map(|v| self.road_at(v.1?));
        kind.built_up = neighbour.is_some_and(|road| self.network.kind(road).built_up);
        let way = FIRST_MINTED - self.network.drawn.len() as i64;
        self.append_road(way, &code, &vertices, kind)?;
        self.network.drawn.push(code);
        Ok(())
    }

    /// Appends a road, in pieces from junction to junction.
    fn append_road(
        &mut self,
        way: i64,
        code: &str,
        vertices: &[(Position, Option<u32>)],
        kind: RoadKind,
    ) -> Result<()> {
        let kind = self.number_of(kind)?;
        let frame = Frame::around(vertices[0].0.lat());
        let end = vertices.len() - 1;
        let (mut first, mut from) = (0, None);
        for (i, &(at, joined)) in vertices.iter().enumerate() {
            if i != 0 && i != end && joined.is_none() {
                continue;
            }
            let to = if let Some(junction) = joined {
                junction
            } else {
                self.add_junction(at, minted_node(code, i))
            };
            if let Some(from) = from {
                let path = &vertices[first..=i];
                let metres: f64 = path.windows(2).map(|w| frame.distance(w[0].0, w[1].0)).sum();
                let inner: Vec<Position> = path[1..path.len() - 1].iter().map(|v| v.0).collect();
                let codes: Vec<i64> = (first + 1..i).map(|n| minted_node(code, n)).collect();
                let span = Span { way, first: first as u32, last: i as u32 };
                self.add_piece([from, to], millimetres(metres), kind, &inner, &codes, &[span]);
            }
            (first, from) = (i, Some(to));
        }
        Ok(())
    }

    fn code_of(&self, drawing: &Drawing) -> Result<String> {
        let drawn = &self.network.drawn;
        let own = drawing.own_code();
        if own.trim().is_empty() {
            return Err(Error::new(ErrorCode::RoadEdit, "an empty code").at("code"));
        }
        if !drawn.contains(&own) {
            return Ok(own);
        }
        if drawing.code.is_some() {
            return Err(Error::new(ErrorCode::ScenarioDuplicate, own).at("code"));
        }
        let numbered = (2..=drawn.len() + 2).map(|n| format!("{own}-{n}"));
        Ok(numbered.into_iter().find(|code| !drawn.contains(code)).unwrap_or(own))
    }

    /// Where a point of a new road is, and the junction it is joined to.
    fn vertex(
        &mut self,
        vertex: Vertex,
        kind: &RoadKind,
        at_end: bool,
        new_code: i64,
    ) -> Result<(Position, Option<u32>)> {
        match vertex {
            Vertex::Node(code) => {
                let junction = self.junction_of(code)?;
                Ok((self.network.junction_at(junction), Some(junction)))
            }
            Vertex::Place([lng, lat]) => {
                let at = Position::from_lng_lat(LngLat::new(lng, lat)?);
                let modes = TravelMode::ALL.into_iter().filter(|mode| kind.is_open_to(*mode));
                let modes: Vec<TravelMode> = modes.collect();
                let Some((road, cut)) = at_end.then(|| self.nearest(at, &modes)).flatten() else {
                    return Ok((at, None));
                };
                let junction = self.cut(road, cut, new_code)?.0;
                Ok((self.network.junction_at(junction), Some(junction)))
            }
        }
    }

    /// The junction of a node, which is made if the node lies inside a piece.
    fn junction_of(&mut self, code: i64) -> Result<u32> {
        let network = &self.network;
        let mut junctions = 0..network.junctions() as u32;
        if let Some(junction) = junctions.find(|j| network.junction_code(*j) == code) {
            return Ok(junction);
        }
        let inside = |road: u32| Some((road, network.codes(road).position(|c| c == code)?));
        let found = self.pieces().find_map(inside);
        match found {
            Some((road, at)) => Ok(self.cut(road, Cut::At(at), code)?.0),
            None => Err(Error::new(ErrorCode::RoadUnknown, format!("node {code}"))),
        }
    }

    pub(super) fn add_junction(&mut self, at: Position, code: i64) -> u32 {
        let junction = self.network.junctions() as u32;
        self.network.added.junction_at.push(at);
        self.network.added.junction_code.push(code);
        junction
    }

    pub(super) fn add_piece(
        &mut self,
        ends: [u32; 2],
        length_mm: u32,
        kind: u16,
        inner: &[Position],
        codes: &[i64],
        spans: &[Span],
    ) -> u32 {
        let road = self.network.roads() as u32;
        let first_code = self.network.junction_code(ends[0]);
        let added = &mut self.network.added;
        added.geometry.extend_from_slice(inner);
        added.codes.push(first_code, codes.iter().copied());
        added.spans.extend_from_slice(spans);
        added.end_piece(ends, length_mm);
        Arc::make_mut(&mut self.network.kind).push(kind);
        road
    }

    pub(super) fn set_kind(&mut self, road: u32, kind: RoadKind) -> Result<()> {
        let number = self.number_of(kind)?;
        Arc::make_mut(&mut self.network.kind)[road as usize] = number;
        Ok(())
    }

    fn number_of(&mut self, kind: RoadKind) -> Result<u16> {
        if let Some(known) = self.network.kinds.iter().position(|k| *k == kind) {
            return Ok(known as u16);
        }
        let number = u16::try_from(self.network.kinds.len())
            .map_err(|_| Error::new(ErrorCode::RoadEdit, "more than 65,536 kinds of road"))?;
        Arc::make_mut(&mut self.network.kinds).push(kind);
        Ok(number)
    }
}

fn some_modes(given: Option<&[TravelMode]>, otherwise: &[TravelMode]) -> Result<Vec<TravelMode>> {
    match given {
        Some([]) => Err(Error::new(ErrorCode::RoadEdit, "none").at("modes")),
        Some(modes) => Ok(modes.to_vec()),
        None => Ok(otherwise.to_vec()),
    }
}

fn within(name: &str, value: f64, low: f64, high: f64) -> Result<f64> {
    if (low..=high).contains(&value) {
        return Ok(value);
    }
    let found = format!("{value}, where {low} to {high} is allowed");
    Err(Error::new(ErrorCode::RoadEdit, found).at(name))
}

/// The kind of a new road: that of a way with its class, direction and limit as tags.
fn kind_of(drawing: &Drawing) -> Result<RoadKind> {
    let limit = drawing.limit_kmh.map(|kmh| within("limitKmh", kmh, 1.0, 200.0)).transpose()?;
    let limit = limit.map(|kmh| kmh.to_string());
    let mut tags = vec![
        ("highway", drawing.class.as_str()),
        ("oneway", if drawing.one_way { "yes" } else { "no" }),
    ];
    tags.extend(limit.as_deref().map(|limit| ("maxspeed", limit)));
    let Some(Ok(mut kind)) = road_kind(&Tags::new(&tags)) else {
        return Err(Error::new(ErrorCode::RoadEdit, drawing.class.as_str()).at("class"));
    };
    if let Some(modes) = &drawing.modes {
        for mode in TravelMode::ALL {
            let is_open = |against: bool| {
                modes.contains(&mode) && !(against && drawing.one_way && mode != TravelMode::Walk)
            };
            let access = |open| if open { Access::Yes } else { Access::No };
            kind.access[mode.index()] = [false, true].map(|against| access(is_open(against)));
        }
    }
    if kind.is_open() {
        Ok(kind)
    } else {
        Err(Error::new(ErrorCode::RoadEdit, "a road for nobody").at("modes"))
    }
}

fn millimetres(metres: f64) -> u32 {
    libm::round(metres * 1000.0).min(f64::from(u32::MAX - 1)) as u32
}
