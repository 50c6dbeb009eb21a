//! One directory: how it stands, its groups, what the last reading brought, how it is connected.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use types::{DirectoryId, DirectoryState, ErrorCode, Permission, SyncState};

use super::{HOME, actions::Actions, form::Form, groups::Groups, list::facts, report};
use crate::{
    console::{
        api::directories::{DirectoryView, delete_directory, find_directory, sync_directory},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    request::Failure,
    t::directories::{self as text, detail as words},
    ui::{
        Button, ButtonKind, ButtonSize, Card, Consequence, ConsequenceKind, Consequences, Crumb, Crumbs,
        Dialog, FormError, LinkButton, PageHead, PageTitle, SkeletonCard, Tone, use_toasts,
    },
};

/// One directory, by the id in the address.
#[component]
pub(in crate::console) fn DirectoryPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<DirectoryId>().ok()));
    let directory = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_directory(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(directory, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: DirectoryView) -> AnyView {
    let id = first.detail.row.id;
    let live = use_live();
    let tick = live.object("settings", id);
    let saved = RwSignal::new(0_u32);
    let tick = Memo::new(move |_| tick.get().wrapping_add(saved.get()));
    let groups = RwSignal::new(first.groups.clone());
    let form = first.detail.clone();
    let directory = kept_fresh(first, tick, move || find_directory(id));
    Effect::new(move |_| groups.set(directory.with(|directory| directory.groups.clone())));
    let name = Memo::new(move |_| directory.with(|directory| directory.detail.row.name.clone()));
    let state = Signal::derive(move || directory.with(|directory| directory.detail.row.state));
    view! {
        <PageTitle text=move || name.get() />
        <Crumbs items=vec![Crumb::new(HOME, text::title())] current=move || name.get() />
        <PageHead title=move || name.get() />
        <div class="split split-20">
            <div class="stack">
                <Groups id=id groups=groups />
                <Form known=Some(form) version=Signal::derive(move || {
                    directory.with(|directory| directory.detail.version)
                }) done=Callback::new(move |_| saved.update(|count| *count += 1)) />
            </div>
            <aside class="stack" aria-label=words::status()>
                <Card title=words::status()>
                    {move || directory.with(|directory| facts(&directory.detail.row))}
                    <Actions id=id state=state />
                </Card>
                <Card title=text::report::title()>
                    {move || directory.with(|directory| report::reading(directory.detail.row.last_sync.as_ref()))}
                    <Accept id=id directory=directory />
                </Card>
                <Card title=words::history()>
                    <LinkButton
                        href=format!("/admin/audit?target={id}")
                        kind=ButtonKind::Quiet
                        size=ButtonSize::Small
                        icon="history"
                    >
                        {words::history()}
                    </LinkButton>
                    <Delete id=id directory=directory />
                </Card>
            </aside>
        </div>
    }
    .into_any()
}

/// Lets those go who are missing, after somebody has looked why.
#[component]
fn Accept(id: DirectoryId, directory: RwSignal<DirectoryView>) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let held = Memo::new(move |_| {
        directory.with(|directory| {
            let row = &directory.detail.row;
            row.state == DirectoryState::Held
                && row.last_sync.as_ref().is_some_and(|sync| sync.state == SyncState::Held)
        })
    });
    let accept = move |_| sending.send(sync_directory(id, true), move |()| toasts.say(text::asked()));
    may(Permission::DirectoryWrite).then(|| {
        view! {
            <Show when=move || held.get()>
                <FormError text=sending.general() />
                <Button kind=ButtonKind::DangerLine busy=sending.busy() busy_label=text::asking() on:click=accept>
                    {text::report::accept()}
                </Button>
            </Show>
        }
    })
}

#[component]
fn Delete(id: DirectoryId, directory: RwSignal<DirectoryView>) -> impl IntoView {
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let navigate = use_navigate();
    let delete = move |_| {
        let navigate = navigate.clone();
        sending.send(delete_directory(id), move |()| {
            open.set(false);
            toasts.say(words::deleted());
            navigate(HOME, leptos_router::NavigateOptions::default());
        });
    };
    let row = move || directory.with(|directory| directory.detail.row.clone());
    may(Permission::DirectoryWrite).then(|| {
        view! {
            <Button kind=ButtonKind::DangerLine on:click=move |_| open.set(true)>
                {words::delete()}
            </Button>
            <Dialog
                open=open
                id="delete-directory"
                title=move || words::delete_question(row().name)
                text=words::delete_text()
                icon="directory"
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
                {move || {
                    let row = row();
                    view! {
                        <Consequences>
                            <Consequence kind=ConsequenceKind::Lost>{words::delete_lost()}</Consequence>
                            <Consequence kind=ConsequenceKind::Kept>
                                {words::delete_people(row.people + row.gone)}
                            </Consequence>
                            <Consequence kind=ConsequenceKind::Kept>{words::delete_groups(row.groups)}</Consequence>
                        </Consequences>
                    }
                }}
            </Dialog>
        }
    })
}
