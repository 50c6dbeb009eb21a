//! What a PIN looks like, how long it works, and the risk of that.

use leptos::prelude::*;
use types::{PinAlphabet, RegistrationSettings};

use super::{super::risk::Risk, fields::Fields};
use crate::{
    console::shared::Sending,
    t::{console::registration_settings as words, rules as more},
    ui::{Card, Choice, Segmented, Stepper, Switch, UnitField},
};

#[component]
pub(super) fn PinCard(answers: Fields, sending: Sending) -> impl IntoView {
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
                    <Switch
                        label=more::link_shows_pin()
                        name="link_shows_pin"
                        bind=answers.link_shows_pin
                        hint=more::link_shows_pin_hint()
                    />
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
