//! What a page reads once, when it opens: at the server before it is rendered. The document carries what was read,
//! and the browser takes it from there instead of asking again.
//!
//! For pages that load a document each this does what a resource below a transition does, at a fraction of the
//! weight: there is nothing to suspend.

use leptos::prelude::*;

use crate::{
    loading::{Shown, failed},
    request::Failure,
};

/// Shows what was read, or why it could not be. `name` is that of this reading alone on its page. It is read again
/// when `source` changes; what is there stays until the answer has come. Browsers that come to the page without a
/// document read, too, and show `fallback` meanwhile.
pub fn reading<T, S, A>(
    name: &'static str,
    source: impl Fn() -> S + 'static,
    read: impl Fn(S) -> A + 'static,
    fallback: fn() -> AnyView,
    show: impl Fn(T) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Shown,
    S: Clone + PartialEq + 'static,
    A: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let show = move |answer| match answer {
        Ok(value) => show(value),
        Err(failure) => failed(&failure),
    };
    reading_result(name, source, read, fallback, show)
}

/// [`reading`], for what shows a failure in its own way.
pub fn reading_result<T, S, A>(
    name: &'static str,
    source: impl Fn() -> S + 'static,
    read: impl Fn(S) -> A + 'static,
    fallback: fn() -> AnyView,
    show: impl Fn(Result<T, Failure>) -> AnyView + Send + 'static,
) -> AnyView
where
    T: Shown,
    S: Clone + PartialEq + 'static,
    A: Future<Output = Result<T, Failure>> + Send + 'static,
{
    #[cfg(feature = "ssr")]
    {
        _ = fallback;
        let answer = read(untrack(source));
        Suspend::new(async move {
            let answer = answer.await;
            // Nothing in it may end the element, or begin a comment (HTML, 4.12.1.3).
            let data = serde_json::to_string(&answer).unwrap_or_default().replace('<', "\\u003c");
            view! {
                <script type="application/json" data-reading=name inner_html=data></script>
                {show(answer)}
            }
        })
        .into_any()
    }
    #[cfg(not(feature = "ssr"))]
    {
        let answer = follow(carried::<T>(name), source, read);
        view! {
            <script type="application/json" data-reading=name></script>
            {move || match answer.get() {
                Some(answer) => show(answer),
                None => fallback(),
            }}
        }
        .into_any()
    }
}

/// What was read last: asked for when nothing is known yet, and whenever `source` changes.
#[cfg(not(feature = "ssr"))]
fn follow<T, S, A>(
    known: Option<Result<T, Failure>>,
    source: impl Fn() -> S + 'static,
    read: impl Fn(S) -> A + 'static,
) -> RwSignal<Option<Result<T, Failure>>>
where
    T: Shown,
    S: Clone + PartialEq + 'static,
    A: Future<Output = Result<T, Failure>> + Send + 'static,
{
    let answer = RwSignal::new(known);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |before: Option<S>| {
        let source = source();
        let is_known =
            before.map_or_else(|| answer.with_untracked(Option::is_some), |before| before == source);
        if !is_known {
            asked.update_value(|asked| *asked += 1);
            let (this, coming) = (asked.get_value(), read(source.clone()));
            leptos::task::spawn_local(async move {
                let new = coming.await;
                if asked.try_get_value() == Some(this) {
                    answer.set(Some(new));
                }
            });
        }
        source
    });
    answer
}

/// What the document carries under a name, while the page is taken over.
#[cfg(not(feature = "ssr"))]
fn carried<T: Shown>(name: &str) -> Option<Result<T, Failure>> {
    Owner::current_shared_context().filter(|context| context.during_hydration())?;
    let place = document().query_selector(&format!("script[data-reading={name}]")).ok()??;
    serde_json::from_str(&place.text_content()?).ok()
}
