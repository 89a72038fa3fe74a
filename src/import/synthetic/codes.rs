//! Codes of the made-up prefecture, built like real ones and outside their ranges.

use super::layout::Layout;

/// No province has the number 99.
const CITY: &str = "9905";

/// The city's six digits.
pub(super) fn city() -> String {
    format!("{CITY}00")
}

/// A county's six digits.
pub(super) fn county(index: usize) -> String {
    format!("{CITY}{:02}", index + 1)
}

/// A township's nine digits.
pub(super) fn township(layout: &Layout, index: usize) -> String {
    let county_index = layout.townships[index].county;
    let first = layout.townships.partition_point(|t| t.county < county_index);
    format!("{}{:03}", county(county_index), index - first + 1)
}

/// A village's twelve digits.
pub(super) fn village(layout: &Layout, index: usize) -> String {
    let of = layout.villages[index].township;
    let first = layout.villages.partition_point(|v| v.township < of);
    format!("{}{:03}", township(layout, of), index - first + 1)
}
