//! What an Apple TV says of itself before it is anybody's.
#![no_main]

use apple::machine_info::MachineInfo;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|message: &[u8]| {
    if let Ok(info) = MachineInfo::read(message) {
        assert!(!info.udid.is_empty());
    }
});
