//! The header that says who has signed a message: up to the first zero byte the header, then the body.
#![no_main]

use apple::signature::verify;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let end = input.iter().position(|byte| *byte == 0).unwrap_or(input.len());
    let (header, body) = input.split_at(end);
    let Ok(header) = std::str::from_utf8(header) else { return };
    _ = verify(header, body.get(1..).unwrap_or_default());
});
