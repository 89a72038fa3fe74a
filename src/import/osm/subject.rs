//! What the tags of an element speak of: a facility, a building, other ground, a boundary, a place.

use super::tag_table::TagTable;
use crate::facts::ServiceId;
use crate::network::Tags;

/// Everything that an element's tags say, as far as a study asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Subject {
    pub facility: Option<FacilityTags>,
    pub building: Option<BuildingTags>,
    pub boundary: Option<BoundaryTags>,
    /// Ground on which buildings without a stated use are not homes.
    pub other_ground: bool,
}

/// A facility as its tags describe it.
#[derive(Clone, Debug)]
pub(super) struct FacilityTags {
    pub services: Vec<ServiceId>,
    pub unclear: bool,
    pub out_of_use: bool,
    pub name: Option<String>,
    pub owner: Option<String>,
    pub as_of: Option<String>,
}

/// What a building is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BuildingUse {
    /// Homes, by its own tag.
    Homes,
    /// Not said; homes unless it stands on other ground.
    Unstated,
    /// Something else.
    Other,
}

/// A building as its tags describe it.
#[derive(Clone, Copy, Debug)]
pub(super) struct BuildingTags {
    pub usage: BuildingUse,
    /// Floors, if said.
    pub levels: Option<f32>,
}

/// What an area bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BoundaryKind {
    /// An administrative unit of a level.
    Admin(u8),
    /// An island.
    Island,
    /// A group of islands.
    Archipelago,
}

/// A boundary as its tags describe it.
#[derive(Clone, Debug)]
pub(super) struct BoundaryTags {
    pub kind: BoundaryKind,
    pub name: Option<String>,
    pub name_local: Option<String>,
    /// ISO 3166-2 code of a part of a country.
    pub iso_part: Option<String>,
    /// ISO 3166-1 code of a country.
    pub iso_country: Option<String>,
}

const HOMES: [&str; 16] = [
    "apartments",
    "bungalow",
    "cabin",
    "detached",
    "dormitory",
    "farm",
    "house",
    "houseboat",
    "residential",
    "semi",
    "semidetached_house",
    "static_caravan",
    "stilt_house",
    "terrace",
    "terraced_house",
    "villa",
];

/// Keys that give a building a use of its own; `no` takes it back.
const OTHER_USE: [&str; 23] = [
    "abandoned",
    "aeroway",
    "amenity",
    "club",
    "craft",
    "demolished",
    "emergency",
    "government",
    "healthcare",
    "industrial",
    "leisure",
    "man_made",
    "military",
    "office",
    "power",
    "public_transport",
    "railway",
    "religion",
    "ruins",
    "shop",
    "sport",
    "telecom",
    "tourism",
];

/// Grounds on which a building without a stated use is hardly a home.
const OTHER_GROUND: [(&str, &[&str]); 9] = [
    (
        "landuse",
        &[
            "allotments",
            "cemetery",
            "commercial",
            "construction",
            "depot",
            "education",
            "farmyard",
            "garages",
            "greenhouse_horticulture",
            "industrial",
            "landfill",
            "military",
            "port",
            "quarry",
            "railway",
            "religious",
            "retail",
        ],
    ),
    (
        "amenity",
        &[
            "bus_station",
            "college",
            "ferry_terminal",
            "grave_yard",
            "hospital",
            "kindergarten",
            "marketplace",
            "monastery",
            "parking",
            "prison",
            "school",
            "university",
        ],
    ),
    ("leisure", &["golf_course", "marina", "park", "sports_centre", "stadium", "water_park"]),
    ("tourism", &["aquarium", "attraction", "camp_site", "hotel", "museum", "theme_park", "zoo"]),
    ("historic", &["archaeological_site", "castle", "fort"]),
    ("man_made", &["wastewater_plant", "water_works", "works"]),
    ("power", &["plant", "substation"]),
    ("aeroway", &["aerodrome"]),
    ("military", &["airfield", "barracks", "base", "naval_base", "range"]),
];

impl Subject {
    /// What the tags speak of; `None` if of nothing a study asks for.
    pub(super) fn of(tags: &Tags<'_>, table: &TagTable) -> Option<Self> {
        let subject = Self {
            facility: FacilityTags::of(tags, table),
            building: BuildingTags::of(tags),
            boundary: BoundaryTags::of(tags),
            other_ground: OTHER_GROUND
                .iter()
                .any(|(key, values)| tags.get(key).is_some_and(|v| values.contains(&v))),
        };
        let speaks = subject.facility.is_some()
            || subject.building.is_some()
            || subject.boundary.is_some()
            || subject.other_ground;
        speaks.then_some(subject)
    }
}

impl FacilityTags {
    pub(super) fn of(tags: &Tags<'_>, table: &TagTable) -> Option<Self> {
        let meaning = table.meaning(tags)?;
        let text = |keys: &[&str]| tags.first_of(keys).map(str::to_owned);
        Some(Self {
            services: meaning.services,
            unclear: meaning.unclear,
            out_of_use: is_out_of_use(tags),
            name: text(&["name", "name:en", "name:zh", "official_name", "short_name"]),
            owner: text(&["operator"]),
            as_of: text(&["check_date", "survey:date"]),
        })
    }
}

/// Whether an element says of itself that it is closed, empty or fallen down.
fn is_out_of_use(tags: &Tags<'_>) -> bool {
    ["disused", "abandoned", "ruins", "demolished", "closed", "was"]
        .iter()
        .any(|key| tags.get(key).is_some_and(|v| v != "no"))
        || ["closed", "off"].iter().any(|v| tags.is("opening_hours", v))
}

impl BuildingTags {
    fn of(tags: &Tags<'_>) -> Option<Self> {
        let value = tags.get("building").filter(|v| *v != "no")?;
        let has_use = || OTHER_USE.iter().any(|key| tags.get(key).is_some_and(|v| v != "no"));
        let usage = if is_out_of_use(tags) {
            BuildingUse::Other
        } else if HOMES.contains(&value) {
            BuildingUse::Homes
        } else if value == "yes" && !has_use() {
            BuildingUse::Unstated
        } else {
            BuildingUse::Other
        };
        let levels = tags.get("building:levels").and_then(|v| v.trim().parse::<f32>().ok());
        Some(Self { usage, levels: levels.filter(|l| (0.5..=200.0).contains(l)) })
    }
}

impl BoundaryTags {
    fn of(tags: &Tags<'_>) -> Option<Self> {
        let kind = if tags.is("boundary", "administrative") {
            let level = tags.get("admin_level").and_then(|v| v.parse().ok());
            BoundaryKind::Admin(level.filter(|l| (1..=11).contains(l))?)
        } else if tags.is("place", "island") {
            BoundaryKind::Island
        } else if tags.is("place", "archipelago") {
            BoundaryKind::Archipelago
        } else {
            return None;
        };
        let text = |keys: &[&str]| tags.first_of(keys).map(str::to_owned);
        Some(Self {
            kind,
            name: text(&["name:en", "name"]),
            name_local: text(&["name"]),
            iso_part: text(&["ISO3166-2"]),
            iso_country: text(&["ISO3166-1:alpha2", "ISO3166-1"]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn usage(tags: &[(&str, &str)]) -> Option<BuildingUse> {
        BuildingTags::of(&Tags::new(tags)).map(|b| b.usage)
    }

    #[test]
    fn homes_are_told_from_other_buildings() {
        assert_eq!(usage(&[("building", "apartments")]), Some(BuildingUse::Homes));
        assert_eq!(usage(&[("building", "yes")]), Some(BuildingUse::Unstated));
        assert_eq!(usage(&[("building", "yes"), ("shop", "no")]), Some(BuildingUse::Unstated));
        assert_eq!(usage(&[("building", "yes"), ("shop", "yes")]), Some(BuildingUse::Other));
        assert_eq!(usage(&[("building", "church")]), Some(BuildingUse::Other));
        assert_eq!(usage(&[("building", "house"), ("ruins", "yes")]), Some(BuildingUse::Other));
        assert_eq!(usage(&[("building", "no")]), None);
    }

    #[test]
    fn floors_are_read_if_they_are_a_number() {
        let levels =
            |v| BuildingTags::of(&Tags::new(&[("building", "yes"), ("building:levels", v)]));
        let levels = |v| levels(v).and_then(|b| b.levels);
        assert_eq!(
            ["3", " 2.5", "0", "3;4", "1e9", "nan"].map(levels),
            [Some(3.0), Some(2.5), None, None, None, None]
        );
    }

    #[test]
    fn what_says_it_is_closed_is_out_of_use() {
        for (key, value, closed) in [
            ("disused", "yes", true),
            ("disused", "no", false),
            ("opening_hours", "closed", true),
            ("opening_hours", "Mo-Fr", false),
            ("disused:amenity", "school", false),
        ] {
            assert_eq!(is_out_of_use(&Tags::new(&[(key, value)])), closed, "{key}={value}");
        }
    }
}
