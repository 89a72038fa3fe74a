//! Bytes in: map files and tables become road networks, study areas and what they hold.

pub mod datum;
pub mod osm;
pub mod standard_file;
pub mod synthetic;
pub mod table;
