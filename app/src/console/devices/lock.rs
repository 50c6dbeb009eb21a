//! Locking a device: the dialog that asks what the locked screen shows.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{CreateCommand, DeviceDetail, LockParams};

use crate::{
    console::{api::devices::command_device, shared::Sending},
    t::console::device as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, ErrorSummary, FormError,
        InputKind, TextField, use_toasts,
    },
};

const FORM: &str = "lock-form";

/// Asks what the locked screen shows.
#[component]
pub(super) fn LockDialog(device: RwSignal<DeviceDetail>, open: RwSignal<bool>) -> impl IntoView {
    let toasts = use_toasts();
    let (message, phone_number) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let sending = Sending::default();
    let given = |text: RwSignal<String>| {
        let text = text.get_untracked();
        (!text.trim().is_empty()).then_some(text)
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let params = LockParams { message: given(message), phone_number: given(phone_number) };
        let command = CreateCommand::lock(&params);
        if !sending.accepts(&command) {
            return;
        }
        let id = device.with_untracked(|device| device.row.id);
        sending.send(command_device(id, command), move |_| {
            open.set(false);
            message.set(String::new());
            phone_number.set(String::new());
            toasts.say(words::lock_sent());
        });
    };
    let title = move || device.with(|device| words::lock_question(&device.row.name));
    view! {
        <Dialog
            open=open
            id="lock-dialog"
            title=title
            text=words::lock_text()
            icon="lock"
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Primary
                        submit=true
                        form=FORM.to_owned()
                        busy=sending.busy()
                        busy_label=words::locking()
                    >
                        {words::lock_now()}
                    </Button>
                }
            }
        >
            <Consequences>
                <Consequence kind=ConsequenceKind::Fact>{words::lock_reaches()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::lock_keeps()}</Consequence>
            </Consequences>
            <form method="post" id=FORM class="stack" on:submit=submit novalidate=true>
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                <TextField
                    label=words::lock_message()
                    name="message"
                    hint=words::lock_message_hint()
                    bind=message
                    error=sending.field("params.message")
                    maxlength=200_u32
                    optional=true
                />
                <TextField
                    label=words::lock_phone()
                    name="phone_number"
                    kind=InputKind::Tel
                    bind=phone_number
                    error=sending.field("params.phone_number")
                    optional=true
                    ltr=true
                />
            </form>
        </Dialog>
    }
}
