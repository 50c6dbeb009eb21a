//! The WebAssembly entry of the console for devices and how they come in: everything it shows is in `app`.

use app::console::{ConsoleApp, Part, show, take_over};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    #[cfg(debug_assertions)]
    if app::browser::path().as_deref() == Some(app::ui::gallery::PATH) {
        return leptos::mount::hydrate_body(app::ui::gallery::GalleryApp);
    }
    take_over(Part::Daily, show::console, ConsoleApp);
}
