//! One cell of the standard that says something else, as an editor or a link writes it.

use super::standard_csv::{self, COLUMNS};
use super::standard_row::Trust;
use super::standard_table::StandardTable;
use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};

/// Behind the version of a table whose cells were changed.
const CHANGED: char = '+';

/// A cell of a table, and what it is to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CellChange {
    /// The service's code.
    pub service: String,
    /// The column's name in either language, but for the code.
    pub field: String,
    /// The cell as a CSV would hold it.
    pub value: String,
}

/// The column that says how far to trust a number; `None` for columns of words.
fn tag_of(column: &str) -> Option<&'static str> {
    match column.split('_').next().unwrap_or(column) {
        _ if column.ends_with("_tag") || column.ends_with("_zh") || column.ends_with("_en") => None,
        "norm" | "base" | "rate" => Some("norm_tag"),
        "minutes" | "mode" | "k" => Some("minutes_tag"),
        "min" => Some("scale_tag"),
        _ => None,
    }
}

impl StandardTable {
    /// The table with some cells changed.
    ///
    /// A number that changes is the planner's own from then on: its tag becomes `own`, unless a
    /// later change in the list sets the tag. The version gets a `+`, once.
    ///
    /// # Errors
    /// With the service and the column: `standard.column` for a column that there is none of or
    /// that cannot change, `standard.row` for a service without a row or a cell that cannot be read.
    pub fn with_cells(&self, changes: &[CellChange]) -> Result<Self> {
        let mut table = self.clone();
        for change in changes {
            table.change(change).map_err(|e| e.at(format!("row ({})", change.service)))?;
        }
        if table.rows != self.rows && !table.version.ends_with(CHANGED) {
            table.version.push(CHANGED);
        }
        Ok(table)
    }

    fn change(&mut self, change: &CellChange) -> Result<()> {
        let column = standard_csv::column(&change.field).filter(|at| COLUMNS[*at].0 != "code");
        let unknown = || Error::new(ErrorCode::StandardColumn, format!("{:?}", change.field));
        let column = column.ok_or_else(unknown)?;
        let row = self.rows.iter_mut().find(|row| row.code == change.service);
        let none = || Error::new(ErrorCode::StandardRow, "no row of that service").at("code");
        let row = row.ok_or_else(none)?;
        let mut cells = standard_csv::cells(row);
        change.value.clone_into(&mut cells[column]);
        let mut fresh = standard_csv::row_of(&cells)?;
        if standard_csv::cells(&fresh)[column] != standard_csv::cells(row)[column] {
            match tag_of(COLUMNS[column].0) {
                Some("norm_tag") => fresh.tags.norm = Trust::Own,
                Some("minutes_tag") => fresh.tags.minutes = Trust::Own,
                Some("scale_tag") => fresh.tags.scale = Trust::Own,
                _ => {}
            }
        }
        fresh.check()?;
        *row = fresh;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(service: &str, field: &str, value: &str) -> CellChange {
        CellChange { service: service.into(), field: field.into(), value: value.into() }
    }

    fn standard() -> StandardTable {
        StandardTable::standard().expect("the shipped table")
    }

    #[test]
    fn a_changed_number_is_the_planners_own() {
        let table = standard().with_cells(&[change("KIN", "minutes_urban", "10")]).expect("a cell");
        let row = table.row("KIN").expect("known");
        assert_eq!((row.minutes.urban as u32, row.tags.minutes), (10, Trust::Own));
        assert_eq!(row.tags.norm, Trust::A, "other numbers keep their source");
        assert_eq!(table.version, "1+");
        let differing = StandardTable::differences(&[&standard(), &table]);
        let fields: Vec<_> = differing.iter().filter_map(|d| d.field.as_deref()).collect();
        assert_eq!(fields, ["minutes_urban", "minutes_tag"]);
    }

    #[test]
    fn the_differences_lead_back() {
        let edits = [change("CUL", "城镇化处数", "2"), change("HCC", "norm_new", "")];
        let table = standard().with_cells(&edits).expect("cells");
        let back: Vec<_> = StandardTable::differences(&[&standard(), &table])
            .into_iter()
            .map(|d| {
                change(&d.service, &d.field.expect("a cell"), d.values[0].as_deref().expect("one"))
            })
            .collect();
        assert_eq!(table.with_cells(&back).expect("cells").rows, standard().rows);
    }

    #[test]
    fn what_says_the_same_changes_nothing() {
        let table = standard().with_cells(&[change("PRI", "norm", "1000.0")]).expect("a cell");
        assert_eq!(table, standard());
    }

    #[test]
    fn cells_that_are_none_are_refused_with_their_place() {
        for (field, value, code, place) in [
            ("minutes_urban", "0", ErrorCode::StandardRow, "row (KIN): minutes_urban"),
            ("minutes_urban", "soon", ErrorCode::StandardRow, "row (KIN): minutes_urban"),
            ("colour", "red", ErrorCode::StandardColumn, "row (KIN)"),
            ("code", "KID", ErrorCode::StandardColumn, "row (KIN)"),
            ("domain", "nowhere", ErrorCode::StandardRow, "row (KIN): domain"),
        ] {
            let error = standard().with_cells(&[change("KIN", field, value)]).expect_err("refused");
            assert_eq!((error.code(), error.place()), (code, Some(place)), "{field}");
        }
        let nobody = standard().with_cells(&[change("ZZZ", "norm", "1")]).expect_err("refused");
        assert_eq!(nobody.code(), ErrorCode::StandardRow);
    }
}
