//! Copying with one press; the button says "Copied" for two seconds.

use std::time::Duration;

use leptos::prelude::*;

use super::{ButtonKind, ButtonSize, Icon, button::classes, use_announcer};
use crate::t;

const SHOWN: Duration = Duration::from_secs(2);

/// A button that copies a text.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: TextProp,
    /// Accessible name with the object: "Copy PIN".
    #[prop(into)]
    label: TextProp,
    /// What is said when it is done: "PIN copied".
    #[prop(into)]
    copied: TextProp,
    /// Look.
    #[prop(optional)]
    kind: ButtonKind,
    /// Height; the face decides when left out.
    #[prop(optional, into)]
    size: Option<ButtonSize>,
) -> impl IntoView {
    let announcer = use_announcer();
    let done = RwSignal::new(false);
    let name = {
        let copied = copied.clone();
        move || if done.get() { copied.get() } else { label.get() }
    };
    let (source, said) = (text.clone(), copied.clone());
    let copy = move |_| {
        let said = copied.get().into_owned();
        write_to_clipboard(text.get().into_owned(), move || {
            done.set(true);
            announcer.say(said.clone());
            _ = set_timeout(move || _ = done.try_set(false), SHOWN);
        });
    };
    view! {
        <button
            type="button"
            class=format!("{} needs-script", classes(kind, size, false, false))
            class:is-copied=move || done.get()
            data-copy=move || source.get()
            data-copied=move || said.get()
            aria-label=name
            on:click=copy
        >
            <span class="copy-idle">
                <Icon name="copy" />
                {t::common::copy::button()}
            </span>
            <span class="copy-done">
                <Icon name="check" />
                {t::common::copy::done()}
            </span>
        </button>
    }
}

/// A link or command in a field of its own, with a button that copies it.
#[component]
pub fn CopyField(
    /// What is shown and copied.
    #[prop(into)]
    text: TextProp,
    /// Accessible name of the button: "Copy link".
    #[prop(into)]
    label: TextProp,
    /// What is said when it is done: "Link copied".
    #[prop(into)]
    copied: TextProp,
) -> impl IntoView {
    let shown = text.clone();
    view! {
        <div class="copy">
            <code tabindex="0">{move || shown.get()}</code>
            <CopyButton text=text label=label copied=copied />
        </div>
    }
}

fn write_to_clipboard(text: String, done: impl Fn() + 'static) {
    #[cfg(feature = "hydrate")]
    leptos::task::spawn_local(async move {
        let written = window().navigator().clipboard().write_text(&text);
        if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
            done();
        }
    });
    #[cfg(not(feature = "hydrate"))]
    {
        _ = text;
        done();
    }
}
