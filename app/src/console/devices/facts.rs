//! What a device is: as it says itself, and as it was registered.

use leptos::prelude::*;
use types::{AppleFacts, DeviceDetail, PushReach, PushState};

use super::ownership::OwnershipFact;

use crate::{
    t::console::device as words,
    ui::{
        ButtonKind, ButtonSize, Card, CopyButton, Day, Fact, Facts, NoneCell, OptionTime, Status, Time, Tone,
    },
    wording::{country_name, ownership},
};

/// The facts of a device, with one press to copy them all.
#[component]
pub(super) fn FactsCard(device: RwSignal<DeviceDetail>) -> impl IntoView {
    view! {
        <Card
            title=words::facts()
            actions=move || {
                view! {
                    <CopyButton
                        text=move || device.with(as_text)
                        label=words::copy_all()
                        copied=words::copied_all()
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                    />
                }
            }
        >
            {facts(device)}
        </Card>
    }
}

fn facts(device: RwSignal<DeviceDetail>) -> AnyView {
    view! {
        <Facts wide=true>
            <Fact term=words::fact::ownership()>
                <OwnershipFact device=device />
            </Fact>
            {move || told(device.get())}
        </Facts>
    }
    .into_any()
}

fn told(device: DeviceDetail) -> AnyView {
    let row = device.row;
    let plain = |text: Option<String>| match text {
        Some(text) => view! { <bdi>{text}</bdi> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    let code = |text: Option<String>| match text {
        Some(text) => view! { <span class="mono ltr">{text}</span> }.into_any(),
        None => view! { <NoneCell /> }.into_any(),
    };
    let registered = match device.registered_at {
        Some(at) => view! { <Day at=at /> }.into_any(),
        None => view! { <OptionTime at=None /> }.into_any(),
    };
    view! {
        <Fact term=words::fact::system()>
            {plain(row.os_version.or_else(|| Some(row.platform.label().to_owned())))}
        </Fact>
        <Fact term=words::fact::serial_number()>{code(row.serial_number)}</Fact>
        <Fact term=words::fact::model()>{plain(row.model)}</Fact>
        <Fact term=words::fact::phone_number()>{code(device.phone_number)}</Fact>
        <Fact term=words::fact::country()>{plain(device.country.as_deref().map(country_name))}</Fact>
        <Fact term=words::fact::battery()>
            {plain(device.battery_percent.map(|percent| format!("{percent} %")))}
        </Fact>
        {device.apple.as_ref().map(apple_facts)}
        {device.push.as_ref().map(called)}
        <Fact term=words::fact::last_seen()>
            <OptionTime at=row.last_seen_at />
        </Fact>
        <Fact term=words::fact::registered()>{registered}</Fact>
        <Fact term=words::fact::id()>{code(Some(row.id.to_string()))}</Fact>
    }
    .into_any()
}

/// Whether it comes when it is called.
fn called(reach: &PushReach) -> AnyView {
    use words::apple as term;
    let at = reach.called_at.filter(|_| reach.has_certificate);
    let (tone, word) = match reach.state {
        _ if !reach.has_certificate => (Tone::Off, term::push_none()),
        PushState::Refused => (Tone::Danger, term::push_refused()),
        PushState::Gone => (Tone::Danger, term::push_gone()),
        PushState::Accepted => (Tone::Success, term::push_called()),
        PushState::Unknown => (Tone::Info, term::push_not_yet()),
    };
    view! {
        <Fact term=term::push()>
            <Status tone=tone text=word />
            {at.map(|at| view! { <small class="muted"><Time at=at /></small> })}
        </Fact>
    }
    .into_any()
}

/// What Apple's devices tell beside that; what a device has not told has no line.
fn apple_facts(facts: &AppleFacts) -> Vec<AnyView> {
    use words::apple as term;
    let yes_no = |is: bool| if is { words::apple::yes() } else { words::apple::no() }.to_owned();
    let passcode = match (facts.has_passcode, facts.passcode_compliant) {
        (Some(true), Some(true)) => Some(term::passcode_good().to_owned()),
        (Some(true), _) => Some(term::passcode_set().to_owned()),
        (Some(false), _) => Some(term::passcode_none().to_owned()),
        (None, _) => None,
    };
    let storage = facts
        .capacity_gb
        .zip(facts.free_gb)
        .map(|(all, free)| term::storage_used(format!("{:.0}", (all - free).max(0.0)), format!("{all:.0}")));
    let known = [
        (term::build(), facts.build.clone()),
        (term::product(), facts.product.clone()),
        (term::udid(), facts.udid.clone()),
        (term::imei(), facts.imei.clone()),
        (term::wifi_mac(), facts.wifi_mac.clone()),
        (term::supervised(), facts.supervised.map(yes_no)),
        (term::passcode(), passcode),
        (term::encrypted(), facts.encrypted.map(yes_no)),
        (term::activation_lock(), facts.activation_lock.map(yes_no)),
        (term::storage(), storage),
    ];
    let line = |(term, value): (&'static str, String)| {
        view! {
            <Fact term=term>
                <bdi>{value}</bdi>
            </Fact>
        }
        .into_any()
    };
    known.into_iter().filter_map(|(term, value)| Some((term, value?))).map(line).collect()
}

/// The facts as lines of text.
fn as_text(device: &DeviceDetail) -> String {
    use words::fact as term;
    let row = &device.row;
    let mut lines = vec![format!("{}: {}", term::name(), row.name)];
    let mut add = |term: &str, value: Option<&str>| {
        if let Some(value) = value {
            lines.push(format!("{term}: {value}"));
        }
    };
    add(term::user(), Some(&device.username));
    add(term::system(), row.os_version.as_deref().or_else(|| Some(row.platform.label())));
    add(term::model(), row.model.as_deref());
    add(term::serial_number(), row.serial_number.as_deref());
    add(term::ownership(), Some(ownership(row.ownership)));
    add(term::phone_number(), device.phone_number.as_deref());
    add(term::id(), Some(&row.id.to_string()));
    lines.join("\n")
}
