//! Roles are made, given and taken by those who have what they give; what a person may do says where it
//! comes from; and somebody who may do everything always stays.

mod assign;
mod effective;
mod groups;
mod make;

use domain::{Actor, RequestCtx, ctx::SignedIn};
use entity::{group, group_member};
use sea_orm::{ActiveValue::Set, EntityTrait};
use testkit::TestApp;
use types::{
    CreateRole, Face, GroupId, Permission, PortalRight, RoleDetail, RoleId, RoleKey, RoleSet, SessionId,
    UserId,
};
use uuid::Uuid;

/// A role that allows this.
async fn role(app: &TestApp, name: &str, permissions: &[Permission]) -> RoleDetail {
    let input =
        CreateRole { name: name.into(), description: String::new(), permissions: permissions.to_vec() };
    app.domain.people().create_role(&app.admin(), &input).await.unwrap()
}

/// Gives a person these roles and no others.
async fn give(app: &TestApp, user: UserId, roles: &[RoleKey]) {
    let set = RoleSet { roles: roles.to_vec() };
    app.domain.people().set_roles(&app.admin(), user, &set).await.unwrap();
}

/// Gives a group these roles and no others.
async fn give_group(app: &TestApp, group: GroupId, roles: &[RoleKey]) {
    let set = RoleSet { roles: roles.to_vec() };
    app.domain.people().set_group_roles(&app.admin(), group, &set).await.unwrap();
}

/// A group with these members.
async fn group_of(app: &TestApp, name: &str, rights: &[PortalRight], members: &[UserId]) -> GroupId {
    let (db, id) = (app.domain.db().write(), Uuid::now_v7());
    let words: Vec<_> = rights.iter().map(|right| right.as_str()).collect();
    let row = group::ActiveModel {
        id: Set(id),
        name: Set(name.into()),
        name_key: Set(name.to_lowercase()),
        rights: Set(words.join(",")),
        version: Set(1),
        description: Set(String::new()),
        created_at: Set(1),
        updated_at: Set(1),
        ..Default::default()
    };
    group::Entity::insert(row).exec_without_returning(db).await.unwrap();
    for member in members {
        let row = group_member::ActiveModel { group_id: Set(id), user_id: Set(member.0) };
        group_member::Entity::insert(row).exec_without_returning(db).await.unwrap();
    }
    GroupId(id)
}

/// That person at the console with what they may do now, as a request of theirs would find it.
async fn console(app: &TestApp, user: UserId) -> RequestCtx {
    let effective = app.domain.people().effective(&app.admin(), user).await.unwrap();
    app.anonymous().with_actor(Actor::User(SignedIn {
        user_id: user,
        permissions: effective.permissions.iter().map(|found| found.permission).collect(),
        ..signed_in(app)
    }))
}

fn signed_in(app: &TestApp) -> SignedIn {
    match app.admin().actor {
        Actor::User(user) => SignedIn { session_id: SessionId(Uuid::now_v7()), face: Face::Console, ..user },
        _ => unreachable!("an administrator is a person"),
    }
}

/// A role that nobody has made.
fn no_role() -> RoleKey {
    RoleKey::Custom(RoleId(Uuid::now_v7()))
}
