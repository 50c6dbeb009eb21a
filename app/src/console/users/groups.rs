//! The groups of one person: shown, joined and left.

use leptos::prelude::*;
use types::{ChangeMembers, GroupId, GroupQuery, GroupRow, Page, PageQuery, Permission, Source, UserId};

use crate::{
    console::{
        api::groups::{list_groups, move_members},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::{either, use_live},
    t::people::{self, mine as words},
    ui::{Button, ButtonKind, ButtonSize, Card, Choice, FormError, List, SelectField, SkeletonRows},
};

/// What a list of groups asks for: all that fit into one answer.
pub(in crate::console) fn all_groups(user_id: Option<UserId>) -> GroupQuery {
    let page = PageQuery { limit: Some(PageQuery::MAX_LIMIT), ..PageQuery::default() };
    GroupQuery { user_id, page, ..GroupQuery::default() }
}

/// The card.
#[component]
pub(super) fn Groups(id: UserId) -> impl IntoView {
    let groups = Resource::new(|| (), move |()| list_groups(all_groups(Some(id))));
    view! {
        <Card title=words::title()>
            {loaded(groups, || view! { <SkeletonRows rows=2 /> }.into_any(), move |first| show(id, first))}
        </Card>
    }
}

fn show(id: UserId, first: Page<GroupRow>) -> AnyView {
    let live = use_live();
    let (of_user, of_groups) = (live.object("user", id), live.topic("group"));
    let tick = either([of_user, of_groups]);
    let mine = kept_fresh(first, tick, move || list_groups(all_groups(Some(id))));
    let sending = Sending::default();
    let change = Callback::new(move |(group, joins): (GroupId, bool)| {
        let (add, remove) = if joins { (vec![id], Vec::new()) } else { (Vec::new(), vec![id]) };
        sending.send(
            async move {
                move_members(group, ChangeMembers { add, remove }).await?;
                list_groups(all_groups(Some(id))).await
            },
            move |page| mine.set(page),
        );
    });
    view! {
        <FormError text=sending.general() />
        <Show
            when=move || mine.with(|page| !page.items.is_empty())
            fallback=|| view! { <p class="sm muted">{words::none()}</p> }
        >
            <List>
                {move || mine.with(|page| page.items.iter().cloned().map(|group| line(group, change)).collect_view())}
            </List>
        </Show>
        {may(Permission::GroupWrite).then(|| view! { <Join mine=mine change=change /> })}
    }
    .into_any()
}

fn line(group: GroupRow, change: Callback<(GroupId, bool)>) -> impl IntoView {
    let id = group.id;
    let local = group.source == Source::Local;
    let sub = group.directory_name.unwrap_or_else(|| people::local().to_owned());
    let label = words::leave_named(&group.name);
    view! {
        <li>
            <span class="grow">
                <a class="name" href=format!("/admin/groups/{id}")>
                    <bdi>{group.name}</bdi>
                </a>
                <small>{sub}</small>
            </span>
            {(local && may(Permission::GroupWrite))
                .then(|| {
                    view! {
                        <Button
                            size=ButtonSize::Small
                            kind=ButtonKind::Quiet
                            label=label
                            on:click=move |_| change.run((id, false))
                        >
                            {words::leave()}
                        </Button>
                    }
                })}
        </li>
    }
}

/// Chooses one of the local groups that the person is not in.
#[component]
fn Join(mine: RwSignal<Page<GroupRow>>, change: Callback<(GroupId, bool)>) -> impl IntoView {
    let all = Resource::new(|| (), |()| list_groups(all_groups(None)));
    loaded(
        all,
        || ().into_any(),
        move |page: Page<GroupRow>| {
            let chosen = RwSignal::new(String::new());
            let others = move || {
                mine.with(|mine| {
                    let is_mine = |group: &GroupRow| mine.items.iter().any(|other| other.id == group.id);
                    let local = page.items.iter().filter(|group| group.source == Source::Local);
                    local
                        .filter(|group| !is_mine(group))
                        .map(|group| Choice::new(group.id.to_string(), group.name.clone()))
                        .collect::<Vec<_>>()
                })
            };
            let join = move |_| {
                if let Ok(id) = chosen.get_untracked().parse() {
                    change.run((id, true));
                    chosen.set(String::new());
                }
            };
            view! {
                {move || {
                    let others = others();
                    (!others.is_empty())
                        .then(|| {
                            let options: Vec<_> =
                                std::iter::once(Choice::new("", words::choose())).chain(others).collect();
                            view! {
                                <div class="row mt-3">
                                    <SelectField label=words::join() name="group" options=options bind=chosen />
                                    <Button on:click=join>{words::add()}</Button>
                                </div>
                            }
                        })
                }}
            }
            .into_any()
        },
    )
}
