//! Deleting the record of a device that has left or never came.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use types::{DeviceDetail, Permission};

use crate::{
    console::{
        api::devices::delete_device,
        shared::{Sending, may},
    },
    t::console::device as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, FormError, Tone, use_toasts,
    },
};

/// The button with its dialog; left out while the device is here or expected.
#[component]
pub(super) fn DeleteButton(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let ended = Memo::new(move |_| device.with(|device| !device.row.state.takes_a_place()));
    let delete = move |_| {
        let navigate = navigate.clone();
        let id = device.with_untracked(|device| device.row.id);
        sending.send(delete_device(id), move |()| {
            open.set(false);
            toasts.say(words::deleted());
            navigate("/admin/devices", NavigateOptions::default());
        });
    };
    let title = move || device.with(|device| words::delete_question(&device.row.name));
    may(Permission::DeviceDelete).then(|| {
        view! {
            <Show when=move || ended.get()>
                <Button kind=ButtonKind::QuietDanger icon="delete" on:click=move |_| open.set(true)>
                    {words::delete()}
                </Button>
            </Show>
            <Dialog
                open=open
                id="delete-device"
                title=title
                icon="delete"
                tone=Tone::Danger
                action=move || {
                    view! {
                        <Button
                            kind=ButtonKind::Danger
                            busy=sending.busy()
                            busy_label=words::deleting()
                            on:click=delete.clone()
                        >
                            {words::delete_now()}
                        </Button>
                    }
                }
            >
                <FormError text=sending.general() />
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>{words::delete_loses()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::delete_keeps()}</Consequence>
                </Consequences>
            </Dialog>
        }
    })
}
