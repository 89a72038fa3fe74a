//! Any bytes as a table of the standard.
#![no_main]
#![allow(dead_code, reason = "each target uses one body")]

#[path = "../bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::standard(bytes));
