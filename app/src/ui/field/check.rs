//! Ticks and switches.

use leptos::{html, prelude::*};

use super::{
    follow::{follow, tell},
    message,
};

/// A box to tick.
#[component]
pub fn Checkbox(
    /// What a tick means.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// What a ticked box sends.
    #[prop(default = "true".to_owned(), into)]
    value: String,
    /// Whether it is ticked first.
    #[prop(optional)]
    checked: bool,
    /// Follows the tick.
    #[prop(optional, into)]
    bind: Option<RwSignal<bool>>,
    /// A line below the label.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    let first = move || bind.map_or(checked, |bind| bind.get());
    let node = NodeRef::<html::Input>::new();
    follow(node, first, move |shown| tell(bind, shown));
    view! {
        <label class="check">
            <input
                type="checkbox"
                name=name
                value=value
                checked=first
                node_ref=node
                on:change=move |event| tell(bind, event_target_checked(&event))
            />
            <span>
                {move || label.get()}
                {hint.map(|hint| view! { <small>{move || hint.get()}</small> })}
            </span>
        </label>
    }
}

/// Something that is on or off. On settings pages it takes effect with Save, elsewhere at once;
/// never for a choice between two named things.
#[component]
pub fn Switch(
    /// What is on when it is on.
    #[prop(into)]
    label: TextProp,
    /// Name in the form.
    name: &'static str,
    /// Whether it is on first.
    #[prop(optional)]
    checked: bool,
    /// Follows the switch.
    #[prop(optional, into)]
    bind: Option<RwSignal<bool>>,
    /// A line below the label.
    #[prop(optional, into)]
    hint: Option<TextProp>,
) -> impl IntoView {
    let first = move || bind.map_or(checked, |bind| bind.get());
    let node = NodeRef::<html::Input>::new();
    follow(node, first, move |shown| tell(bind, shown));
    view! {
        <label class="switch">
            <input
                type="checkbox"
                role="switch"
                name=name
                value="true"
                checked=first
                node_ref=node
                on:change=move |event| tell(bind, event_target_checked(&event))
            />
            <span>
                {move || label.get()}
                {hint.map(|hint| view! { <small>{move || hint.get()}</small> })}
            </span>
        </label>
    }
}

/// Boxes that belong together, under one legend.
#[component]
pub fn CheckGroup(
    /// What the boxes are about.
    #[prop(into)]
    legend: TextProp,
    /// Unique in the document; errors of the group link to it.
    #[prop(into)]
    id: String,
    /// Help below.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// The legend is the heading of a part of the form.
    #[prop(optional)]
    large: bool,
    /// The boxes.
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="field" id=id.clone() tabindex="-1">
            <legend class="label" class:legend-lg=large>
                {move || legend.get()}
            </legend>
            {children()}
            {message(&id, hint, error)}
        </fieldset>
    }
}
