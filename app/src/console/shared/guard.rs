//! Nobody leaves a text behind that is not saved without knowing it: the browser asks when the page is
//! closed, a dialog when a link leads elsewhere.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};

use crate::{
    browser,
    t::console::leave as texts,
    ui::{Button, ButtonKind, Dialog, Tone},
};

/// Watches over what is not saved.
#[derive(Clone, Copy)]
pub(crate) struct Guard {
    dirty: Memo<bool>,
    /// Leaving is agreed on.
    let_go: StoredValue<bool>,
    /// Where somebody wants to go.
    wanted: RwSignal<Option<String>>,
    /// What to put back if they stay.
    stay: StoredValue<Option<Callback<()>>>,
}

impl Guard {
    pub(crate) fn new(dirty: Memo<bool>) -> Self {
        let guard = Self {
            dirty,
            let_go: StoredValue::new(false),
            wanted: RwSignal::new(None),
            stay: StoredValue::new(None),
        };
        browser::before_leaving(
            move || guard.holds(),
            move |href| {
                guard.stay.set_value(None);
                guard.wanted.set(Some(href));
            },
        );
        guard
    }

    /// From now on nothing is held back.
    pub(crate) fn let_go(self) {
        self.let_go.set_value(true);
    }

    /// Goes to another page, after asking if something is not saved; `stay` puts the page right again
    /// when they do not go.
    pub(crate) fn go(self, href: &str, stay: impl Fn() + Send + Sync + 'static) {
        self.stay.set_value(Some(Callback::new(move |()| stay())));
        self.wanted.set(Some(href.to_owned()));
    }

    fn holds(self) -> bool {
        !self.let_go.try_get_value().unwrap_or(true) && self.dirty.try_get_untracked().unwrap_or(false)
    }
}

/// Asks whether to leave.
#[component]
pub(crate) fn Leave(guard: Guard) -> impl IntoView {
    let open = RwSignal::new(false);
    let navigate = use_navigate();
    let go = StoredValue::new(move |href: &str| navigate(href, NavigateOptions::default()));
    Effect::new(move |_| match guard.wanted.get() {
        Some(_) if guard.holds() => open.set(true),
        Some(href) => go.with_value(|go| go(&href)),
        None => {}
    });
    // Closed in whatever way without leaving: they stay.
    Effect::new(move |was_open: Option<bool>| {
        let is_open = open.get();
        if was_open == Some(true) && !is_open && guard.holds() {
            guard.wanted.set(None);
            if let Some(stay) = guard.stay.get_value() {
                stay.run(());
            }
        }
        is_open
    });
    let leave = move |_| {
        guard.let_go();
        open.set(false);
        if let Some(href) = guard.wanted.get_untracked() {
            go.with_value(|go| go(&href));
        }
    };
    view! {
        <Dialog
            open=open
            id="leave-page"
            title=texts::title()
            text=texts::text()
            icon="warning"
            tone=Tone::Danger
            action=move || {
                view! {
                    <Button kind=ButtonKind::Danger on:click=leave>
                        {texts::leave()}
                    </Button>
                }
            }
        />
    }
}
