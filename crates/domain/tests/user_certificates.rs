//! Certificates that people bring along: what is taken, who gets it, and what becomes of the keys.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use testkit::{TestApp, both_engines};
use types::{
    ApiError, AuditQuery, CertificatePassword, CertificatePurpose, CertificateSettings, CertificateUpload,
    CheckIn, ConfigurationId, ConfigurationInput, ConfigurationResult, ConfigurationRow,
    ConfigurationSettings, DeleteUser, DeliveredConfiguration, DeviceFate, DeviceId, EndingCertificate,
    ErrorCode, FieldCode, KeepCertificate, OwnCertificates, Platform, PortalRight, UnlockCertificate,
    UploadCertificate, UserCertificateState, UserDetail,
};

use super::{
    devices::active,
    mdm::configurations::{built_in, wifi},
};

fn file(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../pkcs12/tests/corpus");
    std::fs::read(format!("{folder}/{name}.p12")).unwrap()
}

fn input(name: &str, password: Option<&str>) -> UploadCertificate {
    UploadCertificate {
        file: STANDARD.encode(file(name)),
        file_name: format!("C:\\Users\\amira\\{name}.p12"),
        password: password.map(str::to_owned),
    }
}

pub(crate) async fn person(app: &TestApp, name: &str) -> UserDetail {
    let mut user = app.user(name).await;
    user.row.rights = vec![PortalRight::SignIn, PortalRight::UploadCertificates];
    user
}

pub(crate) async fn setting(app: &TestApp, name: &str, password: CertificatePassword) -> ConfigurationRow {
    let all = built_in(app, "all").await;
    let settings = CertificateSettings { password, ..CertificateSettings::default() };
    let input = ConfigurationInput {
        settings: ConfigurationSettings::Certificate(settings),
        network_password: None,
        ..wifi(name, &[all])
    };
    app.domain.configurations().create(&app.admin(), &input).await.unwrap()
}

pub(crate) async fn upload(
    app: &TestApp,
    user: &UserDetail,
    name: &str,
    password: &str,
) -> CertificateUpload {
    // Five a minute are opened.
    app.pass(Duration::from_secs(60));
    let given = input(name, Some(password).filter(|text| !text.is_empty()));
    app.domain.user_certificates().upload(&app.portal(user), given).await.unwrap()
}

async fn keep(
    app: &TestApp,
    user: &UserDetail,
    upload: &CertificateUpload,
    identity: u32,
    configurations: &[ConfigurationId],
) -> Result<OwnCertificates, ApiError> {
    let input = KeepCertificate { identity, configurations: configurations.to_vec() };
    let room = app.domain.user_certificates();
    room.keep(&app.portal(user), upload.id, &input).await.map_err(ApiError::from)
}

pub(crate) async fn bring(
    app: &TestApp,
    user: &UserDetail,
    name: &str,
    password: &str,
    to: &ConfigurationRow,
) -> OwnCertificates {
    let upload = upload(app, user, name, password).await;
    keep(app, user, &upload, 0, &[to.id]).await.unwrap()
}

/// What the agent is given when it comes; it does as it is told.
async fn comes(app: &TestApp, user: &UserDetail, id: DeviceId) -> Vec<DeliveredConfiguration> {
    let ctx = app.device(id, user.row.id);
    let given = app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap().configurations;
    for one in &given {
        let result = ConfigurationResult { version: one.version, done: true, detail: None };
        app.domain.configurations().report(&ctx, one.id, &result).await.unwrap();
    }
    given
}

fn only(mut given: Vec<DeliveredConfiguration>) -> DeliveredConfiguration {
    assert_eq!(given.len(), 1, "{given:?}");
    given.remove(0)
}

#[derive(FromQueryResult)]
struct Count {
    count: i64,
}

async fn count(app: &TestApp, from: &str) -> i64 {
    let db = app.domain.db().write();
    let query =
        Statement::from_string(db.get_database_backend(), format!("SELECT COUNT(*) AS count FROM {from}"));
    Count::find_by_statement(query).one(db).await.unwrap().unwrap().count
}

async fn keys(app: &TestApp) -> i64 {
    count(app, "user_certificates WHERE content IS NOT NULL").await
}

both_engines! {
    async fn a_certificate_comes_to_the_devices_of_its_person_alone(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let of_amira = active(&app, &amira, 1).await.device_id;
        let of_bela = active(&app, &bela, 2).await.device_id;
        let mail = setting(&app, "S/MIME signing", CertificatePassword::AtUpload).await;
        assert!(comes(&app, &amira, of_amira).await.is_empty(), "nobody has brought one");
        let found = upload(&app, &amira, "keytool", "secret").await;
        assert_eq!(found.file_name, "keytool.p12");
        let aliases: Vec<_> = found.identities.iter().map(|one| one.alias.as_deref().unwrap()).collect();
        assert_eq!(aliases, ["signing", "sign-in"]);
        assert_eq!(found.identities[0].subject, "OU=Signing, CN=Amira Haddad");
        assert_eq!(found.identities[1].key, "EC P-256");
        let now = keep(&app, &amira, &found, 1, &[mail.id]).await.unwrap();
        assert!(now.upload.is_none());
        let own = now.slots[0].certificate.as_ref().unwrap();
        assert_eq!((own.facts.as_ref().unwrap().alias.as_deref(), own.state), (Some("sign-in"), UserCertificateState::Valid));
        assert_eq!((own.devices, own.devices_to_go), (0, 0));
        // It comes to hers, and not to his.
        let given = only(comes(&app, &amira, of_amira).await);
        let text = given.content.unwrap();
        assert!(given.file_name.ends_with(".pem") && !given.base64);
        assert!(text.starts_with("-----BEGIN PRIVATE KEY-----\n") && text.contains("-----BEGIN CERTIFICATE-----\n"), "{text}");
        assert!(comes(&app, &bela, of_bela).await.is_empty());
        let now = app.domain.user_certificates().list(&app.portal(&amira)).await.unwrap();
        assert_eq!(now.slots[0].certificate.as_ref().unwrap().devices, 1);
        let theirs = app.domain.user_certificates().list(&app.portal(&bela)).await.unwrap();
        assert!(theirs.slots[0].certificate.is_none());
        // Another takes its place, there as well.
        bring(&app, &amira, "openssl1", "secret", &mail).await;
        let again = only(comes(&app, &amira, of_amira).await);
        assert_ne!(again.content.as_ref(), Some(&text));
        assert_eq!(again.content.unwrap().matches("BEGIN CERTIFICATE").count(), 3, "with its chain");
        assert_eq!(keys(&app).await, 1, "the key of the first is gone");
        // Taken away, it leaves.
        let now = app.domain.user_certificates().remove(&app.portal(&amira), mail.id).await.unwrap();
        assert_eq!(now.removed.iter().map(|one| one.replaced).collect::<Vec<_>>(), [false, true]);
        assert_eq!(now.removed[0].devices_left, 1);
        assert_eq!(keys(&app).await, 0);
        assert_eq!(only(comes(&app, &amira, of_amira).await).content, None);
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        let said = format!("{events:?}");
        for word in ["certificate.added", "certificate.replaced", "certificate.removed"] {
            assert!(said.contains(word), "{word}");
        }
        assert!(!said.contains("secret") && !said.contains("PRIVATE KEY"));
    }

    async fn a_device_that_changes_hands_gets_the_certificate_of_its_new_owner(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let device = active(&app, &amira, 1).await.device_id;
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        bring(&app, &amira, "openssl3-p256", "secret", &mail).await;
        bring(&app, &bela, "openssl3-p384", "secret", &mail).await;
        let first = only(comes(&app, &amira, device).await).content.unwrap();
        let leaving = DeleteUser {
            username: "amira".into(),
            devices: Some(DeviceFate::HandOver),
            hand_over_to: Some(bela.row.id),
        };
        app.domain.people().delete(&app.admin(), amira.row.id, &leaving).await.unwrap();
        let second = only(comes(&app, &bela, device).await).content.unwrap();
        assert_ne!(first, second);
        assert_eq!(count(&app, "user_certificates").await, 1, "hers went with her");
        assert_eq!(count(&app, "user_certificate_uses").await, 1);
    }

    async fn one_upload_serves_several_settings_and_its_key_stays_while_one_uses_it(app: TestApp) {
        let amira = person(&app, "amira").await;
        let sign = setting(&app, "Signing", CertificatePassword::AtUpload).await;
        let encrypt = setting(&app, "Encryption", CertificatePassword::AtUpload).await;
        let found = upload(&app, &amira, "openssl3", "correct horse").await;
        let now = keep(&app, &amira, &found, 0, &[sign.id, encrypt.id, sign.id]).await.unwrap();
        assert!(now.slots.iter().all(|slot| slot.certificate.is_some()));
        assert_eq!(keys(&app).await, 1);
        app.domain.user_certificates().remove(&app.portal(&amira), sign.id).await.unwrap();
        assert_eq!(keys(&app).await, 1);
        app.pass(Duration::from_secs(1));
        // A setting that is deleted takes the keys along that were for it alone.
        app.domain.configurations().delete(&app.admin(), encrypt.id).await.unwrap();
        assert_eq!(keys(&app).await, 0);
        let now = app.domain.user_certificates().list(&app.portal(&amira)).await.unwrap();
        assert_eq!(now.removed.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Encryption", "Signing"]);
        let gone = app.domain.user_certificates().remove(&app.portal(&amira), sign.id).await.unwrap_err();
        assert_eq!(gone.code(), ErrorCode::NotFound);
    }

    async fn where_the_device_asks_nobody_looks_inside(app: TestApp) {
        let amira = person(&app, "amira").await;
        let device = active(&app, &amira, 1).await.device_id;
        let here = setting(&app, "Here", CertificatePassword::AtUpload).await;
        let there = setting(&app, "There", CertificatePassword::OnDevice).await;
        let closed = upload(&app, &amira, "nss", "").await;
        assert!(closed.identities.is_empty());
        let refused = keep(&app, &amira, &closed, 0, &[here.id, there.id]).await.unwrap_err();
        assert_eq!(refused.field("configurations"), Some(FieldCode::WrongPassword));
        let now = keep(&app, &amira, &closed, 0, &[there.id]).await.unwrap();
        let own = now.slots.iter().find(|slot| slot.configuration_id == there.id).unwrap();
        assert_eq!(own.certificate.as_ref().unwrap().state, UserCertificateState::Unknown);
        let given = only(comes(&app, &amira, device).await);
        assert!(given.base64 && given.file_name.ends_with(".p12"));
        assert_eq!(STANDARD.decode(given.content.unwrap()).unwrap(), file("nss"), "as it was uploaded");
        // Who asks is not changed afterwards: devices know it by that.
        let mut other = ConfigurationInput { network_password: None, ..wifi("There", &[]) };
        other.settings = ConfigurationSettings::Certificate(CertificateSettings::default());
        let refused = app.domain.configurations().update(&app.admin(), there.id, &other, None).await.unwrap_err();
        assert_eq!(ApiError::from(refused).field("settings.password"), Some(FieldCode::Differs));
    }

    async fn what_is_wrong_with_a_file_is_said_of_the_file_or_its_password(app: TestApp) {
        let amira = person(&app, "amira").await;
        let room = app.domain.user_certificates();
        let nothing_asked = room.upload(&app.portal(&amira), input("openssl3", Some("correct horse"))).await;
        assert_eq!(nothing_asked.unwrap_err().code(), ErrorCode::WrongState);
        setting(&app, "Mail", CertificatePassword::AtUpload).await;
        let large = STANDARD.encode(vec![0x30; UploadCertificate::MAX_FILE + 1]);
        for (given, field, code) in [
            (UploadCertificate { file: String::new(), ..input("nss", None) }, "file", FieldCode::Required),
            (UploadCertificate { file: "?".into(), ..input("nss", None) }, "file", FieldCode::Malformed),
            (UploadCertificate { file: large, ..input("nss", None) }, "file", FieldCode::TooLong),
            (UploadCertificate { password: Some("x".repeat(257)), ..input("nss", None) }, "password", FieldCode::TooLong),
            (UploadCertificate { file: STANDARD.encode("-----BEGIN"), ..input("nss", None) }, "file", FieldCode::Malformed),
            (input("nss", None), "password", FieldCode::Required),
            (input("nss", Some("wrong")), "password", FieldCode::WrongPassword),
            (input("openssl3-no-key", Some("secret")), "file", FieldCode::NoPrivateKey),
            (input("openssl3-no-certificate", Some("secret")), "file", FieldCode::NoCertificate),
            (input("openssl3-costly", Some("secret")), "file", FieldCode::TooCostly),
            (input("openssl1-rc4", Some("secret")), "file", FieldCode::NotSupported),
        ] {
            app.pass(Duration::from_secs(60));
            let refused = ApiError::from(room.upload(&app.portal(&amira), given).await.unwrap_err());
            assert_eq!(refused.field(field), Some(code), "{refused:?}");
        }
        let waiting = room.list(&app.portal(&amira)).await.unwrap().upload.unwrap();
        assert!(waiting.needs_password, "the file of the wrong password stays");
    }

    async fn after_a_wrong_password_the_file_need_not_be_given_again(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        let room = app.domain.user_certificates();
        room.upload(&app.portal(&amira), input("keytool", Some("wrong"))).await.unwrap_err();
        let locked = room.list(&app.portal(&amira)).await.unwrap().upload.unwrap();
        let refused = keep(&app, &amira, &locked, 0, &[mail.id]).await.unwrap_err();
        assert_eq!(refused.field("password"), Some(FieldCode::WrongPassword));
        let unlock = async |user: &UserDetail, password: &str| {
            let input = UnlockCertificate { password: password.to_owned() };
            room.unlock(&app.portal(user), locked.id, input).await.map_err(ApiError::from)
        };
        assert_eq!(unlock(&bela, "secret").await.unwrap_err().code, ErrorCode::NotFound);
        assert_eq!(unlock(&amira, "").await.unwrap_err().field("password"), Some(FieldCode::Required));
        assert_eq!(unlock(&amira, "wrong").await.unwrap_err().field("password"), Some(FieldCode::WrongPassword));
        let opened = unlock(&amira, "secret").await.unwrap();
        assert_eq!((opened.file_name.as_str(), opened.identities.len(), opened.needs_password), ("keytool.p12", 2, false));
        keep(&app, &amira, &opened, 1, &[mail.id]).await.unwrap();
    }

    async fn files_of_one_person_are_opened_five_a_minute(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        setting(&app, "Mail", CertificatePassword::AtUpload).await;
        let room = app.domain.user_certificates();
        for _ in 0..5 {
            let wrong = room.upload(&app.portal(&amira), input("openssl1", Some("wrong"))).await.unwrap_err();
            assert_eq!(wrong.code(), ErrorCode::InvalidInput);
        }
        let right = || input("openssl1", Some("secret"));
        let refused = ApiError::from(room.upload(&app.portal(&amira), right()).await.unwrap_err());
        assert_eq!((refused.code, refused.retry_after), (ErrorCode::TooManyRequests, Some(12)));
        room.upload(&app.portal(&bela), right()).await.unwrap();
        app.pass(Duration::from_secs(12));
        room.upload(&app.portal(&amira), right()).await.unwrap();
    }

    async fn a_person_has_ten_certificates_at_most(app: TestApp) {
        let amira = person(&app, "amira").await;
        let mut settings = Vec::new();
        for number in 0..=OwnCertificates::MAX_KEYS {
            settings.push(setting(&app, &format!("Mail {number}"), CertificatePassword::AtUpload).await);
        }
        let (last, first) = settings.split_last().unwrap();
        for one in first {
            bring(&app, &amira, "openssl3-p256", "secret", one).await;
        }
        let found = upload(&app, &amira, "openssl3-p256", "secret").await;
        let refused = keep(&app, &amira, &found, 0, &[last.id]).await.unwrap_err();
        assert_eq!(refused.field("file"), Some(FieldCode::TooMany));
        // What takes the place of another is none more, and the file still waits.
        keep(&app, &amira, &found, 0, &[first[0].id]).await.unwrap();
    }

    async fn a_file_that_waits_is_its_persons_own_and_used_once(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        let found = upload(&app, &amira, "openssl3-p256", "secret").await;
        assert_eq!(keep(&app, &bela, &found, 0, &[mail.id]).await.unwrap_err().code, ErrorCode::NotFound);
        for (identity, configurations, field, code) in [
            (1, vec![mail.id], "identity", FieldCode::NotFound),
            (0, vec![], "configurations", FieldCode::Required),
            (0, vec![ConfigurationId(uuid::Uuid::now_v7())], "configurations", FieldCode::NotFound),
        ] {
            let refused = keep(&app, &amira, &found, identity, &configurations).await.unwrap_err();
            assert_eq!(refused.field(field), Some(code), "{refused:?}");
        }
        // Twice at the same time: one certificate.
        let ids = [mail.id];
        let (one, other) = tokio::join!(keep(&app, &amira, &found, 0, &ids), keep(&app, &amira, &found, 0, &ids));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(one.err().or(other.err()).unwrap().code, ErrorCode::NotFound);
        assert_eq!(count(&app, "user_certificates").await, 1);
        // A newer file takes the place of one that waits; one that has waited an hour is gone.
        let older = upload(&app, &amira, "openssl3-p384", "secret").await;
        let newer = upload(&app, &amira, "openssl3-p521", "secret").await;
        assert_eq!(keep(&app, &amira, &older, 0, &[mail.id]).await.unwrap_err().code, ErrorCode::NotFound);
        app.pass(Duration::from_secs(3600));
        assert_eq!(keep(&app, &amira, &newer, 0, &[mail.id]).await.unwrap_err().code, ErrorCode::NotFound);
    }

    async fn without_the_right_nothing_is_uploaded_and_everything_is_shown(app: TestApp) {
        let mut amira = person(&app, "amira").await;
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        bring(&app, &amira, "openssl3-p256", "secret", &mail).await;
        let found = upload(&app, &amira, "openssl3-p256", "secret").await;
        amira.row.rights = PortalRight::ALL.iter().copied().filter(|right| *right != PortalRight::UploadCertificates).collect();
        let (room, ctx) = (app.domain.user_certificates(), app.portal(&amira));
        let refused = room.upload(&ctx, input("openssl1", Some("secret"))).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        assert_eq!(keep(&app, &amira, &found, 0, &[mail.id]).await.unwrap_err().code, ErrorCode::Forbidden);
        assert_eq!(room.remove(&ctx, mail.id).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert_eq!(room.discard(&ctx).await.unwrap_err().code(), ErrorCode::Forbidden);
        assert!(room.list(&ctx).await.unwrap().slots[0].certificate.is_some());
        assert_eq!(room.list(&app.anonymous()).await.unwrap_err().code(), ErrorCode::Unauthenticated);
    }

    async fn an_envelope_in_another_place_does_not_open(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let device = active(&app, &bela, 1).await.device_id;
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        bring(&app, &amira, "openssl3-p256", "secret", &mail).await;
        bring(&app, &bela, "openssl3-p384", "secret", &mail).await;
        let of_amira = "SELECT content FROM user_certificates WHERE user_id = (SELECT id FROM users WHERE username = 'amira')";
        let swap = format!("UPDATE user_certificates SET content = ({of_amira})");
        app.domain.db().write().execute_unprepared(&swap).await.unwrap();
        let ctx = app.device(device, bela.row.id);
        let refused = app.domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Internal);
    }

    async fn it_goes_to_devices_of_the_chosen_platforms(app: TestApp) {
        let amira = person(&app, "amira").await;
        let device = active(&app, &amira, 1).await.device_id;
        let all = built_in(&app, "all").await;
        let mut given = ConfigurationInput { network_password: None, ..wifi("iPhones", &[all]) };
        let of = |platforms: &[Platform]| CertificateSettings {
            purpose: CertificatePurpose::Network,
            platforms: platforms.to_vec(),
            ..CertificateSettings::default()
        };
        for (platforms, code) in [(&[][..], FieldCode::Required), (&[Platform::Windows], FieldCode::UnknownValue)] {
            given.settings = ConfigurationSettings::Certificate(of(platforms));
            let refused = app.domain.configurations().create(&app.admin(), &given).await.unwrap_err();
            assert_eq!(ApiError::from(refused).field("settings.platforms"), Some(code));
        }
        given.settings = ConfigurationSettings::Certificate(of(&[Platform::Ios]));
        let row = app.domain.configurations().create(&app.admin(), &given).await.unwrap();
        bring(&app, &amira, "openssl3-p256", "secret", &row).await;
        assert!(comes(&app, &amira, device).await.is_empty());
        assert_eq!(app.domain.configurations().find(&app.admin(), row.id).await.unwrap().counts.waiting, 0);
        given.settings = ConfigurationSettings::Certificate(of(&[Platform::Ios, Platform::Linux]));
        app.domain.configurations().update(&app.admin(), row.id, &given, None).await.unwrap();
        assert_eq!(app.domain.configurations().find(&app.admin(), row.id).await.unwrap().counts.waiting, 1);
        only(comes(&app, &amira, device).await);
    }

    async fn the_end_of_a_certificate_is_announced_three_times(app: TestApp) {
        let (amira, bela) = (person(&app, "amira").await, person(&app, "bela").await);
        let mail = setting(&app, "Mail", CertificatePassword::AtUpload).await;
        let now = bring(&app, &amira, "openssl3", "correct horse", &mail).await;
        bring(&app, &bela, "openssl3", "correct horse", &mail).await;
        let room = app.domain.user_certificates();
        assert_eq!(room.announce_due().await.unwrap(), 0);
        let end = now.slots[0].certificate.as_ref().unwrap().facts.as_ref().unwrap().not_after;
        let ending = async || room.list_ending(&app.portal(&amira)).await.unwrap();
        assert_eq!(ending().await, []);
        let until = |days: u64| end.since(app.domain.clock().now()) - Duration::from_hours(24 * days);
        app.pass(until(30));
        // Whoever has taken it away is told nothing.
        room.remove(&app.portal(&bela), mail.id).await.unwrap();
        assert_eq!(room.list(&app.portal(&amira)).await.unwrap().slots[0].certificate.as_ref().unwrap().state, UserCertificateState::Expiring);
        assert_eq!(ending().await, [EndingCertificate { name: "Mail".to_owned(), not_after: end }]);
        assert_eq!(room.list_ending(&app.portal(&bela)).await.unwrap(), []);
        // Two processes at the same time: one message.
        let other = app.another_process().await;
        let others = other.user_certificates();
        let (one, two) = tokio::join!(room.announce_due(), others.announce_due());
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        assert_eq!(room.announce_due().await.unwrap(), 0);
        app.pass(until(14));
        assert_eq!(room.announce_due().await.unwrap(), 1);
        app.pass(until(2));
        assert_eq!(room.announce_due().await.unwrap(), 1);
        app.pass(until(0));
        assert_eq!(room.announce_due().await.unwrap(), 0);
        assert_eq!(count(&app, "messages WHERE kind = 'certificate_expiring'").await, 3);
        let found = upload(&app, &amira, "openssl3", "correct horse").await;
        let refused = keep(&app, &amira, &found, 0, &[mail.id]).await.unwrap_err();
        assert_eq!(refused.field("identity"), Some(FieldCode::OutOfDate));
    }
}
