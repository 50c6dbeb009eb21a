//! What can be done with a device: buttons, the menu with the rest, and the dialogs that ask.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{Action, CommandRow, CommandState, CreateCommand, DeviceDetail, RenameParams};

use super::lock::LockDialog;
use crate::{
    console::{
        api::devices::command_device,
        shared::{Sending, may},
    },
    t::console::act as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, ErrorSummary, FormError,
        Icon, Menu, MenuButton, TextField, Tone, use_toasts,
    },
    wording::{action_icon, action_name, no_action_reason},
};

/// What has a button of its own; the rest stands in the menu.
const BUTTONS: [Action; 3] = [Action::Lock, Action::Retire, Action::Wipe];
const MENU: [Action; 5] =
    [Action::Locate, Action::Unlock, Action::ResetPinPassword, Action::Restart, Action::Rename];

/// All that the person may do with it.
#[component]
pub(super) fn Actions(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let asked = RwSignal::new(None::<Action>);
    let name = move || device.with(|device| device.row.name.clone());
    let allowed =
        |actions: &'static [Action]| actions.iter().copied().filter(|action| may(action.permission()));
    let buttons =
        allowed(&BUTTONS).map(|action| view! { <ActionButton device action asked /> }).collect_view();
    let more: Vec<Action> = allowed(&MENU).collect();
    let all: Vec<Action> = allowed(&BUTTONS).chain(more.iter().copied()).collect();
    let menu = (!more.is_empty()).then(|| {
        let items =
            more.into_iter().map(|action| view! { <ActionItem device action asked /> }).collect_view();
        view! {
            <Menu
                id="more-actions"
                label=move || words::more_for(name())
                kind=ButtonKind::Plain
                icon_only=true
                trigger=|| view! { <Icon name="more" /> }
            >
                {items}
            </Menu>
        }
    });
    let dialogs = all.into_iter().map(|action| dialog(device, action, asked)).collect_view();
    view! {
        <div class="row" role="group" aria-label=move || words::actions_for(name())>
            {buttons}
            {menu}
        </div>
        {dialogs}
    }
}

/// "Wipe…": an ellipsis where a dialog destroys something.
fn label(action: Action) -> String {
    match action.ends_management() {
        true => format!("{}…", action_name(action)),
        false => action_name(action).to_owned(),
    }
}

#[component]
fn ActionButton(
    device: RwSignal<DeviceDetail>,
    action: Action,
    asked: RwSignal<Option<Action>>,
) -> impl IntoView {
    let reason = Memo::new(move |_| device.with(|device| no_action_reason(device, action)));
    let named = move || device.with(|device| words::named(action_name(action), &device.row.name));
    let kind = if action == Action::Wipe { ButtonKind::DangerLine } else { ButtonKind::Plain };
    move || match reason.get() {
        Some(reason) => {
            let title = reason.clone();
            view! {
                <span title=title>
                    <Button
                        icon=action_icon(action)
                        disabled=true
                        label=move || format!("{}. {reason}", named())
                    >
                        {label(action)}
                    </Button>
                </span>
            }
            .into_any()
        }
        None => view! {
            <Button icon=action_icon(action) kind=kind label=named on:click=move |_| asked.set(Some(action))>
                {label(action)}
            </Button>
        }
        .into_any(),
    }
}

/// An entry of the menu; one that the device cannot do says why.
#[component]
fn ActionItem(
    device: RwSignal<DeviceDetail>,
    action: Action,
    asked: RwSignal<Option<Action>>,
) -> impl IntoView {
    let reason = Memo::new(move |_| device.with(|device| no_action_reason(device, action)));
    move || match reason.get() {
        Some(reason) => view! {
            <li>
                <button type="button" aria-disabled="true">
                    <Icon name=action_icon(action) />
                    <span class="stack stack-1">
                        <span>{label(action)}</span>
                        <small class="muted">{reason}</small>
                    </span>
                </button>
            </li>
        }
        .into_any(),
        None => view! {
            <MenuButton on_press=Callback::new(move |()| asked.set(Some(action))) icon=action_icon(action)>
                {label(action)}
            </MenuButton>
        }
        .into_any(),
    }
}

fn dialog(device: RwSignal<DeviceDetail>, action: Action, asked: RwSignal<Option<Action>>) -> AnyView {
    let open = RwSignal::new(false);
    Effect::new(move |_| {
        if asked.get() == Some(action) {
            open.set(true);
        }
    });
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open {
            asked.set(None);
        }
        is_open
    });
    match action {
        Action::Lock => view! { <LockDialog device=device open=open /> }.into_any(),
        action => view! { <ActionDialog device=device action=action open=open /> }.into_any(),
    }
}

/// What an action says before it is done.
struct Texts {
    title: fn(&str) -> String,
    text: &'static str,
    lost: Option<&'static str>,
    kept: &'static str,
    when: &'static str,
}

fn texts(action: Action) -> Texts {
    match action {
        Action::Lock | Action::Unlock => Texts {
            title: |name| words::unlock_question(name),
            text: words::unlock_text(),
            lost: None,
            kept: words::unlock_keeps(),
            when: words::reaches(),
        },
        Action::Locate => Texts {
            title: |name| words::locate_question(name),
            text: words::locate_text(),
            lost: None,
            kept: words::locate_keeps(),
            when: words::locate_reaches(),
        },
        Action::ResetPinPassword => Texts {
            title: |name| words::reset_pin_question(name),
            text: words::reset_pin_text(),
            lost: None,
            kept: words::reset_pin_keeps(),
            when: words::reaches(),
        },
        Action::Restart => Texts {
            title: |name| words::restart_question(name),
            text: words::restart_text(),
            lost: None,
            kept: words::restart_keeps(),
            when: words::reaches(),
        },
        Action::Rename => Texts {
            title: |name| words::rename_question(name),
            text: words::rename_text(),
            lost: None,
            kept: words::rename_keeps(),
            when: words::reaches(),
        },
        Action::Retire => Texts {
            title: |name| words::retire_question(name),
            text: words::retire_text(),
            lost: Some(words::retire_loses()),
            kept: words::retire_keeps(),
            when: words::leaves(),
        },
        Action::Wipe => Texts {
            title: |name| words::wipe_question(name),
            text: words::wipe_text(),
            lost: Some(words::wipe_loses()),
            kept: words::wipe_keeps(),
            when: words::leaves(),
        },
    }
}

#[component]
fn ActionDialog(device: RwSignal<DeviceDetail>, action: Action, open: RwSignal<bool>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let sending = Sending::default();
    let toasts = use_toasts();
    let name = move || device.with(|device| device.row.name.clone());
    let form = format!("{action}-form");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let command = match action {
            Action::Rename => CreateCommand::rename(&RenameParams { name: typed.get_untracked() }),
            Action::Wipe => CreateCommand::wipe(&typed.get_untracked()),
            action => CreateCommand::of(action),
        };
        if !sending.accepts(&command) {
            return;
        }
        let id = device.with_untracked(|device| device.row.id);
        sending.send(command_device(id, command), move |command: CommandRow| {
            open.set(false);
            typed.set(String::new());
            toasts.say(match command.state {
                CommandState::Held => words::held().to_owned(),
                _ => words::sent(action_name(action)),
            });
        });
    };
    let Texts { title, text, lost, kept, when } = texts(action);
    let danger = action.ends_management();
    let tone = if danger { Tone::Danger } else { Tone::Info };
    let kind = if danger { ButtonKind::Danger } else { ButtonKind::Primary };
    let (button_form, body_form) = (form.clone(), form);
    view! {
        <Dialog
            open=open
            id=format!("{action}-dialog")
            title=move || title(&name())
            text=text
            icon=action_icon(action)
            tone=tone
            action=move || {
                view! {
                    <Button
                        kind=kind
                        submit=true
                        form=button_form.clone()
                        busy=sending.busy()
                        busy_label=words::sending()
                    >
                        {action_name(action)}
                    </Button>
                }
            }
        >
            <Consequences>
                {lost.map(|lost| view! { <Consequence kind=ConsequenceKind::Lost>{lost}</Consequence> })}
                <Consequence kind=ConsequenceKind::Kept>{kept}</Consequence>
                <Consequence kind=ConsequenceKind::Fact>{when}</Consequence>
            </Consequences>
            <form method="post" id=body_form.clone() class="stack" on:submit=submit novalidate=true>
                <ErrorSummary errors=sending.summary() />
                <FormError text=sending.general() />
                {field(action, name, typed, sending)}
            </form>
        </Dialog>
    }
}

/// What has to be typed.
fn field(
    action: Action,
    name: impl Fn() -> String + Send + Sync + Copy + 'static,
    typed: RwSignal<String>,
    sending: Sending,
) -> Option<AnyView> {
    match action {
        Action::Rename => Some(
            view! {
                <TextField
                    label=words::new_name()
                    name="name"
                    bind=typed
                    error=sending.field("params.name")
                    maxlength=63_u32
                />
            }
            .into_any(),
        ),
        Action::Wipe => Some(
            view! {
                <TextField
                    label=words::type_name()
                    name="confirm"
                    hint=move || words::type_name_hint(name())
                    bind=typed
                    error=sending.field("confirm")
                    autocomplete="off"
                />
            }
            .into_any(),
        ),
        _ => None,
    }
}
