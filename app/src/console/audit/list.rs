//! The log as a table. Search, object, page and the open entry are in the address.

use leptos::prelude::*;
use leptos_router::{
    hooks::{use_location, use_query_map},
    params::ParamsMap,
};
use types::{AuditQuery, AuditRow, Outcome, Page};

use super::{
    changes::changes,
    words::{action, actor, actor_icon, target, target_href},
};
use crate::{
    console::{
        api::audit::list_audit_events,
        shared::{Extent, Foot, Paging, loaded},
    },
    routes::with_query,
    t::{self, console::audit as texts},
    ui::{
        ButtonKind, Column, EmptyState, Fact, Facts, Icon, IconSize, LinkButton, NoneCell, PageHead,
        PageTitle, Priority, SearchField, SkeletonRows, Status, Table, TableCard, Time, Tone, Toolbar,
    },
};

const COLUMNS: u32 = 7;

/// The audit log.
#[component]
pub(in crate::console) fn AuditPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let entries = Resource::new(move || asked.get(), list_audit_events);
    let q = MaybeProp::derive(move || query.with(|query| query.get("q")));
    view! {
        <PageTitle text=texts::title() />
        <PageHead title=texts::title() sub=texts::sub() />
        <TableCard label=texts::label()>
            <Toolbar>
                <SearchField label=texts::search() value=q placeholder=texts::search_hint() />
                <AboutOne />
            </Toolbar>
            {loaded(
                entries,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| table(page, &asked.get_untracked()),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> AuditQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    AuditQuery { q: filled("q"), target_id: filled("target"), page: Paging::read(query).query() }
}

/// The filter for one object: set by links, removed here.
#[component]
fn AboutOne() -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let target = Memo::new(move |_| query.with(|query| query.get("target").filter(|id| !id.is_empty())));
    move || {
        target.get().map(|id| {
            let without = search.with(|search| with_query(search, &[("target", None), ("cursor", None)]));
            view! {
                <input type="hidden" name="target" value=id />
                <LinkButton href=without kind=ButtonKind::Quiet icon="close">
                    {texts::about_one()}
                </LinkButton>
            }
        })
    }
}

fn table(page: Page<AuditRow>, asked: &AuditQuery) -> AnyView {
    if page.items.is_empty() {
        let blame = match asked {
            AuditQuery { q: Some(q), .. } => texts::none_for_text(q),
            AuditQuery { target_id: Some(_), .. } => texts::none_about_one().to_owned(),
            _ => texts::none_yet().to_owned(),
        };
        return view! {
            <EmptyState
                title=texts::none_found()
                actions=|| view! { <LinkButton href="/admin/audit">{t::console::clear_filters()}</LinkButton> }
            >
                <p>{blame}</p>
            </EmptyState>
        }
        .into_any();
    }
    let extent = Extent::from(&page);
    view! {
        <Table caption=texts::caption() columns=columns()>
            {page.items.into_iter().map(entry).collect_view()}
        </Table>
        <Foot extent=extent text=texts::range />
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    use texts::column as head;
    vec![
        Column::new(head::time()),
        Column::new(head::who()).priority(Priority::Sm),
        Column::new(head::action()),
        Column::new(head::on()).priority(Priority::Sm),
        Column::new(head::result()).priority(Priority::Md),
        Column::new(head::from()).priority(Priority::Lg),
        Column::actions(),
    ]
}

fn entry(row: AuditRow) -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let id = row.id.to_string();
    let open = {
        let id = id.clone();
        Memo::new(move |_| query.with(|query| query.get_str("open") == Some(id.as_str())))
    };
    let toggle = move || {
        let value = (!open.get()).then_some(id.as_str());
        search.with(|search| with_query(search, &[("open", value)]))
    };
    let (_, what) = action(&row.action);
    let label = {
        let what = what.clone();
        move || if open.get() { texts::hide_details(&what) } else { texts::show_details(&what) }
    };
    let (tone, result) = result(row.outcome);
    let who = actor(&row);
    let href = target_href(&row);
    let target = target(&row);
    let details = row.clone();
    view! {
        <tr>
            <td class="nowrap">
                <Time at=row.at />
            </td>
            <td class="c-sm">
                <span class="row no-wrap">
                    <span class="muted row">
                        <Icon name=actor_icon(&row.actor_kind) size=IconSize::Small />
                    </span>
                    <bdi>{who.clone()}</bdi>
                </span>
            </td>
            <td>
                <span class="medium">{what}</span>
                <small class="only-sm">
                    <bdi>{who}</bdi>
                </small>
                <span class="only-sm">
                    <Status tone=tone text=result />
                </span>
            </td>
            <td class="c-sm wrap-anywhere">
                {match (target, href) {
                    (Some(name), Some(href)) => {
                        view! {
                            <a class="name" href=href>
                                <bdi>{name}</bdi>
                            </a>
                        }
                            .into_any()
                    }
                    (Some(name), None) => view! { <bdi>{name}</bdi> }.into_any(),
                    (None, _) => view! { <NoneCell /> }.into_any(),
                }}
            </td>
            <td class="c-md">
                <Status tone=tone text=result />
            </td>
            <td class="c-lg faint mono xs">{row.address.clone()}</td>
            <td class="tight">
                <a
                    class="btn btn-icon btn-quiet btn-sm"
                    href=toggle
                    data-noscroll="true"
                    aria-label=label
                    aria-expanded=move || open.get().to_string()
                >
                    <Show when=move || open.get() fallback=|| view! { <Icon name="chevron-down" /> }>
                        <Icon name="chevron-up" />
                    </Show>
                </a>
            </td>
        </tr>
        {move || open.get().then(|| expanded(details.clone()))}
    }
}

fn result(outcome: Outcome) -> (Tone, &'static str) {
    match outcome {
        Outcome::Done => (Tone::Success, texts::done()),
        Outcome::Refused => (Tone::Danger, texts::refused()),
    }
}

fn expanded(row: AuditRow) -> impl IntoView {
    let number = row.seq.map_or_else(|| texts::not_chained().to_owned(), |seq| seq.to_string());
    let changed = changes(row.before.as_ref(), row.after.as_ref());
    let about = row.target_id.as_ref().map(|id| format!("/admin/audit?target={id}"));
    view! {
        <tr class="exp">
            <td colspan=COLUMNS>
                <div class="exp-in">
                    <div class="stack stack-3">
                        <Facts>
                            <Fact term=texts::fact_action()>
                                <span class="mono">{row.action}</span>
                            </Fact>
                            <Fact term=texts::fact_number()>{number}</Fact>
                            <Fact term=texts::fact_utc()>
                                <span class="mono">{row.at.to_string()}</span>
                            </Fact>
                            {row
                                .address
                                .map(|address| {
                                    view! {
                                        <Fact term=texts::column::from()>
                                            <span class="mono">{address}</span>
                                        </Fact>
                                    }
                                })}
                            {row
                                .reason
                                .map(|reason| view! { <Fact term=texts::fact_reason()>{reason}</Fact> })}
                        </Facts>
                        {about
                            .map(|href| {
                                view! {
                                    <div>
                                        <LinkButton href=href kind=ButtonKind::Quiet icon="filter">
                                            {texts::show_about()}
                                        </LinkButton>
                                    </div>
                                }
                            })}
                    </div>
                    {changed}
                </div>
            </td>
        </tr>
    }
}
