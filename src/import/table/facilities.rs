//! Facilities from a table: where they are, what they give, how much and how well.

use super::finder::UnitFinder;
use super::issue::{Imported, Issues};
use super::sheet::{Row, Sheet, TableFile};
use super::{cell, header};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{
    Attribute, Code, Facilities, Facility, FacilityDetail, ServiceId, Source, State, StudyArea,
    StudyParts, Text,
};
use crate::frame::Frame;
use crate::units::Position;
use std::collections::HashMap;
use std::sync::Arc;

/// Two rows of the same name and services within these metres are the same facility twice.
const SAME_PLACE: f64 = 100.0;
/// Places farther than this from the roads' bounds, in degrees, are mistakes.
const MARGIN: f64 = 0.05;

/// What becomes of the facilities that a study has already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// They stay; a row with the code of one of them replaces it.
    Beside,
    /// Those of the services that the file gives go, the rest stays.
    OtherServices,
}

/// Reads the cells that name services.
pub(super) struct ServiceNames {
    /// Plain names and the services they stand for.
    names: HashMap<String, ServiceId>,
}

impl ServiceNames {
    pub(super) fn of(area: &StudyArea) -> Self {
        let mut names = HashMap::new();
        let plain = |name: &str| cell::plain(name).to_lowercase();
        for (i, service) in area.catalogue().services().iter().enumerate() {
            let id = ServiceId(i as u16);
            let row = area.standard().row(&service.code);
            let long = row.map(|r| r.name.zh.to_string()).unwrap_or_default();
            let parts = long.split('/').map(str::to_owned);
            let all =
                [service.code.clone(), service.name.zh.to_string(), service.name.en.to_string()];
            for name in all.into_iter().chain([long.clone()]).chain(parts) {
                if !name.is_empty() {
                    names.entry(plain(&name)).or_insert(id);
                }
            }
        }
        Self { names }
    }

    /// The service of a name or code.
    pub(super) fn find(&self, name: &str) -> Option<ServiceId> {
        self.names.get(&cell::plain(name).to_lowercase()).copied()
    }

    /// The services of a row in the catalogue's order, each once; unknown ones are reported.
    pub(super) fn of_row(&self, row: &Row<'_>, issues: &mut Issues) -> Vec<ServiceId> {
        let Some(listed) = row.text("services") else { return Vec::new() };
        let mut found = Vec::new();
        // A name may hold a slash itself: the whole cell is tried first.
        let plain = cell::plain(listed);
        let names = match self.find(listed) {
            Some(_) => vec![plain.as_str()],
            None => plain.split([',', ';', '|', '/', '+']).map(str::trim).collect(),
        };
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            match self.find(name) {
                Some(service) => found.push(service),
                None => row.report_found(
                    issues,
                    "row.service",
                    "services",
                    name.to_owned(),
                    Text::fixed("服务代码或名称", "the code or name of a service"),
                    true,
                ),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Columns `容量:服务`, each with its service.
    pub(super) fn capacity_columns(&self, sheet: &Sheet) -> Vec<(usize, ServiceId)> {
        let of = |(at, name): (usize, &str)| {
            let service = header::prefixed(name, &["容量", "规模", "capacity"])?;
            Some((at, self.find(&service)?))
        };
        sheet.others().filter_map(of).collect()
    }
}

/// The capacity of each service of a row: from columns of their own, else from the cell 容量 (one
/// figure for one service, or as many as services, split by `;` or `|`).
pub(super) fn capacity(
    row: &Row<'_>,
    services: &[ServiceId],
    columns: &[(usize, ServiceId)],
    issues: &mut Issues,
) -> Vec<Option<f64>> {
    let mut capacity = vec![None; services.len()];
    if let Some(found) = row.text("capacity") {
        let parts: Vec<&str> = found.split([';', '；', '|']).collect();
        if parts.len() == services.len() {
            for (slot, part) in capacity.iter_mut().zip(&parts) {
                *slot = if cell::is_blank(part) { None } else { read_capacity(row, part, issues) };
            }
        } else {
            let expected = Text::fixed("每项服务一个容量", "one capacity for each service");
            row.report(issues, "row.value", "capacity", expected, true);
        }
    }
    for (at, service) in columns {
        let slot = services.iter().position(|s| s == service).and_then(|i| capacity.get_mut(i));
        if let (Some(slot), Some(found)) = (slot, row.cell(*at)) {
            *slot = read_capacity(row, found, issues);
        }
    }
    capacity
}

fn read_capacity(row: &Row<'_>, found: &str, issues: &mut Issues) -> Option<f64> {
    let amount = cell::amount(found);
    if amount.is_none() {
        let expected = Text::fixed("不小于 0 的数", "a number from 0 up");
        let found = found.to_owned();
        row.report_found(issues, "row.value", "capacity", found, expected, true);
    }
    amount
}

/// Where rows can be placed.
pub(super) struct Places<'a> {
    bounds: [f64; 4],
    finder: UnitFinder<'a>,
    area: &'a StudyArea,
}

impl<'a> Places<'a> {
    pub(super) fn of(area: &'a StudyArea, frame: &Frame) -> Self {
        let finder = UnitFinder::new(area.units(), frame);
        Self { bounds: area.network().bounds(), finder, area }
    }

    /// The place of a row: its own, else that of the unit it names, which is said. A row without
    /// either, or far from all roads, is reported as unplaced.
    pub(super) fn of_row(&self, row: &Row<'_>, issues: &mut Issues) -> Option<Position> {
        if let Some(at) = row.place(issues) {
            let [west, south, east, north] = self.bounds;
            let inside = (west - MARGIN..=east + MARGIN).contains(&at.lng())
                && (south - MARGIN..=north + MARGIN).contains(&at.lat());
            if !inside {
                let expected = Text::fixed("研究区内的坐标", "a place within the study's roads");
                let found = format!("{:.6},{:.6}", at.lng(), at.lat());
                row.report_found(issues, "row.outside", "lng", found, expected, false);
            }
            return inside.then_some(at);
        }
        let unit = row.text("unit").and_then(cell::code).and_then(|c| self.finder.of_code(&c));
        let at = unit.and_then(|id| self.area.units().get(id)).map(|u| u.at);
        let expected = Text::fixed("坐标", "coordinates");
        match at {
            Some(_) => row.report(issues, "row.byUnit", "unit", expected, true),
            None => row.report(issues, "row.unplaced", "lng", expected, false),
        }
        at
    }
}

/// A study with the facilities of a table; all else is shared.
///
/// Columns that are no known field become attributes. Rows without services or without a place are
/// listed and left out, as are rows whose code stands twice in the file, and rows with the name and
/// services of another within 100 m.
///
/// # Errors
/// `table.*` for a file that is no such table, or has no facility in it.
pub fn import_facilities(
    area: &StudyArea,
    file: &TableFile<'_>,
    keep: Keep,
) -> Result<Imported<StudyArea>> {
    let asked = [
        "code", "name", "unit", "lng", "lat", "lnglat", "services", "capacity", "state", "year",
        "quality", "hours", "address", "owner", "source", "asof",
    ];
    let sheet = Sheet::read(file, &asked, &[&["services"], &["lng", "lnglat", "unit"]])?;
    let frame = area.network().frame();
    let names = ServiceNames::of(area);
    let capacities = names.capacity_columns(&sheet);
    let places = Places::of(area, &frame);
    let attributes: Vec<(usize, &str)> = sheet
        .others()
        .filter(|(at, name)| !name.trim().is_empty() && capacities.iter().all(|(c, _)| c != at))
        .collect();
    let mut issues = Issues::default();
    let mut fresh: Vec<Facility> = Vec::new();
    let mut by_code: HashMap<String, usize> = HashMap::new();
    let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
    for raw in &sheet.rows {
        let row = sheet.row(raw);
        let services = names.of_row(&row, &mut issues);
        if services.is_empty() {
            let expected = Text::fixed("至少一项服务", "at least one service");
            row.report(&mut issues, "row.noService", "services", expected, false);
            continue;
        }
        let Some(at) = places.of_row(&row, &mut issues) else { continue };
        let given = row.code("code", &mut issues).and_then(|c| Code::new(c).ok());
        let code = given.unwrap_or_else(|| mint(area, &by_code, row.number()));
        let name = row.words("name");
        let of_name = name.as_ref().map(|n| by_name.entry(n.clone()).or_default());
        let twice = by_code.contains_key(code.as_str())
            || of_name.as_ref().is_some_and(|same| {
                same.iter().filter_map(|i| fresh.get(*i)).any(|other| {
                    other.services == services && frame.distance(other.at, at) <= SAME_PLACE
                })
            });
        if twice {
            let expected = Text::fixed("每处设施一行", "one row per facility");
            row.report(&mut issues, "row.duplicate", "code", expected, false);
            continue;
        }
        if let Some(of_name) = of_name {
            of_name.push(fresh.len());
        }
        by_code.insert(code.as_str().to_owned(), fresh.len());
        let (state, as_of) = (state(&row, &mut issues), row.text("asof").map(cell::date));
        let detail = FacilityDetail {
            capacity: capacity(&row, &services, &capacities, &mut issues),
            quality: quality(&row, &mut issues),
            hours: row.words("hours"),
            address: row.words("address"),
            origin: Some(row.words("source").unwrap_or_else(|| file.name.to_owned())),
            attributes: attributes
                .iter()
                .filter_map(|(at, key)| {
                    Some(Attribute {
                        key: key.trim().to_owned(),
                        value: row.cell(*at)?.trim().to_owned(),
                        as_of: as_of.clone(),
                        source: None,
                    })
                })
                .collect(),
            loads: Vec::new(),
        };
        let owner = row.words("owner");
        let source = Source::File;
        fresh.push(Facility { code, name, at, services, state, source, owner, as_of, detail });
    }
    if fresh.is_empty() {
        return Err(Error::new(ErrorCode::TableFormat, "no row that is a facility").at(file.name));
    }
    let (rows, placed) = (sheet.rows.len(), fresh.len());
    let facilities = joined(area, fresh, &by_code, keep);
    let text = Text::fixed("设施来自导入的表格", "facilities come from a table");
    let notes = super::noted(area, &[], &facilities, file, text);
    let facilities = Arc::new(facilities);
    let value = StudyArea::new(StudyParts { facilities, notes, ..area.parts() })?;
    Ok(Imported { value, issues, rows, placed, unplaced: rows - placed, people: (0.0, 0.0) })
}

/// The study's facilities and the new ones, in their order.
fn joined(
    area: &StudyArea,
    mut fresh: Vec<Facility>,
    by_code: &HashMap<String, usize>,
    keep: Keep,
) -> Facilities {
    let mut given = vec![false; area.catalogue().len()];
    for service in fresh.iter().flat_map(|f| &f.services) {
        if let Some(given) = given.get_mut(service.index()) {
            *given = true;
        }
    }
    let is_given = |s: &ServiceId| given.get(s.index()).copied().unwrap_or(false);
    let mut list: Vec<Facility> = Vec::new();
    for old in area.facilities().all() {
        if by_code.contains_key(old.code.as_str()) {
            continue;
        }
        let mut old = Facility::clone(old);
        if keep == Keep::OtherServices && old.services.iter().any(is_given) {
            let mut capacity = old.detail.capacity.iter().copied();
            let mut left = (Vec::new(), Vec::new());
            for service in &old.services {
                let capacity = capacity.next().flatten();
                if !is_given(service) {
                    left.0.push(*service);
                    left.1.push(capacity);
                }
            }
            (old.services, old.detail.capacity) = left;
            if old.services.is_empty() {
                continue;
            }
        }
        list.push(old);
    }
    list.append(&mut fresh);
    Facilities::new(list, area.catalogue().len())
}

/// A code after the row's number that neither the study nor the file has.
fn mint(area: &StudyArea, taken: &HashMap<String, usize>, row: u32) -> Code {
    let free = |code: &Code| {
        !taken.contains_key(code.as_str()) && area.facilities().find(code.as_str()).is_none()
    };
    (row as usize..)
        .step_by(100_000)
        .take(1000)
        .map(|n| Code::minted("f", n))
        .find(free)
        .unwrap_or_else(|| Code::minted("f", 0))
}

fn state(row: &Row<'_>, issues: &mut Issues) -> State {
    let expected = Text::fixed("开放、关闭,或规划及年份", "open, closed, or planned with a year");
    let year = row.value("year", expected.clone(), issues, |found| {
        cell::date(found).get(..4)?.parse::<u16>().ok()
    });
    let Some(found) = row.text("state") else { return State::Open };
    match cell::plain(found).to_lowercase().as_str() {
        "开放" | "运营" | "运营中" | "在用" | "正常" | "现状" | "已建" | "建成" | "open" => {
            State::Open
        }
        "关闭" | "停用" | "停业" | "注销" | "停办" | "closed" => State::Closed,
        "规划" | "在建" | "拟建" | "planned" | "building" => {
            if year.is_none() {
                row.report(issues, "row.value", "year", expected, true);
            }
            // Without a year it never opens by itself.
            State::Planned(year.unwrap_or(u16::MAX))
        }
        _ => {
            row.report(issues, "row.value", "state", expected, true);
            State::Open
        }
    }
}

fn quality(row: &Row<'_>, issues: &mut Issues) -> Option<f64> {
    let expected = Text::fixed("0 到 1 的数,或百分数", "a number from 0 to 1, or a percentage");
    row.value("quality", expected, issues, |found| {
        let plain = cell::plain(found);
        let value = match plain.strip_suffix('%') {
            Some(percent) => cell::amount(percent)? / 100.0,
            None => cell::amount(&plain)?,
        };
        Some(value).filter(|v| (0.0..=1.0).contains(v))
    })
}
