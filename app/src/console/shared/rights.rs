//! Portal rights as ticks, for people and groups.

use leptos::prelude::*;
use types::PortalRight;

use super::ticked;
use crate::{
    t::console::user_form as words,
    ui::{CheckGroup, Checkbox},
    wording::{right_hint, right_name},
};

/// All portal rights, each with what it is for.
#[component]
pub(in crate::console) fn RightTicks(
    /// Those that are ticked.
    rights: RwSignal<Vec<PortalRight>>,
) -> impl IntoView {
    view! {
        <CheckGroup legend=words::rights_legend() id="f-rights">
            {PortalRight::ALL.iter().map(|right| tick(rights, *right)).collect_view()}
        </CheckGroup>
    }
}

fn tick(rights: RwSignal<Vec<PortalRight>>, right: PortalRight) -> impl IntoView {
    let ticked = ticked(rights, right);
    view! { <Checkbox label=right_name(right) name=right.as_str() bind=ticked hint=right_hint(right) /> }
}
