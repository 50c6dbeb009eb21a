//! Roles and what can be allowed, in words.

use types::{AdminRole, Permission, RoleKey};

use crate::t::roles::{area, built_in_name, built_in_text, permission as words};

/// Permissions by area, in the order in which they are shown.
pub(super) fn areas() -> [(&'static str, Vec<Permission>); 4] {
    let of = |wanted: u8| Permission::grantable().filter(|permission| place(*permission) == wanted).collect();
    [(area::people(), of(0)), (area::devices(), of(1)), (area::messages(), of(2)), (area::records(), of(3))]
}

fn place(permission: Permission) -> u8 {
    use Permission as P;
    match permission {
        P::RegistrationWrite
        | P::LimitExceed
        | P::RegistrationSecretRead
        | P::DeviceRead
        | P::DeviceLock
        | P::DeviceUnlock
        | P::DeviceLocate
        | P::DeviceWrite
        | P::DeviceRetire
        | P::DeviceWipe
        | P::ConfigurationWrite
        | P::DeviceDelete => 1,
        P::MessageRead | P::MessageSecretRead | P::MessageSend => 2,
        P::AuditRead | P::SettingsRead | P::SettingsWrite | P::TemplateWrite => 3,
        _ => 0,
    }
}

/// The permission, as short as a tick box says it, and what it lets somebody do. What is one's own in
/// the portal is given by rights and has its words there.
pub(super) fn permission(permission: Permission) -> (&'static str, &'static str) {
    use Permission as P;
    match permission {
        P::UserRead => (words::user_read(), words::user_read_hint()),
        P::UserWrite => (words::user_write(), words::user_write_hint()),
        P::UserHelp => (words::user_help(), words::user_help_hint()),
        P::UserDelete => (words::user_delete(), words::user_delete_hint()),
        P::GroupWrite => (words::group_write(), words::group_write_hint()),
        P::RoleAssign => (words::role_assign(), words::role_assign_hint()),
        P::RoleWrite => (words::role_write(), words::role_write_hint()),
        P::DirectoryRead => (words::directory_read(), words::directory_read_hint()),
        P::DirectoryWrite => (words::directory_write(), words::directory_write_hint()),
        P::SignInWrite => (words::sign_in_write(), words::sign_in_write_hint()),
        P::RegistrationWrite => (words::registration_write(), words::registration_write_hint()),
        P::LimitExceed => (words::limit_exceed(), words::limit_exceed_hint()),
        P::RegistrationSecretRead => {
            (words::registration_secret_read(), words::registration_secret_read_hint())
        }
        P::DeviceRead => (words::device_read(), words::device_read_hint()),
        P::DeviceLock => (words::device_lock(), words::device_lock_hint()),
        P::DeviceUnlock => (words::device_unlock(), words::device_unlock_hint()),
        P::DeviceLocate => (words::device_locate(), words::device_locate_hint()),
        P::DeviceWrite => (words::device_write(), words::device_write_hint()),
        P::DeviceRetire => (words::device_retire(), words::device_retire_hint()),
        P::DeviceWipe => (words::device_wipe(), words::device_wipe_hint()),
        P::ConfigurationWrite => (words::configuration_write(), words::configuration_write_hint()),
        P::DeviceDelete => (words::device_delete(), words::device_delete_hint()),
        P::MessageRead => (words::message_read(), words::message_read_hint()),
        P::MessageSecretRead => (words::message_secret_read(), words::message_secret_read_hint()),
        P::MessageSend => (words::message_send(), words::message_send_hint()),
        P::AuditRead => (words::audit_read(), words::audit_read_hint()),
        P::SettingsRead => (words::settings_read(), words::settings_read_hint()),
        P::SettingsWrite => (words::settings_write(), words::settings_write_hint()),
        P::TemplateWrite => (words::template_write(), words::template_write_hint()),
        other => (other.as_str(), ""),
    }
}

/// The name of a role: a built-in one's in the reader's language.
pub(in crate::console) fn role_name(key: RoleKey, name: &str) -> String {
    match key {
        RoleKey::BuiltIn(role) => built_in(role).0.to_owned(),
        RoleKey::Custom(_) => name.to_owned(),
    }
}

/// Name and purpose of a built-in role.
pub(super) fn built_in(role: AdminRole) -> (&'static str, &'static str) {
    match role {
        AdminRole::SuperAdministrator => {
            (built_in_name::super_administrator(), built_in_text::super_administrator())
        }
        AdminRole::DeviceAdministrator => {
            (built_in_name::device_administrator(), built_in_text::device_administrator())
        }
        AdminRole::HelpDesk => (built_in_name::help_desk(), built_in_text::help_desk()),
        AdminRole::Registrar => (built_in_name::registrar(), built_in_text::registrar()),
        AdminRole::Auditor => (built_in_name::auditor(), built_in_text::auditor()),
    }
}

/// The page of a role.
pub(super) fn role_href(key: RoleKey) -> String {
    format!("/admin/roles/{key}")
}
