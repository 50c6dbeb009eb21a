//! The history of one device: its commands with their results, and what else happened to it.

use leptos::prelude::*;
use types::{CommandRow, DeviceId};

use crate::{
    live::use_live,
    loading::{kept_fresh, loaded},
    portal::{
        api::device_history,
        history::{Entry, Happened, is_of_command, of_command, of_event},
    },
    routes,
    t::portal::history as words,
    ui::{Card, SkeletonRows, Timeline},
};

/// Entries shown here; all are on the page of the history.
const MOST: usize = 12;

/// The newest entries, with a link to all.
#[component]
pub(super) fn HistoryCard(id: DeviceId, commands: RwSignal<Vec<CommandRow>>) -> impl IntoView {
    let events = Resource::new(|| (), move |()| device_history(id));
    let show = move |first: types::Page<types::AuditRow>| {
        let events = kept_fresh(first, use_live().object("device", id), move || device_history(id));
        let entries = move || {
            let mut entries: Vec<Entry> = commands.with(|commands| commands.iter().map(of_command).collect());
            events.with(|events| {
                // A command is told once, with its result.
                let others = events.items.iter().filter(|event| !is_of_command(&event.action));
                entries.extend(others.map(of_event));
            });
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.at));
            entries.truncate(MOST);
            entries.into_iter().map(|entry| view! { <Happened entry=entry /> }).collect_view()
        };
        view! { <Timeline label=words::title()>{entries}</Timeline> }.into_any()
    };
    view! {
        <Card
            title=words::title()
            actions=|| view! { <a class="sm" href=routes::HISTORY>{words::see_all()}</a> }
        >
            {loaded(events, || view! { <SkeletonRows rows=3 /> }.into_any(), show)}
        </Card>
    }
}
