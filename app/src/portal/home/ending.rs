//! Certificates that end soon, or have ended.

use leptos::prelude::*;
use types::EndingCertificate;

use crate::{
    routes,
    shell::page_info,
    t::portal::home as words,
    ui::{LinkButton, Note, Tone},
};

/// Says of each when it ends, with the way to it.
#[component]
pub(super) fn Ending(certificates: Memo<Vec<EndingCertificate>>) -> impl IntoView {
    let now = page_info().now;
    let line = move |one: EndingCertificate| match one.days_left(now) {
        Some(days) => words::certificate_ends(days, one.name),
        None => words::certificate_has_ended(one.name),
    };
    let note = move || {
        let over = certificates.with(|all| all.iter().any(|one| one.days_left(now).is_none()));
        view! {
            <div class="mb-6">
                <Note tone=if over { Tone::Danger } else { Tone::Warning } icon="certificate">
                    <div class="row wrap">
                        <div class="grow">
                            {certificates.get().into_iter().map(|one| view! { <p>{line(one)}</p> }).collect_view()}
                        </div>
                        <LinkButton href=routes::CERTIFICATES>{words::see_certificates()}</LinkButton>
                    </div>
                </Note>
            </div>
        }
    };
    move || certificates.with(|all| !all.is_empty()).then(note)
}
