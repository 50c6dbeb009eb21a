//! Who has accepted which text.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use types::{AcceptanceQuery, MessageLanguage, Page, Platform, TermsAcceptance};

use super::{href, name};
use crate::{
    console::{
        api::terms::list_acceptances,
        shared::{Extent, Foot, Paging, loaded},
    },
    t::{self, terms as all, terms::acceptance as texts},
    ui::{
        BackLink, Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, PageHead, PageTitle,
        Priority, SearchField, SkeletonRows, Table, TableCard, Time, Toolbar,
    },
};

const PAGE: &str = "/admin/settings/terms/accepted";

/// All acceptances.
#[component]
pub(in crate::console) fn AcceptancesPage() -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let asked = Memo::new(move |_| query.with(read_query));
    let found = Resource::new(move || asked.get(), list_acceptances);
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    let languages = MessageLanguage::ALL.iter();
    let languages: Vec<_> =
        languages.map(|language| Choice::new(language.as_str(), language.name())).collect();
    let platforms: Vec<_> =
        Platform::ALL.iter().map(|platform| Choice::new(platform.as_str(), platform.label())).collect();
    let file = move || {
        let search = search.get();
        let filters =
            crate::routes::with_query(&search, &[("cursor", None), ("back", None), ("skipped", None)]);
        format!("{PAGE}.csv{filters}")
    };
    let actions = move || {
        view! {
            <a class="btn" href=file rel="external" download>
                {texts::download()}
            </a>
        }
    };
    view! {
        <PageTitle text=texts::title() />
        <BackLink href="/admin/settings/terms" text=all::back() />
        <PageHead title=texts::title() sub=texts::sub() actions=actions />
        <TableCard label=texts::label()>
            <Toolbar>
                <SearchField label=texts::search() value=part("q") placeholder=texts::search_hint() />
                <FilterSelect
                    label=all::language()
                    name="language"
                    any=texts::any_language()
                    options=languages
                    value=part("language")
                />
                <FilterSelect
                    label=texts::platform()
                    name="platform"
                    any=texts::any_platform()
                    options=platforms
                    value=part("platform")
                />
            </Toolbar>
            {loaded(
                found,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, &asked.get_untracked()),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> AcceptanceQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    AcceptanceQuery {
        q: filled("q"),
        language: filled("language").and_then(|word| MessageLanguage::from_word(&word)),
        platform: filled("platform").and_then(|word| Platform::from_word(&word)),
        page: Paging::read(query).query(),
        ..AcceptanceQuery::default()
    }
}

fn rows(page: Page<TermsAcceptance>, asked: &AcceptanceQuery) -> AnyView {
    if page.items.is_empty() {
        return empty(asked);
    }
    let extent = Extent::from(&page);
    let columns = vec![
        Column::new(texts::person()),
        Column::new(all::column::text()).priority(Priority::Sm),
        Column::new(texts::device()).priority(Priority::Md),
        Column::new(texts::when()),
        Column::new(texts::from()).priority(Priority::Lg),
    ];
    view! {
        <Table caption=texts::caption() columns=columns>
            {page.items.into_iter().map(row).collect_view()}
        </Table>
        <Foot extent=extent text=texts::range />
    }
    .into_any()
}

fn row(row: TermsAcceptance) -> impl IntoView {
    let (key, version) = (name(&row.key), all::version(row.version));
    view! {
        <tr>
            <td>
                <a class="name" href=format!("/admin/users/{}", row.user_id)>
                    <bdi>{row.user_name}</bdi>
                </a>
                <small class="ltr wrap-anywhere">{row.username}</small>
                <small class="only-sm">{format!("{key}, {version}")}</small>
            </td>
            <td class="c-sm">
                <a class="name" href=href(&row.key)>
                    <bdi>{key.clone()}</bdi>
                </a>
                <small>{version.clone()}</small>
            </td>
            <td class="c-md">
                <a class="name" href=format!("/admin/devices/{}", row.device_id)>
                    {row.platform.label()}
                </a>
            </td>
            <td class="muted">
                <Time at=row.accepted_at />
            </td>
            <td class="c-lg faint mono xs">{row.address}</td>
        </tr>
    }
}

fn empty(asked: &AcceptanceQuery) -> AnyView {
    let is_filtered = asked.q.is_some() || asked.language.is_some() || asked.platform.is_some();
    if is_filtered {
        return view! {
            <EmptyState
                title=texts::none_found()
                actions=|| view! { <LinkButton href=PAGE>{t::console::clear_filters()}</LinkButton> }
            >
                <p>{texts::none_found_text()}</p>
            </EmptyState>
        }
        .into_any();
    }
    view! {
        <EmptyState title=texts::none_yet() art=EmptyArt::Open>
            <p>{texts::none_yet_text()}</p>
        </EmptyState>
    }
    .into_any()
}
