//! French.

use types::{MessageLanguage, Platform};

use super::{
    Language,
    language::{Unit, WayIn},
    moment::Parts,
};

/// French.
pub(super) const FRENCH: Language = Language {
    tag: MessageLanguage::French,
    owner: "pour $ENT_NAME$",
    nobody_named: "votre service informatique",
    qr_alt: "Code QR. Si vous ne le voyez pas, utilisez le lien.",
    qr_left_out: "Le code QR est omis ici",
    template,
    platform,
    browser_on_system: |name, system| format!("{name} sous {system}"),
    not_known: "inconnu",
    advice,
    way_in,
    moment,
    span,
};

templates!("fr");

fn platform(platform: Platform) -> &'static str {
    match platform {
        Platform::Ios => "iPhone",
        Platform::Ipados => "iPad",
        Platform::Macos => "Mac",
        Platform::Tvos => "Apple TV",
        Platform::Android => "appareil Android",
        Platform::Windows => "ordinateur Windows",
        Platform::Linux => "ordinateur Linux",
    }
}

const WEEKDAYS: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const MONTHS: [&str; 12] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
];

fn advice(is_of_a_directory: bool) -> &'static str {
    match is_of_a_directory {
        true => {
            "Changez immédiatement votre mot de passe là où vous le changez pour le travail, fermez ensuite sur la page de votre compte les sessions qui ne sont pas les vôtres, et prévenez votre service informatique."
        }
        false => {
            "Choisissez immédiatement un nouveau mot de passe. Toutes les personnes qui utilisent votre compte seront alors déconnectées. Prévenez ensuite votre service informatique."
        }
    }
}

fn way_in(way: WayIn<'_>, username: &str) -> String {
    match way {
        WayIn::Directory => {
            format!("Connectez-vous en tant que {username} avec votre mot de passe professionnel.")
        }
        WayIn::Password => {
            format!("Connectez-vous en tant que {username} avec votre mot de passe Gatehouse.")
        }
        WayIn::Choose { until } => format!(
            "Choisissez d’abord un mot de passe ; votre nom d’utilisateur est {username}. Le lien ne sert qu’une fois, jusqu’au {until}."
        ),
    }
}

/// `samedi 21 novembre 2026 à 15:02 (CET)`; the first of a month is `1er`.
fn moment(at: &Parts, zone: &str) -> String {
    let weekday = WEEKDAYS.get(at.weekday).copied().unwrap_or_default();
    let month = MONTHS.get(at.month).copied().unwrap_or_default();
    let (day, year, hour, minute) = (at.day, at.year, at.hour, at.minute);
    let first = if day == 1 { "er" } else { "" };
    format!("{weekday} {day}{first} {month} {year} à {hour:02}:{minute:02} ({zone})")
}

/// `24 heures`; nothing and one are singular.
fn span(count: u64, unit: Unit) -> String {
    let unit = match (unit, count) {
        (Unit::Minute, 0 | 1) => "minute",
        (Unit::Minute, _) => "minutes",
        (Unit::Hour, 0 | 1) => "heure",
        (Unit::Hour, _) => "heures",
        (Unit::Day, 0 | 1) => "jour",
        (Unit::Day, _) => "jours",
    };
    format!("{count} {unit}")
}
