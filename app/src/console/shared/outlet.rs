//! What the pages of a mail server and of a service for text messages share.

use leptos::prelude::*;
use types::{DeliveryTest, Timestamp};

use crate::{
    t::mail_server as texts,
    ui::{Note, Time, Tone},
};

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
