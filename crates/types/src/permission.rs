//! What can be allowed, and the scopes by which an API token is limited. Who may do what is decided
//! in `domain::access::policy` alone; pages use these only to leave out what would be refused.

use std::fmt;

use crate::{access::Face, platform::words};
use serde::{Deserialize, Serialize};

words! {
    /// One thing that may be allowed or not.
    Permission {
        /// See people, groups and roles.
        UserRead = "user_read",
        /// Create, change and disable people, and their portal rights.
        UserWrite = "user_write",
        /// Help people in: send password links, end sessions.
        UserHelp = "user_help",
        /// Delete people, export and erase what is kept about them.
        UserDelete = "user_delete",
        /// Create, change and delete local groups, their members and rights.
        GroupWrite = "group_write",
        /// Give and take administrator roles.
        RoleAssign = "role_assign",
        /// Make, change and delete roles.
        RoleWrite = "role_write",
        /// See directories and how they were read.
        DirectoryRead = "directory_read",
        /// Connect, change and read directories.
        DirectoryWrite = "directory_write",
        /// Change how people sign in, and whose certificates count.
        SignInWrite = "sign_in_write",
        /// Register devices for others, re-issue and withdraw registrations.
        RegistrationWrite = "registration_write",
        /// Register devices beyond a person's limit, with a reason.
        LimitExceed = "limit_exceed",
        /// Read the PIN and link of somebody else's registration again.
        RegistrationSecretRead = "registration_secret_read",
        /// See all devices.
        DeviceRead = "device_read",
        /// Lock any device.
        DeviceLock = "device_lock",
        /// Clear the passcode of any device.
        DeviceUnlock = "device_unlock",
        /// Locate devices.
        DeviceLocate = "device_locate",
        /// Restart and rename any device.
        DeviceWrite = "device_write",
        /// Retire any device.
        DeviceRetire = "device_retire",
        /// Wipe any device.
        DeviceWipe = "device_wipe",
        /// Delete records of devices that have left or never came.
        DeviceDelete = "device_delete",
        /// Make, change and delete labels and configurations.
        ConfigurationWrite = "configuration_write",
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
        /// Change what messages say.
        TemplateWrite = "template_write",
        /// See and use one's own devices in the portal.
        OwnDeviceRead = "own_device_read",
        /// Register one's own device.
        OwnRegister = "own_register",
        /// Lock one's own device.
        OwnLock = "own_lock",
        /// Clear the passcode of one's own device.
        OwnUnlock = "own_unlock",
        /// Locate one's own device.
        OwnLocate = "own_locate",
        /// Wipe one's own device.
        OwnWipe = "own_wipe",
        /// Retire one's own device.
        OwnRetire = "own_retire",
        /// Change the ownership of one's own device.
        OwnChangeOwnership = "own_change_ownership",
        /// Reset the PIN password of one's own device.
        OwnResetPinPassword = "own_reset_pin_password",
        /// Upload one's own certificates.
        OwnUploadCertificates = "own_upload_certificates",
        /// Read the PIN and link of one's own registration again.
        OwnRegistrationSecretRead = "own_registration_secret_read",
        /// Change one's own language and time zone, see and end one's own sessions.
        OwnAccount = "own_account",
    }
}

impl Permission {
    /// Whether it is about one's own things in the portal. Portal rights give these, roles never do.
    pub fn is_own(self) -> bool {
        matches!(
            self,
            Self::OwnDeviceRead
                | Self::OwnRegister
                | Self::OwnLock
                | Self::OwnUnlock
                | Self::OwnLocate
                | Self::OwnWipe
                | Self::OwnRetire
                | Self::OwnChangeOwnership
                | Self::OwnResetPinPassword
                | Self::OwnUploadCertificates
                | Self::OwnRegistrationSecretRead
                | Self::OwnAccount
        )
    }

    /// What a role can be made of, in the order in which it is shown.
    pub fn grantable() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|permission| !permission.is_own())
    }
}

/// A set of permissions.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct PermissionSet(u64);

impl PermissionSet {
    /// Nothing.
    pub const EMPTY: Self = Self(0);

    /// Everything that a role can be made of.
    pub fn all() -> Self {
        Permission::grantable().collect()
    }

    /// Whether this one is in it.
    pub fn contains(self, permission: Permission) -> bool {
        self.0 & bit(permission) != 0
    }

    /// Whether all of `other` is in it.
    pub fn covers(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether nothing is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Its permissions, in their own order.
    pub fn iter(self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(move |permission| self.contains(*permission))
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |bits, permission| bits | bit(permission)))
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter().map(Permission::as_str)).finish()
    }
}

fn bit(permission: Permission) -> u64 {
    1 << permission as u32
}

words! {
    /// What an API token may be used for: at the console, or, as `me:…`, at the portal.
    Scope {
        /// Everything that its owner may do at the console.
        All = "all",
        /// Read people, groups and roles.
        UsersRead = "users:read",
        /// Create, change, disable and help people.
        UsersWrite = "users:write",
        /// Delete people, export and erase what is kept about them.
        UsersDelete = "users:delete",
        /// Create, change and delete local groups.
        GroupsWrite = "groups:write",
        /// Make, change, give and take administrator roles.
        RolesWrite = "roles:write",
        /// See directories.
        DirectoriesRead = "directories:read",
        /// Connect, change and read directories.
        DirectoriesWrite = "directories:write",
        /// Change how people sign in.
        SignInWrite = "sign-in:write",
        /// Register devices.
        RegistrationsWrite = "registrations:write",
        /// Read settings.
        SettingsRead = "settings:read",
        /// Read and change settings.
        SettingsWrite = "settings:write",
        /// Read devices and commands.
        DevicesRead = "devices:read",
        /// Lock devices.
        DevicesLock = "devices:lock",
        /// Clear passcodes.
        DevicesUnlock = "devices:unlock",
        /// Locate devices.
        DevicesLocate = "devices:locate",
        /// Restart and rename devices.
        DevicesWrite = "devices:write",
        /// Retire devices.
        DevicesRetire = "devices:retire",
        /// Wipe devices.
        DevicesWipe = "devices:wipe",
        /// Delete records of devices that have left or never came.
        DevicesDelete = "devices:delete",
        /// Make, change and delete labels and configurations.
        ConfigurationsWrite = "configurations:write",
        /// Read the audit log.
        AuditRead = "audit:read",
        /// Everything that its owner may do at the portal.
        MeAll = "me:all",
        /// Read one's own devices, commands, registrations, certificates and history.
        MeRead = "me:read",
        /// Register one's own devices.
        MeRegister = "me:register",
        /// Lock, unlock and locate one's own devices, reset their PIN.
        MeLock = "me:lock",
        /// Wipe and retire one's own devices.
        MeWipe = "me:wipe",
        /// Change the ownership of one's own devices.
        MeOwnership = "me:ownership",
        /// Bring, replace and remove one's own certificates.
        MeCertificates = "me:certificates",
    }
}

impl Scope {
    /// At which face its token works.
    #[must_use]
    pub fn face(self) -> Face {
        match self {
            Self::MeAll
            | Self::MeRead
            | Self::MeRegister
            | Self::MeLock
            | Self::MeWipe
            | Self::MeOwnership
            | Self::MeCertificates => Face::Portal,
            Self::All
            | Self::UsersRead
            | Self::UsersWrite
            | Self::UsersDelete
            | Self::GroupsWrite
            | Self::RolesWrite
            | Self::DirectoriesRead
            | Self::DirectoriesWrite
            | Self::SignInWrite
            | Self::RegistrationsWrite
            | Self::SettingsRead
            | Self::SettingsWrite
            | Self::DevicesRead
            | Self::DevicesLock
            | Self::DevicesUnlock
            | Self::DevicesLocate
            | Self::DevicesWrite
            | Self::DevicesRetire
            | Self::DevicesWipe
            | Self::DevicesDelete
            | Self::ConfigurationsWrite
            | Self::AuditRead => Face::Console,
        }
    }

    /// All that tokens of a face can be limited to, in the order in which they are shown.
    pub fn of(face: Face) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |scope| scope.face() == face)
    }
}
