//! What a device says at check-in.
#![no_main]

use apple::check_in::CheckIn;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    if let Ok(message) = CheckIn::read(body) {
        assert!(message.ids.device().is_some_and(|id| !id.is_empty()) || message.ids.device().is_none());
    }
});
