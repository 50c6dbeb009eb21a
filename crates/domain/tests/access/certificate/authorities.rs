//! What may be trusted, and by whom.

use testkit::{
    TestApp,
    pki::{
        Authority,
        rcgen::{IsCa, date_time_ymd},
    },
};
use types::{
    AddAuthority, ApiError, ErrorCode, FieldCode, Permission, PermissionSet, PutRevocationList, UpdateSignIn,
};

use super::{BOTH, trust};

testkit::both_engines! {
    async fn an_authority_is_trusted_once_and_only_if_it_is_one(app: TestApp) {
        let access = app.domain.access();
        let root = Authority::new("Vellmere Root");
        let row = trust(&app, &root).await;
        assert!(row.facts.subject.contains("Vellmere Root"), "{}", row.facts.subject);
        assert_eq!((row.facts.key.as_str(), row.facts.fingerprint.len()), ("EC P-256", 64));
        let try_in = |certificate: String| {
            let app = &app;
            async move {
                let input = AddAuthority { certificate, crl_required: true };
                let error = access.add_authority(&app.admin(), &input).await.unwrap_err();
                ApiError::from(error).field("certificate").unwrap()
            }
        };
        assert_eq!(try_in(root.pem()).await, FieldCode::Taken);
        assert_eq!(try_in(root.card("amira").pem()).await, FieldCode::NotAuthority);
        let no_authority = Authority::with("No", |root| root.is_ca = IsCa::ExplicitNoCa);
        assert_eq!(try_in(no_authority.pem()).await, FieldCode::NotAuthority);
        let over = Authority::with("Over", |root| root.not_after = date_time_ymd(2021, 1, 1));
        assert_eq!(try_in(over.pem()).await, FieldCode::OutOfDate);
        assert_eq!(try_in(WEAK.to_owned()).await, FieldCode::TooWeak);
        for noise in ["", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "MAA="] {
            assert!(matches!(try_in(noise.to_owned()).await, FieldCode::Required | FieldCode::Malformed), "{noise}");
        }
        assert_eq!(try_in(format!("{}{}", root.pem(), Authority::new("2").pem())).await, FieldCode::Malformed);
        assert_eq!(try_in("A".repeat(100_000)).await, FieldCode::TooLong);
        let with_key = format!("{}{}", Authority::new("3").pem(), root.card("x").key_pem);
        assert_eq!(try_in(with_key).await, FieldCode::ForbiddenCharacters);
        assert_eq!(access.list_authorities(&app.admin()).await.unwrap().len(), 1);
    }

    async fn a_list_is_taken_from_its_own_authority_alone(app: TestApp) {
        let access = app.domain.access();
        let (root, other) = (Authority::new("Root"), Authority::new("Other"));
        let row = trust(&app, &root).await;
        let put = |crl: String| {
            let app = &app;
            async move {
                let done = access.put_revocation_list(&app.admin(), row.id, &PutRevocationList { crl }, None).await;
                done.map_err(|error| ApiError::from(error).field("crl").unwrap())
            }
        };
        assert_eq!(put(other.list(&[])).await.unwrap_err(), FieldCode::OtherIssuer);
        assert_eq!(put(Authority::new("Root").list(&[])).await.unwrap_err(), FieldCode::OtherIssuer);
        assert_eq!(put(root.list_between(&[], 2020, 2021)).await.unwrap_err(), FieldCode::OutOfDate);
        assert_eq!(put(root.pem()).await.unwrap_err(), FieldCode::Malformed);
        assert_eq!(put(root.list(&[1, 2, 3])).await.unwrap().crl.unwrap().revoked, 3);
        // Whoever is revoked stays so: an older list does not come back.
        assert_eq!(put(root.list_between(&[], 2025, 2090)).await.unwrap_err(), FieldCode::OutOfDate);
    }

    async fn only_those_who_may_change_sign_in_change_it(app: TestApp) {
        let access = app.domain.access();
        let row = trust(&app, &Authority::new("Root")).await;
        let others: PermissionSet =
            Permission::grantable().filter(|permission| *permission != Permission::SignInWrite).collect();
        let them = app.admin_with(others);
        let forbidden = |error: domain::Error| assert_eq!(error.code(), ErrorCode::Forbidden);
        let ways = UpdateSignIn { portal: Some(BOTH), ..UpdateSignIn::default() };
        forbidden(access.update_sign_in(&them, &ways, None).await.unwrap_err());
        let input = AddAuthority { certificate: "x".into(), crl_required: false };
        forbidden(access.add_authority(&them, &input).await.unwrap_err());
        forbidden(access.inspect_authority(&them, "x").await.unwrap_err());
        forbidden(access.remove_authority(&them, row.id, None).await.unwrap_err());
        assert!(access.list_authorities(&them).await.is_ok());
        assert_eq!(access.list_authorities(&app.anonymous()).await.unwrap_err().code(), ErrorCode::Unauthenticated);
        let stale = access.remove_authority(&app.admin(), row.id, Some(9)).await.unwrap_err();
        assert_eq!(stale.code(), ErrorCode::VersionConflict);
    }
}

/// A root of 1024 bits, signed with SHA-1.
const WEAK: &str = include_str!("weak-root.pem");
