//! What the pages of a mail server and of a service for text messages share.

use leptos::prelude::*;
use types::{DeliveryTest, Timestamp};

use crate::{
    t::mail_server as texts,
    ui::{ButtonKind, LinkButton, Note, PageHead, PageTitle, Time, Tone},
};

/// Title and first line of such a page, with the way to what was changed and tried.
#[component]
pub(crate) fn OutletHead(
    /// What it is.
    title: &'static str,
    /// What it is for.
    sub: &'static str,
    /// Its events in the audit log.
    history: &'static str,
) -> impl IntoView {
    view! {
        <PageTitle text=title />
        <PageHead
            title=title
            sub=sub
            actions=move || {
                view! {
                    <LinkButton href=history kind=ButtonKind::Quiet icon="history">
                        {texts::history()}
                    </LinkButton>
                }
            }
        />
    }
}

/// How a test went: what was sent, or the server's words with what to do.
pub(crate) fn tested(
    test: DeliveryTest,
    icon: &'static str,
    sent: fn(String) -> String,
    failed: &'static str,
    advice: &'static str,
) -> AnyView {
    match test.failure {
        None => view! {
            <Note tone=Tone::Success icon=icon live=true>
                {sent(test.to)}
            </Note>
        }
        .into_any(),
        Some(words) => view! {
            <Note tone=Tone::Danger live=true>
                <p class="semibold">{failed}</p>
                <p class="mono sm wrap-anywhere">
                    <bdi>{words}</bdi>
                </p>
                <p>{advice}</p>
            </Note>
        }
        .into_any(),
    }
}

/// "Changed by Jonas Weber, 3 days ago".
pub(crate) fn changed_by(at: Timestamp, by: String) -> impl IntoView {
    view! {
        <p class="xs muted">
            {texts::changed_by()} " " <bdi>{by}</bdi> ", " <Time at=at />
        </p>
    }
}
