//! What the organisation can see of a device, and what it cannot: computed from what the device is.

use leptos::prelude::*;
use types::{Action, NoAction, OwnDevice};

use crate::{
    shell::page_info,
    t::portal::seen as words,
    ui::{Consequence, ConsequenceKind, Consequences},
};

/// Whether somebody can find out where it is.
fn is_locatable(device: &OwnDevice) -> bool {
    !matches!(device.refusal(Action::Locate), Some(NoAction::NotOnPlatform | NoAction::NeedsSupervision))
}

/// Whether it is managed by its platform's own protocol, which tells more than an app does.
fn is_managed(device: &OwnDevice) -> bool {
    device.row.platform.is_apple()
}

/// What can be seen.
pub(super) fn visible(device: &OwnDevice) -> Vec<&'static str> {
    let mut lines = vec![words::facts(), words::charge(), words::when()];
    if is_managed(device) {
        lines.extend([words::security(), words::profiles()]);
    }
    if device.imei.is_some() || device.phone_number.is_some() {
        lines.push(words::numbers());
    }
    if is_locatable(device) {
        lines.push(words::place());
    }
    lines
}

/// What cannot be seen.
fn hidden(device: &OwnDevice) -> Vec<&'static str> {
    let mut lines = vec![words::messages(), words::files(), words::browsing()];
    if !is_locatable(device) {
        lines.push(words::no_place());
    }
    lines
}

/// Both, in the margin of the page.
#[component]
pub(super) fn SeenCard(device: Memo<OwnDevice>) -> impl IntoView {
    let organisation = page_info().organisation;
    let list = |icon: &'static str, lines: Vec<&'static str>| {
        let line = move |text: &'static str| {
            view! {
                <Consequence kind=ConsequenceKind::Fact icon=icon>
                    {text}
                </Consequence>
            }
        };
        view! { <Consequences>{lines.into_iter().map(line).collect_view()}</Consequences> }
    };
    view! {
        <section class="card card-pad stack stack-3" id="seen">
            <h2 class="md">{words::can(organisation)}</h2>
            {move || list("eye", device.with(visible))}
            <hr />
            <h3 class="sm semibold">{words::cannot()}</h3>
            {move || list("eye-off", device.with(hidden))}
        </section>
    }
}
