//! The list of groups: search, source and page are in the address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{GroupQuery, GroupRow, Page, Permission, Source};

use crate::{
    console::{
        api::groups::list_groups,
        shared::{Extent, Foot, Paging, kept_fresh, loaded, may},
    },
    live::use_live,
    t::{
        self,
        people::{self, filter, group as words},
    },
    ui::{
        ButtonKind, Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, MainCell, PageHead,
        PageTitle, Priority, SearchField, SkeletonRows, Table, TableCard, Toolbar,
    },
};

/// All groups.
#[component]
pub(in crate::console) fn GroupsPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let groups = Resource::new(move || asked.get(), list_groups);
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    view! {
        <PageTitle text=words::title() />
        <PageHead
            title=words::title()
            sub=words::sub()
            actions=|| {
                may(Permission::GroupWrite)
                    .then(|| {
                        view! {
                            <LinkButton href="/admin/groups/new" kind=ButtonKind::Primary icon="plus">
                                {words::create()}
                            </LinkButton>
                        }
                    })
            }
        />
        <TableCard label=words::list()>
            <Toolbar>
                <SearchField label=words::search() value=part("q") placeholder=words::search_hint() />
                <FilterSelect
                    label=filter::source()
                    name="source"
                    any=filter::any_source()
                    options=sources()
                    value=part("source")
                />
            </Toolbar>
            {loaded(groups, || view! { <SkeletonRows /> }.into_any(), move |page| rows(page, asked.get_untracked()))}
        </TableCard>
    }
}

/// Where people and groups come from.
pub(in crate::console) fn sources() -> Vec<Choice> {
    vec![
        Choice::new(Source::Local.as_str(), people::local()),
        Choice::new(Source::Directory.as_str(), people::from_directory()),
    ]
}

fn read_query(query: &ParamsMap) -> GroupQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    GroupQuery {
        q: filled("q"),
        source: filled("source").and_then(|word| Source::from_word(&word)),
        user_id: None,
        page: Paging::read(query).query(),
    }
}

fn rows(first: Page<GroupRow>, asked: GroupQuery) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("group"), move || list_groups(reading.clone()));
    let filtered = asked.q.is_some() || asked.source.is_some();
    let columns = || {
        vec![
            Column::new(people::name()),
            Column::new(words::source()).priority(Priority::Md),
            Column::new(words::rights()).end().priority(Priority::Sm),
            Column::new(words::members()).end(),
        ]
    };
    view! {
        <Show when=move || page.with(|page| !page.items.is_empty()) fallback=move || empty(filtered)>
            <Table caption=words::caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(row).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::range />
        </Show>
    }
    .into_any()
}

fn row(group: GroupRow) -> impl IntoView {
    let sub = Some(group.description).filter(|text| !text.is_empty());
    let source = match (group.directory_name, group.gone_at) {
        (Some(name), Some(_)) => people::gone(name),
        (Some(name), None) => name,
        (None, _) => people::local().to_owned(),
    };
    view! {
        <tr>
            <MainCell icon="group" href=format!("/admin/groups/{}", group.id) name=group.name sub=sub />
            <td class="c-md">{source}</td>
            <td class="num c-sm">{group.rights.len()}</td>
            <td class="num">{group.member_count}</td>
        </tr>
    }
}

fn empty(filtered: bool) -> AnyView {
    if filtered {
        return view! {
            <EmptyState
                title=words::none_found()
                actions=|| view! { <LinkButton href="/admin/groups">{t::console::clear_filters()}</LinkButton> }
            >
                <p>{words::none_found_text()}</p>
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
