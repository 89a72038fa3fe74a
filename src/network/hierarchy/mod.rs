//! In what order a graph's nodes are left out, and the shortcuts that takes: what a hierarchy of
//! travel times is built on, whatever the times are.

mod elimination;
mod order;
mod separator;
mod topology;

pub use order::NodeOrder;
pub use topology::Topology;
