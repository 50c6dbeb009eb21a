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
//! Add it to [`MessageLanguage`], its plural rule to [`plural_form`], and a folder
//! `app/locales/<code>/` with the same file names. A key or placeholder that English does not have
//! stops the build, and a test names what is missing in a file. A file may be missing as a whole:
//! its texts are shown in English, and the console, which needs all files, stays English.
//!
//! # How a text reaches a page
//! The bundles hold English. The server has every language; a page in another language than English
//! loads the texts that its own bundle says (`scripts/page-texts.mjs`) before it is taken over.

use std::fmt::{Display, Write};

use types::MessageLanguage;

#[cfg(feature = "ssr")]
mod server;
#[cfg(feature = "ssr")]
pub use server::is_complete;
#[cfg(feature = "ssr")]
use server::look_up;

#[cfg(not(feature = "ssr"))]
mod page;
#[cfg(not(feature = "ssr"))]
use page::look_up;
#[cfg(not(feature = "ssr"))]
pub use page::{Texts, take};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

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
pub fn language() -> MessageLanguage {
    #[cfg(feature = "ssr")]
    return server::language();
    #[cfg(not(feature = "ssr"))]
    page::language()
}

/// The plural category of a number in a language (Unicode CLDR 46, cardinal whole numbers).
#[must_use]
pub fn plural_form(language: MessageLanguage, count: u64) -> &'static str {
    match (language, count) {
        (MessageLanguage::Japanese, _) => "other",
        (MessageLanguage::Arabic, _) => arabic_form(count),
        (MessageLanguage::French, 0) | (_, 1) => "one",
        _ => "other",
    }
}

fn arabic_form(count: u64) -> &'static str {
    match (count, count % 100) {
        (0, _) => "zero",
        (1, _) => "one",
        (2, _) => "two",
        (_, 3..=10) => "few",
        (_, 11..=99) => "many",
        _ => "other",
    }
}

/// Chooses among the forms of a plural as `build/texts.rs` writes them; the last form is `other`.
fn plural(count: u64, forms: &'static str) -> &'static str {
    let wanted = plural_form(language(), count);
    let mut text = "";
    for form in forms.split('\u{1e}') {
        let (name, said) = form.split_once('\u{1f}').unwrap_or_default();
        text = said;
        if name == wanted {
            break;
        }
    }
    text
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
