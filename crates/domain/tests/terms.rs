//! Terms of use: which text is asked for, that no device comes in without, and who has accepted what.

use testkit::{TestApp, both_engines};
use types::{
    AcceptanceQuery, AuditAction, AuditQuery, Channel, CreateRegistration, ErrorCode, Handout,
    MessageLanguage, ProofRule, PublishTerms, RegisterDevice, RegistrationSettings, TermsId, TermsKey,
    UserDetail,
};

use crate::{
    access::{PASSWORD, person},
    registration::{linux_for, register, token_of, with_link, with_pin},
};

async fn publish(app: &TestApp, language: MessageLanguage, country: Option<&str>, text: &str) {
    let key = TermsKey { language, country: country.map(str::to_owned) };
    let input = PublishTerms { text: text.to_owned() };
    app.domain.terms().publish(&app.admin(), &key, &input, None).await.unwrap();
}

async fn withdraw(app: &TestApp, language: MessageLanguage) {
    let key = TermsKey { language, country: None };
    app.domain.terms().withdraw(&app.admin(), &key, None).await.unwrap();
}

/// A registration of somebody who reads this language, in this country.
async fn registered(app: &TestApp, user: &UserDetail, language: &str, country: Option<&str>) -> Handout {
    let input = CreateRegistration {
        language: Some(language.to_owned()),
        country: country.map(str::to_owned),
        ..linux_for(user.row.id)
    };
    app.domain.registration().create(&app.admin(), &input).await.unwrap()
}

/// The text that the page of a link asks for.
async fn asked(app: &TestApp, handout: &Handout) -> Option<(TermsId, String)> {
    let room = app.domain.registration();
    let found = room.terms_of_link(&app.anonymous(), &token_of(handout), None).await.unwrap();
    found.map(|found| (found.text.id, found.text.text))
}

/// What a device that has accepted nothing is told to show.
async fn named(app: &TestApp, input: &RegisterDevice) -> TermsId {
    let error = app.domain.registration().redeem(&app.anonymous(), input).await.unwrap_err();
    let error = types::ApiError::from(error);
    assert_eq!(error.code, ErrorCode::TermsNotAccepted);
    error.fault("accepted_terms").unwrap().place.as_ref().unwrap().what.parse().unwrap()
}

async fn comes_in(app: &TestApp, input: &RegisterDevice) -> bool {
    app.domain.registration().redeem(&app.anonymous(), input).await.is_ok()
}

async fn actions(app: &TestApp) -> Vec<AuditAction> {
    let events = app.domain.audit().list(&app.admin(), &AuditQuery::default()).await.unwrap();
    events.items.iter().filter_map(|row| AuditAction::from_word(&row.action)).collect()
}

both_engines! {
    async fn the_country_goes_before_the_language_and_nothing_is_asked_where_there_is_no_text(app: TestApp) {
        let amira = person(&app, "amira").await;
        let plain = registered(&app, &amira, "de", None).await;
        assert_eq!(asked(&app, &plain).await, None);
        publish(&app, MessageLanguage::French, Some("FR"), "Loi").await;
        assert_eq!(asked(&app, &plain).await, None, "only devices in France are asked");
        let in_france = registered(&app, &amira, "de", Some("FR")).await;
        assert_eq!(asked(&app, &in_france).await.unwrap().1, "Loi");
        publish(&app, MessageLanguage::English, None, "Rules").await;
        assert_eq!(asked(&app, &plain).await.unwrap().1, "Rules");
        publish(&app, MessageLanguage::German, None, "Regeln").await;
        assert_eq!(asked(&app, &plain).await.unwrap().1, "Regeln");
        assert_eq!(asked(&app, &in_france).await.unwrap().1, "Loi");
        let austrian = registered(&app, &amira, "de-AT", Some("AT")).await;
        assert_eq!(asked(&app, &austrian).await.unwrap().1, "Regeln");
        withdraw(&app, MessageLanguage::German).await;
        assert_eq!(asked(&app, &plain).await.unwrap().1, "Rules");
        withdraw(&app, MessageLanguage::English).await;
        assert_eq!(asked(&app, &plain).await, None);
    }

    async fn a_pin_is_not_used_up_by_a_device_whose_person_has_yet_to_read(app: TestApp) {
        let amira = person(&app, "amira").await;
        publish(&app, MessageLanguage::English, None, "Rules").await;
        let handout = register(&app, &amira).await;
        let pin = handout.pin.clone().unwrap();
        let input = with_pin("amira", &pin, 1);
        let id = named(&app, &input).await;
        assert_eq!(app.domain.terms().find_text(&app.anonymous(), id).await.unwrap().text, "Rules");
        // Whoever has no right PIN learns nothing of the terms.
        let wrong = app.domain.registration().redeem(&app.anonymous(), &with_pin("amira", "0", 1)).await;
        assert_eq!(wrong.unwrap_err().code(), ErrorCode::RegistrationRefused);
        let other = TermsId(uuid::Uuid::now_v7());
        assert_eq!(named(&app, &RegisterDevice { accepted_terms: Some(other), ..input.clone() }).await, id);
        assert!(comes_in(&app, &RegisterDevice { accepted_terms: Some(id), ..input.clone() }).await);
        // The lost answer is asked for again, with or without it.
        assert!(comes_in(&app, &input).await);
        let found = app.domain.terms().list_acceptances(&app.admin(), &AcceptanceQuery::default()).await.unwrap();
        assert_eq!(found.items.len(), 1);
        let row = &found.items[0];
        assert_eq!((row.user_id, row.device_id, row.version), (amira.row.id, handout.device_id, 1));
        assert!(actions(&app).await.contains(&AuditAction::TermsAccepted));
    }

    async fn what_the_page_of_a_link_has_accepted_counts_until_the_text_changes(app: TestApp) {
        let amira = person(&app, "amira").await;
        publish(&app, MessageLanguage::English, None, "Rules").await;
        let handout = register(&app, &amira).await;
        let (room, token) = (app.domain.registration(), token_of(&handout));
        let (first, _) = asked(&app, &handout).await.unwrap();
        room.answer_terms(&app.anonymous(), &token, first, false).await.unwrap();
        assert!(asked(&app, &handout).await.is_some(), "declining accepts nothing");
        for _ in 0..3 {
            room.answer_terms(&app.anonymous(), &token, first, true).await.unwrap();
        }
        assert_eq!(asked(&app, &handout).await, None);
        publish(&app, MessageLanguage::English, None, "More rules").await;
        let (second, text) = asked(&app, &handout).await.unwrap();
        assert_eq!(text, "More rules");
        let late = room.answer_terms(&app.anonymous(), &token, first, true).await.unwrap_err();
        assert_eq!(late.code(), ErrorCode::VersionConflict);
        assert_eq!(app.domain.terms().find_text(&app.anonymous(), first).await.unwrap_err().code(), ErrorCode::NotFound);
        assert_eq!(named(&app, &with_link(&handout, 1)).await, second);
        room.answer_terms(&app.anonymous(), &token, second, true).await.unwrap();
        assert!(comes_in(&app, &with_link(&handout, 1)).await);
        let dead = room.answer_terms(&app.anonymous(), &token, second, true).await.unwrap_err();
        assert_eq!(dead.code(), ErrorCode::LinkDead);
        let key = TermsKey { language: MessageLanguage::English, country: None };
        let detail = app.domain.terms().find(&app.admin(), &key).await.unwrap();
        let counts: Vec<_> = detail.versions.iter().map(|version| (version.version, version.accepted)).collect();
        assert_eq!(counts, [(2, 1), (1, 1)]);
        let actions = actions(&app).await;
        let times = |action| actions.iter().filter(|found| **found == action).count();
        assert_eq!((times(AuditAction::TermsAccepted), times(AuditAction::TermsDeclined)), (2, 1));
    }

    async fn a_text_in_another_language_is_as_good(app: TestApp) {
        let amira = person(&app, "amira").await;
        publish(&app, MessageLanguage::English, None, "Rules").await;
        publish(&app, MessageLanguage::Japanese, None, "規則").await;
        let handout = register(&app, &amira).await;
        let room = app.domain.registration();
        let wanted = Some(MessageLanguage::Japanese);
        let found = room.terms_of_link(&app.anonymous(), &token_of(&handout), wanted).await.unwrap().unwrap();
        assert_eq!(found.languages, [MessageLanguage::English, MessageLanguage::Japanese]);
        assert_eq!(found.text.text, "規則");
        room.answer_terms(&app.anonymous(), &token_of(&handout), found.text.id, true).await.unwrap();
        assert!(comes_in(&app, &with_link(&handout, 1)).await);
    }

    async fn a_password_alone_leaves_no_record_behind_before_the_terms_are_accepted(app: TestApp) {
        let channels = Channel::ALL.iter().map(|channel| (*channel, ProofRule::Password)).collect();
        let settings = RegistrationSettings { channels, ..RegistrationSettings::default() };
        app.domain.settings().update(&app.admin(), &settings, None).await.unwrap();
        let amira = person(&app, "amira").await;
        publish(&app, MessageLanguage::English, None, "Rules").await;
        let input =
            RegisterDevice { pin: None, password: Some(PASSWORD.to_owned()), ..with_pin("amira", "", 1) };
        let id = named(&app, &input).await;
        let limit = app.domain.registration().limit_of(amira.row.id).await.unwrap();
        assert_eq!(limit.used + limit.waiting, 0);
        assert!(comes_in(&app, &RegisterDevice { accepted_terms: Some(id), ..input }).await);
    }

    async fn acceptances_are_found_and_leave_as_a_table_without_formulas(app: TestApp) {
        publish(&app, MessageLanguage::English, None, "Rules").await;
        publish(&app, MessageLanguage::French, Some("FR"), "Loi").await;
        for (name, country, number) in [("amira", None, 1), ("bela", Some("FR"), 2)] {
            let user = person(&app, name).await;
            let handout = registered(&app, &user, "en", country).await;
            let input = with_link(&handout, number);
            let id = named(&app, &input).await;
            assert!(comes_in(&app, &RegisterDevice { accepted_terms: Some(id), ..input }).await);
        }
        let names = async |query: AcceptanceQuery| {
            let found = app.domain.terms().list_acceptances(&app.admin(), &query).await.unwrap();
            found.items.into_iter().map(|row| row.username).collect::<Vec<_>>()
        };
        assert_eq!(names(AcceptanceQuery::default()).await, ["bela", "amira"]);
        assert_eq!(names(AcceptanceQuery { q: Some("ami".into()), ..Default::default() }).await, ["amira"]);
        assert_eq!(names(AcceptanceQuery { country: Some("FR".into()), ..Default::default() }).await, ["bela"]);
        let german = Some(MessageLanguage::German);
        assert_eq!(names(AcceptanceQuery { language: german, ..Default::default() }).await, [""; 0]);
        let later = Some(app.domain.clock().now());
        assert_eq!(names(AcceptanceQuery { from: later, until: later, ..Default::default() }).await, [""; 0]);
        let file = app.domain.terms().acceptances_csv(&app.admin(), &AcceptanceQuery::default()).await.unwrap();
        let file = String::from_utf8(file).unwrap();
        assert_eq!(file.lines().count(), 3);
        assert!(file.contains(",bela,"));
        assert!(app.domain.terms().list_acceptances(&app.anonymous(), &AcceptanceQuery::default()).await.is_err());
    }

    async fn two_changes_of_one_version_do_not_both_count(app: TestApp) {
        let key = TermsKey { language: MessageLanguage::English, country: None };
        let text = |text: &str| PublishTerms { text: text.to_owned() };
        let (terms, admin) = (app.domain.terms(), app.admin());
        let (one, two) = (text("One"), text("Two"));
        let both = tokio::join!(
            terms.publish(&admin, &key, &one, Some(0)),
            terms.publish(&admin, &key, &two, Some(0))
        );
        let outcomes = [both.0.is_ok(), both.1.is_ok()];
        assert_eq!(outcomes.iter().filter(|ok| **ok).count(), 1);
        assert_eq!(terms.find(&admin, &key).await.unwrap().version, 1);
        let same = terms.find(&admin, &key).await.unwrap().text.unwrap();
        assert_eq!(terms.publish(&admin, &key, &text(&same), None).await.unwrap().version, 1);
        let nowhere = TermsKey { language: MessageLanguage::English, country: Some("XX".into()) };
        assert_eq!(terms.publish(&admin, &nowhere, &one, None).await.unwrap_err().code(), ErrorCode::NotFound);
        let never = TermsKey { language: MessageLanguage::Arabic, country: None };
        assert_eq!(terms.withdraw(&admin, &never, None).await.unwrap_err().code(), ErrorCode::NotFound);
    }
}
