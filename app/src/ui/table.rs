//! Tables: toolbar, head with sorting, rows, pager, all in one card. Search, filters, sort and page
//! live in the address.

mod columns;
mod pager;
mod toolbar;

use leptos::prelude::*;
use leptos_router::hooks::use_location;

pub use columns::{Column, Priority, Sort};
pub use pager::Pager;
pub use toolbar::{FilterSelect, SearchField, Toolbar};

use super::{Icon, Niche, NicheSize, Tone};
use crate::{routes::with_query, t};

/// A table with all that belongs to it.
#[component]
pub fn TableCard(
    /// What is listed: "Device list".
    #[prop(into)]
    label: TextProp,
    /// [`Toolbar`], [`Table`] and [`Pager`], or an empty state.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="card" aria-label=move || label.get()>
            {children()}
        </section>
    }
}

/// Head and rows. Only the name in the first column is a link, the row is not a button.
///
/// Text starts at the start edge, amounts at the end edge. A column that leaves on small screens is
/// repeated in the first cell (`only-sm` in [`MainCell`]).
#[component]
pub fn Table(
    /// What the rows are, for people who do not see the head: "Devices, sorted by name".
    #[prop(into)]
    caption: TextProp,
    /// The columns, in order. Cells take the same classes: [`Column::class`].
    columns: Vec<Column>,
    /// How the rows are sorted; with it, heads of sortable columns are links.
    #[prop(optional, into)]
    sort: Option<Signal<Sort>>,
    /// The head of a column of boxes that select rows: [`SelectPage`](super::SelectPage).
    #[prop(optional, into)]
    select: Option<ViewFnOnce>,
    /// `<tr>`s.
    children: Children,
) -> impl IntoView {
    let scrollable = {
        let caption = caption.clone();
        move || t::common::table::scrollable(caption.get())
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=scrollable>
            <table class="table">
                <caption class="sr">{move || caption.get()}</caption>
                <thead>
                    <tr>
                        {select.map(|select| view! { <th class="sel" scope="col">{select.run()}</th> })}
                        {columns.into_iter().map(|column| head(column, sort)).collect_view()}
                    </tr>
                </thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}

fn head(column: Column, sort: Option<Signal<Sort>>) -> AnyView {
    let class = column.class();
    let label = column.label;
    let (Some(sort), Some(key)) = (sort, column.key) else {
        let label = if column.hidden {
            view! { <span class="sr">{label}</span> }.into_any()
        } else {
            label.into_any()
        };
        return view! { <th scope="col" class=class>{label}</th> }.into_any();
    };
    let query = use_location().search;
    let is_active = move || sort.with(|sort| sort.key == key);
    let descending = move || sort.with(|sort| sort.descending);
    let aria_sort = move || match (is_active(), descending()) {
        (false, _) => "none",
        (true, false) => "ascending",
        (true, true) => "descending",
    };
    let href = move || {
        let descending = (is_active() && !descending()).then_some("true");
        query.with(|query| {
            with_query(query, &[("sort", Some(key)), ("descending", descending), ("cursor", None)])
        })
    };
    view! {
        <th scope="col" class=class aria-sort=aria_sort>
            <a href=href data-noscroll="true">
                {label}
                <Show when=is_active>
                    <Show when=descending fallback=|| view! { <Icon name="sort-up" /> }>
                        <Icon name="sort-down" />
                    </Show>
                </Show>
            </a>
        </th>
    }
    .into_any()
}

/// The first cell of a row: the object with its arch and a second line.
#[component]
pub fn MainCell(
    /// Icon in the arch; none for people, who bring an avatar as `lead`.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// Tone of the state.
    #[prop(optional, into)]
    tone: Option<Tone>,
    /// Instead of an arch.
    #[prop(optional, into)]
    lead: Option<ViewFnOnce>,
    /// Where the name leads.
    #[prop(into)]
    href: String,
    /// The name.
    #[prop(into)]
    name: String,
    /// The second line.
    #[prop(optional, into)]
    sub: MaybeProp<String>,
    /// What other columns say, for small screens: elements with the class `only-sm`.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <td>
            <span class="main-cell">
                {lead.map(ViewFnOnce::run)}
                {icon.map(|icon| view! { <Niche icon=icon tone=tone.unwrap_or(Tone::Info) size=NicheSize::Small /> })}
                <span>
                    <a class="name" href=href>
                        <bdi>{name}</bdi>
                    </a>
                    {move || sub.get().map(|sub| view! { <small>{sub}</small> })}
                    {children.map(|children| children())}
                </span>
            </span>
        </td>
    }
}

/// What an empty cell says.
#[component]
pub fn NoneCell() -> impl IntoView {
    view! { <span class="subtle">{t::common::none()}</span> }
}
