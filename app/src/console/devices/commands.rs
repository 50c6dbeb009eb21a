//! What a device was told to do, and what became of it, live.

use leptos::prelude::*;
use types::{Action, CommandRow, CommandState, DeviceId, Page, PageQuery, Permission};

use crate::{
    console::{
        api::devices::{cancel_command, list_commands},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    t::console::device as words,
    ui::{Button, ButtonSize, Card, Event, FormError, SkeletonRows, Timeline, use_toasts},
    wording::{action_icon, command_status},
};

/// How many commands are shown.
const SHOWN: u32 = 20;

/// Commands, newest first.
#[component]
pub(super) fn Commands(id: DeviceId, #[prop(into)] name: Signal<String>) -> impl IntoView {
    let page = || PageQuery { limit: Some(SHOWN), ..PageQuery::default() };
    let commands = Resource::new(|| (), move |()| list_commands(id, page()));
    let sending = Sending::default();
    view! {
        <Card title=words::commands()>
            <FormError text=sending.general() />
            {loaded(
                commands,
                || view! { <SkeletonRows rows=3 /> }.into_any(),
                move |first: Page<CommandRow>| {
                    let tick = use_live().object("device", id);
                    let page = kept_fresh(first, tick, move || list_commands(id, page()));
                    list(page, name, sending)
                },
            )}
        </Card>
    }
}

fn list(page: RwSignal<Page<CommandRow>>, name: Signal<String>, sending: Sending) -> AnyView {
    let event = move |command: CommandRow| {
        let (tone, status) = command_status(&command);
        view! {
            <Event icon=action_icon(command.action) tone=tone at=command.created_at note=status>
                <b>{verb(command.action)}</b>
                " "
                {words::requested_by(command.requested_by.clone())}
                {said(&command)}
                {(command.state == CommandState::Queued && may(Permission::DeviceLock))
                    .then(|| view! { <Cancel command=command page=page name=name sending=sending /> })}
            </Event>
        }
    };
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    view! {
        <Show when=move || !is_empty.get() fallback=|| view! { <p class="sm muted">{words::no_commands()}</p> }>
            <div aria-live="polite">
                <Timeline>
                    {move || page.with(|page| page.items.iter().cloned().map(event).collect_view())}
                </Timeline>
            </div>
        </Show>
    }
    .into_any()
}

/// The message and number that a locked screen shows.
fn said(command: &CommandRow) -> Option<AnyView> {
    let part = |name: &str| command.params.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let lines: Vec<String> = [part("message"), part("phone_number")].into_iter().flatten().collect();
    (!lines.is_empty()).then(|| {
        let line = |line| view! { <small><bdi>{line}</bdi></small> };
        lines.into_iter().map(line).collect_view().into_any()
    })
}

fn verb(action: Action) -> &'static str {
    crate::wording::action_name(action)
}

#[component]
fn Cancel(
    command: CommandRow,
    page: RwSignal<Page<CommandRow>>,
    name: Signal<String>,
    sending: Sending,
) -> impl IntoView {
    let toasts = use_toasts();
    let id = command.id;
    let cancel = move |_| {
        sending.send(cancel_command(id), move |cancelled: CommandRow| {
            page.update(|page| {
                if let Some(row) = page.items.iter_mut().find(|row| row.id == cancelled.id) {
                    *row = cancelled;
                }
            });
            toasts.say(words::command_cancelled());
        });
    };
    view! {
        <div class="mt-1">
            <Button
                size=ButtonSize::Small
                busy=sending.busy()
                label=move || words::cancel_command_of(verb(command.action), name.get())
                on:click=cancel
            >
                {words::cancel_command()}
            </Button>
        </div>
    }
}
