//! Who reaches what: people and facilities joined to the roads, and the times between them.

pub mod catchment;
pub mod choice;
pub mod circle_drawer;
pub mod decay;
pub mod density;
pub mod floating_catchment;
pub mod joined;
pub mod nearest;
pub mod residents;
pub mod unit_finder;

pub use catchment::{Catchment, Circle, Felt, Touched};
pub use choice::{Choice, Huff};
pub use circle_drawer::{CircleDrawer, Reach};
pub use decay::{Band, Decay};
pub use floating_catchment::{FloatingCatchment, Method};
pub use joined::JoinedStudy;
pub use nearest::{FacilityTimes, NearestFacility};
pub use residents::Residents;
pub use unit_finder::UnitFinder;
