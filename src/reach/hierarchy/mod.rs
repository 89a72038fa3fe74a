//! Times over a hierarchy of shortcuts: from many places to many at once, the same as a plain
//! search finds.
//!
//! [`NodeOrder`] and [`Topology`] say which shortcuts there are, [`Hierarchy`] how long they take,
//! [`Descent`] what has to be looked at for a set of targets, [`Sweep`] looks at it for
//! [`LANES`] origins at a time, and [`Matrix`] does so for places along roads. [`Hierarchies`] keeps
//! those that were asked for.

mod attached;
mod customized;
mod descent;
mod kept;
mod matrix;
mod sweep;

pub use crate::network::hierarchy::{NodeOrder, Topology};
pub use customized::Hierarchy;
pub use descent::Descent;
pub use kept::Hierarchies;
pub use matrix::{Entry, Matrix};
pub use sweep::{LANES, Lanes, Sweep};
