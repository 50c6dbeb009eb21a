//! The line with the way to help, in the same place on every page of a face.

use leptos::prelude::*;

use crate::{routes, shell::page_info, t};

/// Whom to ask, the page with help, and what the organisation says about privacy.
#[component]
pub fn HelpLine(
    /// `p-foot` below a page, `auth-foot` below a card.
    class: &'static str,
) -> impl IntoView {
    let info = page_info();
    view! {
        <footer class=class>
            {(!info.help.is_empty()).then(|| view! { <span>{t::common::help_line(info.help)}</span> })}
            // Before the set-up there is nobody to help.
            {(!info.organisation.is_empty())
                .then(|| {
                    view! {
                        <a href=routes::HELP rel="external">
                            {t::common::help()}
                        </a>
                    }
                })}
            {(!info.privacy_url.is_empty())
                .then(|| {
                    view! {
                        <a href=info.privacy_url rel="external">
                            {t::common::privacy()}
                        </a>
                    }
                })}
        </footer>
    }
}
