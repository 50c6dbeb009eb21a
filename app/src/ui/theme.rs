//! Light or dark by hand. The choice is kept in the cookie `theme`, so that the server sends the
//! page in these colours and nothing flashes.

use leptos::prelude::*;

use super::{ButtonKind, IconButton};
use crate::{
    shell::{Theme, page_info},
    t,
};

/// Switches between light and dark. It needs script and is hidden until the page is taken over.
#[component]
pub fn ThemeToggle() -> impl IntoView {
    let dark = RwSignal::new(page_info().theme == Theme::Dark);
    Effect::new(move |_| {
        if page_info().theme == Theme::System {
            dark.set(system_is_dark());
        }
    });
    let label = move || if dark.get() { t::common::theme_light() } else { t::common::theme_dark() };
    let switch = move |_| {
        dark.update(|dark| *dark = !*dark);
        keep(if dark.get_untracked() { Theme::Dark } else { Theme::Light });
    };
    view! {
        <span class="needs-script">
            <Show
                when=move || dark.get()
                fallback=move || {
                    view! { <IconButton icon="moon" label=label kind=ButtonKind::Quiet on:click=switch /> }
                }
            >
                <IconButton icon="sun" label=label kind=ButtonKind::Quiet on:click=switch />
            </Show>
        </span>
    }
}

fn system_is_dark() -> bool {
    #[cfg(feature = "hydrate")]
    {
        let dark = window().match_media("(prefers-color-scheme: dark)");
        dark.ok().flatten().is_some_and(|query| query.matches())
    }
    #[cfg(not(feature = "hydrate"))]
    false
}

fn keep(theme: Theme) {
    let value = theme.attribute().unwrap_or_default();
    crate::browser::set_root_attribute("data-theme", value);
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let secure = if window().location().protocol().is_ok_and(|scheme| scheme == "https:") {
            "; Secure"
        } else {
            ""
        };
        let document: web_sys::HtmlDocument = document().unchecked_into();
        _ = document.set_cookie(&format!("theme={value}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"));
    }
}
