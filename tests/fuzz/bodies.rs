//! What the fuzz targets do with bytes; `tests/fuzz_replay.rs` does the same with the seeds.

use service_circle::archive::Kind;
use service_circle::facts::{StandardTable, StudyArea};
use service_circle::import::datum::Datum;
use service_circle::import::osm;
use service_circle::import::synthetic::{Options, synthetic};
use service_circle::import::table::{self, Imported, Keep, TableFile};
use service_circle::network::road_edit::{Closing, Drawing, Vertex};
use service_circle::network::{
    ModeGraph, ModeProfile, RoadClass, RoadEdit, RoadNetwork, road_network,
};
use service_circle::units::TravelMode;
use std::sync::OnceLock;

/// Any bytes as a map file: a study or a coded error, never a panic.
pub(crate) fn map_file(bytes: &[u8]) {
    if let Ok(area) = osm::read_study(bytes, osm::tag_table::STANDARD, &mut |_, _| {}) {
        use_network(area.network());
        let people: f64 = area.demand().people().iter().sum();
        assert!(people.is_finite() && people >= 0.0);
    }
}

/// Any bytes as each kind of table: an area whose rows add up, or a coded error, never a panic.
pub(crate) fn table_file(bytes: &[u8]) {
    static AREA: OnceLock<StudyArea> = OnceLock::new();
    let area = AREA.get_or_init(|| {
        let options = Options { demand_points: 30, ..Options::of_villages(3) };
        synthetic(&options, &mut |_, _| {}).expect("a small prefecture")
    });
    let file = TableFile { datum: Datum::Gcj02, ..TableFile::new("f", bytes) };
    // What a file is taken for is a guess, never a panic.
    let _ = table::TableKind::of(&file);
    // One kind each, told from the bytes themselves: many inputs meet all kinds.
    let read = match bytes.iter().fold(0u8, |sum, b| sum.wrapping_add(*b)) % 7 {
        0 => table::import_units(area, &file),
        1 => table::import_people(area, &file),
        2 => table::import_facilities(area, &file, Keep::OtherServices),
        3 => table::import_candidates(area, &file),
        4 => table::import_attributes(area, &file),
        5 => table::import_loads(area, &file),
        _ => table::import_factors(area, &file),
    };
    if let Ok(Imported { value, rows, placed, unplaced, issues, .. }) = read {
        assert_eq!(placed + unplaced, rows);
        assert!(issues.total() >= unplaced as u64 && value.demand().total().is_finite());
    }
    let places = table::places(&file).unwrap_or_default();
    assert!(places.iter().all(|(lng, lat)| lng.abs() <= 180.0 && lat.abs() <= 90.0));
}

/// Any bytes as a table of the standard: what is read is written and read again.
pub(crate) fn standard(bytes: &[u8]) {
    let _ = service_circle::import::standard_file::read_standard(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    for table in [StandardTable::from_csv(text), StandardTable::from_json(text)] {
        let Ok(table) = table else { continue };
        let json = table.to_json().expect("JSON");
        assert_eq!(StandardTable::from_json(&json).as_ref(), Ok(&table));
    }
}

/// Any bytes as the columns of a sealed archive: checked or refused, never a panic.
pub(crate) fn archive(bytes: &[u8]) {
    assert!(RoadNetwork::from_bytes(bytes).is_err() || bytes.len() > 32);
    if let Ok(network) = RoadNetwork::from_bytes(&sealed(road_network::ARCHIVE, bytes)) {
        use_network(&network);
    }
    let study = Kind { tag: *b"STDY", ..service_circle::facts::study_area::ARCHIVE };
    if let Ok(area) = StudyArea::from_bytes(&sealed(study, bytes)) {
        use_network(area.network());
    }
}

fn use_network(network: &RoadNetwork) {
    for mode in TravelMode::ALL {
        let graph = ModeGraph::derive(network, &ModeProfile::of(mode));
        assert!(graph.states() as usize >= network.junctions());
    }
    // What was opened can be edited: pieces are cut at their middle, and a road is drawn.
    for road in 0..network.roads().min(3) as u32 {
        let named = network.name_at(road, 0.5);
        let close = named.map(|named| {
            let closing = Closing { way: named.way, between: Some(named.between), modes: None };
            RoadEdit::CloseRoad(closing)
        });
        let [from, to] = network.ends(road).map(|j| network.junction_at(j).to_lng_lat());
        let middle = |a: f64, b: f64| Vertex::Place([f64::midpoint(a, b), b]);
        let draw = RoadEdit::DrawRoad(Drawing {
            code: None,
            along: vec![
                middle(from.lng(), from.lat()),
                Vertex::Node(network.junction_code(network.ends(0)[1])),
                middle(to.lng(), to.lat()),
            ],
            class: RoadClass::Residential,
            modes: None,
            one_way: false,
            limit_kmh: None,
        });
        let edits: Vec<RoadEdit> = close.into_iter().chain([draw]).collect();
        if let Ok(edited) = network.edited(&edits) {
            assert!(edited.roads() > network.roads());
        }
    }
}

/// The bytes behind a header that fits them, so that the checks after the checksum are reached.
fn sealed(kind: Kind, payload: &[u8]) -> Vec<u8> {
    let mut bytes = b"SvcCircl".to_vec();
    bytes.extend_from_slice(&kind.tag);
    bytes.extend_from_slice(&kind.version.to_le_bytes());
    bytes.extend_from_slice(&(payload.len() as u64).to_le_bytes());
    bytes.extend_from_slice(&xxhash_rust::xxh3::xxh3_64(payload).to_le_bytes());
    bytes.extend_from_slice(payload);
    bytes
}
