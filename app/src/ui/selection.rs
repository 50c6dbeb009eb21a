//! What is selected in a table: it survives paging and sorting, and can be all that match.

use leptos::prelude::*;

use crate::{
    t::common::selection as words,
    ui::{Button, ButtonKind, ButtonSize},
};

/// The bar above a table with what is selected, shown while anything is.
#[component]
pub fn SelectionBar(
    /// How many are selected in all.
    #[prop(into)]
    selected: Signal<u64>,
    /// How many of them are on this page.
    #[prop(into)]
    here: Signal<u64>,
    /// How many match the search and its filters; offered to select them all while more than are
    /// selected.
    #[prop(into)]
    matching: Signal<u64>,
    /// Selects all that match.
    on_all: Callback<()>,
    /// Selects none.
    on_clear: Callback<()>,
    /// What can be done to them.
    #[prop(optional)]
    children: Option<ChildrenFn>,
) -> impl IntoView {
    let places = move || {
        let (selected, here) = (selected.get(), here.get());
        (selected > here).then(|| words::places(here, selected - here))
    };
    let more = move || matching.get() > selected.get();
    let children = StoredValue::new(children);
    view! {
        <Show when=move || selected.get() != 0>
            <div class="bulk" role="region" aria-label=words::label()>
                <span role="status">
                    <b>{move || words::selected(selected.get())}</b>
                    " "
                    <span class="muted">{places}</span>
                </span>
                <span class="push row">
                    {children.with_value(|children| children.as_ref().map(|children| children()))}
                    <Show when=more>
                        <Button kind=ButtonKind::Quiet size=ButtonSize::Small on:click=move |_| on_all.run(())>
                            {move || words::all(matching.get())}
                        </Button>
                    </Show>
                    <Button kind=ButtonKind::Quiet size=ButtonSize::Small on:click=move |_| on_clear.run(())>
                        {words::clear()}
                    </Button>
                </span>
            </div>
        </Show>
    }
}

/// The box in the head of a table that selects the rows of the page: ticked when all are, mixed when
/// some are.
#[component]
pub fn SelectPage(
    /// How many rows can be selected here.
    #[prop(into)]
    rows: Signal<u64>,
    /// How many of them are.
    #[prop(into)]
    here: Signal<u64>,
    /// Selects all rows of the page, or none of them.
    on_turn: Callback<bool>,
) -> impl IntoView {
    let all = move || rows.get() != 0 && here.get() >= rows.get();
    let some = move || here.get() != 0 && !all();
    view! {
        <input
            type="checkbox"
            aria-label=words::page()
            prop:checked=all
            prop:indeterminate=some
            on:change=move |event| on_turn.run(event_target_checked(&event))
        />
    }
}
