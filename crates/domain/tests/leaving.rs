//! People leave: what goes with them is shown first, nothing is lost unasked, and their name goes.

use domain::{Actor, RequestCtx};
use entity::api_token;
use sea_orm::{ActiveValue::Set, ConnectionTrait, Database, EntityTrait};
use testkit::{TestApp, both_engines};
use types::{
    ApiError, AuditQuery, ChangeMembers, CreateGroup, DeleteUser, DeviceFate, DeviceQuery, DeviceState,
    ErrorCode, Face, FieldCode, Permission, PermissionSet, Scope, UserDetail, UserId, UserQuery,
};
use uuid::Uuid;

use crate::{
    access::{PASSWORD, administrator, person, resolve, sign_in},
    devices::active,
    registration::register,
};

fn delete(user: &UserDetail, devices: Option<DeviceFate>, to: Option<UserId>) -> DeleteUser {
    DeleteUser { username: user.row.username.to_uppercase(), devices, hand_over_to: to }
}

async fn devices_of(app: &TestApp, id: UserId) -> Vec<(DeviceState, String)> {
    let query = DeviceQuery { user_id: Some(id), ..DeviceQuery::default() };
    let page = app.domain.devices().list(&app.admin(), &query).await.unwrap();
    page.items.into_iter().map(|row| (row.state, row.user_display_name)).collect()
}

/// All texts of the audit log.
async fn log(app: &TestApp) -> String {
    let mut query = AuditQuery::default();
    query.page.limit = Some(200);
    let rows = app.domain.audit().list(&app.admin(), &query).await.unwrap().items;
    serde_json::to_string(&rows).unwrap().to_lowercase()
}

/// Somebody with everything that a person can have.
async fn amira(app: &TestApp) -> UserDetail {
    let user = person(app, "amira").await;
    active(app, &user, 1).await;
    register(app, &user).await;
    sign_in(app, Face::Portal, "amira").await.unwrap();
    let token = api_token::ActiveModel {
        id: Set(Uuid::now_v7()),
        user_id: Set(user.row.id.0),
        face: Set(Face::Console.as_str().to_owned()),
        name: Set("script of amira".into()),
        token_hash: Set(vec![7; 32]),
        scopes: Set(Scope::All.to_string()),
        created_at: Set(1),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    api_token::Entity::insert(token).exec_without_returning(app.domain.db().write()).await.unwrap();
    let group = CreateGroup { name: "Sales".into(), description: String::new(), rights: Vec::new() };
    let group = app.domain.people().create_group(&app.admin(), &group).await.unwrap().row.id;
    let joins = ChangeMembers { add: vec![user.row.id], remove: Vec::new() };
    app.domain.people().change_members(&app.admin(), group, &joins).await.unwrap();
    user
}

both_engines! {
    async fn what_goes_is_shown_before_and_a_choice_is_needed(app: TestApp) {
        let user = amira(&app).await;
        let preview = app.domain.people().preview_deletion(&app.admin(), user.row.id).await.unwrap();
        let states: Vec<_> = preview.devices.iter().map(|found| (found.state, found.count)).collect();
        assert_eq!(states, [(DeviceState::Pending, 1), (DeviceState::Active, 1)]);
        assert_eq!((preview.managed_devices, preview.registrations), (1, 1));
        assert_eq!((preview.sessions, preview.tokens, preview.groups), (1, 1, 1));
        assert!(preview.messages > 0 && preview.refused.is_none() && !preview.comes_back);
        let people = app.domain.people();
        let undecided = ApiError::from(people.delete(&app.admin(), user.row.id, &delete(&user, None, None)).await.unwrap_err());
        assert_eq!(undecided.field("devices"), Some(FieldCode::Required));
        let mistaken = DeleteUser { username: "bela".into(), devices: Some(DeviceFate::Retire), hand_over_to: None };
        let mistaken = ApiError::from(people.delete(&app.admin(), user.row.id, &mistaken).await.unwrap_err());
        assert_eq!(mistaken.field("username"), Some(FieldCode::Differs));
        let to_nobody = ApiError::from(people.delete(&app.admin(), user.row.id, &delete(&user, Some(DeviceFate::HandOver), Some(user.row.id))).await.unwrap_err());
        assert_eq!(to_nobody.field("hand_over_to"), Some(FieldCode::NotFound));
        assert_eq!(devices_of(&app, user.row.id).await.len(), 2, "nothing has happened");
    }

    async fn nothing_lets_a_deleted_person_in_and_no_record_names_them(app: TestApp) {
        let user = amira(&app).await;
        let session = sign_in(&app, Face::Portal, "amira").await.unwrap();
        sign_in(&app, Face::Console, "amira").await.unwrap_err();
        app.domain.people().delete(&app.admin(), user.row.id, &delete(&user, Some(DeviceFate::Retire), None)).await.unwrap();
        assert!(resolve(&app, Face::Portal, &session).await.is_none());
        let gone = app.domain.people().find(&app.admin(), user.row.id).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::NotFound);
        let all = app.domain.people().list(&app.admin(), &UserQuery::default()).await.unwrap();
        assert!(all.items.iter().all(|row| row.id != user.row.id));
        let left = devices_of(&app, user.row.id).await;
        assert_eq!(left.iter().map(|(state, _)| *state).collect::<Vec<_>>(), [DeviceState::Expired, DeviceState::Retired]);
        assert!(left.iter().all(|(_, owner)| owner.starts_with("Former user ")), "{left:?}");
        let log = log(&app).await;
        assert!(!log.contains("amira"), "{log}");
        assert!(log.contains("former user "));
        assert_eq!(app.domain.audit().verify().await.unwrap().fault, None, "the chain holds");
        assert!(sign_in(&app, Face::Portal, "amira").await.is_err());
        let again = app.user("amira").await;
        assert_ne!(again.row.id, user.row.id, "the name is free again");
    }

    async fn devices_are_handed_over_where_there_is_room(app: TestApp) {
        let user = amira(&app).await;
        let bela = app.user("bela").await;
        let hand_over = delete(&user, Some(DeviceFate::HandOver), Some(bela.row.id));
        for _ in 0..5 {
            register(&app, &bela).await;
        }
        let full = app.domain.people().delete(&app.admin(), user.row.id, &hand_over).await.unwrap_err();
        assert_eq!(full.code(), ErrorCode::DeviceLimitReached);
        assert_eq!(devices_of(&app, user.row.id).await.len(), 2, "nothing has happened");
        let carla = app.user("carla").await;
        let hand_over = delete(&user, Some(DeviceFate::HandOver), Some(carla.row.id));
        app.domain.people().delete(&app.admin(), user.row.id, &hand_over).await.unwrap();
        assert_eq!(devices_of(&app, carla.row.id).await, [(DeviceState::Active, carla.row.display_name.clone())]);
        assert_eq!(app.domain.people().find(&app.admin(), carla.row.id).await.unwrap().device_limit.used, 1);
    }

    async fn oneself_the_stronger_and_the_last_administrator_stay(app: TestApp) {
        let last = administrator(&app, "last").await;
        let people = app.domain.people();
        let input = DeleteUser { username: "last".into(), devices: None, hand_over_to: None };
        let refused = people.delete(&app.admin(), last, &input).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::LastAdministrator);
        assert_eq!(people.preview_deletion(&app.admin(), last).await.unwrap().refused, Some(ErrorCode::LastAdministrator));
        let me = sign_in(&app, Face::Console, "last").await.unwrap();
        let me = crate::access::at(&app, Face::Console, &me).await;
        assert_eq!(people.delete(&me, last, &input).await.unwrap_err().code(), ErrorCode::OwnAccount);
        let weaker = with(&app, &[Permission::UserDelete, Permission::UserRead]);
        assert_eq!(people.delete(&weaker, last, &input).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(people.export(&weaker, last).await.unwrap_err().code(), ErrorCode::Forbidden);
        let without = with(&app, &[Permission::UserWrite, Permission::UserRead]);
        assert_eq!(people.delete(&without, last, &input).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(people.preview_deletion(&without, last).await.unwrap_err().code(), ErrorCode::Forbidden);
    }

    async fn two_administrators_who_delete_or_disable_each_other_never_leave_none(app: TestApp) {
        let other = app.another_process().await;
        for round in 0..6 {
            let names = [format!("one{round}"), format!("two{round}")];
            let (one, two) = (administrator(&app, &names[0]).await, administrator(&app, &names[1]).await);
            let mut actors = Vec::new();
            for name in &names {
                let session = app.domain.access().sign_in(&app.anonymous(), Face::Console, name, PASSWORD).await.unwrap();
                actors.push(crate::access::at(&app, Face::Console, &session).await);
            }
            let input = |name: &str| DeleteUser { username: name.into(), devices: None, hand_over_to: None };
            let (first, second) = (app.domain.people(), other.people());
            let (delete_two, delete_one) = (input(&names[1]), input(&names[0]));
            let disable = types::UpdateUser { state: Some(types::UserState::Disabled), ..types::UpdateUser::default() };
            let outcomes = if round % 2 == 0 {
                let (a, b) = tokio::join!(first.delete(&actors[0], two, &delete_two), second.delete(&actors[1], one, &delete_one));
                [a.err(), b.err()]
            } else {
                let (a, b) = tokio::join!(first.update(&actors[0], two, &disable, None), second.delete(&actors[1], one, &delete_one));
                [a.err(), b.err()]
            };
            let refused: Vec<_> = outcomes.into_iter().flatten().map(|error| error.code()).collect();
            assert_eq!(refused, [ErrorCode::LastAdministrator], "round {round}");
            // Whoever is left makes room for the next round's pair.
            let spare = administrator(&app, &format!("spare{round}")).await;
            for (id, name) in [(one, &names[0]), (two, &names[1])] {
                _ = app.domain.people().delete(&app.admin(), id, &input(name)).await;
            }
            let pair = administrator(&app, &format!("next{round}")).await;
            app.domain.people().delete(&app.admin(), spare, &input(&format!("spare{round}"))).await.unwrap();
            _ = pair;
            let raw = Database::connect(app.database.url()).await.unwrap();
            raw.execute_unprepared(&format!("DELETE FROM role_assignments WHERE user_id IN (SELECT id FROM users WHERE username = 'next{round}')")).await.unwrap();
        }
    }

    async fn an_export_holds_all_and_no_secret(app: TestApp) {
        let user = amira(&app).await;
        let export = app.domain.people().export(&app.admin(), user.row.id).await.unwrap();
        assert_eq!((export.devices.len(), export.registrations.len(), export.groups.len()), (2, 2, 1));
        assert_eq!(export.tokens.len(), 1);
        assert_eq!((export.sessions.len(), export.profile.row.username.as_str()), (1, "amira"));
        assert!(!export.messages.is_empty() && export.audit.len() > 5);
        let text = serde_json::to_string(&export).unwrap();
        for secret in ["argon2", "token_hash", "envelope", "/r/", "/set-password/"] {
            assert!(!text.contains(secret), "{secret}");
        }
        assert_eq!(crate::access::events(&app, "user.exported").await.len(), 1);
    }

    async fn who_erases_more_than_a_deletion_says_is_found_out(app: TestApp) {
        let user = amira(&app).await;
        app.user("bela").await;
        app.domain.people().delete(&app.admin(), user.row.id, &delete(&user, Some(DeviceFate::Retire), None)).await.unwrap();
        assert_eq!(app.domain.audit().verify().await.unwrap().fault, None);
        let raw = Database::connect(app.database.url()).await.unwrap();
        assert!(raw.execute_unprepared("UPDATE audit_events SET actor_name = 'x'").await.is_err());
        assert!(raw.execute_unprepared("UPDATE audit_events SET action = 'x', actor_salt = NULL").await.is_err());
        raw.execute_unprepared(
            "UPDATE audit_events SET target_salt = NULL, target_name = NULL, reason = NULL, before = NULL, after = NULL, \
             target_erased_by = (SELECT id FROM audit_events WHERE action = 'user.deleted') \
             WHERE id = (SELECT id FROM audit_events WHERE target_salt IS NOT NULL AND action = 'user.created' LIMIT 1)"
        ).await.unwrap();
        let fault = app.domain.audit().verify().await.unwrap().fault.unwrap();
        assert_eq!(fault.what, "texts are missing without a deletion");
    }
}

fn with(app: &TestApp, permissions: &[Permission]) -> RequestCtx {
    let mut ctx = app.admin();
    if let Actor::User(me) = &mut ctx.actor {
        me.permissions = permissions.iter().copied().collect::<PermissionSet>();
    }
    ctx
}
