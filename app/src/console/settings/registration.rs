//! How devices register: the PIN, and how many devices a person may have.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{Permission, PinAlphabet, RegistrationSettings};

use super::{changed::LastChange, risk::Risk};
use crate::{
    console::{
        api::settings::{Stored, read_registration_settings, update_registration_settings},
        shared::{Sending, loaded, may},
    },
    t::console::{registration_settings as words, settings},
    ui::{
        Button, ButtonKind, Card, Checkbox, Choice, ErrorSummary, FormError, LinkButton, PageHead, PageTitle,
        SaveBar, Segmented, SettingsFrame, SkeletonCard, Stepper, UnitField, use_toasts,
    },
};

const HOURS_OF_A_DAY: u32 = 24;

/// The registration settings.
#[component]
pub(in crate::console) fn RegistrationSettingsPage() -> impl IntoView {
    let stored = Resource::new(|| (), |()| read_registration_settings());
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                view! {
                    <LinkButton href="/admin/audit?target=registration" kind=ButtonKind::Quiet icon="history">
                        {settings::history()}
                    </LinkButton>
                }
            }
        />
        {loaded(
            stored,
            || view! { <SkeletonCard /> }.into_any(),
            |stored| view! { <Form stored=stored /> }.into_any(),
        )}
    }
}

/// What is filled in.
#[derive(Clone, Copy)]
struct Answers {
    length: RwSignal<i32>,
    alphabet: RwSignal<String>,
    lifetime: RwSignal<String>,
    unit: RwSignal<String>,
    limit: RwSignal<i32>,
    no_limit: RwSignal<bool>,
}

impl Answers {
    fn of(settings: &RegistrationSettings) -> Self {
        let answers = Self {
            length: RwSignal::new(0),
            alphabet: RwSignal::new(String::new()),
            lifetime: RwSignal::new(String::new()),
            unit: RwSignal::new(String::new()),
            limit: RwSignal::new(0),
            no_limit: RwSignal::new(false),
        };
        answers.fill_in(settings);
        answers
    }

    fn fill_in(self, settings: &RegistrationSettings) {
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

    /// What would be saved; a lifetime that is no number becomes one that is refused.
    fn settings(self) -> RegistrationSettings {
        let limit = (!self.no_limit.get()).then(|| u32::try_from(self.limit.get()).unwrap_or_default());
        RegistrationSettings {
            pin_length: self.length(),
            pin_alphabet: self.alphabet(),
            pin_lifetime_hours: self.hours().unwrap_or_default(),
            standard_device_limit: limit,
        }
    }
}

#[component]
fn Form(stored: Stored<RegistrationSettings>) -> impl IntoView {
    let answers = Answers::of(&stored.value);
    let saved = RwSignal::new(stored);
    let sending = Sending::default();
    let toasts = use_toasts();
    let changed = Memo::new(move |_| saved.with(|saved| saved.value != answers.settings()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = untrack(|| answers.settings());
        if !sending.accepts(&input) {
            return;
        }
        sending.send(
            async move {
                update_registration_settings(input).await?;
                read_registration_settings().await
            },
            move |stored| {
                saved.set(stored);
                toasts.say(settings::saved());
            },
        );
    };
    let discard = move |_| {
        saved.with_untracked(|saved| answers.fill_in(&saved.value));
        sending.clear();
    };
    let sections = vec![("pin", words::pin().to_owned()), ("limit", words::limit().to_owned())];
    view! {
        <form method="post" novalidate=true on:submit=submit>
            <SettingsFrame sections=sections>
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                <PinCard answers=answers sending=sending />
                <LimitCard answers=answers sending=sending />
                {move || view! { <LastChange changed=saved.with(|saved| saved.changed.clone()) /> }}
                {may(Permission::SettingsWrite)
                    .then(|| {
                        view! {
                            <SaveBar changed=changed>
                                <Button kind=ButtonKind::Quiet on:click=discard>
                                    {settings::discard()}
                                </Button>
                                <Button
                                    kind=ButtonKind::Primary
                                    submit=true
                                    busy=sending.busy()
                                    busy_label=settings::saving()
                                >
                                    {settings::save()}
                                </Button>
                            </SaveBar>
                        }
                    })}
            </SettingsFrame>
        </form>
    }
}

#[component]
fn PinCard(answers: Answers, sending: Sending) -> impl IntoView {
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
fn LimitCard(answers: Answers, sending: Sending) -> impl IntoView {
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
