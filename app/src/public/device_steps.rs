//! The steps on the device itself: the agent's commands on Linux, else what an app asks for.

use leptos::prelude::*;
use types::Platform;

use super::{
    link::{LinkView, ProfilePassword, ShownOn, TypedCode},
    open_frame::OpenFrame,
    scan::ScanCode,
};
use crate::{
    shell::page_info,
    t::public::{device as words, link as link_words},
    ui::{
        Button, ButtonKind, CopyField, Countdown, Disclosure, LinkButton, Niche, NicheSize, Note,
        PasswordField, QrPanel, Tone,
    },
    wording::{agent, platform_icon},
};

/// Steps first; the code for another device and what the organisation sees stand behind them.
#[component]
pub(super) fn DeviceSteps(shown: LinkView) -> impl IntoView {
    let platform = shown.progress.platform;
    let with_agent = agent::has_agent(platform);
    let (heading, sub) = match platform {
        Platform::Linux => (words::heading_linux().to_owned(), words::sub_linux()),
        platform if shown.takes_profile => (words::heading(platform.label()), words::sub_profile()),
        platform => (words::heading(platform.label()), words::sub()),
    };
    let organisation = page_info().organisation;
    let elsewhere = (with_agent && shown.shown_on == ShownOn::Phone)
        .then(|| view! { <div class="mt-4"><Note tone=Tone::Info>{words::not_this()}</Note></div> });
    let handout = shown.handout.clone();
    let steps = if with_agent {
        view! { <AgentSteps server=page_info().public_url link=handout.link.clone() /> }.into_any()
    } else if shown.takes_profile {
        view! { <ProfileSteps platform=platform link=handout.link.clone() username=shown.progress.username.clone() password=shown.profile_password /> }.into_any()
    } else {
        view! { <AppSteps shown=shown.clone() /> }.into_any()
    };
    let typed = (with_agent || shown.takes_profile).then(|| {
        let (handout, username, server) =
            (shown.handout.clone(), shown.progress.username.clone(), shown.server.clone());
        view! {
            <div class="mt-4">
                <Disclosure icon="pin" summary=words::pin_short()>
                    <div class="stack stack-3">
                        <TypedCode handout=handout username=username server=server shows_pin=shown.shows_pin />
                    </div>
                </Disclosure>
            </div>
        }
    });
    view! {
        <OpenFrame>
            <div class="phone-flow">
                <div class="row row-4 no-wrap">
                    <div class="grow">
                        <h1>{heading}</h1>
                        <p class="muted mt-1">{sub}</p>
                    </div>
                    <Niche icon=platform_icon(platform) size=NicheSize::Large />
                </div>
                {elsewhere}
                <section class="card card-pad mt-6">{steps}</section>
                <div class="mt-4">
                    <Note tone=Tone::Waiting>
                        <p>
                            <b>{words::waiting()}</b>
                            " "
                            {words::waiting_text()}
                        </p>
                        <Countdown until=shown.handout.pin_expires_at />
                    </Note>
                </div>
                {typed}
                <div class="mt-3">
                    <Disclosure icon="qr" summary=words::other_device()>
                        <div class="stack">
                            <p class="sm muted">{words::other_text()}</p>
                            <ScanCode />
                            <QrPanel svg=handout.qr_svg note=link_words::once() />
                            <CopyField
                                text=handout.link
                                label=link_words::copy_link()
                                copied=link_words::link_copied()
                            />
                        </div>
                    </Disclosure>
                </div>
                <div class="mt-3">
                    <Disclosure icon="shield" summary=words::see(organisation)>
                        <p class="sm">{words::see_text()}</p>
                    </Disclosure>
                </div>
            </div>
        </OpenFrame>
    }
}

/// Three commands for a terminal.
#[component]
fn AgentSteps(server: String, link: String) -> impl IntoView {
    let commands = [
        (
            words::download_title(),
            words::download_text(),
            words::copy_download(),
            agent::download_command(&server),
        ),
        (
            words::register_title(),
            words::register_text(),
            words::copy_register(),
            agent::register_command(&link),
        ),
        (words::run_title(), words::run_text(), words::copy_run(), agent::RUN_COMMAND.to_owned()),
    ];
    let step = |(index, (title, text, copy, command)): (
        usize,
        (&'static str, &'static str, &'static str, String),
    )| {
        view! {
            <li class=(index == 0).then_some("now")>
                <div class="in">
                    <h2>{title}</h2>
                    <p>{text}</p>
                    <div class="mt-2">
                        <CopyField text=command label=copy copied=words::command_copied() />
                    </div>
                </div>
            </li>
        }
    };
    view! {
        <ol class="big-steps" role="list">
            {commands.into_iter().enumerate().map(step).collect_view()}
        </ol>
    }
}

/// A profile that is downloaded here and installed in the device's own settings. Where that is depends on the
/// kind of device.
#[component]
fn ProfileSteps(
    platform: Platform,
    link: String,
    /// Whose password is asked for.
    username: String,
    password: Option<ProfilePassword>,
) -> impl IntoView {
    let password = password.map(|password| {
        let error = (password == ProfilePassword::Wrong).then(|| words::profile_password_wrong().to_owned());
        view! {
            <input class="sr" type="text" autocomplete="username" value=username readonly tabindex="-1" aria-hidden="true" />
            <PasswordField label=words::profile_password() name="password" hint=words::profile_password_hint() error=error />
        }
    });
    let (install, finish) = match platform {
        Platform::Macos => (words::profile_install_mac(), words::profile_finish_mac()),
        _ => (words::profile_install(), words::profile_finish()),
    };
    view! {
        <ol class="big-steps" role="list">
            <li class="now">
                <div class="in">
                    <h2>{words::profile_title()}</h2>
                    <p>{words::profile_text()}</p>
                    // A form: programs that look at links shall make nothing.
                    <form method="post" action=format!("{link}/profile") class="mt-3 stack">
                        {password}
                        <Button kind=ButtonKind::Primary submit=true icon="download">
                            {words::profile_button()}
                        </Button>
                    </form>
                </div>
            </li>
            <li>
                <div class="in">
                    <h2>{words::profile_install_title()}</h2>
                    <p>{install}</p>
                </div>
            </li>
            <li>
                <div class="in">
                    <h2>{words::profile_finish_title()}</h2>
                    <p>{finish}</p>
                </div>
            </li>
        </ol>
    }
}

/// What an app asks for.
#[component]
fn AppSteps(shown: LinkView) -> impl IntoView {
    let (handout, progress, server) = (shown.handout, shown.progress, shown.server);
    // What the organisation calls it, and where it is got.
    let get_app = shown.app.map(|(name, link)| {
        view! {
            <li class="now">
                <div class="in">
                    <h2>{words::get_app_title(&name)}</h2>
                    <p>{words::get_app_text()}</p>
                    <div class="mt-3">
                        <LinkButton href=link kind=ButtonKind::Primary icon="external">
                            {words::get_app_button(&name)}
                        </LinkButton>
                    </div>
                </div>
            </li>
        }
    });
    let is_first = get_app.is_none();
    view! {
        <ol class="big-steps" role="list">
            {get_app}
            <li class=is_first.then_some("now")>
                <div class="in">
                    <h2>{words::app_title()}</h2>
                    <p>{words::app_text()}</p>
                </div>
            </li>
            <li>
                <div class="in">
                    <h2>{words::pin_title()}</h2>
                    <div class="mt-2 stack stack-3">
                        <TypedCode handout=handout username=progress.username server=server shows_pin=shown.shows_pin />
                    </div>
                </div>
            </li>
        </ol>
    }
}
