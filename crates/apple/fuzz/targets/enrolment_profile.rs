//! The profile of an enrolment as a simulated device takes it.
#![no_main]

use apple::profile::Taken;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|profile: &[u8]| {
    _ = Taken::read(profile);
});
