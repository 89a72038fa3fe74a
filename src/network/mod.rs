//! Roads as arrays: what a map file says of them, and what each travel mode makes of it.

pub mod arcs;
mod barrier;
mod build;
pub mod components;
pub mod hierarchy;
pub mod hilbert;
pub mod layers;
pub mod linkage;
pub mod mode_graph;
pub mod mode_profile;
pub mod road_kind;
pub mod road_network;
mod settlement;
pub mod source;
pub mod tags;
pub mod travel_mode;
mod turns;
pub mod visit;

pub use arcs::Arcs;
pub use layers::{ModeRoads, RoadLayers};
pub use linkage::{Link, RoadIndex, Unlinked};
pub use mode_graph::ModeGraph;
pub use mode_profile::{ModeProfile, ModeSettings};
pub use road_kind::{Access, RoadClass, RoadKind, Surface};
pub use road_network::{RoadNetwork, Skipped, Span, TurnRestriction, Via};
pub use source::{MemberKind, RoadSource};
pub use tags::Tags;
