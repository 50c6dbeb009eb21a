//! Choosing groups: those chosen, and a search in the directory itself.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{ChosenGroup, DirectoryId, FoundGroup, FoundGroups, Permission};

use super::words;
use crate::{
    console::{
        api::directories::{choose_group, find_groups, unchoose_group},
        shared::{Sending, may},
    },
    t::directories::groups as text,
    ui::{
        Button, ButtonKind, ButtonSize, Card, Consequence, ConsequenceKind, Consequences, Dialog, FormError,
        TextField, Tone, use_toasts,
    },
};

/// The groups of a directory.
#[component]
pub(super) fn Groups(id: DirectoryId, groups: RwSignal<Vec<ChosenGroup>>) -> impl IntoView {
    let removing: RwSignal<Option<ChosenGroup>> = RwSignal::new(None);
    let open = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let remove = move |_| {
        let Some(group) = removing.get_untracked() else { return };
        sending.send(unchoose_group(id, group.id), move |left| {
            groups.set(left);
            open.set(false);
            toasts.say(text::removed());
        });
    };
    let ask = move |group: ChosenGroup| {
        removing.set(Some(group));
        open.set(true);
    };
    let name =
        move || removing.with(|group| group.as_ref().map(|group| group.name.clone()).unwrap_or_default());
    view! {
        <Card title=text::title() sub=text::sub()>
            <Show when=move || groups.with(Vec::is_empty)>
                <p class="muted">{text::none()}</p>
            </Show>
            <ul class="stack stack-2">
                <For each=move || groups.get() key=|group| (group.id, group.members, group.gone_at.is_some()) let(group)>
                    {chosen(group, ask)}
                </For>
            </ul>
            {may(Permission::DirectoryWrite).then(|| view! { <Search id=id groups=groups /> })}
        </Card>
        <Dialog
            open=open
            id="remove-group"
            title=move || text::remove_question(name())
            text=text::remove_text()
            icon="group"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=text::removing()
                        on:click=remove
                    >
                        {text::remove_now()}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
            {move || removing.with(|group| group.as_ref().map(consequences))}
        </Dialog>
    }
}

fn chosen(group: ChosenGroup, ask: impl Fn(ChosenGroup) + Copy + 'static) -> AnyView {
    let gone = group.gone_at.map(|_| format!(", {}", text::gone()));
    let label = text::remove_name(&group.name);
    let (href, name, dn) = (format!("/admin/groups/{}", group.id), group.name.clone(), group.dn.clone());
    let members = text::members(group.members);
    let button = may(Permission::DirectoryWrite).then(|| {
        view! {
            <Button
                kind=ButtonKind::QuietDanger
                size=ButtonSize::Small
                label=label
                on:click=move |_| ask(group.clone())
            >
                {text::remove()}
            </Button>
        }
    });
    view! {
        <li class="row row-2">
            <span class="grow">
                <a href=href>{name}</a>
                <small class="block muted break">{members} {gone} " · " <span class="ltr">{dn}</span></small>
            </span>
            {button}
        </li>
    }
    .into_any()
}

fn consequences(group: &ChosenGroup) -> AnyView {
    let (members, rights, roles) = (group.members, group.rights, group.roles);
    view! {
        <Consequences>
            <Consequence kind=ConsequenceKind::Lost>{text::remove_members(members)}</Consequence>
            <Consequence kind=ConsequenceKind::Lost>{text::remove_rights(rights, roles)}</Consequence>
            <Consequence kind=ConsequenceKind::Kept>{text::remove_people()}</Consequence>
        </Consequences>
    }
    .into_any()
}

#[component]
fn Search(id: DirectoryId, groups: RwSignal<Vec<ChosenGroup>>) -> impl IntoView {
    let q = RwSignal::new(String::new());
    let found: RwSignal<Option<FoundGroups>> = RwSignal::new(None);
    let (searching, choosing) = (Sending::default(), Sending::default());
    let toasts = use_toasts();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        searching.send(find_groups(id, q.get_untracked()), move |answer| found.set(Some(answer)));
    };
    let choose = move |group: FoundGroup| {
        choosing.send(choose_group(id, group.key.clone()), move |all| {
            groups.set(all);
            found.update(|found| {
                let items = found.iter_mut().flat_map(|found| &mut found.items);
                items.filter(|item| item.key == group.key).for_each(|item| item.chosen = true);
            });
            toasts.say(text::chosen_said(&group.name));
        });
    };
    view! {
        <form method="get" role="search" class="mt-4 stack stack-3" on:submit=submit>
            <TextField label=text::find() name="q" bind=q maxlength=100_u32 />
            <div>
                <Button submit=true icon="search" busy=searching.busy() busy_label=text::searching()>
                    {text::search()}
                </Button>
            </div>
            <FormError text=searching.general() />
            <FormError text=choosing.general() />
        </form>
        <div role="status" class="mt-3">
            {move || found.with(|found| found.as_ref().map(|found| results(found, choose)))}
        </div>
    }
}

fn results(found: &FoundGroups, choose: impl Fn(FoundGroup) + Copy + 'static) -> AnyView {
    if let Some(fault) = found.fault {
        return view! { <p>{words::fault(fault)}</p> }.into_any();
    }
    if found.items.is_empty() {
        return view! { <p class="muted">{text::nothing()}</p> }.into_any();
    }
    let items: Vec<AnyView> = found
        .items
        .iter()
        .cloned()
        .map(|group| {
            let (name, dn) = (group.name.clone(), group.dn.clone());
            let button = if group.chosen {
                view! { <span class="sm muted">{text::chosen()}</span> }.into_any()
            } else {
                let label = format!("{} {name}", text::choose());
                view! {
                    <Button size=ButtonSize::Small label=label on:click=move |_| choose(group.clone())>
                        {text::choose()}
                    </Button>
                }
                .into_any()
            };
            view! {
                <li class="row row-2">
                    <span class="grow">{name} <small class="block muted break ltr">{dn}</small></span>
                    {button}
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <ul class="stack stack-2">{items}</ul>
        {found.more.then(|| view! { <p class="sm muted">{text::more()}</p> })}
    }
    .into_any()
}
