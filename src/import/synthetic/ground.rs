//! The made-up ground: metres bent a little, somewhere in the open sea.

use super::layout::Rect;
use crate::frame::Plane;
use crate::units::{LngLat, Position};

/// In the East China Sea: nobody lives there, so nobody is meant.
const SOUTH_WEST: (f64, f64) = (124.0, 29.4);

/// Metres of the layout to positions.
#[derive(Debug)]
pub(super) struct Ground {
    plane: Plane,
    /// Places of road nodes; a node's id is its position plus one.
    nodes: Vec<Position>,
}

impl Ground {
    /// # Errors
    /// None: the place is one.
    pub(super) fn new() -> crate::error::Result<Self> {
        let plane = Plane::around(LngLat::new(SOUTH_WEST.0, SOUTH_WEST.1)?);
        Ok(Self { plane, nodes: Vec::new() })
    }

    /// The position of a place of the layout. Straight lines become gentle curves.
    pub(super) fn position(&self, (x, y): (f64, f64)) -> Position {
        let bent_x =
            x + 700.0 * libm::sin(y / 9_000.0) + 260.0 * libm::sin(y / 2_300.0 + x / 7_000.0);
        let bent_y =
            y + 600.0 * libm::sin(x / 8_000.0) + 240.0 * libm::sin(x / 2_700.0 + y / 6_000.0);
        let (lng, lat) = self.plane.to_degrees(bent_x, bent_y);
        let grain = |degrees: f64| libm::round(degrees * 1e7) as i32;
        Position { lng_e7: grain(lng), lat_e7: grain(lat) }
    }

    /// A new road node.
    pub(super) fn node(&mut self, at: (f64, f64)) -> i64 {
        self.nodes.push(self.position(at));
        self.nodes.len() as i64
    }

    /// Where a node is.
    pub(super) fn node_at(&self, id: i64) -> Option<Position> {
        self.nodes.get(usize::try_from(id).ok()?.checked_sub(1)?).copied()
    }

    /// The closed outline of a rectangle.
    pub(super) fn outline(&self, rect: &Rect) -> Vec<Position> {
        /// Points stand on lines this far apart, so that neighbours share theirs.
        const STEP: f64 = 500.0;
        let Rect { west, south, east, north } = *rect;
        let between = |from: f64, to: f64| {
            let (low, high) = (from.min(to), from.max(to));
            let lines = ((low / STEP) as i64 + 1)..=(high / STEP) as i64;
            let mut at: Vec<f64> =
                lines.map(|k| k as f64 * STEP).filter(|v| *v > low && *v < high).collect();
            if from > to {
                at.reverse();
            }
            at
        };
        let mut ring = vec![(west, south)];
        ring.extend(between(west, east).into_iter().map(|x| (x, south)));
        ring.push((east, south));
        ring.extend(between(south, north).into_iter().map(|y| (east, y)));
        ring.push((east, north));
        ring.extend(between(east, west).into_iter().map(|x| (x, north)));
        ring.push((west, north));
        ring.extend(between(north, south).into_iter().map(|y| (west, y)));
        ring.push((west, south));
        ring.into_iter().map(|at| self.position(at)).collect()
    }
}
