//! What the device says about itself.

mod linux;
mod simulated;

use signatures::VerifyingKey;
use types::{DeviceFacts, Platform};

use crate::output::one_line;

/// The facts of this computer, or invented ones that stay the same for a key.
pub(crate) fn collect(simulate: bool, platform: Platform, key: &VerifyingKey) -> DeviceFacts {
    let facts = if simulate { simulated::facts(platform, key) } else { linux::facts(platform, key) };
    let fit = |text: Option<String>| {
        text.map(|text| one_line(&text, DeviceFacts::MAX)).filter(|text| !text.is_empty())
    };
    DeviceFacts {
        model: fit(facts.model),
        os_version: fit(facts.os_version),
        serial_number: fit(facts.serial_number),
        name: fit(facts.name),
        ..facts
    }
}
