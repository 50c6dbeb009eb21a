//! The frame of public pages that are more than one card: brand, content, help line.

use leptos::prelude::*;

use crate::{
    routes,
    shell::page_info,
    t,
    ui::{Brand, Face, SkipLink},
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
    let help = page_info().help;
    let line = (!help.is_empty())
        .then(|| view! { <footer class="p-foot"><span>{t::common::help_line(help)}</span></footer> });
    view! {
        <SkipLink />
        <header class="p-top">
            <div class="p-top-in">
                <Brand href=routes::PORTAL />
                {end.map(|end| view! { <span class="push">{end.run()}</span> })}
            </div>
        </header>
        <main id="main" class=if centred { "p-main p-main-centred" } else { "p-main" }>
            {children()}
            {line}
        </main>
        <div class="sr" role="status" aria-live="polite" id="copy-status"></div>
    }
}
