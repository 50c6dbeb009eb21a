//! Language and time zone.

use leptos::prelude::*;
use types::Face;

use super::{AccountForm, PREFERENCES_FORM};
use crate::{
    outcome::Outcome,
    shell::page_info,
    t::account::preferences as words,
    text::Locale,
    ui::{Button, Card, Choice, HiddenField, SelectField},
    wording::Problem,
};

/// What people choose for themselves. The language is asked for where there is a choice.
#[component]
pub(super) fn PreferencesCard(face: Face, zones: Vec<String>, outcome: Outcome) -> impl IntoView {
    let chosen = page_info().viewer?.preferences;
    let value = |name: &str, kept: String| outcome.value_of(PREFERENCES_FORM, name).unwrap_or(kept);
    let language = value("language", chosen.language);
    let zone = value("time_zone", chosen.time_zone.unwrap_or_default());
    let languages: Vec<Choice> =
        Locale::ALL.iter().map(|locale| Choice::new(locale.code(), locale.code())).collect();
    let language_field = if languages.len() > 1 {
        view! {
            <SelectField
                label=words::language()
                name="language"
                options=languages
                value=language
                error=outcome.field(PREFERENCES_FORM, "language")
            />
        }
        .into_any()
    } else {
        view! { <HiddenField name="language" value=language /> }.into_any()
    };
    let mut options = vec![Choice::new("", words::time_zone_browser())];
    options.extend(zones.into_iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))));
    Some(view! {
        <Card title=words::title()>
            <AccountForm face=face intent="preferences" class="stack narrow-fields">
                <Problem error=outcome.error_of(PREFERENCES_FORM) />
                {language_field}
                <SelectField
                    label=words::time_zone()
                    name="time_zone"
                    options=options
                    value=zone
                    hint=words::time_zone_hint()
                    error=outcome.field(PREFERENCES_FORM, "time_zone")
                />
                <div class="row">
                    <Button submit=true>{words::save()}</Button>
                </div>
            </AccountForm>
        </Card>
    })
}
