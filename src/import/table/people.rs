//! People from a table: by unit or by point, all of them and by group.

use super::finder::UnitFinder;
use super::issue::{Imported, Issue, Issues};
use super::sheet::{Row, Sheet, TableFile};
use super::units::with_people;
use super::{cell, header, settle};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{
    Counts, DemandPoints, Groups, KnownGroup, StudyArea, StudyParts, Text, UnitId, Units,
};
use std::sync::Arc;

/// The groups that have columns of their own.
pub(super) const GROUPS: [&str; 11] = [
    "0-2",
    "3-5",
    "6-11",
    "12-14",
    "15-59",
    "60+",
    "80+",
    "disabled",
    "assisted",
    "veterans",
    "car-owners",
];

/// A column of counts: the group's code and where it stands.
enum Column {
    Known(&'static str),
    /// `人群:…`: a group of the planner's own.
    Own(String, usize),
}

impl Column {
    fn code(&self) -> &str {
        match self {
            Self::Known(code) => code,
            Self::Own(code, _) => code,
        }
    }

    fn read(&self, row: &Row<'_>, issues: &mut Issues) -> Option<f64> {
        match self {
            Self::Known(code) => row.amount(code, issues),
            Self::Own(code, at) => {
                let found = row.cell(*at)?;
                let amount = cell::amount(found);
                if amount.is_none() {
                    let expected = Text::fixed("不小于 0 的数", "a number from 0 up");
                    let found = found.to_owned();
                    row.report_found(issues, "row.value", code, found, expected, true);
                }
                amount
            }
        }
    }
}

/// A study with the people of a table; roads and facilities are shared.
///
/// Rows with a place are demand points, and replace those that the study has. Rows with a unit's
/// code set the people of that unit, of any level: they are spread over its demand points as these
/// are peopled now, kept in sum exactly; units without a row keep their people. Groups are columns
/// of their own (`60+`, 残疾人 …, `人群:名称` for any other); they may overlap and need not add up.
///
/// # Errors
/// `table.*` for a file that is no such table, or has no people in it.
pub fn import_people(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let mut asked = vec!["code", "name", "unit", "total", "lng", "lat", "lnglat"];
    asked.extend(GROUPS);
    let mut counts: Vec<&'static str> = vec!["total"];
    counts.extend(GROUPS);
    let sheet = Sheet::read(file, &asked, &[&["unit", "code", "lng", "lnglat"], &counts])?;
    let frame = area.network().frame();
    let finder = UnitFinder::new(area.units(), &frame);
    let known = GROUPS.into_iter().filter(|g| sheet.has(g)).map(Column::Known);
    let own = sheet.others().filter_map(|(at, name)| {
        header::prefixed(name, &["人群", "group"]).map(|code| Column::Own(code, at))
    });
    let columns: Vec<Column> = known.chain(own).collect();
    let mut taken =
        Taken { area, finder, columns, issues: Issues::default(), people: (0.0, 0.0), placed: 0 };
    let has_places = sheet.rows.iter().any(|r| r.shape.is_some())
        || sheet.has("lnglat")
        || (sheet.has("lng") && sheet.has("lat"));
    let (demand, figures) = if has_places { taken.by_point(&sheet) } else { taken.by_unit(&sheet) };
    if taken.placed == 0 {
        return Err(Error::new(ErrorCode::TableFormat, "no row that could be placed").at(file.name));
    }
    let people = settle::count_people(area.units(), &demand, &figures);
    let units = with_people(area.units(), &people).zoned(&frame);
    let value = StudyArea::new(StudyParts {
        units: Arc::new(units),
        demand: Arc::new(demand),
        notes: super::noted(
            area,
            &["people.", "homes."],
            area.facilities(),
            file,
            Text::fixed("人口来自导入的表格", "people come from a table"),
        ),
        ..area.parts()
    })?;
    let rows = sheet.rows.len();
    let unplaced = rows - taken.placed;
    Ok(Imported {
        value,
        issues: taken.issues,
        rows,
        placed: taken.placed,
        unplaced,
        people: taken.people,
    })
}

struct Taken<'a> {
    area: &'a StudyArea,
    finder: UnitFinder<'a>,
    columns: Vec<Column>,
    issues: Issues,
    people: (f64, f64),
    placed: usize,
}

impl Taken<'_> {
    /// Demand points of the rows' own places.
    fn by_point(&mut self, sheet: &Sheet) -> (DemandPoints, Vec<Option<f64>>) {
        let mut points = Vec::new();
        let mut codes = std::collections::HashSet::new();
        for raw in &sheet.rows {
            let row = sheet.row(raw);
            let Some(total) = self.total(&row) else { continue };
            let groups: Vec<Option<f64>> =
                self.columns.iter().map(|c| c.read(&row, &mut self.issues)).collect();
            let at = row.place(&mut self.issues);
            let named = row.code("unit", &mut self.issues);
            let unit = named.and_then(|code| self.finder.of_code(&code));
            let unit = unit.filter(|u| self.area.units().get(*u).is_some_and(|u| u.level == 0));
            let unit = unit.or_else(|| at.and_then(|at| self.finder.at(at)));
            let (Some(at), Some(unit)) = (at, unit) else {
                let expected =
                    Text::fixed("位于某个单元内的坐标", "a place inside one of the units");
                row.report(&mut self.issues, "row.unplaced", "lng", expected, false);
                self.people.1 += total;
                continue;
            };
            let minted = || format!("p{}", row.number());
            let code = row.text("code").and_then(cell::code).unwrap_or_else(minted);
            if !codes.insert(code.clone()) {
                let expected = Text::fixed("不重复的代码", "a code that stands once");
                row.report(&mut self.issues, "row.duplicate", "code", expected, false);
                self.people.1 += total;
                continue;
            }
            self.people.0 += total;
            self.placed += 1;
            points.push((unit, code, at, total, groups));
        }
        points.sort_by_key(|p| p.0);
        let mut demand = DemandPoints::default();
        for (unit, code, at, total, _) in &points {
            demand.push(format_args!("{code}"), *at, *total, *unit);
        }
        for (i, column) in self.columns.iter().enumerate() {
            let values = points.iter().map(|p| p.4[i].unwrap_or(f64::NAN)).collect();
            demand.groups_mut().set(column.code(), Counts::ByPoint(values));
        }
        *demand.factors_mut() = self.area.demand().factors().clone();
        (demand, vec![None; self.area.units().len()])
    }

    /// Figures of units, spread over the study's demand points.
    fn by_unit(&mut self, sheet: &Sheet) -> (DemandPoints, Vec<Option<f64>>) {
        let units = self.area.units();
        let before = self.area.demand();
        let mut figures: Vec<Option<f64>> = vec![None; units.len()];
        let mut counts = vec![vec![f64::NAN; units.len()]; self.columns.len()];
        let now = settle::count_people(units, before, &figures);
        let mut seen = vec![false; units.len()];
        for raw in &sheet.rows {
            let row = sheet.row(raw);
            let field = if sheet.has("unit") { "unit" } else { "code" };
            let code = row.code(field, &mut self.issues);
            let total = row.amount("total", &mut self.issues);
            let Some(unit) = code.and_then(|code| self.finder.of_code(&code)) else {
                let expected = Text::fixed("研究区内的单元代码", "the code of a unit of the study");
                row.report(&mut self.issues, "row.unit", field, expected, false);
                self.people.1 += total.unwrap_or(0.0);
                continue;
            };
            if std::mem::replace(&mut seen[unit.index()], true) {
                let expected = Text::fixed("每个单元一行", "one row per unit");
                row.report(&mut self.issues, "row.duplicate", field, expected, false);
                self.people.1 += total.unwrap_or(0.0);
                continue;
            }
            self.placed += 1;
            self.people.0 += total.unwrap_or(0.0);
            let below = self.finder.below(unit);
            let weights: Vec<f64> = below.iter().map(|u| now[u.index()].unwrap_or(0.0)).collect();
            let spread = |value: f64, set: &mut dyn FnMut(UnitId, f64)| {
                for (unit, part) in below.iter().zip(settle::parts(value, &weights)) {
                    set(*unit, part);
                }
            };
            if let Some(total) = total {
                spread(total, &mut |unit, part| figures[unit.index()] = Some(part));
            }
            for (column, values) in self.columns.iter().zip(&mut counts) {
                if let Some(count) = column.read(&row, &mut self.issues) {
                    spread(count, &mut |unit, part| values[unit.index()] = part);
                }
            }
        }
        let mut demand = settle::settle(settle::homes(before), &figures, units);
        *demand.groups_mut() = kept_groups(before, &demand, units);
        for (column, values) in self.columns.iter().zip(counts) {
            demand.groups_mut().set(column.code(), Counts::ByUnit(values));
        }
        *demand.factors_mut() = before.factors().clone();
        (demand, figures)
    }

    /// The people of a row; without them it cannot be placed.
    fn total(&mut self, row: &Row<'_>) -> Option<f64> {
        let total = row.amount("total", &mut self.issues);
        if total.is_none() {
            let expected = Text::fixed("人口数", "a number of people");
            row.report(&mut self.issues, "row.people", "total", expected, false);
        }
        total
    }
}

/// Groups that were counted per unit stay; those per point only if the points are the same.
fn kept_groups(before: &DemandPoints, after: &DemandPoints, units: &Units) -> Groups {
    let same = before.at() == after.at();
    let mut kept = Groups::default();
    for (code, counts) in before.groups().iter() {
        let fits = match counts {
            Counts::ByUnit(values) => values.len() == units.len(),
            Counts::ByPoint(_) => same,
        };
        if fits && KnownGroup::find(code).is_none_or(|g| g.parts.is_empty()) {
            kept.set(code, counts.clone());
        }
    }
    kept
}

/// Adds an issue about the whole file.
pub(super) fn report_file(
    issues: &mut Issues,
    file: &TableFile<'_>,
    code: &str,
    found: String,
    expected: Text,
) {
    issues.push(Issue {
        code: code.to_owned(),
        file: file.name.to_owned(),
        row: 0,
        field: String::new(),
        found,
        expected,
        kept: false,
    });
}
