//! What happened with one's own devices and account.

mod entry;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use types::{AuditRow, Page};

pub(super) use self::entry::{Entry, Happened, is_of_command, of_command, of_event};
use super::api::list_history;
use crate::{
    live::use_live,
    loading::loaded,
    routes,
    t::portal::history as words,
    ui::{Card, EmptyState, LinkButton, PageHead, PageTitle, SkeletonRows, Timeline},
};

/// All events, newest first, page by page.
#[component]
pub fn HistoryPage() -> impl IntoView {
    let query = use_query_map();
    let cursor = Memo::new(move |_| query.with(|query| query.get("cursor")));
    let tick = use_live().topic("device");
    let events = Resource::new(move || (cursor.get(), tick.get()), |(cursor, _)| list_history(cursor));
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
            let href = format!("{}{}", routes::HISTORY, routes::with_query("", &[("cursor", Some(&cursor))]));
            view! { <LinkButton href=href>{words::older()}</LinkButton> }
        });
        let newest = cursor
            .get_untracked()
            .map(|_| view! { <LinkButton href=routes::HISTORY>{words::newest()}</LinkButton> });
        view! {
            <Timeline label=words::title()>
                {entries.into_iter().map(|entry| view! { <Happened entry=entry /> }).collect_view()}
            </Timeline>
            <div class="row mt-4">{newest} {older}</div>
        }
        .into_any()
    };
    view! {
        <PageTitle text=words::title() />
        <PageHead title=words::title() sub=words::sub() />
        <Card label=words::title()>{loaded(events, || view! { <SkeletonRows rows=6 /> }.into_any(), show)}</Card>
    }
}
