//! Facilities from what was gathered: those in use, each once.

use super::subject::FacilityTags;
use crate::facts::{Code, Facilities, Facility, FacilityDetail, Note, Source, State, Text};
use crate::frame::Frame;
use crate::units::Position;

/// Two elements of one service and name that are this close are the same facility: typically a
/// node inside its own building. Metres.
const SAME_PLACE: f64 = 50.0;
/// A name of fewer bytes within another says nothing.
const SHORTEST_NAME: usize = 6;

/// The facilities, with notes on what was merged or left out.
pub(super) fn facilities(
    gathered: Vec<(Code, Position, FacilityTags)>,
    without_place: Vec<String>,
    services: usize,
    frame: &Frame,
) -> (Facilities, Vec<Note>) {
    let (mut unclear, mut out_of_use) = (Vec::new(), Vec::new());
    let mut found = Vec::new();
    for (code, at, tags) in gathered {
        let called = || format!("{code} {}", tags.name.as_deref().unwrap_or_default());
        if tags.out_of_use {
            out_of_use.push(called().trim_end().to_owned());
            continue;
        }
        if tags.unclear {
            unclear.push(called().trim_end().to_owned());
        }
        if !tags.services.is_empty() {
            found.push(Facility {
                code,
                name: tags.name,
                at,
                services: tags.services,
                state: State::Open,
                source: Source::File,
                owner: tags.owner,
                as_of: tags.as_of,
                detail: FacilityDetail::default(),
            });
        }
    }
    let (list, merged) = merge(found, frame);
    let notes = [
        Note::listing(
            "facilities.merged",
            merged,
            Text::fixed(
                "同一设施在地图中出现两次(同类、名称相同或相含或其一无名、相距 50 米内),已合并",
                "drawn twice on the map (same service, same name or one within the other or none, within 50 m) and merged",
            ),
        ),
        Note::listing(
            "facilities.unclear",
            unclear,
            Text::fixed(
                "标签不足以判断属于哪类服务(多为未注明学段的学校),未计入",
                "tags do not tell which service it gives (mostly schools without a level); not counted",
            ),
        ),
        Note::listing(
            "facilities.outOfUse",
            out_of_use,
            Text::fixed("地图注明已停用或废弃,未计入", "marked as disused or closed; not counted"),
        ),
        Note::listing(
            "facilities.withoutPlace",
            without_place,
            Text::fixed(
                "轮廓不完整,无法定位,未计入",
                "outline is not whole, so it has no place; not counted",
            ),
        ),
    ];
    (Facilities::new(list, services), notes.into_iter().filter(|n| n.count > 0).collect())
}

/// Merges elements that are the same facility, and says which into which.
///
/// Of several the one with a name stays, then the one with an outline, then the smaller code; it
/// takes over the services of the others.
fn merge(mut found: Vec<Facility>, frame: &Frame) -> (Vec<Facility>, Vec<String>) {
    let mut merged = Vec::new();
    let is_node = |f: &Facility| f.code.as_str().starts_with('n');
    found.sort_by(|a, b| {
        let rank = |f: &Facility| (f.name.is_none(), is_node(f));
        rank(a).cmp(&rank(b)).then_with(|| a.code.cmp(&b.code))
    });
    // By latitude, so that only neighbours are compared.
    let mut by_latitude: Vec<usize> = (0..found.len()).collect();
    by_latitude.sort_by_key(|&i| (found[i].at.lat_e7, i));
    let latitudes: Vec<i32> = by_latitude.iter().map(|&i| found[i].at.lat_e7).collect();
    let window = |at: Position| (SAME_PLACE / frame.scale_at(at.lat()).1 * 1e7) as i32 + 1;

    let mut gone = vec![false; found.len()];
    for keep in 0..found.len() {
        if gone[keep] {
            continue;
        }
        let at = found[keep].at;
        let from = latitudes.partition_point(|l| *l < at.lat_e7.saturating_sub(window(at)));
        let to = latitudes.partition_point(|l| *l <= at.lat_e7.saturating_add(window(at)));
        let mut same: Vec<usize> = by_latitude[from..to]
            .iter()
            .copied()
            .filter(|&other| {
                other > keep
                    && !gone[other]
                    && is_same(&found[keep], &found[other])
                    && frame.distance(at, found[other].at) <= SAME_PLACE
            })
            .collect();
        same.sort_unstable();
        for other in same {
            gone[other] = true;
            merged.push(format!("{} → {}", found[other].code, found[keep].code));
            let services = std::mem::take(&mut found[other].services);
            let kept = &mut found[keep].services;
            kept.extend(services);
            kept.sort_unstable();
            kept.dedup();
        }
    }
    let mut left: Vec<Facility> =
        found.into_iter().zip(gone).filter(|(_, gone)| !gone).map(|(f, _)| f).collect();
    left.sort_by(|a, b| element_order(&a.code).cmp(&element_order(&b.code)));
    (left, merged)
}

/// Same service, and the same name or one on one side only; without names a node and an outline.
fn is_same(a: &Facility, b: &Facility) -> bool {
    let names = match (&a.name, &b.name) {
        (Some(a), Some(b)) => is_same_name(a, b),
        (None, None) => a.code.as_str().starts_with('n') != b.code.as_str().starts_with('n'),
        _ => true,
    };
    names && a.services.iter().any(|s| b.services.contains(s))
}

/// The same letters and digits, or all of a shorter name within the longer.
fn is_same_name(a: &str, b: &str) -> bool {
    let letters = |name: &str| -> String {
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let (a, b) = (letters(a), letters(b));
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    a == b || (short.len() >= SHORTEST_NAME && long.contains(short.as_str()))
}

/// Nodes, ways, relations; each by number.
fn element_order(code: &Code) -> (u8, usize, &str) {
    let text = code.as_str();
    let kind = match text.as_bytes().first() {
        Some(b'n') => 0,
        Some(b'w') => 1,
        _ => 2,
    };
    (kind, text.len(), text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::ServiceId;

    fn facility(code: &str, name: Option<&str>, metres_north: f64, service: u16) -> Facility {
        Facility {
            code: Code::new(code).expect("a code"),
            name: name.map(str::to_owned),
            at: Position {
                lng_e7: 145_000_000,
                lat_e7: 359_000_000 + (metres_north * 90.0) as i32,
            },
            services: vec![ServiceId(service)],
            state: State::Open,
            source: Source::File,
            owner: None,
            as_of: None,
            detail: FacilityDetail::default(),
        }
    }

    fn merged(list: Vec<Facility>) -> (Vec<String>, Vec<String>) {
        let (left, merged) = merge(list, &Frame::around(35.9));
        (left.iter().map(|f| f.code.to_string()).collect(), merged)
    }

    #[test]
    fn a_node_in_its_building_is_one_facility_under_the_name() {
        let both = vec![facility("w9", None, 0.0, 1), facility("n5", Some("Library"), 30.0, 1)];
        assert_eq!(merged(both), (vec!["n5".into()], vec!["w9 → n5".into()]));
        let nameless = vec![facility("w9", None, 0.0, 1), facility("n5", None, 30.0, 1)];
        assert_eq!(merged(nameless), (vec!["w9".into()], vec!["n5 → w9".into()]));
    }

    #[test]
    fn names_are_the_same_whatever_their_signs_and_additions() {
        assert!(is_same_name("Ċentru tas-saħħa, Qormi", "Ċentru tas-Saħħa Qormi (Polyclinic)"));
        assert!(is_same_name("A & B", "a b"));
        assert!(!is_same_name("Skola Primarja Rabat A", "Skola Primarja Rabat B"));
        assert!(!is_same_name("Park", "Car Park"));
    }

    #[test]
    fn what_differs_in_name_service_or_place_stays() {
        let pairs = [
            (facility("n1", Some("A"), 0.0, 1), facility("n2", Some("B"), 5.0, 1)),
            (facility("n1", Some("A"), 0.0, 1), facility("n2", Some("A"), 5.0, 2)),
            (facility("n1", Some("A"), 0.0, 1), facility("n2", Some("A"), 60.0, 1)),
            (facility("n1", None, 0.0, 1), facility("n2", None, 5.0, 1)),
        ];
        for (a, b) in pairs {
            assert_eq!(merged(vec![b, a]), (vec!["n1".into(), "n2".into()], vec![]));
        }
    }

    #[test]
    fn the_order_of_the_file_does_not_matter() {
        let list: Vec<Facility> = (0..12)
            .map(|i| {
                let name = (i % 3 > 0).then_some("A");
                facility(&format!("n{i}"), name, f64::from(i) * 20.0, 1)
            })
            .collect();
        let mut backwards = list.clone();
        backwards.reverse();
        assert_eq!(merged(list), merged(backwards));
    }
}
