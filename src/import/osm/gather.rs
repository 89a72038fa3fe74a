//! What one reading of a file leaves: roads, and what a study is made from.

use super::element::Sink;
use super::node_index::NodeIndex;
use super::ring::{Area, Line, join};
use super::subject::{BoundaryTags, BuildingTags, FacilityTags, Subject};
use super::tag_table::TagTable;
use crate::facts::Code;
use crate::network::{MemberKind, RoadSource, Tags};
use crate::units::Position;

/// Everything gathered while a file is read.
#[derive(Debug, Default)]
pub(super) struct Gather<'t> {
    pub nodes: NodeIndex,
    pub misplaced_nodes: usize,
    pub roads: RoadSource,
    /// Absent where only the roads are wanted.
    pub study: Option<StudyGather<'t>>,
}

/// What a study is made from besides the roads.
#[derive(Debug)]
pub(super) struct StudyGather<'t> {
    table: &'t TagTable,
    pub facilities: Vec<(Code, Position, FacilityTags)>,
    pub buildings: Vec<Building>,
    pub boundaries: Vec<Boundary>,
    pub other_ground: Vec<Area>,
    pub places: Vec<Place>,
    /// Facilities whose outline is not closed in the file.
    pub without_place: Vec<String>,
    /// Buildings whose outline is not closed in the file.
    pub broken_buildings: usize,
    /// Elements that stand in the file more than once; the first of each is kept.
    pub repeated: Vec<String>,
    relations: Vec<AreaRelation>,
    members: MemberLines,
    ring: Vec<Position>,
}

/// A building's middle and size.
#[derive(Clone, Copy, Debug)]
pub(super) struct Building {
    pub letter: char,
    pub id: i64,
    pub at: Position,
    /// Footprint in square 1e-7 degrees.
    pub size: f64,
    pub tags: BuildingTags,
}

/// An administrative unit or island with its outline.
#[derive(Clone, Debug)]
pub(super) struct Boundary {
    pub letter: char,
    pub id: i64,
    pub tags: BoundaryTags,
    pub area: Area,
    /// Some of the outline is not in the file.
    pub broken: bool,
}

/// A city, town or village with a figure of its people, as it is written.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub id: i64,
    pub at: Position,
    pub name: String,
    pub people: String,
}

#[derive(Debug)]
struct AreaRelation {
    id: i64,
    subject: Subject,
    /// Ways, and whether they bound a hole.
    ways: Vec<(i64, bool)>,
}

/// The ways that relations are made of, kept until all are read.
#[derive(Debug, Default)]
struct MemberLines {
    /// Sorted.
    ways: Vec<i64>,
    /// First and last node and points of each way, once it has been read.
    lines: Vec<Option<(i64, i64, Vec<Position>)>>,
}

impl MemberLines {
    fn line(&self, way: i64) -> Option<Line<'_>> {
        let (first, last, points) =
            self.lines.get(self.ways.binary_search(&way).ok()?)?.as_ref()?;
        Some(Line { first: *first, last: *last, points })
    }
}

impl<'t> StudyGather<'t> {
    pub(super) fn new(table: &'t TagTable) -> Self {
        Self {
            table,
            facilities: Vec::new(),
            buildings: Vec::new(),
            boundaries: Vec::new(),
            other_ground: Vec::new(),
            places: Vec::new(),
            without_place: Vec::new(),
            broken_buildings: 0,
            repeated: Vec::new(),
            relations: Vec::new(),
            members: MemberLines::default(),
            ring: Vec::new(),
        }
    }

    fn relation(&mut self, id: i64, tags: &Tags<'_>, members: &[(MemberKind, i64, &str)]) {
        let Some(subject) = Subject::of(tags, self.table) else { return };
        if !matches!(tags.get("type"), Some("multipolygon" | "boundary")) {
            self.note_without_place('r', id, &subject);
            return;
        }
        let ways = members.iter().filter(|m| m.0 == MemberKind::Way);
        let mut ways: Vec<_> = ways.map(|(_, way, role)| (*way, *role == "inner")).collect();
        ways.sort_unstable();
        ways.dedup_by_key(|w| w.0);
        self.members.ways.extend(ways.iter().map(|w| w.0));
        self.relations.push(AreaRelation { id, subject, ways });
    }

    fn node(&mut self, id: i64, at: Position, tags: &Tags<'_>) {
        if let Some(facility) = FacilityTags::of(tags, self.table) {
            self.facilities.push((Code::of_element('n', id), at, facility));
        }
        let settled = matches!(tags.get("place"), Some("city" | "town" | "village"));
        if let Some(people) = tags.get("population").filter(|_| settled) {
            let name = tags.first_of(&["name:en", "name"]).unwrap_or_default().to_owned();
            self.places.push(Place { id, at, name, people: people.to_owned() });
        }
    }

    fn nodes_done(&mut self) {
        self.members.ways.sort_unstable();
        self.members.ways.dedup();
        self.members.lines = vec![None; self.members.ways.len()];
    }

    fn way(&mut self, id: i64, refs: &[i64], tags: &Tags<'_>, nodes: &NodeIndex) {
        let member = self.members.ways.binary_search(&id).ok();
        let subject = Subject::of(tags, self.table);
        if member.is_none() && subject.is_none() {
            return;
        }
        let (Some(&first), Some(&last)) = (refs.first(), refs.last()) else { return };
        // Nodes that the file does not have are left out of outlines.
        let mut ring = std::mem::take(&mut self.ring);
        ring.clear();
        ring.extend(refs.iter().filter_map(|node| nodes.get(*node)));
        if let Some(line) = member.and_then(|m| self.members.lines.get_mut(m)) {
            *line = Some((first, last, ring.clone()));
        }
        if let Some(subject) = subject {
            if first == last && ring.len() >= 4 && ring.first() == ring.last() {
                self.settle('w', id, subject, Area { outer: vec![ring.clone()], inner: vec![] }, 0);
            } else {
                self.note_without_place('w', id, &subject);
            }
        }
        self.ring = ring;
    }

    /// Assembles the outlines of relations and drops what is repeated; all has been read.
    pub(super) fn finish(&mut self) {
        let members = std::mem::take(&mut self.members);
        for AreaRelation { id, subject, ways } in std::mem::take(&mut self.relations) {
            let lines = |hole: bool| -> (Vec<Line<'_>>, usize) {
                let of_role = || ways.iter().filter(|w| w.1 == hole);
                let lines: Vec<_> = of_role().filter_map(|w| members.line(w.0)).collect();
                let missing = of_role().count() - lines.len();
                (lines, missing)
            };
            let ((outer, missing_outer), (inner, missing_inner)) = (lines(false), lines(true));
            let ((outer, open_outer), (inner, open_inner)) = (join(&outer), join(&inner));
            let open = missing_outer + missing_inner + open_outer + open_inner;
            self.settle('r', id, subject, Area { outer, inner }, open);
        }
        self.drop_repeated();
    }

    /// Keeps the first of the elements that share letter and id, as merged extracts have them.
    fn drop_repeated(&mut self) {
        let repeated = &mut self.repeated;
        keep_first(&mut self.facilities, |f| f.0.clone(), Code::to_string, repeated);
        let element = |of: &(char, i64)| format!("{}{}", of.0, of.1);
        keep_first(&mut self.buildings, |b| (b.letter, b.id), element, repeated);
        keep_first(&mut self.places, |p| ('n', p.id), element, repeated);
        repeated.sort_unstable();
        repeated.dedup();
    }

    /// Takes in what an area speaks of; `open` parts of its outline are not closed.
    fn settle(&mut self, letter: char, id: i64, subject: Subject, area: Area, open: usize) {
        let Some(at) = area.place_inside() else {
            self.note_without_place(letter, id, &subject);
            if let Some(tags) = subject.boundary {
                self.boundaries.push(Boundary { letter, id, tags, area, broken: true });
            }
            return;
        };
        if let Some(facility) = subject.facility {
            self.facilities.push((Code::of_element(letter, id), at, facility));
        }
        if let Some(tags) = subject.building {
            self.buildings.push(Building { letter, id, at, size: area.size(), tags });
        }
        if let Some(tags) = subject.boundary {
            self.boundaries.push(Boundary { letter, id, tags, area, broken: open > 0 });
        } else if subject.other_ground && subject.building.is_none() {
            self.other_ground.push(area);
        }
    }

    fn note_without_place(&mut self, letter: char, id: i64, subject: &Subject) {
        if let Some(facility) = &subject.facility {
            let name = facility.name.as_deref().unwrap_or_default();
            self.without_place.push(format!("{letter}{id} {name}").trim_end().to_owned());
        }
        self.broken_buildings += usize::from(subject.building.is_some());
    }
}

/// Sorts by a key and keeps the first of each; the others are named in `repeated`.
fn keep_first<T, K: Ord>(
    list: &mut Vec<T>,
    key: impl Fn(&T) -> K,
    name: impl Fn(&K) -> String,
    repeated: &mut Vec<String>,
) {
    list.sort_by_key(&key);
    list.dedup_by(|again, first| {
        let of = key(again);
        let is_repeated = of == key(first);
        if is_repeated {
            repeated.push(name(&of));
        }
        is_repeated
    });
}

impl Sink for Gather<'_> {
    fn bounds(&mut self, stated: [i32; 4]) {
        self.roads.state_bounds(stated);
    }

    fn relation(&mut self, id: i64, tags: &Tags<'_>, members: &[(MemberKind, i64, &str)]) {
        if tags.is("type", "restriction") {
            self.roads.push_restriction(id, tags, members);
        } else if let Some(study) = &mut self.study {
            study.relation(id, tags, members);
        }
    }

    fn node(&mut self, id: i64, at: Position, tags: &Tags<'_>) {
        self.nodes.push(id, at);
        if !tags.is_empty() {
            self.roads.push_node(id, tags);
            if let Some(study) = &mut self.study {
                study.node(id, at, tags);
            }
        }
    }

    fn misplaced_node(&mut self) {
        self.misplaced_nodes += 1;
    }

    fn expect_nodes(&mut self, count: usize) {
        self.nodes.reserve(count);
    }

    fn nodes_done(&mut self) {
        self.nodes.seal();
        if let Some(study) = &mut self.study {
            study.nodes_done();
        }
    }

    fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>) {
        self.roads.push_way(id, nodes, tags);
        if let Some(study) = &mut self.study {
            study.way(id, nodes, tags, &self.nodes);
        }
    }
}
