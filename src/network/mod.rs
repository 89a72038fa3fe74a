//! Roads as arrays: what a map file says of them, and what each travel mode makes of it.

pub mod tags;
