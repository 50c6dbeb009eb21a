//! Invented facts for `--simulate`: plausible for the platform, the same for a key, different between keys.

use signatures::VerifyingKey;
use types::{DeviceFacts, Platform};

pub(super) fn facts(platform: Platform, key: &VerifyingKey) -> DeviceFacts {
    let [a, b, c, d, e, f, ..] = *key.as_bytes();
    let (model, os_version) = match platform {
        Platform::Ios => ("iPhone 16", "iOS 18.5"),
        Platform::Ipados => ("iPad Air 11-inch (M3)", "iPadOS 18.5"),
        Platform::Macos => ("MacBook Air 13-inch (M4)", "macOS 15.5"),
        Platform::Tvos => ("Apple TV 4K", "tvOS 18.5"),
        Platform::Android => ("Pixel 9", "Android 15"),
        Platform::Windows => ("Surface Laptop 7", "Windows 11 24H2"),
        Platform::Linux => ("ThinkPad T14 Gen 5", "Debian GNU/Linux 12 (bookworm)"),
    };
    let has_battery = platform != Platform::Tvos;
    DeviceFacts {
        platform,
        model: Some(model.to_owned()),
        os_version: Some(os_version.to_owned()),
        serial_number: Some(format!("SIM{a:02X}{b:02X}{c:02X}{d:02X}{e:02X}")),
        name: Some(format!("simulated-{platform}-{a:02x}{b:02x}")),
        battery_percent: has_battery.then_some(40 + f % 60),
    }
}

#[cfg(test)]
mod tests {
    use signatures::SigningKey;
    use types::Validate as _;

    use super::*;

    #[test]
    fn invented_facts_are_valid_stable_and_tell_keys_apart() {
        let key = |seed| SigningKey::from_bytes(&[seed; 32]).verifying_key();
        for platform in Platform::ALL {
            let facts = crate::facts::collect(true, *platform, &key(1));
            assert_eq!(facts, crate::facts::collect(true, *platform, &key(1)));
            let other = crate::facts::collect(true, *platform, &key(2));
            assert_ne!(facts.serial_number, other.serial_number);
            assert_ne!(facts.name, other.name);
            let check_in = types::CheckIn { wait_ms: 0, facts: Some(facts) };
            assert!(check_in.validate().is_ok());
        }
    }
}
