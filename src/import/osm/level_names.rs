//! What the levels of units are called, by country.

use crate::facts::Text;

/// Names of administrative levels: ISO 3166-1 country, OSM `admin_level`, name.
const LEVELS: [(&str, u8, Text); 9] = [
    ("MT", 8, Text::fixed("市政委员会", "Council")),
    ("MT", 4, Text::fixed("大区", "Region")),
    ("IM", 8, Text::fixed("堂区与市镇", "Parish or town")),
    ("IM", 6, Text::fixed("行政区", "Sheading")),
    ("CN", 4, Text::fixed("省", "Province")),
    ("CN", 5, Text::fixed("地级市", "Prefecture")),
    ("CN", 6, Text::fixed("区县", "County or district")),
    ("CN", 8, Text::fixed("乡镇(街道)", "Township or street")),
    ("CN", 10, Text::fixed("村(社区)", "Village or community")),
];

/// The level of islands.
pub(super) const ISLAND: Text = Text::fixed("岛屿", "Island");
/// The level of the whole.
pub(super) const WHOLE: Text = Text::fixed("全域", "Whole area");

/// What a country calls an administrative level.
pub(super) fn level_name(country: Option<&str>, level: u8) -> Text {
    LEVELS.iter().find(|(of, number, _)| Some(*of) == country && *number == level).map_or_else(
        || Text::new(format!("{level} 级行政区"), format!("Level {level} area")),
        |(_, _, name)| name.clone(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_without_a_name_is_called_by_its_number() {
        assert_eq!(level_name(Some("MT"), 8).en, "Council");
        assert_eq!(level_name(Some("FR"), 8).en, "Level 8 area");
        assert_eq!(level_name(None, 10).zh, "10 级行政区");
    }
}
