//! A file that somebody chose, for the server.

use js_sys::{Function, Promise, Reflect, Uint8Array};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{described_by, invalid, message};

/// What is in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// A text in UTF-8.
    Text(String),
    /// Anything else, in base64.
    Bytes(String),
    /// More than the field takes; it was not read.
    TooLarge,
}

impl FileContent {
    /// The text, or the base64 of anything else; nothing of a file that is too large.
    pub fn into_text(self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Bytes(text) => Some(text),
            Self::TooLarge => None,
        }
    }
}

/// A field for one file. It takes what is in it and forgets the file, so that the same can be chosen again.
#[component]
pub fn FileField(
    /// Unique in the document.
    id: String,
    /// What is asked for.
    #[prop(into)]
    label: String,
    /// Which files are offered: `.csv,text/csv`.
    accept: &'static str,
    /// Help below the field.
    #[prop(into)]
    hint: String,
    /// Largest file, in bytes.
    #[prop(default = 1 << 20)]
    max: usize,
    /// What is wrong and how to mend it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// Gets what is in it.
    taken: Callback<FileContent>,
) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let Some(input) = event.target() else { return };
        leptos::task::spawn_local(async move {
            if let Ok(content) = read(&input, max).await {
                taken.run(content);
            }
            // The same file can be chosen again.
            _ = Reflect::set(&input, &"value".into(), &"".into());
        });
    };
    view! {
        <div class="field" data-invalid=invalid(error)>
            <label class="label" for=id.clone()>
                {label}
            </label>
            <input
                class="input"
                type="file"
                id=id.clone()
                accept=accept
                aria-describedby=described_by(&id, error, true)
                aria-invalid=invalid(error)
                on:change=chosen
            />
            {message(&id, Some(hint.into()), error)}
        </div>
    }
}

async fn read(input: &JsValue, max: usize) -> Result<FileContent, JsValue> {
    let files = Reflect::get(input, &"files".into())?;
    let file = Reflect::get(&files, &JsValue::from_f64(0.0))?;
    let size = Reflect::get(&file, &"size".into())?.as_f64().unwrap_or_default();
    if size > max as f64 {
        return Ok(FileContent::TooLarge);
    }
    let read: Function = Reflect::get(&file, &"arrayBuffer".into())?.dyn_into()?;
    let promise: Promise = read.call0(&file)?.dyn_into()?;
    let bytes = Uint8Array::new(&JsFuture::from(promise).await?).to_vec();
    match String::from_utf8(bytes) {
        Ok(text) => Ok(FileContent::Text(text)),
        Err(error) => {
            let binary: String = error.into_bytes().into_iter().map(char::from).collect();
            window().btoa(&binary).map(FileContent::Bytes)
        }
    }
}
