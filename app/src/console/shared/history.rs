//! Everything that happened to an object, from the audit log.

use std::future::Future;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use types::{AuditRow, Page, PageQuery};

use super::{Extent, Foot, Paging, kept_fresh, loaded};
use crate::{
    console::audit::event,
    request::Failure,
    t::console::device as words,
    ui::{Card, SkeletonRows, Timeline},
};

/// The events that `load` gives, newest first, read again whenever `tick` changes.
pub(in crate::console) fn history<F, Fut>(tick: Memo<u32>, load: F) -> AnyView
where
    F: Fn(PageQuery) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Page<AuditRow>, Failure>> + Send + 'static,
{
    let query = use_query_map();
    let paging = Memo::new(move |_| query.with(Paging::read));
    let read = load.clone();
    let events = Resource::new(move || paging.get(), move |paging| read(paging.query()));
    view! {
        <Card title=words::tab_history() flush=true>
            {loaded(
                events,
                || view! { <SkeletonRows /> }.into_any(),
                move |first: Page<AuditRow>| {
                    let asked = paging.get_untracked().query();
                    let load = load.clone();
                    let page = kept_fresh(first, tick, move || load(asked.clone()));
                    view! {
                        <div class="card-body">
                            <Timeline label=words::tab_history()>
                                {move || page.with(|page| page.items.iter().map(event).collect_view())}
                            </Timeline>
                        </div>
                        <Foot
                            extent=Signal::derive(move || page.with(|page| Extent::from(page)))
                            text=words::history_range
                        />
                    }
                        .into_any()
                },
            )}
        </Card>
    }
    .into_any()
}
