//! What others say of facilities and units: attributes, counted loads and demand factors.

use super::cell;
use super::facilities::ServiceNames;
use super::issue::{Imported, Issues};
use super::sheet::{Row, Sheet, TableFile};
use crate::error::Result;
use crate::facts::{Attribute, Facilities, Facility, Load, ServiceId, StudyArea, StudyParts, Text};
use std::collections::HashMap;
use std::sync::Arc;

/// A study with further attributes of its facilities: rows of `facility_code, key, value, as_of,
/// source`. A key that is said again is said anew.
///
/// # Errors
/// `table.*` for a file that is no such table.
pub fn import_attributes(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let asked = ["facility", "key", "value", "asof", "source"];
    let sheet = Sheet::read(file, &asked, &[&["facility"], &["key"], &["value"]])?;
    on_facilities(area, &sheet, |facility, row, issues| {
        let (Some(key), Some(value)) = (row.words("key"), row.words("value")) else {
            let expected = Text::fixed("属性与属性值", "a key and a value");
            row.report(issues, "row.value", "value", expected, false);
            return false;
        };
        facility.detail.attributes.retain(|a| a.key != key);
        let (as_of, source) = (row.text("asof").map(cell::date), row.words("source"));
        facility.detail.attributes.push(Attribute { key, value, as_of, source });
        true
    })
}

/// A study with counted loads: rows of `facility_code, service, period, visits, source`. Of a
/// facility with one service, the service may be left out. A period that is counted again is
/// counted anew.
///
/// # Errors
/// `table.*` for a file that is no such table.
pub fn import_loads(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let asked = ["facility", "services", "period", "amount", "source"];
    let sheet = Sheet::read(file, &asked, &[&["facility"], &["amount"]])?;
    let names = ServiceNames::of(area);
    on_facilities(area, &sheet, |facility, row, issues| {
        let service = match (row.text("services"), &facility.services[..]) {
            (Some(name), _) => names.find(name).filter(|s| facility.services.contains(s)),
            (None, [only]) => Some(*only),
            (None, _) => None,
        };
        let Some(service) = service else {
            let expected = Text::fixed("该设施的一项服务", "a service of that facility");
            row.report(issues, "row.service", "services", expected, false);
            return false;
        };
        let Some(amount) = row.amount("amount", issues) else {
            let expected = Text::fixed("服务量", "an amount");
            row.report(issues, "row.value", "amount", expected, false);
            return false;
        };
        let period = row.text("period").map(cell::date).unwrap_or_default();
        facility.detail.loads.retain(|l| l.service != service || l.period != period);
        let source = row.words("source");
        facility.detail.loads.push(Load { service, period, amount, source });
        true
    })
}

/// Changes facilities row by row; a row that names none is listed.
fn on_facilities(
    area: &StudyArea,
    sheet: &Sheet,
    mut change: impl FnMut(&mut Facility, &Row<'_>, &mut Issues) -> bool,
) -> Result<Imported<StudyArea>> {
    let mut list: Vec<Facility> =
        area.facilities().all().iter().map(|f| Facility::clone(f)).collect();
    let at: HashMap<String, usize> =
        list.iter().enumerate().map(|(i, f)| (f.code.as_str().to_owned(), i)).collect();
    let mut issues = Issues::default();
    let mut placed = 0;
    for raw in &sheet.rows {
        let row = sheet.row(raw);
        let found = row.code("facility", &mut issues).and_then(|c| at.get(&c));
        if let Some(facility) = found.and_then(|i| list.get_mut(*i)) {
            placed += usize::from(change(facility, &row, &mut issues));
        } else {
            let expected = Text::fixed("研究区内的设施代码", "the code of a facility");
            row.report(&mut issues, "row.facility", "facility", expected, false);
        }
    }
    let facilities = Arc::new(Facilities::new(list, area.catalogue().len()));
    let value = StudyArea::new(StudyParts { facilities, ..area.parts() })?;
    let rows = sheet.rows.len();
    Ok(Imported { value, issues, rows, placed, unplaced: rows - placed, people: (0.0, 0.0) })
}

/// A study with demand factors: rows of `unit_code, service, factor`; they replace those given
/// before for the same unit and service.
///
/// # Errors
/// `table.*` for a file that is no such table.
pub fn import_factors(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let asked = ["unit", "services", "factor"];
    let sheet = Sheet::read(file, &asked, &[&["unit"], &["services"], &["factor"]])?;
    let names = ServiceNames::of(area);
    let mut demand = area.demand().as_ref().clone();
    let mut issues = Issues::default();
    let mut placed = 0;
    for raw in &sheet.rows {
        let row = sheet.row(raw);
        let unit = row.code("unit", &mut issues).and_then(|c| area.units().find(&c));
        let service: Option<ServiceId> = row.text("services").and_then(|name| names.find(name));
        let factor = row.amount("factor", &mut issues);
        match (unit, service, factor) {
            (Some(unit), Some(service), Some(factor)) => {
                demand.factors_mut().set(unit, service, factor);
                placed += 1;
            }
            (None, _, _) => {
                let expected = Text::fixed("研究区内的单元代码", "the code of a unit of the study");
                row.report(&mut issues, "row.unit", "unit", expected, false);
            }
            (_, None, _) => {
                let expected = Text::fixed("服务代码或名称", "the code or name of a service");
                row.report(&mut issues, "row.service", "services", expected, false);
            }
            (_, _, None) => {
                let expected = Text::fixed("不小于 0 的数", "a number from 0 up");
                row.report(&mut issues, "row.factor", "factor", expected, false);
            }
        }
    }
    let value = StudyArea::new(StudyParts { demand: Arc::new(demand), ..area.parts() })?;
    let rows = sheet.rows.len();
    Ok(Imported { value, issues, rows, placed, unplaced: rows - placed, people: (0.0, 0.0) })
}
