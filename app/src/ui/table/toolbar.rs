//! Search and filters above a table: a form that changes the address.

use std::time::Duration;

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_location};

use crate::{
    t,
    ui::{Button, Icon, field::Choice},
};

/// How long typing has to pause before the rows follow.
const PAUSE: Duration = Duration::from_millis(300);

#[derive(Clone, Copy)]
struct FilterForm(NodeRef<html::Form>);

/// Search and filters. Without script the form is sent with its button; with it, the rows follow
/// while typing and at each choice.
#[component]
pub fn Toolbar(
    /// Whether there are so many filters that the search has a line of its own.
    #[prop(optional)]
    many: bool,
    /// [`SearchField`] and [`FilterSelect`]s.
    children: Children,
) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    provide_context(FilterForm(form));
    let path = use_location().pathname;
    let navigate = leptos_router::hooks::use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let address = format!("{}{}", path.get_untracked(), filled_in(form));
        navigate(&address, NavigateOptions { scroll: false, replace: true, ..NavigateOptions::default() });
    };
    view! {
        <form class="toolbar" class:toolbar-many=many method="get" role="search" node_ref=form on:submit=submit>
            {children()}
            <span class="scriptless">
                <Button submit=true>{t::common::search()}</Button>
            </span>
        </form>
    }
}

/// The query of the fields that are filled in.
fn filled_in(form: NodeRef<html::Form>) -> String {
    #[cfg(feature = "hydrate")]
    if let Some(data) = form.get_untracked().and_then(|form| web_sys::FormData::new_with_form(&form).ok()) {
        let mut pairs = Vec::new();
        for entry in data.entries() {
            let Ok(entry) = entry.map(|entry| js_sys::Array::from(&entry)) else { continue };
            if let (Some(name), Some(value)) = (entry.get(0).as_string(), entry.get(1).as_string())
                && !value.trim().is_empty()
            {
                pairs.push(format!("{name}={}", crate::routes::encode(value.trim())));
            }
        }
        return if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
    }
    _ = form;
    String::new()
}

fn send(form: Option<FilterForm>) {
    if let Some(form) = form.and_then(|FilterForm(form)| form.get_untracked()) {
        _ = form.request_submit();
    }
}

/// Search in a table.
#[component]
pub fn SearchField(
    /// What is searched: "Search devices".
    #[prop(into)]
    label: TextProp,
    /// Name in the address.
    #[prop(default = "q")]
    name: &'static str,
    /// What the address holds.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// What can be found: "Name, user or serial".
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
) -> impl IntoView {
    let form = use_context::<FilterForm>();
    let typing = StoredValue::new(0_u32);
    let wait = move |_| {
        typing.update_value(|count| *count += 1);
        let count = typing.get_value();
        _ = set_timeout(
            move || {
                if typing.try_get_value() == Some(count) {
                    send(form);
                }
            },
            PAUSE,
        );
    };
    view! {
        <div class="with-icon grow">
            <Icon name="search" />
            <input
                class="input"
                type="search"
                name=name
                value=move || value.get().unwrap_or_default()
                aria-label=move || label.get()
                placeholder=placeholder.map(|text| move || text.get())
                autocomplete="off"
                spellcheck="false"
                on:input=wait
            />
        </div>
    }
}

/// One filter: any value, or one of a list.
#[component]
pub fn FilterSelect(
    /// What is filtered: "State".
    #[prop(into)]
    label: TextProp,
    /// Name in the address.
    name: &'static str,
    /// The values.
    options: Vec<Choice>,
    /// Words for no filter: "Any state".
    #[prop(into)]
    any: String,
    /// What the address holds.
    #[prop(optional, into)]
    value: MaybeProp<String>,
) -> impl IntoView {
    let form = use_context::<FilterForm>();
    let option = move |choice: Choice| {
        let own = choice.value.clone();
        let selected = move || value.with(|value| value.as_deref() == Some(own.as_str()));
        view! {
            <option value=choice.value selected=selected>
                {choice.label}
            </option>
        }
    };
    view! {
        <select class="select filter" name=name aria-label=move || label.get() on:change=move |_| send(form)>
            <option value="">{any}</option>
            {options.into_iter().map(option).collect_view()}
        </select>
    }
}
