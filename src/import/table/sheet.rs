//! A table as rows of cells under known fields, whatever file it came in.

use super::issue::{Issue, Issues};
use super::{cell, decode, geojson, header};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::Text;
use crate::import::datum::{self, Datum};
use crate::units::Position;

/// The header stands in one of the first so many rows.
const HEADER_WITHIN: usize = 8;

/// One file of a table.
#[derive(Clone, Copy, Debug)]
pub struct TableFile<'a> {
    /// Its name, for the list of issues.
    pub name: &'a str,
    /// What it holds: CSV (UTF-8 or GB18030) or GeoJSON.
    pub bytes: &'a [u8],
    /// What its coordinates refer to.
    pub datum: Datum,
    /// Under which names columns are known: [`super::ALIASES`], or an edited one.
    pub aliases: &'a str,
}

impl<'a> TableFile<'a> {
    /// A file in WGS-84 with the columns that the product knows.
    pub fn new(name: &'a str, bytes: &'a [u8]) -> Self {
        Self { name, bytes, datum: Datum::Wgs84, aliases: header::ALIASES }
    }
}

/// Rows before their columns are known.
pub(super) struct RawRow {
    /// The line of the file, or the number of the feature.
    pub number: u32,
    pub cells: Vec<String>,
    pub shape: Option<Shape>,
}

/// What a feature is on the map; degrees as the file gives them.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    Point((f64, f64)),
    /// Closed rings of a polygon or several.
    Rings(Vec<Vec<(f64, f64)>>),
}

/// A table under known fields.
pub(super) struct Sheet {
    file: String,
    datum: Datum,
    headers: Vec<String>,
    /// Per column its field, if it is one of those asked for.
    fields: Vec<Option<&'static str>>,
    /// Rows of data: those that only sum others are none, nor are empty ones.
    pub rows: Vec<RawRow>,
}

impl Sheet {
    /// Reads a file.
    ///
    /// `asked` are the fields of this kind of table; of each of `needed` one must be there (a
    /// geometry stands for `lng`).
    ///
    /// # Errors
    /// `table.format`, `table.personal` and `table.column` with the file.
    pub(super) fn read(
        file: &TableFile<'_>,
        asked: &[&'static str],
        needed: &[&[&'static str]],
    ) -> Result<Self> {
        Self::read_rows(file, asked, needed).map_err(|e| e.at(file.name))
    }

    fn read_rows(
        file: &TableFile<'_>,
        asked: &[&'static str],
        needed: &[&[&'static str]],
    ) -> Result<Self> {
        let aliases = header::names(file.aliases)?;
        let (text, _) = decode::decode(file.bytes)?;
        let (headers, mut rows) = if text.trim_start().starts_with('{') {
            geojson::read(&text)?
        } else {
            csv_rows(&text, &aliases, asked)?
        };
        if let Some(personal) = headers.iter().find(|h| header::is_personal(h)) {
            return Err(Error::new(ErrorCode::TablePersonal, format!("column {personal:?}")));
        }
        let mut fields: Vec<Option<&'static str>> = Vec::new();
        for name in &headers {
            let field =
                header::field(&aliases, name, asked).filter(|f| !fields.contains(&Some(*f)));
            fields.push(field);
        }
        let has_shapes = rows.iter().any(|r| r.shape.is_some());
        for any_of in needed {
            let is_there = any_of.iter().any(|f| fields.contains(&Some(*f)))
                || (has_shapes && any_of.contains(&"lng"));
            if !is_there {
                let found = format!("no column for {}", any_of.join(" or "));
                return Err(Error::new(ErrorCode::TableColumn, found));
            }
        }
        rows.retain(|row| row.shape.is_some() || !is_sum_or_empty(&row.cells));
        let (name, datum) = (file.name.to_owned(), file.datum);
        Ok(Self { file: name, datum, headers, fields, rows })
    }

    /// Columns that are no known field, with their names.
    pub(super) fn others(&self) -> impl Iterator<Item = (usize, &str)> {
        let columns = self.headers.iter().zip(&self.fields).enumerate();
        columns.filter(|(_, (_, f))| f.is_none()).map(|(i, (name, _))| (i, name.as_str()))
    }

    /// Whether there is a column for a field.
    pub(super) fn has(&self, field: &str) -> bool {
        self.fields.iter().flatten().any(|f| *f == field)
    }

    /// Whether a column could hold a field, whatever else it could hold.
    pub(super) fn could_hold(&self, aliases: &str, field: &'static str) -> bool {
        self.headers.iter().any(|name| header::field(aliases, name, &[field]).is_some())
    }

    /// The cells of a row by their fields.
    pub(super) fn row<'s>(&'s self, row: &'s RawRow) -> Row<'s> {
        Row { sheet: self, row }
    }
}

/// Whether a row only sums others (合计, 小计), or is empty.
fn is_sum_or_empty(cells: &[String]) -> bool {
    let mut words = cells.iter().map(|c| cell::plain(c)).filter(|c| !c.is_empty());
    words.clone().next().is_none()
        || words.any(|c| {
            let plain: String = c.chars().filter(|c| !c.is_whitespace()).collect();
            matches!(plain.as_str(), "合计" | "小计" | "总计" | "合计:" | "Total" | "Sum")
        })
}

/// Header and rows of a CSV; the delimiter is told from the first line.
fn csv_rows(
    text: &str,
    aliases: &str,
    asked: &[&'static str],
) -> Result<(Vec<String>, Vec<RawRow>)> {
    let first = text.lines().next().unwrap_or_default();
    let count = |mark: char| first.matches(mark).count();
    let delimiter = [',', '\t', ';'].into_iter().rev().max_by_key(|mark| count(*mark));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.map_or(b',', |mark| mark as u8))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let (mut line, mut counted) = (1, 0);
    for record in reader.records() {
        let record = record.map_err(|e| Error::new(ErrorCode::TableFormat, e.to_string()))?;
        // The reader's own count is one behind after `\r\n` and empty lines.
        let from = record.position().map_or(0, |p| p.byte() as usize);
        let blank = text.as_bytes().iter().skip(from).take_while(|b| matches!(b, b'\r' | b'\n'));
        let from = from + blank.count();
        let passed = text.as_bytes().get(counted..from).unwrap_or_default();
        line += passed.split(|b| *b == b'\n').count().max(1) as u32 - 1;
        counted = from;
        rows.push(RawRow {
            number: line,
            cells: record.iter().map(str::to_owned).collect(),
            shape: None,
        });
    }
    let known = |cells: &[String]| {
        cells
            .iter()
            .filter(|c| header::field(aliases, c, asked).is_some() || header::is_personal(c))
            .count()
    };
    // A title may stand above the header; the row that knows most columns is the header.
    let heads = rows.iter().take(HEADER_WITHIN).enumerate();
    let head = heads.rev().max_by_key(|(_, row)| known(&row.cells)).map(|(i, _)| i);
    let Some(head) = head.filter(|i| known(&rows[*i].cells) > 0) else {
        return Err(Error::new(ErrorCode::TableColumn, "no row of known column names"));
    };
    let mut headers = rows[head].cells.clone();
    let mut data = rows.split_off(head + 1);
    // Merged headers: a second row names columns that the first left open, and only such.
    let names = |cell: &String| header::field(aliases, cell, asked).is_some();
    let is_open = |(i, cell): (usize, &String)| !names(cell) || !headers.get(i).is_some_and(names);
    if let Some(second) = data.first()
        && second.cells.iter().any(names)
        && second.cells.iter().enumerate().all(is_open)
        && second.cells.iter().all(|c| names(c) || cell::amount(c).is_none())
    {
        let second = data.remove(0);
        headers.resize(headers.len().max(second.cells.len()), String::new());
        for (name, below) in headers.iter_mut().zip(second.cells) {
            if !below.trim().is_empty() && !names(name) {
                *name = below;
            }
        }
    }
    Ok((headers, data))
}

/// One row by fields; what is wrong with it goes to the issues.
#[derive(Clone, Copy)]
pub(super) struct Row<'s> {
    sheet: &'s Sheet,
    row: &'s RawRow,
}

impl<'s> Row<'s> {
    /// Its number in the file.
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// Its shape, for units.
    pub(super) fn rings(&self) -> Option<Vec<Vec<Position>>> {
        let Some(Shape::Rings(rings)) = &self.row.shape else { return None };
        let place = |at: &(f64, f64)| datum::position(self.sheet.datum, *at).ok();
        rings.iter().map(|ring| ring.iter().map(place).collect()).collect()
    }

    /// A cell of a column by its place; `None` if blank.
    pub(super) fn cell(&self, column: usize) -> Option<&'s str> {
        self.row.cells.get(column).map(String::as_str).filter(|c| !cell::is_blank(c))
    }

    /// The cell of a field; `None` if blank.
    pub(super) fn text(&self, field: &str) -> Option<&'s str> {
        let column = self.sheet.fields.iter().position(|f| *f == Some(field))?;
        self.cell(column)
    }

    /// The cell of a field as its own text.
    pub(super) fn words(&self, field: &str) -> Option<String> {
        self.text(field).map(|t| t.trim().to_owned())
    }

    /// The cell of a field as a value; an issue if it cannot be read, and the row goes on.
    pub(super) fn value<T>(
        &self,
        field: &str,
        expected: Text,
        issues: &mut Issues,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let cell = self.text(field)?;
        let value = read(cell);
        if value.is_none() {
            self.report(issues, "row.value", field, expected, true);
        }
        value
    }

    /// A count or size.
    pub(super) fn amount(&self, field: &str, issues: &mut Issues) -> Option<f64> {
        self.value(field, Text::fixed("不小于 0 的数", "a number from 0 up"), issues, cell::amount)
    }

    /// A code; rounded ones are reported.
    pub(super) fn code(&self, field: &str, issues: &mut Issues) -> Option<String> {
        let expected = Text::fixed("完整的代码(按文本存储)", "the whole code, kept as text");
        self.value(field, expected, issues, cell::code)
    }

    /// The row's place, from its shape or its cells.
    ///
    /// Longitude and latitude that can only be the other way round in China are turned, and said.
    pub(super) fn place(&self, issues: &mut Issues) -> Option<Position> {
        let written = match &self.row.shape {
            Some(Shape::Point(at)) => Some(*at),
            Some(Shape::Rings(_)) => return self.middle(),
            None => None,
        };
        let columns = (self.text("lng"), self.text("lat"));
        let found = match (written, columns, self.text("lnglat")) {
            (Some(at), _, _) => Some(at),
            (None, (Some(lng), Some(lat)), _) => cell::degrees(lng).zip(cell::degrees(lat)),
            (None, (Some(both), None), _) | (None, _, Some(both)) => cell::pair(both),
            _ => return None,
        };
        let expected = || Text::fixed("经度,纬度(度)", "longitude and latitude in degrees");
        let Some((mut lng, mut lat)) = found else {
            self.report(issues, "row.coordinate", "lng", expected(), true);
            return None;
        };
        if (15.0..=56.0).contains(&lng) && (72.0..=138.0).contains(&lat) {
            (lng, lat) = (lat, lng);
            self.report(issues, "row.swapped", "lng", expected(), true);
        }
        let place = datum::position(self.sheet.datum, (lng, lat)).ok();
        if place.is_none() {
            self.report(issues, "row.coordinate", "lng", expected(), true);
        }
        place
    }

    /// The middle of the first ring's bounds, or the first corner if that lies outside.
    fn middle(&self) -> Option<Position> {
        let rings = self.rings()?;
        let ring = rings.first()?;
        let mean = |of: fn(&Position) -> i32| {
            let sum: i64 = ring.iter().map(|p| i64::from(of(p))).sum();
            (sum / ring.len().max(1) as i64) as i32
        };
        let middle = Position { lng_e7: mean(|p| p.lng_e7), lat_e7: mean(|p| p.lat_e7) };
        if crate::facts::unit::holds(ring, middle) { Some(middle) } else { ring.first().copied() }
    }

    /// Adds an issue about a field of this row.
    pub(super) fn report(
        &self,
        issues: &mut Issues,
        code: &str,
        field: &str,
        expected: Text,
        kept: bool,
    ) {
        let column = self.sheet.fields.iter().position(|f| *f == Some(field));
        let found = column.and_then(|i| self.row.cells.get(i)).cloned().unwrap_or_default();
        self.report_found(issues, code, field, found, expected, kept);
    }

    /// Adds an issue about this row with what was found; the column is named as the file names it.
    pub(super) fn report_found(
        &self,
        issues: &mut Issues,
        code: &str,
        field: &str,
        found: String,
        expected: Text,
        kept: bool,
    ) {
        let column = self.sheet.fields.iter().position(|f| *f == Some(field));
        let name = column.and_then(|i| self.sheet.headers.get(i)).map_or(field, String::as_str);
        issues.push(Issue {
            code: code.to_owned(),
            file: self.sheet.file.clone(),
            row: self.row.number,
            field: name.to_owned(),
            found,
            expected,
            kept,
        });
    }
}
