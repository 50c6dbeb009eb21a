//! The result of a registration: PIN, QR code, link and command, printable on one page, and the way
//! of the device followed live.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use types::{
    ErrorCode, Handout, MessageChannel, Permission, RegistrationId, RegistrationProgress, RegistrationStatus,
    Timestamp,
};

use super::made::JustMade;
use crate::{
    console::{
        api::registration::{follow_registration, registration_handout, send_registration},
        devices::{IssueAgain, Withdraw, registration_steps},
        shared::{Sending, kept_fresh, loaded, may},
    },
    live::use_live,
    request::Failure,
    shell::page_info,
    t::console::registration as words,
    ui::{
        Button, ButtonKind, Card, ClockTime, CodeHeading, CopyButton, CopyField, Countdown, Crumb, Crumbs,
        FormError, LinkButton, Note, PageHead, PageTitle, PinDisplay, QrPanel, SkeletonCard, Tone,
        WaitingCard, use_toasts,
    },
    wording::{agent, platform_icon},
};

/// One registration, by the id in the address.
#[component]
pub(in crate::console) fn RegistrationPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")?.parse::<RegistrationId>().ok()));
    let progress = Resource::new(
        move || id.get(),
        async |id| match id {
            Some(id) => follow_registration(id).await,
            None => Err(Failure::from(ErrorCode::NotFound)),
        },
    );
    let made = expect_context::<JustMade>();
    on_cleanup(move || made.forget());
    loaded(progress, || view! { <SkeletonCard /> }.into_any(), show)
}

fn show(first: RegistrationProgress) -> AnyView {
    let (id, device_id) = (first.id, first.device_id);
    let title = words::title(first.platform.label(), &first.user_display_name);
    let heading = title.clone();
    let tick = use_live().object("device", device_id);
    let progress = kept_fresh(first, tick, move || follow_registration(id));
    let status = Memo::new(move |_| progress.with(|progress| progress.status));
    let crumbs = vec![
        Crumb::new("/admin/devices", crate::t::console::devices::title()),
        Crumb::new(format!("/admin/devices/{device_id}"), words::device()),
    ];
    view! {
        <PageTitle text=title.clone() />
        <Crumbs items=crumbs current=words::crumb() />
        <PageHead title=heading sub=words::sub() />
        <div class="stack">
            {move || match status.get() {
                RegistrationStatus::Pending => view! { <Pending progress=progress /> }.into_any(),
                status => over(status, progress.get_untracked()),
            }}
        </div>
    }
    .into_any()
}

/// What became of a registration that no longer waits.
fn over(status: RegistrationStatus, progress: RegistrationProgress) -> AnyView {
    let device = format!("/admin/devices/{}", progress.device_id);
    let again = format!("/admin/register?user={}", progress.user_id);
    let open = move || {
        view! {
            <LinkButton href=device kind=ButtonKind::Primary>
                {words::open_device()}
            </LinkButton>
        }
    };
    let repeat = move || {
        may(Permission::RegistrationWrite)
            .then(|| view! { <LinkButton href=again>{words::register_again()}</LinkButton> })
    };
    let (tone, text) = match status {
        RegistrationStatus::Used => (Tone::Success, words::over_used(&progress.user_display_name)),
        RegistrationStatus::Withdrawn => (Tone::Info, words::over_withdrawn().to_owned()),
        _ => (Tone::Info, words::over_expired().to_owned()),
    };
    view! {
        <Note tone=tone live=true>
            <p>{text}</p>
            <div class="row mt-3">
                {open()}
                {(status != RegistrationStatus::Used).then(repeat)}
            </div>
        </Note>
    }
    .into_any()
}

#[component]
fn Pending(progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let id = progress.with_untracked(|progress| progress.id);
    let made = expect_context::<JustMade>();
    let handout = Memo::new(move |_| made.of(id));
    let (platform, name) =
        progress.with_untracked(|progress| (progress.platform, progress.user_display_name.clone()));
    let until = Signal::derive(move || progress.with(|progress| progress.expires_at));
    let steps = Signal::derive(move || progress.with(registration_steps));
    let ended = Memo::new(move |_| progress.with(|progress| progress.pin_ended_at.is_some()));
    view! {
        <Show when=move || ended.get()>
            <Note tone=Tone::Warning>{words::pin_ended()}</Note>
        </Show>
        {move || match handout.get() {
            Some(handout) => view! { <Codes handout=handout progress=progress /> }.into_any(),
            None => view! { <ShowCodes id=id /> }.into_any(),
        }}
        <div class="no-print">
            <WaitingCard
                title=words::waiting_title(platform.label(), name.clone())
                text=words::waiting_text()
                icon=platform_icon(platform)
                steps=steps
                countdown=move || view! { <Countdown until=until /> }
            >
                <Send progress=progress />
                <IssueAgain id=id />
                <Withdraw id=id name=name />
            </WaitingCard>
        </div>
    }
}

/// Reading the codes again is a step of its own, and is written down.
#[component]
fn ShowCodes(id: RegistrationId) -> impl IntoView {
    let made = expect_context::<JustMade>();
    let sending = Sending::default();
    let read = move |_| sending.send(registration_handout(id), move |handout| made.keep(handout));
    view! {
        <Card title=words::codes()>
            <div class="stack stack-3">
                <p class="sm">{words::codes_hidden()}</p>
                <FormError text=sending.general() />
                {may(Permission::RegistrationSecretRead)
                    .then(|| {
                        view! {
                            <div>
                                <Button
                                    icon="eye"
                                    busy=sending.busy()
                                    busy_label=words::reading()
                                    on:click=read
                                >
                                    {words::show_codes()}
                                </Button>
                            </div>
                        }
                    })}
            </div>
        </Card>
    }
}

#[component]
fn Codes(handout: Handout, progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let Handout { link, pin, qr_svg, mirp_qr_svg, pin_expires_at, .. } = handout;
    let (username, issued_at) = progress.with_untracked(|p| (p.username.clone(), p.issued_at));
    let with_agent = agent::has_agent(progress.with_untracked(|progress| progress.platform));
    let agent_link = link.clone();
    let go = format!("{}/go", page_info().public_url);
    view! {
        <section class="card reg" aria-label=words::codes()>
            <div class="reg-qr">
                {match mirp_qr_svg {
                    Some(app_svg) => {
                        view! { <QrPanel svg=qr_svg app_svg=app_svg note=words::works_once() /> }.into_any()
                    }
                    None => view! { <QrPanel svg=qr_svg note=words::works_once() /> }.into_any(),
                }}
            </div>
            <div class="reg-alt">
                <div class="stack stack-2">
                    <CodeHeading icon="link-on" text=words::link_heading() />
                    <CopyField text=link.clone() label=words::copy_link() copied=words::link_copied() />
                </div>
                <div class="stack stack-2">
                    <CodeHeading icon="pin" text=words::pin_heading() />
                    {match pin {
                        Some(pin) => {
                            view! {
                                <p class="sm muted">{words::pin_text(go, username)}</p>
                                <div class="row row-4">
                                    <PinDisplay pin=pin.clone() />
                                    <CopyButton
                                        text=pin
                                        label=crate::t::common::pin::copy()
                                        copied=crate::t::common::pin::copied()
                                    />
                                </div>
                            }
                                .into_any()
                        }
                        None => view! { <p class="sm">{words::pin_ended()}</p> }.into_any(),
                    }}
                </div>
                <div class="no-print">
                    <Countdown until=pin_expires_at from=issued_at />
                </div>
                <p class="print-only">
                    {words::valid_until(on_paper(pin_expires_at))}
                </p>
                <div class="row no-print">
                    <Print />
                </div>
            </div>
        </section>
        {with_agent.then(|| view! { <Agent link=agent_link /> })}
    }
}

/// What is typed on the computer itself.
#[component]
fn Agent(link: String) -> impl IntoView {
    let commands = [
        (words::agent_download(), agent::download_command(&page_info().public_url)),
        (words::agent_register(), agent::register_command(&link)),
        (words::agent_run(), agent::RUN_COMMAND.to_owned()),
    ];
    let line = |(what, command): (&'static str, String)| {
        view! {
            <div class="stack stack-1">
                <p class="sm medium">{what}</p>
                <CopyField text=command label=words::copy_command(what) copied=words::command_copied() />
            </div>
        }
    };
    view! {
        <Card title=words::agent_heading() sub=words::agent_text()>
            <div class="stack stack-3">{commands.into_iter().map(line).collect_view()}</div>
        </Card>
    }
}

#[component]
fn Print() -> impl IntoView {
    let print = move |_| {
        #[cfg(feature = "hydrate")]
        {
            _ = window().print();
        }
    };
    view! {
        <span class="needs-script">
            <Button icon="download" on:click=print>
                {words::print()}
            </Button>
        </span>
    }
}

/// Sends the codes by e-mail or as a text message, and says where they went last.
#[component]
fn Send(progress: RwSignal<RegistrationProgress>) -> impl IntoView {
    let sending = Sending::default();
    let toasts = use_toasts();
    let id = progress.with_untracked(|progress| progress.id);
    let sent = Memo::new(move |_| progress.with(|progress| progress.sent_to.clone()));
    // A number has no @.
    let by_email =
        Memo::new(move |_| sent.with(|sent| sent.as_ref().is_some_and(|(to, _)| to.contains('@'))));
    let send = move |by| sending.send(send_registration(id, by), move |()| toasts.say(words::sent()));
    let number = progress.with_untracked(|progress| progress.phone_number.clone());
    let texts = number.filter(|_| page_info().text_messages);
    may(Permission::RegistrationWrite).then(|| {
        view! {
            <Button icon="mail" busy=sending.busy() busy_label=words::sending() on:click=move |_| send(MessageChannel::Email)>
                {move || if by_email.get() { words::send_again() } else { words::send() }}
            </Button>
            {texts
                .map(|_| {
                    view! {
                        <Button
                            icon="sms"
                            busy=sending.busy()
                            busy_label=words::sending()
                            on:click=move |_| send(MessageChannel::Sms)
                        >
                            {words::send_text()}
                        </Button>
                    }
                })}
            <div class="basis-all empty-gone">
                <FormError text=sending.general() />
            </div>
            {move || {
                sent.get()
                    .map(|(address, at)| {
                        view! {
                            <p class="xs muted basis-all">{words::sent_to(address)} " " <ClockTime at=at /></p>
                        }
                    })
            }}
        }
    })
}

/// A time for a sheet of paper: absolute, since nobody knows when it is read.
fn on_paper(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(..16).map_or_else(|| text.clone(), |minute| format!("{} UTC", minute.replace('T', " ")))
}
