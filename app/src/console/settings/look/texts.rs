//! What people read, one language at a time.

use leptos::prelude::*;
use types::{LookSettings, MessageLanguage};

use super::fields::{Fields, TextFields};
use crate::{
    console::shared::Sending,
    t::look as words,
    text::language,
    ui::{Card, Choice, SelectField, TextArea, TextField},
    wording::fault_text,
};

/// The texts.
#[component]
pub(super) fn TextsCard(answers: Fields, sending: Sending) -> impl IntoView {
    let first = language();
    let chosen = RwSignal::new(first.as_str().to_owned());
    let choices: Vec<Choice> =
        MessageLanguage::ALL.iter().map(|language| Choice::new(language.as_str(), language.name())).collect();
    // A fault in a language that is not open opens it.
    Effect::new(move |_| {
        let faulty = sending.error().with(|error| {
            let fields = error.as_ref().map(|error| error.fields.clone()).unwrap_or_default();
            let language = |path: &str| path.strip_prefix("texts.")?.split('.').next().map(str::to_owned);
            fields.iter().find_map(|field| language(&field.path))
        });
        if let Some(language) = faulty {
            chosen.set(language);
        }
    });
    let written = move || {
        let names: Vec<&str> = answers.texts.with_value(|texts| {
            let has_text = |(_, welcome, help): &&TextFields| {
                welcome.with(|text| !text.trim().is_empty()) || help.with(|text| !text.trim().is_empty())
            };
            texts.iter().filter(has_text).map(|(language, ..)| language.name()).collect()
        });
        match names.is_empty() {
            true => words::written_in_none().to_owned(),
            false => words::written_in(names.join(", ")),
        }
    };
    let fields = move |(language, welcome, help): TextFields| {
        let wrong = move |part: &'static str| {
            let path = format!("texts.{language}.{part}");
            MaybeProp::derive(move || {
                sending.error().with(|error| error.as_ref()?.fault(&path).map(fault_text))
            })
        };
        view! {
            <Show when=move || chosen.with(|chosen| chosen == language.as_str())>
                <div class="stack any-script">
                    <TextField
                        label=words::welcome()
                        name="welcome"
                        bind=welcome
                        hint=words::welcome_hint()
                        error=wrong("welcome")
                        maxlength=LookSettings::WELCOME as u32
                        optional=true
                    />
                    <TextArea
                        label=words::help()
                        name="help"
                        bind=help
                        hint=words::help_hint()
                        error=wrong("help")
                        rows=9_u32
                        maxlength=LookSettings::HELP as u32
                        optional=true
                    />
                </div>
            </Show>
        }
    };
    view! {
        <Card id="texts" title=words::texts() sub=words::texts_sub()>
            <div class="stack">
                <SelectField label=words::language() name="text_language" options=choices bind=chosen />
                <p class="sm muted" aria-live="polite">
                    {written}
                </p>
                {answers.texts.get_value().into_iter().map(fields).collect_view()}
            </div>
        </Card>
    }
}
