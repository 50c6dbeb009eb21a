//! Reading a registration code with the camera, in browsers that can. Without script, camera or the
//! detector nothing of it is shown; `scan.js` is loaded where this stands alone.

use leptos::prelude::*;

use crate::{
    t::public::scan as words,
    ui::{Icon, IconSize},
};

/// The button, the camera's picture while it looks, and what it says.
#[component]
pub(super) fn ScanCode() -> impl IntoView {
    let page = expect_context::<crate::shell::PageContext>();
    view! {
        <div
            class="scan"
            hidden=true
            data-scan=""
            data-filled=words::filled()
            data-foreign=words::foreign()
            data-refused=words::refused()
        >
            <button type="button" class="btn btn-lg btn-block">
                <Icon name="qr" size=IconSize::Medium />
                {words::scan()}
            </button>
            <video hidden=true playsinline="" aria-label=words::picture()></video>
            <button type="button" class="btn btn-lg btn-block" hidden=true>
                {words::stop()}
            </button>
            <p class="sm muted" role="status"></p>
        </div>
        <script type="module" src=page.assets.url("scan.js") nonce=page.nonce.clone()></script>
    }
}
