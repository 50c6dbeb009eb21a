//! Whoever helps people cannot use it to become somebody who may do more.

use domain::access::policy;
use testkit::{TestApp, both_engines};
use types::{
    AdminRole, ErrorCode, Face, MessageQuery, Permission, PermissionSet, UpdateUser, UserId, UserState,
};

use crate::access::{PASSWORD, administrator, person, resolve, sign_in};

/// Somebody who may change and help people, and nothing else.
fn helper(app: &TestApp) -> domain::RequestCtx {
    let permissions = [Permission::UserRead, Permission::UserWrite, Permission::UserHelp];
    app.admin_with(permissions.into_iter().collect())
}

fn email(to: &str) -> UpdateUser {
    UpdateUser { email: Some(to.into()), ..UpdateUser::default() }
}

both_engines! {
    async fn nobody_lays_hands_on_somebody_who_may_do_more(app: TestApp) {
        let boss = administrator(&app, "jonas").await;
        let there = sign_in(&app, Face::Console, "jonas").await.unwrap();
        let (people, ctx) = (app.domain.people(), helper(&app));
        let disabled = UpdateUser { state: Some(UserState::Disabled), ..UpdateUser::default() };
        administrator(&app, "another").await;
        for change in [email("mine@evil.example"), disabled.clone(), UpdateUser::default()] {
            let refused = people.update(&ctx, boss, &change, None).await.unwrap_err();
            assert_eq!(refused.code(), ErrorCode::Forbidden);
        }
        assert_eq!(people.resend_set_password(&ctx, boss).await.unwrap_err().code(), ErrorCode::Forbidden);
        let ended = app.domain.access().end_session(&ctx, there.session_id).await.unwrap_err();
        assert_eq!(ended.code(), ErrorCode::Forbidden);
        assert!(resolve(&app, Face::Console, &there).await.is_some());

        people.update(&app.admin(), boss, &disabled, None).await.unwrap();
        let refused = people.update(&ctx, boss, &email("mine@evil.example"), None).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden, "who is disabled may be enabled again");
    }

    async fn those_who_may_no_more_are_helped(app: TestApp) {
        let amira = person(&app, "amira").await;
        let there = sign_in(&app, Face::Portal, "amira").await.unwrap();
        let (people, ctx) = (app.domain.people(), helper(&app));
        people.update(&ctx, amira.row.id, &email("amira@new.example"), None).await.unwrap();
        people.resend_set_password(&ctx, amira.row.id).await.unwrap();
        app.domain.access().end_session(&ctx, there.session_id).await.unwrap();
        let help_desk = app.admin_with(policy::role_permissions(AdminRole::HelpDesk));
        people.resend_set_password(&help_desk, amira.row.id).await.unwrap();
        let writes = app.admin_with([Permission::UserWrite].into_iter().collect::<PermissionSet>());
        let refused = people.resend_set_password(&writes, amira.row.id).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden, "links are for those who help people");
    }

    async fn a_token_has_no_more_power_than_its_scopes(app: TestApp) {
        let boss = administrator(&app, "jonas").await;
        let access = app.domain.access();
        let mut codes = Vec::new();
        for scope in [types::Scope::UsersWrite, types::Scope::All] {
            let scopes = [types::Scope::UsersRead, scope];
            let token = access.create_token(&app.system(), "jonas", "script", &scopes).await.unwrap();
            let actor = access.resolve_token(&token).await.unwrap().unwrap();
            let ctx = app.anonymous().with_actor(domain::Actor::ApiToken(actor));
            let outcome = app.domain.people().update(&ctx, boss, &email("new@vellmere.example"), None).await;
            codes.push(outcome.map(|_| ()).map_err(|error| error.code()));
            let listed = access.list_tokens(&app.admin()).await.unwrap();
            let revoked = access.revoke_token(&ctx, listed.last().unwrap().id).await;
            codes.push(revoked.map_err(|error| error.code()));
        }
        assert_eq!(codes, [Err(ErrorCode::Forbidden), Err(ErrorCode::Forbidden), Ok(()), Ok(())]);
    }

    async fn nobody_reads_the_link_of_somebody_who_may_do_more(app: TestApp) {
        let boss = administrator(&app, "jonas").await;
        let amira = app.user("amira").await;
        let people = app.domain.people();
        people.update(&app.admin(), boss, &email("jonas@vellmere.example"), None).await.unwrap();
        people.resend_set_password(&app.admin(), boss).await.unwrap();
        let reads = [Permission::MessageRead, Permission::MessageSecretRead].into_iter().collect();
        let ctx = app.admin_with(reads);
        let messages = app.domain.messages();
        let rows = messages.list(&ctx, &MessageQuery::default()).await.unwrap().items;
        let to = |id: UserId| rows.iter().find(|row| row.user_id == id).unwrap().id;
        assert!(messages.find(&ctx, to(boss)).await.unwrap().redacted);
        assert!(!messages.find(&ctx, to(amira.row.id)).await.unwrap().redacted);
        assert!(!messages.find(&app.admin(), to(boss)).await.unwrap().redacted);
    }

    async fn gatehouse_itself_helps_everybody(app: TestApp) {
        let boss = administrator(&app, "jonas").await;
        let ctx = app.system();
        app.domain.people().update(&ctx, boss, &email("jonas@vellmere.example"), None).await.unwrap();
        app.domain.access().reset_admin(&ctx, "jonas").await.unwrap();
        assert!(sign_in(&app, Face::Console, "jonas").await.is_err(), "{PASSWORD} is no password any more");
    }
}
