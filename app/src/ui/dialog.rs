//! Dialogs for decisions that block: native ones, which trap the focus, give it back, and make the
//! page behind them inert.

use leptos::{ev, html, prelude::*};

use super::{ButtonKind, Icon, Niche, Tone, button::classes};
use crate::t;

/// A question with verb and object, what follows from it, and the answers.
///
/// It opens and closes with `open`. Escape and Cancel close it; Cancel is always there and stands
/// first. For destructive ones the focus starts on Cancel, else on the first field.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// "Wipe Amira’s iPhone?"
    #[prop(into)]
    title: TextProp,
    /// The worst consequence in one sentence.
    #[prop(optional, into)]
    text: Option<TextProp>,
    /// Icon in the arch before the title.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// `Tone::Danger` for what destroys something.
    #[prop(optional, into)]
    tone: Option<Tone>,
    /// Unique in the document.
    #[prop(into)]
    id: String,
    /// The button that does it, after Cancel.
    #[prop(into)]
    action: ViewFn,
    /// Consequences, the milder alternative, confirmation.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let destructive = tone == Some(Tone::Danger);
    let node = NodeRef::<html::Dialog>::new();
    let (title_id, text_id) = (format!("{id}-title"), format!("{id}-text"));
    let heading = title_id.clone();
    let described = text.is_some().then(|| text_id.clone());
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=node
            aria-labelledby=title_id
            aria-describedby=described
            on:close=move |_: ev::Event| open.set(false)
            on:click=move |press| close_on_backdrop(&press, node)
        >
            <div class="dialog-head">
                {icon.map(|icon| view! { <Niche icon=icon tone=tone.unwrap_or(Tone::Info) /> })}
                <div>
                    <h2 id=heading>{move || title.get()}</h2>
                    {text.map(|text| view! { <p id=text_id>{move || text.get()}</p> })}
                </div>
            </div>
            {children.map(|children| view! { <div class="dialog-body">{children()}</div> })}
            <div class="dialog-foot">
                <button
                    type="button"
                    class=classes(ButtonKind::Plain, None, false, false)
                    autofocus=destructive
                    on:click=move |_| open.set(false)
                >
                    {t::common::cancel()}
                </button>
                {action.run()}
            </div>
        </dialog>
    }
}

/// A press beside the dialog closes it; the element itself is hit only there.
fn close_on_backdrop(press: &ev::MouseEvent, node: NodeRef<html::Dialog>) {
    use wasm_bindgen::JsCast;
    let Some(dialog) = node.get_untracked() else { return };
    let hit = press.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if hit.is_some_and(|hit| hit.tag_name() == "DIALOG") {
        dialog.close();
    }
}

/// What a consequence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsequenceKind {
    /// Is lost.
    Lost,
    /// Stays, or can be taken back.
    Kept,
    /// Worth knowing, neither good nor bad.
    Fact,
}

/// What follows, as a list: what is lost, for whom, what stays, when it starts, how to go back.
#[component]
pub fn Consequences(
    /// [`Consequence`]s.
    children: Children,
) -> impl IntoView {
    view! {
        <ul class="conseq" role="list">
            {children()}
        </ul>
    }
}

/// One consequence.
#[component]
pub fn Consequence(
    /// What it is.
    kind: ConsequenceKind,
    /// Other than the icon of the kind.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// The words.
    children: Children,
) -> impl IntoView {
    let (class, own) = match kind {
        ConsequenceKind::Lost => ("", "close"),
        ConsequenceKind::Kept => ("keep", "check"),
        ConsequenceKind::Fact => ("not", "info"),
    };
    view! {
        <li class=class>
            <Icon name=icon.unwrap_or(own) />
            <span>{children()}</span>
        </li>
    }
}
