//! Bytes in: map files become road networks and study areas.

pub mod osm;
