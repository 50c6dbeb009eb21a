//! Nobody locks themselves out, and whoever holds the machine gets in again.

use domain::{Actor, RequestCtx};
use testkit::{TestApp, pki::Authority};
use types::{
    CertificateField, ErrorCode, Face, FieldCode, MappingRule, PersonField, PutRevocationList, Scope,
    UpdateAuthority, UpdateSignIn, Ways,
};

use super::{BOTH, CARDS, come, last_reason, listen, open_for, trust};
use crate::access::{PASSWORD, administrator};

const ADMIN: &str = "jonas.weber";

fn console(ways: Ways) -> UpdateSignIn {
    UpdateSignIn { console: Some(ways), ..UpdateSignIn::default() }
}

/// The administrator at the console, by the token of their session.
async fn at_console(app: &TestApp, token: &str) -> RequestCtx {
    let me = app.domain.access().resolve_session(Face::Console, token, true).await.unwrap().unwrap();
    app.anonymous().with_actor(Actor::User(me))
}

testkit::both_engines! {
    async fn passwords_at_the_console_are_switched_off_by_somebody_with_a_card_alone(app: TestApp) {
        administrator(&app, ADMIN).await;
        let (root, access) = (Authority::new("Root"), app.domain.access());
        let row = open_for(&app, &root).await;
        let typed = access.sign_in(&app.anonymous(), Face::Console, ADMIN, PASSWORD).await.unwrap();
        let by_password = at_console(&app, &typed.token).await;
        let refusal = access.update_sign_in(&by_password, &console(CARDS), None).await.unwrap_err();
        assert_eq!(refusal.code(), ErrorCode::WouldLockOut);
        let token = access.create_token(&app.system(), ADMIN, "script", &[Scope::SignInWrite]).await.unwrap();
        let script = access.resolve_token(&token).await.unwrap().unwrap();
        let script = app.anonymous().with_actor(Actor::ApiToken(script));
        let refusal = access.update_sign_in(&script, &console(CARDS), None).await.unwrap_err();
        assert_eq!(refusal.code(), ErrorCode::WouldLockOut);

        let card = root.card(ADMIN);
        let came = come(&app, Face::Console, &card).await.unwrap();
        let by_card = at_console(&app, &came.token).await;
        let stored = access.update_sign_in(&by_card, &console(CARDS), None).await.unwrap();
        assert!(!stored.settings.console.password);
        let error = access.sign_in(&app.anonymous(), Face::Console, ADMIN, PASSWORD).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::SignInRefused);
        assert!(last_reason(&app).await.contains("switched off"));
        // The portal is a door of its own.
        assert!(access.ways_in(Face::Portal).await.unwrap().password);

        // From here on each of these would leave its maker outside.
        let rules = vec![MappingRule { from: CertificateField::UserId, to: PersonField::Username }];
        let rules = UpdateSignIn { rules: Some(rules), ..UpdateSignIn::default() };
        let would = |error: domain::Error| assert_eq!(error.code(), ErrorCode::WouldLockOut);
        would(access.update_sign_in(&by_card, &rules, None).await.unwrap_err());
        would(access.remove_authority(&by_card, row.id, None).await.unwrap_err());
        would(access.remove_authority(&script, row.id, None).await.unwrap_err());
        let need = UpdateAuthority { crl_required: Some(true) };
        would(access.update_authority(&by_card, row.id, &need, None).await.unwrap_err());
        let list = PutRevocationList { crl: root.list(&[card.number]) };
        would(access.put_revocation_list(&by_card, row.id, &list, None).await.unwrap_err());
        // An authority that is not theirs may stay or go, and lists of others come in by script.
        let other = trust(&app, &Authority::new("Other")).await;
        would(access.remove_authority(&by_card, row.id, None).await.unwrap_err());
        access.remove_authority(&by_card, other.id, None).await.unwrap();
        let list = PutRevocationList { crl: root.list(&[1]) };
        access.put_revocation_list(&script, row.id, &list, None).await.unwrap();
        assert_eq!(access.list_authorities(&by_card).await.unwrap().len(), 1);
    }

    async fn certificates_alone_need_a_listener_and_an_authority(app: TestApp) {
        let access = app.domain.access();
        let alone = UpdateSignIn { portal: Some(CARDS), ..UpdateSignIn::default() };
        let not_ready = |error: domain::Error| {
            let error = types::ApiError::from(error);
            assert_eq!(error.field("portal"), Some(FieldCode::NotReady), "{error:?}");
        };
        not_ready(access.update_sign_in(&app.admin(), &alone, None).await.unwrap_err());
        listen(&app);
        not_ready(access.update_sign_in(&app.admin(), &alone, None).await.unwrap_err());
        let row = trust(&app, &Authority::new("Root")).await;
        access.update_sign_in(&app.admin(), &alone, None).await.unwrap();
        let last = access.remove_authority(&app.admin(), row.id, None).await.unwrap_err();
        assert_eq!(last.code(), ErrorCode::WouldLockOut);
        let none = Ways { password: false, certificate: false };
        let error = access.update_sign_in(&app.admin(), &console(none), None).await.unwrap_err();
        assert_eq!(types::ApiError::from(error).field("console"), Some(FieldCode::Required));
    }

    async fn certificates_are_not_switched_off_by_somebody_who_has_nothing_else(app: TestApp) {
        let id = administrator(&app, ADMIN).await;
        let (root, access) = (Authority::new("Root"), app.domain.access());
        open_for(&app, &root).await;
        // Reset: no password any more.
        access.reset_admin(&app.system(), ADMIN).await.unwrap();
        let came = come(&app, Face::Console, &root.card(ADMIN)).await.unwrap();
        assert_eq!(came.user_id, id);
        let me = at_console(&app, &came.token).await;
        let off = Ways { password: true, certificate: false };
        let error = access.update_sign_in(&me, &console(off), None).await.unwrap_err();
        assert_eq!(error.code(), ErrorCode::WouldLockOut);
    }

    async fn a_reset_lets_passwords_in_again(app: TestApp) {
        administrator(&app, ADMIN).await;
        let (root, access) = (Authority::new("Root"), app.domain.access());
        open_for(&app, &root).await;
        let came = come(&app, Face::Console, &root.card(ADMIN)).await.unwrap();
        access.update_sign_in(&at_console(&app, &came.token).await, &console(CARDS), None).await.unwrap();
        let link = access.reset_admin(&app.system(), ADMIN).await.unwrap();
        access.set_password(&app.anonymous(), &link, "copper lantern under the pier").await.unwrap();
        let session =
            access.sign_in(&app.anonymous(), Face::Console, ADMIN, "copper lantern under the pier").await;
        assert!(session.is_ok());
        assert_eq!(access.ways_in(Face::Console).await.unwrap(), BOTH);
    }
}
