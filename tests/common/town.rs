//! Towns to build in: a street in a council, with facilities, places and homes where a test puts them.

use super::{Map, at};
use service_circle::access::JoinedStudy;
use service_circle::facts::{
    Candidate, Candidates, Code, DemandPoints, Facilities, Facility, FacilityDetail, ServiceId,
    SiteKind, SiteState, Source, State, StudyArea, StudyParts,
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
    let parts = StudyParts {
        facilities: Arc::new(Facilities::new(facilities, area.catalogue().len())),
        candidates: Arc::new(Candidates::new(places)),
        demand: Arc::new(demand),
        ..area.parts()
    };
    JoinedStudy::new(StudyArea::new(parts).expect("facts that fit"))
}
