//! The push certificate: how it does, and the three steps to one.

use leptos::{ev::SubmitEvent, prelude::*};
use types::{Permission, PushDetail, PushWarning, UploadPushCertificate};

use super::PemField;
use crate::{
    console::{
        api::apple::{remove_push, request_push, upload_push},
        shared::{Ask, Sending, changed_by, may},
    },
    shell::page_info,
    t::apple as words,
    ui::{
        Button, ButtonKind, Card, Checkbox, Day, ErrorSummary, Fact, Facts, FormError, LinkButton, Note,
        PasswordField, Status, TextField, Time, Tone, use_toasts,
    },
};

/// The cards, from what was read; `again` grows when it is to be read again.
pub(super) fn cards(detail: PushDetail, again: RwSignal<u32>) -> AnyView {
    let may_change = may(Permission::SettingsWrite);
    let version = detail.version;
    let has_certificate = detail.certificate.is_some();
    let request = detail.requested_at.filter(|_| detail.request.is_some());
    let shown = detail.clone();
    let changed = detail.updated_at.zip(detail.updated_by.clone());
    view! {
        <Card id="push" title=words::push() sub=words::push_sub()>
            <div class="stack">
                {state(shown)}
                {changed.map(|(at, by)| changed_by(at, by))}
                {(may_change && has_certificate)
                    .then(|| view! { <Remove version=version again=again /> })}
            </div>
        </Card>
        {may_change
            .then(|| {
                view! {
                    <Card title=words::step_request() sub=words::step_request_text() level=3>
                        <MakeRequest made=request again=again />
                    </Card>
                    <Card title=words::step_apple() level=3>
                        <p class="sm">{words::step_apple_text()}</p>
                    </Card>
                    <Card title=words::step_upload() level=3>
                        <Upload detail=detail again=again />
                    </Card>
                }
            })}
    }
    .into_any()
}

/// What there is, and what of it is wrong.
fn state(detail: PushDetail) -> AnyView {
    let Some(certificate) = detail.certificate.clone() else {
        return view! {
            <Status tone=Tone::Off text=words::no_certificate() />
            <Note tone=Tone::Warning>{words::no_certificate_text()}</Note>
        }
        .into_any();
    };
    let now = page_info().now;
    let said = detail.failure.as_ref().map(|failure| failure.detail.as_str()).unwrap_or_default();
    let (tone, word, note) = match PushWarning::of(&certificate, detail.failure.as_ref(), now) {
        Some(PushWarning::Ended) => (Tone::Danger, words::ended(), Some(words::ended_text().to_owned())),
        Some(PushWarning::Refused) => (Tone::Danger, words::refused(), Some(words::refused_text(said))),
        Some(PushWarning::Away) => (Tone::Warning, words::away(), Some(words::away_text(said))),
        Some(PushWarning::EndsSoon) => {
            (Tone::Warning, words::ends_soon(), Some(words::ends_soon_text().to_owned()))
        }
        None => (Tone::Success, words::works(), None),
    };
    let (reached, unreached) = (detail.reached, detail.unreached);
    view! {
        <Status tone=tone text=word />
        {note.map(|text| view! { <Note tone=tone>{text}</Note> })}
        <Facts>
            <Fact term=words::expires()>
                <Day at=certificate.expires_at />
            </Fact>
            <Fact term=words::topic()>
                <code class="wrap-anywhere">{certificate.topic.clone()}</code>
            </Fact>
            <Fact term=words::serial()>
                <code class="wrap-anywhere">{certificate.serial.clone()}</code>
            </Fact>
            {certificate
                .account
                .clone()
                .map(|account| view! { <Fact term=words::account()><bdi>{account}</bdi></Fact> })}
            <Fact term=words::reached()>{reached.to_string()}</Fact>
            <Fact term=words::unreached()>{unreached.to_string()}</Fact>
        </Facts>
        {(unreached > 0).then(|| view! { <p class="sm muted">{words::unreached_text()}</p> })}
    }
    .into_any()
}

#[component]
fn MakeRequest(made: Option<types::Timestamp>, again: RwSignal<u32>) -> impl IntoView {
    let sending = Sending::default();
    let make = move |_| sending.send(request_push(), move |_| again.update(|times| *times += 1));
    let has_one = made.is_some();
    view! {
        <FormError text=sending.general() />
        <div class="row">
            {has_one
                .then(|| {
                    view! {
                        <LinkButton
                            href="/admin/push-certificate/request"
                            external=true
                            icon="download"
                            kind=ButtonKind::Primary
                        >
                            {words::download_request()}
                        </LinkButton>
                    }
                })}
            <Button busy=sending.busy() busy_label=words::making() on:click=make>
                {if has_one { words::make_again() } else { words::make_request() }}
            </Button>
            {made
                .map(|at| {
                    view! {
                        <span class="sm muted">{words::request_made()} " " <Time at=at /></span>
                    }
                })}
        </div>
    }
}

#[component]
fn Upload(detail: PushDetail, again: RwSignal<u32>) -> impl IntoView {
    let version = detail.version;
    let noted = detail.certificate.as_ref().and_then(|row| row.account.clone()).unwrap_or_default();
    let (certificate, key) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let (password, account) = (RwSignal::new(String::new()), RwSignal::new(noted));
    let new_topic = RwSignal::new(false);
    let sending = Sending::default();
    let toasts = use_toasts();
    let asks_topic = sending.field("new_topic");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let filled = |text: RwSignal<String>| Some(text.get_untracked()).filter(|text| !text.is_empty());
        let input = UploadPushCertificate {
            certificate: certificate.get_untracked().unwrap_or_default(),
            private_key: key.get_untracked(),
            password: filled(password),
            account: filled(account),
            new_topic: new_topic.get_untracked(),
        };
        if sending.accepts(&input) {
            sending.send(upload_push(input, version), move |_| {
                toasts.say(words::uploaded());
                again.update(|times| *times += 1);
            });
        }
    };
    view! {
        <form method="post" class="stack" novalidate=true on:submit=submit>
            <ErrorSummary errors=sending.summary() />
            <FormError text=sending.general() />
            <PemField
                id="f-certificate"
                label=words::certificate()
                hint=words::certificate_hint()
                path="certificate"
                bind=certificate
                sending=sending
            />
            <PemField
                id="f-private_key"
                label=words::private_key()
                hint=words::private_key_hint()
                path="private_key"
                bind=key
                sending=sending
            />
            <PasswordField
                label=words::password()
                name="password"
                hint=words::password_hint()
                bind=password
                error=sending.field("password")
            />
            <TextField
                label=words::account()
                name="account"
                hint=words::account_hint()
                bind=account
                error=sending.field("account")
                maxlength=254_u32
                autocomplete="off"
                optional=true
                ltr=true
            />
            // Asked for only where it matters.
            <Show when=move || asks_topic.get().is_some() || new_topic.get()>
                <Checkbox label=words::new_topic() name="new_topic" value="true" bind=new_topic hint=words::new_topic_hint() />
            </Show>
            <div class="row">
                <Button kind=ButtonKind::Primary submit=true busy=sending.busy() busy_label=words::uploading()>
                    {words::upload()}
                </Button>
            </div>
        </form>
    }
}

#[component]
fn Remove(version: i64, again: RwSignal<u32>) -> impl IntoView {
    let (open, sending) = (RwSignal::new(false), Sending::default());
    let toasts = use_toasts();
    let remove = move |()| {
        sending.send(remove_push(version), move |_| {
            open.set(false);
            toasts.say(words::removed());
            again.update(|times| *times += 1);
        });
    };
    view! {
        <div class="row">
            <Ask
                id="remove-push"
                label=words::remove()
                title=words::remove_title()
                text=words::remove_text()
                icon="warning"
                danger=true
                busy_label=words::removing()
                open=open
                sending=sending
                act=Callback::new(remove)
            />
        </div>
    }
}
