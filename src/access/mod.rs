//! Who reaches what: people and facilities joined to the roads, and the times between them.

pub mod density;
pub mod joined;
pub mod nearest;
pub mod residents;

pub use joined::JoinedStudy;
pub use nearest::{FacilityTimes, NearestFacility};
pub use residents::Residents;
