//! Who may do what: the one table. Nothing else in Gatehouse decides about permission.

use types::{AdminRole, Face, Permission, PermissionSet, PortalRight, Scope, UserId};

use crate::ctx::Actor;

/// What a permission is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Everything of a kind, or things that belong to nobody in particular.
    All,
    /// What belongs to this person.
    OwnedBy(UserId),
}

/// Whether `actor` may do `permission` to `resource`.
pub fn allows(actor: &Actor, permission: Permission, resource: &Resource) -> bool {
    match actor {
        Actor::Anonymous | Actor::Device(_) => false,
        Actor::System(_) => true,
        Actor::Job(job) => !permission.is_own() && job.permissions.contains(permission),
        Actor::User(user) => match user.face {
            Face::Console => !permission.is_own() && user.permissions.contains(permission),
            Face::Portal => {
                permission.is_own()
                    && *resource == Resource::OwnedBy(user.user_id)
                    && user.permissions.contains(permission)
            }
        },
        Actor::ApiToken(token) => {
            let is_theirs = match token.face {
                Face::Console => !permission.is_own(),
                Face::Portal => permission.is_own() && *resource == Resource::OwnedBy(token.user_id),
            };
            is_theirs
                && token.permissions.contains(permission)
                && token.scopes.iter().any(|scope| scope_allows(*scope, permission))
        }
    }
}

/// What a built-in role allows. Roles never allow what is one's own: an administrator uses the portal
/// like everybody else.
pub fn role_permissions(role: AdminRole) -> PermissionSet {
    use Permission as P;
    let permissions: &[Permission] = match role {
        AdminRole::SuperAdministrator => return PermissionSet::all(),
        AdminRole::DeviceAdministrator => &[
            P::UserRead,
            P::RegistrationWrite,
            P::LimitExceed,
            P::RegistrationSecretRead,
            P::DeviceRead,
            P::DeviceLock,
            P::DeviceUnlock,
            P::DeviceLocate,
            P::DeviceWrite,
            P::DeviceRetire,
            P::DeviceWipe,
            P::DeviceDelete,
            P::ConfigurationWrite,
            P::MessageRead,
            P::MessageSend,
            P::AuditRead,
            P::SettingsRead,
        ],
        AdminRole::HelpDesk => &[
            P::UserRead,
            P::UserHelp,
            P::RegistrationWrite,
            P::DeviceRead,
            P::DeviceLock,
            P::DeviceUnlock,
            P::MessageRead,
            P::MessageSend,
        ],
        AdminRole::Registrar => &[P::UserRead, P::RegistrationWrite, P::DeviceRead],
        AdminRole::Auditor => {
            &[P::UserRead, P::DirectoryRead, P::DeviceRead, P::MessageRead, P::AuditRead, P::SettingsRead]
        }
    };
    permissions.iter().copied().collect()
}

/// What portal rights allow, on one's own things. Nothing without the right to sign in.
pub fn portal_permissions(rights: &[PortalRight]) -> PermissionSet {
    if !rights.contains(&PortalRight::SignIn) {
        return PermissionSet::EMPTY;
    }
    rights.iter().flat_map(|right| right_permissions(*right)).copied().collect()
}

/// What one portal right allows.
fn right_permissions(right: PortalRight) -> &'static [Permission] {
    use Permission as P;
    match right {
        PortalRight::SignIn => &[P::OwnDeviceRead, P::OwnRegistrationSecretRead, P::OwnAccount],
        PortalRight::Register => &[P::OwnRegister],
        PortalRight::Lock => &[P::OwnLock],
        PortalRight::Unlock => &[P::OwnUnlock],
        PortalRight::Locate => &[P::OwnLocate],
        PortalRight::Wipe => &[P::OwnWipe],
        PortalRight::Retire => &[P::OwnRetire],
        PortalRight::ChangeOwnership => &[P::OwnChangeOwnership],
        PortalRight::ResetPinPassword => &[P::OwnResetPinPassword],
        PortalRight::UploadCertificates => &[P::OwnUploadCertificates],
    }
}

/// What a token's scope lets through of its owner's permissions. Scripts never read PINs of others
/// again nor messages: only `all` reaches what has no scope of its own. Scopes of the console let
/// nothing of one's own through, those of the portal (`me:…`) nothing else.
pub fn scope_allows(scope: Scope, permission: Permission) -> bool {
    use Permission as P;
    match scope {
        Scope::All => !permission.is_own(),
        Scope::UsersRead => permission == P::UserRead,
        Scope::UsersWrite => matches!(permission, P::UserWrite | P::UserHelp),
        Scope::UsersDelete => permission == P::UserDelete,
        Scope::GroupsWrite => permission == P::GroupWrite,
        Scope::RolesWrite => matches!(permission, P::RoleAssign | P::RoleWrite),
        Scope::DirectoriesRead => permission == P::DirectoryRead,
        Scope::DirectoriesWrite => permission == P::DirectoryWrite,
        Scope::SignInWrite => permission == P::SignInWrite,
        Scope::RegistrationsWrite => matches!(permission, P::RegistrationWrite | P::LimitExceed),
        Scope::SettingsRead => permission == P::SettingsRead,
        Scope::SettingsWrite => {
            matches!(permission, P::SettingsRead | P::SettingsWrite | P::TemplateWrite)
        }
        Scope::DevicesRead => permission == P::DeviceRead,
        Scope::DevicesLock => permission == P::DeviceLock,
        Scope::DevicesUnlock => permission == P::DeviceUnlock,
        Scope::DevicesLocate => permission == P::DeviceLocate,
        Scope::DevicesWrite => permission == P::DeviceWrite,
        Scope::DevicesRetire => permission == P::DeviceRetire,
        Scope::DevicesWipe => permission == P::DeviceWipe,
        Scope::DevicesDelete => permission == P::DeviceDelete,
        Scope::ConfigurationsWrite => permission == P::ConfigurationWrite,
        Scope::AuditRead => permission == P::AuditRead,
        Scope::MeAll => permission.is_own(),
        Scope::MeRead => permission == P::OwnDeviceRead,
        // Who registers hands the PIN on; who reads does not need it.
        Scope::MeRegister => matches!(permission, P::OwnRegister | P::OwnRegistrationSecretRead),
        Scope::MeLock => {
            matches!(permission, P::OwnLock | P::OwnUnlock | P::OwnLocate | P::OwnResetPinPassword)
        }
        Scope::MeWipe => matches!(permission, P::OwnWipe | P::OwnRetire),
        Scope::MeOwnership => permission == P::OwnChangeOwnership,
        Scope::MeCertificates => permission == P::OwnUploadCertificates,
    }
}

/// All that the actor may do, for pages that leave out what would be refused.
pub fn permissions_of(actor: &Actor) -> Vec<Permission> {
    let resource = match actor {
        Actor::User(user) if user.face == Face::Portal => Resource::OwnedBy(user.user_id),
        Actor::ApiToken(token) if token.face == Face::Portal => Resource::OwnedBy(token.user_id),
        _ => Resource::All,
    };
    Permission::ALL.iter().copied().filter(|permission| allows(actor, *permission, &resource)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table under review: a change of policy shows here as a changed line.
    #[test]
    fn the_policy_is_what_was_agreed() {
        let mut table = String::new();
        for permission in Permission::ALL {
            let roles: Vec<_> = AdminRole::ALL
                .iter()
                .filter(|role| role_permissions(**role).contains(*permission))
                .map(|role| role.as_str())
                .collect();
            let rights: Vec<_> = PortalRight::ALL
                .iter()
                .filter(|right| right_permissions(**right).contains(permission))
                .map(|right| right.as_str())
                .collect();
            let scopes: Vec<_> = Scope::ALL
                .iter()
                .filter(|scope| scope_allows(**scope, *permission))
                .map(|scope| scope.as_str())
                .collect();
            table.push_str(&format!("{permission}: roles {roles:?}, own by {rights:?}, scopes {scopes:?}\n"));
        }
        assert_eq!(table, include_str!("policy.txt"));
    }
}
