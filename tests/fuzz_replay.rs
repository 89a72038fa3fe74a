//! The fuzz targets' seeds, replayed, cut short and with bytes changed; long runs are `cargo xtask fuzz`.

#[path = "fuzz/bodies.rs"]
mod bodies;
mod common;

use service_circle::import::osm;
use std::fs;
use std::path::PathBuf;

fn seeds(target: &str) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(target);
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("seeds are kept")
        .map(|e| e.expect("an entry").path())
        .map(|path| (path.clone(), fs::read(path).expect("readable")))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    files
}

/// The bytes themselves, cut at many lengths, and with single bytes changed.
fn with_damage(bytes: &[u8], mut body: impl FnMut(&[u8])) {
    body(bytes);
    let step = (bytes.len() / 200).max(1);
    for at in (0..bytes.len()).step_by(step) {
        body(&bytes[..at]);
        let mut changed = bytes.to_vec();
        for value in [0, 0x7f, 0xff, bytes[at] ^ 1, bytes[at] ^ 0x80] {
            changed[at] = value;
            body(&changed);
        }
    }
}

#[test]
fn map_files_are_read_or_refused() {
    for (_, bytes) in seeds("osm") {
        with_damage(&bytes, bodies::map_file);
    }
}

#[test]
fn archives_are_opened_or_refused() {
    for (_, bytes) in seeds("archive") {
        with_damage(&bytes, bodies::archive);
    }
}

#[test]
fn tables_are_read_or_refused() {
    for (_, bytes) in seeds("table") {
        with_damage(&bytes, bodies::table_file);
    }
}

#[test]
fn standards_are_read_or_refused() {
    for (_, bytes) in seeds("standard") {
        with_damage(&bytes, bodies::standard);
    }
}

#[test]
fn the_seeds_are_worth_replaying() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        write_seeds();
    }
    let is_study =
        |bytes: &[u8]| osm::read_study(bytes, osm::tag_table::STANDARD, &mut |_, _| {}).is_ok();
    assert!(seeds("osm").iter().filter(|(_, bytes)| is_study(bytes)).count() >= 2);
}

/// Writes the seeds that this crate can make; after a change of the formats, set `UPDATE_GOLDEN=1`.
fn write_seeds() {
    let map = common::Map::new()
        .road(1, 1, 4, 120.0, "highway=residential maxspeed=30")
        .tagged_node(20, 240.0, 60.0, "barrier=gate")
        .way(2, &[3, 20, 4], "highway=service motor_vehicle=destination")
        .tagged_node(30, 100.0, 40.0, "amenity=pharmacy name=A")
        .tagged_node(31, 50.0, 50.0, "place=village population=1200 name=B")
        .node(40, 10.0, 10.0)
        .node(41, 30.0, 10.0)
        .node(42, 30.0, 30.0)
        .way(3, &[40, 41, 42, 40], "building=house building:levels=2")
        .relation(
            9,
            &[("way", 1, "from"), ("node", 3, "via"), ("way", 2, "to")],
            "type=restriction restriction=no_left_turn",
        );
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    fs::write(folder.join("osm/drawn.osm"), map.xml()).expect("written");
    let bytes = map.network().to_bytes().expect("a network");
    fs::write(folder.join("archive/network.bin"), &bytes[32..]).expect("written");
    let area = osm::read_study(&map.xml(), osm::tag_table::STANDARD, &mut |_, _| {});
    let bytes = area.and_then(|a| a.to_bytes()).expect("a study");
    fs::write(folder.join("archive/study.bin"), &bytes[32..]).expect("written");
}
