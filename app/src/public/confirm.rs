//! Showing that it is still the same person, before something dangerous.

use super::sign_in::by_certificate;
use leptos::prelude::*;
use types::{ApiError, ErrorCode, Face};

use crate::{
    routes,
    shell::{PageContext, page_info, render_document},
    t::account::confirm as words,
    ui::{Button, ButtonKind, GateFrame, HiddenField, PasswordField},
    wording::{Problem, problem_at},
};

/// The form as it is shown; the password is never shown again.
#[derive(Clone, Debug)]
pub struct Confirm {
    /// At which face.
    pub face: Face,
    /// Whether a certificate is offered here, in this browser.
    pub certificate: bool,
    /// Where to go afterwards.
    pub next: String,
    /// Why it was refused.
    pub error: Option<ApiError>,
}

/// The page `/confirm` or `/admin/confirm`.
#[must_use]
pub fn confirm(page: PageContext, form: Confirm) -> String {
    render_document(page, words::title(), || view! { <ConfirmPage form=form /> })
}

#[component]
fn ConfirmPage(form: Confirm) -> impl IntoView {
    let action = match form.face {
        Face::Portal => routes::CONFIRM,
        Face::Console => routes::ADMIN_CONFIRM,
    };
    let username = page_info().viewer.map(|viewer| viewer.username).unwrap_or_default();
    let back = form.next.clone();
    let by_certificate = form.certificate.then(|| by_certificate(form.face, Some(&form.next), true));
    let is_wrong = form.error.as_ref().is_some_and(|error| error.code == ErrorCode::SignInRefused);
    let password_error = match is_wrong {
        true => MaybeProp::from(words::wrong().to_owned()),
        false => problem_at(form.error.as_ref(), "password"),
    };
    view! {
        <GateFrame
            title=words::title()
            sub=words::text()
            below=move || view! { <a href=back>{words::back()}</a> }
        >
            <form method="post" action=action>
                <Problem error=form.error.filter(|_| !is_wrong) />
                <input class="sr" type="text" autocomplete="username" value=username readonly tabindex="-1" aria-hidden="true" />
                <PasswordField label=words::password() name="password" error=password_error />
                <HiddenField name="next" value=form.next />
                <Button kind=ButtonKind::Primary submit=true block=true>
                    {words::submit()}
                </Button>
            </form>
            {by_certificate}
        </GateFrame>
    }
}
