//! The WebAssembly entry of the console for labels and configurations: everything it shows is in `app`.

use app::console::{ConsoleApp, Part, show, take_over};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    take_over(Part::Setup, show::console_setup, ConsoleApp);
}
