//! A tick for each value of a list.

use leptos::prelude::*;

/// Whether a value is in a list, as a tick: ticking it puts it there, unticking takes it away.
pub(crate) fn ticked<T: Clone + PartialEq + Send + Sync + 'static>(
    list: RwSignal<Vec<T>>,
    value: T,
) -> RwSignal<bool> {
    let ticked = RwSignal::new(list.with_untracked(|list| list.contains(&value)));
    Effect::watch(
        move || ticked.get(),
        move |ticked, _, _| {
            list.update(|list| {
                list.retain(|other| other != &value);
                if *ticked {
                    list.push(value.clone());
                }
            });
        },
        false,
    );
    ticked
}
