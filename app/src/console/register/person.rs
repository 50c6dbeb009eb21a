//! Whose device it will be: a search whose matches are links.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use types::{PageQuery, UserQuery, UserRow, UserState};

use crate::{
    console::{api::users::list_users, shared::loaded},
    t::console::{people, register as words},
    ui::{Avatar, EmptyState, Icon, LinkButton, SearchField, SkeletonRows, TableCard, Toolbar},
};

/// How many matches are shown.
const SHOWN: u32 = 8;

/// Search for a person.
#[component]
pub(super) fn ChoosePerson() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| UserQuery {
        q: query.with(|query| query.get("q").filter(|text| !text.is_empty())),
        state: Some(UserState::Active),
        page: PageQuery { limit: Some(SHOWN), ..PageQuery::default() },
        ..UserQuery::default()
    });
    let people = Resource::new(move || asked.get(), list_users);
    let q = MaybeProp::derive(move || query.with(|query| query.get("q")));
    view! {
        <TableCard label=words::person()>
            <div class="card-head">
                <h2>{words::whose()}</h2>
            </div>
            <Toolbar>
                <SearchField label=words::search_person() value=q placeholder=words::search_person_hint() />
            </Toolbar>
            {loaded(
                people,
                || view! { <SkeletonRows rows=4 /> }.into_any(),
                move |page| matches(page.items, page.next_cursor.is_some(), asked.get_untracked().q),
            )}
        </TableCard>
    }
}

fn matches(people: Vec<UserRow>, more: bool, q: Option<String>) -> AnyView {
    if people.is_empty() {
        let text = q.map_or_else(|| words::no_people().to_owned(), words::no_person_for);
        return view! {
            <EmptyState
                title=words::no_person()
                actions=|| {
                    view! {
                        <LinkButton href="/admin/users/new" icon="user-add">
                            {crate::t::console::create_user()}
                        </LinkButton>
                    }
                }
            >
                <p>{text}</p>
            </EmptyState>
        }
        .into_any();
    }
    // What the address says of the device goes along.
    let mut known = use_query_map().get_untracked();
    known.remove("q");
    let person = |user: UserRow| {
        let mut known = known.clone();
        known.insert("user", user.id.to_string());
        let sub = user.email.unwrap_or(user.username);
        view! {
            <li>
                <a class="pick" href=format!("/admin/register{}", known.to_query_string())>
                    <Avatar name=user.display_name.clone() />
                    <span class="grow">
                        <b>
                            <bdi>{user.display_name}</bdi>
                        </b>
                        <small class="ltr wrap-anywhere">{sub}</small>
                    </span>
                    <span class="muted xs nowrap">{people::devices(user.device_count)}</span>
                    <Icon name="chevron-end" />
                </a>
            </li>
        }
    };
    view! {
        <ul class="list picks" role="list" aria-label=words::person()>
            {people.into_iter().map(person).collect_view()}
        </ul>
        {more.then(|| view! { <p class="pager">{words::more_people()}</p> })}
    }
    .into_any()
}
