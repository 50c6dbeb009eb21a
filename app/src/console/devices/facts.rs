//! What a device is: as it says itself, and as it was registered.

use leptos::prelude::*;
use types::DeviceDetail;

use crate::{
    t::console::device as words,
    ui::{ButtonKind, ButtonSize, Card, CopyButton, Day, Fact, Facts, NoneCell, OptionTime},
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
            {move || facts(device.get())}
        </Card>
    }
}

fn facts(device: DeviceDetail) -> AnyView {
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
        <Facts wide=true>
            <Fact term=words::fact::system()>
                {plain(row.os_version.or_else(|| Some(row.platform.label().to_owned())))}
            </Fact>
            <Fact term=words::fact::serial_number()>{code(row.serial_number)}</Fact>
            <Fact term=words::fact::model()>{plain(row.model)}</Fact>
            <Fact term=words::fact::ownership()>{ownership(row.ownership)}</Fact>
            <Fact term=words::fact::phone_number()>{code(device.phone_number)}</Fact>
            <Fact term=words::fact::country()>{plain(device.country.as_deref().map(country_name))}</Fact>
            <Fact term=words::fact::battery()>
                {plain(device.battery_percent.map(|percent| format!("{percent} %")))}
            </Fact>
            <Fact term=words::fact::last_seen()>
                <OptionTime at=row.last_seen_at />
            </Fact>
            <Fact term=words::fact::registered()>{registered}</Fact>
            <Fact term=words::fact::id()>{code(Some(row.id.to_string()))}</Fact>
        </Facts>
    }
    .into_any()
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
