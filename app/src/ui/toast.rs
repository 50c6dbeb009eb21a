//! Toasts: confirm something done, with Undo where possible. Never for errors.

use std::time::Duration;

use leptos::prelude::*;

use super::{Button, ButtonKind, ButtonSize, Icon, IconButton};
use crate::t;

/// How long a toast without an action stays.
const STAY: Duration = Duration::from_secs(8);
/// How long it stays after the pointer or the focus has left it.
const LINGER: Duration = Duration::from_secs(2);
/// How many are shown at once; the oldest leaves first.
const AT_MOST: usize = 3;

/// What a toast says and offers.
#[derive(Clone)]
pub(super) struct ToastItem {
    pub(super) id: u32,
    text: String,
    action: Option<(String, Callback<()>)>,
}

/// The toasts of a frame, oldest first.
#[derive(Clone, Copy, Default)]
pub struct ToastStack {
    items: RwSignal<Vec<ToastItem>>,
    last_id: StoredValue<u32>,
}

impl ToastStack {
    pub(super) fn items(self) -> Vec<ToastItem> {
        self.items.get()
    }

    fn push(self, text: String, action: Option<(String, Callback<()>)>) {
        self.last_id.update_value(|id| *id += 1);
        let item = ToastItem { id: self.last_id.get_value(), text, action };
        self.items.update(|items| {
            items.push(item);
            let surplus = items.len().saturating_sub(AT_MOST);
            items.drain(..surplus);
        });
    }

    fn remove(self, id: u32) {
        self.items.update(|items| items.retain(|item| item.id != id));
    }

    /// Confirms something done. Take the stack with [`use_toasts`] while the component is built:
    /// there is no context left when an answer arrives.
    pub fn say(self, text: impl Into<String>) {
        self.push(text.into(), None);
    }

    /// Confirms something done and offers to take it back.
    pub fn offer(self, text: impl Into<String>, label: impl Into<String>, action: impl Into<Callback<()>>) {
        self.push(text.into(), Some((label.into(), action.into())));
    }
}

/// The toasts of the frame around.
#[must_use]
pub fn use_toasts() -> ToastStack {
    use_context().unwrap_or_default()
}

#[component]
pub(super) fn Toast(item: ToastItem) -> impl IntoView {
    let stack = use_toasts();
    let id = item.id;
    let held = RwSignal::new(false);
    if item.action.is_none() {
        Effect::new(move |_| leave_after(STAY, stack, id, held));
    }
    view! {
        <div
            class="toast"
            on:pointerenter=move |_| held.set(true)
            on:pointerleave=move |_| held.set(false)
            on:focusin=move |_| held.set(true)
            on:focusout=move |_| held.set(false)
        >
            <Icon name="check-circle" />
            <span>{item.text}</span>
            {item
                .action
                .map(|(label, action)| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            size=ButtonSize::Small
                            on:click=move |_| {
                                stack.remove(id);
                                action.run(());
                            }
                        >
                            {label}
                        </Button>
                    }
                })}
            <IconButton
                icon="close"
                label=t::common::dismiss()
                size=ButtonSize::Small
                on:click=move |_| stack.remove(id)
            />
        </div>
    }
}

/// Removes a toast after a while, later when somebody is reading it.
fn leave_after(wait: Duration, stack: ToastStack, id: u32, held: RwSignal<bool>) {
    // Without a browser there is no clock, and no toast either.
    _ = set_timeout(
        move || match held.try_get_untracked() {
            Some(true) => leave_after(LINGER, stack, id, held),
            Some(false) => stack.remove(id),
            None => {}
        },
        wait,
    );
}
