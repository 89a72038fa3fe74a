//! Candidate sites from a table.

use super::cell;
use super::facilities::{Places, ServiceNames, capacity};
use super::issue::{Imported, Issues};
use super::sheet::{Sheet, TableFile};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Candidate, Candidates, Code, SiteKind, SiteState, StudyArea, StudyParts, Text};
use std::collections::HashSet;
use std::sync::Arc;

/// A study with the candidate sites of a table, which replace those it has; all else is shared.
///
/// # Errors
/// `table.*` for a file that is no such table, or has no site in it.
pub fn import_candidates(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let asked = [
        "code", "name", "unit", "lng", "lat", "lnglat", "kind", "services", "capacity", "cost",
        "state", "owner", "source", "asof",
    ];
    let sheet = Sheet::read(file, &asked, &[&["kind"], &["lng", "lnglat", "unit"]])?;
    let names = ServiceNames::of(area);
    let capacities = names.capacity_columns(&sheet);
    let places = Places::of(area, &area.network().frame());
    let mut issues = Issues::default();
    let mut list: Vec<Candidate> = Vec::new();
    let mut codes = HashSet::new();
    for raw in &sheet.rows {
        let row = sheet.row(raw);
        let kind = row.text("kind").and_then(|c| SiteKind::parse(&cell::plain(c)));
        let Some(kind) = kind else {
            let expected = Text::fixed(
                "盘活存量、共建共享、家门口补缺或规划新建",
                "reuse, share, doorstep or new",
            );
            row.report(&mut issues, "row.kind", "kind", expected, false);
            continue;
        };
        let Some(at) = places.of_row(&row, &mut issues) else { continue };
        let given = row.code("code", &mut issues).and_then(|c| Code::new(c).ok());
        let code = given.unwrap_or_else(|| Code::minted("site", row.number() as usize));
        if !codes.insert(code.clone()) {
            let expected = Text::fixed("不重复的代码", "a code that stands once");
            row.report(&mut issues, "row.duplicate", "code", expected, false);
            continue;
        }
        let services = names.of_row(&row, &mut issues);
        let expected = Text::fixed("可用、预留或排除", "available, reserved or excluded");
        let state = row.value("state", expected, &mut issues, |c| {
            SiteState::parse(&cell::plain(c).to_lowercase())
        });
        list.push(Candidate {
            code,
            name: row.words("name"),
            at,
            kind,
            capacity: capacity(&row, &services, &capacities, &mut issues),
            services,
            cost: row.amount("cost", &mut issues),
            state: state.unwrap_or_default(),
            owner: row.words("owner"),
            source: Some(row.words("source").unwrap_or_else(|| file.name.to_owned())),
            as_of: row.text("asof").map(cell::date),
        });
    }
    if list.is_empty() {
        return Err(Error::new(ErrorCode::TableFormat, "no row that is a site").at(file.name));
    }
    let (rows, placed) = (sheet.rows.len(), list.len());
    let candidates = Arc::new(Candidates::new(list));
    let value = StudyArea::new(StudyParts { candidates, ..area.parts() })?;
    Ok(Imported { value, issues, rows, placed, unplaced: rows - placed, people: (0.0, 0.0) })
}
