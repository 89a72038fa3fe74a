//! The editable table of which OSM tags mean which public service.

use crate::error::{Error, ErrorCode, Result};
use crate::facts::{Catalogue, ServiceId};
use crate::network::Tags;

/// The table that ships with the product; its head explains how rows are written.
pub const STANDARD: &str = include_str!("service_tags.csv");

/// What the tags of an element say about services.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meaning {
    /// The services it gives, in the catalogue's order and each once.
    pub services: Vec<ServiceId>,
    /// A row says that the tags do not tell which service it gives.
    pub unclear: bool,
}

/// Rows that say which tags mean which service.
///
/// ```
/// use service_circle::facts::Catalogue;
/// use service_circle::import::osm::tag_table::{STANDARD, TagTable};
/// use service_circle::network::Tags;
/// let catalogue = Catalogue::standard();
/// let table = TagTable::parse(STANDARD, &catalogue)?;
/// let meaning = table.meaning(&Tags::new(&[("amenity", "pharmacy")])).expect("a service");
/// assert_eq!(meaning.services, [catalogue.find("PHA")?]);
/// # Ok::<(), service_circle::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct TagTable {
    rows: Vec<Row>,
    /// Key, value and row of every first test, sorted.
    leads: Vec<(String, String, usize)>,
    /// By first byte of a key, the lengths that keys of `leads` have, as bits: most keys of a map
    /// are told from them without a search.
    lengths: [u64; 256],
}

#[derive(Clone, Debug)]
struct Row {
    group: String,
    services: Vec<ServiceId>,
    unclear: bool,
    /// The tests after the first.
    tests: Vec<Test>,
}

#[derive(Clone, Debug)]
struct Test {
    key: String,
    /// Where words are looked for, the key's English form is too.
    key_en: String,
    kind: TestKind,
    words: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TestKind {
    Is,
    IsNot,
    Contains,
    ContainsNot,
    Present,
    Absent,
}

impl TagTable {
    /// Reads a table.
    ///
    /// # Errors
    /// `import.table` with the row; `study.service` for a service that the catalogue lacks.
    pub fn parse(text: &str, catalogue: &Catalogue) -> Result<Self> {
        let mut table = Self { rows: Vec::new(), leads: Vec::new(), lengths: [0; 256] };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                table.push(line, catalogue).map_err(|e| e.at(format!("row {}", i + 1)))?;
            }
        }
        table.leads.sort();
        for (key, _, _) in &table.leads {
            if let Some((first, length)) = mark(key) {
                table.lengths[first] |= length;
            }
        }
        Ok(table)
    }

    fn push(&mut self, line: &str, catalogue: &Catalogue) -> Result<()> {
        let wrong = |found: &str| Error::new(ErrorCode::ImportTable, found);
        let mut cells = line.splitn(3, ',').map(str::trim);
        let (Some(group), Some(services), Some(condition)) =
            (cells.next(), cells.next(), cells.next())
        else {
            return Err(wrong("fewer than three cells"));
        };
        let (unclear, mut services) = match services {
            "?" => (true, Vec::new()),
            "-" => (false, Vec::new()),
            codes => {
                let found = codes.split_whitespace().map(|c| catalogue.find(c));
                (false, found.collect::<Result<Vec<_>>>()?)
            }
        };
        services.sort_unstable();
        services.dedup();
        let mut tests = condition.split('&').map(|t| Test::parse(t.trim()));
        let lead = tests.next().flatten().filter(|t| t.kind == TestKind::Is);
        let lead = lead.ok_or_else(|| wrong("a first test that is not key=value"))?;
        let tests: Option<Vec<Test>> = tests.collect();
        let tests = tests.ok_or_else(|| wrong("a test that cannot be read"))?;
        for value in lead.words {
            self.leads.push((lead.key.clone(), value, self.rows.len()));
        }
        self.rows.push(Row { group: group.to_owned(), services, unclear, tests });
        Ok(())
    }

    /// What the tags mean; `None` if no row speaks of them, or all that do say "none of ours".
    pub fn meaning(&self, tags: &Tags<'_>) -> Option<Meaning> {
        let mut rows: Vec<usize> = Vec::new();
        let may_lead =
            |key| mark(key).is_some_and(|(first, length)| self.lengths[first] & length != 0);
        for (key, value) in tags.iter().filter(|(key, _)| may_lead(key)) {
            let before =
                |lead: &(String, String, usize)| (lead.0.as_str(), lead.1.as_str()) < (key, value);
            let from = self.leads.partition_point(before);
            let here = self.leads.get(from..).unwrap_or_default();
            rows.extend(here.iter().take_while(|l| l.0 == key && l.1 == value).map(|l| l.2));
        }
        if rows.is_empty() {
            return None;
        }
        rows.sort_unstable();
        let mut decided: Vec<&str> = Vec::new();
        let mut meaning = Meaning::default();
        for row in rows.into_iter().filter_map(|r| self.rows.get(r)) {
            if !decided.contains(&row.group.as_str()) && row.tests.iter().all(|t| t.holds(tags)) {
                decided.push(&row.group);
                meaning.services.extend(&row.services);
                meaning.unclear |= row.unclear;
            }
        }
        meaning.services.sort_unstable();
        meaning.services.dedup();
        (meaning.unclear || !meaning.services.is_empty()).then_some(meaning)
    }
}

/// The first byte of a key, and the bit of its length.
fn mark(key: &str) -> Option<(usize, u64)> {
    Some((usize::from(*key.as_bytes().first()?), 1 << key.len().min(63)))
}

impl Test {
    fn parse(text: &str) -> Option<Self> {
        let (key, kind, words) = if let Some((key, words)) = text.split_once("!=") {
            (key, TestKind::IsNot, words)
        } else if let Some((key, words)) = text.split_once("!~") {
            (key, TestKind::ContainsNot, words)
        } else if let Some((key, words)) = text.split_once('=') {
            (key, TestKind::Is, words)
        } else if let Some((key, words)) = text.split_once('~') {
            (key, TestKind::Contains, words)
        } else if let Some(key) = text.strip_prefix('!') {
            (key, TestKind::Absent, "")
        } else {
            (text, TestKind::Present, "")
        };
        let looks_inside = matches!(kind, TestKind::Contains | TestKind::ContainsNot);
        let word = |w: &str| if looks_inside { w.to_lowercase() } else { w.to_owned() };
        let words: Vec<String> =
            words.split('|').map(|w| word(w.trim())).filter(|w| !w.is_empty()).collect();
        let needs_words = !matches!(kind, TestKind::Present | TestKind::Absent);
        let key = key.trim();
        let reads = !key.is_empty() && (needs_words != words.is_empty());
        reads.then(|| Self { key: key.to_owned(), key_en: format!("{key}:en"), kind, words })
    }

    fn holds(&self, tags: &Tags<'_>) -> bool {
        let is = || tags.get(&self.key).is_some_and(|v| self.words.iter().any(|w| w == v));
        let contains = || {
            [&self.key, &self.key_en].into_iter().filter_map(|k| tags.get(k)).any(|v| {
                let v = v.to_lowercase();
                self.words.iter().any(|w| v.contains(w.as_str()))
            })
        };
        match self.kind {
            TestKind::Is => is(),
            TestKind::IsNot => !is(),
            TestKind::Contains => contains(),
            TestKind::ContainsNot => !contains(),
            TestKind::Present => tags.get(&self.key).is_some(),
            TestKind::Absent => tags.get(&self.key).is_none(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str, tags: &[(&str, &str)]) -> (String, bool) {
        let catalogue = Catalogue::standard();
        let table = TagTable::parse(text, &catalogue).expect("a table");
        let meaning = table.meaning(&Tags::new(tags)).unwrap_or_default();
        let codes: Vec<_> = meaning
            .services
            .iter()
            .map(|s| catalogue.services()[s.index()].code.as_str())
            .collect();
        (codes.join(" "), meaning.unclear)
    }

    #[test]
    fn schools_are_told_apart_or_left_open() {
        let school = |key, value| codes(STANDARD, &[("amenity", "school"), (key, value)]);
        let is = |code: &str| (code.to_owned(), false);
        assert_eq!(school("name", "Skola Primarja Attard"), is("PRI"));
        assert_eq!(school("name", "Skola Medja Tarxien"), is("JUN"));
        assert_eq!(school("name:en", "Naxxar Secondary School"), is("JUN"));
        assert_eq!(school("isced:level", "1;2"), is("PRI JUN"));
        assert_eq!(school("education", "Primary"), is("PRI"));
        assert_eq!(school("name", "EF Language School Malta"), is(""));
        assert_eq!(school("name", "Manx Language Primary School"), is("PRI"));
        assert_eq!(school("name", "St. Edwards College"), (String::new(), true));
        assert_eq!(school("name", "德清县第二小学"), is("PRI"));
    }

    #[test]
    fn groups_add_up_and_rows_of_a_group_exclude_each_other() {
        let table = "a,LIB,amenity=x & name\na,PHA,amenity=x\nb,CUL PAR,amenity=x|y & !closed";
        assert_eq!(codes(table, &[("amenity", "x"), ("name", "n")]).0, "LIB CUL PAR");
        assert_eq!(codes(table, &[("amenity", "x"), ("closed", "1")]).0, "PHA");
        assert_eq!(codes(table, &[("amenity", "y")]).0, "CUL PAR");
        assert_eq!(codes(table, &[("shop", "x")]).0, "");
    }

    #[test]
    fn a_row_that_cannot_be_read_is_named() {
        let catalogue = Catalogue::standard();
        for (text, code) in [
            ("a,LIB", ErrorCode::ImportTable),
            ("a,LIB,amenity", ErrorCode::ImportTable),
            ("a,LIB,amenity=", ErrorCode::ImportTable),
            ("a,LIB,amenity=x & =y", ErrorCode::ImportTable),
            ("a,XXX,amenity=x", ErrorCode::StudyService),
        ] {
            let error = TagTable::parse(&format!("# head\n{text}"), &catalogue).expect_err(text);
            assert_eq!((error.code(), error.place()), (code, Some("row 2")), "{text}");
        }
    }

    #[test]
    fn every_row_of_the_standard_table_is_read() {
        let table = TagTable::parse(STANDARD, &Catalogue::standard()).expect("a table");
        assert!(table.rows.len() > 60);
    }
}
