//! How are we: who is served, in every unit and in all.

pub mod served;
pub mod unserved;

pub use served::Served;
pub use unserved::Unserved;
