//! Deleting a group, with what it takes from whom said first.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use types::GroupDetail;

use crate::{
    console::{api::groups::delete_group, shared::Sending},
    t::people::group as words,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, FormError, Tone, use_toasts,
    },
};

/// The button with its dialog.
#[component]
pub(super) fn DeleteGroup(group: RwSignal<GroupDetail>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let name = Memo::new(move |_| group.with(|group| group.row.name.clone()));
    let count = Memo::new(move |_| group.with(|group| group.row.member_count));
    let delete = move |_| {
        let (id, name) = (group.with_untracked(|group| group.row.id), name.get_untracked());
        let navigate = navigate.clone();
        sending.send(delete_group(id), move |()| {
            open.set(false);
            toasts.say(words::deleted(&name));
            navigate("/admin/groups", NavigateOptions::default());
        });
    };
    view! {
        <Button kind=ButtonKind::DangerLine on:click=move |_| open.set(true)>
            {words::delete()}
        </Button>
        <Dialog
            open=open
            id="delete-group"
            title=move || words::delete_title(name.get())
            text=words::delete_text()
            icon="group"
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
                <Consequence kind=ConsequenceKind::Lost>{move || words::delete_lost(count.get())}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{words::delete_kept()}</Consequence>
            </Consequences>
        </Dialog>
    }
}
