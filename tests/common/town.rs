//! Towns to build in: a street in a council, with facilities, places and homes where a test puts them.

use super::{Map, at};
use service_circle::access::JoinedStudy;
use service_circle::facts::{
    Candidate, Candidates, Code, DemandPoints, Edit, Facilities, Facility, FacilityDetail,
    Rezoning, Scenario, ServiceId, SiteKind, SiteState, Source, State, StudyArea, StudyParts,
    UnitId, Zone,
};
use service_circle::import::osm::{read_study, tag_table::STANDARD};
use service_circle::units::Position;
use std::sync::Arc;

/// The place some metres east and north of the origin.
pub fn position(east: f64, north: f64) -> Position {
    Position::from_lng_lat(at(east, north))
}

/// Equal but for the rounding of sums.
#[track_caller]
pub fn assert_near(one: f64, other: f64) {
    assert!((one - other).abs() <= 1e-6 * one.abs().max(1.0), "{one} is not {other}");
}

/// A street to the east with a node every 100 m and a pharmacy at its west end, in a council that
/// ends 500 m behind it.
pub fn street(nodes: i64) -> Map {
    let end = 100.0 * (nodes - 1) as f64 + 500.0;
    Map::new()
        .road(1, 1, nodes, 100.0, "highway=residential")
        .tagged_node(80, 0.0, 10.0, "amenity=pharmacy")
        .node(90, -500.0, -500.0)
        .node(91, end, -500.0)
        .node(92, end, 500.0)
        .node(93, -500.0, 500.0)
        .way(9, &[90, 91, 92, 93, 90], "boundary=administrative admin_level=8 name=A")
}

/// A street to the east with a node every 100 m, through councils one after the other: each by its
/// name and where it ends, the first beginning 500 m before the street.
pub fn councils(nodes: i64, list: &[(&str, f64)]) -> Map {
    let border =
        |map: Map, node: i64, east: f64| map.node(node, east, -500.0).node(node + 100, east, 500.0);
    let map = Map::new().road(1, 1, nodes, 100.0, "highway=residential");
    let map = border(map.tagged_node(800, 0.0, 10.0, "amenity=pharmacy"), 900, -500.0);
    (900..).zip(list).fold(map, |map, (west, &(name, end))| {
        let ring = [west, west + 1, west + 101, west + 100, west];
        let tags = format!("boundary=administrative admin_level=8 name={name}");
        border(map, west + 1, end).way(west, &ring, &tags)
    })
}

/// The study with its councils in these zones, and their units.
pub fn zoned(area: &StudyArea, zones: &[(&str, Zone)]) -> (StudyArea, Vec<UnitId>) {
    let units = area.units().all();
    let unit = |name: &str| units.iter().position(|u| u.name == name).expect("a council");
    let found: Vec<usize> = zones.iter().map(|(name, _)| unit(name)).collect();
    let edit = |(&unit, &(_, zone)): (&usize, &(&str, Zone))| {
        Edit::Zone(Rezoning { unit: units[unit].code.clone(), zone })
    };
    let edits = found.iter().zip(zones).map(edit).collect();
    let area = Scenario { edits }.apply(area).expect("zones");
    (area, found.into_iter().map(|unit| UnitId(unit as u32)).collect())
}

/// The study of a map as a file says it.
pub fn read(map: &Map) -> StudyArea {
    read_study(&map.xml(), STANDARD, &mut |_, _| {}).expect("a readable file")
}

/// A facility of one service beside the street.
pub fn facility(code: &str, east: f64, service: ServiceId) -> Facility {
    Facility {
        code: Code::new(code).expect("a code"),
        name: None,
        at: position(east, 5.0),
        services: vec![service],
        state: State::Open,
        source: Source::File,
        owner: None,
        as_of: None,
        detail: FacilityDetail::default(),
    }
}

/// A place beside the street for every service.
pub fn place(i: usize, east: f64, kind: SiteKind, cost: Option<f64>) -> Candidate {
    Candidate {
        code: Code::new(format!("c{i}")).expect("a code"),
        name: None,
        at: position(east, -6.0),
        kind,
        services: Vec::new(),
        capacity: Vec::new(),
        cost,
        state: SiteState::Available,
        owner: None,
        source: None,
        as_of: None,
    }
}

/// The study with these facilities, places and homes in place of its own.
pub fn settled(
    area: &StudyArea,
    facilities: Vec<Facility>,
    places: Vec<Candidate>,
    demand: DemandPoints,
) -> JoinedStudy {
    JoinedStudy::new(peopled(area, facilities, places, demand))
}

/// The same, not joined to its roads.
pub fn peopled(
    area: &StudyArea,
    facilities: Vec<Facility>,
    places: Vec<Candidate>,
    demand: DemandPoints,
) -> StudyArea {
    let parts = StudyParts {
        facilities: Arc::new(Facilities::new(facilities, area.catalogue().len())),
        candidates: Arc::new(Candidates::new(places)),
        demand: Arc::new(demand),
        ..area.parts()
    };
    StudyArea::new(parts).expect("facts that fit")
}
