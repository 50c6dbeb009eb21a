//! What is known about a device.

use leptos::prelude::*;
use types::OwnDevice;

use crate::{
    t::portal::device as words,
    ui::{ButtonKind, ButtonSize, Card, CopyButton, Day, Fact, Facts, NoneCell},
    wording::country_name,
};

/// The facts, as the device and its registration gave them.
#[component]
pub(super) fn FactsCard(device: Memo<OwnDevice>) -> impl IntoView {
    let text = move |pick: fn(&OwnDevice) -> Option<String>| {
        move || match device.with(pick).filter(|text| !text.is_empty()) {
            Some(text) => view! { <bdi>{text}</bdi> }.into_any(),
            None => view! { <NoneCell /> }.into_any(),
        }
    };
    let code = move |pick: fn(&OwnDevice) -> Option<String>| {
        move || match device.with(pick).filter(|text| !text.is_empty()) {
            Some(text) => copyable(text),
            None => view! { <NoneCell /> }.into_any(),
        }
    };
    let registered = move || match device.with(|device| device.registered_at) {
        Some(at) => view! { <Day at=at /> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    // What its platform does not tell is left out.
    let imei = device.with_untracked(|device| device.imei.is_some()).then(|| {
        view! { <Fact term=words::imei()>{code(|device| device.imei.clone())}</Fact> }
    });
    let encrypted = device.with_untracked(|device| device.encrypted.is_some()).then(|| {
        let word = move || match device.with(|device| device.encrypted) {
            Some(true) => words::yes(),
            _ => words::no(),
        };
        view! { <Fact term=words::encrypted()>{word}</Fact> }
    });
    let country = text(|device| device.country.as_deref().map(country_name));
    view! {
        <Card title=words::details()>
            <Facts wide=true>
                <Fact term=words::system()>{text(|device| device.row.os_version.clone())}</Fact>
                <Fact term=words::model()>{text(|device| device.row.model.clone())}</Fact>
                <Fact term=words::serial_number()>{code(|device| device.row.serial_number.clone())}</Fact>
                <Fact term=words::battery()>
                    {text(|device| device.battery_percent.map(words::percent))}
                </Fact>
                {encrypted}
                <Fact term=words::registered()>{registered}</Fact>
                <Fact term=words::phone_number()>{code(|device| device.phone_number.clone())}</Fact>
                <Fact term=words::country()>{country}</Fact>
                {imei}
            </Facts>
        </Card>
    }
}

/// A number with a button that copies it.
fn copyable(text: String) -> AnyView {
    let copied = text.clone();
    view! {
        <span class="row row-2">
            <span class="mono ltr">{text.clone()}</span>
            <CopyButton
                text=move || copied.clone()
                label=words::copy_named(&text)
                copied=words::copied()
                kind=ButtonKind::Quiet
                size=ButtonSize::Small
            />
        </span>
    }
    .into_any()
}
