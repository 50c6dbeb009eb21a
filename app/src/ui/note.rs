//! Notes for one part of a page, banners for the whole product.

use leptos::prelude::*;

use super::{Icon, Tone};

/// The icon of a tone.
fn icon_of(tone: Tone) -> &'static str {
    match tone {
        Tone::Success => "check-circle",
        Tone::Waiting => "clock",
        Tone::Warning => "warning",
        Tone::Danger => "error",
        Tone::Info | Tone::Off => "info",
    }
}

/// The state of one part, in place. `Tone::Off` is plain.
#[component]
pub fn Note(
    /// What it means.
    #[prop(default = Tone::Info)]
    tone: Tone,
    /// Other than the icon of the tone.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Spoken when it appears after the page was opened.
    #[prop(optional)]
    live: bool,
    /// The text, and at most one button.
    children: Children,
) -> impl IntoView {
    let name = if tone == Tone::Off { "plain" } else { tone.name() };
    view! {
        <div class="note" data-tone=name role=live.then_some("status")>
            <Icon name=icon.unwrap_or_else(|| icon_of(tone)) />
            <div class="fill">{children()}</div>
        </div>
    }
}

/// The state of the whole product: one at a time, below the top bar.
#[component]
pub fn Banner(
    /// What it means.
    #[prop(default = Tone::Warning)]
    tone: Tone,
    /// The text and a link.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="banner" data-tone=tone.name() role="status">
            <Icon name=icon_of(tone) />
            {children()}
        </div>
    }
}
