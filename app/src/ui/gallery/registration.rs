use std::time::Duration;

use leptos::prelude::*;

use super::Section;
use crate::{
    shell::page_info,
    ui::{
        Button, ButtonKind, CodeHeading, CopyButton, CopyField, Countdown, PinDisplay, QrPanel, Step,
        StepState, Steps, WaitingCard,
    },
};

/// A pattern in the shape of a code; it says nothing.
const CODE: &str = r##"<svg viewBox="0 0 33 33" shape-rendering="crispEdges"><path fill="#10201e" d="M4 4h7v7h-7zM22 4h7v7h-7zM4 22h7v7h-7zM13 4h2v2h-2zM17 6h3v1h-3zM13 9h1v5h-1zM4 13h3v2h-3zM9 13h2v3h-2zM16 12h4v1h-4zM22 13h1v3h-1zM25 13h4v2h-4zM14 17h3v3h-3zM19 16h2v4h-2zM23 18h5v1h-5zM13 22h1v4h-1zM16 22h3v2h-3zM21 22h2v5h-2zM25 22h3v1h-3zM24 25h5v1h-5zM15 27h4v2h-4zM25 28h2v1h-2z"/><path fill="#fff" d="M5 5h5v5h-5zM23 5h5v5h-5zM5 23h5v5h-5z"/><path fill="#10201e" d="M6 6h3v3h-3zM24 6h3v3h-3zM6 24h3v3h-3z"/></svg>"##;

const LINK: &str = "https://devices.vellmere.example/r/Qm3vT0pZ8kXw1LrN5bYc7A";

#[component]
pub(super) fn Codes() -> impl IntoView {
    let now = page_info().now;
    let day = Duration::from_secs(24 * 3600);
    view! {
        <Section id="codes" title="QR panel, PIN, link, countdown" sub="The code stands in a gate.">
            <div class="card reg">
                <div class="reg-qr">
                    <QrPanel svg=CODE app_svg=CODE note="Works once, for this registration only" />
                </div>
                <div class="reg-alt">
                    <div class="stack stack-2">
                        <CodeHeading icon="link-on" text="Or open this link on the phone" />
                        <CopyField text=LINK label="Copy link" copied="Link copied" />
                    </div>
                    <div class="stack stack-2">
                        <CodeHeading icon="pin" text="Or type this PIN" />
                        <div class="row row-4">
                            <PinDisplay pin="48271936" />
                            <CopyButton text="48271936" label="Copy PIN" copied="PIN copied" />
                        </div>
                        <Countdown until=now + Duration::from_secs(23 * 3600 + 41 * 60) from=now />
                    </div>
                </div>
            </div>
            <Countdown until=now + Duration::from_secs(4 * 60) from=now + Duration::from_secs(240) - day />
            <Countdown until=now from=now - day />
        </Section>
    }
}

#[component]
pub(super) fn Progress() -> impl IntoView {
    let now = page_info().now;
    let ago = move |minutes: u64| Some(now - Duration::from_secs(minutes * 60));
    let steps = move || {
        vec![
            Step::new("Code created", StepState::Done).at(ago(5)),
            Step::new("Code scanned", StepState::Done).at(ago(2)),
            Step::new("Installing profile", StepState::Now).note("usually takes 1 to 2 minutes"),
            Step::new("Ready to use", StepState::Next),
        ]
    };
    let wizard = vec![
        Step::new("Organisation", StepState::Done),
        Step::new("Administrator", StepState::Now),
        Step::new("Done", StepState::Next),
    ];
    view! {
        <Section id="progress" title="Steps and waiting card" sub="Amber while something is on its way.">
            <WaitingCard
                title="Android tablet is being registered"
                text="The code was scanned. Follow the steps on the tablet, this page updates by itself."
                icon="tablet"
                steps=steps()
                countdown=move || {
                    view! { <Countdown until=now + Duration::from_secs(3 * 3600 + 41 * 60) label="Code valid for" /> }
                }
            >
                <Button icon="qr">"Show code again"</Button>
                <Button kind=ButtonKind::Quiet icon="mail">"Send again"</Button>
                <Button kind=ButtonKind::QuietDanger>"Cancel registration"</Button>
            </WaitingCard>
            <Steps steps=wizard wizard=true />
        </Section>
    }
}
