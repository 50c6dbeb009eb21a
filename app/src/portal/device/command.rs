//! The newest command while it is on its way, and just after.

use std::time::Duration;

use leptos::prelude::*;
use types::{CommandId, CommandRow, CommandState};

use crate::{
    portal::device::may_do,
    routes,
    shell::page_info,
    t::{common, portal::device as words, wording},
    ui::{Button, ButtonKind, Card, HiddenField, Note, Tone},
    wording::{action_name, command_status},
};

/// A finished command stays in view for this long; after that it is history.
const RECENT: Duration = Duration::from_secs(15 * 60);

/// "Lock: Waiting to be sent" → "Sent, waiting for the device" → "Done in 3 seconds", live.
#[component]
pub(super) fn CommandNote(newest: Memo<Option<CommandRow>>, name: Memo<String>) -> impl IntoView {
    let opened_at = page_info().now;
    let shown = Memo::new(move |_| {
        newest.get().filter(|command| {
            command.has_secret
                || command.finished_at.is_none_or(|finished| opened_at.since(finished) < RECENT)
                    && !matches!(command.state, CommandState::Cancelled | CommandState::Expired)
        })
    });
    let look =
        Memo::new(move |_| shown.with(|command| command.as_ref().map(|command| command_status(command).0)));
    let text = move || shown.with(|command| command.as_ref().map(|command| command_status(command).1));
    let action = move || shown.with(|command| command.as_ref().map(|command| action_name(command.action)));
    let takeable = Memo::new(move |_| {
        shown.with(|command| {
            command.as_ref().filter(|command| command.state == CommandState::Queued).map(|command| command.id)
        })
    });
    let hint = move || takeable.get().is_some().then(|| words::reaches(name.get()));
    let has_secret = Memo::new(move |_| {
        newest.with(|command| {
            command
                .as_ref()
                .filter(|command| command.has_secret && may_do(command.action))
                .map(|command| command.id)
        })
    });
    let form = move |intent: &'static str, id: CommandId, button: AnyView| {
        let here =
            newest.get_untracked().map(|command| routes::device(command.device_id)).unwrap_or_default();
        view! {
            <form method="post" action=here>
                <HiddenField name="intent" value=intent />
                <HiddenField name="command" value=id.to_string() />
                {button}
            </form>
        }
    };
    let cancel = move || {
        let allowed =
            newest.with_untracked(|command| command.as_ref().is_some_and(|command| may_do(command.action)));
        takeable.get().filter(|_| allowed).map(|id| {
            let button = view! {
                <Button kind=ButtonKind::Quiet submit=true>
                    {words::take_back()}
                </Button>
            };
            form("cancel", id, button.into_any())
        })
    };
    let reveal = move || {
        has_secret.get().map(|id| {
            let button = view! {
                <Button kind=ButtonKind::Primary submit=true icon="eye">
                    {wording::command::show_pin()}
                </Button>
            };
            form("reveal", id, button.into_any())
        })
    };
    let note = move |tone: Tone| {
        view! {
            <Note tone=tone>
                <div class="row">
                    <div class="grow">
                        <p>
                            <b>{action}</b>
                            {common::colon()}
                            {text}
                        </p>
                        <p class="muted">{hint}</p>
                    </div>
                    {cancel}
                    {reveal}
                </div>
            </Note>
        }
    };
    view! { <div aria-live="polite" role="status">{move || look.get().map(note)}</div> }
}

/// The new PIN that the device has told: this page alone shows it.
#[component]
pub(super) fn NewPinCard(pin: String, name: String) -> impl IntoView {
    view! {
        <Card title=words::new_pin(name)>
            <div class="stack stack-2">
                <p class="pin ltr" role="status">
                    {pin}
                </p>
                <p class="sm muted">{wording::command::show_pin_text()}</p>
            </div>
        </Card>
    }
}
