//! Facts from `/sys`, `/etc` and `/proc`. Elsewhere those files are missing, and the facts with them.

use std::fs;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use signatures::VerifyingKey;
use types::{DeviceFacts, Platform};

/// What makers write where they have nothing to say.
const NOTHING: [&str; 10] = [
    "none",
    "not specified",
    "not applicable",
    "default string",
    "to be filled by o.e.m.",
    "system serial number",
    "system product name",
    "unknown",
    "uninitialized",
    "0",
];

pub(super) fn facts(platform: Platform, key: &VerifyingKey) -> DeviceFacts {
    let root = Path::new("/");
    DeviceFacts {
        platform,
        model: Some(model(root)),
        os_version: os_version(root),
        serial_number: Some(serial_number(root, key)),
        name: line(root, "proc/sys/kernel/hostname").or_else(|| line(root, "etc/hostname")),
        battery_percent: battery_percent(root),
    }
}

fn model(root: &Path) -> String {
    line(root, "sys/class/dmi/id/product_name")
        .or_else(|| line(root, "proc/device-tree/model"))
        .unwrap_or_else(|| format!("Computer ({})", std::env::consts::ARCH))
}

/// `PRETTY_NAME` of os-release, else name and version.
fn os_version(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join("etc/os-release"))
        .or_else(|_| fs::read_to_string(root.join("usr/lib/os-release")))
        .ok()?;
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='))?;
        Some(line.trim().trim_matches(['"', '\'']).to_owned()).filter(|value| !value.is_empty())
    };
    value("PRETTY_NAME").or_else(|| match (value("NAME"), value("VERSION")) {
        (Some(name), Some(version)) => Some(format!("{name} {version}")),
        (name, version) => name.or(version),
    })
}

/// The maker's serial number where it may be read (mostly by root alone); else a number derived from the machine id, which
/// itself is confidential (machine-id(5)), or at last from the device's key.
fn serial_number(root: &Path, key: &VerifyingKey) -> String {
    let read = [
        "sys/class/dmi/id/product_serial",
        "sys/class/dmi/id/board_serial",
        "proc/device-tree/serial-number",
    ]
    .iter()
    .find_map(|path| line(root, path));
    let derive = |from: &[u8]| {
        let digest =
            Sha256::new().chain_update(b"gatehouse-agent serial number\0").chain_update(from).finalize();
        let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02X}")).collect();
        format!("M-{hex}")
    };
    read.unwrap_or_else(|| match line(root, "etc/machine-id") {
        Some(machine_id) => derive(machine_id.as_bytes()),
        None => derive(key.as_bytes()),
    })
}

/// The charge of the first battery of the computer itself, not of a mouse.
fn battery_percent(root: &Path) -> Option<u8> {
    let mut supplies: Vec<_> =
        fs::read_dir(root.join("sys/class/power_supply")).ok()?.flatten().map(|entry| entry.path()).collect();
    supplies.sort();
    supplies.iter().find_map(|path| {
        let is_battery = line(path, "type").as_deref() == Some("Battery");
        let is_accessory = line(path, "scope").as_deref() == Some("Device");
        if !is_battery || is_accessory {
            return None;
        }
        // line() takes a lone 0 for "nothing"; an empty battery has one.
        let text = fs::read_to_string(path.join("capacity")).ok()?;
        text.trim().parse::<u8>().ok().filter(|percent| *percent <= 100)
    })
}

/// The first line of a small file, if it says anything.
fn line(root: &Path, path: &str) -> Option<String> {
    let text = fs::read(root.join(path)).ok()?;
    let text = String::from_utf8_lossy(&text);
    let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\0').lines().next()?.trim().to_owned();
    (!text.is_empty() && !NOTHING.contains(&text.to_ascii_lowercase().as_str())).then_some(text)
}

#[cfg(test)]
mod tests {
    use signatures::SigningKey;

    use super::*;

    fn put(root: &Path, path: &str, text: &str) {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn key() -> VerifyingKey {
        SigningKey::from_bytes(&[1; 32]).verifying_key()
    }

    #[test]
    fn a_laptop_is_described_by_its_own_files() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(root, "sys/class/dmi/id/product_name", "ThinkPad T14\n");
        put(root, "sys/class/dmi/id/product_serial", "PF-1234\n");
        put(root, "etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
        put(root, "sys/class/power_supply/AC/type", "Mains\n");
        put(root, "sys/class/power_supply/BAT0/type", "Battery\n");
        put(root, "sys/class/power_supply/BAT0/capacity", "0\n");
        put(root, "sys/class/power_supply/A_mouse/type", "Battery\n");
        put(root, "sys/class/power_supply/A_mouse/scope", "Device\n");
        put(root, "sys/class/power_supply/A_mouse/capacity", "50\n");
        assert_eq!(model(root), "ThinkPad T14");
        assert_eq!(serial_number(root, &key()), "PF-1234");
        assert_eq!(os_version(root).unwrap(), "Debian GNU/Linux 12 (bookworm)");
        assert_eq!(battery_percent(root), Some(0));
    }

    #[test]
    fn the_machine_id_itself_is_never_told() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        put(root, "etc/machine-id", "3d1219c7c4c5404aaa1f6d2a48adfda4\n");
        put(root, "sys/class/dmi/id/product_serial", "To Be Filled By O.E.M.\n");
        let serial = serial_number(root, &key());
        assert_eq!(serial, serial_number(root, &SigningKey::from_bytes(&[2; 32]).verifying_key()));
        assert_eq!(serial.len(), 18);
        assert!(!serial.to_lowercase().contains("3d1219c7"));
        put(root, "etc/machine-id", "4d1219c7c4c5404aaa1f6d2a48adfda4\n");
        assert_ne!(serial, serial_number(root, &key()));
    }

    #[test]
    fn an_empty_computer_still_has_a_model_and_a_number() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        assert_eq!(model(root), format!("Computer ({})", std::env::consts::ARCH));
        assert!(serial_number(root, &key()).starts_with("M-"));
        assert_eq!((os_version(root), battery_percent(root)), (None, None));
        put(root, "usr/lib/os-release", "NAME=Alpine\nVERSION='3.20'\n");
        assert_eq!(os_version(root).unwrap(), "Alpine 3.20");
    }
}
