//! The groups as a filter above lists of people.

use leptos::prelude::*;
use types::{GroupRow, Page};

use crate::{
    request::Failure,
    t::people::filter as words,
    ui::{Choice, FilterSelect},
};

/// Any group, or one of them.
#[component]
pub(crate) fn GroupFilter(
    /// All groups.
    groups: Resource<Result<Page<GroupRow>, Failure>>,
    /// What the address holds.
    value: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <Transition>
            {move || Suspend::new(async move {
                let groups = groups.await.map(|page| page.items).unwrap_or_default();
                let choices = groups.into_iter().map(|group| Choice::new(group.id.to_string(), group.name));
                view! {
                    <FilterSelect
                        label=words::group()
                        name="group"
                        any=words::any_group()
                        options=choices.collect()
                        value=value
                    />
                }
            })}
        </Transition>
    }
}
