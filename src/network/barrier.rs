//! Barriers on a node: which modes, and whether wheelchairs, may not pass it.

use super::road_kind::Access;
use super::tags::Tags;
use super::travel_mode::access_value;
use crate::units::TravelMode;

/// Whether each mode (in the order of [`TravelMode::ALL`]) is stopped by the barrier on a node.
///
/// Gates, lift gates and bollards stop cars and, as a rule, nobody else; what the node's own
/// access tags say is stronger.
pub(super) fn stops(tags: &Tags<'_>) -> [bool; 3] {
    let Some(barrier) = tags.get("barrier") else { return [false; 3] };
    TravelMode::ALL.map(|mode| {
        let said = match mode {
            TravelMode::Walk => tags.first_of(&["foot", "access"]),
            TravelMode::Cycle => tags.first_of(&["bicycle", "vehicle", "access"]),
            TravelMode::Drive => tags.first_of(&["motorcar", "motor_vehicle", "vehicle", "access"]),
        };
        match said.and_then(access_value) {
            Some(access) => access == Access::No,
            // The gates of a level crossing open again.
            None if tags.get("railway").is_some_and(|v| v.ends_with("crossing")) => false,
            None => match mode {
                TravelMode::Walk => false,
                TravelMode::Cycle => matches!(
                    barrier,
                    "stile" | "turnstile" | "full-height_turnstile" | "kissing_gate"
                ),
                TravelMode::Drive => !matches!(
                    barrier,
                    "toll_booth"
                        | "border_control"
                        | "cattle_grid"
                        | "entrance"
                        | "no"
                        | "height_restrictor"
                        | "sally_port"
                        | "bump_gate"
                        | "kerb"
                ),
            },
        }
    })
}

/// Whether the barrier or kerb on a node stops a wheelchair.
///
/// The node's own `wheelchair` tag decides; without one, raised kerbs and what has to be climbed or
/// squeezed through stop it.
pub(super) fn stops_wheelchair(tags: &Tags<'_>) -> bool {
    match tags.get("wheelchair") {
        Some("yes" | "designated" | "limited") => false,
        Some("no") => tags.get("barrier").is_some() || tags.get("kerb").is_some(),
        _ => {
            tags.is("kerb", "raised")
                || matches!(
                    tags.get("barrier"),
                    Some(
                        "stile"
                            | "horse_stile"
                            | "turnstile"
                            | "full-height_turnstile"
                            | "kissing_gate"
                            | "log"
                            | "step"
                    )
                )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raised_kerbs_stop_wheelchairs_and_lowered_ones_do_not() {
        let stops = |pairs: &[(&str, &str)]| stops_wheelchair(&Tags::new(pairs));
        assert!(stops(&[("kerb", "raised"), ("barrier", "kerb")]));
        assert!(!stops(&[("kerb", "lowered"), ("barrier", "kerb")]));
        assert!(stops(&[("barrier", "stile")]));
        assert!(!stops(&[("barrier", "kissing_gate"), ("wheelchair", "yes")]));
        assert!(stops(&[("barrier", "gate"), ("wheelchair", "no")]));
        assert!(!stops(&[("amenity", "cafe"), ("wheelchair", "no")]));
    }

    #[test]
    fn gates_stop_cars_unless_they_say_otherwise() {
        assert_eq!(stops(&Tags::new(&[("barrier", "gate")])), [false, false, true]);
        assert_eq!(
            stops(&Tags::new(&[("barrier", "bollard"), ("foot", "no")])),
            [true, false, true]
        );
        assert_eq!(stops(&Tags::new(&[("barrier", "gate"), ("motor_vehicle", "yes")])), [false; 3]);
        assert_eq!(stops(&Tags::new(&[("barrier", "toll_booth")])), [false; 3]);
        assert_eq!(stops(&Tags::new(&[("highway", "crossing")])), [false; 3]);
        let crossing = [("barrier", "lift_gate,lights"), ("railway", "level_crossing")];
        assert_eq!(stops(&Tags::new(&crossing)), [false; 3]);
    }
}
