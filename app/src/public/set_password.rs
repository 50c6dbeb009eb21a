//! Choosing a password by a single-use link.

use leptos::prelude::*;
use types::ApiError;

use crate::{
    shell::{PageContext, render_document},
    t::public::set_password as words,
    ui::{Button, ButtonKind, GateFrame, PasswordField},
    wording::{Problem, problem_at},
};

/// The form as it is shown. The token stays in the address of the page.
#[derive(Clone, Debug, Default)]
pub struct SetPassword {
    /// Whose password, for password managers.
    pub username: String,
    /// The person's name.
    pub display_name: String,
    /// Why it was refused.
    pub error: Option<ApiError>,
}

/// The page `/set-password/<token>`. The form posts to the address of the page.
#[must_use]
pub fn set_password(page: PageContext, form: SetPassword) -> String {
    render_document(page, words::title(), || view! { <SetPasswordPage form=form /> })
}

#[component]
fn SetPasswordPage(form: SetPassword) -> impl IntoView {
    let password_error = problem_at(form.error.as_ref(), "password");
    view! {
        <GateFrame
            title=words::title()
            sub=words::sub(form.display_name)
            below=|| view! { <p>{words::note()}</p> }
        >
            <form method="post">
                <Problem error=form.error />
                <div class="field">
                    <label for="f-username">{words::username()}</label>
                    <input
                        class="input ltr"
                        id="f-username"
                        type="text"
                        autocomplete="username"
                        value=form.username
                        readonly
                    />
                </div>
                <PasswordField
                    label=words::password()
                    name="password"
                    new=true
                    hint=words::hint()
                    error=password_error
                />
                <Button kind=ButtonKind::Primary submit=true block=true>
                    {words::submit()}
                </Button>
            </form>
        </GateFrame>
    }
}
