//! A button that asks before it does what it says.

use leptos::prelude::*;

use super::Sending;
use crate::ui::{Button, ButtonKind, Dialog, FormError, Tone};

/// The button with its question. `act` sends by `sending`, and closes `open` when that was accepted.
#[component]
pub(crate) fn Ask(
    /// Unique in the document.
    id: &'static str,
    /// What the button says.
    label: &'static str,
    /// Icon of the button.
    #[prop(optional, into)]
    button_icon: Option<&'static str>,
    /// The question, with verb and object.
    title: &'static str,
    /// What follows from it.
    text: &'static str,
    /// Icon of the question.
    icon: &'static str,
    /// It takes something away.
    #[prop(optional)]
    danger: bool,
    /// What the button in the question says; else the same.
    #[prop(optional, into)]
    confirm: Option<&'static str>,
    /// What it says while an answer is awaited.
    busy_label: &'static str,
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// How it goes.
    sending: Sending,
    /// Does it.
    act: Callback<()>,
) -> impl IntoView {
    let (kind, tone) = match danger {
        true => (ButtonKind::Danger, Tone::Danger),
        false => (ButtonKind::Primary, Tone::Info),
    };
    let confirm = confirm.unwrap_or(label);
    view! {
        <Button kind=ButtonKind::Quiet nostrip:icon=button_icon on:click=move |_| open.set(true)>
            {label}
        </Button>
        <Dialog
            open=open
            id=id
            title=title
            text=text
            icon=icon
            tone=tone
            action=move || {
                view! {
                    <Button kind=kind busy=sending.busy() busy_label=busy_label on:click=move |_| act.run(())>
                        {confirm}
                    </Button>
                }
            }
        >
            <FormError text=sending.general() />
        </Dialog>
    }
}
