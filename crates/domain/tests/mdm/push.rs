//! Calling devices by push: who is called when, and the certificate.

use std::time::Duration;

use domain::RequestCtx;
use testkit::{
    Engine, ForEngine, TestApp,
    pki::Card,
    push::{Answer as Says, Call, PushSimulator},
};
use types::{
    ApiError, FieldCode, Permission, PermissionSet, PushDetail, PushState, PushWarning, UploadPushCertificate,
};

use super::*;

const TOPIC: &str = "com.apple.mgmt.External.a1b2";
const DAY: Duration = Duration::from_hours(24);
const MOMENT: Duration = Duration::from_secs(5);

/// A Gatehouse with a push certificate, and the service that it calls.
struct Called {
    app: TestApp,
    push: PushSimulator,
}

impl ForEngine for Called {
    async fn for_engine(engine: Engine) -> Self {
        let push = PushSimulator::start().await;
        let app = TestApp::for_engine(engine).await.with_push(push.service()).await;
        let called = Self { app, push };
        called.upload(&upload(&called.push.certificate(TOPIC))).await.unwrap();
        called
    }
}

impl Called {
    async fn upload(
        &self,
        input: &UploadPushCertificate,
    ) -> Result<PushDetail, (ErrorCode, Option<FieldCode>)> {
        let done = self.app.domain.push().upload(&self.app.admin(), input, None).await;
        done.map_err(|error| {
            let error = ApiError::from(error);
            (error.code, error.fields.first().map(|field| field.code))
        })
    }

    async fn detail(&self) -> PushDetail {
        self.app.domain.push().find(&self.app.admin()).await.unwrap()
    }

    /// The devices that are called now.
    async fn send(&self) -> Vec<Call> {
        self.app.domain.push().send_due().await.unwrap();
        self.push.calls()
    }

    /// A phone that has come in and of which nothing is wanted.
    async fn phone(&self, user: &UserDetail, serial: &str) -> (AppleDevice, DeviceId) {
        let (phone, id) = enrolled(&self.app, user, serial).await;
        self.app.pass(MOMENT);
        assert_eq!(self.send().await.len(), 1, "called once it has enrolled");
        self.talk(&phone).await;
        (phone, id)
    }

    /// The phone comes and answers until nothing more is wanted.
    async fn talk(&self, phone: &AppleDevice) {
        let mut answer = connect(&self.app, &phone.idle()).await.unwrap();
        while let Answer::Plist(list) = answer {
            let uuid = text_of(&list, "CommandUUID").unwrap();
            answer = connect(&self.app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
        }
        // What tells that nothing is wanted is a question of its own.
        assert_eq!(connect(&self.app, &phone.idle()).await, Ok(Answer::Empty));
    }

    async fn lock(&self, id: DeviceId) {
        let lock = CreateCommand::lock(&LockParams::default());
        self.app.domain.devices().command(&self.app.admin(), id, &lock).await.unwrap();
    }

    async fn state(&self, id: DeviceId) -> PushState {
        device(&self.app, id).await.push.unwrap().state
    }
}

fn upload(card: &Card) -> UploadPushCertificate {
    UploadPushCertificate {
        certificate: card.pem(),
        private_key: Some(card.key_pem.clone()),
        ..UploadPushCertificate::default()
    }
}

both_engines! {
    async fn whoever_is_wanted_is_called_until_it_comes(called: Called) {
        let app = &called.app;
        let user = app.user("amira").await;
        let (phone, id) = called.phone(&user, "C39XK0ABCDEF").await;
        assert!(called.send().await.is_empty(), "nothing is wanted");

        called.lock(id).await;
        let calls = called.send().await;
        let [call] = calls.as_slice() else { panic!("{calls:?}") };
        let token: String = phone.push_token().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!((&call.token, &call.magic), (&token, &phone.push_magic()));
        assert_eq!((call.topic.as_str(), call.kind.as_str()), (TOPIC, "mdm"));
        assert_eq!(called.state(id).await, PushState::Accepted);
        // It does not come: after a quarter of an hour, after an hour, then once a day.
        assert!(called.send().await.is_empty());
        for pause in [Duration::from_mins(15), Duration::from_hours(1), DAY, DAY] {
            app.pass(pause - MOMENT);
            assert!(called.send().await.is_empty(), "{pause:?}");
            app.pass(MOMENT);
            assert_eq!(called.send().await.len(), 1, "{pause:?}");
        }
        called.talk(&phone).await;
        app.pass(DAY - MOMENT);
        assert!(called.send().await.is_empty(), "it has come");
        app.pass(MOMENT);
        assert_eq!(called.send().await.len(), 1, "once a day all the same");
    }

    async fn one_connection_carries_the_calls_to_all(called: Called) {
        let app = &called.app;
        let user = app.user("amira").await;
        let mut phones = Vec::new();
        for number in 0..5 {
            phones.push(called.phone(&user, &format!("C39XK0ABC{number:03}")).await);
        }
        let wifi = configurations::wifi("Staff", &[]);
        app.domain.configurations().create(&app.admin(), &wifi).await.unwrap();
        let calls = called.send().await;
        assert_eq!(calls.len(), phones.len(), "a change of configurations calls all");
        assert!(calls.iter().all(|call| call.connection == 1), "{calls:?}");
        for (phone, _) in &phones {
            called.talk(phone).await;
        }
        assert!(called.send().await.is_empty());
    }

    async fn a_call_in_the_middle_of_another_is_not_lost(called: Called) {
        let app = &called.app;
        let user = app.user("amira").await;
        let (phone, id) = called.phone(&user, "C39XK0ABCDEF").await;
        called.lock(id).await;
        let hold = called.push.hold();
        let domain = app.domain.clone();
        let sending = tokio::spawn(async move { domain.push().send_due().await });
        called.push.called().await;
        // The device has come and gone before the answer of the service is there, and then another is wanted.
        called.talk(&phone).await;
        called.lock(id).await;
        drop(hold);
        sending.await.unwrap().unwrap();
        assert_eq!(called.push.calls().len() + called.send().await.len(), 2);
    }

    async fn what_the_service_does_not_know_is_left_alone_until_it_tells_of_itself(called: Called) {
        let app = &called.app;
        let user = app.user("amira").await;
        let (phone, id) = called.phone(&user, "C39XK0ABCDEF").await;
        for reason in ["BadDeviceToken", "DeviceTokenNotForTopic", "BadTopic"] {
            called.push.answer([Says::Refuse(400, reason, None)]);
            called.lock(id).await;
            assert_eq!(called.send().await.len(), 1);
            let reach = device(app, id).await.push.unwrap();
            assert_eq!((reach.state, reach.detail.as_deref()), (PushState::Refused, Some(reason)));
            assert_eq!(called.detail().await.unreached, 1);
            called.lock(id).await;
            app.pass(DAY);
            assert!(called.send().await.is_empty(), "{reason}");
            check_in(app, &phone.token_update(false)).await.unwrap();
            app.pass(MOMENT);
            assert_eq!(called.send().await.len(), 1, "{reason}");
            assert_eq!((called.state(id).await, called.detail().await.reached), (PushState::Accepted, 1));
        }
        // It went before it told of itself last: it is still there.
        let before = app.clock.now().as_millis() - 3_600_000 * 24;
        called.push.answer([Says::Refuse(410, "Unregistered", Some(before))]);
        called.lock(id).await;
        assert_eq!(called.send().await.len(), 1);
        app.pass(Duration::from_mins(15));
        assert_eq!(called.send().await.len(), 1);
        // It went after that.
        let after = app.clock.now().as_millis();
        called.push.answer([Says::Refuse(410, "Unregistered", Some(after))]);
        called.lock(id).await;
        assert_eq!(called.send().await.len(), 1);
        assert_eq!(called.state(id).await, PushState::Gone);
        app.pass(DAY);
        assert!(called.send().await.is_empty());
    }

    async fn a_service_that_is_away_or_refuses_stops_everything_and_says_so(called: Called) {
        let app = &called.app;
        let user = app.user("amira").await;
        let (_, id) = called.phone(&user, "C39XK0ABCDEF").await;
        // Called too often: this one waits, the service is there.
        called.push.answer([Says::Refuse(429, "TooManyRequests", None)]);
        called.lock(id).await;
        assert_eq!(called.send().await.len(), 1);
        assert_eq!(called.detail().await.failure, None);
        app.pass(Duration::from_mins(30));
        assert_eq!(called.send().await.len(), 1);

        called.push.answer([Says::Refuse(503, "ServiceUnavailable", None)]);
        called.lock(id).await;
        assert_eq!(called.send().await.len(), 1);
        let failure = called.detail().await.failure.unwrap();
        assert_eq!((failure.is_refused, failure.detail.as_str()), (false, "ServiceUnavailable"));
        assert!(called.send().await.is_empty(), "it rests");
        app.pass(Duration::from_secs(10));
        assert_eq!(called.send().await.len(), 1, "nothing is lost");
        assert_eq!(called.detail().await.failure, None);

        called.push.answer([Says::Refuse(403, "BadCertificate", None)]);
        called.lock(id).await;
        assert_eq!(called.send().await.len(), 1);
        let failure = called.detail().await.failure.unwrap();
        assert_eq!((failure.is_refused, failure.detail.as_str()), (true, "BadCertificate"));
        let told = app.domain.settings().checklist(&app.admin()).await.unwrap().push_warning;
        assert_eq!(told, Some(PushWarning::Refused), "the overview says so");
        app.pass(Duration::from_mins(59));
        assert!(called.send().await.is_empty());
        // A renewed certificate ends that at once.
        called.upload(&upload(&called.push.certificate(TOPIC))).await.unwrap();
        assert_eq!(called.detail().await.failure, None);
        let calls = called.send().await;
        assert_eq!(calls.len(), 1);
        assert_eq!(calls[0].connection, 2, "by a connection with the new certificate");
    }

    async fn a_certificate_is_requested_uploaded_and_renewed(app: TestApp) {
        let push = PushSimulator::start().await;
        let app = app.with_push(push.service()).await;
        let user = app.user("amira").await;
        let (_, early) = enrolled(&app, &user, "C39XK0EARLY1").await;
        let called = Called { app, push };
        let app = &called.app;
        assert_eq!((called.detail().await.certificate, called.detail().await.unreached), (None, 1));
        assert!(!device(app, early).await.push.unwrap().has_certificate);
        assert!(called.send().await.is_empty(), "there is no certificate");

        // The key of the request stays here.
        let requested = app.domain.push().make_request(&app.admin()).await.unwrap();
        let pem = requested.request.unwrap();
        assert!(pem.starts_with("-----BEGIN CERTIFICATE REQUEST-----"));
        let card = called.push.certificate(TOPIC);
        let mut input = upload(&card);
        input.private_key = None;
        let refused = |code| Err((ErrorCode::InvalidInput, Some(code)));
        assert_eq!(called.upload(&input).await, refused(FieldCode::Required), "a key that is not here");
        input.private_key = Some(called.push.certificate(TOPIC).key_pem);
        assert_eq!(called.upload(&input).await, refused(FieldCode::Differs));
        input.private_key = Some("nonsense".into());
        assert_eq!(called.upload(&input).await, refused(FieldCode::Malformed));
        input.certificate = "nonsense".into();
        assert_eq!(called.upload(&input).await, refused(FieldCode::Malformed));
        input.certificate = called.push.certificate("com.example.app").pem();
        assert_eq!(called.upload(&input).await, refused(FieldCode::UnknownValue), "for something else");
        let made = called.upload(&upload(&card)).await.unwrap();
        assert_eq!(made.certificate.as_ref().unwrap().topic, TOPIC);
        assert_eq!((made.reached, made.unreached), (0, 1), "enrolled under another topic");
        assert!(made.request.is_some(), "the request waits for its own certificate");
        // The earlier one is not called, a new one is, and an earlier profile still brings its device in.
        let (phone, id) = called.phone(&user, "C39XK0ABCDEF").await;
        assert_eq!(phone.topic, TOPIC);
        assert!(device(app, id).await.push.unwrap().has_certificate);

        // Renewed with the same key, it keeps its topic; another topic is asked for.
        let mut again = upload(&card);
        again.private_key = None;
        called.upload(&again).await.unwrap();
        let mut other = upload(&called.push.certificate("com.apple.mgmt.External.other"));
        assert_eq!(called.upload(&other).await, refused(FieldCode::Required));
        other.new_topic = true;
        assert_eq!(called.upload(&other).await.unwrap().unreached, 2);
        let gone = app.domain.push().remove(&app.admin(), None).await.unwrap();
        assert_eq!(gone.certificate, None);

        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        for action in [
            AuditAction::PushCertificateRequested,
            AuditAction::PushCertificateChanged,
            AuditAction::PushCertificateRemoved,
        ] {
            assert!(events.iter().any(|event| event.action == action.as_str()), "{action}");
        }
        assert!(!format!("{events:?}").contains("PRIVATE KEY"));
    }

    async fn the_certificate_is_for_those_alone_who_may_change_settings(app: TestApp) {
        let may = |ctx: &RequestCtx| {
            let (ctx, domain) = (ctx.clone(), app.domain.clone());
            async move {
                let reads = domain.push().find(&ctx).await.is_ok();
                let writes = [
                    domain.push().make_request(&ctx).await.map_err(|error| error.code()).err(),
                    domain
                        .push()
                        .upload(&ctx, &UploadPushCertificate::default(), None)
                        .await
                        .map_err(|error| error.code())
                        .err(),
                    domain.push().remove(&ctx, None).await.map_err(|error| error.code()).err(),
                ];
                (reads, writes.iter().all(|code| *code == Some(ErrorCode::Forbidden)))
            }
        };
        let reader = app.admin_with(PermissionSet::from_iter([Permission::SettingsRead]));
        assert_eq!(may(&reader).await, (true, true));
        let other = app.admin_with(PermissionSet::from_iter([Permission::DeviceRead]));
        assert_eq!(may(&other).await, (false, true));
    }
}
