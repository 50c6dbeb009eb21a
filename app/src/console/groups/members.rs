//! Who is in a group.

use leptos::prelude::*;
use types::{ChangeMembers, GroupDetail, GroupId, Page, PageQuery, UserId, UserQuery, UserRow};

use crate::{
    console::{
        api::{groups::move_members, users::list_users},
        shared::{Sending, kept_fresh, loaded},
        users::PickPerson,
    },
    live::use_live,
    t::people::group as words,
    ui::{Avatar, Button, ButtonKind, ButtonSize, Card, FormError, List, SkeletonRows},
};

/// How many are shown here; the rest is in the list of users.
const SHOWN: u32 = 20;

fn query(id: GroupId) -> UserQuery {
    UserQuery {
        group_id: Some(id),
        page: PageQuery { limit: Some(SHOWN), ..PageQuery::default() },
        ..UserQuery::default()
    }
}

/// The card. Members come and go here where the group is local and the viewer may.
#[component]
pub(super) fn Members(group: RwSignal<GroupDetail>, changes: bool) -> impl IntoView {
    let id = group.with_untracked(|group| group.row.id);
    let people = Resource::new(|| (), move |()| list_users(query(id)));
    view! {
        <Card
            title=words::members()
            actions=move || {
                view! {
                    <a class="sm" href=format!("/admin/users?group={id}")>
                        {words::all_members()}
                    </a>
                }
            }
        >
            {loaded(
                people,
                || view! { <SkeletonRows rows=3 /> }.into_any(),
                move |first| show(first, group, changes),
            )}
        </Card>
    }
}

fn show(first: Page<UserRow>, group: RwSignal<GroupDetail>, changes: bool) -> AnyView {
    let id = group.with_untracked(|group| group.row.id);
    let people = kept_fresh(first, use_live().object("group", id), move || list_users(query(id)));
    let sending = Sending::default();
    let change = Callback::new(move |(user, joins): (UserId, bool)| {
        let (add, remove) = if joins { (vec![user], Vec::new()) } else { (Vec::new(), vec![user]) };
        sending.send(
            async move {
                let changed = move_members(id, ChangeMembers { add, remove }).await?;
                Ok((changed, list_users(query(id)).await?))
            },
            move |(changed, members)| {
                group.set(changed);
                people.set(members);
            },
        );
    });
    let line = move |user: UserRow| {
        let (key, label) = (user.id, words::remove_named(&user.display_name));
        view! {
            <li>
                <Avatar name=user.display_name.clone() small=true />
                <span class="grow">
                    <a class="name" href=format!("/admin/users/{key}")>
                        <bdi>{user.display_name}</bdi>
                    </a>
                    <small class="ltr">{user.username}</small>
                </span>
                {changes
                    .then(|| {
                        view! {
                            <Button
                                size=ButtonSize::Small
                                kind=ButtonKind::Quiet
                                label=label
                                on:click=move |_| change.run((key, false))
                            >
                                {words::remove()}
                            </Button>
                        }
                    })}
            </li>
        }
    };
    let picked = Callback::new(move |user: UserRow| change.run((user.id, true)));
    view! {
        <div class="stack stack-4">
            <FormError text=sending.general() />
            {changes
                .then(|| {
                    view! {
                        <PickPerson
                            label=words::add_member()
                            hint=words::add_hint()
                            verb=words::add()
                            picked=picked
                        />
                    }
                })}
            <Show
                when=move || people.with(|page| !page.items.is_empty())
                fallback=|| view! { <p class="sm muted">{words::no_members()}</p> }
            >
                <List>{move || people.with(|page| page.items.iter().cloned().map(line).collect_view())}</List>
            </Show>
        </div>
    }
    .into_any()
}
