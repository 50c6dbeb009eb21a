//! What became of each item of a job, those that did not work first.

use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use types::{ItemOutcome, JobId, JobItem, JobItemQuery, MessageId, MessageState, Page, Permission};

use super::words;
use crate::{
    console::{
        api::{jobs::list_items, messages::resend_message},
        shared::{Extent, Foot, Paging, Sending, kept_fresh, loaded, may},
    },
    t::invitations::job as texts,
    ui::{
        Button, ButtonSize, Choice, ClockTime, Column, FilterSelect, LinkButton, Priority, SkeletonRows,
        Status, Table, Toolbar, use_toasts,
    },
};

/// The results as a table.
#[component]
pub(super) fn Items(
    /// The job.
    id: JobId,
    /// Grows when something has changed.
    tick: Memo<u32>,
) -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(read_query));
    let items = Resource::new(move || asked.get(), move |query| list_items(id, query));
    let outcomes = vec![
        Choice::new(ItemOutcome::Failed.as_str(), texts::failed()),
        Choice::new(ItemOutcome::Skipped.as_str(), texts::skipped()),
        Choice::new(ItemOutcome::Done.as_str(), texts::done()),
        Choice::new(ItemOutcome::Waiting.as_str(), texts::waiting()),
    ];
    view! {
        <Toolbar>
            <FilterSelect
                label=texts::outcome()
                name="outcome"
                any=texts::any()
                options=outcomes
                value=MaybeProp::derive(move || query.with(|query| query.get("outcome")))
            />
        </Toolbar>
        {loaded(
            items,
            || view! { <SkeletonRows /> }.into_any(),
            move |page| rows(page, id, asked.get_untracked(), tick),
        )}
    }
}

fn read_query(query: &ParamsMap) -> JobItemQuery {
    let outcome = query.get("outcome").and_then(|word| ItemOutcome::from_word(&word));
    JobItemQuery { outcome, page: Paging::read(query).query() }
}

fn rows(first: Page<JobItem>, id: JobId, asked: JobItemQuery, tick: Memo<u32>) -> AnyView {
    let page = kept_fresh(first, tick, move || list_items(id, asked.clone()));
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let columns = || {
        vec![
            Column::new(texts::name()),
            Column::new(texts::result()),
            Column::new(texts::time()).priority(Priority::Sm),
            Column::actions(),
        ]
    };
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=|| view! { <p class="pad-x muted sm mb-4">{texts::nobody()}</p> }
        >
            <Table caption=texts::results() columns=columns()>
                {move || page.with(|page| page.items.iter().cloned().map(row).collect_view())}
            </Table>
            <Foot extent=Signal::derive(move || page.with(|page| Extent::from(page))) text=texts::items />
        </Show>
    }
    .into_any()
}

fn row(item: JobItem) -> impl IntoView {
    let (tone, text) = words::item(&item);
    let at = item.message.as_ref().and_then(|message| message.sent_at).or(item.at);
    let failed = item.message.as_ref().filter(|message| message.state == MessageState::Failed);
    let again = failed.filter(|_| may(Permission::MessageSend)).map(|message| message.id);
    let address = item.user_id.filter(|_| failed.is_some() && may(Permission::UserWrite));
    view! {
        <tr>
            <td class="medium">
                {match item.user_id {
                    Some(id) => {
                        view! {
                            <a class="name" href=format!("/admin/users/{id}")>
                                <bdi>{item.name}</bdi>
                            </a>
                        }
                            .into_any()
                    }
                    None => view! { <bdi>{item.name}</bdi> }.into_any(),
                }}
            </td>
            <td>
                <Status tone=tone text=text />
                {item
                    .device_id
                    .map(|id| {
                        view! {
                            <small>
                                <a href=format!("/admin/devices/{id}")>{texts::to_device()}</a>
                            </small>
                        }
                    })}
            </td>
            <td class="c-sm faint nowrap">{at.map(|at| view! { <ClockTime at=at /> })}</td>
            <td class="tight">
                {address
                    .map(|id| {
                        view! {
                            <LinkButton size=ButtonSize::Small href=format!("/admin/users/{id}/edit")>
                                {texts::address()}
                            </LinkButton>
                        }
                    })}
                {again.map(|id| view! { <Again id=id /> })}
            </td>
        </tr>
    }
}

/// Sends a message again that was given up.
#[component]
fn Again(id: MessageId) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let send = move |_| sending.send(resend_message(id), move |()| toasts.say(texts::again_done()));
    view! {
        <Button size=ButtonSize::Small busy=sending.busy() busy_label=texts::sending() on:click=send>
            {texts::again()}
        </Button>
    }
}
