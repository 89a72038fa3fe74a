//! Roads as arrays: what a map file says of them, and what each travel mode makes of it.

pub mod arcs;
mod barrier;
mod build;
pub mod components;
pub mod hilbert;
pub mod layers;
pub mod linkage;
pub mod mode_graph;
pub mod mode_profile;
mod node_codes;
mod relink;
mod road_columns;
mod road_cutting;
pub mod road_edit;
pub mod road_editor;
pub mod road_kind;
pub mod road_network;
mod settlement;
pub mod slope;
pub mod source;
pub mod tags;
pub mod travel_mode;
mod turns;
pub mod visit;

pub use arcs::Arcs;
pub use layers::{ModeRoads, RoadLayers};
pub use linkage::{Link, RoadIndex, Unlinked};
pub use mode_graph::ModeGraph;
pub use mode_profile::{ModeProfile, ModeSettings, Person};
pub use road_edit::RoadEdit;
pub use road_editor::RoadEditor;
pub use road_kind::{Access, Pace, RoadClass, RoadKind, Surface, Wheelchair};
pub use road_network::{RoadNetwork, Skipped, Span, TurnRestriction, Via};
pub use source::{MemberKind, RoadSource};
pub use tags::Tags;
