//! The WebAssembly entry of the portal for the certificates of a person: everything it shows is in `app`.

use app::portal::{Part, PortalApp, show, take_over};
use wasm_bindgen::prelude::wasm_bindgen;

/// Takes over the page that the server has rendered.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    take_over(Part::Certificates, show::portal_certificates, PortalApp);
}
