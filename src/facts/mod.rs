//! What is there and what is asked: units, people, facilities, and edits to them; roads come along shared.

pub mod candidate;
pub mod catalogue;
pub mod code;
pub mod demand;
pub mod facility;
pub mod note;
pub mod scenario;
pub mod service;
pub mod standard;
pub mod study_area;
pub mod text;
pub mod unit;
pub mod zone;

pub use candidate::SiteKind;
pub use catalogue::Catalogue;
pub use code::{Code, CodeColumn};
pub use demand::DemandPoints;
pub use facility::{Facilities, Facility, FacilityId, Source, State};
pub use note::Note;
pub use scenario::{Edit, Scenario};
pub use service::{Domain, Service, ServiceId};
pub use standard::ServiceStandard;
pub use study_area::{StudyArea, StudyParts};
pub use text::Text;
pub use unit::{Level, Outlines, Unit, UnitId, Units};
pub use zone::{ByZone, Zone, ZoneBasis, Zoning};
