//! What a device answers to a command, and everything that is read out of it.
#![no_main]

use apple::report::Report;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| {
    let Ok(report) = Report::read(body) else { return };
    _ = (report.text("OSVersion"), report.is("IsSupervised"), report.number("DeviceCapacity"));
    _ = (report.is_secure_by("PasscodePresent"), report.profiles(), report.message_result());
    _ = (report.location(), report.errors(), report.reason());
});
