//! Who may do what: the one table. Nothing else in Gatehouse decides about permission.

use types::{AdminRole, Face, Permission, PortalRight, Scope, UserId};

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
        Actor::User(user) => match user.face {
            Face::Console => user.role.is_some_and(|role| role_allows(role, permission)),
            Face::Portal => {
                *resource == Resource::OwnedBy(user.user_id)
                    && user.rights.contains(&PortalRight::SignIn)
                    && user.rights.iter().any(|right| right_allows(*right, permission))
            }
        },
        Actor::ApiToken(token) => {
            token.role.is_some_and(|role| role_allows(role, permission))
                && token.scopes.iter().any(|scope| scope_allows(*scope, permission))
        }
    }
}

/// What an administrator role allows. Roles never allow what is one's own: an administrator uses
/// the portal like everybody else.
pub fn role_allows(role: AdminRole, permission: Permission) -> bool {
    match role {
        AdminRole::SuperAdministrator => !is_own(permission),
    }
}

/// What a portal right allows, on one's own things.
pub fn right_allows(right: PortalRight, permission: Permission) -> bool {
    match right {
        PortalRight::SignIn => permission == Permission::OwnDeviceRead,
        PortalRight::Register => permission == Permission::OwnRegister,
        PortalRight::Lock => permission == Permission::OwnLock,
    }
}

/// What a token's scope lets through of its owner's role. Scripts never read PINs of others again
/// nor messages: only `all` reaches what has no scope of its own.
pub fn scope_allows(scope: Scope, permission: Permission) -> bool {
    match scope {
        Scope::All => true,
        Scope::UsersRead => permission == Permission::UserRead,
        Scope::UsersWrite => permission == Permission::UserWrite,
        Scope::RegistrationsWrite => permission == Permission::RegistrationWrite,
        Scope::DevicesRead => permission == Permission::DeviceRead,
        Scope::DevicesLock => permission == Permission::DeviceLock,
        Scope::AuditRead => permission == Permission::AuditRead,
    }
}

/// All that the actor may do, for pages that leave out what would be refused.
pub fn permissions_of(actor: &Actor) -> Vec<Permission> {
    let resource = match actor {
        Actor::User(user) if user.face == Face::Portal => Resource::OwnedBy(user.user_id),
        _ => Resource::All,
    };
    Permission::ALL.iter().copied().filter(|permission| allows(actor, *permission, &resource)).collect()
}

fn is_own(permission: Permission) -> bool {
    matches!(permission, Permission::OwnDeviceRead | Permission::OwnRegister | Permission::OwnLock)
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
                .filter(|role| role_allows(**role, *permission))
                .map(|role| role.as_str())
                .collect();
            let rights: Vec<_> = PortalRight::ALL
                .iter()
                .filter(|right| right_allows(**right, *permission))
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
