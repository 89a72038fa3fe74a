//! `.osm`: the same elements as XML.

use super::element::{Sink, box_from_nano, position_from_nano};
use crate::error::{Error, ErrorCode, Result};
use crate::network::{MemberKind, Tags};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// Whether bytes begin like XML: with a tag, after spaces and a byte order mark.
pub(super) fn is_xml(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Reads all elements into a sink: relations first, then nodes and ways, together if all nodes
/// stand before the ways.
///
/// # Errors
/// `import.osm` with line and byte where the XML breaks; `import.format` for other XML.
pub(super) fn read<S: Sink>(bytes: &[u8], mut sink: S, progress: &mut dyn FnMut(f64)) -> Result<S> {
    let found = scan(bytes, &[Kind::Relation], &mut sink, &mut |share| progress(share / 3.0))?;
    sink.expect_nodes(found.nodes);
    if found.node_after_way {
        scan(bytes, &[Kind::Node], &mut sink, &mut |share| progress((1.0 + share) / 3.0))?;
        sink.nodes_done();
        scan(bytes, &[Kind::Way], &mut sink, &mut |share| progress((2.0 + share) / 3.0))?;
    } else {
        let both = [Kind::Node, Kind::Way];
        scan(bytes, &both, &mut sink, &mut |share| progress((1.0 + 2.0 * share) / 3.0))?;
        if !found.ways {
            sink.nodes_done();
        }
    }
    Ok(sink)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Node,
    Way,
    Relation,
}

/// What one reading of the file met.
#[derive(Default)]
struct Found {
    nodes: usize,
    ways: bool,
    node_after_way: bool,
}

/// Reads the whole text once and hands elements of some kinds to the sink.
fn scan(
    bytes: &[u8],
    kinds: &[Kind],
    sink: &mut impl Sink,
    progress: &mut dyn FnMut(f64),
) -> Result<Found> {
    let mut reader = Reader::from_reader(bytes);
    let mut found = Found::default();
    let mut open = Open::default();
    // Elements from the root down to the one that is being read.
    let mut depth = 0usize;
    let mut inside: Option<Kind> = None;
    let mut rooted = false;
    let mut told = 0;
    loop {
        let at = reader.buffer_position() as usize;
        if at > told + 500_000 {
            told = at;
            progress(at as f64 / bytes.len() as f64);
        }
        let event = reader
            .read_event()
            .map_err(|e| broken(bytes, reader.error_position() as usize, &e.to_string()))?;
        let (start, empty) = match event {
            Event::Start(start) => (start, false),
            Event::Empty(start) => (start, true),
            Event::End(_) => {
                depth = depth.saturating_sub(1);
                if let Some(kind) = inside.filter(|_| depth == 1) {
                    open.hand_over(kind, sink);
                    inside = None;
                }
                continue;
            }
            Event::Eof if depth > 0 => return Err(broken(bytes, at, "the file ends here")),
            Event::Eof if rooted => break,
            Event::Eof => return Err(Error::new(ErrorCode::ImportFormat, "no XML element")),
            _ => continue,
        };
        let name = start.name();
        match (depth, element_kind(name.as_ref())) {
            (0, _) if name.as_ref() == "osm" => rooted = true,
            (0, _) => {
                let found = format!("XML that begins with <{}>", name.as_ref());
                return Err(Error::new(ErrorCode::ImportFormat, found));
            }
            (1, Some(kind)) => {
                found.nodes += usize::from(kind == Kind::Node);
                found.node_after_way |= kind == Kind::Node && found.ways;
                if kind == Kind::Way && !found.ways {
                    found.ways = true;
                    if kinds == [Kind::Node, Kind::Way] {
                        sink.nodes_done();
                    }
                }
                let wanted = kinds.contains(&kind)
                    && open.begin(&start).map_err(|e| broken(bytes, at, &e))?;
                inside = wanted.then_some(kind);
                if empty && wanted {
                    open.hand_over(kind, sink);
                    inside = None;
                }
            }
            (1, None) if name.as_ref() == "bounds" && kinds == [Kind::Relation] => {
                if let Some(stated) = bounds(&start).map_err(|e| broken(bytes, at, &e))? {
                    sink.bounds(stated);
                }
            }
            (2, None) if inside.is_some() => {
                open.child(&start).map_err(|e| broken(bytes, at, &e))?;
            }
            _ => {}
        }
        depth += usize::from(!empty);
    }
    progress(1.0);
    Ok(found)
}

fn element_kind(name: &str) -> Option<Kind> {
    match name {
        "node" => Some(Kind::Node),
        "way" => Some(Kind::Way),
        "relation" => Some(Kind::Relation),
        _ => None,
    }
}

fn broken(bytes: &[u8], at: usize, found: &str) -> Error {
    let before = bytes.get(..at).unwrap_or(bytes);
    let line = before.split(|b| *b == b'\n').count();
    Error::new(ErrorCode::ImportOsm, found).at(format!("line {line}, byte {at}"))
}

/// The element that is being read, with its children so far.
#[derive(Default)]
struct Open {
    id: i64,
    /// Longitude and latitude in degrees.
    place: Option<(f64, f64)>,
    tags: Vec<(String, String)>,
    nodes: Vec<i64>,
    members: Vec<(MemberKind, i64, String)>,
}

impl Open {
    /// Begins an element; false if it says that it is deleted.
    fn begin(&mut self, start: &BytesStart<'_>) -> std::result::Result<bool, String> {
        *self = Self::default();
        let (mut id, mut lng, mut lat, mut there) = (None, None, None, true);
        for_each_attribute(start, |key, value| match key {
            "id" => id = value.parse().ok(),
            "lon" => lng = value.parse().ok(),
            "lat" => lat = value.parse().ok(),
            "action" => there &= value != "delete",
            "visible" => there &= value != "false",
            _ => {}
        })?;
        self.id = id.ok_or("an element without an id")?;
        self.place = lng.zip(lat);
        Ok(there)
    }

    fn child(&mut self, start: &BytesStart<'_>) -> std::result::Result<(), String> {
        let (mut key, mut text, mut id, mut kind, mut role) =
            (String::new(), String::new(), None, None, String::new());
        for_each_attribute(start, |name, value| match name {
            "k" => value.clone_into(&mut key),
            "v" => value.clone_into(&mut text),
            "ref" => id = value.parse().ok(),
            "type" => {
                kind = element_kind(value).map(|kind| match kind {
                    Kind::Node => MemberKind::Node,
                    Kind::Way => MemberKind::Way,
                    Kind::Relation => MemberKind::Relation,
                });
            }
            "role" => value.clone_into(&mut role),
            _ => {}
        })?;
        match start.name().as_ref() {
            "tag" => self.tags.push((key, text)),
            "nd" => self.nodes.push(id.ok_or("a node reference without a number")?),
            "member" => {
                let kind = kind.ok_or("a member of unknown type")?;
                self.members.push((kind, id.ok_or("a member without a number")?, role));
            }
            _ => {}
        }
        Ok(())
    }

    fn hand_over(&self, kind: Kind, sink: &mut impl Sink) {
        let tags: Vec<_> = self.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        let tags = Tags::new(&tags);
        match kind {
            Kind::Node => {
                // A cast would make a place of NaN.
                let place = self.place.filter(|(lng, lat)| lng.is_finite() && lat.is_finite());
                let nano = |degrees: f64| libm::round(degrees * 1e9) as i64;
                match place.and_then(|(lng, lat)| position_from_nano(nano(lng), nano(lat))) {
                    Some(at) => sink.node(self.id, at, &tags),
                    None => sink.misplaced_node(),
                }
            }
            Kind::Way => sink.way(self.id, &self.nodes, &tags),
            Kind::Relation => {
                let members: Vec<_> = self
                    .members
                    .iter()
                    .map(|(kind, id, role)| (*kind, *id, role.as_str()))
                    .collect();
                sink.relation(self.id, &tags, &members);
            }
        }
    }
}

/// The box of a `<bounds>` element.
fn bounds(start: &BytesStart<'_>) -> std::result::Result<Option<[i32; 4]>, String> {
    let mut sides = [f64::NAN; 4];
    for_each_attribute(start, |key, value| {
        let names = ["minlon", "minlat", "maxlon", "maxlat"];
        if let Some(side) = names.iter().position(|name| *name == key) {
            sides[side] = value.parse().unwrap_or(f64::NAN);
        }
    })?;
    let is_told = sides.iter().all(|side| side.is_finite());
    // Casts saturate: what is not on earth is refused by the box.
    Ok(is_told.then(|| sides.map(|s| libm::round(s * 1e9) as i64)).and_then(box_from_nano))
}

fn for_each_attribute(
    start: &BytesStart<'_>,
    mut use_it: impl FnMut(&str, &str),
) -> std::result::Result<(), String> {
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|e| e.to_string())?;
        let value =
            attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|e| e.to_string())?;
        use_it(attribute.key.as_ref(), &value);
    }
    Ok(())
}
