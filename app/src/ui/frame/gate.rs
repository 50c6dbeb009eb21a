//! The frame of pages before signing in: one card under the arches of the gate.

use leptos::prelude::*;

use crate::{
    shell::page_info,
    ui::{Face, HelpLine, Mark, OwnLogo, SkipLink},
};

/// Around sign-in, set-up, set-password, `/go` and `/r`. It needs no script.
#[component]
pub fn GateFrame(
    /// The heading of the page.
    #[prop(into)]
    title: TextProp,
    /// A line below the heading, such as the name of the organisation.
    #[prop(optional, into)]
    sub: Option<TextProp>,
    /// What the organisation says there.
    #[prop(optional, into)]
    lead: String,
    /// A line below the card.
    #[prop(optional, into)]
    below: Option<ViewFnOnce>,
    /// Room for steps with a QR code and the like.
    #[prop(optional)]
    wide: bool,
    /// What stands in the card.
    children: Children,
) -> impl IntoView {
    provide_context(Face::Gate);
    let brand = match page_info().logo.is_empty() {
        true => view! { <Mark /> }.into_any(),
        false => view! { <OwnLogo /> }.into_any(),
    };
    view! {
        <div class="auth">
            <SkipLink />
            <Arches />
            <main class="auth-main" id="main">
                <div class="auth-box" class:auth-wide=wide>
                    <div class="auth-brand">
                        {brand}
                        <div>
                            <h1>{move || title.get()}</h1>
                            {sub.map(|sub| view! { <p class="muted sm mt-1">{move || sub.get()}</p> })}
                            {(!lead.is_empty()).then(|| view! { <p class="auth-lead">{lead}</p> })}
                        </div>
                    </div>
                    <div class="card auth-card">{children()}</div>
                    {below.map(|below| view! { <div class="center sm muted">{below.run()}</div> })}
                </div>
            </main>
            <HelpLine class="auth-foot" />
        </div>
    }
}

/// The arches of the gate behind the card; decoration.
#[component]
fn Arches() -> impl IntoView {
    let arches = [
        ("M292 960V480a300 300 0 0 1 600 0V960", "1.5", "1"),
        ("M220 960V480a372 372 0 0 1 744 0V960", "1", "0.82"),
        ("M148 960V480a444 444 0 0 1 888 0V960", "1", "0.64"),
        ("M76 960V480a516 516 0 0 1 1032 0V960", "1", "0.46"),
        ("M4 960V480a588 588 0 0 1 1176 0V960", "1", "0.28"),
    ];
    view! {
        <svg
            class="auth-art"
            viewBox="0 0 1184 900"
            preserveAspectRatio="xMidYMax slice"
            fill="none"
            stroke="currentColor"
            aria-hidden="true"
        >
            {arches
                .into_iter()
                .map(|(line, width, opacity)| view! { <path d=line stroke-width=width opacity=opacity></path> })
                .collect_view()}
        </svg>
    }
}
