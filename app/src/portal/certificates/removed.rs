//! What was replaced or taken away.

use leptos::prelude::*;
use types::{OwnCertificates, RemovedCertificate, UserCertificateState};

use crate::{
    shell::page_info,
    t::portal::certificates as words,
    ui::{Card, Day, Status, Tone},
};

/// The newest of those that were taken away; nothing where there are none.
#[component]
pub(super) fn RemovedCard(found: RwSignal<OwnCertificates>) -> impl IntoView {
    move || {
        let (removed, more) = found.with(|found| (found.removed.clone(), found.removed_more));
        (!removed.is_empty()).then(|| {
            view! {
                <Card title=words::removed() flush=true>
                    <ul class="list pad-x" role="list">
                        {removed.into_iter().map(line).collect_view()}
                    </ul>
                    {(more > 0).then(|| view! { <p class="sm muted pad-x">{words::more(more)}</p> })}
                </Card>
            }
        })
    }
}

fn line(one: RemovedCertificate) -> AnyView {
    let at = one.removed_at;
    let what = if one.replaced { words::was_replaced() } else { words::was_removed() };
    let left = match one.devices_left {
        0 => words::gone().to_owned(),
        left => words::still_on(left),
    };
    let now = page_info().now;
    let state = one.facts.as_ref().map(|facts| {
        let is_over = UserCertificateState::of(Some(facts.not_after), now) == UserCertificateState::Expired;
        let text = if is_over { words::expired_on() } else { words::until() };
        let end = facts.not_after;
        view! {
            <span class="sm muted">
                {text} " " <Day at=end />
            </span>
        }
    });
    let who = one.facts.map_or(one.file_name, |facts| facts.name);
    view! {
        <li class="wrap">
            <span class="grow">
                <b class="medium">
                    <bdi>{one.name}</bdi>
                </b>
                <small class="wrap-anywhere">
                    <bdi>{who}</bdi>
                </small>
                <small>{what} " " <Day at=at /></small>
                <small>{words::key_deleted()} " " {left}</small>
            </span>
            <span class="row row-2">
                <Status tone=Tone::Off text=words::off() />
                {state}
            </span>
        </li>
    }
    .into_any()
}
