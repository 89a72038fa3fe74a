//! Any bytes as a map file: a study, or an error with a code.
#![no_main]

use libfuzzer_sys::fuzz_target;
use service_circle::import::osm::{read_study, tag_table::STANDARD};

fuzz_target!(|bytes: &[u8]| {
    let _ = read_study(bytes, STANDARD, &mut |_, _| {});
});
