//! The dashboard: the start page of the console.

use leptos::prelude::*;

use crate::{
    t,
    ui::{PageHead, PageTitle},
};

/// What needs an administrator's attention.
#[component]
pub fn OverviewPage() -> impl IntoView {
    view! {
        <PageTitle text=t::console::overview::title() />
        <PageHead title=t::console::overview::title() />
    }
}
