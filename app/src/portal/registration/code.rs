//! QR code, command, link and PIN of a registration that waits.

use leptos::prelude::*;
use types::{ErrorCode, Handout, RegistrationProgress};

use crate::{
    loading::failed,
    portal::api::find_handout,
    reading::reading_result,
    request::Failure,
    shell::page_info,
    t::{common::pin as pin_words, portal::code as words},
    ui::{
        CodeHeading, CopyButton, CopyField, Countdown, Disclosure, Fact, Facts, Note, PinDisplay, QrPanel,
        SkeletonCard, Tone,
    },
    wording::agent,
};

/// The code, read again whenever a new one is made. Children are the actions below it.
#[component]
pub(super) fn CodeCard(progress: RwSignal<RegistrationProgress>, children: ChildrenFn) -> impl IntoView {
    let id = progress.get_untracked().id;
    let issue = Memo::new(move |_| progress.with(|progress| (progress.issued_at, progress.pin_ended_at)));
    let code = move |handout| {
        let children = children.clone();
        view! { <Code handout=handout progress=progress>{children()}</Code> }.into_any()
    };
    let show = move |handout| match handout {
        Ok(handout) => code(handout),
        Err(Failure(error)) if error.code == ErrorCode::RegistrationNotPending => ().into_any(),
        Err(failure) => failed(&failure),
    };
    let fallback = || view! { <SkeletonCard /> }.into_any();
    reading_result("handout", move || issue.get(), move |_| find_handout(id), fallback, show)
}

#[component]
fn Code(handout: Handout, progress: RwSignal<RegistrationProgress>, children: Children) -> impl IntoView {
    let RegistrationProgress { username, platform, issued_at, .. } = progress.get_untracked();
    let public_url = page_info().public_url;
    let host = public_url.split_once("://").map_or(public_url.as_str(), |(_, host)| host).to_owned();
    let command = agent::has_agent(platform)
        .then(|| view! { <Command server=public_url.clone() link=handout.link.clone() /> });
    let pin = match handout.pin.clone() {
        Some(pin) => view! {
            <div class="row row-4">
                <PinDisplay pin=pin.clone() />
                <CopyButton text=pin label=pin_words::copy() copied=pin_words::copied() />
            </div>
        }
        .into_any(),
        None => view! { <Note tone=Tone::Warning>{words::pin_ended()}</Note> }.into_any(),
    };
    let app_svg = handout.mirp_qr_svg.clone();
    view! {
        <div class="card reg">
            <div class="reg-qr">
                {match app_svg {
                    Some(app_svg) => {
                        view! { <QrPanel svg=handout.qr_svg app_svg=app_svg note=words::once() /> }.into_any()
                    }
                    None => view! { <QrPanel svg=handout.qr_svg note=words::once() /> }.into_any(),
                }}
            </div>
            <div class="reg-alt">
                {command}
                <section class="stack stack-2">
                    <CodeHeading icon="link-on" text=words::link() />
                    <CopyField text=handout.link label=words::copy_link() copied=words::link_copied() />
                </section>
                <section class="stack stack-3">
                    <CodeHeading icon="pin" text=words::pin() />
                    <Facts>
                        <Fact term=words::pin_where()>
                            <b class="ltr semibold">{format!("{host}/go")}</b>
                        </Fact>
                        <Fact term=words::username()>
                            <b class="ltr semibold">{username}</b>
                        </Fact>
                    </Facts>
                    {pin}
                    <Countdown until=handout.pin_expires_at from=issued_at />
                </section>
                {children()}
            </div>
        </div>
    }
}

/// What is typed in a terminal of the computer that joins.
#[component]
fn Command(server: String, link: String) -> impl IntoView {
    view! {
        <section class="stack stack-2">
            <CodeHeading icon="command" text=words::command() />
            <CopyField
                text=agent::register_command(&link)
                label=words::copy_command()
                copied=words::command_copied()
            />
            <Disclosure icon="download" summary=words::no_agent()>
                <div class="stack stack-2">
                    <p class="sm muted">{words::get_agent()}</p>
                    <CopyField
                        text=agent::download_command(&server)
                        label=words::copy_download()
                        copied=words::command_copied()
                    />
                    <p class="sm muted">{words::keep_running()}</p>
                    <CopyField text=agent::RUN_COMMAND label=words::copy_run() copied=words::command_copied() />
                </div>
            </Disclosure>
        </section>
    }
}
