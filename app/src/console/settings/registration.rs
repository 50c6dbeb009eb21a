//! How devices register: the PIN, and how many devices a person may have.

use leptos::prelude::*;
use types::{Permission, PinAlphabet, RegistrationSettings};

use super::{
    form::{Answers, settings_form, settings_frame, settings_page},
    risk::Risk,
};
use crate::{
    console::{
        api::settings::{Stored, read_registration_settings, update_registration_settings},
        shared::Sending,
    },
    t::console::registration_settings as words,
    ui::{Card, Checkbox, Choice, Segmented, Stepper, UnitField},
};

const HOURS_OF_A_DAY: u32 = 24;

/// The registration settings.
#[component]
pub(in crate::console) fn RegistrationSettingsPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_registration_settings());
    settings_page(words::title(), words::sub(), "registration", stored, |stored| form(stored).into_any())
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Fields {
    length: RwSignal<i32>,
    alphabet: RwSignal<String>,
    lifetime: RwSignal<String>,
    unit: RwSignal<String>,
    limit: RwSignal<i32>,
    no_limit: RwSignal<bool>,
    rest: RwSignal<RegistrationSettings>,
}

impl Fields {
    fn of(settings: &RegistrationSettings) -> Self {
        Self {
            length: RwSignal::new(i32::from(settings.pin_length)),
            alphabet: RwSignal::new(String::new()),
            lifetime: RwSignal::new(String::new()),
            unit: RwSignal::new(String::new()),
            limit: RwSignal::new(0),
            no_limit: RwSignal::new(false),
            rest: RwSignal::new(settings.clone()),
        }
    }

    fn alphabet(self) -> PinAlphabet {
        PinAlphabet::from_word(&self.alphabet.get()).unwrap_or(PinAlphabet::Digits)
    }

    fn length(self) -> u8 {
        u8::try_from(self.length.get()).unwrap_or_default()
    }

    fn hours(self) -> Option<u32> {
        let number: u32 = self.lifetime.with(|text| text.trim().parse().ok())?;
        let factor = if self.unit.with(|unit| unit == "days") { HOURS_OF_A_DAY } else { 1 };
        number.checked_mul(factor)
    }
}

impl Answers<RegistrationSettings> for Fields {
    fn fill_in(self, settings: &RegistrationSettings) {
        self.rest.set(settings.clone());
        let hours = settings.pin_lifetime_hours;
        let in_days = hours > 2 * HOURS_OF_A_DAY && hours.is_multiple_of(HOURS_OF_A_DAY);
        let (lifetime, unit) = if in_days { (hours / HOURS_OF_A_DAY, "days") } else { (hours, "hours") };
        self.length.set(i32::from(settings.pin_length));
        self.alphabet.set(settings.pin_alphabet.as_str().to_owned());
        self.lifetime.set(lifetime.to_string());
        self.unit.set(unit.to_owned());
        let limit = settings.standard_device_limit;
        self.limit.set(limit.and_then(|limit| i32::try_from(limit).ok()).unwrap_or(5));
        self.no_limit.set(limit.is_none());
    }

    /// What would be saved; a lifetime that is no number becomes one that is refused.
    fn settings(self) -> RegistrationSettings {
        let limit = (!self.no_limit.get()).then(|| u32::try_from(self.limit.get()).unwrap_or_default());
        RegistrationSettings {
            pin_length: self.length(),
            pin_alphabet: self.alphabet(),
            pin_lifetime_hours: self.hours().unwrap_or_default(),
            standard_device_limit: limit,
            ..self.rest.get()
        }
    }
}

fn form(stored: Stored<RegistrationSettings>) -> impl IntoView {
    let answers = Fields::of(&stored.value);
    let form = settings_form(
        stored,
        answers,
        Permission::SettingsWrite,
        update_registration_settings,
        move |sending| {
            view! {
                <PinCard answers=answers sending=sending />
                <LimitCard answers=answers sending=sending />
            }
            .into_any()
        },
    );
    settings_frame(vec![("pin", words::pin()), ("limit", words::limit())], form)
}

#[component]
fn PinCard(answers: Fields, sending: Sending) -> impl IntoView {
    let alphabets = vec![
        Choice::new(PinAlphabet::Digits.as_str(), words::digits()),
        Choice::new(PinAlphabet::LettersAndDigits.as_str(), words::letters_and_digits()),
    ];
    let units = vec![Choice::new("hours", words::hours()), Choice::new("days", words::days())];
    let lengths = RegistrationSettings::PIN_LENGTHS;
    view! {
        <Card id="pin" title=words::pin() sub=words::pin_sub()>
            <div class="pinset">
                <div class="stack">
                    <div class="row pinrow">
                        <Stepper
                            label=words::length()
                            name="pin_length"
                            value=answers.length.get_untracked()
                            min=i32::from(*lengths.start())
                            max=i32::from(*lengths.end())
                            bind=answers.length
                            hint=words::length_hint()
                            error=sending.field("pin_length")
                        />
                        <Segmented
                            label=words::alphabet()
                            name="pin_alphabet"
                            options=alphabets
                            bind=answers.alphabet
                        />
                    </div>
                    <UnitField
                        label=words::lifetime()
                        name="pin_lifetime_hours"
                        bind=answers.lifetime
                        unit_name="unit"
                        unit_label=words::unit()
                        units=units
                        bind_unit=answers.unit
                        hint=words::lifetime_hint()
                        error=sending.field("pin_lifetime_hours")
                    />
                    <p class="sm muted">{words::tries()}</p>
                </div>
                <Risk
                    alphabet=Signal::derive(move || answers.alphabet())
                    length=Signal::derive(move || answers.length())
                    hours=Signal::derive(move || answers.hours())
                />
            </div>
        </Card>
    }
}

#[component]
fn LimitCard(answers: Fields, sending: Sending) -> impl IntoView {
    let limits = RegistrationSettings::LIMITS;
    view! {
        <Card id="limit" title=words::limit() sub=words::limit_sub()>
            <div class="stack">
                <Checkbox
                    label=words::no_limit()
                    name="no_limit"
                    bind=answers.no_limit
                    hint=words::no_limit_hint()
                />
                <Show when=move || !answers.no_limit.get()>
                    <Stepper
                        label=words::limit_for_everyone()
                        name="standard_device_limit"
                        value=answers.limit.get_untracked()
                        min=i32::try_from(*limits.start()).unwrap_or(1)
                        max=i32::try_from(*limits.end()).unwrap_or(50)
                        bind=answers.limit
                        hint=words::limit_hint()
                        error=sending.field("standard_device_limit")
                    />
                </Show>
            </div>
        </Card>
    }
}
