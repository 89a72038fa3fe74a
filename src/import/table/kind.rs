//! Kinds of tables: what a file is taken for by its columns, and how each kind is taken in.

use super::facilities::Keep;
use super::issue::Imported;
use super::people::GROUPS;
use super::sheet::{Shape, Sheet, TableFile};
use super::{candidates, facilities, feeds, header, people, units};
use crate::error::{Error, ErrorCode, Result};
use crate::facts::StudyArea;
use crate::import::datum::Datum;

/// What the rows of a table are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TableKind {
    /// 村(社), 乡镇(街道), 区县, 市.
    Units,
    /// People by unit or by place.
    People,
    /// Facilities.
    Facilities,
    /// Sites where something could be built.
    Candidates,
    /// Further attributes of facilities.
    Attributes,
    /// Counted loads of facilities.
    Loads,
    /// How much more or less units ask of a service.
    Factors,
}

impl TableKind {
    /// All kinds in their fixed order.
    pub const ALL: [TableKind; 7] = [
        Self::Units,
        Self::People,
        Self::Facilities,
        Self::Candidates,
        Self::Attributes,
        Self::Loads,
        Self::Factors,
    ];

    /// The name programs use.
    pub fn as_str(self) -> &'static str {
        ["units", "people", "facilities", "candidates", "attributes", "loads", "factors"]
            [self as usize]
    }

    /// The kind of a name.
    ///
    /// # Errors
    /// `argument.range` for any other name.
    pub fn parse(name: &str) -> Result<Self> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == name);
        found.ok_or_else(|| Error::new(ErrorCode::ArgumentRange, format!("kind of table {name:?}")))
    }

    /// What a file is taken for: the first kind, from the one with the most telling columns on,
    /// whose columns are there.
    ///
    /// # Errors
    /// `table.*` for a file that is no table, or whose columns fit no kind.
    pub fn of(file: &TableFile<'_>) -> Result<Self> {
        let plain = TableFile { datum: Datum::Wgs84, ..*file };
        let all: Vec<&'static str> = header::fields().collect();
        let sheet = Sheet::read(&plain, &all, &[])?;
        let aliases = header::names(file.aliases)?;
        let has = |field: &'static str| sheet.could_hold(&aliases, field);
        let any = |fields: &[&'static str]| fields.iter().any(|field| has(field));
        let is_drawn = sheet.rows.iter().any(|r| matches!(r.shape, Some(Shape::Rings(_))));
        let has_place = any(&["lng", "lnglat"]) || sheet.rows.iter().any(|r| r.shape.is_some());
        let is_unit = has("code") && has("name");
        let tells_units = is_drawn || any(&["level", "parent", "class", "zone", "newarea"]);
        let rules = [
            (Self::Attributes, has("facility") && has("key") && has("value")),
            (Self::Factors, has("unit") && has("services") && has("factor")),
            (Self::Loads, has("facility") && has("amount") && !has_place),
            (Self::Candidates, has("kind") && (has_place || has("unit"))),
            (Self::Facilities, has("services") && (has_place || has("unit"))),
            (Self::Units, is_unit && tells_units),
            (Self::People, (has("total") || any(&GROUPS)) && (has_place || any(&["unit", "code"]))),
            (Self::Units, is_unit),
        ];
        let found = rules.into_iter().find(|(_, fits)| *fits).map(|(kind, _)| kind);
        let unknown = || {
            let found = "columns of no known kind of table";
            Error::new(ErrorCode::TableColumn, found).at(file.name)
        };
        found.ok_or_else(unknown)
    }

    /// A study with such a table taken in; `keep` matters to facilities only.
    ///
    /// # Errors
    /// `table.*` for a file that is no such table, or has no row that can be taken in.
    pub fn import(
        self,
        area: &StudyArea,
        file: &TableFile<'_>,
        keep: Keep,
    ) -> Result<Imported<StudyArea>> {
        match self {
            Self::Units => units::import_units(area, file),
            Self::People => people::import_people(area, file),
            Self::Facilities => facilities::import_facilities(area, file, keep),
            Self::Candidates => candidates::import_candidates(area, file),
            Self::Attributes => feeds::import_attributes(area, file),
            Self::Loads => feeds::import_loads(area, file),
            Self::Factors => feeds::import_factors(area, file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_columns() {
        use TableKind::{Attributes, Candidates, Facilities, Factors, Loads, People, Units};
        for (head, kind) in [
            ("代码,名称,层级,常住人口", Units),
            ("区划代码,村名", Units),
            ("代码,村名,常住人口,60岁及以上", People),
            ("经度,纬度,人口", People),
            ("村代码,60岁及以上", People),
            ("设施代码,设施名称,设施类型,经度,纬度,容量", Facilities),
            ("name,type,unit,capacity", Facilities),
            ("名称,场地类型,坐标,服务", Candidates),
            ("设施代码,属性,值", Attributes),
            ("设施代码,服务,周期,访客量", Loads),
            ("单元代码,服务,需求系数", Factors),
        ] {
            let text = format!("{head}\n1,2,3,4,5,6\n");
            assert_eq!(
                TableKind::of(&TableFile::new("t.csv", text.as_bytes())),
                Ok(kind),
                "{head}"
            );
            assert_eq!(TableKind::parse(kind.as_str()), Ok(kind));
        }
        let other = TableFile::new("t.csv", b"apples,pears\n1,2\n".as_slice());
        assert_eq!(TableKind::of(&other).map_err(|e| e.code()), Err(ErrorCode::TableColumn));
        assert!(TableKind::parse("apples").is_err());
    }

    #[test]
    fn drawn_features_with_codes_are_units() {
        let json = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":
            {"code":"1","name":"a","total":5},"geometry":{"type":"Polygon","coordinates":
            [[[0,0],[1,0],[1,1],[0,0]]]}}]}"#;
        let file = TableFile::new("u.geojson", json.as_bytes());
        assert_eq!(TableKind::of(&file), Ok(TableKind::Units));
    }
}
