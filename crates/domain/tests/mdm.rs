//! Apple's devices: profile, certificate, check-in, commands.

mod actions;
mod at_once;
mod certificates;
pub(crate) mod configurations;
mod idle;
mod locate;
mod push;
mod tv;

use domain::{RequestCtx, mdm::Answer};
use testkit::{
    TestApp,
    apple::{AppleDevice, Signed, Strength, Taken, text_of},
    both_engines,
};
use types::{
    AuditAction, AuditQuery, Channel, CommandState, CreateCommand, CreateRegistration, DeviceDetail,
    DeviceId, DeviceState, ErrorCode, FieldCode, Handout, LockParams, PageQuery, Platform, ProofRule,
    RegistrationSettings, UserDetail,
};

/// Orders a device of Apple's for somebody.
async fn order(app: &TestApp, user: &UserDetail, platform: Platform) -> Handout {
    let input = CreateRegistration {
        user_id: user.row.id,
        platform,
        phone_number: None,
        country: None,
        ownership: None,
        language: None,
        exceed_reason: None,
        notify: Vec::new(),
    };
    app.domain.registration().create(&app.admin(), &input).await.unwrap()
}

fn token_of(handout: &Handout) -> &str {
    handout.link.rsplit('/').next().unwrap()
}

async fn taken(app: &TestApp, handout: &Handout) -> Taken {
    let profile =
        app.domain.mdm().enrolment_profile(&app.anonymous(), token_of(handout), None, false).await.unwrap();
    Taken::read(&profile).ok().unwrap()
}

/// Asks for a certificate; whether there is one.
async fn certify(app: &TestApp, device: &mut AppleDevice, taken: &Taken) -> bool {
    let authority = app.domain.certificates().authority_certificate().await.unwrap();
    let asked = device.ask(taken, &authority, Strength::Aes128);
    let answer = app.domain.certificates().answer_scep(&app.anonymous(), asked).await.unwrap();
    device.take(&answer, &authority)
}

async fn check_in(app: &TestApp, said: &Signed) -> Result<Answer, ErrorCode> {
    let answer = app.domain.mdm().check_in(&app.anonymous(), Some(&said.header), &said.body).await;
    answer.map_err(|error| error.code())
}

async fn connect(app: &TestApp, said: &Signed) -> Result<Answer, ErrorCode> {
    let answer = app.domain.mdm().connect(&app.anonymous(), Some(&said.header), &said.body).await;
    answer.map_err(|error| error.code())
}

async fn device(app: &TestApp, id: DeviceId) -> DeviceDetail {
    app.domain.devices().find(&app.admin(), id).await.unwrap()
}

/// An iPhone that has come in.
pub(crate) async fn enrolled(app: &TestApp, user: &UserDetail, serial: &str) -> (AppleDevice, DeviceId) {
    let handout = order(app, user, Platform::Ios).await;
    let mut phone = AppleDevice::new("iPhone14,2", serial);
    assert!(certify(app, &mut phone, &taken(app, &handout).await).await);
    check_in(app, &phone.authenticate()).await.unwrap();
    check_in(app, &phone.token_update(true)).await.unwrap();
    (phone, handout.device_id)
}

/// The command that a device is given.
fn command(answer: Answer) -> (String, String) {
    let Answer::Plist(list) = answer else { panic!("no command") };
    (text_of(&list, "RequestType").unwrap(), text_of(&list, "CommandUUID").unwrap())
}

both_engines! {
    async fn a_phone_comes_in_by_its_profile_and_is_locked(app: TestApp) {
        let user = app.user("amira").await;
        let handout = order(&app, &user, Platform::Ios).await;
        let profile = app.domain.mdm().enrolment_profile(&app.anonymous(), token_of(&handout), None, true).await.unwrap();
        assert_eq!(profile[0], 0x30, "signed");
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        let taken = taken(&app, &handout).await;
        assert_eq!(taken.server_url, format!("{}/apple/mdm", testkit::PUBLIC_URL));
        assert!(certify(&app, &mut phone, &taken).await);
        assert_eq!(check_in(&app, &phone.authenticate()).await, Ok(Answer::Empty));
        let found = device(&app, handout.device_id).await;
        assert_eq!((found.row.state, found.row.platform), (DeviceState::Enrolling, Platform::Ios));
        assert_eq!(check_in(&app, &phone.token_update(true)).await, Ok(Answer::Empty));
        assert_eq!(device(&app, handout.device_id).await.row.state, DeviceState::Active);

        // First it is asked about itself.
        let (kind, uuid) = command(connect(&app, &phone.idle()).await.unwrap());
        assert_eq!(kind, "DeviceInformation");
        let facts = "<key>QueryResponses</key><dict><key>DeviceName</key><string>Amira's iPhone</string>\
                     <key>ModelName</key><string>iPhone 13 Pro</string><key>OSVersion</key><string>18.2</string>\
                     <key>SerialNumber</key><string>C39XK0ABCDEF</string><key>BatteryLevel</key><real>0.62</real>\
                     <key>ProductName</key><string>iPhone14,2</string></dict>";
        let (kind, uuid) = command(connect(&app, &phone.report("Acknowledged", &uuid, facts)).await.unwrap());
        assert_eq!(kind, "SecurityInfo");
        let (kind, uuid) = command(connect(&app, &phone.report("Acknowledged", &uuid, "")).await.unwrap());
        assert_eq!(kind, "ProfileList");
        assert_eq!(connect(&app, &phone.report("Acknowledged", &uuid, "")).await, Ok(Answer::Empty));
        let found = device(&app, handout.device_id).await;
        assert_eq!(found.row.name, "Amira's iPhone");
        assert_eq!(connect(&app, &phone.idle()).await, Ok(Answer::Empty), "once a day");

        let lock = CreateCommand::lock(&LockParams { message: Some("Call <us>".into()), phone_number: None });
        let asked = app.domain.devices().command(&app.admin(), handout.device_id, &lock).await.unwrap();
        let Answer::Plist(list) = connect(&app, &phone.idle()).await.unwrap() else { panic!("no command") };
        assert_eq!(text_of(&list, "CommandUUID"), Some(asked.id.to_string()));
        assert_eq!(text_of(&list, "Message").as_deref(), Some("Call &lt;us&gt;"));
        assert_eq!(connect(&app, &phone.report("Acknowledged", &asked.id.to_string(), "")).await, Ok(Answer::Empty));
        let commands = app.domain.devices().list_commands(&app.admin(), handout.device_id, &PageQuery::default()).await;
        assert_eq!(commands.unwrap().items[0].state, CommandState::Done);
        // The same answer again, and one to what nobody has asked, change nothing.
        for uuid in [asked.id.to_string(), "nonsense".to_owned(), uuid::Uuid::nil().to_string()] {
            assert_eq!(connect(&app, &phone.report("Error", &uuid, "")).await, Ok(Answer::Empty));
        }
        let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap().items;
        for action in [AuditAction::DeviceCertificateIssued, AuditAction::DeviceRegistered, AuditAction::DeviceActivated] {
            assert!(events.iter().any(|event| event.action == action.as_str()), "{action}");
        }
        let activated = events.iter().find(|event| event.action == AuditAction::DeviceActivated.as_str()).unwrap();
        assert_eq!(activated.actor_name, format!("iPhone of {}", user.row.display_name));
        assert!(!format!("{events:?}").contains(&taken.challenge));
    }

    async fn where_the_channel_asks_for_the_password_the_profile_does(app: TestApp) {
        let domain = &app.domain;
        let password = "copper orchard eleven windows";
        let user = domain.access().create_admin(&app.system(), "amira", password).await.unwrap();
        let user = domain.people().find(&app.admin(), user).await.unwrap();
        let handout = order(&app, &user, Platform::Ios).await;
        let token = token_of(&handout);
        let stored = domain.settings().registration().await.unwrap();
        let channels = [(Channel::WebApple, ProofRule::PasswordAndPin)].into();
        let asks = RegistrationSettings { channels, ..stored };
        domain.settings().update(&app.admin(), &asks, None).await.unwrap();
        assert!(asks.offered().contains(&Platform::Ios));
        let profile = async |password: Option<&str>| {
            let given = domain.mdm().enrolment_profile(&app.anonymous(), token, password, false).await;
            given.map_err(|error| {
                let error = types::ApiError::from(error);
                (error.code, error.field("password"))
            })
        };
        let refused = |code| Err((ErrorCode::InvalidInput, Some(code)));
        assert_eq!(profile(None).await.map(drop), refused(FieldCode::Required));
        assert_eq!(profile(Some("")).await.map(drop), refused(FieldCode::Required));
        assert_eq!(profile(Some("something else entirely")).await.map(drop), refused(FieldCode::Differs));
        let right = profile(Some(password)).await.unwrap();
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        assert!(certify(&app, &mut phone, &Taken::read(&right).ok().unwrap()).await);
        // Guesses are counted like those at the sign-in.
        let mut last = Ok(());
        for _ in 0..40 {
            last = profile(Some("something else entirely")).await.map(drop);
        }
        assert_eq!(last, Err((ErrorCode::TooManyRequests, None)));
    }

    async fn what_a_device_puts_off_waits_for_the_next_session(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        let lock = CreateCommand::lock(&LockParams::default());
        let first = app.domain.devices().command(&app.admin(), id, &lock).await.unwrap().id.to_string();
        let second = app.domain.devices().command(&app.admin(), id, &lock).await.unwrap().id.to_string();
        assert_eq!(command(connect(&app, &phone.idle()).await.unwrap()).1, first);
        // Put off: the other one is offered, and then nothing.
        assert_eq!(command(connect(&app, &phone.report("NotNow", &first, "")).await.unwrap()).1, second);
        assert_eq!(connect(&app, &phone.report("NotNow", &second, "")).await, Ok(Answer::Empty));
        // The next session begins with the oldest again.
        assert_eq!(command(connect(&app, &phone.idle()).await.unwrap()).1, first);
        assert_eq!(command(connect(&app, &phone.report("Acknowledged", &first, "")).await.unwrap()).1, second);
    }

    async fn nobody_speaks_for_a_device_but_its_certificate(app: TestApp) {
        let (amira, bela) = (app.user("amira").await, app.user("bela").await);
        let (phone, _) = enrolled(&app, &amira, "AAAA0000AAAA").await;
        let (mut other, _) = enrolled(&app, &bela, "BBBB0000BBBB").await;
        let refused = Err(ErrorCode::InvalidInput);
        // No signature, another body, somebody else's name, a certificate of nobody.
        let idle = phone.idle();
        let unsigned = app.domain.mdm().connect(&app.anonymous(), None, &idle.body).await;
        assert_eq!(unsigned.unwrap_err().code(), ErrorCode::InvalidInput);
        assert_eq!(connect(&app, &Signed { body: other.idle().body, ..idle.clone() }).await, refused);
        other.udid.clone_from(&phone.udid);
        for said in [other.idle(), other.token_update(false), other.check_out(), other.authenticate()] {
            assert!(connect(&app, &said).await == refused || check_in(&app, &said).await == refused);
        }
        assert_eq!(connect(&app, &forged(&phone)).await, refused);
        assert!(connect(&app, &idle).await.is_ok(), "it still speaks for itself");
        for body in ["", "<plist>", "<plist><dict/></plist>"] {
            assert_eq!(connect(&app, &phone.sign(body)).await, refused);
            assert_eq!(check_in(&app, &phone.sign(body)).await, refused);
        }
    }

    async fn whoever_names_another_persons_device_takes_nothing_from_it(app: TestApp) {
        let (amira, bela) = (app.user("amira").await, app.user("bela").await);
        let (phone, id) = enrolled(&app, &amira, "AAAA0000AAAA").await;
        let handout = order(&app, &bela, Platform::Ios).await;
        let mut thief = AppleDevice::new("iPhone14,2", "BBBB0000BBBB");
        assert!(certify(&app, &mut thief, &taken(&app, &handout).await).await);
        let own = std::mem::replace(&mut thief.udid, phone.udid.clone());
        assert_eq!(check_in(&app, &thief.authenticate()).await, Err(ErrorCode::RegistrationRefused));
        assert!(connect(&app, &phone.idle()).await.is_ok(), "nothing was taken from it");
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
        // Nothing was used up either.
        thief.udid = own;
        assert_eq!(check_in(&app, &thief.authenticate()).await, Ok(Answer::Empty));
        // Another organisation's topic is none of ours.
        thief.topic = "com.apple.mgmt.External.other".to_owned();
        assert_eq!(check_in(&app, &thief.token_update(true)).await, Err(ErrorCode::InvalidInput));
    }

    async fn of_many_downloads_the_newest_few_count(app: TestApp) {
        let user = app.user("amira").await;
        let handout = order(&app, &user, Platform::Ios).await;
        let first = taken(&app, &handout).await;
        let second = taken(&app, &handout).await;
        for _ in 0..4 {
            taken(&app, &handout).await;
        }
        let mut phone = AppleDevice::new("iPhone14,2", "C39XK0ABCDEF");
        assert!(!certify(&app, &mut phone, &first).await);
        assert!(certify(&app, &mut phone, &second).await);
    }

    async fn a_thousand_wrong_challenges_bring_nobody_in_and_keep_nobody_out(app: TestApp) {
        let user = app.user("amira").await;
        let handout = order(&app, &user, Platform::Ios).await;
        let taken = taken(&app, &handout).await;
        let authority = app.domain.certificates().authority_certificate().await.unwrap();
        let from = |address: &str| RequestCtx { address: address.parse().ok(), ..app.anonymous() };
        let mut guesser = AppleDevice::new("iPhone14,2", "GUESSER00000");
        let (mut refused, mut throttled) = (0, 0);
        let wrong = Taken { challenge: "wrong-in-every-way".to_owned(), ..self::taken(&app, &handout).await };
        let asked = guesser.ask(&wrong, &authority, Strength::Aes128);
        for _ in 0..1_000 {
            match app.domain.certificates().answer_scep(&from("203.0.113.7"), asked.clone()).await {
                Ok(answer) => {
                    assert!(!guesser.take(&answer, &authority));
                    refused += 1;
                }
                Err(error) => {
                    assert_eq!(error.code(), ErrorCode::TooManyRequests);
                    throttled += 1;
                }
            }
        }
        assert!(throttled > 0, "{refused} tries, {throttled} put off");
        // Somebody else comes in as ever.
        let mut phone = AppleDevice::new("iPhone14,2", "AAAA0000AAAA");
        let asked = phone.ask(&taken, &authority, Strength::Aes128);
        let answer = app.domain.certificates().answer_scep(&from("198.51.100.9"), asked).await.unwrap();
        assert!(phone.take(&answer, &authority));
        assert_eq!(check_in(&app, &phone.authenticate()).await, Ok(Answer::Empty));
    }

    async fn a_challenge_works_once_for_one_key_and_one_issue(app: TestApp) {
        let user = app.user("amira").await;
        let handout = order(&app, &user, Platform::Macos).await;
        let wanted = taken(&app, &handout).await;
        let (mut mac, mut thief) = (AppleDevice::new("MacBookAir10,1", "M1"), AppleDevice::new("Mac14,2", "M2"));
        assert!(certify(&app, &mut mac, &wanted).await);
        let first = mac.certificate().to_vec();
        assert!(certify(&app, &mut mac, &wanted).await, "a lost answer comes again");
        assert_eq!(mac.certificate(), first);
        assert!(!certify(&app, &mut thief, &wanted).await);
        // A new issue ends what was downloaded for the old one.
        let again = app.domain.registration().reissue(&app.admin(), handout.id).await.unwrap();
        let old = check_in(&app, &mac.authenticate()).await;
        assert_eq!(old, Err(ErrorCode::RegistrationRefused));
        let dead = app.domain.mdm().enrolment_profile(&app.anonymous(), token_of(&handout), None, false).await;
        assert_eq!(dead.unwrap_err().code(), ErrorCode::RegistrationRefused);
        let wanted = taken(&app, &again).await;
        app.clock.advance(std::time::Duration::from_mins(61));
        assert!(!certify(&app, &mut thief, &wanted).await, "after an hour");
        assert!(certify(&app, &mut thief, &taken(&app, &again).await).await);
        assert_eq!(check_in(&app, &thief.authenticate()).await, Ok(Answer::Empty));
    }

    async fn a_device_that_leaves_frees_its_place_and_may_come_back(app: TestApp) {
        let user = app.user("amira").await;
        let (phone, id) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        assert_eq!(check_in(&app, &phone.check_out()).await, Ok(Answer::Empty));
        assert_eq!(device(&app, id).await.row.state, DeviceState::Retired);
        assert_eq!(command(connect(&app, &phone.idle()).await.unwrap()).0, "RemoveProfile", "should it still be there");
        assert_eq!(check_in(&app, &phone.token_update(false)).await, Err(ErrorCode::DeviceGone));
        let limit = app.domain.registration().limit_of(user.row.id).await.unwrap();
        assert_eq!(limit.used, 0);
        // The same hardware of the same person goes on with its record.
        let (_, again) = enrolled(&app, &user, "C39XK0ABCDEF").await;
        assert_ne!(again, id, "the record that waited");
        assert_eq!(device(&app, id).await.row.state, DeviceState::Active);
    }

    async fn a_platform_that_is_off_and_one_without_profiles_get_none(app: TestApp) {
        let user = app.user("amira").await;
        let linux = order(&app, &user, Platform::Linux).await;
        let none = app.domain.mdm().enrolment_profile(&app.anonymous(), token_of(&linux), None, false).await;
        assert_eq!(none.unwrap_err().code(), ErrorCode::RegistrationRefused);
    }
}

/// What somebody says with a certificate that they have signed themselves, in the name of our authority.
fn forged(phone: &AppleDevice) -> Signed {
    let validity = apple::scep::Validity { from: 1_700_000_000, until: 2_000_000_000 };
    let forger = apple::scep::Authority::generate("Gatehouse devices", &[1], validity).unwrap();
    let (certificate, key) = (forger.certificate().unwrap(), forger.private_key().unwrap());
    let body = phone.idle().body;
    Signed { header: apple::signature::sign(&certificate, &key, &body, true).unwrap(), body }
}
