//! English.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// English.
pub(super) const ENGLISH: Language = Language {
    tag: MessageLanguage::English,
    owner: "for $ENT_NAME$",
    nobody_named: "your administrator",
    qr_alt: "QR code. If you cannot see it, use the link.",
    qr_left_out: "The QR code is left out here",
    template,
    platform,
    browser_on_system: |name, system| format!("{name} on {system}"),
    not_known: "not known",
    advice,
    way_in,
    moment,
    span,
};

templates!("en");

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

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "Change your password where you change it for work at once, then end the sessions that are not yours on your account page, and tell your administrator."
        }
        false => {
            "Choose a new password at once. That signs out everybody who uses your account. Then tell your administrator."
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
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(at.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (at.day, at.year, at.hour, at.minute);
    format!("{weekday}, {day} {month} {year}, {hour:02}:{minute:02} {zone}")
}

/// `24 hours`.
fn span(count: u64, unit: Unit) -> String {
    let unit = match (unit, count) {
        (Unit::Minute, 1) => "minute",
        (Unit::Minute, _) => "minutes",
        (Unit::Hour, 1) => "hour",
        (Unit::Hour, _) => "hours",
        (Unit::Day, 1) => "day",
        (Unit::Day, _) => "days",
    };
    format!("{count} {unit}")
}
