//! Everything that happened to a device, from the audit log.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use types::{AuditRow, DeviceId, Page};

use crate::{
    console::{
        api::devices::device_history,
        audit::event,
        shared::{Extent, Foot, Paging, kept_fresh, loaded},
    },
    live::use_live,
    t::console::device as words,
    ui::{Card, SkeletonRows, Timeline},
};

/// The history of a device, newest first.
#[component]
pub(super) fn History(id: DeviceId) -> impl IntoView {
    let query = use_query_map();
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
                    view! {
                        <div class="card-body">
                            <Timeline label=words::tab_history()>
                                {move || page.with(|page| page.items.iter().map(event).collect_view())}
                            </Timeline>
                        </div>
                        <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=words::history_range />
                    }
                        .into_any()
                },
            )}
        </Card>
    }
}
