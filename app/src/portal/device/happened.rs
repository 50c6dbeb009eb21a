//! The history of one device: its commands with their results, and what else happened to it.

use leptos::prelude::*;
use types::OwnDevicePage;

use crate::{
    portal::history::{Entry, Happened, is_of_command, of_command, of_event},
    routes,
    t::portal::history as words,
    ui::{Card, Timeline},
};

/// Entries shown here; all are on the page of the history.
const MOST: usize = 12;

/// The newest entries, with a link to all.
#[component]
pub(super) fn HistoryCard(page: RwSignal<OwnDevicePage>) -> impl IntoView {
    let entries = move || {
        page.with(|page| {
            let mut entries: Vec<Entry> = page.commands.iter().map(of_command).collect();
            // A command is told once, with its result.
            let others = page.events.iter().filter(|event| !is_of_command(&event.action));
            entries.extend(others.map(of_event));
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
            entries.truncate(MOST);
            entries.into_iter().map(|entry| view! { <Happened entry=entry /> }).collect_view()
        })
    };
    view! {
        <Card
            title=words::title()
            actions=|| view! { <a class="sm" href=routes::HISTORY>{words::see_all()}</a> }
        >
            <Timeline label=words::title()>{entries}</Timeline>
        </Card>
    }
}
