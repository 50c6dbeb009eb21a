//! What a device was told to do, and what became of it, live.

use leptos::prelude::*;
use types::{Action, CommandRow, CommandState, DeviceId, NewPin, Page, PageQuery};

use super::new_pin::{ToldPin, new_pin};
use crate::{
    console::{
        api::devices::{approve_command, cancel_command, list_commands},
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
    let told = RwSignal::new(None);
    view! {
        <Card title=words::commands()>
            <FormError text=sending.general() />
            <ToldPin told=told />
            {loaded(
                commands,
                || view! { <SkeletonRows rows=3 /> }.into_any(),
                move |first: Page<CommandRow>| {
                    let tick = use_live().object("device", id);
                    let page = kept_fresh(first, tick, move || list_commands(id, page()));
                    list(page, name, sending, told)
                },
            )}
        </Card>
    }
}

fn list(
    page: RwSignal<Page<CommandRow>>,
    name: Signal<String>,
    sending: Sending,
    told: RwSignal<Option<NewPin>>,
) -> AnyView {
    let event = move |command: CommandRow| {
        let (tone, status) = command_status(&command);
        view! {
            <Event icon=action_icon(command.action) tone=tone at=command.created_at note=status>
                <b>{verb(command.action)}</b>
                " "
                {words::requested_by(command.requested_by.clone())}
                {said(&command)}
                {new_pin(&command, told, sending)}
                {answers(command, page, name, sending)}
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

/// The message and number that a locked screen shows, the new name, and the PIN that opens a Mac again.
fn said(command: &CommandRow) -> Option<AnyView> {
    let part = |name: &str| command.params.get(name).and_then(|value| value.as_str()).map(str::to_owned);
    let pin = command.pin.as_deref().map(words::opens_with);
    let parts = [part("message"), part("phone_number"), part("name"), pin];
    let lines: Vec<String> = parts.into_iter().flatten().collect();
    (!lines.is_empty()).then(|| {
        let line = |line| view! { <small><bdi>{line}</bdi></small> };
        lines.into_iter().map(line).collect_view().into_any()
    })
}

fn verb(action: Action) -> &'static str {
    crate::wording::action_name(action)
}

/// What can still be done about a command that its device has not fetched: take it back, or agree to it.
fn answers(
    command: CommandRow,
    page: RwSignal<Page<CommandRow>>,
    name: Signal<String>,
    sending: Sending,
) -> Option<AnyView> {
    let waits = matches!(command.state, CommandState::Queued | CommandState::Held);
    if !waits || !may(command.action.permission()) {
        return None;
    }
    let toasts = use_toasts();
    let id = command.id;
    let answer = Callback::new(move |(agrees, said): (bool, &'static str)| {
        let done = move |answered: CommandRow| {
            page.update(|page| {
                if let Some(row) = page.items.iter_mut().find(|row| row.id == answered.id) {
                    *row = answered;
                }
            });
            toasts.say(said);
        };
        match agrees {
            true => sending.send(approve_command(id), done),
            false => sending.send(cancel_command(id), done),
        }
    });
    let action = command.action;
    let approve = (command.state == CommandState::Held).then(|| {
        view! {
            <Button
                size=ButtonSize::Small
                busy=sending.busy()
                label=move || words::approve_command_of(verb(action), name.get())
                on:click=move |_| answer.run((true, words::command_approved()))
            >
                {words::approve_command()}
            </Button>
        }
    });
    Some(
        view! {
            <div class="row row-2 mt-1">
                {approve}
                <Button
                    size=ButtonSize::Small
                    busy=sending.busy()
                    label=move || words::cancel_command_of(verb(action), name.get())
                    on:click=move |_| answer.run((false, words::command_cancelled()))
                >
                    {words::cancel_command()}
                </Button>
            </div>
        }
        .into_any(),
    )
}
