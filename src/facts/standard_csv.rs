//! How a table of the standard is written as CSV, and read back.

use super::catalogue::Catalogue;
use super::standard_row::{NormBase, StandardRow, Tags, Trust};
use super::standard_table::StandardTable;
use super::text::Text;
use super::zone::{ByZone, Zone};
use crate::error::{Error, ErrorCode, Result};
use crate::units::TravelMode;

/// The columns in the order they are written: their names in English and Chinese.
pub(super) const COLUMNS: [(&str, &str); 31] = [
    ("code", "代码"),
    ("name_zh", "设施"),
    ("name_en", "设施(英文)"),
    ("domain", "领域"),
    ("group", "服务人群"),
    ("unit_zh", "容量单位"),
    ("unit_en", "容量单位(英文)"),
    ("norm", "千人指标"),
    ("norm_new", "新建区千人指标"),
    ("base", "指标基数"),
    ("rate", "千人需求"),
    ("minutes_urban", "城镇化分钟"),
    ("minutes_suburban", "近郊分钟"),
    ("minutes_rural", "远郊分钟"),
    ("mode_urban", "城镇化方式"),
    ("mode_suburban", "近郊方式"),
    ("mode_rural", "远郊方式"),
    ("k_urban", "城镇化处数"),
    ("k_suburban", "近郊处数"),
    ("k_rural", "远郊处数"),
    ("rigid", "刚性"),
    ("min_scale_urban", "城镇化最小规模"),
    ("min_scale_suburban", "近郊最小规模"),
    ("min_scale_rural", "远郊最小规模"),
    ("min_scale_unit_zh", "规模单位"),
    ("min_scale_unit_en", "规模单位(英文)"),
    ("norm_tag", "指标可信度"),
    ("minutes_tag", "时间可信度"),
    ("scale_tag", "规模可信度"),
    ("source_zh", "来源"),
    ("source_en", "来源(英文)"),
];

/// A row as it is written.
pub(super) type Cells = [String; COLUMNS.len()];

const MODES: [&str; 3] = ["步行", "骑行", "车行"];

/// Reads a table; rows in front of the header that begin with `#` give its name and version.
pub(super) fn read(text: &str) -> Result<StandardTable> {
    // The reader counts lines right only after a plain line feed.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let mut table = StandardTable::empty();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<usize>> = None;
    for record in reader.records() {
        let record = record.map_err(|e| Error::new(ErrorCode::StandardRow, e.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        let cell = |i: usize| record.get(i).unwrap_or_default();
        if record.iter().all(str::is_empty) {
            continue;
        }
        match (&columns, cell(0)) {
            (None, "#name") => cell(1).clone_into(&mut table.name),
            (None, "#version") => cell(1).clone_into(&mut table.version),
            (None, comment) if comment.starts_with('#') => {}
            (None, _) => columns = Some(header(&record)?),
            (Some(columns), _) => {
                let row = row(columns, &record).map_err(|e| e.at(format!("row {line}")))?;
                table.rows.push(row);
            }
        }
    }
    if columns.is_none() {
        return Err(Error::new(ErrorCode::StandardColumn, "no header"));
    }
    Ok(table)
}

/// For each of [`COLUMNS`] its place in the file.
fn header(record: &csv::StringRecord) -> Result<Vec<usize>> {
    let wrong = |found: String| Error::new(ErrorCode::StandardColumn, found);
    let mut places: Vec<Option<usize>> = vec![None; COLUMNS.len()];
    for (place, name) in record.iter().enumerate() {
        let plain = name.replace('\u{ff08}', "(").replace('\u{ff09}', ")");
        match column(&plain) {
            Some(at) if places[at].is_some() => {
                return Err(wrong(format!("{name:?} twice")).at(format!("column {}", place + 1)));
            }
            Some(at) => places[at] = Some(place),
            None if name.is_empty() => {}
            None => {
                return Err(wrong(format!("unknown {name:?}")).at(format!("column {}", place + 1)));
            }
        }
    }
    let missing = |i: usize| wrong(format!("no column {:?}", COLUMNS[i].0));
    places.into_iter().enumerate().map(|(i, place)| place.ok_or_else(|| missing(i))).collect()
}

/// Reads the cells of one row by the names of their columns.
struct Row<'r> {
    columns: &'r [usize],
    record: &'r csv::StringRecord,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let place = COLUMNS.iter().position(|c| c.0 == column);
        let place = place.and_then(|i| self.columns.get(i));
        place.and_then(|p| self.record.get(*p)).unwrap_or_default()
    }

    fn read<T>(&self, column: &str, as_value: impl Fn(&str) -> Option<T>) -> Result<T> {
        let cell = self.text(column);
        as_value(cell)
            .ok_or_else(|| Error::new(ErrorCode::StandardRow, format!("{cell:?}")).at(column))
    }

    fn number(&self, column: &str) -> Result<f64> {
        self.read(column, |cell| cell.parse().ok())
    }

    fn maybe(&self, column: &str) -> Result<Option<f64>> {
        self.read(
            column,
            |cell| {
                if cell.is_empty() { Some(None) } else { cell.parse().ok().map(Some) }
            },
        )
    }

    fn words(&self, stem: &str) -> Text {
        Text::new(self.text(&format!("{stem}_zh")), self.text(&format!("{stem}_en")))
    }

    fn by_zone<T>(&self, stem: &str, read: impl Fn(&str) -> Option<T>) -> Result<ByZone<T>> {
        let value = |zone: Zone| self.read(&format!("{stem}_{}", zone.as_str()), &read);
        let [urban, suburban, rural] = Zone::ALL.map(value);
        Ok(ByZone { urban: urban?, suburban: suburban?, rural: rural? })
    }
}

fn row(columns: &[usize], record: &csv::StringRecord) -> Result<StandardRow> {
    let row = Row { columns, record };
    let domains = Catalogue::standard();
    let domain = |cell: &str| {
        domains.find_domain(cell).and_then(|i| domains.domains().get(i)).map(|d| d.code.clone())
    };
    let base = |cell: &str| match cell {
        "group" | "服务人群" => Some(NormBase::Group),
        "total" | "/k" | "常住人口" => Some(NormBase::Total),
        _ => None,
    };
    let yes = |cell: &str| match cell {
        "yes" | "true" | "1" | "是" | "刚性" => Some(true),
        "no" | "false" | "0" | "否" | "弹性" => Some(false),
        _ => None,
    };
    let mode = |cell: &str| match MODES.iter().position(|zh| *zh == cell) {
        Some(i) => Some(TravelMode::ALL[i]),
        None => TravelMode::parse(cell).ok(),
    };
    Ok(StandardRow {
        code: row.text("code").to_owned(),
        name: row.words("name"),
        domain: row.read("domain", domain)?,
        group: row.read("group", |cell| (!cell.is_empty()).then(|| cell.to_owned()))?,
        unit: row.words("unit"),
        norm: row.number("norm")?,
        norm_new: row.maybe("norm_new")?,
        base: row.read("base", base)?,
        rate: row.maybe("rate")?,
        minutes: row.by_zone("minutes", |cell| cell.parse().ok())?,
        mode: row.by_zone("mode", mode)?,
        k: row.by_zone("k", |cell| cell.parse().ok())?,
        rigid: row.read("rigid", yes)?,
        min_scale: row.by_zone("min_scale", |cell| cell.parse().ok())?,
        min_scale_unit: row.words("min_scale_unit"),
        tags: Tags {
            norm: row.read("norm_tag", Trust::parse)?,
            minutes: row.read("minutes_tag", Trust::parse)?,
            scale: row.read("scale_tag", Trust::parse)?,
        },
        source: row.words("source"),
    })
}

/// The cells of a row in the order of [`COLUMNS`].
pub(super) fn cells(row: &StandardRow) -> Cells {
    let maybe = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    let [minutes_u, minutes_s, minutes_r] = row.minutes.each().map(f64::to_string);
    let [mode_u, mode_s, mode_r] = row.mode.each().map(|m| m.as_str().to_owned());
    let [k_u, k_s, k_r] = row.k.each().map(u8::to_string);
    let [scale_u, scale_s, scale_r] = row.min_scale.each().map(f64::to_string);
    let tag = |trust: Trust| trust.as_str().to_owned();
    [
        row.code.clone(),
        row.name.zh.to_string(),
        row.name.en.to_string(),
        row.domain.clone(),
        row.group.clone(),
        row.unit.zh.to_string(),
        row.unit.en.to_string(),
        row.norm.to_string(),
        maybe(row.norm_new),
        if row.base == NormBase::Group { "group" } else { "total" }.to_owned(),
        maybe(row.rate),
        minutes_u,
        minutes_s,
        minutes_r,
        mode_u,
        mode_s,
        mode_r,
        k_u,
        k_s,
        k_r,
        if row.rigid { "yes" } else { "no" }.to_owned(),
        scale_u,
        scale_s,
        scale_r,
        row.min_scale_unit.zh.to_string(),
        row.min_scale_unit.en.to_string(),
        tag(row.tags.norm),
        tag(row.tags.minutes),
        tag(row.tags.scale),
        row.source.zh.to_string(),
        row.source.en.to_string(),
    ]
}

/// The column of a name in either language.
pub(super) fn column(name: &str) -> Option<usize> {
    COLUMNS.iter().position(|(en, zh)| name == *zh || name.eq_ignore_ascii_case(en))
}

/// The row that cells in the order of [`COLUMNS`] say.
pub(super) fn row_of(cells: &Cells) -> Result<StandardRow> {
    let places: Vec<usize> = (0..COLUMNS.len()).collect();
    let record = csv::StringRecord::from(cells.iter().map(|c| c.trim()).collect::<Vec<_>>());
    row(&places, &record)
}

pub(super) fn write(table: &StandardTable) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let head = [["#name", &table.name], ["#version", &table.version]];
    // Writing to memory cannot fail, and all cells are UTF-8.
    for record in head {
        let _ = writer.write_record(record);
    }
    let _ = writer.write_record(COLUMNS.map(|c| c.0));
    for row in &table.rows {
        let _ = writer.write_record(cells(row));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}
