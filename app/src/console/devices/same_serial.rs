//! The warning that somebody else's record names the same serial number.

use leptos::prelude::*;
use types::DeviceDetail;

use crate::{
    t::console::device as words,
    ui::{Note, Tone},
};

/// Names the other records; nothing where there are none.
#[component]
pub(super) fn SameSerialNote(device: RwSignal<DeviceDetail>) -> impl IntoView {
    let others = Memo::new(move |_| device.with(|device| device.same_serial_as.clone()));
    move || {
        let others = others.get();
        (!others.is_empty()).then(|| {
            let links = others
                .into_iter()
                .map(|other| {
                    view! {
                        <li>
                            <a href=format!("/admin/devices/{}", other.id)>
                                <bdi>{other.name}</bdi>
                            </a>
                            " "
                            <bdi class="muted">{other.user_display_name}</bdi>
                        </li>
                    }
                })
                .collect_view();
            view! {
                <Note tone=Tone::Warning>
                    <p>
                        <b>{words::same_serial()}</b>
                        " "
                        {words::same_serial_text()}
                    </p>
                    <ul>{links}</ul>
                </Note>
            }
        })
    }
}
