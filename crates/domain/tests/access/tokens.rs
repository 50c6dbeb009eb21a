//! API tokens act in their owner's name, within their scopes, while the owner is an active
//! administrator.

use std::time::Duration;

use domain::Actor;
use testkit::{TestApp, both_engines};
use types::{ApiError, ErrorCode, Face, FieldCode, Permission, Scope, UpdateUser, UserState};

use super::{administrator, at, events, person, sign_in};
use domain::access::policy::Resource;

both_engines! {
    async fn a_token_reaches_what_its_scopes_say(app: TestApp) {
        let jonas = administrator(&app, "jonas").await;
        let access = app.domain.access();
        let scopes = [Scope::DevicesRead, Scope::UsersRead, Scope::DevicesRead];
        let text = access.create_token(&app.system(), "JONAS", "nightly report", &scopes).await.unwrap();
        assert!(text.starts_with("gh_") && text.len() == 46);
        let actor = access.resolve_token(&text).await.unwrap().expect("the token counts");
        assert_eq!((actor.user_id, actor.name.as_str()), (jonas, "nightly report"));
        assert_eq!(actor.scopes, [Scope::UsersRead, Scope::DevicesRead]);
        let ctx = app.anonymous().with_actor(Actor::ApiToken(actor));
        assert!(ctx.may(Permission::UserRead, &Resource::All));
        assert!(!ctx.may(Permission::UserWrite, &Resource::All));
        for wrong in ["", "gh_", "nothing", &text[3..], &format!("{text}x")] {
            assert_eq!(access.resolve_token(wrong).await.unwrap(), None);
        }
        let created = events(&app, "token.created").await;
        assert_eq!(created.len(), 1);
        assert!(!format!("{created:?}").contains(&text[3..]));
    }

    async fn a_token_is_dead_with_its_owner_or_when_it_is_revoked(app: TestApp) {
        let jonas = administrator(&app, "jonas").await;
        administrator(&app, "other").await;
        let access = app.domain.access();
        let text = access.create_token(&app.system(), "jonas", "script", &[Scope::All]).await.unwrap();
        let change = |state| UpdateUser { state: Some(state), ..UpdateUser::default() };
        app.domain.people().update(&app.admin(), jonas, &change(UserState::Disabled), None).await.unwrap();
        assert_eq!(access.resolve_token(&text).await.unwrap(), None);
        app.domain.people().update(&app.admin(), jonas, &change(UserState::Active), None).await.unwrap();
        assert!(access.resolve_token(&text).await.unwrap().is_some());
        let listed = access.list_tokens(&app.admin()).await.unwrap();
        assert_eq!(listed[0].last_used_at, Some(app.clock.now()));
        app.pass(Duration::from_secs(59));
        access.resolve_token(&text).await.unwrap();
        assert_ne!(access.list_tokens(&app.admin()).await.unwrap()[0].last_used_at, Some(app.clock.now()));
        app.pass(Duration::from_secs(1));
        access.resolve_token(&text).await.unwrap();
        assert_eq!(access.list_tokens(&app.admin()).await.unwrap()[0].last_used_at, Some(app.clock.now()));
        access.revoke_token(&app.admin(), listed[0].id).await.unwrap();
        access.revoke_token(&app.admin(), listed[0].id).await.expect("again is no fault");
        assert_eq!(access.resolve_token(&text).await.unwrap(), None);
        assert_eq!(events(&app, "token.revoked").await.len(), 1);
    }

    async fn tokens_are_for_administrators_and_made_by_people(app: TestApp) {
        administrator(&app, "jonas").await;
        administrator(&app, "other").await;
        let amira = person(&app, "amira").await;
        let access = app.domain.access();
        for owner in ["amira", "nobody"] {
            let error = access.create_token(&app.system(), owner, "script", &[Scope::All]).await.unwrap_err();
            assert_eq!(ApiError::from(error).field("user"), Some(FieldCode::NotFound), "{owner}");
        }
        let error = ApiError::from(access.create_token(&app.system(), "jonas", " ", &[]).await.unwrap_err());
        assert_eq!((error.field("name"), error.field("scopes")), (Some(FieldCode::Required), Some(FieldCode::Required)));
        let portal = access.create_token(&app.portal(&amira), "jonas", "script", &[Scope::All]).await.unwrap_err();
        assert_eq!(portal.code(), ErrorCode::Forbidden);
        let console = at(&app, Face::Console, &sign_in(&app, Face::Console, "jonas").await.unwrap()).await;
        let text = access.create_token(&console, "jonas", "my own", &[Scope::All]).await.unwrap();
        let foreign = access.create_token(&console, "other", "not mine", &[Scope::All]).await.unwrap_err();
        assert_eq!(foreign.code(), ErrorCode::Forbidden);
        let actor = access.resolve_token(&text).await.unwrap().unwrap();
        let script = app.anonymous().with_actor(Actor::ApiToken(actor));
        let copy = access.create_token(&script, "jonas", "a copy", &[Scope::All]).await.unwrap_err();
        assert_eq!(copy.code(), ErrorCode::Forbidden, "a token makes no tokens");
    }
}
