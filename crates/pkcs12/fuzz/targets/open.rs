//! A password, a zero byte, and a file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pkcs12::{Limits, check, open};

/// Few iterations: what is looked for is in the reading, not in the deriving.
const LIMITS: Limits =
    Limits { iterations: 2_100, work: 20_000, salt: 64, key: 64, bags: 32, certificates: 16, depth: 16, name: 256 };

fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == 0).unwrap_or(input.len());
    let (password, file) = input.split_at(end);
    let file = file.get(1..).unwrap_or_default();
    _ = check(file, &LIMITS);
    if let Ok(password) = std::str::from_utf8(password) {
        _ = open(file, password, &LIMITS);
    }
});
