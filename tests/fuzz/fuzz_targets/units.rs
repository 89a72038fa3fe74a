//! Any numbers as a place and a time: refused, or kept to the last grain.
#![no_main]

use libfuzzer_sys::fuzz_target;
use service_circle::units::{LngLat, Millis, Position};

fuzz_target!(|numbers: [f64; 3]| {
    let [lng, lat, seconds] = numbers;
    if let Ok(place) = LngLat::new(lng, lat) {
        let grain = Position::from_lng_lat(place);
        assert!((grain.lng() - lng).abs() <= 5.1e-8 && (grain.lat() - lat).abs() <= 5.1e-8);
    }
    if let Ok(time) = Millis::from_seconds(seconds) {
        assert!(time != Millis::NEVER && (time.seconds() - seconds).abs() <= 5.1e-4);
    }
});
