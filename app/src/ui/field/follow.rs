//! Keeps a control and a signal in step without losing what was typed before the page was taken
//! over: the first look adopts what stands in the control, later changes go the other way.

use leptos::{html, prelude::*};

/// A control whose state can be read and set.
pub(super) trait Control<T> {
    fn read(&self) -> T;
    fn write(&self, value: &T);
}

macro_rules! text_control {
    ($($element:ty),*) => {$(
        impl Control<String> for $element {
            fn read(&self) -> String {
                self.value()
            }
            fn write(&self, value: &String) {
                self.set_value(value);
            }
        }
    )*};
}
text_control!(web_sys::HtmlInputElement, web_sys::HtmlTextAreaElement, web_sys::HtmlSelectElement);

impl Control<bool> for web_sys::HtmlInputElement {
    fn read(&self) -> bool {
        self.checked()
    }
    fn write(&self, value: &bool) {
        self.set_checked(*value);
    }
}

/// Lets a control show `wanted`, and tells `adopt` when it shows something else at first.
pub(super) fn follow<E, T>(
    node: NodeRef<E>,
    wanted: impl Fn() -> T + Send + Sync + 'static,
    adopt: impl Fn(T) + Send + Sync + 'static,
) where
    E: html::ElementType + Send + Sync + 'static,
    E::Output: Control<T> + wasm_bindgen::JsCast + Clone + 'static,
    T: PartialEq + Send + Sync + 'static,
{
    Effect::new(move |earlier: Option<()>| {
        let wanted = wanted();
        let Some(control) = node.get() else { return };
        let shown = control.read();
        if shown == wanted {
            return;
        }
        if earlier.is_none() {
            adopt(shown);
        } else {
            control.write(&wanted);
        }
    });
}

/// [`follow`] for text: shows the bound signal, else the value.
pub(super) fn follow_text<E>(node: NodeRef<E>, value: MaybeProp<String>, bind: Option<RwSignal<String>>)
where
    E: html::ElementType + Send + Sync + 'static,
    E::Output: Control<String> + wasm_bindgen::JsCast + Clone + 'static,
{
    follow(node, super::current(value, bind), move |shown| {
        if let Some(bind) = bind {
            bind.set(shown);
        }
    });
}

/// Writes into the signal, when there is one.
pub(super) fn tell<T: Send + Sync + 'static>(bind: Option<RwSignal<T>>, value: T) {
    if let Some(bind) = bind {
        bind.set(value);
    }
}
