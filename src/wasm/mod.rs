//! The roof: what JavaScript calls. Every export is guard, call, convert; nothing is decided here.
#![allow(
    clippy::missing_errors_doc,
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "every export throws the core's errors, and takes its arguments as JavaScript hands them over"
)]

mod assignment_documents;
mod bare_service;
mod checkup;
mod checkup_documents;
mod checkup_run;
mod convert;
mod documents;
mod edit_types;
mod explained_site;
mod fact_documents;
mod geojson;
mod hub_documents;
mod hub_question;
mod hub_search;
mod layout_documents;
mod layout_question;
mod layout_search;
mod network_edits;
mod network_nodes;
mod phase_documents;
mod place_conditions;
mod road_network;
mod site_question;
mod site_search;
mod siting;
mod siting_documents;
mod siting_plan;
mod study;
mod study_checkup;
mod study_facts;
mod study_sites;
mod study_standard;
mod study_tables;
mod tried_documents;

pub use bare_service::{evaluate_service, inequality};
pub use checkup::{Checkup, shortage_rules};
pub use checkup_run::CheckupRun;
pub use hub_search::HubSearch;
pub use layout_search::LayoutSearch;
pub use road_network::RoadNetwork;
pub use site_search::SiteSearch;
pub use siting::{SitingSolver, solve_siting};
pub use study::Study;
pub use study_standard::{differences as standard_differences, read as read_standard};
pub use study_tables::{table_aliases, table_kind};

use wasm_bindgen::prelude::wasm_bindgen;

/// The version of this build.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}

/// The table of which OSM tags mean which service, as CSV to edit and hand to `Study.fromOsm`.
#[wasm_bindgen(js_name = serviceTags)]
pub fn service_tags() -> String {
    crate::import::osm::tag_table::STANDARD.to_owned()
}
