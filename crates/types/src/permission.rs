//! What can be allowed, and the scopes by which an API token is limited. Who may do what is decided
//! in `domain::access::policy` alone; pages use these only to leave out what would be refused.

use crate::platform::words;
use serde::{Deserialize, Serialize};

words! {
    /// One thing that may be allowed or not.
    Permission {
        /// See people.
        UserRead = "user_read",
        /// Create, change and disable people and their rights.
        UserWrite = "user_write",
        /// Register devices for others, re-issue and withdraw registrations.
        RegistrationWrite = "registration_write",
        /// Read the PIN and link of somebody else's registration again.
        RegistrationSecretRead = "registration_secret_read",
        /// See all devices.
        DeviceRead = "device_read",
        /// Lock any device.
        DeviceLock = "device_lock",
        /// See the outbox.
        MessageRead = "message_read",
        /// Read messages with the PINs and links in them.
        MessageSecretRead = "message_secret_read",
        /// Send messages again.
        MessageSend = "message_send",
        /// Read the audit log.
        AuditRead = "audit_read",
        /// Read settings.
        SettingsRead = "settings_read",
        /// Change settings.
        SettingsWrite = "settings_write",
        /// See and use one's own devices in the portal.
        OwnDeviceRead = "own_device_read",
        /// Register one's own device.
        OwnRegister = "own_register",
        /// Lock one's own device.
        OwnLock = "own_lock",
    }
}

words! {
    /// What an API token may be used for.
    Scope {
        /// Everything that its owner may do.
        All = "all",
        /// Read people.
        UsersRead = "users:read",
        /// Create and change people.
        UsersWrite = "users:write",
        /// Register devices.
        RegistrationsWrite = "registrations:write",
        /// Read devices and commands.
        DevicesRead = "devices:read",
        /// Lock devices.
        DevicesLock = "devices:lock",
        /// Read the audit log.
        AuditRead = "audit:read",
    }
}
