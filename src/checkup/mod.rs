//! How are we: who is served, in every unit and in all.

pub mod served;

pub use served::Served;
