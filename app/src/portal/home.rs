//! Your devices: the start page.

use leptos::prelude::*;

use crate::{
    t,
    ui::{PageHead, PageTitle},
};

/// The person's devices.
#[component]
pub fn HomePage() -> impl IntoView {
    view! {
        <PageTitle text=t::portal::home::title() />
        <PageHead title=t::portal::home::title() />
    }
}
