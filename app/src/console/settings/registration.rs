//! How devices register: what must be proved, the PIN, platforms, records, and device limits.

mod channels;
mod fields;
mod limits;
mod pin;
mod records;

use leptos::prelude::*;
use types::{Permission, RegistrationSettings};

use self::{
    channels::{ChannelsCard, PlatformsCard},
    fields::Fields,
    limits::LimitCard,
    pin::PinCard,
    records::{AppCard, HoursCard, RecordsCard},
};
use super::form::{settings_form, settings_frame, settings_page};
use crate::{
    console::api::settings::{Stored, read_registration_settings, update_registration_settings},
    t::{console::registration_settings as words, rules},
};

/// The registration settings.
#[component]
pub(in crate::console) fn RegistrationSettingsPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_registration_settings());
    settings_page(words::title(), words::sub(), "registration", stored, |stored| form(stored).into_any())
}

fn form(stored: Stored<RegistrationSettings>) -> impl IntoView {
    let answers = Fields::empty();
    let form = settings_form(
        stored,
        answers,
        Permission::SettingsWrite,
        update_registration_settings,
        move |sending| {
            view! {
                <ChannelsCard answers=answers />
                <PinCard answers=answers sending=sending />
                <PlatformsCard answers=answers />
                <LimitCard answers=answers sending=sending />
                <RecordsCard answers=answers sending=sending />
                <HoursCard answers=answers sending=sending />
                <AppCard answers=answers sending=sending />
            }
            .into_any()
        },
    );
    let sections = vec![
        ("channels", rules::channels()),
        ("pin", words::pin()),
        ("platforms", rules::platforms()),
        ("limit", words::limit()),
        ("records", rules::records()),
        ("hours", rules::hours()),
        ("app", rules::app()),
    ];
    settings_frame(sections, form)
}
