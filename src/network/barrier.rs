//! Barriers on a node: which modes may not pass it.

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

#[cfg(test)]
mod tests {
    use super::*;

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
