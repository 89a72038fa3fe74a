//! The standard as a table: named, versioned, edited as CSV or JSON, and laid beside others.

use super::catalogue::Catalogue;
use super::standard_csv::{self, COLUMNS};
use super::standard_row::StandardRow;
use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};

/// The table that ships with the product.
///
/// Source: domain notes of the product, every number with its tag; to be replaced by the customer's
/// own 15分钟公共服务圈建设方案.
pub const DEFAULT: &str = include_str!("standard.csv");

/// Rows of the standard, one per service.
///
/// Every answer that is computed with a table says its name and version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandardTable {
    /// What the table is called.
    pub name: String,
    /// Which version of it this is, as its keeper counts.
    pub version: String,
    /// The rows, each service once.
    pub rows: Vec<StandardRow>,
}

/// A field in which tables differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The service's code.
    pub service: String,
    /// The column; `None` where a table lacks the service altogether.
    pub field: Option<String>,
    /// What each table says, in their order; `None` where it lacks the service.
    pub values: Vec<Option<String>>,
}

impl StandardTable {
    /// The table that ships with the product: 31 services.
    ///
    /// # Errors
    /// None: the shipped table is tested to be readable.
    pub fn standard() -> Result<Self> {
        Self::from_csv(DEFAULT)
    }

    /// A table without rows, for studies that ask for nothing.
    pub fn empty() -> Self {
        Self { name: String::new(), version: String::new(), rows: Vec::new() }
    }

    /// Reads a table from CSV in UTF-8; headers in English or Chinese, in any order.
    ///
    /// # Errors
    /// `standard.column` for a column that is unknown, missing or there twice; `standard.row` with
    /// the row and the column.
    pub fn from_csv(text: &str) -> Result<Self> {
        standard_csv::read(text)?.checked()
    }

    /// The table as CSV in UTF-8 that [`StandardTable::from_csv`] reads as the same table; Excel
    /// wants a byte order mark in front of it.
    pub fn to_csv(&self) -> String {
        standard_csv::write(self)
    }

    /// Reads a table from JSON.
    ///
    /// # Errors
    /// `standard.row` for anything that is no table, unknown fields by name.
    pub fn from_json(text: &str) -> Result<Self> {
        let table: Self = serde_json::from_str(text)
            .map_err(|e| Error::new(ErrorCode::StandardRow, e.to_string()))?;
        table.checked()
    }

    /// The table as JSON.
    ///
    /// # Errors
    /// `standard.row` if a number has no JSON form.
    pub fn to_json(&self) -> Result<String> {
        serde_json::to_string_pretty(self)
            .map_err(|e| Error::new(ErrorCode::StandardRow, e.to_string()))
    }

    /// The row of a service.
    pub fn row(&self, service: &str) -> Option<&StandardRow> {
        self.rows.iter().find(|row| row.code == service)
    }

    /// The fields in which tables differ, by service in the order of their first table, then by
    /// column.
    pub fn differences(tables: &[&Self]) -> Vec<Difference> {
        let mut services: Vec<&str> = Vec::new();
        for row in tables.iter().flat_map(|t| &t.rows) {
            if !services.contains(&row.code.as_str()) {
                services.push(&row.code);
            }
        }
        let mut found = Vec::new();
        for service in services {
            let cells: Vec<Option<_>> =
                tables.iter().map(|t| t.row(service).map(standard_csv::cells)).collect();
            let mut differs = |field: Option<usize>, values: Vec<Option<String>>| {
                if values.windows(2).any(|pair| pair[0] != pair[1]) {
                    found.push(Difference {
                        service: service.to_owned(),
                        field: field.map(|i| COLUMNS[i].0.to_owned()),
                        values,
                    });
                }
            };
            if cells.iter().any(Option::is_none) {
                let has = |row: &Option<_>| row.as_ref().map(|_| service.to_owned());
                differs(None, cells.iter().map(has).collect());
                continue;
            }
            for column in 0..COLUMNS.len() {
                let value =
                    |row: &Option<standard_csv::Cells>| row.as_ref().map(|r| r[column].clone());
                differs(Some(column), cells.iter().map(value).collect());
            }
        }
        found
    }

    /// Whether each service stands once, under a known domain, with numbers in their ranges.
    pub(super) fn checked(self) -> Result<Self> {
        let domains = Catalogue::standard();
        for (i, row) in self.rows.iter().enumerate() {
            let place = || format!("row {} ({})", i + 1, row.code);
            row.check().map_err(|e| e.at(place()))?;
            if domains.find_domain(&row.domain).is_none() {
                let wrong = Error::new(ErrorCode::StandardRow, format!("{:?}", row.domain));
                return Err(wrong.at("domain").at(place()));
            }
            if self.rows[..i].iter().any(|before| before.code == row.code) {
                let twice = Error::new(ErrorCode::StandardRow, "a service that stands twice");
                return Err(twice.at("code").at(place()));
            }
        }
        Ok(self)
    }
}
