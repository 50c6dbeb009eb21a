//! Choosing one of a few things that are all in view.

use leptos::{html, prelude::*};

use super::{
    field_id,
    follow::{follow, tell},
    message,
};
use crate::ui::Icon;

/// A value and the words for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
}

impl Choice {
    /// What is sent, and what is shown.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A tile: a picture, a name, and sometimes a line below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileChoice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Icon in the arch.
    pub icon: &'static str,
    /// A line below the name.
    pub note: Option<String>,
}

/// Choosing a platform: tiles with arches, below each other on phones.
#[component]
pub fn Tiles(
    /// The question.
    #[prop(into)]
    legend: TextProp,
    /// Name in the form.
    name: &'static str,
    /// The tiles, in order.
    options: Vec<TileChoice>,
    /// Value that is chosen first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows the choice.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
) -> impl IntoView {
    let id = field_id(None, name);
    let tile = |tile: TileChoice| {
        let node = radio(&tile.value, value, bind);
        let (first, set) = (tile.value.clone(), tile.value.clone());
        view! {
            <label class="tile">
                <input
                    type="radio"
                    name=name
                    value=tile.value
                    node_ref=node
                    checked=move || is_chosen(value, bind, &first)
                    on:change=move |_| tell(bind, set.clone())
                />
                <span class="niche" aria-hidden="true">
                    <Icon name=tile.icon />
                </span>
                <b>{tile.label}</b>
                {tile.note.map(|note| view! { <small>{note}</small> })}
            </label>
        }
    };
    view! {
        <fieldset class="field" id=id.clone() tabindex="-1">
            <legend class="label legend-lg">{move || legend.get()}</legend>
            <div class="tiles">{options.into_iter().map(tile).collect_view()}</div>
            {message(&id, None, error)}
        </fieldset>
    }
}

/// Two or three short values that exclude each other.
#[component]
pub fn Segmented(
    /// What is chosen.
    #[prop(into)]
    label: TextProp,
    /// Name in the form, unique in the document.
    name: &'static str,
    /// The values, in order.
    options: Vec<Choice>,
    /// Value that is chosen first.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// Follows the choice.
    #[prop(optional, into)]
    bind: Option<RwSignal<String>>,
    /// The label is for screen readers alone.
    #[prop(optional)]
    hide_label: bool,
    /// 44 px high.
    #[prop(optional)]
    large: bool,
    /// Below each other on phones, for long values.
    #[prop(optional)]
    stack: bool,
) -> impl IntoView {
    let segment = |choice: Choice| {
        let node = radio(&choice.value, value, bind);
        let (first, set) = (choice.value.clone(), choice.value.clone());
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    value=choice.value
                    node_ref=node
                    checked=move || is_chosen(value, bind, &first)
                    on:change=move |_| tell(bind, set.clone())
                />
                {choice.label}
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="label" class:sr=hide_label>
                {move || label.get()}
            </legend>
            <div class="seg" class:seg-lg=large class:seg-stack=stack>
                {options.into_iter().map(segment).collect_view()}
            </div>
        </fieldset>
    }
}

/// Whether a value is the chosen one.
fn is_chosen(value: MaybeProp<String>, bind: Option<RwSignal<String>>, option: &str) -> bool {
    bind.map_or_else(
        || value.with(|value| value.as_deref() == Some(option)),
        |bind| bind.with(|value| value == option),
    )
}

/// A radio button that follows the choice.
fn radio(option: &str, value: MaybeProp<String>, bind: Option<RwSignal<String>>) -> NodeRef<html::Input> {
    let node = NodeRef::new();
    let (option, chosen) = (option.to_owned(), option.to_owned());
    follow(
        node,
        move || is_chosen(value, bind, &option),
        move |shown| {
            if shown {
                tell(bind, chosen.clone());
            }
        },
    );
    node
}
