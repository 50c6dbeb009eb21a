//! A message to the authority of devices, and the opening of its envelope.
#![no_main]

use std::sync::LazyLock;

use apple::scep::{Authority, FailInfo, Message, Responder, Validity};
use libfuzzer_sys::fuzz_target;

/// The authority that the seeds were written to.
static AUTHORITY: LazyLock<Authority> = LazyLock::new(|| {
    let (certificate, key) = (include_bytes!("../authority.der"), include_bytes!("../authority.key"));
    Authority::read(certificate, key).expect("the authority of the seeds")
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(message) = Message::read(bytes) else { return };
    let responder = Responder { authority: &AUTHORITY, legacy: true };
    match responder.open(&message) {
        Ok(request) => {
            let validity = Validity { from: 1_700_000_000, until: 1_800_000_000 };
            if let Ok(certificate) = AUTHORITY.issue(&request.public_key, "device", &[1; 16], validity) {
                _ = responder.accept(&message, &certificate, &[7; 16]);
            }
        }
        Err(_) => _ = responder.refuse(&message, FailInfo::BadRequest, &[7; 16]),
    }
});
