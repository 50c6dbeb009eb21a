//! The WebAssembly entry of the console for devices and how they come in: everything it shows is in `app`.

use app::{
    console::{ConsoleApp, Part, show, take_over},
    text::Texts,
};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered, with the texts of its language where that is not English.
#[wasm_bindgen]
pub fn hydrate(texts: Option<Texts>) {
    console_error_panic_hook::set_once();
    #[cfg(debug_assertions)]
    if app::browser::path().as_deref() == Some(app::ui::gallery::PATH) {
        return leptos::mount::hydrate_body(app::ui::gallery::GalleryApp);
    }
    take_over(Part::Daily, show::console, ConsoleApp, texts);
}
