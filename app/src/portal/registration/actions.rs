//! What can be done with a registration that waits: plain forms to the address of the page.

use std::time::Duration;

use leptos::prelude::*;
use types::{MessageChannel, Permission, RegistrationId, RegistrationProgress, Timestamp};

use crate::{
    portal::shared::may,
    routes,
    shell::page_info,
    t::portal::registration as words,
    ui::{Button, ButtonKind, Card, ClockTime, HiddenField, LinkButton},
};

/// How long the next message has to wait.
const COOL_DOWN: Duration = Duration::from_secs(60);

/// Send by e-mail or as a text message, make a new PIN, cancel; and when the code was sent last.
#[component]
pub(super) fn Actions(progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let id = progress.get_untracked().id;
    let may_change = may(Permission::OwnRegister);
    let has_email = page_info().viewer.is_some_and(|viewer| viewer.email.is_some());
    let has_number = progress.with_untracked(|progress| progress.phone_number.is_some());
    let texts = page_info().text_messages && has_number;
    let sent = move || {
        progress.with(|progress| progress.sent_to.clone()).map(|(address, at)| {
            view! {
                <p class="sm muted wrap-anywhere">
                    {words::sent_to(address)} " · " <ClockTime at=at />
                </p>
            }
        })
    };
    view! {
        <hr />
        <div class="row">
            {(has_email && may_change)
                .then(|| view! { <Send progress=progress by=MessageChannel::Email /> })}
            {(texts && may_change).then(|| view! { <Send progress=progress by=MessageChannel::Sms /> })}
            {may_change
                .then(|| {
                    view! {
                        <form method="post" action=routes::registration(id)>
                            <HiddenField name="intent" value="reissue" />
                            <Button kind=ButtonKind::Quiet submit=true icon="refresh">
                                {words::new_pin()}
                            </Button>
                        </form>
                        <LinkButton href=format!("{}?cancel", routes::registration(id)) kind=ButtonKind::QuietDanger>
                            {words::cancel()}
                        </LinkButton>
                    }
                })}
        </div>
        {sent}
    }
}

/// Sends the code by e-mail or as a text message, either at most once a minute.
#[component]
fn Send(progress: RwSignal<RegistrationProgress>, by: MessageChannel) -> impl IntoView {
    let id = progress.get_untracked().id;
    let (icon, intent, text) = match by {
        MessageChannel::Email => ("mail", "send", words::send()),
        MessageChannel::Sms => ("sms", "text", words::send_text()),
    };
    // An address has an @, a number has none.
    let is_by = move |(address, at): &(String, Timestamp)| {
        (address.contains('@') == (by == MessageChannel::Email)).then_some(*at)
    };
    let sent_at = Memo::new(move |_| progress.with(|progress| progress.sent_to.as_ref().and_then(is_by)));
    let left = seconds_left(sent_at);
    let text = move || match (left.get(), sent_at.get()) {
        (0, None) => text.to_owned(),
        (0, Some(_)) => words::send_again().to_owned(),
        (left, _) => words::send_again_in(format!("{}:{:02}", left / 60, left % 60)),
    };
    view! {
        <form method="post" action=routes::registration(id)>
            <HiddenField name="intent" value=intent />
            <Button submit=true icon=icon disabled=Signal::derive(move || left.get() > 0)>
                {text}
            </Button>
        </form>
    }
}

/// How many seconds of the cool-down are left; counts down while the page is open.
fn seconds_left(sent_at: Memo<Option<Timestamp>>) -> RwSignal<u64> {
    let opened_at = page_info().now;
    let from = |now: Timestamp| {
        move |sent: Timestamp| (sent + COOL_DOWN).since(now).as_secs().min(COOL_DOWN.as_secs())
    };
    let left = RwSignal::new(sent_at.get_untracked().map_or(0, from(opened_at)));
    Effect::new(move |before: Option<Option<Timestamp>>| {
        let sent = sent_at.get();
        if before.is_some_and(|before| before != sent) && sent.is_some() {
            left.set(COOL_DOWN.as_secs());
        }
        sent
    });
    Effect::new(move |_| {
        if left.get() > 0 {
            _ = set_timeout(
                move || _ = left.try_update(|left| *left = left.saturating_sub(1)),
                Duration::from_secs(1),
            );
        }
    });
    left
}

/// Asks before the code is thrown away.
#[component]
pub(super) fn CancelCard(id: RegistrationId) -> impl IntoView {
    view! {
        <div class="mb-6">
            <Card title=words::cancel_question()>
                <div class="stack">
                    <p class="sm muted">{words::cancel_text()}</p>
                    <form method="post" action=routes::registration(id) class="row">
                        <HiddenField name="intent" value="cancel" />
                        <LinkButton href=routes::registration(id)>{words::keep()}</LinkButton>
                        <Button kind=ButtonKind::Danger submit=true>
                            {words::cancel()}
                        </Button>
                    </form>
                </div>
            </Card>
        </div>
    }
}
