//! Parts of pages that stand still once the server has rendered them.

use leptos::prelude::*;

/// A part of a page that only the server renders: browsers leave it as it came, and carry no code and no texts for
/// it. For pages that always load a document, and for what nothing changes later: forms that are sent as they are,
/// navigation, the foot.
#[cfg(feature = "ssr")]
pub fn still<V: IntoView>(part: impl FnOnce() -> V) -> AnyView {
    view! { <div class="still">{part()}</div> }.into_any()
}

/// A part of a page that only the server renders.
#[cfg(not(feature = "ssr"))]
pub fn still<V: IntoView>(part: impl FnOnce() -> V) -> AnyView {
    // An element without children is taken over without a look at what is in it.
    drop(part);
    view! { <div class="still"></div> }.into_any()
}
