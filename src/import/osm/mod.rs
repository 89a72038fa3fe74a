//! OpenStreetMap files: one reading gathers roads, facilities, units and people.

mod area_index;
mod element;
mod facilities;
mod gather;
mod homes;
mod level_names;
mod node_index;
mod pbf;
mod pbf_blob;
mod pbf_block;
mod pbf_header;
mod people;
mod ring;
mod subject;
pub mod tag_table;
mod units;
mod wire;
mod xml;

use crate::error::{Error, ErrorCode, Result};
use crate::facts::{
    Candidates, Catalogue, Note, StandardTable, StudyArea, StudyParts, Text, Units,
};
use crate::network::RoadNetwork;
use crate::units::Position;
use area_index::AreaIndex;
use gather::{Gather, StudyGather};
use std::sync::Arc;
use tag_table::TagTable;

/// Whom to credit wherever OpenStreetMap data is shown.
pub const CREDIT: &str = "© OpenStreetMap contributors, ODbL";

/// Hears how far the reading is: a share from 0 to 1, and one of the steps `unpack`, `roads`,
/// `facilities`, `people`, `joining`.
pub type Progress<'p> = dyn FnMut(f64, &'static str) + 'p;

/// Reads only the roads of an `.osm.pbf` or `.osm` file: the same as in a study of it.
///
/// # Errors
/// `import.format` for bytes of another format, `import.osm` with the place where the file breaks,
/// `network.empty` without roads.
pub fn read_network(bytes: &[u8], progress: &mut Progress<'_>) -> Result<RoadNetwork> {
    let Gather { nodes, roads, .. } = read(bytes, Gather::default, &mut |share| {
        progress(0.7 * share, "unpack");
    })?;
    let network = roads.finish(|id| nodes.get(id), &mut |share| {
        progress((0.7 + 0.3 * share).min(1.0), "roads");
    })?;
    progress(1.0, "joining");
    Ok(network)
}

/// Reads a study area from an `.osm.pbf` or `.osm` file: roads, facilities, units and people.
///
/// `table` says which tags mean which service; [`tag_table::STANDARD`] is the one that ships with
/// the product. Source: OSM's tags as they are; what is estimated or left out stands in the notes.
///
/// # Errors
/// Those of [`read_network`]; `import.table` and `study.service` for a table that cannot be read.
pub fn read_study(bytes: &[u8], table: &str, progress: &mut Progress<'_>) -> Result<StudyArea> {
    let catalogue = Catalogue::standard();
    let table = TagTable::parse(table, &catalogue)?;
    let make = || Gather { study: Some(StudyGather::new(&table)), ..Gather::default() };
    let Gather { nodes, misplaced_nodes, roads, study } = read(bytes, make, &mut |share| {
        progress(0.55 * share, "unpack");
    })?;
    let study = study.unwrap_or_else(|| StudyGather::new(&table));
    let network = roads.finish(|id| nodes.get(id), &mut |share| {
        progress((0.55 + 0.3 * share).min(0.85), "roads");
    })?;
    drop(nodes);
    let frame = network.frame();

    progress(0.85, "facilities");
    let services = catalogue.len();
    let (facilities, mut notes) =
        facilities::facilities(study.facilities, study.without_place, services, &frame);

    progress(0.9, "people");
    let buildings: Vec<Position> = study.buildings.iter().map(|b| b.at).collect();
    let mut drawn = units::draw(study.boundaries, &buildings, network.bounds());
    let other_ground = AreaIndex::new(study.other_ground);
    let homes = homes::homes(&study.buildings, &other_ground, &drawn, &frame);
    let (demand, people_notes) = people::people(study.places, &homes, &network, &frame, &mut drawn);

    progress(0.97, "joining");
    notes.append(&mut drawn.notes);
    notes.extend(people_notes);
    notes.extend(file_notes(misplaced_nodes, study.broken_buildings, study.repeated));
    notes.extend(no_data_note(&catalogue, &facilities));
    let area = StudyArea::new(StudyParts {
        network: Arc::new(network),
        units: Arc::new(Units::new(drawn.levels, drawn.list, drawn.outlines).zoned(&frame)),
        demand: Arc::new(demand),
        facilities: Arc::new(facilities),
        catalogue: Arc::new(catalogue),
        standard: Arc::new(StandardTable::standard()?),
        candidates: Arc::new(Candidates::default()),
        synthetic: false,
        credit: CREDIT.into(),
        notes: notes.into(),
    })?;
    progress(1.0, "joining");
    Ok(area)
}

/// Tells the format by its first bytes and reads all elements.
fn read<'t>(
    bytes: &[u8],
    make: impl Fn() -> Gather<'t>,
    progress: &mut dyn FnMut(f64),
) -> Result<Gather<'t>> {
    let other = |found: &str| Err(Error::new(ErrorCode::ImportFormat, found));
    let mut gathered = match bytes {
        [] => other("an empty file"),
        _ if pbf::is_pbf(bytes) => pbf::read(bytes, make, progress),
        _ if xml::is_xml(bytes) => xml::read(bytes, make(), progress),
        [0x1f, 0x8b, ..] => other("a gzip archive; unpack it first"),
        [b'B', b'Z', b'h', ..] => other("a bzip2 archive; unpack it first"),
        [b'P', b'K', 3, 4, ..] => other("a zip archive; unpack it first"),
        _ => other("neither PBF nor XML"),
    }?;
    if let Some(study) = &mut gathered.study {
        study.finish();
    }
    Ok(gathered)
}

fn file_notes(misplaced_nodes: usize, broken_buildings: usize, repeated: Vec<String>) -> Vec<Note> {
    let notes = [
        Note::counted(
            "nodes.misplaced",
            misplaced_nodes,
            Text::fixed("节点坐标无效,已略去", "nodes whose coordinates are none; left out"),
        ),
        Note::counted(
            "buildings.broken",
            broken_buildings,
            Text::fixed("建筑轮廓不闭合,已略去", "buildings whose outline is not closed; left out"),
        ),
        Note::listing(
            "elements.repeated",
            repeated,
            Text::fixed(
                "同一编号的要素在文件中重复出现,只计第一次",
                "elements that stand in the file more than once; only the first counts",
            ),
        ),
    ];
    notes.into_iter().filter(|n| n.count > 0).collect()
}

fn no_data_note(catalogue: &Catalogue, facilities: &crate::facts::Facilities) -> Option<Note> {
    let without: Vec<String> = catalogue
        .services()
        .iter()
        .filter(|s| catalogue.find(&s.code).is_ok_and(|id| !facilities.is_known(id)))
        .map(|s| s.code.clone())
        .collect();
    let text = Text::fixed(
        "文件中没有这类服务的标签:暂无数据",
        "services that the file has no tag for: no data",
    );
    (!without.is_empty()).then(|| Note::listing("services.noData", without, text))
}
