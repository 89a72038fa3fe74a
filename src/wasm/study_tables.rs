//! The planner's own tables for JavaScript: what they are taken for, and a study with one taken in.

use super::convert::{self, JsResult, field, object, thrown};
use super::fact_documents::{DatumProposal, TableReport};
use super::road_network::walking;
use super::study::Study;
use crate::error::{Error, ErrorCode, Result};
use crate::import::datum::{Datum, Proposal, propose_by_roads};
use crate::import::standard_file;
use crate::import::table::{self, ALIASES, Keep, TableFile, TableKind};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The names of the datums in JavaScript, in the order of [`Datum::ALL`].
const DATUMS: [&str; 3] = ["wgs84", "gcj02", "bd09"];

#[wasm_bindgen]
impl Study {
    /// Another study with the good rows of a CSV (UTF-8 or GB18030) or GeoJSON taken in, and a
    /// report on all of them; this one stays as it is.
    #[wasm_bindgen(js_name = withTable, unchecked_return_type = "{ study: Study; report: TableReport }")]
    pub fn with_table(
        &self,
        bytes: &[u8],
        #[wasm_bindgen(unchecked_param_type = "TableOptions")] options: JsValue,
    ) -> JsResult<JsValue> {
        let take = || {
            let name = convert::text(&options, "name")?;
            let aliases = aliases(&options)?;
            let mut file = TableFile { aliases: &aliases, ..TableFile::new(&name, bytes) };
            let kind = match said(&options, "kind")? {
                Some(kind) => TableKind::parse(&kind).map_err(|e| e.at("kind"))?,
                None => TableKind::of(&file)?,
            };
            let proposal = self.proposal(&file)?;
            file.datum = match said(&options, "datum")?.as_deref() {
                Some("propose") | None => proposal.map_or(Datum::Wgs84, |p| p.datum),
                Some(datum) => Datum::parse(datum).map_err(|e| e.at("datum"))?,
            };
            let taken = kind.import(self.area(), &file, keep(&options)?)?;
            let report = TableReport {
                name: name.clone(),
                kind: kind.as_str(),
                encoding: table::decode(bytes)?.1,
                rows: taken.rows,
                placed: taken.placed,
                unplaced: taken.unplaced,
                duplicates: taken.issues.count("row.duplicate") as u32,
                people_placed: taken.people.0,
                people_unplaced: taken.people.1,
                datum: DATUMS[file.datum as usize],
                proposal: proposal.map(|p| DatumProposal {
                    datum: DATUMS[p.datum as usize],
                    median_metres: p.median_metres,
                    sampled: p.sampled,
                }),
                problems: taken.issues.listed().to_vec(),
                problem_count: taken.issues.total() as u32,
            };
            Ok((taken.value, report))
        };
        let (area, report) = take().map_err(thrown)?;
        let report = convert::given(report)?;
        Ok(object([("study", self.beside(area).into()), ("report", report.into())]))
    }
}

impl Study {
    /// What the roads say about a file's places; `None` if it names none.
    fn proposal(&self, file: &TableFile<'_>) -> Result<Option<Proposal>> {
        let places = match table::places(file) {
            Ok(places) if places.is_empty() => return Ok(None),
            Ok(places) => places,
            Err(e) if e.code() == ErrorCode::TableColumn => return Ok(None),
            Err(e) => return Err(e),
        };
        let roads = self.joined.layers().roads_of(&walking())?;
        Ok(Some(propose_by_roads(&places, &roads)))
    }
}

/// What a file is taken for by its columns; `"standard"` for a table of the standard.
#[wasm_bindgen(js_name = tableKind, unchecked_return_type = "TableKind | \"standard\"")]
pub fn table_kind(
    bytes: &[u8],
    #[wasm_bindgen(unchecked_param_type = "{ name: string; aliases?: string }")] options: JsValue,
) -> JsResult<String> {
    let tell = || {
        if standard_file::is_standard(bytes) {
            return Ok("standard");
        }
        let (name, aliases) = (convert::text(&options, "name")?, aliases(&options)?);
        let file = TableFile { aliases: &aliases, ..TableFile::new(&name, bytes) };
        TableKind::of(&file).map(TableKind::as_str)
    };
    tell().map(str::to_owned).map_err(thrown)
}

/// The names under which columns are known, as CSV to edit and hand to `Study.withTable`.
#[wasm_bindgen(js_name = tableAliases)]
pub fn table_aliases() -> String {
    ALIASES.to_owned()
}

/// A text field that may be absent.
fn said(options: &JsValue, name: &str) -> Result<Option<String>> {
    let value = field(options, name);
    if value.is_undefined() || value.is_null() {
        Ok(None)
    } else {
        convert::text(options, name).map(Some)
    }
}

fn aliases(options: &JsValue) -> Result<String> {
    Ok(said(options, "aliases")?.unwrap_or_else(|| ALIASES.to_owned()))
}

fn keep(options: &JsValue) -> Result<Keep> {
    match said(options, "keep")?.as_deref() {
        None | Some("beside") => Ok(Keep::Beside),
        Some("otherServices") => Ok(Keep::OtherServices),
        Some(other) => Err(Error::new(ErrorCode::ArgumentRange, other).at("keep")),
    }
}
