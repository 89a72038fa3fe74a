//! OSM tags to road kinds: the access ladder, one-way rules, limits and surfaces of each mode.

use super::road_kind::{Access, Pace, RoadClass, RoadKind, Surface, Wheelchair};
use super::slope;
use super::tags::Tags;
use crate::units::TravelMode;

/// Why a way that has a `highway` or is a ferry route is no road here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotARoad {
    /// Not built, out of use, or no road at all (`construction`, `proposed`, `raceway` …).
    NotInUse,
    /// Closed to all three modes.
    Closed,
}

/// The keys that decide, strongest first, and then `access`.
const LADDER: [&[&str]; 3] = [
    &["foot", "access"],
    &["bicycle", "vehicle", "access"],
    &["motorcar", "motor_vehicle", "vehicle", "access"],
];

/// The kind of road that a way's tags describe; `None` for ways that are no roads by nature.
///
/// `built_up` and the ferry's speed are filled in by the builder, which knows places and lengths.
pub fn road_kind(tags: &Tags<'_>) -> Option<Result<RoadKind, NotARoad>> {
    let (class, link) = match class_of(tags)? {
        Ok(class) => class,
        Err(reason) => return Some(Err(reason)),
    };
    // Most roads say nothing of access: their ladders need no climbing.
    let says_who = tags
        .iter()
        .any(|(key, _)| LADDER.iter().any(|keys| keys.iter().any(|known| key.starts_with(known))));
    let mut access = TravelMode::ALL.map(|mode| {
        let fallback = default_access(class, mode, tags);
        if !says_who {
            return [fallback; 2];
        }
        [0, 1].map(|direction| laddered(tags, mode, direction, fallback))
    });
    for mode in TravelMode::ALL {
        if let Some(closed) = one_way_closes(tags, class, mode) {
            access[mode.index()][closed] = Access::No;
        }
    }
    let pushed = match tags.get("bicycle") {
        Some("dismount") => true,
        Some("yes" | "designated" | "permissive" | "official") => class == RoadClass::Steps,
        _ => matches!(class, RoadClass::Steps | RoadClass::Footway | RoadClass::Pedestrian),
    };
    let limit = |direction: &str| {
        tags.get(direction).or(tags.get("maxspeed")).and_then(parse_limit).unwrap_or(0)
    };
    let kind = RoadKind {
        class,
        link,
        access,
        pushed,
        limit_kmh: [limit("maxspeed:forward"), limit("maxspeed:backward")],
        surface: tags.get("surface").map_or(Surface::Unknown, surface),
        wheelchair: wheelchair(tags, class),
        incline_permille: tags.get("incline").and_then(parse_incline).unwrap_or(0),
        built_up: false,
        pace: [Pace::Usual; 3],
        bridge: tags.get("bridge").is_some_and(|v| v != "no"),
        ferry_kmh10: 0,
    };
    Some(if kind.is_open() { Ok(kind) } else { Err(NotARoad::Closed) })
}

fn class_of(tags: &Tags<'_>) -> Option<Result<(RoadClass, bool), NotARoad>> {
    if tags.is("route", "ferry") {
        return Some(Ok((RoadClass::Ferry, false)));
    }
    let highway = tags.get("highway")?;
    let base = highway.strip_suffix("_link").unwrap_or(highway);
    let class = match base {
        "motorway" => RoadClass::Motorway,
        "trunk" => RoadClass::Trunk,
        "primary" => RoadClass::Primary,
        "secondary" => RoadClass::Secondary,
        "tertiary" => RoadClass::Tertiary,
        "unclassified" | "road" => RoadClass::Unclassified,
        "residential" => RoadClass::Residential,
        "living_street" => RoadClass::LivingStreet,
        "service" => RoadClass::Service,
        "track" => RoadClass::Track,
        "pedestrian" => RoadClass::Pedestrian,
        "cycleway" => RoadClass::Cycleway,
        "footway" | "platform" | "corridor" => RoadClass::Footway,
        "path" | "bridleway" => RoadClass::Path,
        "steps" => RoadClass::Steps,
        _ => return Some(Err(NotARoad::NotInUse)),
    };
    Some(Ok((class, base.len() != highway.len())))
}

fn default_access(class: RoadClass, mode: TravelMode, tags: &Tags<'_>) -> Access {
    use RoadClass as C;
    let open = match mode {
        TravelMode::Walk => class != C::Motorway && !tags.is("motorroad", "yes"),
        TravelMode::Cycle => {
            class != C::Motorway
                && !tags.is("motorroad", "yes")
                && !tags.is("highway", "corridor")
                && !tags.is("highway", "platform")
        }
        TravelMode::Drive => {
            !matches!(class, C::Pedestrian | C::Cycleway | C::Footway | C::Path | C::Steps)
                && !tags.is("service", "emergency_access")
        }
    };
    if open { Access::Yes } else { Access::No }
}

/// The strongest key that says something decides; one with a direction beats one without.
fn laddered(tags: &Tags<'_>, mode: TravelMode, direction: usize, fallback: Access) -> Access {
    let suffix = [":forward", ":backward"][direction];
    for key in LADDER[mode.index()] {
        let directed =
            tags.iter().find_map(|(k, v)| (k.strip_prefix(key) == Some(suffix)).then_some(v));
        if let Some(access) =
            directed.and_then(access_value).or(tags.get(key).and_then(access_value))
        {
            // `access=yes` opens a road to those it is built for, not a footway to cars.
            let generic_yes = *key == "access" && access == Access::Yes;
            return if generic_yes { fallback } else { access };
        }
    }
    fallback
}

/// What an access value means; `None` if it says nothing (then the next key is asked).
pub(super) fn access_value(value: &str) -> Option<Access> {
    match value {
        "yes" | "permissive" | "designated" | "official" | "public" | "dismount"
        | "discouraged" => Some(Access::Yes),
        "destination" | "customers" | "delivery" => Some(Access::Destination),
        "no" | "private" | "residents" | "permit" | "agricultural" | "forestry" | "military"
        | "emergency" | "use_sidepath" | "restricted" => Some(Access::No),
        _ => None,
    }
}

/// The direction that a one-way rule closes for a mode: 0 along, 1 against.
fn one_way_closes(tags: &Tags<'_>, class: RoadClass, mode: TravelMode) -> Option<usize> {
    let direction = |value: &str| match value {
        "yes" | "true" | "1" | "forward" => Some(1),
        "-1" | "reverse" | "backward" => Some(0),
        _ => None,
    };
    let plain = || match tags.get("oneway") {
        Some(value) => direction(value),
        None => (class == RoadClass::Motorway
            || matches!(tags.get("junction"), Some("roundabout" | "circular")))
        .then_some(1),
    };
    match mode {
        TravelMode::Drive => plain(),
        TravelMode::Cycle => match tags.get("oneway:bicycle") {
            Some(value) => direction(value),
            None if cycles_both_ways(tags) => None,
            None => plain(),
        },
        // A plain one-way rule is for vehicles; moving or one-way steps and ferries carry people.
        TravelMode::Walk => {
            if let Some(value) = tags.get("oneway:foot") {
                return direction(value);
            }
            if let Some(conveying) = tags.get("conveying") {
                return direction(conveying).filter(|_| conveying != "yes");
            }
            matches!(class, RoadClass::Steps | RoadClass::Ferry).then(plain).flatten()
        }
    }
}

fn cycles_both_ways(tags: &Tags<'_>) -> bool {
    let opposite = |key| tags.get(key).is_some_and(|v| v.starts_with("opposite"));
    opposite("cycleway")
        || opposite("cycleway:left")
        || opposite("cycleway:right")
        || [
            "cycleway:oneway",
            "cycleway:left:oneway",
            "cycleway:right:oneway",
            "cycleway:both:oneway",
        ]
        .iter()
        .any(|key| matches!(tags.get(key), Some("no" | "-1")))
}

/// A limit in km/h: a number, a number with mph, or a zone such as `MT:urban`.
fn parse_limit(value: &str) -> Option<u8> {
    let kmh = if let Some((_, zone)) = value.split_once(':') {
        match zone {
            "urban" => 50.0,
            "rural" => 80.0,
            "living_street" => 20.0,
            _ => return None,
        }
    } else if value == "walk" {
        7.0
    } else if let Some(mph) = value.strip_suffix("mph") {
        mph.trim().parse::<f64>().ok()? * 1.609_344
    } else {
        value.strip_suffix("km/h").unwrap_or(value).trim().parse().ok()?
    };
    (1.0..=200.0).contains(&kmh).then_some(libm::round(kmh) as u8)
}

/// What the map says of wheelchairs; a ramp beside steps and a kerb along the road count.
fn wheelchair(tags: &Tags<'_>, class: RoadClass) -> Wheelchair {
    let has_ramp = class == RoadClass::Steps && tags.is("ramp:wheelchair", "yes");
    match tags.get("wheelchair") {
        Some("yes" | "designated") => Wheelchair::Yes,
        Some("no") => Wheelchair::No,
        _ if has_ramp => Wheelchair::Yes,
        _ if tags.is("kerb", "raised") => Wheelchair::No,
        _ => Wheelchair::Unsaid,
    }
}

/// An `incline` in per cent or degrees; `up` and `down` alone say nothing that a time follows from.
fn parse_incline(value: &str) -> Option<i16> {
    let rise = if let Some(percent) = value.strip_suffix('%') {
        percent.trim().parse::<f64>().ok()? / 100.0
    } else {
        libm::tan(value.strip_suffix('°')?.trim().parse::<f64>().ok()?.to_radians())
    };
    (-1.0..=1.0).contains(&rise).then(|| slope::permille(rise))
}

/// A node's `ele` in metres.
pub(super) fn parse_height(value: &str) -> Option<f32> {
    let metres: f32 = value.strip_suffix('m').unwrap_or(value).trim().parse().ok()?;
    (-500.0..=9000.0).contains(&metres).then_some(metres)
}

fn surface(value: &str) -> Surface {
    match value {
        "unpaved" | "gravel" | "fine_gravel" | "compacted" | "dirt" | "earth" | "ground"
        | "grass" | "sand" | "mud" | "pebblestone" | "rock" | "woodchips" => Surface::Unpaved,
        _ => Surface::Paved,
    }
}

/// A ferry's `duration` in seconds: `hh:mm`, `hh:mm:ss`, minutes, or ISO 8601 (`PT25M`).
pub(super) fn parse_duration(value: &str) -> Option<f64> {
    if let Some(iso) = value.strip_prefix("PT") {
        let mut seconds = 0.0;
        let mut number = String::new();
        for c in iso.chars() {
            match c {
                'H' | 'M' | 'S' => {
                    let unit = match c {
                        'H' => 3600.0,
                        'M' => 60.0,
                        _ => 1.0,
                    };
                    seconds += number.parse::<f64>().ok()? * unit;
                    number.clear();
                }
                _ => number.push(c),
            }
        }
        return (seconds > 0.0 && number.is_empty()).then_some(seconds);
    }
    let parts: Option<Vec<f64>> = value.split(':').map(|p| p.trim().parse().ok()).collect();
    let seconds = match parts?[..] {
        [minutes] => minutes * 60.0,
        [hours, minutes] => hours * 3600.0 + minutes * 60.0,
        [hours, minutes, seconds] => hours * 3600.0 + minutes * 60.0 + seconds,
        _ => return None,
    };
    (seconds > 0.0 && seconds < 1e6).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Access::{Destination, No, Yes};

    fn kind(pairs: &[(&str, &str)]) -> RoadKind {
        road_kind(&Tags::new(pairs)).expect("a road").expect("in use")
    }

    #[test]
    fn the_stronger_key_decides() {
        let k = kind(&[("highway", "residential"), ("access", "private"), ("foot", "yes")]);
        assert_eq!(k.access, [[Yes; 2], [No; 2], [No; 2]]);
        let k =
            kind(&[("highway", "service"), ("vehicle", "no"), ("motor_vehicle", "destination")]);
        assert_eq!(k.access, [[Yes; 2], [No; 2], [Destination; 2]]);
        let k = kind(&[("highway", "track"), ("motor_vehicle:backward", "no")]);
        assert_eq!(k.access(TravelMode::Drive, 0), Yes);
        assert_eq!(k.access(TravelMode::Drive, 1), No);
        let k = kind(&[("highway", "footway"), ("access", "yes")]);
        assert_eq!(k.access(TravelMode::Drive, 0), No);
    }

    #[test]
    fn one_way_rules_bind_those_they_are_for() {
        let k = kind(&[("highway", "residential"), ("oneway", "yes"), ("oneway:bicycle", "no")]);
        assert_eq!(k.access, [[Yes; 2], [Yes; 2], [Yes, No]]);
        let k = kind(&[("highway", "residential"), ("oneway", "-1")]);
        assert_eq!(k.access, [[Yes; 2], [No, Yes], [No, Yes]]);
        let k = kind(&[("highway", "steps"), ("conveying", "backward")]);
        assert_eq!(k.access(TravelMode::Walk, 0), No);
        let k = kind(&[("highway", "primary"), ("junction", "roundabout")]);
        assert_eq!(k.access(TravelMode::Drive, 1), No);
        let k = kind(&[("highway", "footway"), ("oneway:foot", "yes")]);
        assert_eq!(k.access(TravelMode::Walk, 1), No);
    }

    #[test]
    fn limits_are_read_in_either_unit() {
        assert_eq!(parse_limit("50"), Some(50));
        assert_eq!(parse_limit("30 mph"), Some(48));
        assert_eq!(parse_limit("MT:urban"), Some(50));
        assert_eq!(parse_limit("signals"), None);
        assert_eq!(parse_limit("-5"), None);
    }

    #[test]
    fn durations_are_read_in_their_forms() {
        assert_eq!(parse_duration("00:25"), Some(1500.0));
        assert_eq!(parse_duration("PT1H5M"), Some(3900.0));
        assert_eq!(parse_duration("25"), Some(1500.0));
        assert_eq!(parse_duration("soon"), None);
    }

    #[test]
    fn what_is_not_built_is_no_road() {
        let t = [("highway", "construction")];
        assert_eq!(road_kind(&Tags::new(&t)), Some(Err(NotARoad::NotInUse)));
        let t = [("highway", "residential"), ("access", "no")];
        assert_eq!(road_kind(&Tags::new(&t)), Some(Err(NotARoad::Closed)));
        assert_eq!(road_kind(&Tags::new(&[("building", "yes")])), None);
    }
}
