//! Messages that were kept while there was no mail server: what to do now.

use leptos::prelude::*;
use types::{DeliveryStatus, MessageChannel, MessageQuery, MessageState, PageQuery, Permission};

use crate::{
    console::{
        api::{
            messages::{discard_held, list_messages, release_held},
            settings::read_checklist,
        },
        shared::{Sending, may},
    },
    live::use_live,
    shell::page_info,
    t::console::messages as texts,
    ui::{
        Button, ButtonKind, Consequence, ConsequenceKind, Consequences, Dialog, FormError, Note, Tone,
        use_toasts,
    },
};

/// How many messages are kept, of one way or of all.
async fn count_held(channel: Option<MessageChannel>) -> u64 {
    let query = MessageQuery {
        state: Some(MessageState::Held),
        channel,
        page: PageQuery { limit: Some(1), total: true, ..PageQuery::default() },
        ..MessageQuery::default()
    };
    list_messages(query, None).await.ok().and_then(|page| page.total).unwrap_or_default()
}

/// Says why messages are kept; once there is a mail server, offers to send or discard them.
#[component]
pub(super) fn Held() -> impl IntoView {
    let tick = use_live().topic("message");
    let sends_texts = page_info().text_messages;
    let state = Resource::new(
        move || tick.get(),
        move |_| async move {
            let mail = match may(Permission::SettingsRead) {
                true => read_checklist().await.map_or(DeliveryStatus::Working, |list| list.mail),
                false => DeliveryStatus::Working,
            };
            // Without a mail server only text messages can leave, if they can.
            let count = match mail {
                DeliveryStatus::NotConfigured if sends_texts => count_held(Some(MessageChannel::Sms)).await,
                DeliveryStatus::NotConfigured => 0,
                _ => count_held(None).await,
            };
            (mail, count)
        },
    );
    // Outside of what news make anew: a question that somebody is reading stays open.
    let open = RwSignal::new(false);
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match state.await {
                    (DeliveryStatus::NotConfigured, count) => {
                        view! {
                            <div class="mb-4">
                                <Note tone=Tone::Info icon="mail">
                                    <p class="semibold">{texts::no_mail_server()}</p>
                                    <p>{texts::no_mail_server_text()}</p>
                                </Note>
                            </div>
                            // What is discarded is all that is kept, and the e-mails are not meant here.
                            {(count > 0).then(|| view! { <Offer count=count open=open discards=false /> })}
                        }
                            .into_any()
                    }
                    (_, 0) => ().into_any(),
                    (_, count) => view! { <Offer count=count open=open discards=true /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Offer(
    count: u64,
    /// Whether it is asked if all are to be thrown away.
    open: RwSignal<bool>,
    /// Whether they can be thrown away.
    discards: bool,
) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let send = move |_| sending.send(release_held(), move |count| toasts.say(texts::released(count)));
    let discard = move |_| {
        sending.send(discard_held(), move |count| {
            open.set(false);
            toasts.say(texts::discarded(count));
        });
    };
    view! {
        <div class="mb-4">
            <Note tone=Tone::Warning icon="mail">
                <p class="semibold">{texts::held_messages(count)}</p>
                <p>{texts::held_text()}</p>
                <FormError text=sending.general() />
                {may(Permission::MessageSend)
                    .then(|| {
                        view! {
                            <div class="row mt-3">
                                <Button
                                    kind=ButtonKind::Primary
                                    busy=sending.busy()
                                    busy_label=texts::sending()
                                    on:click=send
                                >
                                    {texts::send_all()}
                                </Button>
                                {discards
                                    .then(|| {
                                        view! {
                                            <Button kind=ButtonKind::DangerLine on:click=move |_| open.set(true)>
                                                {texts::discard_all()}
                                            </Button>
                                        }
                                    })}
                            </div>
                        }
                    })}
            </Note>
        </div>
        <Dialog
            open=open
            id="discard-dialog"
            title=texts::discard_question(count)
            text=texts::discard_text()
            icon="mail"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button
                        kind=ButtonKind::Danger
                        busy=sending.busy()
                        busy_label=texts::discarding()
                        on:click=discard
                    >
                        {texts::discard_now()}
                    </Button>
                }
            }
        >
            <Consequences>
                <Consequence kind=ConsequenceKind::Lost>{texts::discard_loses()}</Consequence>
                <Consequence kind=ConsequenceKind::Kept>{texts::discard_keeps()}</Consequence>
            </Consequences>
        </Dialog>
    }
}
