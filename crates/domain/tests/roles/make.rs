//! Roles that the organisation makes.

use domain::ctx::IdempotencyKey;
use serde_json::json;
use testkit::{TestApp, both_engines};
use types::{
    AdminRole, ApiError, CreateRole, ErrorCode, Face, FieldCode, HolderQuery, PageQuery, Permission,
    RoleHolder, RoleKey, UpdateRole,
};

use super::{console, give, give_group, group_of, no_role, role};
use crate::access::{events, person, resolve, sign_in};

fn input(name: &str, permissions: &[Permission]) -> CreateRole {
    CreateRole { name: name.into(), description: " Night shift ".into(), permissions: permissions.to_vec() }
}

fn allow(permissions: &[Permission]) -> UpdateRole {
    UpdateRole { permissions: Some(permissions.to_vec()), ..UpdateRole::default() }
}

both_engines! {
    async fn a_role_is_kept_as_entered_and_listed_behind_those_that_come_with_gatehouse(app: TestApp) {
        let people = app.domain.people();
        let wanted = input(" Night desk ", &[Permission::DeviceLock, Permission::UserRead]);
        let made = people.create_role(&app.admin(), &wanted).await.unwrap();
        assert_eq!((made.row.name.as_str(), made.row.description.as_str()), ("Night desk", "Night shift"));
        assert_eq!(made.row.permissions, [Permission::UserRead, Permission::DeviceLock]);
        assert_eq!((made.version, made.row.users, made.row.built_in), (1, 0, false));
        let listed = people.list_roles(&app.admin()).await.unwrap();
        assert_eq!(listed.len(), AdminRole::ALL.len() + 1);
        assert_eq!(listed[0].id, RoleKey::SUPER);
        assert_eq!(listed.last().unwrap(), &made.row);
        assert_eq!(people.find_role(&app.admin(), made.row.id).await.unwrap(), made);
        let event = events(&app, "role.created").await.remove(0);
        assert_eq!(event.after.unwrap()["permissions"], json!(["user_read", "device_lock"]));
        let gone = people.find_role(&app.admin(), no_role()).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::NotFound);
    }

    async fn a_name_belongs_to_one_role_in_every_case(app: TestApp) {
        let people = app.domain.people();
        let first = role(&app, "Night desk", &[Permission::UserRead]).await;
        let second = role(&app, "Day desk", &[Permission::UserRead]).await;
        for name in ["night DESK", " Night  desk", "Help desk", "super ADMINISTRATOR"] {
            let refused = people.create_role(&app.admin(), &input(name, &[Permission::UserRead])).await;
            let refused = ApiError::from(refused.unwrap_err());
            assert_eq!((refused.code, refused.field("name")), (ErrorCode::InvalidInput, Some(FieldCode::Taken)));
            let rename = UpdateRole { name: Some(name.into()), ..UpdateRole::default() };
            let refused = people.update_role(&app.admin(), second.row.id, &rename, None).await.unwrap_err();
            assert_eq!(ApiError::from(refused).field("name"), Some(FieldCode::Taken));
        }
        let rename = UpdateRole { name: Some("NIGHT desk".into()), ..UpdateRole::default() };
        let renamed = people.update_role(&app.admin(), first.row.id, &rename, Some(1)).await.unwrap();
        assert_eq!((renamed.row.name.as_str(), renamed.version), ("NIGHT desk", 2));
        let late = people.update_role(&app.admin(), first.row.id, &rename, Some(1)).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::VersionConflict);
    }

    async fn of_many_who_make_the_same_role_at_once_one_wins_and_a_repeat_makes_none(app: TestApp) {
        let other = app.another_process().await;
        let creates: Vec<_> = (0..10).map(|index| {
            let domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let ctx = app.admin();
            tokio::spawn(async move {
                domain.people().create_role(&ctx, &input("Night desk", &[Permission::UserRead])).await
            })
        }).collect();
        let mut made = 0;
        for create in creates {
            match create.await.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert_eq!(ApiError::from(error).field("name"), Some(FieldCode::Taken)),
            }
        }
        assert_eq!(made, 1);
        let mut ctx = app.admin();
        ctx.idempotency = Some(IdempotencyKey { key: "4711".into(), request_hash: b"body".to_vec() });
        let wanted = input("Day desk", &[Permission::UserRead]);
        let first = app.domain.people().create_role(&ctx, &wanted).await.unwrap();
        assert_eq!(other.people().create_role(&ctx, &wanted).await.unwrap(), first);
    }

    async fn wrong_input_is_refused_by_field(app: TestApp) {
        let wrong = [Permission::UserRead, Permission::OwnLock, Permission::UserRead];
        let refused = app.domain.people().create_role(&app.admin(), &input(" ", &wrong)).await.unwrap_err();
        let refused = ApiError::from(refused);
        let paths: Vec<_> = refused.fields.iter().map(|field| (field.path.as_str(), field.code)).collect();
        assert_eq!(paths, [
            ("name", FieldCode::Required),
            ("permissions[1]", FieldCode::UnknownValue),
            ("permissions[2]", FieldCode::Taken),
        ]);
        let refused = app.domain.people().create_role(&app.admin(), &input("Nothing", &[])).await.unwrap_err();
        assert_eq!(ApiError::from(refused).field("permissions"), Some(FieldCode::Required));
    }

    async fn nobody_makes_or_changes_a_role_of_what_they_do_not_have(app: TestApp) {
        let has = [Permission::UserRead, Permission::RoleWrite, Permission::DeviceLock];
        let ctx = app.admin_with(has.into_iter().collect());
        let people = app.domain.people();
        let refused = people.create_role(&ctx, &input("More", &[Permission::DeviceLock, Permission::UserWrite])).await;
        assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
        let mine = people.create_role(&ctx, &input("Mine", &[Permission::DeviceLock])).await.unwrap();
        let grow = people.update_role(&ctx, mine.row.id, &allow(&[Permission::UserWrite]), None).await;
        assert_eq!(grow.unwrap_err().code(), ErrorCode::Forbidden);
        let strong = role(&app, "Strong", &[Permission::UserWrite, Permission::DeviceLock]).await;
        for change in [allow(&[Permission::DeviceLock]), UpdateRole { name: Some("Weak".into()), ..UpdateRole::default() }] {
            let refused = people.update_role(&ctx, strong.row.id, &change, None).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Forbidden, "nor takes it from those who have it");
        }
        let refused = people.delete_role(&ctx, strong.row.id, None).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        people.update_role(&ctx, mine.row.id, &allow(&[Permission::UserRead]), None).await.unwrap();
        people.delete_role(&ctx, mine.row.id, None).await.unwrap();
    }

    async fn nobody_changes_what_a_role_of_their_own_allows(app: TestApp) {
        let desk = role(&app, "Desk", &[Permission::UserRead, Permission::RoleWrite]).await;
        let (amira, bela) = (app.user("amira").await, app.user("bela").await);
        give(&app, amira.row.id, &[desk.row.id]).await;
        let group = group_of(&app, "Desk people", &[], &[bela.row.id]).await;
        give_group(&app, group, &[desk.row.id]).await;
        let people = app.domain.people();
        for user in [amira.row.id, bela.row.id] {
            let ctx = console(&app, user).await;
            let refused = people.update_role(&ctx, desk.row.id, &allow(&[Permission::UserRead]), None).await;
            assert_eq!(refused.unwrap_err().code(), ErrorCode::Forbidden);
            let refused = people.delete_role(&ctx, desk.row.id, None).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Forbidden);
        }
        let ctx = console(&app, amira.row.id).await;
        let rename = UpdateRole { description: Some("At the door".into()), ..UpdateRole::default() };
        people.update_role(&ctx, desk.row.id, &rename, None).await.expect("words are no power");
    }

    async fn what_comes_with_gatehouse_stays_as_it_is(app: TestApp) {
        let people = app.domain.people();
        for built_in in AdminRole::ALL {
            let key = RoleKey::BuiltIn(*built_in);
            let refused = people.update_role(&app.admin(), key, &allow(&[Permission::UserRead]), None).await;
            assert_eq!(refused.unwrap_err().code(), ErrorCode::WrongState);
            let refused = people.delete_role(&app.admin(), key, None).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::WrongState);
        }
    }

    async fn a_change_counts_from_the_next_request_and_ends_nothing(app: TestApp) {
        let desk = role(&app, "Desk", &[Permission::UserRead]).await;
        let amira = person(&app, "amira").await;
        give(&app, amira.row.id, &[desk.row.id]).await;
        let session = sign_in(&app, Face::Console, "amira").await.unwrap();
        let may = async || resolve(&app, Face::Console, &session).await.unwrap().permissions;
        assert!(may().await.contains(Permission::UserRead));
        let people = app.domain.people();
        people.update_role(&app.admin(), desk.row.id, &allow(&[Permission::DeviceRead]), None).await.unwrap();
        assert!(!may().await.contains(Permission::UserRead));
        assert!(may().await.contains(Permission::DeviceRead));
        let event = events(&app, "role.changed").await.remove(0);
        assert_eq!(event.before.unwrap()["permissions"], json!(["user_read"]));
        assert_eq!(event.after.unwrap()["permissions"], json!(["device_read"]));
        people.update_role(&app.admin(), desk.row.id, &allow(&[Permission::DeviceRead]), None).await.unwrap();
        assert_eq!(events(&app, "role.changed").await.len(), 1, "what changes nothing is no change");
    }

    async fn a_deleted_role_is_taken_from_all_who_had_it(app: TestApp) {
        let desk = role(&app, "Desk", &[Permission::UserRead]).await;
        let (amira, bela, cem) = (person(&app, "amira").await, person(&app, "bela").await, person(&app, "cem").await);
        give(&app, amira.row.id, &[desk.row.id]).await;
        give(&app, cem.row.id, &[desk.row.id, RoleKey::BuiltIn(AdminRole::Auditor)]).await;
        let group = group_of(&app, "Desk people", &[], &[bela.row.id]).await;
        give_group(&app, group, &[desk.row.id]).await;
        let people = app.domain.people();
        let found = people.find_role(&app.admin(), desk.row.id).await.unwrap();
        assert_eq!((found.row.users, found.row.groups), (2, 1));
        let mut sessions = Vec::new();
        for name in ["amira", "bela", "cem"] {
            sessions.push(sign_in(&app, Face::Console, name).await.unwrap());
        }
        let at_the_portal = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let mut live = app.domain.hub().listen();
        people.delete_role(&app.admin(), desk.row.id, Some(1)).await.unwrap();

        let mut still = Vec::new();
        for session in &sessions {
            still.push(resolve(&app, Face::Console, session).await.is_some());
        }
        assert_eq!(still, [false, false, true], "who has another role stays");
        assert!(resolve(&app, Face::Portal, &at_the_portal).await.is_some());
        let mut ended = Vec::new();
        while let Ok(event) = live.try_recv() {
            if let domain::live::LiveEvent::SessionEnded(id) = event {
                ended.push(id);
            }
        }
        ended.sort();
        assert_eq!(ended, [sessions[0].session_id, sessions[1].session_id]);
        let event = events(&app, "role.deleted").await.remove(0);
        let before = event.before.unwrap();
        assert_eq!((&before["name"], &before["users"], &before["groups"]), (&json!("Desk"), &json!(2), &json!(1)));
        assert_eq!(events(&app, "user.roles_changed").await.len(), 4, "two were given, two were taken");
        assert_eq!(people.find_role(&app.admin(), desk.row.id).await.unwrap_err().code(), ErrorCode::NotFound);
    }

    async fn those_who_hold_a_role_are_listed_page_by_page(app: TestApp) {
        let desk = role(&app, "Desk", &[Permission::UserRead]).await;
        for name in ["amira", "bela", "cem"] {
            let user = app.user(name).await;
            give(&app, user.row.id, &[desk.row.id]).await;
        }
        let group = group_of(&app, "Desk people", &[], &[]).await;
        give_group(&app, group, &[desk.row.id]).await;
        let mut query = HolderQuery { page: PageQuery { limit: Some(3), total: true, cursor: None } };
        let people = app.domain.people();
        let first = people.list_role_holders(&app.admin(), desk.row.id, &query).await.unwrap();
        assert_eq!(first.items[0], RoleHolder::Group { id: group, name: "Desk people".into(), members: 0 });
        assert_eq!((first.items.len(), first.total), (3, Some(4)));
        query.page.cursor = first.next_cursor;
        let rest = people.list_role_holders(&app.admin(), desk.row.id, &query).await.unwrap();
        assert!(matches!(&rest.items[..], [RoleHolder::User { username, .. }] if username == "amira"));
        assert_eq!(rest.next_cursor, None);
    }
}
