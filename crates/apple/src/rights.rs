//! What a profile lets the server do (Apple: `AccessRights` of the payload `com.apple.mdm`).

use std::ops::BitOr;

/// A set of rights. Never empty on a device, and an update of a profile may not add to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessRights(u32);

impl AccessRights {
    /// See which profiles are installed.
    pub const INSPECT_PROFILES: Self = Self(1);
    /// Install and remove profiles.
    pub const INSTALL_PROFILES: Self = Self(2);
    /// Lock the device and take its passcode away.
    pub const LOCK: Self = Self(4);
    /// Erase the device.
    pub const ERASE: Self = Self(8);
    /// Ask about the device.
    pub const DEVICE_INFORMATION: Self = Self(16);
    /// Ask about its network.
    pub const NETWORK_INFORMATION: Self = Self(32);
    /// Ask whether it is secure.
    pub const SECURITY: Self = Self(1024);
    /// Change its settings.
    pub const SETTINGS: Self = Self(2048);

    /// What Gatehouse asks for: what it has a use for, and no more.
    pub const ALL_WE_USE: Self = Self(1 | 2 | 4 | 8 | 16 | 32 | 1024 | 2048);

    /// The number in a profile.
    #[must_use]
    pub fn bits(self) -> u32 {
        self.0
    }

    /// Whether all of these are in it.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

impl BitOr for AccessRights {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_the_one_of_the_specification() {
        assert_eq!(AccessRights::ALL_WE_USE.bits(), 3135);
        assert!(AccessRights::ALL_WE_USE.contains(AccessRights::LOCK | AccessRights::ERASE));
        assert!(!AccessRights::LOCK.contains(AccessRights::ERASE));
    }
}
