//! The kinds of actors: portal users by right, administrators by role, tokens by scope, a device.

use domain::access::policy;
use server::router::Access;
use types::{
    AdminRole, CreateRole, Face, Permission, PortalRight, RoleKey, RoleSet, Scope, UpdateUser, UserId,
    UserState,
};

use super::things::Kit;
use crate::support::Device;

/// How somebody shows who they are.
pub(crate) enum Credential {
    None,
    /// A session of this person at a face.
    Session(Face, String),
    /// The cookie of a session that was.
    Cookie(Face, String),
    Token(String),
    Device(Box<Device>),
}

/// One column of the table.
pub(crate) struct Actor {
    pub(crate) name: String,
    pub(crate) credential: Credential,
    /// Whose own things there are to be tried.
    pub(crate) user: Option<UserId>,
}

impl Actor {
    pub(crate) fn new(name: impl Into<String>, credential: Credential) -> Self {
        Self { name: name.into(), credential, user: None }
    }

    /// Whether routes with this access look at this actor's kind of credential.
    pub(crate) fn is_meant_for(&self, access: Access) -> bool {
        match (&self.credential, access) {
            (
                Credential::Session(face, _) | Credential::Cookie(face, _),
                Access::Session(of) | Access::PassiveSession(of),
            ) => *face == of,
            (
                Credential::Token(_),
                Access::Token(_) | Access::AnyToken(_) | Access::OwnToken(_) | Access::AnyOwnToken(_),
            )
            | (Credential::Device(_), Access::Device) => true,
            _ => false,
        }
    }

    /// Whether nobody may do anything with it, although it was good once.
    pub(crate) fn is_disabled(&self) -> bool {
        self.name.starts_with("disabled")
    }
}

/// Everybody in the table.
pub(crate) async fn all(kit: &Kit<'_>) -> Vec<Actor> {
    let mut actors = Vec::new();
    for right in PortalRight::ALL {
        let rights =
            if *right == PortalRight::SignIn { vec![*right] } else { vec![PortalRight::SignIn, *right] };
        actors.push(portal(kit, right.as_str(), &rights).await);
    }
    actors.push(portal(kit, "every-right", PortalRight::ALL).await);
    for role in AdminRole::ALL {
        actors.push(console(kit, role.as_str(), RoleKey::BuiltIn(*role)).await);
    }
    let permissions =
        [Permission::UserRead, Permission::UserWrite, Permission::UserHelp, Permission::RoleAssign];
    let own = CreateRole {
        name: "Desk lead".into(),
        description: String::new(),
        permissions: permissions.to_vec(),
    };
    let own = kit.people().create_role(&kit.admin(), &own).await.unwrap();
    actors.push(console(kit, "custom", own.row.id).await);
    for scope in Scope::of(Face::Console) {
        actors.push(Actor::new(scope.as_str(), Credential::Token(kit.web.token(&[scope]).await)));
    }
    let help_desk = kit.administrator("tokens.of.help.desk").await;
    kit.give(help_desk, &[RoleKey::BuiltIn(AdminRole::HelpDesk)]).await;
    let token = Credential::Token(kit.token("tokens.of.help.desk").await);
    actors.push(Actor { user: Some(help_desk), ..Actor::new("all-of-help-desk", token) });
    for scope in Scope::of(Face::Portal) {
        actors.push(own_token(kit, scope.as_str(), scope, PortalRight::ALL).await);
    }
    actors.push(own_token(kit, "me:all-of-sign_in", Scope::MeAll, &[PortalRight::SignIn]).await);
    let mut device = Device::new(8);
    kit.register(&mut device).await;
    actors.push(Actor::new("device", Credential::Device(Box::new(device))));
    actors
}

/// The one who may do everything, at a face.
pub(crate) async fn super_administrator(kit: &Kit<'_>, face: Face) -> Actor {
    let name = format!("boss.at.{face}");
    kit.administrator(&name).await;
    Actor::new(format!("super at {face}"), Credential::Session(face, name))
}

/// A token that may do everything.
pub(crate) async fn full_token(kit: &Kit<'_>) -> Actor {
    Actor::new("token", Credential::Token(kit.web.token(&[Scope::All]).await))
}

/// The session of somebody who was disabled after they had signed in.
pub(crate) async fn disabled_session(kit: &Kit<'_>, face: Face) -> Actor {
    let name = format!("disabled.at.{face}");
    let id = kit.administrator(&name).await;
    let cookie = kit.sign_in(face, &name).await;
    disable(kit, id).await;
    Actor::new(format!("disabled at {face}"), Credential::Cookie(face, cookie))
}

/// The token of somebody who was disabled.
pub(crate) async fn disabled_token(kit: &Kit<'_>) -> Actor {
    let id = kit.administrator("disabled.token").await;
    let token = kit.token("disabled.token").await;
    disable(kit, id).await;
    Actor::new("disabled token", Credential::Token(token))
}

/// The token for their own things of somebody who was disabled.
pub(crate) async fn disabled_own_token(kit: &Kit<'_>) -> Actor {
    let actor = own_token(kit, "disabled own token", Scope::MeAll, PortalRight::ALL).await;
    disable(kit, actor.user.unwrap()).await;
    actor
}

async fn disable(kit: &Kit<'_>, id: UserId) {
    let change = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
    kit.people().update(&kit.web.app.system(), id, &change, None).await.unwrap();
}

async fn portal(kit: &Kit<'_>, name: &str, rights: &[PortalRight]) -> Actor {
    let username = format!("portal.{name}");
    let id = kit.administrator(&username).await;
    kit.give(id, &[]).await;
    let change = UpdateUser { rights: Some(rights.to_vec()), ..UpdateUser::default() };
    kit.people().update(&kit.admin(), id, &change, None).await.unwrap();
    assert!(!policy::portal_permissions(rights).is_empty());
    Actor { user: Some(id), ..Actor::new(name, Credential::Session(Face::Portal, username)) }
}

/// A token of somebody with these rights for their own things.
async fn own_token(kit: &Kit<'_>, name: &str, scope: Scope, rights: &[PortalRight]) -> Actor {
    let id = kit.administrator(&format!("owner.{}", name.replace([':', ' '], "."))).await;
    kit.give(id, &[]).await;
    let change = UpdateUser { rights: Some(rights.to_vec()), ..UpdateUser::default() };
    let user = kit.people().update(&kit.admin(), id, &change, None).await.unwrap();
    let token = kit.web.own_token(&user, &[scope]).await;
    Actor { user: Some(id), ..Actor::new(name, Credential::Token(token)) }
}

async fn console(kit: &Kit<'_>, name: &str, role: RoleKey) -> Actor {
    let username = format!("console.{name}");
    let id = kit.administrator(&username).await;
    kit.give(id, &[role]).await;
    Actor { user: Some(id), ..Actor::new(name, Credential::Session(Face::Console, username)) }
}

/// A whole set.
pub(crate) fn set(roles: &[RoleKey]) -> RoleSet {
    RoleSet { roles: roles.to_vec() }
}
