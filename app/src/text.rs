//! What the pages say, by key.
//!
//! # Adding a text
//! Write it into `app/locales/en/<area>.toml` (`common`, `portal`, `console`, `public`, or a new
//! file, which becomes a module of its own), then call the function of the same name:
//!
//! ```toml
//! home_title = "Your devices"                        # t::portal::home_title() -> &'static str
//! devices_of_limit = "{used} of {limit} devices"     # t::portal::devices_of_limit(3, 5) -> String
//!
//! [devices]                                          # a table with `other` is a plural:
//! one = "{count} device"                             # t::portal::devices(1) -> String
//! other = "{count} devices"
//!
//! [register]                                         # any other table is a module:
//! title = "Register a device"                        # t::portal::register::title()
//! ```
//!
//! Arguments come in the order in which the English text names them; in a plural `count` is first.
//! Sentences are never glued together from parts, and no text holds markup.
//!
//! # Adding a language
//! Add a folder `app/locales/<code>/` with the same file names. Texts that are missing there are
//! shown in English; a key or placeholder that English does not have stops the build. If its plural
//! rule is not "one for 1, other for the rest", add it to [`plural_form`].

use std::fmt::{Display, Write};

#[cfg(feature = "ssr")]
use leptos::prelude::use_context;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Locale {
    /// The language of a tag such as `en`, `en-GB` or `de_AT`, when the pages are written in it.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let find = |wanted: &str| Self::ALL.iter().copied().find(|locale| locale.code() == wanted);
        find(&tag).or_else(|| find(tag.split('-').next().unwrap_or_default()))
    }

    /// `rtl` for scripts written from right to left, else `ltr`.
    #[must_use]
    pub fn direction(self) -> &'static str {
        match self.code().get(..2) {
            Some("ar" | "fa" | "he" | "ur") => "rtl",
            _ => "ltr",
        }
    }
}

/// A whole number that a plural can be chosen by.
pub trait Count {
    /// The number itself; below zero counts as zero.
    fn into_count(self) -> u64;
}

macro_rules! count {
    ($($number:ty),*) => {$(
        impl Count for $number {
            fn into_count(self) -> u64 {
                u64::try_from(self).unwrap_or_default()
            }
        }
    )*};
}
count!(u8, u16, u32, u64, usize, i32, i64);

/// The language of the page that is being rendered: from the context on the server, from
/// `<html lang>` in the browser.
#[must_use]
pub fn locale() -> Locale {
    #[cfg(feature = "ssr")]
    let locale = use_context::<Locale>();
    #[cfg(not(feature = "ssr"))]
    let locale = crate::browser::root_attribute("lang").as_deref().and_then(Locale::from_tag);
    locale.unwrap_or_default()
}

/// The plural category of a number in a language (Unicode CLDR, cardinal numbers).
#[must_use]
pub fn plural_form(locale: Locale, count: u64) -> &'static str {
    match (locale.code().get(..2), count) {
        (Some("fr" | "pt"), 0 | 1) | (_, 1) => "one",
        _ => "other",
    }
}

/// Chooses among the forms of a plural; the last form is `other`.
fn plural(count: u64, forms: &[(&str, &'static str)]) -> &'static str {
    let wanted = plural_form(locale(), count);
    let found = forms.iter().find(|(form, _)| *form == wanted).or(forms.last());
    found.map_or("", |(_, text)| text)
}

/// Puts the arguments where `{0}`, `{1}`, … stand.
fn fill(text: &str, arguments: &[&dyn Display]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((number, after)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            break;
        };
        if let Some(argument) = number.parse().ok().and_then(|index: usize| arguments.get(index)) {
            _ = write!(out, "{argument}");
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests;
