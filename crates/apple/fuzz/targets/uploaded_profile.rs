//! A profile that an administrator uploads.
#![no_main]

use apple::profile::Uploaded;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    if let Ok(profile) = Uploaded::read(file) {
        assert!(!profile.identifier.is_empty());
    }
});
