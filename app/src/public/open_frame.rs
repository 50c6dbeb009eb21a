//! The frame of public pages that are more than one card: brand, content, help line.

use leptos::prelude::*;

use crate::{
    routes,
    ui::{Face, HelpLine, OwnBrand, SkipLink},
};

/// Around `/r/…` and the error pages.
#[component]
pub fn OpenFrame(
    /// What stands at the end of the top bar.
    #[prop(optional, into)]
    end: Option<ViewFnOnce>,
    /// The content stands in the middle of the window.
    #[prop(optional)]
    centred: bool,
    /// The page.
    children: Children,
) -> impl IntoView {
    provide_context(Face::Portal);
    view! {
        <SkipLink />
        <header class="p-top">
            <div class="p-top-in">
                <OwnBrand href=routes::PORTAL />
                {end.map(|end| view! { <span class="push">{end.run()}</span> })}
            </div>
        </header>
        <main id="main" class=if centred { "p-main p-main-centred" } else { "p-main" }>
            {children()}
            <HelpLine class="p-foot" />
        </main>
        <div class="sr" role="status" aria-live="polite" id="copy-status"></div>
    }
}
