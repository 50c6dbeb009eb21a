//! Roles that a group gives to its members.

use testkit::{TestApp, both_engines};
use types::{AdminRole, ApiError, ErrorCode, Face, FieldCode, GroupId, Permission, RoleKey, RoleSet};

use super::{console, give, give_group, group_of, role};
use crate::access::{events, person, resolve, sign_in};

const HELP_DESK: RoleKey = RoleKey::BuiltIn(AdminRole::HelpDesk);

fn set(roles: &[RoleKey]) -> RoleSet {
    RoleSet { roles: roles.to_vec() }
}

both_engines! {
    async fn members_have_the_roles_of_their_group_and_are_signed_out_when_it_loses_them(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        give(&app, bela.row.id, &[RoleKey::BuiltIn(AdminRole::Auditor)]).await;
        let group = group_of(&app, "Desk", &[], &[amira.row.id, bela.row.id]).await;
        give_group(&app, group, &[HELP_DESK]).await;
        let session = sign_in(&app, Face::Console, "amira").await.unwrap();
        let stays = sign_in(&app, Face::Console, "bela").await.unwrap();
        assert!(resolve(&app, Face::Console, &stays).await.unwrap().permissions.contains(Permission::UserHelp));
        give_group(&app, group, &[]).await;
        assert!(resolve(&app, Face::Console, &session).await.is_none());
        let left = resolve(&app, Face::Console, &stays).await.unwrap().permissions;
        assert!(!left.contains(Permission::UserHelp) && left.contains(Permission::AuditRead));
        let changed = events(&app, "group.roles_changed").await;
        assert_eq!(changed.len(), 2);
        assert_eq!(changed[0].before.as_ref().unwrap()["roles"], serde_json::json!(["help_desk"]));
    }

    async fn nobody_may_do_everything_through_a_group(app: TestApp) {
        let group = group_of(&app, "Bosses", &[], &[]).await;
        let people = app.domain.people();
        let refused = people.set_group_roles(&app.admin(), group, &set(&[HELP_DESK, RoleKey::SUPER])).await;
        assert_eq!(ApiError::from(refused.unwrap_err()).field("roles[1]"), Some(FieldCode::UnknownValue));
        assert_eq!(people.group_roles(&app.admin(), group).await.unwrap(), set(&[]));
        let nothing = GroupId(uuid::Uuid::now_v7());
        let missing = people.set_group_roles(&app.admin(), nothing, &set(&[])).await.unwrap_err();
        assert_eq!(missing.code(), ErrorCode::NotFound);
        assert_eq!(people.group_roles(&app.admin(), nothing).await.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn nobody_gives_to_a_group_what_they_do_not_have_nor_to_their_own(app: TestApp) {
        let assigns = role(&app, "Assigns", &[Permission::UserRead, Permission::RoleAssign]).await;
        let reads = role(&app, "Reads", &[Permission::UserRead]).await;
        let jonas = app.user("jonas").await.row.id;
        give(&app, jonas, &[assigns.row.id]).await;
        let (own, other) = (group_of(&app, "Own", &[], &[jonas]).await, group_of(&app, "Other", &[], &[]).await);
        let (people, ctx) = (app.domain.people(), console(&app, jonas).await);
        people.set_group_roles(&ctx, other, &set(&[reads.row.id])).await.unwrap();
        let refused = people.set_group_roles(&ctx, own, &set(&[reads.row.id])).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let refused = people.set_group_roles(&ctx, other, &set(&[HELP_DESK])).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        give_group(&app, other, &[HELP_DESK]).await;
        let refused = people.set_group_roles(&ctx, other, &set(&[])).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
    }
}
