//! What the texts can name, to be put in where the cursor is.

use leptos::prelude::*;
use types::{TemplatePart, TemplateVariable};

use super::words::variable;
use crate::{browser, t::templates as texts, ui::Card};

/// The list. Those that cannot stand in the text that had the focus last are disabled.
#[component]
pub(super) fn Variables(
    variables: Vec<TemplateVariable>,
    /// The text that had the focus last.
    last: RwSignal<TemplatePart>,
) -> impl IntoView {
    view! {
        <Card title=texts::variables() sub=texts::variables_sub()>
            <div class="tpl-vars">
                {variables.into_iter().map(|it| entry(it, last)).collect_view()}
            </div>
        </Card>
    }
}

fn entry(it: TemplateVariable, last: RwSignal<TemplatePart>) -> impl IntoView {
    let token = format!("${}$", it.name);
    let word = variable(&it.name).map_or_else(|| it.name.clone(), str::to_owned);
    let inserted = token.clone();
    let parts = StoredValue::new(it.parts);
    let fits = move || parts.with_value(|parts| parts.contains(&last.get()));
    let insert = move |_| {
        if untrack(fits) {
            browser::insert_at_cursor(&format!("f-{}", last.get_untracked()), &inserted);
        }
    };
    view! {
        <button
            type="button"
            class="tpl-var"
            // Reached by the keyboard all the same: coming from the last text, all but a few would be passed by.
            aria-disabled=move || (!fits()).then_some("true")
            // The text keeps the focus and its cursor.
            on:mousedown=move |press| press.prevent_default()
            on:click=insert
        >
            <mark>{word}</mark>
            <code>{token}</code>
            <span class="faint">
                <bdi>{it.sample}</bdi>
            </span>
        </button>
    }
}
