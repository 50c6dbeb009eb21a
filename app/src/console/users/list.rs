//! The list of people: search, state and page are in the address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{Page, Permission, PortalRight, Source, UserId, UserQuery, UserRow, UserState};

use super::{groups::all_groups, many::ManyBar};
use crate::{
    console::{
        api::{groups::list_groups, users::list_users},
        groups::sources,
        shared::{Extent, Foot, GroupFilter, Paging, kept_fresh, loaded, may, user_status},
    },
    live::use_live,
    t::{
        self,
        console::users as words,
        people::{filter, many},
    },
    ui::{
        Avatar, ButtonKind, Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, MainCell,
        NoneCell, OptionTime, PageHead, PageTitle, Priority, SearchField, SkeletonRows, Status, Table,
        TableCard, Tag, Toolbar,
    },
    wording::right_name,
};

/// All people.
#[component]
pub(in crate::console) fn UsersPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let users = Resource::new(move || asked.get(), list_users);
    let groups = Resource::new(|| (), |()| list_groups(all_groups(None)));
    let selected = RwSignal::new(Vec::<UserId>::new());
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
            <Toolbar many=true>
                <SearchField label=words::search() value=part("q") placeholder=words::search_hint() />
                <FilterSelect
                    label=words::state()
                    name="state"
                    any=words::any_state()
                    options=states
                    value=part("state")
                />
                <FilterSelect
                    label=filter::source()
                    name="source"
                    any=filter::any_source()
                    options=sources()
                    value=part("source")
                />
                <GroupFilter groups=groups value=part("group") />
                <FilterSelect
                    label=filter::right()
                    name="right"
                    any=filter::any_right()
                    options=rights()
                    value=part("right")
                />
                <FilterSelect
                    label=filter::devices()
                    name="devices"
                    any=filter::any_devices()
                    options=yes_or_no(filter::with_devices(), filter::without_devices())
                    value=part("devices")
                />
                <FilterSelect
                    label=filter::invited()
                    name="invited"
                    any=filter::any_invited()
                    options=yes_or_no(filter::never(), filter::came())
                    value=part("invited")
                />
            </Toolbar>
            <Transition>
                {move || Suspend::new(async move {
                    let groups = groups.await.map(|page| page.items).unwrap_or_default();
                    view! { <ManyBar selected=selected groups=groups /> }
                })}
            </Transition>
            {loaded(
                users,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked(), selected),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> UserQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    UserQuery {
        q: filled("q"),
        state: filled("state").and_then(|word| UserState::from_word(&word)),
        source: filled("source").and_then(|word| Source::from_word(&word)),
        group_id: filled("group").and_then(|id| id.parse().ok()),
        right: filled("right").and_then(|word| PortalRight::from_word(&word)),
        has_devices: filled("devices").map(|word| word == YES),
        invited: filled("invited").map(|word| word == YES),
        page: Paging::read(query).query(),
    }
}

const YES: &str = "yes";

fn yes_or_no(yes: &'static str, no: &'static str) -> Vec<Choice> {
    vec![Choice::new(YES, yes), Choice::new("no", no)]
}

fn rights() -> Vec<Choice> {
    PortalRight::ALL.iter().map(|right| Choice::new(right.as_str(), right_name(*right))).collect()
}

fn rows(first: Page<UserRow>, asked: UserQuery, selected: RwSignal<Vec<UserId>>) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("user"), move || list_users(reading.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    view! {
        <Show when=move || !is_empty.get() fallback=move || empty(&asked)>
            <Table caption=words::caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(|user| row(user, selected)).collect_view())}
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

/// The tick of a row; left out where nothing could be done to those who are selected.
fn select(user: &UserRow, selected: RwSignal<Vec<UserId>>) -> Option<impl IntoView + use<>> {
    let (id, label) = (user.id, many::select(&user.display_name));
    let turn = move |_| {
        selected.update(|selected| match selected.iter().position(|other| *other == id) {
            Some(index) => _ = selected.remove(index),
            None => selected.push(id),
        });
    };
    let ticked = move || selected.with(|selected| selected.contains(&id));
    (may(Permission::UserWrite) || may(Permission::GroupWrite))
        .then(|| view! { <input type="checkbox" aria-label=label prop:checked=ticked on:change=turn /> })
}

fn row(user: UserRow, selected: RwSignal<Vec<UserId>>) -> impl IntoView {
    let tick = select(&user, selected);
    let (tone, status) = user_status(&user);
    let name = user.display_name.clone();
    let devices = format!("/admin/devices?user={}", user.id);
    view! {
        <tr>
            <MainCell
                lead=move || {
                    view! {
                        {tick}
                        <Avatar name=name.clone() small=true />
                    }
                }
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
        UserQuery {
            state: Some(_),
            source: None,
            group_id: None,
            right: None,
            has_devices: None,
            invited: None,
            ..
        } => Some(words::none_in_state().to_owned()),
        UserQuery {
            state: None,
            source: None,
            group_id: None,
            right: None,
            has_devices: None,
            invited: None,
            ..
        } => None,
        _ => Some(filter::none().to_owned()),
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
