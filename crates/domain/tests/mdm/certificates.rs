//! The authority of devices and its certificates: listed, taken back, renewed.

use std::time::Duration;

use apple::{profile::Uploaded, scep::Authority};
use testkit::pki;
use types::{
    ApiError, CertificateState, DeviceAuthorityDetail, DeviceAuthorityInput, DeviceCertificateQuery,
    DeviceCertificateRow, FieldCode, Permission, PermissionSet,
};

use super::*;

async fn certificates(app: &TestApp, query: &DeviceCertificateQuery) -> Vec<DeviceCertificateRow> {
    app.domain.certificates().list(&app.admin(), query).await.unwrap().items
}

async fn of_device(app: &TestApp, id: DeviceId) -> Vec<DeviceCertificateRow> {
    let query = DeviceCertificateQuery { device_id: Some(id), ..DeviceCertificateQuery::default() };
    certificates(app, &query).await
}

async fn authority(app: &TestApp) -> Vec<u8> {
    app.domain.certificates().authority_certificate().await.unwrap()
}

async fn scep(app: &TestApp, asked: Vec<u8>) -> Vec<u8> {
    app.domain.certificates().answer_scep(&app.anonymous(), asked).await.unwrap()
}

/// Answers the daily questions; gives what the device is told after the last one.
async fn after_questions(app: &TestApp, phone: &AppleDevice) -> Answer {
    let mut answer = connect(app, &phone.idle()).await.unwrap();
    loop {
        let Answer::Plist(list) = &answer else { return answer };
        let kind = text_of(list, "RequestType").unwrap();
        if !["DeviceInformation", "SecurityInfo", "ProfileList"].contains(&kind.as_str()) {
            return answer;
        }
        let uuid = text_of(list, "CommandUUID").unwrap();
        answer = connect(app, &phone.report("Acknowledged", &uuid, "")).await.unwrap();
    }
}

async fn save(
    app: &TestApp,
    input: &DeviceAuthorityInput,
) -> Result<DeviceAuthorityDetail, (ErrorCode, Option<(String, FieldCode)>)> {
    let saved = app.domain.certificates().save_authority(&app.admin(), input, None).await;
    saved.map_err(|error| {
        let error = ApiError::from(error);
        (error.code, error.fields.first().map(|field| (field.path.clone(), field.code)))
    })
}

both_engines! {
    async fn a_certificate_that_has_run_out_speaks_for_nobody(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let ends = of_device(&app, id).await[0].expires_at;
        app.clock.advance(ends.since(app.clock.now()) - Duration::from_secs(1));
        assert!(connect(&app, &phone.idle()).await.is_ok());
        let seen = device(&app, id).await.row.last_seen_at;
        app.clock.advance(Duration::from_secs(1));
        for said in [phone.idle(), phone.token_update(true), phone.check_out()] {
            assert_eq!(connect(&app, &said).await, Err(ErrorCode::InvalidInput));
            assert_eq!(check_in(&app, &said).await, Err(ErrorCode::InvalidInput));
        }
        let found = device(&app, id).await.row;
        assert_eq!((found.state, found.last_seen_at), (DeviceState::Active, seen), "nothing is taken from it");
    }

    async fn a_certificate_that_was_taken_back_speaks_for_nobody(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let (other, _) = enrolled(&app, &user, "C39XK0ABCDEG").await;
        let [row] = of_device(&app, id).await.try_into().unwrap();
        assert_eq!((row.state, row.in_use, row.device_id), (CertificateState::Valid, true, id));
        assert_eq!(certificates(&app, &DeviceCertificateQuery::default()).await.len(), 2);

        let stranger = app.admin_with(PermissionSet::from_iter([Permission::DeviceRead]));
        let refused = app.domain.certificates().revoke(&stranger, row.id).await.unwrap_err().code();
        assert_eq!(refused, ErrorCode::Forbidden);
        let gone = app.domain.certificates().revoke(&app.admin(), row.id).await.unwrap();
        assert_eq!((gone.state, gone.in_use), (CertificateState::Revoked, false));
        app.pass(Duration::from_secs(9));
        let again = app.domain.certificates().revoke(&app.admin(), row.id).await.unwrap();
        assert_eq!(again.revoked_at, gone.revoked_at, "it stays as it was");
        for said in [phone.idle(), phone.token_update(true), phone.check_out()] {
            assert_eq!(connect(&app, &said).await, Err(ErrorCode::InvalidInput));
            assert_eq!(check_in(&app, &said).await, Err(ErrorCode::InvalidInput));
        }
        assert!(connect(&app, &other.idle()).await.is_ok(), "the other one counts");
        let revoked = DeviceCertificateQuery { state: Some(CertificateState::Revoked), ..Default::default() };
        assert_eq!(certificates(&app, &revoked).await.len(), 1);
        let valid = DeviceCertificateQuery { state: Some(CertificateState::Valid), ..Default::default() };
        assert_eq!(certificates(&app, &valid).await.len(), 1);
        let list = app.domain.certificates().revoked(&app.anonymous()).await.unwrap();
        let serial: Vec<u8> = (0..row.serial.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&row.serial[at..at + 2], 16).unwrap())
            .collect();
        assert!(list.windows(serial.len()).any(|part| part == serial), "it is on the list");
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        let told = events.iter().filter(|event| event.action == "device.certificate_revoked").count();
        assert_eq!(told, 1);
    }

    async fn a_certificate_is_renewed_before_it_ends(app: TestApp) {
        let user = app.user("amira").await;
        let (mut phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        assert_eq!(after_questions(&app, &phone).await, Answer::Empty, "there is time");
        app.pass(Duration::from_hours((2 * 365 - 80) * 24));
        let Answer::Plist(list) = after_questions(&app, &phone).await else { panic!("nothing") };
        assert_eq!(text_of(&list, "RequestType").as_deref(), Some("InstallProfile"));
        let profile = testkit::apple::data_of(&list, "Payload").unwrap();
        assert_eq!(Uploaded::read(&profile), Err(apple::profile::UploadFault::Enrols), "it is its own enrolment");
        let taken = Taken::read(&profile).ok().unwrap();
        assert_eq!(taken.topic, phone.topic);
        // Until it has another one, the earlier one counts.
        assert_eq!(connect(&app, &phone.report("Acknowledged", "renewal", "")).await, Ok(Answer::Empty));
        let ours = authority(&app).await;
        let mut stranger = AppleDevice::new("iPhone14,2", "C39XK0ABCDEG");
        let (asked, next) = phone.ask_anew(&taken, &ours);
        let answer = scep(&app, asked.clone()).await;
        let again = scep(&app, asked).await;
        let earlier = phone.idle();
        assert!(phone.take_anew(&answer, &ours, next));
        assert!(!again.is_empty());
        assert!(!certify(&app, &mut stranger, &taken).await, "the challenge works for one key");
        assert_eq!(after_questions(&app, &phone).await, Answer::Empty);
        assert_eq!(connect(&app, &earlier).await, Err(ErrorCode::InvalidInput), "the earlier one has gone");
        let states: Vec<_> = of_device(&app, id).await.iter().map(|row| (row.state, row.in_use)).collect();
        assert_eq!(states, [(CertificateState::Valid, true), (CertificateState::Revoked, false)]);
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        assert!(events.iter().any(|event| event.action == "device.certificate_renewed"));
    }

    async fn a_client_renews_with_the_certificate_that_it_has(app: TestApp) {
        let user = app.user("amira").await;
        let (mut phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let ours = authority(&app).await;
        let (asked, next) = phone.renew(&ours);
        let answer = scep(&app, asked).await;
        assert!(phone.take_renewed(&answer, &ours, next));
        assert!(connect(&app, &phone.idle()).await.is_ok());
        assert_eq!(of_device(&app, id).await.len(), 2);
        // One that was taken back renews nothing.
        let row = of_device(&app, id).await.swap_remove(0);
        let (asked, next) = phone.renew(&ours);
        app.domain.certificates().revoke(&app.admin(), row.id).await.unwrap();
        let answer = scep(&app, asked).await;
        assert!(!phone.take_renewed(&answer, &ours, next));
        // Nor does one of another authority.
        let stranger = Authority::generate("Devices", &[1; 16], apple::scep::Validity { from: 1_700_000_000, until: 2_000_000_000 });
        let stranger = stranger.unwrap();
        assert_ne!(stranger.certificate().unwrap(), ours);
    }

    async fn another_authority_is_uploaded_and_devices_stay(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, _) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let validity = apple::scep::Validity { from: 1_700_000_000, until: 2_100_000_000 };
        let made = Authority::generate("Vellmere devices", &[7; 16], validity).unwrap();
        let mut input = DeviceAuthorityInput {
            certificate: Some(made.certificate_pem().unwrap()),
            private_key: Some(testkit::apple::key_pem(&made.private_key().unwrap())),
            password: None,
            accepts_old_clients: false,
        };
        let saved = save(&app, &input).await.unwrap();
        assert_eq!((saved.name.as_str(), saved.is_uploaded, saved.accepts_old_clients), ("Vellmere devices", true, false));
        assert_eq!(authority(&app).await, made.certificate().unwrap());
        assert!(connect(&app, &phone.idle()).await.is_ok(), "its certificate goes on working");
        enrolled(&app, &user, "C39XK0ABCDEG").await;
        // Without an upload it stays as it is.
        let switched = DeviceAuthorityInput { accepts_old_clients: true, ..DeviceAuthorityInput::default() };
        assert_eq!(save(&app, &switched).await.unwrap().fingerprint, saved.fingerprint);
        assert!(app.domain.certificates().scep_capabilities().await.unwrap().contains("DES3"));

        let refused = |path: &str, code| Err((ErrorCode::InvalidInput, Some((path.to_owned(), code))));
        let key = input.private_key.take();
        assert_eq!(save(&app, &input).await, refused("private_key", FieldCode::Required));
        input.private_key = Some("nonsense".into());
        assert_eq!(save(&app, &input).await, refused("private_key", FieldCode::Malformed));
        let other = Authority::generate("Other", &[8; 16], validity).unwrap();
        input.private_key = Some(testkit::apple::key_pem(&other.private_key().unwrap()));
        assert_eq!(save(&app, &input).await, refused("private_key", FieldCode::Differs));
        input.private_key = key;
        input.certificate = Some("nonsense".into());
        assert_eq!(save(&app, &input).await, refused("certificate", FieldCode::Malformed));
        let card = pki::Authority::new("Cards").card("amira");
        input.certificate = Some(card.pem());
        assert_eq!(save(&app, &input).await, refused("certificate", FieldCode::NotAuthority));
        let past = apple::scep::Validity { from: 1_500_000_000, until: 1_600_000_000 };
        let past = Authority::generate("Past", &[9; 16], past).unwrap();
        input.certificate = Some(past.certificate_pem().unwrap());
        input.private_key = Some(testkit::apple::key_pem(&past.private_key().unwrap()));
        assert_eq!(save(&app, &input).await, refused("certificate", FieldCode::OutOfDate));
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        assert!(events.iter().any(|event| event.action == "certificate_authority.changed"));
        assert!(!format!("{events:?}").contains("PRIVATE"));
    }
}
