//! Which field a column holds, told from its header by a table of names.

use super::cell::plain;
use crate::error::{Error, ErrorCode, Result};
use std::borrow::Cow;

/// The names of columns that ship with the product; its head explains how rows are written.
pub const ALIASES: &str = include_str!("aliases.csv");

/// A header without what does not matter: case, spaces, underscores and units in brackets.
fn stem(header: &str) -> String {
    let text = plain(header).to_lowercase();
    let without_unit = match text.find('(') {
        Some(at) if at > 0 && text.ends_with(')') => &text[..at],
        _ => &text,
    };
    without_unit.chars().filter(|c| !matches!(c, ' ' | '_' | '\u{feff}')).collect()
}

/// The field of a header among those that are asked for, by a table of names from [`names`].
///
/// A name may stand for several fields; the first that is asked for counts.
pub(super) fn field(aliases: &str, header: &str, asked: &[&'static str]) -> Option<&'static str> {
    let found = stem(header);
    if found.is_empty() {
        return None;
    }
    aliases.lines().filter(|l| !l.starts_with('#')).find_map(|line| {
        let mut cells = line.split(',');
        let name = cells.next()?;
        let field = asked.iter().find(|asked| **asked == name)?;
        (name == found || cells.any(|alias| alias == found)).then_some(*field)
    })
}

/// Whether a header says that the column tells who somebody is; no edited table makes it harmless.
pub(super) fn is_personal(header: &str) -> bool {
    field(ALIASES, header, &["personal"]).is_some()
}

/// All fields that a column can hold.
pub(super) fn fields() -> impl Iterator<Item = &'static str> {
    ALIASES.lines().filter(|l| !l.starts_with('#')).filter_map(|l| l.split(',').next())
}

/// A table of names with each name as headers are compared; only an edited one has to be rewritten.
///
/// # Errors
/// `table.column` with the line that begins with no field.
pub(super) fn names(aliases: &str) -> Result<Cow<'_, str>> {
    if aliases == ALIASES {
        return Ok(Cow::Borrowed(aliases));
    }
    let mut plain = String::new();
    for (i, line) in aliases.lines().enumerate().filter(|(_, l)| !l.starts_with('#')) {
        let mut cells = line.split(',');
        let name = cells.next().unwrap_or_default().trim();
        if !line.trim().is_empty() && !fields().any(|known| known == name) {
            let unknown = Error::new(ErrorCode::TableColumn, format!("field {name:?}"));
            return Err(unknown.at(format!("aliases line {}", i + 1)));
        }
        plain.push_str(name);
        for alias in cells {
            plain.push(',');
            plain.push_str(&stem(alias));
        }
        plain.push('\n');
    }
    Ok(Cow::Owned(plain))
}

/// What stands behind a prefix such as `capacity:` or `人群:`.
pub(super) fn prefixed(header: &str, prefixes: &[&str]) -> Option<String> {
    let text = plain(header);
    let (before, behind) = text.split_once(':')?;
    let is = |p: &&str| before.trim().eq_ignore_ascii_case(p);
    let behind = behind.trim();
    (prefixes.iter().any(is) && !behind.is_empty()).then(|| behind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_both_languages() {
        let asked = ["code", "total", "area", "60+", "0-2"];
        for (header, expected) in [
            ("区划代码", Some("code")),
            ("\u{feff}Code", Some("code")),
            ("常住人口(人)", Some("total")),
            ("面积(平方公里)", Some("area")),
            ("60岁及以上", Some("60+")),
            ("0—2岁", Some("0-2")),
            ("age_0-2", Some("0-2")),
            ("备注", None),
            ("", None),
            ("经度", None),
        ] {
            assert_eq!(field(ALIASES, header, &asked), expected, "{header}");
        }
    }

    #[test]
    fn personal_columns_and_prefixes() {
        assert!(is_personal("身份证号") && is_personal("ID_Card") && !is_personal("名称"));
        assert_eq!(prefixed("容量:KIN", &["容量"]).as_deref(), Some("KIN"));
        assert_eq!(prefixed("容量:KIN", &["capacity", "容量"]).as_deref(), Some("KIN"));
        assert_eq!(prefixed("容量", &["容量"]), None);
    }

    #[test]
    fn an_edited_table_brings_names_of_its_own() {
        let edited = names("# ours\n\ntotal, 在册人数 ,Head Count\n").expect("a table");
        assert_eq!(field(&edited, "在册人数(人)", &["code", "total"]), Some("total"));
        assert_eq!(field(&edited, "headcount", &["total"]), Some("total"));
        assert_eq!(field(&edited, "人口", &["total"]), None);
        let error = names("code,a\nweight,b").expect_err("no such field");
        assert_eq!(error.place(), Some("aliases line 2"));
    }

    #[test]
    fn no_line_of_the_table_is_without_a_name() {
        for line in ALIASES.lines().filter(|l| !l.starts_with('#')) {
            assert!(line.split(',').count() > 1, "{line}");
            for name in line.split(',').skip(1) {
                assert_eq!(stem(name), name, "{name} would never be met");
            }
        }
    }
}
