//! Units from a table: 村(社) → 乡镇(街道) → 区县 → 市, with codes, people, zones and outlines.

use super::finder::UnitFinder;
use super::issue::{Imported, Issues};
use super::sheet::{Row, Sheet, TableFile};
use super::{cell, people, settle};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::{
    Code, Counts, DemandFactors, Level, Outlines, StudyArea, StudyParts, Text, Unit, UnitId,
    UnitMarks, Units, Zone, ZoneBasis, Zoning,
};
use crate::units::Position;
use std::collections::HashMap;
use std::sync::Arc;

/// How tables call the levels, from the smallest up.
const SPELLINGS: [&[&str]; 4] = [
    &["村", "社区", "村社", "村级", "村(社)", "village"],
    &["乡镇", "街道", "镇", "乡", "乡镇街道", "乡镇(街道)", "乡镇级", "township"],
    &["区县", "县", "区", "县级", "县区", "county"],
    &["市", "地市", "地级市", "设区市", "city"],
];

/// One row of the table.
struct Draft {
    code: Code,
    name: String,
    level: usize,
    parent: Option<String>,
    people: Option<f64>,
    marks: UnitMarks,
    at: Option<Position>,
    rings: Vec<Vec<Position>>,
    groups: Vec<Option<f64>>,
}

/// A study with the units of a table; its roads and facilities are shared.
///
/// The level is told by the column 层级, else by the length of the code without its zeros (12, 9, 6
/// or 4 digits). A unit belongs to the unit of the column 上级, else to the one of the next higher
/// level whose code its own begins with, else to the whole. The study's demand points are where
/// people live: each goes to the unit that holds it, and the people of a unit are spread over its
/// points as they are now. Points in no unit are listed and left out.
///
/// # Errors
/// `table.*` for a file that is no such table, or has no unit in it.
pub fn import_units(area: &StudyArea, file: &TableFile<'_>) -> Result<Imported<StudyArea>> {
    let mut asked = vec![
        "code", "name", "parent", "level", "total", "class", "zone", "newarea", "area", "official",
        "lng", "lat", "lnglat",
    ];
    asked.extend(people::GROUPS);
    let sheet = Sheet::read(file, &asked, &[&["code"], &["name"]])?;
    let mut issues = Issues::default();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut by_code: HashMap<String, usize> = HashMap::new();
    let groups: Vec<&'static str> = people::GROUPS.into_iter().filter(|g| sheet.has(g)).collect();
    for raw in &sheet.rows {
        let row = sheet.row(raw);
        let Some(draft) = draft(&row, &groups, &mut issues) else { continue };
        if by_code.contains_key(draft.code.as_str()) {
            let expected = Text::fixed("不重复的代码", "a code that stands once");
            row.report(&mut issues, "row.duplicate", "code", expected, false);
            continue;
        }
        by_code.insert(draft.code.as_str().to_owned(), drafts.len());
        drafts.push(draft);
    }
    if drafts.is_empty() {
        return Err(Error::new(ErrorCode::TableFormat, "no row that is a unit").at(file.name));
    }
    let placed = drafts.len();
    let (units, figures, counts) = assemble(drafts, area, groups.len());
    let frame = area.network().frame();
    let finder = UnitFinder::new(&units, &frame);
    let mut homes = settle::homes(area.demand());
    let mut outside = 0.0;
    homes.retain_mut(|home| {
        let unit = finder.at(home.at);
        if let Some(unit) = unit {
            home.unit = unit;
        } else {
            outside += home.weight;
            let listed = format!("{}: {}", home.code, libm::round(home.weight));
            let expected = Text::fixed("位于某个单元内的居住点", "a home inside one of the units");
            people::report_file(&mut issues, file, "home.outside", listed, expected);
        }
        unit.is_some()
    });
    let mut demand = settle::settle(homes, &figures, &units);
    for (group, of_unit) in groups.iter().zip(counts) {
        demand.groups_mut().set(group, Counts::ByUnit(of_unit));
    }
    *demand.factors_mut() = DemandFactors::default();
    let people = settle::count_people(&units, &demand, &figures);
    let units = with_people(&units, &people).zoned(&frame);
    let total = people.last().copied().flatten().unwrap_or(0.0);
    let value = StudyArea::new(StudyParts {
        units: Arc::new(units),
        demand: Arc::new(demand),
        notes: super::noted(
            area,
            &["units.", "people.", "homes."],
            area.facilities(),
            file,
            Text::fixed("单元来自导入的表格", "units come from a table"),
        ),
        ..area.parts()
    })?;
    let rows = sheet.rows.len();
    let unplaced = rows - placed;
    Ok(Imported { value, issues, rows, placed, unplaced, people: (total, outside) })
}

/// The same units with other people.
pub(super) fn with_people(units: &Units, people: &[Option<f64>]) -> Units {
    let mut list = units.all().to_vec();
    for (unit, people) in list.iter_mut().zip(people) {
        unit.people = *people;
        unit.estimated = false;
    }
    Units::new(units.levels().to_vec(), list, units.outlines().clone())
}

fn draft(row: &Row<'_>, groups: &[&str], issues: &mut Issues) -> Option<Draft> {
    let expected = || Text::fixed("单元代码,按文本存储", "the unit's code, kept as text");
    let code = row.text("code").and_then(cell::code).and_then(|c| Code::new(c).ok());
    let Some(code) = code else {
        row.report(issues, "row.code", "code", expected(), false);
        return None;
    };
    let level = row.value(
        "level",
        Text::fixed("村(社)、乡镇(街道)、区县或市", "village, township, county or city"),
        issues,
        |cell| {
            let plain = cell::plain(cell).to_lowercase();
            SPELLINGS.iter().position(|names| names.contains(&plain.as_str()))
        },
    );
    let class = row.value(
        "class",
        Text::fixed("111、112、121、122、123、210 或 220", "111, 112, 121, 122, 123, 210 or 220"),
        issues,
        |cell| cell::code(cell)?.parse().ok().filter(|c| Zone::of_class(*c).is_some()),
    );
    let zone = row.value(
        "zone",
        Text::fixed("城镇化、近郊或远郊", "urban, suburban or rural"),
        issues,
        |cell| Zone::parse(&cell::plain(cell)).ok(),
    );
    let new_area = row
        .value("newarea", Text::fixed("是或否", "yes or no"), issues, cell::yes)
        .unwrap_or(false);
    let area = row.amount("area", issues).filter(|a| *a > 0.0);
    let official_score = row.amount("official", issues);
    Some(Draft {
        level: level.unwrap_or_else(|| level_of(code.as_str())),
        name: row.words("name").unwrap_or_else(|| code.to_string()),
        code,
        parent: row.code("parent", issues),
        people: row.amount("total", issues),
        marks: UnitMarks {
            class,
            zoning: zone.map(|zone| Zoning { zone, by: ZoneBasis::Hand }),
            new_area,
            area,
            official_score,
        },
        at: row.place(issues),
        rings: row.rings().unwrap_or_default(),
        groups: groups.iter().map(|g| row.amount(g, issues)).collect(),
    })
}

/// Codes have 2 digits for the province, 2 for the city, 2 for the county, 3 for the township and
/// 3 for the village; larger units may fill up with zeros.
fn level_of(code: &str) -> usize {
    let is_zero = |from: usize| code.get(from..).is_none_or(|rest| rest.bytes().all(|b| b == b'0'));
    let is_digits = code.bytes().all(|b| b.is_ascii_digit());
    match code.len() {
        4 | 6 | 9 | 12 if is_digits && is_zero(4) => 3,
        6 | 9 | 12 if is_digits && is_zero(6) => 2,
        9 | 12 if is_digits && is_zero(9) => 1,
        _ => 0,
    }
}

/// The part of a code that its units' codes begin with.
fn stem(code: &str, level: usize) -> &str {
    let digits = [12, 9, 6, 4][level.min(3)];
    code.get(..digits).unwrap_or(code)
}

/// Units in their order, figures of people, and counts per group and unit.
fn assemble(
    mut drafts: Vec<Draft>,
    area: &StudyArea,
    groups: usize,
) -> (Units, Vec<Option<f64>>, Vec<Vec<f64>>) {
    drafts.sort_by_key(|d| d.level);
    let mut used: Vec<usize> = drafts.iter().map(|d| d.level).collect();
    used.dedup();
    let top = used.last().copied().unwrap_or(0);
    let has_whole = used.len() > 1 && drafts.iter().filter(|d| d.level == top).count() == 1;
    let total = drafts.len() + usize::from(!has_whole);
    let whole = UnitId(total as u32 - 1);
    let index: HashMap<String, usize> =
        drafts.iter().enumerate().map(|(i, d)| (d.code.as_str().to_owned(), i)).collect();
    let stems: HashMap<(usize, String), usize> = drafts
        .iter()
        .enumerate()
        .rev()
        .map(|(i, d)| ((d.level, stem(d.code.as_str(), d.level).to_owned()), i))
        .collect();
    let parent_of = |i: usize| {
        let draft = &drafts[i];
        let given = draft.parent.as_ref().and_then(|code| index.get(code)).copied();
        let given = given.filter(|p| drafts[*p].level > draft.level);
        let by_code = used.iter().filter(|l| **l > draft.level).find_map(|level| {
            let stem = stem(draft.code.as_str(), *level);
            stems.get(&(*level, stem.to_owned())).copied()
        });
        given.or(by_code).map_or(whole, |p| UnitId(p as u32))
    };
    let parents: Vec<UnitId> = (0..drafts.len()).map(parent_of).collect();
    let middle = {
        let [west, south, east, north] = area.network().bounds();
        let half = |a: f64, b: f64| libm::round(f64::midpoint(a, b) * 1e7) as i32;
        Position { lng_e7: half(west, east), lat_e7: half(south, north) }
    };
    let mut outlines = Outlines::default();
    let mut list: Vec<Unit> = Vec::with_capacity(total);
    let mut counts = vec![vec![f64::NAN; total]; groups];
    let mut figures = vec![None; total];
    for (i, draft) in drafts.into_iter().enumerate() {
        let id = UnitId(i as u32);
        for ring in &draft.rings {
            outlines.push(id, ring);
        }
        for (column, count) in counts.iter_mut().zip(&draft.groups) {
            column[i] = count.unwrap_or(f64::NAN);
        }
        figures[i] = draft.people;
        list.push(Unit {
            code: draft.code,
            name: draft.name,
            name_local: None,
            level: used.iter().position(|l| *l == draft.level).unwrap_or(0) as u8,
            parent: Some(parents[i]).filter(|p| *p != id),
            people: None,
            estimated: false,
            at: draft.at.unwrap_or(middle),
            bounds: bounds(&draft.rings),
            marks: draft.marks,
        });
    }
    let all = Level::chinese();
    let mut levels: Vec<Level> = used.iter().filter_map(|l| all.get(*l).cloned()).collect();
    if !has_whole {
        let name = Text::fixed("全域", "Whole area");
        let code = (0..)
            .take(total + 1)
            .map(|n| if n == 0 { Code::of_whole() } else { Code::minted("whole", n) });
        let is_free = |code: &Code| list.iter().all(|unit| unit.code != *code);
        list.push(Unit {
            code: code.into_iter().find(is_free).unwrap_or_else(Code::of_whole),
            name: name.zh.to_string(),
            name_local: None,
            level: levels.len() as u8,
            parent: None,
            people: None,
            estimated: false,
            at: middle,
            bounds: Some(area.network().bounds()),
            marks: UnitMarks::default(),
        });
        levels.push(Level { code: "whole".to_owned(), name });
    }
    (Units::new(levels, list, outlines), figures, counts)
}

/// West, south, east and north.
fn bounds(rings: &[Vec<Position>]) -> Option<[f64; 4]> {
    let mut points = rings.iter().flatten();
    let first = points.next()?;
    let (mut low, mut high) = (*first, *first);
    for p in points {
        low = Position { lng_e7: low.lng_e7.min(p.lng_e7), lat_e7: low.lat_e7.min(p.lat_e7) };
        high = Position { lng_e7: high.lng_e7.max(p.lng_e7), lat_e7: high.lat_e7.max(p.lat_e7) };
    }
    Some([low.lng(), low.lat(), high.lng(), high.lat()])
}
