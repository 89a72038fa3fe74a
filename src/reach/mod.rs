//! How long it takes: searches over a mode's arcs, and what is read off them.

pub mod contour;
pub mod isochrone;
pub mod node_sums;
pub mod reached_roads;
pub mod search;
pub mod surface;
pub mod travel_times;
pub mod wave;

pub use isochrone::{Band, Isochrone};
pub use reached_roads::ReachedPiece;
pub use search::Search;
pub use wave::{Ends, Wave};
