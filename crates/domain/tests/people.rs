//! People are created once, found again, changed with care, and never all disabled.

use domain::ctx::IdempotencyKey;
use testkit::{TestApp, both_engines};
use types::{
    ApiError, CreateUser, ErrorCode, FieldCode, PageQuery, PortalRight, UpdateUser, UserId, UserQuery,
    UserState,
};

use crate::access::{administrator, events, messages_to};

fn input(username: &str) -> CreateUser {
    CreateUser {
        username: username.into(),
        display_name: " Amira Haddad ".into(),
        email: "amira.haddad@vellmere.example".into(),
        phone_number: Some("+47 400 55 014".into()),
        language: Some("nb".into()),
        rights: None,
        ..CreateUser::default()
    }
}

fn state(state: UserState) -> UpdateUser {
    UpdateUser { state: Some(state), ..UpdateUser::default() }
}

async fn search(app: &TestApp, q: &str) -> Vec<String> {
    let query = UserQuery { q: Some(q.into()), ..UserQuery::default() };
    let page = app.domain.people().list(&app.admin(), &query).await.unwrap();
    page.items.into_iter().map(|row| row.username).collect()
}

both_engines! {
    async fn a_new_person_is_kept_as_entered_and_told_how_to_come_in(app: TestApp) {
        let user = app.domain.people().create(&app.admin(), &input("Amira.Haddad")).await.unwrap();
        assert_eq!(user.row.username, "Amira.Haddad");
        assert_eq!(user.row.display_name, "Amira Haddad");
        assert_eq!(user.row.phone_number.as_deref(), Some("+4740055014"));
        assert_eq!(user.row.language, "nb");
        assert_eq!(user.row.rights, PortalRight::DEFAULT);
        assert_eq!((user.row.state, user.row.has_password), (UserState::Active, false));
        assert!(user.row.roles.is_empty());
        assert_eq!((user.version, user.device_limit.limit, user.device_limit.used), (1, Some(5), 0));
        assert_eq!(messages_to(&app, &user).await, 1);
        let created = events(&app, "user.created").await;
        let after = created[0].after.as_ref().unwrap();
        assert_eq!(after["username"], "Amira.Haddad");
        assert_eq!(created[0].target_id, Some(user.row.id.to_string()));
        assert_eq!(app.domain.people().find(&app.admin(), user.row.id).await.unwrap(), user);
    }

    async fn a_user_name_is_taken_in_every_case(app: TestApp) {
        app.user("amira").await;
        for name in ["amira", "AMIRA", " Amira "] {
            let error = app.domain.people().create(&app.admin(), &input(name)).await.unwrap_err();
            let error = ApiError::from(error);
            assert_eq!((error.code, error.field("username")), (ErrorCode::UsernameTaken, Some(FieldCode::Taken)));
        }
        app.user("ÅSE").await;
        let error = app.domain.people().create(&app.admin(), &input("åse")).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::UsernameTaken);
    }

    async fn of_many_who_create_the_same_name_at_once_one_wins(app: TestApp) {
        let other = app.another_process().await;
        let creates: Vec<_> = (0..20).map(|index| {
            let domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let ctx = app.admin();
            tokio::spawn(async move { domain.people().create(&ctx, &input("amira")).await })
        }).collect();
        let mut made = 0;
        for create in creates {
            match create.await.unwrap() {
                Ok(_) => made += 1,
                Err(error) => assert_eq!(error.code(), ErrorCode::UsernameTaken),
            }
        }
        assert_eq!(made, 1);
        assert_eq!(events(&app, "user.created").await.len(), 1);
    }

    async fn a_repeated_request_creates_one_person(app: TestApp) {
        let key = |hash: &[u8]| Some(IdempotencyKey { key: "4711".into(), request_hash: hash.to_vec() });
        let mut ctx = app.admin();
        ctx.idempotency = key(b"body");
        let other = app.another_process().await;
        let creates: Vec<_> = (0..10).map(|index| {
            let domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let ctx = ctx.clone();
            tokio::spawn(async move { domain.people().create(&ctx, &input("amira")).await.unwrap().row.id })
        }).collect();
        let mut ids = Vec::new();
        for create in creates {
            ids.push(create.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        ctx.idempotency = key(b"another body");
        let error = app.domain.people().create(&ctx, &input("bela")).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::IdempotencyKeyReused);
    }

    async fn wrong_input_is_refused_by_field(app: TestApp) {
        let wrong = CreateUser {
            username: "a b".into(),
            display_name: String::new(),
            email: "x@y\r\nBcc: z@w".into(),
            phone_number: Some("123".into()),
            language: Some("english".into()),
            rights: Some(vec![PortalRight::Lock, PortalRight::Lock]),
            ..CreateUser::default()
        };
        let error = ApiError::from(app.domain.people().create(&app.admin(), &wrong).await.unwrap_err());
        let paths: Vec<_> = error.fields.iter().map(|field| field.path.as_str()).collect();
        assert_eq!(paths, ["username", "display_name", "email", "phone_number", "language", "rights[1]"]);
    }

    async fn people_are_found_by_part_of_name_or_address_in_any_case(app: TestApp) {
        let people = app.domain.people();
        people.create(&app.admin(), &input("Amira.Haddad")).await.unwrap();
        app.user("bela_k").await;
        app.user("belaxk").await;
        assert_eq!(search(&app, "HADDAD").await, ["Amira.Haddad"]);
        assert_eq!(search(&app, "amira h").await, ["Amira.Haddad"]);
        assert_eq!(search(&app, "bela_k@vell").await, ["bela_k"], "an underscore stands for itself");
        assert_eq!(search(&app, "%").await, Vec::<String>::new());
        assert_eq!(search(&app, " ").await, ["belaxk", "bela_k", "Amira.Haddad"], "all, newest first");
    }

    async fn a_list_goes_on_where_the_page_before_ended(app: TestApp) {
        for index in 0..7 {
            app.user(&format!("user{index}")).await;
        }
        let mut seen = Vec::new();
        let mut query = UserQuery {
            page: PageQuery { limit: Some(3), total: true, ..PageQuery::default() },
            ..UserQuery::default()
        };
        loop {
            let page = app.domain.people().list(&app.admin(), &query).await.unwrap();
            assert_eq!(page.total, Some(7));
            seen.extend(page.items.into_iter().map(|row| row.username));
            let Some(cursor) = page.next_cursor else { break };
            query.page.cursor = Some(cursor);
        }
        assert_eq!(seen, ["user6", "user5", "user4", "user3", "user2", "user1", "user0"]);
        query.page.cursor = Some("forged".into());
        let error = ApiError::from(app.domain.people().list(&app.admin(), &query).await.unwrap_err());
        assert_eq!(error.field("cursor"), Some(FieldCode::Malformed));
    }

    async fn a_change_says_what_was_and_what_is(app: TestApp) {
        let user = app.user("amira").await;
        let change = UpdateUser {
            display_name: Some("Amira H.".into()),
            phone_number: Some(Some("+4740055014".into())),
            rights: Some(vec![PortalRight::Lock, PortalRight::SignIn]),
            ..UpdateUser::default()
        };
        let changed = app.domain.people().update(&app.admin(), user.row.id, &change, Some(1)).await.unwrap();
        assert_eq!((changed.version, changed.row.display_name.as_str()), (2, "Amira H."));
        assert_eq!(changed.row.rights, [PortalRight::SignIn, PortalRight::Lock]);
        let event = events(&app, "user.changed").await.remove(0);
        assert_eq!(event.before.unwrap(), serde_json::json!({
            "display_name": "amira of Vellmere",
            "phone_number": null,
            "rights": ["sign_in", "register", "lock"],
        }));
        assert_eq!(event.after.unwrap(), serde_json::json!({
            "display_name": "Amira H.",
            "phone_number": "+4740055014",
            "rights": ["sign_in", "lock"],
        }));
        let none = UpdateUser { phone_number: Some(None), ..UpdateUser::default() };
        let changed = app.domain.people().update(&app.admin(), user.row.id, &none, None).await.unwrap();
        assert_eq!(changed.row.phone_number, None);
        let same = app.domain.people().update(&app.admin(), user.row.id, &none, None).await.unwrap();
        assert_eq!(same.version, 3, "what changes nothing is no change");
        assert_eq!(events(&app, "user.changed").await.len(), 2);
    }

    async fn an_edit_on_an_old_version_is_refused(app: TestApp) {
        let user = app.user("amira").await;
        let other = app.another_process().await;
        let edits: Vec<_> = (0..10).map(|index| {
            let domain = if index % 2 == 0 { app.domain.clone() } else { other.clone() };
            let (ctx, id) = (app.admin(), user.row.id);
            let change = UpdateUser { display_name: Some(format!("Name {index}")), ..UpdateUser::default() };
            tokio::spawn(async move { domain.people().update(&ctx, id, &change, Some(1)).await })
        }).collect();
        let mut done = 0;
        for edit in edits {
            match edit.await.unwrap() {
                Ok(_) => done += 1,
                Err(error) => assert_eq!(error.code(), ErrorCode::VersionConflict),
            }
        }
        assert_eq!(done, 1);
    }

    async fn the_last_administrator_stays_even_when_two_ask_at_once(app: TestApp) {
        let other = app.another_process().await;
        let (one, two) = (administrator(&app, "one").await, administrator(&app, "two").await);
        let (ctx, disabled) = (app.admin(), state(UserState::Disabled));
        for round in 0..10 {
            let (first, second) = (app.domain.people(), other.people());
            let (a, b) = tokio::join!(
                first.update(&ctx, one, &disabled, None),
                second.update(&ctx, two, &disabled, None),
            );
            let refused: Vec<_> =
                [a, b].into_iter().filter_map(|outcome| outcome.err().map(|error| error.code())).collect();
            assert_eq!(refused, [ErrorCode::LastAdministrator], "round {round}");
            for id in [one, two] {
                app.domain.people().update(&ctx, id, &state(UserState::Active), None).await.unwrap();
            }
        }
        app.domain.people().update(&ctx, one, &disabled, None).await.unwrap();
        for _ in 0..2 {
            let last = app.domain.people().update(&ctx, two, &disabled, None).await.unwrap_err();
            assert_eq!(last.code(), ErrorCode::LastAdministrator);
        }
        app.domain.people().update(&ctx, one, &disabled, None).await.expect("one who is disabled is no matter");
    }

    async fn disabling_and_enabling_are_events_of_their_own(app: TestApp) {
        let user = app.user("amira").await;
        let people = app.domain.people();
        people.update(&app.admin(), user.row.id, &state(UserState::Disabled), None).await.unwrap();
        people.update(&app.admin(), user.row.id, &state(UserState::Disabled), None).await.unwrap();
        people.update(&app.admin(), user.row.id, &state(UserState::Active), None).await.unwrap();
        assert_eq!(events(&app, "user.disabled").await.len(), 1);
        assert_eq!(events(&app, "user.enabled").await.len(), 1);
        assert_eq!(events(&app, "user.changed").await.len(), 0);
        let query = UserQuery { state: Some(UserState::Disabled), ..UserQuery::default() };
        assert!(people.list(&app.admin(), &query).await.unwrap().items.is_empty());
    }

    async fn people_are_for_those_who_may(app: TestApp) {
        let user = app.user("amira").await;
        let people = app.domain.people();
        for (ctx, code) in [(app.anonymous(), ErrorCode::Unauthenticated), (app.portal(&user), ErrorCode::Forbidden)] {
            let id = user.row.id;
            assert_eq!(people.list(&ctx, &UserQuery::default()).await.unwrap_err().code(), code);
            assert_eq!(people.find(&ctx, id).await.unwrap_err().code(), code);
            assert_eq!(people.create(&ctx, &input("bela")).await.unwrap_err().code(), code);
            assert_eq!(people.update(&ctx, id, &UpdateUser::default(), None).await.unwrap_err().code(), code);
            assert_eq!(people.resend_set_password(&ctx, id).await.unwrap_err().code(), code);
        }
        let nobody = UserId(uuid::Uuid::now_v7());
        assert_eq!(people.find(&app.admin(), nobody).await.unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(people.update(&app.admin(), nobody, &UpdateUser::default(), None).await.unwrap_err().code(), ErrorCode::NotFound);
    }
}
