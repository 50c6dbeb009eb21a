//! What a language brings along: templates, and how it writes times, spans and devices.

use std::time::Duration;

use types::{MessageKind, Platform, Timestamp};

use super::{Template, english};
use crate::{access::Browser, time_zone::Zone};

/// How somebody signs in to the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::messages) enum WayIn<'a> {
    /// With the password of their directory.
    Directory,
    /// With their password here.
    Password,
    /// They choose a password first, under a link that works until then.
    Choose {
        /// As [`Language::moment`] writes it.
        until: &'a str,
    },
}

/// A language that Gatehouse writes messages in.
#[derive(Debug, Clone, Copy)]
pub(in crate::messages) struct Language {
    /// BCP 47.
    pub(in crate::messages) code: &'static str,
    /// `ltr` or `rtl`.
    pub(in crate::messages) direction: &'static str,
    /// The line beside the mark.
    pub(in crate::messages) owner: &'static str,
    /// Whom to ask where the organisation names nobody.
    pub(in crate::messages) nobody_named: &'static str,
    /// What stands in place of the QR code where images are off.
    pub(in crate::messages) qr_alt: &'static str,
    /// What stands in place of a QR code that is left out.
    pub(in crate::messages) qr_left_out: &'static str,
    /// The template of a kind.
    pub(in crate::messages) template: fn(MessageKind) -> Template,
    /// A kind of device, as in "your iPhone".
    pub(in crate::messages) platform: fn(Platform) -> &'static str,
    /// A point in time with its zone.
    pub(in crate::messages) moment: fn(Timestamp, &Zone) -> String,
    /// A browser and its system, as far as known.
    pub(in crate::messages) browser: fn(&Browser) -> String,
    /// Where no address is known.
    pub(in crate::messages) no_address: &'static str,
    /// What to do if it was somebody else; whether their password is a directory's.
    pub(in crate::messages) advice: fn(bool) -> &'static str,
    /// How somebody of that user name signs in to the portal, in one or two sentences.
    pub(in crate::messages) way_in: fn(WayIn<'_>, &str) -> String,
    /// How long something takes.
    pub(in crate::messages) span: fn(Duration) -> String,
}

impl Language {
    /// The language of that code, or English where Gatehouse does not write it.
    pub(in crate::messages) fn find(code: &str) -> &'static Self {
        let wanted = code.split('-').next().unwrap_or(code);
        ALL.iter().find(|language| language.code.eq_ignore_ascii_case(wanted)).unwrap_or(&english::ENGLISH)
    }
}

/// All languages.
const ALL: &[Language] = &[english::ENGLISH];
