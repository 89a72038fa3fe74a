//! Places joined to roads before an edit: only those near what the edit changed are joined anew.

use super::layers::ModeRoads;
use super::linkage::{ISLAND_SHARE, Link, Unlinked};
use crate::frame::Plane;
use crate::units::Position;

/// More boxes than this are taken as one.
const MOST_BOXES: usize = 64;

/// South-west and north-east corner.
type Corners = [Position; 2];

impl ModeRoads {
    /// Joins places to these roads, given how they were joined to the roads of the same profile
    /// of another network of the same file; the answer is that of joining all of them.
    pub fn relink(
        &self,
        before: &Self,
        places: &[Position],
        links: &[Result<Link, Unlinked>],
    ) -> Vec<Result<Link, Unlinked>> {
        let changed = self.changed_since(before);
        let is_near = |at: &Position| {
            changed.iter().any(|[low, high]| {
                (low.lng_e7..=high.lng_e7).contains(&at.lng_e7)
                    && (low.lat_e7..=high.lat_e7).contains(&at.lat_e7)
            })
        };
        let linked = places.iter().zip(links);
        linked
            .map(|(at, link)| if is_near(at) { self.link(at.to_lng_lat()) } else { *link })
            .collect()
    }

    /// Boxes around all places whose nearest road can be another one: those within the cap of a
    /// road that was opened or closed or came to lie on an island or the largest component.
    fn changed_since(&self, before: &Self) -> Vec<Corners> {
        let role = |roads: &Self, road: u32| {
            let components = roads.graph.components();
            let is_small = components.share_of_road(road) < ISLAND_SHARE;
            roads.graph.is_open(road).then(|| (components.is_largest(road), is_small))
        };
        // What edits added here and there are different roads, though their numbers be the same.
        let of_file = self.network.roads_of_file();
        let added = |roads: &Self| of_file..roads.network.roads() as u32;
        let changed = (0..of_file).filter(|road| role(self, *road) != role(before, *road));
        let changed = changed.chain(added(self)).map(|road| self.box_around(road));
        let gone = added(before).map(|road| before.box_around(road));
        let mut boxes: Vec<Corners> = changed.chain(gone).collect();
        if boxes.len() > MOST_BOXES {
            let all = boxes.into_iter().reduce(joined);
            boxes = all.into_iter().collect();
        }
        boxes
    }

    fn box_around(&self, road: u32) -> Corners {
        // Boxes of roads are believed only beyond a slack; see the search for the nearest.
        let reach = self.graph.profile().off_road_cap_metres * 1.1 + 10.0;
        let around = |at: Position| {
            let plane = Plane::around(at.to_lng_lat());
            [-reach, reach].map(|metres| {
                let (lng, lat) = plane.to_degrees(metres, metres);
                let whole = |degrees: f64| (degrees * 1e7).clamp(-1.8e9, 1.8e9) as i32;
                Position { lng_e7: whole(lng), lat_e7: whole(lat) }
            })
        };
        let first = self.network.junction_at(self.network.ends(road)[0]);
        self.network.points(road).map(around).fold(around(first), joined)
    }
}

fn joined(a: Corners, b: Corners) -> Corners {
    let pick = |side: usize, f: fn(i32, i32) -> i32| Position {
        lng_e7: f(a[side].lng_e7, b[side].lng_e7),
        lat_e7: f(a[side].lat_e7, b[side].lat_e7),
    };
    [pick(0, i32::min), pick(1, i32::max)]
}
