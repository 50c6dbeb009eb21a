//! Language and time zone.

use leptos::prelude::*;
use types::Face;

use super::{AccountForm, PREFERENCES_FORM};
use crate::{
    outcome::Outcome,
    shell::page_info,
    t::account::preferences as words,
    ui::{Button, Card, Choice, SelectField},
    wording::{Problem, language_choices},
};

/// What people choose for themselves.
#[component]
pub(super) fn PreferencesCard(face: Face, zones: Vec<String>, outcome: Outcome) -> impl IntoView {
    let chosen = page_info().viewer?.preferences;
    let value = |name: &str, kept: String| outcome.value_of(PREFERENCES_FORM, name).unwrap_or(kept);
    let language = value("language", chosen.language);
    let zone = value("time_zone", chosen.time_zone.unwrap_or_default());
    let mut options = vec![Choice::new("", words::time_zone_browser())];
    options.extend(zones.into_iter().map(|zone| Choice::new(zone.clone(), zone.replace('_', " "))));
    Some(view! {
        <Card title=words::title()>
            <AccountForm face=face intent="preferences" class="stack narrow-fields">
                <Problem error=outcome.error_of(PREFERENCES_FORM) />
                <SelectField
                    label=words::language()
                    name="language"
                    options=language_choices(&language)
                    value=language
                    hint=words::language_hint()
                    error=outcome.field(PREFERENCES_FORM, "language")
                />
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
