//! What the fuzz targets do with bytes; `tests/fuzz_replay.rs` does the same with the seeds.

use service_circle::archive::Kind;
use service_circle::facts::StudyArea;
use service_circle::import::osm;
use service_circle::network::{ModeGraph, ModeProfile, RoadNetwork, road_network};
use service_circle::units::TravelMode;

/// Any bytes as a map file: a study or a coded error, never a panic.
pub(crate) fn map_file(bytes: &[u8]) {
    if let Ok(area) = osm::read_study(bytes, osm::tag_table::STANDARD, &mut |_, _| {}) {
        use_network(area.network());
        let people: f64 = area.demand().people().iter().sum();
        assert!(people.is_finite() && people >= 0.0);
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
