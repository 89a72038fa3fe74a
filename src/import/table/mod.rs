//! The planner's own tables: units, people, facilities, candidate sites and what is said of them.

mod candidates;
mod cell;
mod decode;
mod facilities;
mod feeds;
mod finder;
mod geojson;
mod header;
mod issue;
mod kind;
mod people;
mod settle;
mod sheet;
mod units;

pub use candidates::import_candidates;
pub use decode::decode;
pub use facilities::{Keep, import_facilities};
pub use feeds::{import_attributes, import_factors, import_loads};
pub use header::ALIASES;
pub use issue::{Imported, Issue, Issues};
pub use kind::TableKind;
pub use people::import_people;
pub use sheet::TableFile;
pub use units::import_units;

use crate::error::Result;
use crate::facts::{Facilities, Note, StudyArea, Text};
use std::sync::Arc;

/// The places that a table names, as it writes them: what [`super::datum::propose`] is asked with.
///
/// # Errors
/// `table.*` for a file without places.
pub fn places(file: &TableFile<'_>) -> Result<Vec<(f64, f64)>> {
    let plain = TableFile { datum: super::datum::Datum::Wgs84, ..*file };
    let asked = ["lng", "lat", "lnglat", "code", "name"];
    let sheet = sheet::Sheet::read(&plain, &asked, &[&["lng", "lnglat"]])?;
    let mut unread = Issues::default();
    let place = |raw| sheet.row(raw).place(&mut unread);
    Ok(sheet.rows.iter().filter_map(place).map(|p| (p.lng(), p.lat())).collect())
}

/// The study's notes after a table has come in: what it replaces is no longer true.
fn noted(
    area: &StudyArea,
    stale: &[&str],
    facilities: &Facilities,
    file: &TableFile<'_>,
    text: Text,
) -> Arc<[Note]> {
    let kept = area.notes().iter().filter(|n| !stale.iter().any(|s| n.code.starts_with(s)));
    let mut notes: Vec<Note> = kept.cloned().collect();
    for note in notes.iter_mut().filter(|n| n.code == "services.noData") {
        let is_unknown = |code: &String| {
            area.catalogue().find(code).is_ok_and(|service| !facilities.is_known(service))
        };
        note.listed.retain(is_unknown);
        note.count = note.listed.len() as u64;
    }
    notes.retain(|n| n.count > 0);
    notes.push(Note::listing("table.read", vec![file.name.to_owned()], text));
    notes.into()
}
