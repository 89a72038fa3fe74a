//! Reading map files: hand-drawn cases, Malta, and files that are broken or not what they seem.

mod common;

use common::{Map, at};
use service_circle::ErrorCode;
use service_circle::facts::{StudyArea, Unit, UnitId};
use service_circle::import::osm::tag_table::STANDARD;
use service_circle::import::osm::{read_network, read_study};
use service_circle::units::Position;
use std::collections::BTreeMap;
use std::sync::OnceLock;

fn study_of(bytes: &[u8]) -> StudyArea {
    read_study(bytes, STANDARD, &mut |_, _| {}).expect("a readable file")
}

fn study(map: &Map) -> StudyArea {
    study_of(&map.xml())
}

/// The code of the error that bytes are refused with, and where.
fn refused(bytes: &[u8]) -> (ErrorCode, String) {
    let error = read_study(bytes, STANDARD, &mut |_, _| {}).expect_err("a broken file");
    assert_eq!(read_network(bytes, &mut |_, _| {}).map(|_| ()).expect_err("broken too"), error);
    (error.code(), error.place().unwrap_or_default().to_owned())
}

fn count(area: &StudyArea, service: &str) -> Option<usize> {
    area.facilities().count(area.catalogue().find(service).expect("a service"))
}

fn note(area: &StudyArea, code: &str) -> u64 {
    area.notes().iter().find(|n| n.code == code).map_or(0, |n| n.count)
}

fn unit<'a>(area: &'a StudyArea, name: &str) -> &'a Unit {
    area.units().all().iter().find(|u| u.name == name).expect(name)
}

/// Code and people of the demand points of a unit.
fn homes(area: &StudyArea, name: &str) -> BTreeMap<String, f64> {
    let demand = area.demand();
    let id = area.units().find(unit(area, name).code.as_str()).expect("a unit");
    (0..demand.len())
        .filter(|&i| demand.unit()[i] == id)
        .map(|i| (demand.codes().get(i).expect("a code").to_owned(), demand.people()[i]))
        .collect()
}

/// A closed way: a square with its south-west corner at a place, in metres. Its nodes are numbered
/// from ten times its own number.
fn square(map: Map, id: i64, west: f64, south: f64, side: f64, tags: &str) -> Map {
    let n = id * 10;
    map.node(n, west, south)
        .node(n + 1, west + side, south)
        .node(n + 2, west + side, south + side)
        .node(n + 3, west, south + side)
        .way(id, &[n, n + 1, n + 2, n + 3, n], tags)
}

/// Three councils of one square kilometre, A to C from west to east, and a road through them.
fn three_councils() -> Map {
    let mut map = Map::new().road(1, 1, 31, 100.0, "highway=tertiary");
    for (i, name) in ["A", "B", "C"].into_iter().enumerate() {
        let tags = format!("boundary=administrative admin_level=8 name={name}");
        map = square(map, 100 + i as i64, i as f64 * 1000.0, -500.0, 1000.0, &tags);
    }
    map
}

fn place(map: Map, id: i64, east: f64, tags: &str) -> Map {
    map.tagged_node(id, east, 100.0, tags)
}

// ── hand-drawn cases ──

#[test]
fn people_come_from_settled_places_only_and_add_up() {
    let map = place(three_councils(), 51, 200.0, "place=village population=300");
    let map = place(map, 52, 700.0, "place=town population=1,200");
    let map = place(map, 53, 1500.0, "place=hamlet population=77");
    let map = place(map, 54, 1500.0, "place=country population=423282");
    let map = place(map, 55, 2500.0, "place=city population=about-90");
    let map = place(map, 56, 9000.0, "place=city population=5000");
    let area = study(&map);
    assert_eq!(unit(&area, "A").people, Some(1500.0));
    assert_eq!(unit(&area, "B").people, None);
    assert_eq!(unit(&area, "C").people, None);
    assert_eq!(area.people(), (1500.0, 0.0));
    assert_eq!(note(&area, "people.places"), 2);
    assert_eq!(note(&area, "people.unreadable"), 1);
    assert_eq!(note(&area, "people.outside"), 1);
    assert_eq!(note(&area, "people.unknown"), 2);
}

#[test]
fn a_council_without_a_figure_is_estimated_by_floor_area() {
    // A: 100 m² on the usual two floors, 100 people. B: the same on four floors.
    let map = place(three_councils(), 51, 200.0, "place=village population=100");
    let map = square(map, 61, 300.0, 50.0, 10.0, "building=house");
    let map = square(map, 62, 1300.0, 50.0, 10.0, "building=yes building:levels=4");
    let area = study(&map);
    let b = unit(&area, "B");
    assert!(b.estimated && (b.people.expect("an estimate") - 200.0).abs() < 1.0);
    let (all, estimated) = area.people();
    assert!((all - 300.0).abs() < 1.0 && (estimated - 200.0).abs() < 1.0);
    let whole = area.units().all().last().expect("the whole");
    assert!(whole.estimated && whole.people == Some(all));
    assert_eq!(note(&area, "people.estimated"), 1);
}

#[test]
fn people_live_in_homes_by_floor_area() {
    let map = place(three_councils(), 51, 200.0, "place=village population=90");
    let map = square(map, 61, 300.0, 50.0, 10.0, "building=yes");
    let map = square(map, 62, 330.0, 50.0, 10.0, "building=apartments building:levels=4");
    let map = square(map, 63, 360.0, 50.0, 10.0, "building=yes shop=bakery");
    let map = square(map, 64, 390.0, 50.0, 10.0, "building=church");
    let map = square(map, 65, 600.0, 40.0, 100.0, "landuse=industrial");
    let map = square(map, 66, 650.0, 50.0, 10.0, "building=yes");
    let map = square(map, 67, 680.0, 50.0, 10.0, "building=house");
    let area = study(&map);
    let homes = homes(&area, "A");
    let people: Vec<_> = homes.iter().map(|(code, p)| (code.as_str(), p.round())).collect();
    assert_eq!(people, [("w61", 22.0), ("w62", 45.0), ("w67", 23.0)]);
    assert!((homes.values().sum::<f64>() - 90.0).abs() < 1e-9);
    assert_eq!(note(&area, "homes.otherGround"), 1);
}

#[test]
fn where_buildings_are_missing_people_live_along_streets() {
    // Floor area per person: A 2, B 2, C 0.2 with a street of 300 m.
    let mut map = three_councils();
    for (i, people) in [100, 100, 1000].into_iter().enumerate() {
        let east = i as f64 * 1000.0 + 200.0;
        map = place(map, 51 + i as i64, east, &format!("place=town population={people}"));
        map = square(map, 61 + i as i64, east, 50.0, 10.0, "building=house");
    }
    let map = map.node(81, 2300.0, 300.0).node(82, 2600.0, 300.0);
    let area = study(&map.way(80, &[81, 82], "highway=residential"));
    assert_eq!(homes(&area, "A").len(), 1);
    let along = homes(&area, "C");
    let codes: Vec<_> = along.keys().map(String::as_str).collect();
    assert_eq!(codes, ["w80.1", "w80.2", "w80.3", "w80.4", "w80.5", "w80.6"]);
    assert!(along.values().all(|p| (p - 1000.0 / 6.0).abs() < 0.01));
    assert!((along.values().sum::<f64>() - 1000.0).abs() < 1e-9);
}

#[test]
fn a_unit_without_homes_keeps_its_people_at_its_own_place() {
    let area = study(&place(three_councils(), 51, 200.0, "place=village population=300"));
    assert_eq!(homes(&area, "A").into_values().collect::<Vec<_>>(), [300.0]);
}

#[test]
fn boundaries_are_put_together_from_pieces_with_holes_and_gaps_are_told() {
    // A as two half rings and a hole; D lacks a side.
    let half = |map: Map, id: i64| map.node(id, 0.0, -500.0).node(id + 1, 900.0, -500.0);
    let map = half(three_councils(), 900).node(902, 900.0, 500.0).node(903, 0.0, 500.0);
    let map = map.way(201, &[900, 901, 902], "").way(202, &[900, 903, 902], "");
    let map = square(map, 203, 400.0, 200.0, 100.0, "");
    let ring = [("way", 201, "outer"), ("way", 202, "outer"), ("way", 203, "inner")];
    let boundary =
        |name: &str| format!("type=boundary boundary=administrative admin_level=8 name={name}");
    let map = map.relation(301, &ring, &boundary("Small"));
    let map = map.relation(302, &ring[..1], &boundary("Open"));
    let map = map.relation(303, &[("way", 999, "outer")], &boundary("Absent"));
    // The smaller of two areas that hold a place counts, except in its hole.
    let map = place(map, 51, 200.0, "place=village population=1");
    let map = map.tagged_node(52, 450.0, 250.0, "place=village population=10");
    let area = study(&map);
    assert_eq!((unit(&area, "Small").people, unit(&area, "A").people), (Some(1.0), Some(10.0)));
    assert_eq!(note(&area, "units.broken"), 2);
    let small = area.units().find("r301").expect("a unit");
    let rings = area.units().outlines().rings().filter(|r| r.0 == small);
    assert_eq!(rings.map(|r| r.1.len()).collect::<Vec<_>>(), [5, 5]);
}

#[test]
fn islands_stand_above_councils_and_regions_where_there_are_none() {
    let whole = |map: Map| square(map, 110, -100.0, -1600.0, 3200.0, "place=archipelago name=All");
    let island = |map: Map, id: i64, west: f64, side: f64, name: &str| {
        square(map, id, west, -700.0, side, &format!("place=island name={name}"))
    };
    let region = |map: Map| {
        let tags = "boundary=administrative admin_level=4 name=";
        let map = square(map, 131, -10.0, -600.0, 1200.0, &format!("{tags}West"));
        square(map, 132, 1190.0, -1200.0, 1900.0, &format!("{tags}East"))
    };
    let parents = |area: &StudyArea| -> Vec<String> {
        ["A", "B", "C"]
            .map(|name| {
                let parent = unit(area, name).parent.expect("a parent");
                area.units().get(parent).expect("a unit").name.clone()
            })
            .to_vec()
    };
    let map = region(island(
        island(whole(three_councils()), 121, -50.0, 1400.0, "W"),
        122,
        1990.0,
        1300.0,
        "E",
    ));
    let area = study(&map);
    assert_eq!(parents(&area), ["W", "All", "E"]);
    let levels: Vec<_> = area.units().levels().iter().map(|l| l.code.as_str()).collect();
    assert_eq!(levels, ["admin8", "island", "whole"]);

    let area = study(&region(island(whole(three_councils()), 121, -50.0, 3300.0, "One")));
    assert_eq!(parents(&area), ["West", "East", "East"]);
    let levels: Vec<_> = area.units().levels().iter().map(|l| l.code.as_str()).collect();
    assert_eq!(levels, ["admin8", "admin4", "whole"]);
}

#[test]
fn without_usable_boundaries_the_whole_is_the_unit() {
    let map = Map::new().road(1, 1, 5, 100.0, "highway=residential");
    let area = study(&place(map, 51, 200.0, "place=village population=300"));
    let units = area.units().all();
    assert_eq!((units.len(), units[0].people, units[0].parent), (1, Some(300.0), None));
    assert_eq!(note(&area, "units.none"), 1);
    assert!((area.demand().total() - 300.0).abs() < 1e-9);
}

#[test]
fn facilities_are_read_from_nodes_ways_and_relations_each_once() {
    let map = three_councils();
    let map = map.tagged_node(51, 100.0, 20.0, "amenity=pharmacy name=One");
    let map = square(map, 61, 95.0, 15.0, 10.0, "amenity=pharmacy building=yes");
    let map = map.tagged_node(52, 300.0, 20.0, "amenity=pharmacy disused=yes");
    let map = map.tagged_node(53, 400.0, 20.0, "disused:amenity=pharmacy");
    let map = map.tagged_node(54, 500.0, 20.0, "amenity=school name=St.Edwards");
    let map = map.tagged_node(55, 600.0, 20.0, "amenity=school isced:level=1;2");
    let map = map.way(62, &[1, 2, 3], "amenity=library");
    let map = square(map, 63, 800.0, 10.0, 40.0, "");
    let map = map.relation(71, &[("way", 63, "outer")], "type=multipolygon amenity=hospital");
    let area = study(&map);
    let codes: Vec<_> = area.facilities().all().iter().map(|f| f.code.to_string()).collect();
    assert_eq!(codes, ["n51", "n55", "r71"]);
    let found = ["PHA", "PRI", "JUN", "HOS", "LIB", "KIN"].map(|s| count(&area, s));
    assert_eq!(found, [Some(1), Some(1), Some(1), Some(1), None, None]);
    let hospital = area.facilities().all()[2].at;
    let middle = Position::from_lng_lat(at(820.0, 30.0));
    assert!(
        hospital.lng_e7.abs_diff(middle.lng_e7) < 3 && hospital.lat_e7.abs_diff(middle.lat_e7) < 3
    );
    for (code, count) in [
        ("facilities.merged", 1),
        ("facilities.outOfUse", 1),
        ("facilities.unclear", 1),
        ("facilities.withoutPlace", 1),
    ] {
        assert_eq!(note(&area, code), count, "{code}");
    }
    assert!(note(&area, "services.noData") > 20);
}

#[test]
fn elements_that_stand_twice_in_a_file_count_once() {
    let map = place(three_councils(), 51, 200.0, "place=village population=90");
    let map = square(map, 61, 300.0, 50.0, 10.0, "building=house");
    let map = map.tagged_node(52, 300.0, 20.0, "amenity=pharmacy");
    let map = map.relation(71, &[("way", 61, "outer")], "type=multipolygon amenity=library");
    let once = study(&map);
    let text = String::from_utf8(map.xml()).expect("text");
    let body = text.split_once("<osm version=\"0.6\">").expect("a root").1;
    let body = body.strip_suffix("</osm>").expect("an end");
    let twice = study_of(format!("<osm>{body}{body}</osm>").as_bytes());
    let facilities = |area: &StudyArea| area.facilities().all().to_vec();
    assert_eq!(facilities(&twice), facilities(&once));
    assert_eq!(twice.units().all().len(), once.units().all().len());
    assert_eq!(homes(&twice, "A"), homes(&once, "A"));
    assert_eq!(note(&once, "elements.repeated"), 0);
    let listed = |area: &StudyArea, code: &str| {
        let of_code = area.notes().iter().filter(|n| n.code == code);
        of_code.flat_map(|n| n.listed.clone()).collect::<Vec<_>>()
    };
    assert_eq!(listed(&twice, "elements.repeated"), ["n51", "n52", "r71", "w61"]);
    assert_eq!(note(&twice, "homes.buildings"), note(&once, "homes.buildings"));
}

#[test]
fn of_two_elements_with_one_id_the_first_counts_wherever_the_other_is() {
    // As in extracts of different days: the pharmacy moved, the house is drawn in another unit.
    let map = place(three_councils(), 51, 200.0, "place=village population=90");
    let map = place(map, 53, 1200.0, "place=village population=60");
    let map = map.tagged_node(77, 300.0, 20.0, "amenity=pharmacy name=Old");
    let map = map.tagged_node(77, 1700.0, 20.0, "amenity=pharmacy name=New");
    let map = square(map, 61, 300.0, 50.0, 10.0, "building=house");
    let map = square(map, 62, 1300.0, 50.0, 10.0, "building=house");
    let map = map.way(61, &[620, 621, 622, 623, 620], "building=house");
    let area = study(&map);
    assert_eq!(count(&area, "PHA"), Some(1));
    assert_eq!(area.facilities().all()[0].name.as_deref(), Some("Old"));
    let codes: Vec<&str> = area.demand().codes().iter().collect();
    assert_eq!(codes, ["w61", "w62"]);
    assert!((homes(&area, "A")["w61"] - 90.0).abs() < 1e-9);
    assert_eq!(note(&area, "elements.repeated"), 2);
}

#[test]
fn another_table_gives_other_services() {
    let map = three_councils().tagged_node(51, 100.0, 20.0, "amenity=bench");
    let area = read_study(&map.xml(), "x,PAR SEN,amenity=bench", &mut |_, _| {}).expect("a study");
    assert_eq!((count(&area, "PAR"), count(&area, "PHA")), (Some(1), None));
    let error = read_study(&map.xml(), "x,PAR", &mut |_, _| {}).expect_err("a broken table");
    assert_eq!((error.code(), error.place()), (ErrorCode::ImportTable, Some("row 1")));
}

#[test]
fn nodes_whose_coordinates_are_none_are_left_out() {
    let text = String::from_utf8(three_councils().xml()).expect("text");
    for bad in ["lat=\"95\"", "lat=\"-1e300\"", "lat=\"north\"", "lat=\"NaN\"", "lat=\"inf\""] {
        let node = format!("<node id=\"5000\" lon=\"120\" {bad}/></osm>");
        let text = text.replace("</osm>", &node);
        let text = text.replace("<nd ref=\"2\"/>", "<nd ref=\"2\"/><nd ref=\"5000\"/>");
        let area = study_of(text.as_bytes());
        assert_eq!(note(&area, "nodes.misplaced"), 1, "{bad}");
        let grains = |area: &StudyArea| area.network().bounds().map(|d| (d * 1e7).round() as i64);
        assert_eq!(grains(&area), grains(&study(&three_councils())));
    }
}

#[test]
fn the_order_of_elements_in_the_file_does_not_matter() {
    let map = place(three_councils(), 51, 200.0, "place=village population=100");
    let map = square(map, 61, 300.0, 50.0, 10.0, "building=house");
    let map = map.relation(71, &[("way", 61, "outer")], "type=multipolygon amenity=library");
    let text = String::from_utf8(map.xml()).expect("text");
    let body = text.split_once("<osm version=\"0.6\">").expect("a root").1;
    let body = body.strip_suffix("</osm>").expect("an end");
    let mut elements: Vec<String> = Vec::new();
    for kind in ["node", "way", "relation"] {
        let (start, end) = (format!("<{kind} "), format!("</{kind}>"));
        elements.extend(
            body.split(&start)
                .skip(1)
                .map(|part| format!("<{kind} {}{end}", part.split(&end).next().expect("an end"))),
        );
    }
    let written = |elements: &[String]| format!("<osm>{}</osm>", elements.concat());
    let sorted = study_of(written(&elements).as_bytes()).to_bytes().expect("bytes");
    elements.reverse();
    let reversed = study_of(written(&elements).as_bytes()).to_bytes().expect("bytes");
    assert_eq!(sorted, reversed);
    assert_eq!(sorted, study(&map).to_bytes().expect("bytes"));
}

#[test]
fn progress_goes_from_nothing_to_all_through_the_steps() {
    let mut told: Vec<(f64, &str)> = Vec::new();
    read_study(&three_councils().xml(), STANDARD, &mut |share, step| told.push((share, step)))
        .expect("a study");
    assert!(told.windows(2).all(|w| w[0].0 <= w[1].0), "{told:?}");
    assert_eq!(told.last(), Some(&(1.0, "joining")));
    let mut steps: Vec<_> = told.iter().map(|t| t.1).collect();
    steps.dedup();
    assert_eq!(steps, ["unpack", "roads", "facilities", "people", "joining"]);
}

// ── files that are not what they should be ──

#[test]
fn other_formats_are_refused_by_name() {
    for foreign in [
        &b""[..],
        b"lng,lat\n120,30",
        b"\x1f\x8b\x08\x00",
        b"BZh9",
        b"PK\x03\x04",
        b"<html><body>not found</body></html>",
        b"<?xml version=\"1.0\"?>",
        b"\x00\x00\x00\x0d\x0a\x09OSMHeade",
        b"\x00\x00",
    ] {
        let text = String::from_utf8_lossy(foreign).into_owned();
        assert_eq!(refused(foreign), (ErrorCode::ImportFormat, String::new()), "{text}");
    }
}

#[test]
fn a_file_without_roads_is_refused() {
    for text in ["<osm/>", "<osm><node id='1' lat='30' lon='120'/></osm>"] {
        assert_eq!(refused(text.as_bytes()).0, ErrorCode::NetworkEmpty);
    }
    assert_eq!(refused(&pbf::file(true, &[])).0, ErrorCode::NetworkEmpty);
}

#[test]
fn broken_xml_is_told_with_its_place() {
    let text = String::from_utf8(three_councils().xml()).expect("text").replace('>', ">\n");
    for cut in (40..text.len() - 8).step_by(97) {
        let (code, place) = refused(&text.as_bytes()[..cut]);
        assert_eq!(code, ErrorCode::ImportOsm, "cut at {cut}");
        assert!(place.starts_with("line "), "{place}");
    }
    for (bad, place) in [
        ("<osm>\n<node id='x' lat='1' lon='1'/></osm>", "line 2, byte 6"),
        ("<osm><way id='1'><nd/></way></osm>", "line 1, byte 17"),
        ("<osm><node id='1'></way></osm>", "line 1, byte 18"),
        ("<osm><relation id='1'><member type='road' ref='1'/></relation></osm>", "line 1, byte 22"),
    ] {
        assert_eq!(refused(bad.as_bytes()), (ErrorCode::ImportOsm, place.to_owned()), "{bad}");
    }
}

/// A writer of small `.osm.pbf` files, raw inside, so that every byte reaches the reader.
mod pbf {
    fn varint(mut number: u64, to: &mut Vec<u8>) {
        while number >= 0x80 {
            to.push(number as u8 | 0x80);
            number >>= 7;
        }
        to.push(number as u8);
    }

    pub(super) fn number(field: u64, value: u64) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field << 3, &mut bytes);
        varint(value, &mut bytes);
        bytes
    }

    pub(super) fn bytes(field: u64, value: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        varint(field << 3 | 2, &mut bytes);
        varint(value.len() as u64, &mut bytes);
        bytes.extend_from_slice(value);
        bytes
    }

    pub(super) fn packed(field: u64, values: &[u64]) -> Vec<u8> {
        let mut column = Vec::new();
        for value in values {
            varint(*value, &mut column);
        }
        bytes(field, &column)
    }

    fn zigzag(value: i64) -> u64 {
        ((value << 1) ^ (value >> 63)) as u64
    }

    fn deltas(field: u64, values: &[i64]) -> Vec<u8> {
        let mut last = 0;
        let steps = values.iter().map(|v| zigzag(v - std::mem::replace(&mut last, *v)));
        packed(field, &steps.collect::<Vec<_>>())
    }

    fn blob(kind: &str, message: &[u8]) -> Vec<u8> {
        let content = bytes(1, message);
        let header = [bytes(1, kind.as_bytes()), number(3, content.len() as u64)].concat();
        [&(header.len() as u32).to_be_bytes()[..], &header, &content].concat()
    }

    /// A file of blocks.
    pub(super) fn file(sorted: bool, blocks: &[Vec<u8>]) -> Vec<u8> {
        let mut header = [bytes(4, b"OsmSchema-V0.6"), bytes(4, b"DenseNodes")].concat();
        if sorted {
            header.extend(bytes(5, b"Sort.Type_then_ID"));
        }
        let blocks = blocks.iter().flat_map(|b| blob("OSMData", b));
        blob("OSMHeader", &header).into_iter().chain(blocks).collect()
    }

    /// A block of one group with texts `""`, `highway`, `residential`, `amenity`, `library`,
    /// `type`, `multipolygon`, `outer`, `name`.
    pub(super) fn block(group: &[u8]) -> Vec<u8> {
        let texts = [
            "",
            "highway",
            "residential",
            "amenity",
            "library",
            "type",
            "multipolygon",
            "outer",
            "name",
        ];
        let table: Vec<u8> = texts.iter().flat_map(|t| bytes(1, t.as_bytes())).collect();
        [bytes(1, &table), bytes(2, group)].concat()
    }

    /// Nodes 1 to 4 around a place; the first is a library.
    pub(super) fn nodes() -> Vec<u8> {
        let dense = [
            deltas(1, &[1, 2, 3, 4]),
            deltas(8, &[300_000_000, 300_000_000, 300_003_000, 300_003_000]),
            deltas(9, &[1_200_000_000, 1_200_003_000, 1_200_003_000, 1_200_000_000]),
            packed(10, &[3, 4, 0, 0, 0, 0]),
        ];
        bytes(2, &dense.concat())
    }

    /// A closed residential street over the four nodes.
    pub(super) fn way() -> Vec<u8> {
        let way = [number(1, 7), packed(2, &[1]), packed(3, &[2]), deltas(8, &[1, 2, 3, 4, 1])];
        bytes(3, &way.concat())
    }

    /// A library with the street as its outline, of members of a kind.
    pub(super) fn relation(kind: u64) -> Vec<u8> {
        let relation = [
            number(1, 9),
            packed(2, &[3, 5]),
            packed(3, &[4, 6]),
            packed(8, &[7]),
            deltas(9, &[7]),
            packed(10, &[kind]),
        ];
        bytes(4, &relation.concat())
    }
}

#[test]
fn a_pbf_file_is_read_whether_sorted_or_not_and_whatever_it_claims() {
    let (nodes, way, relation) = (pbf::nodes(), pbf::way(), pbf::relation(1));
    let blocks = [&nodes, &way, &relation].map(|group| pbf::block(group));
    let expected = study_of(&pbf::file(true, &blocks));
    assert_eq!(expected.facilities().all().len(), 1, "the node lies inside the outline");
    assert_eq!(note(&expected, "facilities.merged"), 1);
    let expected = expected.to_bytes().expect("bytes");
    let [n, w, r] = blocks;
    let mixed = pbf::block(&[nodes, way, relation].concat());
    for blocks in [
        vec![n.clone(), w.clone(), r.clone()],
        vec![r.clone(), w.clone(), n.clone()],
        vec![w.clone(), n.clone(), r.clone()],
        vec![n.clone(), r, w],
        vec![mixed],
    ] {
        for sorted in [true, false] {
            let bytes = study_of(&pbf::file(sorted, &blocks)).to_bytes().expect("bytes");
            assert_eq!(bytes, expected);
        }
    }
}

#[test]
fn pbf_files_that_make_no_sense_are_refused_with_blob_and_byte() {
    let text_of_none = pbf::bytes(3, &[pbf::number(1, 7), pbf::packed(2, &[99])].concat());
    let short_column = pbf::bytes(2, &pbf::packed(1, &[2, 2]));
    let endless = pbf::bytes(3, &pbf::bytes(8, &[0xff; 11]));
    for group in [text_of_none, short_column, endless, pbf::relation(3)] {
        let blocks = [pbf::block(&pbf::nodes()), pbf::block(&group)];
        for sorted in [true, false] {
            let (code, place) = refused(&pbf::file(sorted, &blocks));
            assert_eq!(code, ErrorCode::ImportOsm);
            assert!(place.starts_with("blob 2 at byte "), "{place}");
        }
    }
    let mut huge = pbf::file(true, &[]);
    let header = [pbf::bytes(1, b"OSMData"), pbf::number(3, u64::MAX)].concat();
    huge.extend((header.len() as u32).to_be_bytes());
    huge.extend(header);
    assert_eq!(refused(&huge).0, ErrorCode::ImportOsm);
    let bomb = [pbf::number(2, 1 << 40), pbf::bytes(3, &[0; 9])].concat();
    let header = [pbf::bytes(1, b"OSMData"), pbf::number(3, bomb.len() as u64)].concat();
    let bomb = [&pbf::file(true, &[])[..], &(header.len() as u32).to_be_bytes(), &header, &bomb];
    assert_eq!(refused(&bomb.concat()).0, ErrorCode::ImportOsm);
}

#[test]
fn no_byte_of_a_pbf_file_makes_the_reader_fall_over() {
    let groups = [pbf::nodes(), pbf::way(), pbf::relation(1)];
    let file = pbf::file(true, &groups.map(|group| pbf::block(&group)));
    let codes = |bytes: &[u8]| match read_study(bytes, STANDARD, &mut |_, _| {}) {
        Ok(_) => {}
        Err(e) => assert!(
            matches!(
                e.code(),
                ErrorCode::ImportFormat | ErrorCode::ImportOsm | ErrorCode::NetworkEmpty
            ),
            "{e}"
        ),
    };
    for cut in 0..file.len() {
        codes(&file[..cut]);
    }
    for i in 0..file.len() {
        for flip in [1, 2, 4, 8, 16, 32, 64, 128, 255] {
            let mut changed = file.clone();
            changed[i] ^= flip;
            codes(&changed);
        }
    }
}

// ── Malta ──

fn malta_bytes() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/www/public/demo/malta-2024-03-13.osm.pbf");
    std::fs::read(path).expect("the demo's map")
}

fn malta() -> &'static StudyArea {
    static AREA: OnceLock<StudyArea> = OnceLock::new();
    AREA.get_or_init(|| study_of(&malta_bytes()))
}

#[test]
fn malta_has_its_councils_islands_and_people() {
    let area = malta();
    let units = area.units().all();
    let of_level = |level: u8| units.iter().filter(move |u| u.level == level);
    assert_eq!([0, 1, 2].map(|level| of_level(level).count()), [68, 2, 1]);
    assert_eq!(of_level(1).map(|u| u.name.as_str()).collect::<Vec<_>>(), ["Malta", "Gozo"]);
    let on_gozo = |u: &&Unit| u.parent == area.units().find("r9353903");
    assert_eq!(of_level(0).filter(on_gozo).count(), 14);
    assert_eq!(unit(area, "Għajnsielem").parent, area.units().find("r9353903"), "with Comino");

    // Figures as the place nodes give them; Mellieħa's with Manikata's.
    for (code, people) in [("MT-60", 5721.0), ("MT-30", 10087.0 + 539.0), ("MT-45", 6901.0)] {
        let id = area.units().find(code).expect("a council");
        let council = area.units().get(id).expect("a council");
        assert_eq!((council.people, council.estimated), (Some(people), false), "{code}");
    }
    let estimated: Vec<_> = of_level(0).filter(|u| u.estimated).map(|u| u.code.as_str()).collect();
    assert_eq!(estimated, ["MT-20", "MT-23", "MT-54", "MT-65"]);
    let given: f64 = of_level(0).filter(|u| !u.estimated).filter_map(|u| u.people).sum();
    assert!((given - 428_591.0).abs() < 1e-6);
    assert_eq!(note(area, "people.places"), 65);
    assert_eq!(note(area, "people.unknown"), 0);
}

#[test]
fn the_people_of_malta_live_inside_their_councils_and_add_up() {
    let area = malta();
    let (demand, units) = (area.demand(), area.units());
    assert!(demand.len() > 15_000);
    let mut sums = vec![0.0; units.len()];
    for (people, unit) in demand.people().iter().zip(demand.unit()) {
        assert!(people.is_finite() && *people > 0.0);
        sums[unit.index()] += people;
    }
    units.roll_up(&mut sums);
    for (sum, unit) in sums.iter().zip(units.all()) {
        let people = unit.people.expect("a figure");
        assert!((sum / people - 1.0).abs() < 1e-9, "{}: {sum} {people}", unit.name);
    }
    let mut rings: Vec<Vec<&[Position]>> = vec![Vec::new(); units.len()];
    for (UnitId(unit), ring) in units.outlines().rings() {
        rings[unit as usize].push(ring);
    }
    let inside = |unit: UnitId, at: Position| {
        let edges = rings[unit.index()].iter().flat_map(|ring| ring.windows(2));
        edges
            .filter(|e| (e[0].lat_e7 > at.lat_e7) != (e[1].lat_e7 > at.lat_e7))
            .filter(|e| {
                let part = (at.lat() - e[0].lat()) / (e[1].lat() - e[0].lat());
                e[0].lng() + part * (e[1].lng() - e[0].lng()) > at.lng()
            })
            .count()
            % 2
            == 1
    };
    // Streets may be borders: a centimetre decides there.
    let near = |at: Position, step: i32| Position { lng_e7: at.lng_e7 + step, ..at };
    let outside =
        demand.at().iter().zip(demand.unit()).filter(|(at, unit)| {
            ![-2, 0, 2].into_iter().any(|step| inside(**unit, near(**at, step)))
        });
    assert_eq!(outside.count(), 0);
    let mut codes: Vec<_> = demand.codes().iter().collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), demand.len(), "codes are unique");
}

#[test]
fn the_facilities_of_malta_are_those_of_its_tags() {
    let area = malta();
    // 133 pharmacies in the file, one of them disused.
    let counted = [
        ("PHA", Some(131)),
        ("PRI", Some(68)),
        ("LIB", Some(15)),
        ("KIN", Some(1)),
        ("MKT", Some(175)),
        ("ECH", None),
        ("MEA", None),
        ("VET", None),
    ];
    for (service, facilities) in counted {
        assert_eq!(count(area, service), facilities, "{service}");
    }
    let [west, south, east, north] = area.network().bounds();
    for facility in area.facilities().all() {
        let (lng, lat) = (facility.at.lng(), facility.at.lat());
        assert!((west - 0.02..east + 0.02).contains(&lng), "{}", facility.code);
        assert!((south - 0.02..north + 0.02).contains(&lat), "{}", facility.code);
    }
}

#[test]
fn the_roads_alone_are_those_of_the_study() {
    let network = read_network(&malta_bytes(), &mut |_, _| {}).expect("roads");
    assert!(network == **malta().network());
}

#[test]
fn malta_is_read_again_from_its_own_form() {
    let bytes = malta().to_bytes().expect("bytes");
    let again = StudyArea::from_bytes(&bytes).expect("the same");
    assert_eq!(again.to_bytes().expect("bytes"), bytes);
    assert_eq!(again.notes(), malta().notes());
}

#[test]
fn cut_or_changed_files_of_malta_are_refused_with_their_place() {
    let bytes = malta_bytes();
    for part in 1..200 {
        let cut = bytes.len() / 200 * part + 1;
        let (code, place) = refused(&bytes[..cut]);
        assert_eq!(code, ErrorCode::ImportOsm, "cut at {cut}");
        assert!(place.starts_with("blob "), "{place}");
    }
    // In the header, in the blobs of relations that are read first, and in early nodes.
    for at in [40, 200_000, bytes.len() - 100_000, bytes.len() - 5] {
        let mut changed = bytes.clone();
        changed[at] ^= 0x55;
        assert_eq!(refused(&changed).0, ErrorCode::ImportOsm, "byte {at}");
    }
}
