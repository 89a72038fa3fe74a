//! What was wrong with rows of a table: listed, counted, and the good rows go on.

use crate::facts::Text;
use serde::{Deserialize, Serialize};

/// So many are listed; all are counted.
const LISTED: usize = 1000;

/// One thing that was not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Issue {
    /// A stable name, for example `row.number`.
    pub code: String,
    /// The file.
    pub file: String,
    /// The line of the file, or the number of the feature; 0 for the whole file.
    pub row: u32,
    /// The column as the file names it.
    pub field: String,
    /// What was found.
    pub found: String,
    /// What was expected.
    pub expected: Text,
    /// The row came in, without that cell.
    pub kept: bool,
}

/// A list of issues that does not grow without end.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issues {
    listed: Vec<Issue>,
    counts: Vec<(String, u64)>,
}

impl Issues {
    /// Adds one.
    pub fn push(&mut self, issue: Issue) {
        match self.counts.iter_mut().find(|(code, _)| *code == issue.code) {
            Some((_, count)) => *count += 1,
            None => self.counts.push((issue.code.clone(), 1)),
        }
        if self.listed.len() < LISTED {
            self.listed.push(issue);
        }
    }

    /// The first thousand, in the order of the file.
    pub fn listed(&self) -> &[Issue] {
        &self.listed
    }

    /// How many there are of a code, listed or not.
    pub fn count(&self, code: &str) -> u64 {
        self.counts.iter().find(|(known, _)| known == code).map_or(0, |(_, count)| *count)
    }

    /// How many there are in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().map(|(_, count)| count).sum()
    }
}

/// What came in, and what did not.
///
/// Invariant: placed + unplaced = rows, and every unplaced row has an issue.
#[derive(Clone, Debug)]
pub struct Imported<T> {
    /// What came in.
    pub value: T,
    /// What was not as it should be.
    pub issues: Issues,
    /// Rows of data in the file; 合计 and empty rows are none.
    pub rows: usize,
    /// Rows that came in.
    pub placed: usize,
    /// Rows that did not.
    pub unplaced: usize,
    /// People of the rows that came in, and of those that did not, where the table counts people.
    pub people: (f64, f64),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thousand_are_listed_and_all_are_counted() {
        let mut issues = Issues::default();
        for row in 0..2500 {
            issues.push(Issue {
                code: if row % 5 == 0 { "row.place" } else { "row.number" }.into(),
                file: "f.csv".into(),
                row,
                field: String::new(),
                found: String::new(),
                expected: Text::fixed("", ""),
                kept: false,
            });
        }
        assert_eq!((issues.listed().len(), issues.total()), (1000, 2500));
        assert_eq!((issues.count("row.place"), issues.count("none")), (500, 0));
    }
}
