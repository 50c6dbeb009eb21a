//! Deleting a role, with what it takes from whom said first.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use types::{Page, RoleDetail, RoleHolder};

use crate::{
    console::{api::roles::delete_role, shared::Sending},
    t::roles::delete as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, FormError, Tone, use_toasts,
    },
};

/// The button with its dialog.
#[component]
pub(super) fn DeleteRole(found: RwSignal<(RoleDetail, Page<RoleHolder>)>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let name = Memo::new(move |_| found.with(|(role, _)| role.row.name.clone()));
    let counts = Memo::new(move |_| found.with(|(role, _)| (role.row.users, role.row.groups)));
    let delete = move |_| {
        let (key, name) = found.with_untracked(|(role, _)| (role.row.id, role.row.name.clone()));
        let navigate = navigate.clone();
        sending.send(delete_role(key), move |()| {
            open.set(false);
            toasts.say(words::done(&name));
            navigate("/admin/roles", NavigateOptions::default());
        });
    };
    let taken = move || match counts.get() {
        (0, 0) => words::nobody().to_owned(),
        (users, groups) => words::taken(users, groups),
    };
    view! {
        <Button kind=ButtonKind::DangerLine on:click=move |_| open.set(true)>
            {words::button()}
        </Button>
        <Dialog
            open=open
            id="delete-role"
            title=move || words::question(name.get())
            text=words::text()
            icon="shield"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=words::deleting()
                        on:click=delete.clone()
                    >
                        {words::now()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{taken}</Consequence>
                <Consequence kind=ConsequenceKind::Lost>{words::signed_out()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::kept()}</Consequence>
            </Consequences>
        </Dialog>
    }
}
