//! English.

use std::time::Duration;

use types::{MessageKind, Platform, Timestamp};

use super::{Language, Template, language::WayIn, moment};
use crate::{access::Browser, time_zone::Zone};

/// English.
pub(super) const ENGLISH: Language = Language {
    code: "en",
    direction: "ltr",
    owner: "for $ENT_NAME$",
    nobody_named: "your administrator",
    qr_alt: "QR code. If you cannot see it, use the link.",
    qr_left_out: "The QR code is left out here",
    template,
    platform,
    moment,
    browser,
    no_address: "not known",
    advice,
    way_in,
    span,
};

macro_rules! texts {
    ($kind:literal) => {
        Template {
            subject: include_str!(concat!("../templates/en/", $kind, "/subject.txt")),
            preheader: include_str!(concat!("../templates/en/", $kind, "/preheader.txt")),
            body: include_str!(concat!("../templates/en/", $kind, "/body.html")),
            foot: include_str!(concat!("../templates/en/", $kind, "/foot.html")),
            text: include_str!(concat!("../templates/en/", $kind, "/text.txt")),
        }
    };
}

fn template(kind: MessageKind) -> Template {
    match kind {
        MessageKind::Invitation => texts!("invitation"),
        MessageKind::Registration => texts!("registration"),
        MessageKind::SetPassword => texts!("set_password"),
        MessageKind::ResetPassword => texts!("reset_password"),
        MessageKind::PinEnded => texts!("pin_ended"),
        MessageKind::PasswordChanged => texts!("password_changed"),
        MessageKind::UnfamiliarSignIn => texts!("unfamiliar_sign_in"),
        MessageKind::ProfileMissing => texts!("profile_missing"),
    }
}

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iPhone",
        Platform::Ipados => "iPad",
        Platform::Macos => "Mac",
        Platform::Tvos => "Apple TV",
        Platform::Android => "Android device",
        Platform::Windows => "Windows computer",
        Platform::Linux => "Linux computer",
    }
}

const WEEKDAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn browser(browser: &Browser) -> String {
    match (&browser.name, &browser.system) {
        (Some(name), Some(system)) => format!("{name} on {system}"),
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => "not known".to_owned(),
    }
}

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "Change your password where you change it for work at once, then end the sessions that are not \
             yours on your account page, and tell your administrator."
        }
        false => {
            "Choose a new password at once. That signs out everybody who uses your account. Then tell your \
             administrator."
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("Sign in as {username} with the password you use for work.")
        }
        WayIn::Password => format!("Sign in as {username} with your Gatehouse password."),
        WayIn::Choose { until } => format!(
            "You choose a password first; your user name is {username}. The link works once, until {until}."
        ),
    }
}

/// `Saturday, 21 November 2026, 15:02 CET`.
fn moment(at: Timestamp, zone: &Zone) -> String {
    let (seconds, name) = zone.at(at);
    let parts = moment::Parts::of(Timestamp::from_millis(at.as_millis() + seconds * 1000));
    let weekday = WEEKDAYS.get(parts.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(parts.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (parts.day, parts.year, parts.hour, parts.minute);
    format!("{weekday}, {day} {month} {year}, {hour:02}:{minute:02} {name}")
}

/// `24 hours`, `1 hour`, `7 days`, `90 minutes`: the largest unit that says it exactly, in whole
/// minutes, but `24 hours` rather than `1 day`.
fn span(span: Duration) -> String {
    let minutes = span.as_secs() / 60;
    let (number, unit) = match minutes {
        minutes if minutes > 24 * 60 && minutes % (24 * 60) == 0 => (minutes / (24 * 60), "day"),
        minutes if minutes > 0 && minutes % 60 == 0 => (minutes / 60, "hour"),
        minutes if minutes > 48 * 60 => (minutes / (24 * 60), "day"),
        minutes if minutes > 120 => (minutes / 60, "hour"),
        minutes => (minutes, "minute"),
    };
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{plural}")
}
