//! Text messages, against a service that misbehaves.

use super::*;
use testkit::{
    both_engines,
    sms::{Answer, SmsService},
};
use types::{
    AuditQuery, DeliveryStatus, ErrorCode, FieldCode, MessageChannel, MessageKind, Permission, PermissionSet,
    SmsAuth, SmsField, SmsFormat, SmsGateway, SmsPreset, UpdateUser,
};

const NUMBER: &str = "+4915112345678";
const SIGNING: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// A Gatehouse with a service for text messages.
struct Texts {
    app: TestApp,
    service: SmsService,
}

impl ForEngine for Texts {
    async fn for_engine(engine: Engine) -> Self {
        let (app, service) = (TestApp::for_engine(engine).await, SmsService::start().await);
        save(&app, Some(&at(&service))).await.expect("a gateway");
        Self { app, service }
    }
}

impl Texts {
    /// Orders a phone for somebody, who is told by text message.
    async fn order(&self, user: &UserDetail) -> Handout {
        let input = CreateRegistration {
            user_id: user.row.id,
            platform: Platform::Linux,
            phone_number: Some(NUMBER.into()),
            country: None,
            ownership: None,
            language: None,
            exceed_reason: None,
            notify: vec![MessageChannel::Sms],
        };
        self.app.domain.registration().create(&self.app.admin(), &input).await.expect("a registration")
    }

    async fn deliver(&self) -> u64 {
        self.app.domain.messages().deliver_due().await.expect("the database")
    }

    async fn newest(&self) -> MessageRow {
        outbox(&self.app).await.into_iter().next().expect("a message")
    }
}

/// What is filled in for a service of the tests.
fn at(service: &SmsService) -> SmsGateway {
    SmsGateway { url: service.url(), from: Some("Vellmere".into()), ..SmsGateway::default() }
}

async fn save(app: &TestApp, gateway: Option<&SmsGateway>) -> Result<types::SmsGatewayDetail, domain::Error> {
    app.domain.messages().save_sms_gateway(&app.admin(), gateway, None).await
}

/// Which field is refused, and why.
fn refusal(error: domain::Error) -> (String, FieldCode) {
    let error = types::ApiError::from(error);
    (error.fields[0].path.clone(), error.fields[0].code)
}

both_engines! {
    async fn a_person_is_told_of_their_phone_by_text_message(texts: Texts) {
        let user = texts.app.user("amira").await;
        let handout = texts.order(&user).await;
        let row = texts.newest().await;
        assert_eq!((row.channel, row.state, row.to_address.as_str()), (MessageChannel::Sms, MessageState::Queued, NUMBER));
        assert_eq!(texts.deliver().await, 1);
        let sent = &texts.service.messages()[0];
        let text = sent.field("text").unwrap();
        assert!(text.contains(&handout.link) && text.contains(&grouped(handout.pin.as_deref().unwrap())), "{text}");
        assert_eq!((sent.field("to").as_deref(), sent.field("from").as_deref()), (Some(NUMBER), Some("Vellmere")));
        assert_eq!(sent.header("idempotency-key"), Some(row.id.to_string().as_str()));
        assert_eq!(texts.newest().await.state, MessageState::Sent);
        // The outbox shows what went out, without what works.
        let shown = texts.app.domain.messages().find_redacted(&texts.app.admin(), row.id).await.unwrap();
        assert!(shown.html.contains("<p dir") && shown.text.starts_with("Gatehouse: ") && !shown.text.contains(&handout.link));
        // Mail is held meanwhile: each way is for itself.
        let query = MessageQuery { channel: Some(MessageChannel::Email), ..MessageQuery::default() };
        let mails = texts.app.domain.messages().list(&texts.app.admin(), &query).await.unwrap().items;
        assert!(!mails.is_empty() && mails.iter().all(|mail| mail.state == MessageState::Held));
    }

    async fn a_device_without_a_number_uses_its_persons(texts: Texts) {
        let user = texts.app.user("amira").await;
        let input = CreateRegistration {
            user_id: user.row.id,
            platform: Platform::Linux,
            phone_number: None,
            country: None,
            ownership: None,
            language: None,
            exceed_reason: None,
            notify: vec![MessageChannel::Sms],
        };
        let registration = texts.app.domain.registration();
        let refused = registration.create(&texts.app.admin(), &input).await.unwrap_err();
        assert_eq!(refusal(refused), ("phone_number".into(), FieldCode::Required));
        let change = UpdateUser { phone_number: Some(Some("+81312345678".into())), ..UpdateUser::default() };
        texts.app.domain.people().update(&texts.app.admin(), user.row.id, &change, None).await.unwrap();
        registration.create(&texts.app.admin(), &input).await.unwrap();
        assert_eq!(texts.newest().await.to_address, "+81312345678");
    }

    async fn json_and_account_and_signature_are_as_they_were_set_up(texts: Texts) {
        let gateway = SmsGateway {
            url: texts.service.url(),
            auth: SmsAuth::Basic,
            username: Some("gate".into()),
            secret: Some("hush".into()),
            signed: true,
            signing_secret: Some(SIGNING.into()),
            fields: vec![SmsField { name: "class".into(), value: "1".into() }],
            ..SmsPreset::Plivo.gateway()
        };
        save(&texts.app, Some(&gateway)).await.unwrap();
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.deliver().await;
        let sent = &texts.service.messages()[0];
        let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
        assert_eq!((body["dst"].as_str(), body["class"].as_str()), (Some("4915112345678"), Some("1")));
        assert_eq!(sent.header("content-type"), Some("application/json"));
        assert_eq!(sent.header("authorization"), Some("Basic Z2F0ZTpodXNo"));
        assert_eq!(sent.header("webhook-id"), sent.header("idempotency-key"));
        let now = texts.app.clock.now().as_millis() / 1_000;
        assert_eq!(sent.header("webhook-timestamp"), Some(now.to_string().as_str()));
        assert!(sent.header("webhook-signature").unwrap().starts_with("v1,"));
    }

    async fn a_service_that_misbehaves_gets_the_message_once_and_no_other(texts: Texts) {
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        let answers = [
            Answer::Drop,
            Answer::Nonsense,
            Answer::status(503, ""),
            Answer::status(500, "out of order"),
            Answer::status(401, "who are you?"),
            Answer::Status(302, vec![("Location", "http://127.0.0.1:1/".into())], String::new()),
            Answer::TakeAndDrop,
        ];
        let tries = answers.len();
        texts.service.answer_next(answers);
        for _ in 0..tries {
            texts.deliver().await;
            let row = texts.newest().await;
            assert_eq!(row.state, MessageState::Queued);
            assert!(row.last_error.is_some());
            texts.app.clock.advance(Duration::from_hours(1));
        }
        texts.deliver().await;
        assert_eq!(texts.newest().await.state, MessageState::Sent);
        assert_eq!((texts.service.requests().len(), texts.service.messages().len()), (tries + 1, 1));
    }

    async fn words_that_break_off_do_not_send_it_again(texts: Texts) {
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.service.answer_next([Answer::BreakOff]);
        texts.deliver().await;
        assert_eq!(texts.newest().await.state, MessageState::Sent);
    }

    async fn a_refusal_for_good_ends_it_and_says_why_without_a_secret(texts: Texts) {
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.service.answer_next([Answer::status(422, "{\"error\":\"not a mobile number\"}")]);
        texts.deliver().await;
        let row = texts.newest().await;
        assert_eq!(row.state, MessageState::Failed);
        assert_eq!(row.last_error.as_deref(), Some("422 Unprocessable Entity: {\"error\":\"not a mobile number\"}"));
        let handout = texts.order(&user).await;
        let echo = format!("cannot send '… {} …'", handout.link);
        texts.service.answer_next([Answer::status(400, &echo)]);
        texts.deliver().await;
        let row = texts.newest().await;
        assert_eq!(row.state, MessageState::Failed);
        assert_eq!(
            row.last_error.as_deref(),
            Some("The service refused it; its words repeat a secret and are left out")
        );
    }

    async fn a_pause_that_the_service_asks_for_is_kept(texts: Texts) {
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.order(&user).await;
        let slow_down = Answer::Status(429, vec![("Retry-After", "600".into())], String::new());
        texts.service.answer_next([slow_down]);
        texts.deliver().await;
        texts.app.clock.advance(Duration::from_mins(9));
        assert_eq!(texts.deliver().await, 0, "the second message waits, too");
        texts.app.clock.advance(Duration::from_mins(2));
        texts.deliver().await;
        assert_eq!(texts.service.messages().len(), 2);
    }

    async fn what_was_set_up_last_counts_and_nothing_holds_the_rest(texts: Texts) {
        let user = texts.app.user("amira").await;
        let other = texts.app.another_process().await;
        save(&texts.app, None).await.unwrap();
        texts.order(&user).await;
        assert_eq!(texts.newest().await.state, MessageState::Held);
        let second = SmsService::start().await;
        save(&texts.app, Some(&at(&second))).await.unwrap();
        assert_eq!(texts.app.domain.messages().release_held(&texts.app.admin()).await.unwrap(), 1);
        other.messages().deliver_due().await.unwrap();
        assert_eq!((texts.service.messages().len(), second.messages().len()), (0, 1));
    }

    async fn secrets_are_kept_for_their_account_and_told_to_nobody(texts: Texts) {
        let bearer = SmsGateway { auth: SmsAuth::Bearer, format: SmsFormat::Json, ..at(&texts.service) };
        let missing = save(&texts.app, Some(&bearer)).await.unwrap_err();
        assert_eq!(refusal(missing), ("secret".into(), FieldCode::Required));
        let with = SmsGateway {
            secret: Some("xyzzy-token".into()),
            signed: true,
            signing_secret: Some("xyzzy-xyzzy-xyzzy-xyzzy-xyzzy".into()),
            ..bearer.clone()
        };
        let saved = save(&texts.app, Some(&with)).await.unwrap();
        assert!(saved.has_secret && saved.has_signing_secret);
        assert!(!serde_json::to_string(&saved).unwrap().contains("xyzzy"));
        // One secret is changed, the other stays.
        let again = SmsGateway { signed: true, secret: Some("xyzzy-new".into()), ..bearer.clone() };
        assert!(save(&texts.app, Some(&again)).await.unwrap().has_signing_secret);
        let unsigned = save(&texts.app, Some(&bearer)).await.unwrap();
        assert!(unsigned.has_secret && !unsigned.has_signing_secret);
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.deliver().await;
        assert_eq!(texts.service.messages()[0].header("authorization"), Some("Bearer xyzzy-new"));
        // Somewhere else it is asked for again, by a test, too.
        let elsewhere = SmsGateway { url: "https://sms.example/send".into(), ..bearer };
        let refused = save(&texts.app, Some(&elsewhere)).await.unwrap_err();
        assert_eq!(refusal(refused), ("secret".into(), FieldCode::Required));
        let messages = texts.app.domain.messages();
        let tried = messages.test_sms_gateway(&texts.app.admin(), Some(&elsewhere), NUMBER).await.unwrap_err();
        assert_eq!(refusal(tried), ("secret".into(), FieldCode::Required));
        let events = texts.app.domain.audit().list(&texts.app.admin(), &AuditQuery::default()).await.unwrap();
        assert!(!format!("{events:?}").contains("xyzzy"));
    }

    async fn a_header_that_is_none_is_refused_beside_its_field(texts: Texts) {
        let header = SmsGateway {
            auth: SmsAuth::Header,
            auth_name: Some("x-key".into()),
            secret: Some("hush\u{e9}\u{20ac}".into()),
            ..at(&texts.service)
        };
        let name = SmsGateway { auth_name: Some("x[0]".into()), secret: Some("hush".into()), ..header.clone() };
        assert_eq!(refusal(save(&texts.app, Some(&name)).await.unwrap_err()).0, "auth_name");
        let inner = SmsGateway { url: "https://10.0.0.7/send".into(), ..at(&texts.service) };
        let refused = save(&texts.app, Some(&inner)).await.unwrap_err();
        assert_eq!(refusal(refused), ("url".into(), FieldCode::InnerAddress));
    }

    async fn a_test_says_how_it_went_and_saves_nothing(texts: Texts) {
        let messages = texts.app.domain.messages();
        let admin = texts.app.admin();
        let sent = messages.test_sms_gateway(&admin, None, "+44 20 7946 0958").await.unwrap();
        assert_eq!((sent.to.as_str(), sent.failure), ("+442079460958", None));
        assert!(texts.service.messages()[0].field("text").unwrap().starts_with("[Test] "));
        texts.service.answer_next([Answer::status(403, "no credit")]);
        let failed = messages.test_sms_gateway(&admin, Some(&at(&texts.service)), NUMBER).await.unwrap();
        assert_eq!(failed.failure.as_deref(), Some("403 Forbidden: no credit"));
        let wrong = messages.test_sms_gateway(&admin, None, "12").await.unwrap_err();
        assert_eq!(refusal(wrong).0, "to");
        save(&texts.app, None).await.unwrap();
        let none = messages.test_sms_gateway(&admin, None, NUMBER).await.unwrap_err();
        assert_eq!(none.code(), ErrorCode::WrongState);
    }

    async fn it_takes_more_than_the_right_to_change_settings(texts: Texts) {
        let permissions: PermissionSet =
            [Permission::SettingsRead, Permission::SettingsWrite].into_iter().collect();
        let clerk = texts.app.admin_with(permissions);
        let messages = texts.app.domain.messages();
        assert_eq!(messages.sms_gateway(&clerk).await.unwrap().status, DeliveryStatus::Working);
        let refused = messages.save_sms_gateway(&clerk, None, None).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let refused = messages.test_sms_gateway(&clerk, None, NUMBER).await.unwrap_err();
        assert_eq!(refused.code(), ErrorCode::Forbidden);
        let late = messages.save_sms_gateway(&texts.app.admin(), None, Some(7)).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::VersionConflict);
    }

    async fn whoever_was_told_by_text_message_is_reminded_by_one(texts: Texts) {
        let user = texts.app.user("amira").await;
        // From the weekend into the week, with its working hours.
        texts.app.clock.advance(Duration::from_hours(48));
        texts.order(&user).await;
        texts.deliver().await;
        let registration = texts.app.domain.registration();
        for _ in 0..23 {
            texts.app.clock.advance(Duration::from_hours(1));
            registration.remind_due().await.unwrap();
        }
        let row = texts.newest().await;
        assert_eq!((row.kind, row.channel), (MessageKind::Reminder, MessageChannel::Sms));
    }

    async fn people_send_themselves_ten_text_messages_a_day_at_most(texts: Texts) {
        let user = texts.app.user("amira").await;
        let handout = texts.order(&user).await;
        let (me, registration) = (texts.app.portal(&user), texts.app.domain.registration());
        let early = registration.send(&me, handout.id, MessageChannel::Sms).await.unwrap_err();
        assert_eq!(early.code(), ErrorCode::TooManyRequests, "one a minute");
        // By e-mail at once: each way counts for itself.
        registration.send(&me, handout.id, MessageChannel::Email).await.unwrap();
        for _ in 0..9 {
            texts.app.clock.advance(MINUTE);
            registration.send(&me, handout.id, MessageChannel::Sms).await.unwrap();
        }
        texts.app.clock.advance(MINUTE);
        let over = registration.send(&me, handout.id, MessageChannel::Sms).await.unwrap_err();
        assert_eq!(over.code(), ErrorCode::TooManyRequests);
        registration.send(&texts.app.admin(), handout.id, MessageChannel::Sms).await.unwrap();
    }

    async fn a_message_is_sent_again_by_its_own_way(texts: Texts) {
        let user = texts.app.user("amira").await;
        texts.order(&user).await;
        texts.service.answer_next([Answer::status(422, "no")]);
        texts.deliver().await;
        let failed = texts.newest().await;
        texts.app.domain.messages().resend(&texts.app.admin(), failed.id).await.unwrap();
        let again = texts.newest().await;
        assert!(again.id != failed.id && again.channel == MessageChannel::Sms && again.to_address == NUMBER);
        texts.deliver().await;
        assert_eq!(texts.service.messages().len(), 1);
    }
}
