//! Small things asked of the browser. On the server they answer `None` or do nothing.

/// An attribute of `<html>`, in the browser.
#[must_use]
pub fn root_attribute(name: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::document().document_element()?.get_attribute(name);
    #[cfg(not(feature = "hydrate"))]
    {
        _ = name;
        None
    }
}

/// The path of the address, in the browser.
#[must_use]
pub fn path() -> Option<String> {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window().location().pathname().ok();
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Sets an attribute of `<html>`, in the browser.
pub fn set_root_attribute(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(root) = leptos::prelude::document().document_element() {
        _ = root.set_attribute(name, value);
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = (name, value);
    }
}

/// Moves the focus to the element with this id, in the browser.
pub fn focus(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let element = leptos::prelude::document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            _ = element.focus();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = id;
    }
}

/// The time by the clock of the browser; `None` on the server, which takes the time of the page
/// from [`crate::shell::PageInfo`].
#[must_use]
pub fn now() -> Option<types::Timestamp> {
    #[cfg(feature = "hydrate")]
    return Some(types::Timestamp::from_millis(js_sys::Date::now() as i64));
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Moves the focus to the heading of the page without scrolling, in the browser.
pub fn focus_heading() {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let heading = leptos::prelude::document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            _ = heading.focus_with_options(&options);
        }
    }
}

/// Closes the popover with this id when it is open, in the browser.
pub fn hide_popover(id: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let element = leptos::prelude::document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            _ = element.hide_popover();
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = id;
    }
}
