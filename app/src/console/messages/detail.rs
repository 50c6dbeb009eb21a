//! One message as its receiver sees it, with PIN and links left out until they are asked for.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{ErrorCode, MessageChannel, MessageDetail, MessageId, MessageState, Permission};

use super::words::{channel, kind, status};
use crate::{
    console::{
        api::messages::{find_message, resend_message},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    request::Failure,
    t::console::messages as texts,
    ui::{
        Badge, Button, Card, Crumb, Crumbs, Fact, Facts, FormError, Note, OptionTime, PageTitle,
        SkeletonCard, Time, Tone, use_toasts,
    },
};

/// Name of the frame that shows the message with its secrets.
const FRAME: &str = "message-body";

/// One message, by the id in the address.
#[component]
pub(in crate::console) fn MessagePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<MessageId>().ok()));
    let message = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => find_message(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    loaded(message, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: MessageDetail) -> AnyView {
    let id = first.row.id;
    let (subject, text) = (first.row.subject.clone(), first.text.clone());
    let first_channel = first.row.channel;
    let message = kept_fresh(first, use_live().topic("message"), move || find_message(id));
    let title = subject.clone();
    let shown = RwSignal::new(false);
    let is_text = first_channel == MessageChannel::Sms;
    let frame = if is_text { "mail-frame small" } else { "mail-frame" };
    view! {
        <PageTitle text=title />
        <Crumbs items=vec![Crumb::new("/admin/messages", texts::title())] current=subject.clone() />
        <Head message=message subject=subject />
        <div class="split split-23">
            <Card title=texts::as_seen()>
                <div class="stack stack-3">
                    <Secrets message=message shown=shown />
                    <iframe
                        class=frame
                        title=texts::frame_title()
                        src=format!("/admin/messages/{id}/body")
                        sandbox=""
                        hidden=move || shown.get()
                    ></iframe>
                    // A frame of its own: what still loads into the other one cannot take its place.
                    <iframe
                        class=frame
                        name=FRAME
                        title=texts::frame_title()
                        sandbox=""
                        hidden=move || !shown.get()
                    ></iframe>
                </div>
            </Card>
            <aside class="stack" aria-label=texts::about()>
                <Card title=texts::about()>{move || message.with(facts)}</Card>
                {(!is_text)
                    .then(|| {
                        view! {
                            <Card title=texts::plain_text()>
                                <pre class="mail-text" tabindex="0">
                                    {text}
                                </pre>
                            </Card>
                        }
                    })}
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Head(message: RwSignal<MessageDetail>, #[prop(into)] subject: String) -> impl IntoView {
    let state = Memo::new(move |_| message.with(|message| message.row.state));
    let sending = Sending::default();
    let toasts = use_toasts();
    let id = message.with_untracked(|message| message.row.id);
    let send = move |_| sending.send(resend_message(id), move |()| toasts.say(texts::queued_again()));
    let can_send = move || {
        may(Permission::MessageSend) && matches!(state.get(), MessageState::Sent | MessageState::Failed)
    };
    view! {
        <div class="obj-head">
            <div class="t">
                <div class="row row-3">
                    <h1 tabindex="-1">{subject}</h1>
                    <Badge
                        tone=Signal::derive(move || status(state.get()).0)
                        text=move || status(state.get()).1
                    />
                </div>
                <p class="muted">{message.with_untracked(|message| kind(message.row.kind))}</p>
            </div>
            <div class="row">
                <FormError text=sending.general() />
                <Show when=can_send>
                    <Button icon="mail" busy=sending.busy() busy_label=texts::sending() on:click=send>
                        {texts::send_again()}
                    </Button>
                </Show>
            </div>
        </div>
    }
}

fn facts(message: &MessageDetail) -> AnyView {
    let row = message.row.clone();
    view! {
        <Facts>
            <Fact term=texts::column::person()>
                <a href=format!("/admin/users/{}", row.user_id)>
                    <bdi>{row.user_display_name}</bdi>
                </a>
            </Fact>
            <Fact term=texts::channel()>{channel(row.channel)}</Fact>
            <Fact term=texts::address()>
                <span class="ltr">{row.to_address}</span>
            </Fact>
            <Fact term=texts::written()>
                <Time at=row.created_at />
            </Fact>
            <Fact term=texts::sent_at()>
                <OptionTime at=row.sent_at />
            </Fact>
            <Fact term=texts::attempts()>{row.attempts}</Fact>
            {row
                .last_error
                .map(|reason| view! { <Fact term=texts::reason()>{reason}</Fact> })}
        </Facts>
    }
    .into_any()
}

/// What is left out, and the step that shows it. The step is a plain form that loads the answer into
/// the frame, so that the secrets never become part of this page.
#[component]
fn Secrets(message: RwSignal<MessageDetail>, shown: RwSignal<bool>) -> impl IntoView {
    let id = message.with_untracked(|message| message.row.id);
    let state = Memo::new(move |_| message.with(|message| message.row.state));
    let waits = move || matches!(state.get(), MessageState::Held | MessageState::Queued);
    view! {
        <Show
            when=waits
            fallback=move || view! { <Note tone=Tone::Off icon="shield">{texts::secrets_gone()}</Note> }
        >
            <Note tone=Tone::Off icon="shield">
                <p role="status">
                    {move || if shown.get() { texts::secrets_shown() } else { texts::secrets_hidden() }}
                </p>
                {may(Permission::MessageSecretRead)
                    .then(|| {
                        view! {
                            <form
                                class="mt-2"
                                method="post"
                                action=format!("/admin/messages/{id}/body")
                                target=FRAME
                                data-recent=""
                                hidden=move || shown.get()
                                on:submit=move |_| shown.set(true)
                            >
                                <Button submit=true icon="eye">
                                    {texts::show_secrets()}
                                </Button>
                            </form>
                        }
                    })}
            </Note>
        </Show>
    }
}
