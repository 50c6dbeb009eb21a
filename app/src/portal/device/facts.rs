//! What is known about a device, and what the organisation can and cannot see.

use leptos::prelude::*;
use types::DeviceDetail;

use crate::{
    t::portal::device as words,
    ui::{Card, Consequence, ConsequenceKind, Consequences, Day, Fact, Facts, NoneCell},
    wording::{country_name, ownership},
};

/// The facts, as the device and its registration gave them.
#[component]
pub(super) fn FactsCard(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let text = move |pick: fn(&DeviceDetail) -> Option<String>| {
        move || match device.with(pick).filter(|text| !text.is_empty()) {
            Some(text) => view! { <bdi>{text}</bdi> }.into_any(),
            None => view! { <NoneCell /> }.into_any(),
        }
    };
    let code = move |pick: fn(&DeviceDetail) -> Option<String>| {
        move || match device.with(pick).filter(|text| !text.is_empty()) {
            Some(text) => view! { <span class="mono ltr">{text}</span> }.into_any(),
            None => view! { <NoneCell /> }.into_any(),
        }
    };
    let registered = move || match device.with(|device| device.registered_at) {
        Some(at) => view! { <Day at=at /> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
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
                <Fact term=words::ownership()>
                    {move || device.with(|device| ownership(device.row.ownership))}
                </Fact>
                <Fact term=words::registered()>{registered}</Fact>
                <Fact term=words::phone_number()>{code(|device| device.phone_number.clone())}</Fact>
                <Fact term=words::country()>{country}</Fact>
            </Facts>
        </Card>
    }
}

/// What the organisation can see of the device, and what it cannot.
#[component]
pub(super) fn SeenCard(organisation: String) -> impl IntoView {
    let can = [words::can_facts(), words::can_state(), words::can_when()];
    let cannot =
        [words::cannot_messages(), words::cannot_files(), words::cannot_browsing(), words::cannot_place()];
    let line = |icon: &'static str| {
        move |text: &'static str| {
            view! {
                <Consequence kind=ConsequenceKind::Fact icon=icon>
                    {text}
                </Consequence>
            }
        }
    };
    view! {
        <section class="card card-pad stack stack-3">
            <h2 class="md">{words::can_see(organisation)}</h2>
            <Consequences>{can.map(line("eye")).collect_view()}</Consequences>
            <hr />
            <h3 class="sm semibold">{words::cannot_see()}</h3>
            <Consequences>{cannot.map(line("eye-off")).collect_view()}</Consequences>
        </section>
    }
}
