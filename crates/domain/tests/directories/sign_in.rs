//! People from a directory sign in there: the directory looks at the password, nobody else.

use testkit::{
    TestApp, both_engines,
    ldap::{Branch, Gateway, Manner},
};
use types::{ApiError, DirectoryId, ErrorCode, Face, FieldCode, PortalRight, UpdateGroup, UpdateUser};

use super::{choose, create, group, person, read_well};
use crate::access::{self, PASSWORD, administrator, events, resolve};

/// A directory behind a gateway, whose people may sign in to the portal.
async fn behind(app: &TestApp, gateway: &Gateway, branch: &mut Branch) -> DirectoryId {
    branch.add_people(&["amira", "bela"]).await;
    branch.add_group("field", &[branch.person("amira"), branch.person("bela")]).await;
    let mut input = branch.input("Vellmere");
    input.settings.url = gateway.url();
    input.settings.timeout_s = 1;
    let id = create(app, &input).await;
    choose(app, id, &["field"]).await;
    read_well(app, id).await;
    let rights = UpdateGroup { rights: Some(vec![PortalRight::SignIn]), ..UpdateGroup::default() };
    let field = group(app, id, "field").await;
    app.domain.people().update_group(&app.admin(), field.id, &rights, None).await.unwrap();
    id
}

async fn gateway(branch: &Branch) -> Gateway {
    Gateway::before(branch.server().address(), None).await
}

async fn try_with(
    app: &TestApp,
    name: &str,
    password: &str,
) -> Result<domain::access::NewSession, ErrorCode> {
    let signed_in = app.domain.access().sign_in(&app.anonymous(), Face::Portal, name, password).await;
    signed_in.map_err(|error| error.code())
}

async fn reason(app: &TestApp) -> String {
    events(app, "session.sign_in_refused").await[0].reason.clone().unwrap()
}

both_engines! {
    async fn the_directory_lets_its_people_in_by_their_password(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        let session = try_with(&app, "amira", &Branch::password("amira")).await.unwrap();
        assert!(resolve(&app, Face::Portal, &session).await.is_some());
        for wrong in ["no", "amira knows the way\0", "*", &"x".repeat(5_000)] {
            assert_eq!(try_with(&app, "bela", wrong).await.unwrap_err(), ErrorCode::SignInRefused);
            assert_eq!(reason(&app).await, "refused by the directory");
        }
        let by_mail = try_with(&app, "bela@vellmere.example", &Branch::password("bela")).await;
        assert!(by_mail.is_ok());
        assert!(person(&app, "amira").await.unwrap().row.last_sign_in_at.is_some());
    }

    async fn no_password_is_none(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        // A server takes a name with an empty password for nobody and agrees.
        assert_eq!(try_with(&app, "amira", "").await.unwrap_err(), ErrorCode::InvalidInput);
    }

    async fn who_was_moved_since_the_last_reading_still_signs_in(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        let elsewhere = branch.elsewhere();
        branch.rename(&branch.person("amira"), "uid=someone.else", Some(&elsewhere)).await;
        assert!(try_with(&app, "amira", &Branch::password("amira")).await.is_ok());
    }

    async fn who_is_gone_is_out_at_once_and_back_when_they_are(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        let id = behind(&app, &gateway, &mut branch).await;
        let session = try_with(&app, "amira", &Branch::password("amira")).await.unwrap();
        branch.delete(&branch.person("amira")).await;
        assert_eq!(try_with(&app, "amira", &Branch::password("amira")).await.unwrap_err(), ErrorCode::SignInRefused);
        assert_eq!(reason(&app).await, "not in the directory");
        read_well(&app, id).await;
        assert!(resolve(&app, Face::Portal, &session).await.is_none(), "sessions end with the reading");
        branch.add_people(&["amira"]).await;
        read_well(&app, id).await;
        assert!(try_with(&app, "amira", &Branch::password("amira")).await.is_ok());
    }

    async fn a_directory_that_does_not_answer_tells_everybody_the_same(app: TestApp) {
        administrator(&app, "jonas").await;
        access::person(&app, "local").await;
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        let id = behind(&app, &gateway, &mut branch).await;
        gateway.behave(Manner::Silent);
        let away = ErrorCode::SignInRefusedDirectoryAway;
        assert_eq!(try_with(&app, "amira", &Branch::password("amira")).await.unwrap_err(), away);
        for name in ["amira", "bela", "local", "nobody", "nobody@vellmere.example"] {
            assert_eq!(try_with(&app, name, "not the password").await.unwrap_err(), away, "{name}");
        }
        assert_eq!(reason(&app).await, "unknown user name", "the log knows better");
        let admin = app.domain.access().sign_in(&app.anonymous(), Face::Console, "jonas", PASSWORD).await;
        assert!(admin.is_ok(), "local people sign in as ever");
        assert!(try_with(&app, "local", PASSWORD).await.is_ok());
        gateway.behave(Manner::Pass);
        read_well(&app, id).await;
        assert_eq!(try_with(&app, "nobody", "x").await.unwrap_err(), ErrorCode::SignInRefused);
        assert!(try_with(&app, "amira", &Branch::password("amira")).await.is_ok());
    }

    async fn a_directory_that_is_back_is_noticed_beside_the_sign_ins(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        gateway.behave(Manner::Closed);
        let mut answer = try_with(&app, "amira", &Branch::password("amira")).await.unwrap_err();
        assert_eq!(answer, ErrorCode::SignInRefusedDirectoryAway);
        gateway.behave(Manner::Pass);
        // Each refused try may look again; none of them waits for it.
        for index in 0..5_000 {
            app.pass(std::time::Duration::from_secs(2));
            answer = try_with(&app, &format!("nobody{index}"), "x").await.unwrap_err();
            if answer == ErrorCode::SignInRefused {
                break;
            }
        }
        assert_eq!(answer, ErrorCode::SignInRefused);
        assert!(try_with(&app, "amira", &Branch::password("amira")).await.is_ok());
    }

    async fn the_other_server_looks_at_passwords_when_the_first_is_away(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        let id = behind(&app, &gateway, &mut branch).await;
        let mut input = branch.input("Vellmere");
        input.settings.url = gateway.url();
        input.settings.failover_url = Some(branch.server().url());
        input.settings.timeout_s = 1;
        app.domain.directories().update(&app.admin(), id, &input, None).await.unwrap();
        gateway.behave(Manner::Closed);
        assert!(try_with(&app, "amira", &Branch::password("amira")).await.is_ok());
        assert_eq!(try_with(&app, "bela", "wrong").await.unwrap_err(), ErrorCode::SignInRefused);
    }

    async fn nobody_from_a_directory_gets_a_password_here(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        let amira = person(&app, "amira").await.unwrap();
        app.forgot_password("amira").await;
        app.forgot_password("nobody").await;
        assert_eq!(access::messages_to(&app, &amira).await, 0);
        let resent = app.domain.people().resend_set_password(&app.admin(), amira.row.id).await;
        assert_eq!(resent.unwrap_err().code(), ErrorCode::WrongState);
    }

    async fn what_the_directory_says_about_its_people_is_changed_there_alone(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        behind(&app, &gateway, &mut branch).await;
        let amira = person(&app, "amira").await.unwrap().row.id;
        let people = app.domain.people();
        let name = UpdateUser { display_name: Some("Somebody else".into()), ..UpdateUser::default() };
        let refused = ApiError::from(people.update(&app.admin(), amira, &name, None).await.unwrap_err());
        assert_eq!(refused.field("display_name"), Some(FieldCode::FromDirectory));
        let own = UpdateUser { language: Some("de".into()), rights: Some(vec![PortalRight::SignIn]), ..UpdateUser::default() };
        let changed = people.update(&app.admin(), amira, &own, None).await.unwrap();
        assert_eq!((changed.row.language.as_str(), changed.row.rights), ("de", vec![PortalRight::SignIn]));
    }

    async fn a_directory_that_is_switched_off_lets_nobody_in(app: TestApp) {
        let mut branch = Branch::new().await;
        let gateway = gateway(&branch).await;
        let id = behind(&app, &gateway, &mut branch).await;
        let mut input = branch.input("Vellmere");
        input.settings.url = gateway.url();
        input.settings.timeout_s = 1;
        input.enabled = false;
        app.domain.directories().update(&app.admin(), id, &input, None).await.unwrap();
        assert_eq!(try_with(&app, "amira", &Branch::password("amira")).await.unwrap_err(), ErrorCode::SignInRefused);
        assert_eq!(reason(&app).await, "the directory is switched off");
    }
}
