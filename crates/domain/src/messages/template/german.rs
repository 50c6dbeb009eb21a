//! German.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// German.
pub(super) const GERMAN: Language = Language {
    tag: MessageLanguage::German,
    owner: "für $ENT_NAME$",
    nobody_named: "Ihre IT-Abteilung",
    qr_alt: "QR-Code. Wenn Sie ihn nicht sehen, nehmen Sie den Link.",
    qr_left_out: "Der QR-Code ist hier weggelassen",
    template,
    platform,
    browser_on_system: |name, system| format!("{name} unter {system}"),
    not_known: "nicht bekannt",
    advice,
    way_in,
    moment,
    span,
};

templates!("de");

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iPhone",
        Platform::Ipados => "iPad",
        Platform::Macos => "Mac",
        Platform::Tvos => "Apple TV",
        Platform::Android => "Android-Gerät",
        Platform::Windows => "Windows-Computer",
        Platform::Linux => "Linux-Computer",
    }
}

const WEEKDAYS: [&str; 7] = ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"];
const MONTHS: [&str; 12] = [
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
];

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "Ändern Sie Ihr Passwort sofort dort, wo Sie es für die Arbeit ändern. Beenden Sie dann auf Ihrer Kontoseite die Sitzungen, die nicht von Ihnen sind, und informieren Sie Ihre IT-Abteilung."
        }
        false => {
            "Wählen Sie sofort ein neues Passwort. Damit werden alle abgemeldet, die Ihr Konto benutzen. Informieren Sie dann Ihre IT-Abteilung."
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("Melden Sie sich als {username} mit dem Passwort an, das Sie für die Arbeit benutzen.")
        }
        WayIn::Password => format!("Melden Sie sich als {username} mit Ihrem Gatehouse-Passwort an."),
        WayIn::Choose { until } => format!(
            "Zuerst wählen Sie ein Passwort; Ihr Benutzername ist {username}. Der Link funktioniert nur einmal, bis {until}."
        ),
    }
}

/// `Samstag, 21. November 2026, 15:02 Uhr (CET)`.
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(at.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (at.day, at.year, at.hour, at.minute);
    format!("{weekday}, {day}. {month} {year}, {hour:02}:{minute:02} Uhr ({zone})")
}

/// `24 Stunden`.
fn span(count: u64, unit: Unit) -> String {
    let unit = match (unit, count) {
        (Unit::Minute, 1) => "Minute",
        (Unit::Minute, _) => "Minuten",
        (Unit::Hour, 1) => "Stunde",
        (Unit::Hour, _) => "Stunden",
        (Unit::Day, 1) => "Tag",
        (Unit::Day, _) => "Tage",
    };
    format!("{count} {unit}")
}
