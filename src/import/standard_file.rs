//! The standard from a file: CSV or JSON, in UTF-8 or GB18030.

use super::table::decode;
use crate::error::Result;
use crate::facts::StandardTable;

/// In CSV, the header stands in one of the first so many lines.
const HEADER_WITHIN: usize = 12;

/// Whether a text is meant as a table of the standard, whatever is wrong with it.
fn is_meant(text: &str) -> bool {
    if text.trim_start().starts_with('{') {
        return text.contains("\"rows\"") && text.contains("\"minutes\"");
    }
    text.lines().take(HEADER_WITHIN).any(|line| {
        let line = line.to_lowercase();
        ["minutes_urban", "城镇化分钟"].iter().any(|name| line.contains(name))
    })
}

/// Whether a file is meant as a table of the standard rather than as one of facts.
pub fn is_standard(bytes: &[u8]) -> bool {
    decode(bytes).is_ok_and(|(text, _)| is_meant(&text))
}

/// The table of a file.
///
/// # Errors
/// `table.format` for bytes that are no text; `standard.column` and `standard.row` with the row
/// and the column.
pub fn read_standard(bytes: &[u8]) -> Result<StandardTable> {
    let (text, _) = decode(bytes)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        StandardTable::from_json(text)
    } else {
        StandardTable::from_csv(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn a_table_comes_back_from_each_form_and_encoding() {
        let table = StandardTable::standard().expect("the shipped table");
        let csv = table.to_csv();
        let marked = [b"\xef\xbb\xbf".as_slice(), csv.as_bytes()].concat();
        let (gb, _, lossy) = encoding_rs::GB18030.encode(&csv);
        assert!(!lossy);
        let json = table.to_json().expect("JSON");
        for bytes in [csv.as_bytes(), &marked, &gb, json.as_bytes()] {
            assert!(is_standard(bytes));
            assert_eq!(read_standard(bytes).as_ref(), Ok(&table));
        }
    }

    #[test]
    fn other_tables_are_none_and_wrong_ones_are_named() {
        for other in ["代码,名称,人口\n1,a,3\n", "{\"type\":\"FeatureCollection\"}", ""] {
            assert!(!is_standard(other.as_bytes()), "{other}");
        }
        let table = StandardTable::standard().expect("the shipped table").to_csv();
        let wrong = table.replace("code,name_zh", "code,colour,name_zh");
        assert!(is_standard(wrong.as_bytes()));
        let error = read_standard(wrong.as_bytes()).expect_err("an unknown column");
        assert_eq!(error.code(), ErrorCode::StandardColumn);
        assert_eq!((error.place(), error.found()), (Some("column 2"), "unknown \"colour\""));
    }
}
