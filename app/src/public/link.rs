//! `/r/<token>`: the personal link of a registration, opened on a computer or on the device itself.
//! Opening it never uses it up.

use leptos::prelude::*;
use types::{Handout, Platform, RegistrationProgress};

use super::{device_steps::DeviceSteps, open_frame::OpenFrame};
use crate::{
    shell::{PageContext, page_info, render_document},
    t::public::{device, link as words},
    ui::{
        Button, ButtonKind, CodeHeading, CopyButton, CopyField, Countdown, Fact, Facts, Icon, Note,
        PinDisplay, QrPanel, Tone,
    },
    wording::{agent, platform_icon},
};

/// Where the page is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownOn {
    /// On a computer, perhaps another one than the device.
    Computer,
    /// On the device itself, as its person says.
    Device,
    /// On a phone or tablet, as the browser says.
    Phone,
}

/// The password that a profile is given out for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProfilePassword {
    /// It is asked for.
    Asked,
    /// None was given, or another person's.
    Wrong,
}

/// What the page shows.
#[derive(Clone, Debug)]
pub struct LinkView {
    /// PIN, link and codes.
    pub handout: Handout,
    /// Whose device, of which kind.
    pub progress: RegistrationProgress,
    /// `host[:port]`, what a person types as the server.
    pub server: String,
    /// Where it is looked at.
    pub shown_on: ShownOn,
    /// Name and store link of the organisation's own app for this kind of device, where it has one.
    pub app: Option<(String, String)>,
    /// Whether the device comes in by a profile that is downloaded here.
    pub takes_profile: bool,
    /// What is wrong with the password that is asked for with the profile; `None` where none is asked for.
    pub profile_password: Option<ProfilePassword>,
    /// Whether the PIN is shown here; else the person has it from another message.
    pub shows_pin: bool,
}

/// The page `/r/<token>`. Its form posts to the address of the page and means "I am on the device".
#[must_use]
pub fn link(page: PageContext, view: LinkView) -> String {
    match view.shown_on {
        ShownOn::Computer => render_document(page, words::title(), || view! { <ComputerPage shown=view /> }),
        ShownOn::Device | ShownOn::Phone => {
            render_document(page, device::title(), || view! { <DeviceSteps shown=view /> })
        }
    }
}

#[component]
fn ComputerPage(shown: LinkView) -> impl IntoView {
    let LinkView { handout, progress, server, app, shows_pin, .. } = shown;
    // The app's code holds the PIN.
    let app_svg = handout.mirp_qr_svg.clone().filter(|_| app.is_some() && shows_pin);
    let heading = match progress.platform {
        Platform::Linux => words::heading_linux().to_owned(),
        platform => words::heading(platform.label()),
    };
    let sub = words::sub(&progress.user_display_name, page_info().organisation);
    let (until, from) = (handout.pin_expires_at, progress.issued_at);
    let link = handout.link.clone();
    view! {
        <OpenFrame>
            <div class="p-head">
                <div>
                    <h1>{heading}</h1>
                    <p class="sub">{sub}</p>
                </div>
            </div>
            {agent::has_agent(progress.platform).then(|| view! { <HereCard platform=progress.platform /> })}
            <div class="card reg">
                <div class="reg-qr">
                    {match app_svg {
                        Some(code) => view! { <QrPanel svg=handout.qr_svg.clone() app_svg=code note=words::once() /> }.into_any(),
                        None => view! { <QrPanel svg=handout.qr_svg.clone() note=words::once() /> }.into_any(),
                    }}
                </div>
                <div class="reg-alt">
                    <section class="stack stack-2">
                        <CodeHeading icon="qr" text=words::scan_title() />
                        <p class="sm muted">{words::scan_text()}</p>
                        {scan_help(progress.platform)}
                    </section>
                    <section class="stack stack-2">
                        <CodeHeading icon="link-on" text=words::link_title() />
                        <CopyField text=link label=words::copy_link() copied=words::link_copied() />
                    </section>
                    <section class="stack stack-3">
                        <CodeHeading icon="pin" text=words::pin_title() />
                        <TypedCode handout=handout username=progress.username server=server shows_pin=shows_pin />
                        <Countdown until=until from=from />
                    </section>
                </div>
            </div>
        </OpenFrame>
    }
}

/// How a code is scanned with the camera: on the kind of device that this is for, else on both kinds.
fn scan_help(platform: Platform) -> impl IntoView {
    let (iphone, android) = (words::scan_iphone(), words::scan_android());
    let lines = match platform {
        Platform::Ios | Platform::Ipados => vec![iphone],
        Platform::Android => vec![android],
        _ => vec![iphone, android, words::scan_computer()],
    };
    view! { <ul class="sm muted">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul> }
}

/// Going on at this very computer.
#[component]
fn HereCard(platform: Platform) -> impl IntoView {
    view! {
        <section class="card card-pad mb-4">
            <form method="post" class="here">
                <span class="niche" aria-hidden="true">
                    <Icon name=platform_icon(platform) />
                </span>
                <div class="t">
                    <h2 class="lg">{words::here_title()}</h2>
                    <p class="sm muted">{words::here_text()}</p>
                </div>
                <Button kind=ButtonKind::Primary submit=true end_icon="arrow-end">
                    {words::here_button()}
                </Button>
            </form>
        </section>
    }
}

/// Server, user name and PIN, to be typed on the device.
#[component]
pub(super) fn TypedCode(
    handout: Handout,
    username: String,
    server: String,
    shows_pin: bool,
) -> impl IntoView {
    let pin = match handout.pin {
        _ if !shows_pin => view! { <p class="sm muted">{words::pin_elsewhere()}</p> }.into_any(),
        Some(pin) => view! {
            <div class="row row-4">
                <PinDisplay pin=pin.clone() />
                <CopyButton text=pin label=crate::t::common::pin::copy() copied=crate::t::common::pin::copied() />
            </div>
        }
        .into_any(),
        None => view! { <Note tone=Tone::Warning>{words::pin_ended()}</Note> }.into_any(),
    };
    view! {
        <Facts>
            <Fact term=words::server()>
                <b class="ltr semibold">{server}</b>
            </Fact>
            <Fact term=words::username()>
                <b class="ltr semibold">{username}</b>
            </Fact>
        </Facts>
        {pin}
    }
}
