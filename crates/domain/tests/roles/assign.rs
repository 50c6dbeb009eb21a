//! Giving roles to people, and taking them.

use testkit::{TestApp, both_engines};
use types::{
    AdminRole, ApiError, AssignRole, ErrorCode, Face, FieldCode, Permission, RoleChange, RoleKey, RoleSet,
    UpdateUser, UserId, UserState,
};

use super::{console, give, no_role, role};
use crate::access::{administrator, events, person, resolve, sign_in};

const HELP_DESK: RoleKey = RoleKey::BuiltIn(AdminRole::HelpDesk);
const AUDITOR: RoleKey = RoleKey::BuiltIn(AdminRole::Auditor);

fn set(roles: &[RoleKey]) -> RoleSet {
    RoleSet { roles: roles.to_vec() }
}

async fn refused(app: &TestApp, ctx: &domain::RequestCtx, user: UserId, roles: &[RoleKey]) -> ErrorCode {
    app.domain.people().set_roles(ctx, user, &set(roles)).await.unwrap_err().code()
}

both_engines! {
    async fn what_is_given_counts_from_the_next_request(app: TestApp) {
        let amira = person(&app, "amira").await;
        assert!(sign_in(&app, Face::Console, "amira").await.is_err());
        give(&app, amira.row.id, &[HELP_DESK]).await;
        let session = sign_in(&app, Face::Console, "amira").await.unwrap();
        give(&app, amira.row.id, &[AUDITOR]).await;
        let now = resolve(&app, Face::Console, &session).await.expect("a change ends nothing").permissions;
        assert!(now.contains(Permission::AuditRead) && !now.contains(Permission::UserHelp));
        give(&app, amira.row.id, &[AUDITOR]).await;
        let event = events(&app, "user.roles_changed").await;
        assert_eq!(event.len(), 2, "the same again is no change");
        assert_eq!(event[0].before.as_ref().unwrap()["roles"], serde_json::json!(["help_desk"]));
        assert_eq!(event[0].after.as_ref().unwrap()["roles"], serde_json::json!(["auditor"]));
        assert_eq!(app.domain.people().find(&app.admin(), amira.row.id).await.unwrap().row.roles, [AUDITOR]);
    }

    async fn whoever_loses_everything_is_signed_out_at_once(app: TestApp) {
        let amira = person(&app, "amira").await;
        give(&app, amira.row.id, &[HELP_DESK, AUDITOR]).await;
        let session = sign_in(&app, Face::Console, "amira").await.unwrap();
        let portal = sign_in(&app, Face::Portal, "amira").await.unwrap();
        give(&app, amira.row.id, &[AUDITOR]).await;
        assert!(resolve(&app, Face::Console, &session).await.is_some());
        let mut live = app.domain.hub().listen();
        give(&app, amira.row.id, &[]).await;
        assert!(resolve(&app, Face::Console, &session).await.is_none());
        assert!(resolve(&app, Face::Portal, &portal).await.is_some());
        let ended = domain::live::LiveEvent::SessionEnded(session.session_id);
        assert!(std::iter::from_fn(|| live.try_recv().ok()).any(|event| event == ended));
        give(&app, amira.row.id, &[AUDITOR]).await;
        assert!(resolve(&app, Face::Console, &session).await.is_none(), "it does not come back");
    }

    async fn nobody_gives_or_takes_what_they_do_not_have(app: TestApp) {
        let lead = role(&app, "Desk lead", &[
            Permission::UserRead, Permission::UserHelp, Permission::RegistrationWrite, Permission::DeviceRead,
            Permission::DeviceLock, Permission::DeviceUnlock, Permission::MessageRead, Permission::MessageSend, Permission::RoleAssign,
        ]).await;
        let (jonas, amira, cem) = (app.user("jonas").await, app.user("amira").await, app.user("cem").await);
        give(&app, jonas.row.id, &[lead.row.id]).await;
        give(&app, cem.row.id, &[AUDITOR]).await;
        let ctx = console(&app, jonas.row.id).await;
        let (jonas, amira, cem) = (jonas.row.id, amira.row.id, cem.row.id);
        app.domain.people().set_roles(&ctx, amira, &set(&[HELP_DESK])).await.unwrap();
        for roles in [vec![HELP_DESK, AUDITOR], vec![RoleKey::SUPER], vec![RoleKey::BuiltIn(AdminRole::DeviceAdministrator)]] {
            assert_eq!(refused(&app, &ctx, amira, &roles).await, ErrorCode::Forbidden);
        }
        assert_eq!(refused(&app, &ctx, cem, &[]).await, ErrorCode::Forbidden, "nor takes it");
        assert_eq!(refused(&app, &ctx, cem, &[AUDITOR, HELP_DESK]).await, ErrorCode::Forbidden, "nor adds to it");
        assert_eq!(refused(&app, &ctx, jonas, &[]).await, ErrorCode::Forbidden, "nobody changes their own");
        assert_eq!(refused(&app, &ctx, jonas, &[lead.row.id]).await, ErrorCode::Forbidden);
        app.domain.people().set_roles(&ctx, amira, &set(&[])).await.unwrap();
    }

    async fn only_roles_that_are_there_are_given(app: TestApp) {
        let amira = app.user("amira").await;
        let people = app.domain.people();
        let wrong = people.set_roles(&app.admin(), amira.row.id, &set(&[AUDITOR, no_role()])).await.unwrap_err();
        assert_eq!(ApiError::from(wrong).field("roles[1]"), Some(FieldCode::NotFound));
        let wrong = people.set_roles(&app.admin(), amira.row.id, &set(&[AUDITOR, AUDITOR])).await.unwrap_err();
        assert_eq!(ApiError::from(wrong).field("roles[1]"), Some(FieldCode::Taken));
        let nobody = UserId(uuid::Uuid::now_v7());
        assert_eq!(refused(&app, &app.admin(), nobody, &[AUDITOR]).await, ErrorCode::NotFound);
        let missing = AssignRole { role: no_role(), change: RoleChange::Grant, users: vec![amira.row.id] };
        let wrong = people.assign_role(&app.admin(), &missing).await.unwrap_err();
        assert_eq!(ApiError::from(wrong).field("role"), Some(FieldCode::NotFound));
    }

    async fn the_last_who_may_do_everything_stays_even_when_two_ask_at_once(app: TestApp) {
        let other = app.another_process().await;
        let (one, two) = (administrator(&app, "one").await, administrator(&app, "two").await);
        let ctx = app.admin();
        for round in 0..10 {
            let (first, second) = (app.domain.people(), other.people());
            let (none, disabled) = (set(&[]), UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() });
            let taken = async { first.set_roles(&ctx, one, &none).await.map(|_| ()) };
            let (a, b) = if round % 2 == 0 {
                tokio::join!(taken, async { second.set_roles(&ctx, two, &none).await.map(|_| ()) })
            } else {
                tokio::join!(taken, async { second.update(&ctx, two, &disabled, None).await.map(|_| ()) })
            };
            let refused: Vec<_> =
                [a, b].into_iter().filter_map(|outcome| outcome.err().map(|error| error.code())).collect();
            assert_eq!(refused, [ErrorCode::LastAdministrator], "round {round}");
            let enabled = UpdateUser { state: Some(UserState::Active), ..UpdateUser::default() };
            for id in [one, two] {
                app.domain.people().update(&ctx, id, &enabled, None).await.unwrap();
                give(&app, id, &[RoleKey::SUPER]).await;
            }
        }
        give(&app, one, &[AUDITOR]).await;
        assert_eq!(refused(&app, &ctx, two, &[AUDITOR]).await, ErrorCode::LastAdministrator);
        let bulk = AssignRole { role: RoleKey::SUPER, change: RoleChange::Revoke, users: vec![two] };
        let outcome = app.domain.people().assign_role(&ctx, &bulk).await.unwrap();
        assert_eq!(outcome.results[0].refused, Some(ErrorCode::LastAdministrator));
    }

    async fn many_at_once_stand_each_for_themselves(app: TestApp) {
        let boss = administrator(&app, "boss").await;
        let (amira, bela) = (app.user("amira").await.row.id, app.user("bela").await.row.id);
        give(&app, bela, &[HELP_DESK]).await;
        let nobody = UserId(uuid::Uuid::now_v7());
        let lead = app.admin_with(domain::access::policy::role_permissions(AdminRole::HelpDesk)
            .union([Permission::RoleAssign].into_iter().collect()));
        let input = AssignRole { role: HELP_DESK, change: RoleChange::Grant, users: vec![amira, boss, bela, nobody] };
        let outcome = app.domain.people().assign_role(&lead, &input).await.unwrap();
        let seen: Vec<_> = outcome.results.iter().map(|one| (one.user_id, one.changed, one.refused)).collect();
        assert_eq!(seen, [
            (amira, true, None),
            (boss, false, Some(ErrorCode::Forbidden)),
            (bela, false, None),
            (nobody, false, Some(ErrorCode::NotFound)),
        ]);
        let too_much = AssignRole { role: AUDITOR, ..input.clone() };
        let refused = app.domain.people().assign_role(&lead, &too_much).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let doubled = AssignRole { users: vec![amira, amira], ..input };
        let refused = app.domain.people().assign_role(&lead, &doubled).await.unwrap_err();
        assert_eq!(ApiError::from(refused).field("users[1]"), Some(FieldCode::Taken));
    }

    async fn a_role_that_is_being_deleted_is_given_to_nobody(app: TestApp) {
        let other = app.another_process().await;
        let amira = app.user("amira").await.row.id;
        for round in 0..10 {
            let desk = role(&app, &format!("Desk {round}"), &[Permission::UserRead]).await.row.id;
            let (ctx, wanted) = (app.admin(), set(&[desk]));
            let (here, there) = (app.domain.people(), other.people());
            let (given, deleted) = tokio::join!(here.set_roles(&ctx, amira, &wanted), there.delete_role(&ctx, desk, None));
            deleted.unwrap();
            if let Err(error) = given {
                assert_eq!(ApiError::from(error).field("roles[0]"), Some(FieldCode::NotFound), "round {round}");
            }
            let left = app.domain.people().find(&app.admin(), amira).await.unwrap().row.roles;
            assert_eq!(left, [], "round {round}");
        }
    }

    async fn roles_are_for_those_who_may(app: TestApp) {
        let amira = app.user("amira").await;
        let people = app.domain.people();
        let reads = app.admin_with([Permission::UserRead].into_iter().collect());
        for (ctx, code) in [
            (app.anonymous(), ErrorCode::Unauthenticated),
            (app.portal(&amira), ErrorCode::Forbidden),
            (reads, ErrorCode::Forbidden),
        ] {
            assert_eq!(refused(&app, &ctx, amira.row.id, &[]).await, code);
            let input = AssignRole { role: no_role(), change: RoleChange::Grant, users: Vec::new() };
            assert_eq!(people.assign_role(&ctx, &input).await.unwrap_err().code(), code);
            assert_eq!(people.delete_role(&ctx, no_role(), None).await.unwrap_err().code(), code);
            assert_eq!(people.create_role(&ctx, &types::CreateRole::default()).await.unwrap_err().code(), code);
        }
        assert_eq!(people.list_roles(&app.portal(&amira)).await.unwrap_err().code(), ErrorCode::Forbidden);
        let own = people.effective(&app.portal(&amira), amira.row.id).await.unwrap_err();
        assert_eq!(own.code(), ErrorCode::Forbidden);
    }
}
