//! The WebAssembly entry of the portal for one device: everything it shows is in `app`.

use app::{
    portal::{Part, show, take_over},
    text::Texts,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered, with the texts of its language where that is not English.
#[wasm_bindgen]
pub fn hydrate(texts: Option<Texts>) {
    console_error_panic_hook::set_once();
    take_over(Part::Device, show::portal_device, texts);
}
