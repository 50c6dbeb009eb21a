//! Public pages in the states that people meet.

use leptos::nonce::Nonce;
use types::{
    ApiError, ErrorCode, Face, FieldCode, FieldError, Handout, MessageLanguage, Platform,
    RegistrationProgress, RegistrationStatus, Timestamp,
};

use super::*;
use crate::shell::{Assets, PageContext, PageInfo};

fn page() -> PageContext {
    PageContext {
        language: MessageLanguage::English,
        assets: Assets::default(),
        nonce: Nonce::from_value("n0nce"),
        accent: None,
        welcome: None,
        info: PageInfo {
            organisation: "Vellmere".to_owned(),
            help: "IT desk, extension 4400".to_owned(),
            now: Timestamp::from_millis(1_795_268_580_000),
            public_url: "https://devices.example".to_owned(),
            ..PageInfo::default()
        },
    }
}

fn invalid(path: &str, code: FieldCode) -> ApiError {
    ApiError { code: ErrorCode::InvalidInput, fields: vec![FieldError::new(path, code)], retry_after: None }
}

fn shown_on(shown_on: ShownOn, pin: Option<&str>, platform: Platform) -> LinkView {
    let id = "01936d3e-0000-7000-8000-000000000000";
    LinkView {
        handout: Handout {
            id: id.parse().expect("an id"),
            device_id: id.parse().expect("an id"),
            pin: pin.map(str::to_owned),
            pin_expires_at: Timestamp::from_millis(1_795_354_980_000),
            mirp_url: None,
            link: "https://devices.example/r/abcdefghijklmnopqrstuv".to_owned(),
            qr_svg: "<svg></svg>".to_owned(),
            mirp_qr_svg: None,
        },
        progress: RegistrationProgress {
            id: id.parse().expect("an id"),
            device_id: id.parse().expect("an id"),
            user_id: id.parse().expect("an id"),
            username: "amira.haddad".to_owned(),
            user_display_name: "Amira <Haddad>".to_owned(),
            platform,
            status: RegistrationStatus::Pending,
            issued_at: Timestamp::from_millis(1_795_268_580_000),
            expires_at: Timestamp::from_millis(1_795_354_980_000),
            opened_at: None,
            used_at: None,
            pin_ended_at: None,
            active_at: None,
            phone_number: None,
            sent_to: None,
        },
        server: "devices.example".to_owned(),
        shown_on,
        app: None,
        takes_profile: false,
        profile_password: None,
        shows_pin: true,
    }
}

#[test]
fn a_profile_is_asked_for_by_a_form_and_installed_where_the_device_has_it() {
    let of = |platform| {
        let view = shown_on(ShownOn::Phone, Some("48271936"), platform);
        link(page(), LinkView { takes_profile: true, ..view })
    };
    let (phone, mac) = (of(Platform::Ios), of(Platform::Macos));
    for html in [&phone, &mac] {
        assert!(
            html.contains("action=\"https://devices.example/r/abcdefghijklmnopqrstuv/profile\""),
            "{html}"
        );
        assert!(!html.contains("Open the app"));
    }
    assert!(phone.contains("Profile Downloaded") && mac.contains("System Settings"));
    assert!(!phone.contains("type=\"password\""));
    let view = shown_on(ShownOn::Phone, Some("48271936"), Platform::Ios);
    let asked = LinkView { takes_profile: true, profile_password: Some(ProfilePassword::Wrong), ..view };
    let html = link(page(), asked);
    assert!(html.contains("type=\"password\"") && html.contains("This is not your password"), "{html}");
}

#[test]
fn a_refused_sign_in_keeps_the_name_and_never_the_password() {
    let form = SignIn {
        password: true,
        certificate: false,
        username: "amira\"><script>".to_owned(),
        next: Some("/devices?a=1&b=2".to_owned()),
        notice: None,
        error: Some(ErrorCode::SignInRefused.into()),
    };
    let html = sign_in(page(), Face::Portal, form);
    assert!(html.contains("User name or password is wrong"));
    assert!(html.contains("amira&quot;"), "{html}");
    assert!(!html.contains("<script>alert") && !html.contains("\"><script>"));
    assert!(html.contains("action=\"/sign-in\""));
    assert!(html.contains("name=\"next\""));
    assert!(!html.contains(".wasm"));
}

#[test]
fn the_two_faces_sign_in_at_their_own_addresses() {
    let form = || SignIn { password: true, ..SignIn::default() };
    let console = sign_in(page(), Face::Console, form());
    assert!(console.contains("Sign in to the console") && console.contains("action=\"/admin/sign-in\""));
    let portal = sign_in(page(), Face::Portal, form());
    assert!(portal.contains("Vellmere device registration") && portal.contains("/go"));
}

#[test]
fn a_rejected_set_up_names_each_field_above_and_at_the_field() {
    let form = SetUpForm {
        organisation: "Vellmere".to_owned(),
        public_url: "http://devices.example".to_owned(),
        error: Some(invalid("public_url", FieldCode::InsecureUrl)),
        ..SetUpForm::default()
    };
    let html = set_up(page(), form);
    assert!(html.contains("href=\"#f-public_url\""));
    assert_eq!(html.matches("Plain http works on this machine alone").count(), 2);
    assert!(html.contains("value=\"Vellmere\""));
}

#[test]
fn a_configured_address_is_shown_read_only() {
    let form = SetUpForm {
        public_url: "https://devices.example".to_owned(),
        public_url_is_fixed: true,
        ..SetUpForm::default()
    };
    let html = set_up(page(), form);
    assert!(html.contains("readonly") && html.contains("Given by the configuration"));
}

#[test]
fn asking_for_a_new_password_answers_alike_for_everybody() {
    let sent = Forgot { username: "nobody".to_owned(), sent: true, error: None };
    let html = forgot(page(), Face::Portal, sent);
    assert!(html.contains("If there is an account for nobody"));
}

#[test]
fn a_link_on_a_computer_shows_the_code_first_and_asks_whether_this_is_the_device() {
    let html = link(page(), shown_on(ShownOn::Computer, Some("48271936"), Platform::Linux));
    assert!(html.contains("Register a Linux computer"));
    assert!(html.contains("Amira &lt;Haddad&gt;"), "names are escaped");
    assert!(html.contains("Register this computer"));
    assert!(html.contains("amira.haddad") && html.contains("4827") && html.contains("1936"));
    assert!(!html.contains("big-steps"));
}

#[test]
fn a_link_on_the_device_shows_its_steps_first_and_the_code_behind_them() {
    let html = link(page(), shown_on(ShownOn::Device, Some("48271936"), Platform::Linux));
    let (steps, code) = (html.find("big-steps").expect("steps"), html.find("qr-arch").expect("a code"));
    assert!(steps < code);
    assert!(html.contains("./gatehouse-agent register https://devices.example/r/abcdefghijklmnopqrstuv"));
    assert!(html.contains("https://devices.example/agent/linux-$(uname -m)/gatehouse-agent"));
}

#[test]
fn an_ended_pin_is_not_shown_and_the_link_still_is() {
    let html = link(page(), shown_on(ShownOn::Phone, None, Platform::Ios));
    assert!(html.contains("The PIN was ended by wrong tries"));
    assert!(html.contains("Register this iPhone"));
}

#[test]
fn an_own_app_is_the_first_step_and_its_code_can_be_chosen() {
    let own = LinkView {
        app: Some(("Vellmere Go".to_owned(), "https://apps.example/go".to_owned())),
        ..shown_on(ShownOn::Phone, Some("48271936"), Platform::Ios)
    };
    let html = link(page(), own.clone());
    let (get, open) =
        (html.find("https://apps.example/go").expect("a link"), html.find("Open the app").expect("a step"));
    assert!(get < open);
    let mut on_computer = LinkView { shown_on: ShownOn::Computer, ..own };
    on_computer.handout.mirp_qr_svg = Some("<svg></svg>".to_owned());
    assert!(link(page(), on_computer.clone()).contains("data-for=\"app\""));
    // Where the page must not show the PIN, the code that holds it is not there either.
    let hidden = link(page(), LinkView { shows_pin: false, ..on_computer });
    assert!(!hidden.contains("data-for=\"app\"") && !hidden.contains("4827"), "{hidden}");
}

#[test]
fn a_fault_has_a_reference_and_a_refusal_has_none() {
    let fault = failure(page(), &ErrorCode::Internal.into(), Some("01JD"), crate::routes::PORTAL);
    assert!(fault.contains("Reference 01JD"));
    let refusal = failure(page(), &ErrorCode::NotFound.into(), Some("01JD"), crate::routes::PORTAL);
    assert!(!refusal.contains("01JD"));
    let dead = dead_link(page(), DeadLink::Registration);
    assert!(dead.contains("This link no longer works"));
}

#[test]
fn no_public_page_breaks_its_own_content_security_policy() {
    for html in [
        sign_in(page(), Face::Portal, SignIn::default()),
        set_up(page(), SetUpForm::default()),
        set_password(page(), SetPassword::default()),
        go(page(), Go { username: String::new(), error: Some(ErrorCode::RegistrationRefused.into()) }),
        link(page(), shown_on(ShownOn::Computer, Some("48271936"), Platform::Linux)),
        link(page(), shown_on(ShownOn::Device, Some("48271936"), Platform::Linux)),
        not_set_up(page()),
    ] {
        assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "{html}");
        assert_eq!(html.matches("<h1").count(), 1);
        assert!(html.contains("id=\"main\""));
    }
}
