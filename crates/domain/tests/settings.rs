//! Settings are typed, checked, and bound to their master key.

use domain::{Db, Domain, MasterKey, Parts, settings::check_public_url};
use testkit::{TestApp, both_engines};
use types::{ErrorCode, FieldCode, RegistrationSettings};

both_engines! {
    async fn a_change_counts_at_once_and_says_who_made_it(app: TestApp) {
        let input = RegistrationSettings { pin_length: 10, ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &input, None).await.unwrap();
        let stored = app.domain.settings().read::<RegistrationSettings>(&app.admin()).await.unwrap();
        assert_eq!(stored.value.pin_length, 10);
        assert_eq!(stored.updated_by.as_deref(), Some("Jonas Weber"));
    }

    async fn values_out_of_range_are_refused_by_field(app: TestApp) {
        let input = RegistrationSettings { pin_length: 5, standard_device_limit: Some(51), ..RegistrationSettings::default() };
        let error = app.domain.settings().update(&app.admin(), &input, None).await.unwrap_err();
        let error = types::ApiError::from(error);
        assert_eq!(error.code, ErrorCode::InvalidInput);
        assert_eq!(error.field("pin_length"), Some(FieldCode::OutOfRange));
        assert_eq!(error.field("standard_device_limit"), Some(FieldCode::OutOfRange));
    }

    async fn a_wrong_master_key_is_refused(app: TestApp) {
        let parts = Parts {
            db: Db::connect(app.database.url()).await.unwrap(),
            clock: app.clock.clone(),
            master_keys: MasterKey::generate().unwrap().into(),
            key_source: None,
            public_url: None,
            smtp_url: None,
            sms_networks: Vec::new(),
            push_service: domain::push::PushService::default(),
        };
        assert!(Domain::open(parts).await.is_err());
        app.another_process().await;
    }
}

#[test]
fn plain_http_is_for_loopback_alone() {
    assert_eq!(
        check_public_url("https://devices.vellmere.example"),
        Ok("https://devices.vellmere.example".into())
    );
    assert_eq!(check_public_url("http://127.0.0.1:3000"), Ok("http://127.0.0.1:3000".into()));
    assert_eq!(check_public_url("http://[::1]:3000"), Ok("http://[::1]:3000".into()));
    assert_eq!(check_public_url("http://devices.vellmere.example"), Err(FieldCode::InsecureUrl));
    for bad in [
        "devices.vellmere.example",
        "https://a.example/",
        "https://a.example/x",
        "https://u:p@a.example",
        "ftp://a.example",
        "https://a.example?x",
    ] {
        assert_eq!(check_public_url(bad), Err(FieldCode::Malformed), "{bad}");
    }
}
