//! Testing and reading, with the result in place.

use leptos::prelude::*;
use types::{DirectoryId, DirectoryState, Permission, TestReport};

use super::report;
use crate::{
    console::{
        api::directories::{cancel_sync, sync_directory, test_directory},
        shared::{Sending, may},
    },
    t::directories as words,
    ui::{Button, ButtonSize, FormError, use_toasts},
};

/// Test and read now, or cancel while it is read. What the test found stands below.
#[component]
pub(super) fn Actions(id: DirectoryId, state: Signal<DirectoryState>) -> impl IntoView {
    let (testing, reading) = (Sending::default(), Sending::default());
    let result: RwSignal<Option<TestReport>> = RwSignal::new(None);
    let toasts = use_toasts();
    let test = move |_| testing.send(test_directory(Some(id), None), move |report| result.set(Some(report)));
    let read = move |_| reading.send(sync_directory(id, false), move |()| toasts.say(words::asked()));
    let cancel = move |_| reading.send(cancel_sync(id), move |()| {});
    let is_reading = Memo::new(move |_| state.get() == DirectoryState::Reading);
    let is_on = Memo::new(move |_| state.get() != DirectoryState::Disabled);
    may(Permission::DirectoryWrite).then(|| {
        view! {
            <div class="row row-2 mt-3">
                <Button
                    size=ButtonSize::Small
                    busy=testing.busy()
                    busy_label=words::testing()
                    on:click=test
                >
                    {words::test()}
                </Button>
                <Show when=move || is_reading.get()>
                    <Button
                        size=ButtonSize::Small
                        busy=reading.busy()
                        busy_label=words::cancelling()
                        on:click=cancel
                    >
                        {words::cancel()}
                    </Button>
                </Show>
                <Show when=move || is_on.get() && !is_reading.get()>
                    <Button
                        size=ButtonSize::Small
                        icon="refresh"
                        busy=reading.busy()
                        busy_label=words::asking()
                        on:click=read
                    >
                        {words::read_now()}
                    </Button>
                </Show>
            </div>
            <FormError text=testing.general() />
            <FormError text=reading.general() />
            {move || result.with(|result| result.as_ref().map(report::tested))}
        }
    })
}
