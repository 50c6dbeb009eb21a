//! The list of people: search, state and page are in the address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{Page, Permission, UserQuery, UserRow, UserState};

use crate::{
    console::{
        api::users::list_users,
        shared::{Extent, Foot, Paging, kept_fresh, loaded, may, user_status},
    },
    live::use_live,
    t::{self, console::users as words},
    ui::{
        Avatar, ButtonKind, Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, MainCell,
        NoneCell, OptionTime, PageHead, PageTitle, Priority, SearchField, SkeletonRows, Status, Table,
        TableCard, Tag, Toolbar,
    },
};

/// All people.
#[component]
pub(in crate::console) fn UsersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let users = Resource::new(move || asked.get(), list_users);
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    let states = vec![
        Choice::new(UserState::Active.as_str(), t::console::people::active()),
        Choice::new(UserState::Disabled.as_str(), t::console::people::disabled()),
    ];
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            actions=|| {
                may(Permission::UserWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/users/new" kind=ButtonKind::Primary icon="user-add">
                                {t::console::create_user()}
                            </LinkButton>
                        }
                    })
            }
        />
        <TableCard label=words::label()>
            <Toolbar>
                <SearchField label=words::search() value=part("q") placeholder=words::search_hint() />
                <FilterSelect
                    label=words::state()
                    name="state"
                    any=words::any_state()
                    options=states
                    value=part("state")
                />
            </Toolbar>
            {loaded(
                users,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked()),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> UserQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    UserQuery {
        q: filled("q"),
        state: filled("state").and_then(|word| UserState::from_word(&word)),
        page: Paging::read(query).query(),
        ..UserQuery::default()
    }
}

fn rows(first: Page<UserRow>, asked: UserQuery) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("user"), move || list_users(reading.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    view! {
        <Show when=move || !is_empty.get() fallback=move || empty(&asked)>
            <Table caption=words::caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(row).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::range />
        </Show>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    use words::column as head;
    vec![
        Column::new(head::name()),
        Column::new(head::email()).priority(Priority::Md),
        Column::new(head::status()).priority(Priority::Sm),
        Column::new(head::devices()).end().priority(Priority::Sm),
        Column::new(head::last_sign_in()).priority(Priority::Md),
    ]
}

fn row(user: UserRow) -> impl IntoView {
    let (tone, status) = user_status(&user);
    let name = user.display_name.clone();
    let devices = format!("/admin/devices?user={}", user.id);
    view! {
        <tr>
            <MainCell
                lead=move || view! { <Avatar name=name.clone() small=true /> }
                href=format!("/admin/users/{}", user.id)
                name=user.display_name
                sub=user.username
            >
                <span class="only-sm">
                    <Status tone=tone text=status />
                </span>
            </MainCell>
            <td class="c-md wrap-anywhere">
                {match user.email {
                    Some(email) => view! { <span class="ltr">{email}</span> }.into_any(),
                    None => view! { <NoneCell /> }.into_any(),
                }}
            </td>
            <td class="c-sm">
                <span class="row">
                    <Status tone=tone text=status />
                    {(!user.roles.is_empty()).then(|| view! { <Tag icon="shield">{words::administrator()}</Tag> })}
                </span>
            </td>
            <td class="num c-sm">
                {match user.device_count {
                    0 => view! { <span class="subtle">"0"</span> }.into_any(),
                    count => view! { <a class="name" href=devices>{count}</a> }.into_any(),
                }}
            </td>
            <td class="c-md faint nowrap">
                <OptionTime at=user.last_sign_in_at />
            </td>
        </tr>
    }
}

fn empty(asked: &UserQuery) -> AnyView {
    let blame = match asked {
        UserQuery { q: Some(q), .. } => Some(words::none_for_text(q)),
        UserQuery { state: Some(_), .. } => Some(words::none_in_state().to_owned()),
        _ => None,
    };
    if let Some(blame) = blame {
        return view! {
            <EmptyState
                title=words::none_found()
                actions=|| view! { <LinkButton href="/admin/users">{t::console::clear_filters()}</LinkButton> }
            >
                <p>{blame}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=words::none_yet() art=EmptyArt::Open>
            <p>{words::none_yet_text()}</p>
        </EmptyState>
    }
    .into_any()
}
