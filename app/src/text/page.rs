//! Texts in the browser: English is in the bundle, what another language says has come beside it.

use std::cell::OnceCell;

use types::MessageLanguage;

/// Texts by number, as `scripts/page-texts.mjs` writes them: number, text, number, text, and so on.
pub type Texts = js_sys::Array;

thread_local! {
    static TEXTS: OnceCell<Vec<&'static str>> = const { OnceCell::new() };
    static LANGUAGE: OnceCell<MessageLanguage> = const { OnceCell::new() };
}

/// Takes the texts of the language of the page, before it is taken over. They stay for as long as the page.
pub fn take(texts: Option<Texts>) {
    let Some(texts) = texts else { return };
    let mut table = Vec::new();
    for place in (0..texts.length()).step_by(2) {
        // In ascending order.
        table.resize(texts.get(place).as_f64().unwrap_or_default() as usize, "");
        table.push(&*texts.get(place + 1).as_string().unwrap_or_default().leak());
    }
    TEXTS.with(|cell| _ = cell.set(table));
}

/// What a text says in the language of the page.
#[inline(never)]
pub(super) fn look_up(number: usize, english: &'static str) -> &'static str {
    let said = TEXTS.with(|texts| texts.get()?.get(number).copied());
    said.filter(|said| !said.is_empty()).unwrap_or(english)
}

/// The language of the document.
pub(super) fn language() -> MessageLanguage {
    let of_document = || crate::browser::root_attribute("lang").and_then(|tag| MessageLanguage::of_tag(&tag));
    LANGUAGE.with(|cell| *cell.get_or_init(|| of_document().unwrap_or_default()))
}
