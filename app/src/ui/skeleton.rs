//! The shape of what is being loaded; nothing is shown for the first 200 ms.

use leptos::prelude::*;

use crate::t;

/// A card on its way.
#[component]
pub fn SkeletonCard() -> impl IntoView {
    view! {
        <div class="card card-pad stack" aria-busy="true">
            <span class="sr">{t::common::loading()}</span>
            <span class="skel skel-title"></span>
            <span class="skel skel-line"></span>
            <span class="skel skel-line skel-short"></span>
        </div>
    }
}

/// Cards of devices on their way.
#[component]
pub fn SkeletonDevices(
    /// How many.
    #[prop(default = 3)]
    count: usize,
) -> impl IntoView {
    let card = |_| {
        view! {
            <div class="card card-pad stack">
                <span class="skel skel-niche"></span>
                <span class="skel skel-title"></span>
                <span class="skel skel-line skel-short"></span>
            </div>
        }
    };
    view! {
        <div class="grid cols-3" aria-busy="true">
            <span class="sr">{t::common::loading()}</span>
            {(0..count).map(card).collect_view()}
        </div>
    }
}

/// Rows of a table on their way.
#[component]
pub fn SkeletonRows(
    /// How many.
    #[prop(default = 6)]
    rows: usize,
) -> impl IntoView {
    view! {
        <div class="card-pad stack" aria-busy="true">
            <span class="sr">{t::common::loading()}</span>
            {(0..rows).map(|_| view! { <span class="skel skel-row"></span> }).collect_view()}
        </div>
    }
}
