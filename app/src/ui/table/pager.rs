//! Pages by key: there is a next and a previous one, and sometimes a number of rows.

use leptos::prelude::*;

use crate::{
    t,
    ui::{Button, ButtonSize, LinkButton},
};

/// The foot of a table. No endless scrolling.
#[component]
pub fn Pager(
    /// "1 to 12 of 214 devices", or "12 devices".
    #[prop(into)]
    text: TextProp,
    /// Link to the page before.
    #[prop(optional, into)]
    previous: MaybeProp<String>,
    /// Link to the page after.
    #[prop(optional, into)]
    next: MaybeProp<String>,
) -> impl IntoView {
    let has_pages = move || previous.with(Option::is_some) || next.with(Option::is_some);
    let size = ButtonSize::Small;
    let before = move || match previous.get() {
        Some(href) => view! {
            <LinkButton href=href size=size icon="chevron-start">
                {t::common::pager::previous()}
            </LinkButton>
        }
        .into_any(),
        None => view! {
            <Button size=size icon="chevron-start" disabled=true>
                {t::common::pager::previous()}
            </Button>
        }
        .into_any(),
    };
    let after = move || match next.get() {
        Some(href) => view! {
            <LinkButton href=href size=size end_icon="chevron-end">
                {t::common::pager::next()}
            </LinkButton>
        }
        .into_any(),
        None => view! {
            <Button size=size end_icon="chevron-end" disabled=true>
                {t::common::pager::next()}
            </Button>
        }
        .into_any(),
    };
    view! {
        <div class="pager">
            <span>{move || text.get()}</span>
            <Show when=has_pages>
                <nav class="push row row-1" aria-label=t::common::pager::label()>
                    {before}
                    {after}
                </nav>
            </Show>
        </div>
    }
}
