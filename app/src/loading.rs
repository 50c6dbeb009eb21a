//! Parts of pages that are read from the server and follow what happens there.

use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use types::ErrorCode;

use crate::{
    live::use_live,
    request::Failure,
    t::wording::failed as words,
    ui::{ButtonKind, EmptyState, LinkButton, NotFound},
    wording::error_text,
};

/// What can travel from the server and be shown.
pub trait Shown: Clone + Send + Sync + Serialize + DeserializeOwned + 'static {}
impl<T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static> Shown for T {}

/// Shows what was read, or why it could not be. What is there stays while it is read again.
pub fn loaded<T: Shown>(
    resource: Resource<Result<T, Failure>>,
    fallback: fn() -> AnyView,
    show: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    view! {
        <Transition fallback=fallback>
            {move || {
                let show = show.clone();
                Suspend::new(async move {
                    match resource.await {
                        Ok(value) => show(value),
                        Err(failure) => failed(&failure),
                    }
                })
            }}
        </Transition>
    }
    .into_any()
}

/// Why something could not be shown, and the next step.
pub fn failed(failure: &Failure) -> AnyView {
    if failure.code == ErrorCode::NotFound {
        return view! { <NotFound /> }.into_any();
    }
    let (title, again) = if failure.code == ErrorCode::Unauthenticated {
        (words::signed_out(), words::sign_in())
    } else {
        (words::title(), words::again())
    };
    let text = error_text(failure);
    view! {
        <EmptyState
            title=title
            actions=move || {
                view! {
                    <LinkButton href="" kind=ButtonKind::Primary external=true>
                        {again}
                    </LinkButton>
                }
            }
        >
            <p>{text}</p>
        </EmptyState>
    }
    .into_any()
}

/// Keeps a value that was read with the page up to date: it is read again whenever `tick` grows, and
/// what was on the page stays until the answer is there. Forms, dialogs and live regions are not
/// disturbed, as they would be if the whole part were loaded again. What changed between the opening
/// of the page and now may have changed after it was read, and is read again, too.
pub fn kept_fresh<T, F, A>(first: T, tick: Memo<u32>, read: F) -> RwSignal<T>
where
    T: PartialEq + Send + Sync + 'static,
    F: Fn() -> A + 'static,
    A: Future<Output = Result<T, Failure>> + 'static,
{
    let value = RwSignal::new(first);
    let opened_after = use_live().opened_after();
    let latest = StoredValue::new(0_u32);
    Effect::new(move |seen: Option<u32>| {
        let tick = tick.get();
        if seen.map_or(tick > opened_after, |seen| seen != tick) {
            latest.set_value(tick);
            let answer = read();
            leptos::task::spawn_local(async move {
                let answer = answer.await;
                let is_latest = latest.try_get_value() == Some(tick);
                if let (true, Ok(new)) = (is_latest, answer)
                    && value.try_with_untracked(|old| *old != new) == Some(true)
                {
                    value.set(new);
                }
            });
        }
        tick
    });
    value
}
