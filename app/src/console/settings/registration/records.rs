//! Ownership, old records, reminders, and the organisation's own app.

use leptos::prelude::*;
use types::{Ownership, Weekday};

use super::fields::Fields;
use crate::{
    console::shared::Sending,
    t::rules as words,
    ui::{Card, CheckGroup, Checkbox, Choice, Segmented, SelectField, Switch, TextField},
    wording::ownership,
};

/// What a record says from the start, and when it goes.
#[component]
pub(super) fn RecordsCard(answers: Fields, sending: Sending) -> impl IntoView {
    let owners = Ownership::ALL.iter().map(|owner| Choice::new(owner.as_str(), ownership(*owner))).collect();
    view! {
        <Card id="records" title=words::records() sub=words::records_sub()>
            <div class="stack">
                <Segmented
                    label=words::ownership()
                    name="default_ownership"
                    options=owners
                    bind=answers.ownership
                />
                <p class="sm muted">{words::ownership_hint()}</p>
                <Switch
                    label=words::profile_missing()
                    name="profile_missing_notice"
                    bind=answers.profile_missing
                    hint=words::profile_missing_hint()
                />
                <Switch
                    label=words::clean_up()
                    name="clean_up"
                    bind=answers.clean_up
                    hint=words::clean_up_hint()
                />
                <Show when=move || answers.clean_up.get()>
                    <TextField
                        label=words::clean_up_days()
                        name="delete_old_after_days"
                        bind=answers.clean_up_days
                        hint=words::clean_up_days_hint()
                        error=sending.field("delete_old_after_days")
                    />
                </Show>
            </div>
        </Card>
    }
}

/// When people are reminded.
#[component]
pub(super) fn HoursCard(answers: Fields, sending: Sending) -> impl IntoView {
    let hours = |range: std::ops::RangeInclusive<u8>| {
        range.map(|hour| Choice::new(hour.to_string(), format!("{hour}:00"))).collect::<Vec<_>>()
    };
    let tick = |(day, bind): (&Weekday, RwSignal<bool>)| {
        view! { <Checkbox label=day_name(*day) name=day.as_str() bind=bind /> }
    };
    view! {
        <Card id="hours" title=words::hours() sub=words::hours_sub()>
            <div class="stack">
                <TextField
                    label=words::reminders()
                    name="reminders"
                    bind=answers.reminders
                    hint=words::reminders_hint()
                    error=sending.field("reminders")
                    optional=true
                />
                <div class="grid cols-2">
                    <SelectField
                        label=words::from_hour()
                        name="from_hour"
                        options=hours(0..=23)
                        bind=answers.from_hour
                    />
                    <SelectField
                        label=words::until_hour()
                        name="until_hour"
                        options=hours(1..=24)
                        bind=answers.until_hour
                        error=sending.field("working_hours.until_hour")
                    />
                </div>
                <CheckGroup legend=words::days() id="f-days" error=sending.field("working_hours.days")>
                    {Weekday::ALL.iter().zip(answers.days).map(tick).collect_view()}
                </CheckGroup>
            </div>
        </Card>
    }
}

/// The app that people get first.
#[component]
pub(super) fn AppCard(answers: Fields, sending: Sending) -> impl IntoView {
    view! {
        <Card id="app" title=words::app() sub=words::app_sub()>
            <div class="stack">
                <TextField
                    label=words::app_name()
                    name="name"
                    bind=answers.app_name
                    error=sending.field("app.name")
                    optional=true
                    maxlength=60_u32
                />
                <TextField
                    label=words::apple_link()
                    name="apple_link"
                    bind=answers.apple_link
                    error=sending.field("app.apple_link")
                    optional=true
                    ltr=true
                />
                <TextField
                    label=words::android_link()
                    name="android_link"
                    bind=answers.android_link
                    error=sending.field("app.android_link")
                    optional=true
                    ltr=true
                />
            </div>
        </Card>
    }
}

fn day_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => words::monday(),
        Weekday::Tuesday => words::tuesday(),
        Weekday::Wednesday => words::wednesday(),
        Weekday::Thursday => words::thursday(),
        Weekday::Friday => words::friday(),
        Weekday::Saturday => words::saturday(),
        Weekday::Sunday => words::sunday(),
    }
}
