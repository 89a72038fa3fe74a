//! How are we: who is served, in every unit and in all.

pub mod bare_service;
pub mod equity;
pub mod indicators;
pub mod served;

pub use bare_service::{BareAnswer, BareService};
pub use equity::{Decomposition, Inequality, Measure, Undefined};
pub use indicators::{ServiceAnswer, ServiceQuestion, UnitSums};
pub use served::Served;
