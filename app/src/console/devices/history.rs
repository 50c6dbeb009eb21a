//! Everything that happened to a device, from the audit log.

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_query_map};
use types::{AuditRow, DeviceId, Page};

use crate::{
    console::{
        api::devices::device_history,
        audit::event,
        shared::{Paging, kept_fresh, loaded},
    },
    live::use_live,
    t::console::device as words,
    ui::{Card, Pager, SkeletonRows, Timeline},
};

/// The history of a device, newest first.
#[component]
pub(super) fn History(id: DeviceId) -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let paging = Memo::new(move |_| query.with(Paging::read));
    let history = Resource::new(move || paging.get(), move |paging| device_history(id, paging.query()));
    view! {
        <Card title=words::tab_history() flush=true>
            {loaded(
                history,
                || view! { <SkeletonRows /> }.into_any(),
                move |first: Page<AuditRow>| {
                    let tick = use_live().object("device", id);
                    let asked = paging.get_untracked().query();
                    let page = kept_fresh(first, tick, move || device_history(id, asked.clone()));
                    let text = move || {
                        page.with(|page| {
                            let (from, to) = paging.with(|paging| paging.range(page.items.len()));
                            words::history_range(page.total.unwrap_or(to), from, to)
                        })
                    };
                    let previous = move || search.with(|search| paging.with(|paging| paging.previous(search)));
                    let next = move || {
                        let cursor = page.with(|page| page.next_cursor.clone());
                        search.with(|search| paging.with(|paging| paging.next(search, cursor.as_deref())))
                    };
                    view! {
                        <div class="card-body">
                            <Timeline label=words::tab_history()>
                                {move || page.with(|page| page.items.iter().map(event).collect_view())}
                            </Timeline>
                        </div>
                        <Pager text=text previous=MaybeProp::derive(previous) next=MaybeProp::derive(next) />
                    }
                        .into_any()
                },
            )}
        </Card>
    }
}
