//! What a language brings along: templates, and how it writes times, spans and devices.

use std::time::Duration;

use types::{MessageKind, MessageLanguage, Platform, Timestamp};

use super::{Template, arabic, english, french, german, japanese, moment::Parts, spanish};
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
    /// Which one.
    pub(in crate::messages) tag: MessageLanguage,
    /// The line beside the mark.
    pub(in crate::messages) owner: &'static str,
    /// Whom to ask where the organisation names nobody.
    pub(in crate::messages) nobody_named: &'static str,
    /// What stands in place of the QR code where images are off.
    pub(in crate::messages) qr_alt: &'static str,
    /// What stands in place of a QR code that is left out.
    pub(in crate::messages) qr_left_out: &'static str,
    /// The built-in template of a kind.
    pub(in crate::messages) template: fn(MessageKind) -> Template,
    /// A kind of device, as in "your iPhone".
    pub(in crate::messages) platform: fn(Platform) -> &'static str,
    /// A browser and its system, where both are known.
    pub(super) browser_on_system: fn(&str, &str) -> String,
    /// Where a browser or an address is not known.
    pub(in crate::messages) not_known: &'static str,
    /// What to do if it was somebody else; whether their password is a directory's.
    pub(in crate::messages) advice: fn(bool) -> &'static str,
    /// How somebody of that user name signs in to the portal, in one or two sentences.
    pub(in crate::messages) way_in: fn(WayIn<'_>, &str) -> String,
    /// A point in time, and the short name of its zone.
    pub(super) moment: fn(&Parts, &str) -> String,
    /// How long something takes, after a colon or a word such as "for".
    pub(super) span: fn(u64, Unit) -> String,
}

/// In what a span is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
}

impl Language {
    /// The language with that tag.
    pub(in crate::messages) fn of(tag: MessageLanguage) -> &'static Self {
        match tag {
            MessageLanguage::English => &english::ENGLISH,
            MessageLanguage::German => &german::GERMAN,
            MessageLanguage::French => &french::FRENCH,
            MessageLanguage::Spanish => &spanish::SPANISH,
            MessageLanguage::Japanese => &japanese::JAPANESE,
            MessageLanguage::Arabic => &arabic::ARABIC,
        }
    }

    /// The language of a receiver; where Gatehouse does not write it, that of the organisation.
    pub(in crate::messages) fn choose(receiver: &str, organisation: MessageLanguage) -> &'static Self {
        Self::of(MessageLanguage::of_tag(receiver).unwrap_or(organisation))
    }

    /// A point in time with its zone.
    pub(in crate::messages) fn moment(&self, at: Timestamp, zone: &Zone) -> String {
        let (seconds, name) = zone.at(at);
        (self.moment)(&Parts::of(Timestamp::from_millis(at.as_millis() + seconds * 1000)), &name)
    }

    /// How long something takes: the largest unit that says it exactly, in whole minutes, but
    /// `24 hours` rather than `1 day`; what is longer than two of a unit is rounded down to it.
    pub(in crate::messages) fn span(&self, span: Duration) -> String {
        let minutes = span.as_secs() / 60;
        let (count, unit) = match minutes {
            minutes if minutes > 24 * 60 && minutes % (24 * 60) == 0 => (minutes / (24 * 60), Unit::Day),
            minutes if minutes > 0 && minutes % 60 == 0 => (minutes / 60, Unit::Hour),
            minutes if minutes > 48 * 60 => (minutes / (24 * 60), Unit::Day),
            minutes if minutes > 120 => (minutes / 60, Unit::Hour),
            minutes => (minutes, Unit::Minute),
        };
        (self.span)(count, unit)
    }

    /// A browser and its system, as far as known.
    pub(in crate::messages) fn browser(&self, browser: &Browser) -> String {
        match (&browser.name, &browser.system) {
            (Some(name), Some(system)) => (self.browser_on_system)(name, system),
            (Some(only), None) | (None, Some(only)) => only.clone(),
            (None, None) => self.not_known.to_owned(),
        }
    }
}
