//! Tokens of people reach their own things alone, within their rights and their scopes, while people may
//! have any.

use std::time::Duration;

use domain::{
    Actor, RequestCtx,
    access::policy::{Resource, portal_permissions, scope_allows},
};
use testkit::{TestApp, both_engines};
use types::{
    ApiError, ChangeOwnership, CommandId, ConfigurationId, CreateCommand, DeleteUser, DeviceId, ErrorCode,
    Face, FieldCode, KeepCertificate, LockParams, MessageChannel, OwnToken, Ownership, Permission,
    PortalRight, Preferences, RegistrationId, Scope, SessionId, TokenId, UnlockCertificate, UpdateSignIn,
    UpdateUser, UserDetail, UserState,
};
use uuid::Uuid;

use super::{administrator, at, events, person, sign_in};
use crate::{devices::active, registration::register, user_certificates};

async fn switch(app: &TestApp, on: bool) {
    let input = UpdateSignIn { own_tokens: Some(on), ..UpdateSignIn::default() };
    app.domain.access().update_sign_in(&app.admin(), &input, None).await.unwrap();
}

/// Somebody with these rights beside `sign_in`.
async fn with_rights(app: &TestApp, name: &str, rights: &[PortalRight]) -> UserDetail {
    let user = person(app, name).await;
    let mut rights = [&[PortalRight::SignIn], rights].concat();
    rights.sort_unstable();
    rights.dedup();
    let change = UpdateUser { rights: Some(rights), ..UpdateUser::default() };
    app.domain.people().update(&app.admin(), user.row.id, &change, None).await.unwrap()
}

async fn make(app: &TestApp, user: &UserDetail, scopes: &[Scope]) -> String {
    app.domain.access().create_own_token(&app.portal(user), "script", scopes).await.unwrap()
}

async fn counts(app: &TestApp, text: &str) -> bool {
    app.domain.access().resolve_token(text).await.unwrap().is_some()
}

/// The context of a request with a token.
async fn with_token(app: &TestApp, text: &str) -> RequestCtx {
    let actor = app.domain.access().resolve_token(text).await.unwrap().expect("the token counts");
    app.anonymous().with_actor(Actor::ApiToken(actor))
}

async fn script(app: &TestApp, user: &UserDetail, scopes: &[Scope]) -> RequestCtx {
    with_token(app, &make(app, user, scopes).await).await
}

fn code<T: std::fmt::Debug>(outcome: domain::Result<T>) -> ErrorCode {
    outcome.unwrap_err().code()
}

both_engines! {
    async fn nobody_makes_a_token_and_none_counts_until_it_is_switched_on(app: TestApp) {
        let amira = person(&app, "amira").await;
        let access = app.domain.access();
        assert!(!access.offers_own_tokens().await.unwrap());
        assert_eq!(code(access.create_own_token(&app.portal(&amira), "script", &[Scope::MeRead]).await), ErrorCode::WrongState);
        switch(&app, true).await;
        let text = make(&app, &amira, &[Scope::MeRead]).await;
        assert!(counts(&app, &text).await);
        switch(&app, false).await;
        assert!(!counts(&app, &text).await, "it is as if it had never been");
        switch(&app, true).await;
        assert!(counts(&app, &text).await);
        let changed = events(&app, "settings.changed").await;
        assert_eq!(changed[0].after.as_ref().unwrap()["own_tokens"], true);
    }

    async fn tokens_are_made_by_people_at_the_portal(app: TestApp) {
        switch(&app, true).await;
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        administrator(&app, "jonas").await;
        let access = app.domain.access();
        let scopes = [Scope::MeRead, Scope::MeLock];
        let text = make(&app, &amira, &scopes).await;
        assert!(text.starts_with("gh_"));
        let made = events(&app, "token.created").await;
        assert_eq!(made.len(), 1);
        assert!(!format!("{made:?}").contains(&text[3..]));

        let console = at(&app, Face::Console, &sign_in(&app, Face::Console, "jonas").await.unwrap()).await;
        let token = with_token(&app, &text).await;
        for (name, ctx, refusal) in [
            ("console", &console, ErrorCode::Forbidden),
            ("token", &token, ErrorCode::Forbidden),
            ("anonymous", &app.anonymous(), ErrorCode::Unauthenticated),
        ] {
            assert_eq!(code(access.create_own_token(ctx, "script", &scopes).await), refusal, "{name}");
            assert_eq!(code(access.list_own_tokens(ctx).await), refusal, "{name}");
            assert_eq!(code(access.revoke_own_token(ctx, TokenId(Uuid::now_v7())).await), refusal, "{name}");
        }
        let all = make(&app, &amira, &[Scope::MeAll]).await;
        assert_eq!(code(access.create_own_token(&with_token(&app, &all).await, "copy", &scopes).await), ErrorCode::Forbidden);

        let mut earlier = app.portal(&amira);
        let Actor::User(me) = &mut earlier.actor else { panic!() };
        me.authenticated_at = app.clock.now();
        app.pass(Duration::from_mins(11));
        assert_eq!(code(access.create_own_token(&earlier, "script", &scopes).await), ErrorCode::ReauthenticationRequired);

        for (name, scopes, field, fault) in [
            ("", scopes.as_slice(), "name", FieldCode::Required),
            (&"x".repeat(81), &scopes, "name", FieldCode::TooLong),
            ("script", &[], "scopes", FieldCode::Required),
            ("script", &[Scope::MeRead, Scope::DevicesRead], "scopes", FieldCode::UnknownValue),
        ] {
            let error = access.create_own_token(&app.portal(&bela), name, scopes).await.unwrap_err();
            assert_eq!(ApiError::from(error).field(field), Some(fault));
        }
        let error = access.create_token(&app.system(), "jonas", "script", &[Scope::MeRead]).await.unwrap_err();
        assert_eq!(ApiError::from(error).field("scopes"), Some(FieldCode::UnknownValue));
    }

    async fn a_person_has_ten_at_most_and_ends_their_own_alone(app: TestApp) {
        switch(&app, true).await;
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let access = app.domain.access();
        let texts = futures::future::join_all((0..12).map(|_| {
            let ctx = app.portal(&amira);
            async move { access.create_own_token(&ctx, "script", &[Scope::MeRead]).await }
        })).await;
        let refused: Vec<_> = texts.iter().filter_map(|made| made.as_ref().err()).collect();
        assert_eq!((texts.len() - refused.len()) as u64, OwnToken::MOST);
        let error = access.create_own_token(&app.portal(&amira), "script", &[Scope::MeRead]).await.unwrap_err();
        assert_eq!(ApiError::from(error).field("name"), Some(FieldCode::TooMany));
        make(&app, &bela, &[Scope::MeRead]).await;

        let listed = access.list_own_tokens(&app.portal(&amira)).await.unwrap();
        assert_eq!((listed.len() as u64, listed[0].scopes.as_slice()), (OwnToken::MOST, [Scope::MeRead].as_slice()));
        let foreign = code(access.revoke_own_token(&app.portal(&bela), listed[0].id).await);
        let nothing = code(access.revoke_own_token(&app.portal(&bela), TokenId(Uuid::now_v7())).await);
        assert_eq!((foreign, nothing), (ErrorCode::NotFound, ErrorCode::NotFound));
        access.revoke_own_token(&app.portal(&amira), listed[0].id).await.unwrap();
        access.revoke_own_token(&app.portal(&amira), listed[0].id).await.expect("again is no fault");
        assert_eq!(events(&app, "token.revoked").await.len(), 1);
        assert_eq!(access.list_own_tokens(&app.portal(&amira)).await.unwrap().len() as u64, OwnToken::MOST - 1);
        let mut alive = 0;
        for text in texts.iter().flatten() {
            alive += u64::from(counts(&app, text).await);
        }
        assert_eq!(alive, OwnToken::MOST - 1);
        make(&app, &amira, &[Scope::MeRead]).await;

        // Tokens of the console are none of this.
        administrator(&app, "jonas").await;
        access.create_token(&app.system(), "jonas", "nightly", &[Scope::All]).await.unwrap();
        let theirs = access.list_tokens(&app.admin()).await.unwrap();
        let nightly = theirs.iter().find(|row| row.face == Face::Console).unwrap();
        let jonas = at(&app, Face::Portal, &sign_in(&app, Face::Portal, "jonas").await.unwrap()).await;
        assert!(access.list_own_tokens(&jonas).await.unwrap().is_empty());
        assert_eq!(code(access.revoke_own_token(&jonas, nightly.id).await), ErrorCode::NotFound);
        // Administrators see and end them all.
        let one = theirs.iter().find(|row| row.face == Face::Portal).unwrap();
        access.revoke_token(&app.admin(), one.id).await.unwrap();
    }

    async fn a_token_may_what_its_scopes_and_its_persons_rights_both_allow(app: TestApp) {
        switch(&app, true).await;
        let bela = person(&app, "bela").await;
        for (number, rights) in [&[][..], &[PortalRight::Lock, PortalRight::Wipe], PortalRight::ALL].into_iter().enumerate() {
            let user = with_rights(&app, &format!("amira{number}"), rights).await;
            let allowed = portal_permissions(&user.row.rights);
            for scope in Scope::of(Face::Portal) {
                let ctx = script(&app, &user, &[scope]).await;
                for permission in Permission::ALL {
                    let own = ctx.may(*permission, &Resource::OwnedBy(user.row.id));
                    assert_eq!(own, allowed.contains(*permission) && scope_allows(scope, *permission), "{scope} {permission}");
                    assert!(!own || permission.is_own());
                    assert!(!ctx.may(*permission, &Resource::OwnedBy(bela.row.id)));
                    assert!(!ctx.may(*permission, &Resource::All));
                }
            }
        }
        // A console scope lets nothing of one's own through.
        let jonas = administrator(&app, "jonas").await;
        let text = app.domain.access().create_token(&app.system(), "jonas", "script", &[Scope::All]).await.unwrap();
        let console = with_token(&app, &text).await;
        assert!(Permission::ALL.iter().filter(|one| one.is_own()).all(|own| !console.may(*own, &Resource::OwnedBy(jonas))));
        assert_eq!(code(app.domain.devices().list_own(&console).await), ErrorCode::Unauthenticated);
    }

    async fn a_token_ends_with_what_its_person_may(app: TestApp) {
        switch(&app, true).await;
        let people = app.domain.people();
        let amira = person(&app, "amira").await;
        let text = make(&app, &amira, &[Scope::MeAll]).await;
        let change = async |change: UpdateUser| {
            people.update(&app.admin(), amira.row.id, &change, None).await.unwrap();
        };
        change(UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() }).await;
        assert!(!counts(&app, &text).await);
        change(UpdateUser { state: Some(UserState::Active), ..UpdateUser::default() }).await;
        assert!(counts(&app, &text).await);
        change(UpdateUser { rights: Some(vec![PortalRight::Lock]), ..UpdateUser::default() }).await;
        assert!(!counts(&app, &text).await, "nobody is at the portal without the right to sign in");
        change(UpdateUser { rights: Some(vec![PortalRight::SignIn]), ..UpdateUser::default() }).await;
        let ctx = with_token(&app, &text).await;
        assert!(!ctx.may(Permission::OwnLock, &Resource::OwnedBy(amira.row.id)), "rights count from the next request");
        assert_eq!(people.preview_deletion(&app.admin(), amira.row.id).await.unwrap().tokens, 1);
        let gone = DeleteUser { username: "amira".into(), devices: None, hand_over_to: None };
        people.delete(&app.admin(), amira.row.id, &gone).await.unwrap();
        assert!(!counts(&app, &text).await);
    }

    async fn what_is_somebody_elses_is_as_if_it_were_not_there(app: TestApp) {
        switch(&app, true).await;
        let rights: Vec<_> = PortalRight::ALL.to_vec();
        let (amira, bela) = (with_rights(&app, "amira", &rights).await, with_rights(&app, "bela", &rights).await);
        let ctx = script(&app, &amira, &[Scope::MeAll]).await;
        let device = active(&app, &bela, 2).await.device_id;
        let waiting = register(&app, &bela).await.id;
        let lock = CreateCommand::lock(&LockParams::default());
        let command = app.domain.devices().command(&app.portal(&bela), device, &lock).await.unwrap().id;
        let session = sign_in(&app, Face::Portal, "bela").await.unwrap().session_id;
        let mail = user_certificates::setting(&app, "Mail", types::CertificatePassword::AtUpload).await;
        user_certificates::bring(&app, &bela, "keytool", "secret", &mail).await;
        let upload = user_certificates::upload(&app, &bela, "keytool", "secret").await.id;
        let (devices, rooms) = (app.domain.devices(), app.domain.registration());
        let (certificates, setups) = (app.domain.user_certificates(), app.domain.configurations());
        let mut told = Vec::new();
        let new = Uuid::now_v7;
        let theirs = (device, command, waiting, session);
        let nothing = (DeviceId(new()), CommandId(new()), RegistrationId(new()), SessionId(new()));
        for (id, command, waiting, session) in [theirs, nothing] {
            let ownership = ChangeOwnership { ownership: Ownership::Employee };
            let refusals = [
                devices.own_page(&ctx, id, false).await.err(),
                devices.command(&ctx, id, &lock).await.err(),
                devices.command(&ctx, id, &CreateCommand::wipe("bela")).await.err(),
                devices.command(&ctx, id, &CreateCommand::of(types::Action::Restart)).await.err(),
                devices.history(&ctx, id, &types::PageQuery::default()).await.err(),
                devices.change_ownership(&ctx, id, &ownership).await.err(),
                setups.ownership_change(&ctx, id, Ownership::Employee).await.err(),
                devices.find_command(&ctx, command).await.err(),
                devices.cancel_command(&ctx, command).await.err(),
                devices.reveal(&ctx, command).await.err(),
                rooms.progress(&ctx, waiting).await.err(),
                rooms.handout(&ctx, waiting).await.err(),
                rooms.reissue(&ctx, waiting).await.err(),
                rooms.send(&ctx, waiting, MessageChannel::Email).await.err(),
                rooms.withdraw(&ctx, waiting).await.err(),
                app.domain.access().end_session(&ctx, session).await.err(),
            ];
            told.push(refusals.map(|error| ApiError::from(error.expect("it is refused"))));
        }
        assert_eq!(told[0], told[1]);
        let foreign = &told[0];
        assert!(foreign.iter().all(|error| error.code == ErrorCode::NotFound), "{foreign:?}");
        let keep = KeepCertificate { identity: 0, configurations: vec![mail.id] };
        assert_eq!(code(certificates.keep(&ctx, upload, &keep).await), ErrorCode::NotFound);
        let password = UnlockCertificate { password: "secret".into() };
        assert_eq!(code(certificates.unlock(&ctx, upload, password).await), ErrorCode::NotFound);
        assert_eq!(code(certificates.remove(&ctx, mail.id).await), ErrorCode::NotFound, "that of the setting is not hers");
        assert_eq!(code(certificates.remove(&ctx, ConfigurationId(new())).await), ErrorCode::NotFound);
        assert!(certificates.list(&ctx).await.unwrap().upload.is_none());
        assert!(devices.list_own(&ctx).await.unwrap().is_empty());
        assert!(rooms.list_waiting_own(&ctx).await.unwrap().is_empty());
    }

    async fn one_scope_does_its_own_work_without_another(app: TestApp) {
        switch(&app, true).await;
        let amira = with_rights(&app, "amira", PortalRight::ALL).await;
        let device = active(&app, &amira, 1).await.device_id;
        let waiting = register(&app, &amira).await.id;
        let access = app.domain.access();
        let certificates = script(&app, &amira, &[Scope::MeCertificates]).await;
        let mail = user_certificates::setting(&app, "Mail", types::CertificatePassword::AtUpload).await;
        let upload = user_certificates::upload(&app, &amira, "keytool", "secret").await.id;
        let keep = KeepCertificate { identity: 0, configurations: vec![mail.id] };
        app.domain.user_certificates().keep(&certificates, upload, &keep).await.unwrap();
        app.domain.user_certificates().remove(&certificates, mail.id).await.unwrap();
        assert_eq!(code(app.domain.devices().own_page(&certificates, device, false).await), ErrorCode::Forbidden);

        let reads = script(&app, &amira, &[Scope::MeRead]).await;
        let profile = access.own_profile(&reads).await.unwrap();
        assert_eq!((profile.username.as_str(), profile.limit.used, profile.limit.waiting), ("amira", 1, 1));
        assert_eq!(profile.permissions, [Permission::OwnDeviceRead]);
        app.domain.devices().own_page(&reads, device, true).await.unwrap();
        app.domain.registration().progress(&reads, waiting).await.unwrap();
        assert_eq!(code(app.domain.registration().handout(&reads, waiting).await), ErrorCode::Forbidden, "who reads gets no PIN");
        assert_eq!(code(app.domain.registration().withdraw(&reads, waiting).await), ErrorCode::Forbidden);
        assert_eq!(code(access.list_sessions(&reads).await), ErrorCode::Forbidden);
        let chosen = Preferences { language: "en".into(), time_zone: Some("Europe/Oslo".into()) };
        assert_eq!(code(access.choose(&reads, &chosen, None).await), ErrorCode::Forbidden);

        let registers = script(&app, &amira, &[Scope::MeRegister]).await;
        app.domain.registration().handout(&registers, waiting).await.unwrap();
        assert!(events(&app, "registration.code_read").await.is_empty(), "her own");
        let locks = script(&app, &amira, &[Scope::MeLock]).await;
        let lock = CreateCommand::lock(&LockParams::default());
        let command = app.domain.devices().command(&locks, device, &lock).await.unwrap();
        assert_eq!(command.requested_by, "script");
        app.domain.devices().cancel_command(&locks, command.id).await.unwrap();
        assert_eq!(code(app.domain.devices().command(&locks, device, &CreateCommand::wipe("x")).await), ErrorCode::Forbidden);

        let all = script(&app, &amira, &[Scope::MeAll]).await;
        let version = access.own_profile(&all).await.unwrap().version;
        assert_eq!(code(access.choose(&all, &chosen, Some(version + 1)).await), ErrorCode::VersionConflict);
        access.choose(&all, &chosen, Some(version)).await.unwrap();
        let begun = sign_in(&app, Face::Portal, "amira").await.unwrap();
        assert!(access.list_sessions(&all).await.unwrap().iter().all(|row| !row.current));
        access.end_session(&all, begun.session_id).await.unwrap();
        // The account itself stays with its person.
        assert_eq!(code(access.change_password(&all, "a", "b").await), ErrorCode::Unauthenticated);
        assert_eq!(code(access.reauthenticate(&all, "a").await), ErrorCode::Unauthenticated);
        assert_eq!(code(access.sign_out(&all).await), ErrorCode::Unauthenticated);
    }
}
