//! What happened with one's own devices and account.

mod entry;

use leptos::prelude::*;
use types::{AuditRow, HistoryKind, Page};

pub(super) use self::entry::{Entry, Happened, is_of_command, of_command, of_event};
use super::{api::list_history, shared::query_value};
use crate::{
    live::use_live,
    reading::reading,
    routes,
    t::portal::history as words,
    ui::{Card, EmptyState, LinkButton, PageHead, PageTitle, SkeletonRows, Tab, Tabs, Timeline},
};

fn address(kind: Option<HistoryKind>, cursor: Option<&str>) -> String {
    if kind.is_none() && cursor.is_none() {
        return routes::HISTORY.to_owned();
    }
    let query = routes::with_query("", &[("kind", kind.map(HistoryKind::as_str)), ("cursor", cursor)]);
    format!("{}{query}", routes::HISTORY)
}

fn tabs() -> Vec<Tab> {
    let kinds = [
        (None, words::all()),
        (Some(HistoryKind::Devices), words::devices()),
        (Some(HistoryKind::Registration), words::registration()),
        (Some(HistoryKind::Account), words::account()),
    ];
    kinds.into_iter().map(|(kind, word)| Tab::new(address(kind, None), word)).collect()
}

/// All events, newest first, page by page.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let kind = HistoryKind::from_word(&query_value("kind").unwrap_or_default());
    let cursor = query_value("cursor");
    let tick = use_live().topic("device");
    let read = {
        let cursor = cursor.clone();
        move |_| list_history(kind, cursor.clone())
    };
    let show = move |page: Page<AuditRow>| {
        if page.items.is_empty() {
            return view! {
                <EmptyState title=words::empty()>
                    <p>{words::empty_text()}</p>
                </EmptyState>
            }
            .into_any();
        }
        let entries: Vec<_> = page.items.iter().map(of_event).map(Entry::with_target).collect();
        let older = page.next_cursor.map(|cursor| {
            let href = address(kind, Some(&cursor));
            view! { <LinkButton href=href>{words::older()}</LinkButton> }
        });
        let newest = cursor
            .is_some()
            .then(|| view! { <LinkButton href=address(kind, None)>{words::newest()}</LinkButton> });
        view! {
            <Timeline label=words::title()>
                {entries.into_iter().map(|entry| view! { <Happened entry=entry /> }).collect_view()}
            </Timeline>
            <div class="row mt-4">{newest} {older}</div>
        }
        .into_any()
    };
    let list =
        reading("history", move || tick.get(), read, || view! { <SkeletonRows rows=6 /> }.into_any(), show);
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() sub=words::sub() />
        <Tabs label=words::title() tabs=Signal::stored(tabs()) />
        <div class="mt-4">
            <Card label=words::title()>{list}</Card>
        </div>
    }
}
