//! What both file formats are read into: relations first, then nodes, then ways.

use crate::network::{MemberKind, Tags};
use crate::units::Position;

/// Takes the elements of a map file.
///
/// A reader calls [`Sink::relation`] for every relation, then [`Sink::node`] for every node, then
/// [`Sink::nodes_done`] once, then [`Sink::way`] for every way: so what a relation asks of ways is
/// known when they come, and a way's nodes have their places.
pub(super) trait Sink {
    /// The box that the file says it covers: west, south, east, north.
    fn bounds(&mut self, _stated: [i32; 4]) {}
    /// A relation with the kind, id and role of its members.
    fn relation(&mut self, id: i64, tags: &Tags<'_>, members: &[(MemberKind, i64, &str)]);
    /// A node; most have no tags.
    fn node(&mut self, id: i64, at: Position, tags: &Tags<'_>);
    /// A node whose coordinates are none; it is left out.
    fn misplaced_node(&mut self);
    /// About how many nodes will come.
    fn expect_nodes(&mut self, count: usize);
    /// No more nodes come.
    fn nodes_done(&mut self);
    /// A way with the ids of its nodes.
    fn way(&mut self, id: i64, nodes: &[i64], tags: &Tags<'_>);
}

/// The box between two places in 1e-9 degrees, if it is one on earth.
pub(super) fn box_from_nano([west, south, east, north]: [i64; 4]) -> Option<[i32; 4]> {
    let (low, high) = (position_from_nano(west, south)?, position_from_nano(east, north)?);
    let is_box = low.lng_e7 < high.lng_e7 && low.lat_e7 < high.lat_e7;
    is_box.then_some([low.lng_e7, low.lat_e7, high.lng_e7, high.lat_e7])
}

/// The place of coordinates in 1e-9 degrees, if they are on earth.
pub(super) fn position_from_nano(lng: i64, lat: i64) -> Option<Position> {
    let on_earth = lng.unsigned_abs() <= 180_000_000_000 && lat.unsigned_abs() <= 90_000_000_000;
    // Rounded half up, so that finer grains than OSM's are not all cut towards zero.
    let grain = |nano: i64| (nano + 50).div_euclid(100) as i32;
    on_earth.then(|| Position { lng_e7: grain(lng), lat_e7: grain(lat) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_places_on_earth_are_places() {
        let place = position_from_nano(14_500_000_149, -35_900_000_050);
        assert_eq!(place, Some(Position { lng_e7: 145_000_001, lat_e7: -359_000_000 }));
        assert_eq!(position_from_nano(0, 90_000_000_001), None);
        assert_eq!(position_from_nano(i64::MIN, 0), None);
    }
}
