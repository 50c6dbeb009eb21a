//! Disabling and enabling a person, and the link to set a password.

use leptos::prelude::*;
use types::{Permission, UpdateUser, UserDetail, UserState};

use crate::{
    console::{
        api::users::{change_user, find_user, send_password_link},
        shared::{Sending, may},
    },
    t::console::user as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, FormError, Tone, use_toasts,
    },
};

/// Disable, with the consequences said first; or enable.
#[component]
pub(super) fn StateButton(user: RwSignal<UserDetail>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let active = Memo::new(move |_| user.with(|user| user.row.state == UserState::Active));
    let name = Memo::new(move |_| user.with(|user| user.row.display_name.clone()));
    let become_state = move |state: UserState| {
        let (id, version) = user.with_untracked(|user| (user.row.id, user.version));
        let input = UpdateUser { state: Some(state), ..UpdateUser::default() };
        sending.send(change_user(id, input, version), move |changed: UserDetail| {
            open.set(false);
            toasts.say(match changed.row.state {
                UserState::Disabled => words::disabled(&changed.row.display_name),
                UserState::Active => words::enabled(&changed.row.display_name),
            });
            user.set(changed);
        });
    };
    let disable = move |_| become_state(UserState::Disabled);
    may(Permission::UserWrite).then(|| {
        view! {
            <Show
                when=move || active.get()
                fallback=move || {
                    view! {
                        <FormError text=sending.general() />
                        <Button
                            busy=sending.busy()
                            busy_label=words::enabling()
                            on:click=move |_| become_state(UserState::Active)
                        >
                            {words::enable()}
                        </Button>
                    }
                }
            >
                <Button kind=ButtonKind::DangerLine on:click=move |_| open.set(true)>
                    {words::disable()}
                </Button>
            </Show>
            <Dialog
                open=open
                id="disable-dialog"
                title=move || words::disable_question(name.get())
                text=words::disable_text()
                icon="user"
                tone=Tone::Danger
                action=move || {
                    view! {
                        <Button
                            kind=ButtonKind::Danger
                            busy=sending.busy()
                            busy_label=words::disabling()
                            on:click=disable
                        >
                            {words::disable_now()}
                        </Button>
                    }
                }
            >
                <FormError text=sending.general() />
                <Consequences>
                    <Consequence kind=ConsequenceKind::Lost>{words::disable_sessions()}</Consequence>
                    <Consequence kind=ConsequenceKind::Lost>{words::disable_codes()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::disable_keeps()}</Consequence>
                    <Consequence kind=ConsequenceKind::Kept>{words::disable_back()}</Consequence>
                </Consequences>
            </Dialog>
        }
    })
}

/// Sends a new link to set a password.
#[component]
pub(super) fn PasswordLinkButton(user: RwSignal<UserDetail>) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let usable =
        Memo::new(move |_| user.with(|user| user.row.state == UserState::Active && user.row.email.is_some()));
    let send = move |_| {
        let (id, to) = user.with_untracked(|user| (user.row.id, user.row.email.clone().unwrap_or_default()));
        sending.send(
            async move {
                send_password_link(id).await?;
                find_user(id).await
            },
            move |fresh| {
                user.set(fresh);
                toasts.say(words::link_sent(to));
            },
        );
    };
    may(Permission::UserHelp).then(|| {
        view! {
            <Show when=move || usable.get()>
                <FormError text=sending.general() />
                <div>
                    <Button icon="mail" busy=sending.busy() busy_label=words::sending_link() on:click=send>
                        {words::send_link()}
                    </Button>
                </div>
            </Show>
        }
    })
}
