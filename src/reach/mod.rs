//! How long it takes: searches over a mode's arcs, and what is read off them.

pub mod border;
mod contour;
mod distance_grid;
pub mod hierarchy;
pub mod isochrone;
pub mod node_sums;
mod pixel_field;
pub mod reached_roads;
pub mod search;
mod strokes;
pub mod surface;
pub mod travel_times;
pub mod unreached;
pub mod wave;

pub use border::BorderTimes;
pub use isochrone::{Band, Isochrone};
pub use reached_roads::ReachedPiece;
pub use search::Search;
pub use unreached::{Standing, Unreached};
pub use wave::{Ends, Wave};
