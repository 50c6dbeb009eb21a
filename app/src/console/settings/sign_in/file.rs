//! A file that somebody chose, as text for the server.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A field for one file; `taken` gets what is in it: its text if it is one, else base64.
#[component]
pub(super) fn FileField(
    id: String,
    #[prop(into)] label: String,
    accept: &'static str,
    hint: &'static str,
    taken: Callback<String>,
) -> impl IntoView {
    let hint_id = format!("{id}-hint");
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target() else { return };
        leptos::task::spawn_local(async move {
            if let Ok(content) = read(&input).await {
                taken.run(content);
            }
            // The same file can be chosen again.
            _ = Reflect::set(&input, &"value".into(), &"".into());
        });
    };
    view! {
        <div class="field">
            <label class="label" for=id.clone()>
                {label}
            </label>
            <input
                class="input"
                type="file"
                id=id
                accept=accept
                aria-describedby=hint_id.clone()
                on:change=chosen
            />
            <p class="hint" id=hint_id>
                {hint}
            </p>
        </div>
    }
}

async fn read(input: &JsValue) -> Result<String, JsValue> {
    let files = Reflect::get(input, &"files".into())?;
    let file = Reflect::get(&files, &JsValue::from_f64(0.0))?;
    let read: Function = Reflect::get(&file, &"arrayBuffer".into())?.dyn_into()?;
    let promise: Promise = read.call0(&file)?.dyn_into()?;
    let bytes = Uint8Array::new(&JsFuture::from(promise).await?).to_vec();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let binary: String = error.into_bytes().into_iter().map(char::from).collect();
            window().btoa(&binary)
        }
    }
}
