//! What is there and what is asked: units, people, facilities, and edits to them; roads come along shared.

pub mod candidate;
pub mod catalogue;
pub mod code;
pub mod demand;
pub mod demand_factor;
pub mod facility;
pub mod fact_edit;
pub mod group;
pub mod note;
pub mod scenario;
pub mod service;
pub mod standard;
pub mod standard_cell;
mod standard_csv;
pub mod standard_row;
pub mod standard_table;
pub mod study_area;
pub mod text;
pub mod unit;
pub mod zone;

pub use candidate::{Candidate, Candidates, SiteKind, SiteState};
pub use catalogue::Catalogue;
pub use code::{Code, CodeColumn};
pub use demand::DemandPoints;
pub use demand_factor::DemandFactors;
pub use facility::{
    Attribute, Facilities, Facility, FacilityDetail, FacilityId, Load, Source, State,
};
pub use fact_edit::{Moving, Peopling, Resizing, Rezoning};
pub use group::{Counts, GroupPeople, Groups, KnownGroup};
pub use note::Note;
pub use scenario::{Edit, Scenario};
pub use service::{Domain, Service, ServiceId};
pub use standard::ServiceStandard;
pub use standard_cell::CellChange;
pub use standard_row::{NormBase, StandardRow, Trust};
pub use standard_table::{Difference, StandardTable};
pub use study_area::{StudyArea, StudyParts};
pub use text::Text;
pub use unit::{Level, Outlines, Unit, UnitId, UnitMarks, Units};
pub use zone::{ByZone, Zone, ZoneBasis, Zoning};
