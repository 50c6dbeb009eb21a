//! Asking for a link to choose a new password. The answer does not tell whether there is an account.

use leptos::prelude::*;
use types::{ApiError, Face};

use crate::{
    routes,
    shell::{PageContext, render_document},
    t::public::forgot as words,
    ui::{Button, ButtonKind, GateFrame, LinkButton, Note, TextField, Tone},
    wording::{Problem, problem_at},
};

/// The form as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Forgot {
    /// What was typed.
    pub username: String,
    /// It was accepted.
    pub sent: bool,
    /// Why it was not accepted.
    pub error: Option<ApiError>,
}

/// The page `/forgot` or `/admin/forgot`.
#[must_use]
pub fn forgot(page: PageContext, face: Face, form: Forgot) -> String {
    let title = if form.sent { words::sent_title() } else { words::title() };
    render_document(page, title, || {
        if form.sent {
            view! { <SentPage face=face username=form.username /> }.into_any()
        } else {
            view! { <ForgotPage face=face form=form /> }.into_any()
        }
    })
}

fn addresses(face: Face) -> (&'static str, &'static str) {
    match face {
        Face::Portal => (routes::FORGOT, routes::SIGN_IN),
        Face::Console => (routes::ADMIN_FORGOT, routes::ADMIN_SIGN_IN),
    }
}

#[component]
fn ForgotPage(face: Face, form: Forgot) -> impl IntoView {
    let (action, back) = addresses(face);
    let username_error = problem_at(form.error.as_ref(), "username");
    view! {
        <GateFrame
            title=words::title()
            sub=words::sub()
            below=move || view! { <a href=back>{words::back()}</a> }
        >
            <form method="post" action=action>
                <Problem error=form.error />
                <TextField
                    label=words::username()
                    name="username"
                    value=form.username
                    autocomplete="username"
                    ltr=true
                    maxlength=254u32
                    error=username_error
                />
                <Button kind=ButtonKind::Primary submit=true block=true>
                    {words::submit()}
                </Button>
            </form>
        </GateFrame>
    }
}

#[component]
fn SentPage(face: Face, username: String) -> impl IntoView {
    let (_, back) = addresses(face);
    let text = if username.is_empty() { words::sent_unnamed().to_owned() } else { words::sent(username) };
    view! {
        <GateFrame title=words::sent_title()>
            <Note tone=Tone::Success icon="mail">
                <p class="wrap-anywhere">{text}</p>
            </Note>
            <p class="sm muted">{words::sent_help()}</p>
            <LinkButton href=back block=true>
                {words::back()}
            </LinkButton>
        </GateFrame>
    }
}
