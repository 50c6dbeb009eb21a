//! The outbox as a table: search, state and page are in the address.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{MessageChannel, MessageKind, MessageQuery, MessageRow, MessageState, Page};

use super::{
    held::Held,
    words::{self, kind, status},
};
use crate::{
    console::{
        api::messages::list_messages,
        shared::{Extent, Foot, Paging, kept_fresh, loaded},
    },
    live::use_live,
    t::{self, console::messages as texts},
    ui::{
        Choice, Column, EmptyArt, EmptyState, FilterSelect, LinkButton, PageHead, PageTitle, Priority,
        SearchField, SkeletonRows, Status, Table, TableCard, Time, Toolbar,
    },
};

/// All messages.
#[component]
pub(in crate::console) fn MessagesPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (read_query(query), read_days(query))));
    let messages = Resource::new(move || asked.get(), |(query, days)| list_messages(query, days));
    let part = move |name: &'static str| MaybeProp::derive(move || query.with(|query| query.get(name)));
    let states = MessageState::ALL
        .iter()
        .map(|state| Choice::new(state.as_str(), status(*state).1))
        .collect::<Vec<_>>();
    let channels = MessageChannel::ALL
        .iter()
        .map(|channel| Choice::new(channel.as_str(), words::channel(*channel)))
        .collect::<Vec<_>>();
    let kinds = MessageKind::ALL.iter().map(|one| Choice::new(one.as_str(), kind(*one))).collect::<Vec<_>>();
    view! {
        <PageTitle text=texts::title() />
        <PageHead title=texts::title() sub=texts::sub() />
        <Held />
        <TableCard label=texts::label()>
            <Toolbar>
                <SearchField label=texts::search() value=part("q") placeholder=texts::search_hint() />
                <FilterSelect
                    label=texts::state()
                    name="state"
                    any=texts::any_state()
                    options=states
                    value=part("state")
                />
                <FilterSelect
                    label=texts::kind()
                    name="kind"
                    any=texts::any_kind()
                    options=kinds
                    value=part("kind")
                />
                <FilterSelect
                    label=texts::channel()
                    name="channel"
                    any=texts::any_channel()
                    options=channels
                    value=part("channel")
                />
                <FilterSelect
                    label=texts::since()
                    name="since"
                    any=texts::any_time()
                    options=since_choices()
                    value=part("since")
                />
            </Toolbar>
            {loaded(
                messages,
                || view! { <SkeletonRows /> }.into_any(),
                move |page| rows(page, asked.get_untracked()),
            )}
        </TableCard>
    }
}

fn read_query(query: &ParamsMap) -> MessageQuery {
    let filled = |name: &str| query.get(name).filter(|text| !text.is_empty());
    MessageQuery {
        q: filled("q"),
        state: filled("state").and_then(|word| MessageState::from_word(&word)),
        channel: filled("channel").and_then(|word| MessageChannel::from_word(&word)),
        kind: filled("kind").and_then(|word| MessageKind::from_word(&word)),
        page: Paging::read(query).query(),
        ..MessageQuery::default()
    }
}

/// How far back, in days.
fn since_choices() -> Vec<Choice> {
    vec![
        Choice::new("1", texts::last_day()),
        Choice::new("7", texts::last_week()),
        Choice::new("30", texts::last_month()),
    ]
}

/// How far back the list goes, in days; the server's clock counts.
fn read_days(query: &ParamsMap) -> Option<u16> {
    query.get("since").and_then(|days| days.parse().ok())
}

fn rows(first: Page<MessageRow>, (asked, days): (MessageQuery, Option<u16>)) -> AnyView {
    let reading = asked.clone();
    let page = kept_fresh(first, use_live().topic("message"), move || list_messages(reading.clone(), days));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    view! {
        <Show when=move || !is_empty.get() fallback=move || empty(&asked, days)>
            <Table caption=texts::caption() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(row).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=texts::range />
        </Show>
    }
    .into_any()
}

fn columns() -> Vec<Column> {
    use texts::column as head;
    vec![
        Column::new(head::message()),
        Column::new(head::person()).priority(Priority::Sm),
        Column::new(head::state()).priority(Priority::Sm),
        Column::new(head::when()).priority(Priority::Md),
    ]
}

fn row(message: MessageRow) -> impl IntoView {
    let (tone, state) = status(message.state);
    let name = message.user_display_name.clone();
    let reason = (message.state != MessageState::Sent).then_some(message.last_error).flatten();
    view! {
        <tr>
            <td>
                <a class="name" href=format!("/admin/messages/{}", message.id)>
                    {kind(message.kind)}
                </a>
                <small>{message.subject}</small>
                <small class="only-sm">
                    <bdi>{name}</bdi>
                </small>
                <span class="only-sm">
                    <Status tone=tone text=state />
                </span>
            </td>
            <td class="c-sm">
                <a class="name" href=format!("/admin/users/{}", message.user_id)>
                    <bdi>{message.user_display_name}</bdi>
                </a>
                <small class="ltr wrap-anywhere">{message.to_address}</small>
            </td>
            <td class="c-sm">
                <Status tone=tone text=state />
                {reason.map(|reason| view! { <small class="wrap-anywhere">{reason}</small> })}
            </td>
            <td class="c-md faint nowrap">
                <Time at=message.sent_at.unwrap_or(message.created_at) />
            </td>
        </tr>
    }
}

fn empty(asked: &MessageQuery, days: Option<u16>) -> AnyView {
    let blame = match asked {
        MessageQuery { q: Some(q), .. } => Some(texts::none_for_text(q)),
        MessageQuery { state: Some(state), .. } => Some(texts::none_in_state(status(*state).1)),
        MessageQuery { kind: Some(of), .. } => Some(texts::none_of_kind(kind(*of))),
        _ => days.map(|_| texts::none_in_time().to_owned()),
    };
    if let Some(blame) = blame {
        return view! {
            <EmptyState
                title=texts::none_found()
                actions=|| view! { <LinkButton href="/admin/messages">{t::console::clear_filters()}</LinkButton> }
            >
                <p>{blame}</p>
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
