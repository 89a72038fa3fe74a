//! Cells as people write them: numbers, codes, coordinates, dates, yes and no.

/// Full-width letters, digits and marks in their usual width, without space at the ends.
pub(super) fn plain(cell: &str) -> String {
    let usual = |c: char| match c {
        '\u{3000}' | '\u{a0}' => ' ',
        '、' => ',',
        '—' | '–' | '－' | '~' | '～' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    };
    cell.chars().map(usual).collect::<String>().trim().to_owned()
}

/// Whether a cell says that there is nothing.
pub(super) fn is_blank(cell: &str) -> bool {
    matches!(
        plain(cell).to_ascii_lowercase().as_str(),
        "" | "-" | "--" | "/" | "\\" | "无" | "空" | "na" | "n/a" | "null" | "nan" | "[]"
    )
}

/// A number from 0 up, with separators of thousands, 万 and a unit behind it.
pub(super) fn amount(cell: &str) -> Option<f64> {
    let text: String = plain(cell).chars().filter(|c| !matches!(c, ',' | ' ' | '\'')).collect();
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let unit = &text[digits.len()..];
    let times = if unit.starts_with('万') { 10_000.0 } else { 1.0 };
    let is_unit = unit.chars().all(|c| c.is_alphabetic() || matches!(c, '㎡' | '²' | '/' | '%'));
    let is_plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if !is_plain || !is_unit || unit.contains('%') {
        // The only other spelling is that of machines.
        return text.parse().ok().filter(|v: &f64| v.is_finite() && *v >= 0.0);
    }
    digits.parse().ok().map(|v: f64| v * times).filter(|v| v.is_finite())
}

/// A code; `None` if a spreadsheet has made a rounded number of it.
pub(super) fn code(cell: &str) -> Option<String> {
    let text = plain(cell);
    let text = text.strip_prefix('\'').unwrap_or(&text);
    let is_digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if let Some((mantissa, exponent)) = text.split_once(['E', 'e'])
        && is_digits(mantissa)
        && is_digits(exponent.trim_start_matches(['+', '-']))
        && text.contains(['.', '+'])
    {
        return None;
    }
    let whole = text.strip_suffix(".0").filter(|t| is_digits(t)).unwrap_or(text);
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// Degrees: decimal, or degrees, minutes and seconds with their signs.
pub(super) fn degrees(cell: &str) -> Option<f64> {
    let text = plain(cell);
    let text = text.trim_matches(|c: char| {
        matches!(c, 'E' | 'N' | 'e' | 'n' | '东' | '北' | '经' | '纬' | ' ' | ':')
    });
    if let Ok(value) = text.trim_end_matches(['°', '度']).parse::<f64>() {
        return Some(value).filter(|v| v.is_finite());
    }
    let mut parts = text.split(|c: char| {
        matches!(c, '°' | '度' | '′' | '\'' | '分' | '″' | '"' | '秒' | '’' | '”' | ' ')
    });
    let mut value = 0.0;
    let mut found = 0;
    for (part, of) in parts.by_ref().filter(|p| !p.is_empty()).zip([1.0, 60.0, 3600.0]) {
        let number: f64 = part.parse().ok().filter(|v: &f64| v.is_finite() && *v >= 0.0)?;
        if found > 0 && number >= 60.0 {
            return None;
        }
        value += number / of;
        found += 1;
    }
    (found >= 2 && parts.all(str::is_empty)).then_some(value)
}

/// Longitude and latitude in one cell.
pub(super) fn pair(cell: &str) -> Option<(f64, f64)> {
    let text = plain(cell);
    let text = text.trim_matches(['(', ')', '[', ']']);
    let (a, b) =
        text.split_once([',', ';', '|']).or_else(|| text.split_once(char::is_whitespace))?;
    Some((degrees(a)?, degrees(b)?))
}

/// A day, month or year as `2024-05-14`, `2024-05` or `2024`; other text as it is.
pub(super) fn date(cell: &str) -> String {
    let text = plain(cell);
    let day = text.split([' ', 'T']).next().unwrap_or(&text);
    let digits = |c: char| c.is_ascii_digit();
    if day.len() == 8 && day.chars().all(digits) {
        return format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]);
    }
    let parts: Vec<&str> =
        day.split(['.', '/', '-', '年', '月', '日']).filter(|p| !p.is_empty()).collect();
    let is_number = |p: &&str| p.len() <= 4 && p.chars().all(digits);
    match parts.as_slice() {
        [y] if y.len() == 4 && is_number(y) => (*y).to_owned(),
        [y, m] if y.len() == 4 && is_number(y) && is_number(m) => format!("{y}-{m:0>2}"),
        [y, m, d] if y.len() == 4 && [y, m, d].into_iter().all(is_number) => {
            format!("{y}-{m:0>2}-{d:0>2}")
        }
        _ => text,
    }
}

/// Yes or no.
pub(super) fn yes(cell: &str) -> Option<bool> {
    match plain(cell).to_ascii_lowercase().as_str() {
        "是" | "有" | "yes" | "y" | "true" | "1" => Some(true),
        "否" | "无" | "no" | "n" | "false" | "0" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_their_usual_spellings() {
        for (cell, value) in [
            ("1,234", 1234.0),
            ("1,234.5", 1234.5),
            ("１２３", 123.0),
            ("3.2万", 32_000.0),
            ("350㎡", 350.0),
            ("20 托位", 20.0),
            ("1e3", 1000.0),
            ("0", 0.0),
        ] {
            assert_eq!(amount(cell).map(|v| v as i64), Some(value as i64), "{cell}");
        }
        for cell in ["", "约500", "-3", "12%", "3-5", "inf", "NaN", "1.2.3"] {
            assert_eq!(amount(cell), None, "{cell}");
        }
    }

    #[test]
    fn codes_that_a_spreadsheet_rounded_are_noticed() {
        assert_eq!(code("'330502001005").as_deref(), Some("330502001005"));
        assert_eq!(code("330502001.0").as_deref(), Some("330502001"));
        assert_eq!(code("３３０５").as_deref(), Some("3305"));
        assert_eq!(code("12E4").as_deref(), Some("12E4"));
        assert_eq!((code("3.30502E+11"), code("")), (None, None));
    }

    #[test]
    fn coordinates_in_degrees_and_minutes() {
        assert_eq!(pair("120.08，30.89"), Some((120.08, 30.89)));
        assert_eq!(pair("120.08 30.89"), Some((120.08, 30.89)));
        let (lng, lat) = pair("东经120°5′12″,北纬30°53′24″").expect("a pair");
        assert!((lng - 120.086_666_7).abs() < 1e-6 && (lat - 30.89).abs() < 1e-9);
        for cell in ["", "120.08", "120°75′", "a,b", "1°2′3″4"] {
            assert_eq!(pair(&format!("{cell},")), None, "{cell}");
            assert_eq!(pair(cell), None, "{cell}");
        }
    }

    #[test]
    fn dates_become_sortable() {
        for (cell, day) in [
            ("2024.5.14", "2024-05-14"),
            ("2024年5月", "2024-05"),
            ("2024/12/1 08:00", "2024-12-01"),
            ("20240514", "2024-05-14"),
            ("2024", "2024"),
            ("去年", "去年"),
        ] {
            assert_eq!(date(cell), day);
        }
    }

    #[test]
    fn blanks_and_yes() {
        assert!(["", " ", "-", "/", "无", "—", "[]", "N/A"].into_iter().all(is_blank));
        assert!(!is_blank("0"));
        assert_eq!([yes("是"), yes("No"), yes("也许")], [Some(true), Some(false), None]);
    }
}
