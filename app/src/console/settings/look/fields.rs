//! What is filled in on the page of the look.

use leptos::prelude::*;
use types::{Colour, Link, LookSettings, LookTexts, MessageLanguage};

use crate::console::settings::form::Answers;

/// Label and address of a link.
pub(super) type LinkFields = (RwSignal<String>, RwSignal<String>);
/// The line at sign-in and the text for help in a language.
pub(super) type TextFields = (MessageLanguage, RwSignal<String>, RwSignal<String>);

/// What is filled in.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    pub(super) accent: RwSignal<String>,
    pub(super) privacy_url: RwSignal<String>,
    pub(super) links: StoredValue<Vec<LinkFields>>,
    pub(super) texts: StoredValue<Vec<TextFields>>,
}

impl Fields {
    /// All of it empty.
    pub(super) fn empty() -> Self {
        let text = || RwSignal::new(String::new());
        let links = (0..LookSettings::MOST_LINKS).map(|_| (text(), text())).collect();
        let texts = MessageLanguage::ALL.iter().map(|language| (*language, text(), text())).collect();
        Self {
            accent: text(),
            privacy_url: text(),
            links: StoredValue::new(links),
            texts: StoredValue::new(texts),
        }
    }

    /// The colour, while it is one.
    pub(super) fn colour(self) -> Option<Colour> {
        self.accent.with(|text| Colour::parse(text).ok())
    }
}

impl Answers<LookSettings> for Fields {
    fn fill_in(self, settings: &LookSettings) {
        self.accent.set(settings.accent.clone().unwrap_or_default());
        self.privacy_url.set(settings.privacy_url.clone().unwrap_or_default());
        self.links.with_value(|links| {
            for (at, (label, url)) in links.iter().enumerate() {
                let link = settings.links.get(at).cloned().unwrap_or_default();
                label.set(link.label);
                url.set(link.url);
            }
        });
        self.texts.with_value(|texts| {
            for (language, welcome, help) in texts {
                let text = settings.texts.get(language).cloned().unwrap_or_default();
                welcome.set(text.welcome);
                help.set(text.help);
            }
        });
    }

    fn settings(self) -> LookSettings {
        let trimmed = |text: RwSignal<String>| text.with(|text| text.trim().to_owned());
        let filled = |text: RwSignal<String>| Some(trimmed(text)).filter(|text| !text.is_empty());
        // A colour that is none is kept as it is typed, so that the rules can say so; else in its one form.
        let accent =
            filled(self.accent).map(|text| Colour::parse(&text).map_or(text, |colour| colour.to_string()));
        let links = self.links.with_value(|links| {
            let link = |(label, url): &LinkFields| Link { label: trimmed(*label), url: trimmed(*url) };
            links.iter().map(link).filter(|link| *link != Link::default()).collect()
        });
        let texts = self.texts.with_value(|texts| {
            let text = |(language, welcome, help): &TextFields| {
                (*language, LookTexts { welcome: trimmed(*welcome), help: trimmed(*help) })
            };
            texts.iter().map(text).filter(|(_, text)| *text != LookTexts::default()).collect()
        });
        LookSettings { accent, privacy_url: filled(self.privacy_url), links, texts }
    }
}
