//! Texts on the server, which has all languages.

use leptos::prelude::use_context;
use types::MessageLanguage;

use super::translated;

/// What a text says in the language of the page.
pub(super) fn look_up(number: usize, english: &'static str) -> &'static str {
    match language() {
        MessageLanguage::English => english,
        language => match translated(language).get(number) {
            Some(said) if !said.is_empty() => said,
            _ => english,
        },
    }
}

/// The language in the context of what is being rendered.
pub(super) fn language() -> MessageLanguage {
    use_context().unwrap_or_default()
}

/// Whether every text of every page is there in a language.
#[must_use]
pub fn is_complete(language: MessageLanguage) -> bool {
    language == MessageLanguage::English
        || (!translated(language).is_empty() && translated(language).iter().all(|text| !text.is_empty()))
}
