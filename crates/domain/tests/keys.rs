//! The master key is changed: nothing is lost, whatever goes on meanwhile.

use std::sync::{Arc, Mutex};

use domain::{Db, Domain, KeySource, MasterKeys, Parts};
use testkit::{TestApp, both_engines};
use types::{
    AuditQuery, CertificatePassword, CheckIn, CreateTvEnrolment, ErrorCode, MailEncryption, MailServer,
    PortalRight, RegisterDevice, UserDetail,
};

use super::{
    devices::active,
    mdm::{
        self,
        configurations::{built_in, wifi},
    },
    registration::{linux_for, pin_of, register, with_pin},
    user_certificates as certificates,
};

/// Another process on the same database.
async fn process(
    app: &TestApp,
    keys: MasterKeys,
    source: Option<KeySource>,
) -> Result<Domain, domain::Error> {
    Domain::open(Parts {
        db: Db::connect(app.database.url()).await.unwrap(),
        clock: app.clock.clone(),
        master_keys: keys,
        key_source: source,
        public_url: Some(testkit::PUBLIC_URL.to_owned()),
        smtp_url: None,
        sms_networks: Vec::new(),
        push_service: domain::push::PushService::default(),
    })
    .await
}

/// A server with secrets of many kinds, and the device of a person with a certificate.
async fn furnished(app: &TestApp) -> (UserDetail, types::DeviceId) {
    let user = certificates::person(app, "amira").await;
    let device = active(app, &user, 1).await.device_id;
    let all = built_in(app, "all").await;
    app.domain.configurations().create(&app.admin(), &wifi("Staff", &[all])).await.unwrap();
    let mail = certificates::setting(app, "Mail", CertificatePassword::AtUpload).await;
    certificates::bring(app, &user, "openssl3-p256", "secret", &mail).await;
    certificates::upload(app, &user, "openssl3-p384", "secret").await;
    mdm::enrolled(app, &user, "C39XK0ABCDEF").await;
    let rooms = CreateTvEnrolment {
        user_id: user.row.id,
        name: "Meeting rooms".into(),
        uses: 3,
        lifetime_h: 48,
        ownership: None,
    };
    app.domain.mdm().create_tv_enrolment(&app.admin(), &rooms).await.unwrap();
    let server = MailServer {
        host: "127.0.0.1".into(),
        port: Some(2525),
        encryption: MailEncryption::None,
        username: Some("gate".into()),
        password: Some("xyzzy-hush".into()),
        from: Some("devices@vellmere.example".into()),
    };
    app.domain.messages().save_mail_server(&app.admin(), Some(&server), None).await.unwrap();
    (user, device)
}

/// What a device is given: with the password of a network and a private key.
async fn given(app: &TestApp, domain: &Domain, user: &UserDetail, device: types::DeviceId) -> Vec<String> {
    let ctx = app.device(device, user.row.id);
    let answer = domain.devices().check_in(&ctx, &CheckIn::default()).await.unwrap();
    answer.configurations.into_iter().map(|one| one.content.unwrap()).collect()
}

async fn redeems(app: &TestApp, domain: &Domain, input: &RegisterDevice) -> Result<(), ErrorCode> {
    domain.registration().redeem(&app.anonymous(), input).await.map(drop).map_err(|error| error.code())
}

both_engines! {
    async fn everything_opens_under_the_new_key_and_nothing_under_the_old(app: TestApp) {
        let (user, device) = furnished(&app).await;
        let waiting = [register(&app, &user).await, register(&app, &user).await];
        let before = given(&app, &app.domain, &user, device).await;
        assert_eq!(before.len(), 2);
        let old = MasterKeys::from(app.master_key.clone());
        let both = old.clone().renewed().unwrap();
        let changing = process(&app, both.clone(), None).await.unwrap();
        let change = changing.change_master_key(|_| {}).await.unwrap();
        // Two PINs, a network, a certificate, an upload, two tokens of a phone, that of the rooms, the mail server, the
        // authority.
        assert!(change.rewrapped >= 9 && change.closed == 0 && change.seen == change.rewrapped, "{change:?}");
        let again = changing.change_master_key(|_| {}).await.unwrap();
        assert_eq!((again.rewrapped, again.seen), (0, change.seen));
        let after = process(&app, both.current.clone().into(), None).await.unwrap();
        assert_eq!(given(&app, &after, &user, device).await, before);
        redeems(&app, &after, &with_pin("amira", &pin_of(&waiting[0]), 7)).await.unwrap();
        after.certificates().authority_certificate().await.unwrap();
        // The old key opens nothing any more, and nothing is overwritten with it.
        assert!(process(&app, old, None).await.is_err());
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
        let said = events.items.iter().filter(|event| event.action == "master_key.changed").count();
        assert_eq!(said, 1, "the second time nothing was changed");
    }

    async fn a_server_that_runs_goes_on_through_the_change(app: TestApp) {
        let (user, device) = furnished(&app).await;
        let old = MasterKeys::from(app.master_key.clone());
        let file = Arc::new(Mutex::new(old.clone()));
        let read = Arc::clone(&file);
        let source = KeySource::new(move || Some(read.lock().unwrap().clone()));
        let running = process(&app, old.clone(), Some(source)).await.unwrap();
        let before = given(&app, &running, &user, device).await;
        let both = old.renewed().unwrap();
        *file.lock().unwrap() = both.clone();
        let changing = process(&app, both.clone(), None).await.unwrap();
        // It ends in the middle; what is there is under the one key or the other.
        let stopped = changing.change_master_key(|so_far| assert!(so_far.seen == 0, "killed"));
        assert!(futures::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(stopped)).await.is_err());
        assert_eq!(given(&app, &running, &user, device).await, before);
        // The running server seals meanwhile, and its PINs work with all.
        let handout = running.registration().create(&app.admin(), &linux_for(user.row.id)).await.unwrap();
        changing.change_master_key(|_| {}).await.unwrap();
        assert_eq!(given(&app, &running, &user, device).await, before);
        let (domain, input) = (&changing, with_pin("amira", &pin_of(&handout), 8));
        redeems(&app, domain, &input).await.unwrap();
        assert_eq!(changing.change_master_key(|_| {}).await.unwrap().rewrapped, 0);
    }

    async fn a_damaged_envelope_is_told_and_left_as_it_is(app: TestApp) {
        use sea_orm::ConnectionTrait;
        let (user, _) = furnished(&app).await;
        let mut other = app.user("bela").await;
        other.row.rights = vec![PortalRight::SignIn];
        let swap = format!("UPDATE user_certificates SET user_id = '{}'", other.row.id);
        let swap = match app.database.engine() {
            testkit::Engine::Sqlite => format!("UPDATE user_certificates SET user_id = X'{}'", other.row.id.0.simple()),
            testkit::Engine::Postgres => swap,
        };
        app.domain.db().write().execute_unprepared(&swap).await.unwrap();
        let both = MasterKeys::from(app.master_key.clone()).renewed().unwrap();
        let changing = process(&app, both, None).await.unwrap();
        let change = changing.change_master_key(|_| {}).await.unwrap();
        assert_eq!(change.closed, 1, "{change:?}");
        assert_eq!(changing.change_master_key(|_| {}).await.unwrap().closed, 1);
        drop(user);
    }
}
