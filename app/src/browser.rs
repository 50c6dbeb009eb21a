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

/// Loads the page anew, unless somebody has typed something into it, in the browser.
pub fn load_anew() {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let fields = leptos::prelude::document().query_selector_all("main input, main textarea").ok();
        let is_typed = |at: u32| {
            let field = fields.as_ref()?.get(at)?;
            if let Some(field) = field.dyn_ref::<web_sys::HtmlInputElement>() {
                return Some(field.value() != field.default_value());
            }
            let field = field.dyn_ref::<web_sys::HtmlTextAreaElement>()?;
            Some(field.default_value().is_ok_and(|before| before != field.value()))
        };
        let most = fields.as_ref().map_or(0, web_sys::NodeList::length);
        if !(0..most).any(|at| is_typed(at) == Some(true)) {
            _ = leptos::prelude::window().location().reload();
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

/// Puts a text where the cursor of a field is, and the focus into the field, in the browser. The field
/// tells of it as of something typed.
pub fn insert_at_cursor(id: &str, text: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let Some(element) = leptos::prelude::document().get_element_by_id(id) else { return };
        let length = text.encode_utf16().count() as u32;
        if let Some(area) = element.dyn_ref::<web_sys::HtmlTextAreaElement>() {
            let (value, end) = (area.value(), area.value().encode_utf16().count() as u32);
            let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(end);
            let (from, to) = (place(area.selection_start()), place(area.selection_end()));
            area.set_value(&spliced(&value, from, to, text));
            _ = area.focus();
            _ = area.set_selection_range(from + length, from + length);
        } else if let Some(line) = element.dyn_ref::<web_sys::HtmlInputElement>() {
            let (value, end) = (line.value(), line.value().encode_utf16().count() as u32);
            let place = |at: Result<Option<u32>, _>| at.ok().flatten().unwrap_or(end);
            let (from, to) = (place(line.selection_start()), place(line.selection_end()));
            line.set_value(&spliced(&value, from, to, text));
            _ = line.focus();
            _ = line.set_selection_range(from + length, from + length);
        }
        let typed = web_sys::EventInit::new();
        typed.set_bubbles(true);
        if let Ok(event) = web_sys::Event::new_with_event_init_dict("input", &typed) {
            _ = element.dispatch_event(&event);
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = (id, text);
    }
}

/// A text with what stands between two places (in UTF-16) replaced.
#[cfg(any(feature = "hydrate", test))]
fn spliced(text: &str, from: u32, to: u32, by: &str) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    let (from, to) = (from as usize, to.max(from) as usize);
    let before = units.get(..from).unwrap_or(&units);
    let behind = units.get(to..).unwrap_or_default();
    let all: Vec<u16> =
        before.iter().copied().chain(by.encode_utf16()).chain(behind.iter().copied()).collect();
    String::from_utf16_lossy(&all)
}

/// While `holds`, the browser asks before the page is left, and links in it are told to `wanted` instead
/// of being followed; until the owner is gone, in the browser.
pub fn before_leaving(holds: impl Fn() -> bool + Copy + 'static, wanted: impl Fn(String) + 'static) {
    #[cfg(feature = "hydrate")]
    {
        use gloo_events::{EventListener, EventListenerOptions};
        use wasm_bindgen::JsCast;

        let may_stop =
            EventListenerOptions { phase: gloo_events::EventListenerPhase::Capture, passive: false };
        let closing = EventListener::new_with_options(
            &leptos::prelude::window(),
            "beforeunload",
            may_stop,
            move |event| {
                if holds() {
                    event.prevent_default();
                }
            },
        );
        let follow = move |event: &web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
            let Some(href) = link.and_then(|link| link.get_attribute("href")) else { return };
            if holds() && href.starts_with('/') {
                event.prevent_default();
                event.stop_immediate_propagation();
                wanted(href);
            }
        };
        let links = EventListener::new_with_options(&leptos::prelude::window(), "click", may_stop, follow);
        // Dropped with its owner.
        _ = leptos::prelude::StoredValue::new_local((closing, links));
    }
    #[cfg(not(feature = "hydrate"))]
    {
        _ = (holds, wanted);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_put_in_where_the_cursor_is() {
        assert_eq!(spliced("Hello, you", 7, 10, "$USER$"), "Hello, $USER$");
        assert_eq!(spliced("👋 you", 2, 2, "!"), "👋! you");
        assert_eq!(spliced("", 9, 9, "x"), "x");
    }
}
