//! The PIN that a device has told, for whoever may reset it: once.

use leptos::prelude::*;
use types::{CommandRow, NewPin};

use crate::{
    console::{
        api::devices::reveal_pin,
        shared::{Sending, may},
    },
    t::wording::command as words,
    ui::{Button, ButtonSize},
};

/// The button that asks for it: whoever opens the page does not take it from whoever reads it out.
pub(super) fn new_pin(
    command: &CommandRow,
    told: RwSignal<Option<NewPin>>,
    sending: Sending,
) -> Option<AnyView> {
    let id = command.id;
    let waits = command.has_secret && may(command.action.permission());
    let button = waits.then(|| {
        view! {
            <Button
                size=ButtonSize::Small
                icon="eye"
                busy=sending.busy()
                on:click=move |_| sending.send(reveal_pin(id), move |pin| told.set(Some(pin)))
            >
                {words::show_pin()}
            </Button>
        }
    });
    button.map(|button| view! { <div class="row row-2 mt-1">{button}</div> }.into_any())
}

/// The PIN, above the commands, for as long as the page.
#[component]
pub(super) fn ToldPin(told: RwSignal<Option<NewPin>>) -> impl IntoView {
    view! {
        <div role="status">
            {move || {
                told.get()
                    .map(|told| {
                        view! {
                            <div class="stack stack-2 mb-4">
                                <p class="pin ltr">{told.pin}</p>
                                <p class="sm muted">{words::show_pin_text()}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
