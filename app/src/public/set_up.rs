//! The first set-up: organisation, public address, first administrator.

use leptos::prelude::*;
use types::ApiError;

use crate::{
    shell::{PageContext, render_document},
    t::public::set_up as words,
    ui::{Button, ButtonKind, GateFrame, InputKind, PasswordField, TextField},
    wording::{Problem, problem_at},
};

/// The form as it is shown; the passphrase is never shown again.
#[derive(Clone, Debug, Default)]
pub struct SetUpForm {
    /// Name of the organisation.
    pub organisation: String,
    /// The public address, as typed or as configured.
    pub public_url: String,
    /// The configuration gives the public address.
    pub public_url_is_fixed: bool,
    /// The administrator's name to sign in with.
    pub username: String,
    /// The administrator's name.
    pub display_name: String,
    /// The administrator's e-mail address.
    pub email: String,
    /// Why it was refused.
    pub error: Option<ApiError>,
}

/// The page `/set-up/<token>`. The form posts to the address of the page.
#[must_use]
pub fn set_up(page: PageContext, form: SetUpForm) -> String {
    render_document(page, words::title(), || view! { <SetUpPage form=form /> })
}

/// The fields in the order of the form, so that the summary reads like the page.
fn in_order(mut error: ApiError) -> ApiError {
    const ORDER: [&str; 6] = ["organisation", "public_url", "display_name", "email", "username", "password"];
    error.fields.sort_by_key(|field| ORDER.iter().position(|name| *name == field.path));
    error
}

#[component]
fn SetUpPage(form: SetUpForm) -> impl IntoView {
    let SetUpForm { organisation, public_url, public_url_is_fixed, username, display_name, email, error } =
        form;
    let problem = error.clone().map(in_order);
    let error_of = move |path: &str| problem_at(error.as_ref(), path);
    let url_hint = if public_url_is_fixed { words::public_url_fixed() } else { words::public_url_hint() };
    view! {
        <GateFrame title=words::title() sub=words::sub() wide=true>
            <form method="post" class="stack-6">
                <Problem error=problem />
                <fieldset class="stack">
                    <legend class="label legend-lg">{words::organisation_part()}</legend>
                    <TextField
                        label=words::organisation()
                        name="organisation"
                        value=organisation
                        autocomplete="organization"
                        hint=words::organisation_hint()
                        maxlength=80u32
                        error=error_of("organisation")
                    />
                    <TextField
                        label=words::public_url()
                        name="public_url"
                        value=public_url
                        kind=InputKind::Text
                        ltr=true
                        hint=url_hint
                        readonly=public_url_is_fixed
                        autocomplete="off"
                        maxlength=200u32
                        error=error_of("public_url")
                    />
                </fieldset>
                <fieldset class="stack">
                    <legend class="label legend-lg">{words::administrator_part()}</legend>
                    <TextField
                        label=words::display_name()
                        name="display_name"
                        value=display_name
                        autocomplete="name"
                        maxlength=120u32
                        error=error_of("display_name")
                    />
                    <TextField
                        label=words::email()
                        name="email"
                        value=email
                        kind=InputKind::Email
                        autocomplete="email"
                        maxlength=254u32
                        error=error_of("email")
                    />
                    <TextField
                        label=words::username()
                        name="username"
                        value=username
                        ltr=true
                        autocomplete="username"
                        maxlength=64u32
                        error=error_of("username")
                    />
                    <PasswordField
                        label=words::password()
                        name="password"
                        new=true
                        hint=words::password_hint()
                        error=error_of("password")
                    />
                </fieldset>
                <Button kind=ButtonKind::Primary submit=true block=true>
                    {words::submit()}
                </Button>
            </form>
        </GateFrame>
    }
}
