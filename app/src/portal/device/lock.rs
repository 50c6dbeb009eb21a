//! Locking a device: a link to the form, and the form.

use leptos::prelude::*;
use types::{Action, DeviceDetail};

use super::LOCK_FORM;
use crate::{
    portal::outcome::Outcome,
    routes,
    t::portal::device as words,
    ui::{Button, ButtonKind, Card, HiddenField, InputKind, LinkButton, TextField},
    wording::{Problem, action_icon, action_name, no_action_reason},
};

/// Opens the form; disabled with the reason where the device cannot.
#[component]
pub(in crate::portal) fn LockButton(device: RwSignal<DeviceDetail>, action: Action) -> impl IntoView {
    let id = device.get_untracked().row.id;
    let reason = Memo::new(move |_| device.with(|device| no_action_reason(device, action)));
    let label = move || words::lock_named(device.with(|device| device.row.name.clone()));
    move || match reason.get() {
        Some(reason) => {
            let shown = reason.clone();
            view! {
                <span class="row">
                    <Button icon=action_icon(action) disabled=true label=move || words::cannot(label(), &reason)>
                        {action_name(action)}
                    </Button>
                    <span class="sm muted">{shown}</span>
                </span>
            }
            .into_any()
        }
        None => view! {
            <LinkButton href=format!("{}?lock", routes::device(id)) icon=action_icon(action) label=label>
                {action_name(action)}
            </LinkButton>
        }
        .into_any(),
    }
}

/// What the locked screen shows; a plain form to the address of the page.
#[component]
pub(super) fn LockCard(device: RwSignal<DeviceDetail>, outcome: Outcome) -> impl IntoView {
    let here = routes::device(device.get_untracked().row.id);
    let title = move || words::lock_question(device.with(|device| device.row.name.clone()));
    let given = |name: &str| outcome.value_of(LOCK_FORM, name).unwrap_or_default();
    let (message, phone_number) = (given("message"), given("phone_number"));
    let action = here.clone();
    view! {
        <Card title=title sub=words::lock_text()>
            <form method="post" action=action class="stack" novalidate>
                <HiddenField name="intent" value="lock" />
                <Problem error=outcome.error_of(LOCK_FORM) />
                <TextField
                    label=words::lock_message()
                    name="message"
                    value=message
                    hint=words::lock_message_hint()
                    optional=true
                    maxlength=200u32
                    error=outcome.field(LOCK_FORM, "params.message")
                />
                <TextField
                    label=words::lock_phone()
                    name="phone_number"
                    value=phone_number
                    kind=InputKind::Tel
                    autocomplete="tel"
                    hint=words::lock_phone_hint()
                    ltr=true
                    optional=true
                    maxlength=32u32
                    error=outcome.field(LOCK_FORM, "params.phone_number")
                />
                <div class="row">
                    <LinkButton href=here kind=ButtonKind::Quiet>
                        {crate::t::common::cancel()}
                    </LinkButton>
                    <Button kind=ButtonKind::Primary submit=true icon=action_icon(Action::Lock)>
                        {words::lock_now()}
                    </Button>
                </div>
            </form>
        </Card>
    }
}
