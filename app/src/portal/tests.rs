//! The portal in the states that people meet.
#![expect(clippy::expect_used, reason = "a test fails by panicking")]

use leptos::prelude::*;
use types::{
    Action, Attention, DeviceLimit, DeviceRow, DeviceState, EndingCertificate, LimitSource, OwnDevice,
    OwnHome, Ownership, Permission, Platform, RegistrationProgress, RegistrationStatus, Timestamp, Viewer,
};

use super::{home::Home, register::Full};
use crate::shell::PageInfo;

const ID: &str = "01936d3e-0000-7000-8000-000000000000";
const NOW: i64 = 1_795_268_580_000;

/// Renders something for a person with these permissions.
fn render<V: IntoView>(permissions: &[Permission], view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let viewer = Viewer {
        user_id: ID.parse().expect("an id"),
        session_id: ID.parse().expect("an id"),
        username: "amira.haddad".to_owned(),
        display_name: "Amira Haddad".to_owned(),
        email: None,
        permissions: permissions.to_vec(),
        source: types::Source::Local,
        preferences: types::Preferences { language: "en".to_owned(), time_zone: None },
        previous_sign_in_at: None,
    };
    let html = owner.with(|| {
        provide_context(PageInfo {
            platforms: Platform::OFFERED.to_vec(),
            pins_are_on: true,
            organisation: "Vellmere".to_owned(),
            viewer: Some(viewer),
            now: Timestamp::from_millis(NOW),
            ..PageInfo::default()
        });
        provide_context(crate::ui::Face::Portal);
        view().into_any().to_html()
    });
    owner.cleanup();
    html
}

fn device(platform: Platform, state: DeviceState) -> DeviceRow {
    DeviceRow {
        id: ID.parse().expect("an id"),
        name: "Amira’s <laptop>".to_owned(),
        user_id: ID.parse().expect("an id"),
        user_display_name: "Amira Haddad".to_owned(),
        state,
        attention: None,
        open_command: None,
        platform,
        ownership: Ownership::Company,
        model: Some("ThinkPad T14".to_owned()),
        os_version: Some("Debian GNU/Linux 12".to_owned()),
        serial_number: None,
        same_serial: false,
        last_seen_at: Some(Timestamp::from_millis(NOW - 240_000)),
        created_at: Timestamp::from_millis(NOW - 9_000_000),
    }
}

fn waiting() -> RegistrationProgress {
    RegistrationProgress {
        id: ID.parse().expect("an id"),
        device_id: ID.parse().expect("an id"),
        user_id: ID.parse().expect("an id"),
        username: "amira.haddad".to_owned(),
        user_display_name: "Amira Haddad".to_owned(),
        platform: Platform::Linux,
        status: RegistrationStatus::Pending,
        issued_at: Timestamp::from_millis(NOW),
        expires_at: Timestamp::from_millis(NOW + 86_400_000),
        opened_at: None,
        used_at: None,
        pin_ended_at: None,
        active_at: None,
        phone_number: None,
        sent_to: None,
    }
}

fn limit(used: u32, waiting: u32) -> DeviceLimit {
    DeviceLimit { limit: Some(5), used, waiting, source: LimitSource::Standard, group: None }
}

fn home(devices: Vec<DeviceRow>, waiting: Vec<RegistrationProgress>, limit: DeviceLimit) -> OwnHome {
    OwnHome { devices, waiting, limit, ending: Vec::new() }
}

const ALL: &[Permission] = &[Permission::OwnDeviceRead, Permission::OwnRegister, Permission::OwnLock];

#[test]
fn nobody_without_a_device_is_left_without_a_next_step() {
    let html = render(ALL, || view! { <Home home=home(vec![], vec![], limit(0, 0)) /> });
    assert!(html.contains("Register your first device"));
    assert_eq!(html.matches("href=\"/register\"").count(), 1, "one primary button: {html}");
    let html = render(&[Permission::OwnDeviceRead], || {
        view! { <Home home=home(vec![], vec![], limit(0, 0)) /> }
    });
    assert!(html.contains("Vellmere registers devices for you"));
    assert!(!html.contains("/register"));
}

#[test]
fn a_full_house_shows_what_waits_what_is_there_and_what_has_left() {
    let devices = vec![
        device(Platform::Linux, DeviceState::Active),
        device(Platform::Linux, DeviceState::Pending),
        device(Platform::Linux, DeviceState::Retired),
    ];
    let html = render(ALL, || view! { <Home home=home(devices, vec![waiting()], limit(3, 1)) /> });
    assert!(html.contains("3 of 5 devices, and 1 waiting to join"));
    assert!(html.contains("Linux computer is being registered"));
    assert!(html.contains("4 minutes ago"));
    assert_eq!(
        html.matches("card device").count(),
        1,
        "the waiting one has its own card, the past one a line"
    );
    assert!(html.contains("Past devices"));
    assert!(html.contains("Amira’s &lt;laptop&gt;") && !html.contains("<laptop>"), "names are escaped");
}

#[test]
fn what_the_rights_forbid_is_left_out_and_what_the_platform_cannot_do_says_why() {
    let row = || vec![device(Platform::Linux, DeviceState::Active)];
    let html = render(ALL, || view! { <Home home=home(row(), vec![], limit(1, 0)) /> });
    assert!(html.contains("?ask=lock"));
    let html = render(&[Permission::OwnDeviceRead], || {
        view! { <Home home=home(row(), vec![], limit(1, 0)) /> }
    });
    assert!(!html.contains("?ask=lock") && !html.contains("href=\"/register\""));
    let tv = vec![device(Platform::Tvos, DeviceState::Active)];
    let html = render(ALL, || view! { <Home home=home(tv, vec![], limit(1, 0)) /> });
    assert!(html.contains("Apple TV cannot be locked") && html.contains("aria-disabled=\"true\""));
    assert!(!html.contains("?ask=lock"));
}

#[test]
fn a_certificate_that_ends_is_told_with_the_way_to_it() {
    let ending = |name: &str, days: i64| EndingCertificate {
        name: name.to_owned(),
        not_after: Timestamp::from_millis(NOW + days * 86_400_000),
    };
    let with = |ending: Vec<EndingCertificate>| OwnHome { ending, ..home(vec![], vec![], limit(0, 0)) };
    let html =
        render(ALL, || view! { <Home home=with(vec![ending("Mail <signing>", 1), ending("Wi-Fi", 12)]) /> });
    assert!(html.contains("Mail &lt;signing&gt;: your certificate ends in 1 day"), "{html}");
    assert!(
        html.contains("Wi-Fi: your certificate ends in 12 days") && html.contains("href=\"/certificates\"")
    );
    let html = render(ALL, || view! { <Home home=with(vec![ending("Wi-Fi", -1)]) /> });
    assert!(
        html.contains("Wi-Fi: your certificate has ended") && html.contains("data-tone=\"danger\""),
        "{html}"
    );
}

#[test]
fn a_failed_command_leads_to_the_reason() {
    let mut row = device(Platform::Linux, DeviceState::Active);
    row.attention = Some(Attention::CommandFailed);
    let html = render(ALL, || view! { <Home home=home(vec![row], vec![], limit(1, 0)) /> });
    assert!(html.contains("Needs attention") && html.contains("See why"));
}

#[test]
fn at_the_limit_the_page_says_which_limit_and_what_to_do() {
    let html = render(ALL, || view! { <Full limit=limit(4, 1) /> });
    assert!(html.contains("You have 5 of 5 devices"));
    assert!(html.contains("Cancel a registration that is still waiting"));
    let html = render(ALL, || view! { <Full limit=limit(5, 0) /> });
    assert!(html.contains("That is the limit for everyone"));
}

#[test]
fn a_device_that_cannot_lock_has_a_button_that_says_so() {
    let detail = OwnDevice {
        row: device(Platform::Linux, DeviceState::Retired),
        phone_number: None,
        country: None,
        battery_percent: None,
        registered_at: None,
        registration_id: None,
        ownership_wanted: None,
        imei: None,
        encrypted: None,
        supervised: None,
        location: None,
        refused_actions: vec![types::RefusedAction { action: Action::Lock, reason: types::NoAction::Gone }],
    };
    let html = render(ALL, || {
        let device = Memo::new(move |_| detail.clone());
        view! { <super::device::ActionLink device=device action=Action::Lock /> }
    });
    assert!(html.contains("The device has left") && html.contains("aria-disabled=\"true\""));
}
