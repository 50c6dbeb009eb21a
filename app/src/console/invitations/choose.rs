//! The list in which people are chosen: what is selected survives paging, and can be all that match.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{Candidate, Matching, Page, Selection, Source, UserQuery, UserState};

use super::{new::Draft, words::why};
use crate::{
    console::{
        api::{groups::list_groups, invitations::list_candidates},
        groups::sources,
        shared::{Extent, Foot, GroupFilter, Paging, kept_fresh, loaded},
        users::all_groups,
    },
    live::use_live,
    t::{
        console::users,
        invitations::{self as texts, new as words},
        people::{filter, many},
    },
    ui::{
        Avatar, Choice, Column, EmptyState, FilterSelect, LinkButton, NoneCell, Priority, SearchField,
        SelectPage, SelectionBar, SkeletonRows, Table, TableCard, Time, Toolbar,
    },
};

/// People with boxes.
#[component]
pub(super) fn Choose(draft: Draft) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let people = Resource::new(move || asked.get(), list_candidates);
    let groups = Resource::new(|| (), |()| list_groups(all_groups(None)));
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    // "All that match" means what is matched; with another search it is another question.
    Effect::new(move |_| {
        let now = filters(&asked.get());
        let means_all = draft.selection.with_untracked(
            |selection| matches!(selection, Selection::Matching(Matching { query, .. }) if *query != now),
        );
        if means_all {
            draft.selection.set(Selection::none());
        }
    });
    view! {
        <TableCard label=words::people()>
            <Toolbar>
                <SearchField label=users::search() value=part("q") placeholder=users::search_hint() />
                <FilterSelect
                    label=filter::source()
                    name="source"
                    any=filter::any_source()
                    options=sources()
                    value=part("source")
                />
                <GroupFilter groups=groups value=part("group") />
                <FilterSelect
                    label=filter::devices()
                    name="devices"
                    any=filter::any_devices()
                    options=vec![
                        Choice::new("yes", filter::with_devices()),
                        Choice::new("no", filter::without_devices()),
                    ]
                    value=part("devices")
                />
            </Toolbar>
            {loaded(
                people,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked(), draft),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> UserQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    UserQuery {
        q: filled("q"),
        state: Some(UserState::Active),
        source: filled("source").and_then(|word| Source::from_word(&word)),
        group_id: filled("group").and_then(|id| id.parse().ok()),
        has_devices: filled("devices").map(|word| word == "yes"),
        page: Paging::read(query).query(),
        ..UserQuery::default()
    }
}

/// The query without its page.
fn filters(query: &UserQuery) -> UserQuery {
    UserQuery { page: types::PageQuery::default(), ..query.clone() }
}

fn rows(first: Page<Candidate>, asked: UserQuery, draft: Draft) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("invitation"), move || list_candidates(reading.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let selection = draft.selection;
    let matching = Signal::derive(move || page.with(|page| page.total.unwrap_or_default()));
    let selected = Signal::derive(move || selection.with(|selection| selection.count(matching.get())));
    let free = move |candidate: &Candidate| candidate.refused.is_none();
    let counted = move |selected_only: bool| {
        page.with(|page| {
            selection.with(|selection| {
                let here = page.items.iter().filter(|one| free(one));
                let here = here.filter(|one| !selected_only || selection.contains(one.user.id));
                here.count() as u64
            })
        })
    };
    let turn_page = Callback::new(move |on: bool| {
        page.with_untracked(|page| {
            selection.update(|selection| {
                for one in page.items.iter().filter(|one| free(one)) {
                    if selection.contains(one.user.id) != on {
                        selection.turn(one.user.id);
                    }
                }
            });
        });
    });
    let all = Callback::new({
        let query = filters(&asked);
        move |()| selection.set(Selection::Matching(Matching { query: query.clone(), except: Vec::new() }))
    });
    view! {
        <SelectionBar
            selected=selected
            here=Signal::derive(move || counted(true))
            matching=matching
            on_all=all
            on_clear=Callback::new(move |()| selection.set(Selection::none()))
        />
        <Show when=move || !is_empty.get() fallback=empty>
            <Table
                caption=words::caption()
                columns=columns()
                select=move || {
                    view! {
                        <SelectPage
                            rows=Signal::derive(move || counted(false))
                            here=Signal::derive(move || counted(true))
                            on_turn=turn_page
                        />
                    }
                }
            >
                {move || page.with(|page| page.items.iter().cloned().map(|one| row(one, selection)).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=users::range />
        </Show>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    vec![
        Column::new(words::name()),
        Column::new(words::group()).priority(Priority::Sm),
        Column::new(words::devices()),
        Column::new(words::invited()).priority(Priority::Md),
    ]
}

fn row(candidate: Candidate, selection: RwSignal<Selection>) -> impl IntoView {
    let Candidate { user, group, limit, invited_at, refused } = candidate;
    let (id, name) = (user.id, user.display_name.clone());
    let devices = match limit {
        Some(limit) => words::of_limit(user.device_count, limit),
        None => user.device_count.to_string(),
    };
    let ticked = move || selection.with(|selection| refused.is_none() && selection.contains(id));
    view! {
        <tr>
            <td class="sel">
                <input
                    type="checkbox"
                    aria-label=many::select(&name)
                    disabled=refused.is_some()
                    prop:checked=ticked
                    on:change=move |_| selection.update(|selection| selection.turn(id))
                />
            </td>
            <td>
                <span class="main-cell">
                    <Avatar name=name.clone() small=true />
                    <span>
                        <bdi class="medium">{name}</bdi>
                        <small class="ltr wrap-anywhere">{user.email.unwrap_or(user.username)}</small>
                    </span>
                </span>
            </td>
            <td class="c-sm">
                {match group {
                    Some(group) => view! { <bdi>{group}</bdi> }.into_any(),
                    None => view! { <NoneCell /> }.into_any(),
                }}
            </td>
            <td>
                {devices} {refused.map(|reason| view! { <small>{why(reason)}</small> })}
            </td>
            <td class="c-md faint nowrap">
                {match invited_at {
                    Some(at) => view! { <Time at=at /> }.into_any(),
                    None => words::never().into_any(),
                }}
            </td>
        </tr>
    }
}

fn empty() -> AnyView {
    view! {
        <EmptyState
            title=texts::none_found()
            actions=|| view! { <LinkButton href="/admin/invitations/new">{crate::t::console::clear_filters()}</LinkButton> }
        >
            <p>{filter::none()}</p>
        </EmptyState>
    }
    .into_any()
}
